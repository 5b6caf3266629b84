"""What a file really is, by its content; its name does not count."""

import struct
from typing import Final

from parscore.workbooks.package import Package, Refused, damaged

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"

_MAGIC: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "content.picture"),
    (b"\xff\xd8\xff", "content.picture"),
    (b"GIF8", "content.picture"),
    (b"II*\0", "content.picture"),
    (b"MM\0*", "content.picture"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_BARE_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BIFF_BEGINNINGS: Final = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_FILEPASS: Final = 0x2F
_OLE_STREAMS: Final = (
    ("EncryptedPackage", "PS113", "Excel"),
    ("Workbook", "PS115", "Excel 97-2003 (.xls)"),
    ("Book", "PS115", "Excel 5.0/95 (.xls)"),
    ("WordDocument", "PS116", "Word (.doc)"),
    ("PowerPoint Document", "PS116", "PowerPoint (.ppt)"),
)
_MARKS: Final = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "PS115", "XML Spreadsheet 2003 (.xml)"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "PS115", "Flat OpenDocument (.fods)"),
    (b"[InternetShortcut]", "PS116", "content.link"),
    (b"docs.google.com/", "PS116", "content.link"),
    (b"<!doctype html", "PS116", "content.web page"),
    (b"<html", "PS116", "content.web page"),
    (b"mime-version:", "PS116", "content.web page"),
    (b"<?xml", "PS116", "XML"),
)
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."
_LOOKED_AT: Final = 4096


def other_content(data: bytes) -> Refused:
    """Return why a file that is not a zip package is refused, naming what it is."""
    if not data.strip(b"\0"):
        return damaged("empty", "0 byte")
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith(_BARE_BIFF):
        return Refused("PS115", content="Excel 2.0-4.0 (.xls)")
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return Refused("PS116", content=found)
    return _written(data)


def other_package(package: Package) -> Refused:
    """Return why a zip package without an Excel workbook is refused, naming what it is."""
    names = package.names()
    if "mimetype" in package or "content.xml" in package:
        return _open_document(package)
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names) or "index.zip" in package:
        return Refused("PS115", content="Apple Numbers (.numbers)")
    for folder, found in (("word/", "Word (.docx)"), ("ppt/", "PowerPoint (.pptx)"), ("visio/", "Visio (.vsdx)")):
        if any(name.startswith(folder) for name in names):
            return Refused("PS116", content=found)
    if "[content_types].xml" in package or any(name.startswith("xl/") for name in names):
        return damaged("part missing", "xl/workbook.xml")
    return Refused("PS116", content="content.files")


def _open_document(package: Package) -> Refused:
    kind = package.read("mimetype") if "mimetype" in package else b""
    manifest = package.read("meta-inf/manifest.xml") if "meta-inf/manifest.xml" in package else b""
    if b"encryption-data" in manifest:
        return Refused("PS113")
    if kind.startswith(_OPEN_DOCUMENT) and b"spreadsheet" not in kind:
        return Refused(
            "PS116", content="OpenDocument " + kind[len(_OPEN_DOCUMENT) :][:20].decode("ascii", "replace").strip()
        )
    if not kind.startswith(_OPEN_DOCUMENT) and b"opendocument.spreadsheet" not in manifest and kind:
        return Refused("PS116", content="content.files")
    return Refused("PS115", content="OpenDocument (.ods)")


def _ole(data: bytes) -> Refused:
    """Name the program of an OLE file by the stream that stands first in its directory; case does not count."""
    folded = data.lower()
    streams = [
        (folded.find(f"{name}\0".lower().encode("utf-16-le")), code, found) for name, code, found in _OLE_STREAMS
    ]
    present = sorted(stream for stream in streams if stream[0] >= 0)
    if not present:
        return Refused("PS116", content="content.binary")
    _, code, found = present[0]
    if code == "PS115" and _has_filepass(data):
        return Refused("PS113")
    return Refused(code) if code == "PS113" else Refused(code, content=found)


def _has_filepass(data: bytes) -> bool:
    """Tell whether a binary workbook begins with the record of a password ([MS-XLS] 2.4.117)."""
    for beginning in _BIFF_BEGINNINGS:
        at = data.find(beginning)
        for _ in range(4):
            if not 0 <= at <= len(data) - 4:
                break
            record, length = struct.unpack_from("<2H", data, at)
            if record == _FILEPASS:
                return True
            at += 4 + length
    return False


def _written(data: bytes) -> Refused:
    """Name a file of plain text, a web page or an XML file; anything else is a binary file."""
    beginning = data[:_LOOKED_AT].replace(b"\0", b"").lower()
    for mark, code, found in _MARKS:
        if mark.lower() in beginning:
            return Refused(code, content=found)
    return Refused("PS116", content="content.binary" if b"\0" in data[:_LOOKED_AT] else "content.text")
