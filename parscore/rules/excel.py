"""Formulas of cells as text for Excel 2010 and LibreOffice: English names, commas, the first cell at row 0, column 0.

Numbers are written exactly, thirds as ``(1/3)``. Comparisons of what was worked out round the difference first, so that
a value on a boundary falls on its right side; rounding brings the value to a whole scale first (see ``rules.worded``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from parscore.model.criteria import RoundingMode
from parscore.model.formula import Call, Column, Constant, Day, Expression, Ref, Text, Word
from parscore.numbers import decimal_text
from parscore.rules.worded import ABOVE_DIGITS, DIGITS, POINT_DIGITS, decimals_for

_COMPARISONS: Final = ("<", "<=", ">", ">=", "=")
_NAMES: Final = {"and": "AND", "or": "OR", "min": "MIN", "max": "MAX", "sum": "SUM", "count": "COUNT"} | {
    "counta": "COUNTA",
    "average": "AVERAGE",
    "highest": "MAX",
    "not": "NOT",
    "if": "IF",
    "isnumber": "ISNUMBER",
    "workdays": "NETWORKDAYS",
}
_TEST, _SUM, _PRODUCT, _ATOM = range(4)


class Spot(NamedTuple):
    """Where a cell stands: sheet, row and column from 0; ``fixed``: it is meant wherever the formula is moved to."""

    sheet: str
    row: int
    column: int
    fixed: bool = False

    @property
    def address(self) -> str:
        """The address on its sheet, such as ``F12``, or ``$F$12``."""
        return f"${letters(self.column)}${self.row + 1}" if self.fixed else f"{letters(self.column)}{self.row + 1}"


class Span(NamedTuple):
    """A range of cells, from one corner to the other, that stands as a whole for one key."""

    first: Spot
    last: Spot

    @property
    def sheet(self) -> str:
        """The sheet of the range."""
        return self.first.sheet

    @property
    def address(self) -> str:
        """The address on its sheet, such as ``D9:K9``."""
        return f"{self.first.address}:{self.last.address}"


def letters(column: int) -> str:
    """Return the letters of a column, from 0."""
    found, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


@dataclass(frozen=True, slots=True)
class Excel:
    """Writes formulas of the cells of one sheet: where each cell stands, and the words of the reader's language."""

    sheet: str
    spot: Callable[[str], Spot | Span]
    word: Callable[[str], str]

    def formula(self, formula: Expression) -> str:
        """The formula as it stands in its cell, with the sign ``=``."""
        return f"={self._text(formula)[0]}"

    def _text(self, formula: Expression) -> tuple[str, int]:
        """Return the text and how tightly it binds."""
        if isinstance(formula, Ref):
            return self._address(self.spot(formula.key)), _ATOM
        if isinstance(formula, Call):
            return self._call(formula, formula.function, formula.args)
        if isinstance(formula, Constant):
            text = decimal_text(formula.value)
            return (f"({text})", _ATOM) if "/" in text else (text, _SUM if formula.value < 0 else _ATOM)
        return self._other(formula), _ATOM

    def _other(self, formula: Expression) -> str:
        if isinstance(formula, Day):
            return f"DATE({formula.day.year},{formula.day.month},{formula.day.day})"
        if isinstance(formula, Column):
            return ",".join(self._runs([self.spot(ref.key) for ref in formula.refs]))
        if isinstance(formula, Text | Word):
            return _literal(formula.text if isinstance(formula, Text) else self.word(formula.key))
        raise TypeError(f"no formula: {formula}")

    def _call(self, call: Call, function: str, args: tuple[Expression, ...]) -> tuple[str, int]:
        if function in "+-*/":
            binds = _SUM if function in "+-" else _PRODUCT
            return f"{self._bound(args[0], binds)}{function}{self._bound(args[1], binds + 1)}", binds
        if function == "negate":
            return f"-{self._bound(args[0], _ATOM)}", _SUM
        if function in _COMPARISONS:
            return self._comparison(call), _TEST
        if function == "same":
            return "=".join(self._bound(arg, _SUM) for arg in args), _TEST
        if function == "above":
            others, own = map(self._plain, args)
            return f"SUMPRODUCT(--(ROUND({others}-{own},{ABOVE_DIGITS})>0))", _ATOM
        if function == "below":
            others, own = map(self._plain, args)
            return f"SUMPRODUCT(({others}<{own})/COUNTIF({others},{others}))", _ATOM
        if function == "matching":
            word, spots = self._plain(args[1]), [self.spot(ref.key) for ref in _refs(args[0])]
            return "+".join(f"COUNTIF({run},{word})" for run in self._runs(spots)), _SUM
        if function == "floor":
            return f"INT(ROUND({self._plain(args[0])},{DIGITS - 1}))", _ATOM
        if function == "whole":
            value = self._plain(args[0])
            return f"ROUND({value},{DIGITS - 1})=ROUND({value},0)", _TEST
        if function == "between":
            after, until, days = map(self._plain, (args[0], args[1], args[2]))
            return f'COUNTIFS({days},">"&{after},{days},"<="&{until})', _ATOM
        if function in _NAMES:
            return f"{_NAMES[function]}({','.join(map(self._plain, args))})", _ATOM
        return self._rounded(call, RoundingMode(function)), _PRODUCT

    def _plain(self, formula: Expression) -> str:
        return self._text(formula)[0]

    def _bound(self, formula: Expression, needed: int) -> str:
        text, binds = self._text(formula)
        return text if binds >= needed else f"({text})"

    def _comparison(self, call: Call) -> str:
        left, right = call.args
        decimals = decimals_for(left, right)
        if decimals is None:
            return f"{self._bound(left, _SUM)}{call.function}{self._bound(right, _SUM)}"
        zero = isinstance(right, Constant) and not right.value
        difference = self._plain(left) if zero else self._plain(Call("-", (left, right)))
        return f"ROUND({difference},{decimals}){call.function}0"

    def _rounded(self, call: Call, mode: RoundingMode) -> str:
        """Round on the scale on which the last decimal is 1: there a half is exact in binary in every program."""
        scale = f"*{10**call.digits}" if call.digits else ""
        scaled = f"ROUND({self._bound(call.args[0], _PRODUCT)}{scale},{POINT_DIGITS - call.digits})"
        whole = {
            RoundingMode.HALF_UP: f"ROUND({scaled},0)",
            RoundingMode.DOWN: f"TRUNC({scaled})",
            RoundingMode.HALF_EVEN: f"IF({scaled}-INT({scaled})=0.5,2*ROUND({scaled}/2,0),ROUND({scaled},0))",
        }[mode]
        return whole + scale.replace("*", "/")

    def _runs(self, spots: list[Spot | Span]) -> list[str]:
        """Cells below one another as one range."""
        runs: list[list[Spot | Span]] = []
        for spot in spots:
            last = runs[-1][-1] if runs else None
            if isinstance(last, Spot) and last._replace(row=last.row + 1) == spot:
                runs[-1].append(spot)
            else:
                runs.append([spot])
        return [self._address(run[0]) + (f":{run[-1].address}" if len(run) > 1 else "") for run in runs]

    def _address(self, spot: Spot | Span) -> str:
        return spot.address if spot.sheet == self.sheet else f"{quoted(spot.sheet)}!{spot.address}"


def _refs(column: Expression) -> tuple[Ref, ...]:
    return column.refs if isinstance(column, Column) else ()


def _literal(text: str) -> str:
    """A text inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def quoted(name: str) -> str:
    """The name of a sheet inside a formula or a link."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"
