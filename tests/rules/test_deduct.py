"""Deduction per case: trace, refusals, words, and the floor on every number of cases."""

from fractions import Fraction

from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(1)
DISCIPLINE = spec("deduct", of="heads + staff", per_case="0.25", floor="0.1")


def test_the_trace_is_the_count_and_what_is_left() -> None:
    judgement = DISCIPLINE.judge(MAXIMUM, {"heads": Fraction(1), "staff": Fraction(2)})
    assert written(judgement.steps) == (
        ("heads + staff", "1 + 2", Fraction(3)),
        ("maximum - per_case * cases", "1 - 0.25 * 3", Fraction("0.25")),
    )
    assert judgement.branch == phrase("deduct.left")


def test_at_the_floor_the_trace_shows_what_would_have_been_left() -> None:
    judgement = DISCIPLINE.judge(MAXIMUM, {"heads": Fraction(2), "staff": Fraction(2)})
    assert judgement.points == Fraction("0.1")
    assert judgement.steps[-1].value == 0
    assert judgement.branch == phrase("deduct.floor", floor=Fraction("0.1"))


def test_a_refusal_names_the_count_and_its_numbers() -> None:
    (fault,) = DISCIPLINE.judge(MAXIMUM, {"heads": Fraction(-2), "staff": Fraction(1)}).faults
    assert fault == Fault("PS202", "heads + staff", (("found", Fraction(-1)), ("numbers", "-2 + 1")))


def test_the_words_are_the_count_and_the_deduction() -> None:
    assert DISCIPLINE.words(MAXIMUM) == (
        phrase("deduct.words.cases", formula="heads + staff"),
        phrase("deduct.words", maximum=MAXIMUM, per_case=Fraction("0.25"), floor=Fraction("0.1")),
    )


def test_the_floor_is_0_unless_stated() -> None:
    rule = spec("deduct", of="x", per_case="0.25")
    assert rule.judge(MAXIMUM, {"x": Fraction(100)}).points == 0
    assert dict(rule.words(MAXIMUM)[1].facts)["floor"] == 0


@given(st.integers(0, 50), st.fractions("0.01", 2, max_denominator=100), st.fractions(-1, "0.99", max_denominator=100))
def test_points_are_the_higher_of_the_floor_and_what_is_left(cases: int, per_case: Fraction, floor: Fraction) -> None:
    rule = spec("deduct", of="x", per_case=per_case, floor=floor)
    judgement = rule.judge(MAXIMUM, {"x": Fraction(cases)})
    left = MAXIMUM - cases * per_case
    assert judgement.points == max(left, floor)
    assert judgement.branch.key == ("deduct.floor" if left < floor else "deduct.left")
