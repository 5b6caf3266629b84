"""Cell by cell the same as openpyxl sees, on workbooks of two writers with contents nobody chose."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from parscore.workbooks.ooxml import Sheet, Workbook, read_workbook

Grid = Mapping[tuple[int, int], Any]

ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
LETTERS = st.sampled_from([*"aAđĐởễ 0.,;<>&\"'\n\t=+-_x^😀漢", "_x000D_", "Cải cách", "  ", "e\u0302\u0323"])
TEXTS = st.lists(LETTERS, min_size=1, max_size=12).map("".join).filter(lambda text: "_x" not in text)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda value: abs(value) < 1e300),
    st.decimals(0, 100, places=2).map(float),
)
FORMATS = st.sampled_from(["General", "0.00", "0%", "#,##0.00", "@", '0.0" điểm"', "0.000E+00"])
VALUES = st.one_of(NUMBERS, TEXTS, st.booleans(), st.none())
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 30))
GRIDS = st.dictionaries(PLACES, st.tuples(VALUES, FORMATS), max_size=30)


def seen_by_openpyxl(data: bytes) -> dict[tuple[str, str], tuple[Any, str | None, str]]:
    """Value, formula and number format of each cell that openpyxl sees, by sheet and address."""
    cached = openpyxl.load_workbook(BytesIO(data), data_only=True)
    written = openpyxl.load_workbook(BytesIO(data))
    found: dict[tuple[str, str], tuple[Any, str | None, str]] = {}
    for sheet in written.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                value = cached[sheet.title][cell.coordinate].value
                formula = formula_text(cell.value) if cell.data_type == "f" else None
                if value not in (None, "") or formula is not None:
                    found[sheet.title, cell.coordinate] = (value, formula, cell.number_format)
    return found


def formula_text(value: Any) -> str:
    if isinstance(value, ArrayFormula):
        value = value.text or ""
    if isinstance(value, DataTableFormula):
        return f"TABLE({value.r1 or ''},{value.r2 or ''})"
    return str(value).removeprefix("=")


def seen_by_us(book: Workbook) -> dict[tuple[str, str], tuple[Any, str | None, str]]:
    return {
        (sheet.name, cell.address): (cell.text, cell.formula, cell.format)
        for sheet in book.sheets
        for cell in sheet.cells
    }


def same_value(ours: str, theirs: Any) -> bool:
    """Whether our stored text means what openpyxl made of it."""
    if theirs is None:
        return ours == ""
    if isinstance(theirs, bool):
        return ours == str(int(theirs))
    if isinstance(theirs, (int, float)):
        return float(ours) == theirs
    if isinstance(theirs, (datetime, date, time, timedelta)):
        return math.isclose(float(ours), to_excel(theirs), abs_tol=1e-6)  # type: ignore[no-untyped-call]
    return bool(ours == theirs)


def agree(data: bytes) -> Workbook:
    book, problems = read_workbook(data, "b.xlsx")
    assert book is not None, problems
    assert problems == ()
    ours, theirs = seen_by_us(book), seen_by_openpyxl(data)
    assert ours.keys() == theirs.keys()
    for place, (text, formula, code) in ours.items():
        value, written, their_code = theirs[place]
        assert same_value(text, value), (place, text, value)
        assert (formula, code) == (written, their_code), place
    layout_agrees(book, data)
    return book


def layout_agrees(book: Workbook, data: bytes) -> None:
    states = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}
    for ours, theirs in zip(book.sheets, openpyxl.load_workbook(BytesIO(data)).worksheets, strict=True):
        assert (ours.name, ours.state) == (theirs.title, states[theirs.sheet_state])
        assert sorted(map(range_text, ours.merged)) == sorted(map(str, theirs.merged_cells.ranges))
        hidden = {number for number, dimension in theirs.row_dimensions.items() if dimension.hidden}
        assert ours.hidden_rows == hidden
        columns = [(found.min, found.max) for found in theirs.column_dimensions.values() if found.hidden]
        assert sorted(ours.hidden_columns) == sorted(columns)


def range_text(found: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = found
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def by_openpyxl(grid: Grid) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), (value, code) in grid.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell.number_format = code
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(grid: Grid) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Tự chấm")
    for (row, column), (value, code) in grid.items():
        look = book.add_format({"num_format": code})
        if isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, look)
        elif value is None:
            sheet.write_blank(row - 1, column - 1, None, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row - 1, column - 1, value, look)
        else:
            sheet.write_number(row - 1, column - 1, value, look)
    book.close()
    return buffer.getvalue()


@settings(max_examples=60)
@given(GRIDS)
def test_any_grid_written_by_openpyxl(grid: Grid) -> None:
    agree(by_openpyxl(grid))


@settings(max_examples=60)
@given(GRIDS)
def test_any_grid_written_by_xlsxwriter(grid: Grid) -> None:
    agree(by_xlsxwriter(grid))


def rich_workbook() -> bytes:
    """A form with everything that matters: formulas of each kind, errors, hidden parts, merged ranges, a chart."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Tự chấm")
    bold = book.add_format({"bold": True, "num_format": "0.00%"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("A1:D2", "BẢNG TỰ CHẤM ĐIỂM", bold)
    sheet.merge_range("B4:B9", 7)
    sheet.write_rich_string("A3", "Điểm ", bold, "tối đa", " (2)")
    sheet.write_formula("C3", "=SUM(D3:D9)*2", bold, 12.5)
    sheet.write_formula("C4", '=IF(D3>1,"đạt","")', None, "")
    sheet.write_formula("C5", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C6", "=TRUE()", None, "TRUE")
    sheet.write_array_formula("C7:C8", "{=D3:D4*2}", None, 8)
    sheet.write_datetime("D3", datetime(2025, 10, 14, 8, 30), day)
    for number, error in enumerate(ERRORS):
        sheet.write_formula(10 + number, 0, f"=A{number + 1}", None, error)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("E:XFD", None, None, {"hidden": True})
    sheet.set_column("B:B", 30)
    sheet.write("XFD1048576", 1)
    book.add_worksheet("Ẩn").hide()
    book.add_worksheet("Rất ẩn").very_hidden()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Tự chấm'!$C$3:$C$4"})
    book.add_chartsheet("Biểu đồ").set_chart(chart)
    book.close()
    return buffer.getvalue()


def test_a_form_with_everything() -> None:
    data = rich_workbook()
    book = agree_but_for_the_far_cell(data)
    assert [sheet.name for sheet in book.sheets] == ["Tự chấm", "Ẩn", "Rất ẩn"]
    sheet: Sheet = book.sheets[0]
    errors = [cell.text for cell in sheet.cells if cell.kind == "error"]
    assert errors == ["#DIV/0!", *ERRORS]
    far = sheet.cells[-1]
    assert (far.address, sheet.hidden(far), sheet.merged_range(5, 2)) == ("XFD1048576", True, "B4:B9")


def agree_but_for_the_far_cell(data: bytes) -> Workbook:
    """Compare the first rows only: openpyxl would walk through seventeen thousand million cells."""
    book, problems = read_workbook(data, "b.xlsx")
    assert book is not None
    assert problems == ()
    cached = openpyxl.load_workbook(BytesIO(data), data_only=True)["Tự chấm"]
    written = openpyxl.load_workbook(BytesIO(data))["Tự chấm"]
    for row in range(1, 20):
        for column in range(1, 6):
            ours = book.sheets[0].at(row, column)
            value, cell = cached.cell(row, column).value, written.cell(row, column)
            formula = formula_text(cell.value) if cell.data_type == "f" else None
            if ours is None:
                assert value in (None, ""), cell.coordinate
                assert formula is None, cell.coordinate
            else:
                assert same_value(ours.text, value or ours.text if ours.text == "" else value), cell.coordinate
                assert (ours.formula, ours.format) == (formula, cell.number_format), cell.coordinate
    layout_agrees(book, data)
    return book


INBOXES = Path(__file__).parents[2] / "sample_data"
SAMPLES = sorted(INBOXES.glob("tinh-mau-2025/inbox/*.xlsx"))


def test_there_are_samples() -> None:
    assert len(SAMPLES) == 38


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_workbook(path: Path) -> None:
    agree(path.read_bytes())
