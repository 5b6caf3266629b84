"""The guide: how to fill in the form, and for every leaf what its data are and how points are given."""

from typing import Final

from parscore.model.criteria import Heading, Leaf, Level
from parscore.workbooks.form_book import (
    CRITERION_FILL,
    HEADING_FILL,
    INPUT_FILL,
    OTHERS_FILL,
    POINTS_FORMAT,
    FormBook,
    Look,
    Page,
)
from parscore.workbooks.form_plan import Plan, is_own
from parscore.workbooks.form_words import data_lines, kind_words, others_lines, provider_words, rule_lines
from parscore.workbooks.layout import CODE, GUIDE_SHEET, MAXIMUM, heading_of

WIDTHS: Final = (7.5, 44, 8, 40, 52, 22)
STEPS: Final = 7
"""Lines of advice above the table; their texts are ``guide.1`` to ``guide.7``, and one on the sheet of sections."""
_COLOURS: Final = (("input", INPUT_FILL), ("locked", "#FFFFFF"), ("others", OTHERS_FILL))


def write_guide(book: FormBook, plan: Plan, footer: str) -> None:
    """Write the sheet of the guide."""
    page = book.page(GUIDE_SHEET, WIDTHS, footer)
    last = len(WIDTHS)
    title = book.text("guide.title", year=plan.form.season.year)
    page.span(1, 1, last, title, {"bold": True, "align": "center", "font_size": 14})
    page.height(1, 26)
    row = 2
    steps = ["1", *(["sections"] if plan.carried else []), *map(str, range(2, STEPS + 1))]
    for number, step in enumerate(steps, 1):
        text = f"{number}. {book.text(f'guide.{step}')}"
        page.span(row, 1, last, text, {"indent": 0})
        page.height_for(row, [(text, page.width(1, last))])
        row += 1
    for key, fill in _COLOURS:
        page.put(row, 1, None, {"bg_color": fill, "border": 1})
        page.span(row, 2, last, book.text(f"colour.{key}"))
        row += 1
    row += 1
    _write_leaves(page, plan, row)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:A1000"})
    page.sheet.freeze_panes(0, 2)


def _write_leaves(page: Page, plan: Plan, header: int) -> None:
    """Write the table of the leaves; the heading row is repeated on every page."""
    book = page.book
    named = (heading_of(CODE), book.text("guide.item"), heading_of(MAXIMUM), book.text("guide.data"),
             book.text("guide.rule"), book.text("guide.reference"))  # fmt: skip
    for column, text in enumerate(named, 1):
        page.put(header, column, text, {"bold": True, "align": "center", "border": 1, "bg_color": HEADING_FILL})
    page.height(header, 34)
    page.sheet.repeat_rows(header - 1)
    row = header + 1
    for line in plan.lines:
        item = plan.item(line.code)
        if line.kind == "heading" and isinstance(item, Heading):
            _heading(page, row, item, plan)
        elif line.kind == "leaf" and isinstance(item, Leaf):
            _leaf(page, row, item)
        else:
            continue
        row += 1
    page.sheet.print_area(0, 0, row - 2, len(WIDTHS) - 1)


def _heading(page: Page, row: int, item: Heading, plan: Plan) -> None:
    fill = HEADING_FILL if item.level is Level.AREA else CRITERION_FILL
    look: Look = {"bold": True, "border": 1, "bg_color": fill}
    page.put(row, 1, item.code, {**look, "num_format": "@"})
    page.put(row, 2, item.name, look)
    page.put(row, 3, plan.maximum(item), {**look, "align": "center", "num_format": POINTS_FORMAT})
    for column in range(4, len(WIDTHS) + 1):
        page.put(row, column, None, look)
    # Bold letters are about a tenth wider.
    page.height_for(row, [(item.name, page.widths[1] * 0.9)])


def _leaf(page: Page, row: int, leaf: Leaf) -> None:
    words, look = page.book.words, {"border": 1, "valign": "top"}
    asked = (f"{line} ({kind_words(one, words)})" for line, one in zip(data_lines(leaf), leaf.own_inputs, strict=False))
    data = "\n".join((*asked, *others_lines(leaf, words))) if is_own(leaf) else provider_words(leaf, words)
    rule = "\n".join(rule_lines(leaf, words))
    page.put(row, 1, leaf.code, {**look, "num_format": "@"})
    page.put(row, 2, leaf.name, look)
    page.put(row, 3, leaf.maximum, {**look, "align": "center", "num_format": POINTS_FORMAT})
    for column, text in ((4, data), (5, rule), (6, leaf.reference)):
        _lines(page, row, column, text, look)
    told = (leaf.name, data, rule, leaf.reference)
    page.height_for(row, zip(told, (page.widths[column] for column in (1, 3, 4, 5)), strict=True))


def _lines(page: Page, row: int, column: int, text: str, look: Look) -> None:
    """Write a text of several lines; a line break is the one control character that a cell may hold here."""
    page.sheet.write_string(row - 1, column - 1, text, page.book.style(look))
