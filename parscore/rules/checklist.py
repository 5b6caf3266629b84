"""Sum of independent items."""

import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import Cells, Expression
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.numbers import total
from parscore.rules.fields import Label, PlainAmount
from parscore.rules.spec import RuleSpec, SpecFault, Use, spec_fault


class Item(BaseModel):
    """One item: the input that answers it, its points and, where wanted, its words."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    of: str
    points: PlainAmount
    label: Label = ""


class Checklist(RuleSpec):
    """Each item that is fulfilled gives its own points, whatever the others are.

    Rule: ``of`` of each item names an input of type ``yes_no``; the points of the items answered yes are added. The
    points of all items add up to the maximum.
    Boundaries: no item gives 0, all of them the maximum; nothing is given for part of an item.
    Faults: none, because a yes or a no always has its points.
    Source: "three independent 0.1 items added; none fulfilled 0" (Hải Phòng 3793/QĐ-UBND 2022, 1.1.2).
    """

    family: ClassVar[str] = "checklist"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.YES_NO})

    items: Annotated[tuple[Item, ...], Field(min_length=2)]

    @property
    def wants(self) -> tuple[str, ...]:
        """The input of each item."""
        return tuple(dict.fromkeys(item.of for item in self.items))

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each input stands in its item."""
        return tuple(Use(item.of, ("items", at, "of"), self.accepts) for at, item in enumerate(self.items))

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Each item has points above 0 and an input of its own, and together they make the maximum."""
        asked = [item.of for item in self.items]
        for at, item in enumerate(self.items):
            if item.points <= 0:
                yield spec_fault(("items", at, "points"), "PS505", found=item.points, expected="points above 0")
            if item.of in asked[:at]:
                yield spec_fault(("items", at, "of"), "PS513", found=item.of)
        added = total(item.points for item in self.items)
        if added != maximum:
            yield spec_fault((), "PS519", found=added, maximum=maximum)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Add the points of the items answered yes."""
        earned = tuple((item.of, item.points if values[item.of] else Fraction(0)) for item in self.items)
        met = sum(worth > 0 for _, worth in earned)
        step = Step(" + ".join(self.wants), earned, total(worth for _, worth in earned))
        return Judgement(step.value, phrase("checklist.met", met=met, count=len(earned)), (step,))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The points of each item times its answer, added."""
        return reduce(operator.add, (cells[item.of] * item.points for item in self.items))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """One line an item."""
        return tuple(phrase("checklist.words", label=item.label or item.of, points=item.points) for item in self.items)
