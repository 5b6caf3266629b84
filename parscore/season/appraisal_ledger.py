"""The file of one stage while rows are added to it: appended, never rewritten, and read as the season will read it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.cell import Cell
from parscore.model.place import NOWHERE, Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Season
from parscore.model.stage import Stage
from parscore.season.appraisals import COLUMNS, FOLDER, read_stage
from parscore.season.csv_rows import CsvRows, line_text, parse_rows, shielded, unshielded, with_rows
from parscore.workbooks.appraisal_read import Statement
from parscore.workbooks.days import moment_of_text
from parscore.workbooks.values import POINTS, Asking, read_answer

ALL_COLUMNS: Final = (*COLUMNS, "document")
_WORDS: Final = ("who", "why", "document")
_NUMBER: Final = re.compile(r"-[0-9]+(,[0-9]+)?%?")

Row = Mapping[str, str]


@dataclass(slots=True)
class Ledger:
    """The file of one stage while rows are added to it; ``content`` always begins with the bytes that were there."""

    season: Season
    stage: Stage
    content: bytes
    places: dict[int, Place] = field(default_factory=dict)
    """Where the rows that were added come from, by line."""

    @property
    def shown(self) -> str:
        """The path as people see it."""
        return f"{FOLDER}/{self.stage.id}.csv"

    @property
    def table(self) -> CsvRows:
        """The rows as they stand; the file was readable when it was opened."""
        return _parsed(self.content)

    def add(self, statements: Sequence[Statement]) -> tuple[int, int, list[Problem]]:
        """Add what a workbook says; nothing where a row of it contradicts what is there (PS620).

        Returns how many rows were added, how many were there already, and what is to be said of the new ones.
        """
        known = {self._identity(row.cells) for row in self.table.rows}
        rows = [(cells, said.place) for said in statements for cells in _cells(said)]
        new = [(cells, place) for cells, place in rows if self._identity(cells) not in known]
        if not new:
            return 0, len(rows), []
        content = with_rows(self.content, ALL_COLUMNS, [cells for cells, _ in new])
        lines = [row.line for row in _parsed(content).rows[-len(new) :]]
        places = {**self.places, **{line: place for line, (_, place) in zip(lines, new, strict=True)}}
        found = self._against(content, places, set(lines))
        if any(fault.severity == "error" for fault in found):
            return 0, len(rows) - len(new), found
        self.content, self.places = content, places
        return len(new), len(rows) - len(new), found

    def _against(self, content: bytes, places: Mapping[int, Place], new: set[int]) -> list[Problem]:
        """Read the stage as it would be; return what the reader says of the new rows, at the workbooks' places."""
        _, problems = read_stage(_parsed(content), self.shown, self.season, self.stage)
        found = []
        for fault in problems:
            if fault.place.line not in new:
                continue
            facts, place = dict(fault.facts), places[fault.place.line]
            first = int(str(facts.get("first", "0")) or 0)
            where = str(places.get(first) or Place(self.shown, line=first)) if first else ""
            told = {**facts, "first": where}
            code = {"PS605": "PS620", "PS606": "PS621"}.get(fault.code, fault.code)
            found.append(problem(code, place, agency=fault.agency, criterion=fault.criterion, **told))
        return found

    def _identity(self, row: Row) -> tuple[object, ...]:
        """What a row says, however it is written: two rows with the same say the same."""
        cells = {column: unshielded(text) for column, text in row.items()}
        ids = {agency.id.casefold(): agency for agency in self.season.agencies.values()}
        agency = ids.get(cells["agency"].casefold())
        item = self.season.group_of(agency).criteria.index.get(cells["code"]) if agency else None
        asked = next((one for one in (POINTS, *getattr(item, "inputs", ())) if one.name == cells["input"]), None)
        value: object = cells["value"]
        if asked is not None:
            cell = Cell("", 0, 0, "text", cells["value"], None, "General")
            answer, _ = read_answer(cell, Asking(asked, "", "", NOWHERE))
            value = (answer.state, cells["value"] if answer.value is None else answer.value)
        words = (" ".join(cells.get(name, "").split()) for name in _WORDS)
        return cells["agency"].casefold(), cells["code"], cells["input"], value, moment_of_text(cells["when"]), *words


def open_ledger(folder: Path, season: Season, stage: Stage) -> tuple[Ledger | None, list[Problem]]:
    """Open the file of a stage; one that cannot be read, or lacks a column, takes nothing (PS622)."""
    ledger = Ledger(season, stage, b"")
    path = folder / ledger.shown
    try:
        ledger.content = path.read_bytes() if path.exists() else b""
    except OSError:
        return None, [_unusable(ledger.shown, ())]
    table = parse_rows(ledger.content)
    columns = ALL_COLUMNS if not ledger.content else () if isinstance(table, str) else table.columns
    if any(columns.count(column) != 1 for column in ALL_COLUMNS):
        return None, [_unusable(ledger.shown, columns)]
    return ledger, []


def _unusable(shown_as: str, columns: Sequence[str]) -> Problem:
    found = ", ".join(columns) or "(nothing)"
    return problem("PS622", Place(shown_as), found=found, wanted=", ".join(ALL_COLUMNS))


def _parsed(content: bytes) -> CsvRows:
    """The rows of a file that was found readable when it was opened."""
    table = parse_rows(content)
    if isinstance(table, str):
        raise TypeError(table)
    return table


def _cells(said: Statement) -> Iterator[Row]:
    """The rows of a statement as its stage's file holds them."""
    common = {"agency": said.agency, "code": said.code, "when": said.when.replace("T", " ")}
    words = {"who": said.who, "why": said.why, "document": said.document}
    for name, value in said.values or (("", ""),):
        written = value if _NUMBER.fullmatch(value) else shielded(value)
        yield {**common, "input": name, "value": written, **{key: line_text(text) for key, text in words.items()}}
