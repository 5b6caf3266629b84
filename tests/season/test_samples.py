"""The sample seasons from end to end: as documented, and as a second, independent scorer finds them."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sample_oracle
import yaml

from parscore.model.criteria import Source
from parscore.model.problem import Problem, Severity
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.rules.registry import families
from parscore.season.open import open_folder
from parscore.season.run import score_season

ROOT = Path(__file__).resolve().parents[2]
SOUND, FAULTY = ROOT / "sample_data/tinh-mau-2025", ROOT / "sample_data/tinh-mau-2025-loi"
SETS = {"so": "so-ban-nganh/2025.1.yaml", "xa": "xa-phuong/2025.1.yaml"}
EXTRAS = Counter(
    {
        ("PS218", "inbox/2025_SNV_tucham.xlsx", "D60", ""): 1,
        ("PS218", "inbox/2025_STC_tucham.xlsx", "D21", ""): 1,
        ("PS218", "inbox/2025_STC_tucham.xlsx", "D62", ""): 1,
    }
)
"""Leaves of the faulty season where no case arose: true of these agencies, and no fault."""


def result_of(folder: Path) -> SeasonResult:
    """The self-assessment of a season: what is in its forms and figures alone."""
    found, _ = open_folder(folder)
    assert found is not None
    return score_season(found, stage="self")


@pytest.fixture(scope="module")
def sound() -> SeasonResult:
    return result_of(SOUND)


@pytest.fixture(scope="module")
def faulty() -> SeasonResult:
    return result_of(FAULTY)


def cards(result: SeasonResult) -> Iterator[Scorecard]:
    return (standing.scorecard for group in result.groups for standing in group.standings)


def place(problem: Problem) -> tuple[str, str, str, str]:
    return problem.code, problem.place.file, problem.place.cell, "" if problem.place.file else problem.agency


def leaves_of(path: Path) -> list[dict[str, Any]]:
    """The leaves of a set as they are written; every value is a text."""
    areas = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["areas"]
    return [leaf for area in areas for one in area["criteria"] for leaf in one.get("subcriteria", [one])]


# --- the sound season against the oracle --------------------------------------------------------------------------


def test_every_leaf_of_every_agency_has_the_points_that_the_oracle_finds(sound: SeasonResult) -> None:
    found = list(cards(sound))
    compared: Counter[str] = Counter()
    for card in found:
        leaves = leaves_of(ROOT / "criteria" / SETS[card.agency.group])
        assert card.submission is not None
        form, sheet = SOUND / card.submission.file, card.submission.sheet
        expected = {leaf["code"]: sample_oracle.score_leaf(SOUND, card.agency.id, form, sheet, leaf) for leaf in leaves}
        ours = {one.leaf.code: (one.points, one.maximum) for one in card.leaves()}
        assert ours == expected, card.agency.id
        points = sum((points for points, _ in expected.values() if points is not None), Fraction(0))
        maximum = sum((maximum for _, maximum in expected.values()), Fraction(0))
        assert (card.points, card.maximum, card.index) == (points, maximum, points / maximum * 100)
        compared += Counter(next(iter(leaf["rule"])) for leaf in leaves)
    assert len(found) == 38
    assert compared.keys() >= {
        "claim",
        "yes_no",
        "choose",
        "tiers",
        "proportional",
        "threshold",
        "interpolate",
        "deduct",
        "index",
    }
    assert compared.keys() <= set(families())
    assert compared.total() > 2500


def test_ranks_are_those_of_the_indices(sound: SeasonResult) -> None:
    for group in sound.groups:
        ranked = [standing for standing in group.standings if standing.rank is not None]
        indices = [standing.scorecard.index or Fraction(-1) for standing in ranked]
        assert [standing.rank for standing in ranked] == [1 + sum(other > one for other in indices) for one in indices]


def test_every_input_that_was_used_is_at_its_cell_in_the_file(sound: SeasonResult) -> None:
    for card in list(cards(sound))[::9]:
        assert card.submission is not None
        sheet = openpyxl.load_workbook(SOUND / card.submission.file, data_only=True)[card.submission.sheet]
        used = [use.answer for leaf in card.leaves() if leaf.leaf.source is Source.SELF for use in leaf.inputs]
        assert len(used) > 20
        for answer in used:
            stored = sheet[answer.place.cell].value
            assert (answer.cell is None) == (stored is None)
            if answer.cell is not None and answer.cell.kind == "number":
                assert float(answer.cell.text) == stored


# --- the season with faults ---------------------------------------------------------------------------------------


def test_the_problems_of_the_faulty_season_are_exactly_those_documented(faulty: SeasonResult) -> None:
    written = json.loads((FAULTY / "expected.json").read_text(encoding="utf-8"))
    expected = Counter(tuple(one.get(key, "") for key in ("code", "file", "cell", "agency")) for one in written)
    assert Counter(map(place, faulty.problems)) == expected + EXTRAS


def test_every_fault_has_a_place_a_person_can_go_to(faulty: SeasonResult, sound: SeasonResult) -> None:
    for problem in (*faulty.problems, *sound.problems):
        if problem.code in ("PS701", "PS703"):
            assert dict(problem.facts)["group"]
            continue
        where = problem.place
        assert where.file or problem.agency
        assert not where.cell or where.sheet
        if where.sheet:
            assert (FAULTY / where.file).is_file() or (SOUND / where.file).is_file()


def test_an_agency_whose_form_is_sound_is_scored_all_the_same(faulty: SeasonResult, sound: SeasonResult) -> None:
    complete = [card.agency.id for card in cards(faulty) if card.complete]
    assert complete == ["SYT"]
    assert not faulty.final and not sound.final
    assert {card.agency.id for card in cards(faulty) if card.submission is None} == {
        problem.agency for problem in faulty.problems if problem.code in ("PS132", "PS109")
    }


def test_no_error_stands_on_a_leaf_that_has_points_of_its_own_form(faulty: SeasonResult) -> None:
    """A leaf with an error has no points, and a leaf without points has an error or a reason."""
    grave = {(found.agency, found.criterion) for found in faulty.problems if found.severity is Severity.ERROR}
    for card in (card for card in cards(faulty) if card.submission is not None):
        for one in card.leaves():
            assert one.complete is ((card.agency.id, one.leaf.code) not in grave), (card.agency.id, one.leaf.code)


def test_the_register_of_the_samples_is_the_order_of_the_agencies(sound: SeasonResult) -> None:
    rows = list(csv.DictReader((SOUND / "agencies.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == list(sound.season.agencies)
