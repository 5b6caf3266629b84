"""Results on disk: each file is old, absent or whole, and none is new while another could not be written."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from parscore.messages import LANGUAGES, Words
from parscore.season.store import write_whole

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    assert write_whole({folder / "a.xlsx": b"old a", folder / "b.json": b"old b"}) is None
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def again(folder: Path) -> object:
    return write_whole({folder / "a.xlsx": b"new a", folder / "b.json": b"new b"})


OLD = {"a.xlsx": b"old a", "b.json": b"old b"}


def test_files_are_written_whole_and_nothing_else_stays(results: Path) -> None:
    assert contents(results) == OLD
    assert again(results) is None
    assert contents(results) == {"a.xlsx": b"new a", "b.json": b"new b"}


def failing(name: str, number: int, error: OSError | KeyboardInterrupt) -> Callable[..., None]:
    """A function of the system that fails at its n-th call."""
    calls = 0
    real = getattr(os, name)

    def fails(*arguments: object, **more: object) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise error
        real(*arguments, **more)

    return fails


REASONS = [
    (errno.EACCES, "denied"),
    (errno.EPERM, "denied"),
    (errno.EROFS, "readonly"),
    (errno.ENOSPC, "full"),
    (errno.EDQUOT, "full"),
    (errno.EIO, "other"),
]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_a_disk_that_fails_leaves_every_old_file(
    results: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int, reason: str
) -> None:
    name = ("a.xlsx", "b.json")[number - 1]
    monkeypatch.setattr(os, "fsync", failing("fsync", number, OSError(code, os.strerror(code))))
    problem = write_whole({results / "a.xlsx": b"new a", results / "b.json": b"new b"})
    assert problem is not None
    assert (problem.code, problem.severity, problem.place.file) == ("PS006", "error", (results / name).as_posix())
    assert dict(problem.facts) == {"reason": f"write.{reason}", "detail": os.strerror(code)}
    for language in LANGUAGES:
        assert "write." not in Words(language).problem(problem).message
    assert contents(results) == OLD


def test_the_first_file_that_cannot_be_replaced_keeps_all_others(results: Path) -> None:
    """As where Excel has it open; a folder in its place stands for that here."""
    (results / "a.xlsx").unlink()
    (results / "a.xlsx").mkdir()
    problem = write_whole({results / "a.xlsx": b"new a", results / "b.json": b"new b"})
    assert problem is not None and problem.place.file == (results / "a.xlsx").as_posix()
    assert contents(results) == {"b.json": b"old b"}


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "results").write_bytes(b"mine")
    problem = write_whole({tmp_path / "results" / "a.xlsx": b"new"})
    assert problem is not None and problem.code == "PS006"
    assert contents(tmp_path) == {"results": b"mine"}


def test_an_interrupt_leaves_every_old_file_and_nothing_half(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing("fsync", 2, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        again(results)
    assert contents(results) == OLD


KILLED = """
import os, signal, sys
from pathlib import Path
from parscore.season.store import write_whole
calls, at = 0, int(sys.argv[2])
def fsync(number, real=os.fsync):
    global calls
    calls += 1
    if calls == at:
        os.kill(os.getpid(), signal.SIGKILL)
    real(number)
os.fsync = fsync
folder = Path(sys.argv[1])
write_whole({folder / "a.xlsx": b"new a", folder / "b.json": b"new b"})
"""


@pytest.mark.parametrize("at", [1, 2])
def test_a_run_that_is_killed_leaves_old_files_whole_and_the_next_one_completes(results: Path, at: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(results), str(at)], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert {name: content for name, content in contents(results).items() if not name.startswith(".")} == OLD
    assert again(results) is None
    assert contents(results)["a.xlsx"] == b"new a"
