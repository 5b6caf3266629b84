"""A field that holds a rule of any family, written as it is in a leaf: one key, the family, with its parameters.

The registry is asked only when a rule is read: it imports every family, and families hold rules in their turn.
"""

from functools import cache
from typing import Annotated

from pydantic import PlainValidator, TypeAdapter, ValidationError, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from parscore.rules.spec import RuleSpec

KEY = "[key]"
"""How pydantic ends the path of a fault that lies in a key and not in its value."""


def read_rule(value: object, info: ValidationInfo) -> RuleSpec:
    """Read a rule; PS505 where it is not exactly one key, PS516 where no family has that name."""
    if isinstance(value, RuleSpec):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        found = ", ".join(map(str, value)) if isinstance(value, dict) else value
        raise _fault("PS505", (), found, expected="one rule family")
    (name,) = value
    family = _family(name)
    if family is None:
        raise _fault("PS516", (name, KEY), name)
    # A mapping, so that the path of every fault below goes through the family's name. Its errors are passed on whole.
    return family.validate_python(value, context=info.context)[name]


@cache
def _family(name: str) -> TypeAdapter[dict[str, RuleSpec]] | None:
    from parscore.rules.registry import families

    spec = families().get(name)
    return TypeAdapter(dict[str, spec]) if spec else None  # type: ignore[valid-type]


def _fault(code: str, path: tuple[str, ...], found: object, **facts: str) -> ValidationError:
    told = PydanticCustomError(code, code, facts)
    return ValidationError.from_exception_data("rule", [{"type": told, "loc": path, "input": found}])


AnyRule = Annotated[RuleSpec, PlainValidator(read_rule), WithJsonSchema({"type": "object"})]
"""A rule of any family."""
