"""A frozen season (đã chốt số liệu): its lock names the record that stands, and nothing is written that differs.

(Not to be taken for the lock that keeps two runs apart, which lasts as long as a run.)
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.chain import Head
from parscore.season.record import written
from parscore.season.spool import Content, same

LOCK_FILE: Final = "khoa-so.json"
SCHEMA: Final = "parscore.lock/1"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The record that was frozen: its file, SHA-256 of the file, and of its body as it is printed on the reports."""

    record: str
    sha256: str
    body: str


def frozen_as(head: Head) -> Frozen:
    """What the lock of a season says whose last record is ``head``."""
    return Frozen(head.record, head.sha256, head.body)


def lock_bytes(frozen: Frozen) -> bytes:
    """The lock file: canonical JSON on one line."""
    return written({"schema": SCHEMA, **asdict(frozen)})


def read_lock(folder: Path) -> Frozen | None:
    """Read the lock of a season; ``None`` where it is not locked. A lock that cannot be read names no record."""
    path = folder / LOCK_FILE
    if not path.exists():
        return None
    try:
        content = path.read_bytes()
        told = json.loads(content)
        frozen = Frozen(told["record"], told["sha256"], told["body"])
        if lock_bytes(frozen) == content:
            return frozen
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return Frozen("", "", "")


def locked_on(folder: Path, body: str) -> bool:
    """Whether a season is locked on the record with this digest of its body."""
    lock = read_lock(folder)
    return lock is not None and bool(body) and lock.body == body


def refusal(folder: Path, outputs: Mapping[Path, Content]) -> Problem | None:
    """Return PS813 where a season is frozen and an output differs from what is on the disk; writing it is refused."""
    if read_lock(folder) is None:
        return None
    for path, content in outputs.items():
        if not _holds(path, content):
            return problem("PS813", Place(LOCK_FILE), found=path.relative_to(folder).as_posix())
    return None


def _holds(path: Path, content: Content) -> bool:
    """Whether a file is there and holds this."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return same(content, file)
