"""What is worth a remark about the answers of a form, though each was read: how cells look, formulas, stray numbers."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet, Leaf, Source
from parscore.model.problem import Fact, Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.submission import LeafAnswers
from parscore.numbers import Written, from_stored, printed, read_written
from parscore.viet import show
from parscore.workbooks.formats import GENERAL, hides_numbers, is_percent, shown_decimals
from parscore.workbooks.layout import EVIDENCE, REASON
from parscore.workbooks.references import Doubts
from parscore.workbooks.rows import Row
from parscore.workbooks.table import Table

_FEW: Final = 3
"""So many formulas in the score column are needed before a number between them is told from a habit."""


class _Given(NamedTuple):
    """An answer with the leaf it is for and the cell it stands in; a claim stands in the score column."""

    leaf: Leaf
    answer: Answer
    cell: Cell
    is_claim: bool

    def problem(self, code: str, /, **facts: Fact) -> Problem:
        """A problem at this answer's place."""
        told: dict[str, Any] = {"name": self.leaf.name, **facts}
        return problem(code, self.answer.place, criterion=self.leaf.code, **told)


def remarks(
    table: Table, rows: Mapping[str, tuple[int, Row]], answers: Mapping[str, LeafAnswers], criteria: CriteriaSet
) -> Iterator[Problem]:
    """Yield remarks on the answers of the agency's own leaves in a table's rows; the agency is the caller's to add."""
    own = [leaf for leaf in criteria.leaves() if leaf.source is Source.SELF and leaf.code in rows]
    given = [found for leaf in own for found in _given(leaf, answers[leaf.code])]
    for found in given:
        if found.cell.format != GENERAL:
            yield from _shown_otherwise(found)
    yield from _formulas(given, table)
    yield from _unseen(given, table)
    yield from _typed_over(given)
    for leaf in own:
        yield from _astray(leaf, answers[leaf.code], rows[leaf.code], table)


def _given(leaf: Leaf, answers: LeafAnswers) -> Iterator[_Given]:
    for answer in (answers.claimed, *answers.inputs.values()):
        if answer.state is AnswerState.GIVEN and answer.cell is not None:
            yield _Given(leaf, answer, answer.cell, answer is answers.claimed)


def _shown_otherwise(found: _Given) -> Iterator[Problem]:
    """A typed number of which the cell shows fewer decimals than it has: people see another score than is counted."""
    cell = found.cell
    if cell.kind != "number" or cell.formula is not None:
        return
    decimals = shown_decimals(cell.format)
    stored = from_stored(cell.text) if decimals is not None else None
    if decimals is None or stored is None or 10**decimals % stored.denominator == 0:
        return
    percent = is_percent(cell.format)
    shown = printed(stored * 100, decimals - 2) + "%" if percent else printed(stored, decimals)
    yield found.problem("PS161", shown=shown, found=show(cell.text))


def _formulas(given: list[_Given], table: Table) -> Iterator[Problem]:
    """Formulas that depend on more than the form, and cells that hold part of an array formula's result."""
    doubts: Doubts | None = None
    for found in given:
        cell = found.cell
        if cell.formula is None:
            formula = table.sheet.array_formula(cell.row, cell.column)
            if formula is not None:
                yield found.problem("PS144", formula=show(formula), found=show(cell.text))
            continue
        doubts = doubts or Doubts(table.sheet)
        for reason in doubts.of(cell):
            yield found.problem("PS162", formula=show(cell.formula), reason=reason, found=show(cell.text))


def _unseen(given: list[_Given], table: Table) -> Iterator[Problem]:
    """Values that nobody sees: white letters on no fill, or a format that shows nothing."""
    cells = [
        found.cell
        for found in given
        if (found.cell.row, found.cell.column) in table.sheet.unseen or hides_numbers(found.cell.format)
    ]
    if cells:
        place = given[0].answer.place._replace(cell="")
        yield problem("PS158", place, cells=", ".join(cell.address for cell in cells))


def _typed_over(given: list[_Given]) -> Iterator[Problem]:
    """A number among the formulas of the score column, on a leaf whose points are computed."""
    if sum(found.is_claim and found.cell.formula is not None for found in given) < _FEW:
        return
    claims = [found for found in given if found.is_claim and CLAIMED not in found.leaf.rule.wants]
    typed = [found for found in claims if found.cell.formula is None]
    formulas = len(claims) - len(typed)
    if formulas >= _FEW and formulas > len(typed):
        for found in typed:
            yield found.problem("PS163", found=show(found.cell.text))


def _astray(leaf: Leaf, answers: LeafAnswers, placed: tuple[int, Row], table: Table) -> Iterator[Problem]:
    """A number in a column that is not read, in a row whose own cells are all empty."""
    wanted = [answers.claimed, *answers.inputs.values()]
    if any(answer.state is not AnswerState.BLANK for answer in wanted):
        return
    cells = placed[1]
    known = {at for role, at in table.columns.items() if role not in (EVIDENCE, REASON)}
    for column in sorted(cells.keys() - known):
        cell = cells[column]
        value = _number_in(cell)
        if value is not None and 0 <= value <= leaf.maximum:
            heading = table.sheet.at(table.header_row, column)
            facts = {"other": cell.address, "column": show(heading.text) if heading else "-", "found": show(cell.text)}
            place = answers.claimed.place
            yield problem("PS165", place, criterion=leaf.code, name=leaf.name, **facts)


def _number_in(cell: Cell) -> Fraction | None:
    """The number that a cell holds or spells."""
    if cell.kind == "number":
        return from_stored(cell.text)
    written = read_written(cell.text) if cell.kind == "text" else None
    return written.value if isinstance(written, Written) else None
