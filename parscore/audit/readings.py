"""Two readings of one sheet: what they mean alike is spelt alike, and what is left is a disagreement."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from parscore.audit.inputs import NOTHING
from parscore.model.cell import Cell
from parscore.model.place import Place
from parscore.numbers import from_stored
from parscore.viet import show
from parscore.workbooks.book import Sheet
from parscore.workbooks.parts import unescaped

_LOGICAL: Final = {"1": "TRUE", "0": "FALSE"}


class Disagreement(NamedTuple):
    """A field of a cell (a key of the facts' words) in which two readings differ, and what each says of it.

    The kinds (keys too) are there where it is these that differ: a text may look like a number, or like an error.
    """

    field: str
    found: str
    other: str
    found_kind: str = ""
    other_kind: str = ""


def aligned(first: Sheet, second: Sheet) -> Sheet:
    r"""Return the second reading, spelt like the first wherever both mean the same.

    openpyxl keeps of a number the double, not the digits: digits that name this double are the same number. It leaves
    ``_x000D_`` in texts as it stands, does not tell an empty result of a formula from one that was never calculated,
    and does not know some built-in number formats. Everything else that differs stays as it is.
    """
    ours = {cell.address: cell for cell in first.cells}
    return second.with_cells([_aligned(ours.get(cell.address), cell) for cell in second.cells])


def _aligned(one: Cell | None, other: Cell) -> Cell:
    if one is None:
        return other
    if _same_content(one, other):
        other = other._replace(kind=one.kind, text=one.text)
    return other if other.format else other._replace(format=one.format)


def _same_content(one: Cell, other: Cell) -> bool:
    if not one.text and not other.text:
        return {one.kind, other.kind} <= {"blank", "text"}
    if one.kind != other.kind:
        return False
    if one.kind == "number":
        return from_stored(one.text) is not None and float(one.text) == float(other.text)
    if one.kind == "date":
        return _moment(one.text) == _moment(other.text)
    return one.text in (other.text, unescaped(other.text))


def _moment(text: str) -> object:
    """A day with or without an hour; a text that is none stands for itself."""
    for reading in (text.removesuffix("Z"), f"1900-01-01T{text}"):
        try:
            return datetime.fromisoformat(reading)
        except ValueError:
            continue
    return text


def disagreements(first: Sheet, second: Sheet) -> Iterator[tuple[str, Disagreement]]:
    """Yield address and disagreement of every cell that the two readings do not tell alike, in reading order."""
    ours, theirs = ({cell.address: cell for cell in sheet.cells} for sheet in (first, second))
    for address in sorted({*ours, *theirs}, key=lambda address: Place(cell=address).sort_key):
        yield from ((address, found) for found in differences(ours.get(address), theirs.get(address)))


def differences(one: Cell | None, other: Cell | None) -> Iterator[Disagreement]:
    """Yield in which of value (or its kind), formula and format two readings of a cell differ."""
    if one is None or other is None:
        if one is not other:
            yield Disagreement("cell.content", shown(one), shown(other))
        return
    if one.kind != other.kind:
        yield Disagreement("cell.kind", shown(one), shown(other), f"kind.{one.kind}", f"kind.{other.kind}")
    elif one.text != other.text:
        yield Disagreement("cell.value" if one.formula is None else "cell.cached", shown(one), shown(other))
    if one.formula != other.formula:
        yield Disagreement("cell.formula", _formula(one), _formula(other))
    if one.format != other.format:
        yield Disagreement("cell.format", show(one.format), show(other.format))


def shown(cell: Cell | None) -> str:
    """A cell's value as spreadsheets show it: an apostrophe before a text that looks like a number."""
    if cell is None or not cell.text:
        return NOTHING
    if cell.kind == "boolean":
        return _LOGICAL.get(cell.text, cell.text)
    return show(f"'{cell.text}" if cell.kind == "text" and from_stored(cell.text) is not None else cell.text)


def _formula(cell: Cell) -> str:
    return NOTHING if cell.formula is None else show(f"={cell.formula}")
