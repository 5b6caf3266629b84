"""A document as a PDF, laid out by Typst (the extra ``pdf``) from the same content as the Word file.

The content goes to the layout (``pdf.typ``) as JSON: no text of an agency is ever read as markup. Fonts: Times New
Roman or Tinos where the machine has them, else Libertinus Serif, which comes with Typst and has every Vietnamese letter
in the three looks that the layout uses. On one machine the same document gives the same bytes.
"""

import json
from dataclasses import asdict
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Final

from parscore.model.problem import Problem, problem
from parscore.reports import svg
from parscore.reports.content import Bar, Bars, Block, Heading, Paper, Radar, Table, shown
from parscore.reports.xlsx_charts import OTHER, OWN

_STYLE: Final = (
    'text{font-family:"Times New Roman","Tinos","Libertinus Serif";font-size:11px}.name{font-weight:bold}'
    f".ring{{fill:none;stroke:#bfbfbf;stroke-width:.6}}.own{{fill:none;stroke:{OWN};stroke-width:2}}.dot{{fill:{OWN}}}"
    f".group{{fill:none;stroke:{OTHER};stroke-width:1.6;stroke-dasharray:5 3}}"
)
EXTRA: Final = "parscore[pdf]"


def pdf_problem() -> Problem | None:
    """Return what keeps PDF files from being made, if anything does: Typst is not installed."""
    return problem("PS890", wanted=EXTRA) if find_spec("typst") is None else None


def pdf_bytes(paper: Paper) -> bytes:
    """Return the PDF of a document."""
    import typst

    layout = files(__package__).joinpath("pdf.typ").read_bytes()
    return bytes(typst.compile(layout, sys_inputs={"content": content_json(paper)}, format="pdf"))


def content_json(paper: Paper) -> str:
    """Return the content of a document as JSON; every block says what it is."""
    told = {**asdict(paper), "blocks": list(map(_block, paper.blocks))}
    told["annexes"] = [{**asdict(annex), "blocks": list(map(_block, annex.blocks))} for annex in paper.annexes]
    return json.dumps(_fit(told), ensure_ascii=False)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Radar):
        return {"block": "radar", **_told(block), "own": block.own, "mean": block.mean, "drawing": _drawing(block)}
    if isinstance(block, Bars):
        return {"block": "bars", **_told(block), "bars": list(map(_bar, block.bars))}
    kind = "heading" if isinstance(block, Heading) else "table" if isinstance(block, Table) else "paragraph"
    return {"block": kind, **asdict(block)}


def _told(block: Radar | Bars) -> dict[str, str]:
    return {"title": block.title, "told": block.told}


def _bar(bar: Bar) -> dict[str, Any]:
    """A bar; its length is a share of 100, as a text, which holds every digit."""
    return {"name": bar.name, "figure": bar.figure, "length": f"{float(bar.value):.4f}", "mean": bar.mean}


def _drawing(block: Radar) -> str:
    """The radar as an SVG file, with the colours of the workbook's and Word's charts."""
    spokes = [spoke._replace(label=shown(spoke.label)) for spoke in block.spokes]
    return svg.alone(svg.radar(spokes, shown(block.title), shown(block.told)), _STYLE)


def _fit(value: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Every text fit for a document; sets as lists in order."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _fit(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_fit(one) for one in value] if isinstance(value, list | tuple) else value
