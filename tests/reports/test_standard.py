"""The standard set: headings as provincial systems have them, figures of the engine, wide tables in parts."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from builders import heading, leaf
from records import staged
from samples import FREE, replay_of, replayed, result_of

from parscore.messages import LANGUAGES, Words, keys
from parscore.model.criteria import Section, Source
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import HeadingScore
from parscore.reports.content import Align
from parscore.reports.material import material
from parscore.reports.printing import printer
from parscore.reports.standard import STANDARD, refused
from parscore.reports.standard_grid import (
    ABSENT,
    Col,
    Figure,
    Grid,
    Kind,
    Row,
    bar_length,
    pages,
    spans,
    text_of,
)
from parscore.season.open import open_folder
from parscore.season.run import score_season

MENU = [
    "tong-hop", "ket-qua", "chi-tiet-don-vi", "tong-hop-linh-vuc", "chi-tiet-linh-vuc", "phan-tich",
    "sipas-tong-hop", "sipas-bieu-do", "sipas-nguoi-tra-loi", "sipas-chi-tiet",
]  # fmt: skip
TITLES = [
    "Báo cáo tổng hợp", "Báo cáo kết quả chỉ số CCHC", "Báo cáo chi tiết từng đơn vị", "Báo cáo tổng hợp lĩnh vực",
    "Báo cáo chi tiết lĩnh vực", "Báo cáo phân tích tiêu chí", "SIPAS tổng hợp", "SIPAS biểu đồ",
    "SIPAS người trả lời", "SIPAS chi tiết",
]  # fmt: skip


def grids(name: str, result: SeasonResult) -> list[Grid]:
    return list(STANDARD[name].grids(material(result, Words("vi"))))


def only(name: str, result: SeasonResult) -> Grid:
    (found,) = grids(name, result)
    return found


def titles(grid: Grid) -> list[str]:
    """The headings, each with the one above it."""
    return [f"{column.above}: {column.title}" if column.above else column.title for column in grid.columns]


def texts(grid: Grid) -> list[list[str]]:
    write = printer(Words("vi"), grid.rounding)
    return [[text_of(cell, write) for cell in row.cells] for row in grid.rows]


@pytest.fixture(scope="module")
def appraised(tmp_path_factory: pytest.TempPathFactory) -> SeasonResult:
    """SYT's 1.1 is cut to 0.5 by the appraisal."""
    folder = staged(tmp_path_factory.mktemp("season"))
    season, problems = open_folder(folder)
    assert season is not None, problems
    return score_season(season)


def test_the_menu_of_provincial_systems_stands_first() -> None:
    assert list(STANDARD)[:10] == MENU
    assert [Words("vi").text("standard", f"title.{name}") for name in MENU] == TITLES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_has_its_title(language: str) -> None:
    assert {key for key in keys(language, "standard") if key.startswith("title.")} == {
        f"title.{one}" for one in STANDARD
    }  # type: ignore[arg-type]


@pytest.mark.parametrize("name", list(STANDARD))
def test_every_row_has_a_cell_a_column(name: str, result: SeasonResult) -> None:
    for grid in grids(name, result):
        assert grid.rows
        assert {len(row.cells) for row in grid.rows} == {len(grid.columns)}
        assert grid.fixed < len(grid.columns)


# --- totals ----------------------------------------------------------------------------------------------------


def test_overall_has_the_headings_and_the_totals_in_official_order(result: SeasonResult) -> None:
    grid = only("tong-hop", result)
    assert titles(grid) == ["STT", "Tên đơn vị", "Điểm chấm thực tế", "Xếp loại"]
    by_name = {one.scorecard.agency.name: one for one in result.groups[0].standings}
    assert [row.cells[1] for row in grid.rows] == [agency.name for agency in result.groups[0].group.agencies]
    for at, row in enumerate(grid.rows, 1):
        standing = by_name[str(row.cells[1])]
        assert (row.cells[0], row.cells[3]) == (at, standing.class_name)
        if isinstance(row.cells[2], Figure):
            assert row.cells[2].value == standing.scorecard.points
            assert row.cells[2].after == ("" if standing.scorecard.complete else "*")
    assert texts(grid)[-1] == ["7", "Đơn vị chưa gửi", "", ""]


def test_results_tell_the_appraisal_from_the_surveys(result: SeasonResult) -> None:
    grid = only("ket-qua", result)
    assert titles(grid) == [
        "Xếp hạng", "Tên đơn vị", "Điểm thẩm định",
        "Điểm đánh giá tác động của CCHC: 2.1. Mức độ hài lòng", "Tổng điểm đạt được",
    ]  # fmt: skip
    told = texts(grid)
    assert told[0] == ["1=", "Sở Nội vụ", "4,50", "5,50", "10,00"]
    assert [row[0] for row in told if row[1] in ("Sở Y tế", "Sở Tư pháp")] == ["3=", "3="]
    assert told[-1][:2] == ["", "Đơn vị chưa gửi"]
    for row in grid.rows:
        parts = [cell.value for cell in row.cells[2:] if isinstance(cell, Figure)]
        assert len(parts) != 3 or parts[0] + parts[1] == parts[2]
    assert any("đồng hạng" in note for note in grid.notes)
    assert any("ngoài xếp hạng" in note for note in grid.notes)
    assert not any("khác tổng các cột" in note for note in grid.notes)


def test_results_of_a_set_without_surveys_have_no_such_column() -> None:
    grid = only("ket-qua", result_of(replayed({"A": [1, 2], "B": [2, 2]})))
    assert titles(grid) == ["Xếp hạng", "Tên đơn vị", "Điểm thẩm định", "Tổng điểm đạt được"]


def test_a_criterion_of_surveys_alone_is_one_kind() -> None:
    surveyed = [leaf(f"2.1.{at}", 2, FREE, source=Source.SURVEY) for at in (1, 2)]
    mixed = heading("2", [heading("2.1", surveyed), heading("2.2", [leaf("2.2.1", 1, FREE)])])
    grid = only("ket-qua", result_of(replay_of({"A": [1, 2, 2, 1]}, [heading("1", [leaf("1.1", 1, FREE)]), mixed])))
    assert [column.title for column in grid.columns[3:-1]] == ["2.1. Mục 2.1"]


def test_every_item_of_an_agency_and_its_sum(appraised: SeasonResult) -> None:
    first, second = grids("chi-tiet-don-vi", appraised)
    assert titles(first) == [
        "Tiêu chí", "Nội dung", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Điểm bị trừ",
        "Điểm thẩm định sau khi trừ",
    ]  # fmt: skip
    assert (first.name, second.name) == ("SYT", "SNV")
    row = next(row for row in texts(first) if row[0] == "1.1")
    assert row[3:] == ["1,00", "0,50", "0,00", "0,50"]
    card = next(one.scorecard for one in appraised.groups[0].standings if one.scorecard.agency.id == "SYT")
    assert [row.cells[0] for row in first.rows] == [
        *((one.heading if isinstance(one, HeadingScore) else one.leaf).code for one in card.items()), "",
    ]  # fmt: skip
    total = first.rows[-1].cells
    assert total[1] == "Tổng cộng"
    assert [cell.value for cell in total[2:] if isinstance(cell, Figure)] == [
        card.criteria.maximum, card.self_points, card.points, 0, card.points,
    ]  # fmt: skip


def test_before_the_appraisal_its_columns_are_blank(tmp_path: Path) -> None:
    season, _ = open_folder(staged(tmp_path))
    assert season is not None
    result = score_season(season, stage="self")
    grid = grids("chi-tiet-don-vi", result)[0]
    assert all(row[4:] == ["", "", ""] for row in texts(grid))
    assert any(row[3] for row in texts(grid))
    assert any(note.startswith("Chưa thẩm định") for note in grid.notes)
    assert all(row[2] == "" and row[-1] for row in texts(only("ket-qua", result)))


def test_in_a_season_of_one_stage_there_is_nothing_to_wait_for() -> None:
    result = result_of(replayed({"A": [1, 2]}))
    (grid,) = grids("chi-tiet-don-vi", result)
    assert texts(grid)[-1] == ["", "Tổng cộng", "4,00", "3,00", "3,00", "0,00", "3,00"]
    assert not any(note.startswith("Chưa thẩm định") for note in grid.notes)


PENALTY = replace(
    heading("2", [leaf("2.1", 3, FREE, blank_is_zero=True)]), section=Section.PENALTY, maximum=Fraction(2)
)


@pytest.mark.parametrize(
    ("points", "away", "after"), [("0", "0,00", "5,00"), ("1.5", "1,50", "3,50"), ("3", "2,00", "3,00")]
)
def test_points_of_a_penalty_are_taken_away_up_to_their_cap(points: str, away: str, after: str) -> None:
    areas = [heading("1", [leaf("1.1", 10, FREE)]), PENALTY]
    result = result_of(replay_of({"A": ["5", points]}, areas))
    (grid,) = grids("chi-tiet-don-vi", result)
    by_code = {row[0]: row[2:] for row in texts(grid)}
    assert by_code["1"] == ["10,00", "5,00", "5,00", "0,00", "5,00"]
    assert by_code["2"] == ["2,00", "", "", away, ""]
    assert by_code["2.1"][3] == text_of(Figure(Fraction(points)), printer(Words("vi"), grid.rounding))
    assert by_code[""] == ["10,00", after, "5,00", away, after]
    assert not any("được giữ" in note for note in grid.notes)
    areas_of = only("tong-hop-linh-vuc", result)
    assert texts(areas_of)[0][2:] == ["5,00", "5,00", "0,00", "5,00", "", "", away, ""]


def test_a_total_that_is_held_at_its_bound_says_so() -> None:
    areas = [heading("1", [leaf("1.1", 10, FREE)]), PENALTY]
    result = result_of(replay_of({"A": ["1", "2"]}, areas))
    (grid,) = grids("chi-tiet-don-vi", result)
    assert texts(grid)[-1][4:] == ["1,00", "2,00", "0,00"]
    assert any("được giữ" in note for note in grid.notes)
    assert any("khác tổng các cột" in note for note in only("ket-qua", result).notes)


# --- areas -----------------------------------------------------------------------------------------------------


def test_areas_stand_over_their_four_columns(appraised: SeasonResult) -> None:
    grid = only("tong-hop-linh-vuc", appraised)
    criteria = appraised.groups[0].group.criteria
    write = printer(Words("vi"), criteria.rounding)
    above = [f"{area.name} ({write.points(area.maximum)} điểm)" for area in criteria.areas]
    kinds = ["TC", "TĐ", "Bị trừ", "(sau trừ)"]
    assert titles(grid) == ["STT", "Tên đơn vị", *(f"{one}: {kind}" for one in above for kind in kinds)]
    cards = {one.scorecard.agency.name: one.scorecard for one in appraised.groups[0].standings}
    for row in texts(grid):
        areas = cards[row[1]].areas
        expected = [(write.points(one.self_points), write.points(one.points)) for one in areas]
        assert [(row[2 + 4 * at], row[3 + 4 * at]) for at in range(len(areas))] == expected


def test_criteria_of_an_area_by_agencies(result: SeasonResult) -> None:
    first, second = grids("chi-tiet-linh-vuc", result)
    agencies = [agency.name for agency in result.groups[0].group.agencies]
    assert titles(first) == ["STT", "Nội dung", "Điểm tối đa", *agencies]
    assert [row.cells[0] for row in first.rows] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", ""]
    assert texts(first)[0][2:] == texts(first)[-1][2:]
    assert (texts(first)[-1][1], [row.cells[0] for row in second.rows]) == ("Tổng điểm", ["2", "2.1", ""])
    assert texts(first)[2][3:] == ["2,00", "1,50", "1,50", "KĐG", "2,00", "Lỗi", "Thiếu"]
    assert first.about[0] == "1. Chỉ đạo, điều hành"


def test_all_criteria_by_agencies_end_in_the_totals(result: SeasonResult) -> None:
    grid = only("ket-qua-tham-dinh", result)
    assert [row.cells[0] for row in grid.rows] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1", ""]
    cards = {one.scorecard.agency.name: one.scorecard for one in result.groups[0].standings}
    for column, cell in zip(grid.columns[3:], grid.rows[-1].cells[3:], strict=True):
        assert cell is None or (isinstance(cell, Figure) and cell.value == cards[column.title].points)
    assert any("KĐG: " in note for note in grid.notes)


def test_the_analysis_goes_by_places_and_leaves_absent_cells_blank(result: SeasonResult) -> None:
    grid = only("phan-tich", result)
    assert titles(grid) == [
        "STT", "Tên đơn vị", "Lĩnh vực", "TC1: TC TP1", "TC1: TC TP2", "TC1: TĐ TC1", "TC2: TĐ TC2",
    ]  # fmt: skip
    told = texts(grid)
    assert told[0] == ["1", "Sở Nội vụ", "LV1", "2,00", "1,50", "3,50", "1,00"]
    assert told[1] == ["1", "Sở Nội vụ", "LV2", "", "", "5,50", ""]
    assert [cell is ABSENT for cell in grid.rows[1].cells] == [False, False, False, True, True, False, True]
    assert len(grid.rows) == 2 * 7


# --- what cannot be made ---------------------------------------------------------------------------------------


def test_survey_reports_need_a_survey(result: SeasonResult) -> None:
    of = material(result, Words("vi"))
    found = refused(tuple(STANDARD), of)
    assert set(found) == {"sipas-nguoi-tra-loi", "sipas-chi-tiet"}
    without = material(result_of(replayed({"A": [1]})), Words("vi"))
    assert set(refused(tuple(STANDARD), without)) == {name for name in STANDARD if name.startswith("sipas")}
    assert {one.code for one in refused(tuple(STANDARD), without).values()} == {"PS896"}
    assert refused(("tong-hop",), without) == {}


def test_a_survey_that_gave_no_points_yet_is_none() -> None:
    areas = [heading("1", [leaf("1.1", 2, FREE)]), heading("2", [leaf("2.1", 2, FREE, source=Source.SURVEY)])]
    of = material(result_of(replay_of({"A": [1, None]}, areas)), Words("vi"))
    assert "sipas-tong-hop" in refused(tuple(STANDARD), of)


# --- grids -----------------------------------------------------------------------------------------------------


def grid_of(*columns: Col, fixed: int = 1) -> Grid:
    rounding = result_of(replayed({"A": [1]})).groups[0].group.criteria.rounding
    return Grid("x", ("x",), columns, (Row(tuple("x" for _ in columns)),), rounding, fixed)


@pytest.mark.parametrize(
    ("room", "expected"),
    [(60, [(1, 5)]), (59, [(1, 3), (4, 5)]), (30, [(1, 2), (3, 4), (5, 5)]), (15, [(at, at) for at in range(1, 6)])],
)
def test_wide_tables_go_on_in_parts(room: float, expected: list[tuple[int, int]]) -> None:
    assert list(pages(grid_of(*(Col(str(at), 10) for at in range(6))), room)) == expected


def test_columns_below_one_heading_stay_together() -> None:
    columns = [Col("tên", 10, Align.LEFT), *(Col(str(at), 10, above="ab"[at // 2]) for at in range(4))]
    assert list(pages(grid_of(*columns), 40)) == [(1, 2), (3, 4)]
    assert list(pages(grid_of(*columns), 20)) == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert list(spans(columns)) == [("", 0, 0), ("a", 1, 2), ("b", 3, 4)]


@pytest.mark.parametrize(("value", "length"), [("0", 0), ("99.9", 99), ("100", 100), ("-1", 0), ("101", 100)])
def test_bars_are_as_long_as_the_index(value: str, length: int) -> None:
    assert bar_length(Figure(Fraction(value), Kind.INDEX)) == length
    assert bar_length(None) == 0


def many(count: int = 168, leaves: int = 40) -> SeasonResult:
    points = {f"X{at:03d}": [at % 5] * leaves for at in range(count)}
    return result_of(replayed(points, most=4))


@pytest.fixture(scope="module")
def communes() -> SeasonResult:
    return many()


@pytest.mark.parametrize("name", ["phan-tich", "ket-qua-tham-dinh", "chi-tiet-linh-vuc", "tong-hop-linh-vuc"])
def test_tables_of_168_communes_lose_no_column(name: str, communes: SeasonResult) -> None:
    for grid in grids(name, communes):
        for room in (95, 145, 190):
            parts = pages(grid, room)
            assert [at for first, last in parts for at in range(first, last + 1)] == list(
                range(grid.fixed, len(grid.columns))
            )
            widths = [sum(column.width for column in grid.columns[first : last + 1]) for first, last in parts]
            assert max(widths) + sum(column.width for column in grid.columns[: grid.fixed]) <= room


def test_every_language_has_its_headings(result: SeasonResult) -> None:
    of = material(result, Words("en"))
    assert [column.title for column in next(STANDARD["tong-hop"].grids(of)).columns] == [
        "No.", "Agency", "Actual points", "Class",
    ]  # fmt: skip


def test_groups_have_a_table_each(make: Callable[..., SeasonResult]) -> None:
    result = make(groups=2)
    for name in ("tong-hop", "ket-qua", "tong-hop-linh-vuc", "phan-tich", "ket-qua-tham-dinh", "sipas-tong-hop"):
        assert len(grids(name, result)) == 2
    assert len(grids("chi-tiet-linh-vuc", result)) == 4
    assert len(grids("chi-tiet-don-vi", result)) == 14
