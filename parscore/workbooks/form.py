"""The self-assessment form: one workbook an agency, written by the layout that reads it back.

The same order gives the same bytes. Cells to fill in are yellow and unlocked; everything else is locked without a
password. Formulas carry the value they have now.
"""

from io import BytesIO

from parscore.messages import Words
from parscore.viet import safe_name
from parscore.workbooks.form_book import FormBook, open_book
from parscore.workbooks.form_documents import write_documents
from parscore.workbooks.form_guide import write_guide
from parscore.workbooks.form_head import write_heading, write_signatures
from parscore.workbooks.form_lists import MARKS, Lists
from parscore.workbooks.form_plan import HEADER_ROW, Form, Plan
from parscore.workbooks.form_summary import colour_rows, write_summary
from parscore.workbooks.form_table import Table, check_range, widths_of
from parscore.workbooks.layout import CHECK, FORM_SHEET, LISTS_SHEET, MAXIMUM, NAME, STAMP_SHEET
from parscore.workbooks.stamp import stamp_of


def form_name(form: Form) -> str:
    """Return the name of a form's file, in ASCII as ids are: ``2025_SYT_tucham.xlsx``."""
    return f"{form.season.year}_{safe_name(form.agency.id)}_tucham.xlsx"


def form_bytes(plan: Plan, words: Words) -> bytes:
    """Return the workbook of an agency's form; the guide and the prompts are in the language of ``words``."""
    stream = BytesIO()
    form, lists = plan.form, Lists()
    book = open_book(stream, words, words.text("form", "head.title", year=form.season.year))
    lists.range_of(MARKS)
    criteria = form.criteria
    footer = f"{form.agency.id} · {criteria.id}@{criteria.version} · SHA-256 {criteria.digest[:12]}"
    write_guide(book, plan, footer)
    _write_table(book, plan, lists, footer)
    write_documents(book, plan, lists, footer)
    _write_hidden(book, plan, lists)
    book.workbook.close()
    return stream.getvalue()


def _write_table(book: FormBook, plan: Plan, lists: Lists, footer: str) -> None:
    """Write the sheet that is filled in; it is the one that opens."""
    page = book.page(FORM_SHEET, widths_of(plan), footer)
    table = Table(page, plan, lists)
    table.write()
    left, last = plan.column(NAME), plan.last_column
    write_heading(page, plan.form, left, last)
    write_summary(page, last, check_range(plan), table.said)
    colour_rows(page, check_range(plan), HEADER_ROW + 1, plan.last_row, plan.column(CHECK))
    write_signatures(page, plan.last_row + 2, plan.column(MAXIMUM), last)
    page.sheet.freeze_panes(HEADER_ROW, left)
    page.sheet.repeat_rows(HEADER_ROW - 1)
    page.sheet.print_area(0, 0, plan.last_row + 8, last - 1)
    page.sheet.ignore_errors({"number_stored_as_text": f"A1:A{plan.last_row}"})
    page.sheet.activate()


def _write_hidden(book: FormBook, plan: Plan, lists: Lists) -> None:
    """Write the lists of the drop-downs and the stamp, where only programs look."""
    sheet = book.hidden(LISTS_SHEET)
    for entries, column in lists.columns.items():
        for row, entry in enumerate(entries):
            if isinstance(entry, str):
                sheet.write_string(row, column - 1, entry)
            else:
                sheet.write_number(row, column - 1, float(entry))
    stamp = book.hidden(STAMP_SHEET)
    form = plan.form
    for row, pair in enumerate(stamp_of(form.season.year, form.agency, form.criteria).rows()):
        for column, text in enumerate(pair):
            stamp.write_string(row, column, text)
