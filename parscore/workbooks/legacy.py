"""A workbook's texts put into Unicode where they were written for fonts of before it, each change told."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from parscore.legacy_text import Code, code_of_font, decoded, is_unicode, recognised, shows_capitals, suspicious
from parscore.model.cell import Cell
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.viet import show
from parscore.workbooks.book import Sheet

_LOST: Final = "\ufffd"


class _Change(NamedTuple):
    """A text that was put into Unicode: how it was written, the cell as stored, its text now, and its font if known."""

    code: Code
    cell: Cell
    text: str
    font: str


def in_unicode(sheet: Sheet, file: str) -> tuple[Sheet, list[Problem]]:
    """Return a sheet whose texts are in Unicode, with a note for each code that was found, naming an original.

    A font counts unless a text in such a font on this sheet has letters that only Unicode has: then people typed
    Unicode into cells with an old font, and only the letters of each text count. Texts of one word count as written
    in a code once others on the sheet are.
    """
    texts = [cell for cell in sheet.cells if cell.kind == "text"]
    if not sheet.fonts and not suspicious("\n".join(cell.text for cell in texts)):
        return sheet, []
    changes = {change.cell.address: change for change in _changes(sheet, texts)}
    lost = [cell for cell in texts if _LOST in cell.text]
    place = Place(file, sheet.name)
    problems = [_told(list(found), place) for found in _by_code(changes.values())]
    if lost:
        problems.append(problem("PS152", place._replace(cell=lost[0].address), **_quoted(lost, lost[0].text)))
    cells = [
        cell._replace(text=changes[cell.address].text) if cell.address in changes else cell for cell in sheet.cells
    ]
    return sheet.with_cells(cells) if changes else sheet, problems


def _changes(sheet: Sheet, texts: list[Cell]) -> Iterator[_Change]:
    trusted = _trusted_fonts(sheet, texts)
    by_letters: list[Cell] = []
    for cell in texts:
        font = sheet.fonts.get((cell.row, cell.column), "")
        code = code_of_font(font) if font in trusted else None
        if code is None:
            by_letters.append(cell)
        elif not cell.text.isascii():
            yield _Change(code, cell, decoded(cell.text, code, capitals=shows_capitals(font)), font)
    sure = {cell.address: code for cell in by_letters if (code := recognised(cell.text))}
    known = frozenset(sure.values())
    for cell in by_letters:
        code = sure.get(cell.address) or (recognised(cell.text, known) if known else None)
        if code:
            yield _Change(code, cell, decoded(cell.text, code), "")


def _trusted_fonts(sheet: Sheet, texts: list[Cell]) -> set[str]:
    """The fonts of before Unicode in which every text of the sheet is written for them."""
    fonts = set(sheet.fonts.values())
    return fonts - {sheet.fonts.get((cell.row, cell.column), "") for cell in texts if is_unicode(cell.text)}


def _by_code(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    found: dict[Code, list[_Change]] = {}
    for change in changes:
        found.setdefault(change.code, []).append(change)
    yield from (found[code] for code in sorted(found))


def _told(changes: list[_Change], place: Place) -> Problem:
    """The note of one code, at its first cell."""
    first = min(changes, key=lambda change: (change.cell.row, change.cell.column))
    facts = _quoted(changes, first.cell.text) | {"reading": show(first.text)}
    if first.code != "UTF-8":
        fonts = sorted({change.font for change in changes if change.font})
        facts |= {"code": first.code, "font": show(", ".join(fonts))}
    code = "PS151" if first.code == "UTF-8" else "PS150"
    return problem(code, place._replace(cell=first.cell.address), **facts)


def _quoted(found: list[_Change] | list[Cell], text: str) -> dict[str, str]:
    return {"count": str(len(found)), "found": show(text)}
