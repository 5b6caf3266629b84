"""The shipped criteria sets and the sample province: as stated, the same on every run, sound or faulty as told."""

import csv
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import canonicalize

import openpyxl
import pytest

from parscore.definitions.compare import compare, mapping
from parscore.definitions.load import read_criteria
from parscore.model.criteria import CriteriaSet, Source, Treatment
from parscore.model.problem import Severity
from parscore.model.ranking import SeasonResult, Standing
from parscore.model.scorecard import Scorecard
from parscore.numbers import printed
from parscore.season.open import open_folder
from parscore.season.run import score_season
from parscore.survey.run import take
from parscore.survey.write import survey_csv
from parscore.viet import normal_form
from parscore.yearly.agency_map import read_agency_map
from parscore.yearly.compare import compare_seasons
from parscore.yearly.findings import findings

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_data"
SOUND, FAULTY = SAMPLES / "tinh-mau-2025", SAMPLES / "tinh-mau-2025-loi"
PREVIOUS = SAMPLES / "tinh-mau-2024"
SETS = {"so": ROOT / "criteria/so-ban-nganh/2025.1.yaml", "xa": ROOT / "criteria/xa-phuong/2025.1.yaml"}


def load(path: Path) -> CriteriaSet:
    criteria, problems = read_criteria(path, path.name)
    assert criteria is not None and problems == ()
    return criteria


@pytest.fixture(scope="module", params=sorted(SETS))
def criteria(request: pytest.FixtureRequest) -> CriteriaSet:
    return load(SETS[request.param])


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    sys.path.insert(0, str(SAMPLES))
    import make

    yield make
    sys.path.remove(str(SAMPLES))


@pytest.fixture(scope="module")
def sound() -> SeasonResult:
    """The self-assessment of the sound season."""
    return after("self")


@pytest.fixture(scope="module")
def council() -> SeasonResult:
    """The sound season after its last stage."""
    return after(None)


def after(stage: str | None) -> SeasonResult:
    folder, problems = open_folder(SOUND)
    assert folder is not None and problems == ()
    return score_season(folder, stage=stage)


COMMON_FAMILIES = {
    "choose",
    "claim",
    "deduct",
    "index",
    "interpolate",
    "proportional",
    "threshold",
    "tiers",
    "yes_no",
}

# --- the sets -----------------------------------------------------------------------------------------------------


def test_a_set_has_the_size_of_real_ones_and_adds_up(criteria: CriteriaSet) -> None:
    leaves = list(criteria.leaves())
    assert 60 <= len(leaves) <= 90
    assert len(criteria.areas) == 8
    assert criteria.maximum == 100
    assert criteria.illustrative


def test_a_set_uses_every_rule_family_and_every_treatment(criteria: CriteriaSet) -> None:
    leaves = list(criteria.leaves())
    assert {leaf.rule.family for leaf in leaves} >= COMMON_FAMILIES
    assert {leaf.source for leaf in leaves} == {Source.SELF, Source.SURVEY, Source.STATISTICS, Source.APPRAISER}
    assert {leaf.no_case for leaf in leaves} == set(Treatment)
    assert {leaf.not_applicable for leaf in leaves} >= {Treatment.FORBIDDEN, Treatment.EXCLUDE, Treatment.FULL}


def test_every_leaf_has_its_own_name_a_reference_and_two_cases(criteria: CriteriaSet) -> None:
    names = Counter(normal_form(item.name) for item in criteria.items())
    assert [name for name, count in names.items() if count > 1] == []
    for leaf in criteria.leaves():
        assert len(leaf.name) <= 150, leaf.code
        assert leaf.reference.endswith(f"mục {leaf.code}")
        assert len({example.points for example in leaf.examples}) >= 2, leaf.code


# --- the workbooks ------------------------------------------------------------------------------------------------


def content(path: Path) -> object:
    """What a file holds; of a package its entries, however they were squeezed and whichever library wrote the XML."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return [(entry.filename, entry.date_time, _canonical(package.read(entry))) for entry in package.infolist()]


def _canonical(part: bytes) -> object:
    return canonicalize(part.decode()) if part.lstrip().startswith(b"<") else part


def files(folder: Path) -> dict[str, Path]:
    seasons = [folder / SOUND.name, folder / FAULTY.name, folder / PREVIOUS.name]
    found = [path for season in seasons for path in season.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path for path in found if not {"results", "records"} & {*path.parts}}


def test_making_the_samples_again_gives_the_committed_files(maker: ModuleType, tmp_path: Path) -> None:
    maker.main(tmp_path)
    again, committed = files(tmp_path), files(SAMPLES)
    assert sorted(again) == sorted(committed)
    assert [name for name in committed if content(again[name]) != content(committed[name])] == []


def test_a_season_of_any_size_can_be_made(maker: ModuleType, tmp_path: Path) -> None:
    from maker import more_communes, season

    season(tmp_path, more_communes(3))
    folder, problems = open_folder(tmp_path)
    assert folder is not None and problems == ()
    result = score_season(folder)
    assert result.final
    assert [standing.rank for standing in result.groups[0].standings] == [1, 2, 3]


def test_there_is_one_workbook_an_agency() -> None:
    register = csv.DictReader((SOUND / "agencies.csv").read_text(encoding="utf-8-sig").splitlines())
    assert Counter(row["group"] for row in register) == {"so": 14, "xa": 24}
    assert len(list((SOUND / "inbox").iterdir())) == 38


@pytest.mark.parametrize("path", sorted((SOUND / "inbox").iterdir()), ids=lambda path: path.stem)
def test_a_form_opens_in_openpyxl_and_holds_every_leaf(path: Path, sound: SeasonResult) -> None:
    card = next(card for card in cards(sound) if card.submission and card.submission.file == f"inbox/{path.name}")
    assert card.submission is not None
    sheet = openpyxl.load_workbook(path, data_only=True)[card.submission.sheet]
    found = {normal_form(str(value)) for row in sheet.iter_rows(values_only=True) for value in row}
    lost = {"1.10"} if card.agency.id == "PANKHANH" else set()  # its program made the number 1.1 of this code
    leaves = list(card.criteria.leaves())
    assert {leaf.code for leaf in leaves} - found == lost
    assert {normal_form(leaf.name) for leaf in leaves} - found == set()


def test_the_workbooks_come_from_different_programs() -> None:
    programs = Counter(_application(path) for path in (SOUND / "inbox").iterdir())
    assert len(programs) > 1 and min(programs.values()) >= 5


def _application(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        app = package.read("docProps/app.xml").decode()
    return app.partition("<Application>")[2].partition("<")[0]


# --- the sound season ---------------------------------------------------------------------------------------------


def cards(result: SeasonResult) -> Iterator[Scorecard]:
    return (standing.scorecard for group in result.groups for standing in group.standings)


def standings(result: SeasonResult, group: str) -> dict[str, Standing]:
    found = next(found for found in result.groups if found.group.id == group)
    return {standing.scorecard.agency.id: standing for standing in found.standings}


def index(standing: Standing) -> Fraction:
    found = standing.scorecard.index
    assert found is not None
    return found


def test_the_sound_season_is_final_and_has_no_error(sound: SeasonResult, council: SeasonResult) -> None:
    assert [found for found in (*sound.problems, *council.problems) if found.severity is Severity.ERROR] == []
    assert (council.stage.id, council.final, sound.final) == ("hoi-dong", True, False)


def test_every_stage_of_the_sound_season_is_complete(council: SeasonResult) -> None:
    for stage in council.season.stages:
        cards = [standing.scorecard for group in after(stage.id).groups for standing in group.standings]
        answered = [card.complete for card in cards]
        assert all(answered), stage.id


def test_the_stages_lower_some_points_and_give_some_back(council: SeasonResult) -> None:
    first = after("tham-dinh-1")
    changed = {
        code: {
            standing.scorecard.agency.id: standing.scorecard.gap
            for group in result.groups
            for standing in group.standings
            if standing.scorecard.gap
        }
        for code, result in (("first", first), ("last", council))
    }
    assert len(changed["first"]) == len(changed["last"]) + 2 == 8
    assert all(gap > 0 for gap in changed["first"].values())
    assert all(changed["last"][agency] <= gap for agency, gap in changed["first"].items() if agency in changed["last"])
    acts = [
        leaf.acts for group in council.groups for standing in group.standings for leaf in standing.scorecard.leaves()
    ]
    assert max(map(len, acts)) == 4


def test_the_slips_of_the_sound_season_are_those_its_readme_lists(sound: SeasonResult) -> None:
    readme = (SOUND / "README.md").read_text(encoding="utf-8")
    warnings = {found.code for found in sound.problems if found.severity is Severity.WARNING}
    assert warnings == {"PS207", "PS208", "PS211", "PS301"}
    assert [code for code in warnings | {"PS129", "PS134", "PS138", "PS142", "PS144"} if code not in readme] == []
    assert {"PS129", "PS134", "PS138", "PS142", "PS144"} <= {found.code for found in sound.problems}


def test_results_spread_as_real_ones_do(sound: SeasonResult) -> None:
    for group, low, high in (("so", 75, 95), ("xa", 60, 92)):
        indices = [index(standing) for standing in standings(sound, group).values()]
        assert low <= min(indices) and max(indices) <= high
        assert max(indices) - min(indices) > 15


def test_two_departments_tie_exactly(sound: SeasonResult) -> None:
    found = standings(sound, "so")
    one, other = found["SCT"], found["SXD"]
    assert index(one) == index(other)
    assert one.rank == other.rank and one.tied and other.tied
    assert [area.points for area in one.scorecard.areas] != [area.points for area in other.scorecard.areas]


def test_two_communes_tie_in_print_only(sound: SeasonResult) -> None:
    found = standings(sound, "xa")
    one, other = found["XPHUDIEN"], found["XYENTHUY"]
    assert printed(index(one), 2) == printed(index(other), 2)
    assert index(one) != index(other)
    assert one.rank != other.rank and not one.tied and not other.tied


def test_a_department_falls_a_class_by_the_side_condition_alone(sound: SeasonResult) -> None:
    found = standings(sound, "so")["SKHCN"]
    assert index(found) >= 90
    assert found.class_name == "Tốt"
    assert [area.heading.code for area in found.scorecard.areas if (area.index or 0) < 75] == ["4"]


def test_one_department_is_scored_outside_the_ranking(sound: SeasonResult) -> None:
    outside = [found.scorecard.agency.id for found in standings(sound, "so").values() if found.rank is None]
    assert outside == ["VPUB"]


# --- the season with faults ---------------------------------------------------------------------------------------


def test_every_planted_fault_is_found_and_no_other_error_or_warning() -> None:
    folder, _ = open_folder(FAULTY)
    assert folder is not None
    found: Counter[tuple[str, str, str, str]] = Counter()
    grave: Counter[tuple[str, str, str, str]] = Counter()
    for one in score_season(folder).problems:
        key = (one.code, one.place.file, one.place.cell, "" if one.place.file else one.agency)
        found[key] += 1
        grave[key] += one.severity is not Severity.NOTE
    written = json.loads((FAULTY / "expected.json").read_text(encoding="utf-8"))
    expected = Counter(
        (one["code"], one.get("file", ""), one.get("cell", ""), one.get("agency", "")) for one in written
    )
    assert expected - found == Counter()
    assert grave - expected == Counter()


def test_the_readme_of_the_faulty_season_lists_every_fault() -> None:
    rows = (FAULTY / "README.md").read_text(encoding="utf-8").splitlines()
    codes = Counter(row.split("|")[-2].strip() for row in rows if row.startswith("| ") and "Mã/Code" not in row)
    assert codes == Counter(one["code"] for one in json.loads((FAULTY / "expected.json").read_text(encoding="utf-8")))


# --- the survey of the sound season -------------------------------------------------------------------------------


def test_the_sample_survey_gives_the_committed_figures_and_refuses_what_its_readme_says() -> None:
    folder, _ = open_folder(SOUND)
    assert folder is not None
    taken, problems = take(folder.path, folder.season)
    assert taken is not None
    assert survey_csv(taken) == (SOUND / "survey.csv").read_bytes()
    (judged,) = taken.judged
    assert (judged.received, len(judged.counted)) == (1404, 1400)
    readme = (SOUND / "README.md").read_text(encoding="utf-8")
    assert sorted(found.code for found in problems) == ["PS646", "PS648", "PS649", "PS650"]
    assert all(found.code in readme for found in problems) and "1404" in readme


# --- the season of the year before --------------------------------------------------------------------------------


def test_the_year_before_is_final_and_maps_every_agency_to_this_year(council: SeasonResult) -> None:
    folder, problems = open_folder(PREVIOUS)
    assert folder is not None and problems == ()
    before = score_season(folder)
    assert before.final and len(before.season.agencies) == 16
    lines, faults = read_agency_map(PREVIOUS / "sang-2025.csv", "sang-2025.csv", before.season, council.season)
    compared = compare_seasons(before, council, lines)
    assert faults == findings(compared) == ()
    kinds = Counter(row.kind.value for row in compared.rows() if row.agency.group == "so")
    assert kinds == {"same": 9, "merged": 3, "renamed": 1, "new": 1}
    assert sum(row.change is not None for row in compared.rows()) == 12


def test_the_set_of_the_year_before_differs_as_its_readme_says() -> None:
    before = load(PREVIOUS / "criteria/so-ban-nganh/2024.1.yaml")
    changes = {line.new_code or line.old_code: line.change for line in mapping(compare(before, load(SETS["so"])))}
    assert {code: change for code, change in changes.items() if change != "unchanged"} == {
        "1.10": "added", "1.1.2": "changed_maximum", "3.4.1": "changed_rule", "5.7": "renamed",
    }  # fmt: skip
    readme = (PREVIOUS / "README.md").read_text(encoding="utf-8")
    assert all(code in readme for code in ("1.10", "1.1.2", "3.4.1", "5.7"))
