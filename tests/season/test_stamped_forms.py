"""Whose a form is, by its stamp first: what contradicts it, and a set that has changed since."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from filled import VI, given
from folders import make, opened, told

from parscore.model.season import Agency
from parscore.model.submission import LeafAnswers
from parscore.season.open import SeasonFolder
from parscore.season.receive import Received, receive
from parscore.workbooks.form import form_bytes
from parscore.workbooks.form_plan import Form, Plan


@pytest.fixture
def folder(tmp_path: Path) -> SeasonFolder:
    return opened(make(tmp_path / "mua"))


def filled(folder: SeasonFolder, agency: str = "SYT") -> openpyxl.Workbook:
    """A form with one answer, open for tampering."""
    season = folder.season
    code = next(leaf.code for leaf in season.groups[0].criteria.leaves())
    form = Form(season, season.agencies[agency], {code: LeafAnswers(given("0"))})
    return openpyxl.load_workbook(BytesIO(form_bytes(Plan(form), VI)))


def received(folder: SeasonFolder, book: openpyxl.Workbook, name: str = "bieu.xlsx") -> Received:
    path = folder.path / "inbox" / name
    book.save(path)
    return receive(path, f"inbox/{name}", folder.season, "self")


def codes(one: Received) -> set[str]:
    return {code for code, _ in told(one.problems)}


def test_the_stamp_alone_is_enough(folder: SeasonFolder) -> None:
    book = filled(folder)
    sheet = book["Tự chấm điểm"]
    for cells in (sheet[2], sheet[5]):
        for cell in cells:
            if cell.value:
                cell.value = None
    found = received(folder, book)
    assert found.agency == "SYT" and found.submission is not None


def test_a_copy_with_another_name_in_it_is_refused(folder: SeasonFolder) -> None:
    book = filled(folder)
    book["Tự chấm điểm"]["A5"] = "Đơn vị: Sở Nội vụ"
    book["Tự chấm điểm"]["A2"] = "SỞ NỘI VỤ"
    found = received(folder, book)
    assert found.submission is None and "PS139" in codes(found)


def test_a_copy_with_another_letterhead_is_refused(folder: SeasonFolder) -> None:
    book = filled(folder)
    sheet = book["Tự chấm điểm"]
    sheet["A5"], sheet["A2"] = None, "SỞ NỘI VỤ"
    right = next(cell for cell in sheet[5] if str(cell.value).startswith("Mã đơn vị"))
    right.value = None
    assert "PS139" in codes(received(folder, book))


def test_a_form_under_the_name_of_another_agencys_file_is_refused(folder: SeasonFolder) -> None:
    assert "PS139" in codes(received(folder, filled(folder), "2025_SNV_tucham.xlsx"))


def test_a_form_of_an_agency_that_the_season_does_not_have(folder: SeasonFolder) -> None:
    book = filled(folder)
    book["_parscore"]["B3"] = "SXYZ"
    assert "PS108" in codes(received(folder, book))


def test_a_form_of_another_year_by_its_stamp(folder: SeasonFolder) -> None:
    book = filled(folder)
    book["_parscore"]["B2"] = "2024"
    found = received(folder, book)
    assert found.submission is None and "PS110" in codes(found)


@pytest.mark.parametrize(("cell", "value"), [("B4", "thu@2024.1"), ("B5", "0" * 64)])
def test_a_form_made_from_another_version_of_the_set(folder: SeasonFolder, cell: str, value: str) -> None:
    book = filled(folder)
    book["_parscore"][cell] = value
    found = received(folder, book)
    assert found.submission is not None and "PS190" in codes(found)


def test_the_same_version_says_nothing(folder: SeasonFolder) -> None:
    assert not codes(received(folder, filled(folder))) & {"PS190", "PS191"}


@pytest.mark.parametrize("cell", ["B1", "B2", "B3", "B4"])
def test_a_damaged_stamp_is_told_and_the_form_read_by_what_it_shows(folder: SeasonFolder, cell: str) -> None:
    book = filled(folder)
    book["_parscore"][cell] = None
    found = received(folder, book)
    assert found.submission is not None and "PS191" in codes(found)


def test_a_blank_form_is_told_as_not_filled_in(folder: SeasonFolder) -> None:
    season = folder.season
    agency: Agency = season.agencies["SYT"]
    content = form_bytes(Plan(Form(season, agency)), VI)
    path = folder.path / "inbox" / "2025_SYT_tucham.xlsx"
    path.write_bytes(content)
    found = receive(path, "inbox/2025_SYT_tucham.xlsx", season, "self")
    assert found.submission is None and codes(found) == {"PS133"}
