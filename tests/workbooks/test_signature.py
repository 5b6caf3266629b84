"""A file that is no Excel workbook is refused by what it really is, whatever its name says."""

import struct
import zipfile

import pytest
from handmade import zipped

from parscore.workbooks.ooxml import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOF8 = struct.pack("<2H", 0x809, 16) + b"\0\6\5\0" + bytes(12)
BOF5 = struct.pack("<2H", 0x809, 8) + b"\0\5\5\0" + bytes(4)
FILEPASS = struct.pack("<2H", 0x2F, 6) + bytes(6)
WRITE_PROTECTED = struct.pack("<2H", 0x86, 0)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def ole(*streams: str, content: bytes = b"") -> bytes:
    """What an OLE file looks like from far: its mark, some content, the names of its streams."""
    return OLE + bytes(504) + content + b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)


FILES = {
    "pdf": (b"%PDF-1.7\n", "PS116", "PDF"),
    "rtf": (b"{\\rtf1 x}", "PS116", "RTF"),
    "png": (b"\x89PNG\r\n\x1a\n", "PS116", "content.picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "PS116", "content.picture"),
    "gif": (b"GIF89a", "PS116", "content.picture"),
    "rar": (b"Rar!\x1a\7\0", "PS116", "RAR"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "PS116", "7z"),
    "gzip": (b"\x1f\x8b\x08", "PS116", "gzip"),
    "html": (b"\n<HTML><table></table>", "PS116", "content.web page"),
    "html5": (b"<!DOCTYPE html>", "PS116", "content.web page"),
    "mhtml": (b"MIME-Version: 1.0\n", "PS116", "content.web page"),
    "google": (b'{"url": "https://docs.google.com/open?id=1"}', "PS116", "content.link"),
    "shortcut": (b"[InternetShortcut]\nURL=x", "PS116", "content.link"),
    "text": ("TT;Điểm\n1;2\n".encode(), "PS116", "content.text"),
    "text in utf-16": ("\ufeffĐiểm".encode("utf-16-le"), "PS116", "content.binary"),
    "binary": (b"\1\2\0\3", "PS116", "content.binary"),
    "xml": (b'<?xml version="1.0"?><a/>', "PS116", "XML"),
    "xml spreadsheet": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "PS115",
        "XML Spreadsheet 2003 (.xml)",
    ),
    "fods": (b'<?xml version="1.0"?><o:document o:mimetype="' + ODS + b'"/>', "PS115", "Flat OpenDocument (.fods)"),
    "biff2": (b"\x09\x00\x04\x00\x02\x00\x10\x00", "PS153", "Excel 2.0-4.0 (.xls)"),
    "xls": (ole("Root Entry", "Workbook", content=BOF8), "PS153", "Excel 97-2003 (.xls)"),
    "xls 5": (ole("Root Entry", "Book", content=BOF5), "PS153", "Excel 5.0/95 (.xls)"),
    "xls in capitals": (ole("ROOT ENTRY", "BOOK", content=BOF5), "PS153", "Excel 5.0/95 (.xls)"),
    "xls with a Word object": (ole("Root Entry", "Workbook", "WordDocument"), "PS153", "Excel 97-2003 (.xls)"),
    "doc": (ole("Root Entry", "WordDocument", "Workbook"), "PS116", "Word (.doc)"),
    "ppt": (ole("PowerPoint Document"), "PS116", "PowerPoint (.ppt)"),
    "other ole": (ole("Root Entry", "Contents"), "PS116", "content.binary"),
    "ods": (zipped({"mimetype": ODS, "content.xml": b"<a/>"}), "PS154", "OpenDocument (.ods)"),
    "ods without mimetype": (zipped({"content.xml": b"<a/>"}), "PS154", "OpenDocument (.ods)"),
    "odt": (zipped({"mimetype": ODS.replace(b"spreadsheet", b"text")}), "PS116", "OpenDocument text"),
    "epub": (zipped({"mimetype": b"application/epub+zip"}), "PS116", "content.files"),
    "numbers": (zipped({"Index/Document.iwa": b"\0"}), "PS115", "Apple Numbers (.numbers)"),
    "old numbers": (zipped({"Index.zip": b"\0"}), "PS115", "Apple Numbers (.numbers)"),
    "docx": (zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "PS116", "Word (.docx)"),
    "pptx": (zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b""}), "PS116", "PowerPoint (.pptx)"),
    "vsdx": (zipped({"visio/document.xml": b""}), "PS116", "Visio (.vsdx)"),
    "zip": (zipped({"biểu.xlsx": b"PK", "đọc.txt": b""}, zipfile.ZIP_STORED), "PS116", "content.files"),
}


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods", "pdf", ""])
@pytest.mark.parametrize("name", FILES)
def test_file_is_named_by_its_content(name: str, extension: str, no_other_programs: None) -> None:
    data, code, found = FILES[name]
    book, problems = read_workbook(data, f"biểu.{extension}")
    assert book is None
    assert [(problem.code, dict(problem.facts)) for problem in problems] == [(code, {"content": found})]


MANIFEST = "META-INF/manifest.xml"
PROTECTED = {
    "agile or standard": ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
    "xls": ole("Root Entry", "Workbook", content=BOF8 + FILEPASS),
    "xls also protected against writing": ole("Root Entry", "Workbook", content=BOF8 + WRITE_PROTECTED + FILEPASS),
    "xls 5": ole("Root Entry", "Book", content=BOF5 + FILEPASS),
    "ods": zipped({"mimetype": ODS, "content.xml": b"\1", MANIFEST: b"<m><encryption-data/></m>"}),
}


@pytest.mark.parametrize("name", PROTECTED)
def test_password_is_told_from_damage(name: str) -> None:
    book, problems = read_workbook(PROTECTED[name], "biểu.xlsx")
    assert book is None
    assert [(problem.code, problem.facts) for problem in problems] == [("PS113", ())]


def test_protection_against_writing_alone_is_no_password(no_other_programs: None) -> None:
    _, (found,) = read_workbook(ole("Workbook", content=BOF8 + WRITE_PROTECTED), "biểu.xls")
    assert found.code == "PS153"
