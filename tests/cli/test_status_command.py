"""``parscore status``: what it says, that it writes nothing, that only the day asked for counts."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from calls import Call
from folders import SEASON, form_of, make
from typer.main import get_command

from parscore.cli.app import app
from parscore.messages import LANGUAGES

DUE = SEASON.replace("stages: [self]", "stages: [{id: self, kind: self, due: 2026-01-15}]")
ONE = {"2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")}
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def season(folder: Path) -> Path:
    return make(folder, season=DUE, inbox=ONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_and_what_comes_next(tmp_path: Path, call: Call, language: Any) -> None:
    done = call("status", "-C", season(tmp_path), "--today", "2026-01-18", "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert re.search("3 (ngày|days late)", done.out) and "SNV" in done.out
    assert f"parscore status --missing -C {tmp_path.as_posix()}" in done.out


def test_the_day_that_is_asked_for_is_all_that_counts(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    texts = [call("status", "-C", folder, "--today", f"2026-01-{day}").out for day in (15, 16, 15)]
    assert texts[0] == texts[2] != texts[1]
    assert "còn 0 ngày" in texts[0] and "quá hạn 1 ngày" in texts[1]


def test_without_a_day_it_is_today(tmp_path: Path, call: Call) -> None:
    before = date.today()
    told = json.loads(call("status", "-C", season(tmp_path), "--json").out)
    assert before <= date.fromisoformat(told["today"]) <= date.today()


@pytest.mark.parametrize("day", ["18/01/2026", "2026-02-30", "x", ""])
def test_a_day_that_is_none(tmp_path: Path, call: Call, day: str) -> None:
    assert call("status", "-C", season(tmp_path), "--today", day).code == 2


def test_the_missing_alone(tmp_path: Path, call: Call) -> None:
    done = call("status", "--missing", "--plain", "-C", season(tmp_path), "--today", "2026-01-18")
    assert done.out.splitlines()[1:] == ["SNV\tSở Nội vụ\tSở\tchưa gửi\t\t3"]
    assert "Sở Nội vụ" in call("status", "--missing", "-C", tmp_path).out


def test_the_document_is_the_same_with_the_missing(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    told = [call("status", "--json", *more, "-C", folder, "--today", "2026-01-18") for more in ((), ("--missing",))]
    assert told[0].out == told[1].out
    assert json.loads(told[0].out)["schema"] == "parscore.status/1"


def test_nothing_is_written(tmp_path: Path, call: Call) -> None:
    before = sorted(season(tmp_path).rglob("*"))
    for more in ((), ("--missing",), ("--json",)):
        call("status", *more, "-C", tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_forms_are_found_by_the_ids_in_their_names(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path, inbox={})
    (folder / "forms").mkdir()
    for name in ("2025_SYT_tucham.xlsx", "2025_SYT_ban2.xlsx", "la.xlsx", "SNV.txt"):
        (folder / "forms" / name).write_bytes(b"")
    assert "1/2 biểu trong forms/" in call("status", "-C", folder).out


def test_results_are_current_until_a_form_changes(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path)

    def freshness() -> str:
        steps = json.loads(call("status", "-C", folder, "--json").out)["steps"]
        return str(steps[-1]["freshness"])

    assert freshness() == "none"
    call("score", "-C", folder, "--lang", "en")
    assert freshness() == "current"
    form_of("SYT").put("1.1", points=0).save(folder / "inbox" / "2025_SYT.xlsx")
    assert freshness() == "older"
    (folder / "results" / "ket-qua.json").write_bytes(b"{")
    assert freshness() == "unknown"


def test_a_season_that_cannot_be_opened(tmp_path: Path, call: Call) -> None:
    done = call("status", "-C", tmp_path)
    assert (done.code, "PS001" in done.err) == (3, True)


def test_every_command_that_is_proposed_exists(tmp_path: Path, call: Call) -> None:
    known: Any = get_command(app)
    source = (Path(__file__).resolve().parents[2] / "parscore" / "reports" / "status.py").read_text(encoding="utf-8")
    proposed = re.findall(r'"parscore ([a-z ]+)', source)
    assert len(proposed) >= 8
    for command in proposed:
        at = known
        for word in command.split():
            at = at.commands[word]


def test_the_sample_seasons(call: Call) -> None:
    done = call("status", "-C", SAMPLES / "tinh-mau-2025", "--today", "2026-02-01")
    assert done.code == 0
    assert "2738/2738 TCTP đã thẩm định, 38 đơn vị" in done.out and "14/14 TCTP đã thẩm định" in done.out
    done = call("status", "-C", SAMPLES / "tinh-mau-2025-loi", "--today", "2026-02-01")
    assert "chưa gửi 2: TTT, BQLKCN" in done.out
