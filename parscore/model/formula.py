"""Formulas of a spreadsheet as data: made by the rule families, worked out exactly or written for a cell elsewhere.

A formula is a tree over cells that have a key each. It knows only functions that Excel 2010 and LibreOffice share.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Protocol


class Expression:
    """Any part of a formula; ``+ - * /`` and the comparisons of numbers make a greater one."""

    __slots__ = ()

    def __add__(self, other: "Expression | Number") -> "Call":
        return Call("+", (self, expressed(other)))

    def __sub__(self, other: "Expression | Number") -> "Call":
        return Call("-", (self, expressed(other)))

    def __mul__(self, other: "Expression | Number") -> "Call":
        return Call("*", (self, expressed(other)))

    def __truediv__(self, other: "Expression | Number") -> "Call":
        return Call("/", (self, expressed(other)))

    def __neg__(self) -> "Call":
        return Call("negate", (self,))

    def __lt__(self, other: "Expression | Number") -> "Call":
        return Call("<", (self, expressed(other)))

    def __le__(self, other: "Expression | Number") -> "Call":
        return Call("<=", (self, expressed(other)))

    def __gt__(self, other: "Expression | Number") -> "Call":
        return Call(">", (self, expressed(other)))

    def __ge__(self, other: "Expression | Number") -> "Call":
        return Call(">=", (self, expressed(other)))


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A number that is written into the formula, exactly."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Day(Expression):
    """A day that is written into the formula."""

    day: date


@dataclass(frozen=True, slots=True)
class Text(Expression):
    """A text that is written into the formula, such as the label of an option in its normal form."""

    text: str


@dataclass(frozen=True, slots=True)
class Word(Expression):
    """What stands in a cell in the place of a number, as the reader's language has it."""

    key: str


@dataclass(frozen=True, slots=True)
class Ref(Expression):
    """A cell. ``given``: it holds a value that was put in, not one worked out, so it is free of noise."""

    key: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class Column(Expression):
    """Several cells as one argument; texts and empty cells among them count nothing in sums."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function or an operator and what it is applied to; ``digits`` belongs to rounding."""

    function: str
    args: tuple[Expression, ...]
    digits: int = 0


Number = Fraction | int

NO_CASE: Final = Word("no_case")
"""A denominator is zero: no case arose."""
REFUSED: Final = Word("refused")
"""A value that the rule cannot accept."""


LEFT_OUT: Final = Word("left_out")
"""The leaf leaves the maximum: the rest is re-based."""
MISSING: Final = Word("missing")
"""The agency has not given a value."""
AWAITING: Final = Word("awaiting")
"""A value is due from somebody else."""
OWED: Final = Word("owed")
"""An appraisal is due."""
NONE: Final = Word("none")
"""There is nothing to show: no index where nothing applies."""
NEVER: Final = Word("never")
"""The answer that there is no such document, in the place of a day."""


class Cells(Protocol):
    """Where a rule's formula finds its values, and where it puts what it works out on the way."""

    def __getitem__(self, name: str) -> Expression:
        """The cell of a wanted value: yes is 1 and no 0, an option stands in its normal form."""

    def line(self, name: str, formula: Expression, shown: str = "") -> Expression:
        """Put a formula in a cell of its own, which is named, and return that cell; ``shown`` says what it is."""

    def days(self, name: str, listed: Sequence[date]) -> Column:
        """The cells that list the days of a calendar, in order; at least one day."""

    def units(self, names: Sequence[str]) -> "Sequence[Cells]":
        """For a rule over subordinate units: the values of each unit, of which there is at least one."""

    def of_group(self, name: str, own: Expression) -> Expression:
        """The cell of the group's best value or mean; ``own`` is the agency's own among them."""


def cells_of(formula: Expression) -> Iterator[Ref]:
    """Yield the cells that a formula refers to."""
    if isinstance(formula, Ref):
        yield formula
    for part in formula.args if isinstance(formula, Call) else formula.refs if isinstance(formula, Column) else ():
        yield from cells_of(part)


def expressed(number: Expression | Number) -> Expression:
    """Return a number as part of a formula."""
    return number if isinstance(number, Expression) else Constant(Fraction(number))


def if_(condition: Expression, then: Expression | Number, otherwise: Expression | Number) -> Expression:
    """The one where the condition holds, else the other; only the one that is taken is worked out."""
    return Call("if", (condition, expressed(then), expressed(otherwise)))


def all_hold(*conditions: Expression) -> Expression:
    """Whether every condition holds; each is worked out."""
    return conditions[0] if len(conditions) == 1 else Call("and", conditions)


def any_holds(*conditions: Expression) -> Expression:
    """Whether one condition holds; each is worked out."""
    return conditions[0] if len(conditions) == 1 else Call("or", conditions)


def equal(left: Expression, right: Expression | Number) -> Expression:
    """Whether two numbers are the same."""
    return Call("=", (left, expressed(right)))


def same(cell: Expression, text: Text | Word) -> Expression:
    """Whether a cell holds that text; a number does not."""
    return Call("same", (cell, text))


def negated(condition: Expression) -> Expression:
    """Whether a condition does not hold."""
    return Call("not", (condition,))


def matching(cells: Sequence[Expression], word: Word) -> Expression:
    """How many of the cells hold a word."""
    return Call("matching", (column(cells), word))


def is_number(cell: Expression) -> Expression:
    """Whether a cell holds a number."""
    return Call("isnumber", (cell,))


def least(*values: Expression | Number) -> Expression:
    """The smallest."""
    return Call("min", tuple(map(expressed, values)))


def greatest(*values: Expression | Number) -> Expression:
    """The greatest."""
    return Call("max", tuple(map(expressed, values)))


def floor_of(value: Expression) -> Expression:
    """The whole number at or below a value."""
    return Call("floor", (value,))


def is_whole(value: Expression) -> Expression:
    """Whether a value is a whole number."""
    return Call("whole", (value,))


def added(cells: Sequence[Expression]) -> Expression:
    """The sum of the numbers in cells, texts left out."""
    return Call("sum", (column(cells),))


def mean(cells: Sequence[Expression]) -> Expression:
    """The mean of the numbers in cells, texts left out; there is at least one number."""
    return Call("average", (column(cells),))


def numbers(cells: Sequence[Expression]) -> Expression:
    """How many of the cells hold a number."""
    return Call("count", (column(cells),))


def filled(cells: Sequence[Expression]) -> Expression:
    """How many of the cells are not empty."""
    return Call("counta", (column(cells),))


def column(cells: Sequence[Expression]) -> Column:
    """Several cells as one argument."""
    return Column(tuple(cell for cell in cells if isinstance(cell, Ref)))


def rounded(value: Expression, digits: int, mode: str) -> Expression:
    """A value rounded to so many decimals; ``mode`` is a rounding mode's name."""
    return Call(mode, (value,), digits)
