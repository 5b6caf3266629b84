"""Count: trace, refusals, words, and the lower of the worth and the maximum on every count."""

from fractions import Fraction

from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(1)
IDEAS = spec("count", of="ideas + models", unit="0.3")


def test_the_trace_is_the_count_and_what_it_is_worth() -> None:
    judgement = IDEAS.judge(MAXIMUM, {"ideas": Fraction(1), "models": Fraction(3)})
    assert written(judgement.steps) == (
        ("ideas + models", "1 + 3", Fraction(4)),
        ("min(count * unit, maximum)", "min(4 * 0.3, 1)", Fraction(1)),
    )
    assert judgement.branch == phrase("count.capped")


def test_refusals_name_the_count() -> None:
    (fault,) = IDEAS.judge(MAXIMUM, {"ideas": Fraction(-2), "models": Fraction(1)}).faults
    assert fault == Fault("PS202", "ideas + models", (("found", Fraction(-1)), ("numbers", "-2 + 1")))
    (fault,) = IDEAS.judge(MAXIMUM, {"ideas": Fraction(1, 2), "models": Fraction(1)}).faults
    assert fault == Fault("PS212", "ideas + models", (("found", Fraction(3, 2)),))


def test_the_words_are_the_count_and_the_unit() -> None:
    assert IDEAS.words(MAXIMUM) == (
        phrase("count.words.of", formula="ideas + models"),
        phrase("count.words", unit=Fraction("0.3"), maximum=MAXIMUM),
    )


@given(st.integers(0, 40), st.fractions("0.01", 1, max_denominator=100))
def test_points_are_the_worth_or_the_maximum(count: int, unit: Fraction) -> None:
    judgement = spec("count", of="x", unit=unit).judge(MAXIMUM, {"x": Fraction(count)})
    assert judgement.points == min(unit * count, MAXIMUM)
    assert judgement.branch.key == ("count.capped" if unit * count > MAXIMUM else "count.counted")
