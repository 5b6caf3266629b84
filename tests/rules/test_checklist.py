"""Checklist: trace, words, and the sum on every set of answers."""

from fractions import Fraction
from itertools import product

import pytest
from builders import spec, written
from pydantic import ValidationError

from parscore.model.rule import phrase
from parscore.rules.spec import Use

MAXIMUM = Fraction(1)
ITEMS = [
    {"of": "goals", "points": "0.5", "label": "Có mục tiêu"},
    {"of": "tasks", "points": "0.3"},
    {"of": "money", "points": "0.2"},
]
PLAN = spec("checklist", items=ITEMS)


def test_the_trace_adds_what_each_item_earned() -> None:
    judgement = PLAN.judge(MAXIMUM, {"goals": True, "tasks": False, "money": True})
    assert written(judgement.steps) == (("goals + tasks + money", "0.5 + 0 + 0.2", Fraction("0.7")),)
    assert judgement.branch == phrase("checklist.met", met=2, count=3)


def test_every_set_of_answers_gives_its_own_sum() -> None:
    for answers in product((False, True), repeat=3):
        points = PLAN.judge(MAXIMUM, dict(zip(("goals", "tasks", "money"), answers, strict=True))).points
        worth = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
        assert points == sum((part for part, yes in zip(worth, answers, strict=True) if yes), Fraction(0))


def test_the_words_are_the_items_by_label_or_by_input() -> None:
    assert PLAN.words(MAXIMUM) == (
        phrase("checklist.words", label="Có mục tiêu", points=Fraction(1, 2)),
        phrase("checklist.words", label="tasks", points=Fraction(3, 10)),
        phrase("checklist.words", label="money", points=Fraction(1, 5)),
    )


def test_each_input_is_used_in_its_item() -> None:
    assert PLAN.uses[2] == Use("money", ("items", 2, "of"), PLAN.accepts)


@pytest.mark.parametrize("items", [[], ITEMS[:1], [*ITEMS, {"of": "x"}], [*ITEMS, {"points": "1"}], "x"])
def test_items_are_two_or_more_with_input_and_points(items: object) -> None:
    with pytest.raises(ValidationError):
        spec("checklist", items=items)
