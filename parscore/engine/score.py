"""The scorer: a criteria set and one submission give one scorecard tree and the problems found on the way.

Pure: no file, clock or locale. Exact: sums of fractions; rounded only where the set declares a level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from parscore.engine.leaf import score_leaf
from parscore.engine.second_pass import NO_POOLS, Case, Figures, Pools, pool
from parscore.engine.totals import total_of
from parscore.engine.variants import leaf_for
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Level, Requirement, RoundingLevel, Section
from parscore.model.problem import Problem
from parscore.model.rule import Step, phrase
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard
from parscore.model.season import Agency
from parscore.model.submission import Submission
from parscore.numbers import round_to, total


def score(
    agency: Agency,
    criteria: CriteriaSet,
    stage: str,
    submission: Submission | None,
    figures: Figures,
    *,
    pools: Pools = NO_POOLS,
) -> tuple[Scorecard, tuple[Problem, ...]]:
    """Score one agency. ``pools`` holds what its group has to say on the leaves that are compared within it.

    Without a submission every leaf of the agency's own is missing; why is the reader's problem, not repeated here.
    """
    run = _Run(agency, criteria, stage, submission, figures, pools)
    areas = tuple(run.heading(area) for area in criteria.areas)
    points, maximum, steps = total_of(areas, criteria.totals)
    card = Scorecard(
        agency=agency,
        criteria=criteria,
        stage=stage,
        points=run.rounded(points, RoundingLevel.TOTAL),
        maximum=maximum,
        complete=all(area.complete for area in areas),
        areas=areas,
        submission=submission,
        steps=steps,
    )
    return card, tuple(run.problems)


def score_group(
    cases: Sequence[Case], criteria: CriteriaSet, stage: str
) -> tuple[dict[str, Scorecard], tuple[Problem, ...]]:
    """Score a group: what it has to say of itself first, then every agency."""
    pools, problems = pool(cases, criteria)
    cards = {}
    for case in cases:
        agency, submission = case.agency, case.submission
        cards[agency.id], found = score(agency, criteria, stage, submission, case.figures, pools=pools)
        problems += found
    return cards, tuple(problems)


@dataclass(slots=True)
class _Run:
    """One walk over the tree of one agency."""

    agency: Agency
    criteria: CriteriaSet
    stage: str
    submission: Submission | None
    figures: Figures
    pools: Pools
    problems: list[Problem] = field(default_factory=list)
    scored: dict[str, LeafScore] = field(default_factory=dict)

    def heading(self, heading: Heading) -> HeadingScore:
        children = tuple(self.item(child) for child in heading.children)
        points = total(child.points for child in children if child.points is not None)
        if heading.level is Level.AREA:
            points = self.rounded(points, RoundingLevel.AREA)
        counts = heading.section is Section.AREA
        if not counts:
            points = min(points, heading.maximum) * (1 if heading.section is Section.BONUS else -1)
        return HeadingScore(
            heading=heading,
            points=points,
            maximum=total(child.maximum for child in children) if counts else Fraction(0),
            complete=all(child.complete for child in children),
            children=children,
        )

    def item(self, item: Item) -> ItemScore:
        return self.heading(item) if isinstance(item, Heading) else self.leaf(item)

    def leaf(self, leaf: Leaf) -> LeafScore:
        """Score a leaf once; a leaf that depends on another asks for that one first."""
        if leaf.code not in self.scored:
            applied, problems = leaf_for(leaf, self.agency)
            answers = self.submission.answers.get(leaf.code) if self.submission else None
            figures = self.figures.get(leaf.code, {})
            scored, found = score_leaf(
                applied,
                answers,
                figures,
                pool=self.pools.get(leaf.code, {}),
                agency=self.agency.id,
                stage=self.stage,
                rounding=self.criteria.rounding,
            )
            self.problems += (*problems, *found)
            self.scored[leaf.code] = scored if leaf.requires is None else self.required(scored, leaf.requires)
        return self.scored[leaf.code]

    def required(self, score: LeafScore, requires: Requirement) -> LeafScore:
        """Apply a condition on another leaf; while that one is unresolved, so is this one.

        A leaf without points, unresolved by itself or left out, stays as it is.
        """
        other = self.criteria.index[requires.leaf]
        if not isinstance(other, Leaf):
            raise TypeError(f"{score.leaf.code} requires {requires.leaf}, which is no leaf")
        condition = self.leaf(other)
        if score.points is None:
            return score
        if not condition.complete:
            return replace(score, status=condition.status, points=None)
        if condition.points is None or condition.points in requires.when:
            return score
        branch = phrase("requires.failed", leaf=requires.leaf, when=requires.when.text, points=requires.otherwise)
        step = Step("otherwise", (("otherwise", requires.otherwise),), requires.otherwise)
        points = self.rounded(requires.otherwise, RoundingLevel.LEAF)
        return replace(score, points=points, branch=branch, steps=(*score.steps, step))

    def rounded(self, points: Fraction, level: RoundingLevel) -> Fraction:
        rounding = self.criteria.rounding
        return round_to(points, rounding.points, rounding.mode) if rounding.at is level else points
