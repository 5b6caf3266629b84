"""Season folders with a survey, made in the test: four leaves fed from ballots, three departments and a commune."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from folders import opened

from parscore.model.problem import Problem
from parscore.survey.judge import Judged
from parscore.survey.run import Taken, take

SET = """schema: parscore/criteria/1
id: thu
version: "2025.1"
title: Bộ chỉ số thử
valid: {from: 2025-01-01, to: 2025-12-31}
areas:
  - code: "1"
    name: Điều tra xã hội học
    max: 15
    criteria:
      - code: "1.1"
        name: Chất lượng tham mưu
        max: 5
        source: survey
        inputs: {mean: {ask: Điểm trung bình, type: number, min: 1, max: 5}}
        rule: {likert: {of: mean, low: 1, high: 5, line: span}}
        cases: [{given: {mean: 5}, points: 5}, {given: {mean: 2}, points: 1.25}]
      - code: "1.2"
        name: Mức độ hài lòng
        max: 4
        source: survey
        inputs: {share: {ask: Tỷ lệ hài lòng, type: percent}}
        rule: {proportional: {of: share}}
        cases: [{given: {share: 100%}, points: 4}, {given: {share: 50%}, points: 2}]
      - code: "1.3"
        name: Tỷ lệ phiếu tốt
        max: 3
        source: survey
        inputs:
          good: {ask: Số phiếu tốt, type: count}
          other: {ask: Số phiếu khác, type: count}
        rule: {ballots: {answers: {good: 100%, other: 0%}}}
        cases: [{given: {good: 1, other: 2}, points: 1}, {given: {good: 4, other: 0}, points: 3}]
      - code: "1.4"
        name: Kế hoạch
        max: 3
        rule: {claim: {step: 0.5}}
        cases: [{given: {points: 1}, points: 1}, {given: {points: 0.5}, points: 0.5}]
"""
SEASON = """schema: parscore/season/1
year: 2025
title: Mùa thử
province: tỉnh Mẫu
stages: [self]
groups:
  - {id: so, name: Sở, criteria: thu@2025.1}
  - {id: xa, name: Xã, criteria: thu@2025.1}
"""
AGENCIES = "id,name,group\nSYT,Sở Y tế,so\nSNV,Sở Nội vụ,so\nSTP,Sở Tư pháp,so\nXA1,Xã Hòa An,xa\n"
SCALES = """schema: parscore/survey/1
title: Khảo sát thử
scales:
  thang-5:
    - {code: "5", label: Rất tốt, weight: 5}
    - {code: "4", label: Tốt, weight: 4}
    - {code: "3", label: Bình thường, weight: 3}
    - {code: "2", label: Chưa tốt, weight: 2}
    - {code: "1", label: Kém, weight: 1}
  hai-long:
    - {code: A, label: Rất hài lòng, weight: 100%, written: [RHL]}
    - {code: B, label: Hài lòng, weight: 60%}
    - {code: C, label: Không hài lòng, weight: 0%}
    - {code: K, label: Không có ý kiến, weight: none}
"""
QUESTIONS = """    questions:
      - {code: C1, ask: Chất lượng tham mưu, scale: thang-5}
      - {code: C2, ask: Mức độ hài lòng, scale: hai-long}
    figures:
      - {leaf: "1.1", questions: [C1], input: mean}
      - {leaf: "1.2", questions: [C2], input: share}
"""
WIDE = (
    SCALES
    + """questionnaires:
  - id: phieu
    name: Phiếu thử
    about: [so]
    layout: wide
    columns: {ballot: Số phiếu, agency: Cơ quan}
"""
    + QUESTIONS
)
LONG = WIDE.replace(
    "layout: wide\n    columns: {ballot: Số phiếu, agency: Cơ quan}",
    "layout: long\n    columns: {ballot: Số phiếu, agency: Cơ quan, question: Câu, answer: Trả lời}",
)
PEOPLE = WIDE.replace(
    "agency: Cơ quan}\n",
    """agency: Cơ quan, respondents: Người trả lời}
    respondents:
      - {id: tinh, name: Lãnh đạo sở, weight: 75%, written: [LĐ sở]}
      - {id: xa, name: Lãnh đạo xã, weight: 25%}
""",
)
HEADER = ("Số phiếu", "Cơ quan", "C1", "C2")
LONG_HEADER = ("Số phiếu", "Cơ quan", "Câu", "Trả lời")
Row = Sequence[object]


def csv_of(rows: Sequence[Row], delimiter: str = ",") -> bytes:
    """Rows as a CSV file, the first of them the header."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(
    rows: Sequence[Row],
    *,
    above: int = 0,
    hidden: Sequence[int] = (),
    sheets: Mapping[str, Sequence[Row]] | None = None,
) -> bytes:
    """Rows as the first sheet of a workbook, below ``above`` rows of a title; ``hidden`` rows count from 1."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, own in {"Phiếu": rows, **(sheets or {})}.items():
            sheet = book.add_worksheet(name)
            for at in range(above):
                sheet.write(at, 0, "BẢNG NHẬP PHIẾU")
            for at, row in enumerate(own, above):
                for column, value in enumerate(row):
                    sheet.write(at, column, value)
            for row in hidden if name == "Phiếu" else ():
                sheet.set_row(row - 1, None, None, {"hidden": True})
    return buffer.getvalue()


def make(
    folder: Path, survey: str | None = WIDE, ballots: Mapping[str, bytes] | None = None, figures: str = ""
) -> Path:
    """Write a season folder with a survey and its ballots."""
    files = {"season.yaml": SEASON, "agencies.csv": AGENCIES, "criteria/thu/2025.1.yaml": SET, "figures.csv": figures}
    if survey is not None:
        files["survey.yaml"] = survey
    for name, text in files.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "survey").mkdir(exist_ok=True)
    for name, content in (ballots or {}).items():
        (folder / "survey" / name).write_bytes(content)
    return folder


def taken_in(folder: Path, survey: str, rows: Sequence[Row]) -> Taken:
    """Take in a survey from one CSV file."""
    return taken(make(folder, survey, {"phieu.csv": csv_of(rows)}))


def taken(folder: Path) -> Taken:
    """Take in the survey of a folder that has one."""
    found, problems = take(folder, opened(folder).season)
    assert found is not None, problems
    return found


def codes(problems: Sequence[Problem]) -> list[str]:
    """The codes of problems, sorted."""
    return sorted(found.code for found in problems)


def refused(judged: Judged) -> dict[str, list[str]]:
    """Why each refused ballot was, by its id."""
    return {one.id: codes(one.problems) for one in judged.refused}
