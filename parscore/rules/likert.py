"""Mean of a scale of answers to points."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, if_
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, bounds, computed, no_case, refused, spec_fault
from parscore.rules.working import passed, worked


class Likert(RuleSpec):
    """The mean of answers on a scale, such as 1 to 5, brought to points.

    Rule: with x the mean on a scale from ``low`` to ``high``, by ``line``: ``share`` x / high x maximum, or ``span``
    (x - low) / (high - low) x maximum.
    Boundaries: exactly ``high`` gives the maximum; exactly ``low`` gives low / high x maximum by ``share`` and 0 by
    ``span``; a mean outside the scale is refused.
    Faults: PS214 outside the scale; a zero denominator in the formula is settled by ``no_case``.
    Source: survey items of provincial sets: mean / 5 x max in some, (mean - 1) / 4 x max in others.
    """

    family: ClassVar[str] = "likert"
    # A percent is held as a share, which is no mean of a scale.
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.COUNT, InputType.NUMBER})

    of: Formula
    low: PlainAmount
    high: PlainAmount
    line: Literal["share", "span"]

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Check that ``low`` < ``high``, and that no share is negative."""
        if self.low >= self.high:
            yield spec_fault(("low",), "PS513", found=bounds(self.low, self.high))
        if self.line == "share" and self.low < 0:
            yield spec_fault(("low",), "PS519", found=self.low, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Place the mean on the scale."""
        mean = computed(self.of, values)
        if mean is None:
            return no_case(self.of)
        if not self.low <= mean.value <= self.high:
            facts = {"found": mean.value, "bounds": bounds(self.low, self.high)}
            return refused("PS214", mean.formula, **facts, numbers=arithmetic.with_numbers(mean))
        given = (("value", mean.value), ("low", self.low), ("high", self.high), ("maximum", maximum))
        if self.line == "share":
            points = Step("value / high * maximum", given, mean.value / self.high * maximum)
        else:
            share = (mean.value - self.low) / (self.high - self.low)
            points = Step("(value - low) / (high - low) * maximum", given, share * maximum)
        return Judgement(points.value, phrase("likert.mean"), (mean, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The mean on its scale, times the maximum."""
        value = worked(self.of, cells)
        share = value / self.high if self.line == "share" else (value - self.low) / (self.high - self.low)
        return passed(value, if_(any_holds(value < self.low, value > self.high), REFUSED, share * maximum))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The mean and its scale."""
        return (
            phrase("likert.words.of", formula=arithmetic.write(self.of), low=self.low, high=self.high),
            phrase(f"likert.words.{self.line}", low=self.low, high=self.high, maximum=maximum),
        )
