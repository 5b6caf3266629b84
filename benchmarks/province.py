"""A whole province to measure reports with: the sample's forms, figures and appraisals, repeated under other names."""

import csv
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from parscore.season.open import open_folder
from parscore.season.run import score_season

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = ROOT / "sample_data" / "tinh-mau-2025"
_TABLES: Final = ("figures.csv", "survey.csv", "appraisals/tham-dinh-1.csv", "appraisals/giai-trinh.csv",
                  "appraisals/tham-dinh-2.csv", "appraisals/hoi-dong.csv")  # fmt: skip
"""Tables with a row for each agency, by its id in the first column."""


def make_province(folder: Path, count: int) -> Path:
    """Make a season of so many agencies in both groups, every stage of the sample said of each."""
    opened, _ = open_folder(SAMPLE)
    assert opened is not None
    cards = [standing.scorecard for ranking in score_season(opened).groups for standing in ranking.standings]
    forms = {card.agency.id: SAMPLE / card.submission.file for card in cards if card.submission}
    agencies = list(opened.season.agencies.values())
    made = [(agencies[at % len(agencies)], at // len(agencies)) for at in range(count)]
    (folder / "inbox").mkdir(parents=True)
    (folder / "appraisals").mkdir()
    shutil.copy(SAMPLE / "season.yaml", folder)
    register = [["id", "name", "group", "ranked"]]
    for agency, copy in made:
        own, name = f"{agency.id}{copy or ''}", f"{agency.name} {copy or ''}".strip()
        register.append([own, name, agency.group, "có" if agency.ranked else "không"])
        new = {agency.name: name, f" {agency.id}<": f" {own}<"} if copy else {}
        _copy_form(forms[agency.id], folder / "inbox" / f"2025_{own}_tucham.xlsx", new)
    _write(folder / "agencies.csv", register)
    for table in _TABLES:
        with (SAMPLE / table).open(encoding="utf-8-sig", newline="") as stream:
            heading, *rows = csv.reader(stream)
        copies = ([f"{row[0]}{copy or ''}", *row[1:]] for agency, copy in made for row in rows if row[0] == agency.id)
        _write(folder / table, [heading, *(row for row in rows if row[0] == "*"), *copies])
    return folder


def _copy_form(model: Path, target: Path, new: Mapping[str, str]) -> None:
    """Copy a form for an agency of another name and id."""
    with zipfile.ZipFile(model) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in package.namelist():
            content = package.read(part)
            for old, other in new.items():
                content = content.replace(old.encode(), other.encode())
            copy.writestr(part, content)


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
