"""Increments: trace, words, measures that keep their sign, and an independent count of the steps."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.problem import Percent
from parscore.model.rule import Fault, phrase

POOR = {"of": "poor / all", "from": "4.5%", "base": "2", "per": "1%", "add": "1", "direction": "down", "steps": "whole"}
MAXIMUM = Fraction(5)


def test_the_trace_is_the_value_the_distance_and_the_points() -> None:
    judgement = spec("increments", **POOR).judge(MAXIMUM, {"poor": Fraction(28), "all": Fraction(1000)})
    assert written(judgement.steps) == (
        ("poor / all", "28 / 1000", Fraction("0.028")),
        ("(from - value) / per", "(0.045 - 0.028) / 0.01", Fraction("1.7")),
        ("min(base + add * steps, maximum)", "min(2 + 1 * 1, 5)", Fraction(3)),
    )
    assert judgement.branch == phrase("increments.added", steps=Fraction(1))


def test_before_the_mark_the_trace_is_the_value_and_the_base() -> None:
    judgement = spec("increments", **POOR).judge(MAXIMUM, {"poor": Fraction(45), "all": Fraction(1000)})
    assert written(judgement.steps)[1:] == (("base", "2", Fraction(2)),)
    assert judgement.branch == phrase("increments.base", bound=Percent(Fraction("0.045")))


def test_above_the_maximum_the_trace_shows_that_it_was_held() -> None:
    judgement = spec("increments", **POOR).judge(MAXIMUM, {"poor": Fraction(0), "all": Fraction(1000)})
    assert written(judgement.steps)[-1] == ("min(base + add * steps, maximum)", "min(2 + 1 * 4, 5)", Fraction(5))
    assert judgement.branch == phrase("increments.capped", steps=Fraction(4))


def test_a_refusal_names_the_value_and_its_numbers() -> None:
    (fault,) = spec("increments", **POOR).judge(MAXIMUM, {"poor": Fraction(-1), "all": Fraction(10)}).faults
    assert fault == Fault("PS202", "poor / all", (("found", Fraction("-0.1")), ("numbers", "(-1) / 10")))


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("steps", ["whole", "partial"])
def test_the_words_write_a_percentage_as_one_and_a_number_as_one(direction: str, steps: str) -> None:
    rule = spec("increments", **{**POOR, "direction": direction, "steps": steps})
    assert rule.words(MAXIMUM) == (
        phrase("value.words", formula="poor / all"),
        phrase(f"increments.words.{direction}", bound=Percent(Fraction("0.045")), base=Fraction(2)),
        phrase(
            f"increments.words.{direction}.{steps}", per=Percent(Fraction("0.01")), add=Fraction(1), maximum=MAXIMUM
        ),
    )
    plain = spec("increments", **{**POOR, "from": "20000", "per": "1000"})
    assert dict(plain.words(MAXIMUM)[1].facts)["bound"] == 20000


@pytest.mark.parametrize("per", ["1e3", "1/3", "0,5", "", "1 %", "%", "0." + "1" * 20])
def test_a_measure_is_a_plain_decimal_number(per: str) -> None:
    with pytest.raises(ValidationError, match="PS505"):
        spec("increments", **{**POOR, "per": per})


@given(st.integers(0, 300), st.integers(0, 100), st.integers(1, 30), st.sampled_from(["up", "down"]), st.booleans())
def test_points_are_those_of_counting_step_by_step(
    value: int, start: int, per: int, direction: str, whole: bool
) -> None:
    steps = "whole" if whole else "partial"
    parameters = {**POOR, "of": "x", "from": str(start), "per": str(per), "direction": direction, "steps": steps}
    points = Fraction(2)
    left = value - start if direction == "up" else start - value
    while left > 0 and points < MAXIMUM:
        points += 1 if left >= per else 0 if whole else Fraction(left, per)
        left -= per
    judged = spec("increments", **parameters).judge(MAXIMUM, {"x": Fraction(value)})
    assert judged.points == min(points, MAXIMUM)
