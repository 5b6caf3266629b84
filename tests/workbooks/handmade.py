"""Workbooks made by hand, part by part, so that a test can bend any of them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, bytes]


def worksheet(cells: str = "", before: str = "", after: str = "", space: str = TRANSITIONAL) -> str:
    """A worksheet part; ``cells`` are the rows."""
    return f'{HEAD}<worksheet xmlns="{space}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def row(*cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def strings(*items: str) -> str:
    """A shared strings part; an item beginning with ``<`` is taken as XML."""
    inner = "".join(f"<si>{item if item.startswith('<') else f'<t>{escape(item)}</t>'}</si>" for item in items)
    return f'{HEAD}<sst xmlns="{TRANSITIONAL}">{inner}</sst>'


def styles(formats: Sequence[int], custom: Mapping[int, str] | None = None, more: str = "") -> str:
    """A styles part whose cell styles have these format numbers."""
    own = "".join(f'<numFmt numFmtId="{key}" formatCode={quoteattr(code)}/>' for key, code in (custom or {}).items())
    cells = "".join(f'<xf numFmtId="{number}" fontId="0"/>' for number in formats)
    return (
        f'{HEAD}<styleSheet xmlns="{TRANSITIONAL}"><numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
        f"</cellStyleXfs><cellXfs>{cells}</cellXfs>{more}</styleSheet>"
    )


def relations(*related: tuple[str, str, str], office: str = OFFICE) -> str:
    """A relationships part of (id, last word of the type, target)."""
    inner = "".join(
        f'<Relationship Id="{number}" Type="{kind if "://" in kind else f"{office}/{kind}"}" Target="{target}"/>'
        for number, kind, target in related
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def content_types(main: str = XLSX, part: str = "/xl/workbook.xml") -> str:
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{PACKAGE}/relationships+xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/></Types>'
    )


def index(
    sheets: str = '<sheet name="Biểu" sheetId="1" r:id="rId1"/>', more: str = "", space: str = TRANSITIONAL
) -> str:
    office = STRICT_OFFICE if space == STRICT else OFFICE
    return f'{HEAD}<workbook xmlns="{space}" xmlns:r="{office}">{more}<sheets>{sheets}</sheets></workbook>'


def parts(sheet: str | None = None, **others: str | None) -> Parts:
    """The parts of a whole workbook with one sheet ``Biểu``; a key is a part's short name, ``None`` leaves it out."""
    texts: dict[str, str | None] = {
        "types": content_types(),
        "root": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "workbook": index(),
        "related": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "styles": styles([0]),
        "strings": strings(),
        "sheet": worksheet() if sheet is None else sheet,
        **others,
    }
    return {_NAMES.get(key, key): text.encode() for key, text in texts.items() if text is not None}


_NAMES = {
    "types": "[Content_Types].xml",
    "root": "_rels/.rels",
    "workbook": "xl/workbook.xml",
    "related": "xl/_rels/workbook.xml.rels",
    "styles": "xl/styles.xml",
    "strings": "xl/sharedStrings.xml",
    "sheet": "xl/worksheets/sheet1.xml",
}


def zipped(contents: Mapping[str, bytes] | Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip package of parts; a sequence may hold a name twice."""
    pairs = contents.items() if isinstance(contents, Mapping) else contents
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def workbook(sheet: str | None = None, **others: str | None) -> bytes:
    """A whole workbook; see ``parts``."""
    return zipped(parts(sheet, **others))
