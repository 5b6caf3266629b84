"""What a second implementation of scoring brought to light: each was scored otherwise before (see tests/oracle)."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from builders import CLAIM, NOT_APPLICABLE, agency, card, criteria, group, heading, leaf, row, spec, submission

from parscore.engine.classify import classify
from parscore.engine.rank import rank
from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case
from parscore.engine.variants import leaf_for
from parscore.model.criteria import (
    Band,
    Beyond,
    ClassRule,
    Demotion,
    Heading,
    Input,
    InputType,
    Leaf,
    RankRule,
    Requirement,
    Rounding,
    RoundingLevel,
    Totals,
    Treatment,
    Variant,
)
from parscore.model.interval import Interval
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.submission import LeafAnswers

ABOVE_0 = Interval(Fraction(0), False, None, False, "> 0")
BELOW_50 = Interval(None, False, Fraction(50), False, "< 50")
NEEDS = Requirement("1.1", ABOVE_0, Fraction(1, 3))
DEDUCT = spec("deduct", of="cases", per_case="1", floor="-1")


def scored(leaves: list[Leaf], answers: Mapping[str, LeafAnswers], rounding: Rounding | None = None) -> Scorecard:
    one = criteria(heading("1", leaves), rounding=rounding or Rounding())
    return score(Case(agency("A"), submission("A", answers), {}), one)[0]


def found(scorecard: Scorecard, code: str) -> LeafScore:
    item = scorecard.find(code)
    assert isinstance(item, LeafScore)
    return item


# --- conditions on another leaf ----------------------------------------------------------------------------------


def test_a_leaf_that_was_left_out_does_not_come_back_because_its_condition_fails() -> None:
    needing = leaf("1.2", 2, CLAIM, requires=NEEDS, not_applicable=Treatment.EXCLUDE)
    one = found(scored([leaf("1.1"), needing], {"1.1": row(0), "1.2": row(NOT_APPLICABLE, reason="x")}), "1.2")
    assert (one.status, one.points, one.maximum) == (Status.NOT_APPLICABLE, None, 0)


def test_nor_is_it_open_while_its_condition_is() -> None:
    needing = leaf("1.2", 2, CLAIM, requires=NEEDS, not_applicable=Treatment.EXCLUDE)
    one = found(scored([leaf("1.1"), needing], {"1.1": row(), "1.2": row(NOT_APPLICABLE, reason="x")}), "1.2")
    assert one.complete


@pytest.mark.parametrize(("at", "points"), [(RoundingLevel.LEAF, "0.33"), (RoundingLevel.AREA, "1/3")])
def test_otherwise_is_rounded_where_leaves_are(at: RoundingLevel, points: str) -> None:
    needing = leaf("1.2", 2, CLAIM, requires=NEEDS)
    card_ = scored([leaf("1.1"), needing], {"1.1": row(0), "1.2": row(2)}, Rounding(at=at))
    assert found(card_, "1.2").points == Fraction(points)


@pytest.mark.parametrize(
    ("own", "condition", "status"),
    [(3, None, Status.INVALID), (None, 3, Status.MISSING), (2, None, Status.MISSING), (2, 3, Status.INVALID)],
)
def test_an_open_condition_hides_no_fault_of_the_leaf_itself(own: object, condition: object, status: Status) -> None:
    needing = leaf("1.2", 2, CLAIM, requires=NEEDS)
    card_ = scored([leaf("1.1"), needing], {"1.1": row(condition), "1.2": row(own)})
    assert found(card_, "1.2").status is status


# --- blanks and variants -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("claimed", "status"), [(None, Status.SCORED), (1, Status.MISSING), (0, Status.MISSING)])
def test_points_claimed_without_their_figures_are_not_nothing_written(claimed: object, status: Status) -> None:
    own = leaf("1.1", 2, spec("count", of="ideas", unit="1"), blank_is_zero=True)
    assert found(scored([own], {"1.1": row(claimed, ideas=None)}), "1.1").status is status


def test_an_attribute_that_no_agency_has_is_a_problem_also_where_words_are_compared() -> None:
    first = Variant(attribute="miền núi", equals=("có",), maximum=Fraction(1))
    own = leaf("1.1", 2, CLAIM, variants=(first, Variant(group="so", maximum=Fraction(3))))
    applied, problems = leaf_for(own, agency("A"))
    assert (applied.maximum, [problem.code for problem in problems]) == (2, ["PS219"])
    blank = replace(agency("A"), attributes=(("miền núi", ""),))
    assert (leaf_for(own, blank)[0].maximum, leaf_for(own, blank)[1]) == (3, [])


def test_a_variant_may_compare_with_the_group_where_the_leaf_itself_does_not() -> None:
    inputs = (Input("done", "Đã làm", InputType.COUNT), Input("planned", "Được giao", InputType.COUNT))
    to_best = Variant(group="so", rule=spec("relative", of="done / planned", to="best"))
    own = leaf("1.1", 10, spec("proportional", of="done / planned"), inputs=inputs, variants=(to_best,))
    cases = [
        Case(agency(name), submission(name, {"1.1": row(done=done, planned=100)}), {})
        for name, done in (("A", 80), ("B", 40))
    ]
    cards, problems = score_group(cases, criteria(heading("1", [own])))
    assert ({name: one.points for name, one in cards.items()}, problems) == ({"A": 10, "B": 5}, ())


# --- totals ------------------------------------------------------------------------------------------------------


def negative(totals: Totals) -> Scorecard:
    own = replace(criteria(heading("1", [leaf("1.1", 2, DEDUCT)])), totals=totals)
    return score(Case(agency("A"), submission("A", {"1.1": row(cases=3)}), {}), own)[0]


def test_a_total_is_held_without_any_bonus_or_penalty_too() -> None:
    assert negative(Totals()).points == 0
    assert negative(Totals(below=Beyond.ALLOW)).points == -1


@pytest.mark.parametrize(("totals", "points"), [(Totals(), "0.25"), (Totals(above=Beyond.ALLOW), "0.3")])
def test_points_rounded_above_their_maximum_are_held(totals: Totals, points: str) -> None:
    own = heading("1", [leaf("1.1", "0.25", CLAIM)])
    one = replace(criteria(own, rounding=Rounding(RoundingLevel.LEAF, 1)), totals=totals)
    answers = submission("A", {"1.1": row("0.25")})
    assert score(Case(agency("A"), answers, {}), one)[0].points == Fraction(points)


# --- ranks and classes -------------------------------------------------------------------------------------------


def test_an_item_that_was_left_out_counts_lower_than_a_negative_one() -> None:
    def one(name: str, first: LeafAnswers) -> Scorecard:
        own = leaf("1.1", 2, DEDUCT, not_applicable=Treatment.EXCLUDE)
        areas: list[Heading] = [heading("1", [own]), heading("2", [leaf("2.1", 10)])]
        of_all = replace(criteria(*areas), totals=Totals(below=Beyond.ALLOW))
        second = 5 if name == "OUT" else 6
        return score(Case(agency(name), submission(name, {"1.1": first, "2.1": row(second)}), {}), of_all)[0]

    cards = [one("OUT", row(NOT_APPLICABLE)), one("NEGATIVE", row(cases=3))]
    assert [card_.points for card_ in cards] == [5, 5]
    standings = rank(*group(cards, RankRule(by="points", keys=("area:1",))))[0].standings
    assert [standing.scorecard.agency.id for standing in standings] == ["NEGATIVE", "OUT"]


BANDS = (Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0)))


def test_the_last_class_takes_an_index_below_0() -> None:
    assert classify(negative(Totals(below=Beyond.ALLOW)), ClassRule(BANDS))[0] == "Yếu"


def classes(cards: list[Scorecard], *bands: Band, demotions: tuple[Demotion, ...] = ()) -> list[str | None]:
    ranking = rank(*group(cards, classes=ClassRule(bands, demotions=demotions)))[0]
    return [standing.class_name for standing in ranking.standings]


def test_an_equal_that_fails_the_side_condition_takes_no_room() -> None:
    cards = [card("A", [45, 45], [50, 50]), card("B", [50, 40], [50, 50])]
    limited = Band("Xuất sắc", Fraction(90), Fraction(85), Fraction(1, 2))
    assert classes(cards, limited, *BANDS) == ["Xuất sắc", "Tốt"]
    assert classes(cards, replace(limited, every_area=Fraction(80)), *BANDS) == ["Tốt", "Tốt"]


def test_nobody_is_demoted_into_a_class_without_room() -> None:
    late = (Demotion("Chậm", leaf="1.1", within=Interval(Fraction(0), True, Fraction(0), True, "= 0")),)
    cards = [card("A", [0, 90], [5, 95]), card("B", [0, 85], [5, 95]), card("C", [5, 50], [5, 95])]
    room_for_one = Band("Tốt", Fraction(80), at_most_share=Fraction(1, 3))
    top = Band("Xuất sắc", Fraction(84))
    assert classes(cards, top, room_for_one, *BANDS[1:], demotions=late) == ["Tốt", "Khá", "Khá"]
    assert classes(cards, top, BANDS[0], *BANDS[1:], demotions=late) == ["Tốt", "Tốt", "Khá"]
