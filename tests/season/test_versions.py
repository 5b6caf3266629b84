"""The version of a set that is valid on the season's day; none, several, overlapping or unreadable ones."""

from pathlib import Path
from typing import Any

import pytest
from folders import AGENCIES, SEASON, make, opened
from forms import SET

from parscore.model.problem import Problem
from parscore.season.open import open_folder
from parscore.season.versions import files_of, overlaps

ALONE = SEASON.replace("thu@2025.1", "thu")


def version(name: str, first: str, last: str) -> str:
    valid = f"valid: {{from: {first}, to: {last}}}"
    return SET.replace('"2025.1"', f'"{name}"').replace("valid: {from: 2025-01-01, to: 2025-12-31}", valid)


HALVES = {
    "thu/2025.1": version("2025.1", "2025-01-01", "2025-06-30"),
    "thu/2025.2": version("2025.2", "2025-07-01", "2025-12-31"),
}


def refused(folder: Path, **files: Any) -> tuple[Problem, ...]:
    found, problems = open_folder(make(folder, **files))
    assert found is None
    return problems


@pytest.mark.parametrize(
    ("season", "expected"),
    [
        (ALONE, "2025.2"),
        (ALONE.replace("year: 2025", "year: 2025\nas_of: 2025-06-30"), "2025.1"),
        (ALONE.replace("year: 2025", "year: 2025\nas_of: 2025-07-01"), "2025.2"),
        (ALONE.replace("criteria: thu}", "criteria: thu, as_of: 2025-01-01}"), "2025.1"),
        (
            ALONE.replace("year: 2025", "year: 2025\nas_of: 2025-01-01").replace("thu}", "thu, as_of: 2025-12-31}"),
            "2025.2",
        ),
        (SEASON, "2025.1"),
    ],
    ids=["last day of the year", "last day of the first", "first day of the second", "of the group", "both", "stated"],
)
def test_the_version_that_is_valid_on_the_day(tmp_path: Path, season: str, expected: str) -> None:
    folder = opened(make(tmp_path, season=season, sets=HALVES))
    assert (folder.season.groups[0].criteria.version, folder.problems) == (expected, ())


def test_none_is_valid(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, season=ALONE, sets={"thu/2025.1": HALVES["thu/2025.1"]})
    facts = dict(found.facts)
    assert (found.code, found.place.line, found.place.column) == ("PS530", 7, 34)
    assert facts["day"] == "2025-12-31"
    assert facts["candidates"] == "thu@2025.1 (2025-01-01 → 2025-06-30)"


def test_several_are_valid(tmp_path: Path) -> None:
    later = {"thu/2025.2": version("2025.2", "2025-06-30", "2025-12-31")}
    season = ALONE.replace("year: 2025", "year: 2025\nas_of: 2025-06-30")
    (found,) = refused(tmp_path, season=season, sets=HALVES | later)
    assert (found.code, found.place.line) == ("PS531", 8)
    assert dict(found.facts)["candidates"] == (
        "thu@2025.1 (2025-01-01 → 2025-06-30); thu@2025.2 (2025-06-30 → 2025-12-31)"
    )


def test_an_overlap_on_another_day_is_a_warning(tmp_path: Path) -> None:
    later = {"thu/2025.2": version("2025.2", "2025-06-30", "2025-12-31")}
    (found,) = opened(make(tmp_path, season=ALONE, sets=HALVES | later)).problems
    assert (found.code, found.severity, found.place.file) == ("PS532", "warning", "criteria/thu/2025.2.yaml")
    folder = opened(make(tmp_path, season=ALONE, sets=HALVES))
    assert list(overlaps([folder.season.groups[0].criteria] * 2)) == []


def test_a_version_that_cannot_be_read_might_be_the_one(tmp_path: Path) -> None:
    broken = {"thu/2025.1": HALVES["thu/2025.1"].replace("max: 4", "max: 5")}
    assert [found.code for found in refused(tmp_path, season=ALONE, sets=HALVES | broken)] == ["PS509", "PS004"]
    other = {"thu/2025.1": HALVES["thu/2025.1"].replace("id: thu", "id: khac")}
    assert [found.code for found in refused(tmp_path, season=ALONE, sets=HALVES | other)] == ["PS505", "PS004"]


def test_a_set_without_any_version(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, season=ALONE.replace("criteria: thu", "criteria: thuu"), sets=HALVES)
    assert (found.code, dict(found.facts)["found"]) == ("PS003", "thuu")


def test_a_stated_day_is_the_one_on_which_a_stated_version_has_to_be_valid(tmp_path: Path) -> None:
    season = SEASON.replace("year: 2025", "year: 2025\nas_of: 2025-06-30")
    assert opened(make(tmp_path, season=season, sets=HALVES)).problems == ()
    (found,) = opened(make(tmp_path, season=season.replace("06-30", "07-01"), sets=HALVES)).problems
    assert (found.code, dict(found.facts)["wanted"]) == ("PS007", "2025-07-01")


def test_the_seasons_own_file_stands_for_a_bundled_one(tmp_path: Path) -> None:
    for root, name in (("own", "1"), ("bundled", "1"), ("bundled", "2")):
        file = tmp_path / root / "thu" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(root, encoding="utf-8")
    files = files_of((tmp_path / "own", tmp_path / "bundled"), "thu")
    assert {name: file.read_text(encoding="utf-8") for name, file in files.items()} == {"1": "own", "2": "bundled"}


def test_two_groups_of_one_set_are_told_once(tmp_path: Path) -> None:
    season = ALONE + "  - {id: xa, name: Xã, criteria: thu}\n"
    later = {"thu/2025.2": version("2025.2", "2025-06-30", "2025-12-31")}
    agencies = AGENCIES + "XA1,Xã An Thịnh,xa\n"
    folder = opened(make(tmp_path, season=season, agencies=agencies, sets=HALVES | later))
    assert [found.code for found in folder.problems] == ["PS532"]
