"""The other reader: openpyxl, asked for every cell as the file stores it, to recheck what the package's own one read.

openpyxl sets no limits and obeys no rule about document types, so it only gets what ``package`` has inflated before.
It is asked below its public face: that one walks through every blank cell up to the farthest (seventeen thousand
million for one stray cell), hides the values beneath merged ranges and turns numbers into dates. Every sheet is read
twice, for formulas and for cached values.

What openpyxl cannot tell is taken from the first reading: whether the cached values were marked as not calculated
(it supposes so where the file says nothing), what is hidden, and which letters are white.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from warnings import catch_warnings, simplefilter

from parscore.legacy_text import code_of_font
from parscore.model.cell import Cell, CellKind
from parscore.model.place import column_letters
from parscore.model.problem import Problem
from parscore.workbooks.book import Sheet, Workbook
from parscore.workbooks.ooxml import DEFAULT_LIMITS, STATES, content_of, read_workbook, refusal_told
from parscore.workbooks.package import Limits, Refused, inflate_all
from parscore.workbooks.worksheet import Range

if TYPE_CHECKING:
    from openpyxl import Workbook as OpenpyxlBook
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.worksheet._reader import WorkSheetParser

NAME: Final = "openpyxl"
_KINDS: Final = frozenset({"xlsx", "xlsm", "xltx", "xltm"})
_FIRST_OWN_FORMAT: Final = 164

_Found = dict[str, Any]
"""A cell as openpyxl hands it out: ``row``, ``column``, ``value``, ``data_type``, ``style_id``."""


class Unread(NamedTuple):
    """Why the other reader has not read a file: a key of the facts' words, and what it said.

    ``foreign``: it does not know the format, so that there is nothing to wonder about.
    """

    reason: str
    detail: str
    foreign: bool


class Readings(NamedTuple):
    """One file, read from the same bytes by both readers; ``problems`` are those of the first.

    ``second`` is ``None`` where the first has refused the file: nothing is scored from it.
    """

    first: Workbook | None
    second: Workbook | Unread | None
    problems: tuple[Problem, ...]


def read_both(path: Path, shown_as: str, limits: Limits = DEFAULT_LIMITS) -> Readings:
    """Read a file once from the disk, and its bytes with both readers."""
    try:
        data = content_of(path, limits)
    except Refused as refusal:
        return Readings(None, None, (refusal_told(refusal, shown_as),))
    first, problems = read_workbook(data, shown_as, limits)
    return Readings(first, read_second(data, first, limits) if first else None, problems)


def read_second(data: bytes, first: Workbook, limits: Limits = DEFAULT_LIMITS) -> Workbook | Unread:
    """Read the workbook again that the package's own reader has read from these bytes, or say why that cannot be.

    Of Strict workbooks openpyxl makes empty ones, of binary and OpenDocument ones nothing. It may fail on what other
    programs read; then the failure is told, and the file is not rechecked.
    """
    if first.kind not in _KINDS:
        return Unread("second.format", f".{first.kind}", foreign=True)
    if first.strict:
        return Unread("second.strict", "", foreign=True)
    try:
        inflate_all(data, limits)
        with catch_warnings():
            simplefilter("ignore")  # of what it would lose on saving
            return _read(data, first)
    except Refused as refusal:
        return Unread("second.refused", refusal.code, foreign=False)
    except Exception as error:  # openpyxl fails in many ways, and none of them may end a recheck
        # Its name alone: some messages of openpyxl list sets, in an order that changes from run to run.
        return Unread("second.failed", type(error).__name__, foreign=False)


def _read(data: bytes, first: Workbook) -> Workbook:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        looks = _Looks(reader.wb)
        listed = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if rel.Type.endswith("/worksheet")]
        sheets = tuple(_sheet(reader, sheet.name, sheet.state or "visible", rel.target, looks) for sheet, rel in listed)
    return replace(first, sheets=sheets, date1904=reader.wb.epoch == CALENDAR_MAC_1904)


class _Looks:
    """Number formats and fonts of before Unicode by the number of a style."""

    def __init__(self, book: "OpenpyxlBook") -> None:
        known: Any = book  # what openpyxl has read of the styles is not part of its public face
        self.styles = known._cell_styles
        self.own = known._number_formats
        self.fonts = [font.name or "" for font in known._fonts]

    def format(self, style: int) -> str:
        """The number format code; empty for a built-in one that openpyxl does not know."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        number = self.styles[style].numFmtId
        if number >= _FIRST_OWN_FORMAT:
            return str(self.own[number - _FIRST_OWN_FORMAT])
        return BUILTIN_FORMATS.get(number) or ""

    def font(self, style: int) -> str:
        """The name of the font if it is one of before Unicode, else nothing."""
        name = self.fonts[self.styles[style].fontId]
        return name if code_of_font(name) else ""


def _sheet(reader: "ExcelReader", name: str, state: str, part: str, looks: _Looks) -> Sheet:
    """Read a worksheet's part for the cached values, then for the formulas."""
    from openpyxl.worksheet.formula import ArrayFormula

    values, merged = _cells(reader, part, data_only=True)
    written, _ = _cells(reader, part, data_only=False)
    formulas = {place: found["value"] for place, found in written.items() if found["data_type"] == "f"}
    cells, fonts = [], {}
    for row, column in sorted({*values, *formulas}):
        found = values.get((row, column)) or written[row, column]
        kind, text = _stored(values.get((row, column)))
        formula = _formula(formulas.get((row, column)))
        if not text and formula is None:
            continue
        style = int(found["style_id"])
        address = f"{column_letters(column)}{row}"
        cells.append(Cell(address, row, column, kind, text, formula, looks.format(style)))
        if font := looks.font(style):
            fonts[row, column] = font
    arrays = [found for found in formulas.values() if isinstance(found, ArrayFormula) and ":" in (found.ref or "")]
    return Sheet(
        name,
        STATES.get(state, "visible"),
        cells,
        merged=tuple(merged),
        arrays=tuple((_range(found.ref), _formula(found) or "") for found in arrays),
        fonts=fonts,
    )


def _cells(
    reader: "ExcelReader", part: str, *, data_only: bool
) -> tuple[Mapping[tuple[int, int], _Found], list[Range]]:
    """The cells with a value by row and column, and the merged ranges; no date is made of a number."""
    from openpyxl.worksheet._reader import WorkSheetParser

    with reader.archive.open(part) as source:
        parser = WorkSheetParser(source, reader.shared_strings, data_only=data_only)
        found = {(cell["row"], cell["column"]): cell for cell in _flat(parser) if cell["value"] is not None}
    return found, [_range(area.ref) for area in parser.merged_cells.mergeCell] if parser.merged_cells else []


def _flat(parser: "WorkSheetParser") -> Iterator[_Found]:
    for _, row in parser.parse():
        yield from row


def _range(reference: str) -> Range:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)


def _stored(found: _Found | None) -> tuple[CellKind, str]:
    """Kind and text of a value: of a number the digits that name its double, of a logical value 1 or 0."""
    value = found["value"] if found else None
    if found is None or value is None or value == "":
        return "blank", ""
    if found["data_type"] == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "boolean", str(int(value))
    if isinstance(value, int | float):
        return "number", repr(value)
    if isinstance(value, str):
        return "text", value
    return "date", value.isoformat() if hasattr(value, "isoformat") else str(value)


def _formula(written: object) -> str | None:
    """The text of a formula without its sign; ``None`` where there is none."""
    from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

    if isinstance(written, DataTableFormula):
        return f"TABLE({written.r1 or ''},{written.r2 or ''})"
    if isinstance(written, ArrayFormula):
        written = written.text or ""
    return None if written is None else str(written).removeprefix("=")
