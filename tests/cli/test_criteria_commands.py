"""``criteria test`` and ``criteria diff``: what they print, write and end with."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
"""The fixture ``call``: runs the program, returns its exit code, standard output and standard error."""

SET = """\
schema: parscore/criteria/1
id: thu
version: "2025.1"
title: Bộ chỉ số thử
valid: {from: 2025-01-01, to: 2025-12-31}
areas:
  - code: "1"
    name: Chỉ đạo, điều hành
    max: 3
    criteria:
      - code: "1.1"
        name: Ban hành kế hoạch
        max: 1
        rule: {claim: {step: 0.5}}
        cases:
          - {given: {points: 1}, points: 1}
          - {given: {points: 0.5}, points: 0.5}
      - code: "1.2"
        name: Tỷ lệ hồ sơ đúng hạn
        max: 2
        inputs:
          done: {ask: Số hồ sơ đúng hạn, type: count}
          settled: {ask: Tổng số hồ sơ, type: count}
        rule: {threshold: {of: done / settled, zero_below: 90%}}
        cases:
          - {given: {done: 95, settled: 100}, points: 1.9}
          - {given: {done: 0, settled: 0}, points: no_case}
"""
WRONG = SET.replace("points: 1.9}", "points: 1.8}")
FEW = SET.replace("          - {given: {points: 0.5}, points: 0.5}\n", "")
BROKEN = SET.replace("max: 3", "max: 4")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("good", SET), ("wrong", WRONG), ("few", FEW), ("broken", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


# --- test --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["good"], 0),
        (["wrong"], 1),
        (["few"], 1),
        (["good", "wrong"], 1),
        (["broken"], 3),
        (["wrong", "broken"], 3),
        (["absent"], 3),
    ],
)
@pytest.mark.parametrize("form", [(), ("--plain",), ("--json",)])
def test_how_a_test_ends(here: Path, call: Call, files: list[str], code: int, form: tuple[str, ...]) -> None:
    assert call("criteria", "test", *(f"{name}.yaml" for name in files), *form).code == code


def test_all_cases_pass(here: Path, call: Call) -> None:
    done = call("criteria", "test", "good.yaml")
    assert (done.out, done.err) == ("thu@2025.1: 2 TCTP, 4 trường hợp, 4 đúng, 0 không đúng\n", "")


def test_a_failing_case_is_told_with_its_place_what_was_expected_and_found(here: Path, call: Call) -> None:
    line = WRONG[: WRONG.index("points: 1.8")].count("\n") + 1
    done = call("criteria", "test", "wrong.yaml", "--plain")
    assert rows(done.out)[1:] == [
        ["không đúng", f"wrong.yaml:{line}:13", "1.2", "Tỷ lệ hồ sơ đúng hạn", "1,8", "1,9"],
    ]
    assert done.err == "thu@2025.1: 2 TCTP, 4 trường hợp, 3 đúng, 1 không đúng\n"
    seen = call("criteria", "test", "wrong.yaml", "--lang", "en")
    assert f"wrong.yaml:{line}:13" in seen.out
    assert seen.out.splitlines()[1].split()[-2:] == ["1.8", "1.9"]
    assert seen.out.endswith("thu@2025.1: leaves 2, cases 4, passed 3, failed 1\n")


def test_what_is_found_may_be_no_points(here: Path, call: Call) -> None:
    texts = {
        "points: 1.9}": "points: no_case}",
        "points: no_case}": "points: 0}",
        "done: 95, settled: 100": "done: 101, settled: 100",
        "done: 95, ": "",
    }
    found = []
    for old, new in texts.items():
        (here / "a.yaml").write_text(SET.replace(old, new, 1), encoding="utf-8")
        found.append(rows(call("criteria", "test", "a.yaml", "--plain").out)[1][4:])
    assert found == [
        ["không phát sinh", "1,9"],
        ["0", "không phát sinh"],
        ["1,9", "PS205"],
        ["1,9", "thiếu số liệu: done"],
    ]


def test_a_leaf_with_too_few_cases_is_listed(here: Path, call: Call) -> None:
    done = call("criteria", "test", "few.yaml", "--plain")
    assert rows(done.out)[1:] == [
        ["thiếu trường hợp", "few.yaml:11:9", "1.1", "Ban hành kế hoạch", "từ 2 trường hợp", "1"]
    ]
    summary = "thu@2025.1: 2 TCTP, 3 trường hợp, 3 đúng, 0 không đúng; 1 TCTP có ít hơn 2 trường hợp: 1.1\n"
    assert done.err == summary
    assert call("criteria", "test", "few.yaml").out.endswith(summary)


def test_a_test_as_json(here: Path, call: Call) -> None:
    document = json.loads(call("criteria", "test", "good.yaml", "wrong.yaml", "few.yaml", "--json").out)
    assert (document["schema"], document["passed"]) == ("parscore.criteria-test/1", False)
    good, wrong, few = document["sets"]
    counts = ("leaves", "cases", "passed", "failed")
    assert [good["criteria"], good["file"], *(good[key] for key in counts)] == ["thu@2025.1", "good.yaml", 2, 4, 4, 0]
    assert (good["failures"], good["too_few"], wrong["too_few"]) == ([], [], [])
    (failure,) = wrong["failures"]
    assert failure["file"] == "wrong.yaml"
    assert {key: failure[key] for key in ("criterion", "expected", "found", "faults", "missing")} == {
        "criterion": "1.2",
        "expected": "1.8",
        "found": "1.9",
        "faults": [],
        "missing": [],
    }
    assert few["too_few"] == [{"criterion": "1.1", "name": "Ban hành kế hoạch", "cases": 1}]
    (here / "b.yaml").write_text(
        SET.replace("done: 0, settled: 0}, points: no_case", "settled: 0}, points: 1"), "utf-8"
    )
    (here / "c.yaml").write_text(SET.replace("points: no_case", "points: 1"), "utf-8")
    told = json.loads(call("criteria", "test", "b.yaml", "c.yaml", "--json").out)["sets"]
    found = [(one["failures"][0]["found"], one["failures"][0]["missing"]) for one in told]
    assert found == [(None, ["done"]), ("no_case", [])]
    assert json.loads(call("criteria", "test", "broken.yaml", "--json").out)["schema"] == "parscore.problems/1"


def test_sets_are_found_by_id_and_version(here: Path, call: Call) -> None:
    assert call("criteria", "test", "so-ban-nganh@2025.1", "xa-phuong@2025.1").code == 0
    assert call("criteria", "test", "so-ban-nganh@1999").code == 2
    own = here / "mua" / "criteria" / "so-ban-nganh"
    own.mkdir(parents=True)
    (own / "2025.1.yaml").write_text(WRONG, encoding="utf-8")
    assert call("criteria", "test", "so-ban-nganh@2025.1", "-C", "mua").code == 1


# --- diff --------------------------------------------------------------------------------------------------------

LATER = (
    SET.replace("2025.1", "2026.1")
    .replace("max: 3\n", "max: 4\n")
    .replace('code: "1.2"', 'code: "1.3"')
    .replace("max: 2\n", "max: 3\n")
    .replace("zero_below: 90%", "zero_below: 95%")
    .replace("points: 1.9}", "points: 2.85}")
    .replace("Ban hành kế hoạch", "Ban hành kế hoạch năm")
)


@pytest.fixture
def later(here: Path) -> Path:
    (here / "later.yaml").write_text(LATER, encoding="utf-8")
    return here


def test_what_changed_in_words(later: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "later.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "thu@2025.1 → thu@2026.1",
        "1 Chỉ đạo, điều hành",
        "└── Điểm tối đa  3 → 4",
        "1.1 Ban hành kế hoạch năm",
        "└── Đổi tên     Ban hành kế hoạch → Ban hành kế hoạch năm",
        "1.3 Tỷ lệ hồ sơ đúng hạn",
        "├── Đổi mã       1.2 → 1.3",
        "├── Điểm tối đa  2 → 3",
        "└── Quy tắc      Trước:",
        "                   Giá trị = done / settled",
        "                   Từ 100% trở lên: 2 điểm",
        "                   Từ 90% đến dưới 100%: giá trị × 2",
        "                   Dưới 90%: 0 điểm",
        "                 Sau:",
        "                   Giá trị = done / settled",
        "                   Từ 100% trở lên: 3 điểm",
        "                   Từ 95% đến dưới 100%: giá trị × 3",
        "                   Dưới 95%: 0 điểm",
        "TCTP: đổi mã 1, đổi tên 1, đổi quy tắc 1, đổi điểm tối đa 1",
    ]


def test_what_changed_in_plain_lines(later: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "later.yaml", "--plain", "--lang", "en")
    head, *lines = rows(done.out)
    assert head == ["Level", "Old code", "New code", "Area/Criterion/Sub-criterion", "Change", "Before", "After"]
    name = "Tỷ lệ hồ sơ đúng hạn"
    assert lines[:4] == [
        ["area", "1", "1", "Chỉ đạo, điều hành", "Maximum", "3", "4"],
        ["criterion", "1.1", "1.1", "Ban hành kế hoạch năm", "Renamed", "Ban hành kế hoạch", "Ban hành kế hoạch năm"],
        ["criterion", "1.2", "1.3", name, "Renumbered", "1.2", "1.3"],
        ["criterion", "1.2", "1.3", name, "Maximum", "2", "3"],
    ]
    assert lines[4][:5] == ["criterion", "1.2", "1.3", name, "Rule"]
    assert done.err == "Leaves: renumbered 1, renamed 1, rule changed 1, maximum changed 1\n"


def test_what_changed_as_json(later: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "later.yaml", "--json", "--lang", "en")
    document = json.loads(done.out)
    assert list(document) == ["schema", "before", "after", "whole", "items", "mapping"]
    assert document["schema"] == "parscore.criteria-diff/1"
    assert (document["before"]["criteria"], document["after"]["maximum"]) == ("thu@2025.1", "4")
    renumbered, maximum, rule = document["items"][2].pop("differences")
    assert document["items"][2] == {
        "level": "criterion",
        "leaf": True,
        "old_code": "1.2",
        "new_code": "1.3",
        "name": "Tỷ lệ hồ sơ đúng hạn",
    }
    assert renumbered == {"what": "renumbered", "before": "1.2", "after": "1.3"}
    assert maximum == {"what": "maximum", "before": "2", "after": "3"}
    assert rule["before"]["family"] == "threshold"
    assert rule["before"]["parameters"].items() >= {"of": "done / settled", "zero_below": "0.9"}.items()
    assert rule["after"]["words"][-1] == "Below 95%: 0 points"
    assert document["mapping"] == [
        {"old_code": "1.1", "new_code": "1.1", "change": "renamed"},
        {"old_code": "1.2", "new_code": "1.3", "change": "renumbered+changed_rule+changed_maximum"},
    ]


def test_added_and_removed_items(here: Path, call: Call) -> None:
    start = SET.index('      - code: "1.2"')
    (here / "less.yaml").write_text(SET[:start].replace("max: 3", "max: 1"), encoding="utf-8")
    removed = call("criteria", "diff", "good.yaml", "less.yaml", "--plain", "--lang", "en").out
    assert rows(removed)[2] == ["criterion", "1.2", "", "Tỷ lệ hồ sơ đúng hạn", "Removed", "2", ""]
    added = call("criteria", "diff", "less.yaml", "good.yaml", "--plain", "--lang", "en").out
    assert rows(added)[2] == ["criterion", "", "1.2", "Tỷ lệ hồ sơ đúng hạn", "Added", "", "2"]
    assert "└── Added       maximum 2" in call("criteria", "diff", "less.yaml", "good.yaml", "--lang", "en").out


def test_changes_of_the_whole_set_come_first(here: Path, call: Call) -> None:
    text = SET.replace(
        "areas:", "rounding: {points: 3}\nclasses: {bands: [{name: Tốt, at_least: 80}, {name: Khá}]}\nareas:"
    )
    (here / "b.yaml").write_text(text.replace("2025-12-31", "2025-06-30"), encoding="utf-8")
    assert rows(call("criteria", "diff", "good.yaml", "b.yaml", "--plain").out)[1:] == [
        ["cả bộ", "", "", "", "Hiệu lực đến", "31/12/2025", "30/06/2025"],
        ["cả bộ", "", "", "", "Làm tròn (points)", "2", "3"],
        [
            "cả bộ",
            "",
            "",
            "",
            "Xếp loại",
            "(không có)",
            "bands: name: Tốt; at_least: 80; name: Khá; at_least: 0; basis: exact",
        ],
    ]
    told = json.loads(call("criteria", "diff", "good.yaml", "b.yaml", "--json").out)["whole"]
    assert told[0] == {"what": "valid_to", "before": "2025-12-31", "after": "2025-06-30"}
    assert told[2]["before"] is None
    assert told[2]["after"]["bands"][1] == {"name": "Khá", "at_least": "0"}


def test_nothing_changed(here: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "good.yaml")
    assert (done.code, done.out) == (0, "thu@2025.1 → thu@2025.1\nTCTP: giữ nguyên 2\n")
    assert len(rows(call("criteria", "diff", "good.yaml", "good.yaml", "--plain").out)) == 1


def test_a_failing_case_does_not_keep_a_set_from_being_compared(here: Path, call: Call) -> None:
    assert call("criteria", "diff", "good.yaml", "wrong.yaml").code == 0


@pytest.mark.parametrize(
    "files", [("good.yaml", "broken.yaml"), ("broken.yaml", "good.yaml"), ("good.yaml", "no.yaml")]
)
def test_a_set_that_cannot_be_read_is_not_compared(here: Path, call: Call, files: tuple[str, str]) -> None:
    done = call("criteria", "diff", *files, "--write-map", "map.csv")
    assert (done.code, done.out) == (3, "")
    assert "PS509" in done.err or "PS122" in done.err
    assert not (here / "map.csv").exists()


def test_the_mapping_between_two_years(later: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "later.yaml", "--write-map", "maps/2025-2026.csv")
    assert (done.code, done.err) == (0, "Đã ghi: maps/2025-2026.csv\n")
    content = (later / "maps" / "2025-2026.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfold_code,new_code,change\r\n")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:] == [
        ["1.1", "1.1", "renamed"],
        ["1.2", "1.3", "renumbered+changed_rule+changed_maximum"],
    ]
    assert [path.name for path in (later / "maps").iterdir()] == ["2025-2026.csv"]


def test_the_mapping_never_takes_the_place_of_a_criteria_set(later: Path, call: Call) -> None:
    done = call("criteria", "diff", "good.yaml", "later.yaml", "--write-map", "later.yaml")
    assert (done.code, done.out) == (2, "")
    assert (later / "later.yaml").read_text(encoding="utf-8") == LATER


def test_a_mapping_that_cannot_be_written(later: Path, call: Call) -> None:
    (later / "map.csv").mkdir()
    done = call("criteria", "diff", "good.yaml", "later.yaml", "--write-map", "map.csv")
    assert (done.code, done.out) == (3, "")
    assert "PS006" in done.err


def test_an_id_alone_stands_for_its_only_version(here: Path, call: Call) -> None:
    own = here / "criteria" / "thu"
    own.mkdir(parents=True)
    (own / "2025.1.yaml").write_text(SET, encoding="utf-8")
    code, out, _ = call("criteria", "show", "thu", "--plain")
    assert (code, "1.2" in out) == (0, True)
    (own / "2025.2.yaml").write_text(SET.replace("2025.1", "2025.2"), encoding="utf-8")
    code, _, err = call("criteria", "show", "thu")
    assert code == 2 and "thu@2025.1" in err and "thu@2025.2" in err
    assert call("criteria", "show", "thuu")[0] == 2


def test_lint_reports_versions_whose_validity_overlaps(here: Path, call: Call) -> None:
    later = SET.replace('"2025.1"', '"2025.2"').replace("from: 2025-01-01", "from: 2025-07-01")
    (here / "later.yaml").write_text(later, encoding="utf-8")
    code, out, _ = call("criteria", "lint", "good.yaml", "later.yaml", "--plain")
    assert code == 0 and [row[1] for row in rows(out)[1:]] == ["PS532"]
    ended = SET.replace("to: 2025-12-31", "to: 2025-06-30")
    (here / "good.yaml").write_text(ended, encoding="utf-8")
    assert rows(call("criteria", "lint", "good.yaml", "later.yaml", "--plain")[1])[1:] == []
