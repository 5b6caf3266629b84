"""What python-docx does not offer of a Word document: fonts of all scripts, styles, fields, lines, fixed tables.

Styles are added where the document has none of that name, so that a province's own document keeps its look.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from parscore.reports.content import shown
from parscore.workbooks.writing import FONT

Element = BaseOxmlElement

TWIPS_A_MM: Final = 1440 / 25.4
BODY, ITEM, NOTE, CELL, SMALL, CAPTION = (
    f"Parscore {name}" for name in ("Body", "Item", "Note", "Cell", "Cell Small", "Caption")
)
"""Names of the styles of paragraphs; headings have Word's own names."""
_FONTS: Final = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_HEADING: Final = '<w:keepNext/><w:spacing w:before="160" w:after="100"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
_TEXT: Final = '<w:spacing w:before="0" w:after="100" w:line="276" w:lineRule="auto"/><w:ind w:firstLine="720"/>'
_BOLD: Final = "<w:b/><w:bCs/>"
_ITALIC: Final = "<w:i/><w:iCs/>"


class _Style(NamedTuple):
    """A style: its name, its id, the size in half points, what is in its run and in its paragraph properties."""

    name: str
    id: str
    size: int
    look: str
    shape: str


_STYLES: Final = (
    _Style(BODY, "ParscoreBody", 28, "", _TEXT + '<w:jc w:val="both"/>'),
    _Style(ITEM, "ParscoreItem", 28, "", _TEXT + '<w:jc w:val="both"/>'),
    _Style(NOTE, "ParscoreNote", 24, _ITALIC, '<w:spacing w:before="40" w:after="40"/><w:jc w:val="both"/>'),
    _Style(CELL, "ParscoreCell", 24, "", '<w:spacing w:before="30" w:after="30"/>'),
    _Style(SMALL, "ParscoreCellSmall", 21, "", '<w:spacing w:before="20" w:after="20"/>'),
    _Style(CAPTION, "ParscoreCaption", 26, _BOLD,
           '<w:keepNext/><w:spacing w:before="120" w:after="80"/><w:jc w:val="center"/>'),
    _Style("heading 1", "Heading1", 28, _BOLD, _HEADING + '<w:outlineLvl w:val="0"/>'),
    _Style("heading 2", "Heading2", 28, _BOLD, _HEADING + '<w:outlineLvl w:val="1"/>'),
    _Style("heading 3", "Heading3", 28, _BOLD + _ITALIC, _HEADING + '<w:outlineLvl w:val="2"/>'),
)  # fmt: skip


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * TWIPS_A_MM)


def own_styles(document: Document, language: str) -> None:
    """Make an empty document one in Times New Roman 14 with nothing of Word's own look."""
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    for part in styles.iter(qn("w:rFonts")):
        part.getparent().replace(part, parse_xml(_FONTS.replace("/>", f" {nsdecls('w')}/>")))
    for part in styles.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            part.set(qn(name), "vi-VN" if language == "vi" else "en-GB")
    normal = styles.find(f"{qn('w:style')}[@{qn('w:styleId')}='Normal']")
    for old in (*normal.findall(qn("w:rPr")), *normal.findall(qn("w:pPr"))):
        normal.remove(old)
    normal.append(_parsed(f'<w:rPr {{}}>{_FONTS}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'))


def add_styles(document: Document) -> dict[str, str]:
    """Add the styles that the document does not have; return the ids of all by name."""
    styles = document.styles.element
    known = {_named(style): str(style.get(qn("w:styleId"))) for style in styles.findall(qn("w:style"))}
    base = known.get("normal", "Normal")
    for style in _STYLES:
        if style.name not in known:
            known[style.name] = style.id
            size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
            styles.append(_parsed(
                f'<w:style {{}} w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
                f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{style.shape}</w:pPr>'
                f'<w:rPr>{_FONTS}{style.look}<w:color w:val="000000"/>{size}</w:rPr></w:style>'
            ))  # fmt: skip
    return known


def _named(style: Element) -> str:
    name = style.find(qn("w:name"))
    text = "" if name is None else str(name.get(qn("w:val")))
    return text.lower() if text.lower().startswith(("heading", "normal")) else text


def _parsed(text: str) -> Element:
    return parse_xml(text.format(nsdecls("w")))


# --- paragraphs ------------------------------------------------------------------------------------------------


def paragraph(
    text: str,
    style: str = "",
    *,
    look: str = "",
    size: float = 0,
    align: str = "",
    spacing: tuple[float, float] | None = None,
    keep: bool = False,
) -> Element:
    """Make a paragraph of one run. ``look`` holds ``b`` and ``i``; sizes and ``spacing`` are in points."""
    made = OxmlElement("w:p")
    shape = OxmlElement("w:pPr")
    if style:
        _with(shape, "w:pStyle", val=style)
    if keep:
        _with(shape, "w:keepNext")
    if spacing is not None:
        _with(shape, "w:spacing", before=round(spacing[0] * 20), after=round(spacing[1] * 20))
    if align:
        _with(shape, "w:jc", val=align)
    if len(shape):
        made.append(shape)
    if text:
        made.append(run(text, look=look, size=size))
    return made


def keep_with_next(part: Element) -> None:
    """Keep a paragraph that has a style, or the last row of a table, on the page of what follows it."""
    rows = part.findall(qn("w:tr"))
    for shape in rows[-1].iter(qn("w:pPr")) if rows else part.findall(qn("w:pPr")):
        if shape.find(qn("w:keepNext")) is None:
            shape.insert(0 if shape.find(qn("w:pStyle")) is None else 1, OxmlElement("w:keepNext"))


def run(text: str, *, look: str = "", size: float = 0) -> Element:
    """Make a run of text in the document's font."""
    made = OxmlElement("w:r")
    shape = OxmlElement("w:rPr")
    if look or size:
        shape.append(_parsed(_FONTS.replace("<w:rFonts", "<w:rFonts {}")))
    for letter in look:
        _with(shape, f"w:{letter}")
        _with(shape, f"w:{letter}Cs")
    if size:
        _with(shape, "w:sz", val=round(size * 2))
        _with(shape, "w:szCs", val=round(size * 2))
    if len(shape):
        made.append(shape)
    content = OxmlElement("w:t")
    content.set(qn("xml:space"), "preserve")
    content.text = shown(text)
    made.append(content)
    return made


def _with(parent: Element, name: str, **values: object) -> None:
    child = OxmlElement(name)
    for key, value in values.items():
        child.set(qn(f"w:{key}"), str(value))
    parent.append(child)


def page_number() -> Element:
    """A centred paragraph with the number of the page, 13 points."""
    return _parsed(
        '<w:p {}><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:jc w:val="center"/></w:pPr>'
        + "".join(
            f'<w:r><w:rPr>{_FONTS}<w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>{part}</w:r>'
            for part in (
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>2</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        ) + "</w:p>"
    )  # fmt: skip


def line(width: float, length: float) -> Element:
    """A line of ``length`` in the middle of ``width`` (mm): an empty paragraph of 3 points with a border below."""
    side = twips((width - length) / 2)
    return _parsed(
        '<w:p {}><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="60" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/></w:pPr></w:p>'
    )


# --- tables ----------------------------------------------------------------------------------------------------


def grid(widths: Sequence[float], rows: Sequence[Element], *, bordered: bool) -> Element:
    """Make a table of fixed columns (mm) of ready rows; without borders its cells have no margins either."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margin = 70 if bordered else 0
    sides = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    made = _parsed(
        f'<w:tbl {{}}><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        + (f"<w:tblBorders>{edges}</w:tblBorders>" if bordered else "")
        + f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
        + "</w:tblGrid></w:tbl>"
    )
    for row in rows:
        made.append(row)
    return made


def row(cells: Sequence[Sequence[Element]], widths: Sequence[float], *, repeated: bool = False) -> Element:
    """Make a row that is not split between pages; a ``repeated`` one stands on top of every page of its table."""
    made = OxmlElement("w:tr")
    shape = OxmlElement("w:trPr")
    _with(shape, "w:cantSplit")
    if repeated:
        _with(shape, "w:tblHeader")
    made.append(shape)
    for width, content in zip(widths, cells, strict=True):
        cell = OxmlElement("w:tc")
        about = OxmlElement("w:tcPr")
        _with(about, "w:tcW", w=twips(width), type="dxa")
        _with(about, "w:vAlign", val="center" if repeated else "top")
        cell.append(about)
        for part in content:
            cell.append(part)
        made.append(cell)
    return made
