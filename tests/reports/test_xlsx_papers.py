"""The workbook of a working paper: its sheets, what each row says, how cells look, and how it prints."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from builders import agency, criteria, group, heading, leaf, row, spec, submission
from openpyxl.workbook import Workbook

from parscore.audit.paper_group import members_of
from parscore.engine.rank import rank
from parscore.engine.score import score_group
from parscore.engine.second_pass import Case
from parscore.messages import LANGUAGES, Words
from parscore.model.calendar import Calendar
from parscore.model.cell import Answer, AnswerState, Entry
from parscore.model.criteria import Input, InputType, Source, Treatment
from parscore.model.season import Season
from parscore.model.stage import SELF_ASSESSMENT
from parscore.reports.paper_card import COLUMNS, beside
from parscore.reports.paper_layout import Held, Plan, Row, spots_of
from parscore.reports.xlsx_papers import PaperOrder, paper_bytes, paper_name
from parscore.rules.deadline import CALENDAR
from parscore.rules.excel import Spot
from parscore.rules.registry import families

VI = Words("vi")
DAYS = Calendar(frozenset({date(2025, 1, 28), date(2025, 1, 29)}), frozenset({date(2025, 1, 18)}))
TIERS = [{"when": "<= 0", "points": "full"}, {"when": ">= 1", "points": "0"}]


def order() -> PaperOrder:
    """Two agencies: a day with its calendar, a yes or no, a percent, units, a comparison within the group."""
    deadline = families()["deadline"].model_validate(
        {"of": "sent", "due": "2025-01-15", "days": "working", "steps": TIERS}, context={CALENDAR: DAYS}
    )
    kinds = {"sent": InputType.DATE, "held": InputType.YES_NO, "share": InputType.PERCENT}
    asked = {name: (Input(name, f"Số liệu {name}", kind),) for name, kind in kinds.items()}
    leaves = [
        leaf("1.1", 1, deadline, inputs=asked["sent"], reference="Phụ lục I, mục 1.1"),
        leaf("1.2", 1, spec("yes_no", of="held"), inputs=asked["held"]),
        leaf("1.3", 2, spec("proportional", of="share"), inputs=asked["share"], no_case=Treatment.FULL),
        leaf("1.4", 2, spec("unit_mean", rule={"count": {"of": "n", "unit": "0.5"}}), source=Source.UNITS),
        leaf("1.5", 2, spec("relative", of="done / total", to="best")),
    ]
    units = Answer(AnswerState.GIVEN, (Fraction(1), Fraction(9)), entries=(entry("Xã Một"), entry("Xã Hai")))
    days = {"A": date(2025, 1, 21), "B": date(2025, 1, 15)}
    cases = []
    for name, day in days.items():
        rows = {
            "1.1": row()._replace(inputs={"sent": Answer(AnswerState.GIVEN, day)}),
            "1.2": row(held=True),
            "1.3": row(share="0.9"),
            "1.5": row(done=8 + (name == "A"), total=10),
        }
        cases.append(Case(agency(name), submission(name, rows), {"1.4": {"n": units}}))
    whole = criteria(heading("1", leaves))
    cards, _ = score_group(cases, whole)
    of_group, by_agency = group(list(cards.values()))
    ranking, _ = rank(of_group, by_agency)
    standing = next(each for each in ranking.standings if each.scorecard.agency.id == "B")
    season = Season(2025, "Mùa thử", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, (of_group,))
    return PaperOrder(season, ranking, standing, members_of(cards.values()), version="9.9")


def entry(name: str) -> Entry:
    return Entry(name, Answer(AnswerState.GIVEN, Fraction(1)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    content, differences = paper_bytes(order(), VI)
    assert differences == ()
    return openpyxl.load_workbook(BytesIO(content))


def texts(book: Workbook, sheet: str) -> list[list[str]]:
    return [[str(cell) for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


def cell_beside(book: Workbook, sheet: str, text: str, column: int) -> openpyxl.cell.Cell:
    """The cell of a column in the row of a text."""
    found = (each for each in book[sheet].iter_rows() if text in [cell.value for cell in each])
    return next(found)[column]


def test_the_sheets_print_on_a4_with_their_header_on_every_page(book: Workbook) -> None:
    assert book.sheetnames == ["Bảng tính", "Dữ liệu", "Cách tính"]
    card = book["Bảng tính"]
    assert (card.page_setup.orientation, card.page_setup.paperSize) == ("landscape", 9)
    assert card.freeze_panes == "C8" and card.print_title_rows == "$7:$7"
    assert [cell.value for cell in card[7]] == [VI.text("papers", f"column.{column}") for column in COLUMNS]
    assert "DỰ THẢO" in card.oddHeader.right.text


@pytest.mark.parametrize(
    ("text", "look", "value"),
    [
        ("sent: Số liệu sent", "dd/mm/yyyy", date(2025, 1, 15)),
        ("held: Số liệu held", '[=1]"có";[=0]"không";General', 1),
        ("share: Số liệu share", "0.00##%", 0.9),
    ],
)
def test_given_values_are_yellow_and_look_as_they_were_given(
    book: Workbook, text: str, look: str, value: object
) -> None:
    cell = cell_beside(book, "Bảng tính", text, 2)
    assert (cell.number_format.lower(), cell.fill.fgColor.rgb) == (look.lower(), "FFFFF9D6")
    assert (cell.value.date() if isinstance(value, date) else cell.value) == value  # type: ignore[union-attr]


def test_the_data_sheet_has_what_formulas_use(book: Workbook) -> None:
    rows = texts(book, "Dữ liệu")
    assert ["1.4 Tiêu chí 1.4: các đơn vị trực thuộc"] in rows
    assert ["Đơn vị", "n", "Điểm"] in rows
    assert [row[:2] for row in rows if row and row[0].startswith("Xã")] == [["Xã Một", "1"], ["Xã Hai", "9"]]
    assert ["1.5 Tiêu chí 1.5: giá trị của các đơn vị trong nhóm"] in rows
    assert ["Sở A", "0.9"] in rows
    assert [row[0] for row in rows if row and row[0].startswith("Ngày")] == ["Ngày nghỉ", "Ngày nghỉ", "Ngày làm bù"]
    best = next(row[1] for row in rows if row and row[0] == "Cao nhất")
    own = next(row[1] for row in rows if row[:1] == ["Sở B"] and len(row) > 1)
    assert best.startswith("=MAX(B") and own.startswith("='Bảng tính'!C")


def test_a_leaf_says_its_rule_reference_and_branch_beside_its_lines(book: Workbook) -> None:
    said = " ".join(str(cell.value) for cell in book["Bảng tính"]["K"] if cell.value)
    assert "Phụ lục I, mục 1.1" in said and "Áp dụng: " in said and "Không phát sinh: " in said
    formula = str(cell_beside(book, "Bảng tính", "Số ngày chậm", 2).value)
    assert "NETWORKDAYS(DATE(2025,1,16)," in formula and "'Dữ liệu'!B" in formula


def test_the_total_its_index_state_and_place_close_the_sheet(book: Workbook) -> None:
    rows = [row for row in texts(book, "Bảng tính") if row][-5:]
    assert [row[0] for row in rows] == [
        "Cộng",
        "TỔNG ĐIỂM",
        "CHỈ SỐ CCHC = điểm / tối đa áp dụng × 100",
        "Tình trạng",
        "Xếp hạng trong nhóm",
    ]
    assert rows[-1][1].startswith("=SUMPRODUCT(--(ROUND('Dữ liệu'!B")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    content, _ = paper_bytes(replace(order(), record="ab" * 32, locked=True), Words(language))  # type: ignore[arg-type]
    book = openpyxl.load_workbook(BytesIO(content))
    assert len(book.sheetnames) == 3
    assert "ab" * 32 in [cell.value for cell in book.worksheets[2]["B"]]
    assert "DỰ THẢO" not in (book.worksheets[0].oddHeader.right.text or "")


def test_a_cell_stands_once() -> None:
    plan = Plan("Bảng", (9.0,), 2, [Row(("x", Held("a"))), Row((Held("b"), None))])
    spots: Mapping[str, Spot] = spots_of([plan])
    assert spots == {"a": Spot("Bảng", 2, 1), "b": Spot("Bảng", 3, 0)}
    with pytest.raises(ValueError, match="a stands twice"):
        spots_of([plan, replace(plan, name="Khác")])


def test_texts_beside_rows_are_spread_and_none_is_lost() -> None:
    rows = [Row(("x",)), Row(("y",))]
    assert [row.cells for row in beside(rows, ["a", "b", "c"])] == [("x", "a"), ("y", "b\nc")]
    assert [row.cells for row in beside(rows, ["a"])] == [("x", "a"), ("y", "")]


def test_names_of_files_are_safe() -> None:
    season = order().season
    assert paper_name(season, "SYT") == "2025_SYT_giay-to-lam-viec.xlsx"
    assert "/" not in paper_name(season, "../Sở Y tế")
