"""Remarks on answers that were read: where they point, what they quote, and where they are silent."""

import pytest
from forms import HEADINGS, OWN, Form, Stored, form_set, item, read, table

from parscore.messages import Words
from parscore.model.cell import AnswerState
from parscore.model.problem import Problem
from parscore.workbooks.read import read_form


def told(form: Form, *codes: str) -> list[Problem]:
    return [problem for problem in read(form).problems if problem.code in codes]


def facts(problem: Problem) -> dict[str, object]:
    return dict(problem.facts)


@pytest.mark.parametrize(
    ("stored", "look", "shown"),
    [
        ("0.6", "0", "1"),
        ("0.75", "0.0", "0,8"),
        ("0.751", "#,##0.00", "0,75"),
        ("0.6", '0" điểm"', "1"),
        ("0.6", "0.0", ""),
        ("0.30000000000000004", "0.0", ""),
        ("0.6", "General", ""),
        ("0.6", "0.0#", ""),
        ("1", "0", ""),
    ],
)
def test_a_number_that_shows_otherwise_than_it_is_stored(stored: str, look: str, shown: str) -> None:
    found = told(Form().put("1.1", points=Stored("number", stored, look)), "PS161")
    quoted = [(facts(problem)["shown"], facts(problem)["found"]) for problem in found]
    assert quoted == ([(shown, stored)] if shown else [])


def test_a_percentage_that_shows_otherwise() -> None:
    (found,) = told(Form().put("2.1.1", a=Stored("number", "0.9999", "0%")), "PS161")
    assert (facts(found)["shown"], found.criterion) == ("100%", "2.1.1")
    assert found.place.cell == Form().cell("2.1.1", "input:a")
    assert told(Form().put("2.1.1", a=Stored("number", "0.995", "0.0%")), "PS161") == []


def test_the_result_of_a_formula_is_quoted_already() -> None:
    assert told(Form().put("1.1", points=Stored("number", "0.75", "0", "MAX(J1:J2)")), "PS161") == []


@pytest.mark.parametrize("column", ["reason", "evidence", "x"])
@pytest.mark.parametrize("content", [1, "0,75", Stored("number", "0.5")])
def test_a_number_in_another_column_of_an_empty_row(column: str, content: object) -> None:
    form = Form(columns=[*HEADINGS, "x"], header=[{**HEADINGS, "x": "Điểm thẩm định"}])
    form.put("1.1", points=None)
    form.find("1.1")[column] = content  # type: ignore[assignment]
    (found,) = told(form, "PS165")
    assert (found.place.cell, facts(found)["other"]) == (form.cell("1.1", "points"), form.cell("1.1", column))
    assert facts(found)["column"] == form.header[0][column]


@pytest.mark.parametrize("content", ["Báo cáo số 12", 2, -1, "1,5", "", True])
def test_what_is_no_score_of_the_leaf_is_no_stray(content: object) -> None:
    assert told(Form().put("1.1", points=None, reason=content), "PS165") == []  # type: ignore[arg-type]


def test_a_row_with_an_answer_has_no_stray() -> None:
    assert told(Form().put("1.1", points="KĐG", reason="1"), "PS165") == []
    assert told(Form().put("1.2", a=None, b=13, reason="1"), "PS165") == []


def scored_by_formula(*typed: str) -> Form:
    form = Form()
    for code in ("1.2", "1.10", "2.1.1", "2.1.2"):
        form.put(code, points=1 if code in typed else Stored("number", "1", formula="MAX(J1:J2)"))
    return form


@pytest.mark.parametrize(("typed", "count"), [((), 0), (("1.10",), 1), (("1.10", "1.2"), 0), (OWN, 0)])
def test_a_number_typed_over_a_formula(typed: tuple[str, ...], count: int) -> None:
    found = told(scored_by_formula(*typed), "PS163")
    assert [problem.criterion for problem in found] == list(typed[:count])


def test_a_claim_is_no_formula_of_the_form() -> None:
    assert told(scored_by_formula().put("1.1", points=1), "PS163") == []


def test_a_stored_result_that_contradicts_its_formula_is_not_used() -> None:
    form = Form().put("1.2", a=Stored("number", "12", formula="5+6"))
    reading = read(form)
    (found,) = [problem for problem in reading.problems if problem.code == "PS164"]
    assert (found.place.cell, str(facts(found)["computed"])) == (form.cell("1.2", "input:a"), "11")
    assert reading.answers["1.2"].inputs["done"].state is AnswerState.UNUSABLE


def test_a_division_by_zero_is_told_with_the_error_it_gives() -> None:
    (found,) = told(Form().put("1.2", a=Stored("number", "50", formula="Z300/Z301")), "PS164")
    assert "cho #DIV/0! nhưng kết quả lưu trong tệp là 50" in Words("vi").problem(found).message


def test_a_formula_that_rests_on_itself_is_doubtful_and_not_stale() -> None:
    form = Form()
    form.put("1.2", a=Stored("number", "12", formula=f"{form.cell('1.2', 'input:a')}+1"))
    (found,) = told(form, "PS162", "PS164")
    assert (found.code, facts(found)["reason"]) == ("PS162", "formula.circle")


def test_cells_that_nobody_sees_are_listed_once() -> None:
    form = Form().put("1.1", points=Stored("number", "1", ";;;")).put("1.2", a=Stored("number", "12", '"";""'))
    (found,) = told(form, "PS158")
    assert facts(found)["cells"] == form.cell("1.1", "points")
    assert (found.place.sheet, found.place.cell, found.agency) == ("Biểu", "", "SYT")


def test_the_result_of_an_array_formula_in_another_cell() -> None:
    form = Form()
    found = table(form)
    place = (form.row("1.2"), form.column("input:a"), form.row("1.2"), form.column("input:b"))
    found.sheet.arrays = ((place, "TRANSPOSE(J1:J2)"),)
    notes = [problem for problem in read_form([found], "a.xlsx", "SYT", form_set()).problems if problem.code == "PS144"]
    assert [note.place.cell for note in notes] == [form.cell("1.2", "input:a"), form.cell("1.2", "input:b")]
    assert {facts(note)["formula"] for note in notes} == {"TRANSPOSE(J1:J2)"}


def test_leaves_of_others_and_rows_without_a_leaf_get_no_remarks() -> None:
    form = Form().put("2.2", points=Stored("number", "0.6", "0"), reason="1")
    form.rows.append(item("", "Ghi chú", None, points=Stored("number", "0.6", "0")))
    assert told(form, "PS161", "PS165", "PS163", "PS158") == []
