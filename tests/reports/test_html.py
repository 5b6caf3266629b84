"""The HTML report: one file that loads and runs nothing else, the printer's figures, foreign text that stays text."""

from dataclasses import replace
from fractions import Fraction

import pytest
from pages import SECRET, TAGS, all_of, by_id, check_closed, page, rows, text_of, with_remarks

from parscore.engine.rivals import Rivals
from parscore.model.criteria import Ties
from parscore.model.stage import Stage, StageKind
from parscore.reports.effects import Effects
from parscore.reports.explain import explain_item
from parscore.reports.explanation import Background
from parscore.reports.group_figures import group_figures
from parscore.reports.html import render
from parscore.reports.html_group import shade_of
from parscore.reports.html_page import places
from parscore.reports.html_text import anchor, css_text, seen
from parscore.reports.material import Past, material
from parscore.reports.printing import printer
from parscore.reports.tables import area_rows, item_rows, ranking_rows
from parscore.viet import plain_form, show

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick=alert(3) </title></style></details>{{ 7*7 }}"


def test_one_closed_file_in_both_languages(result, final_result, make, words):
    for each in (result, final_result, make(groups=2), make({"TRONG": ("Đơn vị chưa gửi", {})})):
        for public in (False, True):
            root = page(each, words.language, public=public)
            check_closed(root)
            assert root.get("lang") == words.language


def test_the_same_material_gives_the_same_bytes(result, vi):
    assert render(material(result, vi)) == render(material(result, vi))


def test_foreign_text_is_inert(make, hostile):
    for text in (EVIL, hostile, "\x00\ud800\u2028"):
        agencies = {"SYT": (text, {"1.1.1": "1.3", "1.2": "1"}), "SNV": ("Sở Nội vụ", {})}
        plain = with_remarks(make({**agencies, "SYT": ("x", agencies["SYT"][1])}, group_name="x", title="x"), "x")
        root = page(with_remarks(make(agencies, group_name=text, title=text), text))
        check_closed(root)
        count = {tag: len(all_of(root, tag)) for tag in TAGS}
        assert count == {tag: len(all_of(page(plain), tag)) for tag in TAGS}
        shown = " ".join(show(text, 1000).split())
        assert shown in text_of(by_id(root, "SYT/1.1.1"))
        assert shown in text_of(by_id(root, "SYT"))
        assert text_of(by_id(root, "nhom/g1/ten")) == shown


def test_the_ranking_is_the_printers(result, words):
    ranking = result.groups[0]
    write = printer(words, ranking.group.criteria.rounding)
    (table,) = all_of(page(result, words.language), "table", class_="ranking")
    found = rows(table)
    for row, cells in zip(ranking_rows(ranking), found, strict=True):
        sign = "" if row.complete else "*"
        index, points = write.index(row.shown_index), write.points(row.shown_points)
        assert cells[0] == row.rank_text
        assert cells[1] == f"{row.name} {row.agency}"
        assert cells[2:5] == [
            f"{index}{sign}" if index else "",
            row.class_name or "",
            f"{points}{sign}" if points else "",
        ]
        assert cells[5] == write.points(row.maximum)
    assert sum(cells[2].endswith("*") for cells in found) == 1
    assert [cells[2] for cells in found if cells[1].endswith("TRONG")] == [""]


def test_the_heat_table_is_the_printers_and_colour_is_never_alone(result, vi):
    ranking = result.groups[0]
    write = printer(vi, ranking.group.criteria.rounding)
    (table,) = all_of(page(result), "table", class_="heat")
    for row, cells in zip(ranking_rows(ranking), table.iterfind("tbody/tr"), strict=True):
        for item, cell in zip(area_rows(row.card), list(cells)[1:], strict=False):
            sign = "*" if item.state == "incomplete" else ""
            shown = item.shown_index
            assert text_of(cell) == (
                vi.text("workbook", f"state.{item.state}") if shown is None else write.index(shown) + sign
            )
            assert cell.find("a").get("href") == f"#{row.agency}/{item.code}"
            assert (
                (cell.get("class") == f"n h{shade_of(shown)}") if shown is not None else ("h" not in cell.get("class"))
            )
    figures = group_figures(ranking)
    means = [*(area.mean_index for area in figures.areas), figures.mean_index]
    assert rows(table, "tfoot")[0][1:] == [write.index(mean) for mean in means]


@pytest.mark.parametrize(
    ("index", "shade"),
    [("0", 0), ("49.999", 0), ("50", 1), ("59.99", 1), ("60", 2), ("70", 3), ("80", 4), ("90", 5), ("99.999", 5),
     ("100", 6), ("103", 6)],
)  # fmt: skip
def test_shades_hold_their_lower_bound(index, shade):
    assert shade_of(Fraction(index)) == shade


def test_every_item_has_its_figures_and_every_leaf_its_trace(result, vi):
    root = page(result)
    for standing in result.groups[0].standings:
        write = printer(vi, standing.scorecard.criteria.rounding)
        agency = standing.scorecard.agency.id
        for item in item_rows(standing.scorecard):
            element = by_id(root, f"{agency}/{item.code}")
            head = text_of(element.find("summary") if item.leaf else element)
            assert head.startswith(f"{item.code} {item.name}")
            if item.shown_points is not None:
                sign = "*" if item.state == "incomplete" else ""
                assert f" {write.points(item.shown_points)}{sign}/{write.points(item.maximum)}" in head
            else:
                assert head.endswith(vi.text("screen", f"state.{item.state}"))
            assert (element.tag == "details") == item.leaf
    trace = text_of(by_id(root, "SYT/1.1.2"))
    for told in ("Số nhiệm vụ hoàn thànhD6 · công thức =SUM(D8:D9)", "done / due = 12 / 13", "Báo cáo số 12/BC-SYT",
                 "mất 0,12", "1,38/1,50"):  # fmt: skip
        assert told in trace
    form = "Ô không ghi tệp là ô của inbox/2025_SYT_tucham.xlsx › Tự chấm điểm."
    assert text_of(by_id(root, "SYT")).count(form) == 1
    assert not all_of(root, "details", open="")


def test_a_rule_is_told_once_and_every_trace_leads_to_it(result, vi):
    root = page(make_twice(result))
    told = "Phụ lục I, mục 1.1.2"
    assert text_of(root).count(told) == 2
    rule = by_id(root, "quy-tac/g1/1.1.2")
    assert text_of(rule).startswith("1.1.2 Mức độ hoàn thành")
    assert told in text_of(rule)
    for standing in result.groups[0].standings:
        leaf = by_id(root, f"{standing.scorecard.agency.id}/1.1.2")
        assert [link.get("href") for link in leaf.iter("a")] == ["#quy-tac/g1/1.1.2"]


def test_what_a_loss_costs_is_what_explain_says(result, vi):
    root = page(result)
    ranking = result.groups[0]
    standing = next(one for one in ranking.standings if one.scorecard.agency.id == "SYT")
    background = Background(effects=Effects(standing.scorecard, Rivals.of(ranking)))
    for code in ("1.1.1", "1.1.2", "2.1"):
        (part,) = (one for one in explain_item(standing, code, vi, background).parts if one.key == "lost")
        cost = part.lines[1].strip()
        assert f"Nếu đạt tối đa{cost}" in text_of(by_id(root, f"SYT/{code}"))
        assert cost in text_of(all_of(by_id(root, "SYT"), "ul", class_="lost")[0])
    assert "Nếu đạt tối đa" not in text_of(by_id(root, "SNV"))


def test_points_after_each_stage_with_who_when_and_why(make, vi):
    first, second = Stage("self", StageKind.SELF), Stage("x", StageKind.APPRAISAL, "Vòng")
    result = with_remarks(make(stages=(first, second)), "ai đó")
    cards = {one.scorecard.agency.id: one.scorecard for one in result.groups[0].standings}
    after = {agency: (replace(card, stage=first), replace(card, stage=second)) for agency, card in cards.items()}
    said = text_of(by_id(page(result, after=after), "SYT/1.1.2"))
    assert "Các vòngtự đánh giá: 1,38Vòng: 1,38 · đồng ý (ai đó, ai đó)ai đó · ai đó · ai đó › ai đó › ai đó" in said
    public = text_of(by_id(page(result, after=after, public=True), "SYT/1.1.2"))
    assert "Các vòngtự đánh giá: 1,38Vòng: 1,38 · đồng ý" in public
    assert "ai đó" not in public


def make_twice(result):
    """The result with a second group that has the same criteria set under another name."""
    (ranking,) = result.groups
    agencies = tuple(replace(agency, id=f"{agency.id}2") for agency in ranking.group.agencies)
    other = replace(ranking.group, id="g2", agencies=agencies)
    standings = tuple(
        replace(one, scorecard=replace(one.scorecard, agency=agency))
        for one in ranking.standings
        for agency in agencies
        if agency.id == f"{one.scorecard.agency.id}2"
    )
    groups = (ranking.group, other)
    return replace(
        result, groups=(ranking, replace(ranking, group=other, standings=standings)),
        season=replace(result.season, groups=groups),
    )  # fmt: skip


def test_the_areas_stand_beside_the_group(result, vi):
    figures = group_figures(result.groups[0])
    write = printer(vi, result.groups[0].group.criteria.rounding)
    (table,) = (one for one in by_id(page(result), "SYT").iter("table"))
    card = next(one.scorecard for one in result.groups[0].standings if one.scorecard.agency.id == "SYT")
    for area, cells in zip(card.areas, rows(table), strict=True):
        group = figures.area(area.heading.code)
        away = area.index - group.mean_index
        assert cells[1:] == [
            write.points(area.maximum), write.points(area.points), write.index(area.index),
            write.index(group.mean_index),
            write.index(group.best_index), ("+" if away > 0 else "") + write.index(away),
        ]  # fmt: skip


def test_cells_sort_by_exact_values(make):
    close = {"1.1.1": "1.5", "1.1.2": "12/13", "1.2": "1", "2.1": "4.37"}
    agencies = {
        "A": ("Đơn vị Á", close),
        "B": ("Đơn vị A", {**close, "1.1.2": "120001/130000"}),
        "C": ("Đơn vị Z", {}),
    }
    root = page(make(agencies))
    (table,) = all_of(root, "table", class_="ranking")
    heads = [text_of(head) for head in table.iter("th") if head.get("scope") == "col"]
    at = heads.index("Chỉ số (%)")
    places = {text_of(row[1]): row[at].get("data-v") for row in table.iterfind("tbody/tr")}
    assert [text for text in {text_of(row[at]) for row in table.iterfind("tbody/tr")} if text] == ["82,55"]
    assert places == {"Đơn vị Á A": "1", "Đơn vị A B": "2", "Đơn vị Z C": None}
    names = {text_of(row[1]): row[1].get("data-v") for row in table.iterfind("tbody/tr")}
    assert names == {"Đơn vị A B": "1", "Đơn vị Á A": "2", "Đơn vị Z C": "3"}


def test_places_are_those_of_the_exact_values():
    values = {"a": Fraction(2), "b": None, "c": Fraction(1), "d": Fraction(2), "e": 2 + Fraction(1, 10**12)}
    assert places(values) == {"c": 1, "a": 2, "d": 2, "e": 3}
    assert places({}) == {}


def test_the_filter_looks_in_plain_text(result):
    root = page(result)
    for element in [one for one in root.iter() if one.get("data-q")]:
        assert element.get("data-q") == plain_form(element.get("data-q"))
    assert by_id(root, "SYT").get("data-q").startswith("so y te syt")


def test_draft_and_final(result, final_result, vi):
    draft, final = page(result), page(final_result)
    assert "DỰ THẢO" in text_of(all_of(draft, "header")[0])
    assert "CHÍNH THỨC" in text_of(all_of(final, "header")[0])
    assert "DỰ THẢO" not in text_of(final.find("body"))
    assert (draft.find("body").get("class"), final.find("body").get("class")) == ("draft", None)
    for root, result_ in ((draft, result), (final, final_result)):
        assert text_of(all_of(root, "footer")[0]).endswith(material(result_, vi).marks.footer)


def test_last_year(final_result):
    before = {"SNV": Past(Fraction(95), 3, "Tốt"), "SYT": Past(Fraction(83), 1, None), "STP": Past(None, None, None)}
    root = page(final_result, before=before)
    told = {cells[1].split()[-1]: cells for cells in rows(all_of(root, "table", class_="ranking")[0])}
    assert told["SNV"][6:8] == ["3 tăng 2 bậc", "+5,00"]
    assert told["SYT"][6:8] == ["1 giảm 1 bậc", "-0,45"]
    assert told["STP"][6:8] == ["", ""]
    assert "1 đơn vị tăng, 1 đơn vị giảm chỉ số tăng nhiều nhất: Sở Nội vụ (+5,00 điểm %)" in text_of(root)
    assert "Hạng năm trước" not in text_of(page(final_result))


def test_the_summary_comes_first(final_result, make):
    told = text_of(all_of(page(final_result), "dl", class_="summary")[0])
    assert told.startswith(
        "Đứng đầu Sở Nội vụ chỉ số 100,00% · xếp loại Tốt Cuối bảng Sở Y tế, Sở Tư pháp chỉ số 82,55%"
    )
    assert "Giá trị trung bình 88,36% của 3 đơn vị được xếp hạng" in told
    assert "Khoảng cách 17,45 điểm %" in told
    assert "Trên mức trung bình 1/3 đơn vị" in told
    alone = text_of(
        all_of(
            page(make({"SNV": ("Sở Nội vụ", {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5"})})),
            "dl",
            class_="summary",
        )[0]
    )
    assert "Cuối bảng" not in alone
    assert "Chưa có đơn vị nào" in text_of(page(make({"TRONG": ("Đơn vị chưa gửi", {})})))


def test_the_public_version_leaves_out_remarks_and_names(make):
    stages = (Stage("self", StageKind.SELF), Stage("x", StageKind.APPRAISAL, "Vòng"))
    result = with_remarks(make(stages=stages, ties=Ties.DENSE), SECRET)
    kept = text_of(page(result))
    assert kept.count(SECRET) > 50
    root = page(result, public=True)
    check_closed(root)
    text = text_of(root)
    assert SECRET not in text
    for left_out in (".xlsx", "Báo cáo số 12", "Không có nhiệm vụ này", "Tệp đã đọc", "Vấn đề", "Kiểm chứng"):
        assert left_out in kept or left_out in ("Báo cáo số 12", "Không có nhiệm vụ này", ".xlsx")
        assert left_out not in text
    assert "Vòng: đồng ý" in text
    assert "done / due = 12 / 13" in text
    assert "Bản công bố" in text


def test_problems_lead_to_their_leaf(result, vi):
    root = page(result)
    table = all_of(root, "table", class_="problems")[0]
    assert len(rows(table)) == len(result.problems)
    targets = {link.get("href") for link in table.iter("a")}
    assert "#SXD/2.1" in targets
    assert all(found.code in text_of(table) for found in result.problems)


def test_a_page_reads_without_its_script(result):
    """Only what needs the script is hidden, and a control that shows nothing hides no figure."""
    root = page(result)
    hidden = [one for one in root.iter() if "hidden" in one.attrib]
    assert {one.get("class") for one in hidden} == {"tools", "buttons"}
    assert not any(one.tag in ("table", "details", "dl", "figure") for outer in hidden for one in outer.iter())
    for table in root.iter("table"):
        assert all(head.get("scope") in ("col", "row") for head in table.iter("th"))
    for scroll in all_of(root, "div", class_="scroll"):
        assert (scroll.get("role"), scroll.get("tabindex"), bool(scroll.get("aria-label"))) == ("region", "0", True)


def test_pieces():
    assert anchor("SYT/1.1.2") == "#SYT/1.1.2"
    assert anchor('a b"#?é') == "#a%20b%22%23%3F%C3%A9"
    assert css_text('a"</style>\\é1') == '"a\\22 \\3c \\2f style\\3e \\5c é1"'
    assert seen("a\u202eb") == "a‹U+202E›b"
    assert seen(5) == 5
