"""The chain of records: what lengthens it, what does not, and what it refuses to go on from."""

import hashlib
import json
from pathlib import Path

import pytest
from folders import form_of
from records import codes, facts, head_of, kept, lines_of, locked, record_of, recorded, run, staged

from parscore.reports.outputs import OUTPUTS
from parscore.season import keep
from parscore.season.chain import name_of, versions
from parscore.season.frozen import LOCK_FILE, Frozen, frozen_as, read_lock, refusal
from parscore.season.keep import Kept


@pytest.fixture
def season(tmp_path: Path) -> Path:
    return recorded(tmp_path)


def all_files(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_run_that_changes_nothing_writes_the_same_bytes_and_no_new_record(season: Path) -> None:
    before = all_files(season)
    kept(season)
    assert all_files(season) == before


def test_every_change_is_a_new_record_that_names_the_one_before(season: Path) -> None:
    heads = [head_of(season)]
    for change in ("note", "form", "language"):
        if change == "note":
            (season / "inbox" / "a.txt").write_bytes(b"x")
        elif change == "form":
            (season / "inbox" / "2025_SNV.xlsx").write_bytes(form_of("SNV").content())
        kept(season, "en" if change == "language" else "vi")
        heads.append(head_of(season))
    assert [head.number for head in heads] == [1, 2, 3, 4]
    assert [head.previous for head in heads] == ["", *(head.sha256 for head in heads[:-1])]
    assert len({head.body for head in heads}) == 3
    for head in heads:
        content = (season / "records" / head.record).read_bytes()
        assert hashlib.sha256(content).hexdigest() == head.sha256
        assert name_of(head.number, head.sha256) == head.record
        body, _, _ = content.rstrip(b"\n").rpartition(b"\n")
        assert hashlib.sha256(body + b"\n").hexdigest() == head.body


def test_going_back_is_a_new_record_too(season: Path) -> None:
    first = head_of(season)
    kept(season, "en")
    kept(season)
    assert head_of(season).number == 3 and head_of(season).body == first.body


def test_the_last_line_lists_the_outputs_and_the_outputs_carry_the_body(season: Path) -> None:
    end, head = lines_of(season)[-1], head_of(season)
    assert [output["path"] for output in end["outputs"]] == list(OUTPUTS)
    for output in end["outputs"]:
        content = (season / output["path"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (output["sha256"], output["size"])
    assert json.loads((season / OUTPUTS[1]).read_bytes())["record"] == head.body
    assert end["versions"] == versions() and versions()["python"]


def test_an_older_head_that_is_broken_stops_the_run(season: Path) -> None:
    (season / "inbox" / "a.txt").write_bytes(b"x")
    path, content = record_of(season), record_of(season).read_bytes()
    for damage, code in ((content + b" ", "PS809"), (None, "PS810")):
        path.unlink()
        if damage:
            path.write_bytes(damage)
        done = run(season)
        assert isinstance(done, tuple) and not isinstance(done, Kept) and codes(done) == [code]
    (season / "records" / "head.json").write_bytes(b"{")
    done = run(season)
    assert not isinstance(done, Kept) and codes(done) == ["PS810"]


@pytest.mark.parametrize("path", ["season.yaml", "figures.csv", "inbox/2025_SYT.xlsx", "criteria/thu/2025.1.yaml"])
def test_an_input_that_changes_while_the_season_is_scored(
    season: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keep.inputs_of

    def meanwhile(folder: Path) -> object:
        (season / path).write_bytes((season / path).read_bytes() + b"\n")
        return real(folder)

    monkeypatch.setattr(keep, "inputs_of", meanwhile)
    done = run(season)
    assert not isinstance(done, Kept)
    assert [(found.code, found.place.file) for found in done] == [("PS817", path)]


@pytest.mark.parametrize("path", ["season.yaml", "agencies.csv", "figures.csv", "appraisals/appraisal.csv"])
def test_an_input_that_is_another_one_only_while_it_is_read(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the same before and after; what was read in between is what counts."""
    folder, real = staged(tmp_path), Path.read_bytes

    def exchanged(file: Path) -> bytes:
        return real(file) + (b"\n" if file == folder / path else b"")

    assert isinstance(run(folder), Kept)
    monkeypatch.setattr(Path, "read_bytes", exchanged)
    done = run(folder)
    assert not isinstance(done, Kept)
    assert [(found.code, found.place.file) for found in done] == [("PS817", path)]


def test_a_locked_season_refuses_what_differs_and_nothing_else(season: Path) -> None:
    assert read_lock(season) is None
    locked(season)
    assert read_lock(season) == frozen_as(head_of(season))
    assert isinstance(run(season), Kept)
    (season / "figures.csv").write_bytes((season / "figures.csv").read_bytes().replace(b"80", b"81"))
    done = run(season)
    assert not isinstance(done, Kept) and codes(done) == ["PS813"]
    assert facts(done[0])["found"] == OUTPUTS[0]
    (season / LOCK_FILE).write_bytes(b"?")
    assert read_lock(season) == Frozen("", "", "")
    assert codes(run(season)) == ["PS813"], "a lock that cannot be read is a lock"  # type: ignore[arg-type]
    (season / LOCK_FILE).unlink()
    assert isinstance(run(season), Kept)


def test_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert refusal(tmp_path, {path: b"x"}) is None
    (tmp_path / LOCK_FILE).write_bytes(b"")
    assert refusal(tmp_path, {path: b"x"}) is not None, "a new file is a change"
    path.write_bytes(b"x")
    assert refusal(tmp_path, {path: b"x"}) is None
    assert refusal(tmp_path, {path: b"y"}) is not None
