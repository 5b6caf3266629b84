"""Outputs on the disk against the same rendered again: other bytes, or another content, and then where."""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Final

from parscore.audit.lines import trees
from parscore.audit.output_looks import added_things, look_of
from parscore.model.cell import Cell
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import from_stored
from parscore.viet import show
from parscore.workbooks.ooxml import Sheet, Workbook, read_workbook

_NOISE: Final = 12
"""Digits of what a formula gives that programs agree on."""
_NAMED: Final = 20
"""Cells of one file that are named; the rest are counted by nobody, as one is enough to refuse the file."""


def compare_output(path: str, found: bytes, wanted: bytes) -> Iterator[Problem]:
    """Yield PS806 for each place (the first of many) at which an output differs, PS808 where only its bytes do.

    A workbook is compared cell by cell: text, number at about 15 digits, error, yes or no, formula, and how a number is
    shown (see ``output_looks``). A program that opens and saves it may change its bytes, its styles and the way it
    stores a number.
    """
    if found == wanted:
        return
    compare = _workbook if path.endswith(".xlsx") else _document
    differing = list(islice(compare(path, found, wanted), _NAMED))
    yield from differing
    if not differing:
        yield problem("PS808", Place(path))


def _workbook(path: str, found: bytes, wanted: bytes) -> Iterator[Problem]:
    ours, problems = read_workbook(found, path)
    theirs, _ = read_workbook(wanted, path)
    if ours is None or theirs is None:
        yield from problems
        yield problem("PS806", Place(path), found="(nothing)", wanted="(nothing)")
        return
    names, expected = [sheet.name for sheet in ours.sheets], [sheet.name for sheet in theirs.sheets]
    if names != expected:
        yield problem("PS806", Place(path), found=show("; ".join(names)), wanted=show("; ".join(expected)))
    for sheet in theirs.sheets:
        yield from _sheet(path, _named(ours, sheet.name), sheet)
    yield from _odd(Place(path), added_things(found), added_things(wanted))


def _named(book: Workbook, name: str) -> Sheet:
    return next((sheet for sheet in book.sheets if sheet.name == name), Sheet(name, "visible", []))


def _sheet(path: str, found: Sheet, wanted: Sheet) -> Iterator[Problem]:
    ours, theirs = ({cell.address: cell for cell in sheet.cells} for sheet in (found, wanted))
    for address in sorted({*ours, *theirs}, key=lambda address: Place(cell=address).sort_key):
        one, other = ours.get(address), theirs.get(address)
        place = Place(path, wanted.name, address)
        if not _same(one, other):
            yield problem("PS806", place, found=_shown(one), wanted=_shown(other))
        elif one and other:
            looks = (look_of(sheet, cell) for sheet, cell in ((found, one), (wanted, other)))
            yield from _odd(place, *(f"{_shown(other)} {look}".rstrip() for look in looks))


def _odd(place: Place, found: str, wanted: str) -> Iterator[Problem]:
    """The problem of a place that looks otherwise than it was written."""
    if found != wanted:
        yield problem("PS806", place, found=show(found) or "(nothing)", wanted=show(wanted) or "(nothing)")


def _same(one: Cell | None, other: Cell | None) -> bool:
    """Whether two cells say the same; of numbers programs keep 15 digits, and round the last one in their own ways.

    What a formula gives may differ by the noise of calculating it; a program that does not calculate drops it.
    """
    ours, theirs = _content(one), _content(other)
    if ours == theirs:
        return True
    if ours[2:] != theirs[2:] or one is None or other is None:
        return False
    worked = one.formula is not None
    mine, its = (from_stored(cell.text) if cell.kind == "number" else None for cell in (one, other))
    if mine is None or its is None:
        return worked and not one.text
    apart = abs(mine - its)
    return apart * 10**14 <= abs(its) or (worked and apart * 10**_NOISE <= max(abs(its), Fraction(1)))


def _content(cell: Cell | None) -> tuple[str, ...]:
    """What a cell says: its kind, its text with the line breaks of any system, its formula without blanks and quotes.

    Programs quote the names of sheets in formulas where they need it, or everywhere.
    """
    if cell is None or (cell.kind == "text" and not cell.text):
        return ()
    return cell.kind, cell.text.replace("\r\n", "\n"), "".join((cell.formula or "").split()).replace("'", "")


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return "(nothing)"
    if cell.formula is not None:
        return show(f"={cell.formula} → {cell.text}")
    # A number that became a text looks the same; the apostrophe is how spreadsheets show it.
    return show(f"'{cell.text}" if cell.kind == "text" and from_stored(cell.text) is not None else cell.text)


def _document(path: str, found: bytes, wanted: bytes) -> Iterator[Problem]:
    try:
        ours = json.loads(found)
    except (ValueError, RecursionError):
        yield problem("PS806", Place(path), found="(nothing)", wanted="(nothing)")
        return
    for place, one, other in trees(ours, json.loads(wanted)):
        yield problem("PS806", Place(path), found=show(f"{place}: {one}"), wanted=show(f"{place}: {other}"))
