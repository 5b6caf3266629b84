"""What a form says of itself above its table: agency, id, year; read as labels, never picked out of other texts."""

from collections.abc import Sequence

import pytest
from forms import HEADINGS, Content, Form, Stored, table

from parscore.workbooks.identity import Identity, identity_of
from parscore.workbooks.layout import AGENCY_ID_LABELS, AGENCY_LABELS, YEAR_LABELS


def identity(*above: Sequence[Content], **others: object) -> Identity:
    return identity_of(table(Form(above=list(above), **others)))  # type: ignore[arg-type]


# --- the agency ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", sorted(AGENCY_LABELS))
@pytest.mark.parametrize("spelt", [str.upper, str.title, lambda text: text.replace(" ", "\u00a0")])
def test_every_label_of_the_name(label: str, spelt: object) -> None:
    written = spelt(label)  # type: ignore[operator]
    assert identity([f"{written}: Sở Y tế"]).name == "Sở Y tế"
    assert identity([f"{written} :", "Sở Y tế"]).name == "Sở Y tế"
    assert identity([written, "Sở Y tế"]).name == "Sở Y tế"


@pytest.mark.parametrize("label", sorted(AGENCY_ID_LABELS))
def test_every_label_of_the_id(label: str) -> None:
    assert identity([f"{label}: SYT"]).id == "SYT"
    assert identity([label, None, None, "SYT"]).id == "SYT"


def test_id_and_name_in_one_row() -> None:
    found = identity(["Đơn vị:", "Sở Y tế", "Mã đơn vị:", "SYT"])
    assert (found.id, found.name) == ("SYT", "Sở Y tế")


def test_a_label_without_a_value_takes_no_other_label_for_one() -> None:
    found = identity(["Đơn vị:", "Mã đơn vị:", "SYT", "Năm:", 2025])
    assert (found.id, found.name, found.years) == ("SYT", "", ("2025",))


def test_a_value_is_looked_for_in_its_own_row_only() -> None:
    assert identity(["Đơn vị:"], ["Sở Y tế"]).name == ""


def test_the_first_label_counts() -> None:
    assert identity(["Đơn vị: Sở Y tế"], ["Đơn vị: Sở Nội vụ"]).name == "Sở Y tế"


@pytest.mark.parametrize(
    "text", ["Kính gửi: Sở Nội vụ", "Tên: Sở Nội vụ", "Các đơn vị: Sở Nội vụ", "SỞ NỘI VỤ", "Đơn vị tính: điểm"]
)
def test_other_texts_name_no_agency(text: str) -> None:
    found = identity([text])
    assert (found.id, found.name) == ("", "")
    assert text in found.titles


def test_a_heading_of_the_table_is_no_label() -> None:
    """*Đơn vị tự đánh giá* asks for the agency above the table and for the points in its header."""
    upper = {**HEADINGS, "points": "Đơn vị tự đánh giá", "input:a": "Số liệu", "input:b": ""}
    form = Form(above=[["BIỂU TỰ CHẤM"]], header=[upper, {"input:a": "a", "input:b": "b"}])
    start = form.header_row - 1
    form.merged = [
        (start, form.column("input:a"), start, form.column("input:b")),
        *((start, form.column(key), start + 1, form.column(key)) for key in HEADINGS if not key.startswith("input")),
    ]
    found = identity_of(table(form))
    assert found == Identity("", "", (), ("BIỂU TỰ CHẤM",))


def test_rows_below_the_header_are_not_read() -> None:
    form = Form(above=[["NĂM 2025"]])
    form.rows[0]["evidence"] = "Đơn vị: Sở Y tế"
    assert identity_of(table(form)).name == ""


@pytest.mark.parametrize("content", ["#N/A", "12/2025", "Sở\nY tế"])
def test_a_value_is_given_as_it_stands(content: str) -> None:
    assert identity(["Đơn vị:", content]).name == content


# --- the year -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", sorted(YEAR_LABELS))
def test_every_label_of_the_year(label: str) -> None:
    assert identity([f"{label}: 2025"]).years == ("2025",)
    assert identity([label, 2025]).years == ("2025",)
    assert identity([label, "năm 2025 (lần 2)"]).years == ("2025",)


@pytest.mark.parametrize(
    ("titles", "years"),
    [
        (["BẢNG TỰ ĐÁNH GIÁ CHỈ SỐ CCHC NĂM 2025"], ("2025",)),
        (["Chỉ số cải cách hành chính năm\n2025"], ("2025",)),
        (["Năm: 2025"], ("2025",)),
        (["CHỈ SỐ CCHC"], ()),
        (["Quyết định số 2025/QĐ-UBND"], ()),
        (["CHỈ SỐ CCHC NĂM 2025", "So sánh với năm 2024"], ("2025", "2024")),
        # a date is no year of assessment: forms are issued the year before and handed in the year after
        (["CHỈ SỐ CCHC NĂM 2024", "(Báo cáo số 5/BC-SYT ngày 05 tháng 01 năm 2025)"], ("2024",)),
        (["CHỈ SỐ CCHC NĂM 2025", "(Quyết định số 9/QĐ-UBND ngày 15 tháng 12 năm 2024)"], ("2025",)),
        (["CHỈ SỐ CCHC", "(Quyết định số 9/QĐ-UBND ngày 15 tháng 12 năm 2024)"], ()),
        (["tháng 3 năm 2024"], ()),
        (["12 tháng năm 2025"], ("2025",)),
        (["NĂM 20255"], ()),
        (["NĂM 1999"], ()),
    ],
)
def test_years_in_titles(titles: list[str], years: tuple[str, ...]) -> None:
    assert identity(*([title] for title in titles)).years == years


def test_a_labelled_year_outweighs_those_in_titles() -> None:
    assert identity(["CHỈ SỐ CCHC NĂM 2024"], ["Năm đánh giá: 2025"]).years == ("2025",)


def test_a_labelled_year_that_is_none_is_given_as_it_stands() -> None:
    assert identity(["Năm:", "hai không hai lăm"]).years == ("hai không hai lăm",)


def test_titles_are_the_texts_above_the_table() -> None:
    above: list[Sequence[Content]] = [["UBND TỈNH MẪU", "SỞ Y TẾ"], [12, True, Stored("error", "#REF!")]]
    assert identity(*above).titles == ("UBND TỈNH MẪU", "SỞ Y TẾ")
