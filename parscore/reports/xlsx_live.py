"""The live figures of "Chi tiết TCTP": which formula stands in which row, over the leaf cells of an agency's column.

* A leaf's cell holds its points as a number, or the word of its state; sums pass over words. Where a cell cannot hold
  the exact points, because programs would show them other than they are printed (2.675; any value cut off or rounded
  half-even), it holds the printed ones, and the sums above add what is missing as a constant.
* Areas and criteria are sums of the leaf cells below them, never of cells that were rounded for print, in the wording
  of the working papers (``audit.paper_total``, ``model.formula.rounded``): rounding level and mode, caps, weights.
* Below the totals stands what they are worked out from: points and applicable maximum of each area, not rounded for
  print, then parts, bonus, penalty, bounds. A leaf that an agency leaves out is taken out of its maximum by a formula
  over the leaf's cell: ``-IF(ISNUMBER(F9),0,$C$9)``. The maximum of a leaf for an agency of another kind than the
  others (a variant) is a constant in it.
* A figure is left a value where the engine has none to show (a word stands there), and where it lies so near to a
  boundary of rounding that the noise of binary arithmetic could decide (``xlsx_live_column.steady``).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from parscore.audit.paper_leaf import applicable_key, printed_key, top_key
from parscore.audit.paper_total import MAXIMUM, TOTAL, in_section, index_key
from parscore.messages import Words
from parscore.model.criteria import Heading, Leaf, Level, Rounding, RoundingLevel, Section
from parscore.model.formula import Constant, Expression, Ref, added, if_, is_number, rounded
from parscore.numbers import round_to
from parscore.reports.xlsx_live_column import TOPIC, Basis, Column, Line, amount
from parscore.rules.excel import Excel, Span, Spot, letters

FIRST: Final = 3
"""The column of the first agency."""
_TOP: Final = 2
"""The column of the maxima that the set states."""
_ANY: Final = 16383
"""The last column of a sheet stands for the agency's own until the formula is written there."""
_REST: Final = 13
"""Decimals of the constants for what leaf cells do not hold."""
TOTALS: Final = (printed_key(TOTAL), printed_key(MAXIMUM), printed_key(index_key(TOTAL)), "rank", "class")
"""The rows of the totals below the items, in order."""
PLACE: Final = "place"
"""The row of the places by which a dense ranking counts on: how many stand above, and one."""


class Shape(NamedTuple):
    """What of a column the formula of a row depends on: an amount to be added, leaves that left, leaves outside."""

    more: Fraction = Fraction(0)
    gone: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()


class Details:
    """The rows of the sheet of one group by their keys, and the formulas of an agency's column.

    ``name``: the sheet; ``head``: the row of the first item, from 0; ``dense``: places are counted on from a row.
    """

    def __init__(self, basis: Basis, words: Words, name: str, head: int, *, dense: bool) -> None:
        criteria = basis.criteria
        self.criteria, self.words, self.name = criteria, words, name
        self.total = basis.total
        self.lines = (*basis.lines, Line(PLACE, TOPIC, "basis.place")) if dense else basis.lines
        self.rows: dict[str, int] = {}
        items = tuple(criteria.items())
        for at, item in enumerate(items, head):
            self.rows[item.code if isinstance(item, Leaf) else printed_key(item.code)] = at
            self.rows[top_key(item.code)] = at
        after = head + len(items)
        self.rows |= {key: after + at for at, key in enumerate(TOTALS)}
        self.rows |= {line.key: after + len(TOTALS) + 1 + at for at, line in enumerate(self.lines)}
        self._excel = Excel(name, self._own, self._word)
        self._text = lru_cache(maxsize=64)(self._worded)

    def _word(self, key: str) -> str:
        return self.words.text("papers", f"word.{key}")

    # --- where cells stand -------------------------------------------------------------------------------------------

    def _own(self, key: str) -> Spot:
        if key.endswith("!max"):
            return Spot(self.name, self.rows[key], _TOP, fixed=True)
        return Spot(self.name, self.rows[key], _ANY)

    def spot(self, key: str, agency: int) -> Spot:
        """The cell of the agency that stands ``agency``-th, from 0, as other sheets mean it."""
        return Spot(self.name, self.rows[key], _TOP if key.endswith("!max") else FIRST + agency, fixed=True)

    def ranked(self, key: str, count: int) -> Span:
        """The cells of the first ``count`` agencies."""
        return Span(self.spot(key, 0), self.spot(key, count - 1))

    # --- formulas ----------------------------------------------------------------------------------------------------

    def formula(self, key: str, of: Column, agency: int) -> str:
        """The formula of a cell in the column of an agency."""
        return self._text(key, self._shape(key, of)).replace(letters(_ANY), letters(FIRST + agency))

    def _shape(self, key: str, of: Column) -> Shape:
        heading = self._heading(key)
        if heading is None:
            return Shape()
        outside = of.outside and of.outside & {leaf.code for leaf in heading.leaves()}
        if key != applicable_key(heading.code):
            return Shape(of.rests.get(heading.code, Fraction(0)), outside=outside)
        gone = of.gone and of.gone & {leaf.code for leaf in heading.leaves()}
        return Shape(of.own.get(heading.code, Fraction(0)), gone, outside)

    def _heading(self, key: str) -> Heading | None:
        """The heading of which a row is; ``None`` for the rows of the total."""
        found = self.criteria.index.get(key.removesuffix(applicable_key("")).removesuffix(printed_key("")))
        return found if isinstance(found, Heading) else None

    def _worded(self, key: str, shape: Shape) -> str:
        return self._excel.formula(self._expression(key, shape))

    def _expression(self, key: str, shape: Shape) -> Expression:
        rounding = self.criteria.rounding
        if key == printed_key(MAXIMUM):
            return rounded(Ref(MAXIMUM), rounding.points, rounding.mode)
        if (heading := self._heading(key)) is None:
            return self.total.formulas[key]
        if key == applicable_key(heading.code):
            return self._applicable(heading, shape)
        points = self._points(heading, shape)
        done = key == heading.code or (self._rounds(heading) and heading.section is Section.AREA)
        return points if done else rounded(points, rounding.points, rounding.mode)

    def _rounds(self, heading: Heading) -> bool:
        """Whether rounding is a step of the calculation of this heading."""
        return heading.level is Level.AREA and self.criteria.rounding.at is RoundingLevel.AREA

    def _points(self, heading: Heading, shape: Shape) -> Expression:
        """The points of a heading, not rounded for print."""
        rounding = self.criteria.rounding
        cells = [Ref(leaf.code) for leaf in heading.leaves() if leaf.code not in shape.outside]
        points = plus(_sum(cells), shape.more)
        if self._rounds(heading):
            points = rounded(points, rounding.points, rounding.mode)
        cap = plus(Ref(top_key(heading.code)), amount(heading.maximum, rounding).rest)
        return in_section(heading, points, cap)

    def _applicable(self, heading: Heading, shape: Shape) -> Expression:
        """The applicable maximum of an area: what its leaves are worth, without those that the agency leaves out."""
        leaves = [leaf for leaf in heading.leaves() if leaf.code not in shape.outside]
        maximum = plus(_sum([Ref(top_key(leaf.code)) for leaf in leaves]), shape.more + self.rest_of_tops(leaves))
        for leaf in leaves:
            if leaf.code in shape.gone:
                own = plus(Ref(top_key(leaf.code)), self.rest_of_tops([leaf]))
                maximum = maximum - if_(is_number(Ref(leaf.code)), 0, own)
        return maximum

    def rest_of_tops(self, leaves: Iterable[Leaf]) -> Fraction:
        """What the cells of the maxima do not hold."""
        return sum((amount(leaf.maximum, self.criteria.rounding).rest for leaf in leaves), Fraction(0))

    def top(self, code: str) -> str:
        """The formula of the stated maximum of a heading; empty for a leaf, and where it is a cap."""
        heading = self._heading(code)
        if heading is None:
            return ""
        rounding, leaves = self.criteria.rounding, list(heading.leaves())
        if sum((leaf.maximum for leaf in leaves), Fraction(0)) != heading.maximum:
            return ""
        whole = plus(_sum([Ref(top_key(leaf.code)) for leaf in leaves]), self.rest_of_tops(leaves))
        relative = Excel(self.name, lambda key: self._own(key)._replace(fixed=False), self._word)
        return relative.formula(rounded(whole, rounding.points, rounding.mode))


def _sum(cells: Sequence[Ref]) -> Expression:
    return added(cells) if cells else Constant(Fraction(0))


def plus(points: Expression, rest: Fraction) -> Expression:
    """A sum of cells and what they do not hold, as a decimal that every program reads exactly enough."""
    told = round_to(rest, _REST, Rounding().mode)
    if not told:
        return points
    return points - Constant(-told) if told < 0 else points + Constant(told)
