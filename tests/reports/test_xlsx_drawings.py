"""Native charts: they draw cells, keep what they draw for programs that only show it, and stay apart in grey."""

import io
import zipfile
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from builders import criteria, heading
from openpyxl import load_workbook
from summary_sheets import VI, content, texts
from years import OUT, agency, item, season
from years import result as result_of

from parscore.numbers import printed
from parscore.reports.chart_rows import ranking_bars
from parscore.reports.group_figures import group_figures
from parscore.reports.material import material
from parscore.reports.tables import ranking_rows
from parscore.reports.xlsx_drawings import MOST_BARS, MOST_RADARS

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
GIVEN = {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1"}


class Drawn(NamedTuple):
    """One series of a chart as it is kept: where names and values stand, and both as they were when it was written."""

    name: str
    names_at: str
    names: dict[int, str]
    values_at: str
    values: dict[int, float]
    node: Any


def drawn(made: bytes) -> list[tuple[str, str, list[Drawn]]]:
    """The charts of a workbook: kind, title, series."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = sorted((name for name in package.namelist() if name.startswith("xl/charts/chart")), key=number)
        roots = [ElementTree.fromstring(package.read(name)) for name in parts]
    return [(kind(root), "".join(node.text or "" for node in root.iter(f"{A}t")), series(root)) for root in roots]


def number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def kind(root: ElementTree.Element) -> str:
    return next(name for name in ("barChart", "radarChart") if root.find(f".//{C}{name}") is not None)


def series(root: ElementTree.Element) -> list[Drawn]:
    return [Drawn(one.findtext(f"{C}tx/{C}v") or "", *kept(one.find(f"{C}cat")), *kept(one.find(f"{C}val"), float), one)
            for one in root.iter(f"{C}ser")]  # fmt: skip


def kept(node: Any, read: Any = str) -> tuple[str, dict[int, Any]]:
    """The reference of names or values, and what is kept of them by their place."""
    points = {int(point.get("idx")): read(point.findtext(f"{C}v")) for point in node.iter(f"{C}pt")}
    count = next(node.iter(f"{C}ptCount")).get("val")
    assert int(count) >= len(points) > 0
    return node.findtext(f".//{C}f"), points


def cells(book: Any, reference: str) -> list[Any]:
    sheet, area = reference.replace("$", "").rsplit("!", 1)
    return [row[0].value for row in book[sheet.strip("'")][area]]


def many(count: int) -> dict[str, Any]:
    """So many agencies, each a little below the one before."""
    return {f"X{at:03}": (f"Xã số {at}", {**GIVEN, "2.1": f"{5.5 - at / 100:.2f}"}) for at in range(count)}


@pytest.fixture(scope="module")
def made(result):
    return content(material(result, VI))


def test_what_is_drawn_stands_in_the_cells_and_in_the_chart(made):
    book, charts = load_workbook(io.BytesIO(made)), drawn(made)
    assert [one[0] for one in charts] == ["barChart"] * 2 + ["radarChart"] * 4
    for _, _, lines in charts:
        for line in lines:
            values, names = cells(book, line.values_at), cells(book, line.names_at)
            assert {at: value for at, value in enumerate(values) if value is not None} == line.values
            assert dict(enumerate(names)) == line.names


def test_the_ranking_has_its_first_at_the_top_and_the_mean_among_the_bars(result, made):
    _, title, (own, mean) = drawn(made)[0]
    group = result.groups[0]
    bars = ranking_bars(list(ranking_rows(group)), group_figures(group).mean_index)
    assert title == "Chỉ số CCHC theo thứ hạng (%)"
    assert list(own.names.values()) == [
        "Trung bình nhóm" if bar.row is None else f"{bar.row.rank_text}. {bar.row.name}" for bar in bars
    ]
    found = {**own.values, **mean.values}
    assert [printed_of(found[at]) for at in range(len(bars))] == [printed(bar.value, 2) for bar in bars]
    assert mean.values.keys() == {at for at, bar in enumerate(bars) if bar.row is None}


def printed_of(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_figures_stand_on_bars_and_the_mean_is_hatched(made):
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        root = ElementTree.fromstring(package.read("xl/charts/chart1.xml"))
    assert root.find(f".//{C}barDir").get("val") == "bar"  # type: ignore[union-attr]
    assert root.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"  # type: ignore[union-attr]
    assert root.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"  # type: ignore[union-attr]
    own, mean = series(root)
    for one in (own, mean):
        assert one.node.find(f"{C}dLbls/{C}showVal").get("val") == "1"
    assert own.node.find(f"{C}spPr/{A}pattFill") is None
    assert mean.node.find(f"{C}spPr/{A}pattFill") is not None


def test_area_means_and_a_radar_for_each_ranked_agency(result, made):
    group = result.groups[0]
    figures, charts = group_figures(group), drawn(made)
    areas = [one for one in figures.areas if one.mean_index is not None]
    (means,) = charts[1][2]
    assert [printed_of(value) for value in means.values.values()] == [printed(one.mean_index, 2) for one in areas]
    assert list(means.names.values()) == [f"{one.area.code}. {one.area.name}" for one in areas]
    ranked = [row for row in ranking_rows(group) if row.rank is not None]
    for row, (_, title, (own, mean)) in zip(ranked, charts[2:], strict=True):
        assert title == f"{row.rank_text}. {row.name}"
        assert mean.values == means.values
        assert [printed_of(value) for value in own.values.values()] == [
            printed(area.index, 2) for area in row.card.areas if area.index is not None
        ]


def test_an_area_that_did_not_apply_is_a_gap():
    by = criteria(heading("1", [item("1.1", 4)]), heading("2", [item("2.1", 6)]))
    found = result_of(season(agency("A"), agency("B"), by=by), {"A": [4, 3], "B": [1, OUT]})
    radars = {
        title: lines[0].values for what, title, lines in drawn(content(material(found, VI))) if what == "radarChart"
    }
    assert radars == {"1. Sở A": {0: 100, 1: 50}, "2. Sở B": {0: 25}}


def test_nobody_ranked_has_no_charts(make):
    made = content(material(make({"TRONG": ("Đơn vị chưa gửi", {})}), VI))
    assert "Biểu đồ" not in load_workbook(io.BytesIO(made)).sheetnames
    assert drawn(made) == []


def test_one_agency(make):
    made = content(material(make({"SNV": ("Sở Nội vụ", {**GIVEN, "2.1": "5.5"})}), VI))
    (bars, areas, radar) = drawn(made)
    assert [len(one[2][0].values) for one in (bars, areas, radar)] == [1, 2, 2]
    assert list(bars[2][0].names.values()) == ["1. Sở Nội vụ", "Trung bình nhóm"]


@pytest.mark.parametrize(("count", "radars"), [(MOST_RADARS, MOST_RADARS), (MOST_RADARS + 1, 0)])
def test_many_agencies_have_radars_elsewhere(make, count, radars):
    made = content(material(make(many(count)), VI))
    charts = drawn(made)
    assert sum(one[0] == "radarChart" for one in charts) == radars
    said = " ".join(texts(load_workbook(io.BytesIO(made))["Biểu đồ"]))
    assert ("parscore feedback --all" in said) == (not radars)
    assert [len(one[2][0].names) for one in charts[:2]] == [(count + 1) // 2, count + 1 - (count + 1) // 2]
    assert charts[1][1].endswith(f"dòng {(count + 1) // 2 + 1} đến {count + 1}")


def test_of_very_many_agencies_only_the_ends_are_drawn(make):
    charts = drawn(content(material(make(many(MOST_BARS + 1)), VI)))
    assert [one[1] for one in charts[:2]] == [
        "Chỉ số CCHC theo thứ hạng (%): dòng 1 đến 30",
        f"Chỉ số CCHC theo thứ hạng (%): dòng {MOST_BARS - 27} đến {MOST_BARS + 2}",
    ]
    assert len(charts) == 3


def test_pages_begin_where_charts_do(make):
    made = content(material(make(many(12)), VI))
    sheet = load_workbook(io.BytesIO(made))["Biểu đồ"]
    assert sheet.print_area
    last = int(sheet.print_area.rsplit("$", 1)[1])
    assert sheet.max_row > last  # what charts draw stands below the printed pages
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        drawing = next(name for name in package.namelist() if name.startswith("xl/drawings/drawing"))
        root = ElementTree.fromstring(package.read(drawing))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
    spans = [(int(one.findtext(f"{space}from/{space}row") or 0), int(one.findtext(f"{space}to/{space}row") or 0))
             for one in root.iter(f"{space}twoCellAnchor")]  # fmt: skip
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(spans) == 14
    assert breaks
    assert all(high < last for _, high in spans)
    assert not [(low, high) for low, high in spans for at in breaks if low < at <= high]
