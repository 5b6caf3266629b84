"""Deduction per case with a floor."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.formula import REFUSED, Cells, Expression, greatest, if_
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import Formula, PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, computed, no_case, refused, spec_fault
from parscore.rules.working import passed, worked


class Deduct(RuleSpec):
    """The maximum less a fixed deduction for each case, not below a floor.

    Rule: points = maximum - ``per_case`` x cases, and never less than ``floor`` (0 unless stated). A floor below 0 lets
    the leaf take points from the others: "0 and a further 0.25 deducted" is a floor of -0.25.
    Boundaries: no case gives the maximum; the case that brings the points exactly to the floor counts in full.
    Faults: PS202 a negative number of cases; a zero denominator in the formula is settled by ``no_case``.
    Source: discipline in provincial sets, "minus x for each case down to 0"; the item is 0 and a further 0.25 is
    deducted (access-to-law score of communes).
    """

    family: ClassVar[str] = "deduct"

    of: Formula
    per_case: PlainAmount
    floor: PlainAmount = Fraction(0)

    @property
    def wants(self) -> tuple[str, ...]:
        """The names in the formula."""
        return arithmetic.names(self.of)

    @property
    def least(self) -> Fraction:
        """The floor where it is below 0."""
        return min(self.floor, Fraction(0))

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """The deduction is above 0 and the floor below the maximum."""
        if self.per_case <= 0:
            yield spec_fault(("per_case",), "PS505", found=self.per_case, expected="points above 0")
        if self.floor > maximum:
            yield spec_fault(("floor",), "PS519", found=self.floor, maximum=maximum)
        if self.floor == maximum:
            yield spec_fault(("per_case",), "PS513", found=self.per_case)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Deduct, then hold the floor."""
        cases = computed(self.of, values)
        if cases is None:
            return no_case(self.of)
        if cases.value < 0:
            return refused("PS202", cases.formula, found=cases.value, numbers=arithmetic.with_numbers(cases))
        left = maximum - self.per_case * cases.value
        given = (("maximum", maximum), ("per_case", self.per_case), ("cases", cases.value))
        steps = (cases, Step("maximum - per_case * cases", given, left))
        if left < self.floor:
            return Judgement(self.floor, phrase("deduct.floor", floor=self.floor), steps)
        return Judgement(left, phrase("deduct.left"), steps)

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The maximum less the deductions, not below the floor."""
        cases = worked(self.of, cells)
        left = greatest(maximum - cases * self.per_case, self.floor)
        return passed(cases, if_(cases < 0, REFUSED, left))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The count, the deduction and the floor."""
        return (
            phrase("deduct.words.cases", formula=arithmetic.write(self.of)),
            phrase(
                "deduct.words",
                maximum=maximum,
                per_case=self.per_case,
                floor=self.floor,
            ),
        )
