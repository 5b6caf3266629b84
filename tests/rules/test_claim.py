"""Points claimed by hand: trace, words and the grid on every value."""

from fractions import Fraction

from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(2)
QUARTERS = spec("claim", step="0.25")


def test_the_trace_is_the_claimed_points() -> None:
    judgement = QUARTERS.judge(MAXIMUM, {"points": Fraction("1.75")})
    assert written(judgement.steps) == (("points", "1.75", Fraction("1.75")),)


def test_a_refusal_names_the_value_the_maximum_and_the_step() -> None:
    found, maximum = Fraction("1.8"), ("maximum", MAXIMUM)
    (off_grid,) = QUARTERS.judge(MAXIMUM, {"points": found}).faults
    assert off_grid == Fault("PS213", "points", (("found", found), maximum, ("step", Fraction("0.25"))))
    (above,) = QUARTERS.judge(MAXIMUM, {"points": Fraction(3)}).faults
    assert above == Fault("PS203", "points", (("found", Fraction(3)), maximum))
    (negative,) = QUARTERS.judge(MAXIMUM, {"points": Fraction(-3)}).faults
    assert negative == Fault("PS202", "points", (("found", Fraction(-3)), maximum))


def test_the_words_give_range_and_grid() -> None:
    assert QUARTERS.words(MAXIMUM) == (phrase("claim.words", maximum=MAXIMUM, step=Fraction("0.25")),)


@given(st.integers(1, 40), st.integers(1, 50), st.fractions(-3, 30, max_denominator=80))
def test_exactly_the_multiples_of_the_step_between_0_and_the_maximum_count(
    parts: int, steps: int, points: Fraction
) -> None:
    step = Fraction(1, parts)
    grid = {step * count for count in range(steps + 1)}
    judgement = spec("claim", step=step).judge(step * steps, {"points": points})
    assert judgement.points == (points if points in grid else None)
    assert bool(judgement.faults) == (points not in grid)
