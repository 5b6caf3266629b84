"""Simple formulas calculated again: sums and the four operations over cells of the same sheet.

A program that does not calculate keeps the old result beside a formula when a cell is changed. Where a formula is
simple enough to be calculated here, its stored result can be checked; all others are left alone.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from parscore.model.cell import Cell
from parscore.model.criteria import RoundingMode
from parscore.numbers import from_stored, round_to
from parscore.workbooks.book import Sheet
from parscore.workbooks.formats import shown_decimals
from parscore.workbooks.references import CIRCLE, Block, Doubts, references

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sum>SUM\s*\()"
    r"|(?P<reference>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?)(?![\w.(!])"
    r"|(?P<sign>[-+*/(),]))\s*"
)
_LONGEST: Final = 2000
_DEEPEST: Final = 64
"""Parentheses and signs within each other: as many as Excel allows."""
_MOST_CELLS: Final = 20_000
"""Cells in all the ranges of one formula."""
DIVIDED: Final = "#DIV/0!"
_TOLERANCE: Final = Fraction(1, 10**9)
"""Of the larger value: programs calculate in binary and store 15 to 17 digits."""


class _Beyond(Exception):
    """The formula is not simple, or rests on something that is no number."""


class _DividedByZero(Exception):
    """The formula is simple and has no number as its result."""


def contradicted(sheet: Sheet, cell: Cell) -> Fraction | str | None:
    """Return what a cell's formula gives where that is surely not the stored result; ``None`` otherwise.

    It is a number, or the error of a division by zero. A formula that rests on itself has no result to compare.
    """
    stored = from_stored(cell.text) if cell.kind == "number" else None
    if stored is None or not cell.formula or len(cell.formula) > _LONGEST:
        return None
    found: Fraction | str
    try:
        found = _Calculation(sheet, cell.formula).result()
    except _Beyond:
        return None
    except _DividedByZero:
        found = DIVIDED
    if not isinstance(found, str) and _agrees(found, stored, cell):
        return None
    return None if CIRCLE in Doubts(sheet).of(cell) else found


def is_too_long(cell: Cell) -> bool:
    """Whether a formula is of the kind that is calculated again, but longer, or over more cells, than is."""
    if cell.kind != "number" or not cell.formula:
        return False
    try:
        simple = list(_tokens(cell.formula))
    except _Beyond:
        return False
    named = (next(references(text)) for kind, text in simple if kind == "reference" and ":" in text)
    return len(cell.formula) > _LONGEST or sum(map(_size, named)) > _MOST_CELLS


def _size(block: Block) -> int:
    """How many cells a range has."""
    top, left, bottom, right = block
    return (bottom - top + 1) * (right - left + 1)


def _agrees(found: Fraction, stored: Fraction, cell: Cell) -> bool:
    decimals = shown_decimals(cell.format)
    if decimals is not None and round_to(found, decimals, RoundingMode.HALF_UP) == stored:
        return True  # "precision as displayed"
    return abs(found - stored) <= _TOLERANCE * max(abs(found), abs(stored))


class _Calculation:
    """A formula, token by token: terms of factors, as in school."""

    def __init__(self, sheet: Sheet, formula: str) -> None:
        self.sheet = sheet
        self.tokens = list(_tokens(formula))
        self.at = 0
        self.depth = 0
        self.cells = 0

    def result(self) -> Fraction:
        value = self.terms()
        if self.at != len(self.tokens):
            raise _Beyond
        return value

    def take(self, *wanted: str) -> str:
        """The next token if it is one of those wanted, else an empty text."""
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind in wanted or text in wanted:
            self.at += 1
            return text
        return ""

    @property
    def next(self) -> str:
        """The text of the next token, without taking it."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def terms(self) -> Fraction:
        value = self.factors()
        while sign := self.take("+", "-"):
            value += self.factors() if sign == "+" else -self.factors()
        return value

    def factors(self) -> Fraction:
        value = self.single()
        while sign := self.take("*", "/"):
            other = self.single()
            if sign == "/" and not other:
                raise _DividedByZero
            value = value * other if sign == "*" else value / other
        return value

    def single(self) -> Fraction:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Beyond
        value = self.operand()
        self.depth -= 1
        return value

    def operand(self) -> Fraction:
        if self.take("-"):
            return -self.single()
        if number := self.take("number"):
            return Fraction(number)
        if self.take("sum"):
            return self.summed()
        if reference := self.take("reference"):
            (block,) = references(reference)
            if ":" in reference:
                raise _Beyond
            return self.value(block[0], block[1])
        if self.take("("):
            value = self.terms()
            if self.take(")"):
                return value
        raise _Beyond

    def summed(self) -> Fraction:
        """The arguments of SUM: in cells that it refers to, texts and logical values do not count."""
        value = Fraction(0)
        while True:
            before, reference = self.at, self.take("reference")
            if reference and self.next in (",", ")"):
                value += self.added(next(references(reference)))
            else:
                self.at = before
                value += self.terms()
            if self.take(")"):
                return value
            if not self.take(","):
                raise _Beyond

    def added(self, block: Block) -> Fraction:
        top, left, bottom, right = block
        self.cells += _size(block)
        if self.cells > _MOST_CELLS:
            raise _Beyond
        cells = [self.sheet.at(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        if any(cell is not None and cell.kind in ("error", "blank", "date") for cell in cells):
            raise _Beyond
        numbers = (from_stored(cell.text) for cell in cells if cell is not None and cell.kind == "number")
        return sum((number for number in numbers if number is not None), Fraction(0))

    def value(self, row: int, column: int) -> Fraction:
        """The number in a cell; nothing in it counts as 0, as in every spreadsheet."""
        cell = self.sheet.at(row, column)
        if cell is None:
            return Fraction(0)
        found = from_stored(cell.text) if cell.kind == "number" else None
        if found is None:
            raise _Beyond
        return found


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or match.lastgroup is None:
            raise _Beyond
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()
