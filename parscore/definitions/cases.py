"""The worked cases of leaves: what each comes out as by its leaf's rule; the one place that judges a case."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.model.cell import Value
from parscore.model.criteria import CriteriaSet, Example, Input, Leaf, Rounding
from parscore.model.rule import BEST, MEAN, Rule
from parscore.numbers import round_to

FEWEST: Final = 2
"""Cases that every leaf needs: one on either side of a boundary."""
GROUP: Final = (BEST, MEAN)
"""Values that a case gives besides the leaf's inputs where the rule compares an agency with its group."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case comes out as.

    ``points`` is ``None`` where no case arose, where a value was refused (``faults`` are the problem codes), and where
    the case leaves out values that the rule wants (``missing`` are their names).
    """

    example: Example
    points: Fraction | None = None
    faults: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    passed: bool = False


@dataclass(frozen=True, slots=True)
class LeafCases:
    """The results of all cases of a leaf."""

    leaf: Leaf
    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that do not come out as stated."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def too_few(self) -> bool:
        """Whether there are fewer cases than a leaf needs."""
        return len(self.results) < FEWEST


def run_cases(criteria: CriteriaSet) -> tuple[LeafCases, ...]:
    """Judge every case of every leaf, in the order of the decision."""
    return tuple(
        LeafCases(
            leaf,
            tuple(judge_case(leaf.rule, leaf.maximum, leaf.inputs, case, criteria.rounding) for case in leaf.examples),
        )
        for leaf in criteria.leaves()
    )


def judge_case(
    rule: Rule, maximum: Fraction, inputs: tuple[Input, ...], example: Example, rounding: Rounding
) -> CaseResult:
    """Judge one case; the rule has no faults of its own and works on the types of its inputs.

    A case passes where its points are the rule's, exactly or as points are printed: a rate such as 12/180 gives points
    without a finite decimal, and authors state what they see. A value outside the range of its input is PS214.
    """
    given = dict(example.given)
    wanted = (*rule.wants, *(GROUP if rule.pooled else ()))
    if missing := tuple(name for name in wanted if name not in given):
        return CaseResult(example, missing=missing)
    if any(_outside(asked, given.get(asked.name)) for asked in inputs):
        return CaseResult(example, faults=("PS214",))
    judgement = rule.judge(maximum, given)
    if judgement.faults:
        return CaseResult(example, faults=tuple(fault.code for fault in judgement.faults))
    points = None if judgement.no_case else judgement.points
    shown = None if points is None else round_to(points, rounding.points, rounding.mode)
    return CaseResult(example, points, passed=example.points in (points, shown))


def _outside(asked: Input, value: Value | None) -> bool:
    if isinstance(value, tuple):
        return any(_outside(asked, one) for one in value)
    if not isinstance(value, Fraction):
        return False
    too_low = asked.minimum is not None and value < asked.minimum
    return too_low or (asked.maximum is not None and value > asked.maximum)
