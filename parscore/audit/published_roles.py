"""What the headings of published tables say: each column's role, by the words that decisions and reports use."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.viet import normal_form

RANK: Final = "rank"
AGENCY: Final = "agency"
ID: Final = "id"
GROUP: Final = "group"
TOTAL: Final = "total"
INDEX: Final = "index"
MAXIMUM: Final = "maximum"
CLASS: Final = "class"
SELF: Final = "self"
UNITS: Final = "units"
ORDINAL: Final = "ordinal"
NONE: Final = "none"
ITEM: Final = "item"
"""What is scored, as in a table of single criteria, which is no table of agencies."""
AREA: Final = "area:"
PARTS: Final = ("appraised", "survey", "sipas", "leaders", "impact")
"""Parts of a total that are not areas: appraised points, the survey, and what the survey is made of."""

_STRONG: Final[Mapping[str, tuple[str, ...]]] = {
    ORDINAL: ("STT", "TT", "Số TT", "Số thứ tự", "No", "No."),
    RANK: ("Xếp hạng", "Thứ hạng", "Vị thứ", "Xếp thứ", "Vị trí xếp hạng", "Ranking"),
    ID: ("Mã", "Mã đơn vị", "Mã cơ quan", "Id", "Code"),
    AGENCY: (
        *("Cơ quan, đơn vị", "Tên cơ quan, đơn vị", "Cơ quan/đơn vị", "Tên đơn vị", "Tên cơ quan", "Đơn vị", "Cơ quan"),
        *("Tên cơ quan/đơn vị", "Đơn vị, địa phương", "Địa phương", "Tên đơn vị, địa phương", "Sở, ban, ngành"),
        *("Các sở, ban, ngành", "Tên sở, ban, ngành", "Bộ", "Bộ, cơ quan ngang Bộ", "Tên bộ", "Tỉnh, thành phố"),
        *("Tỉnh/thành phố", "Tên tỉnh", "Xã, phường", "Xã/phường", "Tên xã, phường", "Huyện, thành phố", "UBND cấp xã"),
        *("Agency", "Name", "Agency name", "agency_vi", "ministry_vi", "province_vi", "Ministry", "Province", "Unit"),
    ),
    GROUP: ("Nhóm", "Khối", "Cụm", "Loại hình", "Group", "Block"),
    TOTAL: (
        *("Tổng điểm", "Tổng số điểm", "Tổng điểm đạt được", "Tổng cộng", "Điểm tổng", "Điểm tổng hợp", "Tổng"),
        *("Total points", "total_points", "Total"),
    ),
    INDEX: (
        *("Chỉ số tổng hợp", "Chỉ số CCHC", "Chỉ số cải cách hành chính", "PAR Index", "Chỉ số PAR Index"),
        *("Kết quả Chỉ số CCHC", "Chỉ số chung", "index_pct"),
    ),
    MAXIMUM: ("Điểm tối đa", "Tối đa", "Điểm chuẩn", "Thang điểm", "Maximum", "Maximum points", "Max", "max_points"),
    CLASS: ("Xếp loại", "Phân loại", "Xếp nhóm", "Mức xếp loại", "Class"),
    SELF: (
        *("Điểm tự đánh giá", "Tự đánh giá", "Điểm tự chấm", "Tự chấm", "Self-assessed", "Self-assessed points"),
        *("Self-assessment",),
    ),
    ITEM: (
        *("Tiêu chí", "Tiêu chí thành phần", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Lĩnh vực/Tiêu chí"),
        *("Criterion", "Sub-criterion", "Area, criterion, sub-criterion", "Area/criterion/sub-criterion"),
    ),
    UNITS: ("Số đơn vị", "Số lượng đơn vị", "Số cơ quan, đơn vị", "Units", "Number of units"),
    "appraised": (
        *("Điểm thẩm định", "Thẩm định", "Điểm đánh giá kết quả", "Điểm thẩm định kết quả", "Appraised"),
        *("Appraised points", "appraised_points"),
    ),
    "survey": (
        *("Điểm điều tra XHH", "Điểm điều tra xã hội học", "Điều tra XHH", "Điều tra xã hội học", "ĐTXHH"),
        *("Điểm ĐTXHH", "Điểm khảo sát", "Survey", "Survey points", "survey_points"),
    ),
    "sipas": ("SIPAS", "Chỉ số hài lòng", "Điểm SIPAS", "Chỉ số SIPAS"),
    "leaders": (
        *("Khảo sát lãnh đạo, quản lý", "Khảo sát lãnh đạo quản lý", "Điểm khảo sát lãnh đạo, quản lý"),
        *("Leaders' survey",),
    ),
    "impact": ("Phát triển KT-XH", "Phát triển kinh tế - xã hội", "Tác động đến phát triển KT-XH", "Economic impact"),
}
_WEAK: Final[Mapping[str, tuple[str, ...]]] = {
    RANK: ("Hạng", "Rank"),
    TOTAL: ("Điểm", "Điểm số", "Điểm đạt được", "Số điểm", "Kết quả", "Points", "Score"),
    INDEX: ("Chỉ số", "Tỷ lệ", "%", "Index"),
}
VALUES: Final = frozenset({RANK, TOTAL, INDEX, *PARTS})
"""Roles of which, or of areas, a table has at least one."""
ROLES: Final = (*_STRONG, NONE)

_YEAR: Final = re.compile(r"\(?\b(?:năm )?(20[0-9]{2})\b\)?")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NUMBERED: Final = re.compile(
    r"(?:lĩnh vực|area)\s*(?P<named>[0-9]{1,2}|[ivx]{1,4})\b.*"
    r"|(?P<number>[0-9]{1,2}|[ivx]{1,4})\s*[.)]\s*(?P<rest>\D.*)"
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


class Heading(NamedTuple):
    """What a heading says. ``weak``: in words that another column may fit better; ``year``: of which year, or 0."""

    role: str
    weak: bool = False
    year: int = 0


def _by_text(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType({normal_form(text): role for role, texts in words.items() for text in texts})


_STRONG_ROLES: Final = _by_text(_STRONG)
_WEAK_ROLES: Final = _by_text(_WEAK)
_SUB_ROLES: Final = {TOTAL: "", MAXIMUM: ":maximum", INDEX: ":index"}


@lru_cache(maxsize=1024)
def heading(text: str) -> Heading | None:
    """Say what one heading means by itself; ``None`` for words that are not known.

    A year in it (``Xếp hạng năm 2024``), brackets (``(%)``) and a final colon do not count; points in percent are an
    index.
    """
    bare = normal_form(text)
    year = _YEAR.search(bare)
    words = " ".join(_BRACKETS.sub(" ", _YEAR.sub(" ", bare)).split()).rstrip(" :*")
    percent = "%" in bare
    words = words.removesuffix("%").strip() or "%" * percent
    for roles, weak in ((_STRONG_ROLES, False), (_WEAK_ROLES, True)):
        if role := roles.get(words):
            role = INDEX if role == TOTAL and percent else role
            return Heading(role, weak, int(year[1]) if year else 0)
    return None


def area(text: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the code of the area that a heading names: by its number, or by its name in ``names`` (name to code)."""
    bare = " ".join(_BRACKETS.sub(" ", normal_form(text)).split())
    if bare in names:
        return names[bare]
    match = _NUMBERED.fullmatch(bare)
    if match is None:
        return ""
    number = match["named"] or match["number"]
    return number if number.isdigit() else str(_ROMAN.get(number, ""))


def role_below(top: str, below: str, names: Mapping[str, str]) -> Heading | None:
    """Say what a column with two headings means, the upper one over several columns; either may be empty."""
    code = area(top, names)
    under = heading(below) if below else None
    if code:
        if not below or normal_form(below) == normal_form(top):
            return Heading(AREA + code + (":index" if "%" in top else ""))
        kind = _SUB_ROLES.get(under.role) if under else None
        return Heading(AREA + code + kind) if kind is not None else None
    if inner := area(below, names):
        percent = "%" in below or "chỉ số" in normal_form(top)
        return Heading(AREA + inner + (":index" if percent else ""))
    return under or heading(top)
