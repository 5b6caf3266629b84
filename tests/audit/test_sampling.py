"""Sizes and draws: published values, exact probabilities, a thousand simulated rounds, and the same draw anywhere."""

import hashlib
import subprocess
import sys
from fractions import Fraction
from math import ceil, comb, log
from random import Random

import pytest

from parscore.audit.sampling import (
    digest_of,
    discovery_order,
    discovery_size,
    drawn,
    draws_needed,
    missed,
    risk_left,
    wrong_to_find,
)

FIVE = Fraction(5, 100)


def aslam(cells: int, wrong: int, confidence: float) -> int:
    """The published formula (Aslam, Popa, Rivest, EVT 2007)."""
    return ceil((cells - (wrong - 1) / 2) * (1 - (1 - confidence) ** (1 / wrong)))


# --- discovery ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sizes"),
    [(600, [56, 132, 235, 379, 570]), (1800, [58, 143, 275, 509, 1710]), (6000, [59, 147, 291, 569, 5700])],
)
def test_sizes_are_those_of_the_published_table(cells: int, sizes: list[int]) -> None:
    shares = [Fraction(5, 100), Fraction(2, 100), Fraction(1, 100), Fraction(5, 1000)]
    wrong = [wrong_to_find(cells, share) for share in shares]
    assert [discovery_size(cells, each, FIVE) for each in (*wrong, 1)] == sizes


def test_the_formula_gives_the_exact_sizes() -> None:
    for cells in (50, 87, 240, 1001, 3094):
        for wrong in (1, 2, 5, cells // 50 + 1, cells // 20):
            for percent in (80, 90, 95, 99):
                exact = discovery_size(cells, wrong, 1 - Fraction(percent, 100))
                assert exact == aslam(cells, wrong, percent / 100), (cells, wrong, percent)


def test_one_cell_fewer_is_too_few() -> None:
    size = discovery_size(1246, 13, FIVE)
    assert missed(1246, 13, size) <= FIVE < missed(1246, 13, size - 1)
    assert missed(1246, 13, size) == Fraction(comb(1246 - size, 13), comb(1246, 13))


def test_the_bounds_of_the_discovery_sample() -> None:
    assert discovery_size(10, 10, FIVE) == 1
    assert discovery_size(10, 11, FIVE) == 0
    assert discovery_size(1, 1, FIVE) == 1
    assert [wrong_to_find(cells, Fraction(1, 100)) for cells in (1, 100, 101, 200)] == [1, 1, 2, 2]


# --- outcomes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("margin", "draws"), [("10", 29), ("5", 59), ("1", 299), ("0.25", 1197)])
def test_draws_are_those_of_the_formula(margin: str, draws: int) -> None:
    share = float(Fraction(margin)) / 100
    assert draws_needed(FIVE, Fraction(margin), Fraction(100)) == draws == ceil(log(0.05) / log(1 - share))


@pytest.mark.parametrize(("margin", "draws"), [("10", 29), ("5", 60), ("1", 302), ("0.25", 1209)])
def test_published_draws_are_those_of_a_bound_of_101_points(margin: str, draws: int) -> None:
    assert draws_needed(FIVE, Fraction(margin), Fraction(101)) == draws


def test_one_draw_fewer_is_too_few() -> None:
    left = 1 - Fraction(3, 200)
    draws = draws_needed(FIVE, Fraction(3), Fraction(200))
    assert left**draws <= FIVE < left ** (draws - 1)


def test_the_size_is_exact_where_the_logarithm_lies_on_a_whole_number() -> None:
    assert draws_needed(Fraction(1, 8), Fraction(1), Fraction(2)) == 3
    assert draws_needed(Fraction(1, 1000), Fraction(9), Fraction(10)) == 3
    assert draws_needed(Fraction(1, 8) - Fraction(1, 10**30), Fraction(1), Fraction(2)) == 4


def test_the_bounds_of_the_outcome_sample() -> None:
    assert draws_needed(FIVE, Fraction(11), Fraction(10)) == 0
    assert draws_needed(FIVE, Fraction(10), Fraction(10)) == 1
    assert draws_needed(FIVE, Fraction(1), Fraction(10), spent=FIVE) == 0


def test_what_was_found_takes_more_draws() -> None:
    margin, bound = Fraction(5), Fraction(100)
    clean = draws_needed(FIVE, margin, bound)
    left = risk_left(margin, bound, [*[Fraction(0)] * (clean - 1), Fraction(1, 2)])
    assert left is not None and left > FIVE
    more = draws_needed(FIVE, margin, bound, left)
    again = risk_left(margin, bound, [*[Fraction(0)] * (clean + more - 1), Fraction(1, 2)])
    assert again is not None and again <= FIVE


def test_risk_left() -> None:
    half = Fraction(1, 2)
    assert risk_left(Fraction(1), Fraction(2), []) == 1
    assert risk_left(Fraction(1), Fraction(2), [Fraction(0)] * 3) == Fraction(1, 8)
    assert risk_left(Fraction(1), Fraction(2), [half]) == 1
    assert risk_left(Fraction(1), Fraction(2), [-half]) == half  # an understatement buys nothing
    assert risk_left(Fraction(1), Fraction(2), [Fraction(1), Fraction(0)]) is None


# --- draws --------------------------------------------------------------------------------------------------------


def test_digests_are_those_of_sha256sum() -> None:
    text = "31415926535897932384,SYT/3.4.1"
    done = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    assert digest_of("31415926535897932384", "SYT/3.4.1").hex() == done.stdout.decode().split()[0]


def test_known_answers_of_the_order() -> None:
    cells = [f"{agency}/{code}" for agency in ("SYT", "SNV") for code in ("1.1", "1.2", "1.10")]
    known = {cell: hashlib.sha256(f"12345678901234567890,{cell}".encode()).hexdigest()[:8] for cell in cells}
    assert known == KNOWN
    assert discovery_order("12345678901234567890", cells) == tuple(sorted(KNOWN, key=KNOWN.__getitem__))


def test_the_order_does_not_depend_on_that_of_the_cells() -> None:
    cells = [f"A{at}/1" for at in range(200)]
    shuffled = Random(1).sample(cells, len(cells))
    assert discovery_order("seed", cells) == discovery_order("seed", shuffled)
    assert discovery_order("seed", cells) != discovery_order("seeds", cells)


def test_a_larger_sample_begins_with_the_smaller() -> None:
    bounds = [(f"A/{at}", Fraction(at, 3)) for at in range(50)]
    assert drawn("s", "so/A>B", bounds, 90)[:40] == drawn("s", "so/A>B", bounds, 40)


def test_draws_are_in_proportion_and_never_of_what_can_hide_nothing() -> None:
    bounds = [("none", Fraction(0)), ("one", Fraction(1)), ("nothing", Fraction(0)), ("three", Fraction(3))]
    draws = drawn("s", "x", bounds, 4000)
    assert set(draws) == {"one", "three"}
    assert abs(draws.count("three") - 3000) < 100
    assert drawn("s", "y", bounds, 50) != draws[:50]


def test_a_draw_by_hand() -> None:
    bounds = [("a", Fraction(1)), ("b", Fraction(1, 2)), ("c", Fraction(5, 2))]
    for number, cell in enumerate(drawn("s", "so/A>B", bounds, 30), 1):
        share = Fraction(int(hashlib.sha256(f"s,so/A>B,{number}".encode()).hexdigest(), 16), 2**256) * 4
        assert cell == ("a" if share < 1 else "b" if share < Fraction(3, 2) else "c")


@pytest.mark.parametrize("hashing", ["0", "1", "4242"])
def test_another_process_draws_the_same(hashing: str) -> None:
    code = (
        "from fractions import Fraction as F; from parscore.audit.sampling import *; c = {f'A/{i}' for i in range(99)};"
        "print(discovery_order('7', c)[:9], drawn('7', 'x', [(i, F(1)) for i in sorted(c)], 9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": hashing, "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    cells = {f"A/{at}" for at in range(99)}
    here = discovery_order("7", cells)[:9], drawn("7", "x", [(cell, Fraction(1)) for cell in sorted(cells)], 9)
    assert done.stdout.strip() == f"{here[0]} {here[1]}"


# --- simulated rounds ---------------------------------------------------------------------------------------------


# One planting a round would leave a spread of 0.7 points, of which a limit of 1 says little: in each round every set of
# so many cells is planted by itself, which leaves less than 0.1.


@pytest.mark.parametrize(("cells", "wrong", "confidence"), [(600, 6, 95), (300, 15, 90), (120, 1, 80)])
def test_a_thousand_rounds_find_planted_cells_as_often_as_stated(cells: int, wrong: int, confidence: int) -> None:
    risk = 1 - Fraction(confidence, 100)
    size, names = discovery_size(cells, wrong, risk), [f"A/{at}" for at in range(cells)]
    plantings = [names[at : at + wrong] for at in range(0, cells, wrong)]
    found = 0
    for number in range(1000):
        drawn_cells = set(discovery_order(str(number), names)[:size])
        found += sum(not drawn_cells.isdisjoint(planted) for planted in plantings)
    rate = found / 1000 / len(plantings)
    assert abs(rate - float(1 - missed(cells, wrong, size))) <= 0.01
    assert abs(rate - confidence / 100) <= 0.01


def test_a_thousand_rounds_find_a_hidden_margin_as_often_as_stated() -> None:
    bounds = [(f"A/{at}", Fraction(at % 4 + 1, 2)) for at in range(80)]
    bound = sum((most for _, most in bounds), Fraction(0))
    # The worst case: the margin is hidden in as few cells as can be, each wrong by all that it could hide.
    heavy, margin = [cell for cell, most in bounds if most == 2], Fraction(6)
    plantings = [heavy[at : at + 3] for at in range(0, 18, 3)]
    draws, found = draws_needed(FIVE, margin, bound), 0
    for number in range(1000):
        cells = set(drawn(str(number), "so/A>B", bounds, draws))
        found += sum(not cells.isdisjoint(planted) for planted in plantings)
    rate = found / 1000 / len(plantings)
    assert abs(rate - float(1 - (1 - margin / bound) ** draws)) <= 0.01
    assert abs(rate - 0.95) <= 0.01


KNOWN = {
    "SYT/1.1": "0a4f0d31",
    "SYT/1.2": "b1bd23b1",
    "SYT/1.10": "f16cbbc3",
    "SNV/1.1": "4e1c57f1",
    "SNV/1.2": "5414f817",
    "SNV/1.10": "697041ee",
}
"""Made with ``printf %s 12345678901234567890,SYT/1.1 | sha256sum``: the first digits."""
