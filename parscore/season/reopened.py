"""``mo-khoa.csv``: who unlocked a frozen season, when and why, and the record that had been frozen.

Columns ``when,who,why,record,sha256,body``, one row an unlocking; rows are only ever added. The file is an input: the
next record holds its digest. A season with the file and without a lock is *reopened*: its result is a draft until it
is locked again.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.csv_rows import CsvRow, parse_rows, shielded, unshielded
from parscore.season.frozen import LOCK_FILE

UNLOCKS: Final = "mo-khoa.csv"
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unlocking:
    """One unlocking: the day (ISO 8601), by whom, the reason, and what the lock said: record, SHA-256, its body's."""

    when: str
    who: str
    why: str
    record: str
    sha256: str
    body: str


COLUMNS: Final = tuple(field.name for field in fields(Unlocking))


def is_reopened(folder: Path) -> bool:
    """Whether a season was unlocked and has not been locked since."""
    return (folder / UNLOCKS).exists() and not (folder / LOCK_FILE).exists()


def with_unlocking(content: bytes, unlocking: Unlocking) -> bytes:
    """The content of the file with one row more; ``content`` is empty where there is no file yet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if not content:
        writer.writerow(COLUMNS)
    writer.writerow(map(shielded, asdict(unlocking).values()))
    start = content or _BOM
    return start + (b"" if start.endswith((b"\n", _BOM)) else b"\n") + text.getvalue().encode()


def told_unlockings(folder: Path) -> Iterator[Problem]:
    """Yield PS827 for every unlocking, or PS828 where the file cannot be read."""
    path = folder / UNLOCKS
    if not path.exists():
        return
    table = parse_rows(path.read_bytes()) if path.is_file() else "unreadable"
    if isinstance(table, str) or table.columns != COLUMNS:
        yield problem("PS828", Place(UNLOCKS), wanted=",".join(COLUMNS))
        return
    for row in table.rows:
        place = Place(UNLOCKS, line=row.line)
        yield problem("PS827", place, **asdict(_unlocking(row)))


def _unlocking(row: CsvRow) -> Unlocking:
    return Unlocking(**{name: unshielded(row.cells[name]) for name in COLUMNS})
