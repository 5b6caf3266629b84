"""Results on disk: each file is old, absent or whole, and none is new while another could not be written."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parscore.messages import LANGUAGES, Words
from parscore.model.problem import Problem
from parscore.season.spool import Spool
from parscore.season.store import DISK, Disk, cannot_write, write_whole


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    assert write_whole({folder / "a.xlsx": b"old a", folder / "b.json": b"old b"}) is None
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def again(folder: Path, disk: Disk = DISK) -> Problem | None:
    """Write the new files: one from its bytes, one from a spool."""
    contents = {name: Spool([content]) if name == "b.json" else content for name, content in NEW.items()}
    return write_whole({folder / name: content for name, content in contents.items()}, disk)


OLD = {"a.xlsx": b"old a", "b.json": b"old b"}
NEW = {"a.xlsx": b"new a", "b.json": b"new b"}


def test_files_are_written_whole_and_nothing_else_stays(results: Path) -> None:
    assert contents(results) == OLD
    assert again(results) is None
    assert contents(results) == NEW


OPERATIONS = ("make", "create", "write", "flush", "rename", "flush_folder", "remove")


class Failing(Disk):
    """A disk that fails at its n-th operation, or at the n-th of one kind; it writes three bytes at a time."""

    def __init__(self, error: BaseException, number: int, *kinds: str) -> None:
        self.error, self.number, self.kinds, self.failed = error, number, kinds or OPERATIONS, ""

    def count(self, kind: str) -> None:
        self.number -= kind in self.kinds
        if self.number == 0 and not self.failed:
            self.failed = kind
            raise self.error

    def make(self, folder: Path) -> None:
        self.count("make")
        super().make(folder)

    def create(self, path: Path) -> int:
        self.count("create")
        return super().create(path)

    def write(self, descriptor: int, content: memoryview) -> int:
        self.count("write")
        return super().write(descriptor, content[:3])

    def flush(self, descriptor: int) -> None:
        self.count("flush")
        super().flush(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        self.count("rename")
        super().rename(old, new)

    def flush_folder(self, folder: Path) -> None:
        self.count("flush_folder")
        super().flush_folder(folder)

    def remove(self, path: Path) -> None:
        self.count("remove")
        super().remove(path)


def fault(code: int, windows: int | None = None) -> OSError:
    """An error of the system, as Windows would tell it where it has a number of its own."""
    error = OSError(code, os.strerror(code))
    if windows is not None:
        error.winerror = windows  # type: ignore[attr-defined, unused-ignore]
    return error


REASONS = [
    (errno.EACCES, None, "denied"),
    (errno.EPERM, None, "denied"),
    (errno.EACCES, 5, "denied"),
    (errno.EACCES, 32, "open"),
    (errno.EACCES, 33, "open"),
    (errno.EROFS, None, "readonly"),
    (errno.ENOSPC, None, "full"),
    (errno.EDQUOT, None, "full"),
    (errno.EISDIR, None, "folder"),
    (errno.ENOTDIR, None, "file"),
    (errno.ENOENT, None, "gone"),
    (errno.EIO, None, "other"),
]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(("code", "windows", "reason"), REASONS)
def test_a_disk_that_fails_leaves_every_old_file(
    results: Path, number: int, code: int, windows: int | None, reason: str
) -> None:
    name = ("a.xlsx", "b.json")[number - 1]
    error = fault(code, windows)
    problem = again(results, Failing(error, number, "flush"))
    assert problem is not None
    assert (problem.code, problem.severity, problem.place.file) == ("PS006", "error", (results / name).as_posix())
    assert dict(problem.facts) == {"reason": f"write.{reason}", "detail": error.strerror}
    for language in LANGUAGES:
        assert "write." not in Words(language).problem(problem).message
    assert contents(results) == OLD


@pytest.mark.parametrize("kind", OPERATIONS)
def test_whichever_operation_fails_files_are_old_or_whole(results: Path, kind: str) -> None:
    """Every n for which there is an n-th operation of a kind; a third of the bytes at each write."""
    for number in range(1, 100):
        for name, content in OLD.items():
            (results / name).write_bytes(content)
        disk = Failing(fault(errno.ENOSPC), number, kind)
        problem = again(results, disk)
        after = contents(results)
        if not disk.failed:
            assert problem is None and after == NEW
            break
        if kind == "remove":  # of what is not there any more: the files have taken their places
            assert problem is None and after == NEW
            continue
        assert problem is not None and problem.code == "PS006"
        assert after in ([NEW] if kind == "flush_folder" else [OLD, {**OLD, "a.xlsx": b"new a"}])
        assert after == OLD or kind in ("rename", "flush_folder")
    assert number == {"make": 3, "create": 3, "write": 5, "flush": 3, "rename": 3, "flush_folder": 2, "remove": 3}[kind]


@pytest.mark.parametrize("kind", ["create", "write", "flush", "rename"])
def test_an_interrupt_leaves_every_old_file_and_nothing_half(results: Path, kind: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        again(results, Failing(KeyboardInterrupt(), 1, kind))
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


# --- before the work --------------------------------------------------------------------------------------------


def test_what_can_be_written_is_left_as_it_is(tmp_path: Path, results: Path) -> None:
    assert cannot_write([results / "a.xlsx", results / "c.xlsx"]) is None
    assert contents(results) == OLD
    assert cannot_write([tmp_path / "x" / "y" / "c.xlsx"]) is None
    assert contents(tmp_path / "x" / "y") == {}


def test_a_folder_where_a_file_is_due(results: Path) -> None:
    (results / "c.xlsx").mkdir()
    problem = cannot_write([results / "a.xlsx", results / "c.xlsx"])
    assert problem is not None and problem.place.file == (results / "c.xlsx").as_posix()
    assert dict(problem.facts)["reason"] == "write.folder"
    assert contents(results) == OLD


def test_a_file_where_the_folder_is_due(results: Path) -> None:
    for path in (results / "a.xlsx" / "c.xlsx", results / "a.xlsx" / "x" / "c.xlsx"):
        problem = cannot_write([path])
        assert problem is not None and dict(problem.facts)["reason"] == "write.file"
    assert contents(results) == OLD


@pytest.mark.parametrize(("code", "windows", "reason"), REASONS)
@pytest.mark.parametrize("kind", ["make", "create", "remove", "rename"])
def test_a_disk_that_cannot_be_written_is_found_out(
    results: Path, kind: str, code: int, windows: int | None, reason: str
) -> None:
    """A rename to itself is what Windows refuses while Excel has the file open."""
    problem = cannot_write([results / "a.xlsx"], Failing(fault(code, windows), 1, kind))
    assert problem is not None and dict(problem.facts)["reason"] == f"write.{reason}"
    assert contents(results) == OLD


# --- rights and what killed runs leave --------------------------------------------------------------------------


def test_a_new_file_has_the_rights_of_any_new_file_and_another_keeps_its_own(results: Path) -> None:
    (results / "a.xlsx").chmod(0o640)
    mask = os.umask(0o027)
    try:
        assert write_whole({results / "a.xlsx": b"x", results / "c.json": b"y"}) is None
    finally:
        os.umask(mask)
    assert [(results / name).stat().st_mode & 0o777 for name in ("a.xlsx", "c.json")] == [0o640, 0o640]
    assert (results / "b.json").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_temporary_file_is_for_its_owner_alone(results: Path) -> None:
    class Looking(Disk):
        def flush(self, descriptor: int) -> None:
            assert os.fstat(descriptor).st_mode & 0o777 == 0o600
            super().flush(descriptor)

    assert again(results, Looking()) is None


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_writes_is_not(results: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ours = (f".a.xlsx.{gone.pid}.tmp", f".b.json.{os.getpid()}.tmp")
    others = (f".a.xlsx.{os.getppid()}.tmp", f".c.json.{gone.pid}.tmp", f".a.xlsx.{gone.pid}.tmp.txt", ".a.xlsx.x.tmp")
    for name in (*ours, *others):
        (results / name).write_bytes(b"half")
    assert again(results) is None
    assert contents(results) == {**NEW, **dict.fromkeys(others, b"half")}


def test_a_link_in_the_place_of_the_temporary_file_is_not_followed(results: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")

    class Linking(Disk):
        def create(self, path: Path) -> int:
            path.symlink_to(victim)
            return super().create(path)

    problem = again(results, Linking())
    assert problem is not None and problem.code == "PS006"
    assert victim.read_bytes() == b"mine"
    assert contents(results) == OLD


# --- real disks -------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB, where the tests may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    assert write_whole({small_disk / "a.xlsx": b"a" * 50_000, small_disk / "b.json": b"b"}) is None
    old = contents(small_disk)
    problem = write_whole({small_disk / "a.xlsx": b"c" * 50_000, small_disk / "b.json": b"d" * 300_000})
    assert problem is not None and problem.place.file == (small_disk / "b.json").as_posix()
    assert dict(problem.facts)["reason"] == "write.full"
    assert contents(small_disk) == old


def test_a_read_only_disk(small_disk: Path) -> None:
    assert write_whole({small_disk / "a.xlsx": b"old"}) is None
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for problem in (write_whole({small_disk / "a.xlsx": b"new"}), cannot_write([small_disk / "a.xlsx"])):
        assert problem is not None and dict(problem.facts)["reason"] == "write.readonly"
    assert contents(small_disk) == {"a.xlsx": b"old"}
