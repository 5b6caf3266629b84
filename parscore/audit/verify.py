"""Rechecking a season: its chain of records, its inputs, its outputs, and every score by scoring again."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from parscore.audit.inputs import NOTHING, SHOWN, compare_inputs
from parscore.audit.lines import WHOLE, Difference, differences, parsed
from parscore.audit.outputs import compare_output
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.chain import HEAD_FILE, RECORDS, Head, end_line, name_of, read_head, versions
from parscore.season.frozen import LOCK_FILE, frozen_as, locked_on, read_lock
from parscore.season.keep import Render
from parscore.season.open import open_folder
from parscore.season.record import body
from parscore.season.reopened import told_unlockings
from parscore.season.run import score_season
from parscore.season.snapshot import inputs_of, set_file, set_files
from parscore.season.spool import Content, chunks, sha256_of

HEAD: Final = f"{RECORDS}/{HEAD_FILE}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a recheck found. ``head`` is ``None`` where there is no record to check by; ``links``: records checked;
    ``scores``: how many were scored again, none where that was not possible; ``final``: the recorded result is.
    """

    head: Head | None
    links: int
    scores: int
    final: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A season scored again: the lines of the record it would get now, and its outputs."""

    lines: Sequence[bytes]
    outputs: Mapping[str, Content]


def verify(folder: Path, render: Render, *, jobs: int = 1, printed: str = "") -> Verification:
    """Recheck everything that a season's records say, and tell apart what differs.

    ``printed`` is the digest (or its beginning) that stands on a report: PS815 where no record of the chain has it.
    """
    head = read_head(folder)
    if not isinstance(head, Head):
        return Verification(None, 0, 0, False, (head or problem("PS801", Place(HEAD)),))
    links, problems = check_chain(folder, head)
    problems += [*_lock(folder, head), *told_unlockings(folder), *_printed(links, printed)]
    changed = any(found.code in ("PS809", "PS810") for found in problems)
    lines = lines_of(folder / RECORDS / head.record)
    inputs = [] if changed else list(check_inputs(folder, lines))
    again, faults = (None, ()) if inputs or not lines else recompute(folder, head, render, jobs=jobs)
    problems += [*inputs, *faults]
    if again is not None:
        problems += compare_record(f"{RECORDS}/{head.record}", lines, again, changed=changed)
    problems += check_outputs(folder, lines, again, changed=changed)
    scores = 0 if again is None else sum(b'"kind":"leaf"' in line for line in lines)
    return Verification(head, len(links), scores, _final(lines), tuple(problems))


def _final(lines: Sequence[bytes]) -> bool:
    return bool(lines) and parsed(lines[0]).get("final") is True


def check_chain(folder: Path, head: Head) -> tuple[list[Head], list[Problem]]:
    """Follow the chain from its head to its first record; each link's file has to have the digest the next one says.

    Returns what each record says of itself, the last first. PS809: a record is not what it was (the name of its file
    still says what); PS810: a link is missing, or leads nowhere, or a record belongs to no link.
    """
    if head.record != name_of(head.number, head.sha256):
        return [], [_broken(Place(HEAD), "chain.head", "record, number, sha256")]
    links: list[Head] = []
    problems: list[Problem] = []
    wanted, number = head.sha256, head.number
    known = {HEAD_FILE}
    while wanted:
        name = name_of(number, wanted)
        known.add(name)
        if not (folder / RECORDS / name).is_file():
            return links, [*problems, _broken(Place(f"{RECORDS}/{name}"), "chain.missing", name)]
        told, found = _link(folder / RECORDS / name, wanted, number)
        problems += found
        if told is None:
            return links, problems
        links.append(told)
        wanted, number = told.previous, number - 1
    odd = [name for name in ("body", "previous", "stage", "language") if getattr(head, name) != getattr(links[0], name)]
    if odd and not problems:
        problems.append(_broken(Place(HEAD), "chain.head", ", ".join(odd)))
    strays = sorted(path.name for path in (folder / RECORDS).iterdir() if path.name not in known)
    problems += [_broken(Place(f"{RECORDS}/{name}"), "chain.stray", name) for name in strays]
    return links, problems


def _link(path: Path, wanted: str, number: int) -> tuple[Head | None, list[Problem]]:
    """Check one record: its digest, and that its last line is that of a record of this number."""
    data, place = path.read_bytes(), Place(f"{RECORDS}/{path.name}")
    digest = hashlib.sha256(data).hexdigest()
    told = _own_head(data, path.name, digest)
    if digest == wanted:
        sound = told is not None and told.number == number and (number > 1) == bool(told.previous)
        return (told, []) if sound else (None, [_broken(place, "chain.link", path.name)])
    if path.name == name_of(number, digest):  # the name still vouches for the content: what led here was changed
        return told, [_broken(Place(HEAD), "chain.head", "sha256")]
    return None, [problem("PS809", place, found=digest[:SHOWN], wanted=wanted[:SHOWN])]


def _own_head(data: bytes, name: str, digest: str) -> Head | None:
    """What the last line of a record says of the record; ``None`` where it is no last line."""
    start = data.rstrip(b"\n").rfind(b"\n") + 1
    end = parsed(data[start:])
    body_digest = hashlib.sha256(data[:start]).hexdigest()
    try:
        told = Head(name, digest, end["body"], end["number"], end["previous"], end["stage"], end["language"])
    except (KeyError, TypeError):
        return None
    sound = told.body == body_digest and isinstance(told.previous, str) and end["lines"] == data[:start].count(b"\n")
    return told if sound and end["kind"] == "end" else None


def _broken(place: Place, reason: str, found: str) -> Problem:
    return problem("PS810", place, reason=reason, found=found)


def _lock(folder: Path, head: Head) -> Iterator[Problem]:
    frozen = read_lock(folder)
    if frozen is not None and frozen != frozen_as(head):
        yield problem("PS816", Place(LOCK_FILE), found=frozen.record or NOTHING, wanted=head.record)


def _printed(links: Sequence[Head], printed: str) -> Iterator[Problem]:
    wanted = "".join(printed.split()).lower()
    if wanted and not any(link.body.startswith(wanted) or link.sha256.startswith(wanted) for link in links):
        yield problem("PS815", Place(HEAD), found=printed)


def lines_of(path: Path) -> list[bytes]:
    """Return the lines of a record; none where it is not there."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        return file.readlines()


def check_inputs(folder: Path, lines: Sequence[bytes]) -> Iterator[Problem]:
    """Compare the inputs and criteria sets that a sound record names with those on the disk."""
    told = [parsed(line) for line in lines]
    yield from compare_inputs((line for line in told if line["kind"] == "input"), inputs_of(folder))
    own = {line["path"] for line in told if line["kind"] == "input"}
    for line in told:
        if line["kind"] == "criteria" and line["path"] not in own:
            found = set_file(folder, line["id"], line["version"])
            if not found.sha256:
                yield problem("PS803", Place(line["path"]), wanted=line["sha256"][:SHOWN])
            elif found.sha256 != line["sha256"]:
                yield problem("PS802", Place(line["path"]), found=found.sha256[:SHOWN], wanted=line["sha256"][:SHOWN])


def recompute(
    folder: Path, head: Head, render: Render, *, jobs: int = 1
) -> tuple[Recomputed | None, tuple[Problem, ...]]:
    """Score a season again as its last record says; ``None`` where it cannot be opened, with what stands against it."""
    opened, problems = open_folder(folder)
    if opened is None:
        return None, problems
    stages = [stage.id for stage in opened.season.stages]
    result = score_season(opened, stage=head.stage if head.stage in stages else None, jobs=jobs)
    lines = list(body(result, inputs_of(folder), set_files(folder, opened.season)))
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    outputs = render(replace(result, record=digest, unlocked=not locked_on(folder, digest)), head.language)
    end = end_line(
        digest,
        len(lines),
        outputs,
        number=head.number,
        previous=head.previous,
        stage=head.stage,
        language=head.language,
    )
    return Recomputed([*lines, end], outputs), ()


def compare_record(file: str, found: Sequence[bytes], again: Recomputed, *, changed: bool) -> Iterator[Problem]:
    """Compare a record with what scoring again gives.

    Of a record that was changed every field that differs is named (PS818). A sound one says what was scored then: the
    first score that comes out otherwise now is PS811, and PS812 says that another version of the program was at work.
    """
    if changed:
        yield from (
            problem("PS818", Place(file, line=odd.line), **_told(odd)) for odd in differences(found, again.lines)
        )
        return
    made, now = parsed(found[-1])["versions"], versions()
    odd = list(differences(found[:-1], again.lines[:-1]))
    if made != now:
        reason = "versions.other" if odd else "versions.same"
        yield problem("PS812", Place(file), reason=reason, found=_releases(made, now), wanted=_releases(now, made))
    if odd:
        first = min(odd, key=lambda one: (one.item[0] != "leaf", one.field != "points", one.line))
        agency, code = first.item[1:3] if first.item[0] == "leaf" else ("", "")
        place, items = Place(file, line=first.line), len({one.item for one in odd})
        yield problem("PS811", place, agency=agency, criterion=code, items=items, **_told(first))


def _releases(told: Mapping[str, str], other: Mapping[str, str]) -> str:
    """The versions that are others elsewhere."""
    return "; ".join(f"{name} {release}" for name, release in told.items() if other.get(name) != release) or NOTHING


def _told(odd: Difference) -> dict[str, str]:
    """The facts of a difference: the kind of the item, its name behind a blank, the field and both values."""
    kind, *names = odd.item
    name = "".join(f" {part}" for part in names if part)
    found, wanted = odd.found or NOTHING, odd.wanted or NOTHING
    return {"kind": f"record.{kind or WHOLE}", "item": name, "field": odd.field, "found": found, "wanted": wanted}


def check_outputs(
    folder: Path, lines: Sequence[bytes], again: Recomputed | None, *, changed: bool
) -> Iterator[Problem]:
    """Compare the outputs on the disk with what the record says of them, or where it was changed with what they were.

    PS807: missing; PS806 and PS808 as ``compare_output`` says; without the cell where the inputs are not what they
    were, so that the output cannot be made again.
    """
    wanted = {} if changed or not lines else {one["path"]: one["sha256"] for one in parsed(lines[-1])["outputs"]}
    if changed and again is not None:
        wanted = {path: sha256_of(content) for path, content in again.outputs.items()}
    for path, digest in sorted(wanted.items()):
        if not (folder / path).is_file():
            yield problem("PS807", Place(path))
            continue
        found = (folder / path).read_bytes()
        if hashlib.sha256(found).hexdigest() == digest:
            continue
        if again is not None and path in again.outputs:
            yield from compare_output(path, found, b"".join(chunks(again.outputs[path])))
        else:
            now = hashlib.sha256(found).hexdigest()
            yield problem("PS806", Place(path), found=f"SHA-256 {now[:SHOWN]}", wanted=f"SHA-256 {digest[:SHOWN]}")
