"""Parts of the package as XML: one expat pass each, no document type, nothing unbounded.

expat works without namespaces here (it is faster, and its names stay short): the prefix of the SpreadsheetML
namespace is taken from the root element, and an element that would be a cell under another prefix is refused rather
than overlooked.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from parscore.legacy_text import code_of_font
from parscore.viet import show
from parscore.workbooks.formats import BUILT_IN, GENERAL
from parscore.workbooks.package import Limits, Package, Refused, damaged, exceeded

Attributes = dict[str, str]

STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TRUE: Final = frozenset({"1", "true", "on"})

_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_STYLE_SECTIONS: Final = frozenset(
    {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "extLst"}
)

_WHITES: Final = frozenset({"FFFFFFFF", "00FFFFFF"})


class _AlwaysGeneral(dict[str, str]):
    """Number formats of a workbook that has no styles part: every cell is General."""

    def __missing__(self, key: str) -> str:
        return GENERAL


class Numbered(dict[str, str]):
    """What cells refer to by number, as text; a number that it does not hold means that the file is damaged."""

    def __init__(self, values: Sequence[str], missing: str, part: str) -> None:
        super().__init__(zip(map(str, range(len(values))), values, strict=True))
        self.missing = missing
        self.part = part

    def __missing__(self, key: str) -> str:
        number = key.strip()
        if number == key:
            raise damaged(self.missing, self.part)
        return self[number]


def whole(text: str) -> int:
    """Return a whole number written in plain digits; ``int`` alone would also take ``1_0`` and digits of any script."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def unescaped(text: str) -> str:
    """Return a text with ``_xHHHH_`` put back into characters (ECMA-376 part 1, 22.9.2.19).

    A half of a surrogate pair that stands alone becomes U+FFFD: it could not be written anywhere.
    """
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def feed(package: Package, part: str, limits: Limits, parser: XMLParserType, check: Callable[[], None]) -> None:
    """Parse a part piece by piece; after each piece look at what it cost so far.

    A missing attribute or a number that is none in a handler ends here as well: the part does not follow its format.
    """

    def refuse_doctype(*_: object) -> None:
        raise Refused("PS118", part=show(part))

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    fed = 0
    try:
        for piece in package.chunks(part):
            fed += len(piece)
            parser.Parse(piece, False)
            if fed - parser.CurrentByteIndex > limits.token_bytes:
                raise exceeded("bytes of one tag", fed - parser.CurrentByteIndex, limits.token_bytes)
            if len(parser.intern) > limits.names:
                raise exceeded("different names of elements", len(parser.intern), limits.names)
            check()
        parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError):
        raise damaged("XML broken", part) from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = None


def scan(
    package: Package,
    part: str,
    limits: Limits,
    start: Callable[[str, Attributes], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Call ``start`` with the local name and the attributes of every element of a small part, ``text`` with texts.

    Only elements under the prefix of the root count: extensions reuse the names (``x15:workbookPr``).
    """
    count = 0
    prefix = ""

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal count, prefix
        count += 1
        if count > limits.elements:
            raise exceeded("XML elements", count, limits.elements)
        given, _, local = name.rpartition(":")
        if count == 1:
            prefix = given
        if given == prefix:
            start(local, attributes)

    parser = ParserCreate()
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = text
    feed(package, part, limits, parser, lambda: None)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part: the last word of its type, and the part it leads to (empty when outside)."""

    kind: str
    target: str


def relationships(package: Package, part: str, limits: Limits) -> dict[str, Relationship]:
    """Return the relationships of a part by id; of the package itself when ``part`` is empty."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relationship] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship":
            outside = attributes.get("TargetMode") == "External"
            target = "" if outside else _target(package, folder, attributes["Target"])
            found[attributes["Id"]] = Relationship(attributes["Type"].rpartition("/")[2], target)

    if listing in package:
        scan(package, listing, limits, start)
    return found


def _target(package: Package, folder: str, target: str) -> str:
    """Return the name of the part that a target means; it may be absolute, relative, or escaped as in a URI."""
    path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return path if path in package else unquote(path)


def content_type(package: Package, part: str, limits: Limits) -> str:
    """Return the content type that the package gives to a part, or an empty text."""
    given: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Override":
            given[attributes["PartName"].lstrip("/").lower()] = attributes["ContentType"]
        elif element == "Default":
            given["." + attributes["Extension"].lower()] = attributes["ContentType"]

    if "[content_types].xml" not in package:
        raise damaged("part missing", "[Content_Types].xml")
    scan(package, "[Content_Types].xml", limits, start)
    return given.get(part.lower()) or given.get(posixpath.splitext(part)[1].lower(), "")


@dataclass(frozen=True, slots=True)
class Styles:
    """What cells' styles say, by the style's number as text: number format codes, and what is remarkable.

    ``fonts`` holds the names of fonts of before Unicode; ``unseen`` the styles whose letters are white on no fill.
    """

    formats: Mapping[str, str]
    fonts: Mapping[str, str]
    unseen: frozenset[str]


class _StylesReader:
    """Collects the sections of styles.xml that matter, each in the order of its numbers."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.custom: dict[str, str] = {}
        self.cells: list[Attributes] = []
        self.fonts: list[str] = []
        self.white: set[str] = set()
        self.filled: set[str] = set()
        self.fills = 0
        self.takers = {"cellXfs": self.cell, "numFmts": self.format, "fonts": self.font, "fills": self.fill}
        self.take: Callable[[str, Attributes], None] | None = None

    def start(self, element: str, attributes: Attributes) -> None:
        if element in _STYLE_SECTIONS:
            self.take = self.takers.get(element)
        elif self.take is not None:
            self.take(element, attributes)

    def cell(self, element: str, attributes: Attributes) -> None:
        if element == "xf":
            self.cells.append(attributes)
            self.count()

    def format(self, element: str, attributes: Attributes) -> None:
        if element == "numFmt":
            self.custom[attributes["numFmtId"]] = attributes["formatCode"]
            self.count()

    def fill(self, element: str, attributes: Attributes) -> None:
        if element == "fill":
            self.fills += 1
        elif element == "gradientFill" or attributes.get("patternType", "none") != "none":
            self.filled.add(str(self.fills - 1))

    def font(self, element: str, attributes: Attributes) -> None:
        if element == "font":
            self.fonts.append("")
            self.count()
        elif element == "name" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif element == "color" and (attributes.get("rgb") in _WHITES or attributes.get("theme") == "0"):
            self.white.add(str(len(self.fonts) - 1))

    def count(self) -> None:
        count = len(self.cells) + len(self.custom) + len(self.fonts)
        if count > self.limits.styles:
            raise exceeded("cell styles", count, self.limits.styles)

    def legacy(self) -> dict[str, str]:
        """Names of fonts of before Unicode by the style's number."""
        named = {str(at): name for at, name in enumerate(self.fonts) if code_of_font(name)}
        if not named:
            return {}
        used = ((str(at), named.get(cell.get("fontId", "0"))) for at, cell in enumerate(self.cells))
        return {at: name for at, name in used if name}

    def unseen(self) -> frozenset[str]:
        if not self.white:
            return frozenset()
        return frozenset(
            str(at)
            for at, cell in enumerate(self.cells)
            if cell.get("fontId") in self.white and cell.get("fillId", "0") not in self.filled
        )


def cell_styles(package: Package, part: str, limits: Limits) -> Styles:
    """Return what the styles of cells say.

    Without a styles part every cell is General; one that is announced and absent is missed when a cell needs it.
    """
    if not part:
        return Styles(_AlwaysGeneral(), {}, frozenset())
    if part not in package:
        return Styles(Numbered([], "style missing", part), {}, frozenset())
    reader = _StylesReader(limits)
    scan(package, part, limits, reader.start)
    numbers = [cell.get("numFmtId", "0") for cell in reader.cells]
    codes = {number: reader.custom.get(number) or BUILT_IN.get(whole(number), GENERAL) for number in {"0", *numbers}}
    formats = Numbered([codes[number] for number in numbers] or [GENERAL], "style missing", part)
    return Styles(formats, reader.legacy(), reader.unseen())


def application(package: Package, part: str, limits: Limits) -> tuple[str, str]:
    """Return the program that says it wrote the workbook, and the company (docProps/app.xml)."""
    inside = ""
    pieces: dict[str, str] = {"Application": "", "Company": ""}

    def start(element: str, _: Attributes) -> None:
        nonlocal inside
        inside = element

    def text(piece: str) -> None:
        if inside in pieces:
            pieces[inside] += piece

    scan(package, part, limits, start, text)
    return pieces["Application"].strip(), pieces["Company"].strip()


@dataclass(slots=True)
class Index:
    """What workbook.xml says of the whole: sheets as (name, relationship, state), and how it counts and calculates."""

    strict: bool = False
    date1904: bool = False
    full_calc_on_load: bool = False
    sheets: list[tuple[str, str, str]] = field(default_factory=list)


def index(package: Package, part: str, limits: Limits) -> Index:
    """Read workbook.xml."""
    found = Index()

    def start(element: str, attributes: Attributes) -> None:
        if element == "sheet":
            relationship = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            found.sheets.append((attributes["name"], relationship, attributes.get("state", "visible")))
        elif element == "workbook":
            found.strict = STRICT in attributes.values()
        elif element == "workbookPr":
            found.date1904 = attributes.get("date1904") in TRUE
        elif element == "calcPr":
            found.full_calc_on_load = attributes.get("fullCalcOnLoad") in TRUE
        if len(found.sheets) > limits.sheets:
            raise exceeded("sheets", len(found.sheets), limits.sheets)

    scan(package, part, limits, start)
    return found
