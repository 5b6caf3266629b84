"""Survey or index value to points."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, if_
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, bounds, computed, no_case, refused, spec_fault
from parscore.rules.working import passed, worked


class Index(RuleSpec):
    """Points = value x maximum / scale.

    Rule: a value on a scale from 0 to ``scale`` (100 unless stated), such as a satisfaction index, times the maximum.
    Boundaries: 0 gives 0 and the top of the scale the maximum; values outside the scale are refused.
    Faults: PS214 outside the scale; a zero denominator in the formula is settled by ``no_case``.
    Source: SIPAS points = SIPAS index x 10 / 100.
    """

    family: ClassVar[str] = "index"
    # A percent is held as a share: 85 % on a scale of 100 would silently give a hundredth of the points.
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.COUNT, InputType.NUMBER})

    of: Formula
    scale: PlainAmount = Fraction(100)

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """The scale is above 0."""
        if self.scale <= 0:
            yield spec_fault(("scale",), "PS519", found=self.scale, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Bring the value from its scale to points."""
        step = computed(self.of, values)
        if step is None:
            return no_case(self.of)
        if not 0 <= step.value <= self.scale:
            return refused("PS214", step.formula, found=step.value, bounds=bounds(Fraction(0), self.scale))
        given = (("value", step.value), ("maximum", maximum), ("scale", self.scale))
        points = Step("value * maximum / scale", given, step.value * maximum / self.scale)
        return Judgement(points.value, phrase("index.scaled"), (step, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The value times the maximum, by the scale."""
        value = worked(self.of, cells)
        wrong = any_holds(value < 0, value > self.scale)
        return passed(value, if_(wrong, REFUSED, value * maximum / self.scale))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The value and its scale."""
        return (
            phrase("value.words", formula=arithmetic.write(self.of)),
            phrase("index.words", maximum=maximum, scale=self.scale),
        )
