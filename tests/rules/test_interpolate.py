"""Interpolation: the two lines, their traces and words; the points never fall as the value rises."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.problem import Percent
from parscore.model.rule import phrase
from parscore.rules.arithmetic import with_numbers
from parscore.rules.spec import RuleSpec

MAXIMUM = Fraction(2)
LOW, HIGH = Fraction("0.25"), Fraction("0.5")


def online(line: str, low: Fraction = LOW, high: Fraction = HIGH) -> RuleSpec:
    return spec("interpolate", of="online / total", from_=low, to=high, line=line)


@pytest.mark.parametrize(
    ("line", "formula", "numbers", "share"),
    [
        ("span", "(value - from) / (to - from)", "(0.3 - 0.25) / (0.5 - 0.25)", "0.2"),
        ("share", "value / to", "0.3 / 0.5", "0.6"),
    ],
)
def test_the_trace_is_the_rate_the_line_and_the_product(line: str, formula: str, numbers: str, share: str) -> None:
    judgement = online(line).judge(MAXIMUM, {"online": Fraction(30), "total": Fraction(100)})
    assert written(judgement.steps) == (
        ("online / total", "30 / 100", Fraction("0.3")),
        (formula, numbers, Fraction(share)),
        ("value * maximum", f"{share} * 2", Fraction(share) * 2),
    )


def test_numbers_without_a_finite_decimal_or_below_0_stand_in_brackets() -> None:
    rule = spec("interpolate", of="x", from_="-1/3", to="2/3", line="span")
    judgement = rule.judge(MAXIMUM, {"x": Fraction(1, 3)})
    assert with_numbers(judgement.steps[1]) == "(1/3 - (-1/3)) / (2/3 - (-1/3))"
    assert judgement.points == Fraction(4, 3)


@pytest.mark.parametrize("line", ["span", "share"])
def test_the_words_are_the_formula_and_the_three_branches(line: str) -> None:
    assert online(line).words(MAXIMUM) == (
        phrase("value.words", formula="online / total"),
        phrase("interpolate.words.full", bound=Percent(HIGH), maximum=MAXIMUM),
        phrase(f"interpolate.words.{line}", low=Percent(LOW), high=Percent(HIGH), maximum=MAXIMUM),
        phrase("interpolate.words.below", bound=Percent(LOW)),
    )


@pytest.mark.parametrize("line", ["", "linear", "Span"])
def test_the_line_is_one_of_the_two_in_use(line: str) -> None:
    with pytest.raises(ValidationError):
        online(line)


@given(st.sampled_from(["span", "share"]), st.lists(st.fractions(0, 1, max_denominator=40), min_size=2, max_size=2))
def test_the_points_never_fall_as_the_rate_rises(line: str, rates: list[Fraction]) -> None:
    lower, higher = (
        online(line).judge(MAXIMUM, {"online": rate, "total": Fraction(1)}).points or Fraction(0)
        for rate in sorted(rates)
    )
    assert 0 <= lower <= higher <= MAXIMUM


@given(st.fractions(LOW, HIGH, max_denominator=1000))
def test_the_lines_are_straight(rate: Fraction) -> None:
    values = {"online": rate, "total": Fraction(1)}
    assert online("span").judge(MAXIMUM, values).points == (rate * 4 - 1) * 2
    assert online("share").judge(MAXIMUM, values).points == rate * 4
