"""A province's own Word document as the template of the report: its letterhead, styles and signature stay.

The report stands in the place of the paragraph ``{{noi_dung}}``, the annexes at the end of the document, in sections
of their own. ``{{nam}}``, ``{{tinh}}`` and ``{{tieu_de}}`` become the year, the province and the subject, wherever they
stand in body, tables, headers and footers. A style that the document has by the name of one of ours is used as it is.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.reports.content import Paper, shown
from parscore.reports.docx import add_annexes, body_parts, draft_mark, footer_line, saved, width_of
from parscore.viet import show

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

CONTENT: Final = "{{noi_dung}}"
"""The paragraph that the report takes the place of."""
_BROKEN: Final = (
    OSError, ValueError, KeyError, AttributeError, TypeError, SyntaxError, RuntimeError, BadZipFile, zlib.error,
)  # fmt: skip
"""What reading a file that is no sound Word document can end in (an XML error is a ``SyntaxError``)."""


def template_problem(path: Path) -> Problem | None:
    """Return what keeps a file from being used as a template, if anything does."""
    document = _opened(path)
    place = Place(show(path.as_posix()))
    if document is None:
        return problem("PS891", place)
    return None if _spot(document) is not None else problem("PS892", place, wanted=CONTENT.strip("{}"))


def docx_from_template(paper: Paper, path: Path, values: Mapping[str, str]) -> bytes:
    """Return the report inside a template; ``values`` are put in the place of ``{{name}}``.

    The template must be one that ``template_problem`` has nothing against.
    """
    from docx.oxml.ns import qn

    from parscore.reports.docx_chart import Charts
    from parscore.reports.docx_xml import add_styles

    document = _opened(path)
    spot = None if document is None else _spot(document)
    if document is None or spot is None:
        raise ValueError(path)
    # Letterhead and signature are the template's.
    inner = replace(paper, head=None, signature=None)
    styles = add_styles(document)
    for one in _paragraphs(document):
        _fill_in(one, values)
    _foot(document, paper)
    charts, width = Charts(document), width_of(document.sections[_section_of(document, spot)])
    for part in (*draft_mark(paper), *body_parts(inner, styles, width, charts)):
        spot._p.addprevious(part)
    spot.text = ""
    if not spot._p.findall(f"{qn('w:pPr')}/{qn('w:sectPr')}"):
        spot._p.getparent().remove(spot._p)
    add_annexes(document, inner, styles, charts)
    return saved(document, paper)


def _opened(path: Path) -> "Document | None":
    import docx
    from docx.opc.exceptions import OpcError

    try:
        return docx.Document(str(path))
    except (*_BROKEN, OpcError):
        return None


def _spot(document: "Document") -> "Paragraph | None":
    return next((one for one in document.paragraphs if one.text.strip() == CONTENT), None)


def _section_of(document: "Document", spot: "Paragraph") -> int:
    """The number of the section in which a paragraph of the body stands."""
    from docx.oxml.ns import qn

    before = spot._p.itersiblings(preceding=True)
    return sum(1 for part in before if part.findall(f"{qn('w:pPr')}/{qn('w:sectPr')}"))


def _paragraphs(document: "Document") -> "Iterator[Paragraph]":
    """Every paragraph of body, tables, headers and footers."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    roots = [document.element.body]
    for section in document.sections:
        parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        roots += [part._element for part in parts if not part.is_linked_to_previous]
    for root in roots:
        for element in root.iter(qn("w:p")):
            yield Paragraph(element, document)


def _fill_in(one: "Paragraph", values: Mapping[str, str]) -> None:
    """Put values into a paragraph; one that Word cut into pieces becomes one piece with the look of the first."""
    known = re.compile("|".join(re.escape(f"{{{{{name}}}}}") for name in values))
    pieces, found = one.runs, known.findall(one.text)
    if not found:
        return
    if sum(len(known.findall(piece.text)) for piece in pieces) < len(found):
        whole = one.text
        for piece in pieces[1:]:
            piece.text = ""
        pieces[0].text = whole
    for piece in pieces:
        if known.search(piece.text):
            piece.text = known.sub(lambda mark: shown(values[mark[0].strip("{}")]), piece.text)


def _foot(document: "Document", paper: Paper) -> None:
    """Add the footer line below what the template has at the foot of its pages."""
    for at, section in enumerate(document.sections):
        feet = [section.footer]
        feet += [section.first_page_footer] if section.different_first_page_header_footer else []
        feet += [section.even_page_footer] if document.settings.odd_and_even_pages_header_footer else []
        for foot in feet:
            if not at or not foot.is_linked_to_previous:
                foot._element.append(footer_line(paper))
