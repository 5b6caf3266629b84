"""Reading the filled worksheet of a sample: what a person concluded of each cell, and what stands against it.

A row in which nothing is filled in is not checked yet; it is counted, never taken as right. So is a row with a fault,
until that is mended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from parscore.model.cell import AnswerState, Cell
from parscore.model.criteria import Input, InputType, Treatment
from parscore.model.place import Place, column_letters
from parscore.model.problem import Problem, problem
from parscore.model.scorecard import LeafScore
from parscore.numbers import from_stored
from parscore.viet import normal_form, show
from parscore.workbooks.appraisal_values import cell_text, moment_of_cell
from parscore.workbooks.ooxml import Sheet, Workbook
from parscore.workbooks.sample_layout import (
    AGENCY,
    CODE,
    FILLED,
    FOUND,
    HEADINGS,
    MAXIMUM,
    POINTS,
    REMARK,
    VALUE,
    VERDICT,
    VERDICTS,
    WHEN,
    WHO,
    Mark,
    MarkRow,
    Verdict,
)
from parscore.workbooks.values import Asking, read_answer

_ALIKE = Fraction(1, 10**9)
"""Two numbers of the worksheet that programs store in their own ways differ by less."""


class Finding(NamedTuple):
    """What a person concluded of a cell.

    ``points`` are those that the evidence gives, ``None`` where the leaf does not apply. ``when`` is ISO 8601.
    """

    wrong: bool
    points: Fraction | None
    value: str
    remark: str
    who: str
    when: str
    place: Place


@dataclass(slots=True)
class Filled:
    """What was read: findings by ``agency/code``, how many rows are blank, the cells as typed, and the problems."""

    findings: dict[str, Finding] = field(default_factory=dict)
    blank: int = 0
    typed: dict[str, dict[str, Cell]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_sample(book: Workbook, file: str, mark: Mark, scores: Mapping[str, LeafScore]) -> Filled:
    """Read the rows of a worksheet; ``scores`` are the recorded ones by ``agency/code``."""
    filled = Filled()
    table = _table(book, file)
    if table is None:
        filled.problems.append(problem("PS863", Place(file), reason="sample.headings"))
        return filled
    rows = _rows(table, mark, filled)
    for (agency, code), row in rows.items():
        cell = f"{agency}/{code}"
        run = _Row(table, row, agency, code, scores[cell])
        typed = run.typed()
        if not typed:
            filled.blank += 1
            continue
        finding = run.finding()
        filled.typed[cell] = typed
        filled.problems += run.problems
        if finding and not any(found.severity == "error" for found in run.problems):
            filled.findings[cell] = finding
    return filled


class _Table(NamedTuple):
    """The sheet with all the headings: its header row and the column of each role."""

    file: str
    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    date1904: bool

    def cell(self, row: int, role: str) -> Cell | None:
        return self.sheet.at(row, self.columns[role])

    def place(self, row: int, role: str) -> Place:
        return Place(self.file, self.sheet.name, f"{column_letters(self.columns[role])}{row}")


def _table(book: Workbook, file: str) -> _Table | None:
    roles = {normal_form(heading): role for role, heading in HEADINGS.items()}
    for sheet in book.sheets:
        by_row: dict[int, dict[str, int]] = {}
        for cell in sheet.cells:
            if cell.kind == "text" and (role := roles.get(normal_form(cell.text))):
                by_row.setdefault(cell.row, {})[role] = cell.column
        for row, columns in by_row.items():
            if columns.keys() == HEADINGS.keys():
                return _Table(file, sheet, row, columns, book.date1904)
    return None


def _rows(table: _Table, mark: Mark, filled: Filled) -> dict[MarkRow, int]:
    """Match the rows with those that were asked for (PS864): removed, added, doubled; of a doubled row none counts."""
    asked = set(mark.rows)
    rows: dict[MarkRow, int] = {}
    doubled: set[MarkRow] = set()
    wanted = {table.columns[role] for role in (AGENCY, CODE, *FILLED)}
    for row in sorted({cell.row for cell in table.sheet.cells if cell.row > table.header and cell.column in wanted}):
        key = MarkRow(*(cell_text(table.cell(row, role)) for role in (AGENCY, CODE)))
        told = {"agency": key.agency, "criterion": key.code}
        if key not in asked:
            found = show(" ".join(key).strip()) or "(nothing)"
            filled.problems.append(problem("PS864", table.place(row, CODE), reason="sample.added", found=found))
        elif key in rows:
            doubled.add(key)
            first = table.place(rows[key], CODE).cell
            filled.problems.append(
                problem("PS864", table.place(row, CODE), reason="sample.doubled", found=first, **told)
            )
        else:
            rows[key] = row
    for key in mark.rows:
        if key not in rows:
            place = Place(table.file, table.sheet.name)
            filled.problems.append(
                problem("PS864", place, agency=key.agency, criterion=key.code, reason="sample.removed", found=key.code)
            )
    return {key: row for key, row in rows.items() if key not in doubled}


@dataclass(slots=True)
class _Row:
    """One row of the worksheet, beside the recorded score."""

    table: _Table
    row: int
    agency: str
    code: str
    score: LeafScore
    problems: list[Problem] = field(default_factory=list)

    def typed(self) -> dict[str, Cell]:
        """The cells to fill in that hold anything."""
        cells = {role: self.table.cell(self.row, role) for role in FILLED}
        return {role: cell for role, cell in cells.items() if cell and (cell.kind != "text" or normal_form(cell.text))}

    def finding(self) -> Finding | None:
        """What the row says; every fault of it is noted."""
        self.unchanged()
        verdict = VERDICTS.get(normal_form(self.text(VERDICT)))
        if verdict is None:
            self.fault(VERDICT, "sample.verdict", self.text(VERDICT))
        points = self.points()
        wrong = verdict is not Verdict.RIGHT
        if verdict is Verdict.WRONG and points is None:
            self.fault(FOUND, "sample.points", self.text(FOUND))
        if verdict is not Verdict.WRONG and verdict is not None and self.text(FOUND):
            self.fault(FOUND, "sample.no_points", self.text(FOUND))
        if verdict is Verdict.NOT_ASSESSED:
            self.not_assessed()
        if verdict is not None and wrong and not self.text(REMARK):
            self.fault(REMARK, "sample.remark", "")
        if not self.text(WHO):
            self.fault(WHO, "sample.who", "")
        when = self.when()
        if not wrong:
            points = self.score.points
        place = self.table.place(self.row, VERDICT)
        return Finding(wrong, points, self.text(VALUE), self.text(REMARK), self.text(WHO), when, place)

    def unchanged(self) -> None:
        """Note a shown number that is not the recorded one any more (PS864)."""
        for role, wanted in ((POINTS, self.score.points), (MAXIMUM, self.score.leaf.maximum)):
            cell = self.table.cell(self.row, role)
            shown = from_stored(cell.text) if cell and cell.kind == "number" else None
            same = shown is None if wanted is None else shown is not None and abs(shown - wanted) < _ALIKE
            if not same:
                told = {"reason": "sample.shown", "found": show(cell_text(cell)) or "(nothing)"}
                self.problems.append(
                    problem("PS864", self.table.place(self.row, role), agency=self.agency, criterion=self.code, **told)
                )

    def points(self) -> Fraction | None:
        """The points found: a number from the least that the rule can come to up to the maximum."""
        leaf = self.score.leaf
        asked = Input("points", HEADINGS[FOUND], InputType.NUMBER, leaf.rule.least, leaf.maximum)
        asking = Asking(asked, self.agency, self.code, self.table.place(self.row, FOUND), date1904=self.table.date1904)
        answer, problems = read_answer(self.table.cell(self.row, FOUND), asking)
        self.problems += problems
        if answer.state is AnswerState.NOT_APPLICABLE:
            self.fault(FOUND, "sample.points", self.text(FOUND))
        return answer.value if isinstance(answer.value, Fraction) else None

    def not_assessed(self) -> None:
        """A leaf that its set never leaves out, or that is left out already, cannot be found not to apply."""
        if self.score.points is None:
            self.fault(VERDICT, "sample.left_out", self.text(VERDICT))
        elif self.score.leaf.not_applicable is Treatment.FORBIDDEN:
            self.fault(VERDICT, "sample.forbidden", self.text(VERDICT))

    def when(self) -> str:
        """The day of the check."""
        cell = self.table.cell(self.row, WHEN)
        when = moment_of_cell(cell, date1904=self.table.date1904) if cell else None
        if when is None:
            self.fault(WHEN, "sample.when", self.text(WHEN))
        return when or ""

    def text(self, role: str) -> str:
        return cell_text(self.table.cell(self.row, role))

    def fault(self, role: str, reason: str, found: str) -> None:
        told = {"reason": reason, "found": show(found) or "(nothing)", "heading": HEADINGS[role]}
        place = self.table.place(self.row, role)
        self.problems.append(problem("PS865", place, agency=self.agency, criterion=self.code, **told))
