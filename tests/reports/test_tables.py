"""Plain rows: rank texts, states, and what is shown while points are missing."""

from fractions import Fraction

from parscore.model.criteria import Rounding, RoundingLevel, Ties, Treatment
from parscore.reports.printing import remarks
from parscore.reports.tables import State, area_rows, item_rows, leaf_rows, problem_rows, ranking_rows, rows_below


def rows_of(result):
    return {row.agency: row for row in ranking_rows(result.groups[0])}


def card_of(result, agency):
    return next(one.scorecard for one in result.groups[0].standings if one.scorecard.agency.id == agency)


def test_a_shared_rank_is_marked(result):
    ranks = [(row.agency, row.rank, row.rank_text) for row in ranking_rows(result.groups[0])]
    assert ranks == [
        ("SNV", 1, "1="), ("TTT", 1, "1="), ("SYT", 3, "3="), ("STP", 3, "3="),
        ("NGOAI", None, ""), ("SXD", None, ""), ("TRONG", None, ""),
    ]  # fmt: skip


def test_a_tie_settled_by_official_order_shares_no_rank(make):
    rows = rows_of(make(ties=Ties.ORDINAL))
    assert [rows[agency].rank_text for agency in ("SNV", "TTT", "SYT", "STP")] == ["1", "2", "3", "4"]
    assert rows["SNV"].settled
    assert not rows["SXD"].settled


def test_rows_hold_the_exact_values_of_the_tree(result):
    for standing, row in zip(result.groups[0].standings, ranking_rows(result.groups[0]), strict=True):
        card = standing.scorecard
        assert (row.points, row.maximum, row.index) == (card.points, card.maximum, card.index)
        assert [(each.points, each.maximum) for each in area_rows(card)] == [
            (area.points, area.maximum) for area in card.areas
        ]
    assert rows_of(result)["SYT"].points == Fraction("1.5") + Fraction(18, 13) + 1 + Fraction("4.37")


def test_states_of_leaves(result):
    states = {row.code: row.state for row in leaf_rows(card_of(result, "SXD"))}
    assert states == {
        "1.1.1": State.INVALID, "1.1.2": State.MISSING, "1.2": State.SCORED, "2.1": State.AWAITING,
    }  # fmt: skip
    assert leaf_rows(card_of(result, "TTT"))[0].state is State.NOT_APPLICABLE
    assert leaf_rows(card_of(result, "NGOAI"))[1].state is State.NO_CASE


def test_states_of_headings(result):
    states = {row.code: row.state for row in item_rows(card_of(result, "SXD")) if not row.leaf}
    assert states == {"1": State.INCOMPLETE, "1.1": State.MISSING, "2": State.MISSING}
    assert {row.state for row in item_rows(card_of(result, "SNV"))} == {State.SCORED}


def test_nothing_is_shown_where_there_are_no_points(result):
    area = area_rows(card_of(result, "SXD"))[1]
    assert (area.points, area.shown_points, area.shown_index) == (0, None, None)
    first = area_rows(card_of(result, "SXD"))[0]
    assert (first.shown_points, first.shown_index) == (1, first.index)
    row = rows_of(result)["TRONG"]
    assert (row.started, row.points, row.shown_points, row.shown_index) == (False, 0, None, None)


def test_zero_points_are_points(make):
    row = rows_of(make({"SNV": ("Sở Nội vụ", {"1.1.1": "0", "1.1.2": "0/9", "1.2": "0", "2.1": "0"})}))["SNV"]
    assert (row.complete, row.shown_points, row.shown_index) == (True, 0, 0)


def test_a_heading_of_which_everything_was_left_out_is_not_assessed(result):
    card = card_of(result, "TTT")
    heading = card.areas[0].children[0]
    rows = list(rows_below(heading))
    assert [row.code for row in rows] == ["1.1", "1.1.1", "1.1.2"]
    assert rows[0].state is State.SCORED  # 1.1.2 still counts


def test_full_points_of_a_leaf_that_is_not_assessed_are_shown(make, result):
    assert card_of(result, "NGOAI").find("1.1.2").leaf.no_case is Treatment.FULL
    row = leaf_rows(card_of(result, "NGOAI"))[1]
    assert row.shown_points == Fraction("1.5")


def test_remarks_name_the_leaves(result, vi):
    rows = rows_of(result)
    assert remarks(rows["SXD"], vi) == ("chưa đủ 3 TCTP: 1.1.1, 1.1.2, 2.1",)
    assert remarks(rows["NGOAI"], vi) == ("ngoài xếp hạng", "không phát sinh 1 TCTP: 1.1.2")
    assert remarks(rows["SXD"], vi, longest=2) == ("chưa đủ 3 TCTP: 1.1.1, 1.1.2…",)
    assert remarks(rows["SXD"], vi, longest=3) == remarks(rows["SXD"], vi)
    assert remarks(rows["TTT"], vi, short=True) == ("KĐG 1",)
    assert remarks(rows["SNV"], vi) == ()


def test_problem_rows_know_their_spot(result, vi):
    rows = {(row.code, row.agency): row for row in problem_rows(result.problems, vi)}
    assert rows["PS213", "SXD"].spot == "H5"
    assert rows["PS216", "SXD"].spot == ""
    assert len(rows) == len(result.problems)


def test_rounding_at_the_leaf_is_the_engine_s_business(make):
    result = make(rounding=Rounding(at=RoundingLevel.LEAF))
    assert leaf_rows(card_of(result, "SYT"))[1].points == Fraction("1.38")
