"""A good set becomes the model; season.yaml becomes a season's declaration; files that cannot be read say why."""

import hashlib
import os
import stat
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from parscore.definitions.check import missing_keys
from parscore.definitions.load import load_criteria, load_season_document, read_criteria
from parscore.definitions.marks import MAX_BYTES
from parscore.model.cell import Value
from parscore.model.criteria import (
    Band,
    Basis,
    ClassRule,
    CriteriaSet,
    Decision,
    Heading,
    Input,
    InputType,
    Leaf,
    Level,
    RankRule,
    Rounding,
    Source,
    Ties,
    Treatment,
)
from parscore.model.place import Place
from parscore.model.stage import SELF_ASSESSMENT, Stage, StageKind

FILE = Path(__file__).parent / "good.yaml"


@pytest.fixture
def criteria() -> CriteriaSet:
    loaded, problems = read_criteria(FILE, "criteria/good.yaml")
    assert problems == ()
    assert loaded is not None
    return loaded


def test_head_of_the_set(criteria: CriteriaSet) -> None:
    assert (criteria.id, criteria.version, criteria.illustrative) == ("so-ban-nganh", "2025.1", True)
    assert criteria.title == "Bộ chỉ số CCHC sở, ban, ngành năm 2025"
    assert criteria.decision == Decision("1234/QĐ-UBND", date(2025, 10, 14), "UBND tỉnh Mẫu")
    assert (criteria.valid_from, criteria.valid_to) == (date(2025, 1, 1), date(2025, 12, 31))
    assert criteria.rounding == Rounding()
    keys = ("area:1", "criterion:1.2", "subcriterion:2.1.1", "points", "official_order")
    assert criteria.ranking == RankRule("index", Basis.EXACT, Ties.COMPETITION, keys)
    bands = (Band("Tốt", Fraction(80), Fraction(70)), Band("Khá", Fraction(131, 2)), Band("Trung bình", Fraction(0)))
    assert criteria.classes == ClassRule(bands)
    assert criteria.maximum == 20
    assert criteria.digest == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert criteria.origin == Place("criteria/good.yaml")


def test_tree_of_the_set(criteria: CriteriaSet) -> None:
    levels = [f"{item.level} {item.code} {item.maximum}" for item in criteria.items()]
    assert levels[:5] == [
        "area 1 8",
        "criterion 1.1 3",
        "subcriterion 1.1.1 1",
        "subcriterion 1.1.2 2",
        "criterion 1.2 5",
    ]
    assert [leaf.code for leaf in criteria.leaves()] == [
        "1.1.1",
        "1.1.2",
        "1.2",
        "2.1.1",
        "2.1.2",
        "2.1.3",
        "2.1.4",
        "2.2",
    ]
    area = criteria.areas[0]
    assert (area.appraiser, area.name, str(area.origin)) == ("VPUB", "Chỉ đạo, điều hành", "criteria/good.yaml:22:5")
    assert isinstance(area.children[0], Heading)
    assert isinstance(area.children[1], Leaf)


def test_a_leaf(criteria: CriteriaSet) -> None:
    leaf = criteria.index["1.1.2"]
    assert isinstance(leaf, Leaf)
    assert leaf.inputs == (
        Input("done", "Số nhiệm vụ hoàn thành", InputType.COUNT, Fraction(0)),
        Input("planned", "Số nhiệm vụ theo kế hoạch", InputType.COUNT, Fraction(0), Fraction(500)),
    )
    assert (leaf.no_case, leaf.not_applicable) == (Treatment.FULL, Treatment.EXCLUDE)
    assert (leaf.rule.family, leaf.rule.wants) == ("tiers", ("done", "planned"))
    assert [example.points for example in leaf.examples] == [2, 1, 0, None]
    assert (leaf.evidence, leaf.reference, leaf.source) == (False, "", Source.SELF)
    first = criteria.index["1.1.1"]
    assert isinstance(first, Leaf)
    assert (first.evidence, first.reference) == (True, "Phụ lục I, mục 1.1.1")
    assert isinstance(criteria.index["2.2"], Leaf)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("1.1.1", ("issued", True)),
        ("1.1.2", ("done", Fraction(91))),
        ("2.1.2", ("share", Fraction(2, 5))),
        ("2.1.3", ("how", "Chậm")),
        ("2.2", ("sipas", Fraction(8427, 100))),
        ("1.2", ("points", Fraction(9, 4))),
    ],
)
def test_given_values_are_read_by_type(criteria: CriteriaSet, code: str, given: tuple[str, Value]) -> None:
    leaf = criteria.index[code]
    assert isinstance(leaf, Leaf)
    assert leaf.examples[0].given[0] == given
    assert leaf.examples[0].origin.line > 0


def test_the_same_bytes_give_the_same_set(criteria: CriteriaSet) -> None:
    assert load_criteria(FILE.read_bytes(), "criteria/good.yaml")[0] == criteria


def test_byte_order_mark_and_crlf_change_only_the_digest(criteria: CriteriaSet) -> None:
    data = b"\xef\xbb\xbf" + FILE.read_bytes().replace(b"\n", b"\r\n")
    other, problems = load_criteria(data, "criteria/good.yaml")
    assert problems == ()
    assert other is not None
    assert other.areas == criteria.areas
    assert other.digest != criteria.digest


def test_minimal_set_has_the_stated_defaults() -> None:
    text = """
schema: parscore/criteria/1
id: x
version: v1
title: X
valid: {from: 2025-01-01, to: 2025-01-01}
areas: [{code: A, name: A, max: 1, criteria: [{code: A.1, name: B, max: 1, rule: {yes_no: {}}}]}]
"""
    loaded, problems = load_criteria(text.encode(), "x")
    assert problems == ()
    assert loaded is not None
    assert (loaded.decision, loaded.classes, loaded.illustrative) == (None, None, False)
    assert (loaded.rounding, loaded.ranking) == (Rounding(), RankRule())
    (leaf,) = loaded.leaves()
    assert leaf == Leaf(Level.CRITERION, "A.1", "B", Fraction(1), leaf.rule, origin=Place("x", line=7, column=47))


def test_warnings_alone_do_not_refuse_a_set() -> None:
    data = FILE.read_bytes().replace(b"areas: 2,", b"areas: 3,")
    loaded, problems = load_criteria(data, "x")
    assert loaded is not None
    assert [(found.code, found.severity) for found in problems] == [("PS510", "warning")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"PS504"}),
        ("[]", {"PS505"}),
        ("hello", {"PS505"}),
        ("areas: 5", {"PS504", "PS505"}),
        ("areas: [1, {}, {criteria: x}, {criteria: [y, {subcriteria: [z]}]}]", {"PS504", "PS505"}),
        ("rule: {}", {"PS503", "PS504"}),
    ],
)
def test_misshapen_files_are_reported_not_crashed_on(text: str, codes: set[str]) -> None:
    loaded, problems = load_criteria(text.encode(), "x")
    assert loaded is None
    assert {found.code for found in problems} == codes


def test_a_season_file_is_not_a_criteria_set() -> None:
    loaded, problems = load_criteria(SEASON.encode(), "season.yaml")
    assert loaded is None
    assert any(found.code == "PS505" and found.place.line == 1 for found in problems)


# --- files -----------------------------------------------------------------------------------------------------


def reason(path: Path) -> object:
    loaded, problems = read_criteria(path, "shown.yaml")
    assert loaded is None
    (found,) = problems
    assert (found.code, found.place) == ("PS122", Place("shown.yaml"))
    return dict(found.facts)["reason"]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert reason(tmp_path / "absent.yaml") == "not found"
    assert reason(tmp_path) == "not a file"
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert reason(pipe) == "not a file"


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 50)
    (found,) = read_criteria(path, "huge.yaml")[1]
    assert found.code == "PS522"


# --- season.yaml -----------------------------------------------------------------------------------------------

SEASON = """schema: parscore/season/1
year: 2025
title: Đánh giá, xếp hạng CCHC năm 2025
province: tỉnh Mẫu
language: en
stages: [self, appraisal]
official_order: vietnamese
groups:
  - id: so
    name: Sở, ban, ngành
    criteria: so-ban-nganh@2025.1
    ranking: {by: points, keys: ["area:1", "criterion:9"]}
    classes: {basis: printed, bands: [{name: A, at_least: 50}, {name: B}]}
  - id: xa
    name: Xã, phường
    criteria: xa@1
"""


def season_problems(old: str, new: str) -> list[tuple[str, int, int]]:
    assert SEASON.count(old) == 1
    season, problems = load_season_document(SEASON.replace(old, new).encode(), "season.yaml")
    assert (season is None) == bool(problems)
    return [(found.code, found.place.line, found.place.column) for found in problems]


def test_season() -> None:
    season, problems = load_season_document(SEASON.encode(), "season.yaml")
    assert problems == ()
    assert season is not None
    assert (season.year, season.language, season.official_order) == (2025, "en", "vietnamese")
    assert season.stages == (*SELF_ASSESSMENT, Stage("appraisal", StageKind.APPRAISAL))
    assert season.province == "tỉnh Mẫu"
    so, xa = season.groups
    assert (so.id, so.name, so.criteria_id, so.criteria_version) == ("so", "Sở, ban, ngành", "so-ban-nganh", "2025.1")
    assert so.ranking == RankRule("points", keys=("area:1", "criterion:9"))
    assert so.classes == ClassRule((Band("A", Fraction(50)), Band("B", Fraction(0))), Basis.PRINTED)
    assert (str(so.origin), str(so.criteria_origin)) == ("season.yaml:9:5", "season.yaml:11:15")
    assert str(so.ranking_origin) == "season.yaml:12:33"
    assert (xa.ranking, xa.classes) == (None, None)
    assert season.digest == hashlib.sha256(SEASON.encode()).hexdigest()


def test_season_defaults() -> None:
    text = SEASON.replace("language: en\n", "").replace("official_order: vietnamese\n", "")
    season, _ = load_season_document(text.encode(), "season.yaml")
    assert season is not None
    assert (season.language, season.official_order) == ("vi", "listed")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("year: 2025", "year: 25", [("PS505", 2, 7)]),
        ("year: 2025", "yaer: 2025", [("PS503", 2, 1)]),
        ("stages: [self, appraisal]", "stages: [self, self]", [("PS009", 6, 16), ("PS515", 6, 16)]),
        ("stages: [self, appraisal]", "stages: [appraisal, self]", [("PS009", 6, 10)]),
        ("stages: [self, appraisal]", "stages: [self, appraised]", [("PS505", 6, 16)]),
        ("stages: [self, appraisal]", "stages: [self, {id: a}]", [("PS504", 6, 16)]),
        ("stages: [self, appraisal]", "stages: [self, {kind: council, due: 2026-02-31}]", [("PS514", 6, 37)]),
        ("stages: [self, appraisal]", "stages: []", [("PS505", 6, 9)]),
        ("id: xa", "id: so", [("PS515", 14, 9)]),
        ("id: xa", "id: 012", [("PS508", 14, 9)]),
        ("criteria: xa@1", "criteria: xa@", [("PS505", 16, 15)]),
        ("criteria: xa@1", "criteria: xa\n    as_of: 2024-12-31", [("PS505", 17, 12)]),
        ("year: 2025", "year: 2025\nas_of: 2026-01-01", [("PS505", 3, 8)]),
        ("year: 2025", "year: 2025\nas_of: 2025-02-30", [("PS514", 3, 8)]),
        ("criteria: xa@1", "criteria: xa@1\n    without: [self]", [("PS505", 17, 15)]),
        ("criteria: xa@1", "criteria: ../xa@1", [("PS505", 16, 15)]),
        ("criteria: xa@1", "criteria: /etc/passwd@1", [("PS505", 16, 15)]),
        ("criteria: xa@1", "criteria: xa@../1", [("PS505", 16, 15)]),
        ("criteria: xa@1", "criteria: !include xa.yaml", [("PS506", 16, 15), ("PS505", 16, 15)]),
        ("language: en", "language: fr", [("PS505", 5, 11)]),
        ("{name: B}", "{name: B, at_least: 5}", [("PS520", 13, 84)]),
        ('"criterion:9"', '"tiêu chí:9"', [("PS521", 12, 44)]),
        ("province: tỉnh Mẫu\n", "", [("PS504", 1, 1)]),
    ],
)
def test_season_faults(old: str, new: str, expected: list[tuple[str, int, int]]) -> None:
    assert sorted(season_problems(old, new)) == sorted(expected)


def test_tie_break_keys_of_a_season_against_the_set(criteria: CriteriaSet) -> None:
    assert missing_keys(RankRule(keys=("area:1", "criterion:9", "points", "area:1.1")), criteria) == (
        "criterion:9",
        "area:1.1",
    )
    assert missing_keys(criteria.ranking, criteria) == ()
