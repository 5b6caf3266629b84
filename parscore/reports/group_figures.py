"""Figures of a group as a whole: means, best, first and last, spread; exact, for every view.

Only ranked agencies count: who stands outside the ranking, or is incomplete, moves no mean.
"""

from dataclasses import dataclass
from fractions import Fraction

from parscore.model.criteria import Heading, Section
from parscore.model.ranking import GroupRanking
from parscore.numbers import total


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area over the group. ``None`` where no ranked agency has an index there (a bonus section never has).

    ``best`` are the ids of the agencies that have the highest index, in the order of the ranking.
    """

    area: Heading
    mean_points: Fraction | None
    mean_index: Fraction | None
    best_index: Fraction | None
    least_index: Fraction | None
    best: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's totals: agencies, ranked ones, mean points and index, extremes, how many lie above the mean."""

    agencies: int
    ranked: int
    mean_points: Fraction | None
    mean_index: Fraction | None
    best_index: Fraction | None
    least_index: Fraction | None
    above_mean: int
    areas: tuple[AreaFigures, ...]

    @property
    def spread(self) -> Fraction | None:
        """How far the last is behind the first, in percentage points (điểm %)."""
        return None if self.best_index is None or self.least_index is None else self.best_index - self.least_index

    def area(self, code: str) -> AreaFigures:
        """Return the figures of one area."""
        return next(area for area in self.areas if area.area.code == code)


def group_figures(ranking: GroupRanking) -> GroupFigures:
    """Compute the figures of a group in one pass over its ranked agencies."""
    areas = ranking.group.criteria.areas
    totals: list[tuple[Fraction, Fraction | None]] = []
    of_areas: list[list[tuple[str, Fraction, Fraction | None]]] = [[] for _ in areas]
    for standing in ranking.standings:
        if standing.rank is None:
            continue
        card = standing.scorecard
        totals.append((card.points, card.index))
        for at, score in enumerate(card.areas):
            if score.counted:
                of_areas[at].append((card.agency.id, score.points, score.index))
    indices = [index for _, index in totals if index is not None]
    mean = _mean(indices)
    return GroupFigures(
        agencies=len(ranking.standings),
        ranked=len(totals),
        mean_points=_mean([points for points, _ in totals]),
        mean_index=mean,
        best_index=max(indices, default=None),
        least_index=min(indices, default=None),
        above_mean=sum(index > mean for index in indices) if mean is not None else 0,
        areas=tuple(map(_area, areas, of_areas)),
    )


def _area(area: Heading, scores: list[tuple[str, Fraction, Fraction | None]]) -> AreaFigures:
    applying = [one for one in scores if one[2] is not None or area.section is not Section.AREA]
    indices = [index for _, _, index in scores if index is not None]
    best = max(indices, default=None)
    return AreaFigures(
        area=area,
        mean_points=_mean([points for _, points, _ in applying]),
        mean_index=_mean(indices),
        best_index=best,
        least_index=min(indices, default=None),
        best=tuple(agency for agency, _, index in scores if index is not None and index == best),
    )


def _mean(values: list[Fraction]) -> Fraction | None:
    return total(values) / len(values) if values else None
