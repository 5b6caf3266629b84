"""What the charts of a group draw: exact values in the order in which they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from parscore.model.criteria import Heading
from parscore.model.ranking import GroupRanking
from parscore.reports.group_figures import GroupFigures
from parscore.reports.tables import RankingRow


class Bar(NamedTuple):
    """One bar: of an agency by the name ``row``, or that of the mean (``row`` is ``None``)."""

    row: RankingRow | None
    value: Fraction


class AreaMean(NamedTuple):
    """An area and the mean of its index."""

    area: Heading
    mean: Fraction


class Spokes(NamedTuple):
    """An agency with its index in every area of ``radar_areas``; ``None`` where nothing applied to it."""

    row: RankingRow
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bars that one chart draws, the first of which is the ``first``-th of all, counted from 1."""

    first: int
    bars: tuple[Bar, ...]


def ranking_bars(rows: Sequence[RankingRow], mean: Fraction | None) -> tuple[Bar, ...]:
    """The indices of ranked agencies in the order of the ranking, the mean before the first that is below it."""
    bars = [Bar(row, row.index) for row in rows if row.rank is not None and row.index is not None]
    if mean is None:
        return tuple(bars)
    at = next((at for at, bar in enumerate(bars) if bar.value < mean), len(bars))
    return (*bars[:at], Bar(None, mean), *bars[at:])


def stretches(bars: Sequence[Bar], each: int, limit: int) -> tuple[Stretch, ...]:
    """Spread bars evenly over charts of at most ``each``; of more than ``limit`` only the first and the last ones."""
    if len(bars) > limit:
        last = len(bars) - each
        return Stretch(1, tuple(bars[:each])), Stretch(last + 1, tuple(bars[last:]))
    charts = -(-len(bars) // each)
    bounds = [len(bars) * at // charts for at in range(charts + 1)] if charts else []
    return tuple(Stretch(low + 1, tuple(bars[low:high])) for low, high in pairwise(bounds))


def area_means(figures: GroupFigures) -> tuple[AreaMean, ...]:
    """The areas of which any ranked agency has an index, with their means."""
    return tuple(AreaMean(one.area, one.mean_index) for one in figures.areas if one.mean_index is not None)


def spokes(rows: Sequence[RankingRow], ranking: GroupRanking, means: Sequence[AreaMean]) -> tuple[Spokes, ...]:
    """The indices of every ranked agency in the areas that have a mean."""
    codes = [one.area.code for one in means]
    places = {area.code: at for at, area in enumerate(ranking.group.criteria.areas)}
    return tuple(
        Spokes(row, tuple(row.card.areas[places[code]].index for code in codes)) for row in rows if row.rank is not None
    )
