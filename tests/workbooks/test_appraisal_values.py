"""Values and moments of appraisal workbooks: what is written reads back as exactly itself."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.cell import AnswerState, Cell, Value
from parscore.model.criteria import Input, InputType
from parscore.model.place import NOWHERE
from parscore.workbooks.appraisal_values import cell_text, moment_of_cell, value_text
from parscore.workbooks.values import Asking, read_answer


def cell(kind: str, text: str, pattern: str = "General") -> Cell:
    return Cell("A1", 1, 1, kind, text, None, pattern)  # type: ignore[arg-type]


def read_back(text: str, kind: InputType) -> Value | None:
    answer, problems = read_answer(cell("text", text), Asking(Input("x", "", kind), "", "", NOWHERE))
    assert answer.state is AnswerState.GIVEN, (text, problems)
    return answer.value


decimals = st.builds(Fraction, st.integers(-(10**15), 10**15), st.integers(0, 12).map(lambda digits: 10**digits))


@given(decimals)
def test_numbers_read_back_exactly(value: Fraction) -> None:
    for kind in (InputType.NUMBER, InputType.PERCENT):
        assert read_back(value_text(value, kind) or "", kind) == value


@given(st.integers(0, 10**15))
def test_counts_read_back_exactly(value: int) -> None:
    assert read_back(value_text(Fraction(value), InputType.COUNT) or "", InputType.COUNT) == value


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_days_read_back_exactly(day: date) -> None:
    assert read_back(value_text(day, InputType.DATE) or "", InputType.DATE) == day


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no_read_back(answer: bool) -> None:
    assert read_back(value_text(answer, InputType.YES_NO) or "", InputType.YES_NO) is answer


def test_there_is_no_such_document_reads_back() -> None:
    assert read_back(value_text(False, InputType.DATE) or "", InputType.DATE) is False


@pytest.mark.parametrize("label", ["Trên mạng", "0,5", "1.234", "12/13", "Có"])
def test_labels_read_back_as_they_are(label: str) -> None:
    assert read_back(value_text(f" {label} ", InputType.CHOICE) or "", InputType.CHOICE) == label


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Fraction(1, 2), InputType.NUMBER, "0,5"),
        (Fraction(617, 500), InputType.NUMBER, "1,2340"),
        (Fraction(1, 8), InputType.NUMBER, "0,1250"),
        (Fraction(12500), InputType.COUNT, "12500"),
        (Fraction(-3, 2), InputType.NUMBER, "-1,5"),
        (Fraction(95, 100), InputType.PERCENT, "95%"),
        (Fraction(95125, 100000), InputType.PERCENT, "95,1250%"),
        (Fraction(1), InputType.PERCENT, "100%"),
        (Fraction(18, 13), InputType.NUMBER, None),
        (Fraction(1, 10**45), InputType.NUMBER, None),
        (date(2026, 2, 5), InputType.DATE, "2026-02-05"),
    ],
)
def test_how_values_are_written(value: Value, kind: InputType, text: str | None) -> None:
    assert value_text(value, kind) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (None, ""),
        (cell("text", "  a b \n"), "a b"),
        (cell("number", "0.30000000000000004"), "0.3"),
        (cell("number", "12"), "12"),
        (cell("boolean", "1"), "1"),
    ],
)
def test_texts_of_cells(stored: Cell | None, text: str) -> None:
    assert cell_text(stored) == text


@pytest.mark.parametrize(
    ("stored", "moment"),
    [
        (cell("text", "05/02/2026"), "2026-02-05"),
        (cell("text", "2026-02-05 07:05"), "2026-02-05T07:05"),
        (cell("text", "5/2"), None),
        (cell("text", " "), None),
        (cell("number", "46058", "dd/mm/yyyy"), "2026-02-05"),
        (cell("number", "46058.5", "dd/mm/yyyy"), "2026-02-05T12:00"),
        (cell("number", "46058.60416666666", "dd/mm/yyyy hh:mm"), "2026-02-05T14:30"),
        (cell("number", "46058.99999", "dd/mm/yyyy hh:mm"), "2026-02-05"),
        (cell("number", "46058"), None),
        (cell("number", "46058", "d-mmm"), None),
        (cell("number", "0.5", "hh:mm"), None),
        (cell("date", "2026-02-05T14:30:00"), "2026-02-05T14:30"),
        (cell("boolean", "1"), None),
        (cell("error", "#N/A"), None),
    ],
)
def test_moments(stored: Cell, moment: str | None) -> None:
    assert moment_of_cell(stored, date1904=False) == moment


def test_moments_of_files_that_count_from_1904() -> None:
    assert moment_of_cell(cell("number", "44596", "dd/mm/yyyy"), date1904=True) == "2026-02-05"
