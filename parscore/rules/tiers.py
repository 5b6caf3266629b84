"""Tiers with stated open and closed bounds."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression
from parscore.model.interval import Interval
from parscore.model.rule import Judgement, Phrase, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula
from parscore.rules.ladder import Tier, ascending, ladder_faults, shown, tier_formula, tier_of, tier_points
from parscore.rules.spec import RuleSpec, SpecFault, computed, no_case, of_leaf, points_faults, refused, spec_fault
from parscore.rules.working import passed, worked


class Tiers(RuleSpec):
    """The value of a formula falls into exactly one tier, which gives its points.

    Rule: the tiers leave no gap between them, do not overlap and reach down to 0. What lies outside all of them is
    not scored but refused: end the top tier at ``<= 100%`` to refuse a rate above it, leave it open to accept any.
    Boundaries: a bound belongs to the tier that states it with ``>=``, ``<=`` or ``=``.
    Faults: PS205 above a highest bound of 100 %, PS214 outside the tiers; a zero denominator is settled by ``no_case``.
    Source: "> 90 %: 2; 70-90 %: 1; < 70 %: 0" (Cà Mau 1880/QĐ-UBND 2013, 1.1.4: exactly 90 % is in the middle tier).
    """

    family: ClassVar[str] = "tiers"

    of: Formula
    steps: Annotated[tuple[Tier, ...], Field(min_length=2)]

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Points in [0, maximum] and reaching it; no empty tier, gap or overlap; the lowest tier reaches down to 0."""
        yield from points_faults(tier_points(self.steps, maximum), maximum)
        ranges = [tier.when for tier in self.steps]
        yield from ladder_faults(ranges)
        order = ascending(ranges)
        if order and not _reaches_zero(ranges[order[0]]):
            yield spec_fault(("steps", order[0], "when"), "PS511", lower="0", upper=ranges[order[0]].text)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Work out the value and find its tier."""
        step = computed(self.of, values)
        if step is None:
            return no_case(self.of)
        tier = tier_of(step.value, self.steps)
        if tier is not None:
            return Judgement(of_leaf(tier.points, maximum), phrase("tiers.tier", when=shown(tier)), (step,))
        top = max((tier.when.high for tier in self.steps if tier.when.high is not None), default=None)
        code = "PS205" if top == 1 and step.value > 1 else "PS214"
        covered = "; ".join(shown(tier) for tier in self.steps)
        return refused(code, step.formula, found=step.value, numbers=arithmetic.with_numbers(step), bounds=covered)

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The points of the tier that holds the value."""
        value = worked(self.of, cells)
        return passed(value, tier_formula(value, self.steps, maximum))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The formula, then one line a tier."""
        tiers = (phrase("tiers.words", when=shown(tier), points=of_leaf(tier.points, maximum)) for tier in self.steps)
        return (phrase("value.words", formula=arithmetic.write(self.of)), *tiers)


def _reaches_zero(lowest: Interval) -> bool:
    return lowest.low is None or lowest.low < 0 or (lowest.low == 0 and lowest.low_closed)
