"""What the stages after the self-assessment say: mostly agreement, here and there points or figures changed."""

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from parscore.model.criteria import CriteriaSet, InputType, Leaf, Source
from parscore.model.rule import CLAIMED
from parscore.numbers import trimmed
from parscore.rules.arithmetic import names

from .office import Answers, Office
from .table import write_csv

STAGES = (
    "stages:\n"
    "  - self\n"
    "  - {id: tham-dinh-1, kind: appraisal, name: Thẩm định lần 1, due: 2026-01-15}\n"
    "  - {id: giai-trinh, kind: explanation, name: Giải trình, due: 2026-01-20}\n"
    "  - {id: tham-dinh-2, kind: appraisal, name: Thẩm định lần 2, due: 2026-01-26}\n"
    "  - {id: hoi-dong, kind: council, name: Hội đồng thẩm định, due: 2026-01-30}\n"
)
HEADER = ("agency", "code", "input", "value", "who", "when", "why", "document")
APPRAISERS = {
    "SNV": "Tổ thẩm định Sở Nội vụ",
    "STP": "Tổ thẩm định Sở Tư pháp",
    "VPUB": "Tổ thẩm định Văn phòng UBND tỉnh",
    "STC": "Tổ thẩm định Sở Tài chính",
    "SKHCN": "Tổ thẩm định Sở Khoa học và Công nghệ",
}
FIRST_DAY, EXPLAINED, SECOND_DAY, COUNCIL_DAY = "2026-01-12", "2026-01-19", "2026-01-23", "2026-01-28"
CHANGED = {"SYT": 3, "SNNMT": 3, "SDTTG": 2, "BQLKCN": 2, "SGDDT": 1, "XHOALAC": 2, "PNAMTHANH": 2, "XDONGTIEN": 1}
"""How many leaves of an agency the first round changes; the others are agreed with."""
Rows = list[tuple[str, ...]]
Case = tuple[Office, CriteriaSet, Answers]


def write_appraisals(folder: Path, cases: Sequence[Case], seed: str) -> None:
    """Write the files of all stages; the same cases give the same bytes."""
    first: Rows = []
    explained: Rows = []
    second: Rows = []
    for office, criteria, answers in cases:
        for area in criteria.areas:
            first.append((office.id, area.code, "", "", APPRAISERS[area.appraiser], FIRST_DAY, "", ""))
        for at, leaf in enumerate(_chosen(office, criteria, answers, seed)):
            who = APPRAISERS[next(area.appraiser for area in criteria.areas if leaf in area.leaves())]
            first += _changed(office, leaf, answers, who, f"BB thẩm định số {at + 1}")
            if at % 3 < 2:
                why = "Đơn vị gửi bổ sung tài liệu kiểm chứng, đề nghị xem xét lại"
                document = f"CV {at + 40}/{office.short}"
                explained.append((office.id, leaf.code, "", "", office.name, EXPLAINED, why, document))
                second += _answered(office, leaf, answers, who, accepted=at % 3 == 0)
    council: Rows = [
        (office.id, "*", "", "", "Hội đồng thẩm định tỉnh", COUNCIL_DAY, "", "BB họp Hội đồng số 02")
        for office, _, _ in cases
    ]
    written = {"tham-dinh-1": first, "giai-trinh": explained, "tham-dinh-2": second, "hoi-dong": council}
    (folder / "appraisals").mkdir(exist_ok=True)
    for stage, rows in written.items():
        write_csv(folder / "appraisals" / f"{stage}.csv", [HEADER, *rows])


def _changed(office: Office, leaf: Leaf, answers: Answers, who: str, document: str) -> Iterator[tuple[str, ...]]:
    for name, value in _lowered(leaf, answers):
        why = "Tài liệu kiểm chứng chưa đủ" if name == CLAIMED else "Số liệu đối chiếu với hệ thống báo cáo"
        yield (office.id, leaf.code, name, value, who, FIRST_DAY, why, document)


def _chosen(office: Office, criteria: CriteriaSet, answers: Answers, seed: str) -> list[Leaf]:
    """The leaves that are changed: full points of the agency's own, in an order that only the seed knows."""
    full = [
        leaf
        for leaf in criteria.leaves()
        if leaf.source is Source.SELF and answers[leaf.code].points == leaf.maximum and not answers[leaf.code].reason
        and _lowered(leaf, answers)
    ]  # fmt: skip
    drawn = sorted(full, key=lambda leaf: hashlib.sha256(f"{seed}:{office.id}:{leaf.code}".encode()).digest())
    return drawn[: CHANGED.get(office.id, 0)]


def _lowered(leaf: Leaf, answers: Answers) -> list[tuple[str, str]]:
    """What the first round says: one count lower in the numerator of a rate, or half the points."""
    of = getattr(leaf.rule, "of", None)
    counts = {asked.name for asked in leaf.inputs if asked.type is InputType.COUNT}
    if leaf.rule.family in ("proportional", "threshold", "interpolate") and of is not None:
        name = names(of)[0]
        value = answers[leaf.code].values.get(name)
        if name in counts and isinstance(value, Fraction) and value >= 8:
            return [(name, trimmed(value - value // 8))]
    if CLAIMED in leaf.rule.wants:
        return []
    return [(CLAIMED, trimmed(leaf.maximum / 2))]


def _answered(office: Office, leaf: Leaf, answers: Answers, who: str, *, accepted: bool) -> Iterator[tuple[str, ...]]:
    """What the second round says of an explanation: it gives the figures back, or keeps what it said."""
    if not accepted:
        why = "Giữ kết quả lần 1: tài liệu bổ sung ban hành sau năm đánh giá"
        yield (office.id, leaf.code, "", "", who, SECOND_DAY, why, "")
        return
    for name, _ in _lowered(leaf, answers):
        value = leaf.maximum if name == CLAIMED else answers[leaf.code].values[name]
        if isinstance(value, Fraction):
            yield (office.id, leaf.code, name, trimmed(value), who, SECOND_DAY, "Chấp nhận tài liệu bổ sung", "")
