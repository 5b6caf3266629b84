"""Numbers of a column whose decimal sign is known: read exactly, with their decimals, never guessed."""

from fractions import Fraction

import pytest

from parscore.numbers import Mark, Refused, decimal_marks, read_printed


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["86", "91.651", "92.83"], (".",)),
        (["86,4", "91.65", "1,5"], (",", ".")),
        (["91.651", "12", "chữ", ""], ()),
        (["1.234,5"], (",",)),
        (["0,125"], (",",)),
        (["1.234.567"], ()),
        (["95,5 %"], (",",)),
    ],
)
def test_what_gives_the_decimal_sign_of_a_column_away(texts: list[str], marks: tuple[Mark, ...]) -> None:
    assert decimal_marks(texts) == marks


@pytest.mark.parametrize(
    ("text", "mark", "value", "digits"),
    [
        ("86.43", ".", "86.43", 2),
        ("91.651", ".", "91.651", 3),
        ("91,651", ",", "91.651", 3),
        ("86,430", ",", "86.43", 3),
        ("1.234,5", ",", "1234.5", 1),
        ("1.234,567", ",", "1234.567", 3),
        ("1.234", ",", "1234", 0),
        ("-0,5", ",", "-0.5", 1),
        ("95,5 %", ",", "95.5", 1),
        ("95", ".", "95", 0),
        ("12", "", "12", 0),
        ("\u00a086,43 ", ",", "86.43", 2),
    ],
)
def test_numbers_of_a_column(text: str, mark: Mark, value: str, digits: int) -> None:
    assert read_printed(text, mark) == (Fraction(value), digits)


@pytest.mark.parametrize(
    ("text", "mark", "why"),
    [
        ("86.43", ",", "ambiguous"),
        ("0.125", ",", "ambiguous"),
        ("91.651", "", "ambiguous"),
        ("chữ", ",", "not a number"),
        ("", ",", "blank"),
        ("1.2.3", ".", "not a number"),
        ("90-91", ",", "range"),
    ],
)
def test_what_a_column_does_not_hold(text: str, mark: Mark, why: str) -> None:
    assert read_printed(text, mark) == Refused(why)  # type: ignore[arg-type]
