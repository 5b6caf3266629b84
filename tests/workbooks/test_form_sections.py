"""The sheet of bonus and penalty points as it is written: what is on it, and what the main sheet carries of it."""

import re
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from filled import ROOT, VI, opened, plan_of, read_back, shipped
from openpyxl.worksheet.worksheet import Worksheet
from test_form_checks import LEAVES, SET, row, small_set

from parscore.definitions.load import load_criteria
from parscore.messages import Words
from parscore.model.criteria import CriteriaSet
from parscore.model.submission import LeafAnswers
from parscore.workbooks.documents import Document
from parscore.workbooks.form import form_bytes
from parscore.workbooks.form_plan import Plan, Previous
from parscore.workbooks.layout import CODE, FORM_SHEET, MAXIMUM, POINTS, PREVIOUS_POINTS, SECTIONS_SHEET

HEADER = 7


def sheets(plan: Plan, words: Words = VI, *, values: bool = False) -> tuple[Worksheet, Worksheet]:
    """The main sheet and that of the sections."""
    book = openpyxl.load_workbook(BytesIO(form_bytes(plan, words)), data_only=values)
    return book[FORM_SHEET], book[SECTIONS_SHEET]


def set_of(*sections: str) -> CriteriaSet:
    """The small set with these sections only."""
    _, areas, bonus, penalty = LEAVES.split("\n  - code: ")
    kept = (areas, *({"bonus": bonus, "penalty": penalty}[name] for name in sections))
    text = SET[: SET.index("areas:")] + "areas:" + "".join(f"\n  - code: {area}" for area in kept)
    criteria, problems = load_criteria(text.encode(), "small.yaml")
    assert criteria is not None, problems
    return criteria


@pytest.mark.parametrize(
    ("sections", "codes"),
    [(("bonus", "penalty"), ["2", "2.1", "3", "3.1"]), (("bonus",), ["2", "2.1"]), (("penalty",), ["3", "3.1"])],
)
def test_the_sections_and_nothing_else_stand_there(sections: tuple[str, ...], codes: list[str]) -> None:
    plan = plan_of(set_of(*sections))
    main, apart = sheets(plan)
    assert [cell.value for (cell,) in apart.iter_rows(min_row=HEADER + 1, max_col=1) if cell.value] == codes
    assert [cell.value for cell in apart[HEADER]] == [cell.value for cell in main[HEADER]]
    carried = [cell.value for (cell,) in main.iter_rows(min_row=HEADER + 1, max_row=plan.last_row, max_col=1)]
    assert [code for code in carried if code in codes] == [code for code in codes if len(code) == 1]


def test_a_set_without_sections_has_no_such_sheet() -> None:
    for plan in (plan_of(set_of()), plan_of(shipped("xa-phuong"))):
        names = openpyxl.load_workbook(BytesIO(form_bytes(plan, VI))).sheetnames
        assert names == ["Hướng dẫn", FORM_SHEET, "Tài liệu kiểm chứng", "_ds", "_parscore"]


def test_the_sheet_stands_beside_the_main_one_which_opens() -> None:
    book = openpyxl.load_workbook(BytesIO(form_bytes(plan_of(small_set()), VI)))
    assert book.sheetnames[1:4] == [FORM_SHEET, SECTIONS_SHEET, "Tài liệu kiểm chứng"]
    assert book.active.title == FORM_SHEET


def test_the_sheet_says_what_it_is_and_whose() -> None:
    _, sheet = sheets(plan_of(small_set()))
    said = [[cell.value for cell in row if cell.value] for row in sheet.iter_rows(max_row=5)]
    assert said[1][0] == "SỞ Y TẾ" and said[2] == ["ĐIỂM THƯỞNG – ĐIỂM TRỪ"]
    assert "2025" in said[3][0] and said[4] == ["Đơn vị: Sở Y tế", "Mã đơn vị: SYT"]


@pytest.mark.parametrize(
    ("answers", "bonus", "penalty", "total"),
    [
        ({}, 0, 0, 0),
        ({"1.1.1": row("1"), "2.1": row("0.5")}, 0.5, 0, 1.5),
        ({"1.1.1": row("1"), "2.1": row("1"), "3.1": row("0.5")}, 1, 0.5, 1.5),
        ({"1.1.1": row("1"), "2.1": row(Fraction(3, 2)), "3.1": row("0.75")}, 1, 0.5, 1.5),
    ],
)
def test_the_main_sheet_carries_them_into_its_total(
    answers: dict[str, LeafAnswers], bonus: float, penalty: float, total: float
) -> None:
    """Up to their caps of 1 and 0.5; that LibreOffice agrees is tested with the checks."""
    plan = plan_of(small_set(), answers)
    main, apart = sheets(plan, values=True)
    column = plan.column(POINTS)
    for code, worth in (("2", bonus), ("3", penalty)):
        assert main.cell(plan.carried[code], column).value == apart[plan.cell(code, POINTS)].value == worth
        assert main.cell(plan.carried[code], plan.column(CODE)).value == code
    assert main.cell(plan.last_row, column).value == total
    assert main.cell(plan.last_row, plan.column(MAXIMUM)).value == 9
    formula = sheets(plan)[0].cell(plan.carried["2"], column).value
    assert formula == f"='{SECTIONS_SHEET}'!{plan.cell('2', POINTS)}"


def test_it_is_locked_and_printed_as_the_main_sheet() -> None:
    main, apart = sheets(plan_of(small_set()))
    for sheet in (main, apart):
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$7:$7", "C8")
    assert apart.print_area == "'Điểm thưởng – điểm trừ'!$A$1:$J$11"
    assert {column: size.width for column, size in apart.column_dimensions.items()} == {
        column: size.width for column, size in main.column_dimensions.items()
    }


def test_notes_and_prompts_are_those_of_a_leaf() -> None:
    plan = plan_of(small_set())
    _, apart = sheets(plan)
    assert "2.1 - tối đa 1 điểm" in apart[plan.cell("2.1", POINTS)].comment.text
    places = {str(rule.sqref) for rule in apart.data_validations.dataValidation}
    assert places == {plan.cell("2.1", POINTS), plan.cell("3.1", POINTS)}


def test_colours_of_the_check_lines_look_at_no_other_sheet() -> None:
    """Excel takes such rules only in another form, which older ones do not know."""
    for sheet in sheets(plan_of(small_set())):
        rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
        assert len(rules) == 5 and not [rule for rule in rules if "!" in rule.formula[0]]
    good = "Trang này: còn 0 tiêu chí chưa nhập đủ · 0 ô điểm vượt tối đa · 0 chỗ sai khác · 0 điều cần bổ sung"
    (line,) = (rules for area, rules in sheet.conditional_formatting._cf_rules.items() if str(area.sqref) == "A6:J6")
    assert [rule.formula for rule in line] == [[f'$A$6<>"{good}"'], [f'$A$6="{good}"']]


def test_last_year_stands_on_it_too() -> None:
    plan = plan_of(small_set(), previous={"2.1": Previous(Fraction(1, 2), "QĐ 9")})
    _, apart = sheets(plan)
    assert apart[plan.cell("2.1", PREVIOUS_POINTS)].value == 0.5


def test_documents_of_the_index_are_evidence_for_it() -> None:
    plan = plan_of(small_set(), {"2.1": row("1")}, documents=(Document("2.1", "QĐ 12"),))
    reading = read_back(plan, opened(plan))
    assert (reading.answers["2.1"].evidence, reading.answers["2.1"].row.sheet) == ("QĐ 12", SECTIONS_SHEET)
    book = openpyxl.load_workbook(BytesIO(form_bytes(plan, VI)))
    (rule,) = book["Tài liệu kiểm chứng"].data_validations.dataValidation
    area = rule.formula1.split("!")[1].replace("$", "")
    assert {"2.1", "3.1"} <= {cell.value for (cell,) in book["_ds"][area]}


@pytest.mark.parametrize(("language", "wanted"), [("vi", "2. Điểm thưởng, điểm trừ nhập ở"), ("en", "2. Bonus and")])
def test_the_guide_tells_of_it_where_there_is_one(language: str, wanted: str) -> None:
    def told(criteria: CriteriaSet) -> list[str]:
        book = openpyxl.load_workbook(BytesIO(form_bytes(plan_of(criteria), Words(language))))
        return [str(cell.value) for (cell,) in book["Hướng dẫn"].iter_rows(max_row=12, max_col=1)]

    assert [line for line in told(small_set()) if line.startswith(wanted)]
    assert not [line for line in told(set_of()) if line.startswith(wanted)]
    assert [line[:3] for line in told(small_set())[1:9]] == [f"{number}. " for number in range(1, 9)]


def test_the_example_of_the_documentation() -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    (sections,) = re.findall(r"```yaml\n(  - code: .*?)```", page, re.DOTALL)
    criteria, problems = load_criteria((SET + sections).encode(), "example.yaml")
    assert criteria is not None, problems
    claims = {"8.1": row("2"), "8.2": row("0.75", cut="15", all="20"), "9.1": row("0.25")}
    plan = plan_of(criteria, claims)
    main, apart = sheets(plan, values=True)
    codes = [cell.value for (cell,) in apart.iter_rows(min_row=HEADER + 1, max_col=1) if cell.value]
    assert codes == ["8", "8.1", "8.2", "9", "9.1"]
    assert main.cell(plan.last_row, plan.column(POINTS)).value == 2 - 0.25
    assert "60 + 2 - 0.25 = 61.75" in page
