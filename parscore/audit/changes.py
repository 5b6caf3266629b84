"""Every change of every score: between the stages of a season, and between the runs that its records keep.

Both are compared as lines of the record, so that a change between stages and one between runs are told in the same way.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from parscore.audit.lines import key_of, parsed
from parscore.engine.rank import rank
from parscore.model.ranking import SeasonResult
from parscore.season.chain import RECORDS
from parscore.season.open import SeasonFolder
from parscore.season.record import total_line
from parscore.season.record_leaf import Line, leaf_line
from parscore.season.stages_scored import after_each

OF_LEAF: Final = ("status", "points", "maximum", "declared_maximum", "counted", "rule", "evidence", "reason")
OF_AGENCY: Final = ("points", "maximum", "index", "rank", "class", "complete", "ranked")
CLAIMED: Final = "claimed"
INPUT: Final = "input:"
"""Before the name of an input in the field of a change."""


class Run(NamedTuple):
    """One record of the season: its number, the digest of its body as reports print it, the stage that was scored."""

    number: int
    digest: str
    stage: str


class Act(NamedTuple):
    """Who said it, when, why, by which document, and where it is written."""

    who: str = ""
    when: str = ""
    why: str = ""
    document: str = ""
    place: str = ""


class Change(NamedTuple):
    """One field of one leaf (``code`` empty: of the agency's total) before and after; values as exact texts.

    ``since`` and ``until`` are ids of stages, or numbers of records. ``before`` or ``after`` is ``None`` where there
    was no such value. ``act`` is empty where nobody said anything of this leaf in between: its value follows from
    others (a comparison within the group, a condition on another leaf), or an input was replaced.
    """

    since: str
    until: str
    agency: str
    code: str
    name: str
    field: str
    before: str | None
    after: str | None
    act: Act


def between_stages(folder: SeasonFolder, result: SeasonResult) -> Iterator[Change]:
    """Yield the changes from each stage to the next, up to the stage of ``result``, which brings what was received."""
    stages = folder.season.until(result.stage.id)
    cards = after_each(folder, result, stages)
    for earlier, later in pairwise(stages):
        for group in folder.season.groups:
            of_group = [
                {agency.id: cards[stage.id][agency.id] for agency in group.agencies} for stage in (earlier, later)
            ]
            standings = [
                {standing.scorecard.agency.id: standing for standing in rank(group, of)[0].standings} for of in of_group
            ]
            for agency in group.agencies:
                lines = [
                    [
                        *(leaf_line(agency, leaf, {}) for leaf in of[agency.id].scorecard.leaves()),
                        total_line(of[agency.id]),
                    ]
                    for of in standings
                ]
                yield from _compared(earlier.id, later.id, *lines)


def runs(folder: Path) -> list[Run]:
    """Return the records of a season, the first first; whether the chain is sound is for ``verify`` to say."""
    return [run for path in _records(folder) if (run := _run(path)) is not None]


def between_runs(folder: Path, since: int = 0) -> Iterator[Change]:
    """Yield the changes from each record to the next, from number ``since`` on."""
    told = [(run, path) for path in _records(folder) if (run := _run(path)) is not None and run.number >= since]
    for (earlier, old), (later, new) in pairwise(told):
        yield from _compared(str(earlier.number), str(later.number), *_changed(old, new))


def _records(folder: Path) -> list[Path]:
    return sorted((folder / RECORDS).glob("[0-9]*-*.jsonl"), key=lambda path: (len(path.name), path.name))


def _run(path: Path) -> Run | None:
    with path.open("rb") as file:
        *_, last = (b"", *file)
    end = parsed(last)
    try:
        return Run(int(end["number"]), str(end["body"]), str(end["stage"]))
    except (KeyError, TypeError, ValueError):
        return None


def _changed(old: Path, new: Path) -> tuple[list[Line], list[Line]]:
    """The lines of scores that only one of two records has; those in both are never in memory together."""
    known = [_digests(path) for path in (old, new)]
    return _others(old, known[1]), _others(new, known[0])


def _digests(path: Path) -> set[bytes]:
    with path.open("rb") as file:
        return {sha256(line).digest() for line in file}


def _others(path: Path, known: set[bytes]) -> list[Line]:
    with path.open("rb") as file:
        told = (parsed(line) for line in file if sha256(line).digest() not in known)
        return [line for line in told if line.get("kind") in ("leaf", "total")]


def _compared(since: str, until: str, old: Iterable[Line], new: Iterable[Line]) -> Iterator[Change]:
    before = {key_of(line): line for line in old}
    after = {key_of(line): line for line in new}
    # In the order of the later one, what is no longer there at the end.
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key, {}), after.get(key, {})
        line = now or was
        act = _act(was, now)
        for field, one, other in _fields(was, now):
            yield Change(since, until, line["agency"], line.get("code", ""), line["name"], field, one, other, act)


def _fields(was: Line, now: Line) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the fields that differ, with both values."""
    names = OF_LEAF if (now or was)["kind"] == "leaf" else OF_AGENCY
    values = [{**{name: _text(line.get(name)) for name in names}, **_given(line)} for line in (was, now)]
    for field in dict.fromkeys((*values[1], *values[0])):
        one, other = values[0].get(field), values[1].get(field)
        if one != other:
            yield field, one, other


def _given(line: Line) -> dict[str, str | None]:
    """The values that the rule used, and the claim, by field."""
    given = {f"{INPUT}{used['name']}": _value(used) for used in line.get("inputs", ())}
    return {**given, CLAIMED: _value(line["claimed"])} if line.get("claimed") else given


def _value(answer: Mapping[str, Any]) -> str | None:
    """A given value; what became of one that was not given is said by the status of the leaf."""
    value = answer["value"]
    return "; ".join(str(_text(one)) for one in value) if isinstance(value, list) else _text(value)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _act(was: Line, now: Line) -> Act:
    """The last act on a leaf that there was not before."""
    known = was.get("acts", [])
    new = [act for act in now.get("acts", []) if act not in known]
    if not new:
        return Act()
    act = new[-1]
    place = " ".join(str(act[part]) for part in ("file", "sheet", "cell", "line") if act.get(part))
    return Act(act["who"], act["when"], act["why"], act["document"], place)


class Wanted(NamedTuple):
    """Which changes are asked for; what is empty does not choose. Of ``who`` a part of a name is enough."""

    agencies: Collection[str] = ()
    codes: Collection[str] = ()
    until: Collection[str] = ()
    fields: Collection[str] = ()
    who: Collection[str] = ()

    def __call__(self, change: Change) -> bool:
        """Whether a change is asked for."""
        return all((
            not self.agencies or change.agency in self.agencies,
            not self.codes or change.code in self.codes,
            not self.until or change.until in self.until,
            not self.fields or change.field.removeprefix(INPUT) in self.fields,
            not self.who or any(who.casefold() in change.act.who.casefold() for who in self.who),
        ))  # fmt: skip
