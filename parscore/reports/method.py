"""How a result came about, as pairs of words for any view: the season, and the criteria set and rules of each group."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from parscore.messages import Words
from parscore.model.criteria import ClassRule, Decision, RankRule
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.left_out import source_lines
from parscore.reports.marks import state_words
from parscore.reports.printing import SCREEN, date_words, printer, rounding_words, stage_name

_TOPIC: Final = "workbook"


class Fact(NamedTuple):
    """What is told, and what it is."""

    name: str
    value: str


def basis_words(result: SeasonResult, ranking: GroupRanking, words: Words) -> str:
    """What a table of a group rests on, in one line: criteria set, decision, stage."""
    criteria = ranking.group.criteria
    told = {"title": criteria.title, "stage": stage_name(words, result.stage)}
    if criteria.decision is None:
        text = words.text(_TOPIC, "basis.none", **told)
    else:
        text = words.text(_TOPIC, "basis", **told, **_decided(criteria.decision, words))
    return text + (words.text(_TOPIC, "basis.illustrative") if criteria.illustrative else "")


def _decided(decision: Decision, words: Words) -> dict[str, str]:
    day = words.text(_TOPIC, "basis.day", date=date_words(words, decision.date)) if decision.date else ""
    return {"number": decision.number, "issuer": decision.issuer, "day": day}


def season_facts(result: SeasonResult, words: Words, release: str) -> Iterator[Fact]:
    """Season, stage, state, version of the program (``release``), and the record where there is one."""
    season = result.season
    yield _fact(words, "title", season.title)
    yield _fact(words, "province", season.province)
    yield _fact(words, "year", str(season.year))
    yield _fact(words, "stage", stage_name(words, result.stage))
    yield _fact(words, "state", state_words(result, words))
    yield _fact(words, "version", f"parscore {release}".strip())
    if result.record:
        yield _fact(words, "record", result.record)


def group_facts(ranking: GroupRanking, words: Words) -> Iterator[Fact]:
    """The criteria set of a group with its digest, rounding, ranking, ties and classes."""
    group, criteria = ranking.group, ranking.group.criteria
    illustrative = f" ({words.text(SCREEN, 'illustrative')})" if criteria.illustrative else ""
    yield _fact(words, "criteria", criteria.title + illustrative)
    yield _fact(words, "set", f"{criteria.id}@{criteria.version}")
    decision = criteria.decision
    if decision is not None:
        yield _fact(words, "decision", words.text(_TOPIC, "decision", **_decided(decision, words)))
    valid = (date_words(words, day) for day in (criteria.valid_from, criteria.valid_to))
    yield _fact(words, "valid", " - ".join(valid))
    yield _fact(words, "maximum", printer(words, criteria.rounding).points(criteria.maximum))
    for line in source_lines(criteria, words):
        yield _fact(words, "left_out", line)
    yield _fact(words, "digest", criteria.digest)
    yield _fact(words, "rounding", rounding_words(words, criteria.rounding))
    yield _fact(words, "ranked", _ranked(group.ranking, words))
    yield _fact(words, "ties", words.text(_TOPIC, f"ties.{group.ranking.ties}"))
    if group.ranking.keys:
        yield _fact(words, "keys", "; ".join(_key(key, words) for key in group.ranking.keys))
    if group.classes is not None:
        yield from _classes(ranking, group.classes, words)


def _fact(words: Words, key: str, value: str) -> Fact:
    return Fact(words.text(_TOPIC, f"method.{key}"), value)


def _ranked(rule: RankRule, words: Words) -> str:
    told = {"by": words.text(_TOPIC, f"by.{rule.by}"), "basis": words.text(_TOPIC, f"basis.{rule.basis}")}
    return words.text(_TOPIC, "ranked", **told)


def _key(key: str, words: Words) -> str:
    """A tie-break key in words: ``area:3`` is the index of area 3."""
    kind, _, code = key.partition(":")
    if not code:
        return words.text(_TOPIC, f"by.{kind}")
    return words.text(_TOPIC, "by.item", level=words.text(SCREEN, f"level.{kind}"), code=code)


def _classes(ranking: GroupRanking, classes: ClassRule, words: Words) -> Iterator[Fact]:
    write = printer(words, ranking.group.criteria.rounding)
    yield _fact(words, "classes", words.text(_TOPIC, f"basis.{classes.basis}"))
    for band in classes.bands:
        bound = words.text(_TOPIC, "band", bound=write.exact(band.at_least))
        side = "" if band.every_area is None else words.text(_TOPIC, "band.areas", bound=write.exact(band.every_area))
        yield Fact(words.text(_TOPIC, "band.name", name=band.name), bound + side)
