"""Field types of the file shapes: dates, codes, texts and plain numbers, each read from the text of a scalar.

They complement ``rules.fields``. Here a number never carries a percent sign: 80 in a band is 80 points of an index of
100, and ``80%`` would silently be 0.8.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from parscore.model.cell import Single
from parscore.model.criteria import InputType
from parscore.model.rule import CLAIMED
from parscore.numbers import parse_exact
from parscore.rules.fields import fault, read_day

MAX_TEXT: Final = 2000
MAX_NUMBER: Final = 40
NO_CASE: Final = "no_case"
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TRUTH: Final = {"yes": True, "true": True, "no": False, "false": False}
_RESERVED: Final = frozenset({CLAIMED, "min", "max"})


def _scalar(value: object, expected: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fault("PS505", found=value, expected=expected)
    return value.strip()


def _text(value: object) -> str:
    """Bring white space to single spaces: a name may be folded over lines in the file, but it is one line."""
    text = " ".join(_scalar(value, "a text").split())
    if len(text) > MAX_TEXT or _CONTROL.search(text):
        raise fault("PS505", found=text, expected="a short text")
    return text


def _pattern(pattern: str, expected: str, longest: int = 64) -> Callable[[object], str]:
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        text = _scalar(value, expected)
        if len(text) > longest or not compiled.fullmatch(text):
            raise fault("PS505", found=text, expected=expected)
        return text

    return read


def _input_name(value: object) -> str:
    name = _name(value)
    if name in _RESERVED:
        raise fault("PS505", found=name, expected="an input name")
    return name


def _plain_number(value: object, expected: str = "a plain number") -> Fraction:
    text = _scalar(value, expected)
    try:
        if len(text) <= MAX_NUMBER:
            return parse_exact(text)
    except ValueError:
        pass
    raise fault("PS505", found=text, expected=expected)


def _points(value: object) -> Fraction:
    points = _plain_number(value, "points above 0")
    if points <= 0:
        raise fault("PS505", found=value, expected="points above 0")
    return points


def _case_points(value: object) -> Fraction | None:
    return None if value == NO_CASE else _plain_number(value, "points or no_case")


def _truth(value: object) -> bool:
    text = _scalar(value, "yes or no")
    if text not in _TRUTH:
        raise fault("PS505", found=text, expected="yes or no")
    return _TRUTH[text]


_name = _pattern(r"[a-z][a-z0-9_]*", "an input name", 40)
_whole = _pattern(r"[0-9]{1,6}", "a whole number")
_digits = _pattern(r"[0-6]", "decimals from 0 to 6")
_year = _pattern(r"20[0-9]{2}", "a year")
_share = _pattern(r"-?[0-9]+(?:\.[0-9]+)? ?%", "a percent with its sign")
_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_VERSION: Final = r"[0-9A-Za-z]+(?:[._-][0-9A-Za-z]+)*"
_reference = _pattern(rf"{_SLUG}(?:@{_VERSION})?", "a set reference", 128)


def _scalar_schema(kind: str | list[str], *examples: object) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, "examples": list(examples)} if examples else {"type": kind})


_NUMBER_OR_TEXT: Final = ["string", "number"]
_WHOLE_OR_TEXT: Final = ["string", "integer"]

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
"""Words for people: one line, not empty, at most 2,000 characters, no control characters."""

Code = Annotated[
    str, BeforeValidator(_pattern(r"\w+(?:[.\-/]\w+)*", "an item code")), _scalar_schema("string", "3.2.1")
]
"""The code of an item: letters and digits in parts joined by ``.``, ``-`` or ``/``."""

Slug = Annotated[str, BeforeValidator(_pattern(_SLUG, "an id")), _scalar_schema("string", "so-ban-nganh")]
"""An id that is also part of a path: small ASCII letters, digits and hyphens."""

Version = Annotated[str, BeforeValidator(_pattern(_VERSION, "a version")), _scalar_schema("string", "2025.1")]
"""The version of a set; part of a path as well."""

Reference = Annotated[
    tuple[str, str],
    BeforeValidator(lambda value: tuple(_reference(value).partition("@")[::2])),
    _scalar_schema("string", "so-ban-nganh@2025.1"),
]
"""A criteria set by id and version; without a version (empty) the season chooses one by its day."""

InputName = Annotated[str, BeforeValidator(_input_name)]
"""The name of an input, as formulas use it; ``points``, ``min`` and ``max`` mean something else there."""

Whole = Annotated[int, BeforeValidator(lambda value: int(_whole(value))), _scalar_schema(_WHOLE_OR_TEXT, 8)]
"""A number of things."""

Decimals = Annotated[int, BeforeValidator(lambda value: int(_digits(value))), _scalar_schema(_WHOLE_OR_TEXT, 2)]
"""How many decimals are printed: 0 to 6."""

Year = Annotated[int, BeforeValidator(lambda value: int(_year(value))), _scalar_schema(_WHOLE_OR_TEXT, 2025)]
"""A year of this century."""

PlainNumber = Annotated[Fraction, BeforeValidator(_plain_number), _scalar_schema(_NUMBER_OR_TEXT, 80)]
"""An exact number without percent sign."""

MaximumPoints = Annotated[Fraction, BeforeValidator(_points), _scalar_schema(_NUMBER_OR_TEXT, 2, "0.25")]
"""Points above 0."""

CasePoints = Annotated[Fraction | None, BeforeValidator(_case_points), _scalar_schema(_NUMBER_OR_TEXT, "1.94", NO_CASE)]
"""Points of a worked case; ``no_case`` (held as ``None``) for a zero denominator."""

Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["yes", "no", True, False]})]
"""``yes`` or ``no``."""

Written = Annotated[
    str, BeforeValidator(lambda value: _scalar(value, "a text")), _scalar_schema(["string", "number", "boolean"])
]
"""A scalar whose reading depends on an input's type; see ``read_value``."""


def _given(value: object) -> str | tuple[str, ...]:
    if not isinstance(value, list):
        return _scalar(value, "a text")
    if not value:
        raise fault("PS505", found="a list", expected="a list of values")
    return tuple(_scalar(one, "a text") for one in value)


_SCALAR: Final = {"type": ["string", "number", "boolean"]}

Given = Annotated[
    str | tuple[str, ...],
    BeforeValidator(_given),
    WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}),
]
"""A value of a worked case: a scalar, or a list with a scalar for each subordinate unit."""


def read_value(text: str, kind: InputType) -> Single:
    """Read a value as its input's type writes it; ``PydanticCustomError`` PS505 where it does not fit.

    A percent must carry its sign and is held as a share, so that neither 95 nor 0.95 can be taken for the other. A date
    may be ``no``: there is no such document.
    """
    if kind is InputType.PERCENT:
        return parse_exact(_share(text).removesuffix("%").rstrip()) / 100
    if kind is InputType.COUNT:
        return Fraction(_count(text))
    if kind is InputType.NUMBER:
        return _plain_number(text)
    if kind is InputType.DATE:
        return False if text == "no" else read_day(text)
    return _truth(text) if kind is InputType.YES_NO else _text(text)


_count = _pattern(r"[0-9]{1,15}", "a whole number")
