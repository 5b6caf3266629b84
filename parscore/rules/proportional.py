"""Points in proportion to a rate."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression
from parscore.model.rule import Judgement, Phrase, phrase
from parscore.rules.rate import RateSpec
from parscore.rules.spec import SpecFault, product, spec_fault


class Proportional(RateSpec):
    """Points = value x maximum.

    Rule: the formula's exact value (not a rounded percentage) times the maximum.
    Boundaries: 0 gives 0, 100 % gives the maximum; a rate above it is refused.
    Faults: PS202 negative value, PS205 above 100 %; a zero denominator is settled by ``no_case``.
    Source: "score = rate x max" (index of information technology use, annex 1B).
    """

    family: ClassVar[str] = "proportional"

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """``at_most`` is 100 %: a higher rate would give more than the maximum, a lower one never reach it."""
        if self.at_most != 1:
            found = "none" if self.at_most is None else self.bound(self.at_most)
            yield spec_fault(("at_most",), "PS519", found=found, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Multiply the rate by the maximum."""
        rate = self.rate(values)
        if isinstance(rate, Judgement):
            return rate
        points = product(rate.value, maximum)
        return Judgement(points.value, phrase("proportional.rate"), (rate, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The rate times the maximum."""
        value = self.rate_cell(cells)
        return self.of_rate(value, value * maximum)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The formula and the product."""
        return (self.value_words(), phrase("proportional.words", maximum=maximum))
