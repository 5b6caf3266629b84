"""Files that a person names for a check: those of the inbox, a folder's, or files from anywhere else."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.inbox import Inbox, is_lock_file, look_into
from parscore.season.open import INBOX
from parscore.viet import nearest


@dataclass(frozen=True, slots=True)
class Named:
    """What was named: ``shown`` are the paths for people, ``elsewhere`` the files that do not lie in the inbox."""

    shown: tuple[str, ...] = ()
    elsewhere: tuple[tuple[Path, str], ...] = ()
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names of nothing there is, each with the files that may have been meant."""
    problems: tuple[Problem, ...] = ()
    """What of ``elsewhere`` is no form and not shown; of the files of the inbox the inbox itself says it."""


def named_files(season: Path, wanted: Sequence[Path]) -> Named:
    """Find files by a path from here, from the season's folder or from its inbox; a folder stands for its files."""
    inbox = look_into(season / INBOX, INBOX)
    inside = {path.resolve(): shown for path, shown in inbox.files}
    others = {Path(found.place.file).name: found.place.file for found in inbox.problems}
    shown: dict[str, None] = {}
    elsewhere: dict[str, Path] = {}
    unknown, problems = [], []
    for name in wanted:
        found = next((path for path in (name, season / name, season / INBOX / name) if path.exists()), None)
        if found is None:
            unknown.append((name.as_posix(), _near(season, name, inbox)))
            continue
        listed = look_into(found, found.as_posix()).files if found.is_dir() else ((found, found.as_posix()),)
        for path, written in listed:
            own = others.get(_name_within(season, path)) or inside.get(path.resolve())
            # From another season's inbox: its path must not be taken for one of this inbox.
            foreign = path.resolve().as_posix() if written.startswith(f"{INBOX}/") else written.removeprefix("./")
            told = own or foreign
            if own is None and is_lock_file(path):
                problems.append(problem("PS114", Place(told)))
                continue
            shown[told] = None
            if own is None:
                elsewhere[told] = path
    files = tuple((path, told) for told, path in elsewhere.items())
    return Named(tuple(shown), files, tuple(unknown), tuple(problems))


def _name_within(season: Path, path: Path) -> str:
    """The name of what lies in the inbox, a link by its own name; empty for anything else."""
    same = path.parent.resolve() == (season / INBOX).resolve()
    return unicodedata.normalize("NFC", path.name) if same else ""


def _near(season: Path, wanted: Path, inbox: Inbox) -> tuple[str, ...]:
    """The files whose names are near, beside the one that is missing and in the inbox; else the inbox as it is."""
    names: dict[str, str] = {}
    for folder in dict.fromkeys((wanted.parent, season / wanted.parent)):
        beside = look_into(folder, folder.as_posix()).files if folder.is_dir() else ()
        names |= {path.name: shown.removeprefix("./") for path, shown in beside}
    names |= {path.name: shown for path, shown in inbox.files}
    near = nearest(wanted.name, list(names))
    return tuple(names[name] for name in near) or tuple(shown for _, shown in inbox.files)
