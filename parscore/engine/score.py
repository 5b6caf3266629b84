"""The scorer: a criteria set and one submission give one scorecard tree and the problems found on the way.

Pure: no file, clock or locale. Exact: sums of fractions; rounded only where the set declares a level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from parscore.engine.leaf import score_leaf
from parscore.model.cell import Answer
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Level, Rounding, RoundingLevel
from parscore.model.problem import Problem
from parscore.model.scorecard import HeadingScore, ItemScore, Scorecard
from parscore.model.season import Agency
from parscore.model.submission import Submission
from parscore.numbers import round_to, total

Figures = Mapping[str, Mapping[str, Answer]]
"""Values that somebody else provides for an agency: leaf code to input name to answer."""


def score(
    agency: Agency, criteria: CriteriaSet, stage: str, submission: Submission | None, figures: Figures
) -> tuple[Scorecard, tuple[Problem, ...]]:
    """Score one agency.

    Without a submission every leaf of the agency's own is missing; why is the reader's problem, not repeated here.
    """
    run = _Run(agency, criteria.rounding, stage, submission, figures)
    areas = tuple(run.heading(area) for area in criteria.areas)
    points = total(area.points for area in areas)
    maximum = total(area.maximum for area in areas)
    card = Scorecard(
        agency=agency,
        criteria=criteria,
        stage=stage,
        points=run.rounded(points, RoundingLevel.TOTAL),
        maximum=maximum,
        complete=all(area.complete for area in areas),
        areas=areas,
        submission=submission,
    )
    return card, tuple(run.problems)


@dataclass(slots=True)
class _Run:
    """One walk over the tree of one agency."""

    agency: Agency
    rounding: Rounding
    stage: str
    submission: Submission | None
    figures: Figures
    problems: list[Problem] = field(default_factory=list)

    def heading(self, heading: Heading) -> HeadingScore:
        children = tuple(self.item(child) for child in heading.children)
        points = total(child.points for child in children if child.points is not None)
        if heading.level is Level.AREA:
            points = self.rounded(points, RoundingLevel.AREA)
        return HeadingScore(
            heading=heading,
            points=points,
            maximum=total(child.maximum for child in children),
            complete=all(child.complete for child in children),
            children=children,
        )

    def item(self, item: Item) -> ItemScore:
        return self.heading(item) if isinstance(item, Heading) else self.leaf(item)

    def leaf(self, leaf: Leaf) -> ItemScore:
        answers = self.submission.answers.get(leaf.code) if self.submission else None
        figures = self.figures.get(leaf.code, {})
        scored, problems = score_leaf(
            leaf, answers, figures, agency=self.agency.id, stage=self.stage, rounding=self.rounding
        )
        self.problems += problems
        return scored

    def rounded(self, points: Fraction, level: RoundingLevel) -> Fraction:
        if self.rounding.at is not level:
            return points
        return round_to(points, self.rounding.points, self.rounding.mode)
