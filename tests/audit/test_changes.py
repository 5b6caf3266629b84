"""Changes between stages and between recorded runs: what, before and after, by whom, when and why."""

from fractions import Fraction
from pathlib import Path

import pytest
from folders import form_of, opened
from records import APPRAISED, kept, recorded, staged

from parscore.audit.changes import Act, Change, Wanted, between_runs, between_stages, runs
from parscore.season.run import score_season

AGREED = "SNV,*,,,Trần Thị B,2026-01-06,\n"
SAID = Act("Nguyễn Văn A", "2026-01-05", "Thiếu minh chứng", "", "appraisals/appraisal.csv 2")


def of_stages(folder: Path) -> list[Change]:
    season = opened(folder)
    return list(between_stages(season, score_season(season)))


def test_a_stage_changes_what_it_says_otherwise_and_the_total(tmp_path: Path) -> None:
    found = of_stages(staged(tmp_path / "a"))
    assert {(one.since, one.until) for one in found} == {("self", "appraisal")}
    leaf = [one for one in found if one.code]
    assert [(one.code, one.field, one.before, one.after, one.act) for one in leaf] == [
        ("1.1", "points", "1", "0.5", SAID)
    ]
    total = {one.field: (one.before, one.after) for one in found if not one.code and one.agency == "SYT"}
    passed = [one[4:8] for one in found if one.agency == "SNV"]
    assert passed == [("Sở Nội vụ", "rank", "2", "1")]
    before, after = total["points"]
    assert (Fraction(before or 0) - Fraction(after or 0), "index" in total) == (Fraction(1, 2), True)
    assert all(one.act == Act() for one in found if not one.code)


def test_where_everybody_agrees_nothing_changed(tmp_path: Path) -> None:
    folder = staged(tmp_path / "a")
    (folder / "appraisals" / "appraisal.csv").write_text(APPRAISED.replace('"0,5"', "1"), encoding="utf-8")
    assert of_stages(folder) == []


def test_a_season_of_one_stage_has_no_change(tmp_path: Path) -> None:
    assert of_stages(recorded(tmp_path / "a")) == []


def test_between_runs_the_form_that_was_replaced(tmp_path: Path) -> None:
    folder = recorded(tmp_path / "a")
    form_of("SNV").put("1.1", points="0,5").save(folder / "inbox" / "2025_SNV.xlsx")
    kept(folder)
    found = list(between_runs(folder))
    assert {(one.since, one.until, one.agency) for one in found} >= {("1", "2", "SNV")}
    own = {(one.code, one.field): (one.before, one.after) for one in found if one.agency == "SNV"}
    assert own["1.1", "points"] == own["1.1", "claimed"] == ("0.75", "0.5")
    assert {code for code, _ in own} == {"1.1", ""}
    assert [(run.number, run.stage) for run in runs(folder)] == [(1, "self"), (2, "self")]
    assert list(between_runs(folder, since=2)) == []


def test_between_runs_who_said_it(tmp_path: Path) -> None:
    folder = staged(tmp_path / "a")
    more = APPRAISED + "SNV,1.1,points,1,Lê Văn C,2026-01-08,Đã bổ sung minh chứng\n"
    (folder / "appraisals" / "appraisal.csv").write_text(more, encoding="utf-8")
    kept(folder)
    (change,) = [one for one in between_runs(folder) if one.code and one.field == "points"]
    assert (change.agency, change.before, change.after) == ("SNV", "0.75", "1")
    assert (change.act.who, change.act.why) == ("Lê Văn C", "Đã bổ sung minh chứng")


def test_between_runs_an_agency_that_is_gone_and_one_that_is_new(tmp_path: Path) -> None:
    folder = recorded(tmp_path / "a")
    (folder / "inbox" / "2025_SNV.xlsx").unlink()
    kept(folder)
    form_of("SNV").save(folder / "inbox" / "2025_SNV.xlsx")
    kept(folder)
    changed = {(one.since, one.code, one.field): (one.before, one.after) for one in between_runs(folder)}
    assert changed["1", "1.1", "status"] == ("scored", "missing")
    assert changed["1", "1.1", "points"] == ("0.75", None)
    assert changed["2", "1.1", "points"] == (None, "1")


def test_a_file_that_is_no_record_is_passed_over(tmp_path: Path) -> None:
    folder = recorded(tmp_path / "a")
    (folder / "records" / "0009-000000000000.jsonl").write_bytes(b"{}\n")
    assert [run.number for run in runs(folder)] == [1]
    assert list(between_runs(folder)) == []


CHANGE = Change("self", "a1", "SYT", "1.1", "x", "input:done", "1", "2", Act("Nguyễn Văn A"))


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (Wanted(), True),
        (Wanted(agencies=("SYT", "SNV")), True),
        (Wanted(agencies=("SNV",)), False),
        (Wanted(codes=("1.1",)), True),
        (Wanted(codes=("1",)), False),
        (Wanted(until=("a1",)), True),
        (Wanted(until=("self",)), False),
        (Wanted(fields=("done",)), True),
        (Wanted(fields=("points",)), False),
        (Wanted(who=("văn a",)), True),
        (Wanted(who=("văn b",)), False),
        (Wanted(agencies=("SYT",), fields=("points",)), False),
    ],
)
def test_choosing(wanted: Wanted, chosen: bool) -> None:
    assert wanted(CHANGE) is chosen
