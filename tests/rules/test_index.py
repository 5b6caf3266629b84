"""Survey or index value to points: trace, refusals, words, and the scale on every value."""

from fractions import Fraction

from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(10)
SIPAS = spec("index", of="sipas")


def test_the_trace_is_the_value_and_its_conversion() -> None:
    judgement = SIPAS.judge(MAXIMUM, {"sipas": Fraction("81.9")})
    assert written(judgement.steps) == (
        ("sipas", "81.9", Fraction("81.9")),
        ("value * maximum / scale", "81.9 * 10 / 100", Fraction("8.19")),
    )


def test_a_scale_without_a_finite_decimal_stands_in_brackets() -> None:
    judgement = spec("index", of="x", scale="1/3").judge(MAXIMUM, {"x": Fraction("0.25")})
    assert written(judgement.steps)[-1] == ("value * maximum / scale", "0.25 * 10 / (1/3)", Fraction("7.5"))


def test_a_refusal_names_the_value_and_the_scale() -> None:
    (above,) = SIPAS.judge(MAXIMUM, {"sipas": Fraction(101)}).faults
    assert above == Fault("PS214", "sipas", (("bounds", "0 … 100"), ("found", Fraction(101))))
    (below,) = spec("index", of="mean", scale="5").judge(MAXIMUM, {"mean": Fraction(-1)}).faults
    assert below == Fault("PS214", "mean", (("bounds", "0 … 5"), ("found", Fraction(-1))))


def test_the_words_are_the_value_and_its_scale() -> None:
    assert spec("index", of="mean", scale="5").words(MAXIMUM) == (
        phrase("value.words", formula="mean"),
        phrase("index.words", maximum=MAXIMUM, scale=Fraction(5)),
    )


@given(st.fractions(-1, 6, max_denominator=60), st.fractions("0.1", 5, max_denominator=10))
def test_points_are_the_share_of_the_scale(value: Fraction, scale: Fraction) -> None:
    judgement = spec("index", of="x", scale=scale).judge(MAXIMUM, {"x": value})
    assert judgement.points == (value / scale * MAXIMUM if 0 <= value <= scale else None)
