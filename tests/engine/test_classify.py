"""Classes: closed bounds, side conditions, and the fall from band to band."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from builders import NANO, NOT_APPLICABLE, agency, card, criteria, heading, leaf, row, submission

from parscore.engine.classify import classify
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import Band, Basis, ClassRule, Demotion, Rounding, RoundingMode, Treatment
from parscore.model.interval import Interval
from parscore.model.ranking import BandTest

BANDS = ClassRule(
    (Band("Xuất sắc", Fraction(90)), Band("Tốt", Fraction(80)), Band("Khá", Fraction("66.5")), Band("Yếu", Fraction(0)))
)
# Hải Dương 2024: group 1 has 90 % or more and no component below 80 %; group 2 has 80 % or more, none below 70 %.
HAI_DUONG = ClassRule(
    (
        Band("Nhóm 1", Fraction(90), Fraction(80)),
        Band("Nhóm 2", Fraction(80), Fraction(70)),
        Band("Nhóm 3", Fraction(0)),
    )
)


def class_of(parts: Sequence[object], maxima: Sequence[object], rule: ClassRule, **rounding: object) -> str | None:
    return classify(card("SYT", parts, maxima, rounding=Rounding(**rounding)), rule)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (100, "Xuất sắc"),
        (90, "Xuất sắc"),
        (90 - NANO, "Tốt"),
        (80 + NANO, "Tốt"),
        (80, "Tốt"),
        (80 - NANO, "Khá"),
        (Fraction("66.5"), "Khá"),
        (Fraction("66.5") - NANO, "Yếu"),
        (0, "Yếu"),
    ],
)
def test_a_bound_is_closed(index: object, expected: str) -> None:
    assert class_of([index], [100], BANDS) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (45, 45, "Nhóm 1"),
        (50, 40, "Nhóm 1"),
        (50, 40 - NANO, "Nhóm 2"),
        (50, 35, "Nhóm 2"),
        (50, 35 - NANO, "Nhóm 3"),
        (45, 45 - NANO, "Nhóm 2"),
        (40, 40, "Nhóm 2"),
        (45, 35, "Nhóm 2"),
        (45 + NANO, 35 - NANO, "Nhóm 3"),
        (40, 40 - NANO, "Nhóm 3"),
        (0, 0, "Nhóm 3"),
    ],
)
def test_hai_duong_2024_bound_and_side_condition_must_both_hold(first: object, second: object, expected: str) -> None:
    assert class_of([first, second], [50, 50], HAI_DUONG) == expected


def test_an_agency_falls_through_several_bands() -> None:
    """94 % in all, but one area at 60 %: too weak for group 1 and for group 2."""
    scorecard = card("SYT", [88, 6], [90, 10])
    name, tests = classify(scorecard, HAI_DUONG)
    assert scorecard.index == 94
    assert name == "Nhóm 3"
    assert tests == (
        BandTest("Nhóm 1", True, False, "2", Fraction(60)),
        BandTest("Nhóm 2", True, False, "2", Fraction(60)),
        BandTest("Nhóm 3", True, True, "2", Fraction(60)),
    )


def test_the_bands_tried_say_which_condition_failed() -> None:
    _, tests = classify(card("SYT", [42, 36], [50, 50]), HAI_DUONG)
    assert [(test.name, test.bound_held, test.side_held) for test in tests] == [
        ("Nhóm 1", False, False),
        ("Nhóm 2", False, True),
        ("Nhóm 3", True, True),
    ]
    _, tests = classify(card("SYT", [45, 45], [50, 50]), HAI_DUONG)
    assert [(test.name, test.bound_held, test.side_held) for test in tests] == [("Nhóm 1", True, True)]


def test_the_weakest_area_is_the_first_of_equals() -> None:
    _, tests = classify(card("SYT", [9, 8, 8], [10, 10, 10]), HAI_DUONG)
    assert {(test.weakest_area, test.weakest_index) for test in tests} == {("2", Fraction(80))}


def test_no_band_fits() -> None:
    high = ClassRule((Band("Tốt", Fraction(80)), Band("Khá", Fraction(70), Fraction(60))))
    assert class_of([69], [100], high) is None
    assert class_of([70], [100], high) == "Khá"
    name, tests = classify(card("SYT", [95, 2], [96, 4]), high)
    assert (name, len(tests)) == ("Tốt", 1)
    name, tests = classify(card("SYT", [73, 2], [96, 4]), high)
    assert (name, [(test.bound_held, test.side_held) for test in tests]) == (None, [(False, True), (True, False)])


# --- basis -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "exact", "as_printed"),
    [
        ("89.995", "Tốt", "Xuất sắc"),
        ("89.99499", "Tốt", "Tốt"),
        ("89.99", "Tốt", "Tốt"),
        ("90", "Xuất sắc", "Xuất sắc"),
        ("90.004", "Xuất sắc", "Xuất sắc"),
    ],
)
def test_the_basis_says_whether_hidden_decimals_count(index: str, exact: str, as_printed: str) -> None:
    assert class_of([index], [100], BANDS) == exact
    assert class_of([index], [100], ClassRule(BANDS.bands, Basis.PRINTED)) == as_printed


def test_the_printed_basis_holds_for_the_side_condition_too() -> None:
    points = ["51", "39.9975"]
    assert class_of(points, [51, 50], HAI_DUONG) == "Nhóm 2"
    assert class_of(points, [51, 50], ClassRule(HAI_DUONG.bands, Basis.PRINTED)) == "Nhóm 1"
    assert class_of(["51", "39.9974"], [51, 50], ClassRule(HAI_DUONG.bands, Basis.PRINTED)) == "Nhóm 2"


def test_the_printed_basis_follows_the_declared_digits_and_mode() -> None:
    as_printed = ClassRule(BANDS.bands, Basis.PRINTED)
    assert class_of(["89.95"], [100], as_printed, index=1) == "Xuất sắc"
    assert class_of(["89.95"], [100], as_printed, index=1, mode=RoundingMode.DOWN) == "Tốt"
    assert class_of(["89.95"], [100], as_printed, index=1, points=0) == "Xuất sắc"


def test_the_tests_keep_the_exact_index_of_the_weakest_area() -> None:
    _, tests = classify(card("SYT", ["51", "39.9975"], [51, 50]), ClassRule(HAI_DUONG.bands, Basis.PRINTED))
    assert tests[0].weakest_index == Fraction("79.995")


# --- what was left out -------------------------------------------------------------------------------------------


def test_an_area_that_was_left_out_altogether_is_not_part_of_the_side_condition() -> None:
    areas = [heading("1", [leaf("1.1", 50)]), heading("2", [leaf("2.1", 50, not_applicable=Treatment.EXCLUDE)])]
    answers = {"1.1": row(45), "2.1": row(NOT_APPLICABLE)}
    scorecard, _ = score(Case(agency("SYT"), submission("SYT", answers), {}), criteria(*areas))
    name, tests = classify(scorecard, HAI_DUONG)
    assert (name, tests[0].weakest_area) == ("Nhóm 1", "1")


def test_an_agency_to_which_nothing_applies_has_no_class() -> None:
    areas = [heading("1", [leaf("1.1", 50, not_applicable=Treatment.EXCLUDE)])]
    scorecard, _ = score(Case(agency("SYT"), submission("SYT", {"1.1": row(NOT_APPLICABLE)}), {}), criteria(*areas))
    assert classify(scorecard, HAI_DUONG) == (None, ())


@pytest.mark.parametrize(("index", "expected"), [(Fraction(1, 2), "Đạt"), (Fraction(1, 2) - NANO, "Yếu"), (0, "Yếu")])
def test_a_bound_may_be_less_than_one_percent(index: object, expected: str) -> None:
    assert class_of([index], [100], ClassRule((Band("Đạt", Fraction(1, 2)), Band("Yếu", Fraction(0))))) == expected


def test_whoever_is_demoted_into_a_last_class_without_room_stays_there() -> None:
    demotion = Demotion("điểm 1.1", leaf="1.1", within=Interval(Fraction(95), True, None, False, ">= 95"))
    rule = ClassRule(
        (Band("Tốt", Fraction(80)), Band("Khá", Fraction(0), at_most_share=Fraction(1, 2))), demotions=(demotion,)
    )
    assert classify(card("SYT", [95], [100]), rule, {"Khá"})[0] == "Khá"
    assert classify(card("SYT", [94], [100]), rule, {"Khá"})[0] == "Tốt"
