"""The page of the rule families: every example is a leaf that a criteria set takes as it stands."""

import re
import textwrap
from pathlib import Path

import pytest
from worked_cases import OF_FAMILIES

from parscore.definitions.load import load_criteria
from parscore.model.criteria import Leaf

PAGE = (Path(__file__).parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
FAMILIES = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))
SET = """
schema: parscore/criteria/1
id: thu
version: "2025.1"
title: Bộ chỉ số thử
valid: {{from: 2025-01-01, to: 2025-12-31}}
areas:
  - code: "1"
    name: Lĩnh vực
    max: {points}
    criteria:
      - code: "1.1"
        name: Tiêu chí
        max: {points}
        subcriteria:
          -
"""


def test_every_family_has_its_part_and_is_found_from_the_contents() -> None:
    assert sorted(FAMILIES) == list(OF_FAMILIES)
    assert re.findall(r"\| \[\w+\]\(#(\w+)\)", PAGE) == list(FAMILIES)


@pytest.mark.parametrize("family", OF_FAMILIES)
def test_the_example_can_be_pasted_into_a_criteria_set(family: str) -> None:
    example = re.findall(r"```yaml\n(.*?)```", FAMILIES[family], re.DOTALL)[0]
    (points,) = re.findall(r"^max: (.*)$", example, re.MULTILINE)
    written = SET.format(points=points) + textwrap.indent(example, " " * 12)
    criteria, problems = load_criteria(written.encode(), "set.yaml")
    assert problems == ()
    assert criteria is not None
    leaf = criteria.index["1.1.1"]
    assert isinstance(leaf, Leaf)
    assert (leaf.rule.family, len(leaf.examples)) == (family, 2)


@pytest.mark.parametrize("family", OF_FAMILIES)
def test_a_part_tells_the_boundaries_the_parameters_and_the_worked_cases(family: str) -> None:
    text = FAMILIES[family]
    assert [f"**{word}.**" in text for word in ("Rule", "Boundaries", "Faults", "Source")] == [True] * 4
    assert text.count("| Parameter | Meaning | Value | Default |") == 1
    rows = sum(len(block["cases"]) for block in OF_FAMILIES[family]["rules"])
    tables = re.findall(r"\| Points \| Branch \|\n\| --- .*\n((?:\|.*\n)+)", text)
    assert sum(table.count("\n") for table in tables) == rows
