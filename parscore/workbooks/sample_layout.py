"""The layout of the worksheet of a sample, declared once: written and read back by the same texts.

The headings are those of the office, in Vietnamese in every language of the program, as on the other workbooks.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from parscore.viet import normal_form
from parscore.workbooks.layout import STAMP_SHEET
from parscore.workbooks.ooxml import Workbook

SCHEMA: Final = "parscore/sample/1"
_ROW: Final = "row"

AGENCY: Final = "agency"
AGENCY_NAME: Final = "agency_name"
CODE: Final = "code"
NAME: Final = "name"
MAXIMUM: Final = "maximum"
CLAIMED: Final = "claimed"
POINTS: Final = "points"
SOURCE: Final = "source"
EVIDENCE: Final = "evidence"
CHOSEN: Final = "chosen"
VERDICT: Final = "verdict"
VALUE: Final = "value"
FOUND: Final = "found"
REMARK: Final = "remark"
WHO: Final = "who"
WHEN: Final = "when"

HEADINGS: Final[Mapping[str, str]] = {
    AGENCY: "Mã đơn vị",
    AGENCY_NAME: "Cơ quan, đơn vị",
    CODE: "TT",
    NAME: "Tiêu chí, tiêu chí thành phần",
    MAXIMUM: "Điểm tối đa",
    CLAIMED: "Điểm tự đánh giá",
    POINTS: "Điểm trong hồ sơ",
    SOURCE: "Số liệu và nơi ghi",
    EVIDENCE: "Tài liệu kiểm chứng",
    CHOSEN: "Vì sao kiểm tra",
    VERDICT: "Kết luận kiểm tra",
    VALUE: "Số liệu kiểm tra được",
    FOUND: "Điểm kiểm tra được",
    REMARK: "Ghi chú kiểm tra",
    WHO: "Người kiểm tra",
    WHEN: "Ngày kiểm tra",
}
"""The columns from left to right."""
FILLED: Final = (VERDICT, VALUE, FOUND, REMARK, WHO, WHEN)
"""The columns that a person fills in."""


class Verdict(StrEnum):
    """What a person concludes of a cell, in the words of the drop-down."""

    RIGHT = "Đúng"
    WRONG = "Sai"
    NOT_ASSESSED = "Không đánh giá"


VERDICTS: Final[Mapping[str, Verdict]] = {normal_form(verdict): verdict for verdict in Verdict}


class MarkRow(NamedTuple):
    """A row that was asked for."""

    agency: str
    code: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a worksheet was made for, on a sheet that nobody sees; the terms are texts as they were asked for.

    ``record`` is the digest of the body of the record. ``seal`` binds all of it.
    """

    season: str
    record: str
    seed: str
    confidence: str
    tolerable: str
    risk: str
    group: str
    rows: tuple[MarkRow, ...]

    @property
    def seal(self) -> str:
        """SHA-256 over everything that the mark says."""
        told = "\n".join("\t".join(line) for line in self._lines())
        return hashlib.sha256(told.encode()).hexdigest()

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the hidden sheet."""
        yield from self._lines()
        yield "seal", self.seal

    def _lines(self) -> Iterator[tuple[str, ...]]:
        yield "schema", SCHEMA
        for key in _KEYS:
            yield key, str(getattr(self, key))
        for row in self.rows:
            yield _ROW, *row


_KEYS: Final = ("season", "record", "seed", "confidence", "tolerable", "risk", "group")


def read_mark(book: Workbook) -> tuple[Mark | None, bool]:
    """Return the mark of a worksheet, ``None`` where it has none, and whether its seal is whole."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == STAMP_SHEET), None)
    by_row: dict[int, dict[int, str]] = {}
    for cell in sheet.cells if sheet else ():
        by_row.setdefault(cell.row, {})[cell.column] = cell.text
    lines = [tuple(cells.get(column, "") for column in range(1, 4)) for _, cells in sorted(by_row.items())]
    told = {key: value for key, value, _ in lines if key != _ROW}
    if told.get("schema") != SCHEMA or not told.keys() >= {*_KEYS, "seal"} - {"group"}:
        return None, False
    rows = tuple(MarkRow(agency, code) for key, agency, code in lines if key == _ROW)
    mark = Mark(**{key: told.get(key, "") for key in _KEYS}, rows=rows)
    return mark, mark.seal == told["seal"]
