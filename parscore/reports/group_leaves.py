"""The leaves of a group as a whole, and who is first and last in an area; exact, for every view.

Only ranked agencies count, as in ``group_figures``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

from parscore.engine.what_if import lost_on
from parscore.model.criteria import Heading, Leaf
from parscore.model.ranking import GroupRanking, Standing

_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class LeafFigures:
    """One leaf over the group. Of ``ranked`` agencies ``assessed`` have points there that count.

    An index is points / maximum x 100, also in a bonus or penalty section; ``None`` where the leaf has no maximum.
    ``lost`` are the points that ``losers`` agencies lost altogether, ``full`` agencies lost none, ``zero`` have none.
    """

    area: Heading
    leaf: Leaf
    ranked: int
    assessed: int
    zero: int
    mean_points: Fraction
    mean_index: Fraction | None
    best_index: Fraction | None
    least_index: Fraction | None
    losers: int
    lost: Fraction

    @property
    def full(self) -> int:
        """How many of the assessed agencies lost nothing."""
        return self.assessed - self.losers

    @property
    def not_assessed(self) -> int:
        """How many of the ranked agencies have no points there."""
        return self.ranked - self.assessed


class Tier(NamedTuple):
    """Agencies with one and the same value, in the order of the ranking."""

    value: Fraction
    names: tuple[str, ...]


@dataclass(slots=True)
class _Sums:
    """What has been seen of one leaf so far."""

    assessed: int = 0
    zero: int = 0
    points: Fraction = _NOTHING
    indices: int = 0
    index: Fraction = _NOTHING
    best: Fraction | None = None
    least: Fraction | None = None
    losers: int = 0
    lost: Fraction = _NOTHING

    def add(self, points: Fraction, index: Fraction | None, lost: Fraction) -> None:
        self.assessed += 1
        self.zero += points == 0
        self.points += points
        self.losers += lost > 0
        self.lost += lost
        if index is not None:
            self.indices += 1
            self.index += index
            self.best = index if self.best is None else max(self.best, index)
            self.least = index if self.least is None else min(self.least, index)


def leaf_figures(ranking: GroupRanking) -> tuple[LeafFigures, ...]:
    """Return the figures of every leaf that counts for somebody, in the order of the decision.

    Scorecards are looked at one after the other: their leaves may be read from the disk.
    """
    seen: dict[str, _Sums] = {}
    areas = ranking.group.criteria.areas
    sections = {leaf.code: area.section for area in areas for leaf in area.leaves()}
    standings = ranked(ranking)
    for standing in standings:
        for score in standing.scorecard.leaves():
            if score.counted and score.points is not None:
                lost = max(_NOTHING, lost_on(score, sections[score.leaf.code]))
                seen.setdefault(score.leaf.code, _Sums()).add(score.points, score.index, lost)
    leaves = ((area, leaf) for area in areas for leaf in area.leaves())
    count = len(standings)
    return tuple(_figures(area, leaf, count, seen[leaf.code]) for area, leaf in leaves if leaf.code in seen)


def _figures(area: Heading, leaf: Leaf, count: int, of: _Sums) -> LeafFigures:
    mean = of.index / of.indices if of.indices else None
    points = of.points / of.assessed
    return LeafFigures(area, leaf, count, of.assessed, of.zero, points, mean, of.best, of.least, of.losers, of.lost)


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
