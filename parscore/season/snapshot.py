"""Every file that a score may depend on, with its digest: the inputs of a season as they lie on the disk."""

import hashlib
import stat
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from parscore.definitions.canonical import canonical_digest
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.ranking import SeasonResult
from parscore.model.season import Season
from parscore.season.open import find_criteria

_SINGLE: Final = {
    "season.yaml": "season",
    "agencies.csv": "agencies",
    "figures.csv": "figures",
    "inspections.csv": "inspections",
    "units.csv": "units",
    "survey.csv": "survey",
    "survey.yaml": "questionnaires",
    "choices.csv": "choices",
    "mo-khoa.csv": "unlockings",
}
_FOLDERS: Final = {"appraisals": "*.csv", "criteria": "*/*.yaml", "inbox": "*", "survey": "*"}
"""What is listed of each folder; its name is the role of the files in it."""
_CHUNK: Final = 1 << 20


class InputFile(NamedTuple):
    """A file by its path in the season (``/``, NFC), what it is for, its SHA-256 and size.

    ``sha256`` is empty for what is no regular file, or cannot be read: nothing of it is used.
    """

    path: str
    role: str
    sha256: str
    size: int


class SetFile(NamedTuple):
    """A criteria set's file: id and version, path for people, SHA-256 of its bytes and of its canonical form."""

    id: str
    version: str
    path: str
    sha256: str
    canonical: str
    size: int


def inputs_of(folder: Path) -> tuple[InputFile, ...]:
    """List the inputs of a season in order of path; what is absent is not listed."""
    found = {name: (folder / name, role) for name, role in _SINGLE.items() if (folder / name).is_file()}
    for role, pattern in _FOLDERS.items():
        for path in sorted((folder / role).glob(pattern)):
            inner = path.relative_to(folder).as_posix()
            composed = normalize("NFC", inner)
            found[inner if composed in found else composed] = (path, role)
    return tuple(InputFile(name, role, *digest_of(path)) for name, (path, role) in sorted(found.items()))


def digest_of(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a regular file; of anything else nothing (in the inbox a link is nothing too)."""
    whole, size = hashlib.sha256(), 0
    try:
        if not stat.S_ISREG(path.lstat().st_mode if path.parent.name == "inbox" else path.stat().st_mode):
            return "", 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                whole.update(chunk)
                size += len(chunk)
    except OSError:
        return "", 0
    return whole.hexdigest(), size


def set_files(folder: Path, season: Season) -> tuple[SetFile, ...]:
    """The files of the criteria sets that serve the season, each once, in order of id and version."""
    wanted = sorted({(group.criteria.id, group.criteria.version) for group in season.groups})
    return tuple(set_file(folder, *reference) for reference in wanted)


def set_file(folder: Path, set_id: str, version: str) -> SetFile:
    """The file of one version; without digests where it is not there."""
    path, shown = find_criteria(folder, set_id, version) or (None, f"criteria/{set_id}/{version}.yaml")
    if path is None:
        return SetFile(set_id, version, shown, "", "", 0)
    data = path.read_bytes()
    return SetFile(set_id, version, shown, hashlib.sha256(data).hexdigest(), canonical_digest(data), len(data))


def changed_meanwhile(
    before: tuple[InputFile, ...], after: tuple[InputFile, ...], sets: tuple[SetFile, ...], result: SeasonResult
) -> tuple[Problem, ...]:
    """Name the files that are not what was read: changed, added or removed while the season was scored (PS817).

    ``before`` was listed before anything was read, ``after`` when all was. Everything that a score comes from was
    digested from the very bytes that were read.
    """
    odd = {file.path for file in {*before} ^ {*after}}
    listed = {file.path: file.sha256 for file in after}
    odd |= {path for path, digest in (*result.sources, *result.inputs) if listed.get(path) != digest}
    read = {(group.group.criteria.id, group.group.criteria.version): group.group.criteria for group in result.groups}
    odd |= {file.path for file in sets if file.sha256 != read[file.id, file.version].digest}
    return tuple(problem("PS817", Place(path)) for path in sorted(odd))
