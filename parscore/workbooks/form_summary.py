"""The line above the table that says at every moment how far the form is."""

from collections.abc import Sequence
from string import Formatter
from typing import Final

from parscore.model.place import column_letters
from parscore.workbooks.form_book import Computed, Page
from parscore.workbooks.form_checks import MISSING, REMIND, WRONG

ROW: Final = 6
_GOOD: Final = {"bg_color": "#E2F0D9"}
_OPEN: Final = {"bg_color": "#FCE4D6"}


def write_summary(page: Page, last: int, key: str, ranges: Sequence[str], said: Sequence[str]) -> None:
    """Write the live check: leaves not filled in, scores above the maximum, other faults, reminders.

    ``key`` names its text; ``ranges`` are those of the checks of the rows it counts, ``said`` what they say now. Green
    once nothing is open.
    """
    book = page.book
    above = f"{book.text(f'kind.{WRONG}')}: {book.text('check.above')}"
    starts = {kind: f"{book.text(f'kind.{kind}')}:" for kind in (MISSING, WRONG, REMIND)}
    counts = {kind: sum(text.startswith(start) for text in said) for kind, start in starts.items()}
    formulas = {kind: _counted(ranges, f"{start}*") for kind, start in starts.items()}
    counts["above"], formulas["above"] = said.count(above), _counted(ranges, above)
    counts[WRONG] -= counts["above"]
    formulas[WRONG] = f"({formulas[WRONG]}-{formulas['above']})"
    template = book.words.template("form", key)
    computed = Computed(_joined(template, formulas), template.format(**counts))
    look = {"bold": True, "border": 1, "align": "center", "bg_color": "#FFFFFF"}
    page.span(ROW, 1, last, computed, look)
    page.height(ROW, 20)
    # A rule for colours may not look at other sheets: it looks at the line itself.
    nothing = template.format(**dict.fromkeys(counts, 0))
    for sign, colour in (("<>", _OPEN), ("=", _GOOD)):
        rule = {
            "type": "formula",
            "criteria": f'=$A${ROW}{sign}"{nothing}"',
            "format": book.workbook.add_format(colour),
        }
        page.sheet.conditional_format(ROW - 1, 0, ROW - 1, last - 1, rule)


def colour_rows(page: Page, at: int, first: int, bottom: int) -> None:
    """Colour the check of each row by its kind; ``at`` is its column."""
    column = column_letters(at)
    colours = {WRONG: ("#F8CBAD", "#C00000"), MISSING: ("#FCE4D6", "#833C0B"), REMIND: ("#FFF2CC", "#7F6000")}
    for kind, (fill, font) in colours.items():
        start = f"{page.book.text(f'kind.{kind}')}:"
        style = page.book.workbook.add_format({"bg_color": fill, "font_color": font})
        rule = {"type": "formula", "criteria": f'=LEFT(${column}{first},{len(start)})="{start}"', "format": style}
        page.sheet.conditional_format(first - 1, at - 1, bottom - 1, at - 1, rule)


def _counted(ranges: Sequence[str], text: str) -> str:
    """How often a text stands in some ranges, as a formula."""
    counts = (f'COUNTIF({cells},"{text}")' for cells in ranges)
    return f"({'+'.join(counts)})"


def _joined(template: str, formulas: dict[str, str]) -> str:
    """A text with placeholders as a formula that joins its pieces."""
    pieces: list[str] = []
    for text, name, _, _ in Formatter().parse(template):
        pieces += [f'"{text}"'] if text else []
        pieces += [formulas[name]] if name else []
    return "&".join(pieces)
