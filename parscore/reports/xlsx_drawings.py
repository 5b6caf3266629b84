"""The sheet of a group's charts: its ranking with the mean, the means of the areas, a radar for each agency.

What they draw stands in tables below them, outside the printed pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parscore.reports.chart_rows import AreaMean, Stretch, area_means, ranking_bars, spokes, stretches
from parscore.reports.group_figures import GroupFigures, group_figures
from parscore.reports.tables import RankingRow, ranking_rows
from parscore.reports.xlsx_charts import Rows, Series, Spot, bars, radar
from parscore.reports.xlsx_group_sheet import SIZE, GroupSheets
from parscore.reports.xlsx_sheet import Look, Sheet

BARS: Final = 30
"""The most bars of one chart: as many as a page shows legibly."""
MOST_BARS: Final = 300
"""Of a group of more agencies only the first and the last ``BARS`` are drawn."""
MOST_RADARS: Final = 40
"""In a group of more agencies no radars are drawn: the result sheet of each agency has its own."""
_WIDTHS: Final = (11.0,) * 14
_WIDE: Final = 1148
"""Pixels of all columns."""
_SCALE: Final = 78
_FIRST_PAGE, _PAGE = 33, 40
"""Rows of the first page, below the titles, and of the others, all of the default height of 20 pixels."""
_ROW: Final = 20
_GAP: Final = 5
"""Pixels between a chart and the rows above it: a border on the edge of a page is drawn on both pages."""
_RADARS: Final = 3
_RADAR: Final = 18
"""Radars side by side, and rows of each."""
_INDEX, _MEAN = 5, 6
"""Columns of the values in the tables below; names stand in the first."""
_PLAIN: Final[Look] = {"border": 0, "text_wrap": False, "indent": 0}
_BOLD: Final[Look] = {**_PLAIN, "bold": True}
_NOTE: Final[Look] = {"italic": True, "valign": "top"}


def write_drawings(page: GroupSheets) -> None:
    """Write the sheet of one group; a group in which nobody is ranked has none."""
    figures = group_figures(page.ranking)
    if not figures.ranked:
        return
    _Drawings(page, page.sheet("charts", _WIDTHS), figures).write()


@dataclass(slots=True)
class _Flow:
    """Places things down the pages: what does not fit on a page begins the next."""

    row: int
    end: int
    breaks: list[int] = field(default_factory=list)

    def place(self, rows: int) -> int:
        """The first row of something of so many rows."""
        if self.row + rows > self.end:
            self.row = self.end
            self.breaks.append(self.end)
            self.end += _PAGE
        first, self.row = self.row, self.row + rows
        return first


Drawing = Callable[[Rows], None]


class _Drawings:
    def __init__(self, page: GroupSheets, sheet: Sheet, figures: GroupFigures) -> None:
        self.page, self.sheet, self.figures = page, sheet, figures
        rows = list(ranking_rows(page.ranking))
        self.bars = stretches(ranking_bars(rows, figures.mean_index), BARS, MOST_BARS)
        self.means = area_means(figures)
        self.radars = spokes(rows, page.ranking, self.means) if figures.ranked <= MOST_RADARS else ()
        self.flow = _Flow(sheet.row, sheet.row + _FIRST_PAGE)

    def write(self) -> None:
        """Lay the pages out, then write the notes and tables downwards and draw what stands in them."""
        flow, worksheet = self.flow, self.sheet.worksheet
        rankings = [flow.place(_height(len(one.bars))) for one in self.bars]
        areas = flow.place(_height(len(self.means))) if self.means else 0
        note = flow.place(3)
        radars = [flow.place(_RADAR) for _ in range(-(-len(self.radars) // _RADARS))] if self.means else []
        self.sheet.area((note, 0), (note + 2, self.sheet.last), self._note(), {**_NOTE, "font_size": SIZE})
        worksheet.print_area(0, 0, flow.row, self.sheet.last)
        worksheet.set_print_scale(_SCALE)
        if flow.breaks:
            worksheet.set_h_pagebreaks(flow.breaks)
        self.sheet.row = flow.row + 2
        for first, stretch in zip(rankings, self.bars, strict=True):
            self._ranking(first, stretch)
        if self.means:
            self._areas(areas)
        if radars:
            self._radars(radars)

    def _note(self) -> str:
        """What the codes on the radars are, or where radars are to be had; and whom the charts leave out."""
        page, figures = self.page, self.figures
        told = []
        if self.radars:
            told.append(page.text("charts.areas", areas="; ".join(map(_area, self.means))))
        elif self.means:
            told.append(page.text("charts.no_radars", count=figures.ranked, most=MOST_RADARS))
        if figures.ranked < figures.agencies:
            told.append(page.text("charts.left_out", count=figures.agencies - figures.ranked))
        if figures.ranked + 1 > MOST_BARS:
            told.append(page.text("charts.ends", count=figures.ranked, each=BARS))
        return " ".join(told)

    def _ranking(self, first: int, stretch: Stretch) -> None:
        text = self.page.text
        names = [text("charts.mean") if bar.row is None else _named(bar.row) for bar in stretch.bars]
        own = [None if bar.row is None else bar.value for bar in stretch.bars]
        mean = [bar.value if bar.row is None else None for bar in stretch.bars]
        rows = self._table(text("charts.ranking"), names, {_INDEX: own, _MEAN: mean})
        series = [self._series("charts.index", _INDEX, own)]
        if any(value is not None for value in mean):
            series.append(self._series("charts.mean", _MEAN, mean))
        whole = text("charts.ranking")
        if len(self.bars) > 1:
            last = stretch.first + len(stretch.bars) - 1
            whole = text("charts.part", title=whole, first=stretch.first, last=last)
        bars(self.sheet, rows, series, whole, _spot(first, len(stretch.bars)))

    def _areas(self, first: int) -> None:
        title = self.page.text("charts.area_means")
        values = [one.mean for one in self.means]
        rows = self._table(title, list(map(_area, self.means)), {_INDEX: values})
        series = (self._series("charts.mean", _INDEX, values),)
        bars(self.sheet, rows, series, title, _spot(first, len(values)))

    def _radars(self, firsts: Sequence[int]) -> None:
        """The tables of the radars: a column for the mean, and one for each agency."""
        text = self.page.text
        means = [one.mean for one in self.means]
        columns: dict[int, Sequence[Fraction | None]] = {_INDEX: means}
        columns |= {_MEAN + at: one.values for at, one in enumerate(self.radars)}
        heads = {_INDEX: text("charts.mean"), **{_MEAN + at: one.row.agency for at, one in enumerate(self.radars)}}
        rows = self._table(text("charts.radars"), [one.area.code for one in self.means], columns, heads)
        mean = self._series("charts.mean", _INDEX, means)
        wide = _WIDE // _RADARS
        for at, one in enumerate(self.radars):
            own = self._series("charts.index", _MEAN + at, one.values)
            spot = Spot(firsts[at // _RADARS], 0, wide - 10, _RADAR * _ROW - 10, at % _RADARS * wide, _GAP)
            radar(self.sheet, rows, (own, mean), _named(one.row), spot)

    def _table(
        self,
        title: str,
        names: Sequence[str],
        columns: dict[int, Sequence[Fraction | None]],
        heads: dict[int, str] | None = None,
    ) -> Rows:
        """Write a table that charts draw: names downwards, and columns of values."""
        sheet = self.sheet
        sheet.put(0, title, _BOLD)
        for column, head in (heads or {}).items():
            sheet.put(column, head, _BOLD)
        sheet.row += 1
        first = sheet.row
        for at, name in enumerate(names):
            sheet.put(0, name, _PLAIN)
            for column, values in columns.items():
                if values[at] is not None:
                    sheet.put(column, self.page.index(values[at]), _PLAIN)
            sheet.row += 1
        sheet.row += 1
        return Rows(first, first + len(names) - 1, 0, tuple(names))

    def _series(self, key: str, column: int, values: Sequence[Fraction | None]) -> Series:
        """A series with its values as the cells hold them."""
        cells = [self.page.index(value) for value in values]
        pattern = next((cell.pattern for cell in cells if cell is not None), "")
        numbers = tuple(None if cell is None else cell.stored.number for cell in cells)
        return Series(self.page.text(key), column, numbers, pattern)


def _height(count: int) -> int:
    """Rows of a chart of so many bars: as many as the first page has, or fewer."""
    return min(_FIRST_PAGE, 6 + -(-count * 3 // 2))


def _spot(first: int, count: int) -> Spot:
    return Spot(first, 0, _WIDE, _height(count) * _ROW - 10, below=_GAP)


def _area(one: AreaMean) -> str:
    return f"{one.area.code}. {one.area.name}"


def _named(row: RankingRow) -> str:
    return f"{row.rank_text}. {row.name}"
