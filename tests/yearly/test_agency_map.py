"""The mapping file: what it says, and every fault with its line and column."""

from pathlib import Path

import pytest
from years import agency, season

from parscore.model.problem import Problem
from parscore.yearly.agency_map import read_agency_map

BEFORE = season(agency("SYT", "Sở Y tế"), agency("STC"), agency("SKHDT"), agency("SXD"), year=2024)
AFTER = season(agency("STC"), agency("SXD"), agency("SYTDS", "Sở Y tế và Dân số"))
HEAD = "old,new,kind,basis,why\n"


def read(folder: Path, text: str) -> tuple[list[tuple[str, str, bool, str]], tuple[Problem, ...]]:
    path = folder / "map.csv"
    path.write_text(text, encoding="utf-8")
    lines, problems = read_agency_map(path, "map.csv", BEFORE, AFTER)
    return [(line.old, line.new, line.mean, line.why) for line in lines], problems


def reason(found: Problem) -> tuple[str, str]:
    return str(found.place), str(dict(found.facts)["reason"]).removeprefix("agency_map.")


def test_lines_are_read_with_ids_as_the_seasons_write_them(tmp_path: Path) -> None:
    text = "\ufeffold;new;why;kind;basis;ghi chú\nskhdt;stc;Hợp nhất;Sáp nhập;bình quân;x\nSTC;STC;;merged;mean;\n"
    found, problems = read(tmp_path, text + "SYT;SYTDS;NQ 5;đổi tên;;\n")
    assert problems == ()
    assert found == [("SKHDT", "STC", True, "Hợp nhất"), ("STC", "STC", True, ""), ("SYT", "SYTDS", False, "NQ 5")]


def test_kind_and_basis_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, "old,new,why\n,SYTDS,mới\nSKHDT,,giải thể\n") == (
        [("", "SYTDS", False, "mới"), ("SKHDT", "", False, "giải thể")],
        (),
    )


@pytest.mark.parametrize(
    ("rows", "place", "why"),
    [
        ("SYTT,SYTDS,,,\n", "map.csv:2:1", "old"),
        ("SYT,SYTDSS,,,\n", "map.csv:2:2", "new"),
        (",,,,x\n", "map.csv:2:1", "empty"),
        ("SYT,SYTDS,sáp,,\n", "map.csv:2:3", "kind"),
        ("SYT,SYTDS,sáp nhập,,\n", "map.csv:2:3", "kind_other"),
        ("SYT,SYTDS,,max,\n", "map.csv:2:4", "basis"),
        ("SYT,SYTDS,,mean,\n", "map.csv:2:4", "basis_alone"),
        ("SYT,SYTDS,,,a,b\n", "map.csv:2:5", "fields"),
        ("SYT,SYTDS,,,\nSYT,sytds,,,\n", "map.csv:3:1", "twice"),
        ("SYT,,,,\nSYT,SYTDS,,,\n", "map.csv:3:1", "ended"),
        (",SYTDS,,,\nSYT,SYTDS,,,\n", "map.csv:3:2", "first"),
        ("SYT,STC,tách,,\n", "map.csv:2:3", "kind_other"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, rows: str, place: str, why: str) -> None:
    _, (problem,) = read(tmp_path, HEAD + rows)
    assert (problem.code, reason(problem)) == ("PS880", (place, why))


@pytest.mark.parametrize(
    "rows",
    [
        "SYT,SYTDS,renamed,,\n",
        # STC stays, so that one line is a merger already.
        "SKHDT,STC,merged,mean,\n",
        "SYT,SYTDS,split,mean,\nSYT,SXD,split,,\n",
        "SYT,,abolished,,\n,SYTDS,new,,\n",
    ],
)
def test_what_is_stated_may_fit(tmp_path: Path, rows: str) -> None:
    assert read(tmp_path, HEAD + rows)[1] == ()


def test_what_may_be_meant_is_found_by_id_and_by_name(tmp_path: Path) -> None:
    _, problems = read(tmp_path, HEAD + "Sở Y tế,SYTDS,,,\nSYTT,SYTDS,,,\n")
    assert [dict(found.facts)["near"] for found in problems] == ["SYT (Sở Y tế)"] * 2


def test_all_faults_are_told_at_once_and_a_faulty_line_says_nothing(tmp_path: Path) -> None:
    found, problems = read(tmp_path, HEAD + "X,Y,sáp,,\nSYT,SYTDS,,,\n")
    assert found == [("SYT", "SYTDS", False, "")]
    assert [reason(problem)[1] for problem in problems] == ["old", "new", "kind"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("old,new\nSYT,SYTDS\n", "column"), ("old,new,why,why\n", "doubled"), ("old,new,why\n\udcff", "unreadable")],
)
def test_a_file_of_another_kind(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "map.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    _, (problem,) = read_agency_map(path, "map.csv", BEFORE, AFTER)
    assert reason(problem)[1] == why


def test_no_file_at_all(tmp_path: Path) -> None:
    _, (problem,) = read_agency_map(tmp_path / "x.csv", "x.csv", BEFORE, AFTER)
    assert reason(problem) == ("x.csv", "absent")
