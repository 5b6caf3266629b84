"""Screens: readable at 80 columns, never cut in a pipe, plain lines, foreign text inert."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from parscore.messages import Words
from parscore.model.cell import Cell
from parscore.model.criteria import Decision, Rounding, RoundingLevel, Source, Totals
from parscore.model.place import Place
from parscore.model.problem import problem
from parscore.numbers import printed
from parscore.reports.console import (
    open_console,
    print_cells,
    print_counts,
    print_criteria,
    print_explanation,
    print_problems,
    print_ranking,
)
from parscore.reports.explanation import Background
from parscore.workbooks.cells import cell_rows
from parscore.workbooks.ooxml import Sheet, Workbook

NUMBER = re.compile(r"\d+,\d\d")


def piped(print_it, *arguments, **options):
    stream = io.StringIO()
    print_it(open_console(stream), *arguments, **options)
    return stream.getvalue()


def at_width(width, print_it, *arguments, **options):
    stream = io.StringIO()
    print_it(Console(file=stream, width=width, markup=False, emoji=False, highlight=False), *arguments, **options)
    return stream.getvalue()


def table(text):
    return [line.split("\t") for line in text.splitlines()]


def standing_of(result, agency):
    return next(one for one in result.groups[0].standings if one.scorecard.agency.id == agency)


def node_values(result):
    """Every value of every scorecard as it may be printed."""
    values = set()
    for standing in (standing for ranking in result.groups for standing in ranking.standings):
        card = standing.scorecard
        for node in (card, *card.items()):
            values |= {printed(value, 2) for value in (node.points, node.maximum, node.index) if value is not None}
    return values


class TestRanking:
    def test_a_pipe_gets_whole_lines(self, make, vi):
        name = "Ban Quản lý " + "khu công nghiệp và khu kinh tế " * 20
        text = piped(print_ranking, make({"SNV": (name, {"1.1.1": "1.5"})}), vi)
        assert name.strip() in text
        assert "…" not in text

    @pytest.mark.parametrize("width", [40, 60, 80])
    def test_a_narrow_screen_loses_nothing(self, result, vi, width):
        text = at_width(width, print_ranking, result, vi)
        assert max(map(len, text.splitlines())) <= width
        assert "…" not in text
        assert sorted("".join(text.split())) == sorted("".join(piped(print_ranking, result, vi).split()))

    def test_eighty_columns_keep_numbers_whole(self, result, vi):
        text = at_width(80, print_ranking, result, vi)
        row = next(line for line in text.splitlines() if "Sở Y tế" in line)
        assert NUMBER.findall(row) == ["8,25", "10,00", "82,55"]
        assert row.lstrip().startswith("3=")

    def test_every_number_is_a_node(self, result, vi):
        found = NUMBER.findall(piped(print_ranking, result, vi))
        assert len(found) == 3 * 6 + 1  # the agency without any points prints its maximum only
        assert set(found) <= node_values(result)

    def test_draft_and_final(self, result, final_result, vi):
        assert "DỰ THẢO" in piped(print_ranking, result, vi)
        assert "Kết quả chính thức" in piped(print_ranking, final_result, vi)
        assert "chưa chốt số liệu" in piped(print_ranking, replace(final_result, unlocked=True), vi)

    def test_the_legend_explains_only_what_stands_there(self, result, final_result, vi):
        assert all(
            sign in piped(print_ranking, result, vi)
            for sign in ("= đồng hạng", "* còn tiêu chí chưa có điểm", "KĐG: số")
        )
        final = piped(print_ranking, final_result, vi)
        assert "= đồng hạng" in final
        assert "*" not in final
        assert "KĐG" not in final

    def test_one_group_only(self, make, vi):
        text = piped(print_ranking, make(groups=2), vi, group="g2")
        assert "(SNV2)" in text
        assert "(SNV)" not in text

    def test_plain_lines(self, result, words):
        rows = table(piped(print_ranking, result, words, plain=True))
        assert {len(row) for row in rows} == {11}
        assert len(rows) == 8
        comma = "," if words.language == "vi" else "."
        assert rows[3][:7] == ["g1", "3=", "SYT", "Sở Y tế", f"8{comma}25", f"10{comma}00", f"82{comma}55"]
        assert rows[7][1:7] == ["", "TRONG", "Đơn vị chưa gửi", "", f"10{comma}00", ""]

    def test_hostile_names_are_text(self, make, vi, hostile):
        result = make({"SNV": (hostile, {"1.1.1": "1"})}, group_name="[bold]" + hostile)
        for text in (piped(print_ranking, result, vi), piped(print_ranking, result, vi, plain=True)):
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert "[red]Sở[/red]" in text
            assert "␛[31m" in text
            assert "‹U+202E›" in text


class TestProblems:
    def some(self, count=3):
        return [
            problem("PS701", Place("inbox/a.xlsx", "S", f"A{row}"), group=f"Nhóm {row}", agencies="X")
            for row in range(1, count + 1)
        ]

    def test_counts(self, result, vi):
        assert piped(print_counts, result.problems, vi) == "3 lỗi, 1 cảnh báo, 4 ghi chú\n"
        assert piped(print_counts, [], vi) == "Không có vấn đề nào.\n"

    def test_grouped_by_file_and_sheet(self, result, vi):
        lines = piped(print_problems, result.problems, vi).splitlines()
        at = next(at for at, line in enumerate(lines) if line.startswith("inbox/2025_SXD"))
        assert lines[at].strip() == "inbox/2025_SXD_tucham.xlsx › Tự chấm điểm"
        assert re.match(r"  H5 +PS213 +lỗi +Điểm 1,3 không phải", lines[at + 1])
        assert "Cách xử lý: " in lines[at + 2]
        assert lines[0].strip() == "Chung"

    def test_a_remedy_is_not_repeated_but_never_missing(self, vi):
        text = piped(print_problems, self.some(), vi)
        assert text.count("Cách xử lý") == 1
        plain = table(piped(print_problems, self.some(), vi, plain=True))
        assert all(row[-1] for row in plain)

    def test_a_limit_keeps_the_gravest_and_says_what_it_left_out(self, result, vi):
        text = piped(print_problems, result.problems, vi, limit=3, command="parscore check")
        assert text.count(" lỗi ") == 3
        assert "ghi chú" not in text
        assert text.rstrip().endswith("… và 5 vấn đề nữa. Xem tất cả: parscore check")
        assert "Xem tất cả" not in piped(print_problems, result.problems, vi, limit=8, command="x")

    def test_plain_lines_are_complete(self, result, words):
        rows = table(piped(print_problems, result.problems, words, plain=True))
        assert len(rows) == len(result.problems) + 1
        assert {len(row) for row in rows} == {9}
        row = next(row for row in rows if row[1] == "PS213")
        assert row[2:7] == ["inbox/2025_SXD_tucham.xlsx", "Tự chấm điểm", "H5", "SXD", "1.1.1"]

    def test_a_place_in_a_text_file(self, vi):
        found = [problem("PS701", Place("so.yaml", line=12, column=5), group="x", agencies="y")]
        assert re.search(r"^  12:5 +PS701", piped(print_problems, found, vi), re.M)

    def test_eighty_columns(self, result, vi):
        text = at_width(80, print_problems, result.problems, vi)
        assert max(map(len, text.splitlines())) <= 80
        assert "…" not in text

    def test_hostile_messages_are_text(self, vi, hostile):
        found = [problem("PS701", Place(hostile, hostile, "A1"), group=hostile + "\tnew\nline", agencies="x")]
        text = piped(print_problems, found, vi)
        assert "\x1b" not in text
        (_, row) = table(piped(print_problems, found, vi, plain=True))
        assert len(row) == 9
        assert "␉new⏎line" in row[7]


class TestExplanation:
    def test_a_leaf_down_to_the_cell(self, result, vi):
        text = piped(print_explanation, standing_of(result, "SYT"), "1.1.2", vi)
        for part in (
            "1.1.2 Mức độ hoàn thành · Sở Y tế · 1,38/1,50 điểm",
            "done = 12 · Số nhiệm vụ hoàn thành",
            "inbox/2025_SYT_tucham.xlsx › Tự chấm điểm › D6 · công thức =SUM(D8:D9)",
            "Phụ lục I, mục 1.1.2 · 1234/QĐ-UBND · criteria/so.yaml:15:11",
            "Từ 50% trở lên: giá trị × điểm tối đa",
            "done / due = 12 / 13 = 0,9230769…",
            "giá trị × điểm tối đa = (12/13) × 1,5 = 1,3846153…",
            "Điểm = 18/13 = 1,3846153… → in 1,38 (làm tròn 2 chữ số thập phân, nửa làm tròn lên)",
            "Báo cáo số 12/BC-SYT",
            "tiêu chí 1.1: 2,88/3,50 điểm",
            "lĩnh vực 1: 3,88/4,50 điểm",
            "tổng 8,25/10,00 điểm · chỉ số 82,55% · hạng 3 (bằng điểm với đơn vị khác) · xếp loại Tốt",
        ):
            assert part in text

    def test_rounding_at_the_leaf_is_told(self, make, vi):
        result = make(rounding=Rounding(at=RoundingLevel.LEAF))
        text = piped(print_explanation, standing_of(result, "SYT"), "1.1.2", vi)
        assert "giá trị × điểm tối đa = (12/13) × 1,5 = 1,3846153…" in text
        assert "Điểm = 1,38 (làm tròn ngay ở tiêu chí thành phần: 2 chữ số thập phân" in text

    def test_an_unresolved_leaf_says_why(self, result, vi):
        text = piped(print_explanation, standing_of(result, "SXD"), "1.1.1", vi, background=Background(result.problems))
        for part in ("số liệu không dùng được", "PS213 lỗi · Điểm 1,3", "Chưa có điểm nên tổng điểm chưa phải"):
            assert part in text

    def test_a_leaf_that_was_left_out(self, result, vi):
        text = piped(print_explanation, standing_of(result, "TTT"), "1.1.1", vi)
        for part in ("không đánh giá", "loại khỏi điểm tối đa", "Không có nhiệm vụ này", "H5"):
            assert part in text
        assert "Điểm =" not in text

    def test_figures_of_somebody_else(self, result, vi):
        text = piped(print_explanation, standing_of(result, "SYT"), "2.1", vi)
        assert "Số liệu do bên khác cung cấp: điều tra xã hội học" in text
        assert "figures.csv:3:4" in text

    def test_an_agency_with_all_its_items(self, result, vi):
        text = piped(print_explanation, standing_of(result, "SYT"), None, vi)
        assert "Tốt: mức chỉ số đạt; điều kiện từng lĩnh vực đạt (thấp nhất: lĩnh vực 2, 79,45%)" in text
        assert all(re.search(rf"^{code} ", text, re.M) for code in ("1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"))

    def test_a_heading_with_its_items(self, result, vi):
        text = piped(print_explanation, standing_of(result, "SYT"), "1.1", vi)
        assert re.search(r"^1\.1\.2 ", text, re.M)
        assert not re.search(r"^1\.2 ", text, re.M)

    def test_nothing_received(self, result, vi):
        text = piped(print_explanation, standing_of(result, "TRONG"), None, vi)
        assert "chưa nhận được bảng tự chấm nào" in text
        assert not re.search(r"(?<!\d)0,00", text)

    def test_plain_lines(self, result, vi):
        rows = table(piped(print_explanation, standing_of(result, "SYT"), "1.1.2", vi, plain=True))
        assert {len(row) for row in rows} == {2}
        assert ["Số liệu", "done = 12 · Số nhiệm vụ hoàn thành"] in rows
        whole = table(piped(print_explanation, standing_of(result, "SYT"), None, vi, plain=True))
        assert ["tiêu chí thành phần", "1.1.2", "Mức độ hoàn thành", "1,38", "1,50", "92,31", "đã có điểm"] in whole

    @pytest.mark.parametrize("code", [None, "1", "1.1.2", "2.1"])
    @pytest.mark.parametrize("agency", ["SYT", "SXD", "TTT", "NGOAI", "TRONG"])
    def test_every_number_with_two_decimals_is_a_node(self, result, vi, agency, code):
        text = piped(print_explanation, standing_of(result, agency), code, vi)
        found = set(re.findall(r"(?<![\d,])\d+,\d\d(?!\d|…)", text))
        assert found <= node_values(result) | {"0,01", "4,37"}  # the step of a rule, a value as it was given

    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize("code", [None, "1", "1.1.2"])
    def test_eighty_columns(self, result, language, code):
        text = at_width(80, print_explanation, standing_of(result, "SXD"), code, Words(language))
        assert max(map(len, text.splitlines())) <= 80

    def test_an_unknown_code_is_the_caller_s_mistake(self, result, vi):
        with pytest.raises(KeyError):
            piped(print_explanation, standing_of(result, "SYT"), "9", vi)


class TestCriteria:
    def test_tree(self, result, vi):
        criteria = result.season.groups[0].criteria
        text = piped(print_criteria, criteria, vi)
        for part in (
            "so-ban-nganh@2025.1",
            "1234/QĐ-UBND, UBND tỉnh Mẫu, ngày 14/10/2025",
            "Hiệu lực 01/01/2025 đến 31/12/2025 · tổng 10 điểm",
            "điều tra xã hội học; Chấm trực tiếp từ 0 đến 5,5 điểm",
        ):
            assert part in text
        order = [line.split()[0] for line in text.splitlines() if re.match(r"\d", line) and "QĐ" not in line]
        assert order == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]

    def test_an_undated_decision_and_an_illustrative_set(self, make, vi):
        changes = {"decision": Decision("12/QĐ", None, "UBND"), "illustrative": True}
        text = piped(print_criteria, make(**changes).season.groups[0].criteria, vi)
        assert "12/QĐ, UBND\n" in text
        assert "bộ tiêu chí minh họa" in text

    def test_plain_lines(self, result, vi):
        rows = table(piped(print_criteria, result.season.groups[0].criteria, vi, plain=True))
        assert {len(row) for row in rows} == {6}
        assert rows[3][:5] == ["tiêu chí thành phần", "1.1.1", "Ban hành kế hoạch", "2", "đơn vị tự đánh giá"]
        assert len(rows) == 8


class TestCells:
    def rows(self, hostile):
        cells = [
            Cell("A1", 1, 1, "text", hostile, None, "@"),
            Cell("B1", 1, 2, "number", "0.30000000000000004", "SUM(C1:C2)", "0.00"),
        ]
        sheet = Sheet("Trang [1]", "visible", cells, merged=((1, 1, 1, 2),), hidden_columns=((2, 2),))
        book = Workbook((sheet,), "xlsx", False, False, "", False, 0, False, "ab", 1)
        return cell_rows(book, None)

    def test_table(self, vi, hostile):
        text = piped(print_cells, self.rows(hostile), vi)
        assert text.startswith("Trang [1]\n")
        assert "0.30000000000000004" in text
        assert "=SUM(C1:C2)" in text
        assert "\x1b" not in text

    def test_plain_lines(self, vi, hostile):
        rows = table(piped(print_cells, self.rows(hostile), vi, plain=True))
        assert {len(row) for row in rows} == {8}
        expected = ["Trang [1]", "B1", "số", "0.30000000000000004", "=SUM(C1:C2)", "0.00", "Có", "A1:B1"]
        assert rows[2] == expected


def test_a_terminal_gets_colour_but_no_markup_of_others(make, vi, hostile):
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, markup=False, emoji=False, highlight=False)
    print_ranking(console, make({"SNV": (hostile, {"1.1.1": "1"})}), vi)
    assert "\x1b[1m" in stream.getvalue()
    assert "\x1b[31m" not in stream.getvalue()
    assert "[red]" in stream.getvalue()


def test_no_line_of_a_pipe_ends_in_blanks(result, vi):
    text = piped(print_ranking, result, vi) + piped(print_problems, result.problems, vi)
    text += piped(print_explanation, standing_of(result, "SYT"), "1.1.2", vi)
    assert text.count("\n") > 30
    assert not re.search(r"[ \t]$", text, re.M)


def test_no_colour_codes_outside_a_terminal(result, vi):
    assert "\x1b" not in piped(print_ranking, result, vi) + piped(print_problems, result.problems, vi)


class TestLeftOut:
    def test_below_a_ranking_stands_how_many_maxima_were_re_based(self, result, vi):
        told = piped(print_ranking, result, vi)
        assert "Điểm tối đa tính lại: 1 lượt TCTP của 1 đơn vị" in told
        assert "Không tính vào chỉ số" not in told

    def test_a_source_outside_the_index(self, make, vi):
        outside = make(totals=Totals(leave_out=(Source.SURVEY,)))
        told = piped(print_ranking, outside, vi)
        assert "Không tính vào chỉ số: điều tra xã hội học (1 TCTP, 5,50 điểm)" in told
        assert "4,50" in told and "10,00" not in told
        standing = outside.groups[0].standings[0]
        leaf_told = piped(print_explanation, standing, "2.1", vi)
        assert "Không tính vào chỉ số" in leaf_told and "lĩnh vực 2" not in leaf_told
        assert "không tính vào chỉ số" in piped(print_explanation, standing, "2", vi)

    def test_an_agency_tells_what_left_its_maximum(self, result, vi):
        standing = next(one for one in result.groups[0].standings if one.scorecard.agency.id == "TTT")
        told = piped(print_explanation, standing, None, vi)
        assert "1.1.1 Ban hành kế hoạch · 2,00 điểm · Không đánh giá: loại khỏi điểm tối đa" in told
        assert "Không có nhiệm vụ này · inbox/2025_TTT_tucham.xlsx › Tự chấm điểm › H5" in told

    def test_a_set_says_what_its_index_is_over(self, make, vi):
        criteria = make(totals=Totals(leave_out=(Source.SURVEY,), optional=(Source.SURVEY,))).groups[0].group.criteria
        told = piped(print_criteria, criteria, vi)
        assert "Không tính vào chỉ số: điều tra xã hội học" in told
        assert "Mùa đánh giá có thể khai báo là không có: điều tra xã hội học" in told
