"""A new season folder: from the sample that is shipped, or from an earlier season."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from parscore.definitions.load import load_season_document
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.open import AGENCIES_FILE, INBOX, SEASON_FILE, bundled_criteria
from parscore.season.store import write_whole

SAMPLE_YEAR: Final = 2025
"""The year of the sample; wherever it stands in the sample, another year can stand too."""
README: Final = "README.md"
CRITERIA: Final = "criteria"
_TEMPLATE: Final = "template"
_SHOWN: Final = 3

Files = Mapping[str, bytes]
"""Contents by path inside the season's folder."""


def occupied(folder: Path) -> Problem | None:
    """Return PS193 where something is in the way: a season is made in a new or an empty folder only."""
    if not folder.exists():
        return None
    names = sorted(path.name for path in folder.iterdir())[:_SHOWN] if folder.is_dir() else [folder.name]
    return problem("PS193", Place(folder.as_posix()), found=", ".join(names)) if names else None


def sample_files(year: int) -> Files:
    """Return the files of a season by the sample, for a year; the criteria sets are those its groups name."""
    template = files(__package__).joinpath(_TEMPLATE)
    texts = {name: template.joinpath(name).read_bytes() for name in (SEASON_FILE, AGENCIES_FILE, README)}
    spec, problems = load_season_document(texts[SEASON_FILE], SEASON_FILE)
    if spec is None:
        raise ValueError(f"the sample season has faults: {problems}")
    for group in spec.groups:
        name = f"{group.criteria_id}/{group.criteria_version}.yaml"
        texts[f"{CRITERIA}/{name}"] = (bundled_criteria() / name).read_bytes()
    old, new = str(SAMPLE_YEAR), str(year)
    dated = {path.replace(old, new): content.decode().replace(old, new).encode() for path, content in texts.items()}
    # Spreadsheet programs know by the mark that a CSV file is UTF-8.
    return {**dated, AGENCIES_FILE: dated[AGENCIES_FILE].decode().encode("utf-8-sig")}


def earlier_files(folder: Path, old: int, new: int) -> Files:
    """Return the files of a season that goes on from an earlier one: its settings, register and own criteria sets.

    The year and the year in the title are replaced; which version of a set serves a group is for people to decide.
    """
    text = (folder / SEASON_FILE).read_bytes().decode("utf-8-sig")
    text = re.sub(r"(?m)^(year:\s*)[0-9]{4}", rf"\g<1>{new}", text)
    text = re.sub(r"(?m)^title:.*$", lambda line: line[0].replace(str(old), str(new)), text)
    found = {SEASON_FILE: text.encode(), AGENCIES_FILE: (folder / AGENCIES_FILE).read_bytes()}
    found |= {path: (folder / path).read_bytes() for path in _own_sets(folder)}
    readme = sample_files(new)[README]
    return {**found, README: readme}


def _own_sets(folder: Path) -> Iterator[str]:
    for path in sorted((folder / CRITERIA).glob("*/*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def create(folder: Path, content: Files) -> Problem | None:
    """Write the files, all of them or none, and make the inbox; PS006 where that is not possible."""
    failure = write_whole({folder / path: data for path, data in content.items()})
    if failure is None:
        (folder / INBOX).mkdir(exist_ok=True)
    return failure
