"""The scorer: a criteria set and what is known of one agency give one scorecard tree and the problems on the way.

Pure: no file, clock or locale. Exact: sums of fractions; rounded only where the set declares a level.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from parscore.engine.leaf import score_leaf
from parscore.engine.left_out import not_held, outside_index
from parscore.engine.official import in_force
from parscore.engine.second_pass import NO_POOLS, Case, Pools, pool
from parscore.engine.totals import total_of
from parscore.engine.tree import heading_score, rounded, under_condition
from parscore.engine.variants import leaf_for
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Requirement, RoundingLevel
from parscore.model.problem import Problem, problem
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard
from parscore.model.stage import SELF_ASSESSMENT, Stage
from parscore.model.submission import LeafAnswers


def score(
    case: Case,
    criteria: CriteriaSet,
    stages: Sequence[Stage] = SELF_ASSESSMENT,
    *,
    pools: Pools = NO_POOLS,
    before: Scorecard | None = None,
) -> tuple[Scorecard, tuple[Problem, ...]]:
    """Score one agency after ``stages``, the last of which is the one that is scored.

    ``pools`` holds what its group has to say on the leaves that are compared within it, ``before`` its self-assessment
    where a later stage is scored. Without a submission every leaf of the agency's own is missing; why is the reader's
    problem, not repeated here.
    """
    run = _Run(case, criteria, stages, pools, before)
    areas = tuple(run.heading(area) for area in criteria.areas)
    points, maximum, steps = total_of(areas, criteria.totals)
    card = Scorecard(
        agency=case.agency,
        criteria=criteria,
        stage=stages[-1],
        points=rounded(points, RoundingLevel.TOTAL, criteria.rounding),
        maximum=maximum,
        complete=all(area.complete for area in areas),
        areas=areas,
        submission=case.submission,
        steps=steps,
        self_points=before.points if before and before.complete else None,
    )
    return card, (*run.problems, *_owed(card))


def _alone(_agency: str) -> None:
    """Nothing stands beside a score."""


def _whole(card: Scorecard) -> Scorecard:
    """Keep a scorecard as it is."""
    return card


def score_group(
    cases: Sequence[Case],
    criteria: CriteriaSet,
    stages: Sequence[Stage] = SELF_ASSESSMENT,
    before: Callable[[str], Scorecard | None] = _alone,
    keep: Callable[[Scorecard], Scorecard] = _whole,
) -> tuple[dict[str, Scorecard], tuple[Problem, ...]]:
    """Score a group: what it has to say of itself first, then every agency.

    ``before`` gives the self-assessment of an agency by its id where a later stage is scored. ``keep`` gets each
    scorecard as soon as it is made, and returns what is to be kept of it.
    """
    pools, problems = pool(cases, criteria, stages)
    cards = {}
    for case in cases:
        own = case.agency.id
        card, found = score(case, criteria, stages, pools=pools, before=before(own))
        cards[own] = keep(card)
        problems += found
    return cards, tuple(problems)


def _owed(card: Scorecard) -> list[Problem]:
    """One problem for all leaves of an agency that await an appraisal, and one for those that await an answer."""
    codes: dict[str, list[str]] = {}
    for leaf in card.leaves():
        if leaf.owed:
            codes.setdefault(leaf.owed, []).append(leaf.leaf.code)
    return [
        problem(code, agency=card.agency.id, name=card.agency.name, count=len(found), codes=", ".join(found))
        for code, found in sorted(codes.items())
    ]


@dataclass(slots=True)
class _Run:
    """One walk over the tree of one agency."""

    case: Case
    criteria: CriteriaSet
    stages: Sequence[Stage]
    pools: Pools
    before: Scorecard | None
    problems: list[Problem] = field(default_factory=list)
    scored: dict[str, LeafScore] = field(default_factory=dict)
    answers: Mapping[str, LeafAnswers] = field(init=False)
    self_points: dict[str, Fraction | None] = field(init=False)
    """Points of the self-assessment by code; of a heading only where it is complete."""

    def __post_init__(self) -> None:
        self.answers = dict(self.case.submission.answers) if self.case.submission else {}
        items = self.before.items() if self.before else ()
        self.self_points = {
            (item.leaf if isinstance(item, LeafScore) else item.heading).code: item.points if item.complete else None
            for item in items
        }

    def heading(self, heading: Heading) -> HeadingScore:
        children = tuple(self.item(child) for child in heading.children)
        return heading_score(heading, children, self.criteria, self.self_points.get(heading.code))

    def item(self, item: Item) -> ItemScore:
        return self.heading(item) if isinstance(item, Heading) else self.leaf(item)

    def leaf(self, leaf: Leaf) -> LeafScore:
        """Score a leaf once; a leaf that depends on another asks for that one first."""
        if leaf.code not in self.scored:
            case = self.case
            applied, problems = leaf_for(leaf, case.agency)
            if left := not_held(applied, self.criteria.without, self.stages[-1]):
                return self.scored.setdefault(leaf.code, left)
            answers = self.answers.get(leaf.code)
            figures, acts = case.figures.get(leaf.code, {}), case.acts.get(leaf.code, ())
            scored, found = score_leaf(
                applied,
                in_force(applied, answers, figures, acts, self.stages),
                pool=self.pools.get(leaf.code, {}),
                agency=case.agency.id,
                rounding=self.criteria.rounding,
            )
            scored, found = outside_index(scored, found, self.criteria.totals)
            self.problems += (*problems, *found)
            settled = scored if leaf.requires is None else self.required(scored, leaf.requires)
            before = self.self_points.get(leaf.code)
            self.scored[leaf.code] = settled if before is None else replace(settled, self_points=before)
        return self.scored[leaf.code]

    def required(self, score: LeafScore, requires: Requirement) -> LeafScore:
        """Apply a condition on another leaf, which is scored first."""
        other = self.criteria.index[requires.leaf]
        if not isinstance(other, Leaf):
            raise TypeError(f"{score.leaf.code} requires {requires.leaf}, which is no leaf")
        return under_condition(score, requires, self.leaf(other), self.criteria.rounding)
