"""Texts of definitions: amounts, points, limits, ranges, formulas and labels, and the fault of each wrong one."""

from fractions import Fraction
from typing import Any

import pytest
from builders import NANO
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from parscore.rules.arithmetic import Name, parse
from parscore.rules.fields import (
    Amount,
    Day,
    Formula,
    Interval,
    Label,
    Limit,
    Measure,
    PlainAmount,
    Points,
    Range,
    Share,
)


def read(field: Any, value: object) -> Any:
    return TypeAdapter(field).validate_python(value)


def fault(field: Any, value: object) -> tuple[str, dict[str, str]]:
    """The code and the facts of the one fault."""
    with pytest.raises(ValidationError) as caught:
        read(field, value)
    (error,) = caught.value.errors()
    return error["type"], dict(error["ctx"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "2"),
        ("0.25", "1/4"),
        ("0", "0"),
        ("-0.5", "-1/2"),
        ("95%", "19/20"),
        ("95 %", "19/20"),
        (" 95% ", "19/20"),
        ("99.5%", "199/200"),
        ("-10%", "-1/10"),
        ("1/3", "1/3"),
        ("0.30000000000000004", "30000000000000004/100000000000000000"),
    ],
)
def test_an_amount_is_exact(text: str, value: str) -> None:
    assert read(Amount, text) == Fraction(value)
    assert read(Amount, Fraction(value)) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "0,25", "1e3", "+1", "a", "1 000", "95%%", "%95", ".5", "5.", "1/0", "∞", "full", "none", "٣"],
)
def test_anything_else_is_no_amount(text: str) -> None:
    assert fault(Amount, text) == ("PS505", {"found": text.strip(), "expected": "number"})


@pytest.mark.parametrize("value", [None, 1, 0.5, True, ["1"], {"a": "1"}])
def test_what_is_no_text_is_no_amount(value: object) -> None:
    assert fault(Amount, value) == ("PS505", {"found": str(value), "expected": "number"})


@pytest.mark.parametrize("text", ["95%", "95 %", " 0% ", "%", "1/3%"])
def test_points_and_steps_are_no_percentages(text: str) -> None:
    expected = ("PS505", {"found": text.strip(), "expected": "number"})
    assert fault(PlainAmount, text) == fault(Points, text) == expected


@pytest.mark.parametrize(("text", "value"), [("2", "2"), ("0.25", "1/4"), ("-0.5", "-1/2"), ("1/3", "1/3")])
def test_a_plain_amount_is_exact(text: str, value: str) -> None:
    assert read(PlainAmount, text) == read(PlainAmount, Fraction(value)) == Fraction(value)
    assert fault(PlainAmount, None)[0] == fault(PlainAmount, "full")[0] == "PS505"


def test_points_are_a_plain_amount_or_full() -> None:
    assert read(Points, "0.5") == Fraction(1, 2)
    assert read(Points, "full") is read(Points, " full ") is None
    for other in ("Full", "none", "", None):
        assert fault(Points, other)[0] == "PS505"


def test_a_limit_is_an_amount_or_none() -> None:
    assert read(Limit, "120%") == Fraction(6, 5)
    assert read(Limit, "none") is read(Limit, " none ") is None
    for other in ("None", "full", "", None):
        assert fault(Limit, other)[0] == "PS505"


def test_a_label_has_something_to_see() -> None:
    assert read(Label, " Kịp thời ") == "Kịp thời"
    for unseen in ("", "  ", "\u200b", "\u00a0"):
        assert fault(Label, unseen) == ("PS505", {"found": unseen.strip(), "expected": "a text"})


def test_a_formula_is_parsed_and_its_fault_has_a_position() -> None:
    assert read(Formula, "a / b") == parse("a / b")
    assert read(Formula, Name("a")) == Name("a")
    assert fault(Formula, "a // b") == ("PS517", {"found": "a // b", "position": "4", "reason": "unexpected"})
    assert fault(Formula, None) == ("PS505", {"found": "None", "expected": "formula"})


def test_a_formula_names_at_least_one_value() -> None:
    assert read(Formula, "a * 0") == parse("a * 0")
    assert fault(Formula, "1 / 2") == ("PS517", {"found": "1 / 2", "position": "1", "reason": "constant"})


IN, OUT = True, False


@pytest.mark.parametrize(
    ("text", "below", "at", "above"),
    [
        ("> 90%", OUT, OUT, IN),
        (">= 90%", OUT, IN, IN),
        ("< 90%", IN, OUT, OUT),
        ("<= 90%", IN, IN, OUT),
        ("= 90%", OUT, IN, OUT),
        (">90%", OUT, OUT, IN),
        ("  >=   90 %  ", OUT, IN, IN),
        ("<= 0.9", IN, IN, OUT),
        (">= 90% and <= 100%", OUT, IN, IN),
        ("<= 100% and >= 90%", OUT, IN, IN),
        ("> 90%  and  < 100%", OUT, OUT, IN),
        (">= 0 and < 90%", IN, OUT, OUT),
        (">= -1 and <= 90%", IN, IN, OUT),
        (">= 90% and <= 90%", OUT, IN, OUT),
    ],
)
def test_a_range_holds_exactly_what_its_signs_say(text: str, below: bool, at: bool, above: bool) -> None:
    bound = Fraction(9, 10)
    range_ = read(Range, text)
    assert [value in range_ for value in (bound - NANO, bound, bound + NANO)] == [below, at, above]
    assert not range_.empty
    assert range_.text == " ".join(text.split())
    assert read(Range, range_) is range_


@pytest.mark.parametrize("text", ["> 90% and < 90%", ">= 90% and < 90%", "> 90% and <= 90%", ">= 91% and <= 90%"])
def test_a_range_without_any_value_is_empty(text: str) -> None:
    assert read(Range, text).empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "90%",
        "90% - 100%",
        "70-90",
        "=> 90%",
        "== 90%",
        "!= 90%",
        "≥ 90%",
        "> 90% and",
        "and > 90%",
        "> 90%, < 100%",
        "> 90% or < 10%",
        "> 90% AND < 100%",
        "> 80% and > 90%",
        "> 80% and >= 90%",
        "< 80% and <= 90%",
        "= 80% and = 90%",
        "= 80% and > 70%",
        "< 90% and = 80%",
        "> a",
        "> 0,9",
        "> 1/3",
        ">",
        "70% <= x < 90%",
        "> 1 and < 5 and < 6",
    ],
)
def test_anything_else_is_no_range(text: str) -> None:
    assert fault(Range, text) == ("PS505", {"found": text, "expected": "range"})


def test_what_is_no_text_is_no_range() -> None:
    assert fault(Range, ["> 1"]) == ("PS505", {"found": "['> 1']", "expected": "range"})


_BOUNDS = st.one_of(st.none(), st.integers(-5, 5).map(Fraction))


@given(_BOUNDS, st.booleans(), _BOUNDS, st.booleans(), st.integers(-12, 12).map(lambda half: Fraction(half, 2)))
def test_an_empty_range_holds_nothing_and_any_other_holds_something(
    low: Fraction | None, low_closed: bool, high: Fraction | None, high_closed: bool, value: Fraction
) -> None:
    interval = Interval(low, low_closed, high, high_closed, "")
    if interval.empty:
        assert value not in interval
    else:
        inside = [low, high, (low + high) / 2] if low is not None and high is not None else [low, high, Fraction(0)]
        reach = [point + shift for point in inside if point is not None for shift in (-1, 0, 1)]
        assert any(point in interval for point in reach)


@pytest.mark.parametrize(("text", "share"), [("20%", "1/5"), ("0%", "0"), ("100%", "1"), ("12.5 %", "1/8")])
def test_a_share_is_a_percentage(text: str, share: str) -> None:
    assert read(Share, text) == Fraction(share)


@pytest.mark.parametrize("text", ["0.2", "20", "101%", "-1%"])
def test_a_bare_number_or_one_out_of_range_is_no_share(text: str) -> None:
    assert fault(Share, text) == ("PS505", {"found": text, "expected": "share"})


@pytest.mark.parametrize(
    ("field", "text", "code", "facts"),
    [
        (Day, "01/02/2025", "PS505", {"found": "01/02/2025", "expected": "a date"}),
        (Day, "2025-02-30", "PS514", {"found": "2025-02-30"}),
        (Measure, "1e3", "PS505", {"found": "1e3", "expected": "number"}),
        (Measure, "0" * 21, "PS505", {"found": "0" * 21, "expected": "number"}),
    ],
)
def test_a_wrong_day_or_measure_is_told_with_what_was_expected(
    field: Any, text: str, code: str, facts: dict[str, str]
) -> None:
    assert fault(field, text) == (code, facts)
