"""The content of the report: what it says, that every number is the scorecard's, and what a public one leaves out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Block, Heading, Paper, Paragraph, Table
from parscore.reports.group_figures import group_figures
from parscore.reports.material import Past, material
from parscore.reports.narrative import decision_paper, report_paper
from parscore.reports.printing import printer
from parscore.reports.tables import ranking_rows


def blocks(paper: Paper) -> Iterator[Block]:
    yield from paper.blocks
    for annex in paper.annexes:
        yield from annex.blocks


def tables(paper: Paper) -> list[Table]:
    return [block for block in blocks(paper) if isinstance(block, Table)]


def texts(paper: Paper) -> str:
    return "\n".join(block.text for block in blocks(paper) if isinstance(block, Heading | Paragraph))


def test_the_report_has_its_parts_and_annexes(result: SeasonResult, words: Words) -> None:
    paper = report_paper(material(result, words))
    parts = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    assert [part.split(".")[0] for part in parts] == ["I", "II", "III", "IV", "V", "VI"]
    assert [annex.number.split()[-1] for annex in paper.annexes] == ["I", "II", "III"]
    assert all(annex.landscape and annex.attached for annex in paper.annexes)


def test_the_ranking_is_that_of_the_scorecards(result: SeasonResult, words: Words) -> None:
    ranking = result.groups[0]
    write = printer(words, ranking.group.criteria.rounding)
    shown = tables(report_paper(material(result, words)))[0]
    for row, cells in zip(ranking_rows(ranking), shown.rows, strict=True):
        star = "" if row.complete or not row.started else "*"
        points, index = write.points(row.shown_points) + star, write.index(row.shown_index) + star
        expected = (row.rank_text or "–", row.name, points, write.points(row.maximum), index, row.class_name or "–")
        assert cells == expected


def test_the_sentences_have_the_figures_of_the_group(result: SeasonResult, vi: Words) -> None:
    figures = group_figures(result.groups[0])
    write = printer(vi, result.groups[0].group.criteria.rounding)
    said = texts(report_paper(material(result, vi)))
    assert f"trung bình của nhóm là {write.index(figures.mean_index)}%; 2/4 đơn vị" in said
    assert f"là {write.index(figures.spread)} điểm %" in said
    assert "Đứng đầu: Sở Nội vụ; Thanh tra tỉnh, chỉ số 100,00%." in said
    assert "Sở Xây dựng; Đơn vị chưa gửi" in said, "who is not complete is named"
    assert "DỰ THẢO" in report_paper(material(result, vi)).draft


def test_every_row_has_a_text_for_every_column(result: SeasonResult, words: Words) -> None:
    for paper in (report_paper(material(result, words)), decision_paper(material(result, words))):
        for shown in tables(paper):
            assert {len(row) for row in shown.rows} == {len(shown.columns)}


def test_last_year_has_columns_where_it_is_known(result: SeasonResult, vi: Words) -> None:
    before: Mapping[str, Past] = {"SYT": Past(Fraction(80), 2, "Tốt"), "SNV": Past(Fraction(105), 1, "Tốt")}
    paper = report_paper(material(result, vi, before))
    rows = {row[1]: row[-2:] for row in tables(paper)[0].rows}
    assert (rows["Sở Y tế"], rows["Sở Tư pháp"]) == (("80,00", "2"), ("–", "–"))
    said = texts(paper)
    assert "trong 2 đơn vị so sánh được có 1 đơn vị tăng, 1 đơn vị giảm" in said
    assert "Giảm nhiều nhất: Sở Nội vụ (-5,00 điểm %)." in said


def test_a_public_report_has_no_words_of_agencies(result: SeasonResult, vi: Words) -> None:
    def said(*, public: bool) -> str:
        shown = tables(report_paper(material(result, vi, public=public)))
        return str([(table.columns, table.rows) for table in shown])

    assert "Không có nhiệm vụ này" in said(public=False)
    assert "Không có nhiệm vụ này" not in said(public=True)


def test_advice_names_the_weak_and_what_they_lost(result: SeasonResult, vi: Words) -> None:
    said = texts(report_paper(material(result, vi)))
    assert "Sở Tư pháp (hạng 3, chỉ số " in said
    assert "2.1 Mức độ hài lòng: mất 1,13 điểm; nếu đạt điểm tối đa" in said
    assert "Sở Nội vụ (hạng" not in said


def test_a_season_without_points_is_told_as_such(make: Callable[..., SeasonResult], words: Words) -> None:
    paper = report_paper(material(make({"TRONG": ("Đơn vị chưa gửi", {})}), words))
    assert words.text("narrative", "none") in texts(paper)


def test_groups_have_headings_of_their_own(make: Callable[..., SeasonResult], vi: Words) -> None:
    two = report_paper(material(make(groups=2), vi))
    assert "1. Nhóm Sở, ban, ngành" in texts(two)
    assert "Nhóm Sở, ban, ngành" not in texts(report_paper(material(make(), vi)))
    annexes = decision_paper(material(make(groups=2), vi)).annexes
    assert [annex.number for annex in annexes] == ["Phụ lục I", "Phụ lục II"]
    assert [annex.number for annex in decision_paper(material(make(), vi)).annexes] == ["Phụ lục"]


@pytest.mark.parametrize(
    ("province", "place"),
    [("tỉnh Mẫu", "Mẫu"), ("Thành phố Huế", "Huế"), ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"), ("X", "X")],
)
def test_the_place_is_the_name_of_the_province(result: SeasonResult, vi: Words, province: str, place: str) -> None:
    season = replace(result.season, province=province)
    head = report_paper(material(replace(result, season=season), vi)).head
    assert head is not None
    assert head.place_date.startswith(f"{place}, ngày ")
    assert head.superior == f"UBND {province.upper()}"
