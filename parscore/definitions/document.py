"""Validate one mapping of a document against its shape: every fault becomes a problem with its line and column."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from parscore.definitions.marks import Document, Path
from parscore.model.catalogue import CATALOGUE
from parscore.model.place import Place
from parscore.model.problem import Problem, facts_of, problem
from parscore.rules.any_rule import KEY
from parscore.rules.registry import families
from parscore.rules.spec import RuleSpec

NOTHING: Final = "(nothing)"
NOTHING_NEAR: Final = "—"
_LONGEST_SHOWN: Final = 60
_EXPECTED: Final = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
    "string_type": "a text",
}
_TOLD: Final = {
    ("expected", "number"): "a number",
    ("expected", "formula"): "a formula",
    ("expected", "range"): "a range",
    ("reason", "length"): "formula too long",
    ("reason", "depth"): "formula too deep",
    ("reason", "unexpected"): "part of a formula out of place",
    ("reason", "character"): "character that formulas do not have",
    ("reason", "constant"): "formula without names",
}
"""How messages call what the fields report: they put such words into the reader's language wherever they meet them,
so none of them may be a word that could stand in the file itself."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Checked(Generic[Model]):
    """What validation found. ``model`` is ``None`` where there is any problem.

    ``fields`` holds the validated value of every field that is right, also where others are not: a leaf without a name
    still counts in its criterion's sum.
    """

    model: Model | None
    fields: Mapping[str, Any]
    problems: tuple[Problem, ...]


def validate(
    document: Document,
    path: Path,
    model: type[Model],
    *,
    criterion: str = "",
    context: Mapping[str, object] | None = None,
) -> Checked[Model]:
    """Validate the value at a path: PS503, PS504, PS505 and whatever code a field's own fault carries.

    ``context`` is what the set as a whole tells its parts, such as its calendar.
    """
    value = document.at(path)
    try:
        valid = model.model_validate(value, context=context)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = tuple(_problems(errors, document, path, model, criterion))
        return Checked(None, _sound_fields(model, value, errors), found)
    return Checked(valid, valid.__dict__, ())


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, or a dash."""
    return next(iter(get_close_matches(word, list(known), n=1)), NOTHING_NEAR)


def keys_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the type of each key of a shape, by the key as written."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def shown(value: object) -> str:
    """Write a value that was found the way a message can print it: short, and collections by their kind only."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = " ".join(str(value).split())
    return NOTHING if not text else text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _sound_fields(model: type[BaseModel], value: object, errors: list[ErrorDetails]) -> dict[str, Any]:
    # A frozen shape is a rule: used whole or not at all, and not assignable in every version of pydantic.
    if not isinstance(value, dict) or model.model_config.get("frozen"):
        return {}
    faulty = {error["loc"][0] for error in errors if error["loc"]}
    partial = model.model_construct()
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in value and key not in faulty:
            model.__pydantic_validator__.validate_assignment(partial, name, value[key])
    return {
        name: given
        for name, given in partial.__dict__.items()
        if (model.model_fields[name].alias or name) not in faulty
    }


def _problems(
    errors: list[ErrorDetails], document: Document, path: Path, model: type[BaseModel], criterion: str
) -> Iterator[Problem]:
    misspelt: set[Path] = set()
    for error in sorted(errors, key=lambda error: error["type"] != "extra_forbidden"):
        loc = error["loc"]
        where = (*path, *loc[:-1]) if loc and loc[-1] == KEY else (*path, *loc)
        if document.below_alias(where) or _long_enough(error):
            continue
        if error["type"] == "extra_forbidden":
            known = _known_keys(model, loc[:-1])
            meant = near(str(loc[-1]), list(known))
            misspelt.add((*where[:-1], meant))
            facts: dict[str, object] = {"found": loc[-1], "suggestion": meant, "allowed": ", ".join(known)}
            yield _problem("PS503", document.place(where, key=True), criterion, facts)
        elif error["type"] == "missing":
            # A key that is there under a wrong name is one mistake, not two.
            if where not in misspelt:
                yield problem("PS504", document.place(where[:-1], key=True), criterion=criterion, missing=loc[-1])
        else:
            code, facts = _fault(error)
            yield _problem(code, document.place(where, key=loc[-1:] == (KEY,)), criterion, facts)


def _long_enough(error: ErrorDetails) -> bool:
    """Whether a list is called too short only because pydantic does not count the entries that have faults."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _problem(code: str, place: Place, criterion: str, facts: Mapping[str, object]) -> Problem:
    return Problem(code, place, criterion=criterion, facts=facts_of(facts))


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys of the shape that stands at ``loc`` inside ``model``."""
    annotation: Any = model
    for step in loc:
        if get_origin(annotation) is dict:  # its keys are names, not keys of a shape
            annotation = get_args(annotation)[1]
            continue
        inside = _shape_in(annotation)
        if isinstance(step, str) and inside is not None:
            known: Mapping[str, Any] = families() if inside is RuleSpec else keys_of(inside)
            annotation = known.get(step, annotation)
    inside = _shape_in(annotation)
    return tuple(keys_of(inside)) if inside else ()


def _shape_in(annotation: object) -> type[BaseModel] | None:
    """Return the shape that an annotation is or holds: ``X``, ``X | None``, ``tuple[X, ...]``, ``dict[str, X]``."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        annotation = annotation.model_fields["root"].annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _shape_in(argument))), None)


def _fault(error: ErrorDetails) -> tuple[str, dict[str, object]]:
    """Return the code and the facts of a wrong value."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in CATALOGUE:
        told = {name: _TOLD.get((name, fact), fact) for name, fact in context.items()}
        if kind == "PS516":
            told |= {"suggestion": near(error["input"], families()), "allowed": ", ".join(families())}
        return kind, told | {"found": shown(error["input"])}
    if kind in ("too_short", "too_long"):
        sign, limit = ("≥", "min_length") if kind == "too_short" else ("≤", "max_length")
        return "PS505", {"found": len(error["input"]), "expected": f"{sign} {context[limit]}"}
    if kind in ("enum", "literal_error"):
        return "PS505", {
            "found": shown(error["input"]),
            "expected": ", ".join(re.findall("'([^']*)'", context["expected"])),
        }
    return "PS505", {"found": shown(error["input"]), "expected": _EXPECTED.get(kind, error["msg"])}
