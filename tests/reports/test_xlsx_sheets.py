"""The sheets of figures in the summary workbook: every cell is what the engine found; what is not there is left out."""

import io
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from folders import opened
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from summary_sheets import THIS_YEAR, VI, book, content, rows, sample, sample_material, shown, table, texts
from surveys import HEADER, WIDE, csv_of
from surveys import make as make_survey
from years import agency, season
from years import result as year

from parscore.messages import Words
from parscore.model.criteria import NotHeld, RoundingMode, Source
from parscore.numbers import printed
from parscore.reports.group_leaves import leaf_figures, ranked
from parscore.reports.marks import inputs_digest
from parscore.reports.material import material
from parscore.reports.survey_figures import survey_of
from parscore.reports.survey_leaves import mean_scores, survey_leaves, survey_scores
from parscore.reports.xlsx_group_sheet import signed
from parscore.reports.xlsx_sheet import Amount
from parscore.reports.yearly import COLUMNS, comparison_cells, past_of
from parscore.reports.yearly import texts as printed_texts
from parscore.season.run import score_season
from parscore.yearly.agencies import Line
from parscore.yearly.compare import compare_seasons

NAMES = [
    "Xếp hạng", "Tổng hợp lĩnh vực", "Chi tiết TCTP", "Tự chấm–thẩm định", "Không đánh giá", "So với năm trước",
    "Thống kê TCTP", "ĐTXHH", "Biểu đồ", "Vấn đề", "Phương pháp", "Dấu vết",
]  # fmt: skip
GROUPS = [" - Sở, ban, ngành", " - Xã, phường"]


@pytest.fixture(scope="module")
def whole():
    """The workbook of the sample province, with the year before and the survey."""
    return book(sample_material())


@pytest.fixture(scope="module")
def public_bytes():
    return content(sample_material(public=True))


@pytest.fixture(scope="module")
def public(public_bytes):
    return load_workbook(io.BytesIO(public_bytes))


def last_row(sheet, heading):
    return next(row for row in sheet.iter_rows() if row[2].value == heading)


def test_the_sheets_stand_in_order(whole):
    first = [name.split(" - ")[0].rstrip("…").strip() for name in whole.sheetnames]
    assert list(dict.fromkeys(first)) == NAMES


def test_new_sheets_can_be_printed_and_filtered(whole):
    for sheet in whole:
        kind = sheet.title.split(" - ")[0]
        if kind not in NAMES[5:8] and kind != "Dấu vết":
            continue
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.freeze_panes, sheet.title
        assert sheet.print_title_rows, sheet.title
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.oddFooter.right.text == "Trang &P/&N"


class TestYearOnYear:
    def test_every_cell_is_what_compare_prints(self, whole):
        of = sample_material()
        wanted = {row[1]: dict(zip(COLUMNS, row, strict=True))
                  for row in (printed_texts(cells, VI) for cells in comparison_cells(of.compared, VI))}  # fmt: skip
        names = ["rank_after", "id", "agency", "index_before", "index_after", "change", "rank_before", "climbed",
                 "class_before", "class_after", "performance", "definition", "remarks"]  # fmt: skip
        seen = 0
        for title in (name for name in whole.sheetnames if name.startswith("So với")):
            for id_, cells in table(whole[title], "Hạng năm nay", 1).items():
                row, found = wanted[id_], dict(zip(names, map(shown, cells), strict=True))
                seen += 1
                for name in set(names) - {"climbed", "change"}:
                    assert found[name] == row[name], (id_, name)
                if row["change"]:
                    assert found["change"] == row["change"]
                else:
                    assert found["change"] in ("mới", "không so sánh được")
        assert seen == sum(len(group.standings) for group in of.result.groups) == 38

    def test_changes_are_true_numbers_that_read_as_words(self):
        members = [agency(name) for name in "ABCD"]
        before = year(season(*members[:3], year=2024), {"A": [4, 1], "B": [2, 2], "C": [1, 1]})
        after = year(season(*members), {"A": [1, 1], "B": [3, 3], "C": [1, 1], "D": [2, 1]})
        compared = compare_seasons(before, after)
        cells = table(
            book(material(after, VI, past_of(compared), compared=compared))["So với năm trước"], "Hạng năm nay", 1
        )
        told = {id_: (shown(row[5]), row[7].value, shown(row[7])) for id_, row in cells.items()}
        assert told == {
            "A": ("-30,00", -2, "giảm 2 bậc"), "B": ("+20,00", 1, "tăng 1 bậc"), "C": ("0,00", 0, "giữ hạng"),
            "D": ("mới", None, ""),
        }  # fmt: skip
        assert cells["B"][5].value == 20

    def test_what_cannot_be_compared_says_so(self):
        members = [agency(name) for name in "AB"]
        before = year(season(*members, year=2024), {"A": [4], "B": [2, 2]})
        after = year(season(*members), {"A": [1, 1], "B": [3, 3]})
        compared = compare_seasons(before, after)
        sheet = book(material(after, VI, compared=compared))["So với năm trước"]
        row = table(sheet, "Hạng năm nay", 1)["A"]
        assert [row[at].value for at in (3, 5, 6, 7)] == [None, "không so sánh được", None, None]
        assert "không so sánh: năm trước còn tiêu chí chưa có điểm" in row[12].value
        assert any("+20,00 điểm %" in text for text in texts(sheet))

    def test_without_a_year_before_there_is_no_such_sheet(self, make):
        assert "So với năm trước" not in book(material(make(), VI)).sheetnames

    def test_agencies_that_ended_stand_below(self):
        before = year(season(agency("A"), agency("Z"), year=2024), {"A": [4, 1], "Z": [2, 2]})
        after = year(season(agency("A")), {"A": [1, 1]})
        compared = compare_seasons(before, after, (Line("Z", "", why="NQ số 1"),))
        for open_, told in ((False, True), (True, False)):
            said = texts(book(material(after, VI, compared=compared, public=open_))["So với năm trước"])
            assert any("Sở Z (Z): không so sánh: đã giải thể" in text for text in said)
            assert any("NQ số 1" in text for text in said) == told

    @pytest.mark.parametrize(
        ("value", "text"),
        [("0.004", "0,00"), ("0.005", "+0,01"), ("-0.004", "0,00"), ("-0.005", "-0,01"), ("1234.5", "+1234,50"),
         ("0", "0,00")],
    )  # fmt: skip
    def test_signs(self, value, text):
        stored = signed(Amount(Fraction(value), 2, RoundingMode.HALF_UP))
        cell = type("Cell", (), {"value": stored.number, "number_format": stored.pattern})
        assert shown(cell) == text


class TestStatistics:
    def test_every_cell_is_a_figure_of_the_group(self, whole):
        for ranking, name in zip(sample(THIS_YEAR).groups, GROUPS, strict=True):
            found = table(whole["Thống kê TCTP" + name], "Lĩnh vực", 1)
            figures = {one.leaf.code: one for one in leaf_figures(ranking)}
            assert list(found) == [leaf.code for leaf in ranking.group.criteria.leaves()]
            assert found.keys() >= figures.keys()
            for code, one in figures.items():
                told = list(map(shown, found[code][3:]))
                share = [printed(Fraction(100 * count, one.assessed), 2) for count in (one.full, one.zero)]
                assert told == [
                    printed(one.leaf.maximum, 2), str(one.assessed), str(one.not_assessed),
                    printed(one.mean_points, 2), printed(one.mean_index, 2), *share,
                    printed(one.best_index, 2), printed(one.least_index, 2), str(one.losers), printed(one.lost, 2),
                ]  # fmt: skip
                assert one.assessed + one.not_assessed == len(ranked(ranking))

    def test_the_last_row_has_what_the_group_lost(self, whole):
        for ranking, name in zip(sample(THIS_YEAR).groups, GROUPS, strict=True):
            cards = [one.scorecard for one in ranked(ranking)]
            lost = sum((card.maximum - card.points for card in cards), Fraction(0))
            row = last_row(whole["Thống kê TCTP" + name], "Tổng điểm bị mất của nhóm")
            assert shown(row[-1]) == printed(lost, 2)

    def test_a_leaf_that_nobody_was_assessed_on(self, make):
        sheet = book(
            material(make({"TTT": ("Thanh tra", {"1.1.1": "KĐG", "1.1.2": "1/1", "1.2": "1", "2.1": "5"})}), VI)
        )
        found = table(sheet["Thống kê TCTP"], "Lĩnh vực", 1)
        assert [cell.value for cell in found["1.1.1"][3:]] == [2, 0, 1, *[None] * 8]
        assert [cell.value for cell in found["1.2"][3:]] == [1, 1, 0, 1, 100, 100, 0, 100, 100, 0, 0]

    def test_nobody_ranked(self, make):
        sheet = book(material(make({"TRONG": ("Đơn vị chưa gửi", {})}), VI))["Thống kê TCTP"]
        assert "Chưa có đơn vị nào được xếp hạng nên chưa có số liệu thống kê." in texts(sheet)
        assert [row[4].value for row in table(sheet, "Lĩnh vực", 1).values()] == [0, 0, 0, 0]


class TestSurvey:
    def test_points_and_indices_are_those_of_the_leaves(self, whole):
        for ranking, name in zip(sample(THIS_YEAR).groups, GROUPS, strict=True):
            leaves = survey_leaves(ranking.group.criteria)
            assert leaves
            found = table(whole["ĐTXHH" + name], "Hạng", 1)
            for standing in ranking.standings:
                scores = {score.leaf.code: score for score in standing.scorecard.leaves()}
                own = [scores[leaf.code] for leaf in leaves]
                told = [text for score in own for text in (printed(score.points, 2), printed(score.index, 2))]
                points, maximum = (
                    sum((getattr(score, what) for score in own), Fraction(0)) for what in ("points", "maximum")
                )
                told += [printed(points, 2), printed(maximum, 2), printed(100 * points / maximum, 2)]
                assert list(map(shown, found[standing.scorecard.agency.id][3 : 3 + len(told)])) == told

    def test_the_means_are_those_of_the_statistics(self, whole):
        for ranking, name in zip(sample(THIS_YEAR).groups, GROUPS, strict=True):
            row = last_row(whole["ĐTXHH" + name], "Trung bình các đơn vị xếp hạng")
            figures = {one.leaf.code: one for one in leaf_figures(ranking)}
            own = [figures[leaf.code] for leaf in survey_leaves(ranking.group.criteria)]
            told = [text for one in own for text in (printed(one.mean_points, 2), printed(one.mean_index, 2))]
            assert list(map(shown, row[3 : 3 + len(told)])) == told

    def test_ballots_means_and_errors(self, whole):
        survey = survey_of(THIS_YEAR, opened(THIS_YEAR).season)
        (group,) = survey.of_group("so")
        found = table(whole["ĐTXHH - Sở, ban, ngành"], "Hạng", 1)
        for one in group.agencies:
            cells = list(map(shown, found[one.agency.id][3 + 2 * 4 + 3 :]))
            assert cells[:3] == [str(ballots.ballots) for ballots in (one.whole, *one.groups)]
            assert cells[3::2] == [printed(line.sample.mean, 4) for line in one.questions]
            assert all(abs(float(text.replace(",", ".")) ** 2 - line.sample.error) < 1e-4
                       for text, line in zip(cells[4::2], one.questions, strict=True))  # fmt: skip
        (received,) = survey.received
        said = f"nhận {received.received} phiếu = tính {received.counted} + loại {received.refused}"
        assert any(said in text for text in texts(whole["ĐTXHH - Sở, ban, ngành"]))
        assert any("parscore report" in text for text in texts(whole["ĐTXHH - Xã, phường"]))

    def test_a_small_sample_has_a_mark(self, tmp_path):
        survey = WIDE.replace("about: [so]", "about: [so]\n    without: [STP]\n    minimum: 3")
        rows_ = [
            ("1", "SYT", "5", "A"),
            ("2", "SYT", "4", "A"),
            ("3", "SYT", "4", "C"),
            ("4", "SNV", "1", "B"),
            ("5", "SNV", "2", "B"),
        ]
        folder = make_survey(tmp_path, survey, {"phieu.csv": csv_of([HEADER, *rows_])})
        held = opened(folder)
        result = score_season(held)
        of = material(result, VI, survey=survey_of(folder, held.season))
        sheet = book(of)["ĐTXHH - Sở"]
        found = table(sheet, "Hạng", 1)
        at = 3 + 2 * 3 + 3
        assert [shown(found[id_][at]) for id_ in ("SYT", "SNV", "STP")] == ["3", "2 (ít)", ""]
        assert shown(found["SYT"][at + 3]) == "66,67%"
        told = texts(sheet)
        assert any(text.startswith("Dấu (ít)") for text in told)
        assert any(
            text.startswith("CHÚ Ý") for text in told
        )  # nothing was imported: other figures were scored, or none
        assert [found["SYT"][column].value for column in (3, 4)] == ["Chờ", None]

    def test_a_group_without_survey_has_no_such_sheet(self, make):
        result = make()
        bare = replace(result.groups[0].group.criteria, without=(NotHeld(Source.SURVEY),))
        group = replace(result.groups[0].group, criteria=bare)
        held = replace(result, groups=(replace(result.groups[0], group=group),))
        assert "ĐTXHH" in book(material(result, VI)).sheetnames
        assert "ĐTXHH" not in book(material(held, VI)).sheetnames

    def test_scores_and_means_by_hand(self, make):
        group = make().groups[0]
        leaves = survey_leaves(group.group.criteria)
        found = {one.scorecard.agency.id: survey_scores(one.scorecard, leaves) for one in group.standings}
        assert (found["SYT"].whole.points, found["SYT"].whole.index) == (Fraction("4.37"), Fraction(43700, 550))
        assert (found["TRONG"].whole.points, found["TRONG"].whole.index, found["TRONG"].complete) == (None, None, False)
        (leaf, whole) = mean_scores([found["SNV"], found["SYT"], found["TRONG"]])
        assert leaf.points == whole.points == Fraction("9.87") / 2
        assert mean_scores([]) == ()


class TestTrace:
    def test_digests_ways_and_files(self, whole):
        of = sample_material()
        told = rows(whole["Dấu vết"])
        pairs = {tuple(value for value in row if value) for row in told}
        for ranking in of.result.groups:
            criteria = ranking.group.criteria
            assert (f"{criteria.id}@{criteria.version}", f"SHA-256 {criteria.digest}") in pairs
        for file, digest in of.result.inputs:
            assert ("biểu tự chấm", file, digest) in pairs
        for file, digest in of.result.sources:
            assert ("số liệu của mùa", file, digest) in pairs
        assert ("phiếu khảo sát", "survey.yaml, survey/", of.survey.origin) in pairs
        assert any(inputs_digest(of.result) in text for text in texts(whole["Dấu vết"]))
        assert ("Mã hồ sơ kiểm toán", "chưa có: parscore score lập hồ sơ khi chấm điểm") in pairs

    def test_the_record_and_how_to_recheck_it(self, make):
        result = replace(make(), record="ef" * 32)
        told = {tuple(value for value in row if value) for row in rows(book(material(result, VI))["Dấu vết"])}
        assert ("Mã hồ sơ kiểm toán", "ef" * 32) in told
        assert any(f"parscore verify --digest {'ef' * 32}" in pair[-1] for pair in told if pair)


class TestPublic:
    """Names of people, reasons, documents, days and files are in no sheet; agencies' own names are for everybody."""

    @staticmethod
    def scores():
        standings = (one for group in sample(THIS_YEAR).groups for one in group.standings)
        return [score for one in standings for score in one.scorecard.leaves()]

    def people(self):
        agencies = {one.name for one in sample(THIS_YEAR).season.agencies.values()}
        return {act.who for score in self.scores() for act in score.acts} - agencies

    def test_what_is_not_for_everybody_is_in_no_sheet(self, whole, public):
        acts = [act for score in self.scores() for act in score.acts]
        said = {text for act in acts for text in (act.why, act.document, act.when) if text}
        said |= {score.reason for score in self.scores() if score.reason} | self.people()
        said |= {file for file, _ in sample(THIS_YEAR).inputs}
        open_, closed = ({text for sheet in one for text in texts(sheet)} for one in (public, whole))
        assert len(said & closed) > 50
        assert not {secret for secret in said if any(secret in text for text in open_)}

    def test_no_problems_no_files_and_no_names(self, public):
        assert "Vấn đề" not in public.sheetnames
        assert any(text.startswith("Bản công khai không liệt kê tên tệp") for text in texts(public["Dấu vết"]))
        for name, columns in (("Tự chấm–thẩm định", 9), ("Không đánh giá", 8)):
            assert column_index_from_string(public[name].dimensions.split(":")[1].rstrip("0123456789")) == columns

    def test_the_parts_of_the_package_have_none_either(self, public_bytes):
        with zipfile.ZipFile(io.BytesIO(public_bytes)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        assert len(self.people()) > 1
        assert not {name for name in self.people() if any(name in part for part in parts)}


@pytest.fixture(scope="module")
def two_years():
    members = [agency(name) for name in "AB"]
    before = year(season(*members, year=2024), {"A": [4, 1], "B": [2, 2]})
    after = year(season(*members), {"A": [1, 1], "B": [3, 3]})
    return after, compare_seasons(before, after)


def test_english_has_every_sheet(two_years):
    after, compared = two_years
    made = book(material(after, Words("en"), compared=compared))
    assert made.sheetnames == [
        "Ranking", "Areas", "Details", "Not assessed", "Year on year", "Sub-criteria statistics", "Charts", "Problems",
        "Method", "Trace",
    ]  # fmt: skip
    cells = table(made["Year on year"], "Rank this year", 1)
    assert [shown(cells[id_][7]) for id_ in "AB"] == ["down 1", "up 1"]


def test_the_same_material_gives_the_same_bytes(two_years):
    after, compared = two_years
    assert content(material(after, VI, compared=compared)) == content(material(after, VI, compared=compared))
