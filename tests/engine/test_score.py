"""One agency: exact sums, re-basing, the levels of rounding, completeness, and the index of every node."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from fractions import Fraction
from typing import Any

import pytest
from builders import NOT_APPLICABLE, RATE, agency, answer, criteria, heading, leaf, row, spec, submission

from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import Heading, Leaf, Level, Rounding, RoundingLevel, RoundingMode, Source, Treatment
from parscore.model.scorecard import HeadingScore, Scorecard, Status
from parscore.model.stage import SELF_ASSESSMENT
from parscore.model.submission import LeafAnswers
from parscore.numbers import percent, printed

SYT = agency("SYT")


def card(areas: list[Heading], answers: dict[str, LeafAnswers], **rounding: Any) -> Scorecard:
    return score(Case(SYT, submission("SYT", answers), {}), criteria(*areas, rounding=Rounding(**rounding)))[0]


# --- sums --------------------------------------------------------------------------------------------------------


def test_sums_are_exact_where_binary_ones_are_not() -> None:
    leaves = [leaf(f"1.{at}", "0.3", spec("claim", step="0.1")) for at in range(1, 31)]
    scorecard = card([heading("1", leaves)], {item.code: row("0.1") for item in leaves})
    assert scorecard.points == 3
    assert scorecard.maximum == 9
    assert scorecard.index == Fraction(100, 3)
    assert sum([0.1] * 30) != 3


def test_thirds_add_up_to_a_whole() -> None:
    leaves = [leaf(f"1.{at}", 1, RATE) for at in (1, 2, 3)]
    assert card([heading("1", leaves)], {item.code: row(done=1, total=3) for item in leaves}).points == 1


def test_points_maximum_and_index_of_every_level() -> None:
    inner = heading("1.1", [leaf("1.1.1", 1), leaf("1.1.2", 3)], Level.CRITERION)
    areas = [heading("1", [inner, leaf("1.2", 4)]), heading("2", [leaf("2.1", 2)])]
    answers = {"1.1.1": row(1), "1.1.2": row(2), "1.2": row("0.5"), "2.1": row("1.5")}
    scorecard = card(areas, answers)
    found = {
        code: (item.points, item.maximum, item.index)
        for code in ("1.1.1", "1.1.2", "1.1", "1.2", "1", "2.1", "2")
        if (item := scorecard.find(code))
    }
    assert found == {
        "1.1.1": (1, 1, 100),
        "1.1.2": (2, 3, Fraction(200, 3)),
        "1.1": (3, 4, 75),
        "1.2": (Fraction("0.5"), 4, Fraction("12.5")),
        "1": (Fraction("3.5"), 8, Fraction("43.75")),
        "2.1": (Fraction("1.5"), 2, 75),
        "2": (Fraction("1.5"), 2, 75),
    }
    assert (scorecard.points, scorecard.maximum, scorecard.index, scorecard.complete) == (5, 10, 50, True)
    assert scorecard.find("3") is None


def test_the_card_keeps_what_it_was_made_from() -> None:
    areas = [heading("1", [leaf("1.1"), leaf("1.2")])]
    scorecard = card(areas, {"1.1": row(1), "1.2": row(0)})
    assert (scorecard.agency, scorecard.stage, scorecard.criteria.areas) == (SYT, SELF_ASSESSMENT[0], tuple(areas))
    assert scorecard.submission is not None
    assert [item.leaf.code for item in scorecard.leaves()] == ["1.1", "1.2"]


# --- what is left out --------------------------------------------------------------------------------------------


def test_thanh_hoa_2023_a_department_scored_on_84_of_100_points() -> None:
    """Ban Dân tộc: 68.32 points are 81.33 %, because the items that do not apply leave the maximum."""
    applies = [leaf("1.1", 50), leaf("1.2", 34)]
    without = [leaf(f"2.{at}", 4, not_applicable=Treatment.EXCLUDE) for at in (1, 2, 3, 4)]
    answers = {"1.1": row("40.12"), "1.2": row("28.2"), **{item.code: row(NOT_APPLICABLE) for item in without}}
    scorecard = card([heading("1", applies), heading("2", without)], answers)
    assert (scorecard.criteria.maximum, scorecard.maximum, scorecard.points) == (100, 84, Fraction("68.32"))
    assert scorecard.index == Fraction("68.32") / 84 * 100
    assert percent(Fraction("68.32") / 84) == "81,33 %"
    assert printed(scorecard.index, 2) == "81,33"


@pytest.mark.parametrize(
    ("treatment", "points", "maximum", "index"),
    [(Treatment.EXCLUDE, 6, 8, 75), (Treatment.FULL, 8, 10, 80), (Treatment.ZERO, 6, 10, 60)],
)
def test_the_three_treatments_give_three_indices(treatment: Treatment, points: int, maximum: int, index: int) -> None:
    areas = [heading("1", [leaf("1.1", 8), leaf("1.2", 2, not_applicable=treatment)])]
    scorecard = card(areas, {"1.1": row(6), "1.2": row(NOT_APPLICABLE)})
    assert (scorecard.points, scorecard.maximum, scorecard.index) == (points, maximum, index)
    assert scorecard.complete


def test_an_area_that_was_left_out_altogether_has_no_index() -> None:
    areas = [heading("1", [leaf("1.1", 8)]), heading("2", [leaf("2.1", 2, not_applicable=Treatment.EXCLUDE)])]
    scorecard = card(areas, {"1.1": row(6), "2.1": row(NOT_APPLICABLE)})
    assert [(area.points, area.maximum, area.index) for area in scorecard.areas] == [(6, 8, 75), (0, 0, None)]
    assert (scorecard.index, scorecard.complete) == (75, True)


def test_an_agency_to_which_nothing_applies_has_no_index() -> None:
    scorecard = card([heading("1", [leaf("1.1", 8, not_applicable=Treatment.EXCLUDE)])], {"1.1": row(NOT_APPLICABLE)})
    assert (scorecard.points, scorecard.maximum, scorecard.index, scorecard.complete) == (0, 0, None, True)


# --- rounding ----------------------------------------------------------------------------------------------------

# Two areas of two leaves, 1/3, 1/3, 1/6, 1/6: exactly 1.
_THIRDS = [heading(area, [leaf(f"{area}.{at}", 1, RATE) for at in (1, 2)]) for area in ("1", "2")]
_PARTS = {"1.1": 3, "1.2": 3, "2.1": 6, "2.2": 6}


@pytest.mark.parametrize(
    ("at", "leaves", "areas", "total"),
    [
        (RoundingLevel.PRINT, ("1/3", "1/6"), ("2/3", "1/3"), "1"),
        (RoundingLevel.LEAF, ("0.33", "0.17"), ("0.66", "0.34"), "1"),
        (RoundingLevel.AREA, ("1/3", "1/6"), ("0.67", "0.33"), "1"),
        (RoundingLevel.TOTAL, ("1/3", "1/6"), ("2/3", "1/3"), "1"),
    ],
)
def test_points_are_rounded_at_the_declared_level_only(
    at: RoundingLevel, leaves: tuple[str, str], areas: tuple[str, str], total: str
) -> None:
    scorecard = card(_THIRDS, {code: row(done=1, total=part) for code, part in _PARTS.items()}, at=at)
    assert [item.points for item in scorecard.leaves()] == [Fraction(leaves[0])] * 2 + [Fraction(leaves[1])] * 2
    assert [area.points for area in scorecard.areas] == [Fraction(points) for points in areas]
    assert scorecard.points == Fraction(total)


@pytest.mark.parametrize(
    ("at", "mode", "total"),
    [
        (RoundingLevel.PRINT, RoundingMode.HALF_UP, "0.015"),
        (RoundingLevel.LEAF, RoundingMode.HALF_UP, "0.02"),
        (RoundingLevel.LEAF, RoundingMode.HALF_EVEN, "0.01"),
        (RoundingLevel.LEAF, RoundingMode.DOWN, "0.01"),
        (RoundingLevel.AREA, RoundingMode.HALF_UP, "0.02"),
        (RoundingLevel.AREA, RoundingMode.HALF_EVEN, "0.02"),
        (RoundingLevel.AREA, RoundingMode.DOWN, "0.01"),
        (RoundingLevel.TOTAL, RoundingMode.HALF_UP, "0.02"),
        (RoundingLevel.TOTAL, RoundingMode.HALF_EVEN, "0.02"),
        (RoundingLevel.TOTAL, RoundingMode.DOWN, "0.01"),
    ],
)
def test_the_level_and_the_mode_decide_the_total(at: RoundingLevel, mode: RoundingMode, total: str) -> None:
    areas = [heading("1", [leaf(code, 1, spec("claim", step="0.005")) for code in ("1.1", "1.2")])]
    scorecard = card(areas, {"1.1": row("0.01"), "1.2": row("0.005")}, at=at, mode=mode)
    assert scorecard.points == Fraction(total)


def test_a_rounded_area_makes_the_total_and_its_own_index() -> None:
    areas = [heading(str(at), [leaf(f"{at}.1", 1, RATE)]) for at in (1, 2, 3)]
    answers = {f"{at}.1": row(done=1, total=3) for at in (1, 2, 3)}
    scorecard = card(areas, answers, at=RoundingLevel.AREA)
    assert scorecard.points == Fraction("0.99")
    assert [area.index for area in scorecard.areas] == [33, 33, 33]
    assert card(areas, answers).points == 1


def test_criteria_are_not_rounded_at_the_level_of_areas() -> None:
    inner = heading("1.1", [leaf("1.1.1", 1, RATE)], Level.CRITERION)
    scorecard = card([heading("1", [inner])], {"1.1.1": row(done=1, total=3)}, at=RoundingLevel.AREA)
    criterion = scorecard.find("1.1")
    assert criterion is not None
    assert criterion.points == Fraction(1, 3)
    assert scorecard.points == Fraction("0.33")


# --- completeness ------------------------------------------------------------------------------------------------


def test_one_missing_leaf_makes_every_level_above_incomplete_and_no_other() -> None:
    inner = heading("1.1", [leaf("1.1.1"), leaf("1.1.2")], Level.CRITERION)
    areas = [heading("1", [inner, leaf("1.2")]), heading("2", [leaf("2.1")])]
    scorecard = card(areas, {"1.1.1": row(1), "1.1.2": row(None), "1.2": row(1), "2.1": row(1)})
    complete = {
        (item.heading.code if isinstance(item, HeadingScore) else item.leaf.code): item.complete
        for item in scorecard.items()
    }
    assert complete == {"1": False, "1.1": False, "1.1.1": True, "1.1.2": False, "1.2": True, "2": True, "2.1": True}
    assert not scorecard.complete
    assert (scorecard.points, scorecard.maximum) == (3, 4), "what is unresolved stays in the maximum"


def test_without_a_workbook_everything_of_the_agency_is_missing_and_nothing_more_is_said() -> None:
    survey = leaf("2.1", 2, spec("index", of="sipas"), source=Source.SURVEY)
    criteria_set = criteria(heading("1", [leaf("1.1")]), heading("2", [survey]))
    figures = {"2.1": {"sipas": answer(50)}}
    scorecard, problems = score(Case(SYT, None, figures), criteria_set)
    assert problems == ()
    assert [item.status for item in scorecard.leaves()] == [Status.MISSING, Status.SCORED]
    assert (scorecard.points, scorecard.complete, scorecard.submission) == (1, False, None)
    scorecard, problems = score(Case(SYT, None, {}), criteria_set)
    assert [item.status for item in scorecard.leaves()] == [Status.MISSING, Status.AWAITING]
    assert [found.code for found in problems] == ["PS216"]


def test_a_leaf_without_a_row_is_missing() -> None:
    scorecard, problems = score(Case(SYT, submission("SYT", {}), {}), criteria(heading("1", [leaf("1.1")])))
    assert [item.status for item in scorecard.leaves()] == [Status.MISSING]
    assert problems == ()


def test_problems_come_in_the_order_of_the_decision() -> None:
    leaves: list[Leaf] = [leaf(f"1.{at}") for at in range(1, 5)]
    answers = {"1.4": row(2), "1.3": row(None), "1.2": row(-1), "1.1": row(NOT_APPLICABLE)}
    _, problems = score(Case(SYT, submission("SYT", answers), {}), criteria(heading("1", leaves)))
    assert [(found.criterion, found.code) for found in problems] == [
        ("1.1", "PS209"),
        ("1.2", "PS202"),
        ("1.3", "PS201"),
        ("1.4", "PS203"),
    ]
