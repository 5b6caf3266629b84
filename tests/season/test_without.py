"""A season that does without a source: only where the set permits it, for a whole group, and never beside figures."""

from pathlib import Path

import pytest
from folders import FIGURES, SEASON, make, opened, scored
from forms import SET

from parscore.messages import LANGUAGES, Language, Words
from parscore.model.criteria import Source
from parscore.reports.console import open_console, print_ranking
from parscore.season.open import open_folder

WITHOUT = SEASON.replace("thu@2025.1}", "thu@2025.1, without: [survey]}")
OPTIONAL = {"thu/2025.1": SET.replace("areas:\n", "totals: {optional: [survey]}\nareas:\n", 1)}


def test_the_survey_was_not_held(tmp_path: Path) -> None:
    result = scored(make(tmp_path, season=WITHOUT, sets=OPTIONAL, figures=None))
    assert [found.code for found in result.problems if found.code.startswith(("PS216", "PS5", "PS7"))] == ["PS704"]
    (note,) = (found for found in result.problems if found.code == "PS704")
    assert (note.place.file, note.place.line, note.severity) == ("season.yaml", 7, "note")
    assert {dict(note.facts)[name] for name in ("count", "maximum")} == {"1", 3}
    cards = [standing.scorecard for standing in result.groups[0].standings]
    assert {card.maximum for card in cards} == {7} and all(card.complete for card in cards)


def test_absent_figures_alone_say_nothing(tmp_path: Path) -> None:
    result = scored(make(tmp_path, sets=OPTIONAL, figures=None))
    assert "PS216" in {found.code for found in result.problems}
    assert not any(standing.scorecard.complete for standing in result.groups[0].standings)


@pytest.mark.parametrize(
    "sets", [None, {"thu/2025.1": SET.replace("areas:\n", "totals: {leave_out: [survey]}\nareas:\n", 1)}]
)
def test_the_set_has_to_permit_it(tmp_path: Path, sets: dict[str, str] | None) -> None:
    folder, problems = open_folder(make(tmp_path, season=WITHOUT, sets=sets, figures=None))
    assert folder is None
    (found,) = problems
    assert (found.code, found.place.file, found.place.line) == ("PS533", "season.yaml", 7)
    assert found.place.column == WITHOUT.split("\n")[6].index("survey") + 1
    assert dict(found.facts)["permitted"] == "(nothing)"


def test_a_source_that_is_not_the_permitted_one(tmp_path: Path) -> None:
    season = WITHOUT.replace("[survey]", "[survey, statistics]")
    _, problems = open_folder(make(tmp_path, season=season, sets=OPTIONAL, figures=None))
    assert [(found.code, dict(found.facts)["found"]) for found in problems] == [("PS533", "statistics")]


def test_a_source_named_twice_is_named_once(tmp_path: Path) -> None:
    season = WITHOUT.replace("[survey]", "[survey, survey]")
    folder = opened(make(tmp_path, season=season, sets=OPTIONAL, figures=None))
    assert [absent.source for absent in folder.season.groups[0].criteria.without] == [Source.SURVEY]


def test_figures_of_a_source_that_was_not_held(tmp_path: Path) -> None:
    folder = opened(make(tmp_path, season=WITHOUT, sets=OPTIONAL, figures=FIGURES))
    found = [(one.code, one.agency, one.criterion, one.place.line) for one in folder.problems if one.code == "PS535"]
    assert found == [("PS535", "SYT", "2.2", 2), ("PS535", "SNV", "2.2", 3)]


@pytest.mark.parametrize(("language", "said"), [("vi", "1 TCTP, 3,00 điểm loại khỏi"), ("en", "1 leaves, 3.00 points")])
def test_it_is_said_below_the_ranking(
    tmp_path: Path, language: Language, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    result = scored(make(tmp_path, season=WITHOUT, sets=OPTIONAL, figures=None))
    print_ranking(open_console(sys.stdout), result, Words(language))
    assert said in capsys.readouterr().out
    assert language in LANGUAGES
