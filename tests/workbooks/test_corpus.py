"""Odd files from the world, each ending as its list says: compared with two other readers, in time, in memory.

The files are not part of the project. Their folder is named by ``PARSCORE_CORPUS``, else ``../shared/corpus`` beside
the repository; where it is absent the tests are skipped. calamine may abort its process, so it runs in a child.
"""

import csv
import json
import math
import os
import subprocess
import sys
import warnings
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import Cell
from parscore.workbooks.converted import office
from parscore.workbooks.ooxml import Workbook, read_file

CORPUS = Path(os.environ.get("PARSCORE_CORPUS") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
LIST = CORPUS / "SOURCES.csv"

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason=f"no corpus of odd spreadsheets at {CORPUS}")

SECONDS = 20
KIB = 256 * 1024
"""Peak of a whole process that reads the corpus from end to end."""

OTHER_READERS_TAKE_THE_LATER_COPY = "zip_structure/poi__duplicate-filename.xlsx"
"""One part stands twice in it; both readers silently take the later copy, we do so and say it (PS120)."""

Place = tuple[str, int, int]


def listed(*expectations: str) -> list[Any]:
    if not LIST.is_file():
        return []
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [pytest.param(row, id=row["file"]) for row in rows if not expectations or row["expect"] in expectations]


def outcome(row: dict[str, str]) -> tuple[Workbook | None, list[str]]:
    """Read a file; a problem names the file and has words in both languages."""
    book, problems = read_file(CORPUS / row["file"], row["file"])
    for found in problems:
        assert found.place.file == row["file"]
        for language in LANGUAGES:
            told = Words(language).problem(found)
            assert told.message
            assert told.remedy
    assert book is not None or [found.severity for found in problems] == ["error"]
    return book, [found.code for found in problems]


def ours(book: Workbook) -> dict[Place, Cell]:
    """The cells that show something."""
    return {
        (sheet.name, cell.row, cell.column): cell
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.kind != "blank" and cell.text
    }


@cache
def by_openpyxl(file: str, data_only: bool) -> dict[Place, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(CORPUS / file, data_only=data_only)
    return {
        (sheet.title, row, column): cell.value
        for sheet in book.worksheets
        for (row, column), cell in sheet._cells.items()
        if getattr(cell, "value", None) not in (None, "")
    }


CALAMINE = """
import json, sys
from pathlib import Path
import python_calamine
for path in sys.stdin.read().splitlines():
    book = python_calamine.CalamineWorkbook.from_path(path)
    cells = []
    for sheet in book.sheets_metadata:
        if "WorkSheet" not in str(sheet.typ):
            continue
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        cells += [
            [sheet.name, row, column, value if isinstance(value, (bool, int, float, str)) else None]
            for row, line in enumerate(rows, 1)
            for column, value in enumerate(line, 1)
            if value != ""
        ]
    print(json.dumps([path, cells]), flush=True)
"""


@cache
def by_calamine(
    expected: tuple[str, ...] = ("read", "read_no_silent_loss"), suffix: str = ""
) -> dict[str, dict[Place, Any]]:
    """What calamine sees of every file that it can read; ``None`` stands for a date or a time."""
    files = [param.values[0]["file"] for param in listed(*expected)]
    paths = "\n".join(str(CORPUS / file) for file in files if file.endswith(suffix))
    done = subprocess.run(
        [sys.executable, "-c", CALAMINE], input=paths.encode(), capture_output=True, timeout=60, check=True
    )
    found = (json.loads(line) for line in done.stdout.splitlines())
    return {
        Path(path).relative_to(CORPUS).as_posix(): {(sheet, row, column): value for sheet, row, column, value in cells}
        for path, cells in found
    }


def same(cell: Cell, theirs: Any, date1904: bool) -> bool:
    """Whether the stored text means what another reader made of it."""
    if isinstance(theirs, bool):
        return cell.text == str(int(theirs))
    if isinstance(theirs, (int, float)) and cell.kind == "number":
        return math.isclose(float(cell.text), theirs, rel_tol=1e-12)
    if isinstance(theirs, (datetime, date, time, timedelta)) and cell.kind == "number":
        epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
        return math.isclose(float(cell.text), to_excel(theirs, epoch), abs_tol=1e-6)  # type: ignore[no-untyped-call]
    if isinstance(theirs, (datetime, date, time)):
        return theirs.isoformat()[:19] == cell.text[:19] or cell.text in theirs.isoformat()
    return cell.text.replace("\r", "") == str(theirs).replace("\r", "")


@pytest.mark.parametrize("row", listed("read"))
def test_read_means_exactly_the_cells_that_both_other_readers_see(row: dict[str, str]) -> None:
    book, codes = outcome(row)
    assert book is not None
    assert codes == (["PS120"] if row["file"] == OTHER_READERS_TAKE_THE_LATER_COPY else codes[:1])
    assert set(codes) <= {"PS120", "PS123"}
    cells, openpyxl_sees, calamine_sees = ours(book), by_openpyxl(row["file"], True), by_calamine()[row["file"]]
    assert cells.keys() == openpyxl_sees.keys()
    assert cells.keys() == calamine_sees.keys()
    for place, cell in cells.items():
        assert same(cell, openpyxl_sees[place], book.date1904), place
        if isinstance(calamine_sees[place], (bool, int, float)):
            assert same(cell, calamine_sees[place], book.date1904), place


@pytest.mark.parametrize("row", listed("read", "read_no_silent_loss"))
def test_formulas_are_those_that_openpyxl_sees(row: dict[str, str]) -> None:
    book, _ = outcome(row)
    assert book is not None
    if book.strict:
        assert by_openpyxl(row["file"], False) == {}, "openpyxl sees no sheets in a Strict workbook"
        return
    theirs = {
        place: formula_text(value)
        for place, value in by_openpyxl(row["file"], False).items()
        if isinstance(value, (ArrayFormula, DataTableFormula)) or str(value).startswith("=")
    }
    found = {
        (sheet.name, cell.row, cell.column): cell.formula
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.formula is not None and cell.formula
    }
    assert {place: formula for place, formula in found.items() if place in theirs} == theirs
    assert all(place in theirs or book_hides(book, place) for place in found)


def book_hides(book: Workbook, place: Place) -> bool:
    """Whether a cell lies beneath a merged one, where openpyxl does not look."""
    name, row, column = place
    return any(sheet.name == name and sheet.merged_range(row, column) for sheet in book.sheets)


def formula_text(value: Any) -> str:
    if isinstance(value, DataTableFormula):
        return f"TABLE({value.r1 or ''},{value.r2 or ''})"
    return str((value.text if isinstance(value, ArrayFormula) else value) or "").removeprefix("=")


@pytest.mark.parametrize("row", listed("read_no_silent_loss"))
def test_no_cell_that_another_reader_sees_is_lost(row: dict[str, str]) -> None:
    book, codes = outcome(row)
    assert book is not None
    assert codes == []
    cells, openpyxl_sees, calamine_sees = ours(book), by_openpyxl(row["file"], True), by_calamine()[row["file"]]
    assert openpyxl_sees.keys() | calamine_sees.keys() <= cells.keys()
    for place, value in openpyxl_sees.items():
        assert same(cells[place], value, book.date1904), place
    errors = {place for place, value in openpyxl_sees.items() if str(value).startswith("#")}
    assert errors == {place for place in openpyxl_sees if cells[place].kind == "error"}


@pytest.mark.parametrize("row", listed("read_or_unsupported"))
def test_other_formats_are_named_where_nothing_can_read_them(row: dict[str, str], no_other_programs: None) -> None:
    book, (code,) = outcome(row)
    assert book is None
    assert code == ("PS153" if row["file"].endswith(".xls") else "PS154")


@pytest.mark.parametrize(
    "row", [param for param in listed("read_or_unsupported") if param.values[0]["file"].endswith(".xls")]
)
def test_old_binary_workbooks_hold_what_calamine_sees(row: dict[str, str]) -> None:
    book, codes = outcome(row)
    assert book is not None
    assert codes == ["PS155"]
    calamine_sees = by_calamine(("read_or_unsupported",), ".xls")[row["file"]]
    cells = ours(book)
    assert calamine_sees.keys() <= cells.keys()
    for place, value in calamine_sees.items():
        if isinstance(value, (bool, int, float)):
            assert same(cells[place], value, book.date1904), place
        elif value is not None:
            assert cells[place].text.strip() == value.strip(), place
    assert {cells[place].kind for place in cells.keys() - calamine_sees.keys()} <= {"error", "text"}


SOME_OTHERS = ("formulas/roo__formula.ods", "xlsb/sheetjs__outline.xlsb", "ods/calamine__issues.ods")


@pytest.mark.skipif(office() is None, reason="no LibreOffice")
@pytest.mark.parametrize("file", SOME_OTHERS)
def test_converted_workbooks_hold_what_calamine_sees(file: str) -> None:
    book, codes = outcome({"file": file})
    assert book is not None
    assert codes == ["PS155"]
    numbers = {
        place: value
        for place, value in by_calamine(("read_or_unsupported",), Path(file).suffix)[file].items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }
    cells = ours(book)
    assert numbers
    assert all(same(cells[place], value, book.date1904) for place, value in numbers.items())


@pytest.mark.parametrize("row", listed("read_or_clear_error", "no_crash"))
def test_any_clear_outcome(row: dict[str, str], no_libreoffice: None) -> None:
    outcome(row)


REFUSALS = {
    "ooxml-encrypted": {"PS113"},
    "zip-broken": {"PS117"},
    "zip-other": {"PS117"},
    "ods": {"PS154"},
    "xlsb": {"PS154"},
    "xml": {"PS115"},
    "biff5": {"PS153"},
    "biff8": {"PS153"},
    "ole-other": {"PS153", "PS116"},
    "other": {"PS116"},
    "ooxml": {"PS118"},
}


@pytest.mark.parametrize("row", listed("refuse"))
def test_refused_for_the_right_reason(row: dict[str, str], no_other_programs: None) -> None:
    book, (code,) = outcome(row)
    assert book is None
    if row["kind"] == "encrypted" or "password" in row["file"]:
        assert code == "PS113"
    elif row["kind"] == "wrong_extension" and row["format"] == "ooxml":
        assert code == "PS120"
    else:
        assert code in REFUSALS[row["format"]]


CHILD = """
import json, re, sys, time
from pathlib import Path
from parscore.workbooks import converted
from parscore.workbooks.ooxml import read_file
converted.office = lambda: None
for path in sys.stdin.read().splitlines():
    begun = time.perf_counter()
    read_file(Path(path), path)
    print(json.dumps([path, time.perf_counter() - begun]))
status = Path("/proc/self/status")
print(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1] if status.exists() else 0)
"""


def test_whole_corpus_in_time_and_in_memory() -> None:
    paths = "\n".join(str(CORPUS / param.values[0]["file"]) for param in listed())
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=paths.encode(), capture_output=True, timeout=120, check=True
    )
    *times, peak = map(json.loads, done.stdout.splitlines())
    assert len(times) == len(listed())
    assert max(seconds for _, seconds in times) < SECONDS
    assert peak < KIB
