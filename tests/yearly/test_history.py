"""Places over the years: what a series comes to, and every fault of the file with its line."""

from fractions import Fraction
from pathlib import Path

import pytest

from parscore.model.problem import Problem
from parscore.yearly.history import Held, Series, of_interest, read_history

HEAD = "year,index_name,unit,score,rank,of\n"
SAMPLE = Path(__file__).parents[2] / "sample_data" / "chi-so-nhieu-nam.csv"


def read(folder: Path, text: str) -> tuple[tuple[Series, ...], tuple[Problem, ...]]:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_history(path, "a.csv")


def test_a_series_in_the_order_of_its_years(tmp_path: Path) -> None:
    rows = '2023,PAR INDEX,Mẫu,"84,05",2,63\n2020,par index,mẫu,80%,1,63\n'
    rows += "2022,PAR INDEX,Mẫu,,1,34\n2021,SIPAS,Mẫu,82.5,,\n"
    series, problems = read(tmp_path, HEAD + rows)
    assert problems == ()
    par, sipas = series
    assert (par.unit, par.index) == ("Mẫu", "PAR INDEX")
    assert par.held == (Held(2020, Fraction(80), 1, 63), Held(2022, None, 1, 34), Held(2023, Fraction("84.05"), 2, 63))
    assert (par.missing, par.years_at(1), par.best, par.worst) == ((2021,), (2020, 2022), 1, 2)
    assert (par.mean, par.fields) == (Fraction(4, 3), (63, 34))
    assert (sipas.placed, sipas.best, sipas.worst, sipas.mean, sipas.years_at(None)) == ((), None, None, None, ())


def test_units_stand_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = "2023,PCI,B,1,,\n2023,PCI,A,1,,\n2023,PAPI,B,1,,\n"
    series, _ = read(tmp_path, HEAD + rows)
    assert [(one.unit, one.index) for one in series] == [("B", "PCI"), ("B", "PAPI"), ("A", "PCI")]
    assert [one.index for one in of_interest(series, ["b"], [])] == ["PCI", "PAPI"]
    assert [one.unit for one in of_interest(series, [], ["pci"])] == ["B", "A"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("23,PCI,A,1,1,63", 1, "year"),
        ("1989,PCI,A,1,1,63", 1, "year"),
        ("2101,PCI,A,1,1,63", 1, "year"),
        (",PCI,A,1,1,63", 1, "year"),
        ("năm 2023,PCI,A,1,1,63", 1, "number"),
        ("2023.5,PCI,A,1,1,63", 1, "whole"),
        ("2023,,A,1,1,63", 2, "empty"),
        ("2023,PCI,,1,1,63", 3, "empty"),
        ("2023,PCI,A,1.234,1,63", 4, "ambiguous"),
        ("2023,PCI,A,tốt,1,63", 4, "number"),
        ("2023,PCI,A,1,hai,63", 5, "number"),
        ("2023,PCI,A,1,1.5,63", 5, "whole"),
        ("2023,PCI,A,1,0,63", 5, "rank"),
        ("2023,PCI,A,1,64,63", 5, "rank"),
        ("2023,PCI,A,,,63", 5, "nothing"),
        ("2023,PCI,A,1,1,63,,x", 6, "fields"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, row: str, column: int, reason: str) -> None:
    series, (problem,) = read(tmp_path, f"{HEAD}2022,PCI,A,1,63,63\n{row}\n")
    assert (problem.code, problem.place.line, problem.place.column) == ("PS885", 3, column)
    assert dict(problem.facts)["reason"] == f"history.{reason}"
    assert [one.year for one in series[0].held] == [2022]


def test_bounds_that_hold(tmp_path: Path) -> None:
    series, problems = read(tmp_path, HEAD + "1990,PCI,A,1,1,1\n2100,PCI,A,,63,63\n2000,PCI,A,–,1,\n")
    assert (problems, len(series[0].held)) == ((), 3)


def test_a_year_stands_once(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, HEAD + "2022,PCI,A,1,1,63\n2022,pci,a,1,2,63\n")
    assert (problem.place.line, dict(problem.facts)["wanted"]) == (3, "2")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("year,index_name,unit,score\n", ["column", "column"]),
        ("year,year,index_name,unit,score,rank,of\n", ["doubled"]),
    ],
)
def test_columns_that_are_missing_or_doubled(tmp_path: Path, text: str, reasons: list[str]) -> None:
    series, problems = read(tmp_path, text)
    assert series == ()
    assert [dict(one.facts)["reason"] for one in problems] == [f"history.{reason}" for reason in reasons]


def test_no_file(tmp_path: Path) -> None:
    _, (problem,) = read_history(tmp_path / "b.csv", "b.csv")
    assert dict(problem.facts)["reason"] == "history.absent"


def test_the_sample_is_sound_and_says_that_it_is_made_up() -> None:
    series, problems = read_history(SAMPLE, SAMPLE.name)
    assert problems == ()
    assert [one.index for one in series] == ["PAR INDEX", "SIPAS", "PAPI", "PCI"]
    rows = SAMPLE.read_text(encoding="utf-8").splitlines()[1:]
    assert all("giả định" in row for row in rows)
