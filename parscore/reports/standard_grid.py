"""A table of the standard reports without a form: cells with exact values, from which every format writes the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Final

from parscore.model.criteria import Rounding, RoundingMode
from parscore.numbers import printed
from parscore.reports.content import Align
from parscore.reports.material import Material
from parscore.reports.printing import Printer
from parscore.reports.survey_tables import DIGITS

_TWO: Final = 2


class Kind(StrEnum):
    """What a number is: points or index of the criteria set's rounding, or a survey's mean or percentage."""

    POINTS = "points"
    INDEX = "index"
    MEAN = "mean"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact value; ``after`` is shown behind it (``*``). A percentage is held from 0 to 100."""

    value: Fraction
    kind: Kind = Kind.POINTS
    after: str = ""

    def decimals(self, rounding: Rounding) -> tuple[int, RoundingMode]:
        """How many decimals are printed, and how a half is settled."""
        if self.kind in (Kind.POINTS, Kind.INDEX):
            return (rounding.points if self.kind is Kind.POINTS else rounding.index), rounding.mode
        return (DIGITS if self.kind is Kind.MEAN else _TWO), RoundingMode.HALF_UP


class Absent(Enum):
    """A cell for which the criteria set has nothing: it is shaded."""

    ABSENT = ""


ABSENT: Final = Absent.ABSENT
Cell = str | int | Figure | Absent | None


class Look(StrEnum):
    """How a row looks."""

    PLAIN = ""
    AREA = "area"
    CRITERION = "criterion"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: as many cells as there are columns, and how it looks."""

    cells: tuple[Cell, ...]
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its heading, its width in digits, and the heading above it that it shares with its neighbours."""

    title: str
    width: float
    align: Align = Align.RIGHT
    above: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: the columns of the names and of the figures, and its title."""

    names: int
    values: int
    title: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a report: of a group, or of a part of it.

    ``name`` is that of its sheet, ``about`` the lines below the title. The first ``fixed`` columns stand on every page.
    """

    name: str
    about: tuple[str, ...]
    columns: tuple[Col, ...]
    rows: tuple[Row, ...]
    rounding: Rounding
    fixed: int = 2
    notes: tuple[str, ...] = ()
    bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the standard set: ASCII name, and the function that makes its tables one after the other.

    ``needs`` is what the season must have: nothing, ``figures`` (survey leaves with points) or ``ballots``. ``apart``:
    every table is a document of its own, as nobody reads or lays out those of 168 communes in one.
    """

    name: str
    grids: Callable[[Material], Iterator[Grid]]
    needs: str = ""
    apart: bool = False


def text_of(cell: Cell, write: Printer) -> str:
    """A cell as it is printed; nothing for nothing."""
    if isinstance(cell, Figure):
        return _printed(cell, write) + cell.after
    return "" if cell is None or isinstance(cell, Absent) else str(cell)


def _printed(figure: Figure, write: Printer) -> str:
    if figure.kind is Kind.POINTS:
        return write.points(figure.value)
    if figure.kind is Kind.INDEX:
        return write.index(figure.value)
    return printed(figure.value, *figure.decimals(write.rounding), comma=write.comma)


def bar_length(cell: Cell) -> int:
    """How long the bar of an index is drawn, from 0 to 100."""
    return max(0, min(100, int(cell.value))) if isinstance(cell, Figure) else 0


def spans(columns: Sequence[Col]) -> Iterator[tuple[str, int, int]]:
    """Yield the headings above with first and last column; empty for a column that has none."""
    at = 0
    for above, own in groupby(columns, key=lambda column: column.above):
        last = at + len(list(own)) - 1
        if above:
            yield above, at, last
        else:
            yield from (("", each, each) for each in range(at, last + 1))
        at = last + 1


def pages(grid: Grid, room: float) -> tuple[tuple[int, int], ...]:
    """Return first and last column of each part of a wide table that is ``room`` digits wide with its fixed columns.

    Columns with one heading above stay together where a part has room for them; the parts are about equally wide.
    """
    room -= sum(column.width for column in grid.columns[: grid.fixed])
    units = tuple(_together(grid, room))
    greedy = _filled(units, room)
    least = sum(width for _, _, width in units) / max(1, len(greedy))
    rooms = (least + step * (room - least) / _STEPS for step in range(_STEPS))
    return next((found for each in rooms if len(found := _filled(units, each)) == len(greedy)), greedy)


_Unit = tuple[int, int, float]
_STEPS: Final = 40


def _filled(units: Sequence[_Unit], room: float) -> tuple[tuple[int, int], ...]:
    """Fill part after part with columns as they come."""
    parts: list[tuple[int, int]] = []
    used = room
    for first, last, width in units:
        if used + width > room:
            parts.append((first, last))
            used = 0.0
        parts[-1] = (parts[-1][0], last)
        used += width
    return tuple(parts)


def _together(grid: Grid, room: float) -> Iterator[_Unit]:
    """The columns that stay together, with their width; each by itself where they have no room."""
    free = grid.columns[grid.fixed :]
    for first, last in ((first + grid.fixed, last + grid.fixed) for _, first, last in spans(free)):
        width = sum(column.width for column in grid.columns[first : last + 1])
        if width <= room:
            yield first, last, width
        else:
            yield from ((each, each, grid.columns[each].width) for each in range(first, last + 1))
