"""Yes or no."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import REFUSED, Cells, Expression, any_holds, equal, if_
from parscore.model.rule import CLAIMED, Judgement, Phrase, phrase
from parscore.rules.fields import Points
from parscore.rules.spec import RuleSpec, SpecFault, chosen, of_leaf, points_faults, refused, spec_fault
from parscore.rules.working import cell_points


class YesNo(RuleSpec):
    """Yes gives the points of ``yes`` (the maximum unless stated), no those of ``no`` (0 unless stated).

    Rule: ``of`` names an input of type ``yes_no``. Without it the answer is read from the score column, which must
    then hold exactly the points of one of the two answers.
    Boundaries: only the two stated numbers of points exist; anything between is refused.
    Faults: PS204 claimed points that belong to neither answer.
    Source: "yes 1 / no 0" (Cà Mau 1880/QĐ-UBND 2013, 1.1.3).
    """

    family: ClassVar[str] = "yes_no"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.YES_NO})

    of: str = CLAIMED
    yes: Points = None
    no: Points = Fraction(0)

    @property
    def wants(self) -> tuple[str, ...]:
        """The named input, or the claimed points."""
        return (self.of,)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Both points lie in [0, maximum], one of them reaches it, and the two differ."""
        yes, no = of_leaf(self.yes, maximum), of_leaf(self.no, maximum)
        yield from points_faults({("yes",): yes, ("no",): no}, maximum)
        if yes == no:
            yield spec_fault(("no",), "PS513", found=no)

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Take the answer, or find it by the claimed points."""
        points = {"yes_no.yes": of_leaf(self.yes, maximum), "yes_no.no": of_leaf(self.no, maximum)}
        answer = values[self.of]
        if isinstance(answer, Fraction):
            branch = next((key for key, worth in points.items() if worth == answer), None)
            if branch is None:
                return refused("PS204", self.of, found=answer, options=tuple(points.values()))
        else:
            branch = "yes_no.yes" if answer else "yes_no.no"
        return chosen(points[branch], phrase(branch))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The points of the answer, or the claimed points where they are those of one of the two answers."""
        yes, no, answer = cell_points(self.yes, maximum), cell_points(self.no, maximum), cells[self.of]
        if self.of != CLAIMED:
            return if_(equal(answer, 1), yes, no)
        return if_(any_holds(equal(answer, yes), equal(answer, no)), answer, REFUSED)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """One line for each answer."""
        yes, no = of_leaf(self.yes, maximum), of_leaf(self.no, maximum)
        return (
            phrase("yes_no.words.yes", points=yes),
            phrase("yes_no.words.no", points=no),
        )
