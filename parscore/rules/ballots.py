"""Counts of answers, each answer with its weight."""

import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from typing import Annotated, ClassVar

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import NO_CASE, REFUSED, Cells, Expression, added, any_holds, equal, if_
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Measure, told
from parscore.rules.spec import RuleSpec, SpecFault, Use, no_case, number, refused, spec_fault


class Ballots(RuleSpec):
    """The weighted share of the ballots: how many gave each answer, times the weight of the answer.

    Rule: ``answers`` gives a weight from 0 to 100 % to each input of type ``count``; points = sum of weight x count /
    sum of the counts x maximum. With the weights 100 % and 0 % it is the share of positive answers.
    Boundaries: every ballot with the best answer gives the maximum, every one with weight 0 gives 0.
    Faults: PS202 a negative count; no ballot at all is settled by ``no_case``.
    Source: surveys of provincial sets: share of positive answers, or weights per option.
    """

    family: ClassVar[str] = "ballots"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.COUNT})

    answers: Annotated[dict[str, Measure], Field(min_length=2)]

    @property
    def wants(self) -> tuple[str, ...]:
        """The counts of the answers."""
        return tuple(self.answers)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each count is named by its answer."""
        return tuple(Use(name, ("answers", name), self.accepts) for name in self.answers)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Weights lie in [0, 100 %] and reach it, and not all are the same."""
        weights = [weight.value for weight in self.answers.values()]
        for name, weight in self.answers.items():
            if not 0 <= weight.value <= 1:
                yield spec_fault(("answers", name), "PS505", found=told(weight), expected="0% … 100%")
        if max(weights) < 1:
            yield spec_fault((), "PS519", found=max(weights) * maximum, maximum=maximum)
        if min(weights) == 1:
            yield spec_fault((), "PS513", found="< 100%")

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Weigh the ballots."""
        counts = tuple((name, number(values, name)) for name in self.answers)
        negative = next(((name, count) for name, count in counts if count < 0), None)
        if negative:
            return refused("PS202", negative[0], found=negative[1])
        every = arithmetic.parse(" + ".join(self.answers))
        total = Step(arithmetic.write(every), counts, arithmetic.evaluate(every, dict(counts)))
        if total.value == 0:
            return no_case(every)
        formula = arithmetic.parse(" + ".join(f"{name} * {weight.text}" for name, weight in self.answers.items()))
        weighted = Step(arithmetic.write(formula), counts, arithmetic.evaluate(formula, dict(counts)))
        given = (("weighted", weighted.value), ("ballots", total.value), ("maximum", maximum))
        points = Step("weighted / ballots * maximum", given, weighted.value / total.value * maximum)
        return Judgement(points.value, phrase("ballots.weighed", ballots=total.value), (total, weighted, points))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The weighted ballots, shared by all of them."""
        counts = [cells[name] for name in self.answers]
        everybody = cells.line("ballots", added(counts), " + ".join(self.answers))
        parts = [cells[name] * weight.value for name, weight in self.answers.items()]
        shown = " + ".join(f"{name} * {weight.text}" for name, weight in self.answers.items())
        weighted = cells.line("weighted", reduce(operator.add, parts), shown)
        scored = if_(equal(everybody, 0), NO_CASE, weighted / everybody * maximum)
        return if_(any_holds(*(count < 0 for count in counts)), REFUSED, scored)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The share, then one line an answer."""
        answers = (
            phrase("ballots.words.answer", answer=name, weight=told(weight)) for name, weight in self.answers.items()
        )
        return (phrase("ballots.words", maximum=maximum), *answers)
