"""The main job: which file is whose, what one bad file does to the others, and that nothing but the files counts."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from folders import AGENCIES, FIGURES, SEASON, TWO_GROUPS, form_of, forms, make, opened, scored, told

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.numbers import parse_exact, printed
from parscore.reports.console import open_console, print_ranking
from parscore.reports.document import dump, score_document
from parscore.reports.material import material
from parscore.reports.xlsx import write_summary
from parscore.season.receive import Received
from parscore.season.run import score_season

ROOT = Path(__file__).resolve().parents[2]
FAULTY = ROOT / "sample_data" / "tinh-mau-2025-loi"
VI = Words("vi")


def cards(result: SeasonResult) -> dict[str, Scorecard]:
    return {one.scorecard.agency.id: one.scorecard for group in result.groups for one in group.standings}


def indices(result: SeasonResult) -> dict[str, Fraction | None]:
    return {agency: card.index for agency, card in cards(result).items() if card.complete}


def outputs(result: SeasonResult) -> tuple[str, bytes]:
    stream = BytesIO()
    write_summary(material(result, VI), stream)
    return dump(score_document(result, VI)), stream.getvalue()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> SeasonResult:
    return scored(make(tmp_path_factory.mktemp("sound")))


@pytest.fixture(scope="module")
def faulty() -> SeasonResult:
    return scored(FAULTY)


# --- one season ---------------------------------------------------------------------------------------------------


def test_a_sound_season(sound: SeasonResult) -> None:
    assert told(sound.problems) == [("PS142", "inbox/2025_SNV.xlsx")]
    assert sound.final
    assert {agency: card.points for agency, card in cards(sound).items()} == {
        "SYT": 1 + Fraction(24, 13) + 1 + 1 + 1 + Fraction(240, 100),
        "SNV": Fraction(3, 4) + Fraction(24, 13) + 1 + 1 + 1 + Fraction(855 * 3, 1000),
    }
    assert [standing.rank for standing in sound.groups[0].standings] == [1, 2]


def test_every_total_is_the_sum_of_its_leaves_exactly(sound: SeasonResult, faulty: SeasonResult) -> None:
    for card in (*cards(sound).values(), *cards(faulty).values()):
        assert card.points == sum((leaf.points for leaf in card.leaves() if leaf.points is not None), Fraction(0))
        assert card.maximum == sum((leaf.maximum for leaf in card.leaves()), Fraction(0))


def test_the_inputs_are_named_with_their_digests(sound: SeasonResult) -> None:
    assert [file for file, _ in sound.inputs] == ["inbox/2025_SNV.xlsx", "inbox/2025_SYT.xlsx"]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for _, digest in sound.inputs)


def test_the_reading_is_watched_file_by_file(tmp_path: Path) -> None:
    seen: list[str] = []
    total: list[int] = []

    def watch(stream: Iterable[Received], count: int) -> Iterator[Received]:
        total.append(count)
        for received in stream:
            seen.append(received.file)
            yield received

    score_season(opened(make(tmp_path)), watch=watch)
    assert (total, seen) == ([2], ["inbox/2025_SNV.xlsx", "inbox/2025_SYT.xlsx"])


# --- whose file is whose ------------------------------------------------------------------------------------------


def test_the_same_bytes_twice_count_once(tmp_path: Path, sound: SeasonResult) -> None:
    form = form_of("SYT").content()
    inbox = {**forms(), "2025_SYT.xlsx": form, "2025_SYT (2).xlsx": form, "a.xlsx": form}
    result = scored(make(tmp_path, inbox=inbox))
    notes = [found for found in result.problems if found.code == "PS131"]
    assert [(note.place.file, note.agency, dict(note.facts)["first"]) for note in notes] == [
        ("inbox/2025_SYT.xlsx", "SYT", "inbox/2025_SYT (2).xlsx"),
        ("inbox/a.xlsx", "SYT", "inbox/2025_SYT (2).xlsx"),
    ]
    assert indices(result) == indices(sound)
    assert result.final


def test_different_files_of_one_agency_are_held_back(tmp_path: Path, sound: SeasonResult) -> None:
    inbox = {**forms(), "SYT_sua.xlsx": form_of("SYT").put("1.1", points=0)}
    result = scored(make(tmp_path, inbox=inbox))
    held = [found for found in result.problems if found.code == "PS109"]
    assert [found.place.file for found in held] == ["inbox/2025_SYT.xlsx", "inbox/SYT_sua.xlsx"]
    assert {dict(found.facts)["files"] for found in held} == {"inbox/2025_SYT.xlsx, inbox/SYT_sua.xlsx"}
    assert cards(result)["SYT"].submission is None
    assert indices(result) == {"SNV": indices(sound)["SNV"]}
    assert {found.code for found in result.problems if found.severity == "error"} == {"PS109"}
    assert not result.final


def test_an_agency_that_sent_nothing_is_named_and_has_no_zero(tmp_path: Path, sound: SeasonResult) -> None:
    inbox = {name: form for name, form in forms().items() if "SNV" in name}
    result = scored(make(tmp_path, inbox=inbox))
    (missing,) = (found for found in result.problems if found.code == "PS132")
    assert (missing.agency, dict(missing.facts)["name"], missing.place.file) == ("SYT", "Sở Y tế", "")
    standing = result.groups[0].standings[-1]
    assert (standing.scorecard.agency.id, standing.rank, standing.class_name) == ("SYT", None, None)
    assert not standing.scorecard.complete
    assert "PS703" in {found.code for found in result.problems}
    assert indices(result) == {"SNV": indices(sound)["SNV"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PS117"),
        (b"<html>", "PS116"),
        (form_of("SNV").content()[:2000], "PS117"),
        (form_of("SYT", header=[{}]).content(), "PS101"),
        (form_of("SNV").content(), "PS139"),
    ],
)
def test_a_file_that_cannot_be_used_spoils_no_other(
    tmp_path: Path, sound: SeasonResult, content: bytes, code: str
) -> None:
    result = scored(make(tmp_path, inbox={**forms(), "2025_SYT.xlsx": content}))
    codes = {found.code for found in result.problems if found.severity == "error"}
    assert codes == {code, "PS132"}
    assert indices(result)["SNV"] == indices(sound)["SNV"]


def test_files_of_nobody_are_all_told_even_with_the_same_bytes(tmp_path: Path, sound: SeasonResult) -> None:
    stranger = form_of("SYT", rows=[]).content().replace(b"nothing", b"")
    inbox = {**forms(), "x1.xlsx": stranger, "x2.xlsx": stranger}
    make(tmp_path, inbox=inbox)
    nobody = form_of("SYT")
    nobody.above = [["Đơn vị: Sở Lao động"]]
    for name in ("y1.xlsx", "y2.xlsx"):
        nobody.save(tmp_path / "inbox" / name)
    result = scored(tmp_path)
    about = {file: code for code, file in told(result.problems) if "/x" in file or "/y" in file}
    assert about == {
        "inbox/x1.xlsx": "PS102",
        "inbox/x2.xlsx": "PS131",
        "inbox/y1.xlsx": "PS108",
        "inbox/y2.xlsx": "PS131",
    }
    assert indices(result) == indices(sound)


def test_an_empty_inbox(tmp_path: Path) -> None:
    result = scored(make(tmp_path, inbox={}))
    assert sorted(code for code, _ in told(result.problems)) == ["PS005", "PS132", "PS132", "PS703"]
    assert not result.final


def test_groups_are_scored_apart(tmp_path: Path, sound: SeasonResult) -> None:
    folder = make(tmp_path, season=TWO_GROUPS, agencies=AGENCIES + "XA1,Xã An Thịnh,xa\n")
    result = scored(folder)
    assert [[one.scorecard.agency.id for one in group.standings] for group in result.groups] == [
        ["SYT", "SNV"],
        ["XA1"],
    ]
    assert indices(result) == indices(sound)


# --- nothing but the files counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_number_of_jobs_changes_nothing(faulty: SeasonResult, jobs: int) -> None:
    assert scored(FAULTY, jobs) == faulty


def test_the_names_of_the_files_change_no_score(tmp_path: Path, sound: SeasonResult) -> None:
    by_name = {"b.xlsx": form_of("SYT"), "a.xlsx": form_of("SNV").put("1.1", points="0,75")}
    other = scored(make(tmp_path, inbox=dict(reversed(by_name.items()))))
    assert indices(other) == indices(sound)
    assert [one.rank for one in other.groups[0].standings] == [one.rank for one in sound.groups[0].standings]


def test_the_order_of_agencies_and_figures_changes_no_score(tmp_path: Path, sound: SeasonResult) -> None:
    header, *rows = AGENCIES.splitlines()
    first, *figures = FIGURES.splitlines()
    agencies = "\n".join([header, *reversed(rows)])
    result = scored(make(tmp_path, agencies=agencies, figures="\n".join([first, *reversed(figures)])))
    assert indices(result) == indices(sound)
    assert list(result.season.agencies) == ["SNV", "SYT"]


CHILD = """
import hashlib, sys
from io import BytesIO
from pathlib import Path
from parscore.messages import Words
from parscore.reports.document import dump, score_document
from parscore.reports.material import material
from parscore.reports.xlsx import write_summary
from parscore.season.open import open_folder
from parscore.season.run import score_season
folder, _ = open_folder(Path(sys.argv[1]))
result, stream = score_season(folder), BytesIO()
write_summary(material(result, Words("vi")), stream)
for output in (dump(score_document(result, Words("vi"))).encode(), stream.getvalue()):
    print(hashlib.sha256(output).hexdigest())
"""


def test_hash_seed_locale_time_zone_and_folder_change_no_byte(tmp_path: Path, faulty: SeasonResult) -> None:
    here = [hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest() for text in outputs(faulty)]
    for seed, language, zone in (("1", "C", "Asia/Ho_Chi_Minh"), ("4242", "de_DE.UTF-8", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": language, "LANG": language, "TZ": zone,
                       "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(FAULTY)], env=environment, cwd=tmp_path, capture_output=True, check=True
        )
        assert done.stdout.decode().split() == here


def test_two_runs_give_identical_bytes(sound: SeasonResult, tmp_path: Path) -> None:
    one, other = (outputs(scored(make(tmp_path / name))) for name in ("one", "other"))
    assert one == other == outputs(sound)


def test_problems_come_in_one_order_and_once(faulty: SeasonResult) -> None:
    keys = [found.sort_key for found in faulty.problems]
    assert keys == sorted(keys)
    assert len(set(faulty.problems)) == len(faulty.problems) > 50


# --- every printed number is a node -------------------------------------------------------------------------------


def nodes(card: Scorecard) -> set[tuple[Fraction | None, ...]]:
    return {(node.points, node.maximum, node.index) for node in (card, *card.items())}


def amounts(document: Any) -> Iterator[dict[str, Any]]:
    """Every part of a JSON document that has points."""
    if isinstance(document, dict):
        if "points" in document and "maximum" in document and "printed" in document:
            yield document
        for part in document.values():
            yield from amounts(part)
    elif isinstance(document, list):
        for part in document:
            yield from amounts(part)


@pytest.mark.parametrize("which", ["sound", "faulty"])
def test_every_number_of_the_json_is_a_node(which: str, request: pytest.FixtureRequest) -> None:
    result: SeasonResult = request.getfixturevalue(which)
    document = json.loads(outputs(result)[0])
    seen = 0
    for group in document["groups"]:
        for agency in group["agencies"]:
            known = nodes(cards(result)[agency["agency"]])
            for part in amounts(agency):
                exact = tuple(
                    None if part[key] is None else parse_exact(part[key]) for key in ("points", "maximum", "index")
                )
                assert exact in known
                shown = [None if value is None else printed(value, 2, comma=False) for value in exact]
                assert list(part["printed"].values()) == shown
                seen += 1
    assert seen == sum(1 + len(card.areas) for card in cards(result).values())


def test_every_number_of_the_screen_is_a_node(faulty: SeasonResult) -> None:
    stream = StringIO()
    print_ranking(open_console(stream), faulty, VI, plain=True)
    _, *rows = [line.split("\t") for line in stream.getvalue().splitlines()]
    assert len(rows) == len(cards(faulty))
    for row in rows:
        card = cards(faulty)[row[2]]
        shown = [printed(value, 2) for value in (card.points, card.maximum, card.index) if value is not None]
        assert [cell for cell in row[4:7] if cell not in ("", "-", "–")] in (shown, shown[1:2], [])


def test_the_language_of_the_season_is_its_own_business(tmp_path: Path) -> None:
    season = SEASON.replace("stages:", "language: en\nstages:")
    assert scored(make(tmp_path, season=season)).season.language == "en"
