"""Finding the form in a workbook: its sheets, their headers (one to three rows, merged or not) and columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final, NamedTuple

from parscore.model.place import Place, column_letters
from parscore.model.problem import Problem, problem
from parscore.viet import normal_form, show
from parscore.workbooks.layout import (
    CODE,
    EVIDENCE,
    MAXIMUM,
    NAME,
    OTHER,
    POINTS,
    REASON,
    REQUIRED,
    SECTION_TITLES,
    heading_of,
    role_of,
)
from parscore.workbooks.ooxml import Sheet, Workbook

HEADER_WITHIN: Final = 80
"""The header is looked for in the first 80 rows of a sheet."""
_HEIGHT: Final = 3
_WIDTH: Final = 64
_TELLING: Final = frozenset((CODE, NAME, MAXIMUM, POINTS))
_NOTES: Final = frozenset((EVIDENCE, REASON))
"""Columns of texts: many a form has both *Giải trình* and *Ghi chú*, and no score depends on which is read."""


@dataclass(frozen=True, slots=True)
class Table:
    """A form's table on a sheet: the first and the last row of its header and the column of each role."""

    sheet: Sheet
    first_row: int
    header_row: int
    columns: Mapping[str, int]
    doubled: tuple[tuple[str, tuple[int, ...]], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Required roles without a column."""
        return tuple(role for role in REQUIRED if role not in self.columns)

    @property
    def usable(self) -> bool:
        """Whether every required column is there exactly once."""
        return not self.missing and not self.doubled

    @property
    def found(self) -> str:
        """The columns found, for messages: ``A: TT; B: Nội dung``."""
        return "; ".join(f"{column_letters(column)}: {heading_of(role)}" for role, column in self.columns.items())

    @property
    def of_sections(self) -> bool:
        """Whether the sheet says, by its name or above the table, that it is for bonus and penalty points."""
        above = takewhile(lambda cell: cell.row < self.first_row, self.sheet.cells)
        texts = (self.sheet.name, *(cell.text for cell in above if cell.kind == "text"))
        return any(normal_form(text).rstrip(" :") in SECTION_TITLES for text in texts)

    def place(self, file: str, row: int, role: str) -> Place:
        """The place of a role's cell in a row."""
        return Place(file, self.sheet.name, f"{column_letters(self.columns[role])}{row}")


def find_tables(book: Workbook, file: str, agency: str = "") -> tuple[tuple[Table, ...], list[Problem]]:
    """Find the sheets that carry the form: the main one, then those of its bonus and penalty sections.

    Exactly one sheet may have a usable header, beside those that call themselves sheets of sections. Without any, the
    nearest one is reported with what it lacks, and so is a sheet of sections whose header is not usable.
    """
    tables = [table for sheet in book.sheets if (table := _best_header(sheet))]
    sections = [table for table in tables if table.of_sections]
    mains = [table for table in tables if not table.of_sections]
    if not mains:
        mains, sections = sections, []  # a form is what its header says, whatever its only sheet is called
    usable = [table for table in mains if table.usable]
    if len(usable) > 1:
        sheets = "; ".join(show(table.sheet.name) for table in usable)
        return (), [problem("PS124", Place(file), agency=agency, sheets=sheets)]
    if not mains:
        wanted = ", ".join(heading_of(role) for role in REQUIRED)
        return (), [problem("PS101", Place(file), agency=agency, wanted=wanted)]
    main = max(mains, key=lambda table: (table.usable, len(table.columns)))
    found = (main, *sections)
    if lacking := [fault for table in found if not table.usable for fault in _lacks(table, file, agency)]:
        return (), lacking
    return found, [note for table in found for note in _unknown_columns(table, file, agency)]


def _unknown_columns(table: Table, file: str, agency: str) -> list[Problem]:
    if not table.unknown:
        return []
    place = Place(file, table.sheet.name)
    return [problem("PS138", place, agency=agency, columns="; ".join(show(text) for text in table.unknown))]


def _lacks(table: Table, file: str, agency: str) -> list[Problem]:
    place = Place(file, table.sheet.name, f"A{table.header_row}")
    problems = [
        problem("PS125", place, agency=agency, wanted=heading_of(role), found=table.found) for role in table.missing
    ]
    for role, places in table.doubled:
        columns = ", ".join(map(column_letters, places))
        problems.append(problem("PS126", place, agency=agency, wanted=heading_of(role), columns=columns))
    return problems


def _best_header(sheet: Sheet) -> Table | None:
    """Return the table of the topmost row with the most roles; at least two telling ones make a header."""
    rows = _text_rows(sheet)
    best: Table | None = None
    for row in _candidates(rows):
        table = _as_header(sheet, row, rows)
        telling = len(_TELLING & table.columns.keys())
        if telling >= 2 and (best is None or len(table.columns) > len(best.columns)):
            best = table
    return replace(best, header_row=_last_row(best)) if best else None


def _last_row(table: Table) -> int:
    """The last row of a header whose columns are all merged downwards, so that its topmost row names them all."""
    row, columns = table.header_row, set(table.columns.values())
    ends = (
        bottom
        for top, left, bottom, _ in table.sheet.merged
        if left in columns and bottom - top < _HEIGHT and top <= row <= bottom
    )
    return max(ends, default=row)


TextRows = dict[int, dict[int, str]]
"""Texts by row and column."""


def _candidates(rows: TextRows) -> list[int]:
    """Rows that may end a header: one with a telling heading, or one just below, of a header over several rows."""
    telling = [row for row, texts in rows.items() if any(role_of(text) in _TELLING for text in texts.values())]
    near = {row + below for row in telling for below in range(_HEIGHT)}
    return sorted(near & rows.keys())


def _text_rows(sheet: Sheet) -> TextRows:
    """Texts of the top rows; a merged range shows its text in each of its cells."""
    rows: TextRows = {}
    for cell in sheet.cells:
        if cell.row > HEADER_WITHIN:
            break
        if cell.kind == "text":
            rows.setdefault(cell.row, {})[cell.column] = cell.text
    for first_row, first_column, last_row, last_column in sheet.merged:
        text = rows.get(first_row, {}).get(first_column)
        # A range far larger than a heading is no heading: it must not be walked cell by cell.
        if text is None or last_row - first_row >= _HEIGHT or last_column - first_column >= _WIDTH:
            continue
        for row in range(first_row, last_row + 1):
            texts = rows.setdefault(row, {})
            texts.update((column, text) for column in range(first_column, last_column + 1))
    return rows


class _Heading(NamedTuple):
    """A heading: its row and column, and its text."""

    row: int
    column: int
    text: str


def _as_header(sheet: Sheet, row: int, rows: TextRows) -> Table:
    """Take a row as the last header row: each column is named by the texts that end there, the longest match first."""
    above = {at: rows.get(at, {}) for at in range(row - _HEIGHT + 1, row + 1)}
    named: dict[str, list[_Heading]] = {}
    unknown: list[str] = []
    for column in sorted(set().union(*above.values())):
        stack = _stack(above, column)
        for at, heading in enumerate(stack):
            text = " ".join(part.text for part in stack[at:])
            if role := role_of(text):
                named.setdefault(role, []).append(heading._replace(text=text))
                break
        else:
            if stack and column in above[row]:
                unknown.append(stack[-1].text)
    first_row = min((heading.row for found in named.values() for heading in found), default=row)
    named.pop(OTHER, None)
    for role in sorted(_NOTES & named.keys()):
        named[role].sort(key=lambda heading: normal_form(heading.text) != normal_form(heading_of(role)))
        unknown += (heading.text for heading in named[role][1:])
        del named[role][1:]
    places = {role: tuple(heading.column for heading in found) for role, found in named.items()}
    columns = {role: found[0] for role, found in places.items()}
    doubled = tuple((role, found) for role, found in places.items() if len(found) > 1)
    return Table(sheet, first_row, row, columns, doubled, tuple(unknown))


def _stack(above: Mapping[int, Mapping[int, str]], column: int) -> list[_Heading]:
    """A column's texts from top to bottom; a merged text that shows in several rows stands once, in the first."""
    stack: list[_Heading] = []
    for row, texts in above.items():
        text = texts.get(column, "")
        if normal_form(text) and (not stack or stack[-1].text != text):
            stack.append(_Heading(row, column, text))
    return stack
