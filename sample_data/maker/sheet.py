"""A sheet as data: placed cells, merges, sizes and looks, the same for every program that writes it."""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from parscore.model.place import column_letters

CellValue = str | int | float | bool | date | None


State = Literal["visible", "hidden", "veryHidden"]


@dataclass(slots=True)
class Placed:
    """A cell: its value (of a formula: the result), its look, and the formula without ``=``."""

    value: CellValue
    look: str
    formula: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet; rows and columns count from 1. ``state`` is ``visible``, ``hidden`` or ``veryHidden``."""

    name: str
    state: State = "visible"
    cells: dict[tuple[int, int], Placed] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    choices: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    repeat: tuple[int, int] | None = None

    def put(self, row: int, column: int, value: CellValue, look: str, *, to: tuple[int, int] | None = None) -> None:
        """Place a value, merged down and right to ``to`` where that is given."""
        self.cells[row, column] = Placed(value, look)
        if to and to != (row, column):
            self.merges.append((row, column, *to))


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; ``number`` is the number format."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    centre: bool = False
    border: bool = False
    wrap: bool = True
    fill: str = ""
    number: str = "General"
    bigger: int = 0


YELLOW = "FFFFCC"


def looks(tint: str) -> dict[str, Look]:
    """Return the looks of a form by name; ``tint`` colours headings and areas."""
    given = Look(border=True, fill=YELLOW, centre=True)
    return {
        "plain": Look(wrap=False),
        "left": Look(centre=True),
        "left_bold": Look(bold=True, centre=True),
        "motto": Look(bold=True, underline=True, centre=True),
        "title": Look(bold=True, centre=True, bigger=2),
        "subtitle": Look(italic=True, centre=True),
        "label": Look(bold=True, wrap=False),
        "head": Look(bold=True, centre=True, border=True, fill=tint),
        "column_number": Look(italic=True, centre=True, border=True),
        "area": Look(bold=True, border=True, fill=tint),
        "area_code": Look(bold=True, centre=True, border=True, fill=tint, number="@"),
        "area_points": Look(bold=True, centre=True, border=True, fill=tint, number="0.00"),
        "criterion": Look(bold=True, border=True),
        "criterion_code": Look(bold=True, centre=True, border=True, number="@"),
        "criterion_points": Look(bold=True, centre=True, border=True, number="0.00"),
        "leaf": Look(border=True),
        "leaf_code": Look(centre=True, border=True, number="@"),
        "leaf_number": Look(centre=True, border=True),
        "leaf_points": Look(centre=True, border=True, number="0.00"),
        "rate": Look(centre=True, border=True, number="0.00%"),
        "guidance": Look(italic=True, border=True),
        "given": given,
        "given_count": replace(given, number="#,##0"),
        "given_amount": replace(given, number="#,##0.0##"),
        "given_percent": replace(given, number="0.0%"),
        "given_points": replace(given, number="0.00"),
        "given_date": replace(given, number="dd/mm/yyyy"),
        "given_text": Look(border=True, fill=YELLOW),
        "awaited": Look(border=True, fill="D9D9D9"),
        "sign": Look(bold=True, centre=True),
    }


def number(value: Fraction) -> int | float:
    """The number as a program stores it."""
    return int(value) if value.denominator == 1 else float(value)


def address(row: int, column: int) -> str:
    """``A1`` of a row and column counted from 1."""
    return f"{column_letters(column)}{row}"
