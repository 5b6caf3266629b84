"""What the families' formulas of cells share: the value of a formula, points of a branch, ranges."""

from collections.abc import Iterator
from fractions import Fraction

from parscore.model.formula import (
    NO_CASE,
    Call,
    Cells,
    Constant,
    Expression,
    Ref,
    all_hold,
    equal,
    expressed,
    greatest,
    if_,
    is_number,
    least,
)
from parscore.model.interval import Interval
from parscore.rules import arithmetic


def worked(of: arithmetic.Expression, cells: Cells) -> Expression:
    """The value of a rule's formula on a line of its own, ``NO_CASE`` where a denominator is zero.

    A name alone is its own cell.
    """
    if isinstance(of, arithmetic.Name):
        return cells[of.name]
    value = translated(of, cells)
    for divisor in reversed(list(_divisors(of))):
        value = if_(equal(translated(divisor, cells), 0), NO_CASE, value)
    return cells.line("value", value, arithmetic.write(of))


def passed(value: Expression, points: Expression | Fraction | int) -> Expression:
    """Points where the value is a number; otherwise the word that stands in its place."""
    if isinstance(value, Ref) and value.given:
        return expressed(points)
    return if_(is_number(value), points, value)


def translated(of: arithmetic.Expression, cells: Cells) -> Expression:
    """A formula of the criteria set as one of cells."""
    if isinstance(of, arithmetic.Number):
        return Constant(of.value)
    if isinstance(of, arithmetic.Name):
        return cells[of.name]
    operands = tuple(translated(operand, cells) for operand in of.operands)
    if of.operator in ("min", "max"):
        return least(*operands) if of.operator == "min" else greatest(*operands)
    return Call(of.operator, operands)


def cell_points(points: Fraction | None, maximum: Expression) -> Expression:
    """Stated points; ``None`` (written ``full``) is the cell of the maximum."""
    return maximum if points is None else Constant(points)


def inside(value: Expression, interval: Interval) -> Expression:
    """Whether a value lies in a range, which has a bound at least on one side."""
    tests: list[Expression] = []
    if interval.low is not None and interval.low == interval.high:
        return equal(value, interval.low)
    if interval.low is not None:
        tests.append(value >= interval.low if interval.low_closed else value > interval.low)
    if interval.high is not None:
        tests.append(value <= interval.high if interval.high_closed else value < interval.high)
    return all_hold(*tests)


def _divisors(of: arithmetic.Expression) -> Iterator[arithmetic.Expression]:
    """Every divisor that can be zero, each once, those inside others first."""
    if not isinstance(of, arithmetic.Operation):
        return
    seen: list[arithmetic.Expression] = []
    for operand in of.operands:
        seen += _divisors(operand)
    if of.operator == "/" and not (isinstance(of.operands[1], arithmetic.Number) and of.operands[1].value):
        seen.append(of.operands[1])
    yield from dict.fromkeys(seen)
