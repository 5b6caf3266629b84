"""One leaf of a working paper: its values in cells, its rule as a formula, and what counts where it has no points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parscore.audit.leaf_cells import GroupTable, LeafCells, Member, UnitTable, unit_key
from parscore.audit.ledger import Ledger, Line
from parscore.engine.official import claim_after, set_by_hand
from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.criteria import InputType, Leaf, Requirement, Rounding, RoundingLevel, Source, Treatment
from parscore.model.formula import (
    AWAITING,
    LEFT_OUT,
    MISSING,
    NEVER,
    NO_CASE,
    OWED,
    REFUSED,
    Constant,
    Expression,
    Ref,
    Word,
    all_hold,
    any_holds,
    equal,
    filled,
    if_,
    is_number,
    matching,
    numbers,
    rounded,
    same,
)
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import InputUse, LeafScore, Status
from parscore.model.stage import Act
from parscore.rules.spec import NUMERIC
from parscore.rules.working import inside

BLANK: Final = Answer(AnswerState.BLANK)
_WORDS: Final = {Status.MISSING: MISSING, Status.AWAITING: AWAITING, Status.INVALID: REFUSED}


@dataclass(frozen=True, slots=True)
class LeafPaper:
    """A leaf: its score, its lines, and the tables it refers to. Its cells have the keys of ``keys``."""

    score: LeafScore
    lines: tuple[Line, ...]
    tables: tuple[UnitTable | GroupTable, ...]


def top_key(code: str) -> str:
    """The key of the maximum of an item."""
    return f"{code}!max"


def applicable_key(code: str) -> str:
    """The key of the applicable maximum of an item."""
    return f"{code}!applicable"


def printed_key(code: str) -> str:
    """The key of the points of an item as they are printed."""
    return f"{code}~"


def open_key(code: str) -> str:
    """The key of how many leaves of an item, itself or below it, have no result yet."""
    return f"{code}!open"


def write_leaf(
    ledger: Ledger, score: LeafScore, rounding: Rounding, *, agency: str = "", members: Sequence[Member] = ()
) -> LeafPaper:
    """Put a leaf's cells into the ledger: its points under its code, and those of the keys above."""
    leaf = score.leaf
    counts = {used.name: len(used.answer.value) for used in score.inputs if isinstance(used.answer.value, tuple)}
    cells = LeafCells(ledger, leaf.code, agency, counts, members)
    run = _Run(ledger, score, rounding, cells, Ref(ledger.put(top_key(leaf.code), leaf.maximum).key, given=True))
    run.given()
    points, applicable = run.points()
    ledger.work(leaf.code, points)
    ledger.work(printed_key(leaf.code), printed(Ref(leaf.code), rounding.points, rounding))
    ledger.work(applicable_key(leaf.code), applicable)
    settled = any_holds(is_number(Ref(leaf.code)), same(Ref(leaf.code), LEFT_OUT))
    ledger.work(open_key(leaf.code), if_(settled, 0, 1))
    return LeafPaper(score, (*run.lines, *cells.lines, *run.after), tuple(cells.tables()))


def keep_open(ledger: Ledger, score: LeafScore) -> None:
    """Put the word of its state where a leaf has no points: what keeps it open need not lie in its figures.

    So it is with a form that cannot be used as a whole. Every leaf has to be in the ledger: some depend on others.
    """
    code, word = score.leaf.code, _WORDS.get(score.status, LEFT_OUT)
    refused = score.branch is not None and score.branch.key == "refused"
    if score.points is not None or refused:
        return  # Where the rule itself refuses a value, so does its formula.
    if ledger.number(code) is not None or (ledger.value(code) == LEFT_OUT and word != LEFT_OUT):
        ledger.work(code, word)
    if not score.complete:
        ledger.work(applicable_key(code), Ref(top_key(code), given=True))


@dataclass(slots=True)
class _Run:
    """One leaf on its way into the ledger. ``lines`` come before those of the rule, ``after`` behind them."""

    ledger: Ledger
    score: LeafScore
    rounding: Rounding
    cells: LeafCells
    top: Ref
    lines: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    @property
    def leaf(self) -> Leaf:
        return self.score.leaf

    # --- what is given -----------------------------------------------------------------------------------------------

    def given(self) -> None:
        """Put every value in use into its cell, and the claim of an agency that answers itself."""
        for used in self.score.inputs:
            if isinstance(used.answer.value, tuple):
                for at, single in enumerate(used.answer.value):
                    self.put(unit_key(self.leaf.code, used.name, at), single, self.kind(used.name))
            else:
                self._put(used.name, used.answer, used)
        if CLAIMED in self.leaf.rule.wants or self.leaf.source is Source.SELF:
            self._put(CLAIMED, claim_of(self.score))

    def _put(self, name: str, answer: Answer, used: InputUse | None = None) -> None:
        key = self.cells[name].key
        own = self.leaf.source_of(name) is Source.SELF
        match answer.state:
            case AnswerState.GIVEN:
                self.put(key, answer.value, self.kind(name))
            case AnswerState.BLANK:
                self.ledger.put(key, None if own else AWAITING)
            case AnswerState.UNUSABLE:
                self.ledger.put(key, (answer.cell.text if answer.cell else "") or "?")
            case state:
                self.ledger.put(key, Word(state.value))
        self.lines.append(Line("given", name, key, used=used or InputUse(name, "", answer)))

    def put(self, key: str, value: Value | None, kind: InputType) -> None:
        """Put a given value into its cell; in the place of a day a no says that there is no such document."""
        if kind is InputType.DATE and value is False:
            self.ledger.put(key, NEVER)
        else:
            self.ledger.put_value(key, value)

    def kind(self, name: str) -> InputType:
        """The type of a value; the claimed points are a number."""
        return next((asked.type for asked in self.leaf.inputs if asked.name == name), InputType.NUMBER)

    # --- points ------------------------------------------------------------------------------------------------------

    def points(self) -> tuple[Expression, Expression]:
        """The formulas of the points and of the applicable maximum."""
        points, applicable = self.own()
        if self.rounding.at is RoundingLevel.LEAF:
            points = self.printed(self.line("exact", points))
        if self.leaf.requires is not None:
            points = self.required(points, self.leaf.requires)
        return points, applicable

    def line(self, name: str, formula: Expression) -> Ref:
        """A formula on a line behind those of the rule."""
        key = f"{self.leaf.code}={name}"
        self.after.append(Line("worked", name, key))
        return self.ledger.work(key, formula)

    def printed(self, points: Ref) -> Expression:
        """Points rounded as the set states; a word stays."""
        return printed(points, self.rounding.points, self.rounding)

    def required(self, points: Expression, requires: Requirement) -> Expression:
        """The condition on another leaf: it takes away points, and what it waits for keeps this leaf open too."""
        own, other = self.line("own", points), Ref(requires.leaf)
        otherwise: Expression = Constant(requires.otherwise)
        if self.rounding.at is RoundingLevel.LEAF:
            otherwise = rounded(otherwise, self.rounding.points, self.rounding.mode)
        met = if_(inside(other, requires.when), own, otherwise)
        waiting = if_(same(other, LEFT_OUT), own, other)
        return if_(is_number(own), if_(is_number(other), met, waiting), own)

    def own(self) -> tuple[Expression, Expression]:
        """The leaf by itself: what a stage has set or the set treats otherwise, else its rule."""
        score, leaf = self.score, self.leaf
        if score.owed:
            return OWED, self.top
        if score.branch is not None and score.branch.key == "not_held.exclude":
            return self.treated(Treatment.EXCLUDE)
        if (hand := by_hand(score)) is not None:
            return self.by_hand(hand)
        answers = {used.name: used.answer for used in score.inputs}
        states = {answer.state for answer in answers.values()}
        if leaf.source is Source.SELF or CLAIMED in leaf.rule.wants:
            states.add(claim_of(score).state)
        if AnswerState.NOT_APPLICABLE in states:
            return self.treated(Treatment.FORBIDDEN if score.status is Status.INVALID else leaf.not_applicable)
        if AnswerState.NOT_INSPECTED in states:
            return self.treated(leaf.not_inspected)
        units = [name for name in answers if leaf.source_of(name) is Source.UNITS]
        if any(answers[name].state is not AnswerState.GIVEN for name in units):
            # Points without any unit are those of a leaf of which nothing was written, where that is no fault.
            nothing = score.points is not None
            return Constant(Fraction(0)) if nothing else _WORDS.get(score.status, REFUSED), self.top
        return self.by_rule()

    def by_hand(self, hand: Answer) -> tuple[Expression, Expression]:
        """Points that a stage has set: the rule's least to the maximum."""
        if hand.state is AnswerState.NOT_APPLICABLE:
            return self.treated(self.leaf.not_applicable)
        if not isinstance(hand.value, Fraction):
            return REFUSED, self.top
        stated = self.ledger.put_value(f"{self.leaf.code}/stated", hand.value)
        self.after.append(Line("stated", "stated", stated.key, used=InputUse("stated", "", hand)))
        return if_(any_holds(stated < self.leaf.rule.least, stated > self.top), REFUSED, stated), self.top

    def treated(self, treatment: Treatment) -> tuple[Expression, Expression]:
        """A leaf that does not apply: left out and re-based, full points, or none."""
        if treatment is Treatment.EXCLUDE:
            return LEFT_OUT, Constant(Fraction(0))
        if treatment is Treatment.FORBIDDEN:
            return REFUSED, self.top
        return self.top if treatment is Treatment.FULL else Constant(Fraction(0)), self.top

    def by_rule(self) -> tuple[Expression, Expression]:
        """The rule as a formula, and what counts where it has no case."""
        formula = self.guarded(self.leaf.rule.formula(self.top, self.cells))
        key = f"{self.leaf.code}=rule"
        self.after.append(Line("rule", "rule", key))
        rule = self.ledger.work(key, formula)
        points, applicable = self.treated(self.leaf.no_case)
        without = same(rule, NO_CASE)
        left = applicable is not self.top
        return if_(without, points, rule), if_(without, applicable, self.top) if left else self.top

    def guarded(self, formula: Expression) -> Expression:
        """The rule's formula where every value is there; else what is missing. Nothing written may count 0."""
        single = [name for name in self.leaf.rule.wants if name not in self.cells.columns]
        own = [self.cells[name] for name in single if self.leaf.source_of(name) is Source.SELF]
        others = [self.cells[name] for name in single if self.leaf.source_of(name) is not Source.SELF]
        counted = [ref for name in self.leaf.rule.wants if self.kind(name) in NUMERIC for ref in self.refs(name)]
        if counted:
            formula = if_(numbers(counted) < len(counted), REFUSED, formula)
        if others:
            formula = if_(matching(others, AWAITING) > 0, AWAITING, formula)
        if own:
            formula = if_(filled(own) < len(own), MISSING, formula)
        possible = own or (others and (self.leaf.source is Source.SELF or not self.cells.columns))
        return if_(self.nothing(own, others), 0, formula) if self.leaf.blank_is_zero and possible else formula

    def refs(self, name: str) -> list[Ref]:
        """The cells of a value: one, or one for each unit."""
        count = self.cells.columns.get(name)
        if count is None:
            return [self.cells[name]]
        return [Ref(unit_key(self.leaf.code, name, at), given=True) for at in range(count)]

    def nothing(self, own: Sequence[Ref], others: Sequence[Ref]) -> Expression:
        """Whether nothing was written: by the agency where it answers itself, else by anybody."""
        awaited = matching(others, AWAITING)
        if self.leaf.source is not Source.SELF:
            return equal(awaited, len(others))
        written = list(dict.fromkeys([self.cells[CLAIMED], *own]))
        blank = equal(filled(written), 0)
        return blank if own else all_hold(blank, awaited > 0)


def printed(value: Ref, digits: int, rounding: Rounding) -> Expression:
    """A value rounded by the set's mode; a word stays."""
    return if_(is_number(value), rounded(value, digits, rounding.mode), value)


def claim_of(score: LeafScore) -> Answer:
    """The claimed points as they are in force: as received, or as the last stage corrected them that did."""
    claimed = score.claimed or BLANK
    for act in _judging(score):
        if set_by_hand(score.leaf, act) is None:
            claimed = claim_after(score.leaf, claimed, act)
    return claimed


def by_hand(score: LeafScore) -> Answer | None:
    """The points that the last stage set in the place of the rule; ``None`` where the rule decides."""
    hand: Answer | None = None
    for act in _judging(score):
        hand = set_by_hand(score.leaf, act)
    return hand


def _judging(score: LeafScore) -> Iterator[Act]:
    """The acts that gave other values than stood there."""
    return (act for act in score.acts if act.stage.judges and act.values)
