"""The part of the page that shows one group: summary, ranking, bars, areas and the heat table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from parscore.reports import svg
from parscore.reports.group_figures import AreaFigures
from parscore.reports.html_page import WORKBOOK, Cell, Column, GroupContext, Row, alphabet, places, signed
from parscore.reports.html_summary import Told, change_of, summary
from parscore.reports.incomplete import incomplete_line
from parscore.reports.left_out import source_lines
from parscore.reports.method import basis_words
from parscore.reports.printing import SCREEN, remarks, rounding_words
from parscore.reports.tables import ItemRow, RankingRow, State, area_rows

BOUNDS: Final = (50, 60, 70, 80, 90, 100)
"""Bounds of the shades of the heat table: an index belongs to the shade of the greatest bound that it reaches."""


class Bar(NamedTuple):
    """One row of a bar chart: what it is of, the drawing, the figure, and the figures beside it."""

    name: str
    target: str
    drawing: str
    figure: str
    note: str = ""


class Shade(NamedTuple):
    """A shade of the heat table, and the indices that it stands for."""

    level: int
    words: str


class HeatTable(NamedTuple):
    """The table of agencies and areas, with a last row of means, and its shades."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    means: tuple[Cell, ...]
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """All that the page shows of a group; texts are foreign text as it was written."""

    anchor: str
    name: str
    basis: str
    lacking: str
    summary: tuple[Told, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    bars_how: str
    bars: tuple[Bar, ...]
    areas: tuple[Bar, ...]
    heat: HeatTable


def group_view(group: GroupContext) -> GroupView:
    """Lay out a group."""
    mean = group.figures.mean_index
    ranked = _Ranking(group)
    return GroupView(
        anchor=group.anchor,
        name=group.ranking.group.name,
        basis=basis_words(group.of.result, group.ranking, group.words),
        lacking=incomplete_line(group.ranking, group.words),
        summary=tuple(summary(group)),
        columns=tuple(column for column, _ in ranked.columns()),
        rows=tuple(ranked.rows()),
        notes=tuple(_notes(group)),
        bars_how="" if mean is None else group.text("bars.how", mean=group.printer.index(mean)),
        bars=tuple(_bar(group, row) for row in group.rows),
        areas=tuple(bar for area in group.figures.areas for bar in _area_bar(group, area)),
        heat=_heat(group),
    )


def shade_of(index: Fraction) -> int:
    """The shade of an index: 0 below 50, then one more at 50, 60, 70, 80, 90 and 100."""
    return sum(index >= bound for bound in BOUNDS)


# --- the ranking -------------------------------------------------------------------------------------------------

_Cells = Mapping[str, Cell]


class _Ranking:
    """The columns of the ranking with their cells by agency; those that say nothing of anybody are left out."""

    def __init__(self, group: GroupContext) -> None:
        self.group = group
        self.by_id = {row.agency: row for row in group.rows}

    def rows(self) -> Iterator[Row]:
        columns = self.columns()
        for row in self.group.rows:
            yield Row(self.group.query(row), tuple(cells[row.agency] for _, cells in columns))

    def columns(self) -> list[tuple[Column, _Cells]]:
        text, group = self.group.words.text, self.group
        rows = self.by_id.items()
        points = {agency: row.shown_points for agency, row in rows}
        index = {agency: row.shown_index for agency, row in rows}
        maximum = {agency: row.maximum for agency, row in rows}
        columns = [
            (Column(text(WORKBOOK, "column.rank"), "rank"), self._ranks()),
            (Column(text(WORKBOOK, "column.agency"), "name"), self._names()),
            (Column(text(WORKBOOK, "column.index"), "n strong", True), self._amounts(index, group.index)),
            (Column(text(WORKBOOK, "column.class"), "class"), self._classes()),
            (Column(text(WORKBOOK, "column.points"), "n", True), self._amounts(points, group.points)),
            (Column(text(WORKBOOK, "column.maximum"), "n", True), self._amounts(maximum, self._maximum)),
        ]
        told = [*self._gaps(), *self._before(), (Column(text(WORKBOOK, "column.remarks"), "note"), self._remarks())]
        return columns + [(column, cells) for column, cells in told if any(cell.text for cell in cells.values())]

    def _ranks(self) -> _Cells:
        order = {agency: place for place, agency in enumerate(self.by_id, 1)}
        return {agency: Cell(row.rank_text, order[agency], "rank") for agency, row in self.by_id.items()}

    def _names(self) -> _Cells:
        order = alphabet({agency: row.name for agency, row in self.by_id.items()})
        return {agency: Cell(row.name, order[agency], "name", agency, row.agency) for agency, row in self.by_id.items()}

    def _amounts(self, values: Mapping[str, Fraction | None], write: Callable[[RankingRow], str]) -> _Cells:
        order = places(values)
        return {agency: Cell(write(row), order.get(agency, 0), "n") for agency, row in self.by_id.items()}

    def _maximum(self, row: RankingRow) -> str:
        return self.group.printer.points(row.maximum)

    def _classes(self) -> _Cells:
        names = list(self.group.classes)
        cells = {}
        for agency, row in self.by_id.items():
            place = names.index(row.class_name) + 1 if row.class_name in names else 0
            cells[agency] = Cell(row.class_name or "", place, "class")
        return cells

    def _gaps(self) -> Iterator[tuple[Column, _Cells]]:
        """Self-assessed less appraised, where a later stage is scored."""
        gaps = {agency: row.card.gap for agency, row in self.by_id.items()}
        column = Column(self.group.text("column.gap"), "n", True)
        yield column, self._amounts(gaps, lambda row: self.group.printer.points(row.card.gap))

    def _before(self) -> Iterator[tuple[Column, _Cells]]:
        """Last year's rank, and the change of the index."""
        before = self.group.of.before
        ranks = {agency: before[agency].rank if agency in before else None for agency in self.by_id}
        cells = {
            agency: Cell(str(was or ""), was or 0, "n", note=self._moved(agency, was)) for agency, was in ranks.items()
        }
        yield Column(self.group.text("column.before"), "n"), cells
        changes = {agency: change_of(self.group, row) for agency, row in self.by_id.items()}
        yield Column(self.group.text("column.change"), "n", True), self._amounts(changes, self._change)

    def _moved(self, agency: str, was: int | None) -> str:
        now = self.by_id[agency].rank
        if was is None or now is None:
            return ""
        key = "same" if was == now else "up" if now < was else "down"
        return self.group.text(f"before.{key}", count=abs(was - now))

    def _change(self, row: RankingRow) -> str:
        change = change_of(self.group, row)
        return "" if change is None else signed(self.group.printer.index(change), change)

    def _remarks(self) -> _Cells:
        said = {agency: "; ".join(remarks(row, self.group.words, short=True)) for agency, row in self.by_id.items()}
        order = alphabet({agency: text for agency, text in said.items() if text})
        return {agency: Cell(text, order.get(agency, 0), "note") for agency, text in said.items()}


def _notes(group: GroupContext) -> Iterator[str]:
    """The signs of the tables, how figures are rounded, how equals are ranked, and whose mean it is."""
    if any(row.rank_text.endswith("=") for row in group.rows):
        yield group.words.text(WORKBOOK, "note.tied")
    if not all(row.complete for row in group.rows):
        yield group.words.text(WORKBOOK, "note.incomplete")
    for key in ("not_assessed", "no_case"):
        if any(getattr(row, key) for row in group.rows):
            yield group.words.text(SCREEN, f"legend.{key}") + "."
    yield from source_lines(group.ranking.group.criteria, group.words)
    rounding = rounding_words(group.words, group.printer.rounding)
    yield group.words.text(WORKBOOK, "note.rounding", rounding=rounding)
    ties = group.words.text(WORKBOOK, f"ties.{group.ranking.group.ranking.ties}")
    yield group.words.text(WORKBOOK, "note.ties", ties=ties)
    yield group.text("note.mean")


# --- bars --------------------------------------------------------------------------------------------------------


def _bar(group: GroupContext, row: RankingRow) -> Bar:
    drawing = svg.bar(row.shown_index, group.figures.mean_index)
    return Bar(row.name, row.agency, drawing, group.index(row), row.rank_text)


def _area_bar(group: GroupContext, of: AreaFigures) -> Iterator[Bar]:
    """The mean of an area between its lowest and highest; nothing where nobody has an index there."""
    if of.mean_index is None or of.least_index is None or of.best_index is None:
        return
    write = group.printer.index
    ends = group.text("areas.range", lowest=write(of.least_index), highest=write(of.best_index))
    name = group.text("summary.area", code=of.area.code, name=of.area.name)
    drawing = svg.bar(of.mean_index, None, (of.least_index, of.best_index))
    yield Bar(name, "", drawing, write(of.mean_index), ends)


# --- the heat table ----------------------------------------------------------------------------------------------


def _heat(group: GroupContext) -> HeatTable:
    items = {row.agency: area_rows(row.card) for row in group.rows}
    agency = Column(group.words.text(WORKBOOK, "column.agency"), "name")
    total = Column(group.words.text(WORKBOOK, "column.index"), "n strong", True)
    titles = (Column(group.text("summary.area", code=area.code, name=area.name), "n", True) for area in group.areas)
    return HeatTable(
        columns=(agency, *titles, total),
        rows=tuple(_heat_rows(group, items)),
        means=tuple(_means(group)),
        shades=tuple(_shades(group)),
    )


def _heat_rows(group: GroupContext, items: Mapping[str, tuple[ItemRow, ...]]) -> Iterator[Row]:
    names = alphabet({row.agency: row.name for row in group.rows})
    totals = places({row.agency: row.shown_index for row in group.rows})
    orders = [places({agency: _compared(rows[at]) for agency, rows in items.items()}) for at in range(len(group.areas))]
    for row in group.rows:
        areas = (
            _heat_cell(group, item, orders[at].get(row.agency, 0), row.agency)
            for at, item in enumerate(items[row.agency])
        )
        name = Cell(row.name, names[row.agency], "name", row.agency, row.rank_text)
        total = Cell(group.index(row), totals.get(row.agency, 0), "n strong")
        yield Row(group.query(row), (name, *areas, total))


def _compared(item: ItemRow) -> Fraction | None:
    return item.shown_points if item.shown_index is None else item.shown_index


def _heat_cell(group: GroupContext, item: ItemRow, place: int, agency: str) -> Cell:
    """The index of an area with its shade; points where it has no index (bonus and penalty), or the short state."""
    target = f"{agency}/{item.code}"
    if item.shown_index is not None:
        sign = "*" if item.state is State.INCOMPLETE else ""
        kind = f"n h{shade_of(item.shown_index)}"
        return Cell(f"{group.printer.index(item.shown_index)}{sign}", place, kind, target)
    if item.shown_points is not None:
        return Cell(group.printer.points(item.shown_points), place, "n", target)
    return Cell(group.words.text(WORKBOOK, f"state.{item.state}"), 0, "n none", target)


def _means(group: GroupContext) -> Iterator[Cell]:
    yield Cell(group.text("heat.mean"), kind="name")
    for mean in (*(area.mean_index for area in group.figures.areas), group.figures.mean_index):
        shade = "" if mean is None else f" h{shade_of(mean)}"
        yield Cell(group.printer.index(mean), kind=f"n{shade}")


def _shades(group: GroupContext) -> Iterator[Shade]:
    yield Shade(0, group.text("heat.below", bound=BOUNDS[0]))
    for level, (bound, end) in enumerate(pairwise(BOUNDS), 1):
        yield Shade(level, group.text("heat.from", bound=bound, end=end))
    yield Shade(len(BOUNDS), group.text("heat.full"))
