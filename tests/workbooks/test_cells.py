"""The cells of a workbook as plain rows."""

import json

from handmade import index, parts, relations, row, strings, styles, workbook, worksheet, zipped

from parscore.workbooks.cells import cell_rows
from parscore.workbooks.ooxml import Workbook, read_workbook


def read(data: bytes) -> Workbook:
    book, problems = read_workbook(data, "b.xlsx")
    assert book is not None
    assert problems == ()
    return book


def test_a_row_tells_all_that_is_known_of_a_cell() -> None:
    body = row(
        '<c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>C1</f><v>0.50</v></c>'
        '<c r="C1"><f>D1</f></c><c r="D1" t="str"><f>E1</f><v></v></c><c r="E1" t="e"><v>#REF!</v></c>'
    )
    sheet = worksheet(
        body,
        '<cols><col min="2" max="2" hidden="1"/></cols>',
        '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    rows = cell_rows(read(workbook(sheet, strings=strings("Điểm"), styles=styles([0, 10]))), None)
    assert rows[1] == {
        "sheet": "Biểu",
        "sheet_state": "visible",
        "address": "B1",
        "kind": "number",
        "text": "0.50",
        "formula": "C1",
        "cached": "0.50",
        "format": "0.00%",
        "hidden": True,
        "merged": None,
    }
    assert [(found["address"], found["kind"], found["text"], found["formula"], found["cached"]) for found in rows] == [
        ("A1", "text", "Điểm", None, None),
        ("B1", "number", "0.50", "C1", "0.50"),
        ("C1", "blank", "", "D1", None),
        ("D1", "text", "", "E1", ""),
        ("E1", "error", "#REF!", None, None),
    ]
    assert [found["merged"] for found in rows] == ["A1:A2", None, None, None, None]
    assert [found["hidden"] for found in rows] == [False, True, False, False, False]
    assert json.loads(json.dumps(rows)) == rows


def test_one_sheet_or_all() -> None:
    listed = '<sheet name="Một" sheetId="1" r:id="rId1"/><sheet name="Hai" sheetId="2" state="hidden" r:id="rId2"/>'
    related = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"))
    contents = parts(worksheet(row('<c r="A1"><v>1</v></c>')), workbook=index(listed), related=related)
    contents["xl/worksheets/sheet2.xml"] = worksheet(row('<c r="A1"><v>2</v></c>')).encode()
    book = read(
        zipped({name: part for name, part in contents.items() if "styles" not in name and "shared" not in name})
    )
    assert [(found["sheet"], found["sheet_state"], found["text"]) for found in cell_rows(book, None)] == [
        ("Một", "visible", "1"),
        ("Hai", "hidden", "2"),
    ]
    assert [found["text"] for found in cell_rows(book, "Hai")] == ["2"]
    assert cell_rows(book, "Ba") == []
