"""What charts draw: the mean in its place among the agencies, long rankings spread over charts, areas with a mean."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from parscore.model.criteria import Section
from parscore.model.ranking import SeasonResult
from parscore.reports.chart_rows import Bar, area_means, ranking_bars, spokes, stretches
from parscore.reports.group_figures import group_figures
from parscore.reports.tables import ranking_rows

F = Fraction


def named(bars: tuple[Bar, ...]) -> list[str]:
    return ["mean" if bar.row is None else bar.row.agency for bar in bars]


def test_the_mean_stands_before_the_first_that_is_below_it(result: SeasonResult) -> None:
    group = result.groups[0]
    mean = group_figures(group).mean_index
    bars = ranking_bars(list(ranking_rows(group)), mean)
    assert named(bars) == ["SNV", "TTT", "mean", "SYT", "STP"]  # outside the ranking and incomplete ones are not drawn
    assert bars[2].value == mean
    assert [bar.value for bar in bars] == sorted((bar.value for bar in bars), reverse=True)


def test_who_has_the_mean_itself_is_not_below_it(make: Callable[..., SeasonResult]) -> None:
    rows = list(
        ranking_rows(make({"SNV": ("Sở Nội vụ", {"1.1.1": "2", "1.1.2": "1/1", "1.2": "1", "2.1": "5"})}).groups[0])
    )
    own = rows[0].index
    assert own is not None
    assert named(ranking_bars(rows, own)) == ["SNV", "mean"]
    assert named(ranking_bars(rows, own + 1)) == ["mean", "SNV"]
    assert named(ranking_bars(rows, None)) == ["SNV"]


@pytest.mark.parametrize(
    ("count", "wanted"),
    [(0, []), (1, [(1, 1)]), (30, [(1, 30)]), (31, [(1, 15), (16, 31)]),
     (300, [(at, at + 29) for at in range(1, 300, 30)]), (301, [(1, 30), (272, 301)])],
)  # fmt: skip
def test_bars_are_spread_evenly_and_above_a_limit_only_the_ends_are_drawn(
    count: int, wanted: list[tuple[int, int]]
) -> None:
    bars = [Bar(None, F(at)) for at in range(count)]
    found = stretches(bars, 30, 300)
    assert [(one.first, one.first + len(one.bars) - 1) for one in found] == wanted
    assert all(one.bars == tuple(bars[one.first - 1 : one.first - 1 + len(one.bars)]) for one in found)


def test_radars_have_the_areas_that_have_a_mean(result: SeasonResult) -> None:
    group = result.groups[0]
    means = area_means(group_figures(group))
    assert [one.area.code for one in means] == ["1", "2"]
    found = spokes(list(ranking_rows(group)), group, means)
    cards = {one.scorecard.agency.id: one.scorecard for one in group.standings}
    assert [one.row.agency for one in found] == ["SNV", "TTT", "SYT", "STP"]
    for one in found:
        areas = [area for area in cards[one.row.agency].areas if area.heading.section is Section.AREA]
        assert one.values == tuple(area.index for area in areas)


def test_nobody_ranked_draws_nothing(make: Callable[..., SeasonResult]) -> None:
    group = make({"TRONG": ("Đơn vị chưa gửi", {})}).groups[0]
    figures = group_figures(group)
    assert ranking_bars(list(ranking_rows(group)), figures.mean_index) == ()
    assert area_means(figures) == ()
