"""Published tables hold: the PAR Index 2023 of 17 ministries, of 68.5 appraised and 31.5 survey points.

Totals are rounded from unrounded parts: in 9 of the 17 rows the printed parts do not add up to the printed total. A
scorer therefore adds first and rounds last. ``tests/data/ministries_2023.csv`` holds the printed figures.
"""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from builders import agency, card, group

from parscore.engine.rank import rank
from parscore.model.criteria import RankRule, Rounding, RoundingLevel
from parscore.model.scorecard import Scorecard
from parscore.numbers import printed

TABLE = Path(__file__).parents[1] / "data" / "ministries_2023.csv"
CENT = Fraction("0.01")


class Row(NamedTuple):
    """One printed row."""

    rank: int
    name: str
    appraised: Fraction
    survey: Fraction
    total: Fraction

    @property
    def off(self) -> Fraction:
        """What the printed parts make more than the printed total."""
        return self.appraised + self.survey - self.total


def _rows() -> list[Row]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Row(int(row["rank"]), row["ministry"], *(Fraction(row[name]) for name in ("appraised", "survey", "total")))
        for row in csv.DictReader(lines)
    ]


ROWS = _rows()


def two_decimals(value: Fraction | None) -> str:
    assert value is not None
    return printed(value, 2, comma=False)


def scored(row: Row, order: int, at: RoundingLevel = RoundingLevel.PRINT) -> Scorecard:
    """The row again from unrounded parts that print as its parts do and add up to its total."""
    hidden = -row.off * Fraction("0.49")
    parts = [row.appraised + hidden, row.survey + hidden]
    return card(agency(row.name, order), parts, ["68.5", "31.5"], rounding=Rounding(at=at))


def test_the_table_has_17_ministries_of_two_parts() -> None:
    assert [row.rank for row in ROWS] == list(range(1, 18))
    assert all(row.appraised <= Fraction("68.5") and row.survey <= Fraction("31.5") for row in ROWS)


def test_9_of_17_printed_totals_are_not_the_sum_of_the_printed_parts() -> None:
    assert Counter(row.off for row in ROWS) == {Fraction(0): 8, CENT: 3, -CENT: 6}


def test_the_printed_mean_is_the_mean_of_the_totals() -> None:
    assert two_decimals(sum((row.total for row in ROWS), Fraction(0)) / len(ROWS)) == "84.38"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_adding_first_and_rounding_last_gives_the_printed_row(row: Row) -> None:
    scorecard = scored(row, row.rank)
    assert [two_decimals(area.points) for area in scorecard.areas] == [
        two_decimals(row.appraised),
        two_decimals(row.survey),
    ]
    assert two_decimals(scorecard.points) == two_decimals(scorecard.index) == two_decimals(row.total)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_rounding_the_parts_first_gives_another_total_in_9_rows(row: Row) -> None:
    early = scored(row, row.rank, RoundingLevel.AREA)
    assert early.points == row.appraised + row.survey
    assert (two_decimals(early.points) == two_decimals(row.total)) == (row.off == 0)


def test_the_first_row_with_its_hidden_decimals() -> None:
    """Bộ Tư pháp: 61.86 + 28.10 are printed beside 89.95."""
    scorecard = card("BTP", ["61.8551", "28.0951"], ["68.5", "31.5"])
    assert [two_decimals(area.points) for area in scorecard.areas] == ["61.86", "28.10"]
    assert scorecard.points == Fraction("89.9502")
    assert two_decimals(scorecard.points) == "89.95"
    early = card("BTP", ["61.8551", "28.0951"], ["68.5", "31.5"], rounding=Rounding(at=RoundingLevel.AREA))
    assert two_decimals(early.points) == "89.96"


@pytest.mark.parametrize("order", [1, -1])
def test_the_ranks_are_1_to_17_whatever_the_order_of_the_ministries(order: int) -> None:
    cards = [scored(row, at) for at, row in enumerate(ROWS[::order], 1)]
    ranking, problems = rank(*group(cards, RankRule()))
    found = [(standing.rank, standing.scorecard.agency.id, standing.tied) for standing in ranking.standings]
    assert found == [(row.rank, row.name, False) for row in ROWS]
    assert problems == ()


def test_the_mean_of_the_unrounded_totals_is_printed_alike() -> None:
    totals = [scored(row, row.rank).points for row in ROWS]
    assert two_decimals(sum(totals, Fraction(0)) / 17) == "84.38"
