"""A whole form: titles, header, table and signatures laid out on a sheet, with the other sheets of the workbook."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from parscore.model.criteria import CriteriaSet, Source
from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON, input_role

from .books import book
from .lines import Entry, Line, lines
from .office import Answers, Office
from .sheet import Placed, Sheet, address
from .style import APPRAISED, DATA, EXTRA, RATE, Style

WIDTHS = {
    CODE: 7.5, NAME: 52.0, MAXIMUM: 8.5, RATE: 9.5, POINTS: 10.5, APPRAISED: 10.0, EVIDENCE: 38.0,
    REASON: 26.0, EXTRA: 17.0,
}  # fmt: skip
INPUT_WIDTH = 12.0
GROUPS = ((POINTS, APPRAISED),)
_CELL = re.compile(r"\{([a-z_:]+)@([^}]+)\}")


@dataclass(slots=True)
class Form:
    """A form before it is written; faults are put into its ``lines``, ``titles`` and ``columns``."""

    office: Office
    style: Style
    year: int
    columns: list[str]
    headings: dict[str, str]
    lines: list[Line]
    titles: list[tuple[str, str]] = field(default_factory=list)
    merged: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, criteria: CriteriaSet, office: Office, answers: Answers, style: Style, year: int | None = None
    ) -> "Form":
        """Fill in a form; without answers it stays a blank template."""
        most = max(len(leaf.inputs) for leaf in criteria.leaves() if leaf.source is Source.SELF)
        columns: list[str] = []
        for column in style.columns:
            columns += map(input_role, range(most)) if column == DATA else [column]
        headings = {column: style.heading(column) for column in columns if not column.startswith("input:")}
        headings |= {column: f"{style.heading(DATA)} {column[-1]}" for column in columns if column.startswith("input:")}
        of_year = criteria.valid_from.year if year is None else year
        made = cls(office, style, of_year, columns, headings, lines(criteria, office, answers, style))
        made.titles = made.identity()
        return made

    def line(self, code: str) -> Line:
        """The first line of an item."""
        return next(line for line in self.lines if line.code == code and line.kind != "guidance")

    def put(self, code: str, column: str, value: object, look: str = "", formula: str = "") -> None:
        """Replace what stands in a cell; the look stays unless another is named."""
        cells = self.line(code).cells
        cells[column] = Entry(value, look or cells[column].look, formula)  # type: ignore[arg-type]

    def cell(self, code: str, column: str) -> str:
        """The address of an item's cell as the lines stand now."""
        return self.place(self.line(code), column)

    def place(self, line: Line, column: str) -> str:
        """The address of a line's cell as the lines stand now."""
        return address(self._row(line), self._column(column))

    @property
    def header_cell(self) -> str:
        """Where a fault of the header is reported: the first cell of its last row."""
        return f"A{self._header_start + self.style.header_rows - 1}"

    def merge(self, first: str, last: str, column: str) -> None:
        """Merge a column's cells from one item's line to another's."""
        self.merged.append((first, last, column))

    def save(self, path: Path) -> None:
        """Write the workbook; the same form gives the same bytes."""
        path.write_bytes(self.content())

    def content(self) -> bytes:
        """The workbook as bytes."""
        return book(self.sheets(), self.style, self.office.name)

    def sheets(self) -> list[Sheet]:
        """Lay out the workbook's sheets."""
        before = [_other_sheet(name) for name in self.style.sheets]
        return [*before, self.table(), _documents(self)]

    def table(self) -> Sheet:
        """Lay out the sheet with the form."""
        sheet = Sheet(self.style.sheet)
        first = self.style.first_column
        sheet.widths = [2.5] * first + [WIDTHS.get(column, INPUT_WIDTH) for column in self.columns]
        self._top(sheet)
        self._header(sheet)
        for line in self.lines:
            self._line(sheet, line)
        for top, bottom, column in self.merged:
            at = self._column(column)
            sheet.merges.append((self._row(self.line(top)), at, self._row(self.line(bottom)), at))
        self._signatures(sheet)
        sheet.freeze = (self._header_end + 1, first + 1 + (2 if set(self.columns[:2]) == {CODE, NAME} else 0))
        sheet.repeat = (self._header_start, self._header_start + self.style.header_rows - 1)
        return sheet

    def identity(self) -> list[tuple[str, str]]:
        """The rows that say whose form it is: label and value, or one text."""
        name, style = self.office.name, self.style.identity
        if style == "id":
            return [(f"Đơn vị: {name}", ""), (f"Mã đơn vị: {self.office.id}", "")]
        if style == "cells":
            return [("Đơn vị:", name), ("Năm:", str(self.year))]
        return [] if style == "none" else [(f"Đơn vị: {name}", "")]

    # --- rows and columns -------------------------------------------------------------------------------------

    @property
    def _top_rows(self) -> int:
        return {"official": 6, "plain": 4, "bare": 1}[self.style.top] + len(self.titles)

    @property
    def _header_start(self) -> int:
        return self._top_rows + 1

    @property
    def _header_end(self) -> int:
        return self._top_rows + self.style.header_rows + self.style.numbers_row

    def _row(self, line: Line) -> int:
        at = next(at for at, one in enumerate(self.lines) if one is line)
        return self._header_end + 1 + at

    def _column(self, column: str) -> int:
        return self.style.first_column + 1 + self.columns.index(column)

    # --- parts --------------------------------------------------------------------------------------------------

    def _top(self, sheet: Sheet) -> None:
        first, last = self.style.first_column + 1, self.style.first_column + len(self.columns)
        half = first + 1
        name = self.office.name.upper()
        title = f"BẢNG TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {self.year}"
        row = 1
        if self.style.top == "official":
            above = "ỦY BAN NHÂN DÂN" if self.office.commune else "ỦY BAN NHÂN DÂN TỈNH MẪU"
            sheet.put(1, first, above, "left", to=(1, half))
            sheet.put(1, half + 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "left_bold", to=(1, last))
            sheet.put(2, first, name, "left_bold", to=(2, half))
            sheet.put(2, half + 1, "Độc lập - Tự do - Hạnh phúc", "motto", to=(2, last))
            row = 4
        elif self.style.top == "plain":
            sheet.put(1, first, name, "label")
            row = 2
        sheet.put(row, first, title, "title", to=(row, last))
        sheet.heights[row] = 24
        if self.style.top != "bare":
            papers = f"(Kèm theo Báo cáo số {len(self.office.id) * 17}/BC-{self.office.short} ngày 12/12/{self.year})"
            sheet.put(row + 1, first, papers, "subtitle", to=(row + 1, last))
            row += 1
        for at, (label, value) in enumerate(self.titles, 1):
            sheet.put(row + at, first, label, "label")
            if value:
                sheet.put(row + at, first + 1, value, "label")

    def _header(self, sheet: Sheet) -> None:
        start, rows = self._header_start, self.style.header_rows
        for column in self.columns:
            at = self._column(column)
            sheet.put(start, at, self.headings[column], "head", to=(start + rows - 1, at))
        if rows == 2:
            self._group(sheet, [column for column in self.columns if column.startswith("input:")], None)
            for group in GROUPS:
                self._group(sheet, [column for column in self.columns if column in group], "Điểm đánh giá")
            sheet.heights[start] = 26
        sheet.heights[start + rows - 1] = 34
        if self.style.numbers_row:
            sheet.heights[start + rows] = self.style.size + 5
            for column in self.columns:
                at = self._column(column)
                sheet.put(start + rows, at, f"({at - self.style.first_column})", "column_number")

    def _group(self, sheet: Sheet, columns: list[str], head: str | None) -> None:
        """Put a head over neighbouring columns: "Số liệu" over "a" and "b"."""
        places = [self._column(column) for column in columns]
        if len(places) < 2 or places != list(range(places[0], places[-1] + 1)):
            return
        start = self._header_start
        for column, at in zip(columns, places, strict=True):
            sheet.merges.remove((start, at, start + 1, at))
            del sheet.cells[start, at]
            text = self.headings[column]
            sheet.put(start + 1, at, text if head else text.rpartition(" ")[2], "head")
        sheet.put(start, places[0], head or self.style.heading(DATA), "head", to=(start, places[-1]))

    def _line(self, sheet: Sheet, line: Line) -> None:
        row = self._row(line)
        for column in self.columns:
            entry = line.cells.get(column) or Entry(None, _blank_look(line))
            formula = _CELL.sub(lambda match: self.cell(match[2], match[1]), entry.formula)
            sheet.cells[row, self._column(column)] = Placed(entry.value, entry.look, formula)
            if column in line.choices:
                sheet.choices[row, self._column(column)] = line.choices[column]
        sheet.heights[row] = self._height(line)
        if line.hidden:
            sheet.hidden_rows.add(row)

    def _height(self, line: Line) -> float:
        """Rows are given a height: programs differ in how they find one for wrapped text."""
        longest = 1
        for column in (NAME, EVIDENCE, REASON):
            entry = line.cells.get(column)
            if entry and entry.value and column in self.columns:
                letters = WIDTHS[column] * 12.5 / self.style.size
                longest = max(longest, -(-len(str(entry.value)) // int(letters)))
        return 4 + (self.style.size + 4.5) * longest

    def _signatures(self, sheet: Sheet) -> None:
        row = self._header_end + len(self.lines) + 2
        first, last = self.style.first_column + 1, self.style.first_column + len(self.columns)
        sheet.put(row, first, "NGƯỜI LẬP BIỂU", "sign", to=(row, first + 1))
        sheet.put(row, last - 2, "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "sign", to=(row, last))
        sheet.put(row + 1, last - 2, "(Ký tên, đóng dấu)", "subtitle", to=(row + 1, last))


def write_form(path: Path, criteria: CriteriaSet, office: Office, answers: Answers, style: Style) -> None:
    """Write an office's filled-in form as an .xlsx file; the same arguments give the same bytes.

    ``answers`` come from ``steer.answer``; an empty mapping gives a blank template.
    """
    Form.of(criteria, office, answers, style).save(path)


def _blank_look(line: Line) -> str:
    return {"area": "area", "total": "area", "criterion": "criterion"}.get(line.kind, "guidance")


def _other_sheet(name: str) -> Sheet:
    sheet = Sheet(name.removeprefix("-"), state="hidden" if name.startswith("-") else "visible")
    if name.endswith("_ds"):
        sheet.state = "veryHidden"
        texts: tuple[str, ...] = ("Có", "Không", "KĐG")
    else:
        texts = (
            "HƯỚNG DẪN TỰ ĐÁNH GIÁ, CHẤM ĐIỂM",
            "1. Chỉ nhập vào các ô màu vàng; không sửa mã, tên và điểm tối đa.",
            "2. Tiêu chí thành phần có số liệu: nhập số liệu a, b; điểm được tính từ số liệu.",
            "3. Không thuộc đối tượng đánh giá: ghi KĐG vào cột điểm và nêu lý do ở cột giải trình.",
            "4. Tiêu chí điều tra xã hội học, thống kê: để trống.",
        )
    sheet.widths = [100.0]
    for row, text in enumerate(texts, 1):
        sheet.put(row, 1, text, "plain")
    return sheet


def _documents(form: Form) -> Sheet:
    """The list of evidence, the sheet after the form."""
    sheet = Sheet("Danh mục tài liệu")
    sheet.widths = [6.0, 10.0, 70.0]
    for column, text in enumerate(("Số", "TCTP", "Tên tài liệu"), 1):
        sheet.put(1, column, text, "head")
    named = [
        line for line in form.lines if line.kind == "leaf" and EVIDENCE in line.cells and line.cells[EVIDENCE].value
    ]
    for at, line in enumerate(named[:12], 1):
        sheet.put(at + 1, 1, at, "leaf_number")
        sheet.put(at + 1, 2, line.code, "leaf_code")
        sheet.put(at + 1, 3, line.cells[EVIDENCE].value, "leaf")
    return sheet
