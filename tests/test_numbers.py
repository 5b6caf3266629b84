"""Numbers: every text with its outcome, known roundings, and properties against an independent arithmetic."""

import ast
import csv
import locale
import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import parscore.numbers
from parscore.model.criteria import RoundingMode
from parscore.numbers import (
    READINGS,
    Refused,
    Why,
    Written,
    decimal_text,
    from_stored,
    parse_exact,
    percent,
    printed,
    read_ratio,
    read_written,
    round_to,
    total,
    trimmed,
    written_text,
)

HALF_UP, HALF_EVEN, DOWN = RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.DOWN
MODES = {HALF_UP: ROUND_HALF_UP, HALF_EVEN: ROUND_HALF_EVEN, DOWN: ROUND_DOWN}
TABLE = Path(__file__).parent / "data" / "written_numbers.csv"

fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)


# --- the table of written texts


class Row(NamedTuple):
    text: str
    normal: str
    whole: str
    reading: str


def _rows() -> Iterator[Row]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter=";"):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row["text"]).replace("\\t", "\t")
        yield Row(text, row["outcome"], row["whole"] or row["outcome"], row["reading"])


ROWS = tuple(_rows())


def _outcome(read: Written | Refused) -> str:
    return f"!{read.why}" if isinstance(read, Refused) else str(read.value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row.text))
def test_written_text_has_the_outcome_of_the_table(row: Row) -> None:
    normal, whole = read_written(row.text), read_written(row.text, whole=True)
    assert (_outcome(normal), _outcome(whole)) == (row.normal, row.whole)
    readings = [read.reading for read in (normal, whole) if isinstance(read, Written)] or [""]
    assert readings[0] == row.reading
    for read in (normal, whole):
        if isinstance(read, Written):
            assert read.percent == ("percent" in row.reading) == ("%" in row.text)


def test_table_is_large_enough_and_complete() -> None:
    assert len(ROWS) >= 200
    assert len({row.text for row in ROWS}) == len(ROWS)
    outcomes = {row.normal for row in ROWS}
    assert {outcome[1:] for outcome in outcomes if outcome.startswith("!")} == set(get_args(Why))
    assert {name for row in ROWS for name in row.reading.split(", ") if name} == set(READINGS)


def _meaning(text: str) -> Fraction:
    """The value of an accepted text, found another way: the last mark is decimal unless it only groups."""
    bare = re.sub(r"[^0-9.,%\u2212-]", "", text)
    negative, share = bare.startswith(("-", "\u2212")), bare.endswith("%")
    bare = bare.strip("-\u2212%")
    marks = [character for character in bare if character in ".,"]
    if len(marks) > 1 and len(set(marks)) == 1:
        bare, marks = bare.replace(marks[0], ""), []
    if marks:
        whole, _, decimals_ = bare.rpartition(marks[-1])
        bare = re.sub(r"[.,]", "", whole) + "." + decimals_
    value = Fraction(bare) / (100 if share else 1)
    return -value if negative else value


@given(st.text(alphabet="0123456789,. %-\u2212\u00a0\u202f'\u200b/eE+１²", max_size=14))
def test_any_text_is_its_exact_value_or_refused(text: str) -> None:
    read = read_written(text)
    if isinstance(read, Written):
        assert read.value == _meaning(text)
        assert read_written(text, whole=True) == read
    elif read.why == "ambiguous":
        thousands = read_written(text, whole=True)
        if isinstance(thousands, Written):
            assert thousands.value == _meaning(text) * 1000


@given(st.text(max_size=60), st.booleans())
def test_any_text_at_all_is_answered(text: str, whole: bool) -> None:
    read = read_written(text, whole=whole)
    assert isinstance(read, Written) or read.why in get_args(Why)


@given(decimals, st.sampled_from([".", ","]), st.booleans())
def test_what_a_person_types_is_read_back(number: Decimal, mark: str, share: bool) -> None:
    text = f"{number:f}".replace(".", mark)  # six decimals: never ambiguous
    expected = Fraction(number) / (100 if share else 1)
    assert read_written(text + " %" * share) == (expected, share, _join(mark == ",", share))


def _join(comma: bool, share: bool) -> str:
    return ", ".join(["decimal comma"] * comma + ["percent"] * share)


@given(fractions, st.integers(0, 6).filter(lambda digits: digits != 3), st.booleans(), st.booleans())
def test_what_is_printed_is_read_back(value: Fraction, digits: int, comma: bool, group: bool) -> None:
    read = read_written(printed(value, digits, comma=comma, group=group), whole=True)
    assert isinstance(read, Written)
    assert read.value == round_to(value, digits, HALF_UP)


def test_white_space_of_every_kind_is_dropped_silently() -> None:
    white = [chr(code) for code in range(0x10000) if chr(code).isspace()]
    assert len(white) > 20
    assert {read_written(f"{space}5{space}") for space in white} == {Written(Fraction(5), False, "")}


def test_long_texts_are_refused_quickly() -> None:
    assert read_written("1" * 100_000) == Refused("long")
    assert read_written(" \u200b" * 50_000 + "5") == Written(Fraction(5), False, "invisible characters")


def test_numbers_never_ask_the_locale_nor_use_floats() -> None:
    tree = ast.parse(Path(parscore.numbers.__file__).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert not names & {"float", "round", "locale"}
    assert modules == {"re"}
    assert floats == []


@pytest.mark.parametrize("name", ["C", "C.UTF-8", "vi_VN.UTF-8", "de_DE.UTF-8"])
def test_same_outcomes_under_every_locale_that_is_installed(name: str) -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip(f"locale {name} is not installed")
    try:
        assert [_outcome(read_written(row.text)) for row in ROWS] == [row.normal for row in ROWS]
        assert printed(Fraction(12345678, 1000), 2, group=True) == "12.345,68"
        assert from_stored("0.5") == Fraction(1, 2)
    finally:
        locale.setlocale(locale.LC_ALL, before)


# --- numbers written to be read again


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("12345", "12345"),
        ("-0.5", "-0,5"),
        ("95.25", "95,25"),
        # three decimals alone would have two readings
        ("1.234", "1,2340"),
        ("0.125", "0,1250"),
        ("1.2345", "1,2345"),
        ("1/3", None),
        # 40 characters at most, the sign and the comma among them
        ("1" * 40, "1" * 40),
        ("1" * 41, None),
        ("-" + "1" * 39, "-" + "1" * 39),
        ("-" + "1" * 40, None),
        ("1" * 37 + ".25", "1" * 37 + ",25"),
        ("1" * 38 + ".25", None),
    ],
)
def test_a_number_is_written_in_one_reading_or_not_at_all(value: str, text: str | None) -> None:
    assert written_text(parse_exact(value)) == text


@given(decimals)
def test_what_is_written_is_read_back(number: Decimal) -> None:
    text = written_text(Fraction(number))
    assert text is not None
    for whole in (False, True):
        read = read_written(text, whole=whole)
        assert isinstance(read, Written)
        assert read.value == Fraction(number)


# --- numbers stored in a cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("95", "95"),
        ("-3", "-3"),
        ("+3", "3"),
        ("0.5", "0.5"),
        ("5.", "5"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("0007", "7"),
        (" 12\n", "12"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("0.30000000000000004", "0.3"),
        ("0.29999999999999999", "0.3"),
        ("2.6749999999999998", "2.675"),
        ("1.0049999999999999", "1.005"),
        ("-0.30000000000000004", "-0.3"),
        ("91.650999999999996", "91.651"),
        ("0.1", "0.1"),
        ("0.10000000000000001", "0.1"),
        ("0.33333333333333331", "0.333333333333333"),
        ("0.66666666666666663", "0.666666666666667"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "1234567890123460"),
        ("12345678901234.5", "12345678901234.5"),
        ("0.000000000000123", "0.000000000000123"),
        # a half after the 15th digit goes to the even digit, a little more goes up
        ("1.234567890123445", "1.23456789012344"),
        ("1.234567890123455", "1.23456789012346"),
        ("1.2345678901234450001", "1.23456789012345"),
        ("1E-3", "0.001"),
        ("1e+3", "1000"),
        ("1.5E3", "1500"),
        ("1.0000000000000001E-2", "0.01"),
        ("8.4380000000000006E1", "84.38"),
    ],
)
def test_stored_number(text: str, expected: str) -> None:
    assert from_stored(text) == parse_exact(expected)


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "NaN", "nan", "INF", "-INF", "inf", "1e400", "-1e309", "1.7976931348623158e308", "1e99999"],
        *["1e-99999", "0,5", "1 234", "1_000", "1e", "e5", "--1", "+-1", "1-", "0x10", "#REF!", "1.2.3", ".", "-"],
        *["95%", "\u22121", "１２", "٣", "²", "1２", "0.５", "\u00a012", "12\u00a0", "1/2", "5.5.", "1" * 401],
    ],
)
def test_not_a_stored_number(text: str) -> None:
    assert from_stored(text) is None


def test_limits_of_stored_numbers() -> None:
    assert from_stored("1.7976931348623157e308") == 179769313486232 * 10**294
    assert from_stored("-1.7976931348623157e308") == -179769313486232 * 10**294
    assert from_stored("1" + "0" * 308) == 10**308
    assert from_stored("1" + "0" * 309) is None
    assert from_stored("2.2250738585072014E-308") == Fraction(222507385850720, 10**322)
    assert from_stored("2.2250738585072013E-308") == 0
    assert from_stored("1e-400") == 0
    assert from_stored("0." + "0" * 397 + "1") == 0
    assert from_stored("0." + "0" * 398 + "1") is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_stored_number_is_what_fifteen_digits_of_the_double_show(number: float) -> None:
    assume(abs(number) >= 2.3e-308 or number == 0)
    for text in (repr(number), f"{number:.17g}"):
        digits = re.sub(r"[^0-9]", "", text.lower().partition("e")[0]).lstrip("0")
        # A written half after the 15th digit: the text alone cannot say on which side of it the double lies.
        if len(digits.rstrip("0")) != 16 or digits[15] != "5":
            assert from_stored(text) == Fraction(Decimal(f"{number:.15g}"))


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 20))
def test_up_to_fifteen_digits_are_kept(number: int, places: int) -> None:
    text = f"{Decimal(number).scaleb(-places):f}"
    assert from_stored(text) == Fraction(number, 10**places)


@given(st.text(alphabet="0123456789.eE+- \u0663", max_size=20))
def test_a_stored_text_is_a_number_only_where_python_agrees(text: str) -> None:
    value = from_stored(text)
    if value is not None:
        assert Fraction(Decimal(f"{float(text):.15g}")) == pytest.approx(value, rel=1e-14)


# --- exact text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(12), "12"),
        (Fraction(1200), "1200"),
        (Fraction(-7), "-7"),
        (Fraction(194, 100), "1.94"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 5), "0.2"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(100, 16), "6.25"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2, 3), "-2/3"),
        (Fraction(1, 6), "1/6"),
        (Fraction(10**5000), "1" + "0" * 5000),
        (Fraction(1, 3 * 10**5000), "1/3" + "0" * 5000),
    ],
)
def test_exact_text_both_ways(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text
    assert parse_exact(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("-0", Fraction(0)), ("2/4", Fraction(1, 2)), ("007", Fraction(7)), ("1.50", Fraction(3, 2))]
)
def test_other_exact_texts(text: str, value: Fraction) -> None:
    assert parse_exact(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "1 ", " 1", "1\n", "+1", "--1", "0,25", ".5", "5.", "1e5", "95%", "1/0", "1/-2", "1.5/2", "1/2.5"],
        *["1//2", "1_000", "１２", "٣", "\u22121", "nan", "inf", "1 / 2", "1/2/3", "abc", "-", "0x1"],
    ],
)
def test_not_an_exact_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an exact number|zero denominator"):
        parse_exact(text)


@given(st.fractions())
def test_exact_text_round_trip(value: Fraction) -> None:
    assert parse_exact(decimal_text(value)) == value


@given(decimals)
def test_exact_text_of_decimals_has_no_fraction_bar(number: Decimal) -> None:
    assert Decimal(decimal_text(Fraction(number))) == number


# --- rounding and printing


@pytest.mark.parametrize(
    ("value", "digits", "half_up", "half_even", "down"),
    [
        ("2.675", 2, "2.68", "2.68", "2.67"),
        ("1.005", 2, "1.01", "1", "1"),
        ("0.145", 2, "0.15", "0.14", "0.14"),
        ("0.125", 2, "0.13", "0.12", "0.12"),
        ("0.135", 2, "0.14", "0.14", "0.13"),
        ("-0.005", 2, "-0.01", "0", "0"),
        ("-0.015", 2, "-0.02", "-0.02", "-0.01"),
        ("-2.675", 2, "-2.68", "-2.68", "-2.67"),
        ("0.1249999", 2, "0.12", "0.12", "0.12"),
        ("0.1250001", 2, "0.13", "0.13", "0.12"),
        ("-0.0049999", 2, "0", "0", "0"),
        ("0.5", 0, "1", "0", "0"),
        ("1.5", 0, "2", "2", "1"),
        ("2.5", 0, "3", "2", "2"),
        ("-0.5", 0, "-1", "0", "0"),
        ("-1.5", 0, "-2", "-2", "-1"),
        ("99.995", 2, "100", "100", "99.99"),
        ("89.994999", 2, "89.99", "89.99", "89.99"),
        ("1/3", 2, "0.33", "0.33", "0.33"),
        ("2/3", 2, "0.67", "0.67", "0.66"),
        ("-2/3", 2, "-0.67", "-0.67", "-0.66"),
        ("12", 2, "12", "12", "12"),
        ("0", 2, "0", "0", "0"),
    ],
)
def test_known_roundings(value: str, digits: int, half_up: str, half_even: str, down: str) -> None:
    rounded = [decimal_text(round_to(parse_exact(value), digits, mode)) for mode in (HALF_UP, HALF_EVEN, DOWN)]
    assert rounded == [half_up, half_even, down]


@given(st.one_of(decimals, st.decimals("-10", "10", places=3)), st.integers(0, 7), st.sampled_from(RoundingMode))
def test_rounding_agrees_with_the_decimal_module(number: Decimal, digits: int, mode: RoundingMode) -> None:
    with localcontext(prec=60):
        expected = number.quantize(Decimal(1).scaleb(-digits), rounding=MODES[mode])
    assert round_to(Fraction(number), digits, mode) == Fraction(expected)
    text = printed(Fraction(number), digits, mode, comma=False)
    assert text == f"{expected if expected else abs(expected):f}"


@given(fractions, st.integers(0, 7), st.sampled_from(RoundingMode))
def test_rounding_moves_by_no_more_than_allowed(value: Fraction, digits: int, mode: RoundingMode) -> None:
    rounded, unit = round_to(value, digits, mode), Fraction(1, 10**digits)
    assert (rounded / unit).denominator == 1
    assert abs(rounded - value) < unit if mode is DOWN else abs(rounded - value) <= unit / 2
    assert round_to(-value, digits, mode) == -rounded
    assert round_to(rounded, digits, mode) == rounded


def test_negative_digits_are_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="digits"):
        round_to(Fraction(1), -1, HALF_UP)
    with pytest.raises(ValueError, match="digits"):
        printed(Fraction(1), -1)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("91.95", 2, "91,95"),
        ("91.945", 2, "91,95"),
        ("0", 2, "0,00"),
        ("-0.001", 2, "0,00"),
        ("-0.4", 0, "0"),
        ("-0.005", 2, "-0,01"),
        ("-0.5", 2, "-0,50"),
        ("0.05", 2, "0,05"),
        ("12", 0, "12"),
        ("12", 3, "12,000"),
        ("1234567.891", 2, "1234567,89"),
        ("1/3", 4, "0,3333"),
        ("999.999", 2, "1000,00"),
    ],
)
def test_printed(value: str, digits: int, text: str) -> None:
    assert printed(parse_exact(value), digits) == text
    assert printed(parse_exact(value), digits, comma=False) == text.replace(",", ".")


@pytest.mark.parametrize(
    ("value", "digits", "comma", "text"),
    [
        ("39765", 0, True, "39.765"),
        ("39765", 0, False, "39,765"),
        ("1234.5", 2, True, "1.234,50"),
        ("1234.5", 2, False, "1,234.50"),
        ("-1234567", 0, True, "-1.234.567"),
        ("999", 0, True, "999"),
        ("999.5", 0, True, "1.000"),
    ],
)
def test_printed_in_groups(value: str, digits: int, comma: bool, text: str) -> None:
    assert printed(parse_exact(value), digits, comma=comma, group=True) == text


def test_printed_in_other_modes() -> None:
    assert printed(Fraction(1, 8), 2, HALF_EVEN) == "0,12"
    assert printed(Fraction(-1, 8), 2, DOWN) == "-0,12"
    assert printed(Fraction(-1, 1000), 2, DOWN) == "0,00"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("18/13", 7, "1,3846153…"),
        ("1.94", 7, "1,94"),
        ("12", 7, "12"),
        ("1200", 7, "1200"),
        ("1200", 0, "1200"),
        ("0", 7, "0"),
        ("0.1234567", 7, "0,1234567"),
        ("0.12345678", 7, "0,1234567…"),
        ("2/3", 4, "0,6666…"),
        ("-1/3", 3, "-0,333…"),
        ("-1/3000", 2, "-0,00…"),
        ("0.9999", 2, "0,99…"),
        ("4/3", 0, "1…"),
        ("-0.5", 1, "-0,5"),
    ],
)
def test_trimmed(value: str, digits: int, text: str) -> None:
    assert trimmed(parse_exact(value), digits) == text


def test_trimmed_options() -> None:
    assert trimmed(Fraction(12, 13) * Fraction(3, 2)) == "1,3846153…"
    assert trimmed(Fraction(5, 2), comma=False) == "2.5"
    assert trimmed(Fraction(2469, 2), group=True) == "1.234,5"


@given(fractions, st.integers(0, 9))
def test_trimmed_is_exact_or_says_so(value: Fraction, digits: int) -> None:
    text = trimmed(value, digits, comma=False)
    shown = Fraction(text.rstrip("…"))
    assert (shown == value) != text.endswith("…")
    assert abs(shown) <= abs(value)
    assert abs(shown - value) < Fraction(1, 10**digits)


# --- rates reported in the field


@pytest.mark.parametrize(
    ("part", "of", "text"),
    [
        ("12", "180", "6,67 %"),
        ("21.995", "21.995", "100 %"),
        ("27.214", "37.030", "73,49 %"),
        ("1.940", "2.000", "97 %"),
        ("1", "8", "12,5 %"),
        ("0", "7", "0 %"),
        ("99.999", "100.000", "100,00 %"),
        ("1", "3", "33,33 %"),
        ("50", "100", "50 %"),
    ],
)
def test_rates_of_the_field(part: str, of: str, text: str) -> None:
    counts = [read_written(count, whole=True) for count in (part, of)]
    values = [count.value for count in counts if isinstance(count, Written)]
    assert percent(values[0] / values[1]) == text


def test_percent_options() -> None:
    assert percent(Fraction(1, 3), 0) == "33 %"
    assert percent(Fraction(1, 5), 0) == "20 %"
    assert percent(Fraction(1, 16), comma=False) == "6.25 %"
    assert percent(Fraction(1, 800), 2, HALF_EVEN) == "0,12 %"
    assert percent(Fraction(-1, 8)) == "-12,5 %"


@given(st.lists(st.fractions(), max_size=20))
def test_a_total_is_the_exact_sum_whatever_the_order(values: list[Fraction]) -> None:
    assert total(values) == total(reversed(values)) == sum(values, Fraction(0))


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_ratio_is_exactly_its_two_numbers(part: int, whole: int) -> None:
    assert read_ratio(f" {part}/{whole}") == read_ratio(f"{part} / {whole}") == Fraction(part, whole)


@pytest.mark.parametrize("text", ["12", "12/", "/13", "12/0", "-1/2", "1/-2", "1,5/2", "1/2%", "1/2/3", "a/b", "", "/"])
def test_what_is_no_ratio(text: str) -> None:
    assert read_ratio(text) is None
