"""How an office makes its form: the habits that differ from one office to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON

DATA, RATE, APPRAISED, EXTRA = "data", "rate", "appraised", "extra"
"""Columns that are not roles of the form: all data columns a, b, c...; the rate; the appraiser's; the office's own."""

HEADINGS = MappingProxyType(
    {
        CODE: "TT",
        NAME: "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
        MAXIMUM: "Điểm tối đa",
        DATA: "Số liệu",
        RATE: "Tỷ lệ (%)",
        POINTS: "Điểm tự đánh giá",
        APPRAISED: "Điểm thẩm định",
        EVIDENCE: "Tài liệu kiểm chứng",
        REASON: "Giải trình",
        EXTRA: "Phòng, bộ phận phụ trách",
    }
)
FULL = (CODE, NAME, MAXIMUM, DATA, RATE, POINTS, APPRAISED, EVIDENCE, REASON)


@dataclass(frozen=True, slots=True)
class Style:
    """One way of making the form.

    ``program``: ``xlsxwriter`` (formulas with their results) or ``openpyxl`` (typed values only). ``header_rows``: 1,
    or 2 with merged heads. ``top``: ``official`` (province, motto, title), ``plain`` (title) or ``bare``.
    ``identity``: ``label``, ``cells`` (label and value apart), ``id`` (name and id) or ``none`` (only the office's
    name as a title). ``guidance``: ``none``, ``rules``, ``letters`` (what a and b are) or ``both``. ``claims``:
    ``typed`` or ``needed`` (only where the points come from nowhere else). ``percent``:
    ``format``, ``plain`` (9,5 under a general format) or ``text``. ``sheets``: the other sheets before the form, with
    ``-`` in front of a hidden one. ``slips``: what went wrong, see ``form.py``.
    """

    program: str = "xlsxwriter"
    columns: tuple[str, ...] = FULL
    headings: Mapping[str, str] = field(default_factory=dict)
    header_rows: int = 2
    top: str = "official"
    identity: str = "label"
    first_column: int = 0
    numbers_row: bool = True
    guidance: str = "letters"
    guidance_hidden: bool = False
    roman: bool = False
    claims: str = "typed"
    percent: str = "format"
    text_decimals: int = 0
    decomposed: int = 0
    not_assessed: str = "KĐG"
    sheet: str = "Tự chấm điểm"
    sheets: tuple[str, ...] = ()
    size: int = 12
    tint: str = "DDEBF7"
    slips: frozenset[str] = frozenset()

    def heading(self, column: str) -> str:
        """The heading this office writes over a column."""
        return self.headings.get(column, HEADINGS[column])


HABITS = (
    Style(),
    Style(
        columns=(CODE, NAME, MAXIMUM, DATA, POINTS, EVIDENCE, REASON),
        headings={CODE: "STT", NAME: "Lĩnh vực/TC/TCTP", POINTS: "Điểm tự chấm", EVIDENCE: "Minh chứng"},
        header_rows=1, identity="id", guidance="rules", roman=True, sheets=("-Hướng dẫn",), tint="E2EFDA",
    ),
    Style(
        columns=(CODE, NAME, MAXIMUM, POINTS, APPRAISED, DATA, RATE, EVIDENCE, REASON),
        headings={MAXIMUM: "Điểm chuẩn", POINTS: "Tự đánh giá", APPRAISED: "Thẩm định", REASON: "Ghi chú"},
        top="plain", identity="cells", guidance="both", guidance_hidden=True, sheet="Bieu 01",
        tint="FCE4D6",
    ),
    Style(
        program="openpyxl",
        columns=(CODE, NAME, MAXIMUM, DATA, POINTS, EVIDENCE, REASON),
        headings={DATA: "Dữ liệu", EVIDENCE: "Tài liệu minh chứng", REASON: "Giải trình, ghi chú"},
        header_rows=1, numbers_row=False, guidance="none", percent="plain", text_decimals=2,
        not_assessed="Không đánh giá", sheet="Sheet1", size=13, tint="D9D9D9",
    ),
    Style(
        columns=(CODE, NAME, EVIDENCE, MAXIMUM, DATA, RATE, POINTS, APPRAISED, REASON),
        headings={CODE: "Số TT", NAME: "Nội dung tiêu chí", RATE: "Tỷ lệ", POINTS: "Tự chấm"},
        identity="cells", first_column=1, guidance="letters", roman=True, percent="text", sheets=("Hướng dẫn",),
        sheet="Biểu tự chấm", tint="FFF2CC",
    ),
    Style(
        columns=(NAME, CODE, MAXIMUM, DATA, POINTS, EVIDENCE, REASON),
        headings={NAME: "Tiêu chí/Tiêu chí thành phần", CODE: "Mã", MAXIMUM: "Thang điểm"},
        header_rows=1, top="bare", identity="id", numbers_row=False, guidance="rules", claims="needed",
        sheet="TuCham2025", sheets=("-_ds",), size=11, tint="EDEDED",
    ),
    Style(
        program="openpyxl",
        columns=(CODE, NAME, MAXIMUM, DATA, RATE, POINTS, APPRAISED, EVIDENCE, REASON),
        headings={CODE: "STT", NAME: "Lĩnh vực, tiêu chí, tiêu chí thành phần", APPRAISED: "Điểm thẩm định lần 1"},
        top="plain", identity="none", guidance="both", decomposed=4, sheet="CCHC 2025", tint="DDEBF7",
    ),
)  # fmt: skip
"""The offices' habits; an office has one of them, with a slip or two of its own."""

SLIPS: Mapping[int, frozenset[str]] = MappingProxyType(
    {
        3: frozenset({"evidence"}),
        7: frozenset({"extra"}),
        12: frozenset({"reason"}),
        15: frozenset({"claim"}),
        16: frozenset({"formula"}),
        19: frozenset({"code"}),
        22: frozenset({"hidden"}),
        27: frozenset({"total"}),
        30: frozenset({"evidence", "extra"}),
    }
)
"""Slips by the office's place in the season; each costs a note or a warning, none an error."""


def style_of(position: int) -> Style:
    """Return the style of the office at a place of the season, counted from 0."""
    habit = HABITS[position % len(HABITS)]
    values = {name: getattr(habit, name) for name in Style.__dataclass_fields__}
    values["slips"] = SLIPS.get(position, frozenset())
    if "extra" in values["slips"]:
        values["columns"] = (*habit.columns, EXTRA)
    return Style(**values)
