"""Finding the table of an appraisal workbook: its header by the headings, its rows by agency and code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parscore.model.cell import Cell
from parscore.model.place import Place, column_letters
from parscore.model.problem import Problem, problem
from parscore.model.stage import StageKind
from parscore.viet import normal_form, show
from parscore.workbooks.appraisal_layout import (
    AGENCY,
    CODE,
    INPUT_ROLES,
    Stamp,
    default_label,
    filled_roles,
    heading_of,
)
from parscore.workbooks.ooxml import Sheet, Workbook

KEY = (AGENCY, CODE)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one sheet: the column of each role, and the rows of each agency and code that were asked for."""

    file: str
    sheet: Sheet
    kind: StageKind
    header: int
    columns: Mapping[str, int]
    date1904: bool = False

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell of a role in a row."""
        return self.sheet.at(row, self.columns[role]) if role in self.columns else None

    def place(self, row: int, role: str) -> Place:
        """Where that cell stands."""
        return Place(self.file, self.sheet.name, f"{column_letters(self.columns[role])}{row}")

    def heading(self, role: str) -> str:
        """How a role is headed."""
        return heading_of(role, self.kind)

    def rows(self) -> Iterator[tuple[int, Key]]:
        """The rows below the header with an agency, a code, or anything filled in; a code that is no text is none."""
        written = {self.columns[role] for role in (*KEY, *self.filled)}
        below = sorted({cell.row for cell in self.sheet.cells if cell.row > self.header and cell.column in written})
        for row in below:
            cells = [self.cell(row, role) for role in KEY]
            agency, code = (cell.text.strip() if cell and cell.kind == "text" else "" for cell in cells)
            yield row, (agency, code)

    @property
    def filled(self) -> tuple[str, ...]:
        """The roles of the columns that are filled in."""
        return tuple(role for role in filled_roles(self.kind, len(INPUT_ROLES)) if role in self.columns)

    def default(self, role: str) -> tuple[Cell, Place] | None:
        """The cell above the table that holds who or when for all rows: the next one right of its label."""
        label = normal_form(default_label(role, self.kind))
        above = [cell for cell in self.sheet.cells if cell.row < self.header]
        for cell in above:
            if cell.kind == "text" and normal_form(cell.text).rstrip(" :") == label:
                right = [other for other in above if other.row == cell.row and other.column > cell.column]
                if right:
                    found = min(right, key=lambda other: other.column)
                    return found, Place(self.file, self.sheet.name, found.address)
        return None


def find_table(book: Workbook, file: str, kind: StageKind) -> tuple[Table | None, list[Problem]]:
    """Find the one sheet with a row that has all the headings (PS612)."""
    inputs = len(INPUT_ROLES)
    roles = {normal_form(heading_of(role, kind)): role for role in (*KEY, *filled_roles(kind, inputs))}
    needed = {*KEY, *filled_roles(kind, 0)}
    found: list[Table] = []
    nearest: tuple[set[str], str] = (set(), "")
    for sheet in book.sheets:
        by_row: dict[int, list[tuple[str, int]]] = {}
        for cell in sheet.cells:
            if cell.kind == "text" and (role := roles.get(normal_form(cell.text))):
                by_row.setdefault(cell.row, []).append((role, cell.column))
        for row, pairs in by_row.items():
            columns = dict(pairs)
            if columns.keys() >= needed and len(columns) == len(pairs):
                found.append(Table(file, sheet, kind, row, columns, book.date1904))
            elif len(columns) > len(nearest[0]):
                nearest = (set(columns), sheet.name)
    if len(found) == 1:
        return found[0], []
    if found:
        names = "; ".join(show(table.sheet.name) for table in found)
        return None, [problem("PS612", Place(file), reason="appraise.several", found=names)]
    missing = "; ".join(heading_of(role, kind) for role in (*KEY, *filled_roles(kind, 0)) if role not in nearest[0])
    return None, [problem("PS612", Place(file, nearest[1]), reason="appraise.headings", found=missing)]


def rows_asked(table: Table, stamp: Stamp) -> tuple[dict[Key, int], list[Problem]]:
    """Match the rows of a table with those that were asked for: removed (PS614), added (PS613), doubled (PS615)."""
    asked = {(row.agency, row.code) for row in stamp.rows}
    rows: dict[Key, int] = {}
    problems: list[Problem] = []
    for row, key in table.rows():
        agency, code = key
        place = table.place(row, CODE)
        if key not in asked:
            problems.append(problem("PS613", place, agency=agency, criterion=code, found=show(" ".join(key))))
        elif key in rows:
            first = f"{column_letters(table.columns[CODE])}{rows[key]}"
            problems.append(problem("PS615", place, agency=agency, criterion=code, first=first))
        else:
            rows[key] = row
    for agency, code in sorted(asked - rows.keys()):
        told = Place(table.file, table.sheet.name)
        problems.append(problem("PS614", told, agency=agency, criterion=code))
    return rows, problems


def merged(table: Table, row: int) -> list[Problem]:
    """A cell to fill in that is merged with other cells: whose value it would be is not guessed (PS135)."""
    ranges = ((role, table.sheet.merged_range(row, table.columns[role])) for role in table.filled)
    return [problem("PS135", table.place(row, role), range=found) for role, found in ranges if found]
