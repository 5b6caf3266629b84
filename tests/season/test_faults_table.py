"""Everything known to go wrong with forms, row by row: each fault is told and costs nobody else a digit.

A season has a good form of one agency and, in each case, something from another. ``FAULTY`` says what has to be told
and whether the other agency is scored all the same; ``HARMLESS`` says what must not be told of a near miss.
"""

import locale
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt  # type: ignore[import-untyped]
from folders import TWO_GROUPS, form_of, make, opened, scored
from forms import HEADINGS, OWN, PERCENT, Form, Stored, item

from parscore.messages import LANGUAGES, Words
from parscore.model.criteria import RoundingMode
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.numbers import Refused, Written, from_stored, printed, read_written, round_to, total
from parscore.reports.material import material
from parscore.reports.xlsx import write_summary
from parscore.season.run import score_season
from parscore.viet import collation_key, normal_form
from parscore.workbooks import converted

GOOD = "2025_SNV.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
Files = Mapping[str, bytes | Form]


def syt(**more: object) -> Form:
    return form_of("SYT", **more)


def put(code: str, /, **cells: object) -> Callable[[], Files]:
    return lambda: {"a.xlsx": syt().put(code, **cells)}  # type: ignore[arg-type]


def bent(bend: Callable[[Form], object]) -> Callable[[], Files]:
    def files() -> Files:
        form = syt()
        bend(form)
        return {"a.xlsx": form}

    return files


def data(content: bytes | None = None, name: str = "a.xlsx") -> Callable[[], Files]:
    return lambda: {name: syt().content() if content is None else content}


def edited(part: str, old: bytes, new: bytes) -> bytes:
    """A sound form with a text of one part replaced."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(syt().content())) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as now:
        for entry in before.infolist():
            content = before.read(entry.filename)
            if entry.filename == part:
                content = content.replace(old, new)
            now.writestr(entry, content)
    return stream.getvalue()


def by_openpyxl(form: Form, **cells: object) -> bytes:
    """A form saved again by a program that calculates nothing; cells by address."""
    book = openpyxl.load_workbook(BytesIO(form.content()))
    for address, value in cells.items():
        book.active[address] = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(600)


def old_binary(name: str) -> Files:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Biểu")
    for (row, column), one in syt().grid().items():
        value = float(one.text) if one.kind == "number" else one.text
        sheet.write(row - 1, column - 1, value, xlwt.easyxf(num_format_str=one.format))
    stream = BytesIO()
    book.save(stream)
    return {name: stream.getvalue()}


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def strict() -> Files:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(syt().content())) as before, zipfile.ZipFile(stream, "w") as now:
        for entry in before.infolist():
            content = before.read(entry.filename)
            for old, new in STRICT.items():
                content = content.replace(old, new)
            now.writestr(entry, content)
    return {"a.xlsx": stream.getvalue()}


def bomb() -> Files:
    return {"a.xlsx": edited(SHEET, b"<sheetData>", b"<sheetData>" + b" " * (40 << 20))}


def zipped_forms() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("bieu.xlsx", syt().content())
    return stream.getvalue()


def told_texts(form: Form) -> Form:
    """A form with documents and explanations enough to tell whether it was copied."""
    for at, code in enumerate(OWN):
        form.put(code, evidence=f"Báo cáo số {at}/BC", reason="như tài liệu")
    return form


def copy_of(*, change: str = "") -> Callable[[], Files]:
    def files() -> Files:
        own = told_texts(syt())
        return {"a.xlsx": own.put("1.1", evidence=change) if change else own, GOOD: told_texts(form_of("SNV"))}

    return files


def shuffled(form: Form) -> None:
    form.columns.reverse()
    form.rows.reverse()
    form.down, form.right = 3, 2


def tcvn3(form: Form) -> None:
    form.above = [["§¬n vÞ: Së Y tÕ"], ["N¡M 2025"]]
    form.put("1.1", name="Ban hµnh kÕ ho¹ch")
    form.put("1.2", name="Hoµn thµnh nhiÖm vô ®­îc giao")


def formulas_in_scores(typed: bool) -> Callable[[], Files]:
    def files() -> Files:
        form = syt()
        for code in ("1.2", "1.10", "2.1.1", "2.1.2"):
            points = {"1.2": "1.84615384615385", "2.1.1": "1"}.get(code, "1")
            plain = typed and code == "1.10"
            form.put(code, points=1 if plain else Stored("number", points, formula="ROUND(1,0)"))
        return {"a.xlsx": form}

    return files


def spilled() -> Files:
    form = syt().put("1.2", a=Stored("number", "12", formula="{A}"))
    address = f"{form.cell('1.2', 'input:a')}:{form.cell('1.2', 'input:b')}"
    made = form.content()
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as before, zipfile.ZipFile(stream, "w") as now:
        for entry in before.infolist():
            content = before.read(entry.filename).replace(
                b"<f>{A}</f>", f'<f t="array" ref="{address}">TRANSPOSE(J1:J2)</f>'.encode()
            )
            now.writestr(entry, content)
    return {"a.xlsx": stream.getvalue()}


def merged(first: tuple[str, str], last: tuple[str, str]) -> Files:
    area = f"{syt().cell(*first)}:{syt().cell(*last)}".encode()
    more = b'</sheetData><mergeCells count="1"><mergeCell ref="' + area + b'"/></mergeCells>'
    return {"a.xlsx": edited(SHEET, b"</sheetData>", more)}


def emptied(form: Form) -> None:
    for code in OWN:
        form.put(code, points=None, a=None, b=None, evidence=None)


WRAPPED = {key: text.upper().replace(" ", "\n") for key, text in HEADINGS.items()}
DROPPINGS = ("._a.xlsx", "desktop.ini", ".DS_Store", "Thumbs.db")
A1 = Form().cell("1.1", "points")
POINTS = {"points": Stored("number", "0.75", "0")}
TOTAL = item("", "Tổng cộng")

# what comes in, what is told of it, whether the agency is scored all the same
FAULTY: dict[str, tuple[Callable[[], Files], set[str], bool]] = {
    "I1": (lambda: {"a.xlsx": syt().content()[:-900]}, {"PS117"}, False),
    "I1 empty": (data(b""), {"PS117"}, False),
    "I2 pdf": (data(b"%PDF-1.7 x"), {"PS116"}, False),
    "I2 html": (data(b"<html><table></table></html>"), {"PS116"}, False),
    "I3 xlsx as xls": (data(name="a.xls"), {"PS123"}, True),
    "I3 xls as xlsx": (lambda: old_binary("a.xlsx"), {"PS155", "PS123"}, True),
    "I4": (data(ole("EncryptedPackage")), {"PS113"}, False),
    "I5 lock": (data(b"x", "~$a.xlsx"), {"PS114"}, False),
    "I5 libreoffice lock": (data(b"x", ".~lock.a.xlsx#"), {"PS114"}, False),
    "I5 droppings": (lambda: dict.fromkeys(DROPPINGS, b"x"), {"PS136"}, False),
    "I7": (bomb, {"PS119"}, False),
    "I8": (lambda: {"a.xlsx": edited(SHEET, b"<worksheet", b"<!DOCTYPE x><worksheet")}, {"PS118"}, False),
    "I9": (data(ole("Workbook"), "a.xls"), {"PS117"}, False),
    "I11 numbers": (lambda: {"a.numbers": _zip("Index/Document.iwa")}, {"PS115"}, False),
    "I11 xls": (lambda: old_binary("a.xls"), {"PS155"}, True),
    "I11 ods": (lambda: {"a.ods": _zip("content.xml")}, {"PS154"}, False),
    "I11 link": (data(b'{"url": "https://docs.google.com/open?id=1"}'), {"PS116"}, False),
    "I14 zip": (lambda: {"a.zip": zipped_forms()}, {"PS136"}, False),
    "I14 zip as xlsx": (lambda: {"a.xlsx": zipped_forms()}, {"PS116"}, False),
    "D1": (lambda: {"a.xlsx": syt().content(), "b.xlsx": syt().content()}, {"PS131"}, True),
    "D2": (lambda: {"a.xlsx": syt(), "b.xlsx": syt().put("1.1", points="0,5")}, {"PS109"}, False),
    "D3": (bent(lambda form: form.above.__setitem__(0, ["Đơn vị: Sở Y tê"])), {"PS108"}, False),
    "D4": (lambda: {"2025_SNV (2).xlsx": syt()}, {"PS139"}, False),
    "D5": (bent(lambda form: form.above.__setitem__(1, ["NĂM 2024"])), {"PS110"}, False),
    "D7": (lambda: {}, {"PS132", "PS703"}, False),
    "D8": (bent(emptied), {"PS133"}, False),
    "D9": (copy_of(), {"PS160"}, True),
    "D10": (
        bent(lambda form: form.above.__setitem__(0, [unicodedata.normalize("NFD", "ĐƠN VỊ: SỞ  Y TẾ")])),
        {"PS111"},
        True,
    ),
    "L3": (bent(lambda form: setattr(form, "header", [{**HEADINGS, "points": "Đ. i. ể. m"}])), {"PS125"}, False),
    "L4 missing": (bent(lambda form: form.columns.remove("points")), {"PS125"}, False),
    "L4 doubled": (
        bent(lambda form: (form.columns.append("x"), setattr(form, "header", [{**HEADINGS, "x": "Tự chấm"}]))),
        {"PS126"},
        False,
    ),
    "L5 deleted": (bent(lambda form: form.rows.remove(form.find("1.1"))), {"PS102"}, False),
    "L5 doubled": (bent(lambda form: form.rows.append(dict(form.find("1.1")))), {"PS127"}, False),
    "L5 unknown": (bent(lambda form: form.rows.append(item("9.9", "Lạ", 1))), {"PS103"}, True),
    "L6": (put("1.1", name="Tổ chức đối thoại"), {"PS128", "PS102"}, False),
    "L7 number": (put("1.10", code=Stored("number", "1.1000000000000001")), {"PS129"}, True),
    "L7 date": (put("1.10", code=Stored("number", "45931", "d-mmm")), {"PS129"}, True),
    "L9": (lambda: merged(("1.1", "points"), ("1.2", "points")), {"PS135"}, False),
    "L10": (bent(lambda form: setattr(form, "hidden_rows", frozenset({form.row("1.1")}))), {"PS134"}, True),
    "L10 unseen": (put("1.1", points=Stored("number", "1", ";;;")), {"PS158"}, True),
    "L12": (bent(lambda form: form.rows.__delitem__(slice(5, None))), {"PS102"}, False),
    "L13": (
        bent(lambda form: (form.columns.append("x"), setattr(form, "header", [{**HEADINGS, "x": "Điểm đề nghị"}]))),
        {"PS138"},
        True,
    ),
    "L14 maximum": (put("1.1", maximum=2), {"PS130"}, False),
    "L14 name": (put("1.1", name="Ban hành hai kế hoạch"), {"PS128"}, False),
    "L15 comment": (put("1.1", points=None, reason="0,75"), {"PS165", "PS201"}, False),
    "L15 appraiser": (
        bent(lambda form: (
            form.columns.append("x"), setattr(form, "header", [{**HEADINGS, "x": "Điểm thẩm định"}]),
            form.put("1.1", points=None), form.find("1.1").update(x=1),
        )),
        {"PS165", "PS201"}, False,
    ),
    "V1": (put("1.1", points="\u00a00,5"), {"PS142"}, True),
    "V2": (put("1.1", points="1.234"), {"PS104"}, False),
    "V3": (put("2.1.1", a=Stored("number", "0.85")), {"PS215"}, False),
    "V4": (put("1.1", points="≈1"), {"PS105"}, False),
    "V5": (put("1.2", a=Stored("number", "45689", "d-mmm")), {"PS107"}, False),
    "V6": (put("1.10", a="✓"), {"PS204"}, False),
    "V7": (lambda: {"a.xlsx": by_openpyxl(syt(), **{A1: "#REF!"})}, {"PS140"}, False),
    "V8 blank": (put("1.1", points=None), {"PS201"}, False),
    "V8 dash": (put("1.1", points="-"), {"PS105"}, False),
    "V8 not assessed": (put("1.1", points="KĐG", reason="không được giao"), {"PS210"}, True),
    "V9": (put("1.10", a="KĐG"), {"PS209"}, False),
    "V10 negative": (put("1.1", points=-1), {"PS202"}, False),
    "V10 above": (put("1.1", points=Stored("number", "1.000000001")), {"PS203"}, False),
    "V10 grid": (put("1.1", points=Stored("number", "0.3")), {"PS213"}, False),
    "V11": (put("1.1", **POINTS), {"PS161"}, True),
    "V14": (put("1.1", points="１"), {"PS105"}, False),
    "V16 text": (put("1.1", points="1"), {"PS142"}, True),
    "V16 format": (put("1.1", points=Stored("number", "1", "@")), {"PS142"}, True),
    "V17 above": (put("1.2", a=14), {"PS205"}, False),
    "V17 nothing": (put("1.2", a=0, b=0), {"PS218"}, True),
    "F1": (lambda: {"a.xlsx": by_openpyxl(syt(), **{A1: "=1+0"})}, {"PS106"}, False),
    "F2": (put("1.2", a=Stored("number", "0", formula="SUM(J1:J9)")), {"PS143"}, False),
    "F3": (put("1.2", a=Stored("number", "12", formula="5+6")), {"PS164"}, False),
    "F4 moment": (put("1.2", b=Stored("number", "13", formula="TODAY()-46000")), {"PS162", "PS144"}, True),
    "F4 book": (put("1.2", b=Stored("number", "13", formula="[1]Sheet1!$A$1")), {"PS162", "PS144"}, True),
    "F5": (
        bent(lambda form: (
            [form.put(code, points=1) for code in OWN], form.rows.append({**TOTAL, "points": Stored("number", "5.5")})
        )),
        {"PS208"}, True,
    ),
    "F6": (formulas_in_scores(typed=True), {"PS163"}, True),
    "F7 circle": (
        bent(lambda form: form.put("1.2", b=Stored("number", "13", formula=f"IF(TRUE,{form.cell('1.2', 'input:b')})"))),
        {"PS162", "PS144"}, True,
    ),
    "F7 spill": (spilled, {"PS144"}, True),
    "T1": (bent(tcvn3), {"PS150"}, True),
    "T2": (put("1.2", evidence="Sá»Ÿ Y táº¿"), {"PS151"}, True),
    "T2 lost": (put("1.2", evidence="Báo c\ufffdo"), {"PS152"}, True),
    "T3": (put("1.10", name="Tổ chức đối thoạі"), {"PS111"}, True),
    "T4": (put("1.10", name="Tổ chức\u200b đối\u00ad thoại"), {"PS111"}, True),
}  # fmt: skip

# near misses: scored like any other form, and none of these told
HARMLESS: dict[str, tuple[Callable[[], Files], set[str]]] = {
    "I1": (data(), {"PS117"}),
    "I2": (data(name="Biểu PDF.xlsx"), {"PS116"}),
    "I3": (data(), {"PS123"}),
    "I4": (data(name="mật khẩu.xlsx"), {"PS113"}),
    "I5": (data(name="~a$.xlsx"), {"PS114", "PS136"}),
    "I6": (strict, {"PS117", "PS121", "PS101"}),
    "I7 far cell": (bent(lambda form: form.more.update({(1_048_576, 16_384): "x"})), {"PS119"}),
    "I8": (put("1.2", evidence="<!DOCTYPE x>"), {"PS118"}),
    "I9": (put("1.2", evidence="x" * 32_000), {"PS156", "PS119"}),
    "I11": (data(name="a.xlsm"), {"PS115"}),
    "I12": (put("1.2", evidence="parscore"), {"PS157"}),
    "I13": (data(name=unicodedata.normalize("NFD", "Biểu tự chấm") + "x" * 180 + ".xlsx"), {"PS122"}),
    "D1": (data(), {"PS131"}),
    "D2": (data(), {"PS109"}),
    "D3": (bent(lambda form: form.above.__setitem__(0, ["Đơn vị: SỞ Y TẾ"])), {"PS108", "PS111"}),
    "D4": (data(name="2025_SYT.xlsx"), {"PS139"}),
    "D5": (bent(lambda form: form.above.append(["Quyết định ngày 5 tháng 12 năm 2024"])), {"PS110"}),
    "D6": (data(), {"PS149"}),
    "D7": (data(), {"PS132", "PS703"}),
    "D8": (put("1.1", points="0"), {"PS133"}),
    "D9": (copy_of(change="Báo cáo khác"), {"PS160"}),
    "D10": (data(), {"PS111"}),
    "D9 few texts": (lambda: {"a.xlsx": syt(), GOOD: form_of("SNV")}, {"PS160"}),
    "L1 L2": (bent(shuffled), {"PS101", "PS125", "PS102"}),
    "L3": (bent(lambda form: setattr(form, "header", [WRAPPED])), {"PS101", "PS125"}),
    "L4": (bent(lambda form: setattr(form, "header", [{**HEADINGS, "points": "Tự chấm"}])), {"PS125", "PS126"}),
    "L5 order": (bent(lambda form: form.rows.reverse()), {"PS102", "PS127", "PS103"}),
    "L6": (put("1.1", name="BAN HÀNH KẾ HOẠCH"), {"PS128"}),
    "L7": (put("1.10", code=" 1.10. "), {"PS129"}),
    "L8": (bent(lambda form: form.rows.insert(2, item("", "Hướng dẫn: ghi số văn bản"))), {"PS103", "PS128"}),
    "L9": (lambda: merged(("1", "evidence"), ("1", "reason")), {"PS135"}),
    "L10": (bent(lambda form: setattr(form, "hidden_rows", frozenset({1}))), {"PS134", "PS158"}),
    "L11": (bent(lambda form: setattr(form, "name", "Tờ khác")), {"PS101", "PS124"}),
    "L12": (bent(lambda form: form.rows.insert(4, {})), {"PS102"}),
    "L13": (bent(lambda form: form.columns.append("note")), {"PS138"}),
    "L14": (put("1.1", maximum="1,0"), {"PS130"}),
    "L15": (put("1.1", reason="0,75"), {"PS165"}),
    "V1": (put("1.1", points=1), {"PS142"}),
    "V2": (put("1.2", a="1.000", b="1.234"), {"PS104"}),
    "V3": (put("2.1.1", a=PERCENT), {"PS215"}),
    "V4": (put("1.1", points="1,0"), {"PS105"}),
    "V5": (put("1.2", a=Stored("number", "12", '0" d"')), {"PS107"}),
    "V6": (put("1.10", a=" CÓ "), {"PS204"}),
    "V7": (put("1.2", evidence="#REF!"), {"PS140"}),
    "V8": (put("1.1", points=0), {"PS201", "PS105"}),
    "V9": (put("1.1", points="KĐG", reason="không được giao"), {"PS209"}),
    "V10": (put("1.1", points=Stored("number", "1.0000000000000002")), {"PS203", "PS213"}),
    "V11": (put("1.1", points=Stored("number", "0.75", "0.00")), {"PS161"}),
    "V11 digits": (put("1.1", points=Stored("number", "0.75000000000000004", "0.00")), {"PS161"}),
    "V14": (put("1.1", points=Stored("number", "1")), {"PS105"}),
    "V15": (put("1.2", evidence="Dòng một\nDòng hai _x000D_ " + "đ" * 32_000), {"PS119", "PS152"}),
    "V16": (put("1.1", points=Stored("number", "1", "0.00")), {"PS142"}),
    "V17": (put("1.2", a=13), {"PS205", "PS218"}),
    "F1 F2": (put("1.2", a=Stored("number", "12", formula="6+6")), {"PS106", "PS143"}),
    "F3": (put("1.2", a=Stored("number", "12", formula="5+7")), {"PS164"}),
    "F3 unknown": (put("1.2", a=Stored("number", "12", formula="MAX(J1:J9)")), {"PS164"}),
    "F4": (put("1.2", a=Stored("number", "12", formula="6+6")), {"PS162"}),
    "F5": (bent(lambda form: form.rows.append({**TOTAL, "points": 5})), {"PS208"}),
    "F6": (formulas_in_scores(typed=False), {"PS163"}),
    "F7": (put("1.2", a=Stored("number", "12", formula="Z1+12")), {"PS162"}),
    "T1": (put("1.2", evidence="Müller, 25 °C ± 2 µm"), {"PS150", "PS151"}),
    "T2": (put("1.2", evidence="São Paulo"), {"PS151", "PS152"}),
    "T3 T4": (put("1.10", name="TỔ CHỨC\u00a0ĐỐI THOẠI"), {"PS111"}),
}  # fmt: skip


def _zip(name: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"<a/>")
    return stream.getvalue()


def cards(result: SeasonResult) -> dict[str, Scorecard]:
    return {one.scorecard.agency.id: one.scorecard for group in result.groups for one in group.standings}


def outcome(folder: Path, files: Files) -> tuple[SeasonResult, set[str]]:
    """The result of a season with a good form and these files, and the codes told of everything but the good form."""
    inbox: dict[str, bytes | Form] = {GOOD: form_of("SNV").put("1.1", points="0,75"), **files}
    result = scored(make(folder, inbox=inbox))
    about = [found for found in result.problems if found.agency != "SNV" or found.code == "PS160"]
    for found in about:
        assert all(Words(language).problem(found).message for language in LANGUAGES)
    return result, {found.code for found in about}


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "office", lambda: None)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Scorecard:
    """The good form without anything beside it."""
    return cards(outcome(tmp_path_factory.mktemp("alone"), {})[0])["SNV"]


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_is_told_and_costs_nobody_else_a_digit(tmp_path: Path, alone: Scorecard, fault: str) -> None:
    files, codes, complete = FAULTY[fault]
    given = files()
    result, told = outcome(tmp_path, given)
    assert codes <= told
    assert cards(result)["SYT"].complete is complete
    if GOOD not in given:
        assert cards(result)["SNV"] == alone
    names = {found.place.file for found in result.problems}
    assert fault in ("D1", "D9") or all(f"inbox/{name}" in names or name == GOOD for name in given)


@pytest.mark.parametrize("near", HARMLESS)
def test_a_near_miss_is_scored_and_not_told(tmp_path: Path, alone: Scorecard, near: str) -> None:
    files, codes = HARMLESS[near]
    given = files()
    result, told = outcome(tmp_path, given)
    assert told.isdisjoint(codes)
    assert cards(result)["SYT"].complete
    if GOOD not in given:
        assert cards(result)["SNV"] == alone


def test_every_row_of_the_table_has_both_kinds() -> None:
    """But for rows whose fault is harmless to begin with (I6, L1, L2, L8, V15) and those with tests of their own."""
    apart = {"I6", "I10", "I12", "I13", "I14", "D6", "L1", "L2", "L8", "L11", "V12", "V13"}
    counts = {"I": 14, "D": 10, "L": 15, "V": 17, "F": 7, "T": 4}
    rows = {f"{letter}{number}" for letter, count in counts.items() for number in range(1, count + 1)} - apart
    for table in (FAULTY, HARMLESS):
        assert rows - {"V15"} <= {word for key in table for word in key.split()}


def test_d6_the_form_of_another_group(tmp_path: Path) -> None:
    agencies = "id,name,group\nSYT,Sở Y tế,so\nXA1,Xã An Thịnh,xa\n"
    folder = make(tmp_path, season=TWO_GROUPS, agencies=agencies, figures=None, inbox={"a.xlsx": form_of("XA1")})
    assert "PS149" in {found.code for found in score_season(opened(folder)).problems}


def test_i10_what_is_no_file(tmp_path: Path) -> None:
    folder = make(tmp_path, inbox={GOOD: form_of("SNV")})
    (folder / "inbox" / "thư mục.xlsx").mkdir()
    (folder / "inbox" / "liên kết.xlsx").symlink_to(folder / "inbox" / GOOD)
    (folder / "inbox" / "con").mkdir()
    (folder / "inbox" / "con" / "a.xlsx").write_bytes(syt().content())
    told = {(found.code, found.place.file) for found in scored(folder).problems}
    assert {("PS122", "inbox/thư mục.xlsx"), ("PS122", "inbox/liên kết.xlsx"), ("PS136", "inbox/con")} <= told


def test_i12_our_own_report(tmp_path: Path) -> None:
    folder = make(tmp_path, inbox={GOOD: form_of("SNV")})
    with (folder / "inbox" / "bang-tong-hop.xlsx").open("wb") as file:
        write_summary(material(scored(folder), Words("vi")), file)
    result = scored(folder)
    assert [found.place.file for found in result.problems if found.code == "PS157"] == ["inbox/bang-tong-hop.xlsx"]
    assert cards(result)["SNV"].complete


def test_i13_two_names_that_look_alike(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "Sở Y tế.xlsx") for form in ("NFC", "NFD")]
    forms = (syt(), syt().put("1.1", points="0,5"))
    folder = make(tmp_path, inbox={GOOD: form_of("SNV"), **dict(zip(names, forms, strict=True))})
    if len(list((folder / "inbox").iterdir())) == 3:  # systems that keep one of them have nothing to tell apart
        assert sum(found.code == "PS109" for found in scored(folder).problems) >= 1


def test_v12_binary_fractions_add_up() -> None:
    tenths = [from_stored("0.1") or Fraction(0)] * 1000
    assert total(tenths) == 100
    assert from_stored("0.30000000000000004") == Fraction(3, 10)
    assert from_stored("0.3000000001") != Fraction(3, 10)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.125", "0,13"), ("2.675", "2,68"), ("-0.005", "-0,01"), ("2.6749", "2,67"), ("-0.004", "0,00")],
)
def test_v13_halves(value: str, shown: str) -> None:
    assert printed(Fraction(value), 2) == shown
    assert round_to(Fraction(value), 2, RoundingMode.HALF_UP) == Fraction(shown.replace(",", "."))


@pytest.mark.parametrize("name", ["C", "C.UTF-8", "vi_VN.UTF-8", "de_DE.UTF-8"])
def test_v1_no_locale_changes_a_number(name: str) -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip(f"no locale {name} here")
    try:
        lines = (Path(__file__).parents[1] / "data" / "written_numbers.csv").read_text(encoding="utf-8").splitlines()
        rows = [line.split(";") for line in lines if line and line[0] in "0123456789-" and "\\" not in line]
        values = [(row[1], read_written(row[0])) for row in rows]
        plain = [(wanted, found) for wanted, found in values if not wanted.startswith("!")]
        assert len(values) > 180 and len(plain) > 90
        for wanted, found in plain:
            assert isinstance(found, Written) and found.value == Fraction(wanted)
        assert all(isinstance(found, Refused) for wanted, found in values if wanted.startswith("!"))
    finally:
        locale.setlocale(locale.LC_ALL, before)


def test_t3_tones_and_letters_that_look_alike() -> None:
    for one, other in (("hoà", "hòa"), ("thuý", "thúy"), ("Đ", "Ð"), ("Đ", "Ɖ"), ("а", "a")):
        assert normal_form(one) == normal_form(other)
    for one, other in (("mý", "mí"), ("hoa", "hoà"), ("Đ", "D"), ("TP.", "Thành phố")):
        assert normal_form(one) != normal_form(other)


def test_t5_the_order_of_names() -> None:
    names = ["Sở Y tế", "Sở Ông", "Sở Ong", "Ban B", "Đài A", "Dân A", "Sở Ơn", "Ăn", "Ân", "An"]
    assert sorted(names, key=collation_key) == [
        "An", "Ăn", "Ân", "Ban B", "Dân A", "Đài A", "Sở Ong", "Sở Ông", "Sở Ơn", "Sở Y tế",
    ]  # fmt: skip
