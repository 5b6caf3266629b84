"""``audit priorities``: what it prints, in which order, and what it writes."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from calls import Call
from folders import make


@pytest.fixture
def season(tmp_path: Path) -> Path:
    return make(tmp_path / "season")


def test_the_lines_are_in_order_with_their_reasons(season: Path, call: Call) -> None:
    done = call("audit", "priorities", "-C", season, "--plain")
    header, *lines = (line.split("\t") for line in done.out.splitlines())
    assert done.code == 0 and header[:3] == ["Ưu tiên", "Cơ quan, đơn vị", "Mã"] and header[-1] == "Vì sao"
    worths = [float(line[0].replace(",", ".")) for line in lines]
    assert worths == sorted(worths, reverse=True) and worths[-1] >= 0 and len(lines) >= 8
    reasons = {(line[1], line[2]): line[-1] for line in lines}
    assert "12 → 10 (92,31 % → 76,92 %)" in reasons["SYT", "1.2"] and "1,85 → 1,54 điểm" in reasons["SYT", "1.2"]
    assert "“Không” thay vì “Có”" in reasons["SYT", "1.10"]


def test_json_has_every_factor(season: Path, call: Call) -> None:
    document = json.loads(call("audit", "priorities", "-C", season, "--json", "--lang", "en").out)
    assert (document["schema"], document["season"], document["stage"]) == ("parscore.priorities/1", 2025, "self")
    for one in document["priorities"]:
        product = Fraction(one["stake"]) * Fraction(one["nearness"]) * one["weight"]
        assert Fraction(one["priority"]) == product > 0
        changes = (one["rank"][0] != one["rank"][1], one["class"][0] != one["class"][1])
        assert one["weight"] == 2 ** sum(changes)
        assert one["reason"]


def test_the_choice_of_lines(season: Path, call: Call) -> None:
    assert len(call("audit", "priorities", "-C", season, "--plain", "--top", 3).out.splitlines()) == 4
    lines = call("audit", "priorities", "-C", season, "--plain", "--agency", "so y te").out.splitlines()[1:]
    assert lines and all(line.split("\t")[1] == "SYT" for line in lines)
    assert call("audit", "priorities", "-C", season, "--plain", "--group", "so").code == 0
    for wrong in (("--group", "xa"), ("--agency", "SXX"), ("--top", 0), ("--stage", "x"), ("--output", "x.xlsx")):
        done = call("audit", "priorities", "-C", season, *wrong)
        assert (done.code, done.out) == (2, ""), wrong


def test_the_same_lines_as_csv(season: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "thu-tu.csv"
    done = call("audit", "priorities", "-C", season, "--plain", "-o", file)
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert rows == [line.split("\t") for line in done.out.splitlines()]
    assert call("audit", "priorities", "-C", season, "-o", season / "inbox" / "2025_SYT.xlsx" / "x.csv").code == 3


def test_nothing_is_written_in_the_season(season: Path, call: Call) -> None:
    before = sorted(path for path in season.rglob("*"))
    call("audit", "priorities", "-C", season)
    assert sorted(path for path in season.rglob("*")) == before
