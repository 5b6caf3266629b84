"""``survey import`` and ``survey show``: what they print, write and end with."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from surveys import HEADER, WIDE, csv_of, make

from parscore.season.lock import LOCK_FILE, locked

Call = Callable[..., Any]
"""The fixture ``call``: runs the program, returns its exit code, standard output and standard error."""

ROWS = [
    ("1", "SYT", "5", "A"), ("2", "SYT", "4", "B"), ("3", "SYT", "4", "C"), ("4", "SNV", "1", "A"),
    ("5", "STP", "2", "B"), ("=1+1", "STP", "9", "B"),
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return make(tmp_path, WIDE, {"phieu.csv": csv_of([HEADER, *ROWS])})


def lines(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_import_writes_figures_statistics_and_refused_ballots(here: Path, call: Call) -> None:
    done = call("survey", "import", "-C", here, "--plain")
    assert done.code == 0
    assert lines(done.out)[1] == ["Sở Y tế (SYT)", "1.1", "mean", "4,3333333…", "4,17", "5,00", "3"]
    assert "nhận 6 phiếu = tính 5 + loại 1" in done.err
    for name in ("survey.csv", "results/khao-sat-thong-ke.csv", "results/khao-sat-phieu-loai.csv"):
        assert (here / name).is_file() and name in done.err
    statistics = list(csv.DictReader((here / "results/khao-sat-thong-ke.csv").read_text("utf-8-sig").splitlines()))
    assert (statistics[0]["Mã"], statistics[0]["Câu"], statistics[0]["Trung bình chính xác"]) == ("SYT", "C1", "13/3")
    assert (statistics[0]["n: 4"], statistics[0]["%: 4"], statistics[0]["n: A"]) == ("2", "66,7 %", "")
    (refused,) = csv.DictReader((here / "results/khao-sat-phieu-loai.csv").read_text("utf-8-sig").splitlines())
    assert (refused["Mã phiếu"], refused["Mã vấn đề"], refused["Vị trí"]) == ("'=1+1", "PS648", "7:3")
    assert call("survey", "import", "-C", here, "--strict").code == 1


def test_what_is_imported_is_what_is_explained(here: Path, call: Call) -> None:
    call("survey", "import", "-C", here)
    explained = json.loads(call("explain", "SYT", "1.1", "-C", here, "--json").out)["items"][0]
    assert (explained["points"], explained["inputs"][0]["file"]) == ("25/6", "survey.csv")


def test_show_prints_and_writes_nothing(here: Path, call: Call) -> None:
    before = sorted(here.rglob("*"))
    done = call("survey", "show", "-C", here, "--lang", "en", "--plain", "--agency", "so y te", "--question", "C1")
    assert (done.code, sorted(here.rglob("*"))) == (0, before)
    assert lines(done.out) == [
        ["Agency", "Question", "Respondents", "Ballots", "Answers", "Mean", "Std. error", "Shares"],
        ["Sở Y tế (SYT)", "C1", "all", "3", "3", "4.3333", "0.3333", "5: 33.3 % · 4: 66.7 %"],
    ]
    told = call("survey", "show", "-C", here)
    assert "66,7 %" in told.out and "4,17" in told.out and "PS648" in told.err


def test_json_has_exact_values_and_the_same_counts(here: Path, call: Call) -> None:
    shown, imported = (json.loads(call("survey", name, "-C", here, "--json").out) for name in ("show", "import"))
    assert shown == imported
    assert shown["schema"] == "parscore.survey/1"
    (counts,) = shown["questionnaires"]
    assert (counts["received"], counts["counted"], counts["refused"]) == (6, 5, 1)
    line = shown["statistics"][0]
    assert (line["agency"], line["mean"], line["standard_error_squared"]) == ("SYT", "13/3", "1/9")
    assert line["printed"] == {"mean": "4.3333", "standard_error": "0.3333"}
    assert line["counts"] == {"5": 1, "4": 2, "3": 0, "2": 0, "1": 0}
    assert shown["figures"][0]["values"] == {"mean": "13/3"} and shown["figures"][0]["points"] == "25/6"
    assert [one["code"] for one in shown["problems"]] == ["PS648"]
    one = json.loads(call("survey", "show", "-C", here, "--json", "--agency", "SNV").out)
    assert {line["agency"] for line in one["statistics"] + one["figures"]} == {"SNV"}


def test_files_named_on_the_command_line_leave_no_origin_to_compare(here: Path, call: Call, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(csv_of([HEADER, *ROWS[:3], ("9", "SNV", "3", "A"), ("8", "STP", "3", "A")]))
    done = call("survey", "import", elsewhere, "-C", here, "--json")
    assert json.loads(done.out)["questionnaires"][0]["received"] == 5
    assert all(row.endswith(",") for row in (here / "survey.csv").read_text("utf-8-sig").splitlines()[1:])
    assert call("survey", "import", "survey/phieu.csv", "-C", here).code == 0


def test_a_file_that_cannot_be_read_keeps_the_figures_of_before(here: Path, call: Call) -> None:
    call("survey", "import", "-C", here)
    before = (here / "survey.csv").read_bytes()
    (here / "survey" / "hong.xlsx").write_bytes(b"nothing")
    done = call("survey", "import", "-C", here)
    assert (done.code, (here / "survey.csv").read_bytes()) == (1, before)
    assert "Chưa ghi survey.csv" in done.err and "PS116" in done.err


def test_import_leaves_a_season_alone_in_which_another_run_writes(here: Path, call: Call) -> None:
    with locked(here, "parscore score"):
        done = call("survey", "import", "-C", here, "--json")
        assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS011"])
        assert not (here / "survey.csv").exists() and not (here / "results").exists()
        assert call("survey", "show", "-C", here).code == 0, "what writes nothing needs no lock"
    assert call("survey", "import", "-C", here).code == 0
    assert not (here / LOCK_FILE).exists()


def test_import_holds_the_lock_while_it_reads_and_gives_it_back_where_it_cannot_run(
    here: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(folder: Path, *_: object) -> tuple[None, tuple[()]]:
        assert json.loads((folder / LOCK_FILE).read_text())["command"] == "parscore survey import"
        return None, ()

    monkeypatch.setattr("parscore.survey.run.take", taken)
    assert call("survey", "import", "-C", here).code == 3
    assert not (here / LOCK_FILE).exists()


@pytest.mark.parametrize("command", ["import", "show"])
def test_without_a_survey_the_command_cannot_run(tmp_path: Path, call: Call, command: str) -> None:
    done = call("survey", command, "-C", make(tmp_path, None))
    assert (done.code, "PS640" in done.err) == (3, True)
    done = call("survey", command, "-C", make(tmp_path, WIDE.replace("wide", "weit")), "--json")
    assert (done.code, json.loads(done.out)["problems"][0]["code"]) == (3, "PS505")


def test_unknown_agencies_and_questions_are_wrong_usage(here: Path, call: Call) -> None:
    assert call("survey", "show", "-C", here, "--agency", "không có").code == 2
    done = call("survey", "show", "-C", here, "--question", "C9")
    assert (done.code, "C1" in done.err) == (2, True)


def test_an_agency_without_ballots_ends_with_findings(here: Path, call: Call) -> None:
    (here / "survey" / "phieu.csv").write_bytes(csv_of([HEADER, *ROWS[:4]]))
    done = call("survey", "import", "-C", here)
    assert (done.code, done.err.count("PS657")) == (1, 2)
    assert "STP" not in (here / "survey.csv").read_text("utf-8-sig")
