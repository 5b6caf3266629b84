"""Reading a published table: .xlsx by the package's own reader, .csv as people save it, every table of a .docx."""

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from parscore.audit.published_docx import read_docx
from parscore.audit.published_grid import Grid, GridCell, even
from parscore.model.cell import Cell
from parscore.model.criteria import RoundingMode
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import decimal_text, from_stored, printed, round_to
from parscore.viet import show
from parscore.workbooks.formats import is_percent
from parscore.workbooks.legacy import in_unicode
from parscore.workbooks.ooxml import DEFAULT_LIMITS, Sheet, read_file

TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
DOCUMENTS: Final = frozenset({".docx", ".docm"})
ENCODINGS: Final = ("utf-8-sig", "cp1258")
"""As people save: UTF-8 with or without a mark, or the Vietnamese code page of Windows."""

_DELIMITERS: Final = ("\t", ";")
_SHOWN_DECIMALS: Final = re.compile(r"[0#]\.(0+)")
_MOST_DECIMALS: Final = 10
"""Of a number that is stored without a format more digits say nothing: programs store binary fractions."""


def read_grids(path: Path, shown: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """Read every sheet or table of a file; ``shown`` is its name for people.

    No grid and a problem where it cannot be read: PS830 for a text or a document, those of ``ooxml.read_file`` for a
    workbook.
    """
    suffix = path.suffix.lower()
    if suffix not in TEXTS | DOCUMENTS:
        return _workbook(path, shown)
    try:
        if not path.is_file():
            return (), (problem("PS122", Place(shown), reason=f"opening.{'folder' if path.is_dir() else 'not found'}"),)
        data, most = path.read_bytes(), DEFAULT_LIMITS.file_bytes
    except OSError:
        return (), (problem("PS122", Place(shown), reason="opening.read error"),)
    if len(data) > most:
        facts: dict[str, Any] = {
            "limit": "limit.bytes of the file",
            "found": Fraction(len(data)),
            "allowed": Fraction(most),
        }
        return (), (problem("PS119", Place(shown), **facts),)
    return read_docx(data, shown) if suffix in DOCUMENTS else read_text(data, shown)


def read_text(data: bytes, shown: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """Read the rows of a text file; values are parted by tabs, semicolons or commas."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = normalize("NFC", data.decode(encoding))
            break
        except UnicodeDecodeError:
            continue
    else:
        return (), (problem("PS830", Place(shown), reason="published.encoding"),)
    try:
        rows = [list(_text_row(line, values, shown)) for line, values in _lines(text)]
    except csv.Error:
        return (), (problem("PS830", Place(shown), reason="published.text"),)
    return (Grid(Place(shown), even(rows)),), ()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row begins, and its values."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 1
    for values in reader:
        yield line, values
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The tab or semicolon that stands in most lines, else the comma, which may be a decimal sign too."""
    lines = [line for line in text.splitlines() if line.strip()]
    common = (sign for sign in _DELIMITERS if sum(sign in line for line in lines) * 2 > len(lines))
    return next(common, ",")


def _text_row(line: int, values: list[str], shown: str) -> Iterator[GridCell | None]:
    for column, value in enumerate(values, 1):
        yield GridCell(value.strip(), Place(shown, line=line, column=column)) if value.strip() else None


def _workbook(path: Path, shown: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    book, problems = read_file(path, shown)
    if book is None:
        return (), problems
    visible = [sheet for sheet in book.sheets if sheet.state == "visible"]
    return tuple(_sheet(in_unicode(sheet, shown)[0], shown) for sheet in visible), problems


def _sheet(sheet: Sheet, shown: str) -> Grid:
    """The rows of a sheet from its first to its last cell, with what merged cells say in each of their columns."""
    height = max((cell.row for cell in sheet.cells), default=0)
    width = max((cell.column for cell in sheet.cells), default=0)
    rows: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
    place = Place(shown, sheet.name)
    for cell in sheet.cells:
        rows[cell.row - 1][cell.column - 1] = _cell(cell, place)
    spanned: set[tuple[int, int]] = set()
    above: dict[tuple[int, int], GridCell] = {}
    for top, left, bottom, right in sheet.merged:
        origin = rows[top - 1][left - 1] if top <= height and left <= width else None
        if origin is None:
            continue
        for column in range(left + 1, min(right, width) + 1):
            rows[top - 1][column - 1] = origin
            spanned.add((top - 1, column - 1))
        above |= dict.fromkeys(product(range(top, min(bottom, height)), range(left - 1, min(right, width))), origin)
    return Grid(place, even(rows), frozenset(spanned), above, lettered=True)


def _cell(cell: Cell, place: Place) -> GridCell | None:
    place = place._replace(cell=cell.address)
    value = from_stored(cell.text) if cell.kind == "number" else None
    if value is None:
        return GridCell(show(cell.text, 400), place) if cell.text.strip() else None
    percent = is_percent(cell.format)
    value, digits = value * 100 if percent else value, _decimals(cell)
    value = round_to(value, digits, RoundingMode.HALF_UP)
    return GridCell(printed(value, digits, comma=False) + "%" * percent, place, value, digits)


def _decimals(cell: Cell) -> int:
    """How many decimals a stored number shows: those of its format, or all of its own where it has no format."""
    shown = _SHOWN_DECIMALS.search(cell.format.split(";")[0])
    if shown:
        return len(shown[1])
    if cell.format not in ("General", "@"):
        return 0
    value = from_stored(cell.text) or Fraction(0)
    return min(len(decimal_text(value).partition(".")[2]), _MOST_DECIMALS)
