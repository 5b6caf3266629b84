"""Place in another list."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import (
    NO_CASE,
    REFUSED,
    Cells,
    Expression,
    any_holds,
    equal,
    expressed,
    if_,
    is_whole,
    negated,
)
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules import arithmetic
from parscore.rules.fields import fault
from parscore.rules.spec import RuleSpec, SpecFault, Use, bounds, no_case, number, refused, spec_fault

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WHOLE = re.compile(r"[0-9]{1,6}")
_THIRDS = 3


def _among(value: object) -> Fraction | str:
    text = value.strip() if isinstance(value, str) else ""
    if _WHOLE.fullmatch(text):
        return Fraction(text)
    if _NAME.fullmatch(text):
        return text
    raise fault("PS505", found=value, expected="an input name or a whole number")


class Place(RuleSpec):
    """Points by the place that the agency has in another list.

    Rule: with p the place (1 is the first) and n the length of the list, ``among`` an input or a number, by ``by``:
    ``thirds``: p <= n / 3 the maximum, p <= 2n / 3 half of it, else 0; ``linear``: maximum x (n + 1 - p) / n.
    Boundaries: thirds are compared exactly: of 10 the places 1 to 3 are in the first third, 4 to 6 in the second, of 1
    or 2 none is in the first. ``linear`` gives the first the maximum and the last maximum / n.
    Faults: PS214 a place that is not one of 1, 2 ... n, or a length that is no whole number; an empty list is settled
    by ``no_case``.
    Source: points by rank in another index: "first third full, second third half, last third 0", or
    max x (n + 1 - p) / n (shapes common to provincial sets).
    """

    family: ClassVar[str] = "place"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.COUNT, InputType.NUMBER})

    of: str
    among: Annotated[
        Fraction | str,
        BeforeValidator(_among),
        WithJsonSchema({"type": ["string", "integer"], "examples": ["listed", 63]}),
    ]
    by: Literal["thirds", "linear"]

    @property
    def wants(self) -> tuple[str, ...]:
        """The place, and the length of the list where it is asked."""
        return tuple(dict.fromkeys(use.name for use in self.uses))

    @property
    def uses(self) -> tuple[Use, ...]:
        """The place stands in ``of``, the length of the list in ``among``."""
        place = Use(self.of, ("of",), self.accepts)
        return (place, Use(self.among, ("among",), self.accepts)) if isinstance(self.among, str) else (place,)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """A list is not its own place; one of stated length has somebody in its first third, or anybody at all."""
        if self.among == self.of:
            yield spec_fault(("among",), "PS513", found=self.of)
        least = _THIRDS if self.by == "thirds" else 1
        if isinstance(self.among, Fraction) and self.among < least:
            yield spec_fault(("among",), "PS505", found=self.among, expected=bounds(Fraction(least), None))

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Compare the place with the length of the list."""
        place = number(values, self.of)
        among = number(values, self.among) if isinstance(self.among, str) else self.among
        if among < 0 or among.denominator != 1:
            return refused("PS214", str(self.among), found=among, bounds="0, 1, 2 …")
        if among == 0:
            return no_case(arithmetic.parse(f"{self.of} / {self.among}"))
        if not 1 <= place <= among or place.denominator != 1:
            return refused("PS214", self.of, found=place, bounds=f"1, 2 … {among}")
        given = (("place", place), ("among", among))
        if self.by == "linear":
            points = maximum * (among + 1 - place) / among
            step = Step("maximum * (among + 1 - place) / among", (("maximum", maximum), *given), points)
            return Judgement(points, phrase("place.linear"), (step,))
        share = Step("place / among", given, place / among)
        if share.value <= Fraction(1, _THIRDS):
            return Judgement(maximum, phrase("place.first"), (share,))
        if share.value <= Fraction(2, _THIRDS):
            half = Step("maximum / 2", (("maximum", maximum),), maximum / 2)
            return Judgement(half.value, phrase("place.second"), (share, half))
        return Judgement(Fraction(0), phrase("place.last"), (share,))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """By the place among the length of the list, compared in whole numbers."""
        place = cells[self.of]
        among = cells[self.among] if isinstance(self.among, str) else expressed(self.among)
        if self.by == "linear":
            points: Expression = maximum * (among + 1 - place) / among
        else:
            points = if_(place * 3 <= among, maximum, if_(place * 3 <= among * 2, maximum / 2, 0))
        wrong = any_holds(place < 1, place > among, negated(is_whole(place)))
        scored = if_(wrong, REFUSED, points)
        if isinstance(self.among, Fraction):
            return scored
        impossible = any_holds(among < 0, negated(is_whole(among)))
        return if_(impossible, REFUSED, if_(equal(among, 0), NO_CASE, scored))

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The place, the list, and how points follow from them."""
        return (
            phrase("place.words.of", place=self.of, among=self.among),
            phrase(f"place.words.{self.by}", maximum=maximum, half=maximum / 2),
        )
