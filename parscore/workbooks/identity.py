"""What a form says of itself above its table: the agency's id and name, and the year."""

import re
from dataclasses import dataclass
from typing import Final

from parscore.model.cell import Cell
from parscore.viet import normal_form
from parscore.workbooks.layout import AGENCY_ID_LABELS, AGENCY_LABELS, YEAR_LABELS
from parscore.workbooks.table import Table

_YEAR: Final = re.compile(r"\bnăm\s*:?\s*(20[0-9]{2})\b")
_FIELDS: Final = (("id", AGENCY_ID_LABELS), ("name", AGENCY_LABELS), ("year", YEAR_LABELS))


@dataclass(frozen=True, slots=True)
class Identity:
    """What the sheet states. ``titles`` are the texts above the table, for names that stand without a label."""

    id: str
    name: str
    years: tuple[str, ...]
    titles: tuple[str, ...]


def identity_of(table: Table) -> Identity:
    """Read the labels above the header: ``Đơn vị: Sở Y tế`` in one cell, or label and value in neighbouring cells."""
    above = [cell for cell in table.sheet.cells if cell.row < table.header_row]
    stated: dict[str, str] = {}
    for at, cell in enumerate(above):
        if cell.kind == "text":
            label, _, value = cell.text.partition(":")
            for field, labels in _FIELDS:
                if normal_form(label) in labels and field not in stated:
                    stated[field] = value.strip() or _next_in_row(above, at)
    titles = tuple(cell.text for cell in above if cell.kind == "text")
    titled = (match[1] for title in titles for match in _YEAR.finditer(normal_form(title)))
    years = (stated["year"],) if stated.get("year") else tuple(dict.fromkeys(titled))
    return Identity(stated.get("id", ""), stated.get("name", ""), years, titles)


def _next_in_row(cells: list[Cell], at: int) -> str:
    """The text of the next non-empty cell to the right in the same row."""
    following = cells[at + 1] if at + 1 < len(cells) else None
    return following.text.strip() if following and following.row == cells[at].row else ""
