"""Ballots of a survey, 100 on every department, whose means are exactly the figures that the season was made with."""

import csv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path
from random import Random
from unicodedata import normalize

from parscore.model.problem import Severity
from parscore.season.open import open_folder
from parscore.season.survey_data import BALLOTS, SURVEY_FILE
from parscore.season.survey_figures import SURVEY_FIGURES
from parscore.survey.run import take
from parscore.survey.write import survey_csv

from .books import book, repacked
from .office import Answers, Office
from .province import DEPARTMENTS
from .sheet import Sheet
from .style import Style

SURVEYED = {"8.2.1": ("C1", "C2"), "8.2.2": ("C3", "C4"), "8.2.3": ("C5", "C6")}
"""The leaves that the survey feeds, and the questions of each."""
EACH = 100
ON_PAPER = 30
LABELS = {1: "Kém", 2: "Chưa tốt", 3: "Bình thường", 4: "Tốt", 5: "Rất tốt"}
HEADER = ("Số phiếu", "Người trả lời", "Cơ quan được đánh giá", *(code for own in SURVEYED.values() for code in own))
Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Ballots:
    """Rows of the two files: paper ballots that were typed in, and the export of an online form."""

    paper: list[Row]
    online: list[Row]


def survey(folder: Path, offices: Sequence[Office], answers: Mapping[str, Answers]) -> None:
    """Write survey.yaml, the ballots, and survey.csv as ``parscore survey import`` writes it."""
    (folder / BALLOTS).mkdir(parents=True, exist_ok=True)
    definition = Path(__file__).with_name(SURVEY_FILE)
    (folder / SURVEY_FILE).write_bytes(definition.read_bytes())
    made = Ballots([], [])
    for office in offices:
        for at, row in enumerate(_ballots(office, answers[office.id])):
            (made.paper if at < ON_PAPER else made.online).append(row)
    _spoil(made)
    (folder / BALLOTS / "phieu-lanh-dao-giay.xlsx").write_bytes(_workbook(made.paper))
    (folder / BALLOTS / "phieu-lanh-dao-truc-tuyen.csv").write_bytes(_export(made.online))
    (folder / SURVEY_FIGURES).write_bytes(_imported(folder))


def _ballots(office: Office, answers: Answers) -> Iterator[Row]:
    rng = Random(f"survey:{office.id}")
    columns: list[list[int]] = []
    for leaf, codes in SURVEYED.items():
        mean = answers[leaf].values["mean"]
        if not isinstance(mean, Fraction) or (mean * EACH).denominator != 1:
            raise ValueError(f"{office.id} {leaf}: {mean} is no mean of {EACH} ballots")
        apart = rng.randint(0, min(15, int((5 - mean) * EACH)))
        columns += (_column(rng, int(mean * EACH) + sign * apart) for sign in (1, -1)[: len(codes)])
    for at, given in enumerate(zip(*columns, strict=True)):
        people = "tinh" if at % 5 < 3 else "xa"
        yield (f"{office.id}-{at + 1:03}", people, office.id, *given)


def _column(rng: Random, total: int) -> list[int]:
    """Answers from 1 to 5, ``EACH`` of them, whose sum is ``total``."""
    given = [max(1, min(5, round(rng.gauss(total / EACH, 0.8)))) for _ in range(EACH)]
    while (missing := total - sum(given)) != 0:
        at = rng.randrange(EACH)
        given[at] = max(1, min(5, given[at] + (1 if missing > 0 else -1)))
    return given


def _spoil(made: Ballots) -> None:
    """Add four ballots that cannot be counted: 6 on a scale to 5, a blank, a doubled ballot, an unknown agency."""
    made.paper.insert(40, ("SNV-901", "tinh", "SNV", 5, 4, 6, 5, 4, 4))
    made.paper.insert(90, ("STC-901", "xa", "STC", 4, 4, "", 5, 4, 4))
    made.online.append(made.online[0])
    made.online.append(("KHAC-001", "xa", "Sở Ytế", 4, 4, 4, 5, 4, 4))


def _workbook(rows: Sequence[Row]) -> bytes:
    """Paper ballots below a title, numbers as numbers, abbreviated respondents; not squeezed, so alike everywhere."""
    sheet = Sheet("Nhập phiếu", freeze=(4, 1), repeat=(3, 3), widths=[12.0, 12.0, 22.0, *[6.0] * 6])
    sheet.put(1, 1, "NHẬP PHIẾU KHẢO SÁT LÃNH ĐẠO, QUẢN LÝ NĂM 2025", "label")
    people = {"tinh": "LĐ sở", "xa": "LĐ xã"}
    for at, values in enumerate((HEADER, *rows), 3):
        for column, value in enumerate(values, 1):
            text = people.get(str(value), value) if column == 2 else value
            sheet.put(at, column, text, "head" if at == 3 else "plain")
    return repacked(book([sheet], Style(size=11), "Sở Nội vụ"), zipfile.ZIP_STORED)


def _export(rows: Sequence[Row]) -> bytes:
    """The export of an online form: semicolons, answers in words, names of agencies, some of them decomposed."""
    names = {office.id: office.name for office in DEPARTMENTS}
    people = {"tinh": "Lãnh đạo sở, ban, ngành", "xa": "Lãnh đạo xã, phường"}
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for at, (ballot, group, agency, *given) in enumerate(rows):
        name = names.get(str(agency), str(agency))
        name = normalize("NFD", name) if at % 50 == 0 else name
        writer.writerow((ballot, people[str(group)], name, *(LABELS[int(each)] for each in given)))
    return ("\ufeff" + buffer.getvalue()).encode()


def _imported(folder: Path) -> bytes:
    opened, problems = open_folder(folder)
    taken, found = take(folder, opened.season) if opened else (None, problems)
    if taken is None or any(one.severity is Severity.ERROR for one in found):
        raise ValueError(found)
    return survey_csv(taken)
