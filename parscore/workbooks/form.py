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
from parscore.workbooks.form_head import write_heading, write_sections_heading, write_signatures
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
    _write_tables(book, plan, lists, footer)
    write_documents(book, plan, lists, footer)
    _write_hidden(book, plan, lists)
    book.workbook.close()
    return stream.getvalue()


def _write_tables(book: FormBook, plan: Plan, lists: Lists, footer: str) -> None:
    """Write the sheets that are filled in; the main one, which opens, counts the checks of both."""
    tables = [Table(book.page(sheet, widths_of(plan), footer), sheet, plan, lists) for sheet in plan.sheets]
    for table in tables:
        table.write()
    left, last = plan.column(NAME), plan.last_column
    main, *others = tables
    ranges = [check_range(plan, FORM_SHEET), *(f"'{table.sheet}'!{check_range(plan, table.sheet)}" for table in others)]
    write_heading(main.page, plan.form, left, last)
    write_summary(main.page, last, "summary", ranges, [text for table in tables for text in table.said])
    write_signatures(main.page, plan.last_row + 2, plan.column(MAXIMUM), last)
    _set_up(main, plan.last_row, plan.last_row + 9)
    main.page.sheet.activate()
    for table in others:
        write_sections_heading(table.page, plan.form, left, last)
        write_summary(table.page, last, "summary.sections", [check_range(plan, table.sheet)], table.said)
        _set_up(table, plan.bottom(table.sheet), plan.bottom(table.sheet))


def _set_up(table: Table, bottom: int, printed: int) -> None:
    """Freeze and repeat the header, colour the checks down to the last row, and print so many rows."""
    page, plan = table.page, table.plan
    colour_rows(page, plan.column(CHECK), HEADER_ROW + 1, bottom)
    page.sheet.freeze_panes(HEADER_ROW, plan.column(NAME))
    page.sheet.repeat_rows(HEADER_ROW - 1)
    page.sheet.print_area(0, 0, printed - 1, plan.last_column - 1)
    page.sheet.ignore_errors({"number_stored_as_text": f"A1:A{bottom}"})


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
