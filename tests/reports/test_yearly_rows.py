"""A comparison as rows, lines, files and JSON, and as last year's places for other reports."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from years import agency, result, season

from parscore.messages import Words
from parscore.model.criteria import RankRule, Ties
from parscore.reports.document import dump
from parscore.reports.marks import inputs_digest, marks_of
from parscore.reports.material import Past
from parscore.reports.yearly import (
    COLUMNS,
    comparison_cells,
    comparison_csv,
    comparison_document,
    comparison_workbook,
    group_lines,
    headings,
    past_of,
    text_of,
    texts,
    title,
)
from parscore.yearly.agencies import Line
from parscore.yearly.compare import YearOnYear, compare_seasons

VI, EN = Words("vi"), Words("en")
A, B, C = (agency(name) for name in "ABC")
BEFORE = result(season(A, B, C, year=2024), {"A": [4, 1], "B": [2, 2], "C": [1, 1]})
AFTER = result(season(A, B), {"A": [1, 1], "B": [3, 3]})


@pytest.fixture
def compared() -> YearOnYear:
    before = result(season(A, B, C, year=2024), {"A": [4, 1], "B": [2, 2], "C": [1, 1]})
    return compare_seasons(before, result(season(A, B), {"A": [1, 1], "B": [3, "3.33"]}), (Line("C", "", why="NQ 1"),))


def told(compared: YearOnYear, words: Words = VI) -> dict[str, dict[str, str]]:
    rows = (dict(zip(COLUMNS, texts(row, words), strict=True)) for row in comparison_cells(compared, words))
    return {row["id"]: row for row in rows}


def test_changes_have_signs_and_the_decimal_sign_of_the_language(compared: YearOnYear) -> None:
    row = told(compared)["B"]
    wanted = {"index_before": "40,00", "index_after": "63,30", "change": "+23,30", "performance": "+23,30"}
    assert row.items() >= {**wanted, "definition": "0,00", "rank_before": "2", "rank_after": "1"}.items()
    assert (row["climbed"], told(compared)["A"]["climbed"], told(compared)["A"]["change"]) == ("+1", "-1", "-30,00")
    assert told(compared, EN)["B"]["change"] == "+23.30"
    assert "điểm %" in headings(VI)[COLUMNS.index("change")]


def test_signs_of_nothing() -> None:
    assert [text_of(value, comma=True, sign=True) for value in (0, None, "", 3)] == ["0", "", "", "+3"]


def test_an_agency_that_ended_says_why(compared: YearOnYear) -> None:
    row = told(compared)["C"]
    assert (row["index_after"], row["change"]) == ("", "")
    assert row["predecessors"] == "Sở C (C): 20,00, hạng 3"
    assert row["remarks"] == "không so sánh: đã giải thể; NQ 1"


def test_the_lines_of_a_group(compared: YearOnYear) -> None:
    (group,) = compared.groups
    assert list(group_lines(group, compared, VI)) == [
        "Trung bình nhóm: 36,67% → 41,65% (+4,98 điểm %)",
        "Số đơn vị xếp hạng: 3 → 2; hạng của hai năm tính trên số đơn vị khác nhau",
        "So sánh được 2/2 đơn vị xếp hạng: 1 tăng, 1 giảm, 0 không đổi; trung bình 45,00% → 41,65% (-3,35 điểm %)",
        "Tăng nhiều nhất: Sở B (+23,30 điểm %)",
        "Giảm nhiều nhất: Sở A (-30,00 điểm %)",
        "TCTP giống nhau ở hai năm: 2 (năm trước có 2, năm nay có 2), chiếm 100 % điểm tối đa năm nay",
    ]
    assert title(compared, VI) == "So sánh năm 2025 (tự đánh giá) với năm 2024 (tự đánh giá)"


def test_a_group_without_anything_to_compare() -> None:
    found = compare_seasons(result(season(C, year=2024), {"C": [1, 1]}), result(season(A), {"A": [1, 1]}))
    assert "Không có đơn vị nào so sánh được trong 1 đơn vị xếp hạng" in list(group_lines(found.groups[0], found, VI))


def test_the_csv_holds_every_row(compared: YearOnYear) -> None:
    content = comparison_csv(compared, VI).decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(content))
    assert header == headings(VI)
    wanted = [[value.removeprefix("+") for value in row.values()] for row in told(compared).values()]
    assert rows == wanted


def test_the_workbook_has_a_sheet_a_group_and_one_for_those_that_ended(compared: YearOnYear) -> None:
    content = comparison_workbook(compared, VI)
    assert content == comparison_workbook(compared, VI)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Nhóm so", "Đơn vị không còn"]
    first = [row for row in book["Nhóm so"].iter_rows(values_only=True) if row[1] == "B"]
    assert first[0][4:8] == (40, 63.3, 23.3, 23.3)
    assert len(comparison_workbook(compared, VI, "so")) > 0


def test_json_is_exact(compared: YearOnYear) -> None:
    document = json.loads(dump(comparison_document(compared, VI)))
    assert (document["schema"], document["before"]["season"], document["after"]["season"]) == (
        "parscore.compare/1", 2024, 2025,
    )  # fmt: skip
    (group,) = document["groups"]
    assert (group["mean_before"], group["up"], group["largest_fall"]) == ("110/3", 1, ["A"])
    found = {row["agency"]: row for row in group["agencies"]}["B"]
    assert (found["change"], found["performance"], found["definition"], found["climbed"]) == ("23.3", "23.3", "0", 1)
    assert found["printed"]["change"] == "+23,30"
    assert [(row["agency"], row["comparable"], row["remarks"]) for row in document["ended"]] == [
        ("C", False, ["abolished"])
    ]
    assert comparison_document(compared, VI, "khac")["groups"] == []


def test_a_shared_rank_has_its_mark_everywhere() -> None:
    before = result(season(A, B, C, year=2024), {"A": [2, 2], "B": [2, 2], "C": [1, 1]})
    compared = compare_seasons(before, result(season(A, B, C), {"A": [4, 6], "B": [1, 1], "C": [1, 1]}))
    rows = told(compared)
    assert [(rows[one]["rank_before"], rows[one]["rank_after"]) for one in "ABC"] == [
        ("1=", "1"), ("1=", "2="), ("3", "2="),
    ]  # fmt: skip
    assert rows["A"]["predecessors"].endswith("hạng 1=")
    assert {one: (past.rank, past.shared) for one, past in past_of(compared).items()} == {
        "A": (1, True), "B": (1, True), "C": (3, False),
    }  # fmt: skip
    document = json.loads(dump(comparison_document(compared, VI)))
    assert [row["predecessors"][0]["tied"] for row in document["groups"][0]["agencies"]] == [True, True, False]
    sheet = load_workbook(BytesIO(comparison_workbook(compared, VI)))["Nhóm so"]
    shared = {row[1].value: row[9] for row in sheet.iter_rows() if row[1].value in ("A", "C")}
    assert {name: (cell.value, cell.number_format) for name, cell in shared.items()} == {
        "A": (1, '#,##0"="'), "C": (3, "General"),
    }  # fmt: skip


def test_equals_that_an_order_has_settled_share_no_rank() -> None:
    groups = season(A, B, year=2024).groups
    ordinal = replace(groups[0], ranking=RankRule(ties=Ties.ORDINAL))
    before = result(replace(season(A, B, year=2024), groups=(ordinal,)), {"A": [2, 2], "B": [2, 2]})
    compared = compare_seasons(before, result(season(A, B), {"A": [1, 1], "B": [3, 3]}))
    assert sorted((past.rank, past.shared) for past in past_of(compared).values()) == [(1, False), (2, False)]


def test_every_page_bears_the_footer_and_the_mark_of_a_draft(compared: YearOnYear) -> None:
    open_ = replace(compared, after=replace(compared.after, unlocked=True, sources=(("agencies.csv", "ab" * 32),)))
    for found in (compared, open_):
        sheet = load_workbook(BytesIO(comparison_workbook(found, VI))).worksheets[0]
        assert sheet.oddFooter.left.text == marks_of(found.after, VI).footer
        assert (sheet.oddHeader.right.text or "").startswith("DỰ THẢO") is found.after.draft
    document = json.loads(dump(comparison_document(open_, VI)))
    assert document["after"]["inputs_digest"] == inputs_digest(open_.after)


def test_last_years_places_are_those_that_are_comparable(compared: YearOnYear) -> None:
    assert past_of(compared)["A"] == Past(50, 1, None)  # type: ignore[arg-type]
    merged = compare_seasons(BEFORE, AFTER, (Line("C", "A"),))
    assert past_of(merged)["A"] == Past(None, None, None)
    assert list(past_of(compared)) == ["B", "A"]
