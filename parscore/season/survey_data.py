"""A season's survey on disk: survey.yaml, the folder of ballots, and the digest of both."""

import hashlib
from pathlib import Path
from typing import Final
from unicodedata import normalize

SURVEY_FILE: Final = "survey.yaml"
BALLOTS: Final = "survey"
"""The folder of the data files."""
CSV: Final = ".csv"
WORKBOOKS: Final = (".xlsx", ".xlsm")

Files = tuple[tuple[Path, str], ...]
"""Path, and path for people."""


def in_folder(season: Path) -> Files:
    """Everything in the folder of ballots, in an order that no system changes; an absent folder holds nothing."""
    folder = season / BALLOTS
    entries = folder.iterdir() if folder.is_dir() else ()
    named = sorted((normalize("NFC", path.name), path) for path in entries)
    return tuple((path, f"{BALLOTS}/{name}") for name, path in named)


def passed_over(path: Path) -> bool:
    """Lock files, droppings of systems, folders, and whatever is neither CSV nor a workbook."""
    hidden = path.name.startswith((".", "~$"))
    return hidden or not path.is_file() or path.suffix.lower() not in (CSV, *WORKBOOKS)


def digest_of(season: Path) -> str:
    """The SHA-256 of the digests of survey.yaml and of every data file in order; empty where there is nothing to read.

    A season that is passed on without its ballots has no digest, and so nothing to compare.
    """
    whole = hashlib.sha256()
    files = [path for path, _ in in_folder(season) if not passed_over(path)]
    if not files:
        return ""
    try:
        for path in (season / SURVEY_FILE, *files):
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    except OSError:
        return ""
    return whole.hexdigest()
