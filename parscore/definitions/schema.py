"""A JSON Schema of criteria sets for editors: completion, hover help and squiggles while a set is typed.

Keywords of draft-07 only, which editors' YAML plug-ins understand. It says less than the checks do: sums, codes, worked
cases and the inner logic of rules are for ``check``.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from parscore.definitions.specs import AreaShape, CriterionShape, LeafShape, SetShape, VariantShape
from parscore.numbers import decimal_text
from parscore.rules.parts import Part
from parscore.rules.registry import families
from parscore.rules.unit_mean import UnitMean

Describe = Callable[[str], str]
"""Words of a key for people: ``leaf.max``, ``threshold.zero_below``, ``rule.threshold``, ``set``."""

_REFERENCE = "#/definitions/{model}"
_ENGLISH = ("title", "description")
_LISTS = {
    (SetShape.__name__, "areas"): AreaShape.__name__,
    (AreaShape.__name__, "criteria"): "CriterionItem",
    (CriterionShape.__name__, "subcriteria"): LeafShape.__name__,
}
"""What the lists hold that ``specs`` leaves open."""


def json_schema(describe: Describe) -> dict[str, Any]:
    """Return the schema of a criteria set, with a description for every key."""
    shapes: tuple[type[BaseModel], ...] = (SetShape, AreaShape, CriterionShape, LeafShape, *families().values())
    _, generated = models_json_schema(
        [(shape, "validation") for shape in shapes], ref_template=_REFERENCE, schema_generator=_Generator
    )
    definitions: dict[str, Any] = {name: _plain(schema) for name, schema in generated["$defs"].items()}
    for (name, key), items in _LISTS.items():
        definitions[name]["properties"][key]["items"] = _to(items)
    for shape in (LeafShape, VariantShape, Part, UnitMean):
        definitions[shape.__name__]["properties"]["rule"] = _to("Rule")
    definitions["CriterionItem"] = {
        "if": {"required": ["subcriteria"]},
        "then": _to(CriterionShape.__name__),
        "else": _to(LeafShape.__name__),
    }
    definitions["Rule"] = {"oneOf": [_family(name, describe) for name in families()]}
    used = _used(SetShape.__name__, definitions)
    for name in sorted(used):
        for key, schema in definitions[name].get("properties", {}).items():
            definitions[name]["properties"][key] = _described(schema, describe(f"{_owner(name)}.{key}"))
    whole = definitions[SetShape.__name__]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": describe("set"),
        **whole,
        "definitions": {name: definitions[name] for name in sorted(used - {SetShape.__name__})},
    }


def _used(name: str, definitions: Mapping[str, Any]) -> set[str]:
    """Return the definitions that can be reached; pydantic also describes the parts of a parsed formula."""
    used: set[str] = set()
    pending = [name]
    while pending:
        name = pending.pop()
        if name not in used:
            used.add(name)
            pending.extend(_references(definitions[name]))
    return used


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(target := schema.get("$ref"), str):
            yield target.removeprefix(_REFERENCE.format(model=""))
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def _owner(name: str) -> str:
    """Return how words call what a definition describes: a family by its name in criteria sets."""
    by_class = {family.__name__: written for written, family in families().items()}
    return by_class.get(name, name.removesuffix("Shape").lower())


def _family(name: str, describe: Describe) -> dict[str, Any]:
    parameters = _described(_to(families()[name].__name__), describe(f"rule.{name}"))
    return {"type": "object", "properties": {name: parameters}, "required": [name], "additionalProperties": False}


def _to(definition: str) -> dict[str, Any]:
    return {"$ref": _REFERENCE.format(model=definition)}


def _described(schema: Mapping[str, Any], words: str) -> dict[str, Any]:
    # Draft-07 ignores whatever stands beside a reference.
    described = {"allOf": [dict(schema)]} if "$ref" in schema else dict(schema)
    return {"description": words, **described}


def _plain(schema: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Drop what pydantic says in English of its own: titles and docstrings."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(part) for key, part in schema.items() if isinstance(part, dict) or key not in _ENGLISH}
    if "$ref" in plain and len(plain) > 1:
        return {"allOf": [{"$ref": plain.pop("$ref")}], **plain}
    return plain


class _Generator(GenerateJsonSchema):
    """pydantic's generator for files in which nothing can be null and numbers are exact."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """``X | None`` is an optional key: when it is there, it holds X."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Tell only the defaults that a person could write: no empty text, no whole mapping."""
        told = schema.get("default") and not isinstance(schema["default"], BaseModel)
        return super().default_schema(schema) if told else self.generate_inner(schema["schema"])

    def encode_default(self, dft: object) -> Any:  # noqa: ANN401 - as in the base class
        """Write an exact number as text."""
        return decimal_text(dft) if isinstance(dft, Fraction) else super().encode_default(dft)
