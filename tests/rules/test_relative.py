"""The value by which an agency is compared with its group; the comparison itself is in tests/cases/relative.yaml."""

from fractions import Fraction

import pytest
from builders import spec

from parscore.rules.spec import RuleSpec

RATE: RuleSpec = spec("relative", of="done / planned", to="best")


@pytest.mark.parametrize(
    ("done", "planned", "value"),
    [
        (50, 100, Fraction(1, 2)),
        (1, 1000000000, Fraction(1, 1000000000)),
        (0, 100, Fraction(0)),
        (-1, 1000000000, None),
        (0, 0, None),
        (5, 0, None),
    ],
)
def test_the_own_value_is_none_where_nothing_can_be_compared(done: int, planned: int, value: Fraction | None) -> None:
    assert RATE.own({"done": Fraction(done), "planned": Fraction(planned)}) == value


def test_only_a_rule_that_compares_with_the_group_waits_for_it() -> None:
    outside = spec("relative", of="done / planned", to="national")
    assert (RATE.pooled, spec("relative", of="x", to="mean").pooled, outside.pooled) == (True, True, False)
    assert (RATE.wants, outside.wants) == (("done", "planned"), ("done", "planned", "national"))


def test_a_negative_value_is_told_with_its_numbers() -> None:
    values = {"done": Fraction(-1), "planned": Fraction(4), "group_best": Fraction(1), "group_mean": Fraction(1)}
    (fault,) = RATE.judge(Fraction(2), values).faults
    assert (fault.code, dict(fault.facts)) == ("PS202", {"found": Fraction(-1, 4), "numbers": "(-1) / 4"})
