"""``parscore check``: which files, which codes, what is written, how it ends."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from calls import Call
from folders import SEASON, form_of, forms, make

from parscore.messages import LANGUAGES, Words
from parscore.workbooks.ooxml import read_file

FAULTY = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025-loi"
BAD = form_of("SYT").put("1.1", points="một")
WARNED = form_of("SNV").put("1.2", points=1)
INBOX = {"2025_SYT.xlsx": BAD, "2025_SNV.xlsx": WARNED}


def codes(out: str) -> list[str]:
    return [line.split("\t")[1] for line in out.splitlines()[1:]]


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["inbox/2025_SNV.xlsx", "2025_SNV.xlsx"])
def test_only_the_files_that_are_named(tmp_path: Path, call: Call, name: str) -> None:
    folder = make(tmp_path, inbox=INBOX)
    done = call("check", name, "-C", folder, "--plain")
    assert (done.code, codes(done.out)) == (0, ["PS207"])
    assert "1 tệp: 1 có cảnh báo · 1 cảnh báo" in done.err
    both = call("check", "2025_SNV.xlsx", "2025_SYT.xlsx", "-C", folder, "--plain")
    assert (both.code, sorted(codes(both.out))) == (1, ["PS105", "PS207"])
    assert call("check", "-C", folder, "inbox", "--plain").out == both.out


def test_a_file_of_the_inbox_gives_what_the_whole_check_says_of_it(call: Call) -> None:
    whole = json.loads(call("check", "-C", FAULTY, "--json").out)["problems"]
    names = ("2025_SNV_tucham.xlsx", "2025_SCT_tucham_sua.xlsx", "2025_SYT_tucham_ban2.xlsx", "~$2025_SYT_tucham.xlsx")
    for file in (f"inbox/{name}" for name in names):
        told = json.loads(call("check", file, "-C", FAULTY, "--json").out)["problems"]
        assert told == [problem for problem in whole if problem["file"] == file] != []


def test_a_lock_file_is_neither_a_form_nor_damaged(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "mua", inbox={**INBOX, "~$2025_SYT.xlsx": b"x"})
    monkeypatch.chdir(tmp_path)
    Path("~$moi.xlsx").write_bytes(b"x")
    for name in ("2025_SYT.xlsx", "moi.xlsx"):
        done = call("check", f"~${name}", "-C", folder, "--plain")
        assert (done.code, codes(done.out)) == (0, ["PS114"])
        assert "Không có biểu nào · 1 ghi chú" in done.err


def test_a_corrected_file_before_it_is_copied(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "mua", inbox=INBOX)
    monkeypatch.chdir(tmp_path)
    form_of("SYT").save(Path("sua.xlsx"))
    done = call("check", "sua.xlsx", "-C", folder)
    assert (done.code, done.out, done.err) == (0, "", "1 tệp: 1 đạt · không có vấn đề nào\n")
    BAD.save(Path("sua.xlsx"))
    done = call("check", "sua.xlsx", "-C", folder, "--json")
    assert {problem["file"] for problem in json.loads(done.out)["problems"]} == {"sua.xlsx"}
    assert done.code == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_not_there(tmp_path: Path, call: Call, language: Any) -> None:
    done = call("check", "2025_SYT.xlxs", "-C", make(tmp_path, inbox=INBOX), "--lang", language, COLUMNS="200")
    assert (done.code, done.out) == (2, "")
    assert "“2025_SYT.xlxs”" in done.err and "inbox/2025_SYT.xlsx" in done.err


# --- codes --------------------------------------------------------------------------------------------------------


def test_only_some_codes(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path, inbox=INBOX)
    done = call("check", "-C", folder, "--plain", "--only", "PS207")
    assert (done.code, codes(done.out)) == (0, ["PS207"])
    assert done.err.startswith("Chỉ xem mã PS207: gặp ở 1 trên 2 tệp · 1 cảnh báo\n")
    assert "đạt" not in done.err
    for asked in (("--only", "ps1,PS207"), ("--only", "PS1", "--only", "PS207"), ("--only", "PS1, ps207")):
        done = call("check", "-C", folder, "--plain", *asked)
        assert (done.code, sorted(codes(done.out))) == (1, ["PS105", "PS207"])


def test_a_code_that_there_is_not(tmp_path: Path, call: Call) -> None:
    done = call("check", "-C", make(tmp_path), "--only", "PS1x7", COLUMNS="200")
    assert (done.code, done.out) == (2, "")
    assert "“PS1X7”" in done.err and "PS107" in done.err


# --- return notes -------------------------------------------------------------------------------------------------


def test_a_note_for_whoever_has_something_to_mend(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "mua", inbox={**forms(), "2025_SYT.xlsx": BAD, "la.xlsx": b"<html>"})
    done = call("check", "-C", folder, "--write-notes", tmp_path / "tra-lai")
    assert done.code == 1
    assert listed(tmp_path / "tra-lai") == ["2025_SYT_phieu-gui-tra.xlsx"]
    assert f"Đã ghi 1 phiếu gửi trả vào {(tmp_path / 'tra-lai').as_posix()}." in done.err
    assert "1 đơn vị đã gửi biểu và không có gì phải sửa (không có phiếu): SNV" in done.err
    assert "không có phiếu: inbox/la.xlsx" in done.err
    assert "--write-notes" not in done.err
    assert listed(folder) == ["agencies.csv", "criteria", "figures.csv", "inbox", "season.yaml"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_in_the_language_of_the_run(tmp_path: Path, call: Call, language: Any) -> None:
    folder = make(tmp_path / "mua", inbox=INBOX)
    call("check", "-C", folder, "--write-notes", tmp_path / "notes", "--lang", language)
    book, problems = read_file(tmp_path / "notes" / "2025_SYT_phieu-gui-tra.xlsx", "x.xlsx")
    assert book is not None and problems == ()
    assert book.sheets[0].name == Words(language).text("notes", "note.sheet")


def test_a_later_run_replaces_notes_and_names_those_that_are_over(tmp_path: Path, call: Call) -> None:
    folder, target = make(tmp_path / "mua", inbox=INBOX), tmp_path / "tra-lai"
    call("check", "-C", folder, "--write-notes", target)
    first = {path.name: path.read_bytes() for path in target.iterdir()}
    call("check", "-C", folder, "--write-notes", target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == first
    (target / "2025_SNV_phieu-gui-tra.xlsx").write_bytes(b"old")
    form_of("SYT").save(folder / "inbox" / "2025_SYT.xlsx")
    done = call("check", "-C", folder, "--write-notes", target)
    assert "nay không cần nữa: 2025_SYT_phieu-gui-tra.xlsx\n" in done.err
    assert (target / "2025_SYT_phieu-gui-tra.xlsx").read_bytes() == first["2025_SYT_phieu-gui-tra.xlsx"]
    assert (target / "2025_SNV_phieu-gui-tra.xlsx").read_bytes() == first["2025_SNV_phieu-gui-tra.xlsx"]


def test_notes_of_the_files_that_are_named_alone(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "mua", inbox=INBOX)
    done = call("check", "2025_SNV.xlsx", "-C", folder, "--write-notes", tmp_path / "tra-lai", "--json")
    assert listed(tmp_path / "tra-lai") == ["2025_SNV_phieu-gui-tra.xlsx"]
    told = json.loads(done.out)
    assert told["notes"] == [(tmp_path / "tra-lai" / "2025_SNV_phieu-gui-tra.xlsx").as_posix()]
    assert [file["file"] for file in told["files"]] == ["inbox/2025_SNV.xlsx"]


def test_a_note_says_everything_whatever_codes_are_shown(tmp_path: Path, call: Call) -> None:
    """A form returned for one of its faults alone would come back with the others."""
    folder = make(tmp_path / "mua", inbox=INBOX)
    call("check", "-C", folder, "--write-notes", tmp_path / "a")
    done = call("check", "-C", folder, "--write-notes", tmp_path / "b", "--only", "PS207")
    assert listed(tmp_path / "b") == ["2025_SNV_phieu-gui-tra.xlsx", "2025_SYT_phieu-gui-tra.xlsx"]
    assert all(
        (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in listed(tmp_path / "a")
    )
    assert "không có gì phải sửa" not in done.err


def test_nothing_to_return(tmp_path: Path, call: Call) -> None:
    done = call("check", "-C", make(tmp_path / "mua"), "--write-notes", tmp_path / "tra-lai")
    assert (done.code, "Đã ghi 0 phiếu" in done.err) == (0, True)
    assert not (tmp_path / "tra-lai").exists()


def test_notes_that_cannot_be_written(tmp_path: Path, call: Call) -> None:
    (tmp_path / "tra-lai").write_bytes(b"mine")
    done = call("check", "-C", make(tmp_path / "mua", inbox=INBOX), "--write-notes", tmp_path / "tra-lai")
    assert (done.code, "PS006" in done.err) == (3, True)
    assert (tmp_path / "tra-lai").read_bytes() == b"mine"


def test_nobody_else_is_named_in_a_note_of_the_faulty_season(tmp_path: Path, call: Call) -> None:
    shutil.copytree(FAULTY, tmp_path / "mua")
    done = call("check", "-C", tmp_path / "mua", "--write-notes", tmp_path / "n", "--lang", "en")
    assert len(listed(tmp_path / "n")) == 10
    assert "2025_TTT_tucham.xlsx" in done.err


# --- hints --------------------------------------------------------------------------------------------------------


def test_the_hint_works_where_it_is_typed(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "mua 2025", inbox=INBOX)
    assert f"parscore check --write-notes tra-lai -C '{folder.as_posix()}'\n" in call("check", "-C", folder).err
    monkeypatch.chdir(folder)
    assert "parscore check --write-notes tra-lai\n" in call("check").err
    assert re.search(r"parscore rule PS\d{3}\n", call("check").err)
    clean = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")}
    done = call("check", "-C", make(tmp_path / "sound", season=SEASON, inbox=clean))
    assert done.err == "2 tệp: 2 đạt · không có vấn đề nào\n"
