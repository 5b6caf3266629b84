"""Whose a file is, and what becomes of it: by what the sheet says, then by the file's name; never by likeness."""

import hashlib
import os
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from folders import TWO_GROUPS, form_of, make, opened, told
from forms import OWN, Form, Row, Stored, item, written

from parscore.messages import Words
from parscore.model.problem import Problem
from parscore.model.season import Season
from parscore.season.receive import Received, receive
from parscore.workbooks.ooxml import read_file

AGENCIES = (
    "id,name,group\nSYT,Sở Y tế,so\nSNV,Sở Nội vụ,so\nXA1,Xã An Thịnh,xa\nXA-1,Xã Hai,xa\nXA,Xã Ba,xa\nS,Sở Một,so\n"
)
TITLE = ["NĂM 2025"]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    folder = tmp_path_factory.mktemp("season")
    return opened(make(folder, season=TWO_GROUPS, agencies=AGENCIES, figures=None, inbox={})).season


def got(tmp_path: Path, season: Season, form: Form | bytes, name: str = "bieu.xlsx") -> Received:
    path = tmp_path / name
    path.write_bytes(form if isinstance(form, bytes) else form.content())
    return receive(path, f"inbox/{name}", season, "self")


def above(*rows: list[str]) -> Form:
    return Form(above=[*rows, TITLE])


def only(received: Received) -> Problem:
    assert received.submission is None
    (problem,) = received.problems
    return problem


# --- whose it is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["Đơn vị: Sở Y tế"]],
        [["ĐƠN VỊ:", "SỞ Y TẾ"]],
        [["Đơn vị: " + unicodedata.normalize("NFD", "Sở  Y tế")]],
        [["Mã đơn vị: SYT"]],
        [["Mã đơn vị:", " syt "]],
        [["Mã đơn vị: SYT"], ["Đơn vị: Sở Y tế"]],
        [["Mã đơn vị: SYT"], ["Đơn vị: Sở Y tế tỉnh Mẫu"]],
        [["UBND TỈNH MẪU"], ["SỞ Y TẾ"]],
    ],
)
@pytest.mark.parametrize("name", ["bieu.xlsx", "2025_SYT_tucham.xlsx"])
def test_by_what_the_sheet_says(tmp_path: Path, season: Season, rows: list[list[str]], name: str) -> None:
    received = got(tmp_path, season, above(*rows), name)
    decomposed = not all(unicodedata.is_normalized("NFC", text) for row in rows for text in row)
    assert [problem.code for problem in received.problems] == ["PS111"] * decomposed
    assert received.agency == "SYT"
    assert received.submission is not None
    assert (received.submission.agency, received.submission.file) == ("SYT", f"inbox/{name}")
    assert received.submission.sheet == "Biểu"
    assert received.submission.digest == received.digest and received.submission.size == received.size > 0


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("2025_SYT_tucham.xlsx", "SYT"),
        ("syt.xlsx", "SYT"),
        ("SYT-2025 (bản 2).xlsx", "SYT"),
        ("Biểu của SYT.xlsx", "SYT"),
        (unicodedata.normalize("NFD", "Sở SYT.xlsx"), "SYT"),
        ("2025_XA-1.xlsx", "XA-1"),
        ("2025_XA1.xlsx", "XA1"),
        ("2025_XA_tucham.xlsx", "XA"),
        ("S.xlsx", "S"),
        ("SYTE.xlsx", ""),
        ("2SYT.xlsx", ""),
        ("SYTế.xlsx", ""),
        ("Sở.xlsx", ""),
        (unicodedata.normalize("NFD", "Sở.xlsx"), ""),
        ("SYT và SNV.xlsx", ""),
        ("XA-1 XA1.xlsx", ""),
        ("2025.xlsx", ""),
    ],
)
def test_by_the_files_name_when_the_sheet_says_nothing(tmp_path: Path, season: Season, name: str, agency: str) -> None:
    received = got(tmp_path, season, above(), name)
    assert received.agency == agency
    codes = {problem.code for problem in received.problems}
    assert codes <= {"PS103", "PS102", "PS128", "PS149"} if agency else codes == {"PS108"}


@pytest.mark.parametrize("row", ["Đơn vị: Sở Y tê", "Đơn vị: Sở Y tế tỉnh Mẫu", "Đơn vị: So Y te", "Mã đơn vị: SYTE"])
@pytest.mark.parametrize("name", ["bieu.xlsx", "2025_SYT.xlsx"])
def test_a_likely_name_is_a_hint_and_never_taken(tmp_path: Path, season: Season, row: str, name: str) -> None:
    problem = only(got(tmp_path, season, above([row]), name))
    assert (problem.code, problem.place.sheet) == ("PS108", "Biểu")
    facts = dict(problem.facts)
    assert facts["found"] == row.partition(": ")[2]
    assert "Sở Y tế" in str(facts["nearest"]) or "SYT" in str(facts["nearest"])


def test_an_unknown_id_is_told_even_beside_a_known_name(tmp_path: Path, season: Season) -> None:
    problem = only(got(tmp_path, season, above(["Mã đơn vị: SYTT"], ["Đơn vị: Sở Y tế"])))
    assert dict(problem.facts)["found"] == "SYTT"
    assert str(dict(problem.facts)["nearest"]).startswith("SYT")


def test_an_unknown_agency_gets_no_hint_out_of_the_blue(tmp_path: Path, season: Season) -> None:
    problem = only(got(tmp_path, season, above(["Đơn vị: Ban Dân tộc và Tôn giáo miền núi"])))
    assert dict(problem.facts)["nearest"] == ""
    told = "Tên đơn vị “Ban Dân tộc và Tôn giáo miền núi” không có trong danh sách."
    assert Words("vi").problem(problem).message == told


def test_a_form_of_nobody_says_so_without_empty_quotes(tmp_path: Path, season: Season) -> None:
    problem = only(got(tmp_path, season, above(), "bieu.xlsx"))
    assert (problem.code, "“" in Words("vi").problem(problem).message) == ("PS108", False)


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["Đơn vị: Sở Y tế"]], "2025_SNV.xlsx"),
        ([["Mã đơn vị: SYT"]], "SNV.xlsx"),
        ([["Mã đơn vị: SYT"], ["Đơn vị: Sở Nội vụ"]], "bieu.xlsx"),
        ([["SỞ Y TẾ"]], "SNV.xlsx"),
        ([["SỞ Y TẾ", "SỞ NỘI VỤ"]], "bieu.xlsx"),
    ],
)
def test_sources_that_contradict_each_other_are_refused(
    tmp_path: Path, season: Season, rows: list[list[str]], name: str
) -> None:
    received = got(tmp_path, season, above(*rows), name)
    problem = only(received)
    assert (problem.code, received.agency) == ("PS139", "")
    assert dict(problem.facts)["names"] == "Sở Nội vụ / Sở Y tế"


def test_notes_are_kept_when_the_agency_is_unknown(tmp_path: Path, season: Season) -> None:
    form = above(["Đơn vị: Ai"])
    form.columns.append("x1")
    form.header = [{**form.header[0], "x1": "Điểm đề nghị"}]
    received = got(tmp_path, season, form, "2025_SYT.xlsx")
    assert [(problem.code, problem.agency) for problem in received.problems] == [("PS138", ""), ("PS108", "")]


# --- what it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("NĂM 2024", "PS110"),
        ("Năm đánh giá: 2026", "PS110"),
        ("NĂM 2024 (Báo cáo ngày 05 tháng 01 năm 2025)", "PS110"),
        ("NĂM 2025", ""),
        ("NĂM 2025, so với năm 2024", ""),
        ("So với năm 2024: NĂM 2025", ""),
        ("(Quyết định ngày 05 tháng 01 năm 2024)", ""),
        ("TỰ CHẤM", ""),
    ],
)
def test_the_form_of_another_year(tmp_path: Path, season: Season, title: str, code: str) -> None:
    received = got(tmp_path, season, Form(above=[["Đơn vị: Sở Y tế"], [title]]))
    assert [problem.code for problem in received.problems] == ([code] if code else [])
    if code:
        problem = only(received)
        assert (problem.agency, dict(problem.facts)["wanted"]) == ("SYT", "2025")
        assert received.agency == "SYT"


def test_the_form_of_another_group(tmp_path: Path, season: Season) -> None:
    received = got(tmp_path, season, Form(above=[["Đơn vị: Xã An Thịnh"], TITLE]))
    problem = only(received)
    assert (problem.code, problem.agency, received.agency) == ("PS149", "XA1", "XA1")
    assert (dict(problem.facts)["found"], dict(problem.facts)["wanted"]) == ("Sở", "Xã")


def test_a_form_that_lacks_half_its_rows_is_not_taken_for_anothers(tmp_path: Path, season: Season) -> None:
    form = form_of("SYT")
    form.rows = [form.find(code) for code in ("1.1", "2.2")]
    received = got(tmp_path, season, form)
    assert told(received.problems) == [("PS102", "inbox/bieu.xlsx")] * 4
    assert received.submission is not None


def test_a_form_with_half_its_own_rows_is_its_own_whatever_else_it_holds(tmp_path: Path, season: Season) -> None:
    form = form_of("SYT")
    own = [form.find(code) for code in ("1.1", "1.2", "1.10")]
    xa = {leaf.code: leaf.name for leaf in season.groups[1].criteria.leaves()}
    form.rows = own + [item(code, xa[code]) for code in ("1.1", "1.2", "1.10", "2.1.1", "2.1.2")]
    codes = {problem.code for problem in got(tmp_path, season, form).problems}
    assert codes == {"PS102", "PS128"}
    form.rows = form.rows[1:]
    assert {problem.code for problem in got(tmp_path, season, form).problems} == {"PS149"}


def test_a_form_without_any_row_of_the_set_has_its_rows_missing_not_blank(tmp_path: Path, season: Season) -> None:
    rows: list[Row] = [item("9.1", "Tiêu chí khác", 1, points=1)]
    received = got(tmp_path, season, form_of("SYT", rows=rows))
    assert [problem.code for problem in received.problems] == ["PS103", *["PS102"] * len(OWN)]
    assert (received.submission, received.agency) == (None, "SYT")


def test_a_blank_form(tmp_path: Path, season: Season) -> None:
    form = form_of("SYT")
    for code in OWN:
        form.put(code, a=None, b=None, points=None)
    problem = only(got(tmp_path, season, form))
    assert (problem.code, problem.agency, dict(problem.facts)["name"]) == ("PS133", "SYT", "Sở Y tế")
    assert got(tmp_path, season, form.put("1.1", points=0)).submission is not None


def test_a_sheet_without_the_form_and_two_with_it(tmp_path: Path, season: Season) -> None:
    received = got(tmp_path, season, Form(header=[{}]), "2025_SYT.xlsx")
    assert (only(received).code, only(received).agency, received.agency) == ("PS101", "SYT", "SYT")
    two = written(form_of("SYT"), form_of("SYT", name="Bản cũ", state="hidden"))
    assert only(got(tmp_path, season, two, "2025_SYT.xlsx")).code == "PS124"


def test_the_problems_of_a_file_that_cannot_be_read_name_the_agency_of_its_name(tmp_path: Path, season: Season) -> None:
    received = got(tmp_path, season, b"%PDF-1.7", "2025_SYT.xlsx")
    assert (only(received).code, only(received).agency) == ("PS116", "SYT")
    assert (received.agency, received.digest, received.size) == ("SYT", "", 0)
    assert only(got(tmp_path, season, b"")).agency == ""
    assert only(receive(tmp_path / "no.xlsx", "inbox/no.xlsx", season, "self")).code == "PS122"


def test_a_note_of_the_reader_names_the_agency(tmp_path: Path, season: Season) -> None:
    received = got(tmp_path, season, form_of("SYT"), "bieu.xlsm")
    assert [(problem.code, problem.agency) for problem in received.problems] == [("PS123", "SYT")]
    assert received.submission is not None


def test_a_form_cut_short_anywhere_is_damaged(tmp_path: Path, season: Season) -> None:
    whole = form_of("SYT").content()
    codes = {only(got(tmp_path, season, whole[: len(whole) * at // 100])).code for at in range(100)}
    assert codes <= {"PS116", "PS117"}


def test_a_bit_flipped_in_any_part_never_changes_an_answer_in_silence(tmp_path: Path, season: Season) -> None:
    whole = form_of("SYT").content()
    sound = got(tmp_path, season, whole)
    with zipfile.ZipFile(BytesIO(whole)) as package:
        parts = [(entry.header_offset + 30 + len(entry.filename), entry.compress_size) for entry in package.infolist()]
    refused = 0
    for start, size in parts:
        for at in {start, start + size // 3, start + size - 1}:
            bent = bytearray(whole)
            bent[at] ^= 4
            received = got(tmp_path, season, bytes(bent))
            refused += received.submission is None
            answers = received.submission and received.submission.answers
            assert answers is None or (sound.submission and answers == sound.submission.answers)
            assert received.submission is not None or received.problems
    assert refused >= 9


def test_a_package_that_contradicts_itself_is_not_scored(tmp_path: Path, season: Season) -> None:
    stream = BytesIO(form_of("SYT").content())
    other = zipfile.ZipFile(BytesIO(form_of("SYT").put("1.1", points=0).content())).read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/worksheets/sheet1.xml", other)
    received = got(tmp_path, season, stream.getvalue())
    assert [(problem.code, problem.agency) for problem in received.problems] == [("PS120", "SYT")]
    assert received.submission is None


def test_formulas_of_a_program_that_does_not_calculate(tmp_path: Path, season: Season) -> None:
    form = form_of("SYT").put("1.2", a=Stored("number", "0", formula="D1+D2"))
    received = got(tmp_path, season, form)
    (path := tmp_path / "a.xlsx").write_bytes(form.content())
    workbook, _ = read_file(path, "a.xlsx")
    assert workbook is not None and workbook.full_calc_on_load
    assert [problem.code for problem in received.problems] == ["PS143"]


def test_dates_counted_from_1904(tmp_path: Path, season: Season) -> None:
    form = form_of("SYT").put("1.1", points=Stored("number", str(45689 - 1462), "d-mmm"))
    (problem,) = got(tmp_path, season, written(form, date_1904=True)).problems
    assert (problem.code, dict(problem.facts)["likely"]) == ("PS107", "1/2")
    assert dict(got(tmp_path, season, form).problems[0].facts)["likely"] == "31/1"


def test_digest_and_content_come_from_the_same_bytes(
    tmp_path: Path, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is opened once: what is put in its place meanwhile changes neither."""
    path = form_of("SYT").save(tmp_path / "a.xlsx")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    opened_paths = []
    real = os.open

    def spy(target: object, *arguments: object, **more: object) -> int:
        opened_paths.append(str(target))
        return real(target, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", spy)
    received = receive(path, "inbox/a.xlsx", season, "self")
    assert received.digest == digest
    assert opened_paths == [str(path)]
