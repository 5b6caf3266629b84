"""A workbook of forms being written: its styles, its pages, and cells by what they hold.

The only part of the forms that calls XlsxWriter. Foreign text is always written as a string, never as a formula.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final

from parscore.messages import Words
from parscore.workbooks.measure import lines
from parscore.workbooks.writing import CREATED, FONT, fitting, options

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Look = Mapping[str, object]
"""Properties of a cell by XlsxWriter's names."""

TOPIC: Final = "form"
SIZE: Final = 11
POINTS_FORMAT: Final = "0.00##"
INPUT_FILL: Final = "#FFF9D6"
OTHERS_FILL: Final = "#E3E3E3"
HEADING_FILL: Final = "#D6E3F0"
CRITERION_FILL: Final = "#EEF3F8"
PLAIN: Final[Look] = MappingProxyType({})
_MILLIMETRE: Final = 1 / 25.4
_NO_LIMIT: Final = 409
"""The greatest height of a row, in points."""

Content = Fraction | str | date | None
"""What a cell holds: an exact number, a text, a day, or nothing."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula (without ``=``) and the value it has now, so that viewers which do not calculate show it too."""

    formula: str
    value: Fraction | str


@dataclass(slots=True)
class FormBook:
    """A workbook being written."""

    workbook: "Workbook"
    words: Words
    _formats: "dict[tuple[tuple[str, object], ...], Format]" = field(default_factory=dict)

    def text(self, key: str, **facts: object) -> str:
        """A text of the forms."""
        return self.words.text(TOPIC, key, **facts)

    def style(self, look: Look) -> "Format":
        """Return the format with these properties, in the font of documents; cells are locked unless said otherwise."""
        wanted = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", "text_wrap": True, **look}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(wanted)
        return self._formats[key]

    def page(self, name: str, widths: Sequence[float], footer: str) -> "Page":
        """Add a sheet in A4 landscape, one page wide, locked without a password, with page numbers."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(*(15 * _MILLIMETRE,) * 2, *(16 * _MILLIMETRE,) * 2)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        font = f'&"{FONT},Regular"&9'
        sheet.set_footer(f"&L{font}{footer.replace('&', '&&')[:150]}&R{font}{self.text('page')}")
        allowed = ("format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
        sheet.protect("", dict.fromkeys(allowed, True))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return Page(self, sheet, tuple(widths))

    def hidden(self, name: str) -> "Worksheet":
        """Add a sheet that only a program can show."""
        sheet = self.workbook.add_worksheet(name)
        sheet.very_hidden()
        return sheet


@dataclass(slots=True)
class Page:
    """A sheet that people see; rows and columns count from 1."""

    book: FormBook
    sheet: "Worksheet"
    widths: tuple[float, ...]

    def put(self, row: int, column: int, content: Content | Computed, look: Look = PLAIN) -> None:
        """Write one cell."""
        style, at = self.book.style(look), (row - 1, column - 1)
        if isinstance(content, Computed):
            value = float(content.value) if isinstance(content.value, Fraction) else content.value
            self.sheet.write_formula(*at, f"={content.formula}", style, value)
        elif isinstance(content, Fraction):
            self.sheet.write_number(*at, float(content), style)
        elif isinstance(content, date):
            self.sheet.write_datetime(*at, content, style)
        elif content:
            self.sheet.write_string(*at, fitting(content), style)
        else:
            self.sheet.write_blank(*at, None, style)

    def span(self, row: int, first: int, last: int, content: Content | Computed, look: Look = PLAIN) -> None:
        """Write one content over several columns of a row."""
        if first < last:
            self.sheet.merge_range(row - 1, first - 1, row - 1, last - 1, "", self.book.style(look))
        self.put(row, first, content, look)

    def width(self, first: int, last: int) -> float:
        """The width of neighbouring columns together, in digits."""
        return sum(self.widths[first - 1 : last])

    def height(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self.sheet.set_row(row - 1, min(points, _NO_LIMIT))

    def height_for(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Make a row high enough for its texts, each with the width of its column; a text may have several lines."""
        counts = (sum(lines(line, width, SIZE) for line in text.split("\n")) for text, width in texts if text)
        self.height(row, max(counts, default=1) * SIZE * 1.27 + 3)


def open_book(stream: BinaryIO, words: Words, title: str) -> FormBook:
    """Open a workbook whose sheets nobody can move, rename or delete by accident; there is no password.

    XlsxWriter protects sheets only, and fixes the height of a row that is given one: here a row has room for its text
    and still grows when a person types more.
    """
    import xlsxwriter  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet as Plain

    class Growing(Plain):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, _: bool = False) -> str:
            return formula.removeprefix("=")  # no function here is new: the search for them costs half the time

        def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, object]]) -> None:
            kept = [pair for pair in attributes if pair[0] != "customHeight"] if tag == "row" else attributes
            super()._xml_start_tag_unencoded(tag, kept)

    class Locked(xlsxwriter.Workbook):  # type: ignore[misc]
        worksheet_class = Growing

        def _write_book_views(self) -> None:
            # Just before the views of the workbook, as the schema has it.
            self._xml_empty_tag("workbookProtection", [("lockStructure", "1")])
            super()._write_book_views()

    workbook = Locked(stream, options())
    workbook.set_properties({"title": title, "created": CREATED})
    return FormBook(workbook, words)
