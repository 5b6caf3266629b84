"""The leaves of a group as a whole, and who is first and last in an area; exact, for every view.

Only ranked agencies count, as in ``group_figures``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from parscore.engine.what_if import lost_points
from parscore.model.criteria import Heading, Leaf
from parscore.model.ranking import GroupRanking, Standing
from parscore.numbers import total


@dataclass(frozen=True, slots=True)
class LeafFigures:
    """One leaf over the group. ``assessed`` agencies have points there that count; ``None`` where nobody has.

    ``mean_index``, ``best_index``, ``least_index`` are of points / maximum x 100; a leaf of a bonus or penalty section
    has them too. ``lost`` are the points that ``losers`` agencies lost altogether, ``full`` agencies lost none.
    """

    area: Heading
    leaf: Leaf
    assessed: int
    mean_points: Fraction | None
    mean_index: Fraction | None
    best_index: Fraction | None
    least_index: Fraction | None
    losers: int
    lost: Fraction

    @property
    def full(self) -> int:
        """How many of the assessed agencies lost nothing."""
        return self.assessed - self.losers


class Tier(NamedTuple):
    """Agencies with one and the same value, in the order of the ranking."""

    value: Fraction
    names: tuple[str, ...]


def leaf_figures(ranking: GroupRanking) -> tuple[LeafFigures, ...]:
    """Return the figures of every leaf that counts for somebody, in the order of the decision."""
    cards = [standing.scorecard for standing in ranked(ranking)]
    lost = [lost_points(card) for card in cards]
    scores = [{score.leaf.code: score for score in card.leaves() if score.counted} for card in cards]
    found = []
    for area in ranking.group.criteria.areas:
        for leaf in area.leaves():
            own = [of[leaf.code] for of in scores if leaf.code in of and of[leaf.code].points is not None]
            indices = [score.index for score in own if score.index is not None]
            losses = [of[leaf.code] for of in lost if leaf.code in of]
            if own:
                points = _mean([score.points for score in own if score.points is not None])
                best, least = max(indices, default=None), min(indices, default=None)
                means = (points, _mean(indices), best, least)
                found.append(LeafFigures(area, leaf, len(own), *means, len(losses), total(losses)))
    return tuple(found)


def ranked(ranking: GroupRanking) -> tuple[Standing, ...]:
    """The ranked agencies of a group."""
    return tuple(standing for standing in ranking.standings if standing.rank is not None)


def most_lost_leaves(leaves: Iterable[LeafFigures], most: int) -> tuple[LeafFigures, ...]:
    """Return the leaves with the greatest loss of the group, equals in the order of the decision."""
    losing = [one for one in leaves if one.lost]
    return tuple(sorted(losing, key=lambda one: -one.lost)[:most])


def area_tiers(ranking: GroupRanking, at: int) -> tuple[Tier, ...]:
    """Return the ranked agencies by their index in one area (numbered from 0), highest first."""
    values = []
    for standing in ranked(ranking):
        score = standing.scorecard.areas[at]
        if score.counted and score.index is not None:
            values.append((score.index, standing.scorecard.agency.name))
    values.sort(key=lambda each: -each[0])
    return tuple(
        Tier(value, tuple(name for _, name in own)) for value, own in groupby(values, key=lambda each: each[0])
    )


def ends(tiers: Sequence[Tier], count: int) -> tuple[tuple[Tier, ...], tuple[Tier, ...]]:
    """Return the tiers that hold the first and the last ``count`` agencies; no tier is in both, the first come first.

    The last ones stand lowest first.
    """
    first = _until(tiers, count)
    return first, _until(tuple(reversed(tiers[len(first) :])), count)


def _until(tiers: Sequence[Tier], count: int) -> tuple[Tier, ...]:
    found: list[Tier] = []
    for tier in tiers:
        if sum(len(one.names) for one in found) >= count:
            break
        found.append(tier)
    return tuple(found)


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return total(values) / len(values) if values else None
