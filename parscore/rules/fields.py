"""Field types of definitions: text of a YAML file to exact values, with the problem code of each fault.

Every scalar of a definition arrives as text (the loader types nothing), so each field parses its own text here. A
fault is a ``PydanticCustomError`` whose type is the problem code and whose context holds the facts of its message.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from parscore.model.interval import Interval
from parscore.model.problem import Percent
from parscore.numbers import decimal_text, parse_exact
from parscore.rules import arithmetic
from parscore.viet import normal_form

FULL = "full"


def fault(code: str, **facts: object) -> PydanticCustomError:
    """Make the error that the definitions' checker turns into a problem with this code and these facts."""
    return PydanticCustomError(code, code, {name: str(value) for name, value in facts.items()})


def _text(value: object, expected: str) -> str:
    if not isinstance(value, str):
        raise fault("PS505", found=value, expected=expected)
    return value.strip()


def _amount(value: object) -> Fraction:
    """Read ``2``, ``0.25`` or ``95%``; the decimal sign of definitions is a point."""
    if isinstance(value, Fraction):
        return value
    text = _text(value, "number")
    digits = text.removesuffix("%").rstrip()
    try:
        return parse_exact(digits) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise fault("PS505", found=text, expected="number") from None


def _label(value: object) -> str:
    text = _text(value, "a text")
    if not normal_form(text):
        raise fault("PS505", found=text, expected="a text")
    return text


def _number(value: object) -> Fraction:
    """Read ``2`` or ``0.25``: points and counts are never percentages."""
    if isinstance(value, str) and value.strip().endswith("%"):
        raise fault("PS505", found=value.strip(), expected="number")
    return _amount(value)


def _share(value: object) -> Fraction:
    """Read ``20%``: a share is always written as a percentage."""
    share = _amount(value)
    if isinstance(value, str) and (not value.strip().endswith("%") or not 0 <= share <= 1):
        raise fault("PS505", found=value.strip(), expected="share")
    return share


def _points(value: object) -> Fraction | None:
    return None if isinstance(value, str) and value.strip() == FULL else _number(value)


def _limit(value: object) -> Fraction | None:
    return None if isinstance(value, str) and value.strip() == "none" else _amount(value)


def _formula(value: object) -> arithmetic.Expression:
    if isinstance(value, arithmetic.Number | arithmetic.Name | arithmetic.Operation):
        return value
    text = _text(value, "formula")
    try:
        formula = arithmetic.parse(text)
    except arithmetic.FormulaError as error:
        raise fault("PS517", found=text, position=error.position, reason=error.what) from None
    if not arithmetic.names(formula):
        raise fault("PS517", found=text, position=1, reason="constant")
    return formula


_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEASURE: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?")
_LONGEST_MEASURE: Final = 20


def read_day(value: object) -> date:
    """Read ``2025-12-31``; PS505 where it is written otherwise, PS514 where there is no such day."""
    text = _text(value, "a date")
    if not _ISO_DAY.fullmatch(text):
        raise fault("PS505", found=text, expected="a date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault("PS514", found=text) from None


def read_measure(value: object) -> arithmetic.Number:
    """Read ``4.5`` or ``4.5%``, at most 20 characters; the text is kept. PS505 where it is written otherwise."""
    text = _text(value, "number")
    if len(text) > _LONGEST_MEASURE or not _MEASURE.fullmatch(text):
        raise fault("PS505", found=text, expected="number")
    return arithmetic.Number(_amount(text), text)


def told(measure: arithmetic.Number) -> Fraction | Percent:
    """Return a measure as people read it: a percentage where it is written as one."""
    return Percent(measure.value) if measure.text.endswith("%") else measure.value


_NUMBER_SCHEMA = {"type": ["string", "number"], "examples": ["0.25", "95%"]}

Amount = Annotated[
    Fraction, BeforeValidator(_amount), PlainSerializer(decimal_text), WithJsonSchema(dict(_NUMBER_SCHEMA))
]
"""An exact number, with or without a percent sign."""

Measure = Annotated[arithmetic.Number, BeforeValidator(read_measure), WithJsonSchema(dict(_NUMBER_SCHEMA))]
"""An exact number that is told as it is written: ``4.5%`` is a share and keeps its sign (see ``told``)."""

Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A date as ``2025-12-31``."""

Label = Annotated[str, BeforeValidator(_label), WithJsonSchema({"type": "string", "minLength": 1})]
"""Words by which people choose; there is something to see in them."""

Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    PlainSerializer(decimal_text),
    WithJsonSchema({"type": "string", "examples": ["20%"]}),
]
"""A share, written as a percentage from 0 to 100."""

PlainAmount = Annotated[
    Fraction,
    BeforeValidator(_number),
    PlainSerializer(decimal_text),
    WithJsonSchema({**_NUMBER_SCHEMA, "examples": ["0.25"]}),
]
"""An exact number that is no percentage: points, a step, a scale."""

Points = Annotated[
    Fraction | None, BeforeValidator(_points), WithJsonSchema({"type": ["string", "number"], "examples": [FULL, "0.5"]})
]
"""Points of a branch; ``full`` (held as ``None``) stands for the leaf's maximum."""

Limit = Annotated[
    Fraction | None,
    BeforeValidator(_limit),
    WithJsonSchema({"type": ["string", "number"], "examples": ["none", "100%"]}),
]
"""A bound that can be switched off with ``none``."""

Formula = Annotated[
    arithmetic.Expression,
    BeforeValidator(_formula),
    PlainSerializer(arithmetic.write),
    WithJsonSchema({"type": "string", "examples": ["on_time / settled"]}),
]
"""A formula of the tiny grammar of ``rules.arithmetic``."""


_COMPARISON = re.compile(r"(>=|<=|>|<|=)\s*(-?[0-9]+(?:\.[0-9]+)?\s*%?)")


def _interval(value: object) -> Interval:
    """Read ``> 90%``, ``>= 70% and <= 90%`` or ``= 0``; both sides say whether they are closed."""
    if isinstance(value, Interval):
        return value
    text = " ".join(_text(value, "range").split())
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for part in text.split(" and "):
        match = _COMPARISON.fullmatch(part.strip())
        if not match:
            raise fault("PS505", found=text, expected="range")
        sign, bound = match[1], _amount(match[2])
        if (low and sign in (">", ">=", "=")) or (high and sign in ("<", "<=", "=")):
            raise fault("PS505", found=text, expected="range")
        if sign in (">", ">=", "="):
            low = (bound, sign != ">")
        if sign in ("<", "<=", "="):
            high = (bound, sign != "<")
    return Interval(
        low[0] if low else None, bool(low and low[1]), high[0] if high else None, bool(high and high[1]), text
    )


Range = Annotated[
    Interval,
    BeforeValidator(_interval),
    WithJsonSchema({"type": "string", "examples": [">= 70% and <= 90%", "> 90%"]}),
]
"""A range of values with stated open and closed ends."""
