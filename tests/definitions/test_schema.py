"""The JSON Schema for editors agrees with what the loader takes, in draft-07 and with words for every key."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from parscore.definitions.schema import json_schema
from parscore.messages import LANGUAGES, Language, Words, keys
from parscore.rules.registry import families

GOOD = yaml.load((Path(__file__).parent / "good.yaml").read_bytes(), Loader=yaml.BaseLoader)
DRAFT_07 = {
    "$schema", "$ref", "title", "description", "default", "examples", "definitions", "type", "enum", "const", "format",
    "properties", "additionalProperties", "required", "items", "minItems", "maxItems", "minLength",
    "minProperties", "maxProperties", "allOf", "anyOf", "oneOf", "if", "then", "else",
}  # fmt: skip


def schema(language: Language = "vi") -> dict[str, Any]:
    words = Words(language)
    return json_schema(lambda key: words.text("schema", key))


VALIDATOR = Draft7Validator(schema())


def nodes(part: Any, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """Yield every schema inside a schema; the keys of ``properties`` and ``definitions`` are names, not keywords."""
    if isinstance(part, dict):
        if not names:
            yield part
        for key, value in part.items():
            if key not in ("default", "examples") or names:
                yield from nodes(value, names=key in ("properties", "definitions") and not names)
    elif isinstance(part, list):
        for value in part:
            yield from nodes(value)


def test_is_a_draft_07_schema_with_its_keywords_only() -> None:
    Draft7Validator.check_schema(schema())
    assert {keyword for node in nodes(schema()) for keyword in node} <= DRAFT_07


def test_nothing_stands_beside_a_reference() -> None:
    assert all(set(node) == {"$ref"} for node in nodes(schema()) if "$ref" in node)


def test_every_reference_leads_somewhere() -> None:
    whole = schema()
    targets = {node["$ref"].removeprefix("#/definitions/") for node in nodes(whole) if "$ref" in node}
    assert targets == set(whole["definitions"])


def test_the_good_set_is_valid() -> None:
    assert list(VALIDATOR.iter_errors(GOOD)) == []


def place(path: str) -> tuple[Any, Any]:
    """Return a copy of the good set and the mapping at a path in it."""
    tree = deepcopy(GOOD)
    at = tree
    for step in path.split("/"):
        at = at[int(step)] if step.isdigit() else at[step]
    return tree, at


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ("valid", "until", "2025-12-31"),
        ("rounding", "at", "prnt"),
        ("areas/0", "rule", {}),
        ("areas/0/criteria/0", "rule", {}),
        ("areas/0/criteria/1", "no_case", "maybe"),
        ("areas/0/criteria/1", "rule", {"clam": {"step": "1"}}),
        ("areas/0/criteria/1", "rule", {"claim": {"stap": "1"}}),
        ("areas/0/criteria/1", "rule", {"claim": {"step": "1"}, "yes_no": {}}),
        ("areas/0/criteria/0/subcriteria/0/inputs/issued", "type", "bool"),
    ],
)
def test_faults_that_editors_underline(path: str, key: str, value: object) -> None:
    tree, at = place(path)
    at[key] = value
    assert list(VALIDATOR.iter_errors(tree))


def test_every_family_is_offered_once() -> None:
    offered = [key for choice in schema()["definitions"]["Rule"]["oneOf"] for key in choice["properties"]]
    assert offered == list(families())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_words_and_no_words_are_left_over(language: Language) -> None:
    asked: set[str] = set()
    json_schema(lambda key: asked.add(key) or key)  # type: ignore[func-returns-value]
    assert asked == set(keys(language, "schema"))
    described = [part for node in nodes(schema(language)) for part in node.get("properties", {}).values()]
    assert all(part["description"] for part in described)


def test_two_runs_give_the_same_text() -> None:
    assert json.dumps(schema()) == json.dumps(schema())
