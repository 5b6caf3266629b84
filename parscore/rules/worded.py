"""Formulas of cells worked out exactly, as they are worded.

A spreadsheet works in binary with 15 to 17 digits: 0.285 * 100 is a little less than 28.5 there, and 0.7 * 3 a little
less than 2.1. So nothing is left to chance: what decides a branch is rounded before it is compared, and what is rounded
is first brought to a whole scale on which a half is exact in binary. ``value_of`` works a formula out with these
roundings, in exact fractions: what it gives is what every program shows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Final

from parscore.model.calendar import Calendar
from parscore.model.criteria import RoundingMode
from parscore.model.formula import Call, Column, Constant, Day, Expression, Ref, Text, Word
from parscore.numbers import round_to

Held = Fraction | bool | str | Word | None
"""What a cell holds: a number (a day as its serial), whether something holds, a text, a word, or nothing."""

FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, right for every day from 1 March 1900 on."""
DIGITS: Final = 12
"""Significant decimals by which values are compared: the noise of binary arithmetic lies beyond the 14th."""
POINT_DIGITS: Final = 12
"""Decimals of points and indices that are trusted before they are rounded.

The noise of a hundred products added to less than 128 is some 10^-13 at most. A true value lies on a half or away from
it: one that comes nearer than 5 x 10^-13 without lying on it is met by chance once in ten thousand million figures, and
is not passed over then: whoever writes formulas compares what ``value_of`` makes of them with the engine's figures.
"""


ABOVE_DIGITS: Final = 10
"""Decimals by which the totals of agencies are compared: two that are equal differ in their noise."""


def serial(day: date) -> Fraction:
    """Return the number by which a spreadsheet holds a day."""
    return Fraction((day - FIRST_DAY).days)


def decimals_for(left: Expression, right: Expression) -> int | None:
    """Return to how many decimals a difference is rounded before it is compared; ``None``: both sides are exact."""
    if _exact(left) and _exact(right):
        return None
    bounds = [side.value for side in (left, right) if isinstance(side, Constant)]
    whole = max((len(str(floor(abs(bound)))) for bound in bounds), default=1)
    return max(0, DIGITS + 1 - whole)


def _exact(side: Expression) -> bool:
    """Whether a value is free of noise: put in, or a number of cells."""
    if isinstance(side, Call):
        return side.function in ("count", "counta", "matching")
    return isinstance(side, Constant | Day) or (isinstance(side, Ref) and side.given)


def value_of(formula: Expression, cell: Callable[[str], Held]) -> Held:
    """Work a formula out as it is worded; ``cell`` gives what a cell holds.

    What a spreadsheet would show as an error (a division by zero, arithmetic with a text) raises.
    """
    if isinstance(formula, Ref):
        return cell(formula.key)
    if isinstance(formula, Constant):
        return formula.value
    if isinstance(formula, Call):
        return _called(formula, cell)
    if isinstance(formula, Day):
        return serial(formula.day)
    return formula.text if isinstance(formula, Text) else formula if isinstance(formula, Word) else None


def _called(call: Call, cell: Callable[[str], Held]) -> Held:
    """What a function or an operator gives."""
    function, args = call.function, call.args
    if function == "if":
        return value_of(args[1] if _holds(args[0], cell) else args[2], cell)
    if function in _OF_CELLS:
        return _OF_CELLS[function]([cell(ref.key) for arg in args for ref in _refs(arg)])
    if function in _TESTS:
        return _tested(function, args, cell)
    if function in ("workdays", "between"):
        return _days(call, cell)
    if function == "above":
        own = _number(value_of(args[1], cell))
        values = _numbers([cell(ref.key) for ref in _refs(args[0])])
        return Fraction(sum(_half_up(value - own, ABOVE_DIGITS) > 0 for value in values))
    if function == "below":
        own = _number(value_of(args[1], cell))
        return Fraction(len({value for value in _numbers([cell(ref.key) for ref in _refs(args[0])]) if value < own}))
    return _calculated(call, [_number(value_of(arg, cell)) for arg in args])


def _refs(column: Expression) -> tuple[Ref, ...]:
    return column.refs if isinstance(column, Column) else ()


def _holds(condition: Expression, cell: Callable[[str], Held]) -> bool:
    held = value_of(condition, cell)
    if not isinstance(held, bool):
        raise TypeError(f"no condition: {condition}")
    return held


_TESTS: Final = ("and", "or", "not", "same", "isnumber", "matching")


def _tested(function: str, args: tuple[Expression, ...], cell: Callable[[str], Held]) -> Held:
    """What asks about conditions and texts; ``and`` and ``or`` work out all of theirs, as spreadsheets do."""
    if function == "isnumber":
        return isinstance(value_of(args[0], cell), Fraction)
    if function == "same":
        return value_of(args[0], cell) == value_of(args[1], cell)
    if function == "matching":
        return Fraction(sum(cell(ref.key) == args[1] for ref in _refs(args[0])))
    held = [_holds(arg, cell) for arg in args]
    return not held[0] if function == "not" else all(held) if function == "and" else any(held)


def _numbers(held: list[Held]) -> list[Fraction]:
    return [one for one in held if isinstance(one, Fraction)]


_OF_CELLS: Final[Mapping[str, Callable[[list[Held]], Fraction]]] = {
    "sum": lambda held: sum(_numbers(held), Fraction(0)),
    "count": lambda held: Fraction(len(_numbers(held))),
    "counta": lambda held: Fraction(sum(one is not None for one in held)),
    "average": lambda held: sum(_numbers(held), Fraction(0)) / len(_numbers(held)),
    "highest": lambda held: max(_numbers(held)),
}


def _number(held: Held) -> Fraction:
    """A cell's number; an empty one counts 0, as in every spreadsheet."""
    if held is None:
        return Fraction(0)
    if not isinstance(held, Fraction):
        raise TypeError(f"no number: {held!r}")
    return held


def _calculated(call: Call, numbers: list[Fraction]) -> Held:
    function, first = call.function, numbers[0]
    if function in _ARITHMETIC:
        return _ARITHMETIC[function](numbers)
    if function in _SIGNS:
        return _SIGNS[function](_difference(call, *numbers))
    if function == "floor":
        return Fraction(floor(_half_up(first, DIGITS - 1)))
    if function == "whole":
        return _half_up(first, DIGITS - 1).denominator == 1
    return round_to(_half_up(first, POINT_DIGITS), call.digits, RoundingMode(function))


_ARITHMETIC: Final[Mapping[str, Callable[[list[Fraction]], Fraction]]] = {
    "+": lambda numbers: numbers[0] + numbers[1],
    "-": lambda numbers: numbers[0] - numbers[1],
    "*": lambda numbers: numbers[0] * numbers[1],
    "/": lambda numbers: numbers[0] / numbers[1],
    "negate": lambda numbers: -numbers[0],
    "min": min,
    "max": max,
}
_SIGNS: Final[Mapping[str, Callable[[Fraction], bool]]] = {
    "<": lambda far: far < 0,
    "<=": lambda far: far <= 0,
    ">": lambda far: far > 0,
    ">=": lambda far: far >= 0,
    "=": lambda far: far == 0,
}


def _half_up(value: Fraction, digits: int) -> Fraction:
    return round_to(value, digits, RoundingMode.HALF_UP)


def _difference(call: Call, left: Fraction, right: Fraction) -> Fraction:
    """How far two values are apart, without what can only be noise."""
    decimals = decimals_for(*call.args)
    return left - right if decimals is None else _half_up(left - right, decimals)


def _days(call: Call, cell: Callable[[str], Held]) -> Fraction:
    """Working days from one day to another, both counted, or the listed days after the one up to the other."""
    first, last = (_number(value_of(arg, cell)) for arg in call.args[:2])
    listed = call.args[2].refs if len(call.args) > 2 and isinstance(call.args[2], Column) else ()
    days = [_number(cell(ref.key)) for ref in listed]
    if call.function == "between":
        return Fraction(sum(first < day <= last for day in days))
    off = Calendar(frozenset(date.fromordinal(int(day) + FIRST_DAY.toordinal()) for day in days))
    start, end = (date.fromordinal(int(day) + FIRST_DAY.toordinal()) for day in (first - 1, last))
    if first > last:
        raise ValueError("working days are counted forwards")
    return Fraction(off.days_after(start, end))
