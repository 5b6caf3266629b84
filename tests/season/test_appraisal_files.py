"""Filled workbooks into the stages: what is taken, what is refused and why, nothing lost, nothing changed."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from forms import form_set
from openpyxl import load_workbook
from rounds import (
    asked,
    by_name,
    changed,
    codes,
    columns_of,
    fill,
    form,
    header_of,
    leaf,
    season,
    taken_in,
)

from parscore.messages import Words
from parscore.model.scorecard import Status
from parscore.reports.xlsx_appraisal import order_bytes
from parscore.season.open import open_folder
from parscore.season.run import score_season

AGREE = {"decision": "Đồng ý"}
SNV, STP = "2025_a1_SNV_so.xlsx", "2025_a1_STP_so.xlsx"
HEADER = "agency,code,input,value,who,when,why,document\n"


def filled(tmp_path: Path, rows: dict[tuple[str, str], Any], name: str = SNV, **others: Any) -> tuple[Any, Any]:
    """A fresh season, and what became of its workbook filled in with these rows."""
    folder = season(tmp_path)
    (one,) = taken_in(folder, fill(by_name(folder, "a1")[name], rows, **others))
    return folder, one


def ledger(tmp_path: Path, stage: str = "a1") -> str:
    return (tmp_path / "appraisals" / f"{stage}.csv").read_text(encoding="utf-8-sig")


def places(one: Any, code: str) -> list[tuple[str, str]]:
    return [(found.place.sheet, found.place.cell) for found in one.problems if found.code == code]


# --- what is taken ------------------------------------------------------------------------------------------------


def test_every_conclusion_becomes_rows_with_who_when_and_why(tmp_path: Path) -> None:
    rows = {
        ("SYT", "1.1"): {
            "decision": "Sửa điểm",
            "points": 0.5,
            "why": "Thiếu, chậm",
            "document": "BB 1",
            "who": "Lê C",
        },
        ("SYT", "1.2"): {"decision": "Sửa số liệu", "input:a": 11, "input:b": 13, "why": "Trùng", "when": "13/01/2026"},
        ("SYT", "1"): AGREE,
        ("SNV", "1.1"): {"decision": "không đánh giá", "why": "Không có nhiệm vụ"},
        ("SNV", "1.2"): AGREE,
    }
    folder, one = filled(tmp_path, rows)
    assert (codes(one), one.added, one.blank) == ([], 6, 3)
    assert ledger(tmp_path) == HEADER + (
        'SYT,1.1,points,"0,5",Lê C,2026-01-12,"Thiếu, chậm",BB 1\n'
        "SYT,1.2,done,11,Trần B,2026-01-13,Trùng,\n"
        "SYT,1.2,total,13,Trần B,2026-01-13,Trùng,\n"
        "SYT,1,,,Trần B,2026-01-12,,\n"
        "SNV,1.1,points,KĐG,Trần B,2026-01-12,Không có nhiệm vụ,\n"
        "SNV,1.2,,,Trần B,2026-01-12,,\n"
    )
    reopened, problems = open_folder(folder.path)
    assert reopened and [found.code for found in problems if found.code.startswith("PS6")] == []
    result = score_season(reopened, stage="a1")
    assert (leaf(result, "1.1").points, str(leaf(result, "1.2").points)) == (form_set().maximum / 20, "22/13")
    assert leaf(result, "1.1", "SNV").status is Status.NOT_APPLICABLE
    assert leaf(result, "1.10").judged and leaf(result, "1.10", "SNV").status is Status.AWAITING


def test_a_blank_workbook_says_nothing(tmp_path: Path) -> None:
    _, one = filled(tmp_path, {})
    assert (one.added, one.blank, one.refused) == (0, 8, False)
    assert [found.code for found in one.problems] == ["PS624"]
    assert not (tmp_path / "appraisals").exists()


def test_who_and_when_alone_say_nothing(tmp_path: Path) -> None:
    _, one = filled(tmp_path, {("SYT", "1.1"): {"who": "Lê C", "when": "12/01/2026"}})
    assert (one.added, one.blank) == (0, 8)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("05/02/2026", "2026-02-05"),
        ("05/02/2026 14:30", "2026-02-05 14:30"),
        (date(2026, 2, 5), "2026-02-05"),
        (datetime(2026, 2, 5, 14, 30), "2026-02-05 14:30"),
    ],
)
def test_days_and_minutes_typed_as_text_or_as_dates(tmp_path: Path, when: Any, expected: str) -> None:
    _, one = filled(tmp_path, {("SYT", "1.1"): AGREE}, when=when)
    assert codes(one) == [] and f",{expected}," in ledger(tmp_path)


@pytest.mark.parametrize("why", ["- Thiếu tài liệu", "=1+1", "'=1+1", "+84", "@a", 'dòng 1\ndòng 2, "trích"'])
def test_a_reason_comes_back_as_it_was_written(tmp_path: Path, why: str) -> None:
    from parscore.season.appraisals import read_appraisals

    # openpyxl takes a text that begins with = for a formula; written as text by its data type.
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    content = fill(order, {("SYT", "1.1"): {"decision": "Sửa điểm", "points": 0.5, "why": "x"}})
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    cell = sheet.cell(header_of(sheet) + 1, columns_of(sheet)["Lý do"])
    cell.value, cell.data_type = why, "s"
    stream = BytesIO()
    book.save(stream)
    (one,) = taken_in(folder, stream.getvalue())
    assert codes(one) == []
    acts, _ = read_appraisals(tmp_path, folder.season)
    assert [act.why for act in acts.acts["SYT"]["1.1"]] == [why]
    assert not any(line.split(",")[6].startswith(("=", "+", "@", "-")) for line in ledger(tmp_path).splitlines()[1:2])


def test_an_explanation_needs_no_figures_and_may_propose_them(tmp_path: Path) -> None:
    season(tmp_path)
    rows = 'SYT,*,,,Trần B,2026-01-12,,\nSNV,*,,,Trần B,2026-01-12,,\nSYT,1.1,points,"0,5",Trần B,2026-01-12,Chưa đủ,\n'
    rows += "SYT,1.2,done,11,Trần B,2026-01-12,Trùng,\nSNV,3.2,mark,60,Trần B,2026-01-12,Họp,\n"
    (tmp_path / "appraisals").mkdir()
    (tmp_path / "appraisals" / "a1.csv").write_text(HEADER + rows, encoding="utf-8")
    folder = season(tmp_path)
    order = by_name(folder, "gt")["2025_gt_SYT.xlsx"]
    assert asked(order) == [("SYT", "1.1"), ("SYT", "1.2")]
    said = {
        ("SYT", "1.1"): {"why": "Đã có văn bản", "document": "CV 12"},
        ("SYT", "1.2"): {"why": "Không trùng", "input:a": 12},
    }
    (one,) = taken_in(folder, fill(order, said, who="Giám đốc"))
    assert codes(one) == []
    assert ledger(tmp_path, "gt").splitlines()[1:] == [
        "SYT,1.1,,,Giám đốc,2026-01-12,Đã có văn bản,CV 12",
        "SYT,1.2,done,12,Giám đốc,2026-01-12,Không trùng,",
    ]
    assert "2025_a2_SNV_so.xlsx" in by_name(season(tmp_path), "a2")


def test_an_explanation_without_its_text_is_refused(tmp_path: Path) -> None:
    folder = season(tmp_path)
    (tmp_path / "appraisals").mkdir()
    (tmp_path / "appraisals" / "a1.csv").write_text(
        HEADER + "SYT,1.1,,,Trần B,2026-01-12,Xem lại,\nSYT,1.2,,,Trần B,2026-01-12,Xem lại,\n", encoding="utf-8"
    )
    folder = season(tmp_path)
    order = by_name(folder, "gt")["2025_gt_SYT.xlsx"]
    rows = {("SYT", "1.1"): {"document": "CV 1"}, ("SYT", "1.2"): {"why": "Đủ", "points": 1, "input:a": 1}}
    (one,) = taken_in(folder, fill(order, rows))
    assert codes(one) == ["PS616", "PS617"]
    (right,) = taken_in(folder, fill(order, {("SYT", "1.1"): {"why": "Không có nhiệm vụ", "points": "KĐG"}}))
    assert codes(right) == [] and "SYT,1.1,points,KĐG," in ledger(tmp_path, "gt")


# --- nothing lost, nothing changed --------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    folder = season(tmp_path)
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE, ("SYT", "1.2"): AGREE})
    first, second = taken_in(folder, content, content)
    assert (first.added, first.known, second.added, second.known) == (2, 0, 0, 2)
    before = (tmp_path / "appraisals" / "a1.csv").read_bytes()
    (third,) = taken_in(season(tmp_path), content)
    assert (third.added, third.known, codes(third)) == (0, 2, [])
    assert (tmp_path / "appraisals" / "a1.csv").read_bytes() == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_what_is_there_keeps_its_bytes_columns_separator_and_line_ends(tmp_path: Path, end: str, last: str) -> None:
    there = (
        "when;who;agency;code;input;value;why;document;ghi chú"
        + end
        + "12/01/2026;Lê C;syt;1.2;;;;;giữ"
        + last.replace("\n", end)
    )
    season(tmp_path)
    path = tmp_path / "appraisals" / "a1.csv"
    path.parent.mkdir()
    path.write_bytes(there.encode())
    folder = season(tmp_path)
    row = {"decision": "Sửa điểm", "points": -0.0, "why": "a;b"}
    (one,) = taken_in(folder, fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): row}))
    assert codes(one) == []
    content = path.read_bytes().decode()
    assert content.startswith(there)
    assert content[len(there) :].lstrip("\r\n") == f'2026-01-12;Trần B;SYT;1.1;points;0;"a;b";;{end}'
    assert "\n" not in content.replace("\r\n", "") or end == "\n"


def test_a_row_written_by_hand_in_other_words_is_there_already(tmp_path: Path) -> None:
    season(tmp_path)
    path = tmp_path / "appraisals" / "a1.csv"
    path.parent.mkdir()
    path.write_text(HEADER + "syt,1.1,points,0.5,Trần B,12/01/2026,Thiếu  tài liệu,\n", encoding="utf-8")
    folder = season(tmp_path)
    row = {"decision": "Sửa điểm", "points": 0.5, "why": "Thiếu tài liệu"}
    (one,) = taken_in(folder, fill(by_name(folder, "a1", everything=True)[SNV], {("SYT", "1.1"): row}))
    assert (one.added, one.known, codes(one)) == (0, 1, [])


def test_another_person_who_says_otherwise_is_named_with_both_places(tmp_path: Path) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    first, second, third = taken_in(
        folder,
        fill(order, {("SYT", "1.1"): AGREE}),
        fill(order, {("SYT", "1.1"): {"decision": "Sửa điểm", "points": 0.5, "why": "Thiếu"}}, who="Lê C"),
        fill(order, {("SYT", "1.2"): AGREE}, who="Lê C"),
    )
    assert [codes(one) for one in (first, second, third)] == [[], ["PS620"], []]
    (found,) = [fault for fault in second.problems if fault.code == "PS620"]
    assert (found.place.file, found.place.cell[:1]) == ("f2.xlsx", "K")
    assert dict(found.facts)["first"] == f"f1.xlsx › Thẩm định › {found.place.cell}"
    assert "Trần B" in Words("vi").problem(found).message and "Lê C" in Words("vi").problem(found).message
    assert [line.split(",")[1] for line in ledger(tmp_path).splitlines()[1:]] == ["1.1", "1.2"]
    (again,) = taken_in(season(tmp_path), fill(order, {("SYT", "1.1"): {**AGREE, "why": ""}, ("SYT", "1.2"): {
        "decision": "Sửa số liệu", "input:a": 1, "why": "x"}}))  # fmt: skip
    assert codes(again) == ["PS620"] and again.added == 0
    (fault,) = [fault for fault in again.problems if fault.code == "PS620"]
    assert dict(fault.facts)["first"] == "appraisals/a1.csv:3"


def test_a_name_typed_in_decomposed_letters_is_the_same_person(tmp_path: Path) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    decomposed = normalize("NFD", "Trần B")
    first, second = taken_in(
        folder, fill(order, {("SYT", "1.1"): AGREE}, who=decomposed), fill(order, {("SYT", "1.1"): AGREE}, who="Trần B")
    )
    assert (first.added, second.added, second.known) == (1, 0, 1)
    assert ",Trần B," in ledger(tmp_path)


def test_the_same_person_later_corrects_and_both_are_kept(tmp_path: Path) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    row = {"decision": "Sửa điểm", "points": 0.5, "why": "Thiếu"}
    _, second = taken_in(
        folder, fill(order, {("SYT", "1.1"): AGREE}), fill(order, {("SYT", "1.1"): row}, when="13/01/2026")
    )
    assert codes(second) == ["PS621"] and second.added == 1
    assert len(ledger(tmp_path).splitlines()) == 3
    reopened = season(tmp_path)
    assert str(leaf(score_season(reopened, stage="a1"), "1.1").points) == "1/2"


def test_the_same_person_at_the_same_time_cannot_say_two_things(tmp_path: Path) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    row = {"decision": "Sửa điểm", "points": 0.5, "why": "Thiếu"}
    _, second = taken_in(folder, fill(order, {("SYT", "1.1"): AGREE}), fill(order, {("SYT", "1.1"): row}))
    assert codes(second) == ["PS620"] and len(ledger(tmp_path).splitlines()) == 2


def test_departments_do_not_disturb_each_other(tmp_path: Path) -> None:
    folder = season(tmp_path)
    found = by_name(folder, "a1")
    taken = taken_in(
        folder, fill(found[SNV], {("SYT", "1"): AGREE}), fill(found[STP], {("SYT", "2"): AGREE}, who="Lê C")
    )
    assert [(one.added, codes(one)) for one in taken] == [(1, []), (1, [])]


# --- what is refused ----------------------------------------------------------------------------------------------

CHANGE = {"decision": "Sửa điểm", "points": 0.5, "why": "Thiếu"}
FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"decision": "Đồng ý", "points": 1}, ["PS616"]),
    ({"decision": "Đồng ý", "input:a": 1}, ["PS616"]),
    ({"decision": "Sửa điểm", "why": "x"}, ["PS616"]),
    ({**CHANGE, "input:a": 1}, ["PS616"]),
    ({**CHANGE, "points": "KĐG"}, ["PS616"]),
    ({"decision": "Sửa số liệu", "why": "x"}, ["PS616"]),
    ({"decision": "Sửa số liệu", "input:a": 11, "points": 1, "why": "x"}, ["PS616"]),
    ({"decision": "Sửa số liệu", "input:a": "KĐG", "why": "x"}, ["PS616"]),
    ({"decision": "Không đánh giá", "points": 1, "why": "x"}, ["PS616"]),
    ({"decision": "Không đánh giá", "input:b": 1, "why": "x"}, ["PS616"]),
    ({"why": "có ý kiến"}, ["PS616"]),
    ({"points": 1}, ["PS616"]),
    ({"decision": "Chấp nhận"}, ["PS616"]),
    ({"decision": "Sửa điểm", "points": 0.5}, ["PS617"]),
    ({"decision": "Không đánh giá"}, ["PS617"]),
    ({**CHANGE, "when": "hôm qua"}, ["PS617"]),
    ({**CHANGE, "when": "31/02/2026"}, ["PS617"]),
    ({**CHANGE, "when": (46000, "General")}, ["PS617"]),
    ({**CHANGE, "points": 2.01}, ["PS618"]),
    ({**CHANGE, "points": -0.01}, ["PS618"]),
    ({**CHANGE, "points": "1.234"}, ["PS104"]),
    ({**CHANGE, "points": "một"}, ["PS105"]),
    ({**CHANGE, "points": ("2026-01-12", "General")}, ["PS107"]),
    ({**CHANGE, "points": (0.5, "0%")}, ["PS215"]),
    ({"decision": "Sửa số liệu", "input:a": 1.5, "why": "x"}, ["PS212"]),
    ({"decision": "Sửa số liệu", "input:a": -1, "why": "x"}, ["PS202"]),
    ({"decision": "Sửa số liệu", "input:a": "=1+", "why": "x"}, ["PS106"]),
    ({"decision": "Sửa số liệu", "input:a": 999999, "why": "x"}, ["PS205"]),
    ({"decision": "Sửa số liệu", "input:a": 5, "input:b": 4, "why": "x"}, ["PS205"]),
    ({"decision": "Đồng ý", "why": "=A1"}, ["PS106"]),
]


@pytest.mark.parametrize(("row", "expected"), FAULTS, ids=[str(at) for at in range(len(FAULTS))])
def test_a_fault_of_one_row_keeps_the_whole_file_out(tmp_path: Path, row: Any, expected: list[str]) -> None:
    _, one = filled(tmp_path, {("SYT", "1.1"): AGREE, ("SYT", "1.2"): row})
    assert (codes(one), one.added, one.refused) == (expected, 0, True)
    assert not (tmp_path / "appraisals").exists()
    (place,) = {found.place.sheet for found in one.problems}
    assert place == "Thẩm định"


@pytest.mark.parametrize("points", [0, 2, 1.999, "1,5", "2,0"])
def test_points_up_to_both_bounds_are_taken(tmp_path: Path, points: Any) -> None:
    _, one = filled(tmp_path, {("SYT", "1.2"): {**CHANGE, "points": points}})
    assert not one.refused and one.added == 1


@pytest.mark.parametrize(("column", "number"), [("input:a", 14), ("input:b", 11)])
def test_corrected_figures_that_the_rule_cannot_use_are_told_at_their_cell(
    tmp_path: Path, column: str, number: int
) -> None:
    """A row that is in cannot be changed: a rate above 100 % is not found out by the next scoring."""
    row = {"decision": "Sửa số liệu", column: number, "why": "Đếm lại"}
    folder, one = filled(tmp_path, {("SYT", "1.2"): row})
    (fault,) = (found for found in one.problems if found.severity == "error")
    table = fill(by_name(folder, "a1")[SNV], {("SYT", "1.2"): row})
    assert (fault.code, fault.agency, fault.criterion) == ("PS205", "SYT", "1.2")
    sheet = load_workbook(BytesIO(table))["Thẩm định"]
    assert sheet[fault.place.cell].value == number


def test_figures_up_to_all_of_them_are_taken(tmp_path: Path) -> None:
    _, one = filled(tmp_path, {("SYT", "1.2"): {"decision": "Sửa số liệu", "input:a": 13, "why": "Đếm lại"}})
    assert (one.added, one.refused) == (1, False)


def test_all_faults_of_a_file_are_told_at_once_with_their_cells(tmp_path: Path) -> None:
    rows = {("SYT", "1.1"): {"decision": "Sửa điểm"}, ("SNV", "1.1"): {**CHANGE, "points": 5}, ("SYT", "1"): CHANGE}
    _, one = filled(tmp_path, rows, who=None, when=None)
    assert codes(one) == ["PS616", "PS616", "PS617", "PS617", "PS617", "PS617", "PS617", "PS617", "PS617", "PS618"]
    assert len(places(one, "PS618")) == 1 and all(cell for _, cell in places(one, "PS616"))


def test_not_assessed_is_refused_where_the_set_forbids_it(tmp_path: Path) -> None:
    _, one = filled(tmp_path, {("SYT", "1.10"): {"decision": "Không đánh giá", "why": "x"}})
    assert codes(one) == ["PS616"]


def test_a_figure_that_the_leaf_does_not_have(tmp_path: Path) -> None:
    _, one = filled(
        tmp_path, {("SYT", "1.10"): {"decision": "Sửa số liệu", "input:a": "Không", "input:b": 3, "why": "x"}}
    )
    assert codes(one) == ["PS616"]


def rearranged(content: bytes, change: Any) -> bytes:
    """A workbook after somebody worked on its rows; ``change`` gets the sheet and the row of the header."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    sheet.merged_cells.ranges = {found for found in sheet.merged_cells.ranges if found.min_row < header_of(sheet)}
    change(sheet, header_of(sheet))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda sheet, top: sheet.delete_rows(top + 2), ["PS614"]),
        (lambda sheet, top: setattr(sheet.cell(top + 2, 3), "value", "9.9"), ["PS613", "PS614"]),
        (lambda sheet, top: setattr(sheet.cell(top + 1, 3), "value", 1.1), ["PS613", "PS614"]),
        (lambda sheet, top: setattr(sheet.cell(top + 2, 1), "value", "XYZ"), ["PS613", "PS614"]),
        (lambda sheet, top: setattr(sheet.cell(top + 2, 3), "value", "1.1"), ["PS614", "PS615"]),
        (lambda sheet, top: setattr(sheet.cell(top + 20, 12), "value", "0,5"), ["PS613"]),
        (
            lambda sheet, top: sheet.merge_cells(start_row=top + 1, end_row=top + 2, start_column=11, end_column=11),
            ["PS135"],
        ),
        (lambda sheet, top: setattr(sheet.cell(top, 11), "value", "KL"), ["PS612"]),
        (lambda sheet, top: setattr(sheet.cell(top, 22), "value", "Lý do"), ["PS612"]),
    ],
)
def test_rows_and_columns_that_are_not_as_exported(tmp_path: Path, change: Any, expected: list[str]) -> None:
    folder = season(tmp_path)
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE, ("SYT", "1.2"): AGREE})
    (one,) = taken_in(folder, rearranged(content, change))
    assert (codes(one), one.added) == (expected, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet, top: sheet.insert_rows(1, 3),
        lambda sheet, top: sheet.insert_rows(top + 2),
        lambda sheet, top: sheet.insert_cols(1),
        lambda sheet, top: sheet.insert_cols(11, 2),
        lambda sheet, top: setattr(sheet, "title", "Bảng khác"),
        lambda sheet, top: [setattr(sheet.cell(top + 1, at), "value", None) for at in (2, 4, 5)],
    ],
)
def test_rows_and_columns_moved_by_people_are_found_by_their_headings_and_codes(tmp_path: Path, change: Any) -> None:
    folder = season(tmp_path)
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): CHANGE, ("SNV", "1.2"): AGREE})
    (one,) = taken_in(folder, rearranged(content, change))
    assert (codes(one), one.added) == ([], 2)
    assert ledger(tmp_path).splitlines()[1:] == [
        'SYT,1.1,points,"0,5",Trần B,2026-01-12,Thiếu,', "SNV,1.2,,,Trần B,2026-01-12,,"
    ]  # fmt: skip


def test_a_form_or_another_workbook_is_not_taken(tmp_path: Path) -> None:
    folder = season(tmp_path)
    one, other = taken_in(folder, form("SYT").content(), b"no workbook")
    assert codes(one) == ["PS610"] and other.refused


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"season": "year: 2025|year: 2026"}, "appraise.of.season"),
        ({"season": "id: a1|id: b1"}, "appraise.of.stage"),
        ({"season": "{id: so,|{id: khoi,"}, "appraise.of.group"),
        ({"set": "max: 1,|max: 1 ,"}, "appraise.of.digest"),
    ],
)
def test_a_workbook_of_another_season_stage_group_or_set(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    from rounds import ROUNDS_SET, STAGED

    folder = season(tmp_path / "a")
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE})
    texts = {"season": STAGED, "set": ROUNDS_SET}
    for key, replacement in change.items():
        texts[key] = texts[key].replace(*replacement.split("|"))
    group = "khoi" if "khoi" in texts["season"] else "so"
    agencies = f"id,name,group\nSYT,Sở Y tế,{group}\nSNV,Sở Nội vụ,{group}\n"
    other = season(tmp_path / "b", season=texts["season"], sets={"thu/2025.1": texts["set"]}, agencies=agencies)
    (one,) = taken_in(other, content)
    assert codes(one) == ["PS611"]
    assert dict(one.problems[0].facts)["reason"] == reason


def test_only_the_stage_that_is_asked_for(tmp_path: Path) -> None:
    folder = season(tmp_path)
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE})
    assert codes(taken_in(folder, content, stage="a2")[0]) == ["PS611"]
    assert codes(taken_in(folder, content, stage="a1")[0]) == []


def test_a_row_whose_figures_changed_since_the_export_is_not_taken(tmp_path: Path) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")[SNV]
    content = fill(order, {("SYT", "1.2"): AGREE, ("SYT", "1"): AGREE, ("SYT", "1.1"): AGREE})
    sent_again = {"SYT.xlsx": form("SYT").put("1.2", a=13), "SNV.xlsx": form("SNV")}
    (one,) = taken_in(season(tmp_path, inbox=sent_again), content)
    assert [(found.code, found.criterion) for found in one.problems if found.code == "PS619"] == [
        ("PS619", "1.2"), ("PS619", "1")
    ]  # fmt: skip
    assert one.added == 0
    cleared = changed(content, order, {("SYT", "1.2"): {"decision": None}, ("SYT", "1"): {"decision": None}})
    (right,) = taken_in(season(tmp_path, inbox=sent_again), cleared)
    assert (codes(right), right.added) == ([], 1)


def test_figures_that_change_elsewhere_do_not_matter(tmp_path: Path) -> None:
    folder = season(tmp_path)
    content = fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE, ("SYT", "1"): AGREE})
    sent_again = {"SYT.xlsx": form("SYT").put("2.1.2", a="Tại chỗ"), "SNV.xlsx": form("SNV").put("1.2", a=1)}
    (one,) = taken_in(season(tmp_path, inbox=sent_again), content)
    assert codes(one) == []


@pytest.mark.parametrize("there", [b"agency,code\n", b"\xff\xfe", HEADER.replace(",document", "").encode()])
def test_a_file_of_the_stage_that_cannot_be_added_to(tmp_path: Path, there: bytes) -> None:
    season(tmp_path)
    path = tmp_path / "appraisals" / "a1.csv"
    path.parent.mkdir()
    path.write_bytes(there)
    folder = season(tmp_path)
    (one,) = taken_in(folder, fill(by_name(folder, "a1")[SNV], {("SYT", "1.1"): AGREE}))
    assert codes(one) == ["PS622"] and path.read_bytes() == there


def test_the_order_of_files_does_not_matter_where_they_agree(tmp_path: Path) -> None:
    found = by_name(season(tmp_path / "a"), "a1")
    contents = [fill(found[SNV], {("SYT", "1"): AGREE}), fill(found[STP], {("SYT", "2"): AGREE})]
    for name, files in (("b", contents), ("c", contents[::-1])):
        taken_in(season(tmp_path / name), *files)
    rows = [sorted(ledger(tmp_path / name).splitlines()) for name in ("b", "c")]
    assert rows[0] == rows[1] and len(rows[0]) == 3


def test_a_workbook_without_its_stamp_is_refused(tmp_path: Path) -> None:
    folder = season(tmp_path)
    book = load_workbook(BytesIO(order_bytes(by_name(folder, "a1")[SNV], Words("vi"))))
    del book["_parscore"]
    stream = BytesIO()
    book.save(stream)
    assert codes(taken_in(folder, stream.getvalue())[0]) == ["PS610"]


def test_a_workbook_that_strays_into_the_inbox_is_no_form(tmp_path: Path) -> None:
    folder = season(tmp_path)
    (tmp_path / "inbox" / SNV).write_bytes(order_bytes(by_name(folder, "a1")[SNV], Words("vi")))
    before, after = score_season(folder, stage="self"), score_season(season(tmp_path), stage="self")
    stray = [found.code for found in after.problems if found.place.file == f"inbox/{SNV}"]
    assert stray == ["PS157"]
    assert before.groups == after.groups
