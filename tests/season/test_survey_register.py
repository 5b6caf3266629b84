"""survey.csv beside figures.csv: exact values, contradictions, faults, and figures that are out of date."""

from fractions import Fraction
from pathlib import Path

import pytest
from folders import opened, scored
from surveys import HEADER, WIDE, csv_of, make, taken

from parscore.model.cell import AnswerState
from parscore.model.place import Place
from parscore.model.scorecard import LeafScore, Status
from parscore.survey.write import survey_csv

ROWS = [
    ("1", "SYT", "5", "A"),
    ("2", "SYT", "4", "B"),
    ("3", "SYT", "4", "C"),
    ("4", "SNV", "1", "A"),
    ("5", "STP", "2", "B"),
]
HEAD = "agency,code,input,value,document,made_from\n"
FIGURES = "agency,code,input,value,document\n"


def imported(folder: Path, figures: str = "") -> Path:
    make(folder, WIDE, {"phieu.csv": csv_of([HEADER, *ROWS])}, figures)
    (folder / "survey.csv").write_bytes(survey_csv(taken(folder)))
    return folder


def leaf(folder: Path, agency: str, code: str) -> LeafScore:
    standings = (standing for group in scored(folder).groups for standing in group.standings)
    card = next(one.scorecard for one in standings if one.scorecard.agency.id == agency)
    found = card.find(code)
    assert isinstance(found, LeafScore)
    return found


def test_figures_are_scored_exactly_with_their_place(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    assert opened(folder).problems == ()
    scored_leaf = leaf(folder, "SYT", "1.1")
    assert (scored_leaf.status, scored_leaf.points) == (Status.SCORED, Fraction(10, 3) / 4 * 5)
    answer = scored_leaf.inputs[0].answer
    assert (answer.value, answer.place) == (Fraction(13, 3), Place("survey.csv", line=2, column=4))
    assert leaf(folder, "SYT", "1.2").points == Fraction(8, 15) * 4


def test_a_decimal_that_people_could_read_in_two_ways_is_read_as_written(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "survey.csv").write_text(HEAD + "SYT,1.1,mean,4.125,,\n", encoding="utf-8")
    assert opened(folder).figures["SYT"]["1.1"]["mean"].value == Fraction(33, 8)


@pytest.mark.parametrize("value", ['"4,2"', "4.3333", "13/3"])
def test_ps659_a_figure_in_both_files_is_chosen_from_neither(tmp_path: Path, value: str) -> None:
    figures = FIGURES + f"SYT,1.1,mean,{value},BC 1\n"
    folder = imported(tmp_path, figures)
    (problem,) = [one for one in opened(folder).problems if one.code == "PS659"]
    assert (problem.place.file, problem.place.line, problem.agency, problem.criterion) == (
        "survey.csv",
        2,
        "SYT",
        "1.1",
    )
    facts = dict(problem.facts)
    assert (facts["other"], facts["line"]) == ("figures.csv", "2")
    assert opened(folder).figures["SYT"]["1.1"]["mean"].state is AnswerState.UNUSABLE
    assert leaf(folder, "SYT", "1.1").status is Status.INVALID
    assert leaf(folder, "SNV", "1.1").status is Status.SCORED


def test_figures_of_other_inputs_stand_beside_each_other(tmp_path: Path) -> None:
    folder = imported(tmp_path, FIGURES + "XA1,1.1,mean,3,BC 1\nSYT,1.3,good,3,BC 1\n")
    assert opened(folder).problems == ()
    assert opened(folder).figures["SYT"].keys() == {"1.1", "1.2", "1.3"}


def test_ps660_ballots_or_definition_that_changed(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    for name in ("survey/phieu.csv", "survey.yaml"):
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(before + b"\n")
        assert [one.code for one in opened(folder).problems] == ["PS660"]
        (folder / name).write_bytes(before)
    (folder / "survey" / "them.csv").write_bytes(csv_of([HEADER]))
    assert [one.code for one in opened(folder).problems] == ["PS660"]


def test_a_season_without_its_ballots_has_nothing_to_compare(tmp_path: Path) -> None:
    folder = imported(tmp_path)
    (folder / "survey" / "phieu.csv").unlink()
    assert opened(folder).problems == ()
    (folder / "survey.yaml").unlink()
    assert opened(folder).problems == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("KHAC,1.1,mean,4,,", "PS661"), ("SYT,9.9,mean,4,,", "PS661"), ("SYT,1.4,points,1,,", "PS661"),
        ("SYT,1.1,other,4,,", "PS661"), ("SYT,1.1,mean,5.5,,", "PS214"), ("SYT,1.1,mean,bốn,,", "PS105"),
        ("SYT,1.1,mean,13/0,,", "PS105"), ("SYT,1.3,good,1/2,,", "PS212"), ("SYT,1.1,mean,4,,,9", "PS661"),
    ],
)  # fmt: skip
def test_a_row_that_was_changed_by_hand(tmp_path: Path, row: str, code: str) -> None:
    folder = make(tmp_path)
    (folder / "survey.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    (problem,) = opened(folder).problems
    assert (problem.code, problem.place.file, problem.place.line) == (code, "survey.csv", 2)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "survey.csv").write_bytes("agency".encode("utf-16"))
    assert [one.code for one in opened(folder).problems] == ["PS661"]
