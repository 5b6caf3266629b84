"""Texts of cells: the shared strings, and what texts of runs have in common with those inside cells."""

from abc import ABC, abstractmethod
from typing import Final
from xml.parsers.expat import ParserCreate, XMLParserType

from parscore.workbooks.package import Limits, Package, damaged, exceeded
from parscore.workbooks.parts import STRICT, TRANSITIONAL, Attributes, Numbered, feed, unescaped

_MAIN: Final = frozenset({STRICT, TRANSITIONAL})


class PartReader(ABC):
    """What the readers of sheets and of shared strings share: the prefix, the depth, the pieces of a text.

    ``parts`` collects the pieces of the text that is being read; expat appends to it directly. ``depth`` counts the
    elements that the reader itself does not handle. Texts of a phonetic guide (rPh) and of extensions do not count.
    """

    __slots__ = ("depth", "extension", "limits", "own", "parser", "part", "parts", "phonetic")

    def __init__(self, part: str, limits: Limits, own: frozenset[str]) -> None:
        self.part = part
        self.limits = limits
        self.own = own
        self.parts: list[str] = []
        self.phonetic = False
        self.depth = 0
        self.extension = 0
        self.parser: XMLParserType = ParserCreate()
        self.parser.StartElementHandler = self.root

    def root(self, name: str, attributes: Attributes) -> None:
        """Take the prefix of the SpreadsheetML namespace from the root element."""
        prefix, _, local = name.rpartition(":")
        if attributes.get(f"xmlns:{prefix}" if prefix else "xmlns") not in _MAIN:
            raise damaged("another XML vocabulary", self.part)
        self.begin(local, f"{prefix}:" if prefix else "")

    @abstractmethod
    def begin(self, root: str, prefix: str) -> None:
        """Set the names and the handlers for the content of the root element."""

    def enter(self, name: str) -> None:
        """Go into an element that has no meaning here; one of our own under another prefix is refused."""
        local = name.rpartition(":")[2]
        if local in self.own and not self.extension:
            raise damaged("element in the wrong place", self.part)
        self.depth += 1
        if self.depth > self.limits.depth:
            raise exceeded("nested XML elements", self.depth, self.limits.depth)
        if local == "extLst" and not self.extension:
            self.extension = self.depth
        elif local == "rPh":
            self.phonetic = True

    def leave(self, name: str) -> None:
        """Come out of such an element."""
        if self.extension == self.depth:
            self.extension = 0
        self.depth -= 1
        if name.endswith("rPh"):
            self.phonetic = False

    def collected(self) -> str:
        """Return the text that was collected, with its escapes undone."""
        text = "".join(self.parts)
        if len(text) > self.limits.text_length:
            raise exceeded("characters of one text", len(text), self.limits.text_length)
        return unescaped(text) if "_x" in text else text

    def bounded(self, text: str) -> str:
        """Return a text; refuse one that is too long."""
        if len(text) > self.limits.text_length:
            raise exceeded("characters of one text", len(text), self.limits.text_length)
        return text


class _Strings(PartReader):
    """Reader of xl/sharedStrings.xml. ``text`` is what was read of the open item, ``None`` outside of items."""

    __slots__ = ("inside", "item", "strings", "text", "text_name")
    text: str | None

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part, limits, frozenset({"si", "t"}))
        self.strings: list[str] = []
        self.text = None
        self.inside = False
        self.item = self.text_name = ""

    def begin(self, root: str, prefix: str) -> None:
        if root != "sst":
            raise damaged("another XML vocabulary", self.part)
        self.item, self.text_name = f"{prefix}si", f"{prefix}t"
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.parts.append

    def start(self, name: str, _: Attributes) -> None:
        if name == self.text_name and not self.inside and self.text is not None:
            self.inside = True
            self.parts.clear()
        elif name == self.item and self.text is None:
            self.text = ""
        else:
            self.enter(name)

    def end(self, name: str) -> None:
        if name == self.text_name and self.inside:
            self.inside = False
            if not self.phonetic and not self.extension:
                text = self.collected()
                self.text = self.bounded(self.text + text) if self.text else text
        elif name == self.item and not self.depth:
            self.strings.append(self.text or "")
            self.text = None
        else:
            self.leave(name)

    def check(self) -> None:
        """Look at what was read so far; forget the blanks between tags."""
        if not self.inside:
            self.parts.clear()
        if len(self.strings) > self.limits.strings:
            raise exceeded("shared strings", len(self.strings), self.limits.strings)


def shared_strings(package: Package, part: str, limits: Limits) -> Numbered:
    """Return the shared strings by their number as text, as cells refer to them; runs are joined, nothing trimmed.

    Some programs announce the part and do not write it: it is missed when a cell needs it.
    """
    reader = _Strings(part, limits)
    if part in package:
        feed(package, part, limits, reader.parser, reader.check)
    return Numbered(reader.strings, "shared string missing", part)
