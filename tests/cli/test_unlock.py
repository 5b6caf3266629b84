"""``unlock``: nothing is unlocked in silence; what was final is a draft until it is locked again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from calls import Call, Done
from folders import form_of, make

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_record.py"
CLEAN = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")}
LOG, LOCK = "mo-khoa.csv", "khoa-so.json"
WHO, WHY = "Nguyễn Văn A", "=Quyết định số 12/QĐ-UBND, mục 1"


@pytest.fixture
def locked(tmp_path: Path, call: Call) -> Path:
    folder = make(tmp_path / "season", inbox=CLEAN)
    assert call("score", "-C", folder).code == 0
    assert call("lock", "-C", folder).code == 0
    return folder


def unlock(call: Call, folder: Path) -> Done:
    return call("unlock", "--reason", WHY, "--by", WHO, "--today", "2026-03-02", "-C", folder)


def verified(call: Call, folder: Path) -> tuple[int, list[tuple[str, str]], bool]:
    done = call("verify", "-C", folder, "--json")
    told = json.loads(done.out)
    return done.code, [(found["code"], found["file"]) for found in told["problems"]], told["final"]


def final_in_outputs(folder: Path) -> bool:
    told = json.loads((folder / "results" / "ket-qua.json").read_bytes())
    return bool(told["final"])


def head(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / "records" / "head.json").read_bytes())
    return told


def by_strangers(folder: Path) -> int:
    return subprocess.run([sys.executable, "-I", TOOL, folder], capture_output=True, check=False).returncode


def test_who_when_and_why_are_kept_and_the_draft_is_back(locked: Path, call: Call) -> None:
    was = json.loads((locked / LOCK).read_bytes())
    done = unlock(call, locked)
    assert done.code == 0, done.err
    assert not (locked / LOCK).exists()
    log = (locked / LOG).read_bytes().decode("utf-8-sig").splitlines()
    assert log == [
        "when,who,why,record,sha256,body",
        f'2026-03-02,{WHO},"\'{WHY}",{was["record"]},{was["sha256"]},{was["body"]}',
    ]
    assert head(locked)["number"] == 3, "scored, locked, unlocked"
    assert not final_in_outputs(locked)
    assert verified(call, locked) == (0, [("PS827", LOG)], False)
    said = call("verify", "-C", locked, "--lang", "en").out
    assert all(word in said for word in ("2026-03-02", WHO, WHY, was["record"]))
    assert by_strangers(locked) == 0


def test_work_goes_on_and_the_season_is_locked_again(locked: Path, call: Call) -> None:
    unlock(call, locked)
    (locked / "inbox" / "2025_SYT.xlsx").write_bytes(form_of("SYT").put("1.1", points="0,5").content())
    assert call("score", "-C", locked).code == 0
    assert not final_in_outputs(locked)
    done = call("lock", "-C", locked)
    assert done.code == 0, done.err
    assert final_in_outputs(locked)
    assert json.loads((locked / LOCK).read_bytes())["record"] == head(locked)["record"]
    assert verified(call, locked) == (0, [("PS827", LOG)], True)
    before = {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()}
    assert call("score", "-C", locked).code == 0, "nothing changes"
    assert {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()} == before
    assert by_strangers(locked) == 0
    unlock(call, locked)
    assert verified(call, locked) == (0, [("PS827", LOG)] * 2, False)


def test_a_season_that_is_not_resolved_is_not_locked_again(locked: Path, call: Call) -> None:
    unlock(call, locked)
    (locked / "inbox" / "2025_SYT.xlsx").write_bytes(form_of("SYT").put("1.1", points="một").content())
    assert call("score", "-C", locked).code == 1
    number = head(locked)["number"]
    done = call("lock", "-C", locked)
    assert (done.code, "PS814" in done.err, head(locked)["number"]) == (3, True, number)
    assert not (locked / LOCK).exists()


@pytest.mark.parametrize(("what", "code"), [("changed", "PS802"), ("removed", "PS803")])
def test_the_log_cannot_be_changed_unseen(locked: Path, call: Call, what: str, code: str) -> None:
    unlock(call, locked)
    log = locked / LOG
    if what == "removed":
        log.unlink()
    else:
        log.write_bytes(log.read_bytes().replace(b"2026-03-02", b"2026-03-03"))
    assert (code, LOG) in verified(call, locked)[1]


def test_a_lock_that_is_removed_by_hand_is_seen_once_there_is_a_log(locked: Path, call: Call) -> None:
    unlock(call, locked)
    assert call("lock", "-C", locked).code == 0
    (locked / LOCK).unlink()
    code, found, _ = verified(call, locked)
    assert (code, "PS811" in [each for each, _ in found]) == (1, True)


def test_what_cannot_be_unlocked(tmp_path: Path, locked: Path, call: Call) -> None:
    folder = make(tmp_path / "open", inbox=CLEAN)
    done = unlock(call, folder)
    assert (done.code, "PS826" in done.err, (folder / LOG).exists()) == (3, True, False)
    for options in (("--reason", "x"), ("--by", "x"), ("--reason", " ", "--by", "x"), ("--reason", "x", "--by", "")):
        assert call("unlock", *options, "-C", locked).code == 2
    *_, record = sorted((locked / "records").glob("*.jsonl"))
    record.write_bytes(record.read_bytes() + b" ")
    done = unlock(call, locked)
    assert (done.code, "PS809" in done.err) == (3, True)
    assert (locked / LOCK).exists() and not (locked / LOG).exists()


# --- the digest on reports that are scored anew -------------------------------------------------------------------


@pytest.mark.parametrize("command", [("rank",), ("explain", "SYT"), ("explain", "SYT", "1.1")])
def test_the_digest_stands_where_the_record_is_of_this_result(
    locked: Path, call: Call, command: tuple[str, ...]
) -> None:
    digest = str(head(locked)["body"])
    done = call(*command, "-C", locked, "--json")
    assert (json.loads(done.out)["record"], digest in done.err) == (digest, True)
    assert digest in call(*command, "-C", locked).err
    (locked / "figures.csv").write_bytes((locked / "figures.csv").read_bytes() + b"\n")
    done = call(*command, "-C", locked, "--json", "--lang", "en")
    assert json.loads(done.out)["record"] is None
    assert digest not in done.err and "Not in the record yet" in done.err
