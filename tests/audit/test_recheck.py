"""Rechecking with the other reader: sound seasons agree, every planted fault is named with both readings."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt  # type: ignore[import-untyped]
from folders import form_of, make, opened
from forms import Form, Stored
from records import codes, facts, first, forge, kept, lines_of, recorded, staged

from parscore.audit import reread as reread_module
from parscore.audit.recheck import NO_FORM, Recheck, recheck
from parscore.model.cell import Cell
from parscore.model.problem import Problem
from parscore.numbers import from_stored
from parscore.workbooks.worksheet import WorksheetReader

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025"
SYT, SNV = "inbox/2025_SYT.xlsx", "inbox/2025_SNV.xlsx"
FORMULA = Stored("number", "12", "0.0", "6+6")
A = "D6"
"""The cell of value a of leaf 1.2."""


def check(folder: Path, *agencies: str, jobs: int = 1) -> Recheck:
    season = opened(folder)
    return recheck(season, agencies or tuple(season.season.agencies), jobs=jobs)


def told(done: Recheck, code: str) -> list[tuple[str, dict[str, Any]]]:
    return [(found.place.cell or found.agency, dict(facts(found))) for found in done.problems if found.code == code]


def with_formula() -> Form:
    return form_of("SYT").put("1.2", a=FORMULA)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    return recorded(tmp_path / "season", inbox={"2025_SYT.xlsx": with_formula(), "2025_SNV.xlsx": form_of("SNV")})


# --- seasons on which the readers agree ---------------------------------------------------------------------------


def test_the_sample_season_agrees_in_every_cell_and_score(tmp_path: Path) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "season")
    kept(folder)
    done = check(folder, jobs=2)
    assert done.problems == ()
    assert (done.rechecked, len(done.forms)) == (38, 38)
    scores = sum(line["kind"] == "leaf" for line in lines_of(folder))
    assert sum(form.scores for form in done.forms) == scores > 3000
    assert sum(form.cells for form in done.forms) > 28_000


def test_a_season_of_two_stages_agrees(tmp_path: Path) -> None:
    done = check(staged(tmp_path / "season"))
    assert (done.problems, done.rechecked) == ((), 2)


def test_only_the_agencies_asked_for_are_rechecked(season: Path) -> None:
    forge(season, lambda lines: first(lines, "leaf", agency="SNV", code="1.1").update(points="0.1"))
    done = check(season, "SYT")
    assert ([form.agency for form in done.forms], done.problems) == (["SYT"], ())
    assert codes(check(season, "SNV").problems) == ["PS822"]


def test_numbers_of_any_digits_agree(tmp_path: Path) -> None:
    """Digits that name one double are one number, also where the fifteenth depends on the way of rounding."""
    tie = "0.48648648648648651"
    form = form_of("SYT").put("2.1.1", a=Stored("number", "0.125", "0%")).content()
    content = edited(form, b"<v>0.125</v>", f"<v>{tie}</v>".encode())
    assert from_stored(tie) != from_stored(repr(float(tie)))
    folder = recorded(tmp_path, inbox={"2025_SYT.xlsx": content, "2025_SNV.xlsx": form_of("SNV")})
    assert check(folder).problems == ()


# --- faults of the package's reader, in the record from its making on ----------------------------------------------


def misreading(monkeypatch: pytest.MonkeyPatch, *address: str, **wrong: Any) -> None:
    """Let the package's own reader give these fields of cells wrongly."""
    honest = WorksheetReader.finish

    def finish(self: WorksheetReader) -> None:
        honest(self)
        self.cells = [cell._replace(**wrong) if cell.address in address else cell for cell in self.cells]

    monkeypatch.setattr(WorksheetReader, "finish", finish)


WRONG = {
    "value": ("E6", {"text": "31"}, "cell.value", "31", "13"),
    "kind": ("E6", {"kind": "text"}, "cell.kind", "'13", "13"),
    "format": ("E6", {"format": "0%"}, "cell.format", "0%", "General"),
    "formula": (A, {"formula": "5+7"}, "cell.formula", "=5+7", "=6+6"),
    "no formula": (A, {"formula": None}, "cell.formula", "(nothing)", "=6+6"),
    "cached value": (A, {"text": "11"}, "cell.cached", "11", "12.0"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_of_the_reader_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    address, wrong, field, ours, theirs = WRONG[name]
    misreading(monkeypatch, address, **wrong)
    folder = recorded(tmp_path, inbox={"2025_SYT.xlsx": with_formula(), "2025_SNV.xlsx": form_of("SNV", right=9)})
    done = check(folder)
    (found,) = [each for each in done.problems if each.code == "PS820"]
    assert (found.place.file, found.place.cell, found.agency, found.criterion) == (SYT, address, "SYT", "1.2")
    assert facts(found).items() >= {("field", field), ("found", ours), ("other", theirs)}
    assert "PS821" not in codes(done.problems)


def test_a_wrong_value_changes_score_total_and_rank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misreading(monkeypatch, "F5", text="0")
    done = check(recorded(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV", right=9)}))
    assert codes(done.problems) == ["PS820", "PS822", "PS823"]
    assert told(done, "PS822") == [("SYT", {"field": "points", "found": "0", "other": "1"})]
    totals = dict(told(done, "PS823"))
    assert totals["SYT"]["field"] == "points"
    assert [form.disagreements for form in done.forms] == [3, len(totals) - 1]


def test_a_cell_that_one_reader_does_not_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = WorksheetReader.finish

    def finish(self: WorksheetReader) -> None:
        honest(self)
        self.cells = [cell for cell in self.cells if cell.address != "F5"]

    monkeypatch.setattr(WorksheetReader, "finish", finish)
    done = check(recorded(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV", right=9)}))
    said = {"field": "cell.content", "found": "(nothing)", "other": "1", "input": "points"}
    assert told(done, "PS820") == [("F5", {**EMPTY, **said})]
    assert told(done, "PS822")[0][1]["field"] == "points"


EMPTY = {"found_kind": "", "other_kind": ""}


def test_a_cell_that_only_the_first_reader_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands in the file: what the package's reader sees there it has made up."""
    honest = WorksheetReader.finish

    def finish(self: WorksheetReader) -> None:
        honest(self)
        self.cells = sorted([*self.cells, Cell("D9", 9, 4, "number", "7", None, "General")], key=lambda one: one[1:3])

    monkeypatch.setattr(WorksheetReader, "finish", finish)
    done = check(recorded(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV", right=9)}))
    places = {place for place, _ in told(done, "PS821")}
    assert places == {"D9"}


def test_a_fault_that_came_after_the_record(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is right, and openpyxl agrees with it: the reader of today is at fault."""
    misreading(monkeypatch, "G6", text="Báo cáo số 13")
    done = check(season)
    assert codes(done.problems) == ["PS821"]
    assert told(done, "PS821") == [
        ("G6", {**EMPTY, "field": "cell.value", "found": "Báo cáo số 13", "other": "Báo cáo số 12"})
    ] * len(told(done, "PS821"))


def test_of_many_cells_the_first_are_named_and_all_counted(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread_module, "NAMED", 2)
    misreading(monkeypatch, "C5", "C6", "C7", format="0.000")
    done = check(season, "SYT")
    assert [place for place, _ in told(done, "PS821")] == ["C5", "C6"]
    assert done.forms[0].disagreements == 3


# --- records that say something else than the files ---------------------------------------------------------------


def stored(field: str, value: str) -> Callable[[list[dict[str, Any]]], None]:
    def change(lines: list[dict[str, Any]]) -> None:
        first(lines, "leaf", agency="SYT", code="1.2")["inputs"][0]["stored"][field] = value

    return change


FORGED = {
    "value": ("text", "11", "cell.cached", "11", "12.0"),
    "kind": ("type", "error", "cell.kind", "12.0", "12.0"),
    "format": ("format", "General", "cell.format", "General", "0.0"),
    "formula": ("formula", "6+7", "cell.formula", "=6+7", "=6+6"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_recorded_cell_that_is_not_in_the_file(season: Path, name: str) -> None:
    field, value, where, found, other = FORGED[name]
    forge(season, stored(field, value))
    done = check(season)
    assert codes(done.problems) == ["PS820"]
    ((cell, said),) = told(done, "PS820")
    assert (cell, said["field"], said["found"], said["other"]) == (A, where, found, other)


@pytest.mark.parametrize(
    ("kind", "item", "field", "value", "code"),
    [
        ("leaf", {"agency": "SYT", "code": "1.2"}, "points", "2", "PS822"),
        ("leaf", {"agency": "SYT", "code": "1.2"}, "maximum", "3", "PS822"),
        ("leaf", {"agency": "SYT", "code": "1.2"}, "status", "awaiting", "PS822"),
        ("leaf", {"agency": "SYT", "code": "2.1.1"}, "branch", None, "PS822"),
        ("total", {"agency": "SYT"}, "rank", 9, "PS823"),
        ("total", {"agency": "SYT"}, "index", "99", "PS823"),
        ("total", {"agency": "SYT"}, "class", "Khá", "PS823"),
    ],
)
def test_a_forged_score_or_rank(  # noqa: PLR0917
    season: Path, kind: str, item: dict[str, str], field: str, value: object, code: str
) -> None:
    was = first(lines_of(season), kind, **item)[field]
    assert was != value
    forge(season, lambda lines: first(lines, kind, **item).update({field: value}))
    done = check(season)
    assert codes(done.problems) == [code]
    ((agency, said),) = told(done, code)
    assert (agency, said["field"]) == ("SYT", field)
    assert (said["found"], said["other"]) == (shown(value), shown(was))


def shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def test_a_score_that_is_left_out_of_the_record(season: Path) -> None:
    forge(season, lambda lines: lines.remove(first(lines, "leaf", agency="SYT", code="1.1")))
    (found,) = check(season).problems
    assert (found.code, found.agency, found.criterion) == ("PS822", "SYT", "1.1")


# --- what cannot be rechecked -------------------------------------------------------------------------------------

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def edited(content: bytes, *changes: bytes) -> bytes:
    """A package with texts replaced in all of its parts, given in pairs."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            for before, after in zip(changes[::2], changes[1::2], strict=True):
                text = text.replace(before, after)
            new.writestr(entry, text)
    return stream.getvalue()


def binary(form: Form) -> bytes:
    workbook, stream = xlwt.Workbook(), io.BytesIO()
    sheet = workbook.add_sheet(form.name)
    for (row, column), one in form.grid().items():
        value = float(one.text) if one.kind == "number" else one.text
        sheet.write(row - 1, column - 1, value, xlwt.easyxf(num_format_str=one.format))
    workbook.save(stream)
    return stream.getvalue()


def strict() -> bytes:
    return edited(form_of("SNV").content(), *(text for pair in STRICT.items() for text in pair))


@pytest.mark.parametrize(
    ("name", "content", "reason", "code"),
    [
        ("2025_SNV.xlsx", strict, "second.strict", "PS824"),
        ("2025_SNV.xls", lambda: binary(form_of("SNV")), "second.format", "PS824"),
        ("2025_SNV.xlsx", lambda: edited(form_of("SNV").content(), b'name val="', b'name wal="'), "", ""),
        (
            "2025_SNV.xlsx",
            lambda: edited(
                form_of("SNV").content(), b'<c r="F5"><v>1</v></c>',
                b'<c r="F5"><v>1</v></c><c r="H5" t="b"><v>true</v></c>'),
            "second.failed", "PS825",
        ),
    ],
)  # fmt: skip
def test_what_openpyxl_cannot_read_is_told_and_not_counted(
    tmp_path: Path, name: str, content: Callable[[], bytes], reason: str, code: str
) -> None:
    done = check(recorded(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT"), name: content()}))
    assert codes(done.problems) == ([code] if code else [])
    syt, snv = done.forms
    assert (syt.unread, syt.scores > 0, syt.cells > 0) == ("", True, True)
    assert snv.unread == reason
    if code:
        assert (snv.cells, snv.scores, done.rechecked) == (0, 0, 1)
        assert facts(done.problems[0])["reason"] == reason
        assert done.problems[0].place.file == f"inbox/{name}"


def test_an_agency_without_a_form_and_files_that_are_no_forms(tmp_path: Path) -> None:
    inbox: dict[str, Form | bytes] = {"2025_SYT.xlsx": form_of("SYT"), "ghi-chu.txt": b"x", "hong.xlsx": b"PK\3\4"}
    done = check(recorded(tmp_path, inbox=inbox))
    assert [(form.agency, form.file, form.unread) for form in done.forms] == [("SYT", SYT, ""), ("SNV", "", NO_FORM)]
    assert done.problems == ()


# --- records and inputs that are not what they were ---------------------------------------------------------------


def only(done: Recheck) -> Problem:
    (found,) = done.problems
    return found


def test_without_a_record_there_is_nothing_to_compare(tmp_path: Path) -> None:
    done = check(make(tmp_path))
    assert (done.head, only(done).code, done.forms) == (None, "PS801", ())


def test_changed_inputs_are_told_and_nothing_is_compared(season: Path) -> None:
    (season / SYT).write_bytes(form_of("SYT").content())
    done = check(season)
    assert (only(done).code, only(done).place.file, done.forms) == ("PS802", SYT, ())


def test_a_changed_record_is_told_and_nothing_is_compared(season: Path) -> None:
    (record,) = (season / "records").glob("*.jsonl")
    record.write_bytes(record.read_bytes().replace(b'"points":"1"', b'"points":"2"', 1))
    done = check(season)
    assert (only(done).code, done.forms) == ("PS809", ())


def test_a_form_that_changes_between_digest_and_reading(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was digested and what was read are one buffer: a file exchanged in between is not taken for the recorded."""
    real, other = reread_module.read_both, form_of("SYT").content()

    def exchanged(path: Path, shown_as: str) -> object:
        path.write_bytes(other)
        return real(path, shown_as)

    monkeypatch.setattr(reread_module, "read_both", exchanged)
    done = check(season, "SYT")
    assert done.problems[0].code == "PS802"


def test_the_cells_are_those_of_a_file() -> None:
    """So that the addresses above mean what they say."""
    form = with_formula()
    assert (form.cell("1.2", "input:a"), form.cell("1.1", "points"), form.cell("1.2", "evidence")) == (A, "F5", "G6")
    assert isinstance(form.sheet().at(6, 4), Cell)


CORPUS = Path(os.environ.get("PARSCORE_CORPUS") or Path(__file__).resolve().parents[3] / "shared" / "corpus")


@pytest.mark.skipif(not (CORPUS / "SOURCES.csv").is_file(), reason=f"no corpus of odd files at {CORPUS}")
def test_odd_files_in_the_inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parscore.workbooks.converted.office", lambda: None)  # it takes seconds for a file
    folder = make(tmp_path / "season")
    for path in sorted(CORPUS.glob("*/*")):
        shutil.copy(path, folder / "inbox" / f"{path.parent.name}__{path.name}")
    kept(folder)
    done = check(folder)
    assert (done.problems, done.rechecked) == ((), 2)
