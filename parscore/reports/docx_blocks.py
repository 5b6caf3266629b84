"""Headings, paragraphs and tables of a document's content as parts of a Word document."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from parscore.reports.content import Bars, Block, Heading, Kind, Paragraph, Radar, Table
from parscore.reports.docx_chart import Charts
from parscore.reports.docx_xml import BODY, CAPTION, CELL, ITEM, NOTE, SMALL, Element, grid, paragraph, row

_KINDS = {Kind.BODY: BODY, Kind.ITEM: ITEM, Kind.NOTE: NOTE}
_MANY = 8
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
            keep = text.endswith(":") or isinstance(after, Table)
            yield paragraph(text, styles[_KINDS[block.kind]], keep=keep)
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
    heads = [[paragraph(column.title, style, look="b", align="center")] for column in block.columns]
    rows = [row(heads, widths, repeated=True)]
    for at, texts in enumerate(block.rows):
        look = "b" if at in block.strong else ""
        cells = [
            [paragraph(text, style, look=look, align=column.align)]
            for text, column in zip(texts, block.columns, strict=True)
        ]
        rows.append(row(cells, widths))
    yield grid(widths, rows, bordered=True)
    # Two tables that follow one another would become one.
    yield paragraph("", spacing=(0, 0), style=styles[SMALL])
