"""Statistics against numpy and pandas, which know nothing of parscore, and against what can be said of every survey."""

import random
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import HEADER, WIDE, csv_of, make, taken, taken_in

from parscore.messages import Words
from parscore.model.survey import Option, Scale
from parscore.reports.survey_tables import statistics_csv
from parscore.survey.statistics import blended, sample, square_root
from parscore.survey.write import survey_csv

WEIGHTS = {"5": 5, "4": 4, "3": 3, "2": 2, "1": 1}
SHARES = {"A": 1.0, "B": 0.6, "C": 0.0}
FIVE = Scale("5", tuple(Option(code, code, Fraction(weight)) for code, weight in WEIGHTS.items()), percent=False)


def random_rows(count: int, seed: int) -> list[tuple[str, ...]]:
    rng = random.Random(seed)
    agencies = ("SYT", "SNV", "STP")
    return [(str(at), rng.choice(agencies), rng.choice("12345"), rng.choice("AABCK")) for at in range(count)]


def test_means_and_standard_errors_are_those_of_pandas(tmp_path: Path) -> None:
    rows = random_rows(500, 1)
    found = taken_in(tmp_path, WIDE, [HEADER, *rows])
    frame = pd.DataFrame(rows, columns=["id", "agency", "C1", "C2"])
    for line in found.lines:
        weights = WEIGHTS if line.question.code == "C1" else SHARES
        answers = frame.loc[frame["agency"] == line.agency.id, line.question.code].map(weights).dropna()
        assert line.sample.mean is not None and line.sample.error is not None
        assert float(line.sample.mean) == pytest.approx(float(answers.mean()), rel=1e-12)
        assert sqrt(line.sample.error) == pytest.approx(float(answers.sem()), rel=1e-12)


@given(st.lists(st.sampled_from(sorted(WEIGHTS)), min_size=2, max_size=60))
def test_a_sample_is_that_of_numpy(answers: list[str]) -> None:
    found = sample(FIVE, {code: answers.count(code) for code in WEIGHTS})
    numbers = np.array([WEIGHTS[code] for code in answers], dtype=float)
    assert found.mean == Fraction(sum(WEIGHTS[code] for code in answers), len(answers))
    assert found.error is not None
    assert sqrt(found.error) == pytest.approx(numbers.std(ddof=1) / sqrt(len(answers)), abs=1e-12)


@pytest.mark.parametrize(
    ("square", "digits", "root"),
    [
        ("0", 4, "0"), ("1/4", 0, "1"), ("1/4", 1, "0.5"), ("2", 4, "1.4142"), ("3", 3, "1.732"), ("1/9", 2, "0.33"),
        ("0.0025", 1, "0.1"), ("0.0024", 1, "0"),
    ],
)  # fmt: skip
def test_square_roots_round_a_half_up(square: str, digits: int, root: str) -> None:
    assert square_root(Fraction(square), digits) == Fraction(root)


@given(st.fractions(min_value=0, max_value=100), st.integers(min_value=0, max_value=6))
def test_a_square_root_is_the_nearest(square: Fraction, digits: int) -> None:
    root, half = square_root(square, digits), Fraction(1, 2 * 10**digits)
    assert max(root - half, Fraction(0)) ** 2 <= square < (root + half) ** 2


def test_groups_are_blended_by_weight_only_where_all_have_a_mean() -> None:
    one, other, none = (sample(FIVE, counts) for counts in ({"5": 2, "4": 2}, {"1": 1}, {}))
    whole = sample(FIVE, {"5": 2, "4": 2, "1": 1})
    both = blended(whole, [(Fraction(1, 4), one), (Fraction(1, 4), other)])
    assert (both.mean, both.error, both.counts) == (Fraction(11, 4), None, whole.counts)
    assert blended(whole, [(Fraction(1, 2), one), (Fraction(1, 2), none)]).mean is None
    assert blended(whole, []).mean is None


# --- what holds of every survey -----------------------------------------------------------------------------------

TEXTS = st.sampled_from(["5", "4", "1", "6", "", "A", "Rất tốt", "K", "x"])
ROW = st.tuples(st.sampled_from(["1", "2", "3", "4", ""]), st.sampled_from(["SYT", "SNV", "Sở", ""]), TEXTS, TEXTS)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=12))
def test_received_is_counted_plus_refused(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        found = taken_in(Path(folder), WIDE, [HEADER, *rows])
    (judged,) = found.judged
    assert judged.received == len(judged.counted) + len(judged.refused) == sum(any(row) for row in rows)
    assert all(one.problems for one in judged.refused)
    answers = sum(line.sample.answers for line in found.lines)
    assert answers == sum(len(ballot.answers) for ballot in judged.counted)


def written(folder: Path, rows: Sequence[tuple[str, ...]]) -> tuple[bytes, bytes]:
    found = taken(make(folder, WIDE, {"phieu.csv": csv_of([HEADER, *rows])}))
    origin = found.origin.encode()
    return survey_csv(found).replace(origin, b""), statistics_csv(found, Words("vi"))


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    rows = [*random_rows(80, 2), ("900", "SYT", "7", "A"), ("901", "SYT", "5", ""), ("3", "SNV", "1", "C")]
    first = written(tmp_path / "0", rows)
    for seed in range(1, 5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert written(tmp_path / str(seed), shuffled) == first
