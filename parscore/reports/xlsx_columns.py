"""Cells that are found one agency at a time and written across all of them: kept as they are stored, in a few bytes."""

from array import array
from collections.abc import Iterable, Iterator

from parscore.reports.xlsx_sheet import Amount, Content, Stored


class Columns:
    """A table that grows by whole columns and is read by column or by row; amounts come back as ``Stored``."""

    def __init__(self) -> None:
        self._numbers: list[array[float]] = []
        self._kinds: list[array[int]] = []
        self._known: dict[Content, int] = {}
        self._shown: list[Content] = []
        """Each text once, and for numbers an amount of nought that is shown in the same way."""

    def add(self, contents: Iterable[Content]) -> None:
        """Add a column."""
        numbers, kinds = array("d"), array("L")
        for content in contents:
            stored = content.stored if isinstance(content, Amount) else content
            numbers.append(stored.number if isinstance(stored, Stored) else 0)
            kinds.append(self._kind(stored._replace(number=0) if isinstance(stored, Stored) else stored))
        self._numbers.append(numbers)
        self._kinds.append(kinds)

    def column(self, at: int) -> tuple[Content, ...]:
        """The column that was added as the ``at``-th, from 0."""
        return tuple(map(self._content, self._kinds[at], self._numbers[at]))

    def row(self, at: int) -> Iterator[Content]:
        """The ``at``-th cell of every column, from 0."""
        return (
            self._content(kinds[at], numbers[at]) for kinds, numbers in zip(self._kinds, self._numbers, strict=True)
        )

    def _kind(self, shown: Content) -> int:
        kind = self._known.setdefault(shown, len(self._shown))
        if kind == len(self._shown):
            self._shown.append(shown)
        return kind

    def _content(self, kind: int, number: float) -> Content:
        shown = self._shown[kind]
        return shown._replace(number=number) if isinstance(shown, Stored) else shown
