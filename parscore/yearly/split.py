"""How much of a change the agency made, and how much the criteria set: exact, and their sum is the whole change.

A leaf is common where both sets ask the same (``criteria diff``: it may have another number, name, place or maximum,
but not another rule, input, source, treatment or condition), counts in both, and neither season did without its source.
Both years are scored again by this year's set on the common leaves alone, as if no other leaf applied: last year's
points of a leaf are its share of the maximum then times its maximum now; sections, weights, caps, bounds and rounding
are this year's. Performance is the difference of these two indices; the rest of the change is the definition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.definitions.compare import ADDED, CHANGED_RULE, REMOVED, compare, mapping
from parscore.engine.totals import total_of
from parscore.engine.tree import heading_score, rounded
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, RoundingLevel, Section
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard, Status, index_of
from parscore.numbers import total

_NOT_COMMON: Final = {ADDED, REMOVED, CHANGED_RULE}


@dataclass(frozen=True, slots=True)
class Common:
    """The leaves that two sets have in common: code before by code after.

    ``before`` and ``after`` count the leaves of each set; ``share`` is the part of this year's maximum that common
    leaves of its areas make up.
    """

    codes: Mapping[str, str]
    before: int
    after: int
    share: Fraction


class Split(NamedTuple):
    """A change of the index in its two parts, in percentage points, and the index of each year on common leaves."""

    performance: Fraction
    definition: Fraction
    before: Fraction
    after: Fraction


def common_leaves(before: CriteriaSet, after: CriteriaSet) -> Common:
    """Return the leaves that two sets have in common."""
    old, new = _countable(before), _countable(after)
    codes = {
        line.new_code: line.old_code
        for line in mapping(compare(before, after))
        if not _NOT_COMMON & set(line.change.split("+"))
        and old.get(line.old_code, _NOWHERE) is new.get(line.new_code)
        and _rescalable(before.index[line.old_code], after.index[line.new_code])
    }
    maxima = (after.index[code].maximum for code in codes if new[code] is Section.AREA)
    share = total(maxima) / after.maximum if after.maximum else Fraction(0)
    return Common(codes, len(list(before.leaves())), len(list(after.leaves())), share)


def split_of(before: Scorecard, after: Scorecard, common: Common) -> Split | None:
    """Split the change of an index; ``None`` where no common leaf applied in one of the years, or an index is none."""
    then = index_over(before, after.criteria, common.codes)
    now = index_over(after, after.criteria, {code: code for code in common.codes})
    if then is None or now is None or before.index is None or after.index is None:
        return None
    performance = now - then
    return Split(performance, after.index - before.index - performance, then, now)


def index_over(card: Scorecard, criteria: CriteriaSet, codes: Mapping[str, str]) -> Fraction | None:
    """Return the index that a scorecard comes to by a set, with nothing but some leaves: code in it by code of the set.

    ``None`` where none of these leaves applied.
    """
    scores = {score.leaf.code: score for score in card.leaves()}
    tree = _Tree(criteria, {new: scores[old] for new, old in codes.items() if old in scores}, card)
    points, maximum, _ = total_of([tree.heading(area) for area in criteria.areas], criteria.totals)
    return index_of(rounded(points, RoundingLevel.TOTAL, criteria.rounding), maximum)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Some scores in the shape of a set; every other leaf is left out."""

    criteria: CriteriaSet
    scores: Mapping[str, LeafScore]
    card: Scorecard

    def heading(self, heading: Heading) -> HeadingScore:
        return heading_score(heading, [self.item(child) for child in heading.children], self.criteria, None)

    def item(self, item: Item) -> ItemScore:
        return self.heading(item) if isinstance(item, Heading) else self.leaf(item)

    def leaf(self, leaf: Leaf) -> LeafScore:
        score = self.scores.get(leaf.code)
        counted = leaf.source not in self.criteria.totals.leave_out
        if score is None or score.points is None:
            return LeafScore(leaf, Status.NOT_APPLICABLE, None, Fraction(0), self.card.stage, counted=counted)
        ratio = leaf.maximum / score.leaf.maximum if leaf.maximum != score.leaf.maximum else Fraction(1)
        points = rounded(score.points * ratio, RoundingLevel.LEAF, self.criteria.rounding)
        return LeafScore(leaf, score.status, points, score.maximum * ratio, self.card.stage, counted=counted)


_NOWHERE: Final = "nowhere"


def _countable(criteria: CriteriaSet) -> dict[str, Section]:
    """The section of every leaf that counts in the index and whose source the season had."""
    absent = {*criteria.totals.leave_out, *(one.source for one in criteria.without)}
    return {leaf.code: area.section for area in criteria.areas for leaf in area.leaves() if leaf.source not in absent}


def _rescalable(old: Item, new: Item) -> bool:
    """Whether points of one leaf can be put on the scale of the other."""
    return old.maximum == new.maximum or old.maximum != 0
