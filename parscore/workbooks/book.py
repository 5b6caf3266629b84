"""A workbook as it was read, whatever format it came in."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from parscore.model.cell import Cell
from parscore.model.place import column_letters
from parscore.workbooks.worksheet import Range

SheetState = Literal["visible", "hidden", "very_hidden"]

REPORT_MARK: Final = "parscore"
"""What the reports of the tool have as their company (docProps/app.xml), so that they are not taken for forms."""
_TALL: Final = 64


class Sheet:
    """One worksheet. ``cells`` are those with content or a formula, by row and column.

    ``merged`` holds (first row, first column, last row, last column); ``hidden_columns`` holds (first, last).
    A cell beneath a merged range keeps the value that the file stores for it. ``arrays`` holds the ranges of array
    formulas with more than one cell, and their formulas; by row and column, ``fonts`` the names of fonts of before
    Unicode and ``unseen`` the cells in white on nothing.
    """

    __slots__ = (
        "_by_place", "_by_row", "arrays", "cells", "fonts", "hidden_columns", "hidden_rows", "merged", "name", "state",
        "unseen",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        state: SheetState,
        cells: list[Cell],
        *,
        merged: tuple[Range, ...] = (),
        hidden_rows: frozenset[int] = frozenset(),
        hidden_columns: tuple[tuple[int, int], ...] = (),
        arrays: tuple[tuple[Range, str], ...] = (),
        fonts: Mapping[tuple[int, int], str] = MappingProxyType({}),
        unseen: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self.name = name
        self.state = state
        self.cells = cells
        self.merged = merged
        self.hidden_rows = hidden_rows
        self.hidden_columns = hidden_columns
        self.arrays = arrays
        self.fonts = fonts
        self.unseen = unseen
        self._by_place: dict[tuple[int, int], Cell] | None = None
        self._by_row: dict[int, list[Range]] | None = None

    def hidden(self, cell: Cell) -> bool:
        """Tell whether the row or the column of a cell is hidden; the sheet's own state is not counted."""
        return cell.row in self.hidden_rows or any(first <= cell.column <= last for first, last in self.hidden_columns)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place, or ``None`` when it has neither content nor formula."""
        if self._by_place is None:
            self._by_place = {(cell.row, cell.column): cell for cell in self.cells}
        return self._by_place.get((row, column))

    def array_formula(self, row: int, column: int) -> str | None:
        """Return the array formula whose range covers a place, or ``None``: its results stand in cells without one."""
        for (top, left, bottom, right), formula in self.arrays:
            if top <= row <= bottom and left <= column <= right:
                return formula
        return None

    def with_cells(self, cells: list[Cell]) -> "Sheet":
        """Return the sheet with other cells in the same places."""
        copied = copy(self)
        copied.cells, copied._by_place = cells, None
        return copied

    def merged_range(self, row: int, column: int) -> str | None:
        """Return the merged range that covers a place (``B2:C3``), or ``None``."""
        if self._by_row is None:
            self._by_row = _ranges_by_row(self.merged)
        for top, left, bottom, right in (*self._by_row.get(row, ()), *self._by_row.get(0, ())):
            if top <= row <= bottom and left <= column <= right:
                return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        return None


def _ranges_by_row(merged: Iterable[Range]) -> dict[int, list[Range]]:
    """Return merged ranges by each row they cover; tall ones stand together under 0."""
    by_row: dict[int, list[Range]] = {}
    for found in merged:
        top, _, bottom, _ = found
        for row in range(top, bottom + 1) if bottom - top < _TALL else (0,):
            by_row.setdefault(row, []).append(found)
    return by_row


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as it is stored. ``digest`` is the SHA-256 of the very bytes that were read, ``size`` their number.

    ``producer`` is what the file says wrote it; ``full_calc_on_load`` that its cached values are not to be trusted
    before a program has calculated; ``external_links`` counts other workbooks that formulas refer to;
    ``own_report`` says that it is a report of the tool itself.
    """

    sheets: tuple[Sheet, ...]
    kind: str
    strict: bool
    date1904: bool
    producer: str
    full_calc_on_load: bool
    external_links: int
    has_macros: bool
    digest: str
    size: int
    own_report: bool = False
