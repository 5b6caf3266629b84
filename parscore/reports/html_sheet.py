"""The result sheet of one agency as one HTML file: the document that Word gets, for a screen, a phone and paper.

It loads and runs nothing; its style sheet is allowed by the hash of its text. The same material gives the same bytes.
"""

from collections.abc import Mapping
from typing import Final

from parscore.reports import svg
from parscore.reports.content import Align, Block, Paragraph, Radar, Table
from parscore.reports.feedback import Feedback
from parscore.reports.feedback_paper import feedback_paper
from parscore.reports.html_page import TOPIC, WORKBOOK
from parscore.reports.html_text import asset, environment, policy, printed_lines, seen
from parscore.reports.material import Material

_KINDS: Final[Mapping[type, str]] = {Paragraph: "paragraph", Table: "table", Radar: "radar"}
_CLASSES: Final = {Align.LEFT: "", Align.CENTRE: "c", Align.RIGHT: "n"}


def sheet_page(one: Feedback, of: Material) -> bytes:
    """Return the page of one agency's sheet."""
    words, paper = of.words, feedback_paper(one, of)
    style = asset("common.css") + asset("sheet.css") + printed_lines(of.marks)
    page = (
        environment()
        .get_template("sheet.html")
        .render(
            paper=paper,
            blocks=[(_KINDS[type(block)], block) for block in paper.blocks],
            classes=_CLASSES,
            heads=[_head(block) for block in paper.blocks],
            radar=_radar,
            policy=policy(style),
            style=style,
            marks=of.marks,
            draft=words.text(WORKBOOK, "draft.short"),
            scroll=lambda table: words.text(TOPIC, "scroll", table=table),
        )
    )
    return page.encode()


def _head(block: Block) -> int:
    """The column of a table that names its rows: the first of texts, as codes and figures are not aligned left."""
    if not isinstance(block, Table):
        return -1
    return next(at for at, column in enumerate(block.columns) if column.align is Align.LEFT)


def _radar(block: Radar) -> str:
    """The drawing; what stands in it is made visible like every other text of the page."""
    spokes = [spoke._replace(label=str(seen(spoke.label))) for spoke in block.spokes]
    return svg.radar(spokes, block.title, block.told)
