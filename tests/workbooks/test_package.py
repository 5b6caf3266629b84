"""Packages that are damaged, unsafe or too large: each refused by name, none half read."""

import json
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from handmade import content_types, index, parts, relations, row, strings, styles, workbook, worksheet, zipped

from parscore.model.problem import Problem
from parscore.workbooks.ooxml import Limits, Workbook, read_workbook
from parscore.workbooks.package import MIB

SHEET = "xl/worksheets/sheet1.xml"


def outcome(data: bytes, limits: Limits | None = None) -> tuple[Workbook | None, tuple[Problem, ...]]:
    return read_workbook(data, "b.xlsx", limits or Limits())


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    """The code of the refusal and its reason or limit."""
    book, (found,) = outcome(data, limits)
    assert book is None
    facts = {name: str(value) for name, value in found.facts}
    return found.code, facts.get("reason") or facts.get("limit", "")


def seen(book: Workbook) -> object:
    """All of a workbook that a score could depend on."""
    return [
        (sheet.name, sheet.state, sheet.cells, sheet.merged, sheet.hidden_rows, sheet.hidden_columns)
        for sheet in book.sheets
    ]


def form() -> dict[str, bytes]:
    body = row('<c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>C1*2</f><v>0.4</v></c><c r="C1"><v>7</v></c>')
    sheet = worksheet(body, after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')
    return parts(sheet, strings=strings("Điểm"), styles=styles([0, 10]), **{"xl/theme/theme1.xml": "<a>unread</a>"})


GOOD = zipped(form())


def test_the_good_form_is_read() -> None:
    book, problems = outcome(GOOD)
    assert book is not None
    assert problems == ()
    assert [cell.text for cell in book.sheets[0].cells] == ["Điểm", "0.4", "7"]


@pytest.mark.parametrize("percent", range(100))
def test_file_cut_anywhere_is_refused(percent: int) -> None:
    code, _ = refusal(GOOD[: len(GOOD) * percent // 100])
    assert code in {"PS116", "PS117"}


def test_file_cut_in_the_middle_is_called_damaged() -> None:
    assert refusal(GOOD[: len(GOOD) // 2]) == ("PS117", "damaged.not a whole ZIP package")
    assert refusal(b"") == ("PS117", "damaged.empty")
    assert refusal(b"\0" * 512) == ("PS117", "damaged.empty")


@pytest.mark.parametrize("bit", [0, 3, 7])
def test_one_flipped_bit_never_changes_what_is_seen(bit: int) -> None:
    expected, _ = outcome(GOOD)
    assert expected is not None
    refused = 0
    for position in range(len(GOOD)):
        damaged = bytearray(GOOD)
        damaged[position] ^= 1 << bit
        book, problems = outcome(bytes(damaged))
        if book is None:
            refused += 1
            assert [found.severity for found in problems] == ["error"]
        else:
            assert seen(book) == seen(expected), position
    assert refused > len(GOOD) // 2


@pytest.mark.parametrize("name", sorted(form()))
def test_flipped_content_of_a_part_that_is_read_is_found_by_its_checksum(name: str) -> None:
    stored = zipped(form(), zipfile.ZIP_STORED)
    at = stored.index(form()[name]) + len(form()[name]) // 2
    damaged = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
    book, problems = outcome(damaged)
    if "theme" in name:
        assert book is not None
    else:
        assert book is None
        assert problems[0].code in {"PS117", "PS116"}


def test_random_bytes_after_a_zip_signature_are_damage() -> None:
    source = random.Random(7)
    for _ in range(200):
        assert refusal(b"PK\3\4" + source.randbytes(source.randrange(400)))[0] == "PS117"


def test_garbled_parts_end_in_a_clear_outcome() -> None:
    source = random.Random(11)
    for _ in range(400):
        contents = form()
        name = source.choice(sorted(contents))
        text = bytearray(contents[name])
        for _ in range(source.randrange(1, 6)):
            at = source.randrange(len(text))
            text[at : at + source.randrange(3)] = source.choice([b"<", b">", b'"', b"<c>", b"</c>", b"\0", b"9", b"&"])
        book, problems = outcome(zipped(contents | {name: bytes(text)}))
        assert book is not None or [found.severity for found in problems] == ["error"]


# Names, flags and the order of bytes


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.xml", "name leaves the package"),
        ("xl/../../evil.xml", "name leaves the package"),
        ("..\\evil.xml", "name leaves the package"),
        ("/etc/passwd", "name leaves the package"),
        ("C:/evil.xml", "name leaves the package"),
        ("xl/Workbook.xml", "names equal but for case"),
        ("xl\\workbook.xml", "names equal but for case"),
    ],
)
def test_unsafe_names_are_refused(name: str, reason: str) -> None:
    assert refusal(zipped([*form().items(), (name, b"<a/>")])) == ("PS120", f"unsafe.{reason}")


@pytest.mark.parametrize("name", ["xl/a..b.xml", "etc/passwd", "xl/workbook2.xml", "xl/dots.../a.xml"])
def test_harmless_names_are_not(name: str) -> None:
    book, problems = outcome(zipped([*form().items(), (name, b"<a/>")]))
    assert book is not None
    assert problems == ()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_part_that_stands_twice_is_told_only_if_it_matters() -> None:
    other = worksheet(row('<c r="A1"><v>999</v></c>')).encode()
    book, problems = outcome(zipped([*form().items(), (SHEET, other)]))
    assert book is not None
    assert [cell.text for cell in book.sheets[0].cells] == ["999"]
    assert [(found.code, found.severity, dict(found.facts)) for found in problems] == [
        ("PS120", "error", {"reason": "unsafe.part stands twice", "part": SHEET})
    ]
    assert outcome(zipped([*form().items(), (SHEET, form()[SHEET])]))[1] == ()
    assert outcome(zipped([*form().items(), ("xl/theme/theme1.xml", b"<b/>")]))[1] == ()


def directory_entry(data: bytes, name: str) -> int:
    """The offset of a part's entry in the central directory."""
    at = data.rindex(b"PK\1\2")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.rindex(b"PK\1\2", 0, at)
    return at


def patched(data: bytes, at: int, layout: str, *values: int) -> bytes:
    packed = struct.pack(layout, *values)
    return data[:at] + packed + data[at + len(packed) :]


def test_encrypted_part_is_refused() -> None:
    at = directory_entry(GOOD, SHEET)
    assert refusal(patched(GOOD, at + 8, "<H", 1)) == ("PS120", "unsafe.encrypted part")


def test_overlapping_parts_are_refused() -> None:
    theme, sheet = directory_entry(GOOD, "xl/theme/theme1.xml"), directory_entry(GOOD, SHEET)
    (offset,) = struct.unpack_from("<L", GOOD, sheet + 42)
    (size,) = struct.unpack_from("<L", GOOD, sheet + 20)
    assert refusal(patched(GOOD, sheet + 20, "<L", size + 40)) == ("PS120", "unsafe.overlapping parts")
    assert refusal(patched(GOOD, theme + 42, "<L", offset))[0] == "PS117"
    twice = [*form().items(), ("a.xml", b"<a/>"), ("b.xml", b"<a/>")]
    data = zipped(twice)
    (first,) = struct.unpack_from("<L", data, directory_entry(data, "a.xml") + 42)
    second = directory_entry(data, "b.xml")
    shared = patched(data, second + 42, "<L", first)
    shared = shared[: second + 46] + b"a.xml" + shared[second + 51 :]
    assert refusal(shared) == ("PS120", "unsafe.overlapping parts")


def test_unknown_compression_is_damage() -> None:
    assert refusal(zipped(form(), zipfile.ZIP_BZIP2)) == ("PS117", "damaged.unknown compression")


def test_two_headers_that_disagree_are_damage() -> None:
    at = GOOD.index(SHEET.encode())
    assert refusal(GOOD[:at] + b"Xl" + GOOD[at + 2 :]) == ("PS117", "damaged.headers disagree")


def test_stored_parts_are_read() -> None:
    book, _ = outcome(zipped(form(), zipfile.ZIP_STORED))
    good, _ = outcome(GOOD)
    assert book is not None
    assert good is not None
    assert seen(book) == seen(good)


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"])
def test_missing_part_is_damage(missing: str) -> None:
    contents = form()
    del contents[missing]
    assert refusal(zipped(contents)) == ("PS117", "damaged.part missing")


# Document types

DOCTYPE = '<!DOCTYPE a [<!ENTITY e "x">]>'


def with_doctype(content: bytes, doctype: str = DOCTYPE) -> bytes:
    head, _, body = content.decode().partition("?>")
    return f"{head}?>{doctype}{body}".encode()


@pytest.mark.parametrize("name", [*sorted(set(form()) - {"xl/theme/theme1.xml"})])
def test_doctype_in_a_part_that_is_read(name: str) -> None:
    assert refusal(zipped(form() | {name: with_doctype(form()[name])})) == ("PS118", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        f"{DOCTYPE}<a/>",
        f'<?xml version="1.0"?>\n<!-- <a> -->{DOCTYPE}<a/>',
        f"<!--{'x' * 3000}-->{DOCTYPE}<a/>",
        f"<?p {'x' * 600}?>\n\n{DOCTYPE}<a/>",
        "<!doctype html><html/>",
        f"{' ' * 510}{DOCTYPE}<a/>",
    ],
)
def test_doctype_in_a_part_that_is_not_read(text: str, encoding: str) -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        assert refusal(zipped(form() | {"xl/theme/theme1.xml": text.encode(encoding)}, method)) == ("PS118", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<a>&lt;!DOCTYPE</a>",
        f"<!-- {DOCTYPE} --><a/>",
        f"<!-- {'x' * 600} --><a><!-- <!DOCTYPE --></a>",
        "junk",
    ],
)
def test_what_only_looks_like_a_doctype(text: str) -> None:
    book, problems = outcome(zipped(form() | {"xl/theme/theme1.xml": text.encode()}))
    assert book is not None
    assert problems == ()


def test_entity_without_a_declaration_is_damage() -> None:
    assert refusal(workbook(worksheet("&e;"))) == ("PS117", "damaged.XML broken")


def test_doctype_of_a_picture_is_nobodys_business() -> None:
    book, _ = outcome(zipped(form() | {"xl/media/image1.svg": b"<!DOCTYPE svg><svg/>"}))
    assert book is not None


# Limits: each on both sides


def many(number: int) -> str:
    return "".join(row(f'<c r="A{at}"><v>{at}</v></c>', number=at) for at in range(1, number + 1))


def sheets(number: int) -> bytes:
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId1"/>' for at in range(number))
    return workbook(workbook=index(listed))


def merged(number: int) -> bytes:
    ranges = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, number + 1))
    return workbook(worksheet(after=f"<mergeCells>{ranges}</mergeCells>"))


def nested(number: int) -> str:
    return "<z>" * number + "</z>" * number


def shared_formulas(number: int) -> str:
    """One cell with a formula of four characters that ``number`` others share."""
    return '<c><f t="shared" si="0">A1+1</f></c>' + '<c><f t="shared" si="0"/></c>' * number


LIMITS = [
    ("entries", 8, zipped({**parts(), "a": b""}), "parts in the package"),
    ("sheets", 3, sheets(3), "sheets"),
    ("cells", 50, workbook(worksheet(many(50))), "cells with content"),
    ("strings", 40, workbook(strings=strings(*map(str, range(40)))), "shared strings"),
    ("styles", 30, workbook(styles=styles([0] * 29, {164: "0"})), "cell styles"),
    ("merged", 20, merged(20), "merged ranges"),
    ("text_length", 90, workbook(strings=strings("Đ" * 90)), "characters of one text"),
    ("text_length", 90, workbook(strings=strings(f"<r><t>{'a' * 45}</t></r>" * 2)), "characters of one text"),
    ("text_length", 90, workbook(worksheet(row(f'<c t="str"><v>{"a" * 90}</v></c>'))), "characters of one text"),
    ("text_length", 90, workbook(worksheet(row(f"<c><f>{'1+' * 45}</f></c>"))), "characters of one text"),
    ("text_length", 90, workbook(worksheet(row(f"<c><is><t>{'a' * 90}</t></is></c>"))), "characters of one text"),
    ("text_length", 20_000, workbook(strings=strings("x" * 20_000)), "characters of one text"),
    ("expanded", 40, workbook(worksheet(row(shared_formulas(10)))), "characters of shared formulas"),
    ("elements", 101, workbook(worksheet(before="<a/>" * 100)), "XML elements"),
    ("elements", 100, workbook(styles=styles([0]).replace("<cellXfs>", "<a/>" * 94 + "<cellXfs>")), "XML elements"),
    ("depth", 12, workbook(worksheet(before=nested(12))), "nested XML elements"),
    ("depth", 12, workbook(worksheet(row(f"<c>{nested(12)}</c>"))), "nested XML elements"),
    ("depth", 12, workbook(worksheet(nested(12))), "nested XML elements"),
    ("depth", 12, workbook(strings=strings(nested(12))), "nested XML elements"),
]  # fmt: skip


def limited(name: str, allowed: int) -> Limits:
    changed: dict[str, Any] = {name: allowed}
    return replace(Limits(), **changed)


@pytest.mark.parametrize(("name", "allowed", "data", "limit"), LIMITS)
def test_limit_on_both_sides(name: str, allowed: int, data: bytes, limit: str) -> None:
    book, problems = outcome(data, limited(name, allowed))
    assert book is not None, problems
    assert refusal(data, limited(name, allowed - 1)) == ("PS119", f"limit.{limit}")


def test_cells_of_all_sheets_count_together() -> None:
    listed = '<sheet name="a" sheetId="1" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId1"/>'
    data = workbook(worksheet(many(10)), workbook=index(listed))
    assert outcome(data, Limits(cells=20))[0] is not None
    assert refusal(data, Limits(cells=19)) == ("PS119", "limit.cells with content")


def test_bytes_of_parts_count_while_inflating() -> None:
    contents = form()
    read = sum(len(content) for name, content in contents.items() if "theme" not in name)
    largest = max(len(content) for content in contents.values())
    assert outcome(GOOD, Limits(total_bytes=read))[0] is not None
    assert refusal(GOOD, Limits(total_bytes=read - 1)) == ("PS119", "limit.bytes of all parts")
    assert outcome(GOOD, Limits(part_bytes=largest))[0] is not None
    assert refusal(GOOD, Limits(part_bytes=largest - 1)) == ("PS119", "limit.bytes of one part")
    assert outcome(GOOD, Limits(file_bytes=len(GOOD)))[0] is not None
    assert refusal(GOOD, Limits(file_bytes=len(GOOD) - 1)) == ("PS119", "limit.bytes of the file")


def test_ratio_counts_above_one_mebibyte() -> None:
    blanks = worksheet(before=" " * (MIB // 2))
    assert outcome(workbook(blanks), Limits(ratio=10))[0] is not None
    blanks = worksheet(before=" " * (2 * MIB))
    assert outcome(workbook(blanks), Limits(ratio=2000))[0] is not None
    assert refusal(workbook(blanks)) == ("PS119", "limit.compression ratio")


def test_one_tag_may_not_grow_without_end() -> None:
    source = random.Random(3)
    noise = "".join(source.choices("abcdefgh", k=3 * MIB))
    data = workbook(worksheet(before=f'<a b="{noise}"/>'))
    assert refusal(data) == ("PS119", "limit.bytes of one tag")
    assert outcome(data, Limits(token_bytes=4 * MIB))[0] is not None


def test_names_of_elements_may_not_grow_without_end() -> None:
    data = workbook(worksheet(row("".join(f'<c r="A{at}" a{at}=""/>' for at in range(2000)))))
    assert outcome(data)[0] is not None
    assert refusal(data, Limits(names=1000)) == ("PS119", "limit.different names of elements")


def test_time_is_looked_at_while_reading() -> None:
    def ticking(step: float) -> Limits:
        ticks = count()
        return Limits(seconds=10, clock=lambda: next(ticks) * step)

    assert outcome(GOOD, ticking(0.1))[0] is not None
    assert refusal(GOOD, ticking(5)) == ("PS119", "limit.seconds of reading")


BOMB_HEAD = worksheet().partition("<sheetData>")[0].encode()


def bomb(declared: int | None) -> bytes:
    """A worksheet of 512 MiB of blanks; its size may be declared falsely in both directories."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b" " * MIB
    crc = 0
    pieces = []
    for piece in (BOMB_HEAD, *[block] * 512):
        crc = zlib.crc32(piece, crc)
        pieces.append(packer.compress(piece))
    packed = b"".join((*pieces, packer.flush()))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (form() | {SHEET: b""}).items():
            archive.writestr(zipfile.ZipInfo(name), packed if name == SHEET else content)
    data = buffer.getvalue()
    size = 512 * MIB + len(BOMB_HEAD) if declared is None else declared
    local, central = data.index(SHEET.encode()) - 30, directory_entry(data, SHEET)
    data = patched(patched(data, local + 8, "<H", 8), local + 14, "<3L", crc, len(packed), size)
    return patched(patched(data, central + 10, "<H", 8), central + 16, "<3L", crc, len(packed), size)


@pytest.mark.parametrize("declared", [None, 100, 0, 1 << 31])
def test_bomb_is_stopped_while_inflating_whatever_it_declares(declared: int | None) -> None:
    data = bomb(declared)
    assert refusal(data) == ("PS119", "limit.bytes of one part")
    assert refusal(data, Limits(part_bytes=1 << 40)) == ("PS119", "limit.bytes of all parts")
    assert refusal(data, Limits(ratio=2)) == ("PS119", "limit.compression ratio")


@pytest.mark.parametrize("declared", [0, 1, 10_000_000])
def test_declared_size_that_lies_is_damage(declared: int) -> None:
    data = patched(GOOD, directory_entry(GOOD, SHEET) + 24, "<L", declared)
    assert refusal(data) == ("PS117", "damaged.checksum differs")


def heavy_sheets() -> list[str]:
    """Worksheets that are mostly tags: each would need gigabytes if something in them were kept."""
    return [
        worksheet("<row>" + '<c r="A1"/>' * 2_000_000 + "</row>"),
        worksheet("<row/>" * 2_000_000),
        worksheet(before="<z>" * 4_000_000 + "</z>" * 4_000_000),
        worksheet("<row><c><z>" + "<z>" * 4_000_000 + "</z>" * 4_000_000 + "</z></c></row>"),
        worksheet("".join(f"<z{number}/>" for number in range(2_000_000))),
        worksheet("<row>" + "".join(f'<c r="A1" z{number}=""/>' for number in range(1_000_000)) + "</row>"),
        worksheet(before="<a " + " ".join(f'b{number}=""' for number in range(2_000_000)) + "/>"),
        worksheet('<row hidden="1"/>' * 1_000_000),
        worksheet("<row>" + '<c r="A1"/>\n \n' * 2_000_000 + "</row>"),
        worksheet(before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 800_000 + "</cols>"),
        worksheet("<row>" + '<c r="A1"><v>1</v></c>' * 1_000_000 + "</row>"),
        worksheet(before=f"<!-- {'x' * 30_000_000} -->"),
        worksheet(row(f"<c><v>{'1' * 30_000_000}</v></c>")),
    ]


CHILD = """
import json, re, sys
from parscore.workbooks.ooxml import Limits, read_file
from pathlib import Path
from typing import Any
for path in sys.argv[1:]:
    book, problems = read_file(Path(path), path, Limits(ratio=10**6, seconds=60))
    print(json.dumps([book is not None, [found.code for found in problems]]))
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is told by /proc")
def test_parts_that_are_mostly_tags_stay_small_and_never_kill(tmp_path: Path) -> None:
    paths = []
    for number, sheet in enumerate(heavy_sheets()):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(workbook(sheet))
    done = subprocess.run([sys.executable, "-c", CHILD, *map(str, paths)], capture_output=True, timeout=120, check=True)
    *outcomes, peak = map(json.loads, done.stdout.split(b"\n")[:-1])
    assert len(outcomes) == len(paths)
    assert all(read or codes for read, codes in outcomes)
    assert peak < 256 * 1024  # KiB, the whole process


def test_binary_workbook_is_named(no_other_programs: None) -> None:
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    book, (found,) = outcome(workbook(types=content_types(kind)))
    assert book is None
    assert (found.code, dict(found.facts)) == ("PS154", {"content": "Excel (.xlsb)"})


def test_main_part_of_another_kind_is_damage_or_another_document() -> None:
    assert refusal(workbook(types=content_types("application/xml"))) == ("PS117", "damaged.part missing")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    contents = {
        "[Content_Types].xml": content_types(word, "/word/document.xml").encode(),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")).encode(),
        "word/document.xml": b"<w/>",
    }
    assert refusal(zipped(contents))[0] == "PS116"
