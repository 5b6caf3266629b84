"""The index of evidence as a sheet of the form: one row a document, with a drop-down of the leaves."""

from datetime import date
from typing import Final

from parscore.workbooks.days import day_of_text
from parscore.workbooks.documents import COLUMNS, FIRST_ROW, ROWS, Document
from parscore.workbooks.form_book import HEADING_FILL, Content, FormBook, Look
from parscore.workbooks.form_inputs import INPUT_LOOK
from parscore.workbooks.form_lists import Lists
from parscore.workbooks.form_plan import Plan, is_own
from parscore.workbooks.layout import DOCUMENTS_SHEET

WIDTHS: Final = (6, 10, 22, 14, 26, 60, 40)
_TEXT: Final[Look] = {**INPUT_LOOK, "num_format": "@"}
_LOOKS: Final[tuple[Look, ...]] = (
    {**_TEXT, "align": "center"}, _TEXT, {**INPUT_LOOK, "num_format": "dd/mm/yyyy", "align": "center"}, _TEXT, _TEXT,
    _TEXT,
)  # fmt: skip


def write_documents(book: FormBook, plan: Plan, lists: Lists, footer: str) -> None:
    """Write the sheet; its rows are numbered, the other cells are for the agency."""
    page = book.page(DOCUMENTS_SHEET, WIDTHS, footer)
    last = len(COLUMNS)
    title = book.text("documents.title", agency=plan.form.agency.name, year=plan.form.season.year)
    page.span(1, 1, last, title, {"bold": True, "align": "center", "font_size": 14})
    page.height(1, 26)
    page.span(2, 1, last, book.text("documents.how"), {"italic": True, "align": "center"})
    page.height(2, 20)
    header = FIRST_ROW - 1
    for column, text in enumerate(COLUMNS, 1):
        page.put(header, column, text, {"bold": True, "align": "center", "border": 1, "bg_color": HEADING_FILL})
    page.height(header, 30)
    listed = (*plan.form.documents, *(Document("") for _ in range(ROWS)))[:ROWS]
    for row, document in enumerate(listed, FIRST_ROW):
        page.sheet.write_number(row - 1, 0, row - header, book.style({"border": 1, "align": "center"}))
        for column, (content, look) in enumerate(zip(_contents(document), _LOOKS, strict=True), 2):
            page.put(row, column, content, look)
    codes = tuple(leaf.code for leaf in plan.leaves.values() if is_own(leaf))
    if codes:
        found = {"validate": "list", "source": f"={lists.range_of(codes)}", "error_message": book.text("error.code")}
        page.sheet.data_validation(header, 1, header + ROWS - 1, 1, found)
    page.sheet.repeat_rows(header - 1)
    page.sheet.freeze_panes(header, 2)
    page.sheet.print_area(0, 0, header + ROWS - 1, last - 1)


def _contents(document: Document) -> tuple[Content, ...]:
    """The cells of a document; a day that can be read is stored as one."""
    day = day_of_text(document.day) if document.day else ""
    shown: Content = day if isinstance(day, date) else document.day
    return document.code, document.number, shown, document.issuer, document.summary, document.link
