"""A report of the standard set as a document, which Word and PDF lay out alike; wide tables go on in several parts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from parscore.reports.content import Align, Block, Column, Kind, Paper, Paragraph, Signature, Table
from parscore.reports.letterhead import heading
from parscore.reports.material import Material
from parscore.reports.printing import Printer, printer
from parscore.reports.standard import subject_of, title_of
from parscore.reports.standard_grid import ABSENT, Grid, Look, Report, bar_length, pages, spans, text_of
from parscore.reports.standard_group import TOPIC

_UPRIGHT: Final = 95.0
"""Digits that fit side by side on an upright page; of wider tables the pages lie."""
_LYING: Final = 145.0
_BARS: Final = 34


def standard_paper(report: Report, tables: Iterable[Grid], of: Material) -> Paper:
    """Return tables of a report as a document: head, title, the tables, and who signs."""
    words, title = of.words, title_of(report, of)
    grids = tuple(tables)
    landscape = any(sum(column.width for column in grid.columns) > _UPRIGHT for grid in grids)
    room = _LYING if landscape else _UPRIGHT
    blocks = (block for grid in grids for block in _blocks(grid, of, room))
    return Paper(
        title=title,
        language=words.language,
        draft=of.marks.state if of.marks.draft else "",
        footer=of.marks.footer,
        head=replace(heading(of, title.upper(), subject_of(of).upper()), number=""),
        blocks=tuple(blocks),
        signature=Signature("", (), "", words.text(TOPIC, "sign.post"), "", words.text(TOPIC, "sign.how")),
        annexes=(),
        small=landscape,
        landscape=landscape,
    )


def _blocks(grid: Grid, of: Material, room: float) -> Iterator[Block]:
    """The lines about a table, its parts, and the notes below it."""
    first, *others = grid.about
    yield Paragraph(first, Kind.TITLE)
    for line in others:
        yield Paragraph(line, Kind.SUBTITLE)
    write = printer(of.words, grid.rounding)
    for number, part in enumerate(pages(grid, room)):
        title = of.words.text(TOPIC, "continued", about=first) if number else ""
        yield _table(grid, part, write, title)
    for note in grid.notes:
        yield Paragraph(note, Kind.NOTE)


def _table(grid: Grid, part: tuple[int, int], write: Printer, title: str) -> Table:
    """A part of a table: the fixed columns, and those from one to another; bars stand in a column of their own."""
    first, last = part
    wanted = (*range(grid.fixed), *range(first, last + 1))
    columns = [grid.columns[at] for at in wanted]
    bars = grid.bars is not None
    above = tuple((text, end - start + 1) for text, start, end in spans(columns))
    rows = [tuple(text_of(row.cells[at], write) for at in wanted) for row in grid.rows]
    return Table(
        columns=(*(Column(one.title, round(2 * one.width), one.align) for one in columns), *([_bar()] if bars else [])),
        rows=tuple((*row, "") for row in rows) if bars else tuple(rows),
        title=title,
        strong=frozenset(at for at, row in enumerate(grid.rows) if row.look is not Look.PLAIN),
        above=above if any(text for text, _ in above) else (),
        shaded=_shaded(grid, wanted),
        bars=tuple(bar_length(row.cells[grid.bars.values]) for row in grid.rows) if grid.bars else (),
    )


def _bar() -> Column:
    return Column("", 2 * _BARS, Align.LEFT)


def _shaded(grid: Grid, wanted: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The absent cells of every row; nothing where no cell is absent."""
    found = tuple(tuple(at for at, column in enumerate(wanted) if row.cells[column] is ABSENT) for row in grid.rows)
    return found if any(found) else ()
