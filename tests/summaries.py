"""Summary workbooks for the tests: what their cells show, beside the figures of the engine."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from io import BytesIO
from typing import NamedTuple

from calculated import Address, Spoilt, spoilt

from parscore.messages import Words
from parscore.model.cell import Cell
from parscore.model.criteria import Rounding
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.numbers import from_stored, printed
from parscore.reports.material import material
from parscore.reports.tables import area_rows, item_rows, started
from parscore.reports.xlsx import write_summary
from parscore.workbooks.book import Sheet, Workbook
from parscore.workbooks.ooxml import read_workbook

VI = Words("vi")
_DIGITS = re.compile(r'#,##0(?:\.(0+))?(?:"[^"]*")?')


def summary(result: SeasonResult, **choices: bool) -> bytes:
    stream = BytesIO()
    write_summary(material(result, VI, **choices), stream)
    return stream.getvalue()


def opened(content: bytes) -> Workbook:
    book, problems = read_workbook(content, "bang-tong-hop.xlsx")
    assert book is not None, problems
    return book


def with_wrong_results(content: bytes) -> Spoilt:
    """The workbook with a wrong result beside every formula; each has to come back as it was stored.

    A figure has to be the same to the printed digit, one that is not rounded for print nearly so.
    """
    values: dict[Address, Fraction] = {}
    digits: dict[Address, tuple[str, int]] = {}
    for sheet in opened(content).sheets:
        for cell in sheet.cells:
            if cell.formula is not None:
                number = from_stored(cell.text)
                assert number is not None, (sheet.name, cell)
                values[sheet.name, cell.address] = number
                if match := _DIGITS.fullmatch(cell.format):
                    decimals = len(match[1] or "")
                    digits[sheet.name, cell.address] = (printed(number, decimals), decimals)
    return spoilt(content, values, digits)


class Shown(NamedTuple):
    """A figure: where it stands, what the engine prints there, and its cell."""

    where: str
    wanted: str
    cell: Cell | None

    @property
    def wrong(self) -> bool:
        """Whether the cell shows another figure, to the printed digit; a cell without one is empty."""
        if self.cell is None or not self.wanted:
            return bool(self.cell and self.cell.text) or bool(self.wanted)
        number = from_stored(self.cell.text) if self.cell.kind == "number" else None
        decimals = len(self.wanted.partition(",")[2])
        return number is None or printed(number, decimals) != self.wanted


def figures(result: SeasonResult, book: Workbook) -> Iterator[Shown]:
    """Every figure of the three sheets of each group."""
    names = [sheet.name for sheet in book.sheets]
    count = len(result.groups)
    for at, ranking in enumerate(result.groups):
        ranks, areas, items = (book.sheets[at + kind * count] for kind in range(3))
        assert names[at].startswith(VI.text("workbook", "sheet.ranking"))
        yield from _ranking(ranking, ranks)
        yield from _areas(ranking, areas)
        yield from _items(ranking, items)


def _grid(sheet: Sheet) -> Mapping[tuple[int, int], Cell]:
    return {(cell.row, cell.column): cell for cell in sheet.cells}


def _rows(sheet: Sheet) -> Mapping[str, int]:
    """Rows by what stands in the second column."""
    return {cell.text: cell.row for cell in sheet.cells if cell.column == 2 and cell.kind == "text"}


def _totals(standing: Standing) -> tuple[str, str, str, str]:
    card = standing.scorecard
    rounding = card.criteria.rounding
    shown = started(card)
    return (
        str(standing.rank or ""),
        _print(card.points if shown else None, rounding.points, rounding),
        _print(card.maximum, rounding.points, rounding),
        _print(card.index if shown else None, rounding.index, rounding),
    )


def _print(value: Fraction | None, digits: int, rounding: Rounding) -> str:
    return "" if value is None else printed(value, digits, rounding.mode)


def _ranking(ranking: GroupRanking, sheet: Sheet) -> Iterator[Shown]:
    grid, rows = _grid(sheet), _rows(sheet)
    for standing in ranking.standings:
        row = rows[standing.scorecard.agency.id]
        for column, wanted in zip((1, 4, 5, 6), _totals(standing), strict=True):
            yield Shown(f"{sheet.name} {standing.scorecard.agency.id} {column}", wanted, grid.get((row, column)))


def _areas(ranking: GroupRanking, sheet: Sheet) -> Iterator[Shown]:
    grid, rows = _grid(sheet), _rows(sheet)
    first = min(rows[standing.scorecard.agency.id] for standing in ranking.standings)
    under = {column: cell.text for (row, column), cell in grid.items() if row == first - 1}
    for standing in ranking.standings:
        card = standing.scorecard
        rounding, row = card.criteria.rounding, rows[card.agency.id]
        wanted = [_totals(standing)[0]]
        for area in area_rows(card):
            wanted.append(_print(area.shown_points, rounding.points, rounding))
            if under[3 + len(wanted)] == VI.text("workbook", "column.maximum"):
                wanted.append(_print(area.maximum, rounding.points, rounding))
            wanted.append(_print(area.shown_index, rounding.index, rounding))
        wanted += _totals(standing)[1:]
        for column, figure in zip((1, *range(4, 3 + len(wanted))), wanted, strict=True):
            cell = grid.get((row, column))
            if figure or (cell and cell.kind == "number"):  # The word of a state is no figure.
                yield Shown(f"{sheet.name} {card.agency.id} {column}", figure, cell)


def _items(ranking: GroupRanking, sheet: Sheet) -> Iterator[Shown]:
    grid = _grid(sheet)
    codes = {cell.text: cell.row for cell in sheet.cells if cell.column == 1 and cell.kind == "text"}
    head = codes[ranking.group.criteria.areas[0].code] - 1
    columns = {cell.text: column for (row, column), cell in grid.items() if row == head}
    rows = _rows(sheet)
    totals = [rows[VI.text("workbook", f"column.{key}")] for key in ("rank", "total", "applicable", "index")]
    for standing in ranking.standings:
        card = standing.scorecard
        column, rounding = columns[card.agency.id], card.criteria.rounding
        for item in item_rows(card):
            cell = grid[codes[item.code], column]
            if item.shown_points is None:
                assert cell.kind == "text" and cell.formula is None, (sheet.name, item.code)
            else:
                wanted = _print(item.shown_points, rounding.points, rounding)
                yield Shown(f"{sheet.name} {card.agency.id} {item.code}", wanted, cell)
        for row, wanted in zip(totals, _totals(standing), strict=True):
            yield Shown(f"{sheet.name} {card.agency.id} row {row}", wanted, grid.get((row, column)))


def wrong_figures(result: SeasonResult, book: Workbook) -> list[str]:
    """Every figure of the workbook that is not the engine's."""
    found = list(figures(result, book))
    assert len(found) > 4 * sum(len(group.standings) for group in result.groups)
    return [f"{one.where}: {one.cell and one.cell.text}, not {one.wanted}" for one in found if one.wrong]
