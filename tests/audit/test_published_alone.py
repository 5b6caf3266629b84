"""A published table by itself: the tables that provinces and ministries printed, and each check on both sides."""

from fractions import Fraction
from pathlib import Path

import pytest
from published_tables import alone, check_of, codes, facts, known

from parscore.audit.published import check_published, read_published
from parscore.audit.published_alone import shortest_between
from parscore.audit.published_told import Check

MINISTRIES = Path(__file__).parents[1] / "data" / "ministries_2023.csv"
HEAD = ["Hạng", "Đơn vị", "Điểm thẩm định", "Điểm điều tra XHH", "Tổng điểm"]


def told(check: Check) -> tuple[int, int]:
    return check.held, check.checked


# --- what was really printed -------------------------------------------------------------------------------------


def test_ministries_2023_round_totals_of_unrounded_parts() -> None:
    found = check_published(read_published(MINISTRIES, "a.csv"))
    parts = check_of(found, "parts")
    assert told(parts) == (17, 17)
    # Nine totals differ from the sum of their printed parts by 0.01: three sums are larger, six smaller.
    assert facts(parts) == {"exact": "8", "down": "3", "up": "6", "tolerance": "1/100"}
    assert codes(found) == []


def test_thanh_hoa_2024_prints_equal_scores_with_different_ranks() -> None:
    found = known("thanh_hoa_2024")
    ties = [facts(problem) for problem in found.problems]
    assert codes(found) == ["PS839", "PS839"]
    assert [tie["found"] for tie in ties] == ["4501/50", "4251/50"]
    assert ties[0]["names"] == "Sở Nội vụ (2); Văn phòng UBND tỉnh (3)"
    assert "(13)" in ties[1]["names"] and "(14)" in ties[1]["names"]
    assert facts(check_of(found, "ranks"))["ties"] == "ties.ordinal"
    assert told(check_of(found, "means")) == (1, 1), "the printed mean 85.41"
    assert found.equal


def test_thanh_hoa_2023_has_a_rebased_maximum_and_a_third_decimal() -> None:
    found = known("thanh_hoa_2023")
    assert sorted(codes(found)) == ["PS837", "PS848", "PS848", "PS849", "PS849"]
    rebased = next(facts(problem) for problem in found.problems if problem.code == "PS837")
    assert (rebased["name"], rebased["found"], rebased["wanted"]) == ("Ban Dân tộc tỉnh", "84", "100")
    third = next(facts(problem) for problem in found.problems if problem.code == "PS848")
    assert (third["found"], third["digits"]) == ("91.651", "2")
    missing = [facts(problem)["found"] for problem in found.problems if problem.code == "PS849"]
    assert missing == ["3–5, 7–19", "4–26"]
    assert facts(check_of(found, "index", "district"))["maximum"] == "100"


def test_ha_noi_2023_drops_zeros_and_has_two_districts_with_one_score() -> None:
    found = known("ha_noi_2023")
    assert codes(found) == ["PS833", "PS839", "PS833"]
    assert "Quận Nam Từ Liêm (2); Quận Hoàn Kiếm (3)" in facts(found.problems[1])["names"]
    table = found.read.tables[0]
    assert {row.values["index"].digits for row in table.agencies} == {2}, "94 stands for 94.00"
    assert [block.name for block in table.blocks] == ["department", "district"]


def test_hai_phong_2025_ranks_three_blocks_apart() -> None:
    found = known("hai_phong_2025")
    assert codes(found) == ["PS849"] * 3
    assert [facts(problem)["found"] for problem in found.problems] == ["6–13", "6–44", "6–67"]
    assert told(check_of(found, "ranks", "ward")) == (4, 4), "two wards have a rank and no score"


def test_an_overall_mean_has_to_be_weighted_in_some_way() -> None:
    found = known("khoi_2025")
    assert codes(found) == ["PS841"]
    assert facts(found.problems[0])["units"] == str(Fraction("92.24"))
    assert facts(found.problems[0])["blocks"] == str(Fraction("92.69"))


@pytest.mark.parametrize(("mean", "way"), [("92.69", "way.blocks"), ("92.24", "way.units"), ("92.68", None)])
def test_both_ways_of_an_overall_mean_are_known(tmp_path: Path, mean: str, way: str | None) -> None:
    rows = [
        ["Khối", "Đơn vị", "Số đơn vị", "Chỉ số"],
        ["", "Sở", 14, "93.57"],
        ["", "Phường", 45, "93.10"],
        ["", "Xã", 68, "91.40"],
        ["", "Trung bình", "", mean],
    ]
    found = alone(tmp_path, rows)
    assert codes(found) == ([] if way else ["PS841"])
    assert facts(check_of(found, "overall"))["way"] == (way or "way.none")


def test_nam_dinh_2020_has_an_index_of_seventy_points() -> None:
    found = known("nam_dinh_2020")
    assert facts(check_of(found, "index"))["maximum"] == "70"
    assert codes(found) == []


def test_nghe_an_2023_is_in_order() -> None:
    found = known("nghe_an_2023")
    assert (codes(found), told(check_of(found, "ranks"))) == ([], (6, 6))


# --- parts and totals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "total", "fault"),
    [
        (["60.00", "30.00"], "90.01", False),
        (["60.00", "30.00"], "90.02", True),
        (["60.00", "30.00"], "89.98", True),
        (["60.0", "30.0"], "90.1", False),
        (["60.0", "30.0"], "90.2", True),
        (["60.00", "30.00"], "90.014", False),
        (["60.00", "30.00"], "90.011", False),
        (["60.00", "30.0"], "90.05", False),
        (["60.00", "30.00"], "90.00", False),
    ],
)
def test_parts_may_differ_from_the_total_by_rounding_alone(
    tmp_path: Path, parts: list[str], total: str, fault: bool
) -> None:
    found = alone(tmp_path, [HEAD, [1, "Sở A", *parts, total]])
    assert ("PS835" in codes(found)) is fault


@pytest.mark.parametrize(("total", "fault"), [("10.02", False), ("10.03", True), ("9.98", False), ("9.97", True)])
def test_four_parts_may_differ_by_two_units(tmp_path: Path, total: str, fault: bool) -> None:
    rows = [
        ["Đơn vị", "Lĩnh vực 1", "Lĩnh vực 2", "Lĩnh vực 3", "Lĩnh vực 4", "Tổng điểm"],
        ["Sở A", "1.00", "2.00", "3.00", "4.00", total],
    ]
    found = alone(tmp_path, rows)
    assert ("PS835" in codes(found)) is fault
    if fault:
        assert facts(found.problems[0])["tolerance"] == "1/50"


def test_a_row_that_lacks_a_part_is_not_added_up(tmp_path: Path) -> None:
    found = alone(tmp_path, [HEAD, [1, "Sở A", "60.00", "", "90.00"], [2, "Sở B", "50.00", "30.00", "80.00"]])
    assert told(check_of(found, "parts")) == (1, 1)


# --- index and maximum -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "fault"), [("81.33", False), ("81.34", False), ("81.35", True), ("81.31", True)])
def test_an_index_is_points_over_maximum(tmp_path: Path, index: str, fault: bool) -> None:
    rows = [["Đơn vị", "Tổng điểm", "Điểm tối đa", "Chỉ số"], ["Ban Dân tộc", "68.32", "84.00", index]]
    assert ("PS836" in codes(alone(tmp_path, rows))) is fault


@pytest.mark.parametrize(("points", "index"), [("0.00", "0.00"), ("-1", "1"), ("0.00", "90.00"), ("90.00", "0.00")])
def test_points_or_an_index_of_0_or_less_imply_no_maximum(tmp_path: Path, points: str, index: str) -> None:
    found = alone(tmp_path, [["Đơn vị", "Tổng điểm", "Chỉ số"], ["Sở A", points, index]])
    assert [check.key for check in found.checks] == ["repeated", "range"]


def test_the_shortest_number_between_two_others() -> None:
    assert shortest_between(Fraction("83.99"), Fraction("84.01")) == 84
    assert shortest_between(Fraction("83.91"), Fraction("83.99")) == Fraction("83.95")
    assert shortest_between(Fraction("96.41"), Fraction("96.59")) == Fraction("96.5")


# --- ranks -------------------------------------------------------------------------------------------------------


def ranked(tmp_path: Path, *rows: tuple[object, str]) -> tuple[list[str], str]:
    table = [["Hạng", "Đơn vị", "Chỉ số"], *([rank, f"Sở {at}", index] for at, (rank, index) in enumerate(rows))]
    found = alone(tmp_path, table)
    return codes(found), facts(check_of(found, "ranks"))["ties"]


def test_which_rule_of_ties_a_table_follows(tmp_path: Path) -> None:
    equal = "90.02"
    assert ranked(tmp_path, (1, "91"), (2, equal), (2, equal), (4, "80")) == ([], "ties.competition")
    assert ranked(tmp_path, (1, "91"), (2, equal), (2, equal), (3, "80")) == ([], "ties.dense")
    assert ranked(tmp_path, (1, "91"), (2, equal), (3, equal), (4, "80")) == (["PS839"], "ties.ordinal")
    assert ranked(tmp_path, (1, "91"), (2, equal), (3, "80.01")) == ([], "ties.none")
    assert ranked(tmp_path, ("1=", equal), ("1=", equal), (3, "80")) == ([], "ties.competition")
    assert ranked(tmp_path, (1, "91"), (2, equal), (2, equal), (5, "80")) == (["PS849"], "ties.unknown")


def test_ranks_against_scores(tmp_path: Path) -> None:
    assert ranked(tmp_path, (1, "90.01"), (2, "90.02"))[0] == ["PS838"]
    assert ranked(tmp_path, (1, "90.02"), (1, "90.01"))[0] == ["PS838"], "one rank, two scores"
    assert ranked(tmp_path, (2, "90.01"), (1, "90.02"))[0] == [], "the order of the rows is another matter"
    assert ranked(tmp_path, (1, "91"), (3, "90"))[0] == ["PS849"]


def test_ranks_may_follow_the_points_where_the_index_is_rebased(tmp_path: Path) -> None:
    rows = [
        ["Hạng", "Đơn vị", "Điểm", "Điểm tối đa", "Chỉ số"],
        [1, "Sở A", "90.00", "100.00", "90.00"],
        [2, "Sở B", "80.00", "84.00", "95.24"],
    ]
    found = alone(tmp_path, rows)
    assert (codes(found), facts(check_of(found, "ranks"))["by"]) == ([], "role.total")


def test_the_order_of_the_rows_is_told(tmp_path: Path) -> None:
    rows = [["Hạng", "Đơn vị", "Chỉ số"], [2, "Sở A", "80.00"], [1, "Sở B", "90.00"]]
    assert facts(check_of(alone(tmp_path, rows), "order")) == {"order": "order.other"}
    assert facts(check_of(alone(tmp_path, [rows[0], *rows[:0:-1]]), "order")) == {"order": "order.sorted"}


# --- means, classes, repetitions, bounds -------------------------------------------------------------------------


@pytest.mark.parametrize(("mean", "fault"), [("85.01", False), ("85.00", False), ("85.02", True), ("84.99", True)])
def test_a_printed_mean(tmp_path: Path, mean: str, fault: bool) -> None:
    rows = [["Đơn vị", "Chỉ số"], ["Sở A", "90.00"], ["Sở B", "80.01"], ["Giá trị trung bình", mean]]
    assert ("PS842" in codes(alone(tmp_path, rows))) is fault


def test_highest_and_lowest(tmp_path: Path) -> None:
    rows = [["Đơn vị", "Chỉ số"], ["Sở A", "90.00"], ["Sở B", "80.00"], ["Cao nhất", "90.00"], ["Thấp nhất", "80.10"]]
    found = alone(tmp_path, rows)
    assert (codes(found), facts(found.problems[0])["wanted"]) == (["PS842"], "80")


def test_each_block_has_its_own_mean_and_the_table_one_over_all(tmp_path: Path) -> None:
    rows = [
        ["TT", "Đơn vị", "Chỉ số"],
        ["I", "Khối sở", ""],
        [1, "Sở A", "90.00"],
        [2, "Sở B", "80.00"],
        ["", "Trung bình khối sở", "85.00"],
        ["II", "Khối xã", ""],
        [1, "Xã A", "70.00"],
        ["", "Trung bình khối xã", "70.00"],
        ["", "Trung bình chung", "80.00"],
    ]
    found = alone(tmp_path, rows)
    assert codes(found) == []
    assert facts(check_of(found, "overall"))["way"] == "way.units"
    assert told(check_of(found, "means", "I")) == (1, 1)


def test_who_has_more_is_in_no_lower_class(tmp_path: Path) -> None:
    head = ["Đơn vị", "Chỉ số", "Xếp loại"]
    good = [head, ["Sở A", "91.00", "Xuất sắc"], ["Sở B", "89.00", "Tốt"], ["Sở C", "90.00", "Xuất sắc"]]
    found = alone(tmp_path, good)
    assert (codes(found), facts(check_of(found, "classes"))) == ([], {"classes": "Xuất sắc; Tốt"})
    bad = [head, ["Sở A", "91.00", "Xuất sắc"], ["Sở B", "90.50", "Tốt"], ["Sở C", "90.00", "Xuất sắc"]]
    assert codes(alone(tmp_path, [head, ["Sở A", "91.72", "Tốt"], ["Sở B", "91.23", "Xuất sắc"]])) == ["PS843"]
    assert codes(alone(tmp_path, [head, ["Sở A", "91.72", "Nhóm B"], ["Sở B", "91.23", "Nhóm A"]])) == [], "unknown"
    (odd,) = alone(tmp_path, bad).problems
    assert (odd.code, facts(odd)["name"], facts(odd)["other"]) == ("PS843", "Sở C", "Sở B")


def test_an_agency_stands_once(tmp_path: Path) -> None:
    rows = [["Đơn vị", "Chỉ số"], ["Sở Y tế", "90.00"], ["SỞ Y TẾ", "80.00"], ["Sở Y", "70.00"]]
    found = alone(tmp_path, rows)
    assert (codes(found), facts(found.problems[0])["first"]) == (["PS840"], "2:1")


@pytest.mark.parametrize(
    ("points", "index", "fault"),
    [("100.00", "100.00", False), ("100.01", "99.00", True), ("90.00", "100.01", True), ("-0.01", "0.00", True)],
)
def test_bounds(tmp_path: Path, points: str, index: str, fault: bool) -> None:
    rows = [["Đơn vị", "Tổng điểm", "Điểm tối đa", "Chỉ số"], ["Sở A", points, "100.00", index]]
    assert ("PS844" in codes(alone(tmp_path, rows))) is fault


def test_a_row_of_maxima_bounds_the_parts(tmp_path: Path) -> None:
    rows = [
        ["Đơn vị", "Lĩnh vực 1", "Lĩnh vực 2", "Tổng điểm"],
        ["Điểm tối đa", "10.00", "20.00", "30.00"],
        ["Sở A", "10.00", "15.00", "25.00"],
        ["Sở B", "10.50", "15.00", "25.50"],
    ]
    found = alone(tmp_path, rows)
    assert (codes(found), facts(found.problems[0])["name"]) == (["PS844"], "Sở B")
