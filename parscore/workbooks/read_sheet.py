"""Reading one sheet of a form: each leaf by its code *and* its name, wherever its row and columns stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet, Input, Leaf, Source
from parscore.model.place import Place, column_letters
from parscore.model.problem import Fact, Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.submission import LeafAnswers
from parscore.viet import normal_form, show, written_alike
from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON, heading_of, input_role
from parscore.workbooks.recalculate import contradicted, is_too_long
from parscore.workbooks.rows import Row, RowMatcher, is_total, numbers_columns
from parscore.workbooks.table import Table
from parscore.workbooks.values import POINTS as ASKED_POINTS
from parscore.workbooks.values import Asking, read_answer
from parscore.workbooks.worksheet import Range


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What holds for all sheets of a form: its file, its agency, its set, and how the workbook stores values.

    ``leaves`` are those that apply to the agency otherwise than the set states in general; ``documents`` those that
    the workbook lists for each leaf apart from its row.
    """

    file: str
    agency: str
    criteria: CriteriaSet
    leaves: Mapping[str, Leaf]
    documents: Mapping[str, str]
    uncalculated_zeros: bool
    date1904: bool


def rows_below(table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows below the header that hold anything."""
    for row, cells in groupby(table.sheet.cells, key=lambda cell: cell.row):
        if row > table.header_row:
            yield row, {cell.column: cell for cell in cells}


@dataclass(slots=True)
class SheetReading:
    """Reads the rows of one table; ``problems`` are those of the whole form, to which it adds."""

    table: Table
    form: FormFacts
    problems: list[Problem]
    rows: dict[str, tuple[int, Row]] = field(default_factory=dict)
    """The rows of leaves that are read here: the first of each in the form."""
    totals: list[tuple[int, Row]] = field(default_factory=list)
    tall: dict[int, list[Range]] = field(default_factory=dict)
    """For each leaf's row the merged ranges over several rows that cover a column of the form there."""

    # --- rows ---------------------------------------------------------------------------------------------------

    def leaf_rows(self) -> Iterator[tuple[int, Row, Leaf]]:
        """Yield the rows of leaves from top to bottom, and keep those of totals."""
        matcher = RowMatcher(self.form.criteria)
        code_column, name_column = self.table.columns[CODE], self.table.columns[NAME]
        for row, cells in rows_below(self.table):
            code, name = cells.get(code_column), cells.get(name_column)
            if is_total(code, name):
                self.totals.append((row, cells))
            elif (code or name) and not (row <= self.table.header_row + 2 and numbers_columns(cells)):
                match = matcher.match(code, name)
                if match.problem:
                    self.problems.append(self.at(match.problem, row, match.role, match.criterion, **match.facts))
                if match.leaf is not None:
                    yield row, cells, match.leaf

    def find_tall(self) -> None:
        """Find the merged ranges that reach over the rows of leaves."""
        leaves = sorted(row for row, _ in self.rows.values())
        columns = self.table.columns.values()
        for top, left, bottom, right in self.table.sheet.merged:
            if top < bottom and any(left <= column <= right for column in columns):
                for row in leaves:
                    if top <= row <= bottom:
                        self.tall.setdefault(row, []).append((top, left, bottom, right))

    def answers(self) -> Iterator[tuple[str, LeafAnswers]]:
        """Yield what the sheet says of each of its leaves, by code."""
        for code, (row, cells) in self.rows.items():
            leaf = self.form.criteria.index[code]
            if isinstance(leaf, Leaf):
                yield code, self.leaf(row, cells, self.form.leaves.get(code, leaf))

    def leaf(self, row: int, cells: Row, leaf: Leaf) -> LeafAnswers:
        """Read a leaf's row."""
        if leaf.source is Source.SELF:
            claimed = self.claimed(row, cells, leaf)
            inputs = {
                asked.name: self.answer(row, cells, leaf, input_role(at), asked)
                for at, asked in enumerate(leaf.own_inputs)
            }
            self.unused_columns(row, cells, leaf)
            if self.maximum_edited(row, cells, leaf):
                claimed = _spoilt(claimed)
                inputs = {name: _spoilt(answer) for name, answer in inputs.items()}
        else:
            claimed, inputs = self.of_others(row, cells, leaf), {}
        return LeafAnswers(
            claimed=claimed,
            inputs=inputs,
            row=self.table.place(self.form.file, row, CODE),
            evidence=self.evidence(row, cells, leaf),
            reason=self.text(row, cells, REASON),
        )

    # --- cells --------------------------------------------------------------------------------------------------

    def answer(self, row: int, cells: Row, leaf: Leaf, role: str, asked: Input) -> Answer:
        """Read one answer of a leaf's row; a form without the column has been reported as a whole."""
        if role not in self.table.columns:
            return Answer(AnswerState.BLANK, place=self.table.place(self.form.file, row, CODE))
        asking = self.asking(row, role, leaf.code, asked)
        cell = self.cell(row, cells, role)
        if shared := self.shared(row, role):
            self.problems.append(asking.problem("PS135", range=shared))
            return Answer(AnswerState.UNUSABLE, place=asking.place, cell=cell)
        answer, problems = read_answer(cell, asking)
        if cell is not None and cell.formula and answer.state is AnswerState.GIVEN:
            computed = contradicted(self.table.sheet, cell)
            facts: dict[str, Fact] = {"formula": show(cell.formula), "found": show(cell.text)}
            if computed is not None:
                self.problems.append(asking.problem("PS164", computed=computed, **facts))
                return _spoilt(answer)
            if is_too_long(cell):
                problems = [*problems, asking.problem("PS159", **facts)]
        self.problems += problems
        return answer

    def claimed(self, row: int, cells: Row, leaf: Leaf) -> Answer:
        """Read the score column; where the leaf is computed without it, an unreadable claim is a warning only."""
        before = len(self.problems)
        answer = self.answer(row, cells, leaf, POINTS, ASKED_POINTS)
        if answer.state is AnswerState.UNUSABLE and CLAIMED not in leaf.rule.wants:
            found = show(answer.cell.text) if answer.cell else ""
            self.problems[before:] = [self.at("PS148", row, POINTS, leaf.code, name=leaf.name, found=found)]
        return answer

    def of_others(self, row: int, cells: Row, leaf: Leaf) -> Answer:
        """Read what the agency wrote on a leaf whose figures come from others: nothing there is used, or at fault."""
        claimed, _ = read_answer(cells.get(self.table.columns[POINTS]), self.asking(row, POINTS, leaf.code))
        # A claim that is a number is the engine's to remark.
        unused = [POINTS] if claimed.state in (AnswerState.UNUSABLE, AnswerState.NOT_APPLICABLE) else []
        facts: dict[str, Fact] = {"name": leaf.name, "source": f"source.{leaf.source}"}
        self.problems += (self.at("PS146", row, role, leaf.code, **facts) for role in unused)
        self.unused_columns(row, cells, leaf)
        return claimed

    def unused_columns(self, row: int, cells: Row, leaf: Leaf) -> None:
        """Note what stands in the data columns behind the agency's own inputs, where others provide the leaf's rest."""
        others = [asked for asked in leaf.inputs if leaf.source_of(asked.name) is not Source.SELF]
        for at, asked in enumerate(others, len(leaf.own_inputs)):
            role = input_role(at)
            if role in self.table.columns and not _empty(cells.get(self.table.columns[role])):
                facts: dict[str, Fact] = {"name": leaf.name, "source": f"source.{leaf.source_of(asked.name)}"}
                self.problems.append(self.at("PS146", row, role, leaf.code, **facts))

    def cell(self, row: int, cells: Row, role: str) -> Cell | None:
        """The cell of a role in a row; of a range merged downwards the one that holds its content."""
        column = self.table.columns[role]
        if row not in self.tall:
            return cells.get(column)
        merged = self.merged(row, column)
        return self.table.sheet.at(merged[0], merged[1]) if merged else cells.get(column)

    def merged(self, row: int, column: int) -> Range | None:
        """The range merged downwards that covers a column in a leaf's row."""
        return next((merged for merged in self.tall[row] if merged[1] <= column <= merged[3]), None)

    def shared(self, row: int, role: str) -> str:
        """The merged range in which a cell is one with those of other leaves, if it is."""
        merged = self.merged(row, self.table.columns[role]) if row in self.tall else None
        if merged is None or sum(merged in ranges for ranges in self.tall.values()) < 2:
            return ""
        top, left, bottom, right = merged
        return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"

    def maximum_edited(self, row: int, cells: Row, leaf: Leaf) -> bool:
        """Report a maximum that differs from the set's; the set rules, so the row cannot be used as it stands."""
        if MAXIMUM not in self.table.columns:
            return False
        own = cells.get(self.table.columns[MAXIMUM])
        cell = own if self.shared(row, MAXIMUM) else self.cell(row, cells, MAXIMUM)
        stated, _ = read_answer(cell, self.asking(row, MAXIMUM, leaf.code))
        maxima = (leaf.maximum, self.form.criteria.index[leaf.code].maximum)
        known = {*maxima, *map(as_stored, maxima)}
        if cell is None or stated.state is AnswerState.BLANK or stated.value in known:
            return False
        facts: dict[str, Fact] = {"found": show(cell.text), "maximum": leaf.maximum, "name": leaf.name}
        self.problems.append(self.at("PS130", row, MAXIMUM, leaf.code, **facts))
        return True

    def evidence(self, row: int, cells: Row, leaf: Leaf) -> str:
        """The evidence on a leaf's row, and what the form lists for the leaf in its index of documents."""
        told = (self.text(row, cells, EVIDENCE), self.form.documents.get(normal_form(leaf.code), ""))
        return "; ".join(text for text in told if text)

    def text(self, row: int, cells: Row, role: str) -> str:
        """What is written in a column of texts."""
        cell = self.cell(row, cells, role) if role in self.table.columns else None
        return cell.text.strip() if cell is not None and cell.kind in ("text", "number") else ""

    # --- the sheet as a whole ---------------------------------------------------------------------------------------

    def columns_for_inputs(self, leaves: Iterable[Leaf]) -> None:
        """Report data columns that the agency's own leaves need here and that the sheet lacks."""
        most = max((len(leaf.own_inputs) for leaf in leaves), default=0)
        place = Place(self.form.file, self.table.sheet.name, f"A{self.table.header_row}")
        for role in map(input_role, range(most)):
            if role not in self.table.columns:
                facts = {"wanted": heading_of(role), "found": self.table.found}
                self.problems.append(problem("PS125", place, agency=self.form.agency, **facts))

    def finish(self) -> None:
        """Report names that match only by letters that look alike or are unseen, and what is hidden."""
        if odd := sum(self.oddly_written(code) for code in self.rows):
            self.remark("PS111", count=str(odd))
        sheet, columns = self.table.sheet, self.table.columns.values()
        rows = sorted(row for row, _ in self.rows.values() if row in sheet.hidden_rows)
        spans = sheet.hidden_columns
        letters = [column_letters(at) for at in sorted(columns) if any(first <= at <= last for first, last in spans)]
        if rows or letters or sheet.state != "visible":
            self.remark("PS134", rows=", ".join(map(str, rows)) or "-", columns=", ".join(letters) or "-")

    def oddly_written(self, code: str) -> bool:
        """Whether a leaf's name matches only by letters that look alike or are unseen, or a tone elsewhere."""
        written = self.rows[code][1][self.table.columns[NAME]].text
        return not written_alike(written, self.form.criteria.index[code].name)

    # --- problems -----------------------------------------------------------------------------------------------

    def asking(self, row: int, role: str, criterion: str, asked: Input = ASKED_POINTS) -> Asking:
        """What a cell is asked for."""
        place = self.table.place(self.form.file, row, role)
        return Asking(asked, self.form.agency, criterion, place, self.form.uncalculated_zeros, self.form.date1904)

    def at(self, code: str, row: int, role: str, criterion: str = "", /, **facts: Fact) -> Problem:
        """A problem of a cell."""
        place = self.table.place(self.form.file, row, role)
        return problem(code, place, agency=self.form.agency, criterion=criterion, **facts)

    def remark(self, code: str, criterion: str = "", /, **facts: Fact) -> None:
        """Note a problem of the sheet as a whole."""
        place = Place(self.form.file, self.table.sheet.name)
        self.problems.append(problem(code, place, agency=self.form.agency, criterion=criterion, **facts))


def as_stored(value: Fraction) -> Fraction:
    """The number that a cell holds for a value without a finite decimal, such as a maximum of 2/3 points."""
    return Fraction(Decimal(f"{float(value):.15g}"))


def _spoilt(answer: Answer) -> Answer:
    """An answer that cannot be used as it stands; a blank stays one."""
    if answer.state is AnswerState.BLANK:
        return answer
    return answer._replace(state=AnswerState.UNUSABLE, value=None)


def _empty(cell: Cell | None) -> bool:
    return cell is None or (cell.kind == "text" and not normal_form(cell.text))
