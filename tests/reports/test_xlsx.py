"""The summary workbook: numbers are nodes of the tree, texts are inert, bytes are the same every time."""

import io
import re
import zipfile
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import pytest
import xlsxwriter
from hypothesis import given as drawn
from hypothesis import strategies as st
from openpyxl import load_workbook

from parscore.messages import Words
from parscore.model.criteria import Decision, Rounding, RoundingMode, Source, Ties, Totals
from parscore.numbers import printed, round_to
from parscore.reports.material import material
from parscore.reports.tables import item_rows, ranking_rows
from parscore.reports.xlsx import write_summary
from parscore.reports.xlsx_sheet import Amount, Book, stored_number
from parscore.season.open import open_folder
from parscore.season.run import score_season
from parscore.workbooks.measure import column_width, lines, pixels
from parscore.workbooks.writing import LONGEST_TEXT, fitting


def written(result, words=None):
    stream = io.BytesIO()
    write_summary(material(result, words or Words("vi")), stream)
    return stream.getvalue()


def opened(result, words=None):
    """The workbook as a program shows it that does not calculate."""
    return load_workbook(io.BytesIO(written(result, words)), data_only=True)


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def header_row(sheet, first):
    return next(at for at, row in enumerate(rows(sheet), 1) if row[0] == first)


def shown(cell):
    """What a spreadsheet shows: 15 significant digits, half away from zero, decimals of the format."""
    decimals = len(re.match(r"#,##0\.?(0*)", cell.number_format)[1])
    value = Decimal(f"{cell.value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return str(value).replace(".", ",")


def by_id(sheet, column=1):
    """Rows of a table by the id of the agency."""
    return {row[column].value: row for row in sheet.iter_rows() if isinstance(row[column].value, str)}


class TestSheets:
    def test_names_of_one_group(self, result):
        assert opened(result).sheetnames == [
            "Xếp hạng", "Tổng hợp lĩnh vực", "Chi tiết TCTP", "Không đánh giá", "Thống kê TCTP", "ĐTXHH", "Biểu đồ",
            "Vấn đề", "Phương pháp", "Dấu vết",
        ]  # fmt: skip

    def test_names_of_several_groups_with_the_same_long_name(self, make):
        names = opened(make(groups=3, group_name="Ủy ban nhân dân [các] xã/phường: đặc khu")).sheetnames
        assert len(names) == len({name.casefold() for name in names}) == 3 * 6 + 4
        assert max(map(len, names)) <= 31
        assert not any(set(name) & set("[]:*?/\\") for name in names)

    @pytest.mark.parametrize("beginning", ["", "History", "'", "a:b*c?d/e\\f[g]h", "Ủy ban nhân dân xã rất là dài"])
    def test_a_hundred_names_with_equal_beginnings(self, beginning):
        with xlsxwriter.Workbook(io.BytesIO()) as workbook:
            book = Book(workbook, Words("vi"), draft=False, footer="")
            for at in range(100):
                book.sheet(beginning + " rất dài" * (at % 2), (10,), 10)
            names = [sheet.name for sheet in workbook.worksheets()]
        assert len({name.casefold() for name in names}) == 100
        for name in names:
            assert 0 < len(name.encode("utf-16-le")) <= 62
            assert not set(name) & set("[]:*?/\\") and name.strip("'") == name and name.casefold() != "history"

    def test_names_from_hostile_groups(self, make, hostile):
        for group_name in (hostile, "'", "", "😀" * 40, "\x00"):
            names = opened(make(groups=2, group_name=group_name)).sheetnames
            assert all(len(name.encode("utf-16-le")) <= 62 for name in names)

    def test_english(self, result):
        names = opened(result, Words("en")).sheetnames
        assert names == [
            "Ranking", "Areas", "Details", "Not assessed", "Sub-criteria statistics", "Survey", "Charts", "Problems",
            "Method", "Trace",
        ]  # fmt: skip

    def test_an_empty_group(self, make):
        assert opened(make({})).sheetnames[0] == "Xếp hạng"


class TestGaps:
    """The self-assessment beside what later stages made of it."""

    @staticmethod
    def sheet(stage):
        folder, _ = open_folder(Path(__file__).parents[2] / "sample_data" / "tinh-mau-2025")
        return score_season(folder, stage=stage)

    def test_a_run_of_the_self_assessment_has_no_such_sheet(self):
        assert "Tự chấm–thẩm định" not in opened(self.sheet("self")).sheetnames

    def test_every_agency_and_every_leaf_that_was_changed(self):
        result = self.sheet("hoi-dong")
        sheet = opened(result)["Tự chấm–thẩm định"]
        cards = {one.scorecard.agency.id: one.scorecard for group in result.groups for one in group.standings}
        table = [row for row in sheet.iter_rows() if row[0].value in cards]
        totals = [row for row in table if row[8].value is None]
        assert [row[0].value for row in totals] == list(cards)
        for row in totals:
            card = cards[row[0].value]
            assert [shown(cell) for cell in row[5:8]] == [
                printed(value, 2) for value in (card.self_points, card.points, card.gap)
            ]
        changed = {
            (agency, leaf.leaf.code): leaf
            for agency, card in cards.items()
            for leaf in card.leaves()
            if any(act.values or not act.stage.judges for act in leaf.acts)
        }
        leaves = {(row[0].value, row[2].value): row for row in table if row[8].value is not None}
        assert leaves.keys() == changed.keys()
        for key, row in leaves.items():
            leaf = changed[key]
            assert [shown(cell) for cell in row[5:8]] == [
                printed(value, 2) for value in (leaf.self_points, leaf.points, leaf.gap)
            ]
            spoke = [act for act in leaf.acts if act.stage.judges and act.why]
            assert (row[9].value, row[11].value) == (spoke[-1].who, spoke[-1].why)


class TestNumbers:
    def test_ranking(self, result):
        table = by_id(opened(result)["Xếp hạng"])
        for row in ranking_rows(result.groups[0]):
            cells = table[row.agency]
            assert cells[0].value == row.rank
            assert cells[6].value == row.class_name
            if not row.started:
                assert (cells[3].value, cells[5].value) == (None, None)
                continue
            told = [shown(cell) for cell in cells[3:6]]
            assert told == [printed(value, 2) for value in (row.points, row.maximum, row.index)]

    def test_a_shared_rank_is_a_number_with_a_mark(self, result, make):
        table = by_id(opened(result)["Xếp hạng"])
        assert (table["SYT"][0].value, table["SYT"][0].number_format) == (3, '0"="')
        ordinal = by_id(opened(make(ties=Ties.ORDINAL))["Xếp hạng"])
        assert ordinal["STP"][0].number_format == "General"
        assert "bằng điểm" in ordinal["STP"][7].value

    def test_areas(self, result):
        book = opened(result)
        sheet = book["Tổng hợp lĩnh vực"]
        table, top = by_id(sheet), header_row(sheet, "Hạng")
        titles = {cell.value: cell.column for cell in sheet[top] if cell.value}
        first = next(column for title, column in titles.items() if title.startswith("1. Chỉ đạo"))
        under = [sheet.cell(top + 1, column).value for column in range(first, first + 5)]
        # The first area was re-based for one agency, the second for none.
        assert under == ["Điểm", "Điểm tối đa", "Chỉ số (%)", "Điểm", "Chỉ số (%)"]
        for standing in result.groups[0].standings:
            card = standing.scorecard
            if card.agency.id in ("SXD", "TRONG"):
                continue
            one, two = card.areas
            values = (one.points, one.maximum, one.index, two.points, two.index, card.points, card.maximum, card.index)
            cells = table[card.agency.id][first - 1 : first + 7]
            assert [shown(cell) for cell in cells] == [printed(value, 2) for value in values]

    def test_details(self, result):
        sheet = opened(result)["Chi tiết TCTP"]
        top = header_row(sheet, "TT")
        columns = {cell.value: cell.column for cell in sheet[top + 1] if cell.value}
        items = {row[0].value: row for row in sheet.iter_rows(min_row=top + 2) if row[0].value}
        words = {"missing": "Thiếu", "invalid": "Lỗi", "awaiting": "Chờ", "not_applicable": "KĐG"}
        checked = 0
        for standing in result.groups[0].standings:
            for row in item_rows(standing.scorecard):
                cell = items[row.code][columns[standing.scorecard.agency.id] - 1]
                if row.shown_points is None:
                    assert cell.value == words[row.state]
                else:
                    assert shown(cell) == printed(row.shown_points, 2)
                checked += 1
        assert checked == 7 * 7

    def test_unresolved_leaves_are_never_zero(self, result):
        sheet = opened(result)["Chi tiết TCTP"]
        top = header_row(sheet, "TT")
        column = next(cell.column for cell in sheet[top + 1] if cell.value == "TRONG")
        values = [sheet.cell(row, column).value for row in range(top + 2, top + 9)]
        assert values == ["Thiếu", "Thiếu", "Thiếu", "Thiếu", "Thiếu", "Thiếu", "Chờ"]

    def test_signs_behind_numbers(self, result):
        book = opened(result)
        index = by_id(book["Xếp hạng"])["SXD"][5]
        assert (index.value, index.number_format) == (10, '#,##0.00"*"')
        formats = {cell.number_format for row in book["Chi tiết TCTP"].iter_rows() for cell in row}
        assert '#,##0.00" KPS"' in formats

    def test_declared_decimals(self, make):
        book = opened(make(rounding=Rounding(points=3, index=0)))
        cells = by_id(book["Xếp hạng"])["SYT"]
        assert [cell.number_format for cell in cells[3:6]] == ["#,##0.000", "#,##0.000", "#,##0"]

    @pytest.mark.parametrize("text", ["2.675", "1.005", "0.145", "1.115", "8.255", "64.415", "0.285", "99.995"])
    def test_halves_are_stored_as_they_are_printed(self, text):
        number = stored_number(Fraction(text), 2, RoundingMode.HALF_UP)
        assert f"{number:.2f}" == printed(Fraction(text), 2, comma=False)

    def test_what_shows_alike_keeps_its_exact_value(self):
        assert stored_number(Fraction(18, 13), 2, RoundingMode.HALF_UP) == 18 / 13
        assert stored_number(Fraction("2.674"), 2, RoundingMode.HALF_UP) == 2.674

    def test_other_modes_store_what_they_print(self):
        assert stored_number(Fraction("2.679"), 2, RoundingMode.DOWN) == 2.67
        assert stored_number(Fraction("2.665"), 2, RoundingMode.HALF_EVEN) == 2.66
        assert str(stored_number(Fraction("-0.001"), 2, RoundingMode.HALF_UP)) == "0.0"

    @drawn(
        st.fractions(min_value=0, max_value=200, max_denominator=20_000)
        | st.integers(0, 200_000).map(lambda number: Fraction(number, 1000)),
        st.integers(0, 4),
        st.sampled_from(list(RoundingMode)),
    )
    def test_every_program_shows_what_is_printed(self, value, digits, mode):
        number, wanted = stored_number(value, digits, mode), round_to(value, digits, mode)
        fifteen = Fraction(Decimal(f"{number:.15g}"))
        for seen in (fifteen, Fraction(number)):
            assert round_to(seen, digits, RoundingMode.HALF_UP) == wanted

    def test_patterns(self):
        half = RoundingMode.HALF_UP
        assert Amount(Fraction(1), 2, half).pattern == "#,##0.00"
        assert Amount(Fraction(1), 0, half, "*").pattern == '#,##0"*"'


@pytest.fixture(scope="module")
def package(hostile, make):
    texts = (hostile, "+1", "-1", "@SUM(A1)", "http://x.vn", "\t=1", "\r\n=2", "1234", "\ufffe", "\ud800", "😀")
    result = make({f"A{at}": (text, {"1.1.1": "1"}) for at, text in enumerate(texts)}, group_name=hostile)
    return zipfile.ZipFile(io.BytesIO(written(result))), texts


class TestForeignText:
    def test_no_formula_no_link_no_macro(self, package):
        archive, _ = package
        sheets = [sheet.title for sheet in load_workbook(io.BytesIO(archive.fp.getvalue())).worksheets]
        quoted = ["'" + title.replace("'", "''") + "'!" for title in sheets]
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "<f " not in text
            assert "externalLink" not in text
            for formula in map(unescape, re.findall("<f>(.*?)</f>", text)):
                for part in (*quoted, '"-"'):
                    formula = formula.replace(part, "")  # noqa: PLW2901
                assert not re.sub(r"[-+*/,:()<>=0-9.$A-Z]", "", formula), formula  # no text, no name of another sheet
            assert all("r:id" not in link for link in re.findall("<hyperlink .*?/>", text))
            assert not any(unescape(link).startswith("http") for link in re.findall('location="(.*?)"', text))

    def test_every_name_is_a_string_cell_with_its_text(self, package):
        archive, texts = package
        sheet = load_workbook(io.BytesIO(archive.fp.getvalue()))["Xếp hạng"]
        cells = by_id(sheet)
        for at, text in enumerate(texts):
            cell = cells[f"A{at}"][2]
            assert cell.data_type == "s"
            assert cell.value == fitting(text)

    def test_no_illegal_or_invisible_character_is_left(self, package):
        archive, _ = package
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(parts) == len(load_workbook(io.BytesIO(archive.fp.getvalue())).sheetnames)
        strings = "".join(text for part in parts for text in ElementTree.fromstring(part).itertext())
        assert not set(strings) & set("\x00\x0b\x1b\u202e\ufffe")
        assert "_x001B_" not in strings
        assert "␛[31m␋‹U+202E›" in strings

    def test_the_group_s_name_cannot_change_the_printed_page(self, package):
        archive, _ = package
        for name in archive.namelist():
            if "worksheets/sheet" in name:
                footers = re.findall(r"<oddFooter>(.*?)</oddFooter>", archive.read(name).decode())
                assert all("so-ban-nganh@2025.1" in footer for footer in footers)

    def test_long_texts_are_cut_with_a_mark(self):
        assert len(fitting("x" * 40_000)) == LONGEST_TEXT
        assert fitting("x" * 40_000).endswith("…")
        assert fitting("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
        assert len(fitting("😀" * 40_000).encode("utf-16-le")) <= 2 * LONGEST_TEXT

    def test_a_very_long_reason_does_not_stop_the_report(self, make):
        result = make({"SNV": ("Sở Nội vụ " * 5000, {"1.1.1": "1"})})
        assert opened(result).sheetnames


class TestPages:
    def test_print_set_up(self, result):
        for sheet in opened(result):
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize == 9
            assert sheet.oddFooter.right.text == "Trang &P/&N"
            assert sheet.page_margins.left >= 0.59
        book = opened(result)
        for name in book.sheetnames[:4]:
            assert book[name].freeze_panes
            assert book[name].print_title_rows
            assert book[name].auto_filter.ref
        assert book["Chi tiết TCTP"].print_title_cols == "$A:$C"

    def test_a_draft_says_so_on_every_sheet(self, result):
        for sheet in opened(result):
            assert sheet.oddHeader.right.text == "DỰ THẢO"
        titles = [row[0] for row in rows(opened(result)["Xếp hạng"])[:10]]
        assert "DỰ THẢO - KẾT QUẢ CHƯA CHÍNH THỨC" in titles

    def test_a_final_result_does_not(self, final_result):
        book = opened(final_result)
        for sheet in book:
            assert not sheet.oddHeader.right.text
            assert not any("DỰ THẢO" in str(value) for row in rows(sheet) for value in row)

    def test_official_heading(self, result):
        for name in ("Xếp hạng", "Tổng hợp lĩnh vực", "Chi tiết TCTP"):
            head = [value for row in rows(opened(result)[name])[:2] for value in row if value]
            assert head == [
                "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH MẪU", "Độc lập - Tự do - Hạnh phúc",
            ]  # fmt: skip

    def test_times_new_roman_everywhere(self, result):
        for sheet in opened(result):
            assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Times New Roman"}

    def test_wide_tables_break_between_agencies_and_repeat_the_items(self, make):
        many = {f"X{at:03}": (f"Xã số {at}", {"1.1.1": "1"}) for at in range(33)}
        sheet = opened(make(many))["Chi tiết TCTP"]
        assert [found.id for found in sheet.col_breaks.brk] == [3 + 11, 3 + 22]
        assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
        titles = [area.coord for area in sheet.merged_cells.ranges if area.min_row < 4]
        assert all(title.startswith("A") and re.search(r":C\d+$", title) for title in titles)


class TestProblemsAndMethod:
    def test_problems(self, result, vi):
        sheet = opened(result)["Vấn đề"]
        table = rows(sheet)[header_row(sheet, "Mức độ") :]
        assert len(table) == len(result.problems)
        row = next(row for row in table if row[1] == "PS213")
        assert row[:7] == ["lỗi", "PS213", "SXD", "inbox/2025_SXD_tucham.xlsx", "Tự chấm điểm", "H5", "1.1.1"]
        assert row[7] == vi.problem(next(found for found in result.problems if found.code == "PS213")).message

    def test_no_problems(self, make):
        result = make({"SNV": ("Sở Nội vụ", {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5.5"})})
        assert not result.problems
        assert ["Không có vấn đề nào."] in [[value for value in row if value] for row in rows(opened(result)["Vấn đề"])]

    def test_method(self, result):
        told = {tuple(value for value in row if value) for row in rows(opened(result)["Phương pháp"])}
        for line in (
            ("Mã và phiên bản", "so-ban-nganh@2025.1"),
            ("Căn cứ", "Quyết định số 1234/QĐ-UBND ngày 14/10/2025 của UBND tỉnh Mẫu"),
            ("Mã băm SHA-256 của bộ tiêu chí", "ab" * 32),
            ("Đồng hạng", "các đơn vị bằng nhau cùng một hạng, hạng kế tiếp bỏ cách (1, 2, 2, 4)"),
            ("Loại Tốt", "chỉ số từ 80 trở lên, và chỉ số từng lĩnh vực từ 70 trở lên"),
            ("Loại Trung bình", "chỉ số từ 0 trở lên"),
        ):
            assert line in told

    def test_what_was_left_out(self, result):
        told = {
            row[0]: tuple(row[2:11]) for row in rows(opened(result)["Không đánh giá"]) if row[0] in ("TTT", "NGOAI")
        }
        assert told["TTT"] == (
            *("1.1.1", "Ban hành kế hoạch", 2, 2, "không đánh giá", "Không đánh giá: loại khỏi điểm tối đa"),
            *("Không có nhiệm vụ này", "inbox/2025_TTT_tucham.xlsx", "Tự chấm điểm › H5"),
        )
        assert told["NGOAI"] == (
            *("1.1.2", "Mức độ hoàn thành", 1.5, 0, "không phát sinh", "Không phát sinh: tính đủ điểm tối đa"),
            *(None, "inbox/2025_NGOAI_tucham.xlsx", "Tự chấm điểm › D6"),
        )

    def test_nothing_left_out(self, final_result):
        told = {value for row in rows(opened(final_result)["Không đánh giá"]) for value in row}
        assert "Không có." in told

    def test_a_source_outside_the_index_is_said_on_three_sheets(self, make):
        outside = make(totals=Totals(leave_out=(Source.SURVEY,)))
        line = "Không tính vào chỉ số: điều tra xã hội học (1 TCTP, 5,50 điểm)"
        book = opened(outside)
        for sheet in ("Xếp hạng", "Không đánh giá", "Phương pháp"):
            assert any(line in str(value) for row in rows(book[sheet]) for value in row), sheet
        told = [row for row in rows(book["Không đánh giá"]) if row[0] == "SNV"]
        assert [tuple(row[2:7]) for row in told] == [("2.1", "Mức độ hài lòng", 5.5, 5.5, "không tính vào chỉ số")]
        formats = {cell.number_format for row in book["Chi tiết TCTP"].iter_rows() for cell in row}
        assert any("NCS" in pattern for pattern in formats)

    def test_tie_break_keys_and_an_undated_decision(self, make):
        result = make(keys=("area:2", "points", "official_order"), decision=Decision("12/QĐ", None, "UBND"))
        told = [[value for value in row if value] for row in rows(opened(result)["Phương pháp"])]
        assert ["Tiêu chí phụ khi bằng nhau", "chỉ số lĩnh vực 2; tổng điểm; thứ tự chính thức của đơn vị"] in told
        assert ["Căn cứ", "Quyết định số 12/QĐ của UBND"] in told

    def test_a_set_without_decision_or_classes(self, make):
        book = opened(make(decision=None, classes=None))
        told = [str(row[0]) for row in rows(book["Phương pháp"])]
        assert "Căn cứ" not in told
        assert not any(line.startswith("Loại") for line in told)
        assert "(Bộ chỉ số CCHC sở năm 2025; giai đoạn: tự đánh giá)" in [row[0] for row in rows(book["Xếp hạng"])]

    @pytest.mark.parametrize("ties", list(Ties))
    def test_every_tie_rule_has_words(self, make, words, ties):
        assert opened(make(ties=ties), words).sheetnames


class TestBytes:
    def test_two_runs_give_the_same_bytes(self, make, words):
        assert written(make(), words) == written(make(), words)

    def test_nothing_of_the_clock_or_the_user(self, result):
        archive = zipfile.ZipFile(io.BytesIO(written(result)))
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}  # XlsxWriter's own
        properties = opened(result).properties
        assert properties.created == properties.modified == datetime(1980, 1, 1)
        assert not properties.creator
        assert not properties.lastModifiedBy

    def test_the_properties_name_set_and_state(self, result):
        properties = opened(result).properties
        assert "so-ban-nganh@2025.1 abababababab" in properties.description
        assert properties.subject == "DỰ THẢO - KẾT QUẢ CHƯA CHÍNH THỨC, XẾP HẠNG CHƯA ĐẦY ĐỦ"


class TestMeasure:
    def test_wide_letters_take_more_room(self):
        assert pixels("WWW", 11) > pixels("aaa", 11) > pixels("iii", 11)
        assert pixels("a", 22) == 2 * pixels("a", 11)

    def test_marks_take_none(self):
        assert pixels("ệ", 11) == pixels("e", 11)

    def test_lines(self):
        assert lines("", 10, 10) == 1
        assert lines("một hai", 40, 10) == 1
        assert lines("một hai ba bốn năm sáu bảy tám", 10, 10) >= 3
        assert lines("x" * 300, 10, 10) > 10

    def test_a_column_as_wide_as_its_text_takes_one_line(self):
        for text in ("SVHTTDL", "Ban Quản lý khu công nghiệp", "100.00"):
            assert lines(text, column_width(text, 10), 10) == 1
