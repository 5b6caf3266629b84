"""One leaf: from its answers through its rule to a score that carries its own explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.engine.answers import given, marks, nothing_written, used
from parscore.engine.official import NOTHING, InForce
from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.criteria import InputType, Leaf, Rounding, RoundingLevel, Source, Treatment
from parscore.model.place import NOWHERE, Place
from parscore.model.problem import Percent, Problem, problem
from parscore.model.rule import CLAIMED, Judgement, Phrase, Step, phrase
from parscore.model.scorecard import RESOLVED, InputUse, LeafScore, Status
from parscore.model.submission import LeafAnswers
from parscore.numbers import round_to

NO_POOL: Final[Mapping[str, Fraction]] = MappingProxyType({})


def score_leaf(
    leaf: Leaf,
    force: InForce,
    *,
    agency: str,
    rounding: Rounding,
    pool: Mapping[str, Fraction] = NO_POOL,
) -> tuple[LeafScore, list[Problem]]:
    """Score one leaf of one agency by the values in force.

    ``force.answers`` is ``None`` where the form has no usable row for the leaf: the reader has said why. ``pool`` holds
    the values of the group where the rule compares with it. A leaf that could be scored while an appraisal is owed
    awaits it: it never falls back to the self-assessment. Every problem names the agency, the leaf and, where there
    is one, a place.
    """
    run = _Run(leaf, force, agency, rounding, pool)
    outcome = run.settle()
    owed = force.owed if outcome.status in RESOLVED or outcome is _UNCOMPARED else ""
    if owed:
        outcome = _Outcome(Status.AWAITING)
    points = outcome.points
    if points is not None and rounding.at is RoundingLevel.LEAF:
        points = round_to(points, rounding.points, rounding.mode)
    run.remark(outcome.status, points)
    claimed = run.received.claimed if run.own else run.used.get(CLAIMED, run.received.claimed)
    score = LeafScore(
        leaf=leaf,
        status=outcome.status,
        points=points,
        maximum=Fraction(0) if outcome.left_out else leaf.maximum,
        stage=force.stage,
        branch=outcome.branch,
        steps=outcome.steps,
        inputs=tuple(
            InputUse(asked.name, asked.ask, run.used[asked.name]) for asked in leaf.inputs if asked.name in run.used
        ),
        claimed=claimed,
        evidence=run.received.evidence,
        reason=run.received.reason,
        acts=force.acts,
        judged=force.judged,
        owed=owed,
    )
    return score, run.problems


def own_value(leaf: Leaf, force: InForce) -> tuple[Fraction | None, bool]:
    """Return the value that a pooled rule compares, and whether it is still owed.

    So it is while nobody has appraised it, or of the agency's own leaf only others' figures are known. An appraiser's
    mark "not applicable" counts as the agency's.
    """
    run = _Run(leaf, force, "", Rounding(), NO_POOL)
    if force.owed or (run.own and force.answers is None):
        return None, True
    states = {answer.state for answer in run.used.values()}
    marked = marks(leaf, run.given)[0] or (force.points and force.points.state is AnswerState.NOT_APPLICABLE)
    if marked or AnswerState.NOT_INSPECTED in states:
        return None, False
    if states != {AnswerState.GIVEN}:
        return None, True
    return leaf.rule.own(run.values), False


class _Outcome(NamedTuple):
    """How a leaf was settled. ``left_out``: its maximum leaves the denominator."""

    status: Status
    points: Fraction | None = None
    branch: Phrase | None = None
    steps: tuple[Step, ...] = ()
    left_out: bool = False


_INVALID = _Outcome(Status.INVALID)
_UNCOMPARED = _Outcome(Status.AWAITING)
"""The agency has its value, but nobody of its group has one yet that counts."""


@dataclass(slots=True)
class _Run:
    """One leaf of one agency on its way to a score, and what was found on the way."""

    leaf: Leaf
    force: InForce
    agency: str
    rounding: Rounding
    pool: Mapping[str, Fraction]
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, Answer] = field(init=False)
    """The answer to each value that the rule wants."""

    def __post_init__(self) -> None:
        self.used = used(self.leaf, self.answers, self.force.figures)

    @property
    def own(self) -> bool:
        """Whether the agency itself answers; some of the values may be provided by others all the same."""
        return self.leaf.source is Source.SELF

    @property
    def answers(self) -> LeafAnswers:
        """The agency's answers as they are in force."""
        return self.force.answers or NOTHING

    @property
    def received(self) -> LeafAnswers:
        """The agency's answers as they came in."""
        return self.force.received or NOTHING

    @property
    def given(self) -> dict[str, Answer]:
        """The answers in use, and the agency's claim."""
        return given(self.leaf, self.answers, self.used)

    @property
    def values(self) -> dict[str, Value]:
        """The given values."""
        return {name: answer.value for name, answer in self.used.items() if answer.value is not None}

    def find(self, code: str, place: Place, /, **facts: object) -> None:
        """Note a problem of this leaf."""
        told = {"name": self.leaf.name, **facts}
        self.problems.append(problem(code, place, agency=self.agency, criterion=self.leaf.code, **told))

    def settle(self) -> _Outcome:
        """Settle what is set by hand, marked not applicable, not inspected, unusable or blank; judge the rest."""
        if self.force.points is not None:
            return self.by_hand(self.force.points)
        if self.own and self.force.answers is None:
            # Of a leaf of the agency's own without a usable row the reader has said why.
            return _Outcome(Status.MISSING)
        marked, data = marks(self.leaf, self.given)
        if marked:
            return self.not_applicable(self.given[marked[0]], data, self.leaf.source_of(marked[0]))
        states = {answer.state for answer in self.used.values()}
        if AnswerState.NOT_INSPECTED in states:
            return self.not_inspected()
        if AnswerState.UNUSABLE in states:
            return _INVALID
        blanks = [name for name, answer in self.used.items() if answer.state is AnswerState.BLANK]
        if blanks and self.leaf.blank_is_zero and nothing_written(self.leaf, self.given):
            return _Outcome(Status.SCORED, Fraction(0), phrase("blank.zero"))
        if blanks:
            return self.blank(blanks)
        if self.leaf.rule.pooled and not self.pool and self.leaf.rule.own(self.values) is not None:
            return _UNCOMPARED
        return self.judged(self.leaf.rule.judge(self.leaf.maximum, {**self.values, **self.pool}))

    def by_hand(self, points: Answer) -> _Outcome:
        """Take points that a stage set in the place of the rule: the rule's least to the maximum, both included."""
        if points.state is AnswerState.NOT_APPLICABLE:
            return self.not_applicable(points, [], self.leaf.source)
        if not isinstance(points.value, Fraction):
            return _INVALID
        if not self.leaf.rule.least <= points.value <= self.leaf.maximum:
            code = "PS203" if points.value > self.leaf.maximum else "PS202"
            self.find(code, points.place, formula=CLAIMED, found=points.value, maximum=self.leaf.maximum)
            return _INVALID
        step = Step(CLAIMED, ((CLAIMED, points.value),), points.value)
        return _Outcome(Status.SCORED, points.value, phrase("by_hand"), (step,))

    def blank(self, names: list[str]) -> _Outcome:
        asks = {asked.name: asked.ask for asked in self.leaf.inputs}
        sides = [self.leaf.source_of(name) for name in names]
        for name, side in zip(names, sides, strict=True):
            told = {"asked": asks.get(name, "asked.points"), "source": f"source.{side}", "sheet": f"sheet.{side}"}
            self.find("PS201" if side is Source.SELF else "PS216", self.used[name].place, **told)
        return _Outcome(Status.MISSING if Source.SELF in sides else Status.AWAITING)

    def not_inspected(self) -> _Outcome:
        """An agency that was not inspected neither gains nor loses, unless the set says so."""
        treatment = self.leaf.not_inspected
        if treatment is Treatment.FORBIDDEN:
            self.find("PS226", NOWHERE)
            return _INVALID
        self.find("PS225", NOWHERE, effect=f"treatment.{treatment}", maximum=self.leaf.maximum)
        return self.treated(treatment, "not_inspected")

    def not_applicable(self, mark: Answer, data: list[Answer], side: Source) -> _Outcome:
        treatment = self.leaf.not_applicable
        judged = self.force.judged
        reason = judged.why if judged and self.force.points else self.received.reason
        if data or treatment is Treatment.FORBIDDEN:
            place = data[0].place if data else NOWHERE
            self.find("PS217" if data else "PS209", mark.place, data=place.cell or str(place))
            return _INVALID
        self.find("PS210", mark.place, effect=f"treatment.{treatment}", maximum=self.leaf.maximum, reason=reason)
        if side is Source.SELF and not reason and judged is None:
            self.find("PS211", mark.place)
        return self.treated(treatment, "treatment")

    def judged(self, judgement: Judgement) -> _Outcome:
        first = next(iter(self.used.values()), NOTHING.claimed)
        asks = {asked.name: asked.ask for asked in self.leaf.inputs}
        for fault in judgement.faults:
            # A fault of one value stands at its cell, one of a formula at the cell of the formula's first value.
            answer = self.used.get(fault.name, first)
            if fault.at is not None:
                columns = (column for column in self.used.values() if isinstance(column.value, tuple))
                answer = self.used.get(fault.name, next(columns)).entries[fault.at].answer
            asked = asks.get(fault.name, "")
            self.find(fault.code, answer.place, **{"formula": fault.name, "asked": asked, **dict(fault.facts)})
        if judgement.faults:
            return _INVALID._replace(branch=judgement.branch)
        if judgement.no_case and self.leaf.no_case is Treatment.FORBIDDEN:
            self.find("PS206", first.place)
            return _INVALID._replace(branch=judgement.branch)
        if judgement.no_case:
            self.find("PS218", first.place, effect=f"treatment.{self.leaf.no_case}", maximum=self.leaf.maximum)
            return self.treated(self.leaf.no_case, "no_case")
        return _Outcome(Status.SCORED, judgement.points, judgement.branch, judgement.steps)

    def treated(self, treatment: Treatment, cause: str) -> _Outcome:
        """Apply a treatment: leave out and re-base, full points, or none."""
        branch = phrase(f"{cause}.{treatment.value}")
        if treatment is Treatment.EXCLUDE:
            return _Outcome(Status.NOT_APPLICABLE, branch=branch, left_out=True)
        points = self.leaf.maximum if treatment is Treatment.FULL else Fraction(0)
        return _Outcome(Status.NOT_APPLICABLE, points, branch)

    def remark(self, status: Status, points: Fraction | None) -> None:
        """Note what leaves the score as it is: a claim that differs, lacking evidence or reason, a stray score.

        What a later stage has judged is past such remarks.
        """
        claimed = self.received.claimed
        if self.force.judged is not None:
            return
        if not self.own:
            if claimed.state is AnswerState.GIVEN:
                self.find("PS146", claimed.place, source=f"source.{self.leaf.source}")
            return
        if CLAIMED not in self.used and points is not None and self.differs(claimed, points):
            computed = round_to(points, self.rounding.points, self.rounding.mode)
            self.find("PS207", claimed.place, found=claimed.value, computed=computed)
        if status is Status.SCORED and points and points > 0 and self.leaf.evidence and not self.received.evidence:
            self.find("PS301", self.received.row)
        self.unexplained()

    def unexplained(self) -> None:
        """Warn of a value above 0 that the set wants explained, such as the tasks left out for objective reasons."""
        if self.received.reason:
            return
        for asked in self.leaf.inputs:
            if not asked.reason or self.leaf.source_of(asked.name) is not Source.SELF:
                continue
            answer = self.used.get(asked.name)
            value = answer.value if answer else None
            if answer and isinstance(value, Fraction) and value > 0:
                found = Percent(value) if asked.type is InputType.PERCENT else value
                self.find("PS221", answer.place, asked=asked.ask, found=found)

    def differs(self, claimed: Answer, points: Fraction) -> bool:
        """Whether a claim differs by more than its own rounding: half a unit of the last printed decimal.

        What would be printed is no difference either, where the set rounds by cutting off.
        """
        if not isinstance(claimed.value, Fraction) or claimed.value == points:
            return False
        unlike = abs(claimed.value - points) * 2 * 10**self.rounding.points > 1
        return unlike and claimed.value != round_to(points, self.rounding.points, self.rounding.mode)
