"""The registry: a closed list of nine families, each documented, each found by its file."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from builders import spec
from pydantic import ValidationError

from parscore import rules
from parscore.model.criteria import InputType
from parscore.model.rule import Rule
from parscore.rules.registry import families
from parscore.rules.spec import NUMERIC, RuleSpec

NINE = ["choose", "claim", "deduct", "index", "interpolate", "proportional", "threshold", "tiers", "yes_no"]
SMALLEST: dict[str, dict[str, object]] = {
    "choose": {"options": [{"label": "A", "points": "full"}, {"label": "B", "points": "0"}]},
    "claim": {"step": "1"},
    "deduct": {"of": "x", "per_case": "1"},
    "index": {"of": "x"},
    "interpolate": {"of": "x", "from": "25%", "to": "50%", "line": "span"},
    "proportional": {"of": "x"},
    "threshold": {"of": "x", "zero_below": "95%"},
    "tiers": {"of": "x", "steps": [{"when": "< 1", "points": "0"}, {"when": ">= 1", "points": "full"}]},
    "yes_no": {},
}


def test_the_families_are_these_nine_in_order() -> None:
    assert list(families()) == NINE
    assert all(family.family == name and issubclass(family, RuleSpec) for name, family in families().items())


def test_a_family_is_one_file_of_its_name() -> None:
    folder = Path(rules.__path__[0])
    assert {name for name in NINE if (folder / f"{name}.py").is_file()} == set(NINE)
    assert all(family.__module__ == f"parscore.rules.{name}" for name, family in families().items())


@pytest.mark.parametrize("name", NINE)
def test_a_family_states_rule_boundaries_faults_and_source(name: str) -> None:
    sections = re.findall(r"^    (\w+): ", families()[name].__doc__ or "", re.MULTILINE)
    assert sections == ["Rule", "Boundaries", "Faults", "Source"]


@pytest.mark.parametrize("name", NINE)
def test_a_family_needs_its_parameters_and_takes_no_others(name: str) -> None:
    rule = spec(name, **SMALLEST[name])
    assert list(rule.check(Fraction(1))) == []
    for needed in SMALLEST[name]:
        with pytest.raises(ValidationError, match=r"Field required|missing"):
            spec(name, **{key: value for key, value in SMALLEST[name].items() if key != needed})
    with pytest.raises(ValidationError, match="extra_forbidden"):
        spec(name, **SMALLEST[name], points_max="1")


@pytest.mark.parametrize("name", NINE)
def test_a_rule_cannot_be_changed(name: str) -> None:
    rule: Rule = spec(name, **SMALLEST[name])
    with pytest.raises(ValidationError, match="frozen"):
        rule.of = "y"  # type: ignore[attr-defined]


def test_a_family_accepts_the_types_it_can_work_on() -> None:
    accepted = {name: family.accepts for name, family in families().items()}
    assert accepted.pop("choose") == {InputType.CHOICE}
    assert accepted.pop("yes_no") == {InputType.YES_NO}
    assert accepted.pop("index") == {InputType.COUNT, InputType.NUMBER}, "85 % of a scale of 100 would be 0.85"
    assert set(accepted.values()) == {NUMERIC}
    assert InputType.CHOICE not in NUMERIC


@pytest.mark.parametrize("name", NINE)
def test_what_a_rule_wants_is_in_its_formula_or_the_claimed_points(name: str) -> None:
    of = {"of": "b / (a + b)"} if "x" in SMALLEST[name].values() else {}
    assert spec(name, **{**SMALLEST[name], **of}).wants == (("b", "a") if of else ("points",))


def test_yes_no_and_choose_may_want_an_input_instead() -> None:
    assert spec("yes_no", of="done").wants == ("done",)
    assert spec("choose", of="issued", **SMALLEST["choose"]).wants == ("issued",)
