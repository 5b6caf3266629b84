"""``audit recheck``: how it ends, what stands on the screen, in plain lines and in JSON."""

import json
from pathlib import Path

import pytest
from calls import Call
from folders import form_of, make
from records import first, forge

CLEAN = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")}


@pytest.fixture
def season(tmp_path: Path, call: Call) -> Path:
    folder = make(tmp_path / "season", inbox=CLEAN)
    assert call("score", "-C", folder).code == 0
    return folder


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_sound_season(season: Path, call: Call, lang: str) -> None:
    before = {path: path.read_bytes() for path in season.rglob("*") if path.is_file()}
    done = call("audit", "recheck", "-C", season, "--lang", lang)
    assert done.code == 0
    assert [line.split()[:2] for line in done.out.splitlines()[1:]] == [
        ["SYT", "inbox/2025_SYT.xlsx"], ["SNV", "inbox/2025_SNV.xlsx"],
    ]  # fmt: skip
    assert "openpyxl" in done.err and "88" in done.err and "12" in done.err
    assert {path: path.read_bytes() for path in season.rglob("*") if path.is_file()} == before


def test_json_and_plain_lines(season: Path, call: Call) -> None:
    forge(season, lambda lines: first(lines, "leaf", agency="SYT", code="1.1").update(points="0.1"))
    done = call("audit", "recheck", "so y te", "-C", season, "--json", "--jobs", "2")
    told = json.loads(done.out)
    assert (done.code, told["schema"], told["reader"]["name"]) == (1, "parscore.recheck/1", "openpyxl")
    assert told["forms"] == [
        {
            "agency": "SYT", "file": "inbox/2025_SYT.xlsx", "rechecked": True, "why_not": None, "cells": 44,
            "scores": 6, "disagreements": 1,
        }
    ]  # fmt: skip
    assert [(found["code"], found["criterion"]) for found in told["problems"]] == [("PS822", "1.1")]
    done = call("audit", "recheck", "SYT", "-C", season, "--plain", "--lang", "en")
    assert done.out.splitlines()[1].split("\t") == ["SYT", "inbox/2025_SYT.xlsx", "44", "6", "1", ""]
    assert "PS822" in done.err


def test_what_is_not_rechecked_stands_in_the_table(season: Path, call: Call) -> None:
    (season / "inbox" / "2025_SNV.xlsx").unlink()
    call("score", "-C", season)
    done = call("audit", "recheck", "-C", season, "--json")
    assert done.code == 0
    (_, snv) = json.loads(done.out)["forms"]
    assert (snv["file"], snv["rechecked"], snv["why_not"], snv["scores"]) == (None, False, "no_form", 0)
    done = call("audit", "recheck", "-C", season, "--lang", "en")
    assert "no form of this agency was scored" in done.out and "1 of 2 forms" in done.err
    assert call("audit", "recheck", "SYT", "-C", season).code == 0
    for named in (("SNV",), ("SYT", "SNV")):
        done = call("audit", "recheck", *named, "-C", season)
        assert (done.code, "không có gì để đối chiếu: SNV" in done.err) == (1, True), "nothing compared is no agreement"


def test_without_a_record_or_with_changed_inputs(tmp_path: Path, season: Path, call: Call) -> None:
    done = call("audit", "recheck", "-C", make(tmp_path / "new"))
    assert (done.code, "PS801" in done.err) == (3, True)
    (season / "figures.csv").write_bytes(b"")
    done = call("audit", "recheck", "-C", season)
    assert (done.code, "PS802" in done.out, "parscore verify" in done.err) == (1, True, True)


def test_an_agency_that_there_is_not(season: Path, call: Call) -> None:
    assert call("audit", "recheck", "SYX", "-C", season).code == 2
