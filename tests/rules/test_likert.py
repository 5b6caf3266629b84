"""Likert: trace, refusals, words, and both lines on every mean."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(2)


@pytest.mark.parametrize(
    ("line", "formula", "numbers", "points"),
    [
        ("share", "value / high * maximum", "4.2 / 5 * 2", "1.68"),
        ("span", "(value - low) / (high - low) * maximum", "(4.2 - 1) / (5 - 1) * 2", "1.6"),
    ],
)
def test_the_trace_is_the_mean_and_its_line(line: str, formula: str, numbers: str, points: str) -> None:
    rule = spec("likert", of="marks / ballots", low="1", high="5", line=line)
    judgement = rule.judge(MAXIMUM, {"marks": Fraction(42), "ballots": Fraction(10)})
    assert written(judgement.steps) == (
        ("marks / ballots", "42 / 10", Fraction("4.2")),
        (formula, numbers, Fraction(points)),
    )
    assert judgement.branch == phrase("likert.mean")
    assert rule.words(MAXIMUM) == (
        phrase("likert.words.of", formula="marks / ballots", low=Fraction(1), high=Fraction(5)),
        phrase(f"likert.words.{line}", low=Fraction(1), high=Fraction(5), maximum=MAXIMUM),
    )


def test_a_refusal_names_the_mean_the_scale_and_the_numbers() -> None:
    rule = spec("likert", of="marks / ballots", low="1", high="5", line="span")
    (fault,) = rule.judge(MAXIMUM, {"marks": Fraction(51), "ballots": Fraction(10)}).faults
    facts = (("bounds", "1 … 5"), ("found", Fraction("5.1")), ("numbers", "51 / 10"))
    assert fault == Fault("PS214", "marks / ballots", facts)


@given(st.fractions(1, 5, max_denominator=100))
def test_a_mean_rises_evenly_from_the_lowest_to_the_maximum(mean: Fraction) -> None:
    share = spec("likert", of="x", low="1", high="5", line="share").judge(MAXIMUM, {"x": mean}).points
    span = spec("likert", of="x", low="1", high="5", line="span").judge(MAXIMUM, {"x": mean}).points
    assert share == mean * Fraction(2, 5)
    assert span == (mean - 1) / 2
