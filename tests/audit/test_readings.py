"""Two readings of a sheet: what means the same is no disagreement, and nothing else is smoothed over."""

import os
from pathlib import Path

import pytest

from parscore.audit.readings import aligned, differences, disagreements, shown
from parscore.model.cell import Cell, CellKind
from parscore.workbooks import converted
from parscore.workbooks.book import Sheet, Workbook
from parscore.workbooks.second_reader import read_both


def cell(kind: CellKind, text: str, formula: str | None = None, form: str = "General", at: str = "B2") -> Cell:
    return Cell(at, 2, 2, kind, text, formula, form)


def sheet(*cells: Cell) -> Sheet:
    return Sheet("Biểu", "visible", list(cells))


def odd(one: Cell, other: Cell) -> list[str]:
    ours, theirs = sheet(one), sheet(other)
    return [found.field for _, found in disagreements(ours, aligned(ours, theirs))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (cell("number", "12"), cell("number", "12")),
        (cell("number", "12.0"), cell("number", "12")),
        (cell("number", "0.30000000000000004"), cell("number", "0.30000000000000004")),
        (cell("number", "1.2E1"), cell("number", "12.0")),
        (cell("number", "0.48648648648648651"), cell("number", "0.4864864864864865")),
        (cell("text", "một\rhai"), cell("text", "một_x000D_hai")),
        (cell("text", "_x000D_"), cell("text", "_x000D_")),
        (cell("text", "", "A1"), cell("blank", "", "A1")),
        (cell("date", "2025-01-05"), cell("date", "2025-01-05T00:00:00")),
        (cell("date", "2025-01-05T00:00:00Z"), cell("date", "2025-01-05T00:00:00")),
        (cell("date", "23:44:51.894"), cell("date", "23:44:51.894000")),
        (cell("number", "1", form="yyyy/m/d"), cell("number", "1", form="")),
    ],
)
def test_the_same_said_otherwise(one: Cell, other: Cell) -> None:
    assert odd(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        (cell("number", "12"), cell("number", "12.000000000001"), "cell.value"),
        (cell("number", "0.3"), cell("number", "0.30000000000000004"), "cell.value"),
        (cell("number", "12"), cell("text", "12"), "cell.kind"),
        (cell("boolean", "1"), cell("number", "1"), "cell.kind"),
        (cell("error", "#REF!"), cell("text", "#REF!"), "cell.kind"),
        (cell("blank", "", "A1"), cell("number", "0", "A1"), "cell.kind"),
        (cell("number", "1", "A1"), cell("number", "2", "A1"), "cell.cached"),
        (cell("text", "a b"), cell("text", "ab"), "cell.value"),
        (cell("text", "a "), cell("text", "a"), "cell.value"),
        (cell("text", "một"), cell("text", "một_x000D_"), "cell.value"),
        (cell("date", "2025-01-05"), cell("date", "2025-01-06T00:00:00"), "cell.value"),
        (cell("date", "2025-01-05"), cell("date", "lạ"), "cell.value"),
        (cell("number", "1", "A1"), cell("number", "1"), "cell.formula"),
        (cell("number", "1", "A1"), cell("number", "1", "A2"), "cell.formula"),
        (cell("number", "1", form="0%"), cell("number", "1"), "cell.format"),
    ],
)
def test_what_differs(one: Cell, other: Cell, field: str) -> None:
    assert odd(one, other) == [field]


def test_a_cell_that_only_one_reader_has() -> None:
    one, other = sheet(cell("number", "5")), sheet(cell("text", "5", at="B10"))
    said = list(disagreements(one, aligned(one, other)))
    assert [(address, found.field, found.found, found.other) for address, found in said] == [
        ("B2", "cell.content", "5", "(nothing)"), ("B10", "cell.content", "(nothing)", "'5"),
    ]  # fmt: skip
    assert list(differences(None, None)) == []


def test_values_as_spreadsheets_show_them() -> None:
    cells = (None, cell("text", "5"), cell("number", "5"), cell("boolean", "0"), cell("text", "năm"))
    assert [shown(one) for one in cells] == ["(nothing)", "'5", "5", "FALSE", "năm"]


CORPUS = Path(os.environ.get("PARSCORE_CORPUS") or Path(__file__).resolve().parents[3] / "shared" / "corpus")


@pytest.mark.skipif(not (CORPUS / "SOURCES.csv").is_file(), reason=f"no corpus of odd files at {CORPUS}")
def test_odd_files_give_no_false_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "office", lambda: None)  # it takes seconds for a file
    compared = 0
    for path in sorted(file for file in CORPUS.glob("*/*") if file.is_file()):
        first, second, _ = read_both(path, path.name)
        if isinstance(second, Workbook) and first is not None:
            for one, other in zip(first.sheets, second.sheets, strict=True):
                assert list(disagreements(one, aligned(one, other))) == [], path.name
            compared += 1
    assert compared > 80
