"""A run that is killed loses nothing, at whatever moment; see ``killed_runs.py``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from folders import form_of, make

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("killed_runs.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def killed(folder: Path, *arguments: str) -> dict[str, int]:
    make(folder)
    form_of("SNV").put("1.1", points="0,5").save(folder / "later.xlsx")
    done = subprocess.run(
        [sys.executable, PROGRAM, folder, *arguments], capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def test_killed_at_every_operation_on_the_disk(tmp_path: Path) -> None:
    counted = killed(tmp_path, "steps")
    assert counted["before"] == counted["after"] >= 30
    assert counted["half"] == 8


def test_killed_at_random_times(tmp_path: Path) -> None:
    """Two hundred times in the whole check, fewer at a desk."""
    times = 200 if "PARSCORE_CI" in os.environ else 40
    counted = killed(tmp_path, "times", str(times))
    assert sum(counted.values()) == times
    assert counted["killed"] > times / 4  # how many are still running depends on what else the machine does
