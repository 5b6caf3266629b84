"""The layout of a self-assessment form, declared once and used to write it and to read it back.

Its sheets, its columns, the texts that name them, and its marks. They are Vietnamese in every language of messages.
"""

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
RATE: Final = "rate"
CHECK: Final = "check"
PREVIOUS_POINTS: Final = "previous_points"
PREVIOUS_EVIDENCE: Final = "previous_evidence"
"""Columns that the form has for the person who fills it in, and that are not read back."""
OTHER: Final = "other"
"""A column that forms are known to have and that scoring does not read (rate, appraised points...)."""

FORM_SHEET: Final = "Tự chấm điểm"
SECTIONS_SHEET: Final = "Điểm thưởng – điểm trừ"
"""The sheet of bonus and penalty sections, where the set has some: it carries this as its name and as its title."""
GUIDE_SHEET: Final = "Hướng dẫn"
DOCUMENTS_SHEET: Final = "Tài liệu kiểm chứng"
LISTS_SHEET: Final = "_ds"
STAMP_SHEET: Final = "_parscore"

INPUT_LETTERS: Final = "abcdef"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form: its role, the heading written, the other headings understood, and whether it is read."""

    role: str
    heading: str
    also: tuple[str, ...] = ()
    required: bool = False
    read: bool = True


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
    Column(RATE, "Tỷ lệ (%)", ("Tỷ lệ", "Tỉ lệ", "Tỉ lệ (%)"), read=False),
    Column(CHECK, "Kiểm tra", read=False),
    Column(PREVIOUS_POINTS, "Điểm năm trước", read=False),
    Column(PREVIOUS_EVIDENCE, "Tài liệu kiểm chứng năm trước", read=False),
    Column(
        OTHER,
        "Điểm thẩm định",
        ("Thẩm định", "Điểm thẩm định lần 1", "Điểm thẩm định lần 2", "Điều tra XHH", "Điểm đạt được", "Chỉ số",
         "Đơn vị tính", "Cách chấm", "Hướng dẫn", "Hướng dẫn chấm điểm"),
        read=False,
    ),
)  # fmt: skip

REQUIRED: Final = tuple(column.role for column in COLUMNS if column.required)
_ROLES: Final = {
    normal_form(text): column.role if column.read else OTHER
    for column in COLUMNS
    for text in (column.heading, *column.also)
}
_INPUT = re.compile(r"(?:số liệu|dữ liệu)\s*\(?([a-f1-6])\)?(?:[\s:(-].*)?")

AGENCY_LABEL: Final = "Đơn vị"
AGENCY_ID_LABEL: Final = "Mã đơn vị"
AGENCY_LABELS: Final = frozenset(
    map(
        normal_form,
        (AGENCY_LABEL, "Tên đơn vị", "Cơ quan, đơn vị", "Cơ quan", "Tên cơ quan, đơn vị", "Đơn vị tự đánh giá"),
    )
)
AGENCY_ID_LABELS: Final = frozenset(map(normal_form, (AGENCY_ID_LABEL, "Mã cơ quan", "Mã cơ quan, đơn vị")))
YEAR_LABELS: Final = frozenset(map(normal_form, ("Năm", "Năm đánh giá", "Năm chấm điểm")))
SECTION_TITLES: Final = frozenset(
    map(
        normal_form,
        (SECTIONS_SHEET, "Điểm thưởng, điểm trừ", "Điểm thưởng và điểm trừ", "Điểm thưởng", "Điểm trừ",
         "Điểm cộng – điểm trừ", "Điểm cộng, điểm trừ", "Điểm cộng"),
    )
)  # fmt: skip
"""What a sheet of sections is called, by its name or above its table."""
TOTAL_NAME: Final = "Tổng cộng"
TOTAL_NAMES: Final = frozenset(map(normal_form, (TOTAL_NAME, "Tổng điểm", "Tổng số điểm", "Cộng", "Tổng")))

NOT_ASSESSED_MARKS: Final = ("Không đánh giá", "KĐG", "KDG", "Không áp dụng", "K.A.D", "KAD", "N/A")
YES_WORDS: Final = ("Có", "Đạt", "Yes")
NO_WORDS: Final = ("Không", "Không đạt", "Chưa", "Chưa đạt", "No")
NEVER_WORDS: Final = ("Chưa ban hành", "Không ban hành", "Chưa có", "Không có", "Chưa", "Không", "No", "Never issued")
"""Words of answers; the first of each is the one that the form offers."""
NOT_ASSESSED: Final = frozenset(map(normal_form, NOT_ASSESSED_MARKS))


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


def written_columns(inputs: int, *, rate: bool, previous: bool) -> tuple[str, ...]:
    """Roles of the columns of a form that is written, from left to right, for leaves with at most that many inputs."""
    data = map(input_role, range(inputs))
    shown = (RATE,) if rate else ()
    before = (PREVIOUS_POINTS, PREVIOUS_EVIDENCE) if previous else ()
    return (CODE, NAME, MAXIMUM, *data, *shown, POINTS, EVIDENCE, REASON, CHECK, *before)


def heading_of(role: str) -> str:
    """The heading as the form writes it, for messages."""
    if role.startswith("input:"):
        return f"Số liệu {role[-1]}"
    return next(column.heading for column in COLUMNS if column.role == role)
