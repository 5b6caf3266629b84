"""The rows of a form: each leaf by its code and name, wherever it stands; nothing chosen, nothing lost in silence."""

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

import pytest
from forms import FILE, HEADINGS, OWN, PERCENT, Content, Form, Row, Stored, book, form_set, item, read
from forms import table as table_of
from hypothesis import given
from hypothesis import strategies as st

from parscore.definitions.load import read_criteria
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import CriteriaSet, Source
from parscore.model.place import column_letters
from parscore.model.problem import Problem
from parscore.model.season import Agency
from parscore.model.submission import Submission
from parscore.workbooks.layout import heading_of, input_role
from parscore.workbooks.read import FormReading, covers, read_form
from parscore.workbooks.table import find_tables

GUIDANCE: tuple[Row, ...] = (
    {"name": "- Ban hành trong tháng 01: 1 điểm"},
    {"name": "a: Số nhiệm vụ hoàn thành; b: Số nhiệm vụ được giao"},
    {"code": "*", "name": "Ghi chú: 1.1 và 1.2 tính riêng"},
    {"evidence": "Báo cáo số 13", "reason": "xem phụ lục"},
    {"code": "a)", "name": "Mỗi nội dung 0,25 điểm", "maximum": "0,25"},
    {"code": "I", "name": "Chỉ đạo, điều hành"},
    {"x1": 99},
    {key: f"({at})" for at, key in enumerate(HEADINGS, 1)},
)


def found(reading: FormReading) -> list[tuple[str, str, str]]:
    """Code, cell and criterion of every problem."""
    return [(problem.code, problem.place.cell, problem.criterion) for problem in reading.problems]


def codes(form: Form, **options: bool) -> list[str]:
    return sorted(problem.code for problem in read(form, **options).problems)


def only(form: Form, **options: bool) -> Problem:
    (problem,) = read(form, **options).problems
    return problem


def fact(problem: Problem, name: str) -> object:
    return dict(problem.facts).get(name)


def meaning(answer: Answer) -> tuple[object, ...]:
    """An answer without its address."""
    stored = answer.cell and answer.cell._replace(address="", row=0, column=0)
    return (answer.state, answer.value, answer.reading, stored)


def meanings(reading: FormReading) -> dict[str, tuple[object, ...]]:
    return {
        code: (
            meaning(row.claimed), {name: meaning(answer) for name, answer in row.inputs.items()}, row.evidence,
            row.reason,
        )
        for code, row in reading.answers.items()
    }  # fmt: skip


def addresses(reading: FormReading) -> dict[tuple[str, str], str]:
    places = {(code, "code"): row.row.cell for code, row in reading.answers.items()}
    places |= {(code, "points"): row.claimed.place.cell for code, row in reading.answers.items()}
    for code, row in reading.answers.items():
        for column, answer in zip(("input:a", "input:b"), row.inputs.values(), strict=False):
            places[code, column] = answer.place.cell
    return places


def told(reading: FormReading) -> Counter[tuple[str, str]]:
    return Counter((problem.code, problem.criterion) for problem in reading.problems)


def filled() -> list[Row]:
    """Rows with an answer of every kind and notes of every kind."""
    form = Form()
    form.put("1.1", points="0,75").put("1.2", points="KĐG", a=None, b=None, reason="Không được giao")
    form.put("1.10", a="Không", points=Stored("number", "0", formula="1-1"))
    form.put("2.1.1", a="75,5 %").put("2.2", points=3)
    return form.rows


# --- a form that is as it should be -------------------------------------------------------------------------------


def test_a_form_is_read_whole() -> None:
    form = Form()
    reading = read(form)
    assert reading.problems == ()
    assert reading.filled_in
    assert list(reading.answers) == [*OWN, "2.2"]
    assert {
        code: tuple(answer.value for answer in (row.claimed, *row.inputs.values()))
        for code, row in reading.answers.items()
    } == {
        "1.1": (1,),
        "1.2": (None, 12, 13),
        "1.10": (None, True),
        "2.1.1": (None, Fraction(3, 4)),
        "2.1.2": (None, "Trên mạng"),
        "2.2": (None,),
    }
    assert addresses(reading) == {key: form.cell(*key) for key in addresses(reading)}
    assert reading.answers["1.2"].evidence == "Báo cáo số 12"


# --- position does not matter -------------------------------------------------------------------------------------


@st.composite
def bent(draw: st.DrawFn) -> Form:
    """The filled form with rows and columns inserted above, left and between, in any order."""
    form = Form(rows=filled(), down=draw(st.integers(0, 40)), right=draw(st.integers(0, 20)))
    form.columns = draw(st.permutations([*HEADINGS, "x1", "x2", "x3"]))
    form.rows = draw(st.permutations(form.rows))
    for guidance in draw(st.lists(st.sampled_from(GUIDANCE), max_size=12)):
        form.rows.insert(draw(st.integers(0, len(form.rows))), dict(guidance))
    return form


@given(bent())
def test_inserted_rows_and_columns_and_any_order_move_addresses_and_nothing_else(form: Form) -> None:
    straight, reading = read(Form(rows=filled())), read(form)
    assert meanings(reading) == meanings(straight)
    assert told(reading) == told(straight)
    assert addresses(reading) == {key: form.cell(*key) for key in addresses(straight)}


@given(bent(), st.sampled_from(OWN))
def test_a_row_taken_out_is_exactly_that_row_missing(form: Form, code: str) -> None:
    before = read(form)
    form.rows.remove(form.find(code))
    reading = read(form)
    kept = {key: value for key, value in meanings(before).items() if key != code}
    assert meanings(reading) == kept
    gone = Counter({key: count for key, count in told(before).items() if key[1] != code})
    assert told(reading) == gone + Counter({("PS102", code): 1})


@given(bent(), st.sampled_from(OWN), st.integers(0, 30))
def test_a_row_that_stands_twice_is_never_chosen(form: Form, code: str, at: int) -> None:
    before = read(form)
    form.rows.insert(at, deepcopy(form.find(code)))
    first = form.row(code)
    reading = read(form)
    assert meanings(reading) == {key: value for key, value in meanings(before).items() if key != code}
    (problem,) = (problem for problem in reading.problems if problem.code == "PS127")
    assert problem.criterion == code
    assert fact(problem, "first") == f"{column_letters(form.column('code'))}{first}"
    assert problem.place.cell != fact(problem, "first")


def test_three_rows_of_one_leaf() -> None:
    form = Form()
    form.rows += [deepcopy(form.find("1.1")), deepcopy(form.find("1.1"))]
    reading = read(form)
    assert [code for code, _, _ in found(reading)] == ["PS127", "PS127"]
    assert "1.1" not in reading.answers


def test_the_problems_of_both_rows_are_told() -> None:
    form = Form().put("1.1", points="một")
    form.rows.append(deepcopy(form.find("1.1")))
    assert codes(form) == ["PS105", "PS127"]


def test_the_row_of_a_leaf_that_others_judge_may_be_missing_or_stand_twice() -> None:
    form = Form()
    form.rows.append(deepcopy(form.find("2.2")))
    assert codes(form) == []
    form.rows = [row for row in form.rows if row.get("key") != "2.2"]
    assert codes(form) == []


def test_a_blank_row_in_the_middle_ends_nothing() -> None:
    form = Form()
    form.rows[4:4] = [{} for _ in range(200)]
    assert codes(form) == []
    assert form.row("2.1.2") > 200


def test_a_cell_at_the_end_of_the_sheet_is_no_row() -> None:
    form = Form(more={(1_048_576, 16_384): 7, (1_000_000, 2): "Tiêu chí"})
    assert codes(form) == []


# --- code and name ------------------------------------------------------------------------------------------------


def variants(code: str) -> Iterable[Content]:
    """The ways a code is written that leave it what it is."""
    yield from (f"{code}.", f" {code} ", f"{code}\u00a0", f"\u200b{code}", f"{code}. ", f"\n{code}")


@pytest.mark.parametrize("code", OWN)
def test_dots_and_blanks_around_a_code_do_not_matter(code: str) -> None:
    for written in variants(code):
        assert codes(Form().put(code, code=written)) == []


@pytest.mark.parametrize("code", OWN)
@pytest.mark.parametrize(
    "damage",
    [
        Stored("number", "45931", "d-mmm"),
        Stored("number", "45931.5", "dd/mm/yyyy"),
        Stored("date", "2025-10-01"),
        Stored("blank", "", formula="A1"),
        None,
        "  ",
    ],
)
def test_a_code_that_a_program_damaged_is_found_by_its_name(code: str, damage: Content) -> None:
    form = Form().put(code, code=damage)
    reading = read(form)
    assert found(reading) == [("PS129", form.cell(code, "code"), code)]
    assert meanings(reading) == meanings(read(Form()))


@pytest.mark.parametrize(
    ("code", "stored", "noted"),
    [
        ("1.1", "1.1", []),
        ("1.1", "1.1000000000000001", []),  # as Excel stores 1.1
        ("1.1", "1.10", []),
        ("1.2", "1.2", []),
        ("1.2", "1.2000000000000002", []),
        ("1.10", "1.1", ["PS129"]),
        ("1.10", "1.1000000000000001", ["PS129"]),
        ("1.2", "1.1", ["PS102", "PS128"]),
        ("1.1", "1.2", ["PS102", "PS128"]),
        ("1.1", "11", ["PS102", "PS128"]),
        ("2.1.1", "2.11", ["PS102", "PS128"]),
        ("1.1", "1", ["PS102", "PS128"]),
    ],
)
def test_a_code_stored_as_a_number(code: str, stored: str, noted: list[str]) -> None:
    assert codes(Form().put(code, code=Stored("number", stored))) == noted


def test_a_whole_number_does_not_stand_for_another_power_of_ten() -> None:
    """Only zeros after the decimal sign get lost: 1 is not what became of 10."""
    criteria = renamed(form_set(), "1.10", "10")
    form = Form().put("1.10", code=1)
    reading = read_by(criteria, form)
    assert sorted(problem.code for problem in reading.problems) == ["PS102", "PS128"]


def renamed(criteria: CriteriaSet, code: str, new: str, name: str = "") -> CriteriaSet:
    """The set with another code (and name) of a leaf."""

    def of(item: object) -> object:
        if getattr(item, "code", "") == code:
            return replace(item, code=new, name=name or item.name)  # type: ignore[type-var,attr-defined]
        if hasattr(item, "children"):
            return replace(item, children=tuple(map(of, item.children)))  # type: ignore[type-var]
        return item

    return replace(criteria, areas=tuple(map(of, criteria.areas)))  # type: ignore[arg-type]


def read_by(criteria: CriteriaSet, form: Form) -> FormReading:
    tables, _ = find_tables(book(form), FILE)
    return read_form(tables, FILE, "SYT", criteria)


def shipped() -> list[CriteriaSet]:
    paths = sorted((Path(__file__).parents[2] / "criteria").glob("*/*.yaml"))
    return [found for path in paths if (found := read_criteria(path, path.name)[0])]


@pytest.mark.parametrize("criteria", shipped(), ids=lambda criteria: criteria.id)
@pytest.mark.parametrize("stored_as", ["text", "number", "date"])
def test_every_code_of_the_shipped_sets_survives_any_program(criteria: CriteriaSet, stored_as: str) -> None:
    """As text, as the number a program makes of it, as a date: each row is found, and told where its code is not."""
    leaves = [leaf for leaf in criteria.leaves() if leaf.source is Source.SELF]
    form = Form(
        columns=[*HEADINGS, *map(input_role, range(2, 6))], rows=[item(leaf.code, leaf.name) for leaf in leaves]
    )
    form.header = [{**HEADINGS, **{role: heading_of(role) for role in form.columns[len(HEADINGS) :]}}]
    changed = []
    for leaf in leaves:
        if stored_as == "date":
            form.put(leaf.code, code=Stored("number", "45931", "d-mmm"))
            changed.append(leaf.code)
        elif stored_as == "number" and leaf.code.count(".") == 1:
            form.put(leaf.code, code=Stored("number", format(float(leaf.code), ".17g")))
            changed += [leaf.code] if leaf.code.endswith("0") else []
    reading = read_by(criteria, form)
    assert list(reading.answers) == [leaf.code for leaf in leaves]
    assert [(problem.code, problem.criterion) for problem in reading.problems] == [("PS129", code) for code in changed]


def test_two_leaves_of_one_name_are_told_apart_by_their_codes() -> None:
    criteria = renamed(form_set(), "2.1.2", "2.1.2", "Ban hành kế hoạch")
    form = Form().put("2.1.2", name="Ban hành kế hoạch")
    assert read_by(criteria, form).problems == ()
    form.put("1.1", code=Stored("number", "1.1"))
    assert read_by(criteria, form).problems == ()


def test_a_number_that_may_be_two_codes_of_one_name_is_refused() -> None:
    criteria = renamed(form_set(), "1.10", "1.10", "Ban hành kế hoạch")
    form = Form().put("1.10", name="Ban hành kế hoạch", code=Stored("number", "1.1"))
    problems = [(problem.code, problem.criterion) for problem in read_by(criteria, form).problems]
    assert problems == [("PS128", "1.1"), ("PS102", "1.10")]
    form.put("1.10", code="1.10")
    assert read_by(criteria, form).problems == ()


@pytest.mark.parametrize("column", ["code", "name"])
def test_exchanged_codes_or_names_are_refused_on_both_rows(column: str) -> None:
    form = Form()
    one, other = form.find("1.1"), form.find("2.1.2")
    one[column], other[column] = other[column], one[column]
    reading = read(form)
    rows = [form.cell("1.1", "name"), form.cell("2.1.2", "name")]
    assert [(code, cell) for code, cell, _ in found(reading)][:2] == [("PS128", cell) for cell in rows]
    assert sorted(told(reading)) == [("PS102", "1.1"), ("PS102", "2.1.2"), ("PS128", "1.1"), ("PS128", "2.1.2")]
    assert not {"1.1", "2.1.2"} & reading.answers.keys()


@pytest.mark.parametrize("name", ["Ban hành kế hoạch năm", "Ban hành", "", None, 5])
def test_a_code_with_another_name_is_refused(name: Content) -> None:
    form = Form().put("1.1", name=name)
    assert found(read(form)) == [("PS128", form.cell("1.1", "name"), "1.1"), ("PS102", "", "1.1")]


@pytest.mark.parametrize("code", ["9.9", "x", "1", "1.1.1"])
def test_a_name_with_another_code_is_refused(code: str) -> None:
    form = Form().put("1.1", code=code)
    assert found(read(form)) == [("PS128", form.cell("1.1", "name"), "1.1"), ("PS102", "", "1.1")]


def test_a_message_names_code_and_names() -> None:
    form = Form().put("1.1", name="Tổ chức đối thoại")
    problem = next(problem for problem in read(form).problems if problem.code == "PS128")
    assert dict(problem.facts) == {
        "code": "1.1", "found": "Tổ chức đối thoại", "wanted": "Ban hành kế hoạch", "other": "1.10",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["BAN HÀNH KẾ HOẠCH", "Ban  hành\nkế hoạch ", "Ban hành kế\u00a0hoạch"],
)
def test_a_name_is_compared_in_its_normal_form(name: str) -> None:
    assert codes(Form().put("1.1", name=name)) == []


@pytest.mark.parametrize(
    "name",
    ["\ufeffBan hành kế hoạch", "Ban hành kế hoа̣ch", "Ban hàn\u00adh kế hoạch", "Ban hành kế ho\u1ea1ch\u200b"],
)
def test_a_name_matched_by_letters_that_look_alike_is_told(name: str) -> None:
    problem = only(Form().put("1.1", name=name))
    assert (problem.code, fact(problem, "count")) == ("PS111", "1")


def test_decomposed_names_are_counted_in_one_note() -> None:
    form = Form()
    for code in OWN[:3]:
        form.put(code, name=normalize("NFD", str(form.find(code)["name"])))
    problem = only(form)
    assert (problem.code, problem.place.cell, fact(problem, "count")) == ("PS111", "", "3")


def test_a_row_that_the_set_does_not_have_is_listed() -> None:
    form = Form()
    form.rows.insert(3, item("1.3", "Sáng kiến của đơn vị", 1, points=1))
    problem = only(form)
    assert (problem.code, problem.place.cell) == ("PS103", form.cell("1.3", "code"))
    assert (fact(problem, "found"), fact(problem, "name")) == ("1.3", "Sáng kiến của đơn vị")


@pytest.mark.parametrize("row", GUIDANCE)
def test_other_rows_between_are_passed_over(row: Row) -> None:
    form = Form()
    form.rows.insert(3, dict(row))
    assert codes(form) == []


@pytest.mark.parametrize("numbers", ["({})", "{}", "({}) = a/b"])
def test_a_row_that_numbers_the_columns(numbers: str) -> None:
    form = Form()
    form.rows.insert(0, {key: numbers.format(at) for at, key in enumerate(HEADINGS, 1)})
    assert codes(form) == []
    form.rows[0] = dict(zip(HEADINGS, "ABCDEFGH", strict=True))
    assert codes(form) == []


@pytest.mark.parametrize(
    ("header", "below", "noted"), [(1, 1, []), (1, 2, []), (1, 3, ["PS103"]), (2, 1, []), (3, 1, [])]
)
def test_the_numbers_of_columns_stand_just_below_the_header(header: int, below: int, noted: list[str]) -> None:
    """The 9 over a code column that is the ninth is the number of a column there, and an unknown code elsewhere."""
    columns = [key for key in HEADINGS if key != "code"] + ["x1", "code"]
    form = Form(columns=columns, header=[HEADINGS, *[{}] * (header - 1)])
    if header > 1:
        first, last = form.header_row - header + 1, form.header_row
        form.merged = [(first, form.column(key), last, form.column(key)) for key in HEADINGS]
    form.rows[below - 1 : below - 1] = [{key: str(at) for at, key in enumerate(columns, 1)}]
    assert codes(form) == noted


def test_areas_may_be_numbered_in_roman() -> None:
    assert codes(Form().put("1", code="I").put("2", code="II")) == []


# --- maxima -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [2, "2", "2,0", "2.00", " 2 ", Stored("number", "2.0", "0.00"), Stored("number", "2", formula="1+1"), None, " "],
)
def test_the_sets_maximum_in_any_spelling(written: Content) -> None:
    assert codes(Form().put("1.2", maximum=written)) == []


@pytest.mark.parametrize(
    "written",
    [3, "2,5", "hai", Stored("number", "2.0000001"), Stored("error", "#REF!"), Stored("number", "2", "0%"), True, 0],
)
def test_another_maximum_spoils_the_row(written: Content) -> None:
    form = Form().put("1.2", maximum=written)
    reading = read(form)
    assert found(reading) == [("PS130", form.cell("1.2", "maximum"), "1.2")]
    assert fact(reading.problems[0], "maximum") == 2
    assert {answer.state for answer in reading.answers["1.2"].inputs.values()} == {AnswerState.UNUSABLE}
    assert reading.answers["1.2"].claimed.state is AnswerState.BLANK


def test_the_maxima_of_areas_and_of_others_leaves_are_not_the_agencys_business() -> None:
    assert codes(Form().put("1", maximum=9).put("2.1", maximum=9)) == []
    assert codes(Form().put("2.2", maximum=9)) == []


# --- merged, hidden -----------------------------------------------------------------------------------------------


def merge(form: Form, column: str, first: str, last: str, more: int = 0) -> Form:
    at = form.column(column)
    form.merged.append((form.row(first), at, form.row(last) + more, at))
    return form


@pytest.mark.parametrize("value", [1, "KĐG", None, Stored("error", "#REF!")])
def test_a_score_cell_merged_over_two_leaves_is_nobodys(value: Content) -> None:
    form = merge(Form().put("1.1", points=value), "points", "1.1", "1.2")
    reading = read(form)
    assert ("PS135", form.cell("1.1", "points"), "1.1") in found(reading)
    assert {code for code, _, _ in found(reading)} <= {"PS135", "PS148"}
    assert reading.answers["1.1"].claimed.state is AnswerState.UNUSABLE
    problem = next(problem for problem in reading.problems if problem.code == "PS135")
    assert fact(problem, "range") == f"{form.cell('1.1', 'points')}:{form.cell('1.2', 'points')}"


def test_a_data_cell_merged_over_two_leaves_is_nobodys() -> None:
    form = merge(Form(), "input:a", "1.2", "1.10")
    assert found(read(form)) == [
        ("PS135", form.cell("1.2", "input:a"), "1.2"),
        ("PS135", form.cell("1.10", "input:a"), "1.10"),
    ]


def test_a_score_cell_merged_over_the_guidance_of_its_leaf_is_its_own() -> None:
    form = Form()
    form.rows[2:2] = [{"name": "- Kịp thời: 1 điểm"}, {"name": "- Chậm: 0,5 điểm"}]
    for column in ("code", "maximum", "points"):
        merge(form, column, "1.1", "1.1", 2)
    assert codes(form) == []
    assert read(form).answers["1.1"].claimed.value == 1


def test_the_value_of_a_merged_cell_stands_in_its_first_row() -> None:
    """The guidance may come before the row that bears code and name."""
    form = Form()
    form.rows[1:1] = [{"name": "Hướng dẫn:", "points": 1}]
    form.put("1.1", points=None)
    form.merged = [(form.row("1.1") - 1, form.column("points"), form.row("1.1"), form.column("points"))]
    reading = read(form)
    assert codes(form) == []
    assert reading.answers["1.1"].claimed.value == 1
    assert reading.answers["1.1"].claimed.place.cell == form.cell("1.1", "points")


def test_a_text_merged_over_leaves_counts_for_each() -> None:
    form = merge(Form().put("1.1", evidence="Báo cáo số 1").put("1.2", evidence=None), "evidence", "1.1", "1.2")
    assert codes(form) == []
    assert [read(form).answers[code].evidence for code in ("1.1", "1.2")] == ["Báo cáo số 1"] * 2


def test_cells_merged_sideways_are_no_trouble() -> None:
    form = Form()
    form.merged = [(form.row("1.1"), form.column("points"), form.row("1.1"), form.column("reason"))]
    assert codes(form) == []


def test_a_range_merged_over_the_whole_sheet_is_told_and_not_walked() -> None:
    form = Form(merged=[(4, 1, 1_048_576, 16_384)])
    assert set(codes(form)) == {"PS135", "PS148"}


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    form = Form()
    form.hidden_rows = frozenset({form.row("1.1"), form.row("2"), 1, 5000})
    problem = only(form)
    assert (problem.code, problem.place.cell) == ("PS134", "")
    assert (fact(problem, "rows"), fact(problem, "columns")) == (str(form.row("1.1")), "-")
    form = Form(hidden_columns=((form.column("input:b"), form.column("points")), (30, 16_384)))
    assert (fact(only(form), "rows"), fact(only(form), "columns")) == ("-", "E, F")
    for state in ("hidden", "very_hidden"):
        assert (fact(only(Form(state=state)), "rows"), fact(only(Form(state=state)), "columns")) == ("-", "-")
    assert meanings(read(form)) == meanings(read(Form()))


def test_hidden_rows_without_a_leaf_and_columns_without_a_role_are_nobodys_business() -> None:
    form = Form(hidden_rows=frozenset({1, 2}), hidden_columns=((20, 30),))
    form.hidden_rows |= {form.row("1"), form.row("2.1")}
    assert codes(form) == []


# --- values in the wrong place ------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["x1", "reason", "evidence"])
def test_a_score_in_another_column_is_not_fetched(column: str) -> None:
    form = Form(columns=[*HEADINGS, "x1"], header=[{**HEADINGS, "x1": "Thẩm định"}])
    form.put("1.1", points=None)
    form.find("1.1")[column] = "1"
    reading = read(form)
    assert reading.answers["1.1"].claimed.state is AnswerState.BLANK
    submission = Submission("SYT", "self", FILE, "Biểu", "0" * 64, 1, reading.answers)
    card, problems = score(Case(Agency("SYT", "Sở Y tế", "so"), submission, {}), form_set())
    assert not card.complete
    assert [(problem.code, problem.place.cell) for problem in problems if problem.criterion == "1.1"] == [
        ("PS201", form.cell("1.1", "points"))
    ]


def test_a_form_without_a_data_column_says_so_once_and_has_blanks() -> None:
    form = Form(columns=[column for column in HEADINGS if column != "input:b"])
    reading = read(form)
    assert found(reading) == [("PS125", f"A{form.header_row}", "")]
    assert "Số liệu b" in str(reading.problems[0].facts)
    assert "A: TT" in str(fact(reading.problems[0], "found"))
    total = reading.answers["1.2"].inputs["total"]
    assert (total.state, total.place.cell) == (AnswerState.BLANK, form.cell("1.2", "code"))


def test_points_that_cannot_be_read_are_a_warning_where_the_data_settle_them() -> None:
    form = Form().put("1.2", points="tối đa")
    problem = only(form)
    assert (problem.code, problem.severity, problem.place.cell) == ("PS148", "warning", form.cell("1.2", "points"))
    assert fact(problem, "found") == "tối đa"
    assert codes(Form().put("1.1", points="tối đa")) == ["PS105"]


@pytest.mark.parametrize("written", ["chờ khảo sát", Stored("error", "#REF!"), "KĐG", Stored("number", "3", "d/m")])
@pytest.mark.parametrize("column", ["points", "a"])
def test_what_is_written_on_a_leaf_of_others_is_a_note(written: Content, column: str) -> None:
    form = Form().put("2.2", **{column: written})
    problem = only(form)
    assert (problem.code, problem.severity, problem.criterion) == ("PS146", "note", "2.2")
    assert problem.place.cell == form.cell("2.2", "input:a" if column == "a" else "points")
    assert fact(problem, "source") == "source.survey"


# --- totals -------------------------------------------------------------------------------------------------------

CLAIMS: dict[str, Content] = {"1.1": 1, "1.2": "1,5", "1.10": Stored("number", "0.10000000000000001"), "2.1.1": "KĐG",
                              "2.1.2": 1}  # fmt: skip


def totalled(total: Content, at: int = 99, **cells: Content) -> Form:
    form = Form()
    for code, points in CLAIMS.items():
        form.put(code, points=points)
    form.rows.insert(at, {"name": "Tổng cộng", "points": total, **cells})
    return form


def totals(form: Form, **options: bool) -> list[Problem]:
    return [problem for problem in read(form, **options).problems if problem.code == "PS208"]


@pytest.mark.parametrize("at", [0, 4, 99])
@pytest.mark.parametrize("total", ["3,6", Stored("number", "3.6000000000000001"), Stored("number", "3.6", formula="1")])
def test_the_forms_total_is_the_sum_of_its_rows(total: Content, at: int) -> None:
    assert totals(totalled(total, at)) == []


@pytest.mark.parametrize("at", [0, 4, 99])
def test_a_total_that_differs_is_told_wherever_it_stands(at: int) -> None:
    (problem,) = totals(totalled("3,7", at))
    assert problem.severity == "warning"
    assert (fact(problem, "found"), fact(problem, "computed")) == (Fraction(37, 10), Fraction(36, 10))


@pytest.mark.parametrize("word", ["TỔNG CỘNG", "Tổng điểm", "Cộng", "tổng  cộng:"])
def test_the_word_for_the_total_may_stand_over_code_and_name(word: str) -> None:
    assert len(totals(totalled(9, 99, name=word))) == 1
    assert len(totals(totalled(9, 99, name=None, code=word))) == 1


def test_subtotals_are_not_taken_for_the_total() -> None:
    form = totalled("2,6", 4, name="Cộng")
    form.rows.append({"name": "Cộng", "points": 1})
    assert totals(form) == []


@pytest.mark.parametrize("total", [None, "", "KĐG", "ba", Stored("blank", "", formula="SUM(F4:F9)")])
def test_a_total_that_is_no_number_is_nobodys_business(total: Content) -> None:
    assert totals(totalled(total)) == []


def test_a_total_over_a_row_that_stands_twice_is_not_compared() -> None:
    form = totalled("4,6")
    form.rows.append(deepcopy(form.find("1.1")))
    assert totals(form) == []


def test_a_total_that_nobody_calculated_says_nothing() -> None:
    form = totalled(Stored("number", "0", formula="SUM(F4:F9)"))
    assert totals(form, uncalculated_zeros=True) == []
    assert len(totals(form)) == 1


@pytest.mark.parametrize("points", [None, "ba"])
def test_a_total_over_points_that_are_missing_is_not_compared(points: Content) -> None:
    assert totals(totalled(9).put("1.2", points=points)) == []


# --- formulas that nobody calculated ------------------------------------------------------------------------------


def test_a_zero_of_a_program_that_does_not_calculate() -> None:
    form = Form().put("1.2", a=Stored("number", "0", formula="IF(D1>D2,D1,D2)"))
    assert codes(form) == ["PS144"]
    assert codes(form, uncalculated_zeros=True) == ["PS143"]
    form.put("1.2", a=Stored("number", "5", formula="MAX(D1,D2)"))
    assert codes(form, uncalculated_zeros=True) == ["PS144"]


@pytest.mark.parametrize(
    ("formula", "found", "state"),
    [
        ("12/0", ["PS164"], AnswerState.UNUSABLE),
        ("D90/D91", ["PS164"], AnswerState.UNUSABLE),
        ("6+6", ["PS144"], AnswerState.GIVEN),
        ("D6+1", ["PS144", "PS162"], AnswerState.GIVEN),  # its own cell: no result of it is sure
        ("+".join(["1"] * 12 + ["0"] * 1300), ["PS144", "PS159"], AnswerState.GIVEN),
        ("+".join(["1"] * 12 + ["0"] * 100), ["PS144"], AnswerState.GIVEN),
    ],
    ids=["undefined", "empty cells", "right", "itself", "too long", "long"],
)
def test_what_is_said_of_a_formula_with_a_stored_result(formula: str, found: list[str], state: AnswerState) -> None:
    reading = read(Form().put("1.2", a=Stored("number", "12", formula=formula)))
    assert [problem.code for problem in reading.problems] == found
    answer = next(iter(reading.answers["1.2"].inputs.values()))
    assert (answer.state, answer.cell and answer.cell.address) == (state, "D6")


# --- the form as a whole ------------------------------------------------------------------------------------------


def blank() -> Form:
    form = Form()
    for code in OWN:
        form.put(code, a=None, b=None, points=None, evidence=None)
    return form


def test_a_blank_form_is_not_filled_in() -> None:
    assert not read(blank()).filled_in
    assert not read(blank().put("1.1", points=" ", evidence="QĐ 1", reason="?")).filled_in
    assert not read(blank().put("1.2", maximum=5)).filled_in


@pytest.mark.parametrize(
    ("column", "content"), [("points", 0), ("points", "KĐG"), ("points", "ba"), ("a", 0), ("a", PERCENT)]
)
def test_one_answer_of_any_kind_is_filled_in(column: str, content: Content) -> None:
    assert read(blank().put("1.2", **{column: content})).filled_in


def test_a_table_that_stands_twice_is_filled_in_all_the_same() -> None:
    form = Form()
    form.rows += deepcopy(form.rows)
    reading = read(form)
    assert reading.filled_in
    assert told(reading) == Counter({("PS127", code): 1 for code in OWN})
    assert list(reading.answers) == ["2.2"]


def test_what_the_agency_writes_on_leaves_of_others_does_not_fill_a_form_in() -> None:
    assert not read(blank().put("2.2", points=3)).filled_in


@pytest.mark.parametrize(("gone", "share"), [((), 1), (("1.1", "2.2"), Fraction(4, 6)), ((*OWN, "2.2"), 0)])
def test_the_share_of_a_set_that_a_form_covers(gone: tuple[str, ...], share: Fraction) -> None:
    form = Form()
    form.rows = [row for row in form.rows if row.get("key") not in gone]
    assert covers([table_of(form)], form_set()) == share


def test_a_row_counts_once_for_the_share() -> None:
    form = Form()
    form.rows = [form.find("1.1")] * 5
    assert covers([table_of(form)], form_set()) == Fraction(1, 6)
