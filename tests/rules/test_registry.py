"""The registry: a closed list of families, each documented, each found by its file."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from builders import spec
from pydantic import ValidationError

from parscore import rules
from parscore.model.criteria import InputType
from parscore.model.rule import Rule
from parscore.rules.registry import families
from parscore.rules.spec import NUMERIC, RuleSpec

PARTS = [{"max": "0.5", "rule": {"yes_no": {"of": name}}} for name in ("x", "y")]
LATE = [{"when": "<= 0", "points": "full"}, {"when": ">= 1", "points": "0"}]
SMALLEST: dict[str, dict[str, object]] = {
    "all_of": {"of": ["x", "y"]},
    "ballots": {"answers": {"x": "100%", "y": "0%"}},
    "best_of": {"alternatives": [{**PARTS[0], "max": "1"}, PARTS[1]]},
    "checklist": {"items": [{"of": "x", "points": "0.5"}, {"of": "y", "points": "0.5"}]},
    "choose": {"options": [{"label": "A", "points": "full"}, {"label": "B", "points": "0"}]},
    "claim": {"step": "1"},
    "count": {"of": "x", "unit": "1"},
    "deadline": {"of": "x", "due": "2025-01-15", "days": "working", "steps": LATE},
    "deduct": {"of": "x", "per_case": "1"},
    "increments": {
        "of": "x", "from": "5", "base": "0", "per": "1", "add": "0.5", "direction": "up", "steps": "whole",
    },
    "index": {"of": "x"},
    "interpolate": {"of": "x", "from": "25%", "to": "50%", "line": "span"},
    "likert": {"of": "x", "low": "1", "high": "5", "line": "span"},
    "place": {"of": "x", "among": "y", "by": "linear"},
    "proportional": {"of": "x"},
    "relative": {"of": "x", "to": "best"},
    "sum_of": {"parts": PARTS},
    "threshold": {"of": "x", "zero_below": "95%"},
    "tiers": {"of": "x", "steps": [{"when": "< 1", "points": "0"}, {"when": ">= 1", "points": "full"}]},
    "unit_mean": {"rule": {"proportional": {"of": "x"}}},
    "yes_no": {},
}  # fmt: skip


def test_the_families_are_these_in_order() -> None:
    assert list(families()) == list(SMALLEST)
    assert all(family.family == name and issubclass(family, RuleSpec) for name, family in families().items())


def test_a_family_is_one_file_of_its_name() -> None:
    folder = Path(rules.__path__[0])
    assert all((folder / f"{name}.py").is_file() for name in SMALLEST)
    assert all(family.__module__ == f"parscore.rules.{name}" for name, family in families().items())


@pytest.mark.parametrize("name", SMALLEST)
def test_a_family_states_rule_boundaries_faults_and_source(name: str) -> None:
    sections = re.findall(r"^    (\w+): ", families()[name].__doc__ or "", re.MULTILINE)
    assert sections == ["Rule", "Boundaries", "Faults", "Source"]


@pytest.mark.parametrize("name", SMALLEST)
def test_a_family_needs_its_parameters_and_takes_no_others(name: str) -> None:
    rule = spec(name, **SMALLEST[name])
    assert list(rule.check(Fraction(1))) == []
    for needed in SMALLEST[name]:
        with pytest.raises(ValidationError, match=r"Field required|missing"):
            spec(name, **{key: value for key, value in SMALLEST[name].items() if key != needed})
    with pytest.raises(ValidationError, match="extra_forbidden"):
        spec(name, **SMALLEST[name], points_max="1")


@pytest.mark.parametrize("name", SMALLEST)
def test_a_rule_cannot_be_changed(name: str) -> None:
    rule: Rule = spec(name, **SMALLEST[name])
    with pytest.raises(ValidationError, match="frozen"):
        rule.of = "y"  # type: ignore[attr-defined]


COUNT, NUMBER, YES_NO = InputType.COUNT, InputType.NUMBER, InputType.YES_NO
NOT_NUMERIC = {
    "all_of": {YES_NO},
    "ballots": {COUNT},
    "checklist": {YES_NO},
    "choose": {InputType.CHOICE},
    "count": {COUNT, NUMBER, YES_NO},  # 100 % would be one item
    "deadline": {InputType.DATE},
    "index": {COUNT, NUMBER},  # 85 % of a scale of 100 would be 0.85
    "likert": {COUNT, NUMBER},
    "place": {COUNT, NUMBER},
    "yes_no": {YES_NO},
}


def test_a_family_accepts_the_types_it_can_work_on() -> None:
    for name, family in families().items():
        assert family.accepts == NOT_NUMERIC.get(name, NUMERIC), name
    assert not NUMERIC & {InputType.CHOICE, InputType.DATE}


@pytest.mark.parametrize("name", SMALLEST)
def test_every_value_that_a_rule_wants_is_used_somewhere_in_it(name: str) -> None:
    rule = spec(name, **SMALLEST[name])
    assert tuple(dict.fromkeys(use.name for use in rule.uses)) == rule.wants
    for use in rule.uses:
        written: Any = SMALLEST[name]
        for step in use.path:
            written = written.get(step, "points") if isinstance(written, dict) else written[step]
        assert written == use.name or use.name == use.path[-1], "where the rule says, stands the name"


@pytest.mark.parametrize("name", ["deduct", "interpolate", "proportional", "threshold", "tiers", "count", "likert"])
def test_a_formula_wants_its_names(name: str) -> None:
    assert spec(name, **{**SMALLEST[name], "of": "b / (a + b)"}).wants == ("b", "a")


def test_yes_no_and_choose_may_want_an_input_instead() -> None:
    assert spec("yes_no", of="done").wants == ("done",)
    assert spec("choose", of="issued", **SMALLEST["choose"]).wants == ("issued",)
