"""figures.csv: what others provide, by agency, leaf and input; a row that fits nothing is told and never guessed."""

from fractions import Fraction
from pathlib import Path

import pytest
from folders import make, opened, scored

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import AnswerState
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.scorecard import LeafScore, Status
from parscore.season.figures import read_figures
from parscore.season.sheet import Figures

HEADER = "agency,code,input,value,document\n"


def read(folder: Path, content: str | bytes) -> tuple[Figures, tuple[Problem, ...]]:
    season = opened(make(folder, figures=None)).season
    path = folder / "figures.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_figures(path, season)


def faults(problems: tuple[Problem, ...]) -> list[tuple[str, int, int, str]]:
    found = []
    for problem in problems:
        reason = str(dict(problem.facts).get("reason", ""))
        assert problem.place.file == "figures.csv"
        assert not reason or all(reason not in Words(each).problem(problem).message for each in LANGUAGES)
        found.append((problem.code, problem.place.line, problem.place.column, reason))
    return found


@pytest.mark.parametrize(
    "content",
    [
        HEADER + 'SYT,2.2,sipas,"86,43",BC 1\n',
        "\ufeff" + HEADER + "SYT,2.2,sipas,86.43,BC 1\r\n",
        "agency;code;input;value;document\nsyt;2.2;sipas;86,43;43\n",
        " value ,agency,code,input\n86.43,SYT,2.2,sipas\n,,,\n",
        HEADER + "SYT,2.2,sipas,86.43,43\n",
        HEADER + "SYT,2.2,sipas,86.43\n",
    ],
)
def test_a_figure_in_any_dress(tmp_path: Path, content: str) -> None:
    figures, problems = read(tmp_path, content)
    assert problems == ()
    answer = figures["SYT"]["2.2"]["sipas"]
    assert (answer.state, answer.value) == (AnswerState.GIVEN, Fraction(8643, 100))
    columns = [name.strip() for name in content.lstrip("\ufeff").splitlines()[0].replace(";", ",").split(",")]
    assert answer.place == Place("figures.csv", line=2, column=columns.index("value") + 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("SYTE,2.2,sipas,80,", ("PS147", 2, 1, "figures.agency")),
        (",2.2,sipas,80,", ("PS147", 2, 1, "figures.agency")),
        ("Sở Y tế,2.2,sipas,80,", ("PS147", 2, 1, "figures.agency")),
        ("SYT,9.9,sipas,80,", ("PS147", 2, 2, "figures.code")),
        ("SYT,1.1,points,1,", ("PS147", 2, 2, "figures.code")),
        ("SYT,2,sipas,80,", ("PS147", 2, 2, "figures.code")),
        ("SYT,2.2,points,80,", ("PS147", 2, 3, "figures.input")),
        ("SYT,2.2,Sipas,80,", ("PS147", 2, 3, "figures.input")),
        ("SYT,2.2,,80,", ("PS147", 2, 3, "figures.input")),
        ("SYT,2.2,sipas,86,43,BC 1", ("PS147", 2, 4, "figures.fields")),
        ("SYT,2.2,sipas,86,43", ("PS147", 2, 4, "figures.fields")),
        ("SYT,2.2,sipas,tám mươi,", ("PS105", 2, 4, "")),
        ("SYT,2.2,sipas,80%,", ("PS215", 2, 4, "")),
        ("SYT,2.2,sipas,1.234,", ("PS104", 2, 4, "")),
    ],
)
def test_every_fault_of_a_row(tmp_path: Path, row: str, expected: tuple[str, int, int, str]) -> None:
    figures, problems = read(tmp_path, f"{HEADER}{row}\nSNV,2.2,sipas,85,BC\n")
    assert faults(problems) == [expected]
    assert figures["SNV"]["2.2"]["sipas"].value == 85
    given = figures.get("SYT", {}).get("2.2", {}).get("sipas")
    assert given is None or given.state is AnswerState.UNUSABLE


def test_a_figure_stands_once(tmp_path: Path) -> None:
    figures, (problem,) = read(tmp_path, HEADER + "SYT,2.2,sipas,80,\nsyt,2.2,sipas,90,\n")
    assert faults((problem,)) == [("PS147", 3, 3, "figures.twice")]
    assert dict(problem.facts)["wanted"] == "2"
    assert figures["SYT"]["2.2"]["sipas"].value == 80


def test_a_near_id_is_named(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, HEADER + "SYTT,2.2,sipas,80,\n")
    assert dict(problem.facts)["wanted"] == "SYT"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("", Status.AWAITING),
        ("  ", Status.AWAITING),
        ("80", Status.SCORED),
        ("0", Status.SCORED),
        ("?", Status.INVALID),
    ],
)
def test_four_states_reach_the_scorecard(tmp_path: Path, value: str, status: Status) -> None:
    result = scored(make(tmp_path, figures=f"{HEADER}SYT,2.2,sipas,{value},\nSNV,2.2,sipas,80,\n"))
    card = next(one.scorecard for one in result.groups[0].standings if one.scorecard.agency.id == "SYT")
    leaf = card.find("2.2")
    assert isinstance(leaf, LeafScore) and leaf.status is status
    assert card.complete is (status is Status.SCORED)
    codes = [found.code for found in result.problems if found.agency == "SYT" and found.severity == "error"]
    assert codes == {Status.AWAITING: ["PS216"], Status.SCORED: [], Status.INVALID: ["PS105"]}[status]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("agency,code,input\n", ["value"]),
        ("", ["agency", "code", "input", "value"]),
        ("agency,code,input,value,value\n", ["value"]),
    ],
)
def test_a_header_that_cannot_be_used(tmp_path: Path, header: str, columns: list[str]) -> None:
    figures, problems = read(tmp_path, f"{header}SYT,2.2,sipas,80\n" if header else "")
    assert figures == {}
    assert [dict(problem.facts)["column"] for problem in problems] == columns
    assert {reason for _, _, _, reason in faults(problems)} == {"figures.column"}


@pytest.mark.parametrize("content", ["agency".encode("utf-16"), b"\xff", b'a,"' + b"x" * 140_000])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    figures, problems = read(tmp_path, content)
    assert figures == {}
    assert faults(problems) == [("PS147", 0, 0, "agencies.unreadable")]


def test_a_season_without_the_file_has_no_figures(tmp_path: Path) -> None:
    season = opened(make(tmp_path, figures=None)).season
    assert read_figures(tmp_path / "figures.csv", season) == ({}, ())
