"""What the leaves that a survey feeds gave each agency; exact, for every view."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parscore.model.criteria import CriteriaSet, Leaf, Section, Source
from parscore.model.scorecard import Scorecard, index_of
from parscore.numbers import total
from parscore.reports.tables import State, item_row


@dataclass(frozen=True, slots=True)
class Gained:
    """Points, maximum and index of a leaf or of several; ``None`` where there are none."""

    points: Fraction | None
    maximum: Fraction
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class SurveyScores:
    """The leaves of one agency that a survey feeds, in the order of the decision, with their states.

    ``whole`` is the sum over those that count and have points.
    """

    leaves: tuple[Gained, ...]
    states: tuple[State, ...]
    whole: Gained
    complete: bool


def survey_leaves(criteria: CriteriaSet) -> tuple[Leaf, ...]:
    """Return the leaves of areas to which a survey gives a value, in the order of the decision.

    None where the season does without a survey.
    """
    if any(absent.source is Source.SURVEY for absent in criteria.without):
        return ()
    areas = (area for area in criteria.areas if area.section is Section.AREA)
    return tuple(leaf for area in areas for leaf in area.leaves() if Source.SURVEY in leaf.sources)


def survey_scores(card: Scorecard, leaves: Sequence[Leaf]) -> SurveyScores:
    """Return what these leaves gave an agency."""
    wanted = {leaf.code for leaf in leaves}
    scores = [score for score in card.leaves() if score.leaf.code in wanted]
    counted = [score for score in scores if score.counted]
    points = [score.points for score in counted if score.points is not None]
    whole, maximum = total(points) if points else None, total(score.maximum for score in counted)
    return SurveyScores(
        leaves=tuple(Gained(score.points, score.maximum, score.index) for score in scores),
        states=tuple(item_row(score).state for score in scores),
        whole=Gained(whole, maximum, None if whole is None else index_of(whole, maximum)),
        complete=all(score.complete for score in counted),
    )


def mean_scores(found: Sequence[SurveyScores]) -> tuple[Gained, ...]:
    """Return the means of every leaf and, last, of the whole, each over the agencies that have points there."""
    columns = zip(*((*one.leaves, one.whole) for one in found), strict=True)
    return tuple(
        Gained(
            mean([one.points for one in column if one.points is not None]),
            mean([one.maximum for one in column]) or Fraction(0),
            mean([one.index for one in column if one.index is not None]),
        )
        for column in columns
    )


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The exact mean; ``None`` of nothing."""
    return total(values) / len(values) if values else None
