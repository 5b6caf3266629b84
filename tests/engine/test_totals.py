"""Bonus and penalty with their caps, bounds of the total, parts by weight; classes with a limit and demotions."""
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import CLAIM, NOT_APPLICABLE, agency, card, criteria, group, heading, leaf, row, spec, submission

from parscore.engine.classify import classify
from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import Band, Beyond, ClassRule, Demotion, Heading, Part, Section, Totals, Treatment
from parscore.model.interval import Interval
from parscore.model.scorecard import Scorecard, Status
from parscore.rules.arithmetic import with_numbers

FINE = spec("claim", step="0.25")
HELD = Totals()
ZERO = Interval(Fraction(0), True, Fraction(0), True, "= 0")


def section(code: str, cap: object, kind: Section, most: object = 10) -> Heading:
    own = leaf(f"{code}.1", most, FINE, blank_is_zero=True)
    return replace(heading(code, [own]), maximum=Fraction(str(cap)), section=kind)


def total(
    points: object, bonus: object = None, penalty: object = None, totals: Totals = HELD, cap: object = 5
) -> Scorecard:
    areas = [
        heading("1", [leaf("1.1", 100, FINE)]),
        section("2", cap, Section.BONUS),
        section("3", cap, Section.PENALTY),
    ]
    answers = {"1.1": row(points), "2.1": row(bonus), "3.1": row(penalty)}
    return score(Case(agency("A"), submission("A", answers), {}), replace(criteria(*areas), totals=totals))[0]


@pytest.mark.parametrize(
    ("points", "bonus", "penalty", "expected"),
    [
        (80, 2, "0.5", "81.5"),
        (80, None, None, 80),
        (80, 5, 0, 85),
        (80, "5.25", 0, 85),
        (80, 0, 9, 75),
        (98, 2, 0, 100),
        (98, "2.25", 0, 100),
        (2, 0, 2, 0),
        (2, 0, "2.25", 0),
    ],
)
def test_bonus_and_penalty_are_capped_and_the_total_held(
    points: object, bonus: object, penalty: object, expected: object
) -> None:
    scored = total(points, bonus, penalty)
    assert (scored.points, scored.maximum, scored.complete) == (Fraction(str(expected)), 100, True)


def test_where_the_set_allows_it_a_total_leaves_its_bounds() -> None:
    free = Totals(above=Beyond.ALLOW, below=Beyond.ALLOW)
    assert total(98, 5, 0, free).points == 103
    assert total(2, 0, 5, free).points == -3
    assert total(98, 5, 0, free).index == 103


def test_caps_of_the_year_stand_above_the_caps_of_the_sections() -> None:
    year = Totals(bonus_at_most=Fraction(3), penalty_at_most=Fraction(1))
    assert total(50, 5, 5, year).points == 52


def test_the_steps_of_the_total_are_told() -> None:
    steps = total(98, 4, 1).steps
    assert [(with_numbers(step), step.value) for step in steps] == [
        ("98 + 4 - 1", 101),
        ("max(0, min(101, 100))", 100),
    ]
    assert [with_numbers(step) for step in total(90, 4, 1).steps] == ["90 + 4 - 1"]


def test_a_section_has_no_maximum_and_no_index() -> None:
    bonus, penalty = total(80, 2, 1).areas[1:]
    assert (bonus.points, bonus.maximum, bonus.index) == (2, 0, None)
    assert (penalty.points, penalty.maximum, penalty.index) == (-1, 0, None)


def test_blank_is_missing_unless_the_set_says_zero() -> None:
    own = leaf("1.1", 2, CLAIM)
    for blank_is_zero, status, points in ((False, Status.MISSING, None), (True, Status.SCORED, 0)):
        areas = heading("1", [replace(own, blank_is_zero=blank_is_zero)])
        scored = next(score(Case(agency("A"), submission("A", {"1.1": row()}), {}), criteria(areas))[0].leaves())
        assert (scored.status, scored.points) == (status, points)


PARTS = Totals(parts=(Part("I", Fraction(35), ("1",)), Part("II", Fraction(65), ("2",))))


def weighted(first: object, second: object, most: object = 20) -> Scorecard:
    areas = [heading("1", [leaf("1.1", most, FINE)]), heading("2", [leaf("2.1", 40, FINE)])]
    answers = {"1.1": row(first), "2.1": row(second)}
    return score(Case(agency("A"), submission("A", answers), {}), replace(criteria(*areas), totals=PARTS))[0]


def test_parts_count_by_weight_whatever_their_points() -> None:
    scored = weighted(10, 30)
    assert (scored.points, scored.maximum) == (Fraction(35, 2) + Fraction(195, 4), 100)
    assert [with_numbers(step) for step in scored.steps] == ["10 / 20 * 35", "30 / 40 * 65"]


def test_a_part_to_which_nothing_applies_leaves_the_weights() -> None:
    areas = [
        heading("1", [leaf("1.1", 20, FINE, not_applicable=Treatment.EXCLUDE)]),
        heading("2", [leaf("2.1", 40, FINE)]),
    ]
    answers = {"1.1": row(NOT_APPLICABLE, reason="x"), "2.1": row(30)}
    weighed = replace(criteria(*areas), totals=PARTS)
    scored, _ = score(Case(agency("A"), submission("A", answers), {}), weighed)
    assert (scored.points, scored.maximum, scored.index) == (Fraction(195, 4), 65, 75)


BANDS = (
    Band("Xuất sắc", Fraction(90), at_most_share=Fraction(1, 4)),
    Band("Tốt", Fraction(80)),
    Band("Khá", Fraction(0)),
)


@pytest.mark.parametrize(
    ("indices", "expected"),
    [
        ([95, 94, 50, 40], ["Xuất sắc", "Tốt", "Khá", "Khá"]),
        ([95, 94, 93, 92, 91, 50, 40, 30], ["Xuất sắc", "Xuất sắc", "Tốt", "Tốt", "Tốt", "Khá", "Khá", "Khá"]),
        ([95, 95, 50, 40], ["Tốt", "Tốt", "Khá", "Khá"]),
        ([95, 50, 40], ["Tốt", "Khá", "Khá"]),
    ],
    ids=["one of four", "two of eight", "equals at the limit", "less than one"],
)
def test_a_class_may_have_room_for_a_share_only(indices: list[int], expected: list[str]) -> None:
    cards = [card(f"A{at}", [points], [100]) for at, points in enumerate(indices)]
    standings = rank(*group(cards, classes=ClassRule(BANDS)))[0].standings
    assert [standing.class_name for standing in standings] == expected


def test_the_trace_says_that_a_class_was_full() -> None:
    cards = [card(f"A{at}", [points], [100]) for at, points in enumerate([95, 94, 50, 40])]
    second = rank(*group(cards, classes=ClassRule(BANDS)))[0].standings[1]
    assert [(test.name, test.bound_held, test.full) for test in second.band_tests] == [
        ("Xuất sắc", True, True),
        ("Tốt", True, False),
    ]


def test_one_class_lower_for_each_demotion_that_applies() -> None:
    late = Demotion("Chậm báo cáo", leaf="1.1", within=ZERO)
    punished = Demotion("Kỷ luật", attribute="ky_luat", equals=("Có",))
    rule = ClassRule(
        (Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0))), demotions=(late, punished)
    )
    good = card("A", [10, 90], [10, 90])
    assert classify(good, rule)[0] == "Tốt"
    assert classify(card("A", [0, 90], [10, 90]), rule)[0] == "Khá"
    shamed = replace(good, agency=replace(agency("A"), attributes=(("ky_luat", "có"),)))
    assert classify(shamed, rule)[0] == "Khá"
    both = replace(card("A", [0, 90], [10, 90]), agency=shamed.agency)
    assert classify(both, rule)[0] == "Yếu"
    assert classify(replace(card("A", [0, 10], [10, 90]), agency=shamed.agency), rule)[0] == "Yếu"
