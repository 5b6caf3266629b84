"""The live checks of a form: each finding, its order, and the same from LibreOffice as from the values written."""

import re
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from filled import BLANK, NOT_ASSESSED, VI, given, opened, plan_of
from forms import SET
from libreoffice import recalculated

from parscore.definitions.load import load_criteria
from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet
from parscore.model.submission import LeafAnswers
from parscore.workbooks.documents import Document
from parscore.workbooks.form import form_bytes
from parscore.workbooks.form_plan import Plan
from parscore.workbooks.form_summary import ROW
from parscore.workbooks.layout import CHECK, FORM_SHEET, SECTIONS_SHEET
from parscore.workbooks.ooxml import Workbook

LEAVES = """
  - code: "1"
    name: Lĩnh vực một
    max: 9
    criteria:
      - code: "1.1"
        name: Tiêu chí một
        max: 9
        subcriteria:
          - {code: 1.1.1, name: Có hay không, max: 1, rule: {yes_no: {}}, evidence: required}
          - {code: 1.1.2, name: Tỷ lệ, max: 2, not_applicable: exclude,
             inputs: {a: {ask: Đúng hạn, type: count}, b: {ask: Tổng số, type: count, min: 1}},
             rule: {threshold: {of: a / b, zero_below: 80%}}}
          - {code: 1.1.3, name: Chọn, max: 1, inputs: {way: {ask: Cách làm, type: choice}},
             rule: {choose: {of: way, options: [{label: Hay, points: full}, {label: Dở, points: 0}]}}}
          - {code: 1.1.4, name: Ngày ban hành, max: 1, inputs: {day: {ask: Ngày, type: date}},
             rule: {deadline: {of: day, due: 2025-01-31, days: calendar, never: 0,
                    steps: [{when: "<= 0", points: full}, {when: "> 0", points: 0.5}]}}}
          - {code: 1.1.5, name: Phần trăm, max: 2,
             inputs: {share: {ask: Tỷ lệ hài lòng, type: percent, max: 100%, reason: required}},
             rule: {proportional: {of: share}}}
          - {code: 1.1.6, name: Đủ cả hai, max: 1,
             inputs: {x: {ask: Có kế hoạch, type: yes_no}, y: {ask: Có báo cáo, type: yes_no}},
             rule: {all_of: {of: [x, y]}}}
          - {code: "1.1.7", name: Điều tra, max: 1, source: survey, inputs: {s: {ask: Hài lòng, type: percent}},
             rule: {proportional: {of: s}}}
  - code: "2"
    name: Điểm thưởng
    section: bonus
    max: 1
    criteria:
      - {code: "2.1", name: Sáng kiến, max: 1, blank: zero, rule: {claim: {step: 0.5}}}
  - code: "3"
    name: Điểm trừ
    section: penalty
    max: 0.5
    criteria:
      - {code: "3.1", name: Vi phạm, max: 0.5, rule: {claim: {step: 0.25}}}
"""


def small_set() -> CriteriaSet:
    """A set with one leaf of each kind of answer, a bonus and a penalty."""
    text = SET[: SET.index("areas:")] + "areas:" + LEAVES
    criteria, problems = load_criteria(text.encode(), "small.yaml")
    assert criteria is not None, [(found.code, found.place.line, found.facts) for found in problems]
    return criteria


def bad(text: str) -> Answer:
    return Answer(AnswerState.UNUSABLE, cell=Cell("", 1, 1, "text", text, None, "General"))


def row(points: Any = None, *, evidence: str = "", reason: str = "", **inputs: Any) -> LeafAnswers:
    def made(value: Any) -> Answer:
        return value if isinstance(value, Answer) else BLANK if value is None else given(value)

    return LeafAnswers(
        made(points), {name: made(value) for name, value in inputs.items()}, evidence=evidence, reason=reason
    )


def check_of(plan: Plan, book: Workbook, code: str) -> str:
    sheet = next(sheet for sheet in book.sheets if sheet.name == plan.sheet(code))
    cell = sheet.at(plan.row(code), plan.column(CHECK))
    return cell.text if cell else ""


CASES = [
    ("1.1.1", row(), "Thiếu: chưa nhập"),
    ("1.1.1", row("1"), "Nhắc: nêu tài liệu kiểm chứng"),
    ("1.1.1", row("0"), "Đủ"),
    ("1.1.1", row("1", evidence="Công văn 1"), "Đủ"),
    ("1.1.1", row("1.5", evidence="Công văn 1"), "Sai: điểm vượt điểm tối đa"),
    ("1.1.1", row(Fraction(-1)), "Sai: điểm thấp hơn mức thấp nhất"),
    ("1.1.1", row(bad("một")), "Sai: điểm không phải là số"),
    ("1.1.1", row(NOT_ASSESSED), "Sai: tiêu chí này không được ghi Không đánh giá"),
    ("1.1.2", row(NOT_ASSESSED), "Nhắc: nêu lý do không đánh giá ở cột Giải trình"),
    ("1.1.2", row(NOT_ASSESSED, reason="không có"), "Không đánh giá"),
    ("1.1.2", row(NOT_ASSESSED, reason="không có", a="3"), "Sai: vừa ghi Không đánh giá vừa có số liệu"),
    ("1.1.2", row("2"), "Thiếu: chưa nhập đủ số liệu"),
    ("1.1.2", row("2", a="5"), "Thiếu: chưa nhập đủ số liệu"),
    ("1.1.2", row("2", a="5", b="5"), "Đủ"),
    ("1.1.2", row(a="5", b="5"), "Nhắc: ghi điểm tự đánh giá"),
    ("1.1.2", row("2", a="6", b="5"), "Sai: số liệu a lớn hơn số liệu b"),
    ("1.1.2", row("2", a="1.5", b="5"), "Sai: số liệu a phải là số nguyên trong khoảng cho phép"),
    ("1.1.2", row("2", a="0", b="0"), "Sai: số liệu b phải là số nguyên trong khoảng cho phép"),
    ("1.1.2", row("2", a=bad("năm"), b="5"), "Sai: số liệu a phải là số nguyên trong khoảng cho phép"),
    ("1.1.3", row("1", way="Hay"), "Đủ"),
    ("1.1.3", row("1", way="Tốt"), "Sai: số liệu a phải chọn trong danh sách"),
    ("1.1.4", row("0", day=False), "Đủ"),
    ("1.1.4", row("0", day=bad("mai")), "Sai: số liệu a phải là ngày, hoặc Chưa ban hành"),
    ("1.1.5", row("1", share=Fraction(1, 2), reason="khách quan"), "Đủ"),
    ("1.1.5", row("1", share=Fraction(1, 2)), "Nhắc: giải trình số liệu a"),
    ("1.1.5", row("1", share=Fraction(3, 2)), "Sai: số liệu a phải là tỷ lệ trong khoảng cho phép"),
    ("1.1.6", row("1", x=True, y=False), "Đủ"),
    ("1.1.6", row("1", x=True, y=bad("chắc")), "Sai: số liệu b chỉ nhận Có hoặc Không"),
    ("1.1.7", row(), "Do điều tra xã hội học cung cấp"),
    ("2.1", row(), "Không đề nghị điểm"),
    ("2.1", row("0.5"), "Đủ"),
    ("3.1", row(), "Thiếu: chưa nhập"),
    ("3.1", row("0.75"), "Sai: điểm vượt điểm tối đa"),
]


@pytest.mark.parametrize(("code", "answers", "said"), CASES)
def test_what_is_said_of_a_row(code: str, answers: LeafAnswers, said: str) -> None:
    plan = plan_of(small_set(), {code: answers})
    assert check_of(plan, opened(plan), code) == said


def test_a_document_of_the_index_is_evidence() -> None:
    plan = plan_of(small_set(), {"1.1.1": row("1")}, documents=(Document("1.1.1", "Công văn số 1"),))
    assert check_of(plan, opened(plan), "1.1.1") == "Đủ"


def summary(book: Workbook, name: str = FORM_SHEET) -> str:
    sheet = next(sheet for sheet in book.sheets if sheet.name == name)
    cell = sheet.at(ROW, 1)
    assert cell is not None and cell.formula is not None
    return cell.text


def test_the_summary_counts_the_rows() -> None:
    answers = {
        "1.1.1": row("1.5"),
        "1.1.2": row("2", a="6", b="5"),
        "1.1.3": row("1", way="Hay"),
        "1.1.6": row(x=True, y=True),
    }
    said = summary(opened(plan_of(small_set(), answers)))
    assert said == VI.text("form", "summary", missing=3, above=1, wrong=1, remind=1)


@pytest.mark.parametrize(
    ("answers", "whole", "sections"),
    [
        ({}, {"missing": 7}, {"missing": 1}),
        ({"3.1": row("0.5")}, {"missing": 6}, {}),
        ({"3.1": row("0.75"), "2.1": row("1")}, {"missing": 6, "above": 1}, {"above": 1}),
        ({"2.1": row(bad("một"))}, {"missing": 7, "wrong": 1}, {"missing": 1, "wrong": 1}),
    ],
)
def test_the_main_sheet_counts_the_sections_too(
    answers: dict[str, LeafAnswers], whole: dict[str, int], sections: dict[str, int]
) -> None:
    book, none = opened(plan_of(small_set(), answers)), {"missing": 0, "above": 0, "wrong": 0, "remind": 0}
    assert summary(book) == VI.text("form", "summary", **{**none, **whole})
    assert summary(book, SECTIONS_SHEET) == VI.text("form", "summary.sections", **{**none, **sections})


def test_the_checks_in_english() -> None:
    plan = plan_of(small_set(), {"1.1.1": row("1.5")})
    assert check_of(plan, opened(plan, Words("en")), "1.1.1") == "Wrong: points above the maximum"


# --- LibreOffice --------------------------------------------------------------------------------------------------


def values(book: Workbook) -> dict[tuple[str, str], str | float]:
    """The value of every formula of the form's sheets, numbers as numbers."""
    sheets = [sheet for sheet in book.sheets if sheet.name in (FORM_SHEET, SECTIONS_SHEET)]
    found = [(sheet.name, cell) for sheet in sheets for cell in sheet.cells if cell.formula is not None]
    return {
        (name, cell.address): round(float(cell.text), 9) if cell.kind == "number" else cell.text for name, cell in found
    }


def test_libreoffice_calculates_what_the_form_says(tmp_path: Path) -> None:
    """All cases, in as few forms as there are cases of one leaf; and a form whose stored values are wrong."""
    taken: list[dict[str, LeafAnswers]] = []
    for code, answers, _ in CASES:
        free = next((one for one in taken if code not in one), None)
        if free is None:
            taken.append(free := {})
        free[code] = answers
    plans = [plan_of(small_set(), answers) for answers in taken]
    written = [values(opened(plan)) for plan in plans]
    contents = [form_bytes(plan, VI) for plan in plans]
    said = [values(book) for book in recalculated([*contents, spoilt(contents[0])], tmp_path)]
    for stored, found in zip([*written, written[0]], said, strict=True):
        assert len(stored) > 10
        assert {place: found.get(place, "") for place in stored} == stored


def spoilt(content: bytes) -> bytes:
    """A form whose checks all claim to be complete: only a program that calculates finds out."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
                part, count = re.subn(rb"<v>(Thi|Nh|Sai|Trang)[^<]*</v>", "<v>Đủ</v>".encode(), part)
                assert count > 1
            new.writestr(name, part)
    return stream.getvalue()
