"""Which number formats show dates and percentages, and what was likely typed."""

import pytest

from parscore.model.cell import Cell
from parscore.workbooks.formats import BUILT_IN, is_date, is_percent, likely_typed

DATES = [
    "dd/mm/yyyy", "d/m", "mmm-yy", "h:mm", "[h]:mm:ss", "[mm]:ss", "mm:ss.0", "[$-42A]dd mmmm yyyy", "yyyy/m/d;@",
    'd" tháng "m', "H:MM AM/PM", r"dd\-mm", "[ss]",
]  # fmt: skip
NUMBERS = [
    "General", "GENERAL", "0", "0.00", "#,##0", "@", "0%", '0.0" điểm/năm"', "[Red]0.00", r"0\d", "_d0", "*d0",
    '#,##0 "đồng"', "0.00E+00", "[$đ-42A] #,##0", "# ?/?", '0;"dd/mm"', "", "[Magenta]0", "[>=100]0", '0"m',
]  # fmt: skip


@pytest.mark.parametrize("code", DATES)
def test_date(code: str) -> None:
    assert is_date(code)
    assert not is_percent(code)


@pytest.mark.parametrize("code", NUMBERS)
def test_no_date(code: str) -> None:
    assert not is_date(code)


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00 %", True),
        ("[Red]0%;0", True),
        ('0"%"', False),
        (r"0\%", False),
        ("0;0%", False),
        ("0", False),
    ],
)
def test_percent(code: str, percent: bool) -> None:
    assert is_percent(code) is percent


def test_built_in_formats_of_dates() -> None:
    dates = {number for number, code in BUILT_IN.items() if is_date(code)}
    assert dates == {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
    assert {number for number, code in BUILT_IN.items() if is_percent(code)} == {9, 10}


@pytest.mark.parametrize(
    ("kind", "text", "typed"),
    [
        ("number", "45689", "1/2"),
        ("number", "45689.75", "1/2"),
        ("number", "1", "1/1"),
        ("number", "59", "28/2"),
        ("number", "61", "1/3"),
        ("number", "0.52083333333333337", "12:30"),
        ("number", "0", "0:00"),
        ("number", "2958465", "31/12"),
        ("number", "2958466", "2958466"),
        ("number", "-5", "-5"),
        ("number", "1E999", "1E999"),
        ("date", "2025-02-01", "1/2"),
        ("date", "2025-02-01T10:00:00", "1/2"),
        ("date", "10:30:00", "10:30:00"),
    ],
)
def test_what_was_likely_typed(kind: str, text: str, typed: str) -> None:
    assert likely_typed(Cell("A1", 1, 1, kind, text, None, "d/m")) == typed  # type: ignore[arg-type]
