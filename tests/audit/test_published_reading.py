"""How a published table is read: formats, headers in one row and two, decimal signs, what is named and not guessed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from published_tables import as_text, codes, facts, read

from parscore.audit.published import Read, read_published
from parscore.audit.published_roles import area, heading

ROWS = [["Hạng", "Tên đơn vị", "Tổng điểm"], [1, "Sở Y tế", "90,5"], [2, "Sở Nội vụ", "85,25"]]
SAID = [("Sở Y tế", 1, Fraction("90.5")), ("Sở Nội vụ", 2, Fraction("85.25"))]


def said(found: Read) -> list[tuple[str, int | None, Fraction | None]]:
    rows = [row for table in found.tables for row in table.agencies]
    return [(row.name, row.rank, row.values["total"].value if "total" in row.values else None) for row in rows]


def workbook(rows: Sequence[Sequence[Any]], *, pattern: str = "", merged: Mapping[str, Any] | None = None) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Kết quả")
    style = book.add_format({"num_format": pattern}) if pattern else None
    for at, row in enumerate(rows):
        for column, content in enumerate(row):
            sheet.write(at, column, content, style) if content != "" else None
    for place, content in (merged or {}).items():
        sheet.merge_range(place, content)
    book.close()
    return stream.getvalue()


def document(*tables: Sequence[Sequence[object]], merge: tuple[int, int, int, int] | None = None) -> bytes:
    from docx import Document

    made, stream = Document(), BytesIO()
    for rows in tables:
        made.add_paragraph("Phụ lục")
        table = made.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, content in enumerate(row):
                table.cell(at, column).text = str(content)
        if merge:
            top, left, bottom, right = merge
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
    made.save(stream)
    return stream.getvalue()


# --- formats -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1258", "utf-16"])
def test_texts_as_people_save_them(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = as_text(ROWS, delimiter)
    if encoding == "cp1258":  # this code page has letters and tones apart
        from unicodedata import normalize

        pieces = [normalize("NFC", text)]
        text = "".join(_for_1258(letter) for letter in pieces[0])
    found = read(tmp_path, text.encode(encoding))
    assert (said(found), codes(found)) == (SAID, [])
    assert str(found.tables[0].agencies[1].values["total"].place) == "bang.csv:3:3"


def _for_1258(letter: str) -> str:
    from unicodedata import normalize

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        return normalize("NFC", base + "".join(mark for mark in marks if mark not in tones)) + "".join(tones)
    return letter


def test_a_workbook_is_read_as_it_shows_its_numbers(tmp_path: Path) -> None:
    rows = [["Hạng", "Tên đơn vị", "Tổng điểm"], [1, "Sở Y tế", 90.4999999], [2, "Sở Nội vụ", 85.25]]
    found = read(tmp_path, workbook(rows, pattern="0.00"), name="bang.xlsx")
    assert (said(found), codes(found)) == (SAID, [])
    value = found.tables[0].agencies[0].values["total"]
    assert (value.digits, str(value.place)) == (2, "bang.xlsx › Kết quả › C2")


def test_a_number_without_format_counts_as_it_is_stored(tmp_path: Path) -> None:
    rows = [["Đơn vị", "Tổng điểm"], ["Sở Y tế", 90.5], ["Sở Nội vụ", 85.25], ["Sở Tư pháp", 80.75]]
    found = read(tmp_path, workbook(rows), name="bang.xlsx")
    assert [row.values["total"].digits for row in found.tables[0].agencies] == [2, 2, 2], "90.5 is 90.50"


def test_a_share_is_a_percentage(tmp_path: Path) -> None:
    rows = [["Đơn vị", "Chỉ số"], ["Sở Y tế", 0.905], ["Sở Nội vụ", 0.8525]]
    found = read(tmp_path, workbook(rows, pattern="0.00%"), name="bang.xlsx")
    assert [row.values["index"].value for row in found.tables[0].agencies] == [Fraction("90.5"), Fraction("85.25")]


def test_every_table_of_a_document(tmp_path: Path) -> None:
    other = [["Hạng", "Xã, phường", "Chỉ số"], [1, "Xã An Thịnh", "80,00"]]
    noise = [["Nơi nhận", "CHỦ TỊCH"], ["Lưu: VT", "Nguyễn Văn A"]]
    found = read(tmp_path, document(noise, ROWS, other), name="quyet-dinh.docx")
    assert said(found) == [*SAID, ("Xã An Thịnh", 1, None)]
    assert str(found.tables[0].agencies[0].values["total"].place) == "quyet-dinh.docx › table 2 › R2C3"


def test_merged_headers_of_a_document(tmp_path: Path) -> None:
    rows = [
        ["Hạng", "Đơn vị", "Điểm thành phần", "", "Tổng điểm"],
        ["", "", "Thẩm định", "Điều tra XHH", ""],
        [1, "Sở Y tế", "60,5", "30", "90,5"],
    ]
    found = read(tmp_path, document(rows, merge=(0, 2, 0, 3)), name="a.docx")
    assert found.tables[0].columns.roles == {"rank": 0, "agency": 1, "appraised": 2, "survey": 3, "total": 4}


def test_ranks_merged_over_those_who_share_them(tmp_path: Path) -> None:
    rows = [
        ["Hạng", "Đơn vị", "Tổng điểm"],
        [1, "Sở Y tế", "90,5"],
        [2, "Sở A", "85,25"],
        ["", "Sở B", "85,25"],
        ["", "Khối xã", ""],
    ]
    ranks = [1, 2, 2]
    found = read(tmp_path, document(rows, merge=(2, 0, 3, 0)), name="a.docx")
    assert [row.rank for row in found.tables[0].agencies] == ranks
    found = read(tmp_path, workbook(rows, merged={"A3:A4": 2}), name="a.xlsx")
    assert [row.rank for row in found.tables[0].agencies] == ranks


def test_merged_headers_and_titles_of_a_workbook(tmp_path: Path) -> None:
    rows = [
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "", "Thẩm định", "Điều tra XHH", ""],
        [1, "Sở Y tế", "60,5", "30", "90,5"],
    ]
    merged = {
        "A1:E1": "KẾT QUẢ XẾP HẠNG",
        "A2:A3": "Hạng",
        "B2:B3": "Đơn vị",
        "C2:D2": "Trong đó",
        "E2:E3": "Tổng điểm",
    }
    found = read(tmp_path, workbook(rows, merged=merged), name="a.xlsx")
    assert found.tables[0].columns.roles == {"rank": 0, "agency": 1, "appraised": 2, "survey": 3, "total": 4}
    assert [row.name for row in found.tables[0].agencies] == ["Sở Y tế"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"no package", "PS117"),
        ("a.docx", workbook([["a"]]), "PS830"),
        ("a.csv", b"\x8a\x8d\xff\x9e", "PS830"),
        ("a.pdf", b"%PDF-1.7", "PS116"),
        ("a.csv", "a,b\n1,2\n", "PS831"),
        ("a.xlsx", workbook([["Tiêu chí", "Tối đa"], ["1.1", 2]]), "PS831"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes | str, code: str) -> None:
    found = read(tmp_path, content, name=name)
    assert (found.tables, codes(found)) == ((), [code])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("a.csv", "a.docx", "a.xlsx"):
        assert codes(read_published(tmp_path / name, name)) == ["PS122"]


def test_a_document_with_an_entity_is_not_opened(tmp_path: Path) -> None:
    from zipfile import ZipFile

    source, target = BytesIO(document(ROWS)), BytesIO()
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, _, rest = content.partition(b"?>")
                content = head + b'?><!DOCTYPE a [<!ENTITY b "c">]>' + rest
            new.writestr(name, content)
    assert codes(read(tmp_path, target.getvalue(), name="a.docx")) == ["PS118"]


# --- columns -----------------------------------------------------------------------------------------------------


def roles(tmp_path: Path, *rows: Sequence[object]) -> dict[str, int]:
    found = read(tmp_path, rows)
    return dict(found.tables[0].columns.roles)


def test_columns_are_found_by_their_headings(tmp_path: Path) -> None:
    vi = ["STT", "Cơ quan, đơn vị", "Điểm thẩm định", "Điểm ĐTXHH", "Tổng điểm", "Chỉ số (%)", "Xếp hạng", "Xếp loại"]
    row = [1, "Sở Y tế", "60,5", "30", "90,5", "90,50", 1, "Tốt"]
    found = roles(tmp_path, ["KẾT QUẢ CHỈ SỐ CCHC NĂM 2025"], vi, row)
    names = ["ordinal", "agency", "appraised", "survey", "total", "index", "rank", "class"]
    assert found == {role: at for at, role in enumerate(names)}
    en = ["No.", "Agency", "Appraised points", "Survey points", "Total points", "Index (%)", "Ranking", "Class"]
    assert roles(tmp_path, en, row) == found


def test_two_header_rows_with_areas(tmp_path: Path) -> None:
    rows = [
        ["Hạng", "Đơn vị", "1. Chỉ đạo, điều hành (10,00 điểm)", "", "Lĩnh vực II", "", "Tổng điểm"],
        ["", "", "Điểm", "Chỉ số (%)", "Điểm", "Điểm tối đa", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1, "Sở Y tế", "9,5", "95", "8", "9", "17,5"],
    ]
    found = read(tmp_path, rows)
    assert dict(found.tables[0].columns.roles) == {
        **{"rank": 0, "agency": 1, "area:1": 2, "area:1:index": 3, "area:2": 4, "area:2:maximum": 5, "total": 6}
    }
    assert [row.name for row in found.tables[0].agencies] == ["Sở Y tế"]


def test_numbers_of_columns_below_the_header_are_no_agency(tmp_path: Path) -> None:
    found = read(tmp_path, [["Hạng", "Đơn vị", "Tổng điểm"], [1, 2, 3], ["A", "B", 1], [1, "Sở Y tế", "90,5"]])
    assert said(found) == [("Sở Y tế", 1, Fraction("90.5"))]


def test_the_season_year_chooses_between_years(tmp_path: Path) -> None:
    rows = [["Đơn vị", "Xếp hạng 2024", "Xếp hạng 2025", "Chỉ số"], ["Sở Y tế", 5, 1, "90,50"]]
    found = read(tmp_path, rows)
    assert (found.tables[0].agencies[0].rank, codes(found)) == (1, [])


def test_columns_of_one_meaning_are_named_and_none_is_chosen(tmp_path: Path) -> None:
    rows = [["Hạng", "Đơn vị", "Điểm", "Điểm số"], [1, "Sở Y tế", "90,50", "91,50"]]
    found = read(tmp_path, rows)
    assert codes(found) == ["PS832"] and facts(found.problems[0])["option"] == "total"
    assert "3 “Điểm”" in facts(found.problems[0])["found"] and "4 “Điểm số”" in facts(found.problems[0])["found"]
    assert said(found) == [("Sở Y tế", 1, None)]
    assert said(read(tmp_path, rows, total="4")) == [("Sở Y tế", 1, Fraction("91.5"))]
    assert said(read(tmp_path, rows, total="điểm")) == [("Sở Y tế", 1, Fraction("90.5"))]
    assert said(read(tmp_path, rows, none="3")) == [("Sở Y tế", 1, Fraction("91.5"))]


def test_columns_that_no_word_names_can_be_named(tmp_path: Path) -> None:
    rows = [["A1", "Ai", "Bao nhiêu"], [1, "Sở Y tế", "90,5"], [2, "Sở Nội vụ", "85,25"]]
    assert codes(read(tmp_path, rows)) == ["PS831"]
    assert "Bao nhiêu" in facts(read(tmp_path, rows).problems[0])["found"]
    assert said(read(tmp_path, rows, agency="Ai", total="C", rank="1"))[0] == ("Sở Y tế", 1, None), (
        "no letters in texts"
    )
    assert said(read(tmp_path, rows, agency="Ai", total="3", rank="1")) == SAID
    content = workbook(rows)
    assert said(read(tmp_path, content, name="a.xlsx", agency="B", total="C", rank="A")) == SAID


def test_blocks_with_titles_and_repeated_headers(tmp_path: Path) -> None:
    rows = [
        ["TT", "Đơn vị", "Chỉ số"],
        ["I", "Khối sở", ""],
        [1, "Sở Y tế", "90,50"],
        ["", "Khối xã", ""],
        [1, "Xã An Thịnh", "85,00"],
        ["STT", "Đơn vị", "Chỉ số"],
        [1, "Xã Đông", "70,00"],
        ["Nơi nhận: như trên", "", ""],
    ]
    found = read(tmp_path, rows)
    names = [[(block.name, len(block.rows)) for block in table.blocks] for table in found.tables]
    assert names == [[("I", 1), ("Khối xã", 1)], [("", 1)]]


def test_a_table_of_single_criteria_ends_the_one_above(tmp_path: Path) -> None:
    rows = [*ROWS, ["Mã", "Đơn vị", "Tiêu chí", "Điểm"], ["SYT", "Sở Y tế", "1.1", "2"]]
    assert said(read(tmp_path, rows)) == SAID


def test_what_headings_mean() -> None:
    assert [area(text) for text in ("Lĩnh vực 3", "LĨNH VỰC IV", "2. Thể chế (8,5 điểm)", "Thể chế", "2.5")] == [
        *("3", "4", "2", "", "")
    ]
    assert area("Cải cách thể chế (9 điểm)", {"cải cách thể chế": "2"}) == "2"
    kinds = {
        text: (found := heading(text)) and found.role for text in ("Kết quả (%)", "Điểm", "Tỷ lệ %", "%", "Ghi chú")
    }
    assert kinds == {"Kết quả (%)": "index", "Điểm": "total", "Tỷ lệ %": "index", "%": "index", "Ghi chú": None}


# --- numbers -----------------------------------------------------------------------------------------------------


def column(tmp_path: Path, *texts: str, mark: Any = "") -> tuple[list[Fraction | None], list[str]]:
    rows = [["Hạng", "Đơn vị", "Tổng điểm"], *([at, f"Sở {at}", text] for at, text in enumerate(texts, 1))]
    found = read(tmp_path, rows, mark=mark)
    return [value for _, _, value in said(found)], codes(found)


def test_a_column_decides_its_decimal_sign(tmp_path: Path) -> None:
    three = Fraction("91.651")
    assert column(tmp_path, "91.651", "90.5") == ([three, Fraction("90.5")], [])
    assert column(tmp_path, "91,651", "90,5") == ([three, Fraction("90.5")], [])
    assert column(tmp_path, "91,651", "90,5 %") == ([three, Fraction("90.5")], [])
    assert column(tmp_path, "91.651", "90") == ([None, None], ["PS834"]), "nothing says which sign it is"
    assert column(tmp_path, "91.651", "90", mark=".") == ([three, Fraction(90)], [])
    assert column(tmp_path, "90.5", "90,5") == ([None, None], ["PS834"]), "both"
    assert column(tmp_path, "90.5", "90,5", mark=",") == ([None, Fraction("90.5")], ["PS833"])


def test_marks_for_nothing_are_blanks_and_words_are_said(tmp_path: Path) -> None:
    assert column(tmp_path, "90,5", "-", "KĐG", "vắng") == ([Fraction("90.5"), None, None, None], ["PS833"])


def test_zeros_that_are_dropped_count_as_printed(tmp_path: Path) -> None:
    def digits(*texts: str) -> list[int]:
        rows = [["Hạng", "Đơn vị", "Chỉ số"], *([at, f"Sở {at}", text] for at, text in enumerate(texts, 1))]
        return [row.values["index"].digits for row in read(tmp_path, rows).tables[0].agencies]

    assert digits("90.05", "89.3", "89") == [2, 2, 2]
    assert digits("90.05", "89.3", "89.10") == [2, 1, 2], "where a zero is printed, none is dropped"
    assert digits("91.651", "91.86", "92.83") == [3, 2, 2]
    assert digits("90", "80") == [0, 0]
