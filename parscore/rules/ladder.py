"""What the families with tiers share: a tier, what makes a ladder of tiers sound, and the tier of a value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from pydantic import BaseModel, ConfigDict

from parscore.model.formula import REFUSED, Expression, if_
from parscore.model.interval import Interval
from parscore.rules.fields import Points, Range
from parscore.rules.spec import Path, SpecFault, of_leaf, spec_fault
from parscore.rules.working import cell_points, inside


class Tier(BaseModel):
    """One tier: the range of the value (each end says whether it is closed) and its points."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    when: Range
    points: Points


def tier_points(tiers: Iterable[Tier], maximum: Fraction) -> Mapping[Path, Fraction]:
    """Return the points of each tier by their place in the rule."""
    return {("steps", at, "points"): of_leaf(tier.points, maximum) for at, tier in enumerate(tiers)}


def tier_of(value: Fraction, tiers: Iterable[Tier]) -> Tier | None:
    """Return the tier that a value falls into."""
    return next((tier for tier in tiers if value in tier.when), None)


def tier_formula(value: Expression, tiers: Sequence[Tier], maximum: Expression) -> Expression:
    """The points of the tier that a value falls into, for a cell; refused outside all of them."""
    found: Expression = REFUSED
    for tier in reversed(tiers):
        found = if_(inside(value, tier.when), cell_points(tier.points, maximum), found)
    return found


def shown(tier: Tier) -> str:
    """Write a tier's range in signs that need no language."""
    return tier.when.text.replace(">=", "≥").replace("<=", "≤").replace(" and ", ", ")


def ladder_faults(ranges: Sequence[Interval]) -> Iterator[SpecFault]:
    """Yield what is wrong between tiers: an empty one (PS513), a gap (PS511), an overlap (PS512)."""
    for at, within in enumerate(ranges):
        if within.empty:
            yield spec_fault(("steps", at, "when"), "PS513", found=within.text)
    for lower, upper in pairwise(ascending(ranges)):
        code = _seam(ranges[lower], ranges[upper])
        if code:
            below, above = ranges[lower].text, ranges[upper].text
            yield spec_fault(("steps", max(lower, upper), "when"), code, lower=below, upper=above)


def ascending(ranges: Sequence[Interval]) -> list[int]:
    """Return the positions of the ranges that hold anything, from the lowest up."""
    return sorted(
        (at for at, within in enumerate(ranges) if not within.empty),
        key=lambda at: (ranges[at].low is not None, ranges[at].low or 0, not ranges[at].low_closed),
    )


def of_whole_numbers(within: Interval) -> Interval:
    """Return the range that holds the same whole numbers and meets its neighbour: ``>= 1 and <= 5`` is [1, 6)."""
    low, high = within.low, within.high
    first = None if low is None else Fraction(ceil(low) if within.low_closed else floor(low) + 1)
    after = None if high is None else Fraction(floor(high) + 1 if within.high_closed else ceil(high))
    return Interval(first, first is not None, after, False, within.text)


def _seam(lower: Interval, upper: Interval) -> str:
    """Return the code of the fault where two neighbouring tiers meet, or nothing."""
    if lower.high is None or upper.low is None or lower.high > upper.low:
        return "PS512"
    if lower.high < upper.low:
        return "PS511"
    if lower.high_closed and upper.low_closed:
        return "PS512"
    return "" if lower.high_closed or upper.low_closed else "PS511"
