"""Reading the rows of a form: each leaf by its code *and* its name, wherever its row and columns stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Final
from unicodedata import is_normalized

from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet, Input, Item, Leaf, Source
from parscore.model.place import Place
from parscore.model.problem import Fact, Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.submission import LeafAnswers
from parscore.numbers import from_stored
from parscore.viet import normal_form, show
from parscore.workbooks.formats import is_date
from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON, TOTAL_NAMES, heading_of, input_role
from parscore.workbooks.table import Table
from parscore.workbooks.values import POINTS as ASKED_POINTS
from parscore.workbooks.values import Asking, read_answer

_CODE_LIKE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*")
_COLUMN_NUMBER: Final = re.compile(r"\(?[0-9]{1,2}\)?(?:\s*=.*)?|\(?[a-z]\)?")

Row = dict[int, Cell]
"""The cells of one row by column."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """The answers of a form by leaf code, and everything found on the way."""

    answers: Mapping[str, LeafAnswers]
    problems: tuple[Problem, ...]

    @property
    def filled_in(self) -> bool:
        """Whether anything at all was answered."""
        given = (row.claimed for row in self.answers.values())
        inputs = (answer for row in self.answers.values() for answer in row.inputs.values())
        return any(answer.state is not AnswerState.BLANK for answer in (*given, *inputs))


def read_form(
    table: Table, file: str, agency: str, criteria: CriteriaSet, *, uncalculated_zeros: bool = False
) -> FormReading:
    """Read the rows of a form that belongs to an agency and is scored by a criteria set."""
    reading = _Reading(table, file, agency, criteria, uncalculated_zeros)
    reading.columns_for_inputs()
    for row, cells in groupby(table.sheet.cells, key=lambda cell: cell.row):
        if row > table.header_row:
            reading.row(row, {cell.column: cell for cell in cells})
    reading.finish()
    return FormReading(reading.answers, tuple(reading.problems))


@dataclass(slots=True)
class _Reading:
    table: Table
    file: str
    agency: str
    criteria: CriteriaSet
    uncalculated_zeros: bool
    answers: dict[str, LeafAnswers] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    decomposed: int = 0
    by_name: dict[str, list[Item]] = field(default_factory=dict)
    tall: list[tuple[int, int]] = field(init=False)
    """First and last row of the merged ranges over several rows below the header."""

    @property
    def numbered(self) -> int:
        """Last row that may number the columns instead of holding a criterion."""
        return self.table.header_row + 2

    def __post_init__(self) -> None:
        for item in self.criteria.items():
            self.by_name.setdefault(normal_form(item.name), []).append(item)
        merged = ((first, last) for first, _, last, _ in self.table.sheet.merged)
        self.tall = [(first, last) for first, last in merged if self.table.header_row < last and first < last]

    # --- rows ---------------------------------------------------------------------------------------------------

    def row(self, row: int, cells: Row) -> None:
        columns = self.table.columns
        code, name = cells.get(columns[CODE]), cells.get(columns[NAME])
        if name is not None and normal_form(name.text) in TOTAL_NAMES:
            self.total(row, cells)
        elif (code is not None or name is not None) and not (row <= self.numbered and _numbers_columns(cells)):
            leaf = self.leaf_of(row, code, name)
            if leaf is not None:
                self.leaf(row, cells, leaf)

    def leaf_of(self, row: int, code: Cell | None, name: Cell | None) -> Leaf | None:
        """Return the leaf of a row: code and name agree, or a damaged code is settled by the name."""
        named = self.by_name.get(normal_form(name.text), []) if name is not None else []
        written = _written_code(code)
        coded = self.criteria.index.get(written)
        if coded is not None and coded in named and not (code is not None and code.kind == "number" and len(named) > 1):
            return coded if isinstance(coded, Leaf) else None
        leaf = next((item for item in named if isinstance(item, Leaf)), None) if len(named) == 1 else None
        if leaf is not None and _damaged(code, leaf.code):
            self.note("PS129", row, CODE, leaf, found=show(code.text) if code is not None else "")
            return leaf
        if isinstance(coded, Leaf) or (leaf is not None and code is not None and coded is None):
            self.disagree(row, written, name, coded, leaf)
        elif coded is None and not named and _CODE_LIKE.fullmatch(written):
            self.problems.append(self.at("PS103", row, CODE, found=written, name=show(name.text) if name else ""))
        return None

    def disagree(self, row: int, written: str, name: Cell | None, coded: Item | None, leaf: Leaf | None) -> None:
        """Report a row whose code says one item and whose name says another."""
        facts: dict[str, Fact] = {
            "found": show(name.text) if name is not None else "",
            "code": written,
            "wanted": coded.name if coded is not None else "",
            "other": leaf.code if leaf is not None else "",
        }
        about = coded.code if coded is not None else leaf.code if leaf is not None else ""
        self.problems.append(self.at("PS128", row, NAME, about, **facts))

    def leaf(self, row: int, cells: Row, leaf: Leaf) -> None:
        if leaf.code in self.seen:
            first = self.table.place(self.file, self.seen[leaf.code], CODE)
            self.problems.append(self.at("PS127", row, CODE, leaf.code, name=leaf.name, first=first.cell))
            self.doubled.add(leaf.code)
            return
        self.seen[leaf.code] = row
        name = cells.get(self.table.columns[NAME])
        self.decomposed += name is not None and not is_normalized("NFC", name.text)
        if row in self.table.sheet.hidden_rows:
            self.hidden.append(str(row))
        claimed = self.claimed(row, cells, leaf)
        inputs = {
            asked.name: self.answer(row, cells, leaf, input_role(at), asked) for at, asked in enumerate(leaf.inputs)
        }
        if self.maximum_edited(row, cells, leaf):
            claimed = _spoilt(claimed)
            inputs = {name: _spoilt(answer) for name, answer in inputs.items()}
        self.answers[leaf.code] = LeafAnswers(
            claimed=claimed,
            inputs=inputs,
            row=self.table.place(self.file, row, CODE),
            evidence=self.text(cells, EVIDENCE),
            reason=self.text(cells, REASON),
        )

    # --- cells --------------------------------------------------------------------------------------------------

    def answer(self, row: int, cells: Row, leaf: Leaf, role: str, asked: Input) -> Answer:
        """Read one answer of a leaf's row; a form without the column has been reported as a whole."""
        column = self.table.columns.get(role)
        if column is None:
            return Answer(AnswerState.BLANK, place=self.table.place(self.file, row, CODE))
        place = self.table.place(self.file, row, role)
        asking = Asking(asked, self.agency, leaf.code, place, self.uncalculated_zeros)
        if self.tall and (merged := self.merged_over_rows(row, column)):
            self.problems.append(asking.problem("PS135", range=merged))
            return Answer(AnswerState.UNUSABLE, place=place, cell=cells.get(column))
        answer, problems = read_answer(cells.get(column), asking)
        self.problems += problems
        return answer

    def merged_over_rows(self, row: int, column: int) -> str | None:
        """The merged range over several rows that a cell is part of, if any."""
        if not any(first <= row <= last for first, last in self.tall):
            return None
        merged = self.table.sheet.merged_range(row, column)
        return merged if merged and _spans_rows(merged) else None

    def claimed(self, row: int, cells: Row, leaf: Leaf) -> Answer:
        """Read the score column; where the leaf is computed without it, an unreadable claim is a warning only."""
        before = len(self.problems)
        answer = self.answer(row, cells, leaf, POINTS, ASKED_POINTS)
        if answer.state is AnswerState.UNUSABLE and CLAIMED not in leaf.rule.wants:
            found = show(answer.cell.text) if answer.cell else ""
            self.problems[before:] = [self.at("PS148", row, POINTS, leaf.code, name=leaf.name, found=found)]
        return answer

    def maximum_edited(self, row: int, cells: Row, leaf: Leaf) -> bool:
        """Report a maximum that differs from the set's; the set rules, so the row cannot be used as it stands."""
        column = self.table.columns.get(MAXIMUM)
        cell = cells.get(column) if column else None
        if cell is None or column is None:
            return False
        if cell.kind == "number" and from_stored(cell.text) == leaf.maximum:
            return False
        place = self.table.place(self.file, row, MAXIMUM)
        stated, _ = read_answer(cell, Asking(ASKED_POINTS, self.agency, leaf.code, place))
        if stated.value == leaf.maximum:
            return False
        facts: dict[str, Fact] = {"found": show(cell.text), "maximum": leaf.maximum, "name": leaf.name}
        self.problems.append(self.at("PS130", row, MAXIMUM, leaf.code, **facts))
        return True

    def total(self, row: int, cells: Row) -> None:
        """Compare the form's total with the sum of its own claimed points, where every leaf has some."""
        place = self.table.place(self.file, row, POINTS)
        total, _ = read_answer(cells.get(self.table.columns[POINTS]), Asking(ASKED_POINTS, self.agency, "", place))
        rows = [self.answers.get(leaf.code) for leaf in self.criteria.leaves() if leaf.source is Source.SELF]
        claims = [answers.claimed for answers in rows if answers is not None]
        if len(claims) < len(rows) or not isinstance(total.value, Fraction):
            return
        if any(claim.state in (AnswerState.BLANK, AnswerState.UNUSABLE) for claim in claims):
            return
        added = sum((claim.value for claim in claims if isinstance(claim.value, Fraction)), Fraction(0))
        if added != total.value:
            self.problems.append(self.at("PS208", row, POINTS, found=total.value, computed=added))

    def text(self, cells: Row, role: str) -> str:
        column = self.table.columns.get(role)
        cell = cells.get(column) if column else None
        return cell.text.strip() if cell is not None and cell.kind in ("text", "number") else ""

    # --- the form as a whole ------------------------------------------------------------------------------------

    def columns_for_inputs(self) -> None:
        """Report data columns that the criteria set needs and the form lacks."""
        most = max((len(leaf.inputs) for leaf in self.criteria.leaves() if leaf.source is Source.SELF), default=0)
        place = Place(self.file, self.table.sheet.name, f"A{self.table.header_row}")
        for role in map(input_role, range(most)):
            if role not in self.table.columns:
                self.problems.append(problem("PS125", place, agency=self.agency, wanted=heading_of(role), found=""))

    def finish(self) -> None:
        """Report leaves without a row, and drop those with two: neither row is chosen."""
        for code in self.doubled:
            del self.answers[code]
        for leaf in self.criteria.leaves():
            if leaf.code not in self.seen and leaf.source is Source.SELF:
                place = Place(self.file, self.table.sheet.name)
                self.problems.append(problem("PS102", place, agency=self.agency, criterion=leaf.code, name=leaf.name))
        if self.decomposed:
            place = Place(self.file, self.table.sheet.name)
            self.problems.append(problem("PS111", place, agency=self.agency, count=self.decomposed))
        if self.hidden or self.table.sheet.state != "visible":
            place = Place(self.file, self.table.sheet.name)
            rows = ", ".join(self.hidden) or "-"
            self.problems.append(problem("PS134", place, agency=self.agency, rows=rows))

    def note(self, code: str, row: int, role: str, leaf: Leaf, /, **facts: Fact) -> None:
        self.problems.append(self.at(code, row, role, leaf.code, name=leaf.name, **facts))

    def at(self, code: str, row: int, role: str, criterion: str = "", /, **facts: Fact) -> Problem:
        place = self.table.place(self.file, row, role)
        return problem(code, place, agency=self.agency, criterion=criterion, **facts)


def _written_code(cell: Cell | None) -> str:
    if cell is None or (cell.kind == "number" and is_date(cell.format)):
        return ""
    return normal_form(cell.text).rstrip(". ")


def _damaged(cell: Cell | None, code: str) -> bool:
    """Whether a code cell may be what a program made of the code: blank, a date, or a number like 1.1 for 1.10."""
    if cell is None or cell.kind in ("date", "blank"):
        return True
    if cell.kind != "number":
        return not normal_form(cell.text)
    return is_date(cell.format) or cell.text.rstrip("0").rstrip(".") == code.rstrip("0").rstrip(".")


def _spoilt(answer: Answer) -> Answer:
    return answer._replace(state=AnswerState.UNUSABLE, value=None)


def _spans_rows(merged: str) -> bool:
    first, _, last = merged.partition(":")
    return re.sub("[A-Z]", "", first) != re.sub("[A-Z]", "", last)


def _numbers_columns(cells: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B C."""
    return len(cells) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in _texts(cells))


def _texts(cells: Row) -> Iterator[str]:
    return (normal_form(cell.text) for cell in cells.values())


def covers(table: Table, criteria: CriteriaSet) -> Fraction:
    """Return the share of a set's leaves whose code and name stand in a row of the table."""
    columns = table.columns
    names = {item.code: normal_form(item.name) for item in criteria.leaves()}
    hits = 0
    for _, group in groupby(table.sheet.cells, key=lambda cell: cell.row):
        cells = {cell.column: cell for cell in group}
        code, name = cells.get(columns[CODE]), cells.get(columns[NAME])
        if name is not None and names.get(_written_code(code)) == normal_form(name.text):
            hits += 1
    return Fraction(hits, len(names))
