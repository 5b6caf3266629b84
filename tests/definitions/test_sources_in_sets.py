"""Sources as a criteria set states them: what each can give, every fault at its place, worked cases of units."""

from fractions import Fraction

import pytest

from parscore.definitions.load import load_criteria
from parscore.messages import LANGUAGES, Words
from parscore.model.criteria import Leaf, Source, Treatment
from parscore.model.problem import Problem

HEAD = """schema: parscore/criteria/1
id: thu
version: "1"
title: Bộ thử
valid: {from: 2025-01-01, to: 2025-12-31}
areas:
  - code: "1"
    name: Lĩnh vực
    max: 2
    criteria:
      - code: "1.1"
        name: Tiêu chí
        max: 2
"""
OWN = "own: {ask: Của đơn vị, type: percent}"
NATIONAL = "national: {ask: Cả nước, type: percent, source: statistics}"
RELATIVE = "rule: {relative: {of: own, to: national}}"
FOUND = "findings: {ask: Tồn tại, type: count}"
DEDUCT = "rule: {deduct: {of: findings, per_case: 1}}"
DONE = "done: {ask: Xong, type: count}"
ALL = "all: {ask: Tổng, type: count}"
MEAN = "rule: {unit_mean: {rule: {proportional: {of: done / all}}}}"


def read(*lines: str) -> tuple[Leaf | None, list[tuple[str, int, int]], tuple[Problem, ...]]:
    criteria, problems = load_criteria((HEAD + "".join(f"        {line}\n" for line in lines)).encode(), "set.yaml")
    for found in problems:
        assert all("source." not in Words(each).problem(found).message for each in LANGUAGES)
    leaf = criteria.index["1.1"] if criteria else None
    assert leaf is None or isinstance(leaf, Leaf)
    return leaf, [(found.code, found.place.line - 13, found.place.column) for found in problems], problems


def test_an_input_has_a_source_of_its_own_or_the_leafs() -> None:
    leaf, problems, _ = read(f"inputs: {{{NATIONAL}, {OWN}}}", RELATIVE)
    assert leaf is not None and problems == []
    assert [asked.source for asked in leaf.inputs] == [Source.STATISTICS, None]
    assert leaf.not_inspected is Treatment.EXCLUDE
    same, _, _ = read("source: statistics", f"inputs: {{{NATIONAL}, {OWN}}}", RELATIVE)
    assert same is not None and [asked.source for asked in same.inputs] == [None, None]


@pytest.mark.parametrize(
    ("lines", "place", "reason"),
    [
        ((f"inputs: {{{NATIONAL}}}", "rule: {proportional: {of: national}}"), (-2, 9), "foreign"),
        (("source: self", f"inputs: {{{NATIONAL}}}", "rule: {proportional: {of: national}}"), (1, 17), "foreign"),
        (("source: survey", "inputs: {own: {ask: A, type: percent, source: self}}",
         "rule: {proportional: {of: own}}"), (2, 55), "own"),
        (("source: inspection", "inputs: {found: {ask: A, type: count}}",
         "rule: {deduct: {of: found, per_case: 1}}"), (2, 18), "name"),
        (("source: inspection", "inputs: {findings: {ask: A, type: number}}", DEDUCT), (2, 43), "wrong type"),
        (("source: survey", "inputs: {x: {ask: A, type: count, reason: required}}",
         "rule: {deduct: {of: x, per_case: 1}}"), (2, 51), "reason"),
        (("source: inspection", "rule: {claim: {step: 1}}"), (2, 23), "points"),
        (("source: units", "rule: {yes_no: {}}"), (2, 24), "points"),
        (("source: units", f"inputs: {{{DONE}}}", "rule: {deduct: {of: done, per_case: 1}}"), (3, 29), "column"),
        (("source: survey", f"inputs: {{{DONE}, {ALL}}}", MEAN), (3, 54), "single"),
        (("not_inspected: full", "rule: {claim: {step: 1}}"), (1, 24), "not_inspected"),
    ],
)  # fmt: skip
def test_what_a_source_cannot_give(lines: tuple[str, ...], place: tuple[int, int], reason: str) -> None:
    _, places, problems = read(*lines)
    assert {dict(found.facts)["reason"] for found in problems} == {f"source.{reason}"}
    code, line, column = places[0]
    assert (code, line) == ("PS224", place[0])
    assert column == place[1]


@pytest.mark.parametrize(
    "lines",
    [
        ("source: inspection", f"inputs: {{{FOUND}}}", DEDUCT, "not_inspected: zero"),
        (f"inputs: {{findings: {{ask: A, type: count, source: inspection}}, {OWN}}}",
         "rule: {sum_of: {parts: [{max: 1, rule: {deduct: {of: findings, per_case: 1}}}, "
         "{max: 1, rule: {proportional: {of: own}}}]}}"),
        ("source: units", f"inputs: {{{DONE}, {ALL}}}", MEAN),
        ("source: survey", "rule: {claim: {step: 1}}"),
        (f"inputs: {{{NATIONAL}}}", "rule: {claim: {step: 1}}",
         "variants: [{when: {group: xa}, rule: {proportional: {of: national}}}]"),
    ],
)  # fmt: skip
def test_their_neighbours_that_are_right(lines: tuple[str, ...]) -> None:
    leaf, problems, _ = read(*lines)
    assert leaf is not None and problems == []


def test_a_fault_of_the_inputs_hides_no_other_and_is_not_doubled() -> None:
    _, problems, _ = read("source: units", "inputs: {done: {ask: A, type: counts}}", MEAN)
    assert [code for code, _, _ in problems] == ["PS505"]
    _, problems, _ = read("source: nobody", f"inputs: {{{DONE}, {ALL}}}", MEAN)
    assert [code for code, _, _ in problems] == ["PS505"]


UNITS = ("source: units", f"inputs: {{{DONE}, {ALL}}}", MEAN)


def test_worked_cases_of_units_give_lists() -> None:
    leaf, problems, _ = read(
        *UNITS,
        'cases: [{given: {done: [9, 10], all: [10, 10]}, points: "1.9"},',
        "{given: {done: [0], all: [0]}, points: no_case}]",
    )
    assert leaf is not None and problems == []
    assert leaf.examples[0].given == (("done", (Fraction(9), Fraction(10))), ("all", (Fraction(10), Fraction(10))))


@pytest.mark.parametrize(
    ("case", "code", "expected"),
    [
        ("{given: {done: 9, all: [10]}, points: 1}", "PS505", "a list of values"),
        ("{given: {done: [], all: []}, points: 1}", "PS505", "a list of values"),
        ("{given: {done: [9, 1], all: [10]}, points: 1}", "PS505", "lists of one length"),
        ("{given: {done: [9, x], all: [10, 10]}, points: 1}", "PS505", "a whole number"),
        ("{given: {done: [[9]], all: [10]}, points: 1}", "PS505", "a text"),
        ("{given: {done: [9], all: [10]}, points: 1}", "PS523", Fraction(1)),
        ("{given: {done: [11], all: [10]}, points: 1}", "PS523", Fraction(1)),
    ],
)
def test_a_faulty_case_of_units(case: str, code: str, expected: object) -> None:
    _, places, problems = read(*UNITS, f"cases: [{case}]")
    assert {(found.code, dict(found.facts)["expected"]) for found in problems} == {(code, expected)}
    assert {line for _, line, _ in places} == {4}


def test_a_list_for_a_single_value_and_a_value_outside_its_range() -> None:
    _, _, problems = read(
        f"inputs: {{{OWN}}}", "rule: {proportional: {of: own}}", "cases: [{given: {own: [1%]}, points: 1}]"
    )
    assert [dict(found.facts)["expected"] for found in problems] == ["a text"]
    _, _, problems = read(
        "source: units", f"inputs: {{done: {{ask: A, type: count, max: 20}}, {ALL}}}", MEAN,
        "cases: [{given: {done: [1, 21], all: [30, 30]}, points: 1}]",
    )  # fmt: skip
    assert [dict(found.facts)["found"] for found in problems] == ["PS214"]
