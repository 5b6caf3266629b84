"""The second season: a few departments whose workbooks hold deliberate, documented faults."""

import copy
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parscore.model.criteria import CriteriaSet
from parscore.model.place import Place
from parscore.workbooks.layout import CODE, MAXIMUM, NAME, POINTS, REASON, input_role

from .books import repacked
from .form import Form
from .lines import TOTAL, Entry, Line
from .office import Answers, Office
from .planted import CLAIMS, VALUES, Planted
from .province import SO
from .season import criteria_set, write_figures, write_register
from .steer import answer
from .style import HABITS, Style

SEED = "tinh-mau-2025-loi"
PLAIN = replace(HABITS[0], guidance="none")
OPENPYXL = replace(HABITS[3], text_decimals=0)
OFFICES = {
    office.id: office
    for office in (
        Office("SNV", "Sở Nội vụ", SO, 88.0), Office("STP", "Sở Tư pháp", SO), Office("STC", "Sở Tài chính", SO, 86.0),
        Office("SCT", "Sở Công Thương", SO, 84.0), Office("SNNMT", "Sở Nông nghiệp và Môi trường", SO, 83.0),
        Office("SXD", "Sở Xây dựng", SO), Office("SKHCN", "Sở Khoa học và Công nghệ", SO),
        Office("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", SO), Office("SGDDT", "Sở Giáo dục và Đào tạo", SO),
        Office("SYT", "Sở Y tế", SO, 90.2), Office("TTT", "Thanh tra tỉnh", SO),
        Office("BQLKCN", "Ban Quản lý các khu công nghiệp", SO),
    )
}  # fmt: skip
MERGED_AWAY = Office("SLDTBXH", "Sở Lao động - Thương binh và Xã hội", SO)


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: the code expected and its place; ``agency`` where the place is no file."""

    file: str
    cell: str
    code: str
    agency: str = ""
    vi: str = ""
    en: str = ""

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Order of reading: by file, row and column; then by code."""
        return (*Place(self.file, cell=self.cell).sort_key, self.code, self.agency, self.vi)

    @property
    def expected(self) -> dict[str, str]:
        """What a test looks for among the problems found."""
        given = {"code": self.code, "file": self.file, "cell": self.cell, "agency": self.agency}
        return {key: value for key, value in given.items() if value}


class _Folder:
    """The season's folder, its criteria set and everybody's answers."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.criteria: CriteriaSet = criteria_set(SO)
        self.answers: dict[str, Answers] = {}
        for office in (*OFFICES.values(), MERGED_AWAY):
            self.answers[office.id] = answer(self.criteria, office, self.answers, SEED)

    def form(self, office: Office, style: Style = PLAIN, year: int = 2025) -> Form:
        return Form.of(self.criteria, office, self.answers[office.id], style, year)

    def save(self, form: Form, name: str = "") -> str:
        """Write a form; returns its path as problems show it."""
        name = name or f"2025_{form.office.id}_tucham.xlsx"
        form.save(self.inbox / name)
        return f"inbox/{name}"

    def put(self, name: str, content: bytes) -> str:
        (self.inbox / name).write_bytes(content)
        return f"inbox/{name}"


def faulty_season(folder: Path) -> Sequence[Fault]:
    """Write the season with faults, its ``expected.json``, and return the faults planted."""
    made = _Folder(folder)
    planted = (
        *_values(made),
        *_layout(made),
        *_uncalculated(made),
        *_claims(made),
        *_files(made),
        *_figures(folder, made),
    )
    faults = sorted(planted, key=lambda one: one.sort_key)
    write_register(folder, list(OFFICES.values()))
    expected = ",\n".join(f"  {json.dumps(one.expected, ensure_ascii=False)}" for one in faults)
    (folder / "expected.json").write_text(f"[\n{expected}\n]\n", encoding="utf-8", newline="\n")
    return faults


def _values(made: _Folder) -> Iterator[Fault]:
    form = made.form(OFFICES["SNV"])
    for one in VALUES:
        _plant(form, one)
    file = made.save(form)
    yield from (Fault(file, form.cell(one.leaf, one.column), one.code, "", one.vi, one.en) for one in VALUES)


def _plant(form: Form, one: Planted) -> None:
    if one.clears:
        for column in form.columns:
            if column.startswith("input:") and column in form.line(one.leaf).cells:
                form.put(one.leaf, column, None)
    form.put(one.leaf, one.column, one.value, one.look, one.formula)


def _layout(made: _Folder) -> Iterator[Fault]:
    """Rows deleted, doubled, exchanged, added; a maximum edited; score cells merged; a code that lost its zero."""
    form = made.form(OFFICES["STC"])
    form.put("1.10", CODE, 1.1, "leaf_number")
    form.lines.remove(form.line("5.5.2"))
    one, other = form.line("5.3"), form.line("5.7")
    one.cells[NAME], other.cells[NAME] = other.cells[NAME], one.cells[NAME]
    form.put("6.2.1", MAXIMUM, 1)
    doubled = copy.deepcopy(form.line("3.1.1"))
    form.lines.insert(form.lines.index(form.line("3.1.1")) + 1, doubled)
    added = Line("leaf", "2.6", {CODE: Entry("2.6", "leaf_code"), NAME: Entry("Tiêu chí do đơn vị bổ sung", "leaf")})
    form.lines.insert(form.lines.index(form.line("2.5")) + 1, added)
    form.merge("1.6", "1.7", POINTS)
    file = made.save(form)
    yield from _placed(form, file, (
        ("PS129", "1.10", CODE, "Mã 1.10 thành số 1,1 (nhận ra nhờ tên)", "code 1.10 became the number 1.1"),
        ("PS128", "5.3", NAME, "Mã một dòng, tên dòng khác", "the code of one row, the name of another"),
        ("PS128", "5.7", NAME, "Mã một dòng, tên dòng khác", "the code of one row, the name of another"),
        ("PS130", "6.2.1", MAXIMUM, "Điểm tối đa bị sửa từ 0,5 thành 1", "maximum changed from 0.5 to 1"),
        ("PS103", "2.6", CODE, "Dòng có mã không thuộc bộ chỉ số", "a row with a code that the set does not have"),
        ("PS135", "1.6", POINTS, "Ô điểm gộp qua hai dòng", "score cells merged over two rows"),
        ("PS135", "1.7", POINTS, "Ô điểm gộp qua hai dòng", "score cells merged over two rows"),
    ))  # fmt: skip
    yield Fault(file, form.place(doubled, CODE), "PS127", "", "Dòng 3.1.1 có hai lần", "row 3.1.1 stands twice")
    yield Fault(file, "", "PS102", "", "Thiếu dòng 5.5.2", "row 5.5.2 is missing")
    for leaf in ("5.3", "5.7"):
        yield Fault(file, "", "PS102", "", f"Không có dòng {leaf} dùng được (tên đổi chỗ)", f"no usable row of {leaf}")


def _placed(form: Form, file: str, rows: Iterable[tuple[str, str, str, str, str]]) -> Iterator[Fault]:
    for code, leaf, column, vi, en in rows:
        yield Fault(file, form.cell(leaf, column), code, "", vi, en)


def _uncalculated(made: _Folder) -> Iterator[Fault]:
    """A form filled in by a program that stores formulas without their results."""
    form = made.form(OFFICES["SNNMT"], OPENPYXL)
    a, b = input_role(0), input_role(1)
    form.put("3.4.1", a, None, formula="1200+740")
    form.put("3.4.1", b, None, formula="1200+760")
    form.put("5.1.1", POINTS, "tối đa", "given")
    file = made.save(form, "2025_SNNMT_tucham.xlsx")
    yield from _placed(form, file, (
        ("PS106", "3.4.1", a, "Công thức chưa được tính", "a formula that was never calculated"),
        ("PS106", "3.4.1", b, "Công thức chưa được tính", "a formula that was never calculated"),
        ("PS148", "5.1.1", POINTS, "Điểm tự chấm không đọc được; điểm vẫn tính từ số liệu",
         "claimed points cannot be read; points come from the data"),
    ))  # fmt: skip


def _claims(made: _Folder) -> Iterator[Fault]:
    """A form that is scored all the same, with warnings; received twice, and once as a lock file."""
    form = made.form(OFFICES["SYT"])
    for one in CLAIMS:
        _plant(form, one)
    total = form.line(TOTAL).cells[POINTS]
    form.put(TOTAL, POINTS, 70.25)
    if total.value == 70.25:
        raise RuntimeError("the total has to differ")
    file = made.save(form)
    yield Fault(file, form.cell("3.4.1", POINTS), "PS207", "", CLAIMS[0].vi, CLAIMS[0].en)
    yield Fault(file, form.cell("2.4.1", CODE), "PS301", "", CLAIMS[1].vi, CLAIMS[1].en)
    yield Fault(
        file, form.cell(TOTAL, POINTS), "PS208", "", "Tổng cộng khác tổng các dòng", "total differs from its rows"
    )
    again = made.put("2025_SYT_tucham_ban2.xlsx", (made.inbox / "2025_SYT_tucham.xlsx").read_bytes())
    yield Fault(again, "", "PS131", "", "Cùng một tệp gửi hai lần", "the same bytes received twice")
    lock = made.put("~$2025_SYT_tucham.xlsx", _lock_file("Nguyen Van A"))
    yield Fault(lock, "", "PS114", "", "Tệp khóa của Excel: biểu đang mở", "lock file of an open workbook")


def _files(made: _Folder) -> Iterator[Fault]:
    """Files that cannot be used as a whole, and agencies without a usable one."""
    first, second = made.form(OFFICES["SCT"]), made.form(OFFICES["SCT"])
    second.put("1.1.2", REASON, "Đã bổ sung")
    for form, name in ((first, ""), (second, "2025_SCT_tucham_sua.xlsx")):
        file = made.save(form, name)
        yield Fault(file, "", "PS109", "", "Hai tệp khác nhau của một đơn vị", "two different files of one agency")
    form = made.form(OFFICES["SXD"])
    form.columns.remove(POINTS)
    yield Fault(
        made.save(form), form.header_cell, "PS125", "", "Thiếu cột Điểm tự đánh giá", "the score column is missing"
    )
    file = made.save(made.form(OFFICES["SGDDT"], year=2024))
    yield Fault(file, "", "PS110", "", "Biểu của năm 2024", "last year's form")
    file = made.save(Form.of(made.criteria, OFFICES["SVHTTDL"], {}, PLAIN))
    yield Fault(file, "", "PS133", "", "Biểu để trống", "a blank template")
    file = made.save(made.form(MERGED_AWAY))
    yield Fault(file, "", "PS108", "", "Đơn vị không có trong danh sách (đã sáp nhập)", "agency not in the register")
    file = made.save(made.form(OFFICES["SNV"]), "2025_TTT_tucham.xlsx")
    yield Fault(
        file, "", "PS139", "", "Tên tệp của Thanh tra tỉnh, trong biểu ghi Sở Nội vụ", "file name and sheet differ"
    )
    whole = repacked(made.form(OFFICES["SKHCN"]).content(), zipfile.ZIP_STORED)  # the same bytes with every zlib
    file = made.put("2025_SKHCN_tucham.xlsx", whole[: len(whole) // 6])
    yield Fault(file, "", "PS117", "", "Tệp bị cắt cụt", "a truncated file")
    file = made.put("2025_STP_tucham.xlsx", PAGE.encode())
    yield Fault(file, "", "PS116", "", "Trang web (HTML) đổi đuôi thành .xlsx", "a web page renamed to .xlsx")
    file = made.put("Danh sach nop bieu.txt", "SNV: đã nộp\nSTC: đã nộp\n".encode())
    yield Fault(file, "", "PS136", "", "Tệp không phải biểu", "not a form")
    for agency in ("STP", "SXD", "SKHCN", "SVHTTDL", "SGDDT", "TTT", "BQLKCN"):
        yield Fault("", "", "PS132", agency, "Không có biểu dùng được", "no usable form of the agency")
    yield Fault("", "", "PS703", "", "Bảng xếp hạng chưa đầy đủ", "the ranking is incomplete")


def _figures(folder: Path, made: _Folder) -> Iterator[Fault]:
    """figures.csv lacks one figure of an agency and has a row of an agency that does not exist."""
    write_figures(folder, [(office, made.criteria, made.answers[office.id]) for office in OFFICES.values()])
    path = folder / "figures.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("SNNMT,8.2.3,")]
    rows.append(next(row for row in rows if row.startswith("SYT,8.1,")).replace("SYT", MERGED_AWAY.id, 1))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    yield Fault(
        "figures.csv", "", "PS147", "", "Dòng của đơn vị không có trong danh sách", "a row of an unknown agency"
    )
    yield Fault("", "", "PS216", "SNNMT", "Chưa có kết quả khảo sát 8.2.3", "the survey result of 8.2.3 is not in yet")


def _lock_file(user: str) -> bytes:
    """The 165 bytes Excel writes beside an open workbook: the user's name twice, padded."""
    wide = user.encode("utf-16-le")
    return bytes([len(user)]) + user.encode().ljust(54) + bytes([len(user), 0]) + wide.ljust(108, b" ")


PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Biểu tự chấm điểm</title></head>
<body><table><tr><td>TT</td><td>Nội dung</td><td>Điểm tự đánh giá</td></tr></table></body></html>
"""
