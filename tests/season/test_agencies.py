"""agencies.csv: the register in its order, however it was saved; every faulty row is told with its line and column."""

import os
from pathlib import Path

import pytest

from parscore.messages import LANGUAGES, Words
from parscore.model.problem import Problem
from parscore.model.season import Agency
from parscore.season.agencies import read_agencies

GROUPS = ("so", "xa")


def read(folder: Path, content: str | bytes) -> tuple[tuple[Agency, ...], tuple[Problem, ...]]:
    path = folder / "agencies.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_agencies(path, "agencies.csv", GROUPS)


def faults(problems: tuple[Problem, ...]) -> list[tuple[int, int, str]]:
    found = []
    for problem in problems:
        reason = str(dict(problem.facts)["reason"])
        assert (problem.code, problem.place.file) == ("PS002" if problem.place.line else "PS010", "agencies.csv")
        assert all(reason not in Words(each).problem(problem).message for each in LANGUAGES)
        found.append((problem.place.line, problem.place.column, reason))
    return found


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_register_in_any_dress(tmp_path: Path, mark: str, ending: str, separator: str) -> None:
    rows = ["id,name,group,ranked,vung", "SYT,Sở Y tế,so,,1", "XA-1, Xã Một ,xa,Không,", "V_2,Xã Hai,xa,yes,3"]
    agencies, problems = read(tmp_path, mark + ending.join(rows).replace(",", separator) + ending)
    assert problems == ()
    assert agencies == (
        Agency("SYT", "Sở Y tế", "so", True, attributes=(("vung", "1"),)),
        Agency("XA-1", "Xã Một", "xa", False, attributes=(("vung", ""),)),
        Agency("V_2", "Xã Hai", "xa", True, attributes=(("vung", "3"),)),
    )


def test_a_name_with_a_comma_stands_in_quotes(tmp_path: Path) -> None:
    (agency,), problems = read(tmp_path, 'id,name,group\nSVH,"Sở Văn hóa, Thể thao\nvà Du lịch",so\n')
    assert (agency.name, problems) == ("Sở Văn hóa, Thể thao\nvà Du lịch", ())
    _, problems = read(tmp_path, "id,name,group\nSVH,Sở Văn hóa, Thể thao và Du lịch,so\n")
    assert (2, 3, "agencies.fields") in faults(problems)


def test_columns_in_any_order_and_rows_of_blanks(tmp_path: Path) -> None:
    agencies, problems = read(tmp_path, "group, id ,name,,\n,,,,\nso,SYT,Sở Y tế,,\n  ,\n")
    assert problems == ()
    assert agencies == (Agency("SYT", "Sở Y tế", "so"),)


def test_characters_that_python_takes_for_line_ends_are_none(tmp_path: Path) -> None:
    (agency,), _ = read(tmp_path, "id,name,group\nSYT,Sở\u2028Y\x0btế,so\n")
    assert agency.name == "Sở\u2028Y\x0btế"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",Sở A,so", [(3, 1, "agencies.id")]),
        ("S Y,Sở A,so", [(3, 1, "agencies.id")]),
        ("SỞ,Sở A,so", [(3, 1, "agencies.id")]),
        ("-A,Sở A,so", [(3, 1, "agencies.id")]),
        ("A" * 33 + ",Sở A,so", [(3, 1, "agencies.id")]),
        ("A,,so", [(3, 2, "agencies.name")]),
        ("A,\u200b,so", [(3, 2, "agencies.name")]),
        ("A,Sở A,", [(3, 3, "agencies.group")]),
        ("A,Sở A", [(3, 3, "agencies.group")]),
        ("A,Sở A,So", [(3, 3, "agencies.group")]),
        ("A,Sở A,so,x", [(3, 4, "agencies.ranked")]),
        ("A,Sở A,so,TRUE", [(3, 4, "agencies.ranked")]),
        ("syt,Sở A,so", [(3, 1, "agencies.twice")]),
        ("A,SỞ  Y TẾ,so", [(3, 2, "agencies.twice")]),
        ("A,So\u031b\u0309 Y tế,so", [(3, 2, "agencies.twice")]),
        ("A,Sở A,so,có,thừa", [(3, 3, "agencies.fields")]),
        (
            "S Y,,x,?",
            [(3, 1, "agencies.id"), (3, 2, "agencies.name"), (3, 3, "agencies.group"), (3, 4, "agencies.ranked")],
        ),
    ],
)
def test_every_fault_of_a_row(tmp_path: Path, row: str, expected: list[tuple[int, int, str]]) -> None:
    agencies, problems = read(tmp_path, f"id,name,group,ranked\nSYT,Sở Y tế,so\n{row}\nSNV,Sở Nội vụ,so\n")
    assert faults(problems) == expected
    assert [agency.id for agency in agencies] == ["SYT", "SNV"]


@pytest.mark.parametrize(
    "row", ["A" * 32 + ",Sở A,so", "9,Sở A,so", "a_-9,Sở A,so,CÓ", "A,Sở A,so,YES", "A,Sở A,so,no"]
)
def test_rows_just_on_the_right_side(tmp_path: Path, row: str) -> None:
    agencies, problems = read(tmp_path, f"id,name,group,ranked\n{row}\n")
    assert (len(agencies), problems) == (1, ())


def test_a_group_that_is_meant_is_named(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "id,name,group\nA,Sở A,sor\n")
    assert dict(problem.facts)["wanted"] == "so"
    _, (problem,) = read(tmp_path, "id,name,group\nA,Sở A,tinh\n")
    assert dict(problem.facts)["wanted"] == "so, xa"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id,name", [(1, 0, "agencies.column")]),
        ("ID,Name,Group", [(1, 0, "agencies.column")] * 3),
        ("", [(1, 0, "agencies.column")] * 3),
        ("id,name,group,name", [(1, 2, "agencies.doubled")]),
        ("id,name,ranked,ranked", [(1, 0, "agencies.column"), (1, 3, "agencies.doubled")]),
    ],
)
def test_a_header_that_cannot_be_used(tmp_path: Path, header: str, expected: list[tuple[int, int, str]]) -> None:
    agencies, problems = read(tmp_path, f"{header}\nSYT,Sở Y tế,so\n")
    assert (agencies, faults(problems)) == ((), expected)


@pytest.mark.parametrize(
    "content",
    [
        "id,name,group\nSYT,Sở Y tế,so\n".encode("utf-16"),
        b"id,name,group\nSYT,S\xf0,so\n",
        b'id,name,group\nA,"' + b"x" * 140_000,
    ],
    ids=["utf-16", "cp1258", "open quote"],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    agencies, problems = read(tmp_path, content)
    assert (agencies, faults(problems)) == ((), [(0, 0, "agencies.unreadable")])


def test_no_file_a_folder_a_pipe(tmp_path: Path) -> None:
    assert faults(read_agencies(tmp_path / "no.csv", "agencies.csv", GROUPS)[1]) == [(0, 0, "agencies.absent")]
    assert faults(read_agencies(tmp_path, "agencies.csv", GROUPS)[1]) == [(0, 0, "agencies.unreadable")]
    os.mkfifo(tmp_path / "pipe.csv")
    assert faults(read_agencies(tmp_path / "pipe.csv", "agencies.csv", GROUPS)[1]) == [(0, 0, "agencies.unreadable")]
