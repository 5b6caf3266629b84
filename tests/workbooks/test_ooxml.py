"""What the reader keeps of cells, sheets and the workbook."""

import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from handmade import (
    STRICT,
    STRICT_OFFICE,
    TRANSITIONAL,
    content_types,
    index,
    parts,
    relations,
    row,
    strings,
    styles,
    workbook,
    worksheet,
    zipped,
)
from hypothesis import given
from hypothesis import strategies as st

from parscore.model.cell import Cell
from parscore.model.problem import Problem
from parscore.workbooks.ooxml import Limits, Sheet, Workbook, read_file, read_workbook


def read(data: bytes, name: str = "b.xlsx") -> Workbook:
    book, problems = read_workbook(data, name)
    assert book is not None, problems
    assert problems == ()
    return book


def cells(data: bytes) -> list[Cell]:
    (sheet,) = read(data).sheets
    return sheet.cells


def one(xml: str, **others: str | None) -> Cell | None:
    found = cells(workbook(worksheet(row(xml)), **others))
    assert len(found) <= 1
    return found[0] if found else None


def refusal(data: bytes, name: str = "b.xlsx") -> Problem:
    book, problems = read_workbook(data, name)
    assert book is None
    (found,) = problems
    assert found.place.file == name
    return found


def facts(found: Problem) -> dict[str, str]:
    return {name: str(value) for name, value in found.facts}


@pytest.mark.parametrize(
    ("xml", "kind", "text", "formula"),
    [
        ('<c r="A1"><v>1</v></c>', "number", "1", None),
        ('<c r="A1" t="n"><v>0.30000000000000004</v></c>', "number", "0.30000000000000004", None),
        ('<c r="A1"><v>-1.5E-7</v></c>', "number", "-1.5E-7", None),
        ('<c r="A1"><v>1.</v></c>', "number", "1.", None),
        ('<c r="A1"><v>12345678901234567890.10</v></c>', "number", "12345678901234567890.10", None),
        ('<c r="A1"><v> 7\n</v></c>', "number", "7", None),
        ('<c r="A1" t="s"><v>1</v></c>', "text", "Sở Nội vụ", None),
        ('<c r="A1" t="s"><v> 1 </v></c>', "text", "Sở Nội vụ", None),
        ('<c r="A1" t="str"><v> a </v></c>', "text", " a ", None),
        ('<c r="A1" t="inlineStr"><is><t> b </t></is></c>', "text", " b ", None),
        ('<c r="A1"><is><t>b</t></is></c>', "text", "b", None),
        ('<c r="A1" t="b"><v>1</v></c>', "boolean", "1", None),
        ('<c r="A1" t="b"><v>false</v></c>', "boolean", "0", None),
        ('<c r="A1" t="d"><v>2025-10-14</v></c>', "date", "2025-10-14", None),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', "error", "#SPILL!", None),
        ('<c r="A1"><f>B1+1</f><v>3</v></c>', "number", "3", "B1+1"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', "text", "", "B1"),
        ('<c r="A1"><f>B1</f></c>', "blank", "", "B1"),
        ('<c r="A1"><f>B1</f><v/></c>', "blank", "", "B1"),
        ('<c r="A1" t="str"><f>B1</f></c>', "blank", "", "B1"),
        ('<c r="A1" t="b"><f>TRUE()</f><v></v></c>', "blank", "", "TRUE()"),
        ('<c r="A1" t="e"><f>A2</f></c>', "blank", "", "A2"),
        ('<c r="A1" t="e"><v></v></c>', "error", "#UNKNOWN!", None),
        ('<c r="A1"><v>1</v><f>B1</f></c>', "number", "1", "B1"),
        ('<c r="A1"><v><![CDATA[4]]>2</v></c>', "number", "42", None),
        ('<c r="a1"><v>1</v></c>', "number", "1", None),
        ('<c r="$A$1"><v>1</v></c>', "number", "1", None),
    ],
)
def test_each_kind_of_cell(xml: str, kind: str, text: str, formula: str | None) -> None:
    assert one(xml, strings=strings("x", "Sở Nội vụ")) == Cell("A1", 1, 1, kind, text, formula, "General")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" s="0"/>',
        '<c r="A1"><v></v></c>',
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1" t="s"/>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
        '<c r="A1" t="inlineStr"><v>unseen by every reader</v></c>',
        '<c r="A1" t="str"><v></v></c>',
        "",
    ],
)
def test_blank_cells_and_empty_texts_are_not_listed(xml: str) -> None:
    assert one(xml, strings=strings("")) is None


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#GETTING_DATA"])
@pytest.mark.parametrize("formula", [None, "1/0"])
def test_error_keeps_its_name_typed_and_as_a_result(error: str, formula: str | None) -> None:
    written = f"<f>{formula}</f>" if formula else ""
    found = one(f'<c r="A1" t="e">{written}<v>{error}</v></c>')
    assert found is not None
    assert (found.kind, found.text, found.formula) == ("error", error, formula)


@given(
    st.lists(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False).map(repr),
            st.decimals(allow_nan=False, allow_infinity=False).map(str),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_number_keeps_every_stored_digit(numbers: list[str]) -> None:
    sheet = worksheet(row(*(f"<c><v>{number}</v></c>" for number in numbers)))
    assert [cell.text for cell in cells(workbook(sheet))] == numbers


@pytest.mark.parametrize(
    "xml", ['<c r="A1"><v>1,5</v></c>', '<c r="A1" t="n"><v>NaN</v></c>', '<c r="A1"><v>1_0</v></c>']
)
def test_number_that_is_none_is_damage_at_its_cell(xml: str) -> None:
    found = refusal(workbook(worksheet(row(xml))))
    assert (found.code, found.place.sheet, found.place.cell) == ("PS117", "Biểu", "A1")
    assert facts(found) == {"part": "xl/worksheets/sheet1.xml", "reason": "damaged.number that is none"}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="A1" t="x"><v>1</v></c>', "unknown kind of cell"),
        ('<c r="A1" t="b"><v>2</v></c>', "unknown kind of cell"),
        ('<c r="A1" t="s"><v>9</v></c>', "shared string missing"),
        ('<c r="A1" t="s"><v>-1</v></c>', "shared string missing"),
        ('<c r="A1" s="9"><v>1</v></c>', "style missing"),
        ('<c r="XFE1"><v>1</v></c>', "impossible address"),
        ('<c r="A1048577"><v>1</v></c>', "impossible address"),
        ('<c r="A0"><v>1</v></c>', "impossible address"),
        ('<c r="A1"><c r="B1"/></c>', "element in the wrong place"),
        ('<c r="A1"><v>1<v>2</v></v></c>', "element in the wrong place"),
        ('<row r="2"/>', "element in the wrong place"),
        ("<v>1</v>", "element in the wrong place"),
        ('<y:c xmlns:y="urn:y" r="A1"><y:v>1</y:v></y:c>', "element in the wrong place"),
        ("<z><c/></z>", "element in the wrong place"),
    ],
)
def test_cell_out_of_order_is_damage(cell: str, reason: str) -> None:
    found = refusal(workbook(worksheet(row(cell))))
    assert (found.code, facts(found)["reason"]) == ("PS117", f"damaged.{reason}")


@pytest.mark.parametrize("number", ["0", "1048577", "x", "-1", "1_0", "+1", "٣", ""])
def test_impossible_row_is_damage(number: str) -> None:
    assert refusal(workbook(worksheet(f'<row r="{number}"/>'))).code == "PS117"


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<r><t>Điểm </t></r><r><rPr><b/></rPr><t>tối đa</t></r>", "Điểm tối đa"),
        ('<t xml:space="preserve"> a\n</t>', " a\n"),
        ('<t>漢字</t><rPh sb="0" eb="1"><t>かんじ</t></rPh><phoneticPr fontId="1"/>', "漢字"),
        ("<t>một_x000D_\nhai</t>", "một\r\nhai"),
        ("<t>_x005F_x0041_</t>", "_x0041_"),
        ("<r><t>_x005F_</t></r><r><t>x0041_</t></r>", "_x0041_"),
        ("<t>_xD83D__xDE00_ _xD83D_</t>", "😀 \ufffd"),
        ("<t>_x12_</t>", "_x12_"),
        ("<t>&lt;&amp;&#x110;</t>", "<&Đ"),
        ("<t>a</t><extLst><ext><t>b</t></ext></extLst>", "a"),
    ],
)
def test_text_of_runs_is_joined_and_nothing_else_changed(item: str, text: str) -> None:
    shared = one('<c r="A1" t="s"><v>0</v></c>', strings=strings(item))
    inline = one(f'<c r="A1" t="inlineStr"><is>{item}</is></c>')
    assert shared is not None
    assert shared == inline
    assert shared.text == text


def test_text_longer_than_the_buffer_of_the_parser_is_whole() -> None:
    text = "Căn cứ " * 10_000
    found = one('<c r="A1" t="s"><v>0</v></c>', strings=strings(text))
    assert found is not None
    assert found.text == text


def test_implicit_coordinates_follow_the_cell_and_row_before() -> None:
    sheet = worksheet(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="4"><c r="C4"/><c><v>4</v></c><c r="H4"><v>8</v></c><c><v>9</v></c></row>'
        "<row><c><v>5</v></c></row>"
    )
    assert [(cell.address, cell.row, cell.column, cell.text) for cell in cells(workbook(sheet))] == [
        ("A1", 1, 1, "1"),
        ("C1", 1, 3, "3"),
        ("D4", 4, 4, "4"),
        ("H4", 4, 8, "8"),
        ("I4", 4, 9, "9"),
        ("A5", 5, 1, "5"),
    ]


def test_cell_counts_where_its_own_address_says() -> None:
    assert [cell.address for cell in cells(workbook(worksheet(row('<c r="B7"><v>1</v></c>', number=3))))] == ["B7"]


def test_far_cell_is_one_cell() -> None:
    sheet = worksheet(row('<c r="XFD1048576"><v>1</v></c>', number=1_048_576))
    assert cells(workbook(sheet)) == [Cell("XFD1048576", 1_048_576, 16_384, "number", "1", None, "General")]


def test_cells_come_by_row_and_column_whatever_the_file_order() -> None:
    sheet = worksheet(row('<c r="B2"><v>4</v></c><c r="A2"><v>3</v></c>', number=2) + row('<c r="B1"><v>2</v></c>'))
    assert [cell.address for cell in cells(workbook(sheet))] == ["B1", "A2", "B2"]


def test_rows_out_of_order_are_put_into_order() -> None:
    cell = '<c r="A{0}"><v>{0}</v></c>'
    sheet = worksheet(row(cell.format(2), number=2) + row(cell.format(1)))
    assert [found.address for found in cells(workbook(sheet))] == ["A1", "A2"]
    sheet = worksheet(row(cell.format(7), number=3) + row(cell.format(4), number=4))
    assert [found.address for found in cells(workbook(sheet))] == ["A4", "A7"]


def test_texts_across_the_pieces_of_a_large_part_stay_whole() -> None:
    texts = [f"{number} " + "Đ" * 5000 for number in range(200)]
    inline = worksheet("".join(row(f'<c t="str"><v>{text}</v></c>', number=at) for at, text in enumerate(texts, 1)))
    shared = worksheet("".join(row(f'<c t="s"><v>{at}</v></c>', number=at + 1) for at in range(len(texts))))
    for contents in (parts(inline), parts(shared, strings=strings(*texts))):
        assert [cell.text for cell in cells(zipped(contents, zipfile.ZIP_STORED))] == texts


def test_cell_written_twice_is_ambiguous() -> None:
    found = refusal(workbook(worksheet(row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'))))
    assert (found.code, found.place.cell, facts(found)["reason"]) == ("PS120", "A1", "unsafe.cell written twice")


def test_number_formats_built_in_custom_and_absent() -> None:
    sheet = worksheet(row(*(f'<c r="{column}1" s="{style}"><v>1</v></c>' for style, column in enumerate("ABCDE"))))
    dxf = '<dxfs><dxf><numFmt numFmtId="164" formatCode="wrong"/></dxf></dxfs>'
    look = styles([0, 10, 164, 14, 999], {164: '0.00" điểm"'}, dxf)
    found = [cell.format for cell in cells(workbook(sheet, styles=look))]
    assert found == ["General", "0.00%", '0.00" điểm"', "mm-dd-yy", "General"]


def test_cell_without_a_style_has_the_first_one() -> None:
    found = one('<c r="A1"><v>1</v></c>', styles=styles([9]))
    assert found is not None
    assert found.format == "0%"


def test_workbook_without_styles_and_strings() -> None:
    related = relations(("rId1", "worksheet", "worksheets/sheet1.xml"))
    found = one('<c r="A1" s="7"><v>1</v></c>', related=related, styles=None, strings=None)
    assert found is not None
    assert found.format == "General"


def test_announced_parts_are_missed_only_by_cells_that_need_them() -> None:
    assert one('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', strings=None)
    assert one('<c r="A1" s="1"/>', styles=None) is None
    assert refusal(workbook(worksheet(row('<c r="A1" t="s"><v>0</v></c>')), strings=None)).code == "PS117"
    assert refusal(workbook(worksheet(row('<c r="A1"><v>1</v></c>')), styles=None)).code == "PS117"


FORM = worksheet(
    row('<c r="A1" t="s"><v>0</v></c><c r="B1"><f>C1*2</f><v>4</v></c>')
    + row('<c r="A2" t="e"><v>#N/A</v></c>', number=2),
    after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
)


def test_strict_workbook_gives_the_same_cells() -> None:
    plain = read(workbook(FORM, strings=strings("điểm")))
    rewritten = {
        name: content.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT.encode()).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", STRICT_OFFICE.encode()
        )
        for name, content in parts(FORM, strings=strings("điểm")).items()
    }
    strict = read(zipped(rewritten))
    assert (plain.strict, strict.strict) == (False, True)
    assert strict.sheets[0].cells == plain.sheets[0].cells
    assert strict.sheets[0].merged == plain.sheets[0].merged == ((1, 1, 2, 1),)


def prefixed(text: str) -> str:
    """The same part with a prefix on every element."""
    head, _, body = text.partition("?>")
    body = body.replace("</", "\0").replace("<", "<n:").replace("\0", "</n:").replace("xmlns=", "xmlns:n=")
    return f"{head}?>{body}"


def test_any_prefix_and_any_encoding_gives_the_same_cells() -> None:
    plain = parts(FORM, strings=strings("điểm"))
    expected = cells(zipped(plain))
    names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    other = plain | {name: prefixed(plain[name].decode()).encode() for name in names}
    assert cells(zipped(other)) == expected
    assert cells(zipped({name: b"\xef\xbb\xbf" + content for name, content in plain.items()})) == expected
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
        wide = {
            name: (mark + content.decode().replace("UTF-8", "UTF-16")).encode(encoding)
            for name, content in plain.items()
        }
        assert cells(zipped(wide)) == expected


def test_eight_bit_encoding_is_read_and_an_unknown_one_refused() -> None:
    latin = parts(worksheet(row('<c r="A1" t="inlineStr"><is><t>é</t></is></c>')))
    name = "xl/worksheets/sheet1.xml"
    text = latin[name].decode()
    latin[name] = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert [cell.text for cell in cells(zipped(latin))] == ["é"]
    for wrong in ("x-none", "rot13", "utf-7", "hex", "idna"):
        latin[name] = text.replace("UTF-8", wrong).encode("latin-1")
        assert refusal(zipped(latin)).code == "PS117"


def test_worksheet_of_another_vocabulary_is_refused() -> None:
    for part in ("sheet", "strings"):
        text = (worksheet() if part == "sheet" else strings()).replace("spreadsheetml", "wordprocessingml")
        found = refusal(workbook(**{part: text}))
        assert facts(found)["reason"] == "damaged.another XML vocabulary"
    assert refusal(workbook(sheet=strings())).code == "PS117"
    assert refusal(workbook(strings=worksheet())).code == "PS117"


def test_shared_formula_is_moved_before_and_after_its_master() -> None:
    sheet = worksheet(
        row('<c r="C1"><f t="shared" si="0"/><v>1</v></c>')
        + row('<c r="C2"><f t="shared" ref="C1:C4" si="0">A2*$B$1+SUM(A$1:A2)</f><v>2</v></c>', number=2)
        + row('<c r="D3"><f t="shared" si="0"/><v>3</v></c><c r="E3"><f t="shared" si="7"/><v>9</v></c>', number=3)
    )
    assert [(cell.address, cell.formula) for cell in cells(workbook(sheet))] == [
        ("C1", "A1*$B$1+SUM(A$1:A1)"),
        ("C2", "A2*$B$1+SUM(A$1:A2)"),
        ("D3", "B3*$B$1+SUM(B$1:B3)"),
        ("E3", ""),
    ]


def test_formula_beside_a_shared_one_is_its_own() -> None:
    shared = '<c r="A1"><f t="shared" si="0">B1</f></c><c r="A2"><f t="shared" si="0"/></c>'
    found = cells(workbook(worksheet(row(shared + '<c r="A3"><f>C9</f></c><c r="A4"><f/></c>'))))
    assert [cell.formula for cell in found] == ["B1", "B2", "C9", ""]


def test_array_formula_and_data_table() -> None:
    array = one('<c r="A1"><f t="array" ref="A1:A2">SUM(B1:B2*C1:C2)</f><v>5</v></c>')
    table = one('<c r="A1"><f t="dataTable" ref="A1:A2" r1="C1" r2="C2"/><v>5</v></c>')
    assert array is not None
    assert table is not None
    assert (array.formula, table.formula) == ("SUM(B1:B2*C1:C2)", "TABLE(C1,C2)")


def test_hidden_rows_columns_and_merged_ranges() -> None:
    body = (
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="0"><c r="A3"><v>1</v></c><c r="D3"><v>1</v></c></row>'
    )
    columns = '<cols><col min="1" max="2" hidden="0"/><col min="4" max="16384" hidden="true"/></cols>'
    merged = '<mergeCells><mergeCell ref="B2:C3"/><mergeCell ref="A3:A1048576"/><mergeCell ref="F9"/></mergeCells>'
    (sheet,) = read(workbook(worksheet(body, columns, merged))).sheets
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), ((4, 16384),))
    assert {cell.address: sheet.hidden(cell) for cell in sheet.cells} == {"A2": True, "A3": False, "D3": True}
    assert sheet.merged == ((2, 2, 3, 3), (3, 1, 1_048_576, 1), (9, 6, 9, 6))
    assert [sheet.merged_range(*place) for place in ((2, 2), (3, 3), (2, 1), (3, 1), (900_000, 1), (9, 6), (1, 2))] == [
        "B2:C3",
        "B2:C3",
        None,
        "A3:A1048576",
        "A3:A1048576",
        "F9:F9",
        None,
    ]
    assert sheet.at(3, 4) is sheet.cells[2]
    assert sheet.at(3, 3) is None


def test_extensions_hide_and_merge_nothing() -> None:
    inner = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells><cols><col min="1" max="1" hidden="1"/></cols>'
    (sheet,) = read(workbook(worksheet(after=f"<extLst><ext>{inner}</ext></extLst>"))).sheets
    assert (sheet.merged, sheet.hidden_columns) == ((), ())


def test_states_of_sheets_in_the_order_of_the_workbook() -> None:
    listed = (
        '<sheet name="Ba" sheetId="9" r:id="rId3"/><sheet name="Một" sheetId="1" state="hidden" r:id="rId1"/>'
        '<sheet name="Hai" sheetId="2" state="veryHidden" r:id="rId2"/>'
    )
    related = relations(*((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2, 3)))
    contents = parts(workbook=index(listed), related=related, styles=None, strings=None)
    for number in (1, 2, 3):
        contents[f"xl/worksheets/sheet{number}.xml"] = worksheet(row(f'<c r="A1"><v>{number}</v></c>')).encode()
    found = read(zipped(contents)).sheets
    assert [(sheet.name, sheet.state, sheet.cells[0].text) for sheet in found] == [
        ("Ba", "visible", "3"),
        ("Một", "hidden", "1"),
        ("Hai", "very_hidden", "2"),
    ]


def test_two_sheets_of_one_name_are_ambiguous() -> None:
    listed = '<sheet name="Biểu" sheetId="1" r:id="rId1"/><sheet name="BIỂU" sheetId="2" r:id="rId1"/>'
    found = refusal(workbook(workbook=index(listed)))
    assert (found.code, facts(found)["reason"]) == ("PS120", "unsafe.sheets of one name")


def test_charts_and_dialogs_are_skipped_and_none_left_is_told() -> None:
    listed = '<sheet name="Đồ thị" sheetId="1" r:id="rId4"/><sheet name="Biểu" sheetId="2" r:id="rId1"/>'
    related = relations(
        ("rId4", "chartsheet", "chartsheets/sheet1.xml"), ("rId1", "worksheet", "worksheets/sheet1.xml")
    )
    assert [sheet.name for sheet in read(workbook(workbook=index(listed), related=related)).sheets] == ["Biểu"]
    alone = relations(("rId1", "dialogsheet", "dialogsheets/sheet1.xml"))
    assert refusal(workbook(related=alone)).code == "PS121"
    assert refusal(workbook(workbook=index(""))).code == "PS121"


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets/../worksheets/sheet1.xml",
               "worksheets\\sheet1.xml", "WORKSHEETS/Sheet1.xml", "worksheets/sheet%31.xml"]
)  # fmt: skip
def test_odd_targets_lead_to_the_same_part(target: str) -> None:
    related = relations(("rId1", "worksheet", target))
    sheet = worksheet(row('<c r="A1"><v>1</v></c>'))
    assert len(cells(workbook(sheet, related=related, styles=None, strings=None))) == 1


def test_sheet_without_a_part_is_damage() -> None:
    assert facts(refusal(workbook(workbook=index('<sheet name="X" sheetId="1"/>'))))["reason"] == (
        "damaged.sheet without a part"
    )
    found = refusal(workbook(related=relations(("rId1", "worksheet", "../../../etc/passwd"))))
    assert facts(found)["reason"] == "damaged.part missing"


def test_parts_may_lie_anywhere() -> None:
    contents = {
        "[Content_Types].xml": content_types(part="/wtf/main.xml").encode(),
        "_rels/.rels": relations(("a", "officeDocument", "/wtf/main.xml")).encode(),
        "wtf/main.xml": index().encode(),
        "wtf/_rels/main.xml.rels": relations(("rId1", "worksheet", "s.xml")).encode(),
        "wtf/s.xml": worksheet(row('<c r="A1"><v>1</v></c>')).encode(),
    }
    assert len(cells(zipped(contents))) == 1


OTHER_KINDS = {
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_kind_comes_from_the_content(kind: str) -> None:
    data = workbook(types=content_types(OTHER_KINDS[kind]))
    book, problems = read_workbook(data, f"mẫu.{kind.upper()}")
    assert book is not None
    assert (book.kind, problems) == (kind, ())
    book, (note,) = read_workbook(data, "mẫu.xlsx")
    assert book is not None
    assert (note.code, note.severity, facts(note)) == ("PS123", "note", {"extension": ".xlsx", "found": f".{kind}"})


def test_name_of_another_program_is_refused_and_of_another_excel_kind_noted() -> None:
    assert read_workbook(workbook(), "biểu.xls")[1][0].code == "PS123"
    assert read_workbook(workbook(), "biểu")[1][0].code == "PS123"
    assert facts(refusal(workbook(), "biểu.ods"))["reason"] == "unsafe.name and content differ"


@pytest.mark.parametrize("word", ["extended-properties", "extendedProperties"])
def test_facts_of_the_workbook(word: str) -> None:
    root = relations(("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", word, "docProps/app.xml"))
    more = '<workbookPr date1904="1"/>'
    whole = index(more=more).replace("</workbook>", '<calcPr calcId="1" fullCalcOnLoad="1"/></workbook>')
    related = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId7", "externalLink", "externalLinks/externalLink1.xml"),
        ("rId8", "externalLink", "externalLinks/externalLink2.xml"),
    )
    app = "<P xmlns='urn:p'><Template>x</Template><Application>Ứng dụng</Application>\n<Pages>1</Pages></P>"
    contents = parts(root=root, workbook=whole, related=related, styles=None, strings=None, **{"docProps/app.xml": app})
    contents["xl/vbaProject.bin"] = b"\0"
    data = zipped(contents)
    book = read(data)
    assert (book.date1904, book.full_calc_on_load, book.external_links, book.has_macros) == (True, True, 2, True)
    assert (book.producer, book.digest, book.size) == ("Ứng dụng", hashlib.sha256(data).hexdigest(), len(data))
    plain = read(workbook())
    assert (plain.date1904, plain.full_calc_on_load, plain.external_links, plain.has_macros) == (False, False, 0, False)
    assert plain.producer == ""


def test_extensions_that_reuse_names_say_nothing_of_the_workbook() -> None:
    more = '<workbookPr date1904="1"/>'
    extension = '<extLst><ext><x15:workbookPr xmlns:x15="urn:x"/><x15:sheet name="?"/></ext></extLst></workbook>'
    book = read(workbook(workbook=index(more=more).replace("</workbook>", extension)))
    assert (book.date1904, len(book.sheets)) == (True, 1)


def test_sheet_made_by_hand_needs_only_its_cells() -> None:
    cell = Cell("A1", 1, 1, "number", "1", None, "General")
    sheet = Sheet("Biểu", "visible", [cell])
    assert (sheet.hidden(cell), sheet.merged_range(1, 1), sheet.at(1, 1)) == (False, None, cell)


def opened(path: Path, limits: Limits | None = None) -> Problem | None:
    book, problems = read_file(path, "inbox/b.xlsx", limits or Limits())
    assert all(found.place.file == "inbox/b.xlsx" for found in problems)
    return None if book else problems[0]


def test_file_is_read_like_its_bytes(tmp_path: Path) -> None:
    data = workbook(FORM, strings=strings("điểm"))
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    book, problems = read_file(path, "b.xlsx")
    assert book is not None
    assert problems == ()
    assert book.digest == hashlib.sha256(data).hexdigest()
    assert book.sheets[0].cells == cells(data)


def test_only_regular_files_are_opened_and_nothing_hangs(tmp_path: Path) -> None:
    real = tmp_path / "real.xlsx"
    real.write_bytes(workbook())
    link = tmp_path / "link.xlsx"
    link.symlink_to(real)
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    reasons = {link: "link", folder: "folder", pipe: "pipe or device", tmp_path / "none.xlsx": "not found"}
    assert opened(real) is None
    for path, reason in reasons.items():
        found = opened(path)
        assert found is not None
        assert (found.code, facts(found)) == ("PS122", {"reason": f"opening.{reason}"})


def test_link_is_refused_where_the_system_cannot_be_told_to_follow_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real.xlsx").write_bytes(workbook())
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "real.xlsx")
    monkeypatch.setattr("parscore.workbooks.ooxml.os.O_NOFOLLOW", 0)
    found = opened(link)
    assert found is not None
    assert facts(found) == {"reason": "opening.link"}


def test_device_is_not_read() -> None:
    found = opened(Path("/dev/zero"))
    assert found is not None
    assert found.code == "PS122"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(workbook())
    path.chmod(0)
    found = opened(path)
    assert found is not None
    assert facts(found) == {"reason": "opening.no permission"}


def test_refused_permission_and_broken_disk_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, reason in ((PermissionError(), "no permission"), (OSError(5, "I/O"), "read error")):

        def fail(*_: object, error: OSError = error) -> int:
            raise error

        monkeypatch.setattr("parscore.workbooks.ooxml.os.open", fail)
        found = opened(tmp_path / "b.xlsx")
        assert found is not None
        assert facts(found) == {"reason": f"opening.{reason}"}


def test_file_is_read_no_further_than_allowed(tmp_path: Path) -> None:
    data = workbook()
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    assert opened(path, Limits(file_bytes=len(data))) is None
    found = opened(path, Limits(file_bytes=len(data) - 2))
    assert found is not None
    assert (found.code, facts(found)) == (
        "PS119",
        {"limit": "limit.bytes of the file", "found": str(len(data)), "allowed": str(len(data) - 2)},
    )


# --- remarkable styles --------------------------------------------------------------------------------------------


def styled(fonts: str, cells: str, fills: str = "") -> str:
    return (
        f'<styleSheet xmlns="{TRANSITIONAL}"><fonts>{fonts}</fonts><fills>{fills}</fills>'
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
    )


FONTS = (
    '<font><name val="Arial"/></font><font><color rgb="FFFFFFFF"/><name val=".VnTime"/></font>'
    '<font><color theme="0"/></font><font><name val="VNI-Times"/></font>'
)
FILLS = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill>'
STYLES = '<xf fontId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/><xf fontId="2"/><xf fontId="3"/><xf/>'
SIX = "".join(f'<c r="{column}1" s="{style}"><v>{style}</v></c>' for style, column in enumerate("ABCDEF"))


def test_fonts_of_before_unicode_and_white_letters_on_nothing_are_remembered() -> None:
    book, problems = read_workbook(workbook(worksheet(row(SIX)), styles=styled(FONTS, STYLES, FILLS)), "a.xlsx")
    assert book is not None and problems == ()
    sheet = book.sheets[0]
    assert len(sheet.cells) == 6
    assert sheet.fonts == {(1, 2): ".VnTime", (1, 3): ".VnTime", (1, 5): "VNI-Times"}
    assert sheet.unseen == frozenset({(1, 2), (1, 4)})


def test_ordinary_styles_leave_nothing_to_remember() -> None:
    fonts = '<font><name val="Arial"/></font>'
    book, _ = read_workbook(workbook(worksheet(row(SIX)), styles=styled(fonts, "<xf/>" * 6)), "a.xlsx")
    assert book is not None
    assert (book.sheets[0].fonts, book.sheets[0].unseen) == ({}, frozenset())


def test_rows_and_columns_without_any_size_are_hidden() -> None:
    cols = '<cols><col min="2" max="3" width="0"/><col min="5" max="5" width="0.5"/></cols>'
    rows = '<row r="1" ht="0"><c r="A1"><v>1</v></c></row><row r="2" ht="15"><c r="A2"><v>1</v></c></row>'
    book, _ = read_workbook(workbook(worksheet(rows, before=cols)), "a.xlsx")
    assert book is not None
    assert book.sheets[0].hidden_rows == frozenset({1})
    assert book.sheets[0].hidden_columns == ((2, 3),)


def test_ranges_of_array_formulas() -> None:
    cells = '<c r="B2"><f t="array" ref="B2:C3">X1:Y2</f><v>1</v></c><c r="C2"><v>2</v></c>'
    alone = '<c r="D2"><f t="array" ref="D2">SUM(A1)</f><v>1</v></c>'
    book, _ = read_workbook(workbook(worksheet(row(cells, alone, number=2))), "a.xlsx")
    assert book is not None
    sheet = book.sheets[0]
    assert sheet.arrays == (((2, 2, 3, 3), "X1:Y2"),)
    found = [sheet.array_formula(at, column) for at, column in ((2, 2), (3, 3), (2, 4), (1, 2), (4, 2))]
    assert found == ["X1:Y2", "X1:Y2", None, None, None]


def test_our_own_reports_are_known_by_their_company() -> None:
    for company, own in (("parscore", True), ("Sở Y tế", False), ("", False)):
        stream = BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
            made.set_properties({"company": company})
            made.add_worksheet()
        book, _ = read_workbook(stream.getvalue(), "a.xlsx")
        assert book is not None
        assert (book.own_report, book.producer) == (own, "Microsoft Excel")
