"""Worked cases: when one passes, what it comes out as where it does not, and that bundled sets have enough of them."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from builders import RATE, criteria, heading, leaf, spec

from parscore.definitions.cases import FEWEST, CaseResult, judge_case, run_cases
from parscore.definitions.load import load_criteria, read_criteria
from parscore.model.criteria import Example, Input, InputType, Leaf, Rounding
from parscore.season.open import bundled_criteria

ROOT = Path(__file__).parents[2]
SHIPPED_IN = (bundled_criteria(), ROOT / "criteria", ROOT / "sample_data", ROOT / "parscore")
SCHEMA = re.compile(r"^schema: parscore/criteria/", re.MULTILINE)


def shipped() -> list[Path]:
    """Every criteria set in what is shipped, wherever it lies: bundled, of a sample season, of a template."""
    files = {path.resolve() for folder in SHIPPED_IN for path in folder.rglob("*.yaml")}
    return sorted(path for path in files if SCHEMA.search(path.read_text(encoding="utf-8")))


SHIPPED = shipped()
GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
BOUNDED = (Input("done", "a", InputType.COUNT, Fraction(0), Fraction(100)), Input("total", "b", InputType.COUNT))


def case(points: object, **given: object) -> Example:
    values = tuple((name, Fraction(str(value))) for name, value in given.items())
    return Example(values, None if points is None else Fraction(str(points)))


def judged(example: Example, rule: Any = RATE, inputs: tuple[Input, ...] = BOUNDED) -> CaseResult:
    return judge_case(rule, Fraction(2), inputs, example, Rounding(points=2))


@pytest.mark.parametrize("points", ["0.5", "0.50"])
def test_a_case_passes_with_the_exact_points(points: str) -> None:
    assert judged(case(points, done=1, total=4)) == CaseResult(
        case(points, done=1, total=4), Fraction(1, 2), passed=True
    )


@pytest.mark.parametrize(("points", "passed"), [("2/3", True), ("0.67", True), ("0.66", False), ("0.667", False)])
def test_points_without_a_finite_decimal_may_be_stated_as_they_are_printed(points: str, passed: bool) -> None:
    result = judged(case(points, done=1, total=3))
    assert (result.points, result.passed) == (Fraction(2, 3), passed)


def test_no_case_has_to_be_stated_as_such() -> None:
    assert judged(case(None, done=0, total=0)).passed
    assert judged(case(0, done=0, total=0)) == CaseResult(case(0, done=0, total=0))
    assert judged(case(None, done=1, total=2)) == CaseResult(case(None, done=1, total=2), Fraction(1))


@pytest.mark.parametrize("points", [0, None])
def test_a_refused_value_is_never_what_was_stated(points: object) -> None:
    assert judged(case(points, done=5, total=4)) == CaseResult(case(points, done=5, total=4), faults=("PS205",))


@pytest.mark.parametrize(("done", "outside"), [(-1, True), (0, False), (100, False), (101, True)])
def test_a_value_outside_the_range_of_its_input_is_refused(done: int, outside: bool) -> None:
    assert (judged(case(1, done=done, total=100)).faults == ("PS214",)) == outside
    unbounded = tuple(replace(asked, minimum=None, maximum=None) for asked in BOUNDED)
    assert judged(case(1, done=done, total=100), inputs=unbounded).faults != ("PS214",)


def test_a_case_has_to_give_every_value_that_the_rule_wants() -> None:
    assert judged(case(None, total=4)) == CaseResult(case(None, total=4), missing=("done",))


def test_a_rule_that_compares_within_the_group_is_given_the_group_too() -> None:
    rule = spec("relative", of="done", to="best")
    alone, complete = case(1, done=4), case(1, done=4, group_best=8, group_mean=6)
    assert judged(alone, rule, BOUNDED[:1]).missing == ("group_best", "group_mean")
    assert judged(complete, rule, BOUNDED[:1]).passed
    assert judged(complete, spec("relative", of="done", to="mean"), BOUNDED[:1]).points == Fraction(4, 3)


def test_cases_are_run_leaf_by_leaf() -> None:
    cases = (case(1, done=1, total=2), case(2, done=1, total=2))
    leaves: list[Leaf] = [
        leaf("1.1", 2, RATE, examples=cases),
        leaf("1.2", 2, RATE),
        leaf("1.3", 2, RATE, examples=cases[:1]),
    ]
    first, second, third = run_cases(criteria(heading("1", leaves)))
    assert [result.passed for result in first.results] == [True, False]
    assert first.failed == (CaseResult(cases[1], Fraction(1)),)
    assert (first.too_few, second.too_few, third.too_few) == (False, True, True)
    assert (second.results, third.failed) == ((), ())


def test_a_set_with_a_failing_case_is_read_only_where_its_cases_are_not_run() -> None:
    wrong = GOOD.replace('points: "2.91"', 'points: "2.92"', 1)
    assert wrong != GOOD
    loaded, problems = load_criteria(wrong.encode(), "set.yaml")
    assert loaded is None
    assert [found.code for found in problems] == ["PS523"]
    untested, problems = load_criteria(wrong.encode(), "set.yaml", tested=False)
    assert problems == ()
    assert untested is not None
    failed = [result for one in run_cases(untested) for result in one.failed]
    assert [(result.points, result.example.points) for result in failed] == [(Fraction("2.91"), Fraction("2.92"))]


def test_the_group_is_given_where_the_rule_compares_with_it_and_nowhere_else() -> None:
    rule, one, *others = (
        "{threshold: {of: on_time / settled, zero_below: 95%}}",
        '{given: {on_time: 1940, settled: 2000}, points: "2.91"}',
        '              - {given: {on_time: 12, settled: 180}, points: "0"}\n',
        '              - {given: {on_time: 29, settled: 30}, points: "2.9"}\n',
    )
    assert all(GOOD.count(text) == 1 for text in (rule, one, *others))
    told = GOOD.replace(others[0], "").replace(others[1], "")
    told = told.replace(one, one.replace("2000", "2000, group_best: 1, group_mean: 0.5"))
    pooled = told.replace(rule, "{relative: {of: on_time / settled, to: best}}")
    untold = pooled.replace(", group_best: 1, group_mean: 0.5", "")
    assert codes(pooled) == []
    assert codes(told) == ["PS503", "PS503"]
    assert codes(untold) == ["PS504", "PS504"]


def codes(text: str) -> list[str]:
    return [found.code for found in load_criteria(text.encode(), "set.yaml")[1]]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_leaf_of_a_shipped_set_has_cases_enough_and_all_come_out(path: Path) -> None:
    criteria_set, _ = read_criteria(path, path.name)
    assert criteria_set is not None
    results = run_cases(criteria_set)
    assert results
    assert [one.leaf.code for one in results if one.failed] == []
    assert [one.leaf.code for one in results if len(one.results) < FEWEST] == []


def test_the_bundled_sets_and_that_of_the_sample_season_are_among_the_shipped_ones() -> None:
    names = {f"{path.parent.name}@{path.stem}" for path in SHIPPED}
    assert names >= {"so-ban-nganh@2025.1", "xa-phuong@2025.1", "so-ban-nganh@2024.1"}
