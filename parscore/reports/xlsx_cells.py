"""Writing planned rows of a working paper with XlsxWriter: texts, values that are given, and formulas with results.

Every result that is stored beside a formula is what ``rules.worded`` makes of it, so that a program that does not
calculate shows the same figures as one that does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from parscore.audit.ledger import Ledger
from parscore.messages import Words
from parscore.model.criteria import Rounding
from parscore.model.formula import Word
from parscore.reports.paper_layout import AREA, HEADER, ITEM, LINE, TITLE, TOTAL, Content, Held, Plan, Row
from parscore.reports.printing import SCREEN
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, Book, Look, Sheet
from parscore.rules.excel import Excel, Spot
from parscore.workbooks.measure import lines
from parscore.workbooks.writing import fitting

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]

TOPIC: Final = "papers"
SIZE: Final = 10
_YELLOW: Final = "#FFF9D6"
_NAMED: Final = 1
"""The last column of an item's code and name."""
_LOOKS: Final[Mapping[str, Look]] = {
    HEADER: HEADING,
    AREA: {"bold": True, "bg_color": HEADING_FILL},
    ITEM: {"bold": True},
    LINE: {},
    TITLE: {"bold": True, "font_size": 11},
    TOTAL: {"bold": True, "bg_color": HEADING_FILL},
}


@dataclass(frozen=True, slots=True)
class CellWriter:
    """Writes the rows of the sheets of one agency."""

    book: Book
    ledger: Ledger
    spots: Mapping[str, Spot]
    rounding: Rounding
    styles: dict[tuple[str, str, str, bool], "Format"] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the workbook's language."""
        return self.book.words

    def rows(self, sheet: Sheet, plan: Plan) -> None:
        """Write all rows of a plan from its first row on."""
        excel = Excel(plan.name, self.spots.__getitem__, self._word)
        for at, row in enumerate(plan.rows):
            line, texts = plan.head + at, () if row.sort == TITLE else enumerate(row.cells)
            height = max((self._lines(content, column, sheet) for column, content in texts), default=1)
            sheet.worksheet.set_row(line, min(409, height * SIZE * 1.2 + 4))
            for column, content in enumerate(row.cells):
                self._cell(sheet, excel, (line, column), content, row)

    def _lines(self, content: Content, column: int, sheet: Sheet) -> int:
        if not isinstance(content, str):
            return 1
        return sum(lines(part, sheet.widths[column], SIZE) for part in content.split("\n"))

    def _cell(self, sheet: Sheet, excel: Excel, at: tuple[int, int], content: Content, row: Row) -> None:
        if isinstance(content, Held):
            self._held(sheet, excel, at, content, row.sort)
        elif content:
            # What is said about a leaf is no heading, as its code and name are.
            plain = row.sort == ITEM and at[1] > _NAMED
            sheet.worksheet.write_string(
                *at, fitting_lines(content), self._style(row.sort, "plain" if plain else "text")
            )
        elif row.sort != TITLE:
            sheet.worksheet.write_blank(*at, None, self._style(row.sort, ""))

    def _style(self, sort: str, kind: str, pattern: str = "", given: bool = False) -> "Format":
        """The format of a cell of a sort of row: of a text, of nothing, or of a number with its pattern."""
        key = (sort, kind, pattern, given)
        if key not in self.styles:
            look: dict[str, object] = {"font_size": SIZE, "border": 0 if sort == TITLE else 1}
            look |= {"text_wrap": sort != TITLE, **_LOOKS[sort]}
            look |= {"indent": 1} if kind in ("text", "plain") and sort not in (HEADER, TITLE) else {}
            look |= {"bold": False} if kind == "plain" else {}
            look |= {"align": "center", "text_wrap": False, "num_format": pattern} if pattern else {}
            self.styles[key] = self.book.style({**look, "bg_color": _YELLOW} if given else look)
        return self.styles[key]

    def _held(self, sheet: Sheet, excel: Excel, at: tuple[int, int], held: Held, sort: str) -> None:
        """Write a cell of the ledger: yellow where its value is given."""
        value, formula = self.ledger.value(held.key), self.ledger.formulas.get(held.key)
        style = self._style(sort, "number", self._pattern(held), formula is None)
        told = self._stored(value)
        if formula is not None:
            sheet.worksheet.write_formula(*at, excel.formula(formula), style, told)
        elif value is None:
            sheet.worksheet.write_blank(*at, None, style)
        elif isinstance(told, str):
            sheet.worksheet.write_string(*at, fitting(told), style)
        else:
            sheet.worksheet.write_number(*at, told, style)

    def _pattern(self, held: Held) -> str:
        if held.key in self.ledger.days:
            return "dd/mm/yyyy"
        digits = {"printed": self.rounding.points, "index": self.rounding.index}
        if held.kind in digits:
            return f"#,##0.{'0' * digits[held.kind]}" if digits[held.kind] else "#,##0"
        if held.kind == "answer":
            return '[=1]"{}";[=0]"{}";General'.format(
                *(self.words.text(SCREEN, f"value.{key}") for key in ("yes", "no"))
            )
        return {"share": "0.00##%", "plain": "0"}.get(held.kind, "General")

    def _stored(self, value: object) -> float | str:
        if isinstance(value, Fraction):
            return float(value)
        if isinstance(value, Word):
            return self._word(value.key)
        return value if isinstance(value, str) else ""

    def _word(self, key: str) -> str:
        return self.words.text(TOPIC, f"word.{key}")


def fitting_lines(text: str) -> str:
    """A text of several lines as a cell can hold it."""
    return "\n".join(map(fitting, text.split("\n")))
