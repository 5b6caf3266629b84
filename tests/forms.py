"""Self-assessment forms made cell by cell in memory, as bent as a test wants them, or written to disk; their set."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from parscore.definitions.load import load_criteria
from parscore.model.cell import Cell, CellKind
from parscore.model.criteria import CriteriaSet
from parscore.model.place import column_letters
from parscore.workbooks.ooxml import Sheet, SheetState, Workbook
from parscore.workbooks.read import FormReading, read_form
from parscore.workbooks.table import Table, find_tables

FILE = "inbox/a.xlsx"

SET = """
schema: parscore/criteria/1
id: thu
version: "2025.1"
title: Bộ chỉ số thử
valid: {from: 2025-01-01, to: 2025-12-31}
areas:
  - code: "1"
    name: Chỉ đạo, điều hành
    max: 4
    criteria:
      - {code: "1.1", name: Ban hành kế hoạch, max: 1, rule: {claim: {step: 0.25}}, not_applicable: exclude}
      - code: "1.2"
        name: Hoàn thành nhiệm vụ được giao
        max: 2
        inputs:
          done: {ask: Số nhiệm vụ hoàn thành, type: count}
          total: {ask: Số nhiệm vụ được giao, type: count}
        rule: {proportional: {of: done / total}}
        no_case: full
        not_applicable: exclude
        evidence: required
      - {code: "1.10", name: Tổ chức đối thoại, max: 1, inputs: {held: {ask: Đã đối thoại, type: yes_no}},
         rule: {yes_no: {of: held}}}
  - code: "2"
    name: Cải cách thủ tục
    max: 6
    criteria:
      - code: "2.1"
        name: Giải quyết hồ sơ
        max: 3
        subcriteria:
          - {code: 2.1.1, name: Tỷ lệ hồ sơ trực tuyến, max: 2, inputs: {rate: {ask: Tỷ lệ, type: percent}},
             rule: {interpolate: {of: rate, from: 50%, to: 100%, line: span}}}
          - code: 2.1.2
            name: Hình thức công khai
            max: 1
            inputs: {form: {ask: Hình thức, type: choice}}
            rule: {choose: {of: form, options: [{label: Trên mạng, points: full}, {label: Tại chỗ, points: 0.5}]}}
      - {code: "2.2", name: Mức độ hài lòng, max: 3, source: survey,
         inputs: {sipas: {ask: Chỉ số hài lòng, type: number}}, rule: {index: {of: sipas}}}
"""
SECTIONS = """
  - code: "3"
    name: Điểm thưởng
    section: bonus
    max: 2
    criteria:
      - {code: "3.1", name: Sáng kiến, max: 2, blank: zero, rule: {claim: {step: 0.5}}}
      - code: "3.2"
        name: Cắt giảm thủ tục
        max: 1
        inputs: {cut: {ask: Đã cắt giảm, type: count}, of: {ask: Tổng số, type: count}}
        rule: {proportional: {of: cut / of}}
  - code: "4"
    name: Điểm trừ
    section: penalty
    max: 1
    criteria:
      - {code: "4.1", name: Vi phạm, max: 1, rule: {claim: {step: 0.25}}}
      - {code: "4.2", name: Báo cáo chậm, max: 1, source: appraiser, inputs: {late: {ask: Chậm, type: yes_no}},
         rule: {yes_no: {of: late}}}
"""
"""Areas of another set with a bonus and a penalty: ``SET + SECTIONS``."""
OWN = ("1.1", "1.2", "1.10", "2.1.1", "2.1.2")
"""The leaves whose figures are the agency's own."""


class Stored(NamedTuple):
    """A cell exactly as a file stores it."""

    kind: CellKind
    text: str
    format: str = "General"
    formula: str | None = None


Content = Stored | str | int | bool | None
Row = dict[str, Content]
"""Contents by column; a leaf's row has its code under ``key`` too, whatever stands in the cell."""

HEADINGS = {
    "code": "TT", "name": "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "maximum": "Điểm tối đa",
    "input:a": "Số liệu a", "input:b": "Số liệu b", "points": "Điểm tự đánh giá",
    "evidence": "Tài liệu kiểm chứng", "reason": "Giải trình",
}  # fmt: skip
PERCENT = Stored("number", "0.75", "0%")


def item(code: str, name: str, maximum: Content = None, **cells: Content) -> Row:
    """A row of the table; ``a`` and ``b`` are the data columns."""
    contents = {"input:a": cells.pop("a", None), "input:b": cells.pop("b", None), **cells}
    return {"key": code, "code": code, "name": name, "maximum": maximum, **contents}


def rows() -> list[Row]:
    """The rows of a form that is filled in well: 1 + 24/13 + 1 + 1 + 1 points of the agency's own."""
    return deepcopy([
        item("1", "Chỉ đạo, điều hành", 4),
        item("1.1", "Ban hành kế hoạch", 1, points=1),
        item("1.2", "Hoàn thành nhiệm vụ được giao", 2, a=12, b=13, evidence="Báo cáo số 12"),
        item("1.10", "Tổ chức đối thoại", 1, a="Có"),
        item("2", "Cải cách thủ tục", 6),
        item("2.1", "Giải quyết hồ sơ", 3),
        item("2.1.1", "Tỷ lệ hồ sơ trực tuyến", 2, a=PERCENT),
        item("2.1.2", "Hình thức công khai", 1, a="Trên mạng"),
        item("2.2", "Mức độ hài lòng", 3),
    ])  # fmt: skip


@dataclass
class Form:
    """A form: rows above, the header's rows, the columns from left to right, the rows below."""

    rows: list[Row] = field(default_factory=rows)
    columns: list[str] = field(default_factory=lambda: list(HEADINGS))
    header: Sequence[Mapping[str, str]] = field(default_factory=lambda: [HEADINGS])
    above: list[Sequence[Content]] = field(default_factory=lambda: [["Đơn vị: Sở Y tế"], ["NĂM 2025"]])
    down: int = 0
    right: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    more: dict[tuple[int, int], Content] = field(default_factory=dict)
    name: str = "Biểu"
    state: SheetState = "visible"

    @property
    def header_row(self) -> int:
        """The last row of the header."""
        return self.down + len(self.above) + len(self.header)

    def find(self, code: str) -> Row:
        """The first row of an item."""
        return next(row for row in self.rows if row.get("key") == code)

    def put(self, code: str, /, **cells: Content) -> "Form":
        """Put contents into an item's row; ``a`` and ``b`` are the data columns."""
        named = {f"input:{key}" if len(key) == 1 else key: content for key, content in cells.items()}
        self.find(code).update(named)
        return self

    def row(self, code: str) -> int:
        """The row of an item, as the rows stand now."""
        return self.header_row + 1 + next(at for at, row in enumerate(self.rows) if row.get("key") == code)

    def column(self, column: str) -> int:
        """The number of a column."""
        return self.right + 1 + self.columns.index(column)

    def cell(self, code: str, column: str) -> str:
        """The address of an item's cell."""
        return f"{column_letters(self.column(column))}{self.row(code)}"

    def grid(self) -> dict[tuple[int, int], Stored]:
        """Everything that stands on the sheet, by row and column."""
        placed: dict[tuple[int, int], Content] = dict(self.more)
        for row, contents in enumerate(self.above, self.down + 1):
            placed.update({(row, self.right + column): content for column, content in enumerate(contents, 1)})
        tables: Sequence[Mapping[str, Content]] = [*self.header, *self.rows]
        for row, cells in enumerate(tables, self.down + len(self.above) + 1):
            placed.update({(row, self.column(key)): cells.get(key) for key in self.columns})
        found = {place: stored(content) for place, content in placed.items() if content is not None}
        return dict(sorted(found.items()))

    def sheet(self) -> Sheet:
        """The sheet as the reader would give it."""
        cells = [
            Cell(f"{column_letters(column)}{row}", row, column, one.kind, one.text, one.formula, one.format)
            for (row, column), one in self.grid().items()
        ]
        places = {"hidden_rows": self.hidden_rows, "hidden_columns": self.hidden_columns}
        return Sheet(self.name, self.state, cells, merged=tuple(self.merged), **places)  # type: ignore[arg-type]

    def content(self) -> bytes:
        """The form as the bytes of an .xlsx file."""
        return written(self)

    def save(self, path: Path) -> Path:
        """Write the form to a file."""
        path.write_bytes(self.content())
        return path


def stored(content: Content) -> Stored:
    """A content as it is stored: texts, whole numbers and logical values are plain cells."""
    if isinstance(content, Stored):
        return content
    if isinstance(content, bool):
        return Stored("boolean", str(int(content)))
    return Stored("number" if isinstance(content, int) else "text", str(content))


def book(*sheets: Form | Sheet, **others: Any) -> Workbook:
    """A workbook of sheets."""
    facts = {
        "kind": "xlsx", "strict": False, "date1904": False, "producer": "", "full_calc_on_load": False,
        "external_links": 0, "has_macros": False, "digest": "0" * 64, "size": 1,
    }  # fmt: skip
    read = tuple(sheet.sheet() if isinstance(sheet, Form) else sheet for sheet in sheets)
    return Workbook(sheets=read, **{**facts, **others})


def table(form: Form) -> Table:
    """The table of a form that has one."""
    (found,), _ = find_tables(book(form), FILE)
    return found


@cache
def form_set() -> CriteriaSet:
    """The set that the forms are for."""
    criteria, problems = load_criteria(SET.encode(), "criteria/thu/2025.1.yaml")
    assert criteria is not None and problems == ()
    return criteria


def read(form: Form, **options: bool) -> FormReading:
    """Read a form."""
    return read_form([table(form)], FILE, "SYT", form_set(), **options)


def written(*forms: Form, date_1904: bool = False) -> bytes:
    """Write forms as one workbook by XlsxWriter; dates, typed errors and formulas without a result are not for it."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": date_1904}) as made:
        made.set_properties({"created": datetime(2025, 12, 12)})
        for form in forms:
            sheet = made.add_worksheet(form.name)
            if form.state != "visible":
                sheet.hide()
            for (row, column), one in form.grid().items():
                look = made.add_format({"num_format": one.format}) if one.format != "General" else None
                _write(sheet, (row - 1, column - 1), one, look)
            for row in form.hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
    return stream.getvalue()


def _write(sheet: Any, place: tuple[int, int], one: Stored, look: Any) -> None:
    value = float(one.text) if one.kind == "number" else one.text
    if one.formula is not None:
        sheet.write_formula(*place, f"={one.formula}", look, value)
    elif one.kind == "number":
        sheet.write_number(*place, value, look)
    elif one.kind == "boolean":
        sheet.write_boolean(*place, one.text == "1", look)
    else:
        sheet.write_string(*place, one.text, look)
