"""In proportion: trace, refusals, words, and the rates that were reported in the field."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.problem import Percent
from parscore.model.rule import Fault, phrase
from parscore.numbers import percent, printed
from parscore.rules.arithmetic import with_numbers

MAXIMUM = Fraction(2)
RATE = spec("proportional", of="done / total")


@pytest.mark.parametrize(
    ("done", "total", "rate", "points"),
    [
        ("12", "180", "6,67 %", "0,13"),
        ("21.995", "21.995", "100 %", "2,00"),
        ("27.214", "37.030", "73,49 %", "1,47"),
        ("1940", "2000", "97 %", "1,94"),
    ],
)
def test_the_rates_reported_in_the_field(done: str, total: str, rate: str, points: str) -> None:
    judgement = RATE.judge(MAXIMUM, {"done": Fraction(done), "total": Fraction(total)})
    assert judgement.points == Fraction(done) / Fraction(total) * MAXIMUM
    assert percent(judgement.steps[0].value) == rate
    assert printed(judgement.points, 2) == points


def test_the_points_come_from_the_exact_rate_and_not_from_the_printed_one() -> None:
    judgement = spec("proportional", of="done / total").judge(
        Fraction(15), {"done": Fraction(12), "total": Fraction(180)}
    )
    assert judgement.points == 1
    assert Fraction("6.67") / 100 * 15 != 1


def test_the_trace_is_the_rate_and_the_product() -> None:
    third = RATE.judge(MAXIMUM, {"done": Fraction(1), "total": Fraction(3)})
    assert written(third.steps) == (
        ("done / total", "1 / 3", Fraction(1, 3)),
        ("value * maximum", "(1/3) * 2", Fraction(2, 3)),
    )
    half = RATE.judge(MAXIMUM, {"done": Fraction("1.5"), "total": Fraction(3)})
    assert [with_numbers(step) for step in half.steps] == ["1.5 / 3", "0.5 * 2"]


def test_a_refusal_names_the_value_and_its_numbers() -> None:
    (above,) = RATE.judge(MAXIMUM, {"done": Fraction(181), "total": Fraction(180)}).faults
    assert (above.code, above.name) == ("PS205", "done / total")
    assert dict(above.facts) == {"bounds": "≤ 1", "found": Fraction(181, 180), "numbers": "181 / 180"}
    (below,) = RATE.judge(MAXIMUM, {"done": Fraction(-1), "total": Fraction(2)}).faults
    assert below == Fault("PS202", "done / total", (("found", Fraction(-1, 2)), ("numbers", "(-1) / 2")))


def test_the_words_are_the_formula_and_the_product() -> None:
    words = (phrase("value.words", formula="done / total"), phrase("proportional.words", maximum=MAXIMUM))
    assert RATE.words(MAXIMUM) == words


@pytest.mark.parametrize(
    ("at_most", "found"), [("none", "none"), ("150%", Fraction("1.5")), ("50%", Percent(Fraction("0.5")))]
)
def test_a_faulty_limit_is_told_as_it_is_meant(at_most: str, found: object) -> None:
    (fault,) = spec("proportional", of="x", at_most=at_most).check(MAXIMUM)
    assert fault.facts == (("found", found), ("maximum", MAXIMUM))


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.fractions("0.01", 20, max_denominator=100))
def test_points_are_rate_times_maximum(done: int, total: int, maximum: Fraction) -> None:
    judgement = RATE.judge(maximum, {"done": Fraction(done), "total": Fraction(total)})
    assert judgement.points == (None if done > total else Fraction(done, total) * maximum)
