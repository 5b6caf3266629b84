"""Checks the records of a season with Python's standard library alone; what is checked stands in docs/record.md.

``python -I tools/verify_record.py SEASON [DIGEST]``: one line for each fault, exit code 1; nothing to complain of, 0.
DIGEST is the one printed on a report, or its beginning. Nothing of parscore is used, and nothing is scored again.
"""

import hashlib
import json
import sys
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from unicodedata import normalize

Line = dict[str, Any]
SINGLE = (
    "season.yaml",
    "agencies.csv",
    "figures.csv",
    "inspections.csv",
    "units.csv",
    *("survey.csv", "survey.yaml"),
    "choices.csv",
    "mo-khoa.csv",
)
FOLDERS = {"appraisals": "*.csv", "criteria": "*/*.yaml", "inbox": "*", "survey": "*"}


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(told: Line) -> bytes:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def check_chain(records: Path) -> Iterator[str]:
    """The head names the last record, every record the one before it, down to number 1; no file is left over."""
    head = json.loads((records / "head.json").read_bytes())
    if canonical(head) != (records / "head.json").read_bytes():
        yield "head.json: not canonical"
    wanted, number, known = head["sha256"], head["number"], {"head.json"}
    while wanted:
        name = f"{number:04d}-{wanted[:12]}.jsonl"
        known.add(name)
        if not (records / name).is_file():
            yield f"{name}: missing"
            return
        data = (records / name).read_bytes()
        if digest_of(data) != wanted:
            yield f"{name}: its SHA-256 is {digest_of(data)}, not {wanted}"
            return
        end = yield from check_lines(name, data)
        if end is None:
            return
        if number == head["number"]:
            said = {key: end[key] for key in ("body", "number", "previous", "stage", "language")}
            if head != {"schema": "parscore.head/1", "record": name, "sha256": wanted, **said}:
                yield "head.json: does not say what the last record says"
        if end["number"] != number or bool(end["previous"]) != (number > 1):
            yield f"{name}: its number or the record before it is wrong"
            return
        wanted, number = end["previous"], number - 1
    yield from (f"{path.name}: belongs to no record" for path in sorted(records.iterdir()) if path.name not in known)


def check_lines(name: str, data: bytes) -> Generator[str, None, Line | None]:
    """Every line is canonical JSON; the last one has the digest and the number of the lines before. Returns it."""
    lines = data.split(b"\n")[:-1]
    odd = [at for at, line in enumerate(lines, 1) if canonical(json.loads(line)) != line + b"\n"]
    yield from (f"{name}:{at}: not canonical" for at in odd)
    end, before = json.loads(lines[-1]), b"".join(line + b"\n" for line in lines[:-1])
    if end["kind"] == "end" and (end["body"], end["lines"]) == (digest_of(before), len(lines) - 1):
        return end
    yield f"{name}: the last line does not fit those before it"
    return None


def check_files(season: Path, told: list[Line]) -> Iterator[str]:
    """Inputs and outputs lie on the disk as recorded; no input has come since."""
    inputs = {line["path"]: line for line in told if line["kind"] == "input"}
    own = [line for line in told if line["kind"] == "criteria" and line["path"] in inputs]
    yield from (f"{line['path']}: two digests" for line in own if line["sha256"] != inputs[line["path"]]["sha256"])
    present = {name: season / name for name in SINGLE if (season / name).is_file()}
    for folder, pattern in FOLDERS.items():
        for path in sorted((season / folder).glob(pattern)):
            present[normalize("NFC", path.relative_to(season).as_posix())] = path
    for path, line in inputs.items():
        found = present.pop(path, None)
        data = found.read_bytes() if found and found.is_file() and line["sha256"] else b""
        if found is None:
            yield f"{path}: input missing"
        elif line["sha256"] and (digest_of(data), len(data)) != (line["sha256"], line["size"]):
            yield f"{path}: input changed"
    yield from (f"{path}: extra input" for path in present)
    for output in told[-1]["outputs"]:
        path = season / output["path"]
        if not path.is_file():
            yield f"{output['path']}: output missing"
        elif digest_of(path.read_bytes()) != output["sha256"]:
            yield f"{output['path']}: output changed"


def check_sums(told: list[Line]) -> Iterator[str]:
    """Points are within their maximum, totals are sums (where no further step made them), indices are quotients."""
    digests = {line["path"]: line["sha256"] for line in told if line["kind"] in ("input", "criteria")}
    rounded = {line["group"]: line["rounding"]["at"] != "print" for line in told if line["kind"] == "group"}
    sums: dict[str, list[Fraction]] = {}
    for line in told:
        if line["kind"] == "leaf":
            who, points, most = f"{line['agency']} {line['code']}", line["points"], Fraction(line["maximum"])
            if line["counted"]:
                sum_of = sums.setdefault(line["agency"], [Fraction(0), Fraction(0)])
                sum_of[0] += Fraction(points or 0)
                sum_of[1] += most
            if points is not None and Fraction(points) > Fraction(line["declared_maximum"]):
                yield f"{who}: {points} points of at most {line['declared_maximum']}"
            for value in (*line["inputs"], line["claimed"] or {}):
                if value.get("file") and value["sha256"] != digests.get(value["file"]):
                    yield f"{who}: the value comes from a file of another digest"
        elif line["kind"] == "total":
            points, most = sums.get(line["agency"], [Fraction(0), Fraction(0)])
            plain = not line["steps"] and not rounded[line["group"]]
            if plain and (Fraction(line["points"]), Fraction(line["maximum"])) != (points, most):
                yield f"{line['agency']}: the total is not the sum of its leaves"
            whole = Fraction(line["maximum"])
            index = Fraction(line["points"]) / whole * 100 if whole else None
            if index != (None if line["index"] is None else Fraction(line["index"])):
                yield f"{line['agency']}: the index is not points / maximum x 100"


def check(season: Path, printed: str) -> Iterator[str]:
    faults = list(check_chain(season / "records"))
    yield from faults
    if faults:
        return
    head = json.loads((season / "records" / "head.json").read_bytes())
    told = [json.loads(line) for line in (season / "records" / head["record"]).read_bytes().split(b"\n")[:-1]]
    if printed and not head["body"].startswith(printed.lower()):
        yield f"{printed}: the last record has another digest, {head['body']}"
    yield from check_files(season, told)
    yield from check_sums(told)


if __name__ == "__main__":
    found = list(check(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
    print("\n".join(found) or "nothing to complain of")
    sys.exit(1 if found else 0)
