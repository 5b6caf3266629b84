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
    match formula:
        case Constant(value):
            return value
        case Day(day):
            return serial(day)
        case Text(text):
            return text
        case Word():
            return formula
        case Ref(key):
            return cell(key)
        case Call("if", (condition, then, otherwise)):
            return value_of(then if _holds(condition, cell) else otherwise, cell)
        case Call(function, args) if function in _OF_CELLS:
            return _OF_CELLS[function]([cell(ref.key) for arg in args if isinstance(arg, Column) for ref in arg.refs])
        case Call(function, args) if function in _TESTS:
            return _tested(function, args, cell)
        case Call("workdays" | "between"):
            return _days(formula, cell)
        case Call(_, args):
            return _calculated(formula, [_number(value_of(arg, cell)) for arg in args])
    raise TypeError(f"no formula: {formula}")


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
        refs = args[0].refs if isinstance(args[0], Column) else ()
        return Fraction(sum(cell(ref.key) == args[1] for ref in refs))
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
    match call.function, numbers:
        case "+", [left, right]:
            return left + right
        case "-", [left, right]:
            return left - right
        case "*", [left, right]:
            return left * right
        case "/", [left, right]:
            return left / right
        case "negate", [value]:
            return -value
        case "min", _:
            return min(numbers)
        case "max", _:
            return max(numbers)
        case "floor", [value]:
            return Fraction(floor(_half_up(value, DIGITS - 1)))
        case "whole", [value]:
            return _half_up(value, DIGITS - 1).denominator == 1
        case (("<" | "<=" | ">" | ">=" | "="), [left, right]):
            return _compared(call, left, right)
        case mode, [value]:
            return round_to(_half_up(value, POINT_DIGITS), call.digits, RoundingMode(mode))
    raise TypeError(f"no function: {call.function}")


def _half_up(value: Fraction, digits: int) -> Fraction:
    return round_to(value, digits, RoundingMode.HALF_UP)


def _compared(call: Call, left: Fraction, right: Fraction) -> bool:
    decimals = decimals_for(*call.args)
    far = left - right if decimals is None else _half_up(left - right, decimals)
    return {"<": far < 0, "<=": far <= 0, ">": far > 0, ">=": far >= 0, "=": far == 0}[call.function]


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
