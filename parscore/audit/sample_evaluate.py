"""What the filled worksheet of a sample says: which risks are reached, what was found, and what has to be checked next.

The escalation rule, laid down before anything is checked (docs/audit.md): it follows from seed, result and findings
alone, so that everybody comes to the same next step. A cell that nobody checked is never taken as right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parscore.audit.sample_plan import PAIRS, CellScore, Plan, Statement, hidden, overstated, turned
from parscore.audit.sampling import discovery_size, drawn, draws_needed, risk_left
from parscore.engine.replay import Replay, by_agency
from parscore.model.criteria import Treatment
from parscore.model.ranking import Standing
from parscore.model.rule import phrase
from parscore.model.scorecard import LeafScore, Status
from parscore.workbooks.sample_read import Finding

STEPS: Final = 3
"""Steps of the discovery sample; after the last everything is checked."""


class State(StrEnum):
    """How far a question is answered.

    ``PENDING``: cells of the present size are not checked. ``REACHED``: the stated risk is. ``WHOLE``: every cell of
    it has to be checked, and is not yet. ``SETTLED``: every cell is checked, and the statement stands. ``CHANGED``:
    with what was found it does not stand.
    """

    PENDING = "pending"
    REACHED = "reached"
    WHOLE = "whole"
    SETTLED = "settled"
    CHANGED = "changed"


DONE: Final = frozenset({State.REACHED, State.SETTLED})


@dataclass(frozen=True, slots=True)
class Answered:
    """The state of one question; ``needs`` are its cells at the present size, ``size`` their number or the draws.

    ``risk`` is the risk that is left, where it is known. ``step`` counts the enlargements.
    """

    state: State
    size: int
    needs: frozenset[str]
    risk: Fraction | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a discrepancy does by itself to its agency."""

    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A cell found to be wrong. ``size``: recorded less found points, above 0 where too much was given."""

    cell: CellScore
    finding: Finding
    size: Fraction
    effect: Effect


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the findings say of a plan."""

    plan: Plan
    checked: frozenset[str]
    discrepancies: tuple[Discrepancy, ...]
    discovery: Answered
    statements: tuple[tuple[Statement, Answered], ...]
    together: Mapping[str, Standing] = field(default_factory=dict)
    """The places of all agencies with every discrepancy put right."""

    @property
    def needs(self) -> frozenset[str]:
        """Every cell that the present sizes ask for."""
        return self.discovery.needs.union(*(answered.needs for _, answered in self.statements))

    @property
    def reached(self) -> bool:
        """Whether every question is answered at the stated risk."""
        return all(one.state in DONE for one in (self.discovery, *(answered for _, answered in self.statements)))


def evaluate(replays: Mapping[str, Replay], plan: Plan, findings: Mapping[str, Finding]) -> Evaluation:
    """Weigh findings by cell; ``replays`` are the groups. Without any finding it is the first size of everything."""
    wrong = {cell: found for cell, found in findings.items() if found.wrong}
    weigher = _Weigher(plan, findings, replays, wrong)
    return Evaluation(
        plan=plan,
        checked=frozenset(findings),
        discrepancies=tuple(weigher.discrepancy(plan.cells[cell]) for cell in plan.cells if cell in wrong),
        discovery=weigher.discovery(),
        statements=tuple((statement, weigher.statement(statement)) for statement in plan.statements),
        together=weigher.together,
    )


@dataclass(slots=True)
class _Weigher:
    plan: Plan
    findings: Mapping[str, Finding]
    replays: Mapping[str, Replay]
    wrong: Mapping[str, Finding]
    before: dict[str, Standing] = field(init=False)
    together: dict[str, Standing] = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.together = {}, {}
        for replay in self.replays.values():
            self.before |= by_agency(replay.ranking)
            self.together |= self._replayed(replay, list(self.wrong)) if self.wrong else by_agency(replay.ranking)

    def _replayed(self, replay: Replay, cells: Sequence[str]) -> dict[str, Standing]:
        """The places of a group with some cells put right."""
        changed: dict[str, dict[str, LeafScore]] = {}
        for cell in (self.plan.cells[cell] for cell in cells):
            if cell.agency.id in replay.standings:
                told = changed.setdefault(cell.agency.id, {})
                told[cell.score.leaf.code] = corrected(cell.score, self.wrong[cell.id].points)
        return replay.ranked({agency: replay.card(agency, told) for agency, told in changed.items()})

    def discrepancy(self, cell: CellScore) -> Discrepancy:
        """A wrong cell, and what it does by itself."""
        replay = self.replays[cell.agency.group]
        found = self.wrong[cell.id]
        after = self._replayed(replay, [cell.id])[cell.agency.id]
        size = (cell.score.points or Fraction(0)) - (found.points or Fraction(0))
        return Discrepancy(cell, found, size, Effect(self.before[cell.agency.id], after))

    # --- discovery ------------------------------------------------------------------------------------------------

    def discovery(self) -> Answered:
        """Follow the discovery sample through its sizes as far as cells were checked."""
        plan, total, risk = self.plan, len(self.plan.order), 1 - self.plan.terms.confidence
        size, met, before = plan.first, 0, 0
        for step in range(STEPS):
            cells = plan.order[:size]
            if not self._checked(cells):
                return Answered(State.PENDING, size, frozenset(cells), risk / 2**step, step)
            found = sum(cell in self.wrong for cell in cells[before:])
            if not found:
                return Answered(State.REACHED, size, frozenset(cells), risk / 2**step, step)
            met, before = met + found, size
            if met >= plan.wrong or before == total:
                break
            size += discovery_size(total - size, plan.wrong - met, risk / 2 ** (step + 1))
            if 2 * size > total:
                break
        state = State.SETTLED if self._checked(plan.order) else State.WHOLE
        return Answered(state, total, frozenset(plan.order), Fraction(0), STEPS)

    # --- outcomes -------------------------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> Answered:
        """Follow a statement through its sizes as far as cells were checked."""
        cells = [cell for cell, _ in statement.hides]
        size, step = statement.draws, 0
        while not statement.whole and size < len(cells):
            draws = drawn(self.plan.terms.seed, statement.id, statement.hides, size)
            needs = frozenset(draws)
            if not self._checked(needs):
                return Answered(State.PENDING, size, needs, None, step)
            left = risk_left(statement.margin, statement.all, [self._taint(statement, cell) for cell in draws])
            if left is None:
                break
            if left <= self.plan.terms.risk:
                return Answered(State.REACHED, size, needs, left, step)
            size += draws_needed(self.plan.terms.risk, statement.margin, statement.all, left)
            step += 1
        if not self._checked(cells):
            return Answered(State.WHOLE, len(cells), frozenset(cells), None, step)
        state = State.SETTLED if self._stands(statement) else State.CHANGED
        return Answered(state, len(cells), frozenset(cells), Fraction(0), step)

    def _checked(self, cells: Sequence[str] | frozenset[str]) -> bool:
        return all(cell in self.findings for cell in cells)

    def _taint(self, statement: Statement, cell: str) -> Fraction:
        """What a drawn cell was found to hide, by what it could hide."""
        if cell not in self.wrong:
            return Fraction(0)
        told = self.plan.cells[cell]
        card = self.before[told.agency.id].scorecard
        over = (told.agency.id == statement.above) is not turned(told, card)
        return overstated(told.score, self.wrong[cell].points, over=over) / hidden(told.score, over=over)

    def _stands(self, statement: Statement) -> bool:
        """Whether a statement stands with every discrepancy put right."""
        if statement.kind in PAIRS:
            pairs = [(places[statement.above].rank, places[statement.below].rank)
                     for places in (self.before, self.together)]  # fmt: skip
            signs = [(upper or 0) - (lower or 0) for upper, lower in pairs]
            return (signs[0] < 0) == (signs[1] < 0) and (signs[0] > 0) == (signs[1] > 0)
        agency = statement.above or statement.below
        if statement.kind == "class" and statement.bound is not None:
            index = self.together[agency].scorecard.index
            return index is not None and (index >= statement.bound) == bool(statement.above)
        return self.before[agency].class_name == self.together[agency].class_name


def corrected(score: LeafScore, points: Fraction | None) -> LeafScore:
    """A leaf's score as it was found; ``None``: it does not apply, and is treated as its set says (else left out)."""
    if points is not None:
        maximum = score.leaf.maximum
        return replace(score, status=Status.SCORED, points=points, maximum=maximum, branch=phrase("by_hand"))
    treatment = score.leaf.not_applicable
    full, zero = treatment is Treatment.FULL, treatment is Treatment.ZERO
    worth = score.leaf.maximum if full else Fraction(0) if zero else None
    maximum = score.leaf.maximum if full or zero else Fraction(0)
    return replace(score, status=Status.NOT_APPLICABLE, points=worth, maximum=maximum)


def cells_of(evaluation: Evaluation) -> Iterator[CellScore]:
    """The cells that the present sizes ask for, in the order of the decision."""
    return (cell for cell in evaluation.plan.cells.values() if cell.id in evaluation.needs)
