"""Interpolation between two bounds."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression, if_
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules.fields import Amount
from parscore.rules.rate import RateSpec
from parscore.rules.spec import SpecFault, product, spec_fault


class Interpolate(RateSpec):
    """Nothing below the lower bound, the maximum from the upper one on, a straight line between.

    Rule: with x the value, l = ``from`` and u = ``to``: x < l: 0; x >= u: the maximum; between, by ``line``:
    ``span`` (x - l) / (u - l) x maximum, or ``share`` x / u x maximum.
    Boundaries: exactly l gives 0 by ``span`` and l / u x maximum by ``share``; exactly u gives the maximum.
    Faults: PS205 above 100 % (or PS214 above another ``at_most``); a zero denominator is settled by ``no_case``.
    Source: online files and payments, "target/2 to target: formula" (both lines are in use).
    """

    family: ClassVar[str] = "interpolate"
    signed: ClassVar[bool] = True

    lower: Amount = Field(alias="from")
    upper: Amount = Field(alias="to")
    line: Literal["span", "share"]

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Check that ``from`` < ``to``, that the upper bound can be reached, and that no share is negative."""
        if self.lower >= self.upper:
            facts = {"found": self.bound(self.lower), "bound": self.bound(self.upper)}
            yield spec_fault(("from",), "PS513", **facts)
        if self.line == "share" and self.lower < 0:
            yield spec_fault(("from",), "PS519", found=self.bound(self.lower), maximum=maximum)
        if self.at_most is not None and self.upper > self.at_most:
            yield spec_fault(("to",), "PS513", found=self.bound(self.upper), bound=self.bound(self.at_most))

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Place the value between the bounds."""
        rate = self.rate(values)
        if isinstance(rate, Judgement):
            return rate
        if rate.value < self.lower:
            return Judgement(Fraction(0), phrase("interpolate.below", bound=self.bound(self.lower)), (rate,))
        if rate.value >= self.upper:
            return Judgement(maximum, phrase("interpolate.full", bound=self.bound(self.upper)), (rate,))
        share = self._share(rate.value)
        points = product(share.value, maximum)
        return Judgement(points.value, phrase("interpolate.between"), (rate, share, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """Nothing, the maximum, or the line between the bounds."""
        value = self.rate_cell(cells)
        share = value / self.upper if self.line == "share" else (value - self.lower) / (self.upper - self.lower)
        between = if_(value >= self.upper, maximum, share * maximum)
        return self.of_rate(value, if_(value < self.lower, 0, between))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The formula and the three branches."""
        low, high = self.bound(self.lower), self.bound(self.upper)
        return (
            self.value_words(),
            phrase("interpolate.words.full", bound=high, maximum=maximum),
            phrase(f"interpolate.words.{self.line}", low=low, high=high, maximum=maximum),
            phrase("interpolate.words.below", bound=low),
        )

    def _share(self, value: Fraction) -> Step:
        given = (("value", value), ("from", self.lower), ("to", self.upper))
        if self.line == "share":
            return Step("value / to", given, value / self.upper)
        return Step("(value - from) / (to - from)", given, (value - self.lower) / (self.upper - self.lower))
