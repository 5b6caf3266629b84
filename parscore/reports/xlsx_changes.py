"""Changes as a workbook of one sheet, to be filtered and sorted; the same rows give the same bytes."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

from parscore.messages import Words
from parscore.model.season import Season
from parscore.reports.changes import TOPIC, headings
from parscore.reports.xlsx_sheet import HEADING, Book
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options

_WIDTHS: Final = (14, 14, 9, 8, 40, 20, 13, 13, 22, 12, 40, 24, 30)
_CENTRED: Final = (0, 1, 2, 3, 6, 7, 9)


def changes_workbook(rows: Iterable[Sequence[str]], season: Season, words: Words) -> bytes:
    """Return the workbook of rows by ``COLUMNS``."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    title = words.text(TOPIC, "title", year=season.year)
    workbook.set_properties({"title": title, "company": REPORT_MARK, "created": CREATED})
    sheet = Book(workbook, words, draft=False, footer=title).sheet(words.text(TOPIC, "sheet"), _WIDTHS, 11)
    sheet.title(title)
    sheet.row += 1
    first = sheet.row
    sheet.cells(headings(words), HEADING)
    sheet.frozen(0, first)
    for row in rows:
        sheet.cells(row, centred=_CENTRED)
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
    workbook.close()
    return stream.getvalue()
