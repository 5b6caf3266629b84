"""One writer at a time in a season: the lock of the folder, and who holds it.

The system holds the lock (``flock``, on Windows ``locking``) and gives it up when its process ends, however it ends.
The file says who has it; what it says after the lock is free comes from a run that was killed. Only commands that
write take the lock. Nothing of it gets into results.
"""

import errno
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.store import reason_of
from parscore.viet import show

LOCK_FILE: Final = ".parscore.lock"
UNKNOWN: Final = "?"
_OPEN: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_BUSY: Final = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_LONGEST: Final = 4096
_FAR: Final = 1 << 30
"""Where Windows locks a byte: it keeps others from reading what is locked."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has, or had, the lock: the command, the machine, the process on it."""

    command: str
    host: str
    process: str


class Unavailable(Exception):
    """The lock cannot be had; ``problem`` says why."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


@contextmanager
def locked(folder: Path, command: str) -> Iterator[tuple[Problem, ...]]:
    """Hold the lock of a season while ``command`` writes in it; yields a note where a killed run has left its own.

    Raises ``Unavailable``: PS011 while another run has it, PS013 where it cannot be told whether a run on another
    machine is over, PS014 where the lock cannot be made (rights, a full or read-only disk, something in its place).
    """
    path = folder / LOCK_FILE
    try:
        descriptor, notes = _acquire(path, Holder(command, platform.node(), str(os.getpid())))
    except OSError as error:
        facts = {"reason": reason_of(error), "detail": error.strerror or str(error)}
        raise Unavailable(problem("PS014", Place(path.as_posix()), **facts)) from error
    try:
        yield notes
    finally:
        with suppress(OSError):  # a file that stays says nothing, and is no lock
            os.ftruncate(descriptor, 0)
            path.unlink()
        os.close(descriptor)


def _acquire(path: Path, holder: Holder) -> tuple[int, tuple[Problem, ...]]:
    while True:
        descriptor = os.open(path, _OPEN, 0o666)
        try:
            notes = _take(descriptor, path, holder)
        except BaseException:
            os.close(descriptor)
            raise
        if notes is not None:
            return descriptor, notes
        os.close(descriptor)


def _take(descriptor: int, path: Path, holder: Holder) -> tuple[Problem, ...] | None:
    """Take the lock by an open file; ``None`` where its holder removed the file meanwhile: there is another one now."""
    free = _grab(descriptor)
    if free is False:
        raise Unavailable(_about("PS011", descriptor, path))
    if not _stands(descriptor, path):
        return None
    left = _read(descriptor)
    if left and (free is None or left.host != holder.host):
        raise Unavailable(_about("PS013", descriptor, path))
    notes = (_about("PS012", descriptor, path),) if left else ()
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(asdict(holder)).encode() + b"\n")
    os.fsync(descriptor)
    return notes


def _grab(descriptor: int) -> bool | None:
    """Ask the system for the lock; ``None`` on file systems that have none, where only the file's content counts."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _BUSY else None
    return True


def _stands(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one that stands under a path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _read(descriptor: int) -> Holder | None:
    """Return who the file says has the lock, ``None`` where it says nothing, unknown where it cannot be understood."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    content = os.read(descriptor, _LONGEST)
    if not content.strip(b"\0\r\n\t "):
        return None
    try:
        return Holder(**json.loads(content))
    except (ValueError, TypeError, RecursionError):
        return Holder(UNKNOWN, UNKNOWN, UNKNOWN)


def _about(code: str, descriptor: int, path: Path) -> Problem:
    told = _read(descriptor) or Holder(UNKNOWN, UNKNOWN, UNKNOWN)
    since = datetime.fromtimestamp(int(os.fstat(descriptor).st_mtime))
    facts = {name: show(str(value)) for name, value in asdict(told).items()}
    return problem(code, Place(path.as_posix()), since=f"{since:%d/%m/%Y %H:%M}", **facts)
