"""Points for each counted item, with a cap."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, if_, is_whole, least, negated
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, computed, no_case, refused, spec_fault
from parscore.rules.working import passed, worked


class Count(RuleSpec):
    """Each item gives ``unit`` points, all of them at most the maximum.

    Rule: points = count x ``unit``, never above the maximum.
    Boundaries: no item gives 0; the item that brings the points exactly to the maximum counts in full, the next ones
    add nothing.
    Faults: PS202 a negative count, PS212 one that is no whole number; a zero denominator in the formula is settled by
    ``no_case``.
    Source: "1 point for each listed item, at most 5" (index of information technology use, annex 1B).
    """

    family: ClassVar[str] = "count"
    # A percent is held as a share: 100 % would silently be one item.
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.COUNT, InputType.NUMBER, InputType.YES_NO})

    of: Formula
    unit: PlainAmount

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """0 < unit <= maximum: what a first item is worth is never cut."""
        if self.unit <= 0:
            yield spec_fault(("unit",), "PS505", found=self.unit, expected="points above 0")
        if self.unit > maximum:
            yield spec_fault(("unit",), "PS519", found=self.unit, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Multiply and hold the maximum."""
        count = computed(self.of, values)
        if count is None:
            return no_case(self.of)
        if count.value < 0:
            return refused("PS202", count.formula, found=count.value, numbers=arithmetic.with_numbers(count))
        if count.value.denominator != 1:
            return refused("PS212", count.formula, found=count.value)
        worth = count.value * self.unit
        given = (("count", count.value), ("unit", self.unit), ("maximum", maximum))
        points = Step("min(count * unit, maximum)", given, min(worth, maximum))
        branch = "count.capped" if worth > maximum else "count.counted"
        return Judgement(points.value, phrase(branch), (count, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The whole count times what each is worth, at most the maximum."""
        count = worked(self.of, cells)
        wrong = any_holds(count < 0, negated(is_whole(count)))
        return passed(count, if_(wrong, REFUSED, least(count * self.unit, maximum)))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The count and what each item is worth."""
        return (
            phrase("count.words.of", formula=arithmetic.write(self.of)),
            phrase("count.words", unit=self.unit, maximum=maximum),
        )
