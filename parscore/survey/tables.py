"""Rows of data files as texts: sheets whose header names the questionnaire's columns, and CSV files.

A number in a cell becomes its exact text, so that 5 and "5" are one answer; what holds no answer (an error value, a
formula that was never calculated) is told with its row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

from parscore.model.cell import Cell
from parscore.model.place import Place, column_letters
from parscore.model.problem import Problem, problem
from parscore.numbers import decimal_text, from_stored
from parscore.season.csv_rows import CsvRows, read_rows
from parscore.season.survey_data import CSV
from parscore.viet import normal_form, show
from parscore.workbooks.formats import is_date
from parscore.workbooks.ooxml import Limits, Sheet, Workbook, read_file
from parscore.workbooks.package import MIB

HEADER_WITHIN: Final = 30
"""Rows at the top of a sheet among which the header is looked for."""

LIMITS: Final = Limits(
    file_bytes=64 * MIB, total_bytes=512 * MIB, part_bytes=384 * MIB, cells=4_000_000, strings=1_000_000, seconds=60
)
"""What a workbook of ballots may cost: some 100,000 ballots of 40 columns."""

Fault = Literal["error", "uncalculated", "date", "overlong"]
"""Why a cell or row holds nothing that can be counted."""


class Row(NamedTuple):
    """One row of data: texts by heading (in normal form), and what is wrong with cells."""

    number: int
    texts: Mapping[str, str]
    faults: Mapping[str, Fault]


@dataclass(frozen=True, slots=True)
class DataTable:
    """The rows of one sheet or CSV file below its header; ``columns`` numbers the wanted headings in normal form."""

    file: str
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def place(self, row: int, heading: str = "") -> Place:
        """The place of a row, or of its cell below a heading (in normal form)."""
        column = self.columns.get(heading, 0)
        if self.sheet:
            return Place(self.file, self.sheet, f"{column_letters(column or min(self.columns.values()))}{row}")
        return Place(self.file, line=row, column=column)


@dataclass(slots=True)
class Reading:
    """What was read of the files of one questionnaire."""

    tables: list[DataTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tables(files: Sequence[tuple[Path, str]], headings: Sequence[str]) -> Reading:
    """Read every table that has all the wanted headings; a file without one is an error (PS642, PS643)."""
    reading = Reading()
    for path, shown in files:
        if path.suffix.lower() == CSV:
            _read_csv(path, shown, headings, reading)
        else:
            book, found = read_file(path, shown, LIMITS)
            reading.problems += found
            if book is not None and not any(one.severity == "error" for one in found):
                _read_book(book, shown, headings, reading)
    return reading


# --- CSV -------------------------------------------------------------------------------------------------------


def _read_csv(path: Path, shown: str, headings: Sequence[str], reading: Reading) -> None:
    table = read_rows(path)
    if isinstance(table, str):
        reading.problems.append(problem("PS642", Place(shown), reason=f"agencies.{table}"))
        return
    columns = _columns(dict(enumerate(table.columns, 1)), headings)
    place = Place(shown, line=1)
    faults = _heading_faults(columns, headings, place, table.columns)
    reading.problems += faults
    if not faults:
        known = {heading: at[0] for heading, at in columns.items()}
        reading.tables.append(DataTable(shown, "", known, tuple(_csv_rows(table, known))))


def _csv_rows(table: CsvRows, columns: Mapping[str, int]) -> Iterator[Row]:
    names = {heading: table.columns[at - 1] for heading, at in columns.items()}
    first = next(iter(columns))
    for row in table.rows:
        texts = {heading: row.cells[name] for heading, name in names.items()}
        yield Row(row.line, texts, {first: "overlong"} if row.overlong else {})


# --- workbooks -------------------------------------------------------------------------------------------------


def _read_book(book: Workbook, shown: str, headings: Sequence[str], reading: Reading) -> None:
    """Read every sheet that has the header; where none has, the sheet that comes nearest says what it lacks."""
    lacking: list[tuple[int, list[Problem]]] = []
    found = False
    for sheet in book.sheets:
        header, columns = _header(sheet, headings)
        texts = [cell.text for cell in sheet.cells if cell.row == header]
        faults = _heading_faults(columns, headings, Place(shown, sheet.name, f"A{header}"), texts)
        if faults:
            lacking.append((-len(columns), faults))
            continue
        found = True
        known = {heading: at[0] for heading, at in columns.items()}
        table = DataTable(shown, sheet.name, known, tuple(_sheet_rows(sheet, header, known)))
        reading.tables.append(table)
        reading.problems += _hidden(sheet, table)
    if found:
        skipped = (sheet.name for sheet in book.sheets if sheet.cells and not _read_already(reading, shown, sheet.name))
        reading.problems += (problem("PS644", Place(shown, name), reason="survey.no_header") for name in skipped)
    elif lacking:
        reading.problems += min(lacking, key=lambda one: one[0])[1]


def _read_already(reading: Reading, file: str, sheet: str) -> bool:
    return any((table.file, table.sheet) == (file, sheet) for table in reading.tables)


def _header(sheet: Sheet, headings: Sequence[str]) -> tuple[int, dict[str, list[int]]]:
    """The row near the top that has most of the wanted headings, the first of equals."""
    rows: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        if cell.row > HEADER_WITHIN:
            break
        rows.setdefault(cell.row, {})[cell.column] = _text(cell)
    found = [(row, _columns(texts, headings)) for row, texts in rows.items()]
    return max(found, key=lambda one: (len(one[1]), -one[0]), default=(1, {}))


def _sheet_rows(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    """Rows below the header with anything in a wanted column, in the order of the sheet."""
    headings = {at: heading for heading, at in columns.items()}
    rows: dict[int, tuple[dict[str, str], dict[str, Fault]]] = {}
    for cell in sheet.cells:
        heading = headings.get(cell.column)
        if cell.row <= header or heading is None:
            continue
        fault = _fault(cell)
        text = _text(cell)
        if fault or text.strip():
            texts, faults = rows.setdefault(cell.row, ({}, {}))
            texts[heading] = text
            if fault:
                faults[heading] = fault
    for number in sorted(rows):
        yield Row(number, *rows[number])


def _text(cell: Cell) -> str:
    value = from_stored(cell.text) if cell.kind == "number" else None
    return cell.text if value is None else decimal_text(value)


def _fault(cell: Cell) -> Fault | None:
    if cell.kind == "error":
        return "error"
    if cell.kind == "blank":
        return "uncalculated"
    return "date" if cell.kind == "date" or (cell.kind == "number" and is_date(cell.format)) else None


def _hidden(sheet: Sheet, table: DataTable) -> Iterator[Problem]:
    """Hidden rows, columns and sheets hold ballots like any other: they count, and that is said."""
    rows = sum(row.number in sheet.hidden_rows for row in table.rows)
    spans = sheet.hidden_columns
    columns = [at for at in sorted(table.columns.values()) if any(first <= at <= last for first, last in spans)]
    if rows or columns or sheet.state != "visible":
        told = {"rows": str(rows or ""), "columns": ", ".join(map(column_letters, columns))}
        told["sheet"] = "" if sheet.state == "visible" else table.sheet
        yield problem("PS645", Place(table.file, table.sheet), **told)


# --- headings --------------------------------------------------------------------------------------------------


def _columns(texts: Mapping[int, str], headings: Sequence[str]) -> dict[str, list[int]]:
    """The wanted headings that a row has, each with the columns it stands in."""
    wanted = set(map(normal_form, headings))
    found: dict[str, list[int]] = {}
    for column, text in sorted(texts.items()):
        if normal_form(text) in wanted:
            found.setdefault(normal_form(text), []).append(column)
    return found


def _heading_faults(
    columns: Mapping[str, list[int]], headings: Sequence[str], place: Place, texts: Sequence[str]
) -> list[Problem]:
    found = "; ".join(show(text, 40) for text in texts if text.strip())
    faults = []
    for heading in headings:
        count = len(columns.get(normal_form(heading), ()))
        if count != 1:
            reason = "survey.heading_twice" if count else "survey.heading_missing"
            faults.append(problem("PS643", place, reason=reason, wanted=heading, found=show(found, 300)))
    return faults
