"""How the nodes of a scorecard come from those below them: headings, conditions on other leaves, the total."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from parscore.model.criteria import CriteriaSet, Heading, Level, Requirement, Rounding, RoundingLevel, Section
from parscore.model.rule import Step, phrase
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore
from parscore.numbers import round_to, total


def heading_score(
    heading: Heading, children: Sequence[ItemScore], criteria: CriteriaSet, self_points: Fraction | None
) -> HeadingScore:
    """Add the children of a heading; a section of bonus or penalty holds at most its cap."""
    added = tuple(child for child in children if child.counted)
    points = total(child.points for child in added if child.points is not None)
    if heading.level is Level.AREA:
        points = rounded(points, RoundingLevel.AREA, criteria.rounding)
    counts = heading.section is Section.AREA
    if not counts:
        points = min(points, heading.maximum) * (1 if heading.section is Section.BONUS else -1)
    return HeadingScore(
        heading=heading,
        points=points,
        maximum=total(child.maximum for child in added) if counts else Fraction(0),
        complete=all(child.complete for child in added),
        children=tuple(children),
        self_points=self_points,
        counted=bool(added),
    )


def under_condition(score: LeafScore, requires: Requirement, condition: LeafScore, rounding: Rounding) -> LeafScore:
    """Apply a condition on another leaf; while that one is unresolved, so is this one.

    A leaf without points, unresolved by itself or left out, stays as it is.
    """
    if score.points is None:
        return score
    if not condition.complete:
        return replace(score, status=condition.status, points=None)
    if condition.points is None or condition.points in requires.when:
        return score
    branch = phrase("requires.failed", leaf=requires.leaf, when=requires.when.text, points=requires.otherwise)
    step = Step("otherwise", (("otherwise", requires.otherwise),), requires.otherwise)
    points = rounded(requires.otherwise, RoundingLevel.LEAF, rounding)
    return replace(score, points=points, branch=branch, steps=(*score.steps, step), unconditional=score.points)


def rounded(points: Fraction, level: RoundingLevel, rounding: Rounding) -> Fraction:
    """Round where the set declares this level; else the points stay exact."""
    return round_to(points, rounding.points, rounding.mode) if rounding.at is level else points
