"""Step increments with a cap, upwards or downwards."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import ClassVar, Literal

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.formula import REFUSED, Cells, Expression, expressed, floor_of, greatest, if_, least
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, Measure, PlainAmount, told
from parscore.rules.spec import RuleSpec, SpecFault, computed, no_case, refused, spec_fault
from parscore.rules.working import passed, worked


class Increments(RuleSpec):
    """Base points up to a mark, more for each further unit, never above the maximum.

    Rule: with x the value and d its distance beyond ``from`` in units of ``per`` - (x - from) / per for direction
    ``up``, (from - x) / per for ``down`` - points = ``base`` + ``add`` x d, at most the maximum; on the near side of
    ``from``: ``base``. With steps ``whole`` only full units count (d is cut to a whole number), with ``partial``
    parts of one count too.
    Boundaries: exactly ``from`` gives ``base``; a full unit beyond it gives the first ``add``; the unit that brings
    the points exactly to the maximum counts in full.
    Faults: PS202 a negative value; a zero denominator in the formula is settled by ``no_case``.
    Source: draft decree on classing communes (laodong 1574254): up to 20,000 people 15 points, every further 1,000
    adds 0.5, at most 25; poverty rate of 4.5 % or more 2 points, each 1 % less adds 1, at most 5.
    """

    family: ClassVar[str] = "increments"

    of: Formula
    start: Measure = Field(alias="from")
    base: PlainAmount
    per: Measure
    add: PlainAmount
    direction: Literal["up", "down"]
    steps: Literal["whole", "partial"]

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """``per`` and ``add`` are above 0; 0 <= base < maximum; values on both sides of ``from``, up to the maximum."""
        for key, amount in (("per", self.per.value), ("add", self.add)):
            if amount <= 0:
                yield spec_fault((key,), "PS505", found=amount, expected="a number above 0")
        if not 0 <= self.base <= maximum:
            yield spec_fault(("base",), "PS519", found=self.base, maximum=maximum)
        if self.base == maximum:
            yield spec_fault(("add",), "PS513", found=self.add)
        if self.start.value < 0 or (self.direction == "down" and self.start.value == 0):
            yield spec_fault(("from",), "PS513", found=told(self.start))
        elif self.direction == "down" and self.per.value > 0 and self.add > 0:
            highest = self._points(self._steps(Fraction(0)))
            if highest < maximum:
                yield spec_fault(("from",), "PS519", found=highest, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Count the steps beyond the mark and hold the maximum."""
        value = computed(self.of, values)
        if value is None:
            return no_case(self.of)
        if value.value < 0:
            return refused("PS202", value.formula, found=value.value, numbers=arithmetic.with_numbers(value))
        beyond = self._beyond(value.value)
        if beyond <= 0:
            base = Step("base", (("base", self.base),), self.base)
            return Judgement(self.base, phrase("increments.base", bound=told(self.start)), (value, base))
        given = (("value", value.value), ("from", self.start.value), ("per", self.per.value))
        distance = Step("(value - from) / per" if self.direction == "up" else "(from - value) / per", given, beyond)
        steps = self._steps(value.value)
        parts = (("base", self.base), ("add", self.add), ("steps", steps), ("maximum", maximum))
        points = Step("min(base + add * steps, maximum)", parts, min(self._points(steps), maximum))
        branch = "increments.capped" if self._points(steps) > maximum else "increments.added"
        return Judgement(points.value, phrase(branch, steps=steps), (value, distance, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The base, and what the steps beyond the mark add, at most the maximum."""
        value = worked(self.of, cells)
        distance = value - self.start.value if self.direction == "up" else expressed(self.start.value) - value
        steps = distance / self.per.value
        counted = floor_of(steps) if self.steps == "whole" else steps
        steps_line = cells.line("steps", passed(value, greatest(counted, 0)))
        points = least(steps_line * self.add + self.base, maximum)
        return passed(value, if_(value < 0, REFUSED, points))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The value, the base and the increments."""
        kind = f"increments.words.{self.direction}"
        return (
            phrase("value.words", formula=arithmetic.write(self.of)),
            phrase(kind, bound=told(self.start), base=self.base),
            phrase(f"{kind}.{self.steps}", per=told(self.per), add=self.add, maximum=maximum),
        )

    def _beyond(self, value: Fraction) -> Fraction:
        """Return how many units a value lies beyond the mark; negative before it."""
        distance = value - self.start.value
        return (distance if self.direction == "up" else -distance) / self.per.value

    def _steps(self, value: Fraction) -> Fraction:
        """Return the steps that count, for a value that is not before the mark."""
        beyond = self._beyond(value)
        return Fraction(floor(beyond)) if self.steps == "whole" else beyond

    def _points(self, steps: Fraction) -> Fraction:
        return self.base + self.add * steps
