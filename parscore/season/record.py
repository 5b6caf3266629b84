"""The record of a run as lines: every input, every score with all that it came from, totals, ranks, problems.

What is said here depends on the inputs alone: no clock, no machine, no language, no version of a program. The shapes
are described in ``docs/record.md``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from parscore.model.problem import Problem
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.model.scorecard import HeadingScore
from parscore.numbers import decimal_text
from parscore.season.record_leaf import Line, exact, facts, leaf_line, place, step
from parscore.season.snapshot import InputFile, SetFile

SCHEMA: Final = "parscore.record/1"


def written(line: Mapping[str, Any]) -> bytes:
    r"""Write a line canonically: JSON with sorted keys, without blanks, UTF-8, one line break at the end.

    What cannot be encoded (lone surrogates of a broken file name) is written as ``\udcxx``, which JSON reads back.
    """
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def body(result: SeasonResult, inputs: Sequence[InputFile], sets: Sequence[SetFile]) -> Iterator[bytes]:
    """The lines of a record but the last, one by one, so that no whole record has to be held in memory."""
    return map(written, _lines(result, inputs, sets))


def _lines(result: SeasonResult, inputs: Sequence[InputFile], sets: Sequence[SetFile]) -> Iterator[Line]:
    yield _season(result)
    yield from _inputs(result, inputs)
    yield from ({"kind": "criteria", **file._asdict()} for file in sets)
    digests = {file.path: file.sha256 for file in inputs}
    digests |= {file.path: file.sha256 for file in sets}
    for ranking in result.groups:
        yield _group(ranking)
        standings = {standing.scorecard.agency.id: standing for standing in ranking.standings}
        for agency in ranking.group.agencies:
            card = standings[agency.id].scorecard
            yield from (leaf_line(agency, score, digests) for score in card.leaves())
            yield total_line(standings[agency.id])
    yield from map(_problem, result.problems)


def _season(result: SeasonResult) -> Line:
    season = result.season
    return {
        "kind": "season",
        "schema": SCHEMA,
        "year": season.year,
        "title": season.title,
        "province": season.province,
        "stages": [stage.id for stage in season.stages],
        "stage": result.stage.id,
        "final": result.final,
    }


def _inputs(result: SeasonResult, inputs: Sequence[InputFile]) -> Iterator[Line]:
    """Every input; of a file of the inbox also whose form it is, or the codes that say why it is nobody's."""
    owners = {
        standing.scorecard.submission.file: standing.scorecard.agency.id
        for ranking in result.groups
        for standing in ranking.standings
        if standing.scorecard.submission
    }
    codes: dict[str, set[str]] = {}
    for found in result.problems:
        codes.setdefault(found.place.file, set()).add(found.code)
    for file in inputs:
        line = {"kind": "input", **file._asdict()}
        if file.role == "inbox":
            used = file.path in owners
            line |= {"agency": owners.get(file.path, ""), "used": used}
            line |= {} if used else {"codes": sorted(codes.get(file.path, ()))}
        yield line


def _group(ranking: GroupRanking) -> Line:
    """What ranks and classes of a group were made by."""
    group, rule, classes = ranking.group, ranking.group.ranking, ranking.group.classes
    rounding = group.criteria.rounding
    return {
        "kind": "group",
        "group": group.id,
        "name": group.name,
        "criteria": f"{group.criteria.id}@{group.criteria.version}",
        "maximum": decimal_text(group.criteria.maximum),
        "agencies": [agency.id for agency in group.agencies],
        "rounding": {
            "at": rounding.at.value, "points": rounding.points, "index": rounding.index, "mode": rounding.mode.value
        },
        "ranked_by": {"by": rule.by, "basis": rule.basis.value, "ties": rule.ties.value, "keys": list(rule.keys)},
        "classes": [{"name": band.name, "at_least": decimal_text(band.at_least)} for band in classes.bands]
        if classes
        else [],
        "without": [left.source.value for left in group.criteria.without],
    }  # fmt: skip


def total_line(standing: Standing) -> Line:
    """The line of an agency's total, rank and class."""
    card = standing.scorecard
    return {
        "kind": "total",
        "group": card.agency.group,
        "agency": card.agency.id,
        "name": card.agency.name,
        "ranked": card.agency.ranked,
        "points": exact(card.points),
        "maximum": exact(card.maximum),
        "index": exact(card.index),
        "self_points": exact(card.self_points),
        "complete": card.complete,
        "rank": standing.rank,
        "tied": standing.tied,
        "class": standing.class_name,
        "steps": [step(one) for one in card.steps],
        "headings": [_heading(item) for item in card.items() if isinstance(item, HeadingScore)],
    }


def _heading(score: HeadingScore) -> Line:
    return {
        "code": score.heading.code,
        "points": exact(score.points),
        "maximum": exact(score.maximum),
        "complete": score.complete,
        "counted": score.counted,
    }


def _problem(found: Problem) -> Line:
    return {
        "kind": "problem",
        "code": found.code,
        "severity": found.severity.value,
        "agency": found.agency,
        "criterion": found.criterion,
        "facts": facts(found.facts),
        **place(found.place),
    }
