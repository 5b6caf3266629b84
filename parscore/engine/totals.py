"""The total of an agency: areas added or weighted, bonus and penalty with their caps, bounds above and below."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Beyond, Part, Section, Totals
from parscore.model.rule import Step
from parscore.model.scorecard import HeadingScore
from parscore.numbers import total

WITH_SECTIONS: Final = "areas + bonus - penalty"
"""The formula of the step that adds bonus and takes penalty away, both after their caps."""


def total_of(areas: Sequence[HeadingScore], totals: Totals) -> tuple[Fraction, Fraction, tuple[Step, ...]]:
    """Return points, applicable maximum, and the steps where the total is more than the sum of the areas.

    A part to which nothing applies leaves the weights. Bonus and penalty are capped over all their sections, after
    the cap of each. The maximum is that of the areas alone; the total is held between 0 and it where the set says so.
    """
    own = [area for area in areas if area.heading.section is Section.AREA]
    points, maximum, steps = _areas(own, totals.parts)
    bonus = _capped((area.points for area in areas if area.heading.section is Section.BONUS), totals.bonus_at_most)
    penalty = _capped(
        (-area.points for area in areas if area.heading.section is Section.PENALTY), totals.penalty_at_most
    )
    if len(own) < len(areas):
        given = (("areas", points), ("bonus", bonus), ("penalty", penalty))
        points = points + bonus - penalty
        steps = (*steps, Step(WITH_SECTIONS, given, points))
    # Without any bonus or penalty too: an area may be negative, and rounded points may exceed their maximum.
    held = _held(points, maximum, totals)
    if held != points:
        steps = (*steps, Step("max(0, min(total, maximum))", (("total", points), ("maximum", maximum)), held))
    return held, maximum, steps


def _areas(areas: Sequence[HeadingScore], parts: Sequence[Part]) -> tuple[Fraction, Fraction, tuple[Step, ...]]:
    if not parts:
        return total(area.points for area in areas), total(area.maximum for area in areas), ()
    steps: list[Step] = []
    weights = Fraction(0)
    for part in parts:
        own = [area for area in areas if area.heading.code in part.areas]
        points, maximum = total(area.points for area in own), total(area.maximum for area in own)
        if maximum:
            given = (("points", points), ("maximum", maximum), ("weight", part.weight))
            steps.append(Step("points / maximum * weight", given, points / maximum * part.weight))
            weights += part.weight
    return total(step.value for step in steps), weights, tuple(steps)


def _capped(points: Iterable[Fraction], cap: Fraction | None) -> Fraction:
    added = total(points)
    return added if cap is None else min(added, cap)


def _held(points: Fraction, maximum: Fraction, totals: Totals) -> Fraction:
    if totals.above is Beyond.HOLD:
        points = min(points, maximum)
    return max(points, Fraction(0)) if totals.below is Beyond.HOLD else points
