"""Other formats: .xls in a process of its own, .ods and .xlsb through LibreOffice, and every way this fails."""

import os
import stat
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]
from forms import Form, Stored, read, written
from handmade import zipped

from parscore.messages import LANGUAGES, Words
from parscore.model.problem import Problem
from parscore.workbooks import converted
from parscore.workbooks.book import Workbook
from parscore.workbooks.child import run
from parscore.workbooks.converted import office
from parscore.workbooks.legacy import in_unicode
from parscore.workbooks.ooxml import read_workbook
from parscore.workbooks.package import Limits, Refused

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
unix = pytest.mark.skipif(os.name != "posix", reason="limits of memory and programs made of text need Unix")


def xls(*rows: list[object], **options: object) -> bytes:
    """An old binary workbook; a pair is a value and its number format."""
    book = xlwt.Workbook()
    book.dates_1904 = bool(options.get("date1904"))
    sheet = book.add_sheet("Biểu")
    for row, contents in enumerate(rows):
        for column, content in enumerate(contents):
            value, look = content if isinstance(content, tuple) else (content, "General")
            style = xlwt.easyxf(num_format_str=look)
            style.font.name = str(options.get("font", "Arial"))
            if value is not None:
                sheet.write(row, column, value, style)
    sheet.row(1).hidden = bool(options.get("hidden"))
    sheet.col(1).hidden = bool(options.get("hidden"))
    if options.get("merged"):
        sheet.merge(3, 4, 0, 1)
    if options.get("state"):
        other = book.add_sheet("Khác")
        other.visibility = options["state"]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def got(data: bytes, name: str = "a.xls", limits: Limits | None = None) -> tuple[Workbook | None, tuple[Problem, ...]]:
    return read_workbook(data, name, limits or Limits())


def codes(data: bytes, name: str = "a.xls", limits: Limits | None = None) -> list[str]:
    book, problems = got(data, name, limits)
    assert all(Words(language).problem(found).message for found in problems for language in LANGUAGES)
    assert (book is None) is any(found.severity == "error" for found in problems)
    return [found.code for found in problems]


# --- .xls -----------------------------------------------------------------------------------------------------------


def test_an_old_workbook_keeps_what_a_score_needs() -> None:
    day = (date(2025, 1, 15), "DD/MM/YYYY")
    data = xls(
        ["Đơn vị", 0.1, (0.95, "0%"), True, day], [7, xlwt.Formula("1/0"), xlwt.Formula("B1+1")], [1e22, -0.5],
        hidden=True, merged=True, state=2,
    )  # fmt: skip
    book, (note,) = got(data)
    assert book is not None
    assert note.code == "PS155"
    assert (book.kind, book.date1904, [sheet.state for sheet in book.sheets]) == (
        "xls",
        False,
        ["visible", "very_hidden"],
    )
    sheet = book.sheets[0]
    told = [(cell.address, cell.kind, cell.text, cell.format) for cell in sheet.cells if cell.formula is None]
    assert told == [
        ("A1", "text", "Đơn vị", "General"), ("B1", "number", "0.1", "General"), ("C1", "number", "0.95", "0%"),
        ("D1", "boolean", "1", "General"), ("E1", "number", "45672", "DD/MM/YYYY"), ("A2", "number", "7", "General"),
        ("A3", "number", "1e+22", "General"), ("B3", "number", "-0.5", "General"),
    ]  # fmt: skip
    assert sheet.merged == ((4, 1, 5, 2),)
    assert sheet.hidden_rows == frozenset({2})
    assert sheet.hidden_columns == ((2, 2),)
    assert [(cell.address, cell.formula) for cell in sheet.cells if cell.formula is not None] == [
        ("B2", "1.0/0.0"),
        ("C2", "B1+1.0"),
    ]


def test_days_counted_from_1904_and_old_fonts() -> None:
    book, _ = got(xls(["Së Y tÕ"], date1904=True, font=".VnTime"))
    assert book is not None
    assert book.date1904
    assert book.sheets[0].fonts == {(1, 1): ".VnTime"}
    found, notes = in_unicode(book.sheets[0], "a.xls")
    assert [cell.text for cell in found.cells] == ["Sở Y tế"]
    assert [note.code for note in notes] == ["PS150"]


def test_a_whole_form_in_the_old_format_scores_the_same() -> None:
    form = Form()
    grid = form.grid()
    book, _ = got(
        xls(*[
            [_plain(grid.get((row, column))) for column in range(1, 9)]
            for row in range(1, max(row for row, _ in grid) + 1)
        ])
    )  # fmt: skip
    assert book is not None
    from forms import form_set

    from parscore.workbooks.read import read_form
    from parscore.workbooks.table import find_tables

    tables, problems = find_tables(book, "a.xls")
    assert len(tables) == 1 and problems == []
    answers = read_form(tables, "a.xls", "SYT", form_set()).answers
    assert {code: row.claimed.value for code, row in answers.items()} == {
        code: row.claimed.value for code, row in read(form).answers.items()
    }
    assert {code: [answer.value for answer in row.inputs.values()] for code, row in answers.items()} == {
        code: [answer.value for answer in row.inputs.values()] for code, row in read(form).answers.items()
    }


def _plain(one: Stored | None) -> object:
    if one is None:
        return None
    return (float(one.text) if one.kind == "number" else one.text, one.format)


def test_the_extension_is_told_where_it_differs() -> None:
    assert codes(xls(["a"]), "a.xlsx") == ["PS155", "PS123"]
    assert codes(xls(["a"]), "a.XLS") == ["PS155"]
    assert codes(written(Form()), "a.xls") == ["PS123"]


def test_damaged_and_oversized_ones_are_refused() -> None:
    data = xls(["a"] * 50, ["b" * 300])
    assert codes(data[:1500]) in (["PS117"], ["PS116"])
    assert codes(data, limits=Limits(cells=20)) == ["PS119"]
    assert codes(data, limits=Limits(text_length=100)) == ["PS119"]
    assert codes(data, limits=Limits(file_bytes=100)) == ["PS119"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") * 40) in (["PS117"], ["PS156"])


def test_every_cut_of_an_old_workbook_ends_clearly() -> None:
    data = xls(["a", 1, 2.5])
    for at in range(600, len(data), len(data) // 6):
        assert codes(data[:at])[0] in {"PS117", "PS116", "PS156", "PS155"}


def test_without_the_packages_it_says_what_to_do(no_other_programs: None) -> None:
    book, (found,) = got(xls(["a"]))
    assert (book, found.code) == (None, "PS153")
    assert "parscore[xls]" in Words("vi").problem(found).remedy
    assert ".xlsx" in Words("vi").problem(found).remedy


# --- programs that are run ------------------------------------------------------------------------------------------


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def failed(command: list[str], **limits: object) -> str:
    with pytest.raises(Refused) as refusal:
        run(command, b"x" * 100_000, **{"seconds": 5, "mebibytes": 512, **limits})  # type: ignore[arg-type]
    assert refusal.value.code == "PS156"
    return str(refusal.value.facts["reason"])


def test_a_program_that_ends_well() -> None:
    assert (
        run(python("import sys; sys.stdout.write(sys.stdin.read().upper())"), b"ab", seconds=20, mebibytes=512) == b"AB"
    )


@unix
def test_programs_that_hang_crash_or_eat_memory_are_ended() -> None:
    assert failed(python("import time; time.sleep(60)"), seconds=1) == "child.time"
    assert failed(python("while True: pass"), seconds=1) in ("child.time", "child.crash")
    assert failed(python("import os; os.abort()")) == "child.crash"
    assert failed(python("raise BaseException")) == "child.crash"
    assert failed(python("bytearray(1 << 30)"), mebibytes=256) == "child.crash"
    assert failed(["/nowhere/soffice"]) in ("child.crash", "child.start")


@unix
def test_what_a_program_has_started_goes_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "late"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"
    text = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    assert failed(python(text), seconds=1) == "child.time"
    import time

    time.sleep(3)
    assert not mark.exists()


# --- .ods and .xlsb -------------------------------------------------------------------------------------------------


def ods(content: bytes = b"<office:document-content/>") -> bytes:
    return zipped({"mimetype": ODS, "content.xml": content})


@pytest.fixture
def fake_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place; a test writes what it does."""
    program = tmp_path / "soffice"
    monkeypatch.setattr(converted, "office", lambda: str(program))
    monkeypatch.setattr(converted, "SECONDS", 3)
    return program


def does(program: Path, text: str) -> None:
    program.write_text(f"#!{sys.executable}\nimport sys, os, pathlib, time\nout = pathlib.Path(sys.argv[-2])\n{text}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@unix
def test_what_the_program_makes_is_read_and_said(fake_office: Path, tmp_path: Path) -> None:
    (tmp_path / "made.xlsx").write_bytes(written(Form()))
    does(
        fake_office, f"out.mkdir(); (out / 'form.xlsx').write_bytes(open({str(tmp_path / 'made.xlsx')!r}, 'rb').read())"
    )
    book, (note,) = got(ods(), "a.ods")
    assert book is not None
    assert (note.code, book.kind, book.size) == ("PS155", "ods", len(ods()))
    assert codes(ods(), "a.xlsx") == ["PS155", "PS123"]


@unix
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "child.nothing"),
        ("time.sleep(60)", "child.time"),
        ("sys.exit(1)", "child.crash"),
        ("os.abort()", "child.crash"),
        ("out.mkdir(); (out / 'form.xlsx').write_bytes(b'no')", "child.unreadable"),
    ],
)
def test_a_program_that_fails_is_one_refused_file(fake_office: Path, text: str, reason: str) -> None:
    does(fake_office, text)
    book, (found,) = got(ods(), "a.ods")
    assert book is None
    assert (found.code, dict(found.facts)["reason"]) == ("PS156", reason)
    assert codes(ods(), "a.ods") == ["PS156"]


@unix
def test_nothing_is_left_behind_and_the_folder_is_private(fake_office: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    does(fake_office, f"p = out.parent; open({str(seen)!r}, 'w').write(f'{{p}} {{p.stat().st_mode & 0o777:o}}')")
    got(ods(), "a.ods")
    folder, mode = seen.read_text().split()
    assert mode == "700"
    assert not Path(folder).exists()


def test_a_bomb_never_reaches_the_program(fake_office: Path) -> None:
    does(fake_office, "sys.exit(1)") if os.name == "posix" else None
    assert codes(ods(b"\0" * (40 << 20)), "a.ods") == ["PS119"]
    doctype = b'<?xml version="1.0"?><!DOCTYPE x><x/>'
    assert codes(zipped({"mimetype": ODS, "content.xml": b"<a/>", "meta.xml": doctype}), "a.ods") == ["PS118"]


def test_without_libreoffice_it_says_what_to_do(no_other_programs: None) -> None:
    book, (found,) = got(ods(), "a.ods")
    assert (book, found.code) == (None, "PS154")
    assert ".xlsx" in Words("vi").problem(found).remedy


CELLS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Biểu"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>Sở Y tế</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="0.3"><text:p>0.3</text:p></table:table-cell>
 <table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>
 <table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="5"
 ><text:p>5</text:p></table:table-cell>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


META = """<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2"><office:meta>
 <meta:generator>LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2</meta:generator>
 </office:meta></office:document-meta>"""


@pytest.mark.skipif(office() is None, reason="no LibreOffice")
def test_libreoffice_keeps_texts_numbers_errors_and_formulas() -> None:
    manifest = b"""<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
    <m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
    <m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>
    <m:file-entry m:full-path="meta.xml" m:media-type="text/xml"/></m:manifest>"""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", CELLS)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("meta.xml", META)
    book, (note,) = got(stream.getvalue(), "a.ods")
    assert book is not None, note
    assert note.code == "PS155"
    *stored, calculated = [(cell.kind, cell.text, cell.formula) for cell in book.sheets[0].cells]
    assert calculated[0] == "number" and calculated[2] == "1+1"  # which LibreOffice may calculate again
    assert stored == [
        ("text", "Sở Y tế", None),
        ("number", "0.3", None),
        ("error", "#DIV/0!", "1/0"),
    ]
