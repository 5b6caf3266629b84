"""Inputs as recorded against those on the disk: changed, missing, extra and renamed are told apart."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.snapshot import InputFile

NOTHING: Final = "(nothing)"
SHOWN: Final = 12
"""Digits of a digest that people are shown."""


def compare_inputs(recorded: Iterable[Mapping[str, Any]], present: Iterable[InputFile]) -> Iterator[Problem]:
    """Yield PS802 (changed), PS803 (missing), PS804 (extra) and PS805 (the bytes of another recorded path).

    ``recorded`` are the input lines of a record. Two files that have changed their names with each other are both
    renamed; a file that is there twice, under its own name and another, is extra.
    """
    was = {line["path"]: line for line in recorded}
    now = {file.path: file for file in present}
    moved = {line["sha256"]: path for path, line in was.items() if line["sha256"] and not _same(now.get(path), line)}
    gone = set()
    for path, file in now.items():
        if path in was and _same(file, was[path]):
            continue
        before = moved.get(file.sha256)
        if before is not None:
            gone.add(before)
            yield problem("PS805", Place(path), found=before, **_owner(was[before]))
        elif path in was:
            told = {"found": _short(file.sha256), "wanted": _short(was[path]["sha256"])}
            yield problem("PS802", Place(path), **told, **_owner(was[path]))
        else:
            yield problem("PS804", Place(path))
    for path in sorted(was.keys() - now.keys() - gone):
        yield problem("PS803", Place(path), wanted=_short(was[path]["sha256"]), **_owner(was[path]))


def _short(digest: str) -> str:
    """The beginning of a digest, which is enough to tell two files apart for a person."""
    return digest[:SHOWN] or NOTHING


def _same(file: InputFile | None, line: Mapping[str, Any]) -> bool:
    return file is not None and (file.sha256, file.size) == (line["sha256"], line["size"])


def _owner(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"agency": line.get("agency", "")}
