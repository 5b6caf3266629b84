"""The best of alternatives."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression, greatest
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules.parts import Parts, PartsSpec
from parscore.rules.spec import SpecFault, spec_fault


class BestOf(PartsSpec):
    """Of several rules only the one that gives most counts.

    Rule: each alternative has a maximum of its own, at most the leaf's, and any rule over inputs; the points of the
    leaf are the highest of theirs. The inputs of every alternative are wanted: a blank one leaves the leaf unanswered,
    because nobody can tell what it would have given.
    Boundaries: of two that give the same the first is named; one alternative must be able to reach the maximum.
    An alternative without a case (zero denominator) makes the whole leaf one without a case, unless it states
    ``no_case: full`` or ``no_case: zero`` for itself.
    Faults: those of the alternatives, such as PS205; rules stand at most 3 deep inside one another.
    Source: "base 35 for having it, plus the best of alternative cases" (index of information technology use, annex 1B).
    """

    family: ClassVar[str] = "best_of"
    key: ClassVar[str] = "alternatives"
    each: ClassVar[str] = "alternative"

    parts: Parts = Field(alias="alternatives")

    @property
    def least(self) -> Fraction:
        """What the best of the alternatives comes to at least."""
        return max(part.rule.least for part in self.parts)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Each alternative is sound, and one of them reaches the maximum."""
        yield from self.part_faults(maximum)
        best = max(part.maximum for part in self.parts)
        if best < maximum:
            yield spec_fault((), "PS519", found=best, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Judge every alternative and take the highest."""
        judged = self.judged(values)
        if isinstance(judged, Judgement):
            return judged
        steps, ends = judged
        best = max(ends, key=lambda end: end.value)
        given = tuple((end.formula, end.value) for end in ends)
        highest = Step(f"max({', '.join(end.formula for end in ends)})", given, best.value)
        return Judgement(best.value, phrase("best_of.best", number=ends.index(best) + 1), (*steps, highest))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The highest of the alternatives, each on a line of its own."""
        return self.whole(parts := self.part_cells(cells), greatest(*parts))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """That only the highest counts, then each alternative."""
        return (phrase("best_of.words", maximum=maximum), *self.part_words())
