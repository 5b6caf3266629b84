"""What can stand in each parameter of a rule family, and what counts where it is left out."""

from collections.abc import Iterator
from fractions import Fraction
from types import NoneType
from typing import Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from parscore.messages import Words
from parscore.model.rule import CLAIMED
from parscore.numbers import decimal_text
from parscore.rules import any_rule, fields

KINDS = {
    str: "name",
    Fraction: "number",
    fields.Formula: "formula",
    fields.Amount: "number or %",
    fields.Measure: "number or %",
    fields.PlainAmount: "number",
    fields.Points: "number or `full`",
    fields.Limit: "number, % or `none`",
    fields.Label: "words",
    fields.Day: "date",
    fields.Range: "range",
    any_rule.AnyRule: "rule",
}
WORDS = Words("en")


def parameters(shape: type[BaseModel], owner: str, above: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Each parameter: its key, its meaning (in the words that editors show), what can stand there, its default."""
    hints = get_type_hints(shape, include_extras=True)
    for name, field in shape.model_fields.items():
        key = field.alias or name
        kind, entry = _kind(hints[name])
        yield f"`{above}{key}`", WORDS.text("schema", f"{owner}.{key}"), kind, _default(field, kind)
        if entry:
            yield from parameters(entry, entry.__name__.lower(), f"{above}{key}[].")


def _kind(hint: object) -> tuple[str, type[BaseModel] | None]:
    """What can stand in a field; of a list of mappings also the shape of one."""
    if hint in KINDS:
        return KINDS[hint], None
    if hasattr(hint, "__metadata__"):
        return _kind(get_args(hint)[0])
    inner = [part for part in get_args(hint) if part not in (NoneType, ...)]
    if get_origin(hint) is Literal:
        return " or ".join(f"`{word}`" for word in inner), None
    if get_origin(hint) is tuple and issubclass(inner[0], BaseModel):
        return f"list of {inner[0].__name__.lower()}s", inner[0]
    kinds = [_kind(part)[0] for part in inner]
    if get_origin(hint) is tuple:
        return f"list of {kinds[0]}s", None
    return (": " if get_origin(hint) is dict else " or ").join(kinds), None


def _default(field: FieldInfo, kind: str) -> str:
    """What counts where the key is absent, as it would be written; a dash where nothing does."""
    if field.is_required():
        return "required"
    if isinstance(field.default, Fraction):
        share = "%" in kind
        return f"`{decimal_text(field.default * 100 if share else field.default)}{'%' if share else ''}`"
    if field.default is None and kind == KINDS[fields.Points]:
        return "`full`"
    return "the score column" if field.default == CLAIMED else "-"
