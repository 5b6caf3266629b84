"""The survey reports of the standard set: indices of the tree, counts of the ballots, nothing where there is none."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from folders import opened
from surveys import HEADER, PEOPLE, WIDE, csv_of, make, taken, taken_in

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore
from parscore.reports.material import Material, material
from parscore.reports.printing import printer
from parscore.reports.standard import STANDARD, refused
from parscore.reports.standard_grid import Figure, Grid, text_of
from parscore.reports.survey_figures import survey_figures, survey_of
from parscore.season.run import score_season

SAMPLE = Path(__file__).parents[2] / "sample_data" / "tinh-mau-2025"
PEOPLE_HEADER = ("Số phiếu", "Cơ quan", "Người trả lời", "C1", "C2")
ROWS = [("1", "SYT", "5", "A"), ("2", "SYT", "4", "A"), ("3", "SYT", "4", "C"), ("4", "SNV", "1", "K"),
        ("5", "SNV", "2", "B"), ("6", "XYZ", "3", "B")]  # fmt: skip


def surveyed(
    folder: Path, survey: str = WIDE, header: Sequence[str] = HEADER, rows: Sequence[object] = ROWS
) -> Material:
    found = survey_figures(taken_in(folder, survey, [header, *rows]))  # type: ignore[list-item]
    season = opened(folder)
    return material(score_season(season), Words("vi"), survey=found)


def titles(grid: Grid) -> list[str]:
    return [f"{column.above}: {column.title}" if column.above else column.title for column in grid.columns]


def texts(grid: Grid) -> list[list[str]]:
    write = printer(Words("vi"), grid.rounding)
    return [[text_of(cell, write) for cell in row.cells] for row in grid.rows]


def grids(name: str, of: Material) -> list[Grid]:
    return list(STANDARD[name].grids(of))


@pytest.fixture(scope="module")
def sample() -> Material:
    season = opened(SAMPLE)
    return material(score_season(season), Words("vi"), survey=survey_of(SAMPLE, season.season))


def test_nothing_is_refused_where_there_is_a_survey(sample: Material) -> None:
    assert refused(tuple(STANDARD), sample) == {}


def test_indices_are_those_of_the_tree(sample: Material) -> None:
    departments, communes = grids("sipas-tong-hop", sample)
    assert [column.title for column in departments.columns] == [
        "STT", "Tên đơn vị", *["Điểm", "Chỉ số (%)"] * 2, "Điểm", "Điểm tối đa áp dụng", "Chỉ số (%)",
    ]  # fmt: skip
    assert len(communes.rows) == 24
    for ranking, grid in zip(sample.result.groups, (departments, communes), strict=True):
        cards = {one.scorecard.agency.name: one.scorecard for one in ranking.standings}
        for row in grid.rows:
            card = cards[str(row.cells[1])]
            sipas, leaders = card.find("8.1"), card.find("8.2")
            assert sipas is not None
            assert leaders is not None
            values = [cell.value for cell in row.cells[2:] if isinstance(cell, Figure)]
            points, most = sipas.points + leaders.points, sipas.maximum + leaders.maximum
            assert values == [
                sipas.points, sipas.index, leaders.points, leaders.index, points, most, 100 * points / most,
            ]  # fmt: skip


def test_survey_points_are_those_of_survey_leaves(sample: Material) -> None:
    (departments, _) = grids("sipas-tong-hop", sample)
    for row, standing in zip(departments.rows, _official(sample.result), strict=True):
        leaves = [one for one in standing if any("survey" in source for source in one.leaf.sources)]
        total = row.cells[6]
        assert isinstance(total, Figure)
        assert total.value == sum((one.points or Fraction(0) for one in leaves), Fraction(0))


def _official(result: SeasonResult) -> list[list[LeafScore]]:
    ranking = result.groups[0]
    cards = {one.scorecard.agency.id: one.scorecard for one in ranking.standings}
    return [list(cards[agency.id].leaves()) for agency in ranking.group.agencies]


def test_bars_go_from_high_to_low(sample: Material) -> None:
    departments, _ = grids("sipas-bieu-do", sample)
    values = [cell.value for row in departments.rows for cell in row.cells if isinstance(cell, Figure)]
    assert values == sorted(values, reverse=True)
    assert len(values) == 14
    assert departments.bars is not None
    assert [row[0] for row in texts(departments)] == [str(at) for at in range(1, 15)]


def test_ballots_by_group_of_respondents(tmp_path: Path) -> None:
    rows = [
        ("1", "SYT", "LĐ sở", "5", "A"),
        ("2", "SYT", "LĐ sở", "4", "A"),
        ("3", "SNV", "xa", "1", "C"),
        ("4", "", "xa", "1", "C"),
    ]
    (grid,) = grids("sipas-nguoi-tra-loi", surveyed(tmp_path, PEOPLE, PEOPLE_HEADER, rows))
    above = "Số phiếu hợp lệ theo người trả lời"
    assert titles(grid) == [
        "STT", "Tên đơn vị", f"{above}: Lãnh đạo sở", f"{above}: Lãnh đạo xã", "Tổng số phiếu hợp lệ",
    ]  # fmt: skip
    assert texts(grid) == [
        ["1", "Sở Y tế", "2", "0", "2"], ["2", "Sở Nội vụ", "0", "1", "1"], ["3", "Sở Tư pháp", "0", "0", "0"],
        ["", "Tổng cộng", "2", "1", "3"],
    ]  # fmt: skip
    assert "nhận 4 phiếu, hợp lệ 3 phiếu, loại 1 phiếu" in grid.notes[0]


def test_answers_of_every_question(tmp_path: Path) -> None:
    (grid,) = grids("sipas-chi-tiet", surveyed(tmp_path))
    labels = ["Rất tốt", "Tốt", "Bình thường", "Chưa tốt", "Kém",
              "Rất hài lòng", "Hài lòng", "Không hài lòng", "Không có ý kiến"]  # fmt: skip
    assert titles(grid) == [
        "STT", "Tên đơn vị", "Câu hỏi", "Số trả lời", *(f"Số lượt chọn: {label}" for label in labels),
        "Điểm trung bình", "Sai số chuẩn",
    ]  # fmt: skip
    told = texts(grid)
    assert told[0] == [
        "1",
        "Sở Y tế",
        "C1. Chất lượng tham mưu",
        "3",
        "1",
        "2",
        "0",
        "0",
        "0",
        *[""] * 4,
        "4,3333",
        "0,3333",
    ]
    assert told[1] == ["1", "Sở Y tế", "C2. Mức độ hài lòng", "3", *[""] * 5, "2", "0", "1", "0", "66,67%", "33,33%"]
    assert told[3][9:] == ["0", "1", "0", "1", "60,00%", ""]
    assert told[4][3:] == ["0", *["0"] * 5, *[""] * 6]


def test_ballots_that_were_not_scored_are_said_to_be_so(tmp_path: Path) -> None:
    of = surveyed(tmp_path)
    for name in ("sipas-chi-tiet", "sipas-nguoi-tra-loi"):
        assert any("không được tính từ đúng các phiếu này" in note for note in grids(name, of)[0].notes)


def test_of_the_sample_they_were(sample: Material) -> None:
    for name in ("sipas-chi-tiet", "sipas-nguoi-tra-loi"):
        assert not any("không được tính" in note for note in grids(name, sample)[0].notes)


@pytest.mark.parametrize(("minimum", "few"), [(2, "Sở Tư pháp."), (3, "Sở Nội vụ; Sở Tư pháp.")])
def test_too_few_ballots_are_named(tmp_path: Path, minimum: int, few: str) -> None:
    of = surveyed(tmp_path, WIDE.replace("layout:", f"minimum: {minimum}\n    layout:"))
    (grid,) = grids("sipas-nguoi-tra-loi", of)
    assert [note for note in grid.notes if note.endswith(few)] == [
        f"Đơn vị có số phiếu ít hơn yêu cầu của kế hoạch điều tra: {few}"
    ]


def test_two_questionnaires_have_a_table_each(tmp_path: Path) -> None:
    folder = make(tmp_path, WIDE, {"phieu.csv": csv_of([HEADER, *ROWS])})
    found = survey_figures(taken(folder))
    twice = replace(found, groups=tuple(each for each in found.groups for _ in range(2)))
    of = material(score_season(opened(folder)), Words("vi"), survey=twice)
    assert [grid.name for grid in grids("sipas-chi-tiet", of)] == ["Sở - Phiếu thử"] * 2
