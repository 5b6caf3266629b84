"""One writer at a time: who has the lock, what a killed run leaves, and folders that cannot be locked."""

import json
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from parscore.model.problem import Problem
from parscore.season import lock
from parscore.season.lock import LOCK_FILE, Unavailable, locked

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from parscore.season.lock import locked
with locked(Path(sys.argv[1]), "parscore score"):
    print("held", flush=True)
    time.sleep(60)
"""


def refusal(folder: Path) -> Problem:
    with pytest.raises(Unavailable) as refused, locked(folder, "parscore score"):
        pass
    return refused.value.problem


def facts(problem: Problem) -> dict[str, Any]:
    return dict(problem.facts)


def hold(folder: Path) -> "subprocess.Popen[bytes]":
    """A process that has the lock."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert child.stdout is not None and child.stdout.readline() == b"held\n"
    return child


def end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.communicate()


def test_the_lock_says_who_has_it_and_goes_with_its_holder(tmp_path: Path) -> None:
    with locked(tmp_path, "parscore score") as notes:
        assert notes == ()
        said = json.loads((tmp_path / LOCK_FILE).read_text())
        assert said == {"command": "parscore score", "host": platform.node(), "process": str(os.getpid())}
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), locked(tmp_path, "parscore score"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_the_second_is_told_who_is_the_first(tmp_path: Path) -> None:
    child = hold(tmp_path)
    os.utime(tmp_path / LOCK_FILE, (0, time.mktime((2026, 1, 5, 7, 9, 0, 0, 0, -1))))
    problem = refusal(tmp_path)
    assert (problem.code, problem.place.file) == ("PS011", (tmp_path / LOCK_FILE).as_posix())
    assert facts(problem) == {
        "command": "parscore score", "host": platform.node(), "process": str(child.pid), "since": "05/01/2026 07:09",
    }  # fmt: skip
    assert json.loads((tmp_path / LOCK_FILE).read_text())["process"] == str(child.pid)
    end(child)


def test_a_killed_holder_is_told_apart_and_followed(tmp_path: Path) -> None:
    child = hold(tmp_path)
    end(child)
    assert (tmp_path / LOCK_FILE).exists()
    with locked(tmp_path, "parscore score") as (note,):
        assert (note.code, note.severity, facts(note)["process"]) == ("PS012", "note", str(child.pid))
        assert refusal(tmp_path).code == "PS011"
        assert facts(refusal(tmp_path))["process"] == str(os.getpid())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "host"),
    [
        (b'{"command": "parscore score", "host": "may-khac", "process": "7"}', "may-khac"),
        (b'{"command": "parscore score"', "?"),
        (b'["a", "b", "c"]', "?"),
        (b'{"command": "x", "host": "y"}', "?"),
        (b"\xff\xfe\x00x", "?"),
        (b"[" * 4096, "?"),
        (b'{"command": "\\u001b[31m", "host": 7, "process": null}', "7"),
    ],
)
def test_what_cannot_be_judged_from_here_is_left_alone(tmp_path: Path, content: bytes, host: str) -> None:
    (tmp_path / LOCK_FILE).write_bytes(content)
    for _ in range(2):
        problem = refusal(tmp_path)
        assert (problem.code, facts(problem)["host"]) == ("PS013", host)
        assert "\x1b" not in str(facts(problem))
    assert (tmp_path / LOCK_FILE).read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"\n", b"\0\0 \r\n"])
def test_a_file_that_says_nothing_is_no_lock(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LOCK_FILE).write_bytes(content)
    with locked(tmp_path, "parscore score") as notes:
        assert notes == ()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.mkdir(), "write.folder"),
        (lambda path: path.symlink_to("elsewhere"), "write.other"),
        (lambda path: path.parent.rmdir(), "write.gone"),
    ],
)
def test_a_folder_that_cannot_be_locked(tmp_path: Path, make: Any, reason: str) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    make(folder / LOCK_FILE)
    problem = refusal(folder)
    assert (problem.code, facts(problem)["reason"]) == ("PS014", reason)
    assert not (folder / "elsewhere").exists()


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert facts(refusal(tmp_path))["reason"] == "write.denied"
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_a_fault_of_the_disk_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        problem = refusal(tmp_path)
    assert (problem.code, facts(problem)["reason"]) == ("PS014", "write.full")
    (tmp_path / LOCK_FILE).unlink(missing_ok=True)
    with locked(tmp_path, "parscore score"):
        pass


def test_a_file_system_without_locks_goes_by_what_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_grab", lambda _: None)
    with locked(tmp_path, "parscore score") as notes:
        assert notes == ()
        assert refusal(tmp_path).code == "PS013"
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_holder_that_has_just_ended_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is removed between the opening and the locking of the second; another stands there already."""
    real, path = os.open, tmp_path / LOCK_FILE
    opened: list[int] = []

    def late(*arguments: Any) -> int:
        opened.append(real(*arguments))
        if len(opened) == 1:
            path.unlink()
        if len(opened) == 2:
            path.rename(tmp_path / "old")
            path.write_bytes(b"")
        return opened[-1]

    monkeypatch.setattr(os, "open", late)
    with locked(tmp_path, "parscore score"):
        assert len(opened) == 3
        assert json.loads(path.read_text())["process"] == str(os.getpid())
        assert (tmp_path / "old").read_bytes() == b""


def contend(folder: Path, start: Barrier, times: int) -> None:
    """Take the lock so many times; inside a file may never stand already, and a number is raised by one."""
    start.wait()
    won = 0
    while won < times:
        try:
            with locked(folder, "parscore score"):
                (folder / "inside").touch(exist_ok=False)
                count = int((folder / "count").read_text())
                (folder / "count").write_text(str(count + 1))
                (folder / "inside").unlink()
                won += 1
        except Unavailable as refused:
            assert refused.problem.code == "PS011"


def test_two_processes_a_hundred_times(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    start = multiprocessing.Barrier(2)
    children = [multiprocessing.Process(target=contend, args=(tmp_path, start, 100)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0]
    assert (tmp_path / "count").read_text() == "200"
    assert [path.name for path in tmp_path.iterdir()] == ["count"]


WORKING = """
import os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from parscore.season.lock import locked
from parscore.season.workers import begin_worker
with locked(Path(sys.argv[1]), "parscore score"), ProcessPoolExecutor(2, initializer=begin_worker) as pool:
    print(*{pool.submit(os.getpid).result() for _ in range(2)}, flush=True)
    pool.submit(time.sleep, 60).result()
"""


def test_workers_end_with_a_parent_that_is_killed_and_free_its_lock(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WORKING, str(tmp_path)], stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    workers = [int(number) for number in child.stdout.readline().split()]
    child.send_signal(signal.SIGKILL)
    # The pipe is at its end when nobody has it any more: neither the parent nor a worker.
    assert child.communicate(timeout=30)[0] == b""
    assert workers and all(gone(worker) for worker in workers)
    with locked(tmp_path, "parscore score") as (note,):
        assert note.code == "PS012"


def gone(process: int) -> bool:
    """Whether a process ends within ten seconds; one that nobody has waited for has ended too."""
    for _ in range(1000):
        try:
            os.kill(process, 0)
            if ") Z " in Path(f"/proc/{process}/stat").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False
