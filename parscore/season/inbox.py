"""The inbox: what lies there, in a fixed order, and what is no form and why."""

import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem

SPREADSHEETS: Final = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".fods", ".numbers"))
_DROPPINGS: Final = frozenset((".ds_store", "desktop.ini", "thumbs.db"))


@dataclass(frozen=True, slots=True)
class Inbox:
    """The files to be read, as (path, path for people), and a problem for everything else."""

    files: tuple[tuple[Path, str], ...]
    problems: tuple[Problem, ...]


def look_into(folder: Path, shown_as: str) -> Inbox:
    """List a folder without descending; order is by name in NFC, the same on every system.

    Nothing is passed over in silence: lock files, droppings of operating systems, folders, links and other files
    each get a problem or a note.
    """
    if not folder.is_dir():
        return Inbox((), (problem("PS005", Place(shown_as)),))
    entries = sorted(folder.iterdir(), key=lambda path: (unicodedata.normalize("NFC", path.name), path.name))
    files: list[tuple[Path, str]] = []
    problems: list[Problem] = []
    for path in entries:
        shown = f"{shown_as}/{unicodedata.normalize('NFC', path.name)}"
        found = list(_not_a_form(path, shown))
        problems += found
        if not found:
            files.append((path, shown))
    if not files:
        problems.append(problem("PS005", Place(shown_as)))
    return Inbox(tuple(files), tuple(problems))


def _not_a_form(path: Path, shown: str) -> Iterator[Problem]:
    name = path.name.casefold()
    looks_like_form = path.suffix.casefold() in SPREADSHEETS
    if is_lock_file(path):
        yield problem("PS114", Place(shown))
    elif name in _DROPPINGS or name.startswith("._"):
        yield problem("PS136", Place(shown))
    elif not _is_regular(path):
        yield problem("PS122" if looks_like_form else "PS136", Place(shown), reason="not a file")
    elif not looks_like_form:
        yield problem("PS136", Place(shown))


def is_lock_file(path: Path) -> bool:
    """Whether a name is that of the lock that Excel or LibreOffice puts beside an open workbook."""
    return path.name.startswith(("~$", ".~lock."))


def _is_regular(path: Path) -> bool:
    """Whether a path is an ordinary file and no link to one; one that has just gone is told when it is opened."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True
