"""Headings, paragraphs and tables of a document's content as parts of a Word document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from parscore.reports.content import Bars, Block, Heading, Kind, Paragraph, Radar, Table
from parscore.reports.docx_chart import Charts
from parscore.reports.docx_table import bar, headings, shade
from parscore.reports.docx_xml import BODY, CAPTION, CELL, ITEM, NOTE, SMALL, Element, grid, paragraph, row

_KINDS: Final = {Kind.BODY: BODY, Kind.ITEM: ITEM, Kind.NOTE: NOTE, Kind.TITLE: CAPTION, Kind.SUBTITLE: NOTE}
_MANY: Final = 8
"""Columns from which a table is printed small."""


def parts_of(
    blocks: Iterable[Block], styles: Mapping[str, str], width: float, charts: Charts, *, small: bool = False
) -> Iterator[Element]:
    """Yield the parts of a document for its blocks; tables are ``width`` mm wide, those of many columns ``small``."""
    every = tuple(blocks)
    for block, after in zip_longest(every, every[1:]):
        if isinstance(block, Heading):
            yield paragraph(block.text, styles[f"heading {block.level}"])
        elif isinstance(block, Paragraph):
            text = f"- {block.text}" if block.kind is Kind.ITEM else block.text
            # A list or a table stays with what leads to it.
            keep = text.endswith(":") or isinstance(after, Table) or block.kind in (Kind.TITLE, Kind.SUBTITLE)
            align = "center" if block.kind is Kind.SUBTITLE else ""
            yield paragraph(text, styles[_KINDS[block.kind]], keep=keep, align=align)
        elif isinstance(block, Radar | Bars):
            yield from charts.parts(block, width)
        else:
            yield from _table(block, styles, width, small=small)


def _table(block: Table, styles: Mapping[str, str], width: float, *, small: bool) -> Iterator[Element]:
    if block.title:
        yield paragraph(block.title, styles[CAPTION])
    style = styles[SMALL if small or len(block.columns) >= _MANY else CELL]
    share = width / sum(column.width for column in block.columns)
    widths = [column.width * share for column in block.columns]
    rows = headings(block, widths, style)
    rows += [_row(block, at, widths, style) for at in range(len(block.rows))]
    yield grid(widths, rows, bordered=True)
    # Two tables that follow one another would become one.
    yield paragraph("", spacing=(0, 0), style=styles[SMALL])


def _row(block: Table, at: int, widths: Sequence[float], style: str) -> Element:
    look = "b" if at in block.strong else ""
    cells = [
        [paragraph(text, style, look=look, align=column.align)]
        for text, column in zip(block.rows[at], block.columns, strict=True)
    ]
    if block.bars:
        cells[-1] = [bar(block.bars[at], widths[-1], style)]
    made = row(cells, widths)
    if block.shaded:
        shade(made, block.shaded[at])
    return made
