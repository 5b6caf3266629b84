"""A published table as numbers: agencies with their printed values, rows of means, and the blocks they stand in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.audit.published_columns import Columns, number_like, rows_of
from parscore.audit.published_grid import Grid, GridCell
from parscore.audit.published_roles import AGENCY, CLASS, GROUP, ID, ORDINAL, RANK, UNITS
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import Mark, Refused, decimal_marks, read_printed
from parscore.viet import normal_form, show

MEAN: Final = "mean"
HIGHEST: Final = "highest"
LOWEST: Final = "lowest"
FULL: Final = "full"
_SPECIAL: Final[Mapping[str, tuple[str, ...]]] = {
    MEAN: ("trung bình", "giá trị trung bình", "bình quân", "điểm trung bình", "mean", "average"),
    HIGHEST: ("cao nhất", "giá trị cao nhất", "giá trị lớn nhất", "highest"),
    LOWEST: ("thấp nhất", "giá trị thấp nhất", "giá trị nhỏ nhất", "lowest"),
    FULL: ("điểm tối đa", "thang điểm", "điểm chuẩn", "maximum points"),
}
_TEXTS: Final = frozenset({AGENCY, ID, GROUP, CLASS, ORDINAL})
_SHARED: Final = frozenset({RANK, CLASS, GROUP})
_BLANKS: Final = frozenset(map(normal_form, ("", "-", "–", "—", "x", "...", "…", "KĐG", "KPS", "n/a", "-/-")))
_CUSTOM: Final = 2
_RANK: Final = re.compile(r"([0-9]{1,4})\s*(?:=|[.])?")


class Printed(NamedTuple):
    """A number as it is printed: its value, how many decimals count (dropped zeros included), and where it stands."""

    value: Fraction
    digits: int
    text: str
    place: Place

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed digit: no rounded number is further off."""
        return Fraction(1, 2 * 10**self.digits)


@dataclass(frozen=True, slots=True)
class Row:
    """One agency's row, or one of means, extremes or maxima (``kind``; empty for an agency's)."""

    place: Place
    name: str
    id: str = ""
    kind: str = ""
    rank: int | None = None
    class_name: str = ""
    values: Mapping[str, Printed] = field(default_factory=dict)
    """By role: points, index, maximum, parts and areas."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are ranked together; ``name`` is the title above them, or what the column of groups says."""

    name: str
    rows: tuple[Row, ...]

    @property
    def agencies(self) -> tuple[Row, ...]:
        """The rows of agencies."""
        return tuple(row for row in self.rows if not row.kind)


@dataclass(frozen=True, slots=True)
class Table:
    """One published table with its columns, in the order of the file."""

    grid: Grid
    columns: Columns
    blocks: tuple[Block, ...]

    @property
    def place(self) -> Place:
        """The file and the sheet or table in it."""
        return self.grid.place

    @property
    def agencies(self) -> tuple[Row, ...]:
        """The rows of agencies of every block."""
        return tuple(row for block in self.blocks for row in block.agencies)


def read_tables(
    grid: Grid, columns: Sequence[Columns], mark: Mark = ""
) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """Read the tables of a grid; ``mark`` is the decimal sign where a person said it.

    PS833: a value that is no number, left out; PS834: a column whose decimal sign is not known, or is not one.
    """
    tables, problems = [], []
    for each, rows in rows_of(grid, columns):
        if not each.of_agencies:
            continue
        reading = _Reading(grid, each, list(rows), mark)
        blocks = reading.blocks()
        if any(block.agencies for block in blocks):
            tables.append(Table(grid, each, blocks))
            problems += reading.problems
    return tuple(tables), tuple(problems)


@dataclass(slots=True)
class _Reading:
    """One table on its way to numbers."""

    grid: Grid
    columns: Columns
    rows: list[int]
    said: Mark
    problems: list[Problem] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)
    """Roles of columns with contradictory decimal signs, whose texts cannot be read."""

    def blocks(self) -> tuple[Block, ...]:
        self.rows = [row for row in self.rows if any(self.grid.rows[row]) and not self.numbering(row)]
        for role in self.numeric:
            self.settle_mark(role)
        found: list[tuple[str, list[Row]]] = [("", [])]
        for at in self.rows:
            group = self.text(at, GROUP)
            row = self.row(at)
            if row is None:
                title = next(cell.text for cell in self.grid.rows[at] if cell)
                found.append((show(" ".join(title.split()), 60), []))
                continue
            if group and not row.kind and group != found[-1][0]:
                known = next((each for each in found if each[0] == group), None)
                if known is None:
                    found.append((group, []))
                else:
                    found.append(found.pop(found.index(known)))
            found[-1][1].append(row)
        return _completed([Block(name, tuple(rows)) for name, rows in found if rows], self.numeric)

    @property
    def numeric(self) -> tuple[str, ...]:
        return tuple(role for role in self.columns.roles if role not in _TEXTS and role != RANK)

    def cell(self, row: int, role: str) -> GridCell | None:
        """The cell of a role; ranks, classes and groups may be merged over the rows of agencies that share them."""
        column = self.columns.roles.get(role)
        if column is None:
            return None
        shared = self.grid.above.get((row, column)) if role in _SHARED else None
        return self.grid.rows[row][column] or shared

    def text(self, row: int, role: str) -> str:
        cell = self.cell(row, role)
        return " ".join(cell.text.split()) if cell else ""

    def numbering(self, row: int) -> bool:
        """Whether a row only numbers the columns: 1, 2, 3... or A, B, 1, 2..., as forms do below their header."""
        texts = [cell.text.strip().strip("()") for cell in self.grid.rows[row] if cell]
        counted = [text.partition("=")[0].rstrip(") ") for text in texts]
        numbers = [int(text) for text in counted if text.isdecimal() and len(text) < 3]
        letters = [text for text in counted if len(text) == 1 and text.isalpha()]
        rising = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
        return len(texts) > 2 and rising and len(numbers) + len(letters) == len(texts)

    def settle_mark(self, role: str) -> None:
        """Decide the decimal sign of one column by all its texts."""
        cells = [cell for row in self.rows if (cell := self.cell(row, role)) and cell.number is None]
        marks = (self.said,) if self.said else decimal_marks(cell.text for cell in cells)
        if len(marks) > 1:
            first = [next(cell for cell in cells if decimal_marks([cell.text]) == (mark,)) for mark in marks]
            told = "; ".join(f"“{show(cell.text, 20)}” ({_spot(cell.place)})" for cell in first)
            self.problems.append(self.about("PS834", first[1].place, role, found=told, reason="published.mixed"))
            self.odd.add(role)
            return
        self.marks[role] = marks[0] if marks else ""
        doubtful = [cell for cell in cells if not marks and read_printed(cell.text, "") == Refused("ambiguous")]
        if doubtful:
            told = show(doubtful[0].text, 20)
            self.problems.append(self.about("PS834", doubtful[0].place, role, found=told, reason="published.ambiguous"))
            self.odd.add(role)

    def about(self, code: str, place: Place, role: str, **facts: str) -> Problem:
        heading = show(self.columns.headings.get(role, role), 60)
        return problem(code, place, column=heading, **facts)

    def row(self, at: int) -> Row | None:
        """Read a row; ``None`` for a title between blocks, a note or a signature."""
        name, own_id = self.text(at, AGENCY), self.text(at, ID)
        kind, label = self.kind(at, name)
        own = [self.columns.roles[role] for role in (RANK, *self.numeric) if role in self.columns.roles]
        numbers = [column for column in own if number_like(self.grid.text(at, column))]
        place = next(cell.place for cell in self.grid.rows[at] if cell)
        if not numbers or not (name or own_id or kind):
            return None
        cells = {role: cell for role in self.numeric if (cell := self.cell(at, role))}
        values = {role: value for role, cell in cells.items() if (value := self.value(role, cell)) is not None}
        if kind:
            return Row(place, label, kind=kind, values=values)
        return Row(place, name or own_id, own_id, "", self.rank(at), self.text(at, CLASS), values)

    def kind(self, at: int, name: str) -> tuple[str, str]:
        """The kind of a row that is no agency's, by its label, with the label."""
        label = name or next((cell.text for cell in self.grid.rows[at] if cell), "")
        words = normal_form(label).rstrip(" :.")
        for kind, labels in _SPECIAL.items():
            if words in labels or any(words.startswith(f"{each} ") for each in labels):
                return kind, " ".join(label.split())
        return "", ""

    def rank(self, at: int) -> int | None:
        cell = self.cell(at, RANK)
        if cell and cell.number is not None and cell.number.denominator == 1:
            return int(cell.number)
        text = cell.text.strip() if cell else ""
        match = _RANK.fullmatch(text)
        if match is None and cell and normal_form(text) not in _BLANKS:
            self.problems.append(self.about("PS833", cell.place, RANK, found=show(text, 40)))
        return int(match[1]) if match else None

    def value(self, role: str, cell: GridCell) -> Printed | None:
        if cell.number is not None:
            return Printed(cell.number, cell.decimals, cell.text, cell.place)
        if role in self.odd or normal_form(cell.text) in _BLANKS:
            return None
        read = read_printed(cell.text.rstrip("*= "), self.marks.get(role, ""))
        if isinstance(read, Refused):
            self.problems.append(self.about("PS833", cell.place, role, found=show(cell.text, 40)))
            return None
        return Printed(*read, cell.text.strip(), cell.place)


def _spot(place: Place) -> str:
    return place.cell or f"{place.line}:{place.column}"


def _completed(blocks: Sequence[Block], roles: Iterable[str]) -> tuple[Block, ...]:
    """Give each number the decimals of its column where zeros at the end were dropped (90.1 among 90.05)."""
    digits = {role: common_digits(value for value in _column(blocks, role)) for role in roles if role != UNITS}
    return tuple(
        replace(block, rows=tuple(replace(row, values=dict(_full(row.values, digits))) for row in block.rows))
        for block in blocks
    )


def _column(blocks: Sequence[Block], role: str) -> Iterator[Printed]:
    return (row.values[role] for block in blocks for row in block.rows if role in row.values)


def common_digits(values: Iterable[Printed]) -> int:
    """The decimals that a column prints, 0 where a zero stands last: each number then counts as it is printed.

    Those that are printed most often, of equals the more; two at least where some number has two, as is the custom: of
    quarter points 8.5 and 9 are then 8.50 and 9.00.
    """
    found = list(values)
    if any(value.digits and value.text.rstrip("% ").endswith("0") for value in found):
        return 0
    counts = Counter(value.digits for value in found if value.digits)
    most = max(counts, key=lambda digits: (counts[digits], digits), default=0)
    return max(most, min(max(counts, default=0), _CUSTOM))


def _full(values: Mapping[str, Printed], digits: Mapping[str, int]) -> Iterator[tuple[str, Printed]]:
    for role, value in values.items():
        yield role, value._replace(digits=max(value.digits, digits.get(role, 0)))
