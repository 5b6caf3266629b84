"""The stamp of a form: whose it is, of which year and for which criteria set, on a sheet that nobody sees.

It survives a renamed file, a retyped heading and deleted rows. Written and read by the same declaration.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from typing import Final

from parscore.model.criteria import CriteriaSet
from parscore.model.season import Agency
from parscore.workbooks.layout import STAMP_SHEET
from parscore.workbooks.ooxml import Workbook

SCHEMA: Final = "parscore/form/1"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form was made for; ``criteria`` is ``id@version``, ``digest`` the SHA-256 of the set's file."""

    schema: str
    season: str
    agency: str
    criteria: str
    digest: str

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield the rows of the hidden sheet: a key and its value."""
        yield from zip((field.name for field in fields(self)), astuple(self), strict=True)


def stamp_of(year: int, agency: Agency, criteria: CriteriaSet) -> Stamp:
    """The stamp of an agency's form."""
    return Stamp(SCHEMA, str(year), agency.id, f"{criteria.id}@{criteria.version}", criteria.digest)


def read_stamp(book: Workbook) -> tuple[Stamp | None, bool]:
    """Return the stamp of a workbook, ``None`` where it has none, and whether there is one that cannot be read."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == STAMP_SHEET), None)
    if sheet is None:
        return None, False
    texts = {(cell.row, cell.column): cell.text.strip() for cell in sheet.cells if cell.kind in ("text", "number")}
    found = {text: texts.get((row, column + 1), "") for (row, column), text in texts.items() if column == 1}
    values = [found.get(field.name, "") for field in fields(Stamp)]
    if values[0] != SCHEMA or not all(values[:-1]):
        return None, True
    return Stamp(*values), False
