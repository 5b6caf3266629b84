"""A published table as plain texts with their places, whatever kind of file it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from parscore.model.place import Place, column_letters


class GridCell(NamedTuple):
    """What stands in one cell. ``number`` and ``decimals`` are set where the file stores a number, as it shows it."""

    text: str
    place: Place
    number: Fraction | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, one table of a document, or one text file: rows of cells, ``None`` where nothing stands.

    Every row is as long as the longest. The text of merged cells stands in each of the columns they cover, in the
    first of their rows; ``spanned`` are the places (row, column) that only repeat it. ``above`` holds the cell of a
    merged range for each place in its lower rows, where nothing stands.
    """

    place: Place
    """The file, and the sheet or the table in it."""
    rows: tuple[tuple[GridCell | None, ...], ...]
    spanned: frozenset[tuple[int, int]] = frozenset()
    above: Mapping[tuple[int, int], GridCell] = field(default_factory=dict)
    lettered: bool = False
    """Whether people know its columns by letters."""

    def text(self, row: int, column: int) -> str:
        """The text at a place, without blanks around it; empty where nothing stands."""
        cell = self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None
        return cell.text.strip() if cell else ""

    def column(self, at: int) -> str:
        """The name of a column for people: its letters, or its number from 1."""
        return column_letters(at + 1) if self.lettered else str(at + 1)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def even(rows: Sequence[Sequence[GridCell | None]]) -> tuple[tuple[GridCell | None, ...], ...]:
    """Fill up rows so that all are as long as the longest."""
    width = max(map(len, rows), default=0)
    return tuple((*row, *[None] * (width - len(row))) for row in rows)
