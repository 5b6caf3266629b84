"""Threshold, then proportional: trace, refusals, words, and the three branches on every rate."""

from fractions import Fraction

from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.problem import Percent
from parscore.model.rule import phrase

MAXIMUM = Fraction(2)
ON_TIME = spec("threshold", of="on_time / settled", zero_below="95%", full_from="99%")
LOW, HIGH = Fraction("0.95"), Fraction("0.99")


def test_the_trace_has_a_product_only_between_the_bounds() -> None:
    between = ON_TIME.judge(MAXIMUM, {"on_time": Fraction(97), "settled": Fraction(100)})
    assert written(between.steps) == (
        ("on_time / settled", "97 / 100", Fraction("0.97")),
        ("value * maximum", "0.97 * 2", Fraction("1.94")),
    )
    assert between.branch == phrase("threshold.between", bound=Percent(LOW))
    full = ON_TIME.judge(MAXIMUM, {"on_time": Fraction(99), "settled": Fraction(100)})
    assert written(full.steps) == (("on_time / settled", "99 / 100", HIGH),)
    assert full.branch == phrase("threshold.full", bound=Percent(HIGH))
    below = ON_TIME.judge(MAXIMUM, {"on_time": Fraction(94), "settled": Fraction(100)})
    assert written(below.steps) == (("on_time / settled", "94 / 100", Fraction("0.94")),)
    assert below.branch == phrase("threshold.below", bound=Percent(LOW))


def test_bounds_are_percentages_only_where_the_value_is_a_rate() -> None:
    below = spec("threshold", of="x", zero_below="0.8", at_most="1.2").judge(MAXIMUM, {"x": Fraction("0.5")})
    assert below.branch == phrase("threshold.below", bound=Fraction("0.8"))


def test_a_refusal_names_the_limit() -> None:
    (fault,) = spec("threshold", of="x", zero_below="0.8", at_most="1.2").judge(MAXIMUM, {"x": Fraction(2)}).faults
    assert fault.code == "PS214"
    assert dict(fault.facts) == {"bounds": "≤ 1.2", "found": Fraction(2), "numbers": "2"}


def test_the_words_are_the_formula_and_the_three_branches() -> None:
    assert ON_TIME.words(MAXIMUM) == (
        phrase("value.words", formula="on_time / settled"),
        phrase("threshold.words.full", bound=Percent(HIGH), maximum=MAXIMUM),
        phrase("threshold.words.between", low=Percent(LOW), high=Percent(HIGH), maximum=MAXIMUM),
        phrase("threshold.words.below", bound=Percent(LOW)),
    )


@given(st.fractions(0, 1, max_denominator=200))
def test_the_three_branches_on_every_rate(rate: Fraction) -> None:
    judgement = ON_TIME.judge(MAXIMUM, {"on_time": rate, "settled": Fraction(1)})
    if rate < LOW:
        assert (judgement.branch.key, judgement.points) == ("threshold.below", Fraction(0))
    elif rate < HIGH:
        assert (judgement.branch.key, judgement.points) == ("threshold.between", rate * MAXIMUM)
    else:
        assert (judgement.branch.key, judgement.points) == ("threshold.full", MAXIMUM)
