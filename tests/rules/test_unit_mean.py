"""The mean over units: a trace of every unit, refusals that name theirs, the values it takes."""

from fractions import Fraction

import pytest
from builders import spec, written

from parscore.model.rule import phrase

RULE = spec("unit_mean", rule={"proportional": {"of": "done / total"}})


def column(*values: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, values))


def test_the_trace_shows_every_unit_and_the_mean() -> None:
    judgement = RULE.judge(Fraction(2), {"done": column(9, 0, 1), "total": column(10, 0, 2)})
    assert written(judgement.steps) == (
        ("done / total", "9 / 10", Fraction(9, 10)),
        ("value * maximum", "0.9 * 2", Fraction(9, 5)),
        ("unit_1", "1.8", Fraction(9, 5)),
        ("done / total", "1 / 2", Fraction(1, 2)),
        ("value * maximum", "0.5 * 2", Fraction(1)),
        ("unit_3", "1", Fraction(1)),
        ("added / units", "2.8 / 2", Fraction(7, 5)),
    )
    assert judgement.branch == phrase("unit_mean.some", count=2, all=3, without="2")
    assert [step.branch for step in judgement.steps if step.branch] == [phrase("proportional.rate")] * 2


def test_every_refused_value_names_its_unit() -> None:
    found = RULE.judge(Fraction(2), {"done": column(11, 1, 3), "total": column(10, 1, 2)}).faults
    assert [(fault.code, fault.name, fault.at) for fault in found] == [
        ("PS205", "done / total", 0),
        ("PS205", "done / total", 2),
    ]


def test_what_it_wants_are_columns_below_its_rule() -> None:
    assert RULE.wants == ("done", "total")
    assert [(use.path, use.column) for use in RULE.uses] == [(("rule", "proportional", "of"), True)] * 2
    inside = spec("sum_of", parts=[{"max": "1", "rule": {"unit_mean": {"rule": {"yes_no": {"of": "a"}}}}},
                                   {"max": "1", "rule": {"yes_no": {"of": "b"}}}])  # fmt: skip
    assert [(use.name, use.column) for use in inside.uses] == [("a", True), ("b", False)]
    assert (RULE.depth, inside.depth) == (2, 3)


def test_its_words_are_those_of_the_rule_inside() -> None:
    assert RULE.words(Fraction(2))[0] == phrase("unit_mean.words")
    assert RULE.words(Fraction(2))[1:] == spec("proportional", of="done / total").words(Fraction(2))


def test_a_single_value_or_columns_of_different_length_are_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError, match="total is a single value"):
        RULE.judge(Fraction(2), {"done": column(1), "total": Fraction(1)})
    with pytest.raises(ValueError, match="zip"):
        RULE.judge(Fraction(2), {"done": column(1), "total": column(1, 2)})
