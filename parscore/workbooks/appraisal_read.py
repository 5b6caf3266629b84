"""Reading a filled appraisal or explanation workbook: what each row says, and everything that stands against it.

A row in which nothing is filled in says nothing: it is counted, never taken as agreement or as 0. Nothing here
decides what becomes of a file with faults; the reader finds all of them at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Input, InputType, Leaf, Treatment
from parscore.model.place import NOWHERE, Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED
from parscore.viet import normal_form, show
from parscore.workbooks.appraisal_layout import (
    CODE,
    DECISION,
    DECISIONS,
    DOCUMENT,
    INPUT_ROLES,
    POINTS,
    WHEN,
    WHO,
    WHY,
    Decision,
    correctable,
    is_explanation,
    letters,
)
from parscore.workbooks.appraisal_layout import input_role as role_of_input
from parscore.workbooks.appraisal_sheet import Key, Table, merged
from parscore.workbooks.appraisal_values import cell_text, moment_of_cell, value_text
from parscore.workbooks.values import Asking, read_answer

NOT_ASSESSED = "KĐG"


class Statement(NamedTuple):
    """What a row says: ``values`` are names and texts as the stage's file holds them; none is agreement.

    ``when`` is ISO 8601; ``place`` is the row's first cell to fill in.
    """

    agency: str
    code: str
    values: tuple[tuple[str, str], ...]
    who: str
    when: str
    why: str
    document: str
    place: Place


@dataclass(slots=True)
class Filled:
    """What was read of a table; ``blank`` counts the rows that say nothing."""

    statements: list[Statement] = field(default_factory=list)
    blank: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_rows(table: Table, rows: Mapping[Key, int], leaves: Mapping[Key, Leaf | None]) -> Filled:
    """Read the rows; ``leaves`` has the leaf of each, as it is for that agency, or ``None`` for agreement below."""
    filled = Filled()
    reader = _Rows(table, filled)
    for key, row in rows.items():
        reader.read(row, key, leaves[key])
    return filled


@dataclass(slots=True)
class _Rows:
    """The rows of a table on their way to statements."""

    table: Table
    filled: Filled

    def read(self, row: int, key: Key, leaf: Leaf | None) -> None:
        """Read one row; it says nothing where all is blank but who and when."""
        said = [role for role in self.table.filled if role not in (WHO, WHEN)]
        cells = [self.table.cell(row, role) for role in said]
        if not any(cell and (cell.kind != "text" or normal_form(cell.text)) for cell in cells):
            self.filled.blank += 1
            return
        run = _Row(self.table, row, *key, leaf)
        statement = run.statement()
        self.filled.problems += run.problems
        if statement and not any(found.severity == "error" for found in run.problems):
            self.filled.statements.append(statement)


@dataclass(slots=True)
class _Row:
    """One row with something in it."""

    table: Table
    row: int
    agency: str
    code: str
    leaf: Leaf | None
    problems: list[Problem] = field(default_factory=list)

    def statement(self) -> Statement | None:
        """What the row says; every fault of it is noted."""
        self.problems += merged(self.table, self.row)
        points, inputs = self.points(), self.inputs()
        why, document = self.text(WHY), self.text(DOCUMENT)
        if is_explanation(self.table.kind):
            values = self.explained(points, inputs)
        else:
            decision = self.decision()
            values = self.decided(decision, points, inputs) if decision else ()
            if decision and decision is not Decision.AGREE and not why:
                self.fault("PS617", WHY, "appraise.why")
        if is_explanation(self.table.kind) and not why:
            self.fault("PS617", WHY, "appraise.explanation")
        who, when = self.who(), self.when()
        place = self.table.place(self.row, self.table.filled[0])
        return Statement(self.agency, self.code, values, who, when, why, document, place)

    def decision(self) -> Decision | None:
        """The chosen conclusion, by its words."""
        written = self.text(DECISION)
        decision = DECISIONS.get(normal_form(written))
        if decision is None:
            reason = "appraise.unknown" if written else "appraise.no_decision"
            self.fault("PS616", DECISION, reason, found=show(written) or "(nothing)")
        return decision

    def decided(self, decision: Decision, points: Answer, inputs: Mapping[str, Answer]) -> tuple[tuple[str, str], ...]:
        """What a conclusion says, where the other cells of the row agree with it."""
        given = points.state is not AnswerState.BLANK
        if self.leaf is None and decision is not Decision.AGREE:
            self.fault("PS616", DECISION, "appraise.whole", found=decision.value)
        elif decision is Decision.POINTS:
            if points.state is AnswerState.BLANK:
                self.fault("PS616", POINTS, "appraise.points_missing", found=decision.value)
            elif points.state is AnswerState.NOT_APPLICABLE:
                self.fault("PS616", POINTS, "appraise.mark", found=NOT_ASSESSED)
            self.no_inputs(decision, inputs)
        elif decision is Decision.DATA and not inputs:
            self.fault("PS616", DECISION, "appraise.data_missing", found=decision.value)
        elif decision is Decision.NOT_ASSESSED and self.leaf and self.leaf.not_applicable is Treatment.FORBIDDEN:
            self.fault("PS616", DECISION, "appraise.forbidden", found=decision.value)
        if decision is not Decision.POINTS:
            if given:
                self.fault("PS616", POINTS, "appraise.points", found=decision.value)
            if decision is not Decision.DATA:
                self.no_inputs(decision, inputs)
        if decision is Decision.NOT_ASSESSED:
            return ((CLAIMED, NOT_ASSESSED),)
        return self.values(points, inputs)

    def explained(self, points: Answer, inputs: Mapping[str, Answer]) -> tuple[tuple[str, str], ...]:
        """What an explanation proposes, if anything: points or other figures, not both."""
        if points.state is AnswerState.NOT_APPLICABLE:
            return ((CLAIMED, NOT_ASSESSED),)
        if points.state is not AnswerState.BLANK and inputs:
            self.fault("PS616", POINTS, "appraise.both", found="")
        return self.values(points, inputs)

    def no_inputs(self, decision: Decision, inputs: Mapping[str, Answer]) -> None:
        """Note figures that a conclusion does not go with."""
        if inputs:
            letter = letters(self.leaf)[next(iter(inputs))] if self.leaf else "a"
            self.fault("PS616", role_of_input(letter), "appraise.data", found=decision.value)

    def values(self, points: Answer, inputs: Mapping[str, Answer]) -> tuple[tuple[str, str], ...]:
        """The given values by name, as texts."""
        answers = [(CLAIMED, points, InputType.NUMBER, POINTS)]
        asked = correctable(self.leaf) if self.leaf else ()
        by_letter = letters(self.leaf) if self.leaf else {}
        answers += [(one.name, inputs[one.name], one.type, role_of_input(by_letter[one.name]))
                    for one in asked if one.name in inputs]  # fmt: skip
        values = []
        for name, answer, kind, role in answers:
            if answer.state is AnswerState.GIVEN and answer.value is not None:
                text = value_text(answer.value, kind)
                if text is None:
                    self.fault("PS616", role, "appraise.digits", found=show(cell_text(answer.cell)))
                values.append((name, text or ""))
        return tuple(values)

    def points(self) -> Answer:
        """The points, from the least that the rule can come to up to the maximum (PS618)."""
        answer = self.answer(POINTS, Input(CLAIMED, self.table.heading(POINTS), InputType.NUMBER))
        value = answer.value
        if self.leaf and answer.state is AnswerState.GIVEN and not isinstance(value, bool | str) and value is not None:
            least, most = self.leaf.rule.least, self.leaf.maximum
            if not least <= value <= most:  # type: ignore[operator]
                self.fault("PS618", POINTS, "", found=value, least=least, maximum=most)
        return answer

    def inputs(self) -> dict[str, Answer]:
        """The figures that are given, by input; a cell of a letter that the row does not have is a fault."""
        asked = dict(zip(INPUT_ROLES, correctable(self.leaf) if self.leaf else (), strict=False))
        found: dict[str, Answer] = {}
        for role in INPUT_ROLES:
            cell = self.table.cell(self.row, role)
            if role not in asked:
                if cell and (cell.kind != "text" or normal_form(cell.text)):
                    self.fault("PS616", role, "appraise.no_input", found=show(cell.text))
                continue
            answer = self.answer(role, asked[role])
            if answer.state is AnswerState.NOT_APPLICABLE:
                self.fault("PS616", role, "appraise.mark", found=NOT_ASSESSED)
            if answer.state is not AnswerState.BLANK:
                found[asked[role].name] = answer
        return found

    def answer(self, role: str, asked: Input) -> Answer:
        """Read a value by the one grammar of all answers."""
        if role not in self.table.columns:
            return Answer(AnswerState.BLANK)
        asking = Asking(asked, self.agency, self.code, self.table.place(self.row, role), date1904=self.table.date1904)
        answer, problems = read_answer(self.table.cell(self.row, role), asking)
        self.problems += problems
        return answer

    def text(self, role: str) -> str:
        """A text; an error value or a formula without a value is a fault."""
        cell = self.table.cell(self.row, role)
        if cell and cell.kind in ("error", "blank"):
            code = "PS140" if cell.kind == "error" else "PS106"
            told = self.table.heading(role)
            self.fault(code, role, "", found=show(cell.text), formula=show(cell.formula or ""), asked=told)
            return ""
        return cell_text(cell)

    def who(self) -> str:
        """Who says it: of the row, or for all rows."""
        own = self.text(WHO)
        common = None if own else self.table.default(WHO)
        who = own or (cell_text(common[0]) if common else "")
        if not normal_form(who):
            self.fault("PS617", WHO, "appraise.who")
        return who

    def when(self) -> str:
        """When: the row's day, or that for all rows."""
        cell = self.table.cell(self.row, WHEN)
        place = NOWHERE
        if cell is None or (cell.kind == "text" and not normal_form(cell.text)):
            cell, place = self.table.default(WHEN) or (None, NOWHERE)
        moment = moment_of_cell(cell, date1904=self.table.date1904) if cell else None
        if moment is None:
            found = show(cell_text(cell)) or "(nothing)"
            self.fault("PS617", WHEN, "appraise.when", place=place, found=found)
        return moment or ""

    def fault(self, code: str, role: str, reason: str, *, place: Place = NOWHERE, **facts: object) -> None:
        """Note a fault of a cell."""
        where = place if place != NOWHERE else self.table.place(self.row, role if role in self.table.columns else CODE)
        told = {"reason": reason, "found": "(nothing)", **facts}
        self.problems.append(problem(code, where, agency=self.agency, criterion=self.code, **told))
