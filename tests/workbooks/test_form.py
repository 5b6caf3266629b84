"""The form as a workbook: what is locked, what is offered, what is hidden, and that the same order is the same file."""

import re
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from filled import VI, opened, plan_of, read_back, season_of, shipped
from openpyxl.worksheet.worksheet import Worksheet
from test_form_checks import LEAVES, SET, row, small_set

from parscore.definitions.load import load_criteria
from parscore.messages import Words
from parscore.model.season import Agency
from parscore.workbooks.documents import Document
from parscore.workbooks.form import form_bytes, form_name
from parscore.workbooks.form_plan import Form, Plan, Previous, is_own
from parscore.workbooks.layout import EVIDENCE, MAXIMUM, POINTS, PREVIOUS_EVIDENCE, PREVIOUS_POINTS, REASON, input_role
from parscore.workbooks.stamp import read_stamp


def sheet_of(plan: Plan, words: Words = VI) -> Worksheet:
    return book_of(plan, words)["Tự chấm điểm"]


def book_of(plan: Plan, words: Words = VI) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(form_bytes(plan, words)))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(small_set())


@pytest.fixture(scope="module")
def sheet(plan: Plan) -> Worksheet:
    return sheet_of(plan)


def test_the_name_of_the_file_is_ascii(plan: Plan) -> None:
    assert form_name(plan.form) == "2025_SYT_tucham.xlsx"


def test_the_same_order_gives_the_same_bytes(plan: Plan) -> None:
    assert form_bytes(plan, VI) == form_bytes(plan_of(small_set()), VI)


def test_cells_to_fill_in_are_unlocked_and_no_others_in_the_tables(plan: Plan) -> None:
    expected = set()
    for code, leaf in plan.leaves.items():
        if is_own(leaf):
            roles = [POINTS, EVIDENCE, REASON, *map(input_role, range(len(leaf.inputs)))]
            expected |= {(plan.sheet(code), plan.cell(code, role)) for role in roles}
    found, book = set(), book_of(plan)
    for sheet in (book[name] for name in plan.sheets):
        assert sheet.protection.sheet and not sheet.protection.password
        table = sheet.iter_rows(min_row=8, max_row=plan.last_row)
        found |= {(sheet.title, cell.coordinate) for cells in table for cell in cells if not cell.protection.locked}
    assert found == expected and len(plan.sheets) == 2


def test_sheets_cannot_be_moved_and_there_is_no_password(plan: Plan) -> None:
    with ZipFile(BytesIO(form_bytes(plan, VI))) as package:
        workbook = package.read("xl/workbook.xml").decode()
    assert re.search(r'<workbookProtection lockStructure="1"/><bookViews>', workbook)


def test_rows_have_room_and_still_grow(plan: Plan) -> None:
    with ZipFile(BytesIO(form_bytes(plan, VI))) as package:
        text = package.read("xl/worksheets/sheet2.xml").decode()
    assert "customHeight" not in text and 'ht="' in text


def lists_of(book: openpyxl.Workbook, sheet: str) -> dict[str, list[object]]:
    """What the drop-downs of a sheet offer, by cell."""
    rules = [rule for rule in book[sheet].data_validations.dataValidation if rule.type == "list"]
    areas = {str(rule.sqref): rule.formula1.split("!")[1].replace("$", "") for rule in rules}
    return {place: [cell.value for (cell,) in book["_ds"][area]] for place, area in areas.items()}


def test_lists_hold_numbers_and_the_mark_where_it_is_allowed(plan: Plan) -> None:
    book = book_of(plan)
    offered = lists_of(book, "Tự chấm điểm")
    assert offered[plan.cell("1.1.1", POINTS)] == [1, 0]
    assert offered[plan.cell("1.1.4", POINTS)] == [1, 0.5, 0]
    assert lists_of(book, "Điểm thưởng – điểm trừ")[plan.cell("2.1", POINTS)] == [1, 0.5, 0]
    assert offered[plan.cell("1.1.3", "input:a")] == ["Hay", "Dở"]
    assert offered[plan.cell("1.1.6", "input:b")] == ["Có", "Không"]
    assert plan.cell("1.1.2", POINTS) not in offered


def rule_at(sheet: Worksheet, cell: str):  # type: ignore[no-untyped-def]
    return next(rule for rule in sheet.data_validations.dataValidation if cell in str(rule.sqref).split())


def test_figures_are_bound_by_type_and_bounds(plan: Plan, sheet: Worksheet) -> None:
    whole = rule_at(sheet, plan.cell("1.1.2", "input:b"))
    assert (whole.type, whole.operator, float(whole.formula1)) == ("whole", "greaterThanOrEqual", 1)
    share = rule_at(sheet, plan.cell("1.1.5", "input:a"))
    assert (share.type, share.operator, float(share.formula1)) == ("decimal", "lessThanOrEqual", 1)
    points = rule_at(sheet, plan.cell("1.1.2", POINTS))
    assert points.type == "custom" and "Không đánh giá" in points.formula1
    assert "Không đánh giá" not in rule_at(sheet, plan.cell("1.1.5", POINTS)).formula1
    assert "Chưa ban hành" in rule_at(sheet, plan.cell("1.1.4", "input:a")).formula1


def test_prompts_fit_into_excels_limits() -> None:
    sheet = sheet_of(plan_of(shipped("so-ban-nganh")))
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.promptTitle) <= 32 and len(rule.prompt) <= 255 and len(rule.error) <= 255


def test_the_guide_stands_as_a_note_on_the_score_in_the_rules_own_words(plan: Plan, sheet: Worksheet) -> None:
    note = sheet[plan.cell("1.1.2", POINTS)].comment.text
    assert "1.1.2 - tối đa 2 điểm" in note and "a: Đúng hạn" in note
    assert "Giá trị = a / b" in note and "Từ 80% đến dưới 100%: giá trị × 2" in note
    assert "Không đánh giá: loại khỏi điểm tối đa" in note


def test_the_guide_sheet_has_every_leaf() -> None:
    plan = plan_of(shipped("xa-phuong"))
    sheet = openpyxl.load_workbook(BytesIO(form_bytes(plan, VI)))["Hướng dẫn"]
    codes = [cells[0].value for cells in sheet.iter_rows() if cells[4].value]
    assert [code for code in codes if code in plan.leaves] == list(plan.leaves)


def test_print_set_up(plan: Plan, sheet: Worksheet) -> None:
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$7:$7"
    assert "Trang &P/&N" in sheet.oddFooter.right.text or "Trang" in str(sheet.oddFooter.right.text)
    assert sheet.freeze_panes == "C8"


def test_heading_of_a_department_and_of_a_commune(plan: Plan, sheet: Worksheet) -> None:
    assert (sheet["A1"].value, sheet["A2"].value) == ("UBND TỈNH MẪU", "SỞ Y TẾ")
    season = season_of(small_set())
    commune = Plan(Form(season, Agency("XA", "Xã An Thịnh", "so")))
    assert [sheet_of(commune)[cell].value for cell in ("A1", "A2")] == ["ỦY BAN NHÂN DÂN", "XÃ AN THỊNH"]


def test_bonus_and_penalty_count_up_to_their_caps() -> None:
    answers = {"1.1.1": row("1"), "2.1": row("1"), "3.1": row("0.5")}
    plan = plan_of(small_set(), answers)
    sheet = openpyxl.load_workbook(BytesIO(form_bytes(plan, VI)), data_only=True)["Tự chấm điểm"]
    total = sheet.cell(plan.last_row, plan.column(POINTS))
    assert total.value == 1.5 and sheet.cell(plan.last_row, plan.column(MAXIMUM)).value == 9


def test_a_variant_gives_the_agencys_own_maximum_and_is_read_back() -> None:
    text = (SET[: SET.index("areas:")] + "areas:" + LEAVES).replace(
        "rule: {yes_no: {}}, evidence",
        "rule: {yes_no: {}}, variants: [{when: {group: xa}, max: 0.5}], evidence",
    )
    text = text.replace("name: Chọn, max: 1,", "name: Chọn, max: 1, variants: [{when: {group: xa}, max: 1.5}],")
    criteria, problems = load_criteria(text.encode(), "small.yaml")
    assert criteria is not None, problems
    season = season_of(criteria, "xa")
    plan = Plan(Form(season, season.agencies["SYT"], {"1.1.1": row("0.5", evidence="CV 1")}))
    assert sheet_of(plan)[plan.cell("1.1.1", MAXIMUM)].value == 0.5
    reading = read_back(plan)
    assert reading.answers["1.1.1"].claimed.value == Fraction(1, 2)
    assert not [found for found in reading.problems if found.code == "PS130"]


def test_last_year_stands_beside_and_is_never_an_answer() -> None:
    previous = {"1.1.2": Previous(Fraction(3, 2), "Báo cáo 9", "a = 4; b = 5")}
    plan = plan_of(small_set(), previous=previous)
    sheet = sheet_of(plan)
    assert sheet[plan.cell("1.1.2", PREVIOUS_POINTS)].value == 1.5
    assert sheet[plan.cell("1.1.2", PREVIOUS_EVIDENCE)].value == "Báo cáo 9"
    assert "a = 4; b = 5" in sheet[plan.cell("1.1.2", PREVIOUS_POINTS)].comment.text
    reading = read_back(plan)
    assert not reading.filled_in and reading.answers["1.1.2"].evidence == ""


def test_documents_of_the_index_are_evidence_when_read() -> None:
    documents = (Document("1.1.1", "12/CV-SYT", "15/01/2025", "Sở Y tế", "Về kế hoạch", "a.pdf"),
                 Document("1.1.1", "13/CV-SYT"), Document("", "không mã"))  # fmt: skip
    plan = plan_of(small_set(), {"1.1.1": row("1", evidence="Công văn 1")}, documents=documents)
    told = read_back(plan).answers["1.1.1"].evidence
    assert told == "Công văn 1; 12/CV-SYT ngày 15/01/2025, Sở Y tế, Về kế hoạch, a.pdf; 13/CV-SYT"


def test_the_stamp_says_whose_form_it_is(plan: Plan) -> None:
    stamp, damaged = read_stamp(opened(plan))
    assert stamp is not None and not damaged
    criteria = plan.form.criteria
    assert (stamp.season, stamp.agency, stamp.digest) == ("2025", "SYT", criteria.digest)
    assert stamp.criteria == f"{criteria.id}@{criteria.version}"


def test_texts_are_inert() -> None:
    plan = plan_of(small_set(), {"1.1.1": row("1", evidence="=1+1", reason="http://x")})
    answers = read_back(plan).answers["1.1.1"]
    assert (answers.evidence, answers.reason) == ("=1+1", "http://x")
