"""The layout of a self-assessment form, declared once: its columns, the texts that name them, and its marks."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parscore.viet import normal_form

CODE: Final = "code"
NAME: Final = "name"
MAXIMUM: Final = "maximum"
POINTS: Final = "points"
EVIDENCE: Final = "evidence"
REASON: Final = "reason"
OTHER: Final = "other"
"""A column that forms are known to have and that scoring does not read (rate, appraised points...)."""

INPUT_LETTERS: Final = "abcdef"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form: its role, the heading written, and the other headings understood."""

    role: str
    heading: str
    also: tuple[str, ...] = ()
    required: bool = False


COLUMNS: Final = (
    Column(CODE, "TT", ("STT", "Số TT", "Số thứ tự", "Mã", "Mã TC", "Mã tiêu chí", "Mã số"), required=True),
    Column(
        NAME,
        "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
        ("Lĩnh vực, tiêu chí, tiêu chí thành phần", "Lĩnh vực/TC/TCTP", "Nội dung", "Nội dung tiêu chí", "Tiêu chí",
         "Tên tiêu chí", "Tiêu chí/Tiêu chí thành phần"),
        required=True,
    ),
    Column(MAXIMUM, "Điểm tối đa", ("Điểm chuẩn", "Thang điểm", "Điểm tối đa (điểm)", "ĐTĐ")),
    Column(
        POINTS,
        "Điểm tự đánh giá",
        ("Điểm tự chấm", "Tự chấm", "Tự đánh giá", "Tự chấm điểm", "Điểm tự chấm của đơn vị", "Đơn vị tự đánh giá"),
        required=True,
    ),
    Column(
        EVIDENCE,
        "Tài liệu kiểm chứng",
        ("Tài liệu kiểm chứng cung cấp", "Minh chứng", "Tài liệu minh chứng", "Tài liệu kiểm chứng (số, ký hiệu)"),
    ),
    Column(REASON, "Giải trình", ("Ghi chú", "Giải trình, ghi chú", "Ghi chú/Giải trình", "Lý do")),
    Column(
        OTHER,
        "Tỷ lệ",
        ("Tỷ lệ (%)", "Tỉ lệ", "Tỉ lệ (%)", "Điểm thẩm định", "Thẩm định", "Điểm thẩm định lần 1",
         "Điểm thẩm định lần 2",
         "Điều tra XHH", "Điểm đạt được", "Chỉ số", "Đơn vị tính", "Cách chấm", "Hướng dẫn", "Hướng dẫn chấm điểm"),
    ),
)  # fmt: skip

REQUIRED: Final = tuple(column.role for column in COLUMNS if column.required)
_ROLES: Final = {normal_form(text): column.role for column in COLUMNS for text in (column.heading, *column.also)}
_INPUT = re.compile(r"(?:số liệu|dữ liệu)\s*\(?([a-f1-6])\)?(?:[\s:(-].*)?")

AGENCY_LABELS: Final = frozenset(
    map(
        normal_form, ("Đơn vị", "Tên đơn vị", "Cơ quan, đơn vị", "Cơ quan", "Tên cơ quan, đơn vị", "Đơn vị tự đánh giá")
    )
)
AGENCY_ID_LABELS: Final = frozenset(map(normal_form, ("Mã đơn vị", "Mã cơ quan", "Mã cơ quan, đơn vị")))
YEAR_LABELS: Final = frozenset(map(normal_form, ("Năm", "Năm đánh giá", "Năm chấm điểm")))
TOTAL_NAMES: Final = frozenset(map(normal_form, ("Tổng cộng", "Tổng điểm", "Tổng số điểm", "Cộng", "Tổng")))
NOT_ASSESSED: Final = frozenset(
    map(normal_form, ("Không đánh giá", "KĐG", "KDG", "Không áp dụng", "K.A.D", "KAD", "N/A"))
)


@lru_cache(maxsize=4096)
def role_of(heading: str) -> str | None:
    """Return the role a heading names (``points``, ``input:b``...), or ``None``; compared in normal form."""
    text = normal_form(heading).rstrip(" :*")
    if text in AGENCY_LABELS and heading.rstrip().endswith(":"):
        return None  # "Đơn vị tự đánh giá:" asks for the agency, above the table
    if text in _ROLES:
        return _ROLES[text]
    if match := _INPUT.fullmatch(text):
        letter = match[1]
        return f"input:{letter if letter.isalpha() else INPUT_LETTERS[int(letter) - 1]}"
    return None


def input_role(position: int) -> str:
    """Role of the data column that holds a leaf's input at that position (0 is column a)."""
    return f"input:{INPUT_LETTERS[position]}"


def heading_of(role: str) -> str:
    """The heading as the form writes it, for messages."""
    if role.startswith("input:"):
        return f"Số liệu {role[-1]}"
    return next(column.heading for column in COLUMNS if column.role == role)
