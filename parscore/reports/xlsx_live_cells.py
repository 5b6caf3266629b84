"""The cells of a group's sheets as formulas beside what they give: a cell that shows no number stays as it is."""

from collections.abc import Sequence
from fractions import Fraction

from parscore.audit.paper_leaf import applicable_key
from parscore.audit.paper_total import index_key
from parscore.model.formula import Expression, Ref, rounded
from parscore.reports.tables import ItemRow
from parscore.reports.xlsx_live import TOTALS, Details
from parscore.reports.xlsx_live_column import Column
from parscore.reports.xlsx_live_rank import Places
from parscore.reports.xlsx_sheet import Amount, Content, Live, Stored
from parscore.rules.excel import Excel, Spot, quoted

BASIS_PATTERN = "#,##0.00####"


class LiveCells:
    """Formulas of the cells of one group. Agencies are told by their place in the order of the sheets, from 0."""

    def __init__(self, details: Details, columns: Sequence[Column], places: Places | None) -> None:
        self.details, self.columns, self.places = details, columns, places

    def detail(self, key: str, agency: int, shown: Content) -> Content:
        """A heading or a total on the sheet of details."""
        if not isinstance(shown, Amount | Stored) or key in self.columns[agency].fixed:
            return printed(shown)
        return live(self.details.formula(key, self.columns[agency], agency), shown)

    def top(self, key: str, shown: Amount) -> Content:
        """The stated maximum of an area or a criterion on the sheet of details: its leaves added, or a cap."""
        formula = self.details.top(key)
        return live(formula, shown) if formula else shown.added

    def basis(self, key: str, agency: int, shown: Content) -> Content:
        """A row below the totals on the sheet of details; weights are given."""
        if key in self.details.total.given:
            return shown
        return self.detail(key, agency, shown)

    def refer(self, key: str, agency: int, shown: Content) -> Content:
        """A cell of another sheet that shows what stands on the sheet of details."""
        return live(self._worded(Ref(key), agency), shown) if isinstance(shown, Amount | Stored) else shown

    def totals(self, agency: int, shown: Sequence[Content]) -> tuple[Content, ...]:
        """Total, applicable maximum and index on another sheet."""
        return tuple(self.refer(key, agency, one) for key, one in zip(TOTALS, shown, strict=False))

    def area_maximum(self, code: str, agency: int, shown: Content) -> Content:
        """The applicable maximum of an area, on another sheet; a section of bonus or penalty has none there."""
        if not isinstance(shown, Amount | Stored) or applicable_key(code) not in self.details.rows:
            return printed(shown)
        rounding = self.details.criteria.rounding
        return live(self._worded(rounded(Ref(applicable_key(code)), rounding.points, rounding.mode), agency), shown)

    def area_index(self, code: str, agency: int, shown: Content) -> Content:
        """The index of an area, on another sheet."""
        if not isinstance(shown, Amount | Stored) or index_key(code) in self.columns[agency].fixed:
            return printed(shown)
        rounding = self.details.criteria.rounding
        index = rounded(Ref(code) / Ref(applicable_key(code)) * 100, rounding.index, rounding.mode)
        return live(self._worded(index, agency), shown)

    def rank(self, sheet: str, agency: int, rank: int | None) -> Content:
        """The place in the ranking, on its sheet."""
        if rank is None or self.places is None:
            return rank
        return Live(self.places.place(sheet, agency), rank)

    def place(self, agency: int) -> Content:
        """How many stand above an agency, and one, on the sheet of details; nothing for one without a place."""
        if self.places is None or agency >= len(self.places.stand_above):
            return None
        return Live(self.places.above(agency), self.places.stand_above[agency])

    def _worded(self, formula: Expression, agency: int) -> str:
        return Excel("", lambda key: self.details.spot(key, agency), str).formula(formula)


def live(formula: str, shown: Amount | Stored) -> Live:
    """A formula with the printed figure beside it."""
    return Live(formula, shown.rounded if isinstance(shown, Amount) else shown)


def printed(shown: Content) -> Content:
    """An amount as it is printed; anything else as it is."""
    return shown.rounded if isinstance(shown, Amount) else shown


def held(row: ItemRow, shown: Content) -> Content:
    """What an item's cell holds: the points of a leaf so that others can add them, those of a heading as printed."""
    return shown.added if row.leaf and isinstance(shown, Amount) else printed(shown)


def exactly(value: Fraction | None) -> Stored | None:
    """A figure that is not rounded for print, as its cell holds it."""
    return None if value is None else Stored(float(value), BASIS_PATTERN)


def refer_to(spot: Spot, shown: Content) -> Content:
    """A cell of another sheet that shows what a cell holds."""
    inner = shown.rounded if isinstance(shown, Amount) else shown
    return Live(f"={quoted(spot.sheet)}!{spot.address}", inner) if isinstance(inner, Stored | int) else shown
