"""The chain of records: each holds the digest of the one before, the head file that of the last."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NamedTuple

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.record import SCHEMA, written
from parscore.season.spool import Content, Spool, sha256_of

RECORDS: Final = "records"
HEAD_FILE: Final = "head.json"
HEAD_SCHEMA: Final = "parscore.head/1"
LIBRARIES: Final = ("parscore", "PyYAML", "XlsxWriter", "pydantic")
"""The packages on which a result or the bytes of a report may depend."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last record: its file in ``records/``, SHA-256 of the file and of its body, and what it was made with."""

    record: str
    sha256: str
    body: str
    number: int
    previous: str
    stage: str
    language: str


class Body(NamedTuple):
    """The lines of a record but the last, on the disk, with the state of their digest."""

    content: Spool
    digest: "hashlib._Hash"
    lines: int


class Sealed(NamedTuple):
    """A record ready to be written: files by path in the season, and what the head says."""

    head: Head
    files: Mapping[str, Content]


def spool(lines: Iterable[bytes]) -> Body:
    """Put lines away as they come."""
    content, digest, count = Spool(), hashlib.sha256(), 0
    for line in lines:
        digest.update(line)
        content.file.write(line)
        count += 1
    return Body(content, digest, count)


def seal(body: Body, before: Head | None, outputs: Mapping[str, Content], *, stage: str, language: str) -> Sealed:
    """Close a record with its last line, and make the head.

    Where that gives the very record ``before``, it is that record again: the chain does not grow.
    """
    digest = body.digest.hexdigest()
    links = [(before.number, before.previous), (before.number + 1, before.sha256)] if before else [(1, "")]
    for number, previous in links:
        last = end_line(digest, body.lines, outputs, number=number, previous=previous, stage=stage, language=language)
        whole = body.digest.copy()
        whole.update(last)
        record = whole.hexdigest()
        head = Head(name_of(number, record), record, digest, number, previous, stage, language)
        if head == before:
            break
    body.content.file.write(last)
    return Sealed(head, {f"{RECORDS}/{head.record}": body.content, f"{RECORDS}/{HEAD_FILE}": head_bytes(head)})


def end_line(
    digest: str, lines: int, outputs: Mapping[str, Content], *, number: int, previous: str, stage: str, language: str
) -> bytes:
    """The last line of a record: the digest of the body, what was written from it and by what, the record before."""
    told: dict[str, object] = {
        "kind": "end",
        "schema": SCHEMA,
        "body": digest,
        "lines": lines,
        "number": number,
        "previous": previous,
    }
    told |= {"stage": stage, "language": language, "versions": dict(versions())}
    told["outputs"] = [
        {"path": path, "sha256": sha256_of(content), "size": len(content)} for path, content in sorted(outputs.items())
    ]
    return written(told)


def name_of(number: int, digest: str) -> str:
    """The file name of a record: its number and the first 12 digits of its digest."""
    return f"{number:04d}-{digest[:12]}.jsonl"


def head_bytes(head: Head) -> bytes:
    """The head file: canonical JSON on one line."""
    return written({"schema": HEAD_SCHEMA, **asdict(head)})


def read_head(folder: Path) -> Head | Problem | None:
    """Read the head of a season's chain: ``None`` where there is none, PS810 where it cannot be read.

    Records without a head are no beginning: the chain would start again in silence (PS810).
    """
    path = folder / RECORDS / HEAD_FILE
    if not path.exists():
        records = sorted(each.name for each in (folder / RECORDS).glob("*.jsonl"))
        return (
            problem("PS810", Place(f"{RECORDS}/{HEAD_FILE}"), reason="chain.gone", found=records[-1])
            if records
            else None
        )
    try:
        content = path.read_bytes()
        told = json.loads(content)
        head = Head(**{field.name: told[field.name] for field in fields(Head)})
        if head_bytes(head) == content:
            return head
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return problem("PS810", Place(f"{RECORDS}/{HEAD_FILE}"), reason="chain.head", found=HEAD_FILE)


def last_record(folder: Path) -> Head | Problem | None:
    """The head that a new record follows, or the problem of one that nothing can be added to.

    PS810: the head cannot be read, or its record is not there. PS809: the record is not what the head says.
    """
    head = read_head(folder)
    if not isinstance(head, Head):
        return head
    path, place = folder / RECORDS / head.record, Place(f"{RECORDS}/{head.record}")
    if not path.is_file():
        return problem("PS810", place, reason="chain.missing", found=head.record)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return head if digest == head.sha256 else problem("PS809", place, found=digest[:12], wanted=head.sha256[:12])


@cache
def versions() -> Mapping[str, str]:
    """Versions of Python and of the packages that matter; empty for one that is not installed."""
    told = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            told[name] = version(name)
        except PackageNotFoundError:
            told[name] = ""
    return told
