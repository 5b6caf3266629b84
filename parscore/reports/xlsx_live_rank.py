"""Places as formulas over the figures of the ranked agencies, which stand first, side by side, on the sheet of details.

Counted are the agencies whose figure is greater (competition), or the different places of those above (dense). Where
tie-break keys or the official order decide, no formula over one figure says so: the places are left values. So they are
where two figures differ by less than what binary arithmetic keeps apart.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from parscore.audit.paper_leaf import printed_key
from parscore.audit.paper_total import TOTAL, index_key
from parscore.model.criteria import Basis, RankRule, Rounding, Ties
from parscore.model.formula import Call, Column, Expression, Ref, rounded
from parscore.numbers import round_to
from parscore.reports.tables import RankingRow
from parscore.reports.xlsx_live import PLACE, Details
from parscore.rules.excel import Excel, Span, Spot

_APART: Final = Fraction(1, 10**9)
_RANKED: Final = "ranked"
_OWN: Final = "own"


def compared(rule: RankRule) -> str:
    """The row of the figure that is compared: index or total, exactly or as it is printed."""
    key = index_key(TOTAL) if rule.by == "index" else TOTAL
    return printed_key(key) if rule.basis is Basis.PRINTED else key


def places_of(rows: Sequence[RankingRow], rule: RankRule, rounding: Rounding) -> tuple[int, ...]:
    """How many stand above each of the ranked agencies, and one; none where a formula cannot count their places.

    The ranked ones stand first, the first of them first.
    """
    ranked = [row for row in rows if row.rank is not None]
    figures = [figure for row in ranked if (figure := _figure(row, rule, rounding)) is not None]
    if len(figures) < len(ranked):
        return ()
    if any(above - below and above - below < _APART for above, below in pairwise(figures)):
        return ()
    wanted = _places(figures, dense=rule.ties is Ties.DENSE)
    return tuple(_places(figures, dense=False)) if wanted == [row.rank for row in ranked] else ()


def _figure(row: RankingRow, rule: RankRule, rounding: Rounding) -> Fraction | None:
    value, digits = (row.index, rounding.index) if rule.by == "index" else (row.points, rounding.points)
    return round_to(value, digits, rounding.mode) if rule.basis is Basis.PRINTED and value is not None else value


def _places(figures: Sequence[Fraction], *, dense: bool) -> list[int]:
    """The places of figures, by counting the greater ones."""
    greater: dict[Fraction, int] = {}
    for at, figure in enumerate(sorted(figures, reverse=True)):
        greater.setdefault(figure, len(greater) if dense else at)
    return [greater[figure] + 1 for figure in figures]


class Places:
    """The places of the agencies that stand first on the sheet of details, by how many ``stand_above``, and one."""

    def __init__(self, details: Details, rule: RankRule, stand_above: Sequence[int]) -> None:
        self.details, self.rule, self.stand_above = details, rule, stand_above
        self._greater = Call("above", (Column((Ref(_RANKED),)), Ref(_OWN))) + 1

    def place(self, sheet: str, agency: int) -> str:
        """The formula of an agency's place, in a cell of another sheet."""
        if self.rule.ties is not Ties.DENSE:
            return self._worded(self._greater, compared(self.rule), sheet, agency)
        # Of the different places above its own, each counts once: a sum of shares, which is whole but for its noise.
        distinct = Call("below", (Column((Ref(_RANKED),)), Ref(_OWN, given=True)))
        return self._worded(rounded(distinct, 0, Rounding().mode) + 1, PLACE, sheet, agency)

    def above(self, agency: int) -> str:
        """The formula of how many stand above an agency, and one, on the sheet of details: the row ``PLACE``."""
        return self._worded(self._greater, compared(self.rule), self.details.name, agency)

    def _worded(self, formula: Expression, key: str, sheet: str, agency: int) -> str:
        own = self.details.spot(key, agency)
        spots: dict[str, Spot | Span] = {_RANKED: self.details.ranked(key, len(self.stand_above)), _OWN: own}
        return Excel(sheet, spots.__getitem__, str).formula(formula)
