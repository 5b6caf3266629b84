"""Threshold, then proportional."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression, if_
from parscore.model.rule import Judgement, Phrase, phrase
from parscore.rules.fields import Amount
from parscore.rules.rate import RateSpec
from parscore.rules.spec import SpecFault, product, spec_fault


class Threshold(RateSpec):
    """Nothing below a threshold, value x maximum from there on, the maximum from ``full_from`` on.

    Rule: value < ``zero_below``: 0; value >= ``full_from`` (100 % unless stated): the maximum; between them:
    value x maximum.
    Boundaries: exactly ``zero_below`` is scored in proportion, exactly ``full_from`` gives the maximum.
    Faults: PS202 below 0, PS205 above 100 % (or PS214 above another ``at_most``); a zero denominator is settled by
    ``no_case``.
    Source: on-time settlement, "95-100 %: rate x max; below 95 %: 0" (shape common to provincial sets).
    """

    family: ClassVar[str] = "threshold"

    zero_below: Amount
    full_from: Amount = Fraction(1)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """0 < zero_below < full_from <= 100 % and <= at_most, so that every branch can be reached."""
        if not 0 < self.zero_below < self.full_from:
            facts = {"found": self.bound(self.zero_below), "bound": self.bound(self.full_from)}
            yield spec_fault(("zero_below",), "PS513", **facts)
        if self.full_from > 1 or (self.at_most is not None and self.full_from > self.at_most):
            yield spec_fault(("full_from",), "PS519", found=self.bound(self.full_from), maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Compare the rate with the two bounds."""
        rate = self.rate(values)
        if isinstance(rate, Judgement):
            return rate
        if rate.value < self.zero_below:
            return Judgement(Fraction(0), phrase("threshold.below", bound=self.bound(self.zero_below)), (rate,))
        if rate.value >= self.full_from:
            return Judgement(maximum, phrase("threshold.full", bound=self.bound(self.full_from)), (rate,))
        points = product(rate.value, maximum)
        return Judgement(points.value, phrase("threshold.between", bound=self.bound(self.zero_below)), (rate, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """Nothing below the threshold, then the rate times the maximum, then the maximum."""
        value = self.rate_cell(cells)
        above = if_(value >= self.full_from, maximum, value * maximum)
        return self.of_rate(value, if_(value < self.zero_below, 0, above))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The formula and the three branches."""
        low, high = self.bound(self.zero_below), self.bound(self.full_from)
        return (
            self.value_words(),
            phrase("threshold.words.full", bound=high, maximum=maximum),
            phrase("threshold.words.between", low=low, high=high, maximum=maximum),
            phrase("threshold.words.below", bound=low),
        )
