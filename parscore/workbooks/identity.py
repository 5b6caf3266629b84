"""What a form says of itself above its table: the agency's id and name, and the year."""

import re
from dataclasses import dataclass
from typing import Final

from parscore.model.cell import Cell
from parscore.viet import normal_form
from parscore.workbooks.layout import AGENCY_ID_LABELS, AGENCY_LABELS, YEAR_LABELS
from parscore.workbooks.table import Table

_YEAR: Final = re.compile(r"\b20[0-9]{2}\b")
_YEAR_OF_TITLE: Final = re.compile(r"\bnăm\s*:?\s*(20[0-9]{2})\b")
_DATE: Final = re.compile(r"\btháng\s*[0-9]{1,2}\s*,?\s*năm\s*[0-9]{4}\b")
"""The date of a decision or report: forms are issued the year before and handed in the year after."""
_FIELDS: Final = {
    **dict.fromkeys(AGENCY_ID_LABELS, "id"),
    **dict.fromkeys(AGENCY_LABELS, "name"),
    **dict.fromkeys(YEAR_LABELS, "year"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the sheet states. ``titles`` are the texts above the table, for names that stand without a label."""

    id: str
    name: str
    years: tuple[str, ...]
    titles: tuple[str, ...]


def identity_of(table: Table) -> Identity:
    """Read the labels above the header: ``Đơn vị: Sở Y tế`` in one cell, or label and value in neighbouring cells.

    A year comes from its label, else from ``năm 2025`` in the titles, where the dates of documents do not count.
    """
    above = [cell for cell in table.sheet.cells if cell.row < table.first_row]
    stated: dict[str, str] = {}
    for at, cell in enumerate(above):
        if field := _field(cell):
            value = cell.text.partition(":")[2].strip() or _next_in_row(above, at)
            stated.setdefault(field, value)
    titles = tuple(cell.text for cell in above if cell.kind == "text")
    years = _years(titles)
    if written := stated.get("year"):
        years = tuple(_YEAR.findall(written)) or (written,)
    return Identity(stated.get("id", ""), stated.get("name", ""), years, titles)


def _field(cell: Cell) -> str | None:
    """What a cell labels: the text before its colon, or the whole of it."""
    return _FIELDS.get(normal_form(cell.text.partition(":")[0])) if cell.kind == "text" else None


def _next_in_row(cells: list[Cell], at: int) -> str:
    """The text of the next non-empty cell to the right in the same row, unless that is a label itself."""
    following = cells[at + 1] if at + 1 < len(cells) else None
    if following is None or following.row != cells[at].row or _field(following):
        return ""
    return following.text.strip()


def _years(titles: tuple[str, ...]) -> tuple[str, ...]:
    texts = (_DATE.sub("", normal_form(title)) for title in titles)
    return tuple(dict.fromkeys(match[1] for text in texts for match in _YEAR_OF_TITLE.finditer(text)))
