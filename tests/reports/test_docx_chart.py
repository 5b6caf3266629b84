"""Charts in Word: elements in the order of ECMA-376, the figures of the tables, words for who does not see them."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Bar, Bars, Paper, Radar, Table
from parscore.reports.docx import docx_bytes
from parscore.reports.docx_chart import MOST_BARS, bars_xml, radar_xml
from parscore.reports.feedback import feedback_of
from parscore.reports.feedback_paper import feedback_paper
from parscore.reports.material import material
from parscore.reports.narrative import report_paper
from parscore.reports.svg import Spoke

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr"
)
_LABEL = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "plotArea": "layout radarChart barChart catAx valAx dTable spPr",
    "layout": "manualLayout",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "radarChart": "radarStyle varyColors ser dLbls axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "ser": "idx order tx spPr marker invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    "marker": "symbol size spPr",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbls": f"dLbl delete {_LABEL}",
    "dLbl": f"idx delete layout tx {_LABEL}",
    "cat": "strLit",
    "val": "numLit",
    "strLit": "ptCount pt",
    "numLit": "formatCode ptCount pt",
    "pt": "v",
    "tx": "rich v",
    "rich": "bodyPr lstStyle p",
    "catAx": f"{_AXIS} txPr crossAx crosses auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": f"{_AXIS} txPr crossAx crosses crossBetween majorUnit minorUnit dispUnits",
    "scaling": "logBase orientation max min",
    "majorGridlines": "spPr",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "spPr": "noFill solidFill ln",
    "ln": "noFill solidFill prstDash round",
    "txPr": "bodyPr lstStyle p",
    "p": "pPr r endParaRPr",
    "pPr": "defRPr",
    "r": "rPr t",
    "rPr": "ln solidFill latin ea cs",
    "defRPr": "ln solidFill latin ea cs",
    "solidFill": "srgbClr",
}
"""Children of each element in the order of the schema (those that a chart here may have)."""


def out_of_order(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        name = etree.QName(element).localname
        order = ORDER.get(name, "").split()
        children = [etree.QName(child).localname for child in element]
        yield from (f"{name}/{child}" for child in children if child not in order)
        places = [order.index(child) for child in children if child in order]
        yield from (f"{name}: {order[b]} after {order[a]}" for a, b in pairwise(places) if a > b)


def spoke(at: int, value: str | None, mean: str) -> Spoke:
    return Spoke(str(at), value or "", None if value is None else Fraction(value), Fraction(mean))


RADAR = Radar("Chỉ số & <b>", "nói bằng lời", "Đơn vị", "Trung bình", (
              spoke(1, "71.74", "82.96"), spoke(2, None, "50"),
              spoke(3, "100", "60.5"), spoke(4, "0", "33.3")))  # fmt: skip
BARS = Bars(
    "Chỉ số", (Bar("Sở A", "94,28", Fraction("94.28")), Bar("Trung bình", "85,89", Fraction("85.89"), mean=True))
)


@pytest.mark.parametrize("text", [radar_xml(RADAR), bars_xml(BARS)])
def test_elements_stand_in_the_order_of_the_schema(text: str) -> None:
    root = etree.fromstring(text)
    assert list(out_of_order(root)) == []
    plot = root.find(f"{C}chart/{C}plotArea")
    assert plot is not None
    plot.append(plot[0])
    assert list(out_of_order(root)) == ["plotArea: layout after valAx"]


def values(series: etree._Element) -> dict[int, str]:
    return {int(point.get("idx", "")): str(point.findtext(f"{C}v")) for point in series.iterfind(f"{C}val//{C}pt")}


def test_a_radar_draws_the_agency_solid_and_the_mean_dashed() -> None:
    own, mean = etree.fromstring(radar_xml(RADAR)).iter(f"{C}ser")
    assert values(own) == {0: "71.74", 2: "100.0", 3: "0.0"}
    assert values(mean) == {0: "82.96", 1: "50.0", 2: "60.5", 3: "33.3"}
    dashes = [next(one.iter(f"{A}prstDash")).get("val") for one in (own, mean)]
    assert dashes == ["solid", "dash"]
    assert [one.findtext(f"{C}tx/{C}v") for one in (own, mean)] == ["Đơn vị", "Trung bình"]
    labels = [point.findtext(f"{C}v") for point in own.iterfind(f"{C}cat//{C}pt")]
    assert labels == ["1 (71.74)", "2", "3 (100)", "4 (0)"]


def test_every_bar_has_its_figure_as_text_and_the_mean_another_colour() -> None:
    (series,) = etree.fromstring(bars_xml(BARS)).iter(f"{C}ser")
    assert ["".join(label.itertext()) for label in series.iter(f"{C}dLbl")] == ["94,28", "85,89"]
    assert values(series) == {0: "94.28", 1: "85.89"}
    (other,) = series.iter(f"{C}dPt")
    assert other[0].get("val") == "1"
    colours = [next(part.iter(f"{A}srgbClr")).get("val") for part in (series, other)]
    assert len(set(colours)) == 2


def charts(content: bytes) -> list[tuple[str, etree._Element]]:
    """The charts of a document in their order: the alternative text, and the part."""
    part = Document(BytesIO(content)).part
    found = []
    for inline in part.element.body.iter(qn("wp:inline")):
        (chart,) = inline.iter(f"{C}chart")
        target = part.related_parts[chart.get(qn("r:id"))]
        assert target.content_type == CONTENT_TYPE.DML_CHART
        found.append((inline.find(qn("wp:docPr")).get("descr"), etree.fromstring(target.blob)))
    relations = [one for one in part.rels.values() if one.reltype == RELATIONSHIP_TYPE.CHART]
    assert len(relations) == len(found)
    numbers = [one.get("id") for one in part.element.body.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == len(numbers)
    return found


def sheet(result: SeasonResult, words: Words, agency: str) -> Paper:
    of = material(result, words)
    (one,) = feedback_of(of, (agency,))
    return feedback_paper(one, of)


def test_a_sheet_draws_what_its_table_says(wide: SeasonResult, words: Words) -> None:
    paper = sheet(wide, words, "SYT")
    table = next(block for block in paper.blocks if isinstance(block, Table))
    ((told, root),) = charts(docx_bytes(paper))
    own, mean = root.iter(f"{C}ser")
    for at, row in enumerate(table.rows):
        figure, average = (text.replace(",", ".") for text in (row[5], row[6]))
        assert (Fraction(values(own)[at]), Fraction(values(mean)[at])) == (Fraction(figure), Fraction(average))
        assert f"{row[0]}: {row[5]}%" in told
        assert row[6] in told
    assert list(out_of_order(root)) == []


def test_two_areas_make_no_radar(result: SeasonResult, vi: Words) -> None:
    assert charts(docx_bytes(sheet(result, vi, "SYT"))) == []


def test_the_report_draws_ranking_and_areas(result: SeasonResult, words: Words) -> None:
    paper = report_paper(material(result, words))
    found = charts(docx_bytes(paper))
    blocks = [block for block in paper.blocks if isinstance(block, Bars)]
    assert len(found) == len(blocks) == 2
    ranking = blocks[0]
    assert [bar.value for bar in ranking.bars] == sorted((bar.value for bar in ranking.bars), reverse=True)
    assert [bar.mean for bar in ranking.bars].count(True) == 1
    rows = next(block for block in paper.blocks if isinstance(block, Table)).rows
    index = {row[1]: row[4] for row in rows if row[0] != "–"}
    assert {bar.name: bar.figure for bar in ranking.bars if not bar.mean} == index
    assert found[0][0] == ranking.told
    assert all(list(out_of_order(root)) == [] for _, root in found)


def test_more_bars_than_fit_on_a_page_are_several_charts(make: Callable[..., SeasonResult], vi: Words) -> None:
    agencies = {
        f"A{at}": (f"Sở {at}", {"1.1.1": "1", "1.1.2": "1/2", "1.2": "1", "2.1": "5"}) for at in range(MOST_BARS)
    }
    paper = report_paper(material(make(agencies), vi))
    first, second, _ = charts(docx_bytes(paper))
    assert [len(list(root.iter(f"{C}dLbl"))) for _, root in (first, second)] == [MOST_BARS, 1]


def test_names_are_text(make: Callable[..., SeasonResult], vi: Words, hostile: str) -> None:
    full = {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5"}
    name = f"{hostile}]]></c:v>\ud800\x00"
    found = charts(docx_bytes(report_paper(material(make({"A": (name, full), "B": ("Sở B", full)}), vi))))
    said = [point.text or "" for point in found[0][1].iter(f"{C}v")]
    assert any("]]></c:v>‹U+D800›␀" in text for text in said)


def test_one_agency_alone_makes_no_chart_of_the_ranking(make: Callable[..., SeasonResult], vi: Words) -> None:
    full = {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5"}
    blocks = report_paper(material(make({"A": ("Sở A", full)}), vi)).blocks
    assert [len(block.bars) for block in blocks if isinstance(block, Bars)] == [2]
