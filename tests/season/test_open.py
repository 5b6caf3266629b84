"""Opening a season folder: every fault of every file at once, and nothing scored while one of them stands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from folders import AGENCIES, SEASON, TWO_GROUPS, make, opened, told
from forms import SET

from parscore.messages import LANGUAGES, Words
from parscore.model.criteria import Band, ClassRule, RankRule, Ties
from parscore.model.problem import Problem
from parscore.season.open import bundled_criteria, find_criteria, open_folder

XA = "XA1,Xã An Thịnh,xa\n"


def faults(folder: Path, **files: Any) -> tuple[Problem, ...]:
    """The problems of a folder that cannot be scored."""
    found, problems = open_folder(make(folder, **files))
    assert found is None
    assert any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert all(Words(language).problem(problem).message for language in LANGUAGES)
    return problems


def facts(problem: Problem) -> Mapping[str, Any]:
    return dict(problem.facts)


def test_a_sound_season(tmp_path: Path) -> None:
    folder = opened(make(tmp_path, season=TWO_GROUPS, agencies=AGENCIES + XA))
    assert folder.problems == ()
    season = folder.season
    assert (season.year, season.title, season.province, season.language) == (2025, "Mùa thử", "tỉnh Mẫu", "vi")
    assert [(group.id, group.criteria.id, len(group.agencies)) for group in season.groups] == [
        ("so", "thu", 2),
        ("xa", "khac", 1),
    ]
    assert list(season.agencies) == ["SYT", "SNV", "XA1"]
    assert [agency.order for agency in season.agencies.values()] == [1, 2, 1]
    assert folder.figures["SNV"]["2.2"]["sipas"].value == pytest.approx(85.5)


# --- PS001, PS122 -------------------------------------------------------------------------------------------------


def test_a_folder_without_a_season_says_what_it_lacks_and_no_more(tmp_path: Path) -> None:
    _, (problem,) = open_folder(tmp_path)
    assert Words("vi").problem(problem).message == "Thư mục này không có tệp season.yaml."
    make(tmp_path / "2025")
    _, (problem,) = open_folder(tmp_path)
    assert Words("en").problem(problem).message.endswith(f" Season folders just below it: {tmp_path}/2025.")


def test_no_season_here_and_the_seasons_just_below(tmp_path: Path) -> None:
    _, (problem,) = open_folder(tmp_path)
    assert (problem.code, problem.place.file, facts(problem)["nearest"]) == ("PS001", tmp_path.as_posix(), "")
    for name in ("2025", "2024"):
        make(tmp_path / name)
    _, (problem,) = open_folder(tmp_path)
    assert facts(problem)["nearest"] == f"{tmp_path}/2024; {tmp_path}/2025"
    _, (problem,) = open_folder(tmp_path / "absent")
    assert (problem.code, facts(problem)["nearest"]) == ("PS001", "")
    assert Words("vi").problem(problem).message == "Không có thư mục này."
    _, (problem,) = open_folder(tmp_path / "2024" / "agencies.csv")
    assert problem.code == "PS001"


def test_a_season_file_that_is_a_folder_or_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", forbidden)
        _, problems = open_folder(tmp_path)
    assert told(problems) == [("PS122", "season.yaml")]
    (tmp_path / "season.yaml").unlink()
    (tmp_path / "season.yaml").mkdir()
    assert [problem.code for problem in open_folder(tmp_path)[1]] == ["PS001"]


# --- the files ----------------------------------------------------------------------------------------------------


def test_a_fault_of_season_yaml_has_its_line(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, season=SEASON.replace("year: 2025", "year: hai"))
    assert (problem.code, problem.place.file, problem.place.line) == ("PS505", "season.yaml", 2)


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    problems = faults(
        tmp_path,
        season=TWO_GROUPS.replace("khac@2025.1", "khac@2024.1"),
        agencies="id,name,group\nSYT,Sở Y tế,so\nS Y,Sở Nội vụ,so\n",
        sets={"thu/2025.1": SET.replace("max: 4", "max: 5")},
    )
    assert sorted(told(problems)) == [
        ("PS002", "agencies.csv"),
        ("PS003", "season.yaml"),
        ("PS004", "season.yaml"),
        ("PS008", "agencies.csv"),
        ("PS509", "criteria/thu/2025.1.yaml"),
    ]


@pytest.mark.parametrize(
    ("agencies", "codes"), [(None, ["PS010"]), ("id,name\n", ["PS002"]), ("id,name,group\n", ["PS008"])]
)
def test_a_register_that_is_missing_faulty_or_empty(tmp_path: Path, agencies: str | None, codes: list[str]) -> None:
    assert [problem.code for problem in faults(tmp_path, agencies=agencies)] == codes


def test_a_group_without_agencies(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, season=TWO_GROUPS)
    assert (problem.code, facts(problem)["found"]) == ("PS008", "xa")
    opened(make(tmp_path, season=TWO_GROUPS, agencies=AGENCIES + XA))


@pytest.mark.parametrize(
    ("stages", "usable"), [("self", True), ("self, council", True), ("council", False), ("council, self", False)]
)
def test_the_first_stage_is_the_self_assessment(tmp_path: Path, stages: str, usable: bool) -> None:
    season = SEASON.replace("[self]", f"[{stages}]")
    if usable:
        opened(make(tmp_path, season=season))
    else:
        assert told(faults(tmp_path, season=season)) == [("PS009", "season.yaml")]


@pytest.mark.parametrize(
    ("valid", "codes"),
    [
        ("{from: 2025-01-01, to: 2025-12-31}", []),
        ("{from: 2025-12-31, to: 2030-12-31}", []),
        ("{from: 2020-01-01, to: 2025-01-01}", []),
        ("{from: 2026-01-01, to: 2026-12-31}", ["PS007"]),
        ("{from: 2020-01-01, to: 2024-12-31}", ["PS007"]),
    ],
)
def test_a_set_that_is_not_valid_in_the_year_is_a_warning(tmp_path: Path, valid: str, codes: list[str]) -> None:
    text = SET.replace("{from: 2025-01-01, to: 2025-12-31}", valid)
    folder = opened(make(tmp_path, sets={"thu/2025.1": text}))
    assert [problem.code for problem in folder.problems] == codes
    assert all(problem.severity == "warning" for problem in folder.problems)


# --- criteria sets ------------------------------------------------------------------------------------------------


def test_the_seasons_own_sets_come_before_the_bundled_ones(tmp_path: Path) -> None:
    bundled = bundled_criteria() / "so-ban-nganh" / "2025.1.yaml"
    assert find_criteria(tmp_path, "so-ban-nganh", "2025.1") == (bundled, "criteria/so-ban-nganh/2025.1.yaml")
    assert find_criteria(None, "so-ban-nganh", "2025.1") == (bundled, "criteria/so-ban-nganh/2025.1.yaml")
    assert find_criteria(tmp_path, "so-ban-nganh", "2024.1") is None
    own = SET.replace("id: thu", "id: so-ban-nganh")
    season = SEASON.replace("thu@2025.1", "so-ban-nganh@2025.1")
    make(tmp_path, season=season, sets={"so-ban-nganh/2025.1": own})
    assert find_criteria(tmp_path, "so-ban-nganh", "2025.1") == (
        tmp_path / "criteria/so-ban-nganh/2025.1.yaml",
        "criteria/so-ban-nganh/2025.1.yaml",
    )
    assert opened(tmp_path).season.groups[0].criteria.title == "Bộ chỉ số thử"


def test_a_bundled_set_serves_a_season_without_its_own(tmp_path: Path) -> None:
    season = SEASON.replace("thu@2025.1", "xa-phuong@2025.1")
    folder = opened(make(tmp_path, season=season, sets={}, figures=None))
    assert folder.season.groups[0].criteria.maximum == 100


def test_a_set_without_a_file_gets_the_nearest_ones(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, season=SEASON.replace("thu@2025.1", "thu@2025.2"))
    assert (problem.code, problem.place.line) == ("PS003", 7)
    assert facts(problem)["found"] == "thu@2025.2"
    assert facts(problem)["nearest"] == "thu@2025.1"
    (problem,) = faults(tmp_path, season=SEASON.replace("thu@2025.1", "khong-co@1"))
    assert {"thu@2025.1", "so-ban-nganh@2025.1"} <= set(facts(problem)["nearest"].split("; "))


@pytest.mark.parametrize("change", [("id: thu", "id: khac"), ('version: "2025.1"', 'version: "2024.1"')])
def test_a_file_that_holds_another_set_or_version_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    problems = faults(tmp_path, sets={"thu/2025.1": SET.replace(*change)})
    assert told(problems) == [("PS505", "criteria/thu/2025.1.yaml"), ("PS004", "season.yaml")]
    assert facts(problems[0])["expected"] == "thu@2025.1"
    assert facts(problems[0])["found"] in ("khac@2025.1", "thu@2024.1")


def test_a_set_that_two_groups_use_is_checked_once(tmp_path: Path) -> None:
    season = TWO_GROUPS.replace("khac@2025.1", "thu@2025.1")
    problems = faults(
        tmp_path, season=season, agencies=AGENCIES + XA, sets={"thu/2025.1": SET.replace("max: 4", "max: 5")}
    )
    assert [problem.code for problem in problems] == ["PS509", "PS004"]


def test_a_warning_of_a_set_does_not_stop_the_season(tmp_path: Path) -> None:
    text = SET.replace("areas:\n", "declares: {areas: 3}\nareas:\n", 1)
    assert told(opened(make(tmp_path, sets={"thu/2025.1": text})).problems) == [("PS510", "criteria/thu/2025.1.yaml")]


# --- the season's own rules ---------------------------------------------------------------------------------------

RULES = """
groups:
  - id: so
    name: Sở
    criteria: thu@2025.1
    ranking: {by: points, ties: dense, keys: ["area:2"]}
    classes: {bands: [{name: Tốt, at_least: 80}, {name: Khác}]}
  - {id: xa, name: Xã, criteria: thu@2025.1}
"""


def test_a_groups_own_ranking_and_classes_stand_in_the_place_of_the_sets(tmp_path: Path) -> None:
    season = SEASON.partition("groups:")[0] + RULES.lstrip()
    so, xa = opened(make(tmp_path, season=season, agencies=AGENCIES + XA)).season.groups
    assert so.ranking == RankRule(by="points", ties=Ties.DENSE, keys=("area:2",))
    assert so.classes is not None and [band.name for band in so.classes.bands] == ["Tốt", "Khác"]
    assert (xa.ranking, xa.classes) == (RankRule(), None)
    assert isinstance(so.classes, ClassRule) and isinstance(so.classes.bands[0], Band)


def test_a_groups_own_key_has_to_name_an_item_of_its_set(tmp_path: Path) -> None:
    season = SEASON.partition("groups:")[0] + RULES.lstrip().replace("area:2", "area:9")
    (problem,) = faults(tmp_path, season=season, agencies=AGENCIES + XA)
    assert (problem.code, problem.place.file, facts(problem)["found"]) == ("PS521", "season.yaml", "area:9")
    assert problem.place.line == season[: season.index("area:9")].count("\n") + 1


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("listed", ["Sở Y tế", "Sở Đất", "Sở Dân", "Sở Ân", "Sở An"]),
        ("vietnamese", ["Sở An", "Sở Ân", "Sở Dân", "Sở Đất", "Sở Y tế"]),
    ],
)
def test_the_official_order(tmp_path: Path, order: str, expected: list[str]) -> None:
    names = ["Sở Y tế", "Sở Đất", "Sở Dân", "Sở Ân", "Sở An"]
    agencies = "id,name,group\n" + "".join(f"A{at},{name},so\n" for at, name in enumerate(names))
    season = SEASON.replace("stages:", f"official_order: {order}\nstages:")
    (group,) = opened(make(tmp_path, season=season, agencies=agencies, figures=None)).season.groups
    assert [agency.name for agency in group.agencies] == expected
    assert [agency.order for agency in group.agencies] == [1, 2, 3, 4, 5]
