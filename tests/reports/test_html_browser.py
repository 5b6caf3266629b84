"""The HTML report in a real browser: sorting, filter, drill-down, paper, a narrow phone, and no word to anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CONTRAST, PHONE, Visit, chromium, paper, visits, wider_than_a_phone, words_of

from parscore.messages import Words
from parscore.reports.html import render
from parscore.reports.material import material


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(make, tmp_path_factory) -> Path:
    """A draft of two groups, with what an agency wrote in the report's own signs."""
    agencies = {
        "SNV": ("Sở Nội vụ", {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5.5"}),
        "SYT": ("Sở Y tế", {"1.1.1": "1.5", "1.1.2": "12/13", "1.2": "1", "2.1": "4.37"}),
        "STP": ("Sở Tư pháp", {"1.1.1": "1", "1.1.2": "12/13", "1.2": "0", "2.1": "5.37"}),
        "XDL": ("Xã Đông Lĩnh <script>document.title='x'</script>", {"1.1.1": "1.3", "1.2": "1"}),
    }
    path = tmp_path_factory.mktemp("page") / "bao-cao.html"
    path.write_bytes(render(material(make(agencies, groups=2), Words("vi"))))
    return path


@pytest.fixture
def visit(browser, file) -> Iterator[Visit]:
    with visits(browser, file) as go:
        yield go


def column(page, table: str, at: int) -> list[str]:
    """The visible texts of a column of the first such table."""
    rows = page.locator(f"table.{table}").first.locator("tbody tr:visible")
    return [text.strip() for text in rows.locator(f"> :nth-child({at})").all_inner_texts()]


def head(page, table: str, at: int):
    return page.locator(f"table.{table}").first.locator(f"thead th:nth-child({at}) [role=button]")


def is_open(page, identifier: str) -> bool:
    return page.evaluate("(id) => document.getElementById(id).open", identifier)


def test_foreign_script_does_not_run(visit) -> None:
    page = visit()
    assert page.title().startswith("Chỉ số cải cách hành chính")
    assert page.evaluate("document.scripts.length") == 1


def test_columns_sort_both_ways_by_mouse_and_by_key(visit) -> None:
    page = visit()
    official = column(page, "ranking", 3)
    assert official == ["100,00", "82,55", "77,55", "10,00*"]
    head(page, "ranking", 3).click()
    assert column(page, "ranking", 3) == official
    assert page.locator("table.ranking th").nth(2).get_attribute("aria-sort") == "descending"
    head(page, "ranking", 3).click()
    assert column(page, "ranking", 3) == official[::-1]
    assert page.locator("table.ranking th").nth(2).get_attribute("aria-sort") == "ascending"
    head(page, "ranking", 2).focus()
    page.keyboard.press("Enter")
    assert [text.split()[-1] for text in column(page, "ranking", 2)] == ["SNV", "STP", "SYT", "XDL"]
    assert page.locator("table.ranking").first.locator("[aria-sort]").count() == 1
    page.keyboard.press("Space")
    assert [text.split()[-1] for text in column(page, "ranking", 2)] == ["XDL", "SYT", "STP", "SNV"]


def test_a_rank_that_is_not_there_sorts_last_both_ways(visit) -> None:
    page = visit()
    head(page, "ranking", 4).click()
    assert column(page, "ranking", 4)[-1] == ""
    head(page, "ranking", 4).click()
    assert column(page, "ranking", 4)[-1] == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("so y te", ["SYT"]), ("SỞ Y TẾ", ["SYT"]), ("dong linh", ["XDL"]), ("Đông", ["XDL"]), ("stp", ["STP"]),
     ("so", ["SNV", "SYT", "STP"]), ("te", ["SYT"]), ("y", ["SYT"]), ("ghi", []), ("  ", ["SNV", "SYT", "STP", "XDL"])],
)  # fmt: skip
def test_the_filter_needs_no_accents(visit, typed: str, shown: list[str]) -> None:
    page = visit()
    page.get_by_label("Tìm đơn vị").fill(typed)
    assert [text.split()[-1] for text in column(page, "ranking", 2)] == shown
    assert page.locator("details.agency:visible").count() == 2 * len(shown)
    assert page.locator("figure.bars li:visible a").count() == 2 * len(shown)
    told = page.locator("output").inner_text()
    assert told == (f"{2 * len(shown)}/8 đơn vị" if shown else "Không có đơn vị nào khớp.")
    page.keyboard.press("Escape")
    assert page.locator("details.agency:visible").count() == 8


def test_a_link_opens_the_score_it_names(visit) -> None:
    page = visit("#SYT/1.1.2")
    assert is_open(page, "SYT")
    assert is_open(page, "SYT/1.1.2")
    assert not is_open(page, "SYT/1.1.1")
    assert page.get_by_text("done / due = 12 / 13").first.is_visible()
    assert page.evaluate("document.activeElement.parentElement.id") == "SYT/1.1.2"
    top = page.evaluate("document.getElementById('SYT/1.1.2').getBoundingClientRect().top")
    assert 0 <= top < 300


def test_a_score_that_is_opened_shows_its_rule(visit) -> None:
    page = visit()
    rule, leaf = page.locator("[id='quy-tac/g1/1.1.2'] dd"), page.locator("[id='SYT/1.1.2']")
    assert leaf.locator("dd", has_text=rule.first.inner_text()).count() == 0
    page.evaluate("location.hash = '#SYT/1.1.2'")
    page.wait_for_function("document.getElementById('SYT/1.1.2').lastElementChild.tagName === 'A'")
    shown = leaf.locator("dd").all_inner_texts()
    assert set(rule.all_inner_texts()) <= set(shown)
    assert leaf.locator("a").all_inner_texts() == ["#SYT/1.1.2"]


def test_drilling_down_by_mouse(visit) -> None:
    page = visit()
    assert not page.locator("details.leaf").first.is_visible()
    page.locator("table.ranking").first.get_by_role("link", name="Sở Y tế").click()
    assert is_open(page, "SYT")
    page.locator("[id='SYT/1.1.2'] > summary").click()
    assert page.locator("[id='SYT/1.1.2'] dl").is_visible()
    page.locator("[id='SYT/1.1.2'] > summary").click()
    assert not page.locator("[id='SYT/1.1.2'] dl").is_visible()


def test_the_same_link_works_twice_and_through_the_filter(visit) -> None:
    page = visit("#SYT/1.1.2")
    page.evaluate("document.getElementById('SYT').open = false")
    page.get_by_label("Tìm đơn vị").fill("so tu phap")
    page.evaluate("location.hash = '#STP'")
    page.evaluate("location.hash = '#SYT/1.1.2'")
    page.wait_for_function("document.getElementById('SYT').open")
    assert page.locator("[id='SYT/1.1.2'] dl").is_visible()
    assert page.get_by_label("Tìm đơn vị").input_value() == ""


def test_opening_and_closing_all(visit) -> None:
    page = visit()
    page.get_by_role("button", name="Mở mọi đơn vị").click()
    assert page.locator("details.agency[open]").count() == 8
    page.get_by_role("button", name="Mở mọi cách tính của đơn vị này").first.click()
    assert page.locator("details.leaf[open]").count() == 4
    page.get_by_role("button", name="Đóng tất cả").click()
    assert page.locator("details[open]").count() == 0


def test_it_reads_without_script(visit) -> None:
    page = visit(java_script_enabled=False)
    assert not page.get_by_label("Tìm đơn vị").is_visible()
    assert page.locator("button:visible").count() == 0
    assert page.locator("table.ranking").first.is_visible()
    page.locator("[id=SYT] > summary").click()
    page.locator("[id='SYT/1.1.2'] > summary").click()
    assert page.get_by_text("done / due = 12 / 13").first.is_visible()


def test_a_phone_of_forty_columns_scrolls_no_page(visit) -> None:
    page = visit("#SYT/1.1.2", viewport={"width": PHONE, "height": 640})
    page.get_by_role("button", name="Mở mọi đơn vị").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert wider_than_a_phone(page) == 0
    assert page.locator("table.ranking .strong").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(visit, scheme: str) -> None:
    """A contrast of 4.5 at least, in both schemes (WCAG 2.2, 1.4.3)."""
    page = visit("#SYT/1.1.2", color_scheme=scheme)
    poor = page.evaluate(CONTRAST)
    assert poor == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_on_paper_stands_what_is_open(visit, tmp_path) -> None:
    page = visit()
    paper(page, tmp_path / "a.pdf")
    closed = words_of(tmp_path / "a.pdf")
    assert "Bảng xếp hạng" in closed
    assert "DỰ THẢO" in closed
    assert "82,55" in closed
    assert "done / due" not in closed
    assert "Tìm đơn vị" not in closed
    assert "so-ban-nganh@2025.1 abababababab" in closed
    page.evaluate("location.hash = '#SYT/1.1.2'")
    page.wait_for_function("document.getElementById('SYT/1.1.2').open")
    paper(page, tmp_path / "b.pdf")
    assert "done / due = 12 / 13" in words_of(tmp_path / "b.pdf")
    assert words_of(tmp_path / "b.pdf", fold=False).count("\f") > words_of(tmp_path / "a.pdf", fold=False).count("\f")


def test_headings_repeat_on_every_page_of_a_long_table(visit, tmp_path) -> None:
    page = visit()
    page.evaluate(
        "() => { const body = document.querySelector('table.ranking tbody');"
        "for (let at = 0; at < 80; at++) body.append(body.rows[0].cloneNode(true)); }"
    )
    paper(page, tmp_path / "a.pdf")
    pages = words_of(tmp_path / "a.pdf", fold=False).split("\f")
    assert sum("Cơ quan, đơn vị" in one and "100,00" in one for one in pages[:3]) == 3


@pytest.mark.parametrize(("button", "printed"), [("In phần tổng hợp", 0), ("In kèm bảng điểm từng đơn vị", 8)])
def test_the_buttons_print_and_put_everything_back(visit, button: str, printed: int) -> None:
    page = visit("#SYT")
    page.evaluate(
        "window.print = () => { window.seen = Array.from(document.querySelectorAll('details.agency[open]')).length;"
        "window.plain = document.documentElement.classList.contains('summary-only'); }"
    )
    page.get_by_role("button", name=button).click()
    assert page.evaluate("window.plain ? 0 : window.seen") == printed
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.agency[open]").count() == 1
    assert not page.evaluate("document.documentElement.classList.contains('summary-only')")


def test_a_screen_reader_is_told(visit) -> None:
    page = visit()
    assert page.get_by_role("navigation", name="Nội dung").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("table", name="Bảng xếp hạng").count() == 2
    assert page.get_by_role("rowheader", name="Sở Y tế").count() >= 2
    page.locator("[id=SYT] > summary").click()
    assert page.get_by_role("img", name="Chỉ số các lĩnh vực").count() == 0  # two areas make no radar
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
