"""What stands in which cell of a working paper: rows of texts and of the keys of its ledger, sheet by sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parscore.rules.excel import Spot

Kind = str
"""How a cell looks: ``value``, ``share``, ``answer`` (yes or no), ``exact``, ``printed``, ``index``, ``plain``."""


class Held(NamedTuple):
    """A cell of the ledger by its key, and how it looks."""

    key: str
    kind: Kind = "value"


Content = str | Held | None

HEADER: Final = "header"
AREA: Final = "area"
ITEM: Final = "item"
LINE: Final = "line"
TITLE: Final = "title"
TOTAL: Final = "total"


class Row(NamedTuple):
    """A row: its cells from the first column, and what sort of row it is."""

    cells: tuple[Content, ...]
    sort: str = LINE


@dataclass(slots=True)
class Plan:
    """A sheet as it will be written: its name, column widths, the first rows of text, and rows below them."""

    name: str
    widths: tuple[float, ...]
    head: int
    rows: list[Row] = field(default_factory=list)

    def spots(self) -> Iterator[tuple[str, Spot]]:
        """Where the cells of the ledger stand."""
        for at, row in enumerate(self.rows):
            for column, content in enumerate(row.cells):
                if isinstance(content, Held):
                    yield content.key, Spot(self.name, self.head + at, column)


def spots_of(plans: Sequence[Plan]) -> Mapping[str, Spot]:
    """Where every cell of the ledger stands; each stands once."""
    found: dict[str, Spot] = {}
    for plan in plans:
        for key, spot in plan.spots():
            if key in found:
                raise ValueError(f"{key} stands twice")
            found[key] = spot
    return found
