"""The layout of appraisal and explanation workbooks, declared once: written and read back by the same texts.

The headings are those of the office, in Vietnamese in every language of the program, as on the self-assessment form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from parscore.model.criteria import Input, Leaf, Source
from parscore.model.stage import StageKind
from parscore.viet import normal_form
from parscore.workbooks.layout import INPUT_LETTERS, STAMP_SHEET
from parscore.workbooks.ooxml import Workbook

SCHEMA: Final = "parscore/appraisal/1"
ROW_KEY: Final = "row"
LETTERS: Final = INPUT_LETTERS
"""A letter for each input of a leaf, as the data columns of the form have them."""

AGENCY: Final = "agency"
AGENCY_NAME: Final = "agency_name"
CODE: Final = "code"
NAME: Final = "name"
MAXIMUM: Final = "maximum"
CLAIMED: Final = "claimed"
COMPUTED: Final = "computed"
STANDING: Final = "standing"
DATA: Final = "data"
EVIDENCE: Final = "evidence"
REASON: Final = "reason"
BEFORE: Final = "before"
DECISION: Final = "decision"
POINTS: Final = "points"
WHY: Final = "why"
DOCUMENT: Final = "document"
WHO: Final = "who"
WHEN: Final = "when"
CHECK: Final = "check"

_SHOWN: Final = {
    AGENCY: "Mã đơn vị",
    AGENCY_NAME: "Cơ quan, đơn vị",
    CODE: "TT",
    NAME: "Tiêu chí, tiêu chí thành phần",
    MAXIMUM: "Điểm tối đa",
    CLAIMED: "Điểm tự đánh giá",
    COMPUTED: "Điểm theo quy tắc",
    STANDING: "Điểm thẩm định gần nhất",
    DATA: "Số liệu của đơn vị",
    EVIDENCE: "Tài liệu kiểm chứng",
    REASON: "Giải trình trong biểu",
    BEFORE: "Ý kiến các giai đoạn trước",
    CHECK: "Kiểm tra",
}
_APPRAISED: Final = {
    DECISION: "Kết luận",
    POINTS: "Điểm thẩm định",
    WHY: "Lý do",
    DOCUMENT: "Văn bản, biên bản",
    WHO: "Người thẩm định",
    WHEN: "Ngày thẩm định",
}
_EXPLAINED: Final = {
    POINTS: "Điểm đề nghị",
    WHY: "Nội dung giải trình",
    DOCUMENT: "Tài liệu kiểm chứng bổ sung",
    WHO: "Người giải trình",
    WHEN: "Ngày giải trình",
}


class Decision(StrEnum):
    """What an appraiser concludes on a row, in the words of the drop-down."""

    AGREE = "Đồng ý"
    POINTS = "Sửa điểm"
    DATA = "Sửa số liệu"
    NOT_ASSESSED = "Không đánh giá"


DECISIONS: Final[Mapping[str, Decision]] = {normal_form(decision): decision for decision in Decision}


def input_role(letter: str) -> str:
    """The role of the cell for the input that stands under that letter."""
    return f"input:{letter}"


INPUT_ROLES: Final = tuple(map(input_role, LETTERS))


def is_explanation(kind: StageKind) -> bool:
    """Whether the workbook asks the agency, not an appraiser."""
    return kind is StageKind.EXPLANATION


def heading_of(role: str, kind: StageKind) -> str:
    """The heading of a column."""
    explanation = is_explanation(kind)
    if role.startswith("input:"):
        return f"{'Đề nghị' if explanation else 'Sửa'} số liệu {role[-1]}"
    return {**_SHOWN, **(_EXPLAINED if explanation else _APPRAISED)}[role]


def default_label(role: str, kind: StageKind) -> str:
    """The label, above the table, of who or when for every row that leaves its own blank."""
    return f"{heading_of(role, kind)} (cho mọi dòng để trống)"


def filled_roles(kind: StageKind, inputs: int) -> tuple[str, ...]:
    """The roles of the cells that are filled in, from left to right, where no row has more than so many inputs."""
    decision = () if is_explanation(kind) else (DECISION,)
    return (*decision, POINTS, *INPUT_ROLES[:inputs], WHY, DOCUMENT, WHO, WHEN)


class StampRow(NamedTuple):
    """A row that was asked for: agency, code, and the fingerprint of what was shown there."""

    agency: str
    code: str
    shown: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook was made for; it survives a renamed file and a retyped heading.

    ``by`` is the appraising department, or the agency that explains; ``digest`` is that of the criteria set's file.
    """

    season: str
    stage: str
    by: str
    group: str
    criteria: str
    digest: str
    rows: tuple[StampRow, ...]

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the hidden sheet."""
        yield "schema", SCHEMA
        for key in _KEYS:
            yield key, str(getattr(self, key))
        for row in self.rows:
            yield ROW_KEY, *row


_KEYS: Final = ("season", "stage", "by", "group", "criteria", "digest")


def read_stamp(book: Workbook) -> Stamp | None:
    """Return the stamp of a workbook; ``None`` where it has none, or one of another kind."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == STAMP_SHEET), None)
    by_row: dict[int, dict[int, str]] = {}
    for cell in sheet.cells if sheet else ():
        by_row.setdefault(cell.row, {})[cell.column] = cell.text
    lines = [tuple(cells.get(column, "") for column in range(1, 5)) for _, cells in sorted(by_row.items())]
    told = {key: value for key, value, *_ in lines if key != ROW_KEY}
    if told.get("schema") != SCHEMA or not told.keys() >= set(_KEYS):
        return None
    rows = tuple(StampRow(*rest) for key, *rest in lines if key == ROW_KEY)
    return Stamp(**{key: told[key] for key in _KEYS}, rows=rows)


def correctable(leaf: Leaf) -> tuple[Input, ...]:
    """The inputs of a leaf that a row can state otherwise, in the order of their letters.

    First the agency's own, under the letters of its form, then those of others. The values of subordinate units are no
    single value that could be corrected.
    """
    others = (asked for asked in leaf.inputs if leaf.source_of(asked.name) not in (Source.SELF, Source.UNITS))
    return (*leaf.own_inputs, *others)


def letters(leaf: Leaf) -> dict[str, str]:
    """The letter of each input that can be corrected."""
    return dict(zip((asked.name for asked in correctable(leaf)), LETTERS, strict=False))
