"""What a run leaves on the disk: its outputs, its record, and the head of the chain, to be written all or none."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.ranking import SeasonResult
from parscore.season.chain import Head, last_record, read_head, seal, spool
from parscore.season.frozen import LOCK_FILE, locked_on, read_lock, refusal
from parscore.season.open import SeasonFolder
from parscore.season.record import body
from parscore.season.snapshot import InputFile, changed_meanwhile, inputs_of, set_files
from parscore.season.spool import Content

Render = Callable[[SeasonResult, str], Mapping[str, Content]]
"""Makes the outputs of a run in a language, by path in the season."""


class Kept(NamedTuple):
    """A run with the digest that its outputs carry, and the files in the order of writing."""

    result: SeasonResult
    files: Mapping[Path, Content]


def files_of_run(
    folder: SeasonFolder,
    result: SeasonResult,
    before: tuple[InputFile, ...],
    render: Render,
    language: str,
    *,
    closing: bool = False,
) -> Kept | tuple[Problem, ...]:
    """Render the outputs of a run and make its record, or say why nothing may be written.

    Outputs bear the mark of a draft unless the season is locked with this result, or is ``closing`` with it.
    PS817: an input is not what it was ``before`` anything was read; PS809, PS810: the record to go on from is broken;
    PS813: the season is locked, and a file would differ from what is there.
    """
    inputs, sets = inputs_of(folder.path), set_files(folder.path, folder.season)
    if odd := changed_meanwhile(before, inputs, sets, result):
        return odd
    last = last_record(folder.path)
    if isinstance(last, Problem):
        return (last,)
    lines = spool(body(result, inputs, sets))
    digest = lines.digest.hexdigest()
    result = replace(result, record=digest, unlocked=not (closing or locked_on(folder.path, digest)))
    outputs = render(result, language)
    sealed = seal(lines, last, outputs, stage=result.stage.id, language=language)
    files = {folder.path / path: content for path, content in {**outputs, **sealed.files}.items()}
    locked = refusal(folder.path, files)
    return (locked,) if locked else Kept(result, files)


def with_record(folder: SeasonFolder, result: SeasonResult) -> SeasonResult:
    """Return a result with the digest of its record; it loses the mark of a draft where the season is locked with it.

    PS819 joins its problems where the season is locked with another one: something was changed after the lock.
    """
    digest = record_of(folder, result)
    lock = read_lock(folder.path)
    locked = locked_on(folder.path, digest)
    problems = result.problems
    if lock is not None and not locked and result.stage == folder.season.stages[-1]:
        found = problem("PS819", Place(LOCK_FILE), record=lock.record)
        problems = tuple(sorted((*problems, found), key=lambda each: each.sort_key))
    return replace(result, record=digest, unlocked=not locked, problems=problems)


def record_of(folder: SeasonFolder, result: SeasonResult) -> str:
    """The digest of the season's last record where it is of this very result: same inputs, stage and scores; else none.

    The body of a record depends on nothing else, so that the one this result would get is compared with it.
    """
    head = read_head(folder.path)
    if not isinstance(head, Head) or head.stage != result.stage.id:
        return ""
    whole = hashlib.sha256()
    for line in body(result, inputs_of(folder.path), set_files(folder.path, folder.season)):
        whole.update(line)
    return head.body if whole.hexdigest() == head.body else ""
