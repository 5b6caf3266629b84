"""Return notes: what stands in them, what never does, and the workbook as it is stored."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from folders import SEASON, form_of, forms, make, scored

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.season import Season
from parscore.reports.return_notes import note_closing, note_name, note_opening, note_rows
from parscore.reports.xlsx_notes import note_bytes
from parscore.season.checked import Returned, checked_files, returned_to_agencies
from parscore.workbooks.measure import lines

FAULTY = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025-loi"
HOSTILE = '=HYPERLINK("http://x","y")'


def notes(result: SeasonResult) -> dict[str, Returned]:
    files = checked_files(result, result.problems)
    return {one.agency.id: one for one in returned_to_agencies(result.season, files, result.problems)}


@pytest.fixture(scope="module")
def faulty() -> SeasonResult:
    return scored(FAULTY)


@pytest.fixture(scope="module")
def returned(faulty: SeasonResult) -> dict[str, Returned]:
    return notes(faulty)


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def texts(content: bytes) -> list[str]:
    return [str(cell.value) for row in sheet_of(content).iter_rows() for cell in row if cell.value is not None]


def due(season: Season, day: date | None) -> Season:
    return replace(season, stages=(replace(season.stages[0], due=day), *season.stages[1:]))


def test_names_are_ascii(faulty: SeasonResult) -> None:
    names = [note_name(faulty.season, agency) for agency in faulty.season.agencies.values()]
    assert names[0] == "2025_SNV_phieu-gui-tra.xlsx"
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in names)
    assert len(set(names)) == len(names)


def test_a_row_has_place_item_finding_and_remedy(faulty: SeasonResult, returned: dict[str, Returned]) -> None:
    row = note_rows(faulty.season, returned["SNV"], Words("vi"))[0]
    assert (row.file, row.sheet, row.cell, row.code) == ("2025_SNV_tucham.xlsx", "Tự chấm điểm", "G14", "1.1.2")
    assert row.item.startswith("Nội dung kế hoạch")
    assert (row.severity, row.error) == ("lỗi", True)
    assert row.found.startswith("Điểm 0,45") and row.remedy.startswith("Nhập điểm theo bước 0,1")


def test_the_whole_file_or_sheet_is_named(faulty: SeasonResult, returned: dict[str, Returned], words: Words) -> None:
    whole = {"vi": ("(cả tệp)", "(cả trang tính)"), "en": ("(the whole file)", "(the whole sheet)")}[words.language]
    assert note_rows(faulty.season, returned["STP"], words)[0].item == whole[0]
    assert note_rows(faulty.season, returned["SGDDT"], words)[0].item == whole[1]
    missing = next(
        row for row in note_rows(faulty.season, returned["STC"], words) if row.code == "5.3" and not row.cell
    )
    assert missing.item.startswith("Thực hiện quy định về bổ nhiệm")


def test_the_agency_is_told_what_itself_can_do(faulty: SeasonResult, returned: dict[str, Returned]) -> None:
    for note in returned.values():
        for row in note_rows(faulty.season, note, Words("vi")):
            assert not re.search(r"inbox|agencies\.csv|figures\.csv|parscore|Đề nghị đơn vị|Gửi cho đơn vị", row.remedy)
    assert note_rows(faulty.season, returned["SCT"], Words("vi"))[0].remedy.startswith("Cho biết tệp nào")


def test_a_note_names_no_other_agency(faulty: SeasonResult, returned: dict[str, Returned], words: Words) -> None:
    agencies = faulty.season.agencies.values()
    for note in returned.values():
        told = " ".join(texts(note_bytes(faulty.season, note, words)))
        others = [other for other in agencies if other.id != note.agency.id]
        named = [other.id for other in others if re.search(rf"\b{other.id}\b", told)]
        named += [other.id for other in others if other.name in told and other.name not in _set_names(faulty)]
        assert named == []
        assert note.agency.name in told


def _set_names(result: SeasonResult) -> str:
    """The criteria themselves may name an agency."""
    return " ".join(item.name for group in result.season.groups for item in group.criteria.items())


def test_the_opening_names_files_and_counts(faulty: SeasonResult, returned: dict[str, Returned]) -> None:
    digest = dict(faulty.inputs)["inbox/2025_SNV_tucham.xlsx"]
    files, result, grades = note_opening(returned["SNV"], Words("vi"))
    assert files == f"Tệp đã nhận: 2025_SNV_tucham.xlsx (mã kiểm tra SHA-256: {digest[:12]}…)"
    assert result == "Kết quả kiểm tra: 18 lỗi, 1 cảnh báo."
    assert "Cảnh báo" in grades
    assert note_opening(returned["SKHCN"], Words("vi"))[0] == "Tệp đã nhận: 2025_SKHCN_tucham.xlsx"
    assert note_opening(returned["SYT"], Words("en"))[1] == "Result of the check: warnings: 3."


@pytest.mark.parametrize(
    ("agency", "day", "told"),
    [
        ("SNV", date(2026, 1, 5), ("sửa các lỗi", "trước hết ngày 05/01/2026 (hạn gửi")),
        ("SNV", None, ("sửa các lỗi", "trước ngày …… tháng")),
        ("SYT", date(2026, 1, 5), ("đã chấm được điểm", "05/01/2026")),
    ],
)
def test_the_closing(
    faulty: SeasonResult, returned: dict[str, Returned], agency: str, day: date | None, told: tuple[str, ...]
) -> None:
    closing = note_closing(due(faulty.season, day), returned[agency], Words("vi"))
    assert all(part in closing for part in (*told, returned[agency].agency.name))


def test_where_the_whole_file_is_wrong_it_is_not_to_be_mended_in_place(
    faulty: SeasonResult, returned: dict[str, Returned], words: Words
) -> None:
    """Last year's form, a web page, two files, a damaged file: the remedies ask for another file."""
    column = words.text("notes", "column.remedy")
    for agency in ("SGDDT", "STP", "SCT", "SVHTTDL", "SKHCN"):
        closing = note_closing(faulty.season, returned[agency], words)
        assert f"“{column}”" in closing and ".xlsx" in closing
        assert not any(told in closing for told in ("tệp đã gửi", "the file it sent"))
    for agency in ("SNV", "STC", "SXD"):
        assert f"“{column}”" not in note_closing(faulty.season, returned[agency], words)


# --- the workbook -------------------------------------------------------------------------------------------------


def test_the_sheet_from_top_to_bottom(faulty: SeasonResult, returned: dict[str, Returned]) -> None:
    told = texts(note_bytes(faulty.season, returned["SNV"], Words("vi")))
    assert told[:4] == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH MẪU",
                        "Độc lập - Tự do - Hạnh phúc"]  # fmt: skip
    assert told[4] == "PHIẾU GỬI TRẢ BẢN TỰ ĐÁNH GIÁ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025"
    assert told[5] == "Kính gửi: Sở Nội vụ (SNV)"
    heading = told.index("STT")
    assert told[heading : heading + 8] == [
        "STT", "Trang tính", "Ô", "Mã", "Tiêu chí, tiêu chí thành phần", "Nội dung phát hiện", "Cách xử lý", "Mức độ",
    ]  # fmt: skip
    assert "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ" in told[-3:]
    numbers = [text for text in told[heading:] if text.isdigit()]
    assert numbers == [str(number) for number in range(1, 20)]


def test_the_file_is_a_column_only_where_there_are_several(faulty: SeasonResult, returned: dict[str, Returned]) -> None:
    assert "Tệp" in texts(note_bytes(faulty.season, returned["SCT"], Words("vi")))
    assert "Tệp" not in texts(note_bytes(faulty.season, returned["SNV"], Words("vi")))


def test_same_findings_same_bytes(faulty: SeasonResult, returned: dict[str, Returned], words: Words) -> None:
    assert note_bytes(faulty.season, returned["SNV"], words) == note_bytes(faulty.season, returned["SNV"], words)


def test_texts_of_a_form_stay_texts(tmp_path: Path, words: Words) -> None:
    inbox = {**forms(), "2025_SYT.xlsx": form_of("SYT").put("1.1", points=HOSTILE).put("1.2", a="+1+1")}
    result = scored(make(tmp_path, inbox=inbox))
    content = note_bytes(result.season, notes(result)["SYT"], words)
    assert any(HOSTILE in text for text in texts(content))
    sheet = sheet_of(content)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert not [name for name in names if "externalLink" in name or "_rels/sheet" in name]


def test_a_note_in_the_inbox_is_known(faulty: SeasonResult, returned: dict[str, Returned], tmp_path: Path) -> None:
    inbox = {**forms(), "2025_SYT.xlsx": note_bytes(faulty.season, returned["SYT"], Words("vi"))}
    result = scored(make(tmp_path, inbox=inbox))
    assert [found.code for found in result.problems if found.place.file == "inbox/2025_SYT.xlsx"] == ["PS157"]


def test_a_due_day_of_the_season_stands_in_the_note(tmp_path: Path) -> None:
    season = SEASON.replace("stages: [self]", "stages: [{id: self, kind: self, due: 2026-01-05}]")
    inbox = {**forms(), "2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")}
    result = scored(make(tmp_path, season=season, inbox=inbox))
    assert any("05/01/2026" in text for text in texts(note_bytes(result.season, notes(result)["SYT"], Words("vi"))))


def test_rows_are_high_enough(faulty: SeasonResult, returned: dict[str, Returned], words: Words) -> None:
    sheet = sheet_of(note_bytes(faulty.season, returned["SNV"], words))
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value in ("STT", "No.")) + 1
    for row in sheet.iter_rows(min_row=first, max_row=first + 18):
        wanted = max(
            lines(str(cell.value), sheet.column_dimensions[cell.column_letter].width, 12) for cell in row if cell.value
        )
        assert sheet.row_dimensions[row[0].row].height >= wanted * 12 * 1.2
        assert all(cell.alignment.wrap_text for cell in row)
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
