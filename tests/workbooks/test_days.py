"""Dates asked for on a form: what is a day, what is "never", and what is refused rather than guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import AnswerState, Cell, CellKind
from parscore.model.criteria import Input, InputType
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.workbooks.values import Asking, read_answer

PLACE = Place("inbox/a.xlsx", "Biểu", "D7")
SENT = Input("sent", "Ngày gửi", InputType.DATE)
DAY = "dd/mm/yyyy"


def read(
    kind: CellKind, text: str, code: str = "General", *, formula: str | None = None, date1904: bool = False
) -> tuple[date | bool | AnswerState, list[Problem]]:
    """The value, or the state where there is none; and the problems."""
    cell = Cell("D7", 7, 4, kind, text, formula, code)
    answer, problems = read_answer(cell, Asking(SENT, "SYT", "1.1", PLACE, date1904=date1904))
    assert answer.place == PLACE
    assert answer.cell == cell
    value = answer.value
    return (value if isinstance(value, date | bool) else answer.state), problems


def reason(problems: list[Problem]) -> str:
    (found,) = problems
    assert (found.code, found.place, found.agency, found.criterion) == ("PS220", PLACE, "SYT", "1.1")
    key = str(dict(found.facts)["reason"])
    for language in LANGUAGES:
        told = Words(language).problem(found).message
        assert key not in told
        assert "Ngày gửi" in told
    return key.removeprefix("date.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("61", date(1900, 3, 1)),
        ("45672", date(2025, 1, 15)),
        ("45672.999988426", date(2025, 1, 15)),
        ("2958465", date(9999, 12, 31)),
    ],
)
def test_a_number_shown_as_a_date_is_its_day(text: str, expected: date) -> None:
    assert read("number", text, DAY) == (expected, [])


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("60", DAY, "impossible"),  # 29 February 1900
        ("-1", DAY, "impossible"),
        ("2958466", DAY, "impossible"),
        ("0", DAY, "time"),
        ("0.5", "h:mm", "time"),
        ("45672", "General", "number"),
        ("45672", "0.00", "number"),
        ("45672", "d-mmm", "no year"),  # 15/1 was typed
        ("45658", "mmm-yy", "no year"),  # 1/2025 was typed
        ("45672", "h:mm", "no year"),
        ("1e309", DAY, "number"),
    ],
)
def test_a_number_is_no_day_where_that_would_be_a_guess(text: str, code: str, why: str) -> None:
    state, problems = read("number", text, code)
    assert (state, reason(problems)) == (AnswerState.UNUSABLE, why)


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "mm-dd-yy", "yyyy/m/d", "d-mmm-yy", "[$-42A]dd mmmm yyyy", "m/d/yy h:mm"]
)
def test_any_format_that_shows_day_and_year_will_do(code: str) -> None:
    assert read("number", "45672", code) == (date(2025, 1, 15), [])


@pytest.mark.parametrize(
    ("text", "expected"), [("1", date(1904, 1, 2)), ("44210", date(2025, 1, 15)), ("2957003", date(9999, 12, 31))]
)
def test_a_file_may_count_its_days_from_1904(text: str, expected: date) -> None:
    assert read("number", text, DAY, date1904=True) == (expected, [])


def test_a_file_that_counts_from_1904_ends_with_the_same_day() -> None:
    state, problems = read("number", "2957004", DAY, date1904=True)
    assert (state, reason(problems)) == (AnswerState.UNUSABLE, "impossible")


@pytest.mark.parametrize(
    "text",
    ["15/01/2025", "15-01-2025", "15/1/2025", "15-1-2025", " 15/01/2025\u00a0", "2025-01-15", "15\u201301\u20132025"],
)
def test_a_written_day_is_day_month_year(text: str) -> None:
    assert read("text", text) == (date(2025, 1, 15), [])


def test_day_and_month_are_never_exchanged() -> None:
    assert read("text", "05/06/2025") == (date(2025, 6, 5), [])
    state, problems = read("text", "01/15/2025")
    assert (state, reason(problems)) == (AnswerState.UNUSABLE, "impossible")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("29/02/2025", "impossible"),
        ("31/04/2025", "impossible"),
        ("00/01/2025", "impossible"),
        ("15/01/0000", "impossible"),
        ("2025-02-30", "impossible"),
        ("15/01", "no year"),
        ("15/01/25", "no year"),
        ("1/2025", "other"),
        ("15/01-2025", "other"),
        ("15.01.2025", "other"),
        ("2025/01/15", "other"),
        ("15/01/2025 và 20/01/2025", "other"),
        ("ngày 15 tháng 01 năm 2025", "other"),
        ("KH số 5", "other"),
        ("45672", "other"),
        ("15/01/20255", "other"),
    ],
)
def test_other_texts_are_refused_with_the_reason(text: str, why: str) -> None:
    state, problems = read("text", text)
    assert (state, reason(problems)) == (AnswerState.UNUSABLE, why)


def test_29_february_is_a_day_in_leap_years() -> None:
    assert read("text", "29/02/2024") == (date(2024, 2, 29), [])


@pytest.mark.parametrize(
    "text", ["Không", "KHÔNG", "chưa ban hành", "Chưa ban hành ", "Chưa", "không có", "never issued"]
)
def test_never_issued_is_an_answer(text: str) -> None:
    assert read("text", text) == (False, [])


def test_blank_and_not_assessed_are_as_everywhere() -> None:
    assert read("text", " ") == (AnswerState.BLANK, [])
    assert read("text", "KĐG") == (AnswerState.NOT_APPLICABLE, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-15", date(2025, 1, 15)),
        ("2025-01-15T16:30:00", date(2025, 1, 15)),
        ("2025-01-15T00:00:00Z", date(2025, 1, 15)),
    ],
)
def test_an_iso_cell_is_its_day(text: str, expected: date) -> None:
    assert read("date", text) == (expected, [])


@pytest.mark.parametrize(("kind", "text"), [("date", "T16:30:00"), ("boolean", "1"), ("boolean", "0")])
def test_times_and_truths_are_no_days(kind: CellKind, text: str) -> None:
    state, problems = read(kind, text)
    assert (state, reason(problems)) == (AnswerState.UNUSABLE, "other")


def test_errors_and_formulas_are_as_everywhere() -> None:
    assert [problem.code for problem in read("error", "#REF!", formula="A1")[1]] == ["PS140"]
    assert [problem.code for problem in read("blank", "", formula="A1")[1]] == ["PS106"]
    value, problems = read("number", "45672", DAY, formula="DATE(2025,1,15)")
    assert (value, [problem.code for problem in problems]) == (date(2025, 1, 15), ["PS144"])


@given(st.dates(date(1900, 3, 1)))
def test_every_day_is_read_the_same_from_number_and_text(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert read("number", str(serial), DAY) == read("text", f"{day.day:02}/{day.month:02}/{day.year:04}") == (day, [])
    if day >= date(1904, 1, 2):
        assert read("number", str(serial - 1462), DAY, date1904=True) == (day, [])
