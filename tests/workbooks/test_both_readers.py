"""The other reader: what it reads of a file comes in the same form, and what it cannot read it says."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.styles import Font
from test_second_reader import rich_workbook

from parscore.audit.readings import aligned, disagreements
from parscore.workbooks.book import Workbook
from parscore.workbooks.ooxml import read_workbook
from parscore.workbooks.package import Limits
from parscore.workbooks.second_reader import Unread, read_both, read_second

SHEET = "xl/worksheets/sheet1.xml"


def made(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as now:
        for entry in before.infolist():
            text = before.read(entry)
            if entry.filename == part:
                assert text.count(old) == 1
                text = text.replace(old, new)
            now.writestr(entry, text)
    return stream.getvalue()


def both(content: bytes) -> tuple[Workbook, Workbook]:
    first, problems = read_workbook(content, "a.xlsx")
    assert first is not None and problems == ()
    second = read_second(content, first)
    assert isinstance(second, Workbook), second
    return first, second


def unread(content: bytes, limits: Limits | None = None) -> Unread:
    first, _ = read_workbook(content, "a.xlsx")
    assert first is not None
    second = read_second(content, first, limits) if limits else read_second(content, first)
    assert isinstance(second, Unread)
    return second


def test_everything_a_form_can_hold_is_read_alike() -> None:
    """Formulas of each kind, errors, merged ranges, hidden sheets, a chart, and one cell at the end of the sheet."""
    first, second = both(rich_workbook())
    for one, other in zip(first.sheets, second.sheets, strict=True):
        assert (one.name, one.state) == (other.name, other.state)
        assert sorted(one.merged) == sorted(other.merged)
        assert one.arrays == other.arrays
        assert list(disagreements(one, aligned(one, other))) == []
    assert second.sheets[0].cells[-1].address == "XFD1048576"
    assert {cell.kind for cell in second.sheets[0].cells} == {"text", "number", "error", "blank"}


def test_values_beneath_merged_ranges_are_kept_and_numbers_are_no_dates() -> None:
    content = with_part(
        made(A1=1, B1=2, C1=45000), SHEET, b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )  # fmt: skip
    _, second = both(content)
    (sheet,) = second.sheets
    assert [(cell.kind, cell.text) for cell in sheet.cells] == [("number", "1"), ("number", "2"), ("number", "45000")]
    assert sheet.merged == ((1, 1, 1, 2),)


def test_fonts_of_before_unicode() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "Së Y tÕ", "Sở"
    book.active["A1"].font = Font(name=".VnTime")
    first, second = both(saved(book))
    assert dict(second.sheets[0].fonts) == dict(first.sheets[0].fonts) == {(1, 1): ".VnTime"}


def test_days_since_1904() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book:
        book.add_worksheet().write(0, 0, 1)
    first, second = both(stream.getvalue())
    assert first.date1904 and second.date1904
    assert not both(made(A1=1))[1].date1904


def test_a_number_format_that_openpyxl_does_not_know() -> None:
    content = with_part(
        made(A1=1), "xl/styles.xml", b'<cellXfs count="1"><xf numFmtId="0"', b'<cellXfs count="1"><xf numFmtId="27"'
    )
    first, second = both(content)
    assert (first.sheets[0].cells[0].format, second.sheets[0].cells[0].format) == ("yyyy/m/d", "")


@pytest.mark.parametrize(
    ("cell", "kind", "text", "formula"),
    [
        (b"<f>1+1</f>", "blank", "", "1+1"),
        (b"<f/><v>3</v>", "number", "3", ""),
        (b'<f t="dataTable" r1="B1" r2="B2" ref="A1:A2" dt2D="1"/><v>4</v>', "number", "4", "TABLE(B1,B2)"),
        (b'<f t="array" ref="A1:A2">B1:B2</f><v>4.5</v>', "number", "4.5", "B1:B2"),
        (b"<v>1E2</v>", "number", "100.0", None),
    ],
)
def test_formulas_and_their_results(cell: bytes, kind: str, text: str, formula: str | None) -> None:
    content = with_part(made(A1=1), SHEET, b'<c r="A1" t="n"><v>1</v></c>', b'<c r="A1">' + cell + b"</c>")
    first, second = both(content)
    (found,) = second.sheets[0].cells
    assert (found.kind, found.text, found.formula) == (kind, text, formula)
    assert list(disagreements(first.sheets[0], aligned(first.sheets[0], second.sheets[0]))) == []


# --- what it cannot read ------------------------------------------------------------------------------------------


def test_strict_workbooks_are_not_taken_for_empty_ones() -> None:
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    found = unread(with_part(made(A1=1), "xl/workbook.xml", old, new))
    assert (found.reason, found.foreign) == ("second.strict", True)


def test_a_file_that_openpyxl_fails_on() -> None:
    found = unread(with_part(made(A1=1), SHEET, b'<c r="A1" t="n"><v>1</v></c>', b'<c r="A1" t="b"><v>true</v></c>'))
    assert found == Unread("second.failed", "ValueError", foreign=False)


def test_no_document_type_and_no_bomb_reaches_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("openpyxl was asked")

    monkeypatch.setattr("openpyxl.reader.excel.ExcelReader.__init__", never)
    content = made(A1=1)
    first, _ = read_workbook(content, "a.xlsx")
    assert first is not None
    evil = with_part(content, "xl/theme/theme1.xml", b"<a:theme xmlns", b"<!DOCTYPE x><a:theme xmlns")
    assert read_second(evil, first) == Unread("second.refused", "PS118", foreign=False)
    bomb = with_part(content, "docProps/core.xml", b"<cp:coreProperties", b" " * 5000 + b"<cp:coreProperties")
    assert read_second(bomb, first, Limits(part_bytes=4000)) == Unread("second.refused", "PS119", foreign=False)


def test_a_file_that_the_first_reader_refuses(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7 x")
    first, second, (found,) = read_both(tmp_path / "a.xlsx", "inbox/a.xlsx")
    assert (first, second, found.code, found.place.file) == (None, None, "PS116", "inbox/a.xlsx")
    first, second, (found,) = read_both(tmp_path / "b.xlsx", "inbox/b.xlsx")
    assert (first, second, found.code) == (None, None, "PS122")
