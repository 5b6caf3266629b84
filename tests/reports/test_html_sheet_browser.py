"""The result sheet in a real browser: no word to anybody, a narrow phone, both schemes, paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CONTRAST, PHONE, Visit, chromium, paper, visits, wider_than_a_phone, words_of

from parscore.messages import Words
from parscore.reports.feedback import feedback_of
from parscore.reports.html_sheet import sheet_page
from parscore.reports.material import material


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(wide, tmp_path_factory) -> Path:
    of = material(wide, Words("vi"))
    (one,) = feedback_of(of, ("SYT",))
    path = tmp_path_factory.mktemp("sheet") / "phieu.html"
    path.write_bytes(sheet_page(one, of))
    return path


@pytest.fixture
def visit(browser, file) -> Iterator[Visit]:
    with visits(browser, file) as go:
        yield go


def test_it_reads_without_script_and_is_told_to_a_screen_reader(visit) -> None:
    page = visit(java_script_enabled=False)
    assert page.title() == "PHIẾU KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025: Sở Y tế"
    assert page.get_by_role("heading", name="SỞ Y TẾ").count() == 1
    assert page.get_by_role("table", name="Kết quả theo lĩnh vực").is_visible()
    assert page.get_by_role("rowheader", name="Lĩnh vực 1").count() == 1
    assert page.get_by_role("img", name="Chỉ số từng lĩnh vực").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.get_by_role("region").count() == 2


def test_a_phone_of_forty_columns_scrolls_no_page(visit) -> None:
    page = visit(viewport={"width": PHONE, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert wider_than_a_phone(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_it_prints_on_a4_with_the_mark_of_a_draft(visit, tmp_path) -> None:
    page = visit()
    content = paper(page, tmp_path / "a.pdf")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in content or b"/MediaBox [0 0 595" in content
    said = words_of(tmp_path / "a.pdf")
    for text in ("DỰ THẢO", "PHIẾU KẾT QUẢ", "82,55", "so-ban-nganh@2025.1 abababababab", "1/1", "GIÁM ĐỐC"):
        assert text in said
