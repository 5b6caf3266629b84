"""The arithmetic of formulas: numbers, names, + - * /, min, max and brackets; parsed here, never ``eval``.

Grammar: ``sum = product (("+" | "-") product)*``, ``product = factor (("*" | "/") factor)*``,
``factor = number | name | ("min" | "max") "(" sum ("," sum)* ")" | "(" sum ")" | "-" factor``.
A number is written with a decimal point and may end with ``%``. Limits: 400 characters, 20 levels of brackets.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from parscore.model.rule import Step
from parscore.numbers import decimal_text

MAX_LENGTH = 400
MAX_DEPTH = 20
_TOKEN = re.compile(r"\s+|(?P<number>[0-9]+(?:\.[0-9]+)?%?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>[-+*/(),])")
_FUNCTIONS = {"min": min, "max": max}
_SUM, _PRODUCT, _ATOM = 1, 2, 3


class FormulaError(ValueError):
    """A formula that does not follow the grammar; ``position`` counts characters from 1."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(what)
        self.what = what
        self.position = position


class ZeroDenominatorError(ArithmeticError):
    """A denominator is zero: no case arose; the leaf's ``no_case`` key decides."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written (``95%`` keeps its sign in ``text``)."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A named value."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``+ - * /`` on two operands, ``negate`` on one, ``min`` and ``max`` on one or more."""

    operator: str
    operands: "tuple[Expression, ...]"
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The names used below, each once. Kept, with ``text``, because a formula is used for every agency."""
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(dict.fromkeys(chain.from_iterable(map(names, self.operands)))))
        object.__setattr__(self, "text", _write(self, {})[0])


Expression = Number | Name | Operation


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Parse a formula; raises ``FormulaError`` with the position of the fault.

    Kept, because rules that write a formula of their own (``ballots``) ask for the same one for every agency.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("length", MAX_LENGTH + 1)
    return _Parser(text).whole()


def names(expression: Expression) -> tuple[str, ...]:
    """Return the names used, each once, in order of first appearance."""
    if isinstance(expression, Number):
        return ()
    return (expression.name,) if isinstance(expression, Name) else expression.names


def evaluate(expression: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """Return the exact value; raises ``ZeroDenominatorError`` where a divisor is zero."""
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Name):
        return values[expression.name]
    operands = [evaluate(operand, values) for operand in expression.operands]
    if expression.operator in _FUNCTIONS:
        return _FUNCTIONS[expression.operator](operands)
    if expression.operator == "negate":
        return -operands[0]
    return _apply(expression.operator, *operands)


def write(expression: Expression, shown: Mapping[str, Fraction] | None = None) -> str:
    """Write a formula in its plainest form; ``shown`` puts numbers in the place of names."""
    if shown is None and isinstance(expression, Operation):
        return expression.text
    return _write(expression, shown or {})[0]


def with_numbers(step: Step) -> str:
    """Write a step's formula with its numbers put in: ``on_time / settled`` becomes ``1940 / 2000``."""
    return write(parse(step.formula), dict(step.given))


def _apply(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if right == 0:
        raise ZeroDenominatorError
    return left / right


def _write(expression: Expression, shown: Mapping[str, Fraction]) -> tuple[str, int]:
    """Return the text and how tightly it binds."""
    if isinstance(expression, Number):
        return expression.text, _ATOM
    if isinstance(expression, Name):
        return _write_name(expression.name, shown.get(expression.name))
    parts = [_write(operand, shown) for operand in expression.operands]
    if expression.operator in _FUNCTIONS:
        return f"{expression.operator}({', '.join(text for text, _ in parts)})", _ATOM
    if expression.operator == "negate":
        return f"-{_bracket(parts[0], _ATOM)}", _PRODUCT
    binds = _SUM if expression.operator in "+-" else _PRODUCT
    # The right operand of - and / needs brackets already when it binds equally: a - (b - c).
    left, right = _bracket(parts[0], binds), _bracket(parts[1], binds + 1)
    return f"{left} {expression.operator} {right}", binds


def _write_name(name: str, value: Fraction | None) -> tuple[str, int]:
    """Write a name, or its number; one with a sign or a stroke needs brackets beside ``*`` and ``/``."""
    if value is None:
        return name, _ATOM
    text = decimal_text(value)
    return text, _SUM if value < 0 or "/" in text else _ATOM


def _bracket(part: tuple[str, int], needed: int) -> str:
    text, binds = part
    return text if binds >= needed else f"({text})"


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._tokens = list(self._tokenize(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        expression = self._sum()
        kind, _, position = self._tokens[self._at]
        if kind != "end":
            raise FormulaError("unexpected", position)
        return expression

    @staticmethod
    def _tokenize(text: str) -> Iterator[tuple[str, str, int]]:
        position = 0
        stripped = text.rstrip()
        while position < len(stripped):
            match = _TOKEN.match(stripped, position)
            if match is None:
                raise FormulaError("character", position + 1)
            if match.lastgroup:
                yield match.lastgroup, match[0], position + 1
            position = match.end()
        yield "end", "", len(stripped) + 1

    def _take(self, *signs: str) -> str | None:
        text = self._tokens[self._at][1]
        if text in signs:
            self._at += 1
            return text
        return None

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            raise FormulaError(f"expected {sign}", self._tokens[self._at][2])

    def _sum(self) -> Expression:
        if self._depth > MAX_DEPTH:
            raise FormulaError("depth", self._tokens[self._at][2])
        self._depth += 1
        expression = self._product()
        while sign := self._take("+", "-"):
            expression = Operation(sign, (expression, self._product()))
        self._depth -= 1
        return expression

    def _product(self) -> Expression:
        expression = self._factor()
        while sign := self._take("*", "/"):
            expression = Operation(sign, (expression, self._factor()))
        return expression

    def _factor(self) -> Expression:
        negations = 0
        while self._take("-"):
            negations += 1
        expression = self._atom()
        return Operation("negate", (expression,)) if negations % 2 else expression

    def _atom(self) -> Expression:
        kind, text, position = self._tokens[self._at]
        if kind == "number":
            self._at += 1
            share = text.endswith("%")
            return Number(Fraction(text.rstrip("%")) / (100 if share else 1), text)
        if kind == "name":
            self._at += 1
            return self._function(text) if text in _FUNCTIONS else Name(text)
        if self._take("("):
            expression = self._sum()
            self._expect(")")
            return expression
        raise FormulaError("unexpected", position)

    def _function(self, name: str) -> Expression:
        self._expect("(")
        operands = [self._sum()]
        while self._take(","):
            operands.append(self._sum())
        self._expect(")")
        return Operation(name, tuple(operands))
