"""What tables of a Word document have beside texts: headings over several columns, shaded cells, bars."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from parscore.reports.content import Table
from parscore.reports.docx_xml import Element, paragraph, row, twips

ABSENT: Final = "D9D9D9"
"""The shade of a cell that stands for nothing."""
_BAR: Final = "1F4E79"
_MARGINS: Final = 2.5
"""Millimetres of a cell that its margins take."""


def headings(block: Table, widths: Sequence[float], style: str) -> list[Element]:
    """Make the rows of headings that every page repeats: one, or two where headings stand above others."""
    titles = [[paragraph(column.title, style, look="b", align="center")] for column in block.columns]
    if not block.above:
        return [row(titles, widths, repeated=True)]
    upper: list[Sequence[Element]] = []
    lower: list[Sequence[Element]] = []
    starts = list(accumulate((count for _, count in block.above), initial=0))
    for (text, count), at in zip(block.above, starts, strict=False):
        upper.append([paragraph(text, style, look="b", align="center")] if text else titles[at])
        lower += titles[at : at + count] if text else [[paragraph("", style)]]
    over = [sum(widths[at : at + count]) for (_, count), at in zip(block.above, starts, strict=False)]
    first, second = row(upper, over, repeated=True), row(lower, widths, repeated=True)
    below = second.findall(qn("w:tc"))
    for cell, (text, count), at in zip(first.findall(qn("w:tc")), block.above, starts, strict=False):
        if text:
            _about(cell, "w:gridSpan", count)
        else:
            _about(cell, "w:vMerge", "restart")
            _about(below[at], "w:vMerge", "continue")
    return [first, second]


def shade(made: Element, columns: Iterable[int]) -> None:
    """Shade cells of a row."""
    cells = made.findall(qn("w:tc"))
    for column in columns:
        _shaded(cells[column].find(qn("w:tcPr")), ABSENT, before=qn("w:vAlign"))


def bar(length: int, width: float, style: str) -> Element:
    """A bar of so many hundredths of a cell: an empty paragraph that is filled up to its right indent."""
    made = paragraph("", style)
    shape = made.find(qn("w:pPr"))
    _shaded(shape, _BAR)
    indent = OxmlElement("w:ind")
    indent.set(qn("w:right"), str(twips((width - _MARGINS) * (100 - length) / 100)))
    shape.append(indent)
    return made


def _shaded(shape: Element, colour: str, before: str = "") -> None:
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        made.set(qn(f"w:{name}"), value)
    after = shape.find(before) if before else None
    if after is None:
        shape.append(made)
    else:
        after.addprevious(made)


def _about(cell: Element, name: str, value: object) -> None:
    """Say of a cell how it is merged, right after its width."""
    made = OxmlElement(name)
    made.set(qn("w:val"), str(value))
    cell.find(qn("w:tcPr")).insert(1, made)
