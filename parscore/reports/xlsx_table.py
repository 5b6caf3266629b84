"""Plain tables as a workbook, one sheet each, to be filtered and sorted; the same rows give the same bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from parscore.messages import Words
from parscore.reports.xlsx_sheet import HEADING, Book, Content
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, its title, the headings with the width of each column, and the rows."""

    name: str
    title: str
    headings: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Content]]
    notes: Sequence[str] = ()
    """Lines below the table."""


def tables_workbook(title: str, tables: Sequence[Table], words: Words, footer: str, *, draft: bool = False) -> bytes:
    """Return a workbook of the tables; headings are frozen and filtered, the footer stands on every page."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    workbook.set_properties({"title": title, "comments": footer, "company": REPORT_MARK, "created": CREATED})
    book = Book(workbook, words, draft=draft, footer=footer)
    for table in tables:
        _write(book, table)
    workbook.close()
    return stream.getvalue()


def _write(book: Book, table: Table) -> None:
    sheet = book.sheet(table.name, table.widths, 11)
    sheet.title(table.title)
    sheet.row += 1
    first = sheet.row
    sheet.cells(table.headings, HEADING)
    sheet.frozen(0, first)
    for row in table.rows:
        sheet.cells(row)
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
    sheet.row += 1
    for note in table.notes:
        sheet.line(note)
