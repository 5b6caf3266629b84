"""Choose one option."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import REFUSED, Cells, Expression, Text, equal, if_, same
from parscore.model.rule import CLAIMED, Judgement, Phrase, phrase
from parscore.rules.fields import Label, Points
from parscore.rules.spec import Path, RuleSpec, SpecFault, chosen, of_leaf, points_faults, refused, spec_fault
from parscore.rules.working import cell_points
from parscore.viet import normal_form


class Option(BaseModel):
    """One option: its words and its points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label
    points: Points


class Choose(RuleSpec):
    """Exactly one of the stated options.

    Rule: ``of`` names an input of type ``choice`` that holds an option's label (compared in its normal form). Without
    it the option is read from the score column, which must hold exactly the points of an option.
    Boundaries: only the stated numbers of points exist.
    Faults: PS204 a label or a number of points that no option has.
    Source: "in time 1; late 0.5; not issued 0" (Cà Mau 1880/QĐ-UBND 2013, 1.1.1).
    """

    family: ClassVar[str] = "choose"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.CHOICE})

    of: str = CLAIMED
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @property
    def wants(self) -> tuple[str, ...]:
        """The named input, or the claimed points."""
        return (self.of,)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Points lie in [0, maximum] and reach it; no label stands twice, nor points where points tell the option."""
        points: dict[Path, Fraction] = {
            ("options", at, "points"): of_leaf(option.points, maximum) for at, option in enumerate(self.options)
        }
        yield from points_faults(points, maximum)
        labels = [normal_form(option.label) for option in self.options]
        for at, label in enumerate(labels):
            if label in labels[:at]:
                yield spec_fault(("options", at, "label"), "PS513", found=self.options[at].label)
        worth = list(points.values())
        for at, value in enumerate(worth):
            if self.of == CLAIMED and value in worth[:at]:
                yield spec_fault(("options", at, "points"), "PS513", found=self.options[at].label)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Find the option by its label or by its points."""
        answer = values[self.of]
        for option in self.options:
            points = of_leaf(option.points, maximum)
            if points == answer or (isinstance(answer, str) and normal_form(option.label) == normal_form(answer)):
                return chosen(points, phrase("choose.option", label=option.label))
        return refused("PS204", self.of, found=answer, options=self._options(maximum))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The points of the first option that fits, by its label or by its points."""
        answer = cells[self.of]
        found: Expression = REFUSED
        for option in reversed(self.options):
            points = cell_points(option.points, maximum)
            fits = equal(answer, points) if self.of == CLAIMED else same(answer, Text(normal_form(option.label)))
            found = if_(fits, points, found)
        return found

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """One line an option."""
        return tuple(
            phrase("choose.words", label=option.label, points=of_leaf(option.points, maximum))
            for option in self.options
        )

    def _options(self, maximum: Fraction) -> str | tuple[Fraction, ...]:
        if self.of != CLAIMED:
            return "; ".join(option.label for option in self.options)
        return tuple(of_leaf(option.points, maximum) for option in self.options)
