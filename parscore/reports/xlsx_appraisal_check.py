"""The live checks of an appraisal workbook: each row's, as a formula with the value it has now, and their summary.

They tell the person at the workbook what the reader would object to; they decide nothing. A new workbook is empty, so
that every check is empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parscore.model.place import column_letters
from parscore.model.stage import StageKind
from parscore.numbers import decimal_text
from parscore.reports.xlsx_sheet import Book, Look, Sheet
from parscore.season.appraisal_orders import Line
from parscore.workbooks.appraisal_layout import (
    CHECK,
    DECISION,
    DOCUMENT,
    INPUT_ROLES,
    POINTS,
    WHEN,
    WHO,
    WHY,
    Decision,
    is_explanation,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

_LOOK: Final[Look] = {"border": 1, "text_wrap": True, "valign": "top", "font_size": 10, "indent": 1}


@dataclass(frozen=True, slots=True)
class Checks:
    """Writes the checks; ``common`` are the cells of who and when for all rows."""

    text: Callable[[str], str]
    kind: StageKind
    roles: Sequence[str]
    common: Mapping[str, str]

    def row(self, sheet: Sheet, line: Line, book: Book) -> None:
        """Write the check of the sheet's current row."""
        at, column = sheet.row, self.roles.index(CHECK)
        formula = self._explained(at, line) if is_explanation(self.kind) else self._appraised(at, line)
        sheet.worksheet.write_formula(at, column, formula, book.style(_LOOK), "")

    def summary(self, sheet: Sheet, row: int, first: int, last: int, style: "Format") -> None:
        """Write how many rows are done and how many have a fault, as they stand: none."""
        letters = column_letters(self.roles.index(CHECK) + 1)
        cells, done = f"${letters}${first + 1}:${letters}${last + 1}", self._quoted("check.ok")
        count = last - first + 1
        faulty = f'SUMPRODUCT(({cells}<>"")*({cells}<>{done}))'
        parts = (self._quoted("summary.done"), f"COUNTIF({cells},{done})", f'"/{count}; "',
                 self._quoted("summary.faulty"), faulty)  # fmt: skip
        now = f"{self.text('summary.done')}0/{count}; {self.text('summary.faulty')}0"
        sheet.worksheet.write_formula(row, 0, f"={'&'.join(parts)}", style, now)

    def colour(self, sheet: Sheet, first: int, last: int, workbook: "Workbook") -> None:
        """Colour the checks: green where a row is done, red where it has a fault."""
        column = self.roles.index(CHECK)
        cell = f"${column_letters(column + 1)}{first + 1}"
        good, bad = (workbook.add_format({"bg_color": colour}) for colour in ("#DDEFD9", "#F8D7D3"))
        done = self._quoted("check.ok")
        for test, look in ((f"{cell}={done}", good), (f'{cell}<>""', bad)):
            rule = {"type": "formula", "criteria": f"={test}", "format": look, "stop_if_true": True}
            sheet.worksheet.conditional_format(first, column, last, column, rule)

    def _ref(self, role: str, row: int) -> str:
        return f"{column_letters(self.roles.index(role) + 1)}{row + 1}"

    def _quoted(self, key: str) -> str:
        return '"' + self.text(key).replace('"', '""') + '"'

    def _inputs(self, row: int) -> str:
        """How many figures are given."""
        own = [role for role in INPUT_ROLES if role in self.roles]
        return f"COUNTA({self._ref(own[0], row)}:{self._ref(own[-1], row)})" if own else "0"

    def _empty(self, row: int, *roles: str) -> str:
        return ",".join(f'TRIM({self._ref(role, row)})=""' for role in roles)

    def _outside(self, row: int, line: Line) -> str:
        """Whether points are given outside their bounds."""
        if line.score is None:
            return "FALSE"
        points, leaf = self._ref(POINTS, row), line.score.leaf
        least, most = decimal_text(leaf.rule.least), decimal_text(leaf.maximum)
        return f"IF(ISNUMBER({points}),OR({points}<{least},{points}>{most}),FALSE)"

    def _authored(self, row: int) -> list[tuple[str, str]]:
        """Who and when, of the row or for all rows."""
        return [
            (f'AND({self._empty(row, role)},TRIM({self.common[role]})="")', f"check.{role}") for role in (WHO, WHEN)
        ]

    def _appraised(self, row: int, line: Line) -> str:
        """The check of an appraiser's row: the first objection, or that it is done."""
        decision, points, inputs = self._ref(DECISION, row), self._ref(POINTS, row), self._inputs(row)
        says = {one: f'{decision}="{one.value}"' for one in Decision}
        tests = [
            (f'{decision}=""', "check.decision"),
            (f'AND(NOT({says[Decision.POINTS]}),{points}<>"")', "check.no_points"),
            (f"AND(NOT({says[Decision.DATA]}),{inputs}>0)", "check.no_data"),
            (f'AND({says[Decision.POINTS]},{points}="")', "check.points"),
            (self._outside(row, line), "check.bounds"),
            (f"AND({says[Decision.DATA]},{inputs}=0)", "check.data"),
            (f"AND(NOT({says[Decision.AGREE]}),{self._empty(row, WHY)})", "check.why"),
            *self._authored(row),
        ]
        untouched = f'AND({decision}="",{points}="",{inputs}=0,{self._empty(row, WHY, DOCUMENT)})'
        return self._first(untouched, tests)

    def _explained(self, row: int, line: Line) -> str:
        """The check of an agency's row."""
        points, inputs = self._ref(POINTS, row), self._inputs(row)
        tests = [
            (f"AND({self._empty(row, WHY)})", "check.explanation"),
            (f'AND({points}<>"",{inputs}>0)', "check.both"),
            (self._outside(row, line), "check.bounds"),
            *self._authored(row),
        ]
        untouched = f'AND({points}="",{inputs}=0,{self._empty(row, WHY, DOCUMENT)})'
        return self._first(untouched, tests)

    def _first(self, untouched: str, tests: Sequence[tuple[str, str]]) -> str:
        formula = self._quoted("check.ok")
        for test, key in reversed(tests):
            formula = f"IF({test},{self._quoted(key)},{formula})"
        return f'=IF({untouched},"",{formula})'
