"""Ballots: trace, refusals, words, weights, and that it is the mean weight of the single ballots."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.problem import Percent
from parscore.model.rule import Fault, phrase
from parscore.rules.spec import Use

MAXIMUM = Fraction(5)
SURVEY = spec("ballots", answers={"good": "100%", "fair": "0.6", "poor": "0%"})


def test_the_trace_is_all_ballots_the_weighted_ones_and_the_points() -> None:
    judgement = SURVEY.judge(MAXIMUM, {"good": Fraction(10), "fair": Fraction(20), "poor": Fraction(10)})
    assert written(judgement.steps) == (
        ("good + fair + poor", "10 + 20 + 10", Fraction(40)),
        ("good * 100% + fair * 0.6 + poor * 0%", "10 * 100% + 20 * 0.6 + 10 * 0%", Fraction(22)),
        ("weighted / ballots * maximum", "22 / 40 * 5", Fraction(11, 4)),
    )
    assert judgement.branch == phrase("ballots.weighed", ballots=Fraction(40))


def test_without_a_ballot_no_case_arose() -> None:
    judgement = SURVEY.judge(MAXIMUM, dict.fromkeys(SURVEY.wants, Fraction(0)))
    assert (judgement.no_case, judgement.branch) == (True, phrase("no_case", formula="good + fair + poor"))


def test_a_refusal_names_the_first_negative_count() -> None:
    (fault,) = SURVEY.judge(MAXIMUM, {"good": Fraction(1), "fair": Fraction(-2), "poor": Fraction(-3)}).faults
    assert fault == Fault("PS202", "fair", (("found", Fraction(-2)),))


def test_the_words_are_the_share_and_the_weights_as_written() -> None:
    assert SURVEY.words(MAXIMUM) == (
        phrase("ballots.words", maximum=MAXIMUM),
        phrase("ballots.words.answer", answer="good", weight=Percent(Fraction(1))),
        phrase("ballots.words.answer", answer="fair", weight=Fraction(3, 5)),
        phrase("ballots.words.answer", answer="poor", weight=Percent(Fraction(0))),
    )


def test_each_input_is_used_by_its_answer() -> None:
    assert SURVEY.uses[1] == Use("fair", ("answers", "fair"), SURVEY.accepts)


def test_six_answers_with_the_longest_names_and_weights_are_still_one_formula() -> None:
    names = [letter * 40 for letter in "abcdef"]
    rule = spec("ballots", answers=dict.fromkeys(names, "99.9999999999999999%") | {names[0]: "100%"})
    judgement = rule.judge(MAXIMUM, {**dict.fromkeys(names, Fraction(0)), names[0]: Fraction(3)})
    assert judgement.points == MAXIMUM


@pytest.mark.parametrize("answers", [{}, {"a": "100%"}, ["a", "b"], {"a": "100%", "b": "none"}, {"a": "1/2", "b": "1"}])
def test_answers_are_two_or_more_with_a_weight(answers: object) -> None:
    with pytest.raises(ValidationError):
        spec("ballots", answers=answers)


@given(st.lists(st.sampled_from(["good", "fair", "poor"]), min_size=1, max_size=30))
def test_points_are_the_mean_weight_of_the_ballots(ballots: list[str]) -> None:
    weights = {"good": Fraction(1), "fair": Fraction(3, 5), "poor": Fraction(0)}
    counts = {name: Fraction(ballots.count(name)) for name in weights}
    mean = sum((weights[ballot] for ballot in ballots), Fraction(0)) / len(ballots)
    assert SURVEY.judge(MAXIMUM, counts).points == mean * MAXIMUM


def test_what_the_best_weight_can_reach_is_told_in_points() -> None:
    (fault,) = spec("ballots", answers={"good": "90%", "poor": "0%"}).check(MAXIMUM)
    assert dict(fault.facts) == {"found": Fraction("4.5"), "maximum": MAXIMUM}
    (fault,) = spec("ballots", answers={"good": "100%", "poor": "1"}).check(MAXIMUM)
    assert dict(fault.facts) == {"found": "< 100%"}
