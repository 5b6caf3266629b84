"""All conditions, or nothing."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import Cells, Expression, all_hold, equal, if_
from parscore.model.rule import Judgement, Phrase, phrase
from parscore.rules.fields import PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, Use, chosen, spec_fault


class AllOf(RuleSpec):
    """The maximum where every condition holds; otherwise the points of ``otherwise``.

    Rule: ``of`` lists inputs of type ``yes_no``. All answered yes: the maximum. One or more answered no:
    ``otherwise`` (0 unless stated; below 0 where a broken condition costs a further deduction).
    Boundaries: a single no is enough for ``otherwise``; how many are missing makes no difference.
    Faults: none, because a yes or a no always has its points.
    Source: "both 1; either missing 0" and "all of them and on time 1; otherwise 0" (Cà Mau 1880/QĐ-UBND 2013, 1.1.2
    and 1.2.1); one condition broken: 0 and a further 0.25 deducted (access-to-law score of communes).
    """

    family: ClassVar[str] = "all_of"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.YES_NO})

    of: Annotated[tuple[str, ...], Field(min_length=2)]
    otherwise: PlainAmount = Fraction(0)

    @property
    def wants(self) -> tuple[str, ...]:
        """The listed inputs."""
        return tuple(dict.fromkeys(self.of))

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each input stands at its place in the list."""
        return tuple(Use(name, ("of", at), self.accepts) for at, name in enumerate(self.of))

    @property
    def least(self) -> Fraction:
        """``otherwise`` where it is below 0."""
        return min(self.otherwise, Fraction(0))

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """No condition stands twice, and ``otherwise`` is less than the maximum."""
        for at, name in enumerate(self.of):
            if name in self.of[:at]:
                yield spec_fault(("of", at), "PS513", found=name)
        if self.otherwise > maximum:
            yield spec_fault(("otherwise",), "PS519", found=self.otherwise, maximum=maximum)
        if self.otherwise == maximum:
            yield spec_fault(("otherwise",), "PS513", found=self.otherwise)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Look for a condition that does not hold."""
        missing = [name for name in self.of if not values[name]]
        if missing:
            return chosen(self.otherwise, phrase("all_of.otherwise", missing=", ".join(missing)))
        return chosen(maximum, phrase("all_of.all"))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The maximum where every cell is 1."""
        return if_(all_hold(*(equal(cells[name], 1) for name in self.of)), maximum, self.otherwise)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The conditions and the two branches."""
        return (
            phrase("all_of.words.all", conditions=", ".join(self.of), points=maximum),
            phrase("all_of.words.otherwise", points=self.otherwise),
        )
