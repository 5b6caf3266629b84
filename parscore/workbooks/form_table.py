"""The table of a form: its header, headings, what the data of leaves are, and the total."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Heading, Level, Section
from parscore.model.place import column_letters
from parscore.workbooks import form_book
from parscore.workbooks.claims import claimed_points, claimed_total
from parscore.workbooks.form_book import Computed, Content, Look, Page
from parscore.workbooks.form_leaf import LeafRows
from parscore.workbooks.form_lists import Lists
from parscore.workbooks.form_plan import HEADER_ROW, Line, Plan, is_own
from parscore.workbooks.form_words import data_lines
from parscore.workbooks.layout import (
    CHECK,
    CODE,
    EVIDENCE,
    FORM_SHEET,
    MAXIMUM,
    NAME,
    POINTS,
    PREVIOUS_EVIDENCE,
    PREVIOUS_POINTS,
    RATE,
    REASON,
    SECTIONS_SHEET,
    TOTAL_NAME,
    heading_of,
)
from parscore.workbooks.measure import lines

WIDTHS: Final = {
    CODE: 7.5, NAME: 46, MAXIMUM: 8, RATE: 8.5, POINTS: 9.5, EVIDENCE: 30, REASON: 24, CHECK: 21,
    PREVIOUS_POINTS: 8.5, PREVIOUS_EVIDENCE: 24,
}  # fmt: skip
INPUT_WIDTH: Final = 10.5
_HEADER: Final[Look] = {"bold": True, "align": "center", "border": 1, "bg_color": form_book.HEADING_FILL}
_NUMBER: Final[Look] = {"align": "center", "indent": 0, "num_format": form_book.POINTS_FORMAT}
_DATA: Final[Look] = {"border": 1, "italic": True, "font_size": 10, "font_color": "#404040"}


Contents = dict[str, Content | Computed]


@dataclass(slots=True)
class Table:
    """Writes the table of one sheet of a form. ``said`` are the checks of its rows as they stand now."""

    page: Page
    sheet: str
    plan: Plan
    lists: Lists
    said: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write the header and every row."""
        for column, role in enumerate(self.plan.columns, 1):
            self.page.put(HEADER_ROW, column, heading_of(role), _HEADER)
        widths = zip(self.plan.columns, self.page.widths, strict=True)
        self.page.height(HEADER_ROW, max(lines(heading_of(role), width, 12) for role, width in widths) * 15 + 4)
        leaves = LeafRows(self.page, self.plan, self.lists, self.said)
        for line in (line for line in self.plan.lines if line.sheet == self.sheet):
            item = self.plan.item(line.code)
            if isinstance(item, Heading):
                self._heading(line.row, item)
            elif line.kind == "leaf":
                leaves.write(line.row, self.plan.leaves[line.code])
            else:
                self._data(line)
        if self.sheet == FORM_SHEET:
            self._carried()
            self._total()

    def _row(
        self, row: int, contents: Mapping[str, Content | Computed], looks: Mapping[str, Look], usual: Look
    ) -> None:
        """Write a row: what a role holds and how it looks; the others are blank and look as usual."""
        for column, role in enumerate(self.plan.columns, 1):
            self.page.put(row, column, contents.get(role), looks.get(role, usual))

    def _heading(self, row: int, item: Heading) -> None:
        """An area, criterion or section with the sum of what is claimed below it; a section counts up to its cap."""
        area = item.level is Level.AREA
        look: Look = {
            "bold": True,
            "border": 1,
            "bg_color": form_book.HEADING_FILL if area else form_book.CRITERION_FILL,
        }
        numbers: Look = {**look, **_NUMBER}
        told = "" if item.section is Section.AREA else self.page.book.text(f"section.{item.section}")
        added = f"SUM({','.join(self.plan.cell(child.code, POINTS) for child in item.children)})"
        if item.section is not Section.AREA:
            added = f"MIN({added},{self.plan.cell(item.code, MAXIMUM)})"
        contents: Contents = {
            CODE: item.code,
            NAME: item.name,
            MAXIMUM: self.plan.maximum(item),
            POINTS: Computed(added, claimed_points(item, self._claims)),
            EVIDENCE: told or None,
        }
        looks = {CODE: {**look, "num_format": "@", "indent": 0}, MAXIMUM: numbers, POINTS: numbers}
        self._row(row, contents, looks, look)
        # Bold letters are about a tenth wider.
        self.page.height_for(row, [(item.name, WIDTHS[NAME]), (told, WIDTHS[EVIDENCE] * 0.9)])

    def _carried(self) -> None:
        """The rows of the main sheet that say what the sections come to; their items stand on the other sheet."""
        look: Look = {"bold": True, "border": 1, "bg_color": form_book.HEADING_FILL}
        numbers: Look = {**look, **_NUMBER}
        looks = {CODE: {**look, "num_format": "@", "indent": 0}, MAXIMUM: numbers, POINTS: numbers}
        looks |= {EVIDENCE: {**look, "bold": False}}
        sections = (area for area in self.plan.form.criteria.areas if area.code in self.plan.carried)
        for section in sections:
            row, text = self.plan.carried[section.code], self.page.book.text
            told = text("section.carried", effect=text(f"section.{section.section}"), sheet=SECTIONS_SHEET)
            worth = f"'{SECTIONS_SHEET}'!{self.plan.cell(section.code, POINTS)}"
            contents: Contents = {
                CODE: section.code,
                NAME: section.name,
                MAXIMUM: section.maximum,
                POINTS: Computed(worth, claimed_points(section, self._claims)),
                EVIDENCE: told,
            }
            self._row(row, contents, looks, look)
            self.page.height_for(row, [(section.name, WIDTHS[NAME]), (told, WIDTHS[EVIDENCE])])

    def _data(self, line: Line) -> None:
        """The row below a leaf that says what its data columns hold."""
        told = "; ".join(data_lines(self.plan.leaves[line.code]))
        self._row(line.row, {}, {}, _DATA)
        first, last = self.plan.column(NAME), self.plan.column(POINTS)
        self.page.span(line.row, first, last, told, {**_DATA, "indent": 2})
        self.page.height_for(line.row, [(told, self.page.width(first, last))])

    def _total(self) -> None:
        areas = self.plan.form.criteria.areas
        look: Look = {"bold": True, "border": 1, "bg_color": form_book.HEADING_FILL}
        numbers: Look = {**look, **_NUMBER}
        signs = {Section.PENALTY: "-"}
        signed = (f"{signs.get(area.section, '+')}{self.plan.summand(area, POINTS)}" for area in areas)
        maxima = ",".join(self.plan.cell(area.code, MAXIMUM) for area in areas if area.section is Section.AREA)
        contents: Contents = {
            NAME: TOTAL_NAME,
            MAXIMUM: Computed(f"SUM({maxima})", self.plan.total_maximum()),
            POINTS: Computed("".join(signed).removeprefix("+"), claimed_total(self.plan.form.criteria, self._claims)),
        }
        self._row(self.plan.last_row, contents, {MAXIMUM: numbers, POINTS: numbers}, look)

    @property
    def _claims(self) -> dict[str, Fraction]:
        """The claimed points of the agency's own leaves."""
        rows = self.plan.form.answers
        own = (code for code, leaf in self.plan.leaves.items() if is_own(leaf) and code in rows)
        found = {code: rows[code].claimed.value for code in own}
        return {code: value for code, value in found.items() if isinstance(value, Fraction)}


def widths_of(plan: Plan) -> tuple[float, ...]:
    """The widths of the columns of a form."""
    return tuple(WIDTHS.get(role, INPUT_WIDTH) for role in plan.columns)


def check_range(plan: Plan, sheet: str) -> str:
    """The range of the checks of all rows of a sheet, as an address within it."""
    letters = column_letters(plan.column(CHECK))
    return f"${letters}${HEADER_ROW + 1}:${letters}${plan.bottom(sheet)}"
