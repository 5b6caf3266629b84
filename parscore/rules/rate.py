"""What the families that turn a rate into points share: the formula, its upper bound and the refusals."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, if_
from parscore.model.problem import Percent
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, Limit
from parscore.rules.spec import RuleSpec, bounds, computed, no_case, refused
from parscore.rules.working import passed, worked


class RateSpec(RuleSpec):
    """A rule over the value of one formula. ``at_most`` (closed, 100 % unless stated) refuses impossible rates."""

    signed: ClassVar[bool] = False
    """Whether a negative value has a meaning, as growth has; a share has none and is refused."""

    of: Formula
    at_most: Limit = Fraction(1)

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def rate(self, values: Mapping[str, Value]) -> Step | Judgement:
        """Return the value as a step, or the judgement where there is no value or an impossible one."""
        step = computed(self.of, values)
        if step is None:
            return no_case(self.of)
        if step.value < 0 and not self.signed:
            return refused("PS202", step.formula, found=step.value, numbers=arithmetic.with_numbers(step))
        if self.at_most is not None and step.value > self.at_most:
            facts = {
                "found": step.value,
                "numbers": arithmetic.with_numbers(step),
                "bounds": bounds(None, self.at_most),
            }
            return refused("PS205" if self.at_most == 1 else "PS214", step.formula, **facts)
        return step

    def rate_cell(self, cells: Cells) -> Expression:
        """The cell of the value."""
        return worked(self.of, cells)

    def of_rate(self, value: Expression, points: Expression) -> Expression:
        """Points where the value is a possible one."""
        impossible = [] if self.signed else [value < 0]
        impossible += [] if self.at_most is None else [value > self.at_most]
        return passed(value, if_(any_holds(*impossible), REFUSED, points) if impossible else points)

    def bound(self, value: Fraction) -> Fraction | Percent:
        """A bound as people read it: a percentage where the value is a rate, one of at most 100 %."""
        rate = self.at_most is not None and self.at_most <= 1
        return Percent(value) if rate else value

    def value_words(self) -> Phrase:
        """The line that says what the value is."""
        return phrase("value.words", formula=arithmetic.write(self.of))
