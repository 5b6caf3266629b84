"""Reading the rows of a form: each leaf by its code *and* its name, wherever its row and columns stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet, Input, Leaf, Source
from parscore.model.place import Place, column_letters
from parscore.model.problem import Fact, Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.submission import LeafAnswers
from parscore.viet import normal_form, show, written_alike
from parscore.workbooks.claims import claimed_total
from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON, heading_of, input_role
from parscore.workbooks.recalculate import contradicted
from parscore.workbooks.remarks import remarks
from parscore.workbooks.rows import Row, RowMatcher, is_total, numbers_columns, written_code
from parscore.workbooks.table import Table
from parscore.workbooks.values import POINTS as ASKED_POINTS
from parscore.workbooks.values import Asking, read_answer
from parscore.workbooks.worksheet import Range

NO_LEAVES: Final[Mapping[str, Leaf]] = MappingProxyType({})
NO_DOCUMENTS: Final[Mapping[str, str]] = MappingProxyType({})


class FormReading(NamedTuple):
    """The answers of a form by leaf code, everything found on the way, and whether anything at all was answered."""

    answers: Mapping[str, LeafAnswers]
    problems: tuple[Problem, ...]
    filled_in: bool


def read_form(
    table: Table,
    file: str,
    agency: str,
    criteria: CriteriaSet,
    *,
    leaves: Mapping[str, Leaf] = NO_LEAVES,
    documents: Mapping[str, str] = NO_DOCUMENTS,
    uncalculated_zeros: bool = False,
    date1904: bool = False,
) -> FormReading:
    """Read the rows of a form that belongs to an agency and is scored by a criteria set.

    ``leaves`` are those that apply to the agency otherwise than the set states in general: its form may give either
    maximum. ``documents`` are those that the workbook lists for each leaf apart from its row. ``uncalculated_zeros``
    and ``date1904`` say how the workbook stores formulas and dates.
    """
    reading = _Reading(table, file, agency, criteria, leaves, documents, uncalculated_zeros, date1904)
    reading.columns_for_inputs()
    reading.find_rows()
    for code, (row, cells) in reading.rows.items():
        leaf = criteria.index[code]
        if isinstance(leaf, Leaf):
            reading.leaf(row, cells, leaves.get(code, leaf))
    reading.compare_totals()
    filled_in = reading.filled_in()
    found = remarks(table, reading.rows, reading.answers, criteria)
    reading.problems += (replace(remark, agency=agency) for remark in found)
    reading.finish()
    return FormReading(reading.answers, tuple(reading.problems), filled_in)


def rows_below(table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows below the header that hold anything."""
    for row, cells in groupby(table.sheet.cells, key=lambda cell: cell.row):
        if row > table.header_row:
            yield row, {cell.column: cell for cell in cells}


@dataclass(slots=True)
class _Reading:
    table: Table
    file: str
    agency: str
    criteria: CriteriaSet
    leaves: Mapping[str, Leaf]
    documents: Mapping[str, str]
    uncalculated_zeros: bool
    date1904: bool
    answers: dict[str, LeafAnswers] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, tuple[int, Row]] = field(default_factory=dict)
    """The first row of each leaf."""
    doubled: set[str] = field(default_factory=set)
    totals: list[tuple[int, Row]] = field(default_factory=list)
    tall: dict[int, list[Range]] = field(default_factory=dict)
    """For each leaf's row the merged ranges over several rows that cover a column of the form there."""

    # --- rows ---------------------------------------------------------------------------------------------------

    def find_rows(self) -> None:
        """Find the row of every leaf and the merged ranges that reach over it."""
        matcher = RowMatcher(self.criteria)
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
                    self.found(row, cells, match.leaf)
        self.find_tall()

    def found(self, row: int, cells: Row, leaf: Leaf) -> None:
        first, _ = self.rows.setdefault(leaf.code, (row, cells))
        if first != row and leaf.source is Source.SELF:
            at = self.table.place(self.file, first, CODE)
            self.problems.append(self.at("PS127", row, CODE, leaf.code, name=leaf.name, first=at.cell))
            self.doubled.add(leaf.code)

    def find_tall(self) -> None:
        leaves = sorted(row for row, _ in self.rows.values())
        columns = self.table.columns.values()
        for top, left, bottom, right in self.table.sheet.merged:
            if top < bottom and any(left <= column <= right for column in columns):
                for row in leaves:
                    if top <= row <= bottom:
                        self.tall.setdefault(row, []).append((top, left, bottom, right))

    def leaf(self, row: int, cells: Row, leaf: Leaf) -> None:
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
        self.answers[leaf.code] = LeafAnswers(
            claimed=claimed,
            inputs=inputs,
            row=self.table.place(self.file, row, CODE),
            evidence=self.evidence(row, cells, leaf),
            reason=self.text(row, cells, REASON),
        )

    # --- cells --------------------------------------------------------------------------------------------------

    def answer(self, row: int, cells: Row, leaf: Leaf, role: str, asked: Input) -> Answer:
        """Read one answer of a leaf's row; a form without the column has been reported as a whole."""
        if role not in self.table.columns:
            return Answer(AnswerState.BLANK, place=self.table.place(self.file, row, CODE))
        asking = self.asking(row, role, leaf.code, asked)
        cell = self.cell(row, cells, role)
        if shared := self.shared(row, role):
            self.problems.append(asking.problem("PS135", range=shared))
            return Answer(AnswerState.UNUSABLE, place=asking.place, cell=cell)
        answer, problems = read_answer(cell, asking)
        if cell is not None and cell.formula and answer.state is AnswerState.GIVEN:
            computed = contradicted(self.table.sheet, cell)
            if computed is not None:
                facts: dict[str, Fact] = {"formula": show(cell.formula), "found": show(cell.text)}
                self.problems.append(asking.problem("PS164", computed=computed, **facts))
                return _spoilt(answer)
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
        maxima = (leaf.maximum, self.criteria.index[leaf.code].maximum)
        known = {*maxima, *map(as_stored, maxima)}
        if cell is None or stated.state is AnswerState.BLANK or stated.value in known:
            return False
        facts: dict[str, Fact] = {"found": show(cell.text), "maximum": leaf.maximum, "name": leaf.name}
        self.problems.append(self.at("PS130", row, MAXIMUM, leaf.code, **facts))
        return True

    def evidence(self, row: int, cells: Row, leaf: Leaf) -> str:
        """The evidence on a leaf's row, and what the form lists for the leaf in its index of documents."""
        told = (self.text(row, cells, EVIDENCE), self.documents.get(normal_form(leaf.code), ""))
        return "; ".join(text for text in told if text)

    def text(self, row: int, cells: Row, role: str) -> str:
        cell = self.cell(row, cells, role) if role in self.table.columns else None
        return cell.text.strip() if cell is not None and cell.kind in ("text", "number") else ""

    # --- the form as a whole ------------------------------------------------------------------------------------

    def own_leaves(self) -> list[Leaf]:
        return [leaf for leaf in self.criteria.leaves() if leaf.source is Source.SELF]

    def columns_for_inputs(self) -> None:
        """Report data columns that the criteria set needs and the form lacks."""
        most = max((len(leaf.own_inputs) for leaf in self.own_leaves()), default=0)
        place = Place(self.file, self.table.sheet.name, f"A{self.table.header_row}")
        for role in map(input_role, range(most)):
            if role not in self.table.columns:
                facts = {"wanted": heading_of(role), "found": self.table.found}
                self.problems.append(problem("PS125", place, agency=self.agency, **facts))

    def compare_totals(self) -> None:
        """Compare the form's one total with the sum of its claimed points, where every leaf has some."""
        own = [leaf.code for leaf in self.own_leaves()]
        claims = {code: self.answers[code].claimed for code in own if code in self.answers}
        settled = {AnswerState.GIVEN, AnswerState.NOT_APPLICABLE}
        whole = len(claims) == len(own) and all(claim.state in settled for claim in claims.values())
        if len(self.totals) != 1 or self.doubled or not whole:
            return
        row, cells = self.totals[0]
        total, _ = read_answer(cells.get(self.table.columns[POINTS]), self.asking(row, POINTS, ""))
        points = {code: claim.value for code, claim in claims.items() if isinstance(claim.value, Fraction)}
        added = claimed_total(self.criteria, points)
        # A cell holds 15 digits of a sum: no difference between what is stored and what is exact.
        if isinstance(total.value, Fraction) and total.value not in (added, as_stored(added)):
            self.problems.append(self.at("PS208", row, POINTS, found=total.value, computed=added))

    def finish(self) -> None:
        """Report leaves without a row and what is hidden; drop leaves with two rows: neither is chosen."""
        for code in self.doubled:
            del self.answers[code]
        for leaf in self.own_leaves():
            if leaf.code not in self.rows:
                self.remark("PS102", leaf.code, name=leaf.name)
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
        return not written_alike(written, self.criteria.index[code].name)

    def filled_in(self) -> bool:
        """Whether the agency answered anything at all."""
        own = [self.answers[leaf.code] for leaf in self.own_leaves() if leaf.code in self.answers]
        answers = [answer for row in own for answer in (row.claimed, *row.inputs.values())]
        return any(answer.state is not AnswerState.BLANK for answer in answers)

    # --- problems -----------------------------------------------------------------------------------------------

    def asking(self, row: int, role: str, criterion: str, asked: Input = ASKED_POINTS) -> Asking:
        place = self.table.place(self.file, row, role)
        return Asking(asked, self.agency, criterion, place, self.uncalculated_zeros, self.date1904)

    def at(self, code: str, row: int, role: str, criterion: str = "", /, **facts: Fact) -> Problem:
        place = self.table.place(self.file, row, role)
        return problem(code, place, agency=self.agency, criterion=criterion, **facts)

    def remark(self, code: str, criterion: str = "", /, **facts: Fact) -> None:
        """Note a problem of the sheet as a whole."""
        place = Place(self.file, self.table.sheet.name)
        self.problems.append(problem(code, place, agency=self.agency, criterion=criterion, **facts))


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


def covers(table: Table, criteria: CriteriaSet) -> Fraction:
    """Return the share of a set's leaves whose code and name stand in a row of the table."""
    names = {leaf.code: normal_form(leaf.name) for leaf in criteria.leaves()}
    hits = set()
    for _, cells in rows_below(table):
        code, name = written_code(cells.get(table.columns[CODE])), cells.get(table.columns[NAME])
        if name is not None and names.get(code) == normal_form(name.text):
            hits.add(code)
    return Fraction(len(hits), len(names))
