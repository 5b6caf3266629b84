"""What a sample has to answer: the population, the statements and their margins, and what is checked whole."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import agency, heading, leaf
from samples import FREE, SEED, planned, replay_of, replayed

from parscore.audit.sample_plan import CellScore, Plan, Statement, hidden, overstated, statements_of, to_check
from parscore.audit.sampling import draws_needed
from parscore.model.criteria import (
    Band,
    Basis,
    ClassRule,
    Demotion,
    Part,
    RankRule,
    Rounding,
    RoundingLevel,
    Section,
    Totals,
    Treatment,
)
from parscore.model.interval import Interval
from parscore.model.scorecard import LeafScore

CLASSES = ClassRule((Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0))))


def of(plan: Plan, kind: str) -> list[Statement]:
    return [statement for statement in plan.statements if statement.kind == kind]


def ids(plan: Plan, kind: str) -> list[str]:
    return [statement.id for statement in of(plan, kind)]


def leaf_score(points: object, most: object = 2, **others: object) -> LeafScore:
    """The score of one leaf."""
    card = replayed({"A": [points]}, most, **others).standings["A"].scorecard
    return next(card.leaves())


# --- the population -----------------------------------------------------------------------------------------------


def test_the_population_is_every_settled_leaf_of_the_index() -> None:
    plan = planned(replayed({"A": [1] * 40, "B": [0] * 40}))
    assert len(plan.cells) == len(plan.order) == 80
    assert list(plan.cells)[:2] == ["A/1.1", "A/1.2"]
    assert (plan.wrong, plan.first) == (1, 76)
    assert plan.terms.seed == SEED


def test_what_is_not_settled_or_not_counted_is_not_in_it() -> None:
    score = leaf_score(1)
    assert to_check(score)
    assert not to_check(replace(score, counted=False))
    assert not to_check(leaf_score(None))
    assert list(planned(replayed({"A": [1, None]})).cells) == ["A/1.1"]


def test_a_plan_of_nothing() -> None:
    plan = planned(replayed({"A": [None]}))
    assert (plan.order, plan.first, plan.statements) == ((), 0, ())


def test_one_group_alone() -> None:
    replay = replayed({"A": [1]})
    assert planned(replay, group="so").cells and not planned(replay, group="xa").cells


# --- neighbours ---------------------------------------------------------------------------------------------------


def test_neighbours_in_rank_are_compared_by_what_could_hide_their_margin() -> None:
    plan = planned(replayed({"A": [Fraction(3, 2)] * 50, "B": [1] * 50, "C": [Fraction(1, 2)] * 50}))
    assert ids(plan, "pair") == ["so/A>B", "so/B>C"]
    first = of(plan, "pair")[0]
    assert (first.above, first.below, first.margin) == ("A", "B", 25)
    # A cell of A could hide its 1.5 points, one of B the 1 point that it lacks.
    assert first.hides == (*((f"A/1.{at}", Fraction(3, 2)) for at in range(1, 51)),
                           *((f"B/1.{at}", Fraction(1)) for at in range(1, 51)))  # fmt: skip
    assert first.all == 125
    assert (first.draws, first.whole) == (draws_needed(Fraction(5, 100), Fraction(25), Fraction(125)), "")


@pytest.mark.parametrize(
    ("points", "margin", "whole"), [("1.04", "2", "near"), ("1.0402", "2.01", ""), ("1", "0", "near")]
)
def test_a_pair_within_two_points_of_the_index_is_checked_whole(points: str, margin: str, whole: str) -> None:
    (pair,) = planned(replayed({"A": [points] * 500, "B": [1] * 500})).statements
    assert (pair.margin, pair.whole) == (Fraction(margin), whole)
    assert bool(pair.draws) is not bool(whole)


def test_a_pair_is_checked_whole_where_that_is_fewer_cells_than_draws() -> None:
    (pair,) = planned(replayed({"A": [Fraction(5, 4)] * 20, "B": [1] * 20})).statements
    assert pair.margin == Fraction(25, 2)
    assert pair.whole == "" and pair.draws < 40
    (pair,) = planned(replayed({"A": ["1.1"] * 20, "B": [1] * 20})).statements
    assert (pair.margin, pair.whole, len(pair.hides)) == (5, "cheaper", 40)


def test_equals_are_a_statement_of_their_own() -> None:
    (pair,) = planned(replayed({"A": [1] * 9, "B": [1] * 9})).statements
    assert (pair.id, pair.kind, pair.whole) == ("so/A=B", "tie", "near")


def test_agencies_ranked_by_points_are_compared_by_points() -> None:
    replay = replayed({"A": [Fraction(3, 2)] * 100, "B": [1] * 100}, ranking=RankRule(by="points"))
    (pair,) = planned(replay).statements
    assert (pair.margin, pair.all) == (50, 250)
    near = replayed({"A": ["1.02"] * 400, "B": [1] * 400}, ranking=RankRule(by="points"))
    assert planned(near).statements[0].whole == "near"  # 8 of 800 points are 1 of 100
    far = replayed({"A": ["1.05"] * 400, "B": [1] * 400}, ranking=RankRule(by="points"))
    assert planned(far).statements[0].whole == ""  # 20 of 800 are 2.5


def test_rounding_before_the_total_takes_from_the_margin() -> None:
    points = {"A": [Fraction(3, 2)] * 50, "B": [1] * 50}
    areas = [heading("1", [leaf(f"1.{at}", 2, FREE) for at in range(1, 51)])]
    plain = planned(replay_of(points, areas)).statements[0].margin
    for level, less in ((RoundingLevel.AREA, "0.02"), (RoundingLevel.TOTAL, "0.02"), (RoundingLevel.LEAF, "0")):
        rounded = planned(replay_of(points, areas, rounding=Rounding(at=level))).statements[0].margin
        assert plain - rounded == Fraction(less), level
    printed = planned(replay_of(points, areas, ranking=RankRule(basis=Basis.PRINTED))).statements[0].margin
    assert plain - printed == Fraction("0.01")


def test_parts_by_weight_are_checked_whole() -> None:
    areas = [heading("1", [leaf(f"1.{at}", 2, FREE) for at in range(1, 51)])]
    parts = Totals(parts=(Part("một", Fraction(100), ("1",)),))
    plan = planned(replay_of({"A": [2] * 50, "B": [0] * 50}, areas, CLASSES, totals=parts))
    assert {statement.whole for statement in plan.statements} == {"parts"}


# --- what a cell could hide ---------------------------------------------------------------------------------------


def test_what_a_cell_could_hide() -> None:
    score = leaf_score("0.5")
    assert (hidden(score, over=True), hidden(score, over=False)) == (Fraction(1, 2), Fraction(3, 2))
    assert overstated(score, Fraction(0), over=True) == hidden(score, over=True)
    assert overstated(score, Fraction(2), over=False) == hidden(score, over=False)
    assert overstated(score, Fraction(1), over=True) == -Fraction(1, 2)


def test_a_leaf_that_was_left_out_could_be_worth_nothing_or_everything() -> None:
    score = replace(leaf_score(1), points=None, maximum=Fraction(0))
    assert (hidden(score, over=True), hidden(score, over=False)) == (2, 2)
    assert overstated(score, Fraction(0), over=True) == overstated(score, Fraction(2), over=False) == 2
    scored = leaf_score("0.5")
    assert overstated(scored, None, over=True) == Fraction(1, 2)
    assert overstated(scored, None, over=False) == Fraction(3, 2)


def test_no_error_is_larger_than_what_the_cell_could_hide() -> None:
    for points in ("0", "0.5", "2"):
        for found in (None, Fraction(0), Fraction(1), Fraction(2)):
            for score in (leaf_score(points), replace(leaf_score(points), points=None)):
                for over in (True, False):
                    assert overstated(score, found, over=over) <= hidden(score, over=over)


def test_points_that_are_taken_away_count_the_other_way() -> None:
    areas = [
        heading("1", [leaf("1.1", 10, FREE)]),
        replace(heading("9", [leaf("9.1", 2, FREE)]), section=Section.PENALTY),
    ]
    (pair,) = planned(replay_of({"A": [9, "0.5"], "B": [2, "0.5"]}, areas)).statements
    told = dict(pair.hides)
    assert told["A/9.1"] == 15  # 1.5 points more could be taken from A: 15 of 100
    assert told["B/9.1"] == 5  # half a point too much was taken from B


# --- classes ------------------------------------------------------------------------------------------------------


def test_each_agency_has_the_bounds_next_to_it() -> None:
    plan = planned(replayed({"A": ["1.8"] * 50, "B": ["1.2"] * 50, "C": ["0.2"] * 50}, classes=CLASSES))
    assert ids(plan, "class") == ["so/A>=80", "so/B>=50", "so/B<80", "so/C<50"]
    over, _, under, _ = of(plan, "class")
    assert (over.above, over.below, over.margin, over.all) == ("A", "", 10, 90)
    assert (under.above, under.below, under.margin, under.all) == ("", "B", 20, 40)


@pytest.mark.parametrize(("points", "whole"), [("1.64", "near"), ("1.6402", ""), ("1.56", "near"), ("1.5598", "")])
def test_an_agency_within_two_points_of_a_bound_is_checked_whole(points: str, whole: str) -> None:
    plan = planned(replayed({"A": [points] * 500}, classes=CLASSES))
    edge = next(one for one in of(plan, "class") if one.bound == 80)
    assert edge.whole == whole


def test_areas_near_a_side_condition_are_checked_whole() -> None:
    areas = [heading(code, [leaf(f"{code}.{at}", 2, FREE) for at in range(1, 6)]) for code in ("1", "2", "3")]
    side = ClassRule((Band("Tốt", Fraction(60), Fraction(60)), Band("Khá", Fraction(0))))
    plan = planned(replay_of({"A": [*["1.22"] * 5, *["1.2"] * 5, *["1.8"] * 5]}, areas, side))
    assert ids(plan, "area") == ["so/A:1>=60", "so/A:2>=60"]
    assert [cell for cell, _ in of(plan, "area")[0].hides] == [f"A/1.{at}" for at in range(1, 6)]
    plan = planned(replay_of({"A": [*["1.14"] * 5, *["1.9"] * 10]}, areas, side))
    assert ids(plan, "area") == []  # 57 is three points from 60
    plan = planned(replay_of({"A": [*["1.18"] * 5, *["1.9"] * 10]}, areas, side))
    assert ids(plan, "area") == ["so/A:1<60"]


def test_a_leaf_that_can_demote_is_always_checked() -> None:
    demoted = Demotion("kỷ luật", leaf="1.1", within=Interval(None, False, Fraction(0), True, "<= 0"))
    plan = planned(replayed({"A": [1, 1]}, classes=replace(CLASSES, demotions=(demoted,))))
    (told,) = of(plan, "demotion")
    assert (told.whole, told.hides) == ("demotion", (("A/1.1", Fraction(2)),))


def test_agencies_outside_the_ranking_have_bounds_but_no_neighbours() -> None:
    replay = replayed({"A": [1] * 9, "B": [2] * 9}, classes=CLASSES)
    outside = replace(replay.ranking.standings[1], rank=None)
    ranking = replace(replay.ranking, standings=(replay.ranking.standings[0], outside))
    kinds = {statement.kind for statement in statements_of(ranking, Fraction(5, 100))}
    assert kinds == {"class"}


def test_a_cell_is_named_by_agency_and_code() -> None:
    assert CellScore(agency("SYT"), leaf_score(1)).id == "SYT/1.1"


def test_not_applicable_leaves_are_in_the_population() -> None:
    replay = replayed({"A": [1, 2]}, not_applicable=Treatment.EXCLUDE)
    assert len(planned(replay).cells) == 2


def test_a_bound_beyond_everything_that_could_be_hidden_needs_no_check() -> None:
    beyond = ClassRule((Band("Vượt", Fraction(120)), Band("Yếu", Fraction(0))))
    (edge,) = planned(replayed({"A": [1] * 50}, classes=beyond)).statements
    assert (edge.id, edge.whole, edge.hides) == ("so/A<120", "certain", ())
    just = ClassRule((Band("Đủ", Fraction(100)), Band("Yếu", Fraction(0))))
    (edge,) = planned(replayed({"A": [1] * 50}, classes=just)).statements
    assert (edge.draws, edge.margin, edge.all) == (1, 50, 50)
