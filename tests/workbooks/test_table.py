"""The form is found by what its header says, wherever it stands; what is missing, doubled or double is asked about."""

import time
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from forms import FILE, HEADINGS, Content, Form, book, stored, table
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.place import column_letters
from parscore.model.problem import Problem
from parscore.viet import normal_form
from parscore.workbooks.layout import COLUMNS, OTHER, REQUIRED, heading_of, role_of
from parscore.workbooks.ooxml import Sheet
from parscore.workbooks.table import HEADER_WITHIN, Table, find_tables

FOREIGN = ("x1", "x2")


def found(*forms: Form | Sheet) -> tuple[Table | None, list[Problem]]:
    """The one table of a workbook, and what is told of it."""
    tables, problems = find_tables(book(*forms), FILE, "SYT")
    assert len(tables) < 2
    return next(iter(tables), None), problems


def codes(*forms: Form | Sheet) -> list[str]:
    return [problem.code for problem in found(*forms)[1]]


def facts(problem: Problem) -> dict[str, object]:
    return dict(problem.facts)


def roles(form: Form) -> dict[str, int]:
    return dict(table(form).columns)


def expected(form: Form) -> dict[str, int]:
    return {role: form.column(role) for role in form.columns if role in HEADINGS}


# --- wherever it stands -------------------------------------------------------------------------------------------


@given(
    st.integers(0, 60),
    st.integers(0, 30),
    st.permutations([*HEADINGS, *FOREIGN]),
    st.integers(0, 3),
)
def test_position_and_order_of_columns_do_not_matter(down: int, right: int, columns: list[str], above: int) -> None:
    form = Form(down=down, right=right, columns=columns, above=[["Đơn vị: Sở Y tế"]] * above)
    header, problems = found(form)
    assert header is not None and problems == []
    assert header.header_row == form.header_row
    assert header.columns == expected(form)
    assert header.place(FILE, 99, "points").cell == f"{column_letters(form.column('points'))}99"


@pytest.mark.parametrize(("row", "seen"), [(HEADER_WITHIN, True), (HEADER_WITHIN + 1, False)])
def test_the_header_is_looked_for_in_the_first_rows(row: int, seen: bool) -> None:
    form = Form(above=[], down=row - 1)
    assert form.header_row == row
    assert codes(form) == ([] if seen else ["PS101"])


def test_a_header_repeated_for_printing_does_not_count() -> None:
    form = Form()
    form.rows.insert(4, {**HEADINGS})
    header, problems = found(form)
    assert header is not None and problems == []
    assert header.header_row == form.header_row


# --- how its headings are written ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for column in COLUMNS for text in (column.heading, *column.also)])
def test_every_heading_that_is_understood(text: str) -> None:
    column = next(column for column in COLUMNS if text in (column.heading, *column.also))
    role = column.role if column.read else OTHER
    variants = (text, text.upper(), text.replace(" ", "\n"), unicodedata.normalize("NFD", text), f" {text}* ")
    assert {role_of(variant) for variant in variants} == {role}


@pytest.mark.parametrize(
    "text",
    [
        "ĐIỂM TỰ ĐÁNH GIÁ",
        "Điểm\ntự\nđánh giá",
        "Điểm\u00a0tự đánh\u202fgiá",
        unicodedata.normalize("NFD", "Điểm tự đánh giá"),
        "  điểm   tự đánh giá ",
        "Điểm tự đánh giá *",
        "\ufeffĐiểm tự đánh giá\u200b",
        "Ðiểm tự đánh giá",
        "Điểm tự đánh giá".replace("a", "\u0430"),
        "Điểm tự đ\u00adánh giá",
    ],
)
def test_a_heading_is_compared_in_its_normal_form(text: str) -> None:
    assert roles(Form(header=[{**HEADINGS, "points": text}]))["points"] == 6


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Số liệu a", "input:a"),
        ("Số liệu (b)", "input:b"),
        ("SỐ LIỆU C", "input:c"),
        ("Dữ liệu 4", "input:d"),
        ("Số liệu\n(5)", "input:e"),
        ("Số liệu f (nếu có)", "input:f"),
        ("Số liệu a: số hồ sơ đúng hạn", "input:a"),
        ("Số liệu a - số hồ sơ đúng hạn", "input:a"),
        ("Số liệu a (số hồ sơ)", "input:a"),
        ("Số liệu", None),
        ("Số liệu g", None),
        ("Số liệu 7", None),
        ("Số liệu ab", None),
        ("Số liệu a/b", None),
        ("Số liệu báo cáo", None),
        ("Điểm", None),
        ("Điểm tự đánh giá và thẩm định", None),
        ("Đơn vị tự đánh giá", "points"),
        ("Đơn vị tự đánh giá:", None),
        ("", None),
        ("Thẩm định", OTHER),
    ],
)
def test_roles(text: str, role: str | None) -> None:
    assert role_of(text) == role


GROUPED = {**HEADINGS, "input:a": "a", "input:b": "b", "points": "Tự đánh giá"}


def merged_header(form: Form, first: int, groups: Mapping[str, Sequence[str]]) -> Form:
    """Merge each column down over all rows of the header, and each group's head to the right."""
    start, end = form.header_row - len(form.header) + 1, form.header_row
    for column in form.columns:
        if not any(column in members for members in groups.values()):
            form.merged.append((start, form.column(column), end, form.column(column)))
    for members in groups.values():
        form.merged.append((start, form.column(members[0]), start + first - 1, form.column(members[-1])))
    return form


@pytest.mark.parametrize("height", [2, 3])
def test_a_header_merged_over_rows_with_heads_of_groups(height: int) -> None:
    columns = ["code", "name", "maximum", "input:a", "input:b", "points", "x1", "evidence", "reason"]
    upper = {**HEADINGS, "input:a": "Số liệu", "points": "Điểm đánh giá"}
    upper.pop("input:b")
    lower = {"input:a": "a", "input:b": "b", "points": "Tự đánh giá", "x1": "Thẩm định"}
    header: list[Mapping[str, str]] = [upper, *[{}] * (height - 2), lower]
    groups = {"Số liệu": ("input:a", "input:b"), "Điểm đánh giá": ("points", "x1")}
    form = merged_header(Form(columns=columns, header=header), height - 1, groups)
    assert found(form)[1] == []
    assert roles(form) == expected(form)
    assert table(form).header_row == form.header_row
    assert table(form).first_row == form.header_row - height + 1


def test_one_head_over_maximum_and_points() -> None:
    columns = ["code", "name", "maximum", "points", "x1", "input:a", "input:b"]
    upper = {**HEADINGS, "maximum": "Điểm", "points": "", "x1": ""}
    header = [upper, {"maximum": "tối đa", "points": "tự đánh giá", "x1": "thẩm định"}]
    form = Form(columns=columns, header=header)
    start = form.header_row - 1
    form.merged.append((start, form.column("maximum"), start, form.column("x1")))
    assert roles(form) == expected(form)


def test_a_header_all_merged_over_three_rows_and_the_numbers_below() -> None:
    form = Form(header=[HEADINGS, {}, {}])
    form.merged = [(form.header_row - 2, form.column(key), form.header_row, form.column(key)) for key in HEADINGS]
    form.rows.insert(0, {key: f"({at})" for at, key in enumerate(HEADINGS, 1)})
    assert found(form)[1] == []
    assert roles(form) == expected(form)
    assert table(form).header_row == form.header_row


def test_a_header_of_two_rows_that_is_not_merged() -> None:
    upper = {key: text for key, text in HEADINGS.items() if not key.startswith("input")}
    lower = {key: text for key, text in HEADINGS.items() if key.startswith("input")}
    form = Form(header=[upper, lower])
    assert roles(form) == expected(form)
    assert table(form).header_row == form.header_row


def test_a_title_merged_over_the_columns_is_no_head_of_a_group() -> None:
    form = Form(above=[["BẢNG TỰ ĐÁNH GIÁ"]])
    form.merged = [(1, 1, 1, 8)]
    assert roles(form) == expected(form)
    assert table(form).first_row == form.header_row


def test_a_label_beside_the_header_names_no_column() -> None:
    form = Form(above=[], right=1, down=1, more={(1, 1): "Đơn vị tự đánh giá:", (1, 2): "Sở Y tế"})
    assert found(form)[1] == []
    assert roles(form) == expected(form)


# --- what is wrong with it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", REQUIRED)
def test_a_required_column_is_missed_with_what_was_found(role: str) -> None:
    form = Form(columns=[column for column in HEADINGS if column != role])
    header, (problem,) = found(form)
    assert header is None
    assert (problem.code, problem.place.cell, problem.agency) == ("PS125", f"A{form.header_row}", "SYT")
    assert facts(problem)["wanted"] == heading_of(role)
    for column in form.columns:
        assert f"{column_letters(form.column(column))}: {heading_of(column)}" in str(facts(problem)["found"])


@pytest.mark.parametrize("role", ["maximum", "input:b", "evidence", "reason"])
def test_another_column_may_be_missing(role: str) -> None:
    assert found(Form(columns=[column for column in HEADINGS if column != role]))[1] == []


@pytest.mark.parametrize("role", ["code", "name", "maximum", "input:a", "points"])
def test_a_column_that_stands_twice_is_never_chosen(role: str) -> None:
    again = {"points": "Tự chấm", "maximum": "Điểm chuẩn"}.get(role, HEADINGS[role].upper())
    form = Form(columns=[*HEADINGS, "x1", "x2"], header=[{**HEADINGS, "x1": again, "x2": again}])
    header, (problem,) = found(form)
    assert header is None
    assert problem.code == "PS126"
    columns = ", ".join(column_letters(form.column(column)) for column in (role, "x1", "x2"))
    assert facts(problem) == {"wanted": heading_of(role), "columns": columns}


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ({"reason": "Giải trình", "x1": "Ghi chú"}, "reason"),
        ({"reason": "Ghi chú", "x1": "Giải trình"}, "x1"),
        ({"evidence": "Tài liệu kiểm chứng", "x1": "Minh chứng"}, "evidence"),
        ({"evidence": "Tài liệu minh chứng", "x1": "Minh chứng"}, "evidence"),
    ],
)
def test_of_two_columns_for_notes_the_forms_own_heading_counts(columns: dict[str, str], kept: str) -> None:
    form = Form(columns=[*HEADINGS, "x1"], header=[{**HEADINGS, **columns}])
    header, (problem,) = found(form)
    role = next(iter(columns))
    assert header is not None and header.columns[role] == form.column(kept)
    assert (problem.code, problem.severity) == ("PS138", "note")
    assert [text for text in columns.values() if text in str(facts(problem)["columns"])] == [
        text for key, text in columns.items() if key != kept
    ]


def test_no_header_at_all() -> None:
    (problem,) = found(Form(header=[{}]))[1]
    assert problem.code == "PS101"
    assert facts(problem)["wanted"] == ", ".join(map(heading_of, REQUIRED))


@pytest.mark.parametrize(("headings", "code"), [(("code",), "PS101"), (("code", "name"), "PS125")])
def test_one_heading_is_no_header_two_are(headings: tuple[str, ...], code: str) -> None:
    assert set(codes(Form(header=[{key: HEADINGS[key] for key in headings}]))) == {code}


def test_the_nearest_sheet_is_reported_when_none_can_be_used() -> None:
    guide = Form(name="Hướng dẫn", header=[{key: HEADINGS[key] for key in ("code", "name")}])
    form = Form(name="Tự chấm", columns=[column for column in HEADINGS if column != "points"])
    (problem,) = found(guide, form)[1]
    assert (problem.code, problem.place.sheet) == ("PS125", "Tự chấm")


@pytest.mark.parametrize("text", [stored(5), stored(True), replace(Form()).grid()[3, 1]._replace(kind="error")])
def test_only_texts_are_headings(text: Content) -> None:
    assert codes(Form(header=[{**HEADINGS, "points": text}])) == ["PS125"]  # type: ignore[dict-item]


# --- sheets -------------------------------------------------------------------------------------------------------


def test_the_form_is_on_any_sheet_of_any_name() -> None:
    guide = Form(name="Hướng dẫn", rows=[], header=[{"code": "1. Chỉ nhập vào các ô màu vàng."}])
    header, problems = found(guide, Form(name="Sheet7 (2)"))
    assert header is not None and header.sheet.name == "Sheet7 (2)"
    assert problems == []


@pytest.mark.parametrize("state", ["visible", "hidden", "very_hidden"])
def test_two_forms_are_asked_about_even_when_one_is_hidden(state: str) -> None:
    old = Form(name="Bản cũ", state=state)  # type: ignore[arg-type]
    header, (problem,) = found(Form(name="Bản mới"), old)
    assert header is None
    assert (problem.code, problem.place.file, problem.agency) == ("PS124", FILE, "SYT")
    assert facts(problem)["sheets"] == "Bản mới; Bản cũ"


def test_a_hidden_form_alone_is_read() -> None:
    assert found(Form(state="very_hidden"))[1] == []


def test_columns_of_the_agencys_own_are_listed() -> None:
    columns = [*HEADINGS, "x1", "x2", "x3"]
    header = [{**HEADINGS, "x1": "Điểm đề nghị", "x2": "Phòng\nphụ trách", "x3": "Thẩm định"}]
    form = Form(columns=columns, header=header)
    header_found, (problem,) = found(form)
    assert header_found is not None and header_found.columns == expected(form)
    assert (problem.code, problem.severity) == ("PS138", "note")
    assert facts(problem)["columns"] == "Điểm đề nghị; Phòng⏎phụ trách"


def test_a_range_far_larger_than_a_heading_is_not_walked() -> None:
    form = Form(above=[["BẢNG TỰ ĐÁNH GIÁ"]])
    form.merged = [(1, 1, 1_048_576, 16_384), (1, 1, 1_048_576, 1), *[(1, 1, 1, 16_384)] * 4000]
    begun = time.perf_counter()
    assert roles(form) == expected(form)
    assert time.perf_counter() - begun < 1


def test_a_far_cell_changes_nothing() -> None:
    form = Form(more={(1_048_576, 16_384): 1})
    assert roles(form) == expected(form)


@given(st.text(max_size=30))
def test_any_text_is_a_role_or_none_and_only_its_normal_form_counts(text: str) -> None:
    assert role_of(text) == role_of(normal_form(text))
