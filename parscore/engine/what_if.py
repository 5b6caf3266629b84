"""What an item's lost points cost: the same scorecard with full marks there, and the rank and class it would have.

Everything else stays as it is: the other agencies keep their points, also on leaves that are compared within the group.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from parscore.engine.rivals import Rivals
from parscore.engine.totals import total_of
from parscore.engine.tree import heading_score, rounded, under_condition
from parscore.model.criteria import Leaf, RoundingLevel, Section
from parscore.model.ranking import Standing
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard
from parscore.numbers import total


class Effect(NamedTuple):
    """Points that an item lost, and the scorecard and standing that it would have without that loss."""

    lost: Fraction
    scorecard: Scorecard
    standing: Standing


def lost_points(card: Scorecard) -> dict[str, Fraction]:
    """Points that each counted and resolved leaf lost, where it lost any, by code in the order of the decision.

    A leaf of an area loses what it has less than its applicable maximum; one of a penalty section what it takes away;
    one of a bonus section nothing.
    """
    found = {score.leaf.code: lost_on(score, area.heading.section) for area in card.areas for score in _leaves(area)}
    return {code: lost for code, lost in found.items() if lost > 0}


def lost_on(score: LeafScore, section: Section) -> Fraction:
    """Points that a leaf of a section lost, as ``lost_points`` has it; 0 where it lost none."""
    if score.points is None or not score.counted or section is Section.BONUS:
        return Fraction(0)
    return score.points if section is Section.PENALTY else score.maximum - score.points


@dataclass(frozen=True, slots=True)
class Losses:
    """A scorecard with the points that its leaves lost, and what it would be without."""

    card: Scorecard
    points: Mapping[str, Fraction] = field(init=False)
    """What ``lost_points`` gives."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", lost_points(self.card))

    def effect(self, code: str, rivals: Rivals) -> Effect | None:
        """Return the effect of what an item (all leaves of a heading) lost; ``None`` where it lost nothing."""
        item = self.card.find(code)
        if item is None:
            raise KeyError(code)
        own = [score.leaf.code for score in _leaves(item) if score.leaf.code in self.points]
        if not own:
            return None
        better = self.with_full_marks(own)
        return Effect(total(self.points[one] for one in own), better, rivals.standing(better))

    def with_full_marks(self, codes: Collection[str]) -> Scorecard:
        """Return the scorecard with nothing lost on these leaves: their points, and all that depends on them."""
        better = {}
        for area in self.card.areas:
            sign = -1 if area.heading.section is Section.PENALTY else 1
            for score in _leaves(area):
                if score.leaf.code in codes and score.points is not None:
                    points = score.points + sign * self.points[score.leaf.code]
                    better[score.leaf.code] = replace(score, points=points)
        return with_scores(self.card, better)


def with_scores(card: Scorecard, changed: Mapping[str, LeafScore]) -> Scorecard:
    """Return the scorecard with other scores of some leaves, by code: they stand, and what depends on them follows."""
    again = _Again(card, changed)
    areas = tuple(again.heading(area) for area in card.areas)
    points, maximum, steps = total_of(areas, card.criteria.totals)
    points = rounded(points, RoundingLevel.TOTAL, card.criteria.rounding)
    return replace(card, points=points, maximum=maximum, areas=areas, steps=steps)


def _leaves(item: ItemScore) -> list[LeafScore]:
    if isinstance(item, LeafScore):
        return [item]
    return [leaf for child in item.children for leaf in _leaves(child)]


@dataclass(slots=True)
class _Again:
    """One walk over a scorecard, in which some leaves have other scores; what does not depend on them stays."""

    card: Scorecard
    changed: Mapping[str, LeafScore]
    leaves: dict[str, LeafScore] = field(init=False)
    scored: dict[str, LeafScore] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.leaves = {score.leaf.code: score for score in self.card.leaves()}

    def heading(self, score: HeadingScore) -> HeadingScore:
        children = tuple(self.item(child) for child in score.children)
        if all(new is old for new, old in zip(children, score.children, strict=True)):
            return score
        return heading_score(score.heading, children, self.card.criteria, score.self_points)

    def item(self, score: ItemScore) -> ItemScore:
        return self.heading(score) if isinstance(score, HeadingScore) else self.leaf(score.leaf)

    def leaf(self, leaf: Leaf) -> LeafScore:
        """Score a leaf again; another score stands whatever its own condition says, others follow their condition."""
        if leaf.code not in self.scored:
            score = self.changed.get(leaf.code, self.leaves[leaf.code])
            if leaf.code not in self.changed and leaf.requires is not None:
                condition = self.leaf(self.leaves[leaf.requires.leaf].leaf)
                if condition is not self.leaves[leaf.requires.leaf]:
                    alone = score if score.unconditional is None else replace(score, points=score.unconditional)
                    score = under_condition(alone, leaf.requires, condition, self.card.criteria.rounding)
            self.scored[leaf.code] = score
        return self.scored[leaf.code]
