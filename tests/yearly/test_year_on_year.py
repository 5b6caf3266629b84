"""Two seasons compared: what is comparable, by how much it changed, and what is said of the rest."""

from fractions import Fraction

import pytest
from years import OUT, SET, agency, result, season

from parscore.yearly.agencies import Kind, Line
from parscore.yearly.compare import Row, YearOnYear, compare_seasons, mean_of
from parscore.yearly.findings import findings

A, B, C, D = (agency(name) for name in "ABCD")
BEFORE = result(season(A, B, C, D, year=2024), {"A": [4, 1], "B": [2, 2], "C": [3, 3], "D": [1, 1]})
AFTER = result(season(A, B, C), {"A": [1, 1], "B": [3, 3], "C": [3, 3]})


def rows(compared: YearOnYear) -> dict[str, Row]:
    return {row.agency.id: row for row in compared.rows()}


def compared(*lines: Line) -> dict[str, Row]:
    return rows(compare_seasons(BEFORE, AFTER, lines))


def test_changes_are_percentage_points_and_places() -> None:
    found = compared()
    told = {name: (row.change, row.rank_before, row.rank_after, row.climbed) for name, row in found.items()}
    assert told["A"] == (-30, 2, 3, -1)
    assert told["B"] == (20, 3, 1, 2)
    assert told["C"] == (0, 1, 1, 0)
    assert told["D"] == (None, None, None, None)


def test_a_group_in_sum() -> None:
    (group,) = compare_seasons(BEFORE, AFTER).groups
    assert (group.mean_before, group.mean_after) == (Fraction(170, 4), Fraction(140, 3))
    assert (group.ranked_before, group.ranked_after, len(group.pairs)) == (4, 3, 3)
    assert (group.pairs_before, group.pairs_after) == (50, Fraction(140, 3))
    assert [group.moved(sign) for sign in (1, -1, 0)] == [1, 1, 1]
    assert [[row.agency.id for row in group.furthest(sign)] for sign in (1, -1)] == [["B"], ["A"]]


def test_equals_share_the_largest_rise_and_agencies_outside_the_ranking_are_in_no_mean() -> None:
    outside = agency("D", ranked=False)
    before = result(season(A, B, outside, year=2024), {"A": [1, 1], "B": [2, 2], "D": [0, 0]})
    after = result(season(A, B, outside), {"A": [2, 2], "B": [3, 3], "D": [4, 6]})
    (group,) = compare_seasons(before, after).groups
    assert sorted(row.agency.id for row in group.furthest(1)) == ["A", "B"]
    assert (group.mean_before, group.mean_after, group.moved(1)) == (30, 50, 2)
    assert rows(compare_seasons(before, after))["D"].change == 100


def test_a_merger_is_not_comparable_unless_the_mapping_asks_for_the_mean() -> None:
    alone = compared(Line("D", "A", why="NQ 1"))["A"]
    assert (alone.kind, alone.index_before, alone.change, alone.split) == (Kind.MERGED, None, None, None)
    assert (alone.remarks, alone.why) == (("merged",), ("NQ 1",))
    assert [place.index for place in alone.before] == [50, 20]
    mean = compared(Line("D", "A", mean=True))["A"]
    assert (mean.index_before, mean.change, mean.rank_before, mean.class_before) == (35, -15, None, None)
    assert mean.split is not None and mean.split.performance + mean.split.definition == -15
    assert mean.remarks == ("mean",)


def test_a_split_is_not_comparable_unless_the_mapping_says_so() -> None:
    after = result(season(A, agency("E")), {"A": [1, 1], "E": [3, 3]})
    first, second = Line("A", "A"), Line("A", "E")
    found = rows(compare_seasons(BEFORE, after, (first, second)))
    assert [(found[name].kind, found[name].remarks) for name in "AE"] == [(Kind.SPLIT, ("split",))] * 2
    part = rows(compare_seasons(BEFORE, after, (first, second._replace(mean=True))))["E"]
    assert (part.index_before, part.change, part.climbed, part.remarks) == (50, 10, None, ("part",))


def test_a_renamed_agency_keeps_its_rank() -> None:
    after = result(season(agency("E"), B, C), {"E": [1, 1], "B": [3, 3], "C": [3, 3]})
    found = rows(compare_seasons(BEFORE, after, (Line("A", "E"),)))["E"]
    assert (found.kind, found.change, found.climbed, found.remarks) == (Kind.RENAMED, -30, -1, ("renamed",))


def test_new_abolished_and_unknown_agencies_are_not_compared() -> None:
    after = result(season(A, agency("E"), agency("F")), {"A": [1, 1], "E": [1, 1], "F": [1, 1]})
    found = rows(compare_seasons(BEFORE, after, (Line("", "E"), Line("B", ""))))
    told = {name: (row.remarks, row.change) for name, row in found.items() if name != "A"}
    assert told == {
        "E": (("new",), None),
        "F": (("unmatched",), None),
        "B": (("abolished",), None),
        "C": (("gone",), None),
        "D": (("gone",), None),
    }


@pytest.mark.parametrize(("then", "now", "remark"), [([4], [1, 1], "before"), ([4, 1], [1], "after")])
def test_an_incomplete_total_is_not_compared(then: list[object], now: list[object], remark: str) -> None:
    before, after = result(season(A, year=2024), {"A": then}), result(season(A), {"A": now})
    row = rows(compare_seasons(before, after))["A"]
    assert (row.remarks, row.change) == ((f"incomplete_{remark}",), None)


def test_ranks_of_different_groups_are_not_compared() -> None:
    moved = agency("A", group="khac")
    after = result(season(moved, B, C), {"A": [1, 1], "B": [3, 3], "C": [3, 3]})
    found = compare_seasons(BEFORE, after)
    row = rows(found)["A"]
    assert (row.change, row.rank_before, row.climbed, row.remarks) == (-30, None, None, ("other_group",))
    assert [(group.id, group.mean_before is None, group.common is None) for group in found.groups] == [
        ("khac", True, True),
        ("so", False, False),
    ]


def test_a_mean_of_nothing_is_none() -> None:
    assert mean_of([None]) is None
    assert mean_of([Fraction(1), None, Fraction(2)]) == Fraction(3, 2)


def test_a_leaf_left_out_in_one_year_alone_changes_nothing_but_the_index() -> None:
    before = result(season(A, year=2024, by=SET), {"A": [2, OUT]})
    row = rows(compare_seasons(before, result(season(A), {"A": [2, 3]})))["A"]
    assert row.split is not None and (row.split.performance, row.split.definition, row.change) == (0, 0, 0)


def test_what_has_to_be_said_beside_the_rows() -> None:
    after = result(season(agency("A", "Sở khác"), B, C, agency("E")), {name: [1, 1] for name in "ABCE"})
    found = findings(compare_seasons(BEFORE, after))
    assert [one.code for one in found] == ["PS881", "PS882", "PS882"]
    assert [dict(one.facts)["found"] for one in found[1:]] == ["E (Sở E)", "D (Sở D)"]
    assert found[0].agency == "A"
    told = findings(compare_seasons(BEFORE, after, (Line("A", "A"), Line("", "E"), Line("D", ""))))
    assert told == ()


def test_years_and_states_that_do_not_fit_are_told() -> None:
    same = findings(compare_seasons(AFTER, AFTER))
    assert [one.code for one in same] == ["PS884"]
    open_ = result(season(A, year=2024), {"A": [1]})
    assert [one.code for one in findings(compare_seasons(open_, result(season(A), {"A": [1, 1]})))] == ["PS883"]


def test_a_long_list_of_agencies_is_cut() -> None:
    many = [agency(f"X{at}") for at in range(21)]
    after = result(season(*many), {one.id: [1, 1] for one in many})
    (came, went) = findings(compare_seasons(result(season(A, year=2024), {"A": [1, 1]}), after))
    assert str(dict(came.facts)["found"]).endswith("X19 (Sở X19); …") and dict(came.facts)["count"] == "21"
    assert dict(went.facts)["found"] == "A (Sở A)"
