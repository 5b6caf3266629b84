"""Which bytes were read: whoever reads an input here leaves the digest of the very bytes that were gone on with.

A digest taken before or after reading is one of another reading: a file that is exchanged for a moment betrays itself
by neither. What is read while nobody notes is just read.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

Reads = set[tuple[Path, str]]
"""Path and SHA-256 of everything that was read; a file that was read twice with two contents stands there twice."""

_NOTED: Final[ContextVar[Reads | None]] = ContextVar("reads", default=None)


@contextmanager
def noted() -> Iterator[Reads]:
    """Note what is read while this is open."""
    reads: Reads = set()
    token = _NOTED.set(reads)
    try:
        yield reads
    finally:
        _NOTED.reset(token)


def read_noted(path: Path) -> bytes:
    """Read a file whole, and note the digest of what comes back."""
    data = path.read_bytes()
    reads = _NOTED.get()
    if reads is not None:
        reads.add((path, hashlib.sha256(data).hexdigest()))
    return data
