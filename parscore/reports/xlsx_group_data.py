"""What the sheets of a group show of its agencies, taken while each card is open and kept as it is stored."""

from fractions import Fraction

from parscore.messages import Words
from parscore.model.criteria import Level
from parscore.model.ranking import GroupRanking
from parscore.reports.printing import Printer, printer
from parscore.reports.tables import ItemRow, RankingRow, State, item_rows, ranking_rows
from parscore.reports.xlsx_columns import Columns
from parscore.reports.xlsx_live_cells import exactly, held, printed
from parscore.reports.xlsx_live_column import Basis, Column
from parscore.reports.xlsx_live_rank import places_of
from parscore.reports.xlsx_sheet import TOPIC, Amount, Content
from parscore.workbooks.measure import column_width

SIZE = 10
"""Size of type of the wide tables, in points."""
ID_SIZE = 8
OF_AREA = ("points", "maximum", "index")


class GroupData:
    """The agencies of a group in the order of the ranking, and what their cells hold."""

    def __init__(self, ranking: GroupRanking, words: Words) -> None:
        self.ranking, self.words = ranking, words
        criteria = ranking.group.criteria
        self.printer: Printer = printer(words, criteria.rounding)
        self.rows: list[RankingRow] = []
        self.basis = Basis(criteria)
        self.columns: list[Column] = []
        self.areas, self.items, self.lines = Columns(), Columns(), Columns()
        """Of each agency: three cells an area (points, maximum, index), one an item, one a row below the totals."""
        self.rebased = [False] * len(criteria.areas)
        self.area_widths, self.item_widths = [7.5] * (3 * len(criteria.areas)), list[float]()
        for row in ranking_rows(ranking):
            self._take(row)
        self.stand_above = places_of(self.rows, ranking.group.ranking, criteria.rounding)

    def _take(self, row: RankingRow) -> None:
        """Take what the sheets show of one agency, while its card is open."""
        rows = item_rows(row.card)
        areas = [item for item in rows if item.level is Level.AREA]
        cells = [cell for area in areas for cell in self._area(area)]
        items = [self.item(item) for item in rows]
        ledger = self.basis.ledger(areas)
        column = self.basis.column(rows)
        self.rows.append(row)
        self.columns.append(column._replace(fixed=column.fixed | self.basis.unsteady_totals(ledger, areas)))
        self.areas.add(map(printed, cells))
        self.items.add(map(held, rows, items))
        self.lines.add(map(exactly, self.basis.figures(ledger, started=row.started)))
        self.rebased = [any(one) for one in zip(self.rebased, map(_is_rebased, areas), strict=True)]
        self.area_widths = list(map(max, self.area_widths, map(_width, cells)))
        self.item_widths.append(max([8.0, column_width(row.agency, ID_SIZE), *map(_width, items)]))

    def text(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.text(TOPIC, key, **facts)

    @property
    def area_columns(self) -> list[tuple[int, str]]:
        """The columns of the areas: the maximum has one only where it is not the declared one for every agency."""
        keys = ((at, key) for at in range(len(self.rebased)) for key in OF_AREA)
        return [(at, key) for at, key in keys if key != "maximum" or self.rebased[at]]

    def totals(self, agency: int) -> tuple[Content, ...]:
        """Total, applicable maximum and index of an agency."""
        row = self.rows[agency]
        after = "" if row.complete else "*"
        total = None if row.shown_points is None else self.points(row.shown_points, after)
        return total, self.points(row.maximum), self.index(row.shown_index, after)

    def points(self, value: Fraction, after: str = "") -> Amount:
        """Points or a maximum as they are printed."""
        rounding = self.printer.rounding
        return Amount(value, rounding.points, rounding.mode, after)

    def index(self, value: Fraction | None, after: str = "") -> Amount | None:
        """An index as it is printed; nothing for none."""
        rounding = self.printer.rounding
        return None if value is None else Amount(value, rounding.index, rounding.mode, after)

    def _area(self, row: ItemRow) -> tuple[Content, ...]:
        return self.item(row), self.points(row.maximum), self.index(row.shown_index)

    def item(self, row: ItemRow) -> Content:
        """Points of an item, or the short word of a state without points.

        Behind points stand ``*`` where leaves are unresolved, and the short word of a leaf that was not assessed and
        has points all the same.
        """
        points = row.shown_points
        if points is None:
            return self.text(f"state.{row.state}")
        if row.state is State.INCOMPLETE:
            return self.points(points, "*")
        states = [] if row.state is State.SCORED else [row.state]
        states += [] if row.counted else [State.OUTSIDE_INDEX]
        return self.points(points, "".join(f" {self.text(f'state.{state}')}" for state in states))


def _is_rebased(row: ItemRow) -> bool:
    return row.maximum != row.declared


def _width(content: Content) -> float:
    """The width of a column that shows a content on one line."""
    return column_width(content.widest if isinstance(content, Amount) else str(content or ""), SIZE)
