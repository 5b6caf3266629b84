"""The live figures of the summary workbook: which formula stands where, what stays a value, links, recalculation."""

import re
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from builders import heading, leaf, spec
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import NEVER, recalculated
from openpyxl import load_workbook
from samples import replay_of, result_of
from summaries import opened, summary, with_wrong_results, wrong_figures

from parscore.model.criteria import Basis, Rounding, RoundingLevel, RoundingMode, Ties
from parscore.model.formula import Call, Ref
from parscore.numbers import round_to
from parscore.reports.tables import ranking_rows
from parscore.reports.xlsx_live import plus
from parscore.reports.xlsx_live_column import steady
from parscore.reports.xlsx_live_rank import places_of
from parscore.reports.xlsx_sheet import Amount
from parscore.season.open import open_folder
from parscore.season.run import score_season

SAMPLE = Path(__file__).parents[2] / "sample_data" / "tinh-mau-2025"
RANKING, AREAS, ITEMS = "Xếp hạng", "Tổng hợp lĩnh vực", "Chi tiết TCTP"


def formulas(result, sheet, **choices):
    """Formulas by cell."""
    book = opened(summary(result, **choices))
    found = next(each for each in book.sheets if each.name == sheet)
    return {cell.address: cell.formula for cell in found.cells if cell.formula is not None}


def grid(result, sheet, **choices):
    """The cells of a sheet by row and column, and the row of each text in the first two columns."""
    found = next(each for each in opened(summary(result, **choices)).sheets if each.name == sheet)
    rows = {cell.text: cell.row for cell in reversed(found.cells) if cell.column < 3 and cell.kind == "text"}
    return {(cell.row, cell.column): cell for cell in found.cells}, rows


def two(value):
    """A figure to two decimals."""
    return round_to(value, 2, RoundingMode.HALF_UP)


class TestFormulas:
    def test_headings_are_sums_of_the_leaf_cells_below_them(self, result):
        cells, rows = grid(result, ITEMS)
        area, criterion, leaf = rows["1"], rows["1.1"], rows["1.1.1"]
        assert (criterion, leaf) == (area + 1, area + 2)
        assert cells[leaf, 4].formula is None
        assert cells[criterion, 4].formula == f"ROUND(ROUND(SUM(D{leaf}:D{leaf + 1})*100,10),0)/100"
        assert cells[area, 4].formula == f"ROUND(ROUND(SUM(D{leaf}:D{leaf + 2})*100,10),0)/100"
        assert cells[area, 3].formula == f"ROUND(ROUND(SUM(C{leaf}:C{leaf + 2})*100,10),0)/100"

    def test_a_heading_without_points_keeps_its_word(self, result):
        cells, rows = grid(result, ITEMS)
        column = next(at for (row, at), cell in cells.items() if row == rows["1"] - 1 and cell.text == "TRONG")
        assert (cells[rows["1"], column].text, cells[rows["1"], column].formula) == ("Thiếu", None)
        assert (rows["Tổng điểm"], column) not in cells

    def test_a_leaf_that_is_left_out_leaves_its_maximum_by_formula(self, result):
        cells, rows = grid(result, ITEMS)
        columns = {cell.text: at for (row, at), cell in cells.items() if row == rows["1"] - 1}
        line, leaf = rows["Lĩnh vực 1: điểm tối đa áp dụng"], rows["1.1.1"]
        plain, without = (cells[line, columns[agency]].formula for agency in ("SNV", "TTT"))
        letters = re.match("[A-Z]+", cells[line, columns["TTT"]].address)[0]
        assert plain == f"SUM($C${leaf}:$C${leaf + 2})"
        assert without == f"{plain}-IF(ISNUMBER({letters}{leaf}),0,$C${leaf})"

    def test_the_ranking_leads_from_place_to_leaves(self, result):
        cells, rows = grid(result, RANKING)
        place, total, maximum, index = (cells[rows["SNV"], column].formula for column in (1, 4, 5, 6))
        details, totals = grid(result, ITEMS)
        at = {key: totals[key] for key in ("Tổng điểm", "Điểm tối đa áp dụng", "Chỉ số (%)")}
        column = next(cell.address[0] for (row, _), cell in details.items() if cell.text == "SNV")
        assert [total, maximum, index] == [f"'{ITEMS}'!${column}${row}" for row in at.values()]
        assert re.fullmatch(
            rf"SUMPRODUCT\(--\(ROUND\('{ITEMS}'!\$D\$(\d+):\$G\$\1-'{ITEMS}'!\${column}\$\1,10\)>0\)\)\+1", place
        )

    def test_a_dense_ranking_counts_different_places(self, make):
        found = formulas(make(ties=Ties.DENSE), RANKING)
        assert any("/COUNTIF(" in formula for formula in found.values())

    @pytest.mark.parametrize("change", [{"ties": Ties.ORDINAL}, {"keys": ("official_order",)}])
    def test_where_the_official_order_decides_places_are_values_and_that_is_said(self, make, change):
        cells, rows = grid(make(**change), RANKING)
        assert cells[rows["SYT"], 1].formula is None
        assert any("Hạng là giá trị" in cell.text for cell in cells.values())
        cells, _ = grid(make(), RANKING)
        assert not any("Hạng là giá trị" in cell.text for cell in cells.values())

    def test_points_that_a_cell_cannot_hold_are_added_as_a_constant(self, make):
        agencies = {"SYT": ("Sở Y tế", {"1.1.1": "1.5", "1.1.2": "11/13", "1.2": "1", "2.1": "4.37"})}
        down = make(agencies, rounding=Rounding(mode=RoundingMode.DOWN))
        cells, rows = grid(down, ITEMS)
        columns = {cell.text: at for (row, at), cell in cells.items() if row == rows["1"] - 1}
        assert cells[rows["1.1.2"], columns["SYT"]].text == "1.26"
        rest = Fraction(33, 26) - Fraction("1.26")
        assert f"+{float(round_to(rest, 13, RoundingMode.HALF_UP))}" in cells[rows["1.1"], columns["SYT"]].formula
        assert any("Hằng số" in cell.text for cell in cells.values())
        assert wrong_figures(down, opened(summary(down))) == []

    def test_a_half_stands_in_its_cell_exactly(self):
        assert Amount(Fraction("2.385"), 2, RoundingMode.HALF_UP).added.number == 2.385
        assert Amount(Fraction("2.385"), 2, RoundingMode.HALF_UP).rest == 0
        assert Amount(Fraction("2.385"), 2, RoundingMode.HALF_EVEN).added.number == 2.38
        assert Amount(Fraction("2.385"), 2, RoundingMode.HALF_EVEN).rest == Fraction("0.005")
        assert Amount(Fraction("-0.001"), 2, RoundingMode.HALF_UP).added.number == 0
        assert Amount(Fraction(18, 13), 2, RoundingMode.HALF_UP).rest == 0

    @pytest.mark.parametrize(("rest", "told"), [("0", ()), ("1/100000000000000", ()), ("1/3", "+"), ("-1/3", "-")])
    def test_constants(self, rest, told):
        made = plus(Ref("a"), Fraction(rest))
        assert (made.function if isinstance(made, Call) else ()) == told


class TestSteady:
    FAR, NEAR = Fraction(3, 10**12), Fraction(1, 10**12)

    @pytest.mark.parametrize("boundary", ["2.675", "2.67", "0", "-0.005"])
    def test_on_a_boundary_far_from_it_and_too_near(self, boundary):
        on = Fraction(boundary)
        assert steady(on, 2)
        assert steady(on + self.FAR, 2) and steady(on - self.FAR, 2)
        assert not steady(on + self.NEAR, 2) and not steady(on - self.NEAR, 2)

    @given(st.fractions(0, 100, max_denominator=10_000), st.integers(0, 4), st.sampled_from(list(RoundingMode)))
    def test_noise_never_decides_for_a_steady_value(self, value, digits, mode):
        if steady(value, digits):
            for noise in (Fraction(1, 10**13), -Fraction(1, 10**13)):
                trusted = round_to((value + noise) * 10**digits, 12 - digits, RoundingMode.HALF_UP) / 10**digits
                assert round_to(trusted, digits, mode) == round_to(value, digits, mode)

    @pytest.mark.parametrize(("done", "live"), [("1.005", True), ("1.0050000000001", False)])
    def test_a_figure_that_noise_could_decide_is_a_value(self, done, live):
        free = spec("claim", step="1/100000000000000")
        made = replay_of({"A": [done]}, [heading("1", [leaf("1.1", 2, free)])])
        cells, rows = grid(result_of(made), ITEMS)
        assert (cells[rows["1"], 4].formula is not None, cells[rows["1"], 4].text) == (live, "1.01")
        assert (cells[rows["Tổng điểm"], 4].formula is not None) is live


class TestPlaces:
    def rows(self, make, **changes):
        ranking = make(**changes).groups[0]
        return ranking, list(ranking_rows(ranking))

    def test_those_above_are_counted(self, make):
        ranking, rows = self.rows(make)
        assert places_of(rows, ranking.group.ranking, Rounding()) == (1, 1, 3, 3)

    def test_a_very_small_difference_is_not_counted(self, make):
        ranking, rows = self.rows(make)
        rule = replace(ranking.group.ranking, ties=Ties.COMPETITION)
        for apart, counted in ((Fraction(2, 10**9), True), (Fraction(1, 10**10), False)):
            first = [replace(rows[0], index=Fraction(90) + apart, rank=1), replace(rows[1], index=Fraction(90), rank=2)]
            assert bool(places_of(first, rule, Rounding())) is counted
            printed = replace(rule, basis=Basis.PRINTED)
            assert not places_of(first, printed, Rounding())  # They print alike and have different places.

    def test_an_agency_without_an_index_or_a_group_without_places(self, make):
        ranking, rows = self.rows(make)
        assert places_of([replace(rows[0], index=None), *rows[1:]], ranking.group.ranking, Rounding()) == ()
        assert places_of([], ranking.group.ranking, Rounding()) == ()


class TestLinks:
    @pytest.mark.parametrize("own", [False, True])
    def test_every_link_leads_to_a_cell_of_the_agency_itself(self, make, own):
        result = make(groups=2, group_name="Ủy ban nhân dân 'xã', phường: đặc khu & cả vùng rất dài")
        book = load_workbook(BytesIO(summary(result, agency_sheets=own)))
        count = 0
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
                assert cell.hyperlink.target is None
                name, address = re.fullmatch(r"'((?:[^']|'')+)'!(\$[A-Z]+\$\d+)", cell.hyperlink.location).groups()
                target = book[name.replace("''", "'")]
                count += 1
                if target.title.startswith((RANKING, AREAS, ITEMS)) and sheet.title.startswith((RANKING, AREAS)):
                    assert cell.value in (
                        target[address].value,
                        target[address].offset(1).value,
                        target[address].offset(0, -1).value,
                    )
        agencies = sum(len(group.standings) for group in result.groups)
        assert count == agencies * (8 if own else 5)


class TestAgencySheets:
    def test_one_each_with_the_figures_of_the_engine(self, result):
        book = load_workbook(BytesIO(summary(result, agency_sheets=True)), data_only=True)
        for standing in result.groups[0].standings:
            card = standing.scorecard
            sheet = book[card.agency.id]
            rows = {row[0].value or row[1].value: row for row in sheet.iter_rows() if row[0].value or row[1].value}
            for item in card.items():
                code = item.leaf.code if hasattr(item, "leaf") else item.heading.code
                value = rows[code][5].value
                if item.points is not None and not isinstance(value, str):
                    assert round_to(Fraction(value), 2, RoundingMode.HALF_UP) == round_to(
                        item.points, 2, RoundingMode.HALF_UP
                    )
            total = rows["TỔNG ĐIỂM"]
            assert (total[5].value is None) is (card.agency.id == "TRONG")
            assert rows["Hạng trong nhóm"][5].value == standing.rank

    def test_they_refer_to_the_sheets_of_the_group(self, result):
        found = formulas(result, "SNV", agency_sheets=True)
        assert {formula.split("!")[0] for formula in found.values() if formula.startswith("'")} == {
            f"'{RANKING}'",
            f"'{ITEMS}'",
        }

    def test_none_unless_asked_for(self, result):
        assert "SNV" not in load_workbook(BytesIO(summary(result))).sheetnames

    def test_a_public_workbook_leaves_out_reasons(self, result):
        for public in (False, True):
            book = load_workbook(BytesIO(summary(result, agency_sheets=True, public=public)))
            said = [str(row[7].value) for row in book["TTT"].iter_rows() if row[7].value]
            assert any("không đánh giá" in text for text in said)
            assert any("Không có nhiệm vụ này" in text for text in said) is not public

    def test_an_id_that_is_the_name_of_a_sheet(self, make):
        result = make({"Vấn đề": ("Sở A", {"1.1.1": "1"}), "x" * 40: ("Sở B", {})})
        names = load_workbook(BytesIO(summary(result, agency_sheets=True))).sheetnames
        assert len(names) == len(set(names))
        assert {"Vấn đề", "Vấn đề (2)", "x" * 30 + "…"} <= set(names)


class TestRates:
    def test_bars_and_colours(self, result):
        book = load_workbook(BytesIO(summary(result)))
        kinds = {
            name: [rule.type for rules in book[name].conditional_formatting for rule in rules.rules]
            for name in (RANKING, AREAS, ITEMS)
        }
        assert kinds == {RANKING: ["dataBar"], AREAS: ["colorScale"] * 2, ITEMS: []}


LEVELS = [Rounding(level, 2, 2, mode) for level in RoundingLevel for mode in RoundingMode]


@pytest.mark.parametrize("rounding", LEVELS)
@pytest.mark.parametrize("ties", list(Ties))
def test_every_stored_result_is_the_figure_of_the_engine(make, rounding, ties):
    result = make(rounding=rounding, ties=ties)
    assert wrong_figures(result, opened(summary(result))) == []


def test_libreoffice_calculates_every_figure_of_the_sample(tmp_path):
    folder, _ = open_folder(SAMPLE)
    result = score_season(folder)
    content = summary(result)
    assert wrong_figures(result, opened(content)) == []
    wrong = with_wrong_results(content)
    assert len(wrong.values) > 3000
    (calculated,) = recalculated([wrong.content], tmp_path)
    assert wrong.wrong(calculated) == []
    assert wrong_figures(result, calculated) == []


def test_the_wrong_results_stay_where_nothing_is_calculated(result, tmp_path):
    """Without the setting LibreOffice trusts what is stored: the comparison above would compare nothing."""
    wrong = with_wrong_results(summary(result, agency_sheets=True))
    (calculated,) = recalculated([wrong.content], tmp_path, NEVER)
    assert len(wrong_figures(result, calculated)) > 50
    assert len(wrong.wrong(calculated)) >= len(wrong.values)


def test_libreoffice_calculates_the_agency_sheets_too(result, tmp_path):
    wrong = with_wrong_results(summary(result, agency_sheets=True))
    (calculated,) = recalculated([wrong.content], tmp_path)
    assert wrong.wrong(calculated) == []
