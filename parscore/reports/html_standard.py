"""A report of the standard set as one HTML file that loads nothing and runs nothing: for reading and printing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parscore.reports.content import Align
from parscore.reports.html_text import asset, environment, policy, printed_lines
from parscore.reports.letterhead import heading
from parscore.reports.material import Material
from parscore.reports.printing import Printer, printer
from parscore.reports.standard import subject_of, title_of
from parscore.reports.standard_grid import ABSENT, Cell, Col, Grid, Report, Row, bar_length, spans, text_of
from parscore.reports.standard_group import TOPIC


class Heading(NamedTuple):
    """A heading of a table, over so many columns and rows."""

    text: str
    across: int = 1
    down: int = 1


class CellView(NamedTuple):
    """A cell: how it stands, and its text."""

    kind: str
    text: str


class RowView(NamedTuple):
    """A row; ``bar`` is the length of its bar in hundredths, where the table has bars."""

    look: str
    cells: tuple[CellView, ...]
    bar: int | None


class GridView(NamedTuple):
    """A table with the lines around it."""

    title: str
    about: tuple[str, ...]
    headings: tuple[tuple[Heading, ...], ...]
    rows: Iterator[RowView]
    notes: tuple[str, ...]


def standard_html(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    """Return tables of a report as a page."""
    words, style = of.words, asset("standard.css") + printed_lines(of.marks)
    title = title_of(report, of)
    page = environment().get_template("standard.html").render(
        language=words.language,
        policy=policy(style),
        style=style,
        title=f"{title} - {subject_of(of)}",
        marks=of.marks,
        head=heading(of, title.upper(), subject_of(of).upper()),
        grids=(_view(grid, of) for grid in tables),
        post=words.text(TOPIC, "sign.post"),
        how=words.text(TOPIC, "sign.how"),
    )  # fmt: skip
    return page.encode()


def _view(grid: Grid, of: Material) -> GridView:
    write = printer(of.words, grid.rounding)
    rows = (_row(grid, row, write) for row in grid.rows)
    return GridView(grid.about[0], grid.about[1:], tuple(_headings(grid)), rows, grid.notes)


def _headings(grid: Grid) -> Iterator[tuple[Heading, ...]]:
    above = list(spans(grid.columns))
    bars = (Heading("", down=1 + any(text for text, _, _ in above)),) if grid.bars else ()
    if not any(text for text, _, _ in above):
        yield (*(Heading(column.title) for column in grid.columns), *bars)
        return
    first = (
        Heading(text, last - at + 1) if text else Heading(grid.columns[at].title, down=2) for text, at, last in above
    )
    yield (*first, *bars)
    yield tuple(Heading(column.title) for column in grid.columns if column.above)


def _row(grid: Grid, row: Row, write: Printer) -> RowView:
    cells = (_cell(cell, column, write) for cell, column in zip(row.cells, grid.columns, strict=True))
    bar = bar_length(row.cells[grid.bars.values]) if grid.bars else None
    return RowView(str(row.look), tuple(cells), bar)


def _cell(cell: Cell, column: Col, write: Printer) -> CellView:
    centred = isinstance(cell, str) and column.align is Align.RIGHT
    kind = "absent" if cell is ABSENT else str(Align.CENTRE if centred else column.align)
    return CellView(kind, text_of(cell, write))
