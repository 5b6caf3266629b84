"""Writing results: each file is old, absent or whole; none is new while another could not be written."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.spool import Content, chunks

_REASONS: Final = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "readonly",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EISDIR: "folder",
    errno.EEXIST: "file",
    errno.ENOTDIR: "file",
    errno.ENOENT: "gone",
}
_HELD: Final = (32, 33)
"""What Windows says of a file that another program has open."""
_NO_FOLDER_FLUSH: Final = (errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
_CHUNK: Final = 1 << 20
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Disk:
    """What writing asks of the system, one operation each; a test plays the fault of any of them."""

    def make(self, folder: Path) -> None:
        """Make a folder and those above it."""
        folder.mkdir(parents=True, exist_ok=True)

    def create(self, path: Path) -> int:
        """Create a file that did not exist, for nobody else to read, and open it."""
        return os.open(path, _NEW, 0o600)

    def write(self, descriptor: int, content: memoryview) -> int:
        """Write some of the content; returns how much."""
        return os.write(descriptor, content)

    def flush(self, descriptor: int) -> None:
        """Wait until the content is on the disk."""
        os.fsync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Let a file take the place of another at once."""
        old.replace(new)

    def flush_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk, where the system knows how."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_FLUSH:
                raise

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink(missing_ok=True)


DISK: Final = Disk()


def write_whole(outputs: Mapping[Path, Content], disk: Disk = DISK) -> Problem | None:
    """Write files by way of temporary ones in the same folders, flushed to disk; all of them, then renamed in order.

    Returns PS006 for the first that cannot be written or take the place of an old one, else ``None``. The file that
    somebody may have open comes first, so that it keeps the others from being replaced. A file that takes the place
    of another has its rights. What a killed run has left of these files is removed.
    """
    temporaries = {path: _temporary(path) for path in outputs}
    current = Path()
    try:
        for current, content in outputs.items():
            disk.make(current.parent)
            _sweep(current, disk)
            _write(temporaries[current], content, disk)
        for current, temporary in temporaries.items():
            temporary.chmod(_rights(current))
            disk.rename(temporary, current)
        for folder in {path.parent: None for path in outputs}:
            disk.flush_folder(folder)
    except OSError as error:
        return problem("PS006", Place(current.as_posix()), reason=reason_of(error), detail=error.strerror or str(error))
    finally:
        _remove(temporaries.values(), disk)
    return None


def cannot_write(paths: Iterable[Path], disk: Disk = DISK) -> Problem | None:
    """Return PS006 for the first file that could not be written now, before the work that it is the result of.

    Tried, not asked: the folder is made, a temporary file created in it, and the old file renamed to itself, which
    Windows refuses while a program has it open.
    """
    current, temporary = Path(), Path()
    try:
        for current in paths:
            temporary = _temporary(current)
            disk.make(current.parent)
            _sweep(current, disk)
            os.close(disk.create(temporary))
            disk.remove(temporary)
            if current.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if current.exists():
                disk.rename(current, current)
    except OSError as error:
        _remove([temporary], disk)
        return problem("PS006", Place(current.as_posix()), reason=reason_of(error), detail=error.strerror or str(error))
    return None


def reason_of(error: OSError) -> str:
    """Return the key of the words that say why the system refused to write."""
    held = getattr(error, "winerror", None) in _HELD
    return f"write.{'open' if held else _REASONS.get(error.errno or 0, 'other')}"


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _write(path: Path, content: Content, disk: Disk) -> None:
    descriptor = disk.create(path)
    try:
        for chunk in chunks(content):
            rest = memoryview(chunk)
            while rest:
                rest = rest[disk.write(descriptor, rest[:_CHUNK]) :]
        disk.flush(descriptor)
    finally:
        os.close(descriptor)


def _rights(path: Path) -> int:
    """Return the rights of the file that is replaced, or those of any new file; a temporary one is its owner's."""
    if path.is_file():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sweep(path: Path, disk: Disk) -> None:
    """Remove the temporary files of a path whose processes are gone (or had the number of this one)."""
    mine = re.compile(rf"\.{re.escape(path.name)}\.([0-9]{{1,10}})\.tmp")
    for beside in path.parent.iterdir():
        found = mine.fullmatch(beside.name)
        if found and not _alive(int(found[1])):
            _remove([beside], disk)


def _alive(process: int) -> bool:
    if sys.platform == "win32" or process == os.getpid():
        return False  # Windows does not remove a file that a process has open
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # a process of somebody else
    return True


def _remove(paths: Iterable[Path], disk: Disk) -> None:
    for path in paths:
        with suppress(OSError):
            disk.remove(path)
