"""``verify`` and ``lock``: how they end, what they say and keep from being written; the program of strangers."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import surveys
from calls import Call
from folders import form_of, make
from openpyxl import load_workbook
from records import first, forge, staged

from parscore.workbooks.ooxml import read_file

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_record.py"
CLEAN = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")}


@pytest.fixture
def season(tmp_path: Path, call: Call) -> Path:
    folder = make(tmp_path / "season", inbox=CLEAN)
    assert call("score", "-C", folder).code == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def by_strangers(folder: Path, *digest: str) -> tuple[int, list[str]]:
    """What the program says that knows nothing of parscore."""
    command = [sys.executable, "-I", TOOL, folder, *digest]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_digest_stands_on_every_report(season: Path, call: Call) -> None:
    done = call("score", "-C", season, "--json")
    digest = json.loads(done.out)["record"]
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest in done.err
    assert json.loads((season / "results" / "ket-qua.json").read_bytes())["record"] == digest
    book, _ = read_file(season / "results" / "bang-tong-hop.xlsx", "a.xlsx")
    assert book and any(cell.text == digest for cell in book.sheets[-1].cells)
    assert call("verify", "-C", season, "--digest", digest[:12]).code == 0
    done = call("verify", "-C", season, "--digest", "0123456789ab")
    assert (done.code, "PS815" in done.out) == (1, True)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_verify_says_what_was_checked_and_writes_nothing(season: Path, call: Call, lang: str) -> None:
    before = files(season)
    done = call("verify", "-C", season, "--lang", lang)
    assert done.code == 0 and "12" in done.err
    told = json.loads(call("verify", "-C", season, "--json", "--lang", lang).out)
    assert (told["schema"], told["scores_checked"], told["records_checked"]) == ("parscore.verify/1", 12, 1)
    assert (told["problems"], told["final"]) == ([], True)
    assert told["body"] in done.err
    assert files(season) == before


def test_verify_ends_with_1_where_anything_differs_and_3_without_a_record(season: Path, call: Call) -> None:
    (season / "figures.csv").write_bytes(b"")
    done = call("verify", "-C", season)
    assert (done.code, "PS802" in done.out, "figures.csv" in done.out) == (1, True, True)
    shutil.rmtree(season / "records")
    done = call("verify", "-C", season)
    assert (done.code, "PS801" in done.err) == (3, True)


def test_a_locked_season(season: Path, call: Call) -> None:
    done = call("lock", "-C", season)
    assert (done.code, "khoa-so.json" in "".join(files(season))) == (0, True)
    locked = files(season)
    assert call("score", "-C", season).code == 0, "nothing changes"
    assert call("verify", "-C", season).code == 0
    assert call("lock", "-C", season).code == 3
    assert files(season) == locked
    (season / "inbox" / "2025_SYT.xlsx").write_bytes(form_of("SYT").put("1.1", points="0,5").content())
    changed = files(season)
    done = call("score", "-C", season)
    assert (done.code, "PS813" in done.err) == (3, True)
    assert files(season) == changed
    done = call("verify", "-C", season)
    assert (done.code, "PS802" in done.out) == (1, True)


def test_imports_write_nothing_into_a_locked_season(season: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("lock", "-C", season).code == 0
    locked = files(season)
    outputs = {season / "appraisals" / "appraisal.csv": b"x"}
    monkeypatch.setattr("parscore.season.appraisal_files.import_files", lambda *_: ([], outputs))
    done = call("appraise", "import", "a.xlsx", "-C", season)
    assert (done.code, "PS813" in done.err) == (3, True)
    assert files(season) == locked


def test_ballots_change_nothing_in_a_locked_season(tmp_path: Path, call: Call) -> None:
    folder = surveys.make(
        tmp_path, surveys.WIDE, {"phieu.csv": surveys.csv_of([surveys.HEADER, ("1", "SYT", "5", "A")])}
    )
    (folder / "khoa-so.json").write_bytes(b"")
    before = files(folder)
    done = call("survey", "import", "-C", folder)
    assert (done.code, "PS813" in done.err) == (3, True)
    assert files(folder) == before


def test_what_cannot_be_locked(tmp_path: Path, call: Call) -> None:
    draft = make(tmp_path / "a", inbox={**CLEAN, "2025_SNV.xlsx": form_of("SNV").put("1.1", points="một")})
    done = call("lock", "-C", draft)
    assert (done.code, "PS801" in done.err, "PS814" in done.err) == (3, True, True)
    assert call("score", "-C", draft).code == 1
    done = call("lock", "-C", draft)
    assert (done.code, "PS814" in done.err) == (3, True)
    changed = make(tmp_path / "b", inbox=CLEAN)
    assert call("score", "-C", changed).code == 0
    (changed / "inbox" / "a.txt").write_bytes(b"")
    done = call("lock", "-C", changed)
    assert (done.code, "PS804" in done.err, "PS814" in done.err) == (3, True, True)
    assert not list(tmp_path.rglob("khoa-so.json"))


# --- the program of strangers -------------------------------------------------------------------------------------


def test_strangers_find_nothing_in_a_sound_season(season: Path, call: Call) -> None:
    assert by_strangers(season) == (0, ["nothing to complain of"])
    (season / "inbox" / "a.txt").write_bytes(b"")
    call("score", "-C", season)
    digest = json.loads((season / "results" / "ket-qua.json").read_bytes())["record"]
    assert by_strangers(season, digest[:12]) == (0, ["nothing to complain of"])
    assert by_strangers(season, "0" * 12)[0] == 1


def test_strangers_name_what_differs(season: Path) -> None:
    (season / "figures.csv").write_bytes(b"")
    (season / "inbox" / "2025_SYT.xlsx").unlink()
    (season / "inbox" / "a.txt").write_bytes(b"")
    (season / "results" / "ket-qua.json").write_bytes(b"{}")
    (season / "results" / "bang-tong-hop.xlsx").unlink()
    code, said = by_strangers(season)
    assert code == 1 and sorted(said) == [
        "figures.csv: input changed", "inbox/2025_SYT.xlsx: input missing", "inbox/a.txt: extra input",
        "results/bang-tong-hop.xlsx: output missing", "results/ket-qua.json: output changed",
    ]  # fmt: skip


def test_strangers_find_a_record_that_was_changed(season: Path) -> None:
    (path,) = (season / "records").glob("*.jsonl")
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"points":"1"', b'"points":"2"', 1))
    assert by_strangers(season)[0] == 1
    path.unlink()
    assert by_strangers(season) == (1, [f"{path.name}: missing"])


def test_strangers_add_up_the_points_of_a_forged_record(season: Path) -> None:
    def sums(lines: list[dict[str, object]]) -> None:
        first(lines, "total", agency="SYT")["points"] = "9"
        first(lines, "leaf", agency="SNV", code="1.1")["points"] = "3"

    forge(season, sums)
    code, said = by_strangers(season)
    assert code == 1
    assert {"SYT: the total is not the sum of its leaves", "SYT: the index is not points / maximum x 100",
            "SNV 1.1: 3 points of at most 1", "SNV: the total is not the sum of its leaves"} <= set(said)  # fmt: skip


def test_the_program_of_strangers_is_short_and_knows_nothing_of_parscore() -> None:
    text = TOOL.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"^(from|import) (parscore|yaml|pydantic)", text, re.MULTILINE)


def test_reports_are_drafts_until_the_season_is_locked(season: Path, call: Call) -> None:
    """The same figures, final all along: what can still change is no official result."""

    def text() -> str:
        book = load_workbook(season / "results" / "bang-tong-hop.xlsx")
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)

    call("score", "-C", season)
    assert "DỰ THẢO" in text() and json.loads((season / "results" / "ket-qua.json").read_bytes())["final"]
    assert call("lock", "-C", season).code == 0
    assert "DỰ THẢO" not in text() and "KẾT QUẢ CHÍNH THỨC" in text()
    assert call("verify", "-C", season).code == 0
    assert call("score", "-C", season).code == 0, "nothing differs"


def drafts(season: Path, call: Call, out: Path) -> dict[str, bool]:
    """Whether each output of the official stage bears the mark of a draft."""
    call("report", "-f", "xlsx", "-f", "docx", "-f", "html", "-C", season, "-o", out)
    call("feedback", "SYT", "-f", "xlsx", "-C", season, "-o", out)
    said = {
        "rank": "DỰ THẢO" in call("rank", "-C", season).out,
        "json": json.loads(call("rank", "--json", "-C", season).out)["draft"],
        "export": json.loads(call("export", "-f", "json", "-C", season).out)["draft"],
        "html": "DỰ THẢO" in (out / "bao-cao.html").read_text(encoding="utf-8"),
    }
    for path in sorted(out.glob("*.*")):
        if path.suffix in (".xlsx", ".docx"):
            texts = [
                zipfile.ZipFile(path).read(name).decode()
                for name in zipfile.ZipFile(path).namelist()
                if name.endswith(".xml")
            ]
            said[path.name] = any("DỰ THẢO" in text for text in texts)
    assert len(said) == 7
    return said


def test_only_the_result_that_was_locked_is_official(season: Path, tmp_path: Path, call: Call) -> None:
    call("lock", "-C", season)
    assert set(drafts(season, call, tmp_path / "a").values()) == {False}
    assert call("rank", "-C", season).code == 0
    sound = (season / "figures.csv").read_bytes()
    (season / "figures.csv").write_bytes(sound.replace(b"80", b"81"))
    assert (season / "figures.csv").read_bytes() != sound
    assert set(drafts(season, call, tmp_path / "b").values()) == {True}
    for command in (
        ("rank",),
        ("report", "-f", "html", "-o", tmp_path / "b"),
        ("feedback", "SYT", "-o", tmp_path / "b"),
    ):
        done = call(*command, "-C", season)
        assert (done.code, "PS819" in done.err) == (1, True), command
    assert json.loads(call("rank", "--json", "-C", season).out)["final"] is False
    (season / "figures.csv").write_bytes(sound)
    done = call("rank", "-C", season)
    assert (done.code, "PS819" in done.err, "DỰ THẢO" in done.out) == (0, False, False)


def test_a_lock_that_nobody_made_by_the_command_makes_nothing_official(
    season: Path, tmp_path: Path, call: Call
) -> None:
    (season / "khoa-so.json").touch()
    assert set(drafts(season, call, tmp_path / "a").values()) == {True}
    assert "PS819" in call("rank", "-C", season).err


def test_another_stage_of_a_locked_season_is_a_draft_and_no_fault(tmp_path: Path, call: Call) -> None:
    folder = staged(tmp_path / "season")
    call("score", "-C", folder)
    assert call("lock", "-C", folder).code == 0
    done = call("rank", "--stage", "self", "-C", folder)
    assert (done.code, "PS819" in done.err, "DỰ THẢO" in done.out) == (0, False, True)


def test_records_without_their_head_are_a_broken_chain(season: Path, call: Call) -> None:
    (season / "records" / "head.json").unlink()
    before = files(season)
    for command in ("verify", "score", "lock"):
        done = call(command, "-C", season)
        assert (done.code, "PS810" in done.err, "PS801" in done.err) == (3, True, False), command
    assert files(season) == before
    for path in (season / "records").iterdir():
        path.unlink()
    assert "PS801" in call("verify", "-C", season).err
    assert call("score", "-C", season).code == 0


def test_scores_count_as_checked_only_where_they_were_scored_again(season: Path, call: Call) -> None:
    assert json.loads(call("verify", "-C", season, "--json").out)["scores_checked"] > 0
    for name, change in (
        ("figures.csv", lambda path: path.write_bytes(path.read_bytes() + b"\n")),
        ("agencies.csv", Path.unlink),
    ):
        sound = (season / name).read_bytes()
        change(season / name)
        done = call("verify", "-C", season)
        assert (done.code, "CHƯA chấm lại" in done.err) == (1, True)
        assert json.loads(call("verify", "-C", season, "--json").out)["scores_checked"] == 0
        (season / name).write_bytes(sound)


@pytest.mark.parametrize("short", ["", " ", "6", "0123456789a", "0123456789ag", "không có mã"])
def test_less_of_a_digest_than_stands_on_a_page_proves_nothing(season: Path, call: Call, short: str) -> None:
    done = call("verify", "-C", season, "--digest", short)
    assert (done.code, "12" in done.err, done.out) == (2, True, "")
