"""The small helpers of judging: numbers in formulas, numbers in arithmetic, ranges for messages."""

from fractions import Fraction

import pytest

from parscore.model.cell import Value
from parscore.rules.arithmetic import parse, with_numbers
from parscore.rules.spec import bounds, computed, number


def test_yes_counts_1_and_no_counts_0() -> None:
    values: dict[str, Value] = {"a": True, "b": False, "c": Fraction(1, 3)}
    assert [number(values, name) for name in values] == [1, 0, Fraction(1, 3)]
    step = computed(parse("a + b + c"), values)
    assert step is not None
    assert (with_numbers(step), step.value) == ("1 + 0 + (1/3)", Fraction(4, 3))


def test_a_text_is_never_counted() -> None:
    with pytest.raises(TypeError, match="a is a text"):
        number({"a": "0.5"}, "a")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0, 100, "0 … 100"), (None, 5, "≤ 5"), (0, None, "≥ 0"), (-1, "2.5", "-1 … 2.5"), (None, 0, "≤ 0")],
)
def test_a_closed_range_is_written_for_a_message(low: object, high: object, text: str) -> None:
    ends = [None if end is None else Fraction(str(end)) for end in (low, high)]
    assert bounds(ends[0], ends[1]) == text
