"""Tiers with stated open and closed bounds."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from parscore.model.cell import Value
from parscore.model.rule import Judgement, Phrase, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, Interval, Points, Range
from parscore.rules.spec import (
    Path,
    RuleSpec,
    SpecFault,
    computed,
    no_case,
    of_leaf,
    points_faults,
    refused,
    spec_fault,
)


class Tier(BaseModel):
    """One tier: the range of the value (each end says whether it is closed) and its points."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    when: Range
    points: Points


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
        points: dict[Path, Fraction] = {
            ("steps", at, "points"): of_leaf(tier.points, maximum) for at, tier in enumerate(self.steps)
        }
        yield from points_faults(points, maximum)
        for at, tier in enumerate(self.steps):
            if tier.when.empty:
                yield spec_fault(("steps", at, "when"), "PS513", found=tier.when.text)
        order = sorted(
            (at for at, tier in enumerate(self.steps) if not tier.when.empty),
            key=lambda at: (
                self.steps[at].when.low is not None,
                self.steps[at].when.low or 0,
                not self.steps[at].when.low_closed,
            ),
        )
        for lower, upper in pairwise(order):
            code = _seam(self.steps[lower].when, self.steps[upper].when)
            if code:
                below, above = self.steps[lower].when.text, self.steps[upper].when.text
                yield spec_fault(("steps", max(lower, upper), "when"), code, lower=below, upper=above)
        if order and not _reaches_zero(self.steps[order[0]].when):
            yield spec_fault(("steps", order[0], "when"), "PS511", lower="0", upper=self.steps[order[0]].when.text)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Work out the value and find its tier."""
        step = computed(self.of, values)
        if step is None:
            return no_case(self.of)
        for tier in self.steps:
            if step.value in tier.when:
                branch = phrase("tiers.tier", when=_shown(tier))
                return Judgement(of_leaf(tier.points, maximum), branch, (step,))
        top = max((tier.when.high for tier in self.steps if tier.when.high is not None), default=None)
        code = "PS205" if top == 1 and step.value > 1 else "PS214"
        covered = "; ".join(_shown(tier) for tier in self.steps)
        return refused(code, step.formula, found=step.value, numbers=arithmetic.with_numbers(step), bounds=covered)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The formula, then one line a tier."""
        tiers = (phrase("tiers.words", when=_shown(tier), points=of_leaf(tier.points, maximum)) for tier in self.steps)
        return (phrase("value.words", formula=arithmetic.write(self.of)), *tiers)


def _shown(tier: Tier) -> str:
    """Write a tier's range in signs that need no language."""
    return tier.when.text.replace(">=", "≥").replace("<=", "≤").replace(" and ", ", ")


def _seam(lower: Interval, upper: Interval) -> str:
    """Return the code of the fault where two neighbouring tiers meet, or nothing."""
    if lower.high is None or upper.low is None or lower.high > upper.low:
        return "PS512"
    if lower.high < upper.low:
        return "PS511"
    if lower.high_closed and upper.low_closed:
        return "PS512"
    return "" if lower.high_closed or upper.low_closed else "PS511"


def _reaches_zero(lowest: Interval) -> bool:
    return lowest.low is None or lowest.low < 0 or (lowest.low == 0 and lowest.low_closed)
