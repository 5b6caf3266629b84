"""Rechecking a season: every fault is found, told apart from the others, and named."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import form_of
from records import codes, facts, first, forge, head_of, kept, lines_of, record_of, recorded, staged

from parscore.audit import verify as module
from parscore.audit.verify import Recomputed, Verification, check_chain, compare_record, recompute, verify
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.reports.outputs import DOCUMENT, WORKBOOK, outputs_of
from parscore.season.chain import head_bytes
from parscore.season.frozen import LOCK_FILE, Frozen, frozen_as, lock_bytes
from parscore.season.record import written


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A season with two records, the last one of everything a record can hold."""
    folder = staged(tmp_path_factory.mktemp("season"))
    (folder / "inbox" / "ghi-chu.txt").write_bytes(b"y")
    kept(folder)
    return folder


@pytest.fixture
def season(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "season")


@pytest.fixture(scope="module")
def again(original: Path) -> Recomputed:
    done, faults = recompute(original, head_of(original), outputs_of)
    assert done is not None and faults == ()
    return done


def check(folder: Path, printed: str = "") -> Verification:
    return verify(folder, outputs_of, printed=printed)


def found(folder: Path) -> list[tuple[str, str]]:
    return [(each.code, each.place.file) for each in check(folder).problems]


# --- all equal ----------------------------------------------------------------------------------------------------


def test_nothing_is_found_where_nothing_changed(season: Path) -> None:
    done = check(season)
    assert done.problems == ()
    assert (done.head, done.links, done.scores) == (head_of(season), 2, sum(1 for _ in leaves(season)))
    assert done.scores >= 10 and done.final


def leaves(season: Path) -> Iterator[dict[str, Any]]:
    return (line for line in lines_of(season) if line["kind"] == "leaf")


def test_a_moved_season_is_the_same(season: Path, tmp_path: Path) -> None:
    assert check(shutil.move(season, tmp_path / "Mùa 2025")).problems == ()


def test_no_record(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert (codes(done.problems), done.head) == (["PS801"], None)


# --- inputs -------------------------------------------------------------------------------------------------------

INPUTS = (
    "season.yaml", "agencies.csv", "figures.csv", "criteria/thu/2025.1.yaml", "criteria/khac/2025.1.yaml",
    "appraisals/appraisal.csv",
    "inbox/2025_SYT.xlsx", "inbox/2025_SNV.xlsx", "inbox/ghi-chu.txt",
)  # fmt: skip


def test_every_input_is_recorded(season: Path) -> None:
    assert {line["path"] for line in lines_of(season) if line["kind"] == "input"} == set(INPUTS)


@pytest.mark.parametrize("path", INPUTS)
def test_an_input_that_changed(season: Path, path: str) -> None:
    content = (season / path).read_bytes()
    (season / path).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert found(season) == [("PS802", path)]


@pytest.mark.parametrize("path", INPUTS)
def test_an_input_that_is_gone(season: Path, path: str) -> None:
    (season / path).unlink()
    assert found(season) == [("PS803", path)]


@pytest.mark.parametrize("path", ["units.csv", "inbox/moi.xlsx", "appraisals/khac.csv", "survey/a.csv"])
def test_an_input_that_was_not_there(season: Path, path: str) -> None:
    (season / path).parent.mkdir(exist_ok=True)
    (season / path).write_bytes(b"x")
    assert found(season) == [("PS804", path)]


def test_an_input_that_was_renamed(season: Path) -> None:
    (season / "inbox" / "2025_SYT.xlsx").rename(season / "inbox" / "SYT.xlsx")
    (only,) = check(season).problems
    assert (only.code, only.place, only.agency) == ("PS805", Place("inbox/SYT.xlsx"), "SYT")
    assert facts(only) == {"found": "inbox/2025_SYT.xlsx"}


def test_two_inputs_that_swapped_names(season: Path) -> None:
    one, other = season / "inbox" / "2025_SYT.xlsx", season / "inbox" / "2025_SNV.xlsx"
    one.rename(season / "x")
    other.rename(one)
    (season / "x").rename(other)
    problems = check(season).problems
    assert [(each.code, each.place.file, facts(each)["found"]) for each in problems] == [
        ("PS805", "inbox/2025_SNV.xlsx", "inbox/2025_SYT.xlsx"),
        ("PS805", "inbox/2025_SYT.xlsx", "inbox/2025_SNV.xlsx"),
    ]


def test_a_copy_is_extra(season: Path) -> None:
    shutil.copy(season / "inbox" / "2025_SYT.xlsx", season / "inbox" / "2025_SYT (1).xlsx")
    assert found(season) == [("PS804", "inbox/2025_SYT (1).xlsx")]


def test_a_link_in_the_place_of_a_form(season: Path) -> None:
    path = season / "inbox" / "2025_SYT.xlsx"
    path.rename(season / "x.xlsx")
    path.symlink_to(season / "x.xlsx")
    assert found(season) == [("PS802", "inbox/2025_SYT.xlsx")]


def test_a_shipped_set_that_changed(season: Path) -> None:
    """A set that is no input of the season's own is compared all the same."""

    def shipped(lines: list[dict[str, Any]]) -> None:
        lines.remove(first(lines, "input", path="criteria/thu/2025.1.yaml"))
        first(lines, "criteria").update(id="so-ban-nganh", path="criteria/so-ban-nganh/2025.1.yaml")

    forge(season, shipped)
    assert ("PS802", "criteria/so-ban-nganh/2025.1.yaml") in found(season)
    forge(season, lambda lines: first(lines, "criteria").update(version="1", path="criteria/so-ban-nganh/1.yaml"))
    assert ("PS803", "criteria/so-ban-nganh/1.yaml") in found(season)


# --- outputs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [WORKBOOK, DOCUMENT])
def test_an_output_that_is_gone(season: Path, path: str) -> None:
    (season / path).unlink()
    assert found(season) == [("PS807", path)]


def test_a_number_in_the_document(season: Path) -> None:
    path = season / DOCUMENT
    told = json.loads(path.read_text(encoding="utf-8"))
    told["groups"][0]["agencies"][1]["points"] = "9"
    path.write_text(json.dumps(told), encoding="utf-8")
    (only,) = check(season).problems
    assert (only.code, only.place.file) == ("PS806", DOCUMENT)
    assert facts(only)["found"] == "groups[0].agencies[1].points: 9"


def test_a_document_saved_otherwise(season: Path) -> None:
    path = season / DOCUMENT
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert found(season) == [("PS808", DOCUMENT)]


def test_an_output_beside_an_input_that_changed_is_named_without_its_cell(season: Path) -> None:
    (season / DOCUMENT).write_bytes(b"{}")
    (season / "inbox" / "ghi-chu.txt").write_bytes(b"z")
    assert found(season) == [("PS802", "inbox/ghi-chu.txt"), ("PS806", DOCUMENT)]


# --- the record ---------------------------------------------------------------------------------------------------


def fields(told: Any, path: str = "") -> Iterator[tuple[str, Callable[[], None]]]:
    """Every value of a tree, by its path, with what changes it in place."""
    pairs = told.items() if isinstance(told, dict) else enumerate(told)
    for name, value in list(pairs):
        inner = f"{path}.{name}".lstrip(".") if isinstance(told, dict) else f"{path}[{name}]"
        if isinstance(value, dict | list) and value:
            yield from fields(value, inner)
        else:
            yield inner, lambda name=name, value=value: told.__setitem__(name, other(value))


def other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return value + 1 if isinstance(value, int) else "?"


def test_every_field_of_every_line_that_is_changed_is_found_and_named(original: Path, again: Recomputed) -> None:
    """Each field of the record of a whole season in turn: the item and the field that are named are the right ones."""
    lines = record_of(original).read_bytes().splitlines(keepends=True)
    assert lines == again.lines
    tried = 0
    for at, line in enumerate(lines):
        for path in [path for path, _ in fields(json.loads(line))]:
            told = json.loads(line)
            dict(fields(told))[path]()
            tampered = [*lines[:at], written(told), *lines[at + 1 :]]
            named = list(compare_record("r", tampered, again, changed=True))
            assert [each.code for each in named] == ["PS818"], (at, path)
            assert (named[0].place.line, facts(named[0])["field"]) == (at + 1, path)
            assert facts(named[0])["kind"] == f"record.{json.loads(line)['kind']}"
            tried += 1
    assert tried > 800


@pytest.mark.parametrize("kind", ["season", "input", "criteria", "group", "leaf", "total", "problem", "end"])
def test_a_line_that_is_changed_in_the_file(season: Path, kind: str) -> None:
    path = record_of(season)
    lines = path.read_bytes().splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if json.loads(line)["kind"] == kind)
    told = json.loads(lines[at])
    field, change = list(fields(told))[-1]
    change()
    path.write_bytes(b"".join([*lines[:at], written(told), *lines[at + 1 :]]))
    problems = check(season).problems
    assert codes(problems) == ["PS809", "PS818"]
    assert (problems[1].place, facts(problems[1])["field"]) == (Place(f"records/{path.name}", line=at + 1), field)
    assert len(problems) == 2


def removed(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], *lines[6:]]


def reordered(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], lines[6], lines[5], *lines[7:]]


def appended(lines: list[bytes]) -> list[bytes]:
    return [*lines, written({"kind": "leaf", "agency": "SYT", "code": "9"})]


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def broken(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], lines[5][:-9] + b"\n", *lines[6:]]


def spaced(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], b" " + lines[5], *lines[6:]]


@pytest.mark.parametrize(
    ("change", "line", "item"),
    [
        (removed, 0, " figures.csv"), (reordered, 6, " figures.csv"), (appended, 0, " SYT 9"),
        (cut, 0, ""), (broken, 6, " figures.csv"), (spaced, 6, " figures.csv"),
    ],
)  # fmt: skip
def test_whole_lines(season: Path, change: Callable[[list[bytes]], list[bytes]], line: int, item: str) -> None:
    path = record_of(season)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))
    problems = check(season).problems
    assert codes(problems) == ["PS809", "PS818"]
    expected = len(lines) + 1 if change is appended else line
    assert (problems[1].place.line, facts(problems[1])["item"]) == (expected, item)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("leaf", "points", "0.1"), ("leaf", "evidence", "x"), ("total", "index", "99"), ("total", "rank", 7)],
)
def test_a_record_forged_with_all_its_digests_does_not_stand_scoring_again(
    season: Path, kind: str, field: str, value: object
) -> None:
    forge(season, lambda lines: first(lines, kind).update({field: value}))
    problems = check(season).problems
    assert codes(problems) == ["PS811"]
    assert (facts(problems[0])["field"], facts(problems[0])["found"]) == (field, str(value))
    assert problems[0].agency == ("SYT" if kind == "leaf" else "")


def test_the_first_differing_score_is_named_with_both_values(season: Path) -> None:
    def forged(lines: list[dict[str, Any]]) -> None:
        first(lines, "total", agency="SNV")["index"] = "99"
        first(lines, "leaf", agency="SNV", code="1.1")["points"] = "1"

    forge(season, forged)
    (only,) = check(season).problems
    assert (only.code, only.agency, only.criterion) == ("PS811", "SNV", "1.1")
    assert facts(only)["found"] == "1" and facts(only)["wanted"] == "0.75"


@pytest.mark.parametrize(("same", "told"), [(True, "versions.same"), (False, "versions.other")])
def test_another_version(season: Path, same: bool, told: str) -> None:
    def made(lines: list[dict[str, Any]]) -> None:
        lines[-1]["versions"]["python"] = "3.9.1"
        if not same:
            first(lines, "leaf")["points"] = "0.1"

    forge(season, made)
    problems = check(season).problems
    assert codes(problems) == (["PS812"] if same else ["PS812", "PS811"])
    assert facts(problems[0])["reason"] == told
    assert facts(problems[0])["found"] == "python 3.9.1"


# --- the chain ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["record", "sha256", "body", "number", "previous", "stage", "language"])
def test_a_head_that_was_changed(season: Path, field: str) -> None:
    path = season / "records" / "head.json"
    told = json.loads(path.read_bytes())
    told[field] = other(told[field])
    path.write_bytes(written(told))
    assert ("PS810", "records/head.json") in found(season)
    assert set(codes(check(season).problems)) <= {"PS810", "PS803", "PS818"}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'"x"'])
def test_a_head_that_cannot_be_read(season: Path, content: bytes) -> None:
    (season / "records" / "head.json").write_bytes(content)
    assert found(season) == [("PS810", "records/head.json")]


def test_links_of_the_chain(season: Path) -> None:
    (older, newer) = sorted(path for path in (season / "records").iterdir() if path.name != "head.json")
    content = older.read_bytes()
    older.write_bytes(content.replace(b"0.75", b"0.76"))
    assert found(season) == [("PS809", f"records/{older.name}")]
    older.unlink()
    assert found(season) == [("PS810", f"records/{older.name}")]
    older.write_bytes(content)
    (season / "records" / "0003-000000000000.jsonl").write_bytes(b"")
    assert found(season) == [("PS810", "records/0003-000000000000.jsonl")]
    (season / "records" / "0003-000000000000.jsonl").unlink()
    newer.unlink()
    assert ("PS810", f"records/{newer.name}") in found(season)


@pytest.mark.parametrize(("field", "value"), [("number", 3), ("previous", "")])
def test_a_last_line_that_leads_elsewhere(season: Path, field: str, value: object) -> None:
    forge(season, lambda lines: lines[-1].update({field: value}))
    _, problems = check_chain(season, head_of(season))
    assert codes(tuple(problems)) == ["PS810"]


def test_a_chain_that_was_cut_off_at_an_older_record(season: Path) -> None:
    """Whoever goes back to an older record leaves the newer one over."""
    links, _ = check_chain(season, head_of(season))
    (season / "records" / "head.json").write_bytes(head_bytes(links[1]))
    assert ("PS810", f"records/{links[0].record}") in found(season)


# --- the printed digest and the lock ------------------------------------------------------------------------------


def test_the_printed_digest(season: Path) -> None:
    head = head_of(season)
    for printed in (head.body, head.body[:12], f" {head.body[:12].upper()} ", head.sha256):
        assert check(season, printed).problems == ()
    assert codes(check(season, "0" * 12).problems) == ["PS815"]


def test_a_season_that_was_replaced_with_its_record_betrays_itself(season: Path, tmp_path: Path) -> None:
    printed = head_of(season).body
    replaced = recorded(tmp_path / "other", inbox={"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")})
    assert check(replaced).problems == ()
    assert codes(check(replaced, printed).problems) == ["PS815"]


def test_the_lock_names_the_record(season: Path) -> None:
    head = head_of(season)
    (season / LOCK_FILE).write_bytes(lock_bytes(frozen_as(head)))
    assert check(season).problems == ()
    for frozen in (Frozen(head.record, "0" * 64, head.body), Frozen("0001-0.jsonl", head.sha256, head.body)):
        (season / LOCK_FILE).write_bytes(lock_bytes(frozen))
        assert found(season) == [("PS816", LOCK_FILE)]
    (season / LOCK_FILE).write_bytes(b"")
    assert found(season) == [("PS816", LOCK_FILE)]


def test_a_season_that_cannot_be_opened_any_more_says_why(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> tuple[None, tuple[Problem, ...]]:
        return None, (Problem("PS503", Place("season.yaml", line=1)),)

    monkeypatch.setattr(module, "open_folder", refused)
    assert found(season) == [("PS503", "season.yaml")]
