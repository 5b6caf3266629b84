"""Sum of parts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression, added
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.numbers import total
from parscore.rules.parts import PartsSpec
from parscore.rules.spec import SpecFault, spec_fault


class SumOf(PartsSpec):
    """The points of several rules added.

    Rule: each part has a maximum of its own and any rule over inputs; the maxima add up to the leaf's. With
    ``best_of`` as a part it also says "a base for having it, plus the best of alternative cases".
    Boundaries: every part gives at most its own maximum, so no part makes up for another. A part without a case (zero
    denominator) makes the whole leaf one without a case, unless it states ``no_case: full`` or ``no_case: zero`` for
    itself.
    Faults: those of the parts, such as PS205; rules stand at most 3 deep inside one another.
    Source: "rate x 45 plus capped count (5) = max 50" (index of information technology use, annex 1B).
    """

    family: ClassVar[str] = "sum_of"
    key: ClassVar[str] = "parts"
    each: ClassVar[str] = "part"

    @property
    def least(self) -> Fraction:
        """What the parts can come to together."""
        return total(part.rule.least for part in self.parts)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Each part is sound, and their maxima add up to the maximum."""
        yield from self.part_faults(maximum)
        added = total(part.maximum for part in self.parts)
        if added != maximum:
            yield spec_fault((), "PS519", found=added, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Judge every part and add."""
        judged = self.judged(values)
        if isinstance(judged, Judgement):
            return judged
        steps, ends = judged
        given = tuple((end.formula, end.value) for end in ends)
        added = Step(" + ".join(end.formula for end in ends), given, total(end.value for end in ends))
        return Judgement(added.value, phrase("sum_of.added", count=len(ends)), (*steps, added))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The parts, each on a line of its own, added."""
        return self.whole(parts := self.part_cells(cells), added(parts))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """That the parts are added, then each of them."""
        return (phrase("sum_of.words", maximum=maximum), *self.part_words())
