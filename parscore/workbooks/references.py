"""What a formula refers to, and what that makes doubtful: other workbooks, the web, the moment, itself."""

import re
from collections.abc import Iterator
from typing import Final

from parscore.model.cell import Cell
from parscore.model.place import column_number
from parscore.workbooks.book import Sheet

_MOST: Final = 4000
"""Cells looked at for one sheet; a form has a few hundred formulas."""

_TEXT: Final = re.compile(r'"[^"]*"')
_REFERENCE: Final = re.compile(
    r"(?<![\w.!'\[\]])\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?(?![\w.(!])"
)
_REASONS: Final = (
    ("formula.other workbook", re.compile(r"\[[0-9]+\]|\[[^\[\]]+\.xl\w+\]", re.IGNORECASE)),
    ("formula.web", re.compile(r"\b(?:WEBSERVICE|RTD|HYPERLINK\.DATA|STOCKHISTORY)\s*\(", re.IGNORECASE)),
    ("formula.moment", re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)),
    ("formula.address", re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)),
)
CIRCLE: Final = "formula.circle"

Block = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def references(formula: str) -> Iterator[Block]:
    """Yield the cells and ranges of its own sheet that a formula names."""
    for first, top, last, bottom in _REFERENCE.findall(_TEXT.sub("", formula)):
        left, right = column_number(first), column_number(last or first)
        upper, lower = int(top), int(bottom or top)
        yield min(upper, lower), min(left, right), max(upper, lower), max(left, right)


class Doubts:
    """Finds what makes the results of a sheet's formulas doubtful, through every formula that they rest on."""

    def __init__(self, sheet: Sheet) -> None:
        self._formulas = {(cell.row, cell.column): cell for cell in sheet.cells if cell.formula}
        self._looked_at = 0

    def of(self, cell: Cell) -> list[str]:
        """Return the reasons to doubt the stored result of a formula, as keys of the facts' words, sorted."""
        reasons: set[str] = set()
        seen: set[tuple[int, int]] = set()
        waiting = [cell]
        while waiting and self._looked_at < _MOST:
            self._looked_at += 1
            formula = waiting.pop().formula or ""
            bare = _TEXT.sub("", formula)
            reasons.update(reason for reason, pattern in _REASONS if pattern.search(bare))
            for found in self._within(references(formula)):
                if (found.row, found.column) == (cell.row, cell.column):
                    reasons.add(CIRCLE)
                elif (found.row, found.column) not in seen:
                    seen.add((found.row, found.column))
                    waiting.append(found)
        return sorted(reasons)

    def _within(self, blocks: Iterator[Block]) -> Iterator[Cell]:
        """The cells with formulas in some ranges."""
        for top, left, bottom, right in blocks:
            if (top, left) == (bottom, right):
                if found := self._formulas.get((top, left)):
                    yield found
            else:
                yield from (
                    cell
                    for (row, column), cell in self._formulas.items()
                    if top <= row <= bottom and left <= column <= right
                )
