"""From a stored cell to an answer: the table of values.yaml, bounds, and that nothing is ever guessed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import Answer, AnswerState, Cell, CellKind, Value
from parscore.model.criteria import Input, InputType
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.numbers import parse_exact
from parscore.workbooks.values import POINTS, Asking, read_answer

PLACE = Place("inbox/a.xlsx", "Biểu", "D7")
TABLE = yaml.load((Path(__file__).parent / "values.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
STATES = {"blank": AnswerState.BLANK, "unusable": AnswerState.UNUSABLE, "KĐG": AnswerState.NOT_APPLICABLE}


def cell(kind: CellKind, text: str, code: str = "General", formula: str | None = None) -> Cell:
    return Cell("D7", 7, 4, kind, text, formula, code)


def asked(kind: str, low: object = None, high: object = None) -> Input:
    bounds = [None if bound is None else Fraction(str(bound)) for bound in (low, high)]
    return Input("a", "Số hồ sơ", InputType(kind), *bounds)


def read(stored: Cell | None, what: Input, **options: bool) -> tuple[Answer, list[Problem]]:
    return read_answer(stored, Asking(what, "SYT", "1.2", PLACE, **options))


def value_of(kind: str, written: str) -> Value:
    if kind == "choice":
        return written
    if kind == "yes_no":
        return written == "yes"
    return parse_exact(written)


def test_the_table_is_large_and_says_nothing_twice() -> None:
    rows = [tuple([*row, "General", ""][:7]) for row in TABLE]
    assert len(rows) >= 80
    assert len({(row[0], row[1], row[2], *row[5:]) for row in rows}) == len(rows)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(row).replace(" ", "_"))
def test_table(row: list[str]) -> None:
    kind, stored, text, expected, codes, *look = row
    found, problems = read(cell(stored, text, *look), asked(kind))  # type: ignore[arg-type]
    assert found.state is STATES.get(expected, AnswerState.GIVEN)
    assert found.value == (None if expected in STATES else value_of(kind, expected))
    assert " ".join(problem.code for problem in problems) == codes
    assert found.place == PLACE and found.cell is not None and found.cell.text == text
    for problem in problems:
        assert (problem.place, problem.agency, problem.criterion) == (PLACE, "SYT", "1.2")
        assert all(Words(language).problem(problem).message for language in LANGUAGES)


def test_an_empty_cell_is_blank() -> None:
    assert read(None, POINTS) == (Answer(AnswerState.BLANK, place=PLACE), [])


# --- bounds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "low", "high", "text", "code"),
    [
        ("count", 0, 4, "0", ""),
        ("count", 0, 4, "4", ""),
        ("count", 0, 4, "5", "PS214"),
        ("count", 1, None, "0", "PS214"),
        ("count", 1, None, "1", ""),
        ("number", -2, 2, "-2", ""),
        ("number", -2, 2, "-2.0000001", "PS214"),
        ("number", None, 100, "100.01", "PS214"),
        ("percent", "0.5", 1, "50", ""),
        ("percent", "0.5", 1, "49.9", "PS214"),
        ("percent", 0, 1, "100.1", "PS214"),
        ("percent", 0, 1, "-5", "PS214"),
    ],
)
def test_declared_bounds_are_closed(kind: str, low: object, high: object, text: str, code: str) -> None:
    found, problems = read(cell("number", text), asked(kind, low, high))
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert (found.state is AnswerState.GIVEN) is not bool(code)


def test_a_value_out_of_bounds_is_told_with_the_bounds_and_not_clamped() -> None:
    found, (problem,) = read(cell("number", "5"), asked("count", 0, 4))
    assert found.value is None
    assert dict(problem.facts)["found"] == 5
    assert dict(problem.facts)["bounds"] == "0 … 4"


@pytest.mark.parametrize(
    ("stored", "low", "high", "told"),
    [
        (cell("number", "95", "0%"), 0, 1, ("9500%", "0% … 100%")),
        (cell("text", "8500%"), 0, 1, ("8500%", "0% … 100%")),
        (cell("number", "49.9"), "0.5", None, ("49,9%", "≥ 50%")),
        (cell("number", "101"), None, 1, ("101%", "≤ 100%")),
    ],
)
def test_a_percentage_out_of_bounds_is_told_in_percent(
    stored: Cell, low: object, high: object, told: tuple[str, str]
) -> None:
    """The form asks for 95, not for 0.95: so does what is said of it."""
    _, problems = read(stored, asked("percent", low, high))
    message = Words("vi").problem(problems[-1]).message
    assert message == f"Tiêu chí 1.2 (Số hồ sơ): giá trị {told[0]} nằm ngoài khoảng {told[1]}."


def test_what_is_out_of_bounds_is_named_and_nothing_is_left_hanging() -> None:
    _, (above,) = read(cell("number", "5"), asked("count", 0, 4))
    _, (below,) = read(cell("number", "-1"), asked("count"))
    messages = [Words(language).problem(problem).message for problem in (above, below) for language in LANGUAGES]
    assert messages == [
        "Tiêu chí 1.2 (Số hồ sơ): giá trị 5 nằm ngoài khoảng 0 … 4.",
        "1.2 (Số hồ sơ): the value 5 is outside 0 … 4.",
        "Tiêu chí 1.2 (Số hồ sơ): giá trị -1 nhỏ hơn 0.",
        "1.2 (Số hồ sơ): the value -1 is below 0.",
    ]


def test_the_result_of_a_formula_is_told_as_it_is_stored() -> None:
    """Its text stands in records, where it must not depend on how results are shown today."""
    _, problems = read(cell("number", "12.0", formula="A1/2"), asked("number"))
    assert dict(problems[-1].facts)["found"] == "12.0"


# --- what a person is told ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "likely"),
    [
        (cell("number", "45689", "d-mmm"), "1/2"),
        (cell("date", "2025-02-01"), "1/2"),
        (cell("number", "0.52083333333333337", "h:mm"), "12:30"),
        (cell("number", "-5", "d-mmm"), "-5"),
        (cell("number", "1e300", "d-mmm"), "1e300"),
        (cell("text", "01/02/2025"), "01/02/2025"),
        (cell("text", "12:30"), "12:30"),
    ],
)
def test_a_date_is_told_with_what_was_likely_typed(stored: Cell, likely: str) -> None:
    _, (problem,) = read(stored, POINTS)
    assert (problem.code, dict(problem.facts)["likely"]) == ("PS107", likely)


def test_a_date_counted_from_1904_is_told_as_the_day_it_shows() -> None:
    stored = cell("number", str(45689 - 1462), "d-mmm")
    _, (problem,) = read(stored, POINTS, date1904=True)
    assert dict(problem.facts)["likely"] == "1/2"
    assert dict(read(stored, POINTS)[1][0].facts)["likely"] == "31/1"


def test_an_error_is_told_by_its_kind_and_a_text_as_it_stands() -> None:
    _, (problem,) = read(cell("error", "#DIV/0!"), POINTS)
    assert dict(problem.facts)["found"] == "#DIV/0!"
    _, (problem,) = read(cell("text", "a\x1b[31m\n" + "b" * 200), POINTS)
    quoted = str(dict(problem.facts)["found"])
    assert quoted.startswith("a␛[31m⏎bbb") and len(quoted) <= 80 and quoted.endswith("…")
    assert dict(problem.facts)["asked"] == "asked.points"


def test_how_a_text_was_read_is_kept_with_the_answer() -> None:
    assert read(cell("text", "1.234,5"), POINTS)[0].reading == "grouped, decimal comma"
    assert read(cell("text", "5"), POINTS)[0].reading == "text"
    assert read(cell("number", "5"), POINTS)[0].reading == ""


# --- zeros that nobody calculated ---------------------------------------------------------------------------------


@pytest.mark.parametrize("zero", ["0", "0.0", "-0"])
@pytest.mark.parametrize("kind", [kind.value for kind in InputType])
def test_a_zero_of_a_program_that_does_not_calculate_is_no_answer(kind: str, zero: str) -> None:
    stored = cell("number", zero, "0%" if kind == "percent" else "General", "SUM(D8:D9)")
    found, (problem,) = read(stored, asked(kind), uncalculated_zeros=True)
    assert (found.state, problem.code) == (AnswerState.UNUSABLE, "PS143")
    assert dict(problem.facts)["formula"] == "SUM(D8:D9)"


@pytest.mark.parametrize(
    "stored", [cell("number", "0"), cell("number", "0.5", formula="1/2"), cell("number", "0", "0.00")]
)
def test_typed_zeros_and_other_results_are_answers_all_the_same(stored: Cell) -> None:
    assert read(stored, POINTS, uncalculated_zeros=True)[0].state is AnswerState.GIVEN


# --- properties ---------------------------------------------------------------------------------------------------

KINDS: tuple[CellKind, ...] = ("number", "text", "boolean", "error", "date", "blank")
DIGITS = st.text("0123456789.,-+ eE%/:'\u00a0\u2212", max_size=12)


@given(
    st.sampled_from(KINDS),
    st.one_of(st.text(max_size=20), DIGITS),
    st.sampled_from(["General", "0.00", "0%", "dd/mm/yyyy", "h:mm", "@"]),
    st.sampled_from([None, "A1+1"]),
    st.sampled_from(list(InputType)),
)
def test_any_cell_is_an_answer_or_has_an_error_and_never_both(
    kind: CellKind, text: str, code: str, formula: str | None, what: InputType
) -> None:
    stored = cell(kind, text, code, formula)
    if kind in ("number", "boolean") and not (text.isascii() and text.replace(".", "", 1).isdigit()):
        stored = stored._replace(text="1")  # the reader lets only numbers pass as such
    found, problems = read(stored, replace(POINTS, type=what))
    grave = [problem.code for problem in problems if problem.severity == "error"]
    assert (found.state is AnswerState.UNUSABLE) == bool(grave)
    assert (found.value is not None) == (found.state is AnswerState.GIVEN)
    assert len(grave) <= 1


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6), st.sampled_from([",", "."]))
def test_a_number_is_the_same_in_a_number_cell_and_in_a_text_cell(value: Fraction, digits: int, mark: str) -> None:
    scaled = round(value * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    text = f"{'-' if scaled < 0 else ''}{whole}" + (f".{rest:0{digits}}" if digits else "")
    typed, _ = read(cell("number", text), POINTS)
    written, problems = read(cell("text", text.replace(".", mark)), POINTS)
    assert typed.value == Fraction(scaled, 10**digits)
    ambiguous = digits == 3 and 0 < whole < 1000
    assert [problem.code for problem in problems] == (["PS104"] if ambiguous else ["PS142"])
    assert written.value == (None if ambiguous else typed.value)
