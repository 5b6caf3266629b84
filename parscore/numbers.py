"""Written text <-> exact number; the only place that knows decimal commas.

No function here uses binary floating point or the locale: the same text gives the same number on every machine.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final, Literal, NamedTuple

from parscore.model.criteria import RoundingMode

# --- numbers stored in a workbook ------------------------------------------------------------------------------

_STORED: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,4})?")
_FIFTEEN: Final = Context(prec=15, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=[])
_LARGEST: Final = Decimal("1.7976931348623157E+308")
_SMALLEST: Final = Decimal("2.2250738585072014E-308")
_LONGEST_STORED: Final = 400  # a double written without exponent takes at most 345 characters


def from_stored(text: str) -> Fraction | None:
    """Return the exact value of a number stored in a cell, taken at 15 significant digits; ``None`` if it is none.

    The grammar is that of ``xsd:double`` without NaN and INF (``95``, ``0.30000000000000004``, ``1E-3``); XML white
    space around it is ignored. Digits after the 15th are rounded half-even, because programs store 15, 16 or 17 digits
    of the same number. As in a spreadsheet, a value beyond 1.7976931348623157E+308 is not a number and one nearer to
    zero than 2.2250738585072014E-308 is 0.
    """
    return _from_stored(text) if len(text) <= _LONGEST_STORED else None


@lru_cache(maxsize=8192)
def _from_stored(text: str) -> Fraction | None:
    whole, _, decimals = text.partition(".")
    digits = whole + decimals
    if whole and len(digits) <= 15 and digits.isascii() and digits.isdigit():
        return Fraction(int(digits), 10 ** len(decimals))
    text = text.strip(" \t\r\n")
    if not _STORED.fullmatch(text):
        return None
    size = abs(Decimal(text))
    if size > _LARGEST:
        return None
    return Fraction(_FIFTEEN.create_decimal(text)) if size >= _SMALLEST else Fraction(0)


# --- numbers typed as text -------------------------------------------------------------------------------------

Why = Literal[
    "blank", "long", "ambiguous", "digits", "date", "range", "fraction", "qualified", "scientific", "not a number"
]
"""Why a text is refused: nothing there; over 40 characters; two readings possible; digits of another script,
full-width or superscript; a date or time; ``1-2``; ``12/13``; ``>90``; ``1e5``; anything else."""


class Written(NamedTuple):
    """A number read from text. ``95%`` has value 95/100 and ``percent`` true.

    ``reading`` names what was normalised, in the order of ``READINGS``, joined by ``", "``; empty if nothing was.
    """

    value: Fraction
    percent: bool
    reading: str


class Refused(NamedTuple):
    """A text that is not taken as a number, and why."""

    why: Why


READINGS: Final = (
    "apostrophe",
    "invisible characters",
    "minus sign",
    "spaces",
    "grouped",
    "decimal comma",
    "percent",
)
"""Every normalisation that ``Written.reading`` can name; ``spaces`` and ``grouped`` are the two ways of thousands."""

_LONGEST_WRITTEN: Final = 40
_INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WHITE: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_AROUND: Final = _WHITE + _INVISIBLE
_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_NUMBER: Final = re.compile(
    r"(?P<sign>[-\u2212]?)"
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<group>[ .,])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))(?P<mark>[.,])(?P<decimals>[0-9]+))?"
    r"(?: ?(?P<percent>%))?"
)
_N: Final = r"[-\u2212]?[0-9][0-9., ]*%?"
_REFUSALS: Final[tuple[tuple[Why, re.Pattern[str]], ...]] = (
    ("date", re.compile(r"(?:[0-9]{1,2}([-/])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{4}([-/])[0-9]{1,2}\2[0-9]{1,2})(?:[ T].*)?")),
    ("date", re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}")),
    ("date", re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")),
    ("range", re.compile(rf"{_N} ?[-\u2010-\u2015\u2212\u00f7~\u2026] ?{_N}")),
    ("fraction", re.compile(rf"{_N} ?[/\u2044\u2215] ?{_N}")),
    ("qualified", re.compile(rf"[<>=~\u00b1\u223c\u2248\u2260\u2264\u2265]{{1,2}} ?{_N}")),
    ("scientific", re.compile(r"[-+\u2212]?[0-9][0-9.,]*[Ee][-+\u2212]?[0-9]+")),
)


def read_written(text: str, *, whole: bool = False) -> Written | Refused:
    """Read a number typed as text, or say why not; the one grammar for every such cell.

    * Optional minus (``-`` or U+2212), digits 0-9, decimal comma or point, optional ``%`` with or without a space.
    * Thousands are groups of exactly three digits, all separated by the same mark: ``1.234,5``, ``1,234.5``,
      ``1 234,5`` (space, NBSP, narrow, thin or figure space), ``1.234.567``.
    * One to three digits, one mark and exactly three digits (``1.234``, ``12,500``) have two readings and are refused
      as ambiguous, unless the integer part is 0 (``0,125`` is 1/8). Where ``whole`` declares a count they are
      thousands (``12.500`` is 12500), but never before ``%``.
    * Digits of other scripts, full-width and superscript digits are refused, and so is everything else: no plus
      sign, no exponent, no leading or trailing mark, no words, no picking of digits out of a text.

    White space around the number (NBSP too) is dropped silently, as it cannot be seen. Zero-width characters around
    it and a typed apostrophe before it are dropped and named in ``reading``, as they show how the text came about.
    ``whole`` does not check that the value is whole: the caller does.
    """
    bare = text.strip(_AROUND)
    apostrophe = bare.startswith("'")
    if apostrophe:
        bare = bare[1:].strip(_AROUND)
    bare = bare.translate(_SPACES)
    if not bare or len(bare) > _LONGEST_WRITTEN:
        return Refused("long" if bare else "blank")
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return Refused(_why(bare))
    sign, digits, group, mark, decimals, percent = match.group("sign", "whole", "group", "mark", "decimals", "percent")
    if decimals and not group and len(decimals) == 3 and len(digits) <= 3 and int(digits) != 0:
        if not whole or percent or digits.startswith("0"):
            return Refused("ambiguous")
        digits, group, mark, decimals = digits + decimals, mark, None, None
    decimals = decimals or ""
    value = Fraction(int(digits.replace(group or " ", "") + decimals), 10 ** len(decimals))
    invisible = any(character in text for character in _INVISIBLE)
    found = (apostrophe, invisible, sign == "\u2212", group == " ", group in (".", ","), mark == ",", percent)
    return Written(
        (-value if sign else value) / (100 if percent else 1),
        bool(percent),
        ", ".join(name for name, applied in zip(READINGS, found, strict=True) if applied),
    )


def read_ratio(text: str) -> Fraction | None:
    """Read a share typed as two whole numbers (``12/13``, ``1.940 / 2.000``); ``None`` for anything else.

    Each number is read by the one grammar, as a count; the second is above 0.
    """
    part, slash, whole = text.strip(_AROUND).partition("/")
    numbers = [read_written(side, whole=True) for side in (part, whole) if slash]
    values = [side.value for side in numbers if isinstance(side, Written) and not side.percent]
    if len(values) < 2 or any(value.denominator != 1 or value < 0 for value in values) or not values[1]:
        return None
    return values[0] / values[1]


Mark = Literal[",", ".", ""]
"""The decimal sign of a column of texts; empty where none of them needs one."""


def decimal_marks(texts: Iterable[str]) -> tuple[Mark, ...]:
    """Return the decimal signs that a column of texts gives away, in the order in which they come.

    A sign gives itself away where one reading alone is possible: ``86,4``, ``91.6512``, ``0,125``, ``1.234,5``. Two in
    one column contradict each other; none leaves ``91.651`` without a reading.
    """
    marks: list[Mark] = []
    for text in texts:
        bare = text.strip(_AROUND).translate(_SPACES)
        match = _NUMBER.fullmatch(bare)
        found = match["mark"] if match and isinstance(read_written(bare), Written) else None
        mark: Mark = "," if found == "," else "." if found == "." else ""
        if mark and mark not in marks:
            marks.append(mark)
    return tuple(marks)


def read_printed(text: str, mark: Mark) -> tuple[Fraction, int] | Refused:
    """Read a number as a column prints it whose decimal sign is known, with the number of its decimals.

    With ``,`` as the sign ``91,651`` is 91.651 and ``1.234`` is 1234. ``95,5 %`` is 95.5: the sign of percent is part
    of how an index is written. A text that contradicts the sign is refused as ambiguous.
    """
    bare = text.strip(_AROUND).translate(_SPACES).removesuffix("%").rstrip()
    if not mark or mark not in bare:
        written = read_written(bare, whole=bool(mark))
        plain = bare.replace(".", "").replace(",", "") == bare
        if isinstance(written, Written) and mark and not plain and "grouped" not in written.reading:
            return Refused("ambiguous")
        decimals = "" if plain or (isinstance(written, Written) and "grouped" in written.reading) else _decimals(bare)
    else:
        decimals = bare.rpartition(mark)[2]
        # Three decimals after one to three digits would have two readings: a zero behind them says which is meant.
        written = read_written(bare + "0" * (len(decimals) == 3))
    return (written.value, len(decimals)) if isinstance(written, Written) else written


def _decimals(bare: str) -> str:
    return bare.rpartition("," if "," in bare else ".")[2]


def _why(bare: str) -> Why:
    foreign = [character for character in bare if not character.isascii() and character.isnumeric()]
    if foreign and all(character.isnumeric() or character in " .,%-\u2212" for character in bare):
        return "digits"  # but not "5 m²", where the letters are what is wrong
    return next((why for why, pattern in _REFUSALS if pattern.fullmatch(bare)), "not a number")


def written_text(value: Fraction) -> str | None:
    """Write a number with a decimal comma so that ``read_written`` reads exactly it; ``None`` where that cannot be.

    Three decimals get a fourth, as ``1,234`` has two readings: 617/500 -> ``1,2340``. Numbers without a finite decimal,
    or of more than 40 characters, cannot be written.
    """
    digits = _finite_decimals(value)
    if digits is None:
        return None
    digits = 4 if digits == 3 else digits
    text = _join(value < 0, abs(value.numerator) * 10**digits // value.denominator, digits, comma=True, group=False)
    return text if len(text) <= _LONGEST_WRITTEN else None


# --- exact numbers as text -------------------------------------------------------------------------------------

_EXACT: Final = re.compile(r"(-?[0-9]+)(?:(\.[0-9]+)|/([0-9]+))?")


_PLAIN: Final = 10**18


def decimal_text(value: Fraction) -> str:
    """Write a value exactly: ``1.94``, ``-0.5``, ``12``, or ``n/d`` (``1/3``) where no finite decimal exists."""
    if value.denominator == 1 and abs(value.numerator) < _PLAIN:
        return str(value.numerator)
    digits = _finite_decimals(value)
    if digits is None:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    return _join(value < 0, abs(value.numerator) * 10**digits // value.denominator, digits, comma=False, group=False)


def parse_exact(text: str) -> Fraction:
    """Read what ``decimal_text`` writes and definitions use: ``-?digits``, ``-?digits.digits`` or ``-?digits/digits``.

    ASCII digits only, no sign but ``-``, no white space, no exponent, no ``%``. Anything else, and a zero
    denominator, is a ``ValueError``.
    """
    match = _EXACT.fullmatch(text)
    if match is None:
        raise ValueError(f"not an exact number: {text[:80]!r}")
    whole, decimals, denominator = match.groups()
    if denominator is None:
        return Fraction(Decimal(whole + (decimals or "")))
    divisor = int(Decimal(denominator))
    if divisor == 0:
        raise ValueError(f"zero denominator: {text[:80]!r}")
    return Fraction(int(Decimal(whole)), divisor)


def _finite_decimals(value: Fraction) -> int | None:
    """Return how many decimals the value has; ``None`` if it has no end."""
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _digits(number: int, group: bool = False) -> str:
    # Through Decimal, as str(int) raises beyond 4300 digits and the exact mean of a large group has more.
    return format(Decimal(number), ",f" if group else "f")


def _join(minus: bool, scaled: int, digits: int, *, comma: bool, group: bool) -> str:
    """Write ``scaled`` / 10**digits with all its decimals; ``scaled`` is not negative."""
    whole, rest = divmod(scaled, 10**digits)
    text = _digits(whole, group)
    if comma:
        text = text.replace(",", ".")
    if digits:
        text += ("," if comma else ".") + _digits(rest).rjust(digits, "0")
    return "-" + text if minus else text


def total(values: Iterable[Fraction]) -> Fraction:
    """Return the exact sum, over one common denominator: much faster than adding fraction after fraction."""
    parts = [value.as_integer_ratio() for value in values]
    common = lcm(*[denominator for _, denominator in parts])
    return Fraction(sum([numerator * (common // denominator) for numerator, denominator in parts]), common)


# --- rounding and printing -------------------------------------------------------------------------------------


def round_to(value: Fraction, digits: int, mode: RoundingMode) -> Fraction:
    """Round to ``digits`` decimals (0 or more), in whole-number arithmetic only.

    ``HALF_UP`` settles a half away from zero, as ROUND does in a spreadsheet: 2.675 -> 2.68, -0.005 -> -0.01.
    ``HALF_EVEN`` settles it to the even digit; ``DOWN`` cuts towards zero, as ROUNDDOWN does.
    """
    return Fraction(_scaled(value, digits, mode), 10**digits)


def _scaled(value: Fraction, digits: int, mode: RoundingMode) -> int:
    if digits < 0:
        raise ValueError("digits must be 0 or more")
    scale: int = 10**digits
    number, rest = divmod(abs(value.numerator) * scale, value.denominator)
    half = 2 * rest - value.denominator
    away = half > 0 or (half == 0 and (mode is RoundingMode.HALF_UP or number % 2 == 1))
    if away and mode is not RoundingMode.DOWN:
        number += 1
    return -number if value < 0 else number


def printed(
    value: Fraction,
    digits: int,
    mode: RoundingMode = RoundingMode.HALF_UP,
    *,
    comma: bool = True,
    group: bool = False,
) -> str:
    """Round to ``digits`` decimals and write all of them: ``91,95``; ``91.95`` without ``comma``; never ``-0,00``.

    ``group`` writes thousands: ``1.234,50``, or ``1,234.50`` without ``comma``.
    """
    number = _scaled(value, digits, mode)
    return _join(number < 0, abs(number), digits, comma=comma, group=group)


def trimmed(value: Fraction, digits: int = 7, *, comma: bool = True, group: bool = False) -> str:
    """Write a value for an explanation: exactly if ``digits`` decimals suffice, else cut off there and marked ``…``.

    1.94 -> ``1,94``; 18/13 -> ``1,3846153…``. Cut, not rounded, because the dots say that digits follow.
    """
    cut = _scaled(value, digits, RoundingMode.DOWN)
    text = _join(value < 0, abs(cut), digits, comma=comma, group=group)
    return _without_zeros(text, digits) if Fraction(cut, 10**digits) == value else text + "…"


def percent(ratio: Fraction, digits: int = 2, mode: RoundingMode = RoundingMode.HALF_UP, *, comma: bool = True) -> str:
    """Write a share as a percentage: 12/180 -> ``6,67 %``, 1 -> ``100 %``, 1/8 -> ``12,5 %``.

    Zeros at the end are dropped only from an exact value: 99999/100000 gives ``100,00 %``, not ``100 %``.
    """
    rate = ratio * 100
    text = printed(rate, digits, mode, comma=comma)
    exact = round_to(rate, digits, mode) == rate
    return (_without_zeros(text, digits) if exact else text) + " %"


def _without_zeros(text: str, digits: int) -> str:
    return text.rstrip("0").rstrip(",.") if digits else text
