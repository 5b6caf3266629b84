"""Contents of files on their way to the disk: bytes, or what is too much to hold at once, in a file without a name."""

import hashlib
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from weakref import finalize

_IN_MEMORY: Final = 1 << 20
_CHUNK: Final = 1 << 16


class Spool:
    """Bytes that are written once, by way of ``file``, and read as often as wanted; up to 1 MiB stay in memory.

    The file has no name, can be read by nobody else, and is gone with the spool.
    """

    def __init__(self, pieces: Iterable[bytes] = ()) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (it lives as long as the spool)
        finalize(self, self._file.close)
        for piece in pieces:
            self._file.write(piece)

    @property
    def file(self) -> IO[bytes]:
        """The file, for a writer that wants one."""
        return self._file

    def __len__(self) -> int:
        return self._file.seek(0, 2)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the content in chunks."""
        at = 0
        while chunk := self._chunk(at):
            yield chunk
            at += len(chunk)

    def _chunk(self, at: int) -> bytes:
        self._file.seek(at)
        return self._file.read(_CHUNK)


Content = bytes | Spool
"""What a file is to hold."""


def chunks(content: Content) -> Iterator[bytes]:
    """Yield a content in pieces."""
    return iter(content) if isinstance(content, Spool) else iter((content,))


def sha256_of(content: Content) -> str:
    """The SHA-256 of a content, as hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in chunks(content):
        digest.update(chunk)
    return digest.hexdigest()


def same(content: Content, other: IO[bytes]) -> bool:
    """Whether a file holds exactly this content."""
    return all(chunk == other.read(len(chunk)) for chunk in chunks(content)) and not other.read(1)
