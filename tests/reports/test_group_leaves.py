"""Leaves of a group and the ends of an area: only ranked agencies count, equals stay together, every value exact."""

from collections.abc import Callable
from fractions import Fraction

from parscore.model.ranking import SeasonResult
from parscore.reports.group_leaves import Tier, area_tiers, ends, leaf_figures, most_lost_leaves, ranked

F = Fraction


def tiers(*counts: int) -> tuple[Tier, ...]:
    """Tiers of so many agencies each, 100 downwards."""
    return tuple(Tier(F(100 - at), tuple(f"{at}.{n}" for n in range(count))) for at, count in enumerate(counts))


def test_leaves_count_ranked_agencies_only(result: SeasonResult) -> None:
    group = result.groups[0]
    assert [one.scorecard.agency.id for one in ranked(group)] == ["SNV", "TTT", "SYT", "STP"]
    found = {one.leaf.code: one for one in leaf_figures(group)}
    first = found["1.1.1"]  # 2, left out, 1.5, 1.5 of 2
    assert (first.assessed, first.losers, first.full, first.lost) == (3, 2, 1, F(1))
    assert (first.mean_points, first.mean_index) == (F(5, 3), F(250, 3))
    assert (first.best_index, first.least_index) == (F(100), F(75))
    last = found["2.1"]
    assert (last.lost, last.losers) == (2 * (F("5.5") - F("4.37")), 2)
    assert found["1.2"].lost == 0


def test_the_greatest_loss_comes_first_and_what_lost_nothing_is_left_out(result: SeasonResult) -> None:
    leaves = leaf_figures(result.groups[0])
    assert [one.leaf.code for one in most_lost_leaves(leaves, 9)] == ["2.1", "1.1.1", "1.1.2"]
    assert [one.leaf.code for one in most_lost_leaves(leaves, 1)] == ["2.1"]


def test_nobody_ranked_means_no_figures(make: Callable[..., SeasonResult]) -> None:
    group = make({"TRONG": ("Đơn vị chưa gửi", {})}).groups[0]
    assert (leaf_figures(group), area_tiers(group, 0)) == ((), ())


def test_equals_of_an_area_stand_together(result: SeasonResult) -> None:
    found = area_tiers(result.groups[0], 1)
    assert found == (
        Tier(F(100), ("Sở Nội vụ", "Thanh tra tỉnh")),
        Tier(F("4.37") / F("5.5") * 100, ("Sở Y tế", "Sở Tư pháp")),
    )


def test_ends_never_overlap() -> None:
    def names(found: tuple[tuple[Tier, ...], tuple[Tier, ...]]) -> list[list[int]]:
        return [[100 - int(tier.value) for tier in one] for one in found]

    assert names(ends(tiers(1, 1, 1, 1, 1, 1, 1), 3)) == [[0, 1, 2], [6, 5, 4]]
    assert names(ends(tiers(1, 1, 1, 1), 3)) == [[0, 1, 2], [3]]
    assert names(ends(tiers(2, 2, 2), 3)) == [[0, 1], [2]]
    assert names(ends(tiers(9), 3)) == [[0], []]
    assert names(ends((), 3)) == [[], []]
