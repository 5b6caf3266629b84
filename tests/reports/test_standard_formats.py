"""Every format of the standard set says the same: workbook, Word, PDF's content and page, cell by cell."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pytest
from builders import heading, leaf
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from samples import FREE, replay_of, result_of

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Paper, Table
from parscore.reports.docx import docx_bytes
from parscore.reports.formats import SET_FORMATS, set_files
from parscore.reports.html_standard import standard_html
from parscore.reports.material import Material, material
from parscore.reports.pdf import pdf_bytes
from parscore.reports.printing import printer
from parscore.reports.standard import STANDARD
from parscore.reports.standard_grid import ABSENT, Grid, spans, text_of
from parscore.reports.standard_paper import standard_paper
from parscore.reports.xlsx_standard import standard_workbook
from parscore.viet import show

NAMES = [name for name, report in STANDARD.items() if report.needs != "ballots"]
PDF = pytest.mark.skipif(
    "PARSCORE_CI" not in os.environ and find_spec("typst") is None, reason="typst is not installed: parscore[pdf]"
)
Texts = list[list[str]]


@pytest.fixture(scope="module")
def of(result: SeasonResult) -> Material:
    return material(result, Words("vi"))


def grids(name: str, of: Material) -> list[Grid]:
    return list(STANDARD[name].grids(of))


def texts(grid: Grid, of: Material) -> Texts:
    write = printer(of.words, grid.rounding)
    return [[text_of(cell, write) for cell in row.cells] for row in grid.rows]


def paper(name: str, of: Material) -> Paper:
    return standard_paper(STANDARD[name], grids(name, of), of)


def joined(tables: Sequence[Texts], grid: Grid) -> Texts:
    """The parts of a wide table as one: the fixed columns stand in front of each."""
    rows = [list(row) for row in tables[0]]
    for part in tables[1:]:
        for at, (row, more) in enumerate(zip(rows, part, strict=True)):
            assert more[: grid.fixed] == row[: grid.fixed]
            rows[at] = row + more[grid.fixed :]
    return rows


def parts(tables: Iterator[Texts], grid: Grid) -> Texts:
    """Take tables until all columns of a grid are there."""
    found = [next(tables)]
    while sum(len(one[0]) - grid.fixed for one in found) < len(grid.columns) - grid.fixed:
        found.append(next(tables))
    return joined(found, grid)


# --- the workbook ----------------------------------------------------------------------------------------------


def shown(cell: Any) -> str:
    """What a spreadsheet shows of a cell, with the decimal sign of Vietnamese."""
    if cell.value is None:
        return ""
    pattern = re.fullmatch(r'#,##0(?:\.(0+))?(?:"(.*)")?', cell.number_format)
    if not isinstance(cell.value, int | float) or pattern is None:
        return str(cell.value)
    places = Decimal(1).scaleb(-len(pattern[1] or ""))
    value = Decimal(f"{cell.value:.15g}").quantize(places, ROUND_HALF_UP)
    return str(value).replace(".", ",") + (pattern[2] or "")


def body(sheet: Worksheet, grid: Grid) -> Texts:
    """The rows below the headings."""
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == grid.columns[0].title)
    first = top + 1 + any(text for text, _, _ in spans(grid.columns))
    rows = range(first, first + len(grid.rows))
    return [[shown(sheet.cell(row, column)) for column in range(1, len(grid.columns) + 1)] for row in rows]


def workbook(name: str, of: Material) -> list[Worksheet]:
    return list(load_workbook(BytesIO(standard_workbook(STANDARD[name], grids(name, of), of))).worksheets)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_shows_what_is_printed(name: str, of: Material) -> None:
    sheets = workbook(name, of)
    for sheet, grid in zip(sheets, grids(name, of), strict=True):
        assert body(sheet, grid) == texts(grid, of)


def test_figures_are_true_numbers(of: Material) -> None:
    (sheet,) = workbook("tong-hop", of)
    values = {row[1].value: row[2].value for row in sheet.iter_rows() if row[1].value}
    points = {one.scorecard.agency.name: one.scorecard.points for one in of.result.groups[0].standings}
    assert values["Sở Nội vụ"] == 10
    assert values["Sở Y tế"] == float(points["Sở Y tế"])
    assert isinstance(values["Sở Y tế"], float)


def test_absent_cells_are_shaded(of: Material) -> None:
    (sheet,), (grid,) = workbook("phan-tich", of), grids("phan-tich", of)
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == grid.columns[0].title) + 2
    for at, row in enumerate(grid.rows):
        for column, cell in enumerate(row.cells, 1):
            filled = sheet.cell(top + at, column).fill.fgColor.rgb == "FFD9D9D9"
            assert filled == (cell is ABSENT)


def test_a_chart_draws_the_figures(of: Material) -> None:
    (sheet,), (grid,) = workbook("sipas-bieu-do", of), grids("sipas-bieu-do", of)
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    first, last = map(int, re.findall(r"\$C\$(\d+)", chart.series[0].val.numRef.f))
    assert [shown(sheet.cell(row, 3)) for row in range(first, last + 1)] == [row[2] for row in texts(grid, of)]


@pytest.mark.parametrize("name", NAMES)
def test_form_of_the_sheets(name: str, of: Material) -> None:
    for sheet in workbook(name, of):
        told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for text in ("UBND TỈNH MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "LÃNH ĐẠO ĐƠN VỊ", "(Ký và ghi rõ họ tên)"):
            assert told.count(text) == 1
        assert of.words.text("standard", f"title.{name}").upper() in told
        assert "DỰ THẢO" in str(sheet.oddHeader.right.text)
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Times New Roman"}


def test_no_mark_of_a_draft_on_what_is_final(final_result: SeasonResult) -> None:
    of = material(final_result, Words("vi"))
    assert not of.marks.draft
    (sheet,) = workbook("tong-hop", of)
    assert sheet.oddHeader.right.text is None
    assert b'class="draft"' not in standard_html(STANDARD["tong-hop"], grids("tong-hop", of), of)
    assert paper("tong-hop", of).draft == ""


# --- Word and PDF ----------------------------------------------------------------------------------------------


def word_tables(content: bytes) -> Iterator[Texts]:
    """The bordered tables, without their rows of headings, cell by cell as they are stored."""
    for table in Document(BytesIO(content)).tables:
        rows = [row for row in table._tbl.tr_lst if not row.findall(f".//{qn('w:tblHeader')}")]
        if len(rows) < len(table._tbl.tr_lst):
            yield [["".join(part.text or "" for part in cell.iter(qn("w:t"))) for cell in row.tc_lst] for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_word_says_what_is_printed(name: str, of: Material) -> None:
    found = word_tables(docx_bytes(paper(name, of)))
    for grid in grids(name, of):
        if grid.bars:
            assert [row[:-1] for row in next(found)] == texts(grid, of)
        else:
            assert parts(found, grid) == texts(grid, of)
    assert next(found, None) is None


@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_made_of_the_same_content(name: str, of: Material) -> None:
    made = paper(name, of)
    tables = iter([list(map(list, block.rows)) for block in made.blocks if isinstance(block, Table)])
    for grid in grids(name, of):
        if grid.bars:
            assert [row[:-1] for row in next(tables)] == texts(grid, of)
        else:
            assert parts(tables, grid) == texts(grid, of)
    assert (made.signature.post, made.signature.how) == ("LÃNH ĐẠO ĐƠN VỊ", "(Ký và ghi rõ họ tên)")  # type: ignore[union-attr]
    assert made.footer == of.marks.footer


@PDF
@pytest.mark.parametrize("name", ["phan-tich", "sipas-bieu-do", "tong-hop"])
def test_pdf_is_laid_out(name: str, of: Material) -> None:
    assert pdf_bytes(paper(name, of)).startswith(b"%PDF-")


def test_headings_over_several_columns_are_merged(of: Material) -> None:
    document = Document(BytesIO(docx_bytes(paper("tong-hop-linh-vuc", of))))
    table = next(table for table in document.tables if table.rows[0].cells[0].text == "STT")
    upper, lower = ([cell.text for cell in table.rows[at].cells] for at in (0, 1))
    assert upper[2:6] == ["Chỉ đạo, điều hành (4,50 điểm)"] * 4
    assert lower == ["STT", "Tên đơn vị", *["TC", "TĐ", "Bị trừ", "(sau trừ)"] * 2]
    assert upper[:2] == lower[:2]
    headers = [row._tr.findall(f".//{qn('w:tblHeader')}") for row in table.rows]
    assert [bool(one) for one in headers[:3]] == [True, True, False]


def test_absent_cells_and_bars_of_word(of: Material) -> None:
    document = Document(BytesIO(docx_bytes(paper("phan-tich", of))))
    shades = [part.get(qn("w:fill")) for part in document.element.iter(qn("w:shd"))]
    absent = sum(cell is ABSENT for row in grids("phan-tich", of)[0].rows for cell in row.cells)
    assert shades == ["D9D9D9"] * absent
    document = Document(BytesIO(docx_bytes(paper("sipas-bieu-do", of))))
    bars = [part.get(qn("w:right")) for part in document.element.iter(qn("w:ind")) if part.get(qn("w:left")) is None]
    assert bars[0] == "0"
    assert list(map(int, bars)) == sorted(map(int, bars))


@pytest.mark.parametrize(
    ("name", "lying"), [("tong-hop", False), ("chi-tiet-don-vi", False), ("ket-qua-tham-dinh", True)]
)
def test_pages_lie_where_the_table_is_wide(name: str, lying: bool, of: Material) -> None:
    section = Document(BytesIO(docx_bytes(paper(name, of)))).sections[0]
    assert section.orientation is (WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT)


# --- the page --------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The texts of the cells of every table."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tables: list[Texts] = []
        self.cell: list[str] | None = None
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tbody":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag == "td":
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self.cell is not None:
            self.tables[-1][-1].append("".join(self.cell))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_is_printed(name: str, of: Material) -> None:
    page = Page(standard_html(STANDARD[name], grids(name, of), of))
    for grid, table in zip(grids(name, of), page.tables, strict=True):
        rows = [row for row in table if row]
        assert [row[: len(grid.columns)] for row in rows] == texts(grid, of)


def test_the_page_asks_nobody_for_anything(of: Material) -> None:
    content = standard_html(STANDARD["sipas-bieu-do"], grids("sipas-bieu-do", of), of).decode()
    assert "default-src &#39;none&#39;" in content
    assert "script" not in content.lower().replace("description", "")
    assert not re.search(r"\b(?:src|href|style)=", content)


def test_foreign_text_is_only_text(make: Callable[..., SeasonResult], hostile: str) -> None:
    given = {"A": (f"<b>{hostile}</b>", {"1.1.1": "2", "1.1.2": "1/1", "1.2": "1", "2.1": "5"})}
    of = material(make(given), Words("vi"))
    content = standard_html(STANDARD["tong-hop"], grids("tong-hop", of), of).decode()
    assert "<b>=cmd" not in content
    assert "&lt;b&gt;=cmd" in content
    (sheet,) = workbook("tong-hop", of)
    assert show(f"<b>{hostile}</b>", 900) in [cell.value for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


# --- files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [pytest.param(one, marks=PDF if one == "pdf" else ()) for one in SET_FORMATS])
def test_the_same_result_gives_the_same_bytes(form: str, of: Material) -> None:
    for name in ("ket-qua", "sipas-bieu-do"):
        assert dict(set_files(STANDARD[name], form, of)) == dict(set_files(STANDARD[name], form, of))


@pytest.mark.parametrize("form", ["docx", "html"])
def test_agencies_have_a_document_each_and_one_workbook(form: str, of: Material) -> None:
    report = STANDARD["chi-tiet-don-vi"]
    agencies = [agency.id for agency in of.result.groups[0].group.agencies]
    assert [path for path, _ in set_files(report, form, of)] == [f"chi-tiet-don-vi/{one}.{form}" for one in agencies]
    (path, content), = set_files(report, "xlsx", of)  # fmt: skip
    assert path == "chi-tiet-don-vi.xlsx"
    assert load_workbook(BytesIO(content)).sheetnames == agencies


@pytest.mark.parametrize("name", ["phan-tich", "ket-qua-tham-dinh"])
def test_168_communes_are_written_whole(name: str) -> None:
    areas = [
        heading(str(area), [heading(f"{area}.{one}", [leaf(f"{area}.{one}.{at}", 4, FREE) for at in (1, 2, 3)])
                            for one in range(1, 7)])
        for area in (1, 2)
    ]  # fmt: skip
    points = {f"X{at:03d}": [at % 5] * 36 for at in range(168)}
    of = material(result_of(replay_of(points, areas)), Words("vi"))
    (grid,) = grids(name, of)
    (sheet,) = workbook(name, of)
    assert body(sheet, grid) == texts(grid, of)
    assert sheet.print_title_cols == "$A:$C"
    assert len(sheet.col_breaks.brk) == (13 if name == "ket-qua-tham-dinh" else 1)
    assert parts(word_tables(docx_bytes(paper(name, of))), grid) == texts(grid, of)
