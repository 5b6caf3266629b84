"""What stands above and below a form's tables: the official heading, whose form it is, and the signatures."""

from typing import Final

from parscore.viet import normal_form
from parscore.workbooks.form_book import FormBook, Look, Page
from parscore.workbooks.form_plan import Form
from parscore.workbooks.layout import AGENCY_ID_LABEL, AGENCY_LABEL, FORM_SHEET, SECTIONS_SHEET

_COMMUNES: Final = ("xã ", "phường ", "thị trấn ", "đặc khu ")
_CENTRED: Final[Look] = {"align": "center", "font_size": 12, "text_wrap": False}
_BOLD: Final[Look] = {**_CENTRED, "bold": True}
_EDITED: Final[Look] = {"align": "center", "italic": True, "locked": False}
"""Lines that the agency completes: the number of its report, place and date."""


def write_heading(page: Page, form: Form, left: int, last: int) -> None:
    """Write the five lines above the main table: two blocks side by side, title, sub-title, and whose form it is.

    ``left`` is the last column of the left block, ``last`` that of the table.
    """
    book = page.book
    _write_blocks(page, form, left, last)
    _write_title(page, last, book.text("head.title", year=form.season.year))
    page.span(4, 1, last, book.text("head.report", agency=form.agency.name), _EDITED)


def write_sections_heading(page: Page, form: Form, left: int, last: int) -> None:
    """Write the five lines above the table of sections: the title by which it is known, and to what it belongs."""
    _write_blocks(page, form, left, last)
    _write_title(page, last, SECTIONS_SHEET.upper())
    belongs = page.book.text("head.sections", year=form.season.year, sheet=FORM_SHEET)
    page.span(4, 1, last, belongs, {"align": "center", "italic": True})


def _write_title(page: Page, last: int, title: str) -> None:
    page.span(3, 1, last, title, {"align": "center", "bold": True, "font_size": 14, "text_wrap": False})
    page.height(3, 24)


def _write_blocks(page: Page, form: Form, left: int, last: int) -> None:
    """Write the two blocks of an official document, and whose form it is."""
    book, agency = page.book, form.agency
    page.span(1, 1, left, _above(form, book), _CENTRED)
    page.span(1, left + 1, last, book.text("head.country"), _BOLD)
    page.span(2, 1, left, agency.name.upper(), _BOLD)
    page.span(2, left + 1, last, book.text("head.motto"), {**_BOLD, "underline": 1})
    page.span(5, 1, left, f"{AGENCY_LABEL}: {agency.name}", {"bold": True, "text_wrap": False})
    told = f"{AGENCY_ID_LABEL}: {agency.id}"
    page.span(5, left + 1, last, told, {"bold": True, "align": "right", "text_wrap": False})


def write_signatures(page: Page, row: int, left: int, last: int) -> None:
    """Write the places for date and signatures, and leave room for them."""
    book = page.book
    page.span(row, left + 1, last, book.text("sign.date"), _EDITED)
    for first, end, who in ((1, left, "maker"), (left + 1, last, "head")):
        page.span(row + 1, first, end, book.text(f"sign.{who}"), _BOLD)
        page.span(row + 2, first, end, book.text(f"sign.{who}.how"), {"align": "center", "italic": True})
        page.span(row + 7, first, end, None, {**_BOLD, "locked": False})


def _above(form: Form, book: FormBook) -> str:
    """The body above the agency: the province's committee, or the words before a commune's name."""
    if normal_form(form.agency.name).startswith(_COMMUNES):
        return book.text("head.commune")
    return book.text("head.province", province=form.season.province.upper())
