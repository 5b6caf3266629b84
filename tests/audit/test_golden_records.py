"""Records of every format are read for ever: by ``verify``, by ``recheck``, and by the program of strangers."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from folders import opened
from records import facts

from parscore.audit.recheck import recheck
from parscore.audit.verify import verify
from parscore.reports.outputs import outputs_of
from parscore.season.record import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "records"
TOOL = ROOT / "tools" / "verify_record.py"
SEASONS = sorted(path.name for path in GOLDEN.iterdir())
HEADS = {"format-1": "22cb64954d9e4698dda13c85a0a88cadd35c79e69bef16511cac60c572b02b0c"}
"""SHA-256 of each season's head file: what is golden is never made again."""


def test_the_format_of_today_has_its_golden_record() -> None:
    assert sorted(HEADS) == SEASONS
    assert f"format-{SCHEMA.rpartition('/')[2]}" in SEASONS


@pytest.mark.parametrize("name", SEASONS)
def test_a_golden_record_is_the_one_that_was_made(name: str) -> None:
    assert hashlib.sha256((GOLDEN / name / "records" / "head.json").read_bytes()).hexdigest() == HEADS[name]


@pytest.mark.parametrize("name", SEASONS)
def test_verify_reads_it_and_finds_the_same_result(name: str) -> None:
    done = verify(GOLDEN / name, outputs_of)
    assert done.head is not None
    assert [(found.code, facts(found)["reason"]) for found in done.problems] in ([], [("PS812", "versions.same")])
    assert (done.links, done.scores, done.final) == (2, 12, True)


@pytest.mark.parametrize("name", SEASONS)
def test_recheck_reads_it_and_agrees(name: str) -> None:
    season = opened(GOLDEN / name)
    done = recheck(season, set(season.season.agencies))
    assert (done.problems, done.rechecked) == ((), 2)


@pytest.mark.parametrize("name", SEASONS)
def test_the_program_of_strangers_reads_it(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(GOLDEN / name, tmp_path / "season")
    done = subprocess.run([sys.executable, "-I", TOOL, folder], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing to complain of\n", "")
    (record,) = (folder / "records").glob("0001-*.jsonl")
    told = [json.loads(line) for line in record.read_bytes().splitlines()]
    assert told[0]["schema"] == f"parscore.record/{name.removeprefix('format-')}"
    (folder / "figures.csv").write_bytes(b"")
    done = subprocess.run([sys.executable, "-I", TOOL, folder], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "figures.csv: input changed\n")
