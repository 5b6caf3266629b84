"""The zip package around a workbook: whether it is safe, and its parts inflated under limits.

Nothing that a package says of itself is believed: sizes are counted while inflating, checksums are computed, and
names are compared without regard to case, as the Open Packaging Conventions ask (ECMA-376 part 2).
"""

import re
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from parscore.viet import show

MIB: Final = 1 << 20
CHUNK: Final = 256 * 1024
"""Bytes inflated and parsed between two looks at the limits."""

_RATIO_FREE: Final = MIB
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_DRIVE: Final = re.compile("[a-z]:")
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_BEGINNING: Final = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may cost. A form needs a thousandth of most of these; a bomb is stopped by each.

    Sizes are in bytes after inflating, except ``file_bytes``. ``ratio`` is inflated to packed size of one part and
    counts above 1 MiB. ``cells`` counts cells with content in all sheets, ``text_length`` characters of one text
    or formula, ``expanded`` characters of the shared formulas written out in one sheet, ``elements`` XML elements
    outside the cells of one part, ``token_bytes`` one tag, ``names`` different names of elements and attributes,
    ``seconds`` the time for one workbook by ``clock``.
    """

    file_bytes: int = 32 * MIB
    entries: int = 4096
    total_bytes: int = 64 * MIB
    part_bytes: int = 32 * MIB
    ratio: int = 200
    sheets: int = 256
    cells: int = 200_000
    strings: int = 200_000
    styles: int = 65_536
    merged: int = 20_000
    text_length: int = 100_000
    expanded: int = 16 * MIB
    elements: int = 200_000
    depth: int = 256
    token_bytes: int = MIB
    names: int = 5000
    seconds: float = 10.0
    clock: Callable[[], float] = time.monotonic


class Refused(Exception):
    """Why a workbook cannot be read: a problem code and its facts. It never leaves this folder."""

    def __init__(self, code: str, cell: str = "", **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.cell = cell
        self.sheet = ""
        self.facts = facts


def damaged(reason: str, part: str = "ZIP", cell: str = "") -> Refused:
    """Return the refusal of a damaged file; ``reason`` is part of a key of the facts' words."""
    return Refused("PS117", cell, reason=f"damaged.{reason}", part=show(part))


def unsafe(reason: str, part: str, cell: str = "") -> Refused:
    """Return the refusal of an unsafe or ambiguous package; ``reason`` is a key of the facts' words."""
    return Refused("PS120", cell, reason=f"unsafe.{reason}", part=show(part))


def exceeded(limit: str, found: float, allowed: float) -> Refused:
    """Return the refusal of something too large; ``limit`` is a key of the facts' words."""
    return Refused("PS119", limit=f"limit.{limit}", found=Fraction(found), allowed=Fraction(allowed))


def inflate_all(data: bytes, limits: Limits) -> None:
    """Refuse every document type in a package, and inflate every part once under the limits.

    For what a program that knows no limits reads next: also the parts that no score needs.
    """
    package = Package(data, limits)
    package.refuse_doctypes()
    for part in package.names():
        for _ in package.chunks(part):
            pass


class Package:
    """The parts of one zip package, found by name without regard to case, inflated piece by piece.

    Opening refuses names that leave the package, names equal but for case, encrypted entries and overlapping ones.
    Two entries of exactly one name are tolerated while nobody reads them; ``doubled`` names those that were read.
    """

    __slots__ = ("_data", "_deadline", "_entries", "_inflated", "_limits", "_read", "_rivals", "doubled")

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = memoryview(data)
        self._limits = limits
        self._deadline = limits.clock() + limits.seconds
        self._inflated = 0
        self._entries: dict[str, tuple[ZipInfo, int]] = {}
        self._rivals: set[str] = set()
        self._read: set[str] = set()
        self.doubled: list[str] = []
        entries, end = _directory(data, limits)
        self._place(entries, end)

    def _place(self, entries: list[ZipInfo], end: int) -> None:
        """Find where each entry's content starts; entries must not overlap (the same bytes inflated many times)."""
        starts: dict[int, int] = {}
        for entry in sorted(entries, key=lambda entry: -entry.header_offset):
            start = _content_start(self._data, entry)
            if start + entry.compress_size > end:
                raise unsafe("overlapping parts", entry.filename)
            end = entry.header_offset
            starts[end] = start
        for entry in entries:
            self._enter(entry, starts[entry.header_offset])

    def _enter(self, entry: ZipInfo, start: int) -> None:
        key = _key(entry)
        if entry.flag_bits & _ENCRYPTED:
            raise unsafe("encrypted part", entry.filename)
        rival = self._entries.get(key)
        if rival:
            if rival[0].filename != entry.filename:
                raise unsafe("names equal but for case", entry.filename)
            if (rival[0].CRC, rival[0].file_size) != (entry.CRC, entry.file_size):
                self._rivals.add(key)
        self._entries[key] = entry, start

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """Return the names of all parts in lower case, in the order of the package."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """Return a whole part; for parts that are small by nature."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part inflated, at most ``CHUNK`` bytes at a time; the checksum is compared at the end."""
        key = name.lower()
        if key not in self._entries:
            raise damaged("part missing", name)
        if key in self._rivals and key not in self._read:
            self.doubled.append(name)
        self._read.add(key)
        entry, start = self._entries[key]
        size = crc = 0
        for piece in self._inflate(entry, start):
            size += len(piece)
            self._count(entry, size, len(piece))
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != entry.file_size or crc != entry.CRC:
            raise damaged("checksum differs", name)

    def _count(self, entry: ZipInfo, size: int, more: int) -> None:
        limits = self._limits
        self._inflated += more
        if size > limits.part_bytes:
            raise exceeded("bytes of one part", size, limits.part_bytes)
        if self._inflated > limits.total_bytes:
            raise exceeded("bytes of all parts", self._inflated, limits.total_bytes)
        if size > _RATIO_FREE and size > limits.ratio * entry.compress_size:
            raise exceeded("compression ratio", size // max(entry.compress_size, 1), limits.ratio)
        if limits.clock() > self._deadline:
            raise exceeded("seconds of reading", limits.seconds, limits.seconds)

    def _inflate(self, entry: ZipInfo, start: int) -> Iterator[bytes]:
        packed = self._data[start : start + entry.compress_size]
        if entry.compress_type == 0:
            yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
            return
        inflater = zlib.decompressobj(-15)
        try:
            piece = inflater.decompress(packed, CHUNK)
            while piece:
                yield piece
                piece = inflater.decompress(inflater.unconsumed_tail, CHUNK)
        except zlib.error:
            raise damaged("compressed data broken", entry.filename) from None

    def refuse_doctypes(self) -> None:
        """Refuse a document type definition in any XML part that was not read.

        One can stand only before the root element, so the beginning of the part is enough.
        """
        for name, (entry, start) in self._entries.items():
            if name.endswith(_XML_NAMES) and name not in self._read:
                beginning = self._beginning(entry, start)
                decided = _has_doctype(beginning)
                if decided or (decided is None and _has_doctype(self.read(name))):
                    raise Refused("PS118", part=show(entry.filename))

    def _beginning(self, entry: ZipInfo, start: int) -> bytes:
        packed = self._data[start : start + entry.compress_size]
        if entry.compress_type == 0:
            return bytes(packed[:_BEGINNING])
        try:
            return zlib.decompressobj(-15).decompress(packed, _BEGINNING)
        except zlib.error:
            raise damaged("compressed data broken", entry.filename) from None


def _directory(data: bytes, limits: Limits) -> tuple[list[ZipInfo], int]:
    """Return the entries of the central directory and the offset at which it begins."""
    entries = data.count(b"PK\1\2")
    if entries > limits.entries:
        raise exceeded("parts in the package", entries, limits.entries)
    try:
        with ZipFile(BytesIO(data)) as archive:
            return archive.infolist(), archive.start_dir
    # All that the library raises of a central directory that was cut off or forged: whatever it is, the package is
    # damaged, and none of it may stop the other files of the inbox.
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError, struct.error):
        raise damaged("not a whole ZIP package") from None


def _content_start(data: memoryview, entry: ZipInfo) -> int:
    """Return the offset of an entry's content; its local header must agree with the central directory."""
    at = entry.header_offset
    if not 0 <= at <= len(data) - _LOCAL.size:
        raise damaged("not a whole ZIP package")
    signature, _, _, method, *_, name_length, extra_length = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_length
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")
    if signature != b"PK\3\4" or method != entry.compress_type or data[at + _LOCAL.size : start] != name:
        raise damaged("headers disagree", entry.filename)
    if method not in (0, 8):
        raise damaged("unknown compression", entry.filename)
    return int(start + extra_length)


def _key(entry: ZipInfo) -> str:
    """Return the name by which a part is found; a name that would leave the package is refused."""
    name = entry.filename.replace("\\", "/").lower()
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise unsafe("name leaves the package", entry.filename)
    return name


def _has_doctype(text: bytes) -> bool | None:
    """Tell whether an XML text has a document type definition; ``None`` when its beginning does not show it."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.decode("utf-16", "replace").encode()
    elif b"\0" in text[:4]:
        text = text.decode("utf-16-be" if text[:1] == b"\0" else "utf-16-le", "replace").encode()
    prolog = _PROLOG.match(text)
    rest = text[prolog.end() if prolog else 0 :][:3]
    if rest[:2] in (b"", b"<", b"<?") or rest in {b"<!-", b"<!"}:
        return None
    return rest.upper() == b"<!D"
