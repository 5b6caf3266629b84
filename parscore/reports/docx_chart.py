"""Charts of a Word document as DrawingML: drawn by Word itself, sharp on paper, read out by their alternative text.

Numbers and names stand in the chart part as literals (``c:numLit``, ``c:strLit``), so a document carries no workbook:
Word draws such a chart, and only "edit data" has nothing to open. The order of elements is that of ECMA-376, part 1,
21.2: Word refuses a document in which it differs. Figures are texts as they are printed, so that the decimal sign does
not depend on the machine.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from typing import Final

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml

from parscore.reports.content import Bar, Bars, Radar, shown
from parscore.reports.docx_xml import Element
from parscore.reports.svg import Spoke
from parscore.reports.xlsx_charts import OTHER, OWN
from parscore.workbooks.writing import FONT

MOST_BARS: Final = 34
"""Bars of one chart: with more it would be higher than a page, so another chart goes on."""
_EMU_A_MM: Final = 36_000
_RADAR: Final = (115, 72)
"""Width and height of a radar in mm."""
_SQUARE: Final = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0.31"/><c:y val="0.22"/><c:w val="0.38"/><c:h val="0.61"/></c:manualLayout></c:layout>'
)
"""Where in it the plot stands: as wide as it is high, so that every program draws it as large."""
_BAR, _LINE, _AROUND = 5.6, 3.8, 16.0
"""Height of a bar with its gap, of a second line of its name, and of everything else of a chart of bars, in mm."""
_NAME: Final = 42
"""Letters of a name that stand on one line beside the bars."""
_NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPEFACE: Final = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
_AXES: Final = ("111111111", "222222222")
_GRID: Final = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln></c:spPr>'
_NO_TICKS: Final = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'


class Charts:
    """Adds charts to one document."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._number = self._part.next_id

    def parts(self, block: Radar | Bars, width: float) -> Iterator[Element]:
        """Yield the paragraphs of a chart, ``width`` mm wide; long charts of bars are several."""
        if isinstance(block, Radar):
            yield self._drawn(radar_xml(block), block.title, block.told, _RADAR)
            return
        for at in range(0, len(block.bars), MOST_BARS):
            one = Bars(block.title, block.bars[at : at + MOST_BARS])
            yield self._drawn(bars_xml(one), one.title, one.told, (width, _height(one)))

    def _drawn(self, chart: str, title: str, told: str, size: tuple[float, float]) -> Element:
        """Put a chart into the package; return the paragraph that it stands in."""
        package = self._part.package
        name = package.next_partname("/word/charts/chart%d.xml")
        content = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{chart}'.encode()
        part = Part(name, CONTENT_TYPE.DML_CHART, content, package)
        relation, number = self._part.relate_to(part, RELATIONSHIP_TYPE.CHART), self._number
        self._number += 1
        return parse_xml(_paragraph(relation, number, (title, told), size))


def _height(block: Bars) -> float:
    """All bars of a chart are as high as the longest name needs."""
    lines = max(-(-len(bar.name) // _NAME) for bar in block.bars)
    return _AROUND + (_BAR + _LINE * (min(lines, 3) - 1)) * len(block.bars)


def _paragraph(relation: str, number: int, words: tuple[str, str], size: tuple[float, float]) -> str:
    width, height = (round(side * _EMU_A_MM) for side in size)
    title, told = map(_text, words)
    return (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' {_NAMESPACES}><w:pPr><w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{title}" descr="{told}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


# --- the chart parts -------------------------------------------------------------------------------------------


def radar_xml(block: Radar) -> str:
    """Return the part of a radar: the agency's line is solid, the mean dashed; what is not known interrupts a line."""
    labels = [_labelled(spoke) for spoke in block.spokes]
    own = _line(0, block.own, [spoke.value for spoke in block.spokes], labels)
    mean = _line(1, block.mean, [spoke.mean for spoke in block.spokes], labels)
    axes = _names_axis("b", "minMax", f"<c:majorGridlines>{_GRID}</c:majorGridlines>") + _values_axis("l", 100)
    plot = f'<c:radarChart><c:radarStyle val="marker"/>{_off("varyColors")}{own}{mean}{_axis_ids()}</c:radarChart>'
    return _chart(block.title, plot + axes, legend=True)


def bars_xml(block: Bars) -> str:
    """Return the part of a chart of bars: every bar has its figure, that of the mean has another colour."""
    names = [bar.name for bar in block.bars]
    others = "".join(
        f'<c:dPt><c:idx val="{at}"/>{_off("invertIfNegative")}{_off("bubble3D")}{_filled(OTHER)}</c:dPt>'
        for at, bar in enumerate(block.bars)
        if bar.mean
    )
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>{_text(block.title)}</c:v></c:tx>{_filled(OWN)}'
        f"{_off('invertIfNegative')}{others}{_figures(block.bars)}"
        f"{_categories(names)}{_values([bar.value for bar in block.bars])}</c:ser>"
    )
    plot = (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>{_off("varyColors")}{series}'
        f'<c:gapWidth val="45"/>{_axis_ids()}</c:barChart>'
    )
    # Room for figures beside the longest bar; its end is not shown, so nothing seems to go beyond 100.
    axes = _names_axis("l", "maxMin") + _values_axis("t", 112, hidden=True)
    return _chart(block.title, plot + axes, legend=False)


def _chart(title: str, plot: str, *, legend: bool) -> str:
    below = f'<c:legend><c:legendPos val="b"/>{_off("overlay")}</c:legend>' if legend else ""
    layout = _SQUARE if legend else "<c:layout/>"
    return (
        f"<c:chartSpace {_NAMESPACES}>{_off('roundedCorners')}<c:chart><c:title><c:tx>{_rich(title, 1100, bold=True)}"
        f"</c:tx>{_off('overlay')}</c:title>{_off('autoTitleDeleted')}"
        f'<c:plotArea>{layout}{plot}</c:plotArea>{below}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">{_black()}{_TYPEFACE}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr></c:chartSpace>'
    )


def _line(number: int, name: str, values: Sequence[Fraction | None], labels: Sequence[str]) -> str:
    colour, dash, sign = (OWN, "solid", "circle") if number == 0 else (OTHER, "dash", "square")
    fill = f'<a:solidFill><a:srgbClr val="{colour.strip("#")}"/></a:solidFill>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{_text(name)}</c:v></c:tx>'
        f'<c:spPr><a:ln w="22225">{fill}<a:prstDash val="{dash}"/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{sign}"/><c:size val="4"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>'
        f"{_categories(labels)}{_values(values)}</c:ser>"
    )


def _labelled(spoke: Spoke) -> str:
    return f"{spoke.label} ({spoke.figure})" if spoke.figure else spoke.label


def _figures(bars: Sequence[Bar]) -> str:
    """The figures at the ends of the bars, each a text of its own."""
    shows = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx>{_rich(bar.figure, 900, bold=bar.mean)}</c:tx><c:dLblPos val="outEnd"/>'
        f"{shows}</c:dLbl>"
        for at, bar in enumerate(bars)
    )
    return f'<c:dLbls>{each}<c:dLblPos val="outEnd"/>{shows}</c:dLbls>'


def _categories(names: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{_text(name)}</c:v></c:pt>' for at, name in enumerate(names))
    return f'<c:cat><c:strLit><c:ptCount val="{len(names)}"/>{points}</c:strLit></c:cat>'


def _values(values: Sequence[Fraction | None]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{float(value)!r}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    count = f'<c:ptCount val="{len(values)}"/>'
    return f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{points}</c:numLit></c:val>"


def _names_axis(position: str, order: str, grid: str = "") -> str:
    own, other = _AXES
    return (
        f'<c:catAx><c:axId val="{own}"/><c:scaling><c:orientation val="{order}"/></c:scaling>{_off("delete")}'
        f'<c:axPos val="{position}"/>{grid}{_NO_TICKS}<c:tickLblPos val="low"/>{_GRID}<c:crossAx val="{other}"/>'
        f'<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _values_axis(position: str, most: int, *, hidden: bool = False) -> str:
    other, own = _AXES
    grid = "" if hidden else f"<c:majorGridlines>{_GRID}</c:majorGridlines>"
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/><c:max val="{most}"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="{int(hidden)}"/><c:axPos val="{position}"/>{grid}'
        f'<c:numFmt formatCode="0" sourceLinked="0"/>{_NO_TICKS}<c:tickLblPos val="nextTo"/>{_GRID}'
        f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        '<c:majorUnit val="25"/></c:valAx>'
    )


def _axis_ids() -> str:
    return "".join(f'<c:axId val="{one}"/>' for one in _AXES)


def _filled(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour.strip("#")}"/></a:solidFill></c:spPr>'


def _rich(text: str, size: int, *, bold: bool) -> str:
    return (
        f'<c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="vi-VN" sz="{size}" b="{int(bold)}">'
        f"{_black()}{_TYPEFACE}</a:rPr><a:t>{_text(text)}</a:t></a:r></a:p></c:rich>"
    )


def _black() -> str:
    return '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'


def _off(name: str) -> str:
    return f'<c:{name} val="0"/>'


def _text(text: str) -> str:
    """A foreign text inside an element or attribute."""
    return escape(shown(text))
