"""Points claimed by hand."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, if_, is_whole, negated
from parscore.model.rule import CLAIMED, Judgement, Phrase, Step, phrase
from parscore.rules.fields import PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, number, refused, spec_fault


class Claim(RuleSpec):
    """Points written by hand in the score column.

    Rule: the claimed points count as they stand. They lie in [0, maximum], both ends included, and on the grid: a
    whole multiple of ``step``. Nothing is clamped and nothing is snapped.
    Boundaries: 0 and the maximum are accepted; the next value beyond either is refused.
    Faults: PS202 below 0, PS203 above the maximum, PS213 off the grid.
    Source: sub-criteria that a decision leaves to judgement within a scoring scale.
    """

    family: ClassVar[str] = "claim"

    step: PlainAmount

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """The step is above 0 and the maximum lies on the grid."""
        if self.step <= 0 or (maximum / self.step).denominator != 1:
            yield spec_fault(("step",), "PS519", found=self.step, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Accept the claimed points, or say why not."""
        points = number(values, CLAIMED)
        facts = {"found": points, "maximum": maximum}
        if points < 0:
            return refused("PS202", CLAIMED, **facts)
        if points > maximum:
            return refused("PS203", CLAIMED, **facts)
        if (points / self.step).denominator != 1:
            return refused("PS213", CLAIMED, **facts, step=self.step)
        return Judgement(points, phrase("claim.taken"), (Step(CLAIMED, ((CLAIMED, points),), points),))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The claimed points, where they lie in the range and on the grid."""
        points = cells[CLAIMED]
        wrong = any_holds(points < 0, points > maximum, negated(is_whole(points / self.step)))
        return if_(wrong, REFUSED, points)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """One line: the range and the grid."""
        return (phrase("claim.words", maximum=maximum, step=self.step),)
