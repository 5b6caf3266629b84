"""``choose``: one of several different forms is named; who, when and why are kept, and nothing is chosen by mistake."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from calls import Call, Done
from folders import form_of, make
from forms import Stored

from parscore.messages import LANGUAGES
from parscore.season.lock import locked

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_record.py"
OLD, NEW = form_of("SYT").content(), form_of("SYT").put("1.1", points=Stored("number", "0.5")).content()
SNV = form_of("SNV").content()
WHO, WHY = "Nguyễn Văn A", "=Công văn 12/SYT, mục 1"
LOG = "choices.csv"
HEADER = "agency,file,sha256,when,who,why"


def season(path: Path, **files: bytes) -> Path:
    inbox = {"snv.xlsx": SNV, **{f"{name}.xlsx": content for name, content in files.items()}}
    return make(path, inbox=inbox)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return season(tmp_path / "season", cu=OLD, moi=NEW)


def choose(call: Call, folder: Path, file: object, *, who: str = WHO, why: str = WHY, day: str = "2026-01-20") -> Done:
    return call("choose", file, "--by", who, "--reason", why, "--today", day, "-C", folder)


def line(file: str, content: bytes, day: str = "2026-01-20") -> str:
    return f'SYT,inbox/{file}.xlsx,{sha256(content).hexdigest()},{day},{WHO},"\'{WHY}"'


def log(folder: Path) -> list[str]:
    return (folder / LOG).read_bytes().decode("utf-8-sig").splitlines()


def checked(call: Call, folder: Path) -> list[tuple[str, str]]:
    told = json.loads(call("check", "-C", folder, "--json").out)
    return [(found["code"], found["file"]) for found in told["problems"]]


def untouched(done: Done, folder: Path, code: int) -> bool:
    return done.code == code and "Traceback" not in done.err and not (folder / LOG).exists()


# --- choosing -----------------------------------------------------------------------------------------------------


def test_who_when_and_why_are_kept_and_the_form_counts(folder: Path, call: Call) -> None:
    assert checked(call, folder) == [("PS703", ""), ("PS109", "inbox/cu.xlsx"), ("PS109", "inbox/moi.xlsx")]
    done = choose(call, folder, "inbox/moi.xlsx")
    assert done.code == 0, done.err
    assert (folder / LOG).read_bytes().startswith(b"\xef\xbb\xbf")
    assert log(folder) == [HEADER, line("moi", NEW)]
    assert checked(call, folder) == [("PS167", "inbox/cu.xlsx")]
    assert call("score", "-C", folder).code == 0


def test_rows_are_only_added_and_the_last_one_counts(folder: Path, call: Call) -> None:
    choose(call, folder, "inbox/moi.xlsx")
    before = (folder / LOG).read_bytes()
    assert choose(call, folder, "inbox/cu.xlsx", day="2026-01-21").code == 0
    assert (folder / LOG).read_bytes().startswith(before)
    assert log(folder) == [HEADER, line("moi", NEW), line("cu", OLD, "2026-01-21")]
    assert checked(call, folder) == [("PS167", "inbox/moi.xlsx")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_says_which_form_counts_and_which_do_not(folder: Path, call: Call, language: str) -> None:
    (folder / "inbox" / "ba.xlsx").write_bytes(form_of("SYT").put("1.1", points=Stored("number", "0.25")).content())
    (folder / "inbox" / "moi (2).xlsx").write_bytes(NEW)
    done = call("choose", "moi.xlsx", "--by", WHO, "--reason", WHY, "-C", folder, "--lang", language)
    lines = done.err.splitlines()
    assert any(line.endswith(": inbox/moi.xlsx") and "Sở Y tế" in line for line in lines)
    assert any(line.endswith(": inbox/ba.xlsx, inbox/cu.xlsx") for line in lines)
    assert any(line.endswith(f"parscore score -C {folder}") for line in lines)
    assert "moi (2)" not in done.err


@pytest.mark.parametrize("name", ["moi.xlsx", "inbox/moi.xlsx", "season/inbox/moi.xlsx"])
def test_a_file_is_found_by_any_of_its_paths(
    folder: Path, call: Call, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert choose(call, Path("season"), name).code == 0
    assert log(folder) == [HEADER, line("moi", NEW)]


def test_either_name_of_the_same_bytes_can_be_chosen(folder: Path, call: Call) -> None:
    (folder / "inbox" / "z.xlsx").write_bytes(NEW)
    assert choose(call, folder, "z.xlsx").code == 0
    assert log(folder) == [HEADER, line("z", NEW)]
    assert checked(call, folder) == [("PS167", "inbox/cu.xlsx"), ("PS131", "inbox/z.xlsx")]


def test_the_only_form_left_can_be_chosen_once_the_chosen_one_is_gone(folder: Path, call: Call) -> None:
    choose(call, folder, "moi.xlsx")
    (folder / "inbox" / "moi.xlsx").unlink()
    assert checked(call, folder) == [("PS703", ""), ("PS168", "inbox/cu.xlsx")]
    assert choose(call, folder, "cu.xlsx").code == 0
    assert checked(call, folder) == []


def test_a_corrected_form_sent_after_the_choice_can_be_chosen(folder: Path, call: Call) -> None:
    choose(call, folder, "moi.xlsx")
    corrected = form_of("SYT").put("1.1", points=Stored("number", "0.25")).content()
    (folder / "inbox" / "moi.xlsx").write_bytes(corrected)
    (folder / "inbox" / "cu.xlsx").unlink()
    assert checked(call, folder) == [("PS703", ""), ("PS168", "inbox/moi.xlsx")]
    assert choose(call, folder, "moi.xlsx").code == 0
    assert log(folder) == [HEADER, line("moi", NEW), line("moi", corrected)]
    assert checked(call, folder) == []


def test_a_register_saved_by_a_spreadsheet_goes_on(folder: Path, call: Call) -> None:
    before = HEADER.replace(",", ";") + f"\r\nSYT;x;{sha256(OLD).hexdigest()};20/01/2026;B;C\r\n"
    (folder / LOG).write_text(before, encoding="utf-8", newline="")
    assert choose(call, folder, "moi.xlsx", why="vì; vậy").code == 0
    added = f'SYT;inbox/moi.xlsx;{sha256(NEW).hexdigest()};2026-01-20;{WHO};"vì; vậy"\r\n'
    assert (folder / LOG).read_bytes().decode() == before + added
    assert checked(call, folder) == [("PS167", "inbox/cu.xlsx")]


# --- refusing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_wrong_gets_the_nearest(folder: Path, call: Call, language: str) -> None:
    done = call("choose", "mio.xlsx", "--by", WHO, "--reason", WHY, "-C", folder, "--lang", language)
    assert untouched(done, folder, 2)
    assert "inbox/moi.xlsx" in done.err


def test_a_file_from_elsewhere_is_refused(folder: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "khac.xlsx").write_bytes(NEW)
    done = choose(call, folder, tmp_path / "khac.xlsx")
    assert untouched(done, folder, 2)
    assert "inbox/" in done.err


def test_a_folder_is_refused(folder: Path, call: Call, tmp_path: Path) -> None:
    assert untouched(choose(call, folder, "inbox"), folder, 2)
    (tmp_path / "empty").mkdir()
    assert untouched(choose(call, folder, tmp_path / "empty"), folder, 2)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("la.xlsx", b"<html>", "PS116"), ("thu.pdf", b"%PDF", "PS136"), ("~$moi.xlsx", b"x", "PS114"),
     ("syt ban do.xlsx", form_of("SYT", header=[{}]).content(), "PS101"),
     ("ai.xlsx", form_of("SYT", rows=[]).content(), "PS102")],
)  # fmt: skip
def test_what_is_nobodys_usable_form_is_refused_and_says_why(
    folder: Path, call: Call, name: str, content: bytes, code: str
) -> None:
    (folder / "inbox" / name).write_bytes(content)
    done = choose(call, folder, f"inbox/{name}")
    assert untouched(done, folder, 3), done.err
    assert code in done.err


@pytest.mark.parametrize(
    ("agency", "files"), [("snv.xlsx", {"cu": OLD, "moi": NEW}), ("cu.xlsx", {"cu": OLD, "z": OLD})]
)
def test_where_there_is_one_form_there_is_nothing_to_choose(
    tmp_path: Path, call: Call, agency: str, files: dict[str, bytes]
) -> None:
    place = season(tmp_path / "s", **files)
    done = choose(call, place, agency)
    assert untouched(done, place, 2)
    assert f"inbox/{agency}" in done.err


def test_a_chosen_form_that_is_the_only_one_needs_no_second_choice(folder: Path, call: Call) -> None:
    choose(call, folder, "moi.xlsx")
    (folder / "inbox" / "cu.xlsx").unlink()
    assert (choose(call, folder, "moi.xlsx").code, len(log(folder))) == (2, 2)


@pytest.mark.parametrize("options", [
    ("--by", "x"), ("--reason", "x"), ("--by", " ", "--reason", "x"), ("--by", "x", "--reason", ""),
])  # fmt: skip
def test_nobody_chooses_without_a_name_and_a_reason(folder: Path, call: Call, options: tuple[str, ...]) -> None:
    assert untouched(call("choose", "moi.xlsx", *options, "-C", folder), folder, 2)


@pytest.mark.parametrize(
    "content", [b"\xff\xfea", b"agency,file\n", f'{HEADER}\nSYT,x,{"0" * 64},2026-01-20,B,"C'.encode()]
)
def test_a_register_that_cannot_be_added_to_is_left_as_it_is(folder: Path, call: Call, content: bytes) -> None:
    (folder / LOG).write_bytes(content)
    done = choose(call, folder, "moi.xlsx")
    assert (done.code, "PS169" in done.err, (folder / LOG).read_bytes()) == (3, True, content)


def test_another_run_is_waited_for(folder: Path, call: Call) -> None:
    with locked(folder, "parscore score"):
        done = choose(call, folder, "moi.xlsx")
    assert untouched(done, folder, 3)
    assert "PS011" in done.err


# --- the record, the lock, what comes next ------------------------------------------------------------------------


def test_the_choice_is_part_of_the_record(folder: Path, call: Call) -> None:
    choose(call, folder, "moi.xlsx")
    assert call("score", "-C", folder).code == 0
    head = json.loads((folder / "records" / "head.json").read_bytes())
    lines = [json.loads(each) for each in (folder / "records" / head["record"]).read_bytes().splitlines()]
    inputs: dict[str, dict[str, Any]] = {each["path"]: each for each in lines if each["kind"] == "input"}
    assert inputs[LOG]["role"] == "choices"
    assert [inputs[f"inbox/{name}.xlsx"]["used"] for name in ("cu", "moi")] == [False, True]
    assert inputs["inbox/cu.xlsx"]["codes"] == ["PS167"]
    assert call("verify", "-C", folder).code == 0
    assert call("audit", "recheck", "-C", folder).code == 0
    assert subprocess.run([sys.executable, "-I", TOOL, folder], check=False).returncode == 0


@pytest.mark.parametrize(("what", "code"), [("changed", "PS802"), ("removed", "PS803")])
def test_the_register_cannot_be_changed_unseen(folder: Path, call: Call, what: str, code: str) -> None:
    choose(call, folder, "moi.xlsx")
    call("score", "-C", folder)
    register = folder / LOG
    if what == "removed":
        register.unlink()
    else:
        register.write_bytes(register.read_bytes().replace(WHO.encode(), b"B"))
    told = json.loads(call("verify", "-C", folder, "--json").out)
    assert (code, LOG) in [(found["code"], found["file"]) for found in told["problems"]]
    assert subprocess.run([sys.executable, "-I", TOOL, folder], capture_output=True, check=False).returncode == 1


def test_in_a_locked_season_nothing_is_chosen(folder: Path, call: Call) -> None:
    choose(call, folder, "moi.xlsx")
    assert (call("score", "-C", folder).code, call("lock", "-C", folder).code) == (0, 0)
    before = (folder / LOG).read_bytes()
    done = choose(call, folder, "cu.xlsx")
    assert (done.code, "PS813" in done.err, (folder / LOG).read_bytes()) == (3, True, before)
    assert call("unlock", "--by", WHO, "--reason", WHY, "-C", folder).code == 0
    assert choose(call, folder, "cu.xlsx").code == 0


def test_the_status_says_it_as_what_comes_next(folder: Path, call: Call) -> None:
    def commands() -> list[str]:
        return [one["command"] for one in json.loads(call("status", "-C", folder, "--json").out)["next"]]

    wanted = f"parscore choose FILE --by NAME --reason TEXT -C {folder}"
    assert wanted in commands()
    choose(call, folder, "moi.xlsx")
    assert wanted not in commands()
    (folder / "inbox" / "moi.xlsx").unlink()
    assert wanted in commands()
    (folder / "inbox" / "cu.xlsx").unlink()
    assert wanted not in commands(), "there is nothing to choose from"


def test_a_newer_file_can_be_checked_before_it_is_copied(folder: Path, call: Call, tmp_path: Path) -> None:
    choose(call, folder, "moi.xlsx")
    form_of("SYT").put("1.1", points=Stored("number", "0.25")).save(tmp_path / "sua.xlsx")
    done = call("check", tmp_path / "sua.xlsx", "-C", folder, "--json")
    assert (done.code, json.loads(done.out)["problems"]) == (0, [])
