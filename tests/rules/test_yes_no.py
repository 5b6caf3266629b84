"""Yes or no: trace, refusal and words, from an input and from the score column."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction("0.5")


@pytest.mark.parametrize(("answer", "points"), [(True, MAXIMUM), (False, Fraction(0))])
def test_the_trace_is_the_points_of_the_answer(answer: bool, points: Fraction) -> None:
    judgement = spec("yes_no", of="done").judge(MAXIMUM, {"done": answer})
    assert written(judgement.steps) == (("points", "0.5" if answer else "0", points),)


def test_a_refusal_names_the_points_that_exist() -> None:
    found = Fraction("0.4")
    (fault,) = spec("yes_no", no="0.25").judge(MAXIMUM, {"points": found}).faults
    assert fault == Fault("PS204", "points", (("found", found), ("options", (MAXIMUM, Fraction("0.25")))))


def test_the_words_are_one_line_an_answer() -> None:
    assert spec("yes_no", no="0.25").words(MAXIMUM) == (
        phrase("yes_no.words.yes", points=MAXIMUM),
        phrase("yes_no.words.no", points=Fraction("0.25")),
    )


@given(st.fractions(-1, 2, max_denominator=20))
def test_the_score_column_knows_two_numbers_only(claimed: Fraction) -> None:
    judgement = spec("yes_no", no="0.25").judge(MAXIMUM, {"points": claimed})
    assert judgement.points == (claimed if claimed in (MAXIMUM, Fraction("0.25")) else None)
