"""Compared with the best of the group, with its mean, or with an outside reference."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import NO_CASE, REFUSED, Cells, Expression, any_holds, equal, if_, least
from parscore.model.problem import Percent
from parscore.model.rule import BEST, MEAN, Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula
from parscore.rules.spec import RuleSpec, SpecFault, computed, no_case, number, product, refused
from parscore.rules.working import passed, worked

_POOLS = {"best": BEST, "mean": MEAN}


class Relative(RuleSpec):
    """Points = value / reference x maximum, and the maximum from the reference on.

    Rule: ``of`` is the agency's own value. ``to`` is ``best`` (the highest value in the group), ``mean`` (the mean of
    the group's values), or the name of an input that holds an outside reference, such as a national average. The
    group's values are those of every agency of the group that has one; points are known once everybody's data are in.
    Boundaries: a value equal to the reference gives the maximum; more than the reference gives no more.
    Faults: PS202 negative value or reference; a zero denominator or a zero reference is settled by ``no_case``.
    Source: "own rate / the best rate among all units x max" (index of information technology use, annex 1B); rate
    compared with the national average (disbursement indicator 2026).
    """

    family: ClassVar[str] = "relative"

    of: Formula
    to: str

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula, and the outside reference."""
        outside = () if self.to in _POOLS else (self.to,)
        return tuple(dict.fromkeys((*arithmetic.names(self.of), *outside)))

    @property
    def pooled(self) -> bool:
        """Whether the reference comes from the group."""
        return self.to in _POOLS

    def own(self, values: Mapping[str, Value]) -> Fraction | None:
        """The agency's own value; none where a denominator is zero or the value negative."""
        step = computed(self.of, values)
        return step.value if step is not None and step.value >= 0 else None

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Nothing can be wrong that the names of the inputs do not show."""
        return iter(())

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Divide by the reference, and hold the maximum."""
        step = computed(self.of, values)
        if step is None:
            return no_case(self.of)
        if step.value < 0:
            return refused("PS202", step.formula, found=step.value, numbers=arithmetic.with_numbers(step))
        reference = number(values, _POOLS.get(self.to, self.to))
        if reference < 0:
            return refused("PS202", self.to, found=reference)
        if reference == 0:
            return no_case(arithmetic.Name("reference"))
        if step.value >= reference:
            return Judgement(maximum, phrase("relative.reached", reference=reference), (step,))
        given = (("value", step.value), ("reference", reference))
        share = Step("value / reference", given, step.value / reference)
        points = product(share.value, maximum)
        return Judgement(points.value, phrase("relative.below", share=Percent(share.value)), (step, share, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The share of the reference, at most the whole, times the maximum."""
        value = worked(self.of, cells)
        reference = cells.of_group(_POOLS[self.to], value) if self.pooled else cells[self.to]
        share = if_(equal(reference, 0), NO_CASE, least(value / reference, 1) * maximum)
        scored = if_(any_holds(value < 0, reference < 0), REFUSED, share)
        return passed(value, passed(reference, scored))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The value, and what it is compared with."""
        compared = f"relative.words.{self.to}" if self.pooled else "relative.words.outside"
        return (
            phrase("value.words", formula=arithmetic.write(self.of)),
            phrase(compared, name=self.to, maximum=maximum),
        )
