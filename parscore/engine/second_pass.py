"""What a group has to say of itself: the best value and the mean of each leaf that is compared within it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.engine.leaf import own_value
from parscore.engine.official import in_force
from parscore.engine.variants import leaf_for
from parscore.model.cell import Answer
from parscore.model.criteria import CriteriaSet, Leaf
from parscore.model.problem import Problem, problem
from parscore.model.rule import BEST, MEAN
from parscore.model.season import Agency
from parscore.model.stage import NO_ACTS, Acts, Stage
from parscore.model.submission import Submission
from parscore.numbers import total

Figures = Mapping[str, Mapping[str, Answer]]
"""Values that somebody else provides for an agency: leaf code to input name to answer."""

Pools = Mapping[str, Mapping[str, Fraction]]
"""Leaf code to the group's best value and mean."""

NO_POOLS: Final[Pools] = MappingProxyType({})


class Case(NamedTuple):
    """One agency to be scored: what it handed in, what others provide for it, and what later stages said."""

    agency: Agency
    submission: Submission | None
    figures: Figures
    acts: Acts = NO_ACTS


def pool(cases: Sequence[Case], criteria: CriteriaSet, stages: Sequence[Stage]) -> tuple[Pools, list[Problem]]:
    """Gather the group's values; a leaf for which some agency has none yet is reported, its points may still change.

    An agency to which the leaf does not apply is not waited for, nor is a source that the season does without.
    """
    pools: dict[str, Mapping[str, Fraction]] = {}
    problems: list[Problem] = []
    absent = {absent.source for absent in criteria.without}
    for leaf in criteria.leaves():
        if leaf.source in absent:
            continue
        if not any(rule.pooled for rule in (leaf.rule, *(variant.rule for variant in leaf.variants)) if rule):
            continue
        values, waiting = _gathered(cases, leaf, stages)
        if values:
            pools[leaf.code] = {BEST: max(values), MEAN: total(values) / len(values)}
        if waiting:
            everybody = len(values) + waiting
            found = problem("PS222", leaf.origin, criterion=leaf.code, name=leaf.name, count=len(values), all=everybody)
            problems.append(found)
    return pools, problems


def _gathered(cases: Sequence[Case], leaf: Leaf, stages: Sequence[Stage]) -> tuple[list[Fraction], int]:
    """The values of a leaf over the group, and how many agencies still owe theirs; a variant may compare nothing."""
    values, waiting = [], 0
    for case in cases:
        answers = case.submission.answers.get(leaf.code) if case.submission else None
        applied, _ = leaf_for(leaf, case.agency)
        if not applied.rule.pooled:
            continue
        acts = case.acts.get(leaf.code, ())
        value, owed = own_value(applied, in_force(applied, answers, case.figures.get(leaf.code, {}), acts, stages))
        waiting += owed
        if value is not None:
            values.append(value)
    return values, waiting
