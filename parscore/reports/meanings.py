"""Any value of a criteria set in words and as data: rules, ranges, dates, and values made of other values."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from pydantic import BaseModel

from parscore.definitions.compare import Spot
from parscore.model.criteria import Input, InputType, Level, RoundingLevel, RoundingMode, Source, Treatment, Variant
from parscore.model.interval import Interval
from parscore.numbers import decimal_text
from parscore.reports.printing import SCREEN, Printer
from parscore.rules import arithmetic
from parscore.rules.spec import RuleSpec

_WORDS: Final[dict[type[StrEnum], str]] = {
    Level: "level",
    RoundingLevel: "rounding.at",
    RoundingMode: "rounding.mode",
    Source: "source",
    Treatment: "treatment",
}
"""Where the words of an enumeration stand; the others are told as criteria files write them."""
_KEYS: Final = {"maximum": "max", "minimum": "min"}
_EXPRESSION: Final = (arithmetic.Number, arithmetic.Name, arithmetic.Operation)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells values in one language."""

    printer: Printer

    def lines(self, value: object, maximum: Fraction | None = None) -> tuple[str, ...]:
        """A value in words: a rule or a list has several lines. ``maximum`` is that of the leaf, for its rule."""
        if isinstance(value, RuleSpec) and maximum is not None:
            return tuple(self.printer.phrase(line) for line in value.words(maximum))
        if isinstance(value, Spot):
            key = "diff.spot" if value.heading else "diff.spot.area"
            return (self.printer.words.text(SCREEN, key, **value._asdict()),)
        if isinstance(value, tuple | frozenset) and value:  # (nothing in it is told like nothing at all)
            parts = sorted(value) if isinstance(value, frozenset) else value
            return tuple("; ".join(self.lines(part, maximum)) for part in parts)
        line = "" if value in (None, (), frozenset()) else self._line(value, maximum)
        return (line or self.printer.words.text(SCREEN, "diff.nothing"),)

    def _line(self, value: object, maximum: Fraction | None) -> str:
        if isinstance(value, StrEnum):
            topic = _WORDS.get(type(value))
            return self.printer.words.text(SCREEN, f"{topic}.{value}") if topic else value.value
        if isinstance(value, bool | Fraction | date | str):
            return self.printer.value(value)
        if isinstance(value, Interval):
            return self.printer.decimals(value.text)
        if is_dataclass(value):
            kind = value.type if isinstance(value, Input) else None
            maximum = (value.maximum or maximum) if isinstance(value, Variant) else maximum
            return "; ".join(self._field(name, part, maximum, kind) for name, part in _stated(value))
        return written(value)

    def _field(self, name: str, value: object, maximum: Fraction | None, kind: InputType | None) -> str:
        if isinstance(value, Fraction):
            return f"{name}: {self.printer.value(value, kind)}"
        return f"{name}: {'; '.join(self.lines(value, maximum))}"


def written(value: object) -> str:
    """A value as criteria files write it, every number exact."""
    if isinstance(value, BaseModel):
        family = f"{value.family}: " if isinstance(value, RuleSpec) else ""
        return family + _mapping(value)
    if isinstance(value, Interval):
        return value.text
    if isinstance(value, _EXPRESSION):
        return arithmetic.write(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    if is_dataclass(value):
        return _mapping(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def as_data(value: object, maximum: Fraction | None, printer: Printer) -> object:
    """A value for JSON: exact numbers and dates as text, a rule as its family, words and parameters."""
    if isinstance(value, RuleSpec) and maximum is not None:
        told = [printer.phrase(line) for line in value.words(maximum)]
        parameters = {name: written(part) for name, part in _stated(value)}
        return {"family": value.family, "words": told, "parameters": parameters}
    if isinstance(value, Spot):
        return value._asdict()
    if isinstance(value, tuple | frozenset):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return [as_data(part, maximum, printer) for part in parts]
    if is_dataclass(value) and not isinstance(value, Interval):
        return {name: as_data(part, maximum, printer) for name, part in _stated(value)}
    return value if value is None or isinstance(value, bool | int | StrEnum) else written(value)


def _mapping(value: object) -> str:
    return f"{{{', '.join(f'{name}: {written(part)}' for name, part in _stated(value))}}}"


def _stated(value: object) -> Iterator[tuple[str, object]]:
    """Yield the keys of a value with what they hold, as criteria files name them; what is not stated is left out."""
    if isinstance(value, BaseModel):
        names = {name: field.alias or name for name, field in type(value).model_fields.items()}
    else:
        listed = fields(value) if is_dataclass(value) else ()
        names = {field.name: _KEYS.get(field.name, field.name) for field in listed if field.name != "origin"}
    for name, key in names.items():
        part = getattr(value, name)
        if part not in (None, "", ()) and part is not False:  # (0 is stated, and equals False)
            yield key, part
