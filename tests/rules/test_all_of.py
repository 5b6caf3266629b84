"""All or nothing: trace, words, and that one missing condition is as bad as all."""

from fractions import Fraction
from itertools import product

import pytest
from builders import spec, written
from pydantic import ValidationError

from parscore.model.rule import phrase
from parscore.rules.spec import Use

MAXIMUM = Fraction(1)
REPORTS = spec("all_of", of=["q1", "half", "year"], otherwise="-0.25")


def test_the_branch_names_the_conditions_that_are_missing() -> None:
    judgement = REPORTS.judge(MAXIMUM, {"q1": False, "half": True, "year": False})
    assert judgement.branch == phrase("all_of.otherwise", missing="q1, year")
    assert written(judgement.steps) == (("points", "-0.25", Fraction(-1, 4)),)


def test_only_all_of_them_give_the_maximum() -> None:
    for answers in product((False, True), repeat=3):
        judgement = REPORTS.judge(MAXIMUM, dict(zip(REPORTS.wants, answers, strict=True)))
        assert judgement.points == (MAXIMUM if all(answers) else Fraction(-1, 4))


def test_the_words_are_the_conditions_and_both_branches() -> None:
    assert REPORTS.words(MAXIMUM) == (
        phrase("all_of.words.all", conditions="q1, half, year", points=MAXIMUM),
        phrase("all_of.words.otherwise", points=Fraction(-1, 4)),
    )


def test_each_input_is_used_at_its_place_in_the_list() -> None:
    assert REPORTS.uses[1] == Use("half", ("of", 1), REPORTS.accepts)


@pytest.mark.parametrize("of", [[], ["a"], "a", {"a": "b"}])
def test_the_conditions_are_two_or_more(of: object) -> None:
    with pytest.raises(ValidationError):
        spec("all_of", of=of)
