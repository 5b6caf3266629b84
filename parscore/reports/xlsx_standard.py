"""A report of the standard set as a workbook to be signed: a sheet a table, true numbers with formats, a native chart.

The same result gives the same bytes. Foreign text is always a string cell.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from parscore.reports.content import Align, Head
from parscore.reports.letterhead import heading
from parscore.reports.material import Material
from parscore.reports.standard import subject_of, title_of
from parscore.reports.standard_grid import ABSENT, Absent, Cell, Figure, Grid, Look, Report, Row, pages, spans
from parscore.reports.standard_group import TOPIC
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, PLAIN, Amount, Book, Content, Sheet
from parscore.reports.xlsx_sheet import Look as Style
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.measure import lines
from parscore.workbooks.writing import CREATED, FONT, options

_ROOM: Final = 190.0
"""Digits that are printed side by side; of wider tables the columns go on on further pages."""
_UPRIGHT: Final = 112.0
_COUNTRY: Final = 52.0
"""Digits that the national heading needs on one line."""
_SIZE: Final = 11
_LOOKS: Final[dict[Look, Style]] = {
    Look.PLAIN: PLAIN,
    Look.AREA: {"bold": True, "bg_color": HEADING_FILL},
    Look.CRITERION: {"bold": True, "bg_color": "#F3F6FA"},
    Look.TOTAL: {"bold": True, "bg_color": HEADING_FILL},
}
_ABSENT: Final[Style] = {"bg_color": "#D9D9D9"}
_CENTRED: Final[Style] = {"align": "center"}
_BAR: Final = 24
"""Pixels of a chart's height that each bar takes."""
_PIXELS_A_ROW: Final = 20
_CHART_SCALE: Final = 85


def standard_workbook(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    """Return tables of a report as a workbook, a sheet each."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream, title = BytesIO(), title_of(report, of)
    workbook = xlsxwriter.Workbook(stream, options())
    told = {"title": title, "subject": of.marks.state, "comments": of.marks.footer}
    workbook.set_properties({**told, "company": REPORT_MARK, "created": CREATED})
    book = Book(workbook, of.words, of.marks.draft, of.marks.footer)
    head = heading(of, title.upper(), subject_of(of).upper())
    for grid in tables:
        _Page(book, grid, head, of).write()
    workbook.close()
    return stream.getvalue()


class _Page:
    """A sheet being written from the top down."""

    def __init__(self, book: Book, grid: Grid, head: Head, of: Material) -> None:
        self.grid, self.head, self.of = grid, head, of
        self.parts = pages(grid, _ROOM)
        widths = [column.width for column in grid.columns]
        first, last = self.parts[0] if self.parts else (grid.fixed, grid.fixed - 1)
        self.right = (first, last)
        short = _COUNTRY - sum(widths[first : last + 1])
        for at in range(first, last + 1) if short > 0 else ():
            widths[at] += short / (last - first + 1)
        reach = grid.fixed - 1 if self.wide else None
        self.sheet: Sheet = book.sheet(grid.name, widths, _SIZE, reach)
        if sum(widths) <= _UPRIGHT:
            self.sheet.worksheet.set_portrait()

    @property
    def wide(self) -> bool:
        """Whether the columns go on on further pages: then what stands above the table stands above the fixed ones."""
        return len(self.parts) > 1

    def write(self) -> None:
        """Write heads, table, notes, chart and signature."""
        sheet, grid = self.sheet, self.grid
        self.headed()
        sheet.title(self.head.type)
        sheet.line(self.head.subject, {"bold": True, "align": "center"}, 13)
        for line in grid.about:
            sheet.line(line, {"italic": line != grid.about[0], "bold": line == grid.about[0], "align": "center"}, 12)
        if self.of.marks.draft:
            sheet.line(self.of.marks.state, {"bold": True, "align": "center", "font_color": "#C00000"}, 12)
        sheet.row += 1
        first = sheet.row
        self.headings()
        if grid.bars is None:
            sheet.frozen(min(grid.fixed, len(grid.columns) - 1), first)
        body = sheet.row
        for row in grid.rows:
            self.row(row)
        if self.wide:
            sheet.split_at(grid.fixed, [start for start, _ in self.parts[1:]])
        self.chart(body)
        for note in grid.notes:
            sheet.line(note, {"italic": True}, 10)
        self.signed()

    def headed(self) -> None:
        """The two blocks above: who issues it over the fixed columns, the national heading over the others."""
        left, head = (0, self.grid.fixed - 1), self.head
        blocks: tuple[tuple[tuple[tuple[int, int], str, Style], ...], ...] = (
            ((left, head.superior, {}), (self.right, head.country, {"bold": True})),
            ((left, head.issuer, {"bold": True}), (self.right, head.motto, {"bold": True, "underline": 1})),
            ((self.right, head.place_date, {"italic": True}),),
        )
        for row in blocks:
            for (first, last), text, look in row:
                self.sheet.span(first, last, text, {"align": "center", "font_size": 12, **look})
            self.sheet.row += 1
        self.sheet.row += 1

    def headings(self) -> None:
        """One row of headings, or two where headings stand above others."""
        sheet, columns = self.sheet, self.grid.columns
        above = list(spans(columns))
        if not any(text for text, _, _ in above):
            sheet.cells([column.title for column in columns], HEADING)
            return
        top, high = sheet.row, 1
        for text, first, last in above:
            if text:
                sheet.span(first, last, text, HEADING)
                high = max(high, lines(text, sum(sheet.widths[first : last + 1]) * 0.9, _SIZE))
            else:
                sheet.area((top, first), (top + 1, last), columns[first].title, HEADING)
        sheet.height(high)
        sheet.row += 1
        under = [at for text, first, last in above if text for at in range(first, last + 1)]
        for at in under:
            sheet.put(at, columns[at].title, HEADING)
        sheet.height(max(lines(columns[at].title, sheet.widths[at], _SIZE) for at in under))
        sheet.row += 1

    def row(self, row: Row) -> None:
        """One row of the table, high enough for its texts."""
        sheet, look = self.sheet, _LOOKS[row.look]
        texts = []
        for at, cell in enumerate(row.cells):
            content = self.content(cell)
            own = {**look, **_ABSENT} if cell is ABSENT else look
            middle = self.grid.columns[at].align is not Align.LEFT
            sheet.put(at, content, {**own, **_CENTRED} if middle else own)
            texts += [lines(content, sheet.widths[at], _SIZE)] if isinstance(content, str) else []
        sheet.height(max(texts, default=1))
        sheet.row += 1

    def content(self, cell: Cell) -> Content:
        """A cell as the workbook holds it: amounts as numbers with the format that shows them as they are printed."""
        if isinstance(cell, Figure):
            return Amount(cell.value, *cell.decimals(self.grid.rounding), cell.after)
        return None if isinstance(cell, Absent) else cell

    def chart(self, body: int) -> None:
        """Horizontal bars with their figures, the first one on top, below the table."""
        sheet, bars, count = self.sheet, self.grid.bars, len(self.grid.rows)
        if bars is None or not count:
            return
        name, last = sheet.worksheet.get_name(), body + count - 1
        chart = sheet.book.workbook.add_chart({"type": "bar"})
        chart.add_series({
            "categories": [name, body, bars.names, last, bars.names],
            "values": [name, body, bars.values, last, bars.values],
            "fill": {"color": "#1F4E79"},
            "gap": 40,
            "data_labels": {"value": True, "font": {"name": FONT, "size": 9}},
        })  # fmt: skip
        chart.set_title({"name": bars.title, "name_font": {"name": FONT, "size": 12, "bold": True}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"name": FONT, "size": 9}})
        # Every bar has its figure: an axis would stand on top, as the names go downwards.
        chart.set_x_axis({"min": 0, "max": 100, "visible": False, "major_gridlines": {"visible": False}})
        high = 100 + _BAR * count
        chart.set_size({"width": int(7 * sum(sheet.widths)), "height": high})
        sheet.row += 1
        # Fitting to the width would pass over the break: the chart begins a page of its own.
        sheet.worksheet.set_print_scale(_CHART_SCALE)
        sheet.worksheet.set_h_pagebreaks([sheet.row])
        sheet.worksheet.insert_chart(
            sheet.row, 0, chart, {"object_position": 1, "y_offset": 6, "description": bars.title}
        )
        sheet.row += high // _PIXELS_A_ROW + 2

    def signed(self) -> None:
        """The place for the signature, on the right."""
        words, sheet = self.of.words, self.sheet
        sheet.row += 1
        for key, look in (("sign.post", {"bold": True}), ("sign.how", {"italic": True})):
            sheet.span(*self.right, words.text(TOPIC, key), {"align": "center", "font_size": 12, **look})
            sheet.row += 1
