"""Published tables made in the test: written as people save them, read back and checked."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from parscore.audit.published import Published, Read, check_published, read_published
from parscore.audit.published_told import Check
from parscore.model.problem import Problem
from parscore.numbers import Mark

HERE = Path(__file__).parent / "audit" / "published"
Rows = Sequence[Sequence[object]]


def as_text(rows: Rows, delimiter: str = ";") -> str:
    """Rows as a text file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def read(folder: Path, rows: Rows | str | bytes, *, name: str = "bang.csv", mark: Mark = "", **columns: str) -> Read:
    """Write a table into a folder and read it; other arguments are columns by role."""
    path = folder / name
    content = rows if isinstance(rows, str | bytes) else as_text(rows)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_published(path, name, chosen=tuple(columns.items()), mark=mark)


def alone(folder: Path, rows: Rows | str | bytes, **others: str) -> Published:
    """Check a table by itself."""
    return check_published(read(folder, rows, **others))


def known(name: str) -> Published:
    """Check one of the tables in ``tests/audit/published``."""
    return check_published(read_published(HERE / f"{name}.csv", f"{name}.csv"))


def codes(found: Published | Read) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in found.problems]


def facts(found: Problem | Check) -> dict[str, str]:
    """The facts of a problem or a check as texts."""
    return {name: str(value) for name, value in found.facts}


def check_of(found: Published, key: str, block: str = "") -> Check:
    """The one check with that key."""
    (check,) = [check for check in found.checks if (check.key, check.block) == (key, block)]
    return check
