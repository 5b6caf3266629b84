"""Seasons whose forms have a sheet of bonus and penalty points: received, scored, sent back, rechecked."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from filled import VI, given
from folders import FIGURES, make, opened
from forms import SECTIONS, SET
from records import kept, lines_of

from parscore.audit.recheck import recheck
from parscore.audit.record_cells import recorded_cells
from parscore.model.cell import Cell
from parscore.model.ranking import SeasonResult
from parscore.model.season import Season
from parscore.model.submission import LeafAnswers
from parscore.reports.return_notes import note_rows
from parscore.season.checked import checked_files, returned_to_agencies
from parscore.season.open import SeasonFolder
from parscore.season.receive import Received, receive
from parscore.season.run import score_season
from parscore.workbooks.form import form_bytes
from parscore.workbooks.form_plan import Form, Plan
from parscore.workbooks.layout import FORM_SHEET, SECTIONS_SHEET
from parscore.workbooks.worksheet import WorksheetReader

FIGURES_TOO = FIGURES + "SYT,4.2,late,có,BC 2\nSNV,4.2,late,không,BC 2\n"
APART = ("3.1", "3.2", "4.1")
FILE = "2025_SYT_tucham.xlsx"
Bend = Callable[[openpyxl.Workbook], object]


def answers(agency: str) -> dict[str, LeafAnswers]:
    """1 + 24/13 + 1 + 1 + 1 points; a bonus of 1.5 or 1, and of 0.75, up to 2; a penalty of 0.25.

    SYT loses 1 more for a late report, up to 1.
    """
    return {
        "1.1": LeafAnswers(given("1")),
        "1.2": LeafAnswers(given("1.85"), {"done": given(12), "total": given(13)}, evidence="BC 1"),
        "1.10": LeafAnswers(given("1"), {"held": given(True)}),
        "2.1.1": LeafAnswers(given("1"), {"rate": given(Fraction(3, 4))}),
        "2.1.2": LeafAnswers(given("1"), {"form": given("Trên mạng")}),
        "3.1": LeafAnswers(given("1.5" if agency == "SYT" else "1"), evidence=f"QĐ 12 {agency}"),
        "3.2": LeafAnswers(given("0.75"), {"cut": given(3), "of": given(4)}),
        "4.1": LeafAnswers(given("0.25"), reason="Một vụ"),
    }


def form(season: Season, agency: str) -> bytes:
    return form_bytes(Plan(Form(season, season.agencies[agency], answers(agency))), VI)


@pytest.fixture
def folder(tmp_path: Path) -> SeasonFolder:
    found = opened(make(tmp_path / "mua", sets={"thu/2025.1": SET + SECTIONS}, figures=FIGURES_TOO, inbox={}))
    for agency in found.season.agencies:
        (found.path / "inbox" / f"2025_{agency}_tucham.xlsx").write_bytes(form(found.season, agency))
    return found


def bent(folder: SeasonFolder, bend: Bend) -> Path:
    """The form of SYT, changed in a spreadsheet."""
    path = folder.path / "inbox" / FILE
    book = openpyxl.load_workbook(path)
    bend(book)
    book.save(path)
    return path


def received(folder: SeasonFolder, bend: Bend) -> Received:
    return receive(bent(folder, bend), f"inbox/{FILE}", folder.season, "self")


def told(one: Received) -> list[tuple[str, str, str]]:
    """Code, criterion and sheet of every problem."""
    return [(found.code, found.criterion, found.place.sheet) for found in one.problems]


def set_cell(sheet: str, cell: str, value: object) -> Bend:
    def bend(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return bend


# --- scored -------------------------------------------------------------------------------------------------------


def test_bonus_and_penalty_count_in_the_total(folder: SeasonFolder) -> None:
    result = score_season(folder)
    points = {standing.scorecard.agency.id: standing.scorecard.points
              for ranking in result.groups for standing in ranking.standings}  # fmt: skip
    areas = 1 + Fraction(24, 13) + 1 + 1 + 1
    sipas = {"SYT": Fraction(3) * 80 / 100, "SNV": Fraction(3) * Fraction(855, 1000)}
    bonus = {"SYT": 2, "SNV": Fraction(7, 4)}
    penalty = {"SYT": 1, "SNV": Fraction(1, 4)}
    assert points == {one: areas + sipas[one] + bonus[one] - penalty[one] for one in ("SYT", "SNV")}
    assert not [found for found in result.problems if found.severity != "note"]


def test_the_record_names_the_sheet_of_every_value(folder: SeasonFolder) -> None:
    kept(folder.path)
    cells = recorded_cells(lines_of(folder.path))[f"inbox/{FILE}"]
    found = {cell.code: cell.place.sheet for cell in cells}
    assert {code for code, sheet in found.items() if sheet == SECTIONS_SHEET} == {*APART, "4.2"}
    assert set(found.values()) == {FORM_SHEET, SECTIONS_SHEET}


# --- bent ---------------------------------------------------------------------------------------------------------


def test_an_untouched_form_has_no_faults(folder: SeasonFolder) -> None:
    one = received(folder, lambda _: None)
    assert one.submission is not None and one.submission.sheet == FORM_SHEET
    row = one.submission.answers["3.2"]
    assert {name: found.value for name, found in row.inputs.items()} == {"cut": 3, "of": 4} and told(one) == []


def test_a_deleted_sheet_is_its_rows_missing(folder: SeasonFolder) -> None:
    one = received(folder, lambda book: book.remove(book[SECTIONS_SHEET]))
    assert one.submission is not None and not set(APART) & set(one.submission.answers)
    assert [found for found in told(one) if found[0] == "PS102"] == [("PS102", code, FORM_SHEET) for code in APART]


def test_a_renamed_sheet_is_known_by_its_title(folder: SeasonFolder) -> None:
    one = received(folder, lambda book: setattr(book[SECTIONS_SHEET], "title", "Phụ lục"))
    assert one.submission is not None
    assert {one.submission.answers[code].row.sheet for code in APART} == {"Phụ lục"}


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("A5", "Đơn vị: Sở Nội vụ", "PS139"),
        ("A5", "Đơn vị: Sở Y tế tỉnh khác", None),  # the id beside it is the agency's own
        ("A4", "(Thuộc Bảng tự đánh giá năm 2024)", "PS110"),
        ("A4", "(Thuộc Bảng tự đánh giá năm 2025)", None),
        ("A4", None, None),
    ],
)
def test_a_sheet_from_another_form_is_refused(folder: SeasonFolder, cell: str, value: str, code: str | None) -> None:
    one = received(folder, set_cell(SECTIONS_SHEET, cell, value))
    assert told(one) == ([(code, "", SECTIONS_SHEET)] if code else [])
    assert (one.submission is None) == bool(code) and one.agency == ("" if code == "PS139" else "SYT")


def test_a_sheet_of_an_agency_that_nobody_knows_is_refused(folder: SeasonFolder) -> None:
    def bend(book: openpyxl.Workbook) -> None:
        right = next(cell for cell in book[SECTIONS_SHEET][5] if str(cell.value).startswith("Mã đơn vị"))
        right.value = "Mã đơn vị: SXYZ"

    one = received(folder, bend)
    assert one.submission is None and told(one) == [("PS108", "", SECTIONS_SHEET)]


def test_a_name_written_otherwise_is_noted_of_its_sheet(folder: SeasonFolder) -> None:
    one = received(folder, set_cell(SECTIONS_SHEET, "A5", "Đơn vị: Sở Y tê\u0301"))
    assert one.submission is not None and told(one) == [("PS111", "", SECTIONS_SHEET)]


def test_old_fonts_on_the_sheet_are_told(folder: SeasonFolder) -> None:
    """TCVN3 by its letters, as from a text that was pasted."""
    one = received(folder, set_cell(SECTIONS_SHEET, "H9", "QuyÕt ®Þnh cña Uû ban nh©n d©n tØnh"))
    assert one.submission is not None and one.submission.answers["3.1"].evidence.startswith("Quyết định của")
    assert {sheet for _, _, sheet in told(one)} == {SECTIONS_SHEET}


# --- sent back and rechecked --------------------------------------------------------------------------------------


def faulty(folder: SeasonFolder) -> SeasonResult:
    bent(folder, set_cell(SECTIONS_SHEET, "D10", "ba"))
    return score_season(folder)


def test_a_return_note_names_the_sheet(folder: SeasonFolder) -> None:
    result = faulty(folder)
    files = checked_files(result, result.problems)
    (note,) = (one for one in returned_to_agencies(result.season, files, result.problems) if one.problems)
    (row,) = note_rows(result.season, note, VI)
    assert (row.sheet, row.cell, row.code) == (SECTIONS_SHEET, "D10", "3.2")


def test_the_other_reader_agrees_on_both_sheets(folder: SeasonFolder) -> None:
    kept(folder.path)
    done = recheck(opened(folder.path), tuple(folder.season.agencies), jobs=1)
    assert (done.problems, done.rechecked) == ((), 2)


def test_a_value_misread_on_the_second_sheet_is_named(folder: SeasonFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = WorksheetReader.finish

    def wrong(cell: Cell) -> Cell:
        return cell._replace(text="2") if (cell.address, cell.text) == ("D10", "3") else cell

    def finish(self: WorksheetReader) -> None:
        honest(self)
        self.cells = [wrong(cell) for cell in self.cells]

    monkeypatch.setattr(WorksheetReader, "finish", finish)
    kept(folder.path)
    done = recheck(opened(folder.path), ("SYT",), jobs=1)
    assert [(one.place.sheet, one.place.cell) for one in done.problems if one.code == "PS820"] == [
        (SECTIONS_SHEET, "D10")
    ]
    assert "PS822" in {one.code for one in done.problems}
