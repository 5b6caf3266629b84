"""Every row of every stage in the order in which it was said, with what it changed and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from parscore.model.criteria import Leaf
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Season
from parscore.model.stage import Stage
from parscore.season.appraisals import COLUMNS, FOLDER, read_stage
from parscore.season.csv_rows import CsvRow, read_rows, unshielded
from parscore.workbooks.days import moment_of_text


class State(StrEnum):
    """What became of a row.

    ``IN_FORCE``: it stands. ``OVERRULED``: it stood until a later stage judged the leaf. ``SUPERSEDED``: its author
    corrected it. ``CONTRADICTORY`` and ``UNUSABLE``: it never counted.
    """

    IN_FORCE = "in_force"
    OVERRULED = "overruled"
    SUPERSEDED = "superseded"
    CONTRADICTORY = "contradictory"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a stage's file. ``before`` and ``after`` are the leaf's scores around the stage, where it is one."""

    stage: Stage
    agency: str
    code: str
    leaf: Leaf | None
    name: str
    value: str
    who: str
    when: str
    why: str
    document: str
    place: Place
    state: State
    before: LeafScore | None = None
    after: LeafScore | None = None


class _Said(NamedTuple):
    """What makes rows one act: whose, on what, by whom, when."""

    agency: str
    code: str
    who: str
    when: str


Cards = Mapping[str, Mapping[str, Scorecard]]
"""Scorecards by the stage after which they are, and by agency."""


def log_entries(folder: Path, season: Season, cards: Cards) -> Iterator[Entry]:
    """Yield every row of every stage's file; ``cards`` has the result after each stage that said something."""
    ids = {agency.casefold(): agency for agency in season.agencies}
    for at, stage in enumerate(season.stages[1:], 1):
        shown = f"{FOLDER}/{stage.id}.csv"
        table = read_rows(folder / shown)
        if isinstance(table, str) or any(table.columns.count(column) != 1 for column in COLUMNS):
            continue
        _, problems = read_stage(table, shown, season, stage)
        rows = [_clean(row, ids) for row in table.rows]
        states = _states(rows, problems)
        before, after = (cards.get(known.id, {}) for known in (season.stages[at - 1], stage))
        for row, cells in rows:
            key = cells["agency"], cells["code"]
            score = _score(after, *key)
            state = states[row.line]
            if state is State.IN_FORCE and score and _later(season, cards, stage, key):
                state = State.OVERRULED
            yield Entry(
                stage=stage,
                agency=key[0],
                code=key[1],
                leaf=score.leaf if score else None,
                name=cells["input"],
                value=cells["value"],
                who=cells["who"],
                when=moment_of_text(cells["when"]) or cells["when"],
                why=cells["why"],
                document=cells.get("document", ""),
                place=Place(shown, line=row.line),
                state=state,
                before=_score(before, *key),
                after=score,
            )


def _clean(row: CsvRow, ids: Mapping[str, str]) -> tuple[CsvRow, dict[str, str]]:
    cells = {column: unshielded(text) for column, text in row.cells.items()}
    cells["agency"] = ids.get(cells["agency"].casefold(), cells["agency"])
    return row, cells


def _states(rows: Sequence[tuple[CsvRow, Mapping[str, str]]], problems: Sequence[Problem]) -> dict[int, State]:
    """What the reader made of each row, by line."""
    said = {row.line: _Said(cells["agency"], cells["code"], cells["who"], moment_of_text(cells["when"]) or "")
            for row, cells in rows}  # fmt: skip
    unusable = {found.place.line for found in problems if found.severity == "error" and found.code != "PS605"}
    refused = {(found.agency, found.criterion) for found in problems if found.code == "PS605"}
    corrected = {said[int(str(dict(found.facts)["first"]))] for found in problems if found.code == "PS606"}
    states = {}
    for line, one in said.items():
        if line in unusable:
            states[line] = State.UNUSABLE
        elif one[:2] in refused:
            states[line] = State.CONTRADICTORY
        else:
            states[line] = State.SUPERSEDED if one in corrected else State.IN_FORCE
    return states


def _score(cards: Mapping[str, Scorecard], agency: str, code: str) -> LeafScore | None:
    found = cards[agency].find(code) if agency in cards else None
    return found if isinstance(found, LeafScore) else None


def _later(season: Season, cards: Cards, stage: Stage, key: tuple[str, str]) -> bool:
    """Whether a stage after this one judged the leaf."""
    after = season.stages[season.stages.index(stage) + 1 :]
    scores = [_score(cards[known.id], *key) for known in after if known.id in cards]
    acts = [act for score in scores if score for act in score.acts]
    return any(act.stage in after and act.stage.judges for act in acts)
