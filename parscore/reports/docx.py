"""A document as a Word file in the form of Decree 30/2020: page, national heading, body, signature, annexes.

The same document gives the same bytes. Nothing of the machine's clock or user gets in.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from parscore.reports.content import Paper
from parscore.viet import show
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.section import Section

    from parscore.reports.docx_chart import Charts
    from parscore.reports.docx_xml import Element

A4: Final = (210.0, 297.0)
TOP, RIGHT, BOTTOM, LEFT = 20.0, 15.0, 20.0, 30.0
"""Margins in mm."""
_PROPERTY: Final = 255
"""The longest text of a document's properties."""


def docx_bytes(paper: Paper) -> bytes:
    """Return the Word file of a document."""
    import docx

    from parscore.reports.docx_chart import Charts
    from parscore.reports.docx_xml import add_styles, own_styles

    document = docx.Document()
    own_styles(document, paper.language)
    styles = add_styles(document)
    _page(document, paper)
    charts = Charts(document)
    for part in body_parts(paper, styles, width_of(document.sections[0]), charts):
        append(document, part)
    add_annexes(document, paper, styles, charts)
    return saved(document, paper)


def body_parts(paper: Paper, styles: Mapping[str, str], width: float, charts: "Charts") -> "Iterable[Element]":
    """Yield the parts of the document before its annexes."""
    from parscore.reports.docx_blocks import parts_of
    from parscore.reports.docx_head import head_parts, signature_parts
    from parscore.reports.docx_xml import keep_with_next

    if paper.head is not None:
        yield from head_parts(paper.head, paper.language)
    parts = list(parts_of(paper.blocks, styles, width, charts, small=paper.small))
    if paper.signature is not None:
        keep_with_next(parts[-1])  # no signature stands alone on a page
        parts += signature_parts(paper.signature)
    yield from parts


def add_annexes(document: "Document", paper: Paper, styles: Mapping[str, str], charts: "Charts") -> None:
    """Add every annex at the end, in a section of its own; without a body the first takes the first section."""
    from docx.enum.section import WD_SECTION

    from parscore.reports.docx_blocks import parts_of
    from parscore.reports.docx_head import annex_parts

    for at, annex in enumerate(paper.annexes):
        if at or paper.blocks:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = False
            _thin_break(document)
        section = document.sections[-1]
        turn(section, landscape=annex.landscape)
        width = width_of(section)
        parts = parts_of(annex.blocks, styles, width, charts, small=annex.landscape)
        for part in (*annex_parts(annex, width), *parts):
            append(document, part)


def append(document: "Document", part: "Element") -> None:
    """Put a part at the end of the body."""
    body = document.element.body
    body.insert(len(body) - 1, part)


def _thin_break(document: "Document") -> None:
    """Make the paragraph that ends a section so low that it never takes a page of its own."""
    from docx.shared import Pt

    last = document.paragraphs[-1].paragraph_format
    last.line_spacing, last.space_before, last.space_after = Pt(1), Pt(0), Pt(0)


def turn(section: "Section", *, landscape: bool) -> None:
    """Make the pages of a section A4, upright or lying, with the margins of the decree."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(A4) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin = Mm(TOP), Mm(RIGHT)
    section.bottom_margin, section.left_margin = Mm(BOTTOM), Mm(LEFT)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)


def width_of(section: "Section") -> float:
    """The width of the text of a section in mm."""
    sides = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (A4[0] * 36_000 if side is None else side for side in sides)
    return (page - left - right) / 36_000


def _page(document: "Document", paper: Paper) -> None:
    """Set page and margins, the number in the head from the second page on, the footer on every page."""
    from parscore.reports.docx_xml import page_number

    section = document.sections[0]
    turn(section, landscape=paper.landscape)
    section.different_first_page_header_footer = True
    _fill(section.header, [page_number(), *draft_mark(paper)])
    _fill(section.first_page_header, draft_mark(paper))
    for footer in (section.footer, section.first_page_footer):
        _fill(footer, [footer_line(paper)])


def draft_mark(paper: Paper) -> "list[Element]":
    """The mark of a draft; nothing for a final result."""
    from parscore.reports.docx_xml import paragraph

    return [paragraph(paper.draft, look="b", size=11, align="center", spacing=(0, 0))] if paper.draft else []


def footer_line(paper: Paper) -> "Element":
    """The small line at the foot: by what the result can be rechecked."""
    from parscore.reports.docx_xml import paragraph

    return paragraph(paper.footer, size=7.5, align="center", spacing=(0, 0))


def _fill(container: "BlockItemContainer", parts: "Iterable[Element]") -> None:
    """Put these paragraphs in the place of what a header or footer has; it has at least one."""
    element = container._element
    old, new = list(element), list(parts)
    for part in new:
        element.append(part)
    for part in old if new else ():
        element.remove(part)


def saved(document: "Document", paper: Paper) -> bytes:
    """Return the file of a document; its properties and parts have the first day of the zip format as their date."""
    about = document.core_properties
    about.author, about.last_modified_by, about.keywords = REPORT_MARK, REPORT_MARK, ""
    about.title, about.subject, about.comments = (
        show(text, _PROPERTY) for text in (paper.title, paper.draft, paper.footer)
    )
    about.created, about.modified, about.revision = CREATED, CREATED, 1
    about.language = "vi-VN" if paper.language == "vi" else "en-GB"
    stream, made = BytesIO(), BytesIO()
    document.save(stream)
    with ZipFile(stream) as package, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in package.namelist():
            target.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), package.read(name), ZIP_DEFLATED)
    return made.getvalue()
