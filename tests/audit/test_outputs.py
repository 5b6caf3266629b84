"""An output that was changed is told from one that was only saved again, and the cell is named."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import nextafter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from folders import make
from records import facts, kept

from parscore.audit.outputs import compare_output
from parscore.model.place import Place
from parscore.numbers import from_stored
from parscore.reports.outputs import DOCUMENT, WORKBOOK

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("openpyxl.styles")
pytest.importorskip("openpyxl.comments")
pytest.importorskip("openpyxl.drawing.image")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = make(tmp_path_factory.mktemp("season"))
    kept(folder)
    return (folder / WORKBOOK).read_bytes()


def saved(content: bytes, change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook opened and saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def compare(found: bytes, wanted: bytes) -> list[tuple[str, Place]]:
    return [(each.code, each.place) for each in compare_output(WORKBOOK, found, wanted)]


def test_the_same_bytes(workbook: bytes) -> None:
    assert compare(workbook, workbook) == []


def test_saved_again(workbook: bytes) -> None:
    again = saved(workbook)
    assert again != workbook
    assert compare(again, workbook) == [("PS808", Place(WORKBOOK))]


def test_every_single_cell_that_is_changed_is_named(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    tried = 0
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for cell in cells[:: max(1, len(cells) // 4)]:
            value = cell.value + 1 if isinstance(cell.value, int | float) else f"{cell.value}."
            changed = saved(workbook, partial(put, sheet=sheet.title, cell=cell.coordinate, value=value))
            assert compare(changed, workbook) == [("PS806", Place(WORKBOOK, sheet.title, cell.coordinate))]
            tried += 1
    assert tried > 40


def put(book: Any, sheet: str, cell: str, value: object) -> None:
    book[sheet][cell] = value


def test_a_number_that_became_text_or_a_formula_or_nothing(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book["Chi tiết TCTP"]
    number = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float))
    for value in (str(number.value), f"={number.value}", None, 0):
        changed = saved(workbook, partial(put, sheet=sheet.title, cell=number.coordinate, value=value))
        (only,) = compare_output(WORKBOOK, changed, workbook)
        assert (only.code, only.place) == ("PS806", Place(WORKBOOK, sheet.title, number.coordinate))
        assert facts(only)["found"] != facts(only)["wanted"]


def test_sheets_that_were_removed_or_added(workbook: bytes) -> None:
    removed = compare(saved(workbook, lambda book: book.remove(book.worksheets[-1])), workbook)
    assert removed[0] == ("PS806", Place(WORKBOOK)) and len(removed) > 1
    assert compare(saved(workbook, lambda book: book.create_sheet("Mới")), workbook) == [("PS806", Place(WORKBOOK))]


def test_many_changes_are_cut(workbook: bytes) -> None:
    def all_of(book: Any) -> None:
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if cell.value is not None and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = "x"

    assert len(compare(saved(workbook, all_of), workbook)) == 20


@pytest.mark.parametrize("content", [b"", b"PK", b"{}"])
def test_what_is_no_workbook_any_more(workbook: bytes, content: bytes) -> None:
    assert compare(content, workbook)[-1] == ("PS806", Place(WORKBOOK))


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (b'{ "a":\n[1, "x"] }', "PS808", None),
        (b'{"a": [1, "y"]}', "PS806", "a[1]: y"),
        (b'{"a": [1]}', "PS806", "a: [1]"),
        (b'{"a": [true, "x"]}', "PS806", "a[0]: true"), (b'{"a": [1, "x"], "b": 0}', "PS806", "b: 0"),
        (b"[", "PS806", "(nothing)"),
    ],
)  # fmt: skip
def test_documents(found: bytes, code: str, said: str | None) -> None:
    (only,) = compare_output(DOCUMENT, found, b'{"a": [1, "x"]}')
    assert (only.code, only.place, facts(only).get("found")) == (code, Place(DOCUMENT), said)


def test_digits_beyond_the_fifteenth_do_not_count(workbook: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book["Chi tiết TCTP"]
    cells = (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float))
    number = next(cell for cell in cells if near(cell.value) == from_stored(f"{cell.value:.16G}"))
    for value, code in ((nextafter(number.value, 0), "PS808"), (number.value * (1 + 2**-40), "PS806")):
        changed = partial(put, sheet=sheet.title, cell=number.coordinate, value=value)
        assert [found for found, _ in compare(saved(workbook, changed), workbook)] == [code]


RESULT = re.compile(rb"(<f>[^<]*</f><v>)([0-9.]+)(</v>)")


def with_results(content: bytes, change: Callable[[float], object], formula: bytes = b"") -> bytes:
    """The workbook with another result beside the first formula that has one above 1, and more in the formula."""
    stream, done = io.BytesIO(), False
    with ZipFile(io.BytesIO(content)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            found = next((one for one in RESULT.finditer(part) if float(one[2]) > 1), None)
            if found and not done:
                done, result = True, str(change(float(found[2]))).encode()
                told = found[1].replace(b"</f>", formula + b"</f>") + result + found[3]
                part = part[: found.start()] + told + part[found.end() :]
            new.writestr(name, part)
    assert done
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "formula", "code"),
    [
        (lambda value: value, b"", "PS808"),
        (lambda value: value * (1 + 1e-13), b"", "PS808"),
        (lambda value: value * (1 + 1e-11), b"", "PS806"),
        (lambda value: value + 1, b"", "PS806"),
        (lambda value: value, b"+0", "PS806"),
        (lambda value: "", b"", "PS808"),
        (lambda value: "", b"+0", "PS806"),
    ],
)  # fmt: skip
def test_results_of_formulas(workbook: bytes, change: Callable[[float], object], formula: bytes, code: str) -> None:
    """The noise of calculating again is no change, nor is a result that a program left out; a formula is one."""
    assert [found for found, _ in compare(with_results(workbook, change, formula), workbook)] == [code]


def near(value: float) -> Fraction | None:
    """What is read of the next lower number."""
    return from_stored(repr(nextafter(value, 0)))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice(workbook: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = ("--outdir", tmp_path / "out", tmp_path / "a.xlsx")
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", *target]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = (tmp_path / "out" / "a.xlsx").read_bytes()
    assert again != workbook
    assert compare(again, workbook) == [("PS808", Place(WORKBOOK))]


def first_number(book: Any) -> Any:
    """The first figure of the ranking: a formula, whose format says how it is shown."""
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    return next(cell for cell in cells if cell.number_format.startswith("#,##0"))


def as_another(book: Any) -> None:
    first_number(book).number_format = '"99,99"'


def with_fewer_decimals(book: Any) -> None:
    first_number(book).number_format = "#,##0.0"


def row_hidden(book: Any) -> None:
    book.worksheets[0].row_dimensions[first_number(book).row].hidden = True


def column_hidden(book: Any) -> None:
    book.worksheets[0].column_dimensions[first_number(book).column_letter].hidden = True


def sheet_hidden(book: Any) -> None:
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


def white(book: Any) -> None:
    first_number(book).font = openpyxl.styles.Font(color="FFFFFF")


@pytest.mark.parametrize("change", [as_another, with_fewer_decimals, row_hidden, column_hidden, sheet_hidden, white])
def test_a_figure_that_is_shown_as_another_or_not_at_all_is_told(
    workbook: bytes, change: Callable[[Any], None]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    place = Place(WORKBOOK, book.sheetnames[0], first_number(book).coordinate)
    found = compare(saved(workbook, change), workbook)
    # A hidden sheet or column has more cells than are named; the first are.
    assert {code for code, _ in found} == {"PS806"}
    assert place in [at for _, at in found] or (change in (sheet_hidden, column_hidden) and len(found) > 1)


def test_looks_that_change_nothing_of_what_is_read(workbook: bytes) -> None:
    def bold(book: Any) -> None:
        first_number(book).font = openpyxl.styles.Font(bold=True, color="FF0000")
        first_number(book).number_format = "[Red]#,##0.00"

    assert [code for code, _ in compare(saved(workbook, bold), workbook)] == ["PS808"]


def commented(book: Any) -> None:
    first_number(book).comment = openpyxl.comments.Comment("Đúng là 99,99", "x")


def with_a_picture(book: Any) -> None:
    pillow = pytest.importorskip("PIL.Image", reason="needs Pillow")
    stream = io.BytesIO()
    pillow.new("RGB", (40, 10), "white").save(stream, "PNG")
    book.worksheets[0].add_image(openpyxl.drawing.image.Image(stream), first_number(book).coordinate)


@pytest.mark.parametrize(("change", "thing"), [(commented, "comment: 1"), (with_a_picture, "picture: 1")])
def test_what_is_laid_over_the_figures_is_told(workbook: bytes, change: Callable[[Any], None], thing: str) -> None:
    (found,) = compare_output(WORKBOOK, saved(workbook, change), workbook)
    assert (found.code, found.place, facts(found)["found"]) == ("PS806", Place(WORKBOOK), thing)
