"""The workbooks that go out: what they show, what can be typed, what is locked, and that they are empty and stable."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rounds import asked, by_name, changed, columns_of, header_of, season

from parscore.messages import LANGUAGES, Words
from parscore.reports.xlsx_appraisal import order_bytes
from parscore.season.appraisal_orders import Order
from parscore.workbooks.appraisal_layout import read_stamp
from parscore.workbooks.ooxml import read_workbook

SNV = "2025_a1_SNV_so.xlsx"
HEADER = "agency,code,input,value,who,when,why,document\n"
YELLOW = "FFFFF9D6"


def sheet_of(order: Order) -> Worksheet:
    return load_workbook(BytesIO(order_bytes(order, Words("vi")))).worksheets[0]


def rows_of(sheet: Worksheet) -> dict[tuple[str, str], dict[str, Any]]:
    """The contents of every row by heading."""
    top, columns = header_of(sheet), columns_of(sheet)
    rows = {}
    for row in range(top + 1, sheet.max_row + 1):
        found = {heading: sheet.cell(row, column).value for heading, column in columns.items()}
        rows[str(found["Mã đơn vị"]), str(found["TT"])] = found
    return rows


def test_a_row_shows_claim_points_data_evidence_and_reason(tmp_path: Path) -> None:
    rows = rows_of(sheet_of(by_name(season(tmp_path), "a1")[SNV]))
    row = rows["SYT", "1.2"]
    assert (
        row["Cơ quan, đơn vị"] == "Sở Y tế" and row["Tiêu chí, tiêu chí thành phần"] == "Hoàn thành nhiệm vụ được giao"
    )
    assert (row["Điểm tối đa"], row["Điểm tự đánh giá"]) == (2, None)
    assert row["Điểm theo quy tắc"] == pytest.approx(24 / 13)
    assert row["Số liệu của đơn vị"] == "a. Số nhiệm vụ hoàn thành: 12\nb. Số nhiệm vụ được giao: 13"
    assert row["Tài liệu kiểm chứng"] == "Báo cáo số 12"
    assert rows["SYT", "1.1"]["Điểm tự đánh giá"] == 1
    assert (
        rows["SYT", "1"]["Tiêu chí, tiêu chí thành phần"] == "Mọi tiêu chí còn lại của lĩnh vực 1: Chỉ đạo, điều hành"
    )
    assert "Điểm thẩm định gần nhất" not in row and "Ý kiến các giai đoạn trước" not in row


def test_the_appraisal_is_empty_and_only_its_cells_can_be_typed_in(tmp_path: Path) -> None:
    order = by_name(season(tmp_path), "a1")[SNV]
    sheet = sheet_of(order)
    top, columns = header_of(sheet), columns_of(sheet)
    filled = ["Kết luận", "Điểm thẩm định", "Sửa số liệu a", "Sửa số liệu b", "Lý do", "Văn bản, biên bản",
              "Người thẩm định", "Ngày thẩm định"]  # fmt: skip
    assert sheet.protection.sheet and sheet.protection.password is None
    inputs = {"1.1": 0, "1.2": 2, "1.10": 1, "1": 0}
    for at, (_, code) in enumerate(asked(order), 1):
        for heading, column in columns.items():
            cell = sheet.cell(top + at, column)
            given = {
                "Sửa số liệu a": inputs[code] > 0,
                "Sửa số liệu b": inputs[code] > 1,
                "Điểm thẩm định": code != "1",
            }
            open_ = heading in filled and given.get(heading, True)
            assert (not cell.protection.locked, cell.fill.fgColor.rgb == YELLOW) == (open_, open_), (code, heading)
            assert heading not in filled or cell.value is None


def test_conclusions_offered_are_those_that_the_row_can_have(tmp_path: Path) -> None:
    order = by_name(season(tmp_path), "a1")[SNV]
    book = load_workbook(BytesIO(order_bytes(order, Words("vi"))))
    sheet, lists = book.worksheets[0], book["_ds"]
    top, column = header_of(sheet), columns_of(sheet)["Kết luận"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            entries = [str(cell.value) for (cell,) in lists[rule.formula1.split("!")[1].replace("$", "")]]
            for at, key in enumerate(asked(order), 1):
                if sheet.cell(top + at, column).coordinate in rule.sqref:
                    offered[key] = entries
    assert offered["SYT", "1.1"] == ["Đồng ý", "Sửa điểm", "Không đánh giá"]
    assert offered["SYT", "1.2"] == ["Đồng ý", "Sửa điểm", "Sửa số liệu", "Không đánh giá"]
    assert offered["SYT", "1.10"] == ["Đồng ý", "Sửa điểm", "Sửa số liệu"]
    assert offered["SYT", "1"] == ["Đồng ý"]
    assert lists.sheet_state == book["_parscore"].sheet_state == "veryHidden"


def test_agreement_is_not_offered_where_there_is_nothing_to_agree_with(tmp_path: Path) -> None:
    from parscore.reports.xlsx_appraisal_cells import decisions

    order = by_name(season(tmp_path), "a1")["2025_a1_chung_so.xlsx"]
    lines = {(line.card.agency.id, line.code): line for line in order.lines}
    assert decisions(lines["SYT", "3.2"].score)[0] == "Đồng ý"  # figures.csv has a figure of SYT
    assert decisions(lines["SNV", "3.2"].score) == ("Sửa điểm", "Sửa số liệu")


def test_later_rounds_show_what_was_said_and_what_stands(tmp_path: Path) -> None:
    season(tmp_path)
    (tmp_path / "appraisals").mkdir()
    rows = "SYT,*,,,Trần B,2026-01-12,,\nSYT,1.2,done,11,Lê C,2026-01-12,Trùng,BB 1\n"
    (tmp_path / "appraisals" / "a1.csv").write_text(HEADER + rows, encoding="utf-8")
    (row,) = rows_of(sheet_of(by_name(season(tmp_path), "gt")["2025_gt_SYT.xlsx"])).values()
    assert row["Điểm theo quy tắc"] == pytest.approx(24 / 13)
    assert row["Điểm thẩm định gần nhất"] == pytest.approx(22 / 13)
    assert row["Số liệu của đơn vị"].startswith("a. Số nhiệm vụ hoàn thành: 12 → 11\n")
    assert row["Ý kiến các giai đoạn trước"] == "Thẩm định lần 1: a = 11 (Lê C, 2026-01-12)\n  Trùng · BB 1"
    assert row["Nội dung giải trình"] is None and "Kết luận" not in row


def test_the_stamp_says_what_the_workbook_is_for(tmp_path: Path) -> None:
    order = by_name(season(tmp_path), "a1")[SNV]
    book, problems = read_workbook(order_bytes(order, Words("en")), "a.xlsx")
    assert book is not None and problems == ()
    assert read_stamp(book) == order.stamp
    assert (order.stamp.season, order.stamp.stage, order.stamp.by, order.stamp.group) == ("2025", "a1", "SNV", "so")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_order_gives_the_same_bytes(tmp_path: Path, language: Any) -> None:
    order = by_name(season(tmp_path), "a1")[SNV]
    assert order_bytes(order, Words(language)) == order_bytes(order, Words(language))


def test_nothing_of_an_agency_becomes_a_formula(tmp_path: Path) -> None:
    from rounds import form

    made = form("SYT").put("1.2", evidence="=1+1", reason="@cmd")
    sheet = sheet_of(by_name(season(tmp_path, inbox={"SYT.xlsx": made}), "a1")[SNV])
    row, columns = header_of(sheet) + 2, columns_of(sheet)
    cells = [sheet.cell(row, columns[heading]) for heading in ("Tài liệu kiểm chứng", "Giải trình trong biểu")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("@cmd", "s")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_checks_say_what_the_reader_says(tmp_path: Path) -> None:
    """A spreadsheet program calculates the checks; the empty workbook has their values already."""
    order = by_name(season(tmp_path), "a1")[SNV]
    content = order_bytes(order, Words("vi"))
    cases = {
        ("SYT", "1.1"): ({}, None),
        ("SYT", "1.2"): ({"decision": "Đồng ý"}, "Đạt"),
        ("SYT", "1.10"): ({"decision": "Đồng ý", "points": 1}, "Kết luận này không ghi điểm"),
        ("SYT", "1"): ({"why": "x"}, "Chưa chọn kết luận"),
        ("SNV", "1.1"): ({"decision": "Sửa điểm", "points": 2, "why": "x"}, "Điểm ngoài mức cho phép"),
        ("SNV", "1.2"): ({"decision": "Sửa số liệu", "input:b": 9, "why": " "}, "Thiếu lý do"),
        ("SNV", "1.10"): ({"decision": "Sửa số liệu", "why": "x"}, "Chưa ghi số liệu sửa"),
        ("SNV", "1"): ({"decision": "Đồng ý", "who": "Lê C"}, "Đạt"),
    }
    filled = changed(content, order, {key: cells for key, (cells, _) in cases.items()})
    (tmp_path / "f.xlsx").write_bytes(filled)
    profile = f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "out",
    ]
    subprocess.run([*command, tmp_path / "f.xlsx"], check=True, capture_output=True, timeout=240)
    book = load_workbook(tmp_path / "out" / "f.xlsx", data_only=True)
    rows = rows_of(book.worksheets[0])
    assert {key: row["Kiểm tra"] or None for key, row in rows.items()} == {
        key: said for key, (_, said) in cases.items()
    }
    sheet = book.worksheets[0]
    assert sheet.cell(header_of(sheet) - 1, 1).value == "Đã điền đạt yêu cầu: 2/8; số dòng cần sửa: 5"
    empty = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    assert all(row["Kiểm tra"] in (None, "") for row in rows_of(empty).values())
    assert empty.cell(header_of(empty) - 1, 1).value == "Đã điền đạt yêu cầu: 0/8; số dòng cần sửa: 0"
