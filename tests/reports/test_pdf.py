"""The PDF: the same content as the Word file, every Vietnamese letter, the same bytes; texts are never markup."""

import json
import os
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from unittest.mock import patch

import pytest

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Bars, Paper, Radar
from parscore.reports.feedback import feedback_of
from parscore.reports.feedback_paper import feedback_paper
from parscore.reports.material import material
from parscore.reports.narrative import decision_paper, report_paper
from parscore.reports.pdf import content_json, pdf_bytes, pdf_problem

typst = pytest.mark.skipif(
    "PARSCORE_CI" not in os.environ and find_spec("typst") is None, reason="typst is not installed: parscore[pdf]"
)
reader = pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")


@pytest.fixture
def paper(result: SeasonResult, words: Words) -> Paper:
    return report_paper(material(result, words))


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "a.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def test_the_content_says_what_every_block_is(paper: Paper) -> None:
    told = json.loads(content_json(paper))
    assert [block["block"] for block in told["blocks"][:3]] == ["paragraph", "heading", "paragraph"]
    tables = [block for block in told["annexes"][0]["blocks"] if block["block"] == "table"]
    assert tables[0]["strong"] == [len(tables[0]["rows"]) - 1], "the means"
    assert told["head"]["motto"] == paper.head.motto if paper.head else None


def test_characters_that_no_document_holds_are_made_visible(make: Callable[..., SeasonResult], vi: Words) -> None:
    result = make({"SNV": ("Sở\ud800\x00\n#panic()", {})})
    said = content_json(report_paper(material(result, vi)))
    assert "Sở‹U+D800›␀⏎#panic()" in said
    said.encode("utf-8")


def test_without_typst_the_extra_is_named(vi: Words) -> None:
    with patch("parscore.reports.pdf.find_spec", lambda _: None):
        found = pdf_problem()
    assert found is not None
    assert "parscore[pdf]" in vi.problem(found).message


@typst
def test_the_same_document_gives_the_same_bytes(paper: Paper) -> None:
    made = pdf_bytes(paper)
    assert made.startswith(b"%PDF-")
    assert made == pdf_bytes(paper)


@typst
@reader
def test_every_figure_of_the_ranking_can_be_read(tmp_path: Path, result: SeasonResult, vi: Words) -> None:
    paper = report_paper(material(result, vi))
    said = text_of(pdf_bytes(paper), tmp_path).split()
    ranking = next(block for block in paper.blocks if not hasattr(block, "text"))
    for row in ranking.rows:
        assert set(" ".join(row).split()) <= set(said)
    assert "DỰ" in said


@typst
@reader
def test_charts_have_their_figures_as_text(tmp_path: Path, wide: SeasonResult, vi: Words) -> None:
    of = material(wide, vi)
    bars = next(block for block in report_paper(of).blocks if isinstance(block, Bars))
    said = " ".join(text_of(pdf_bytes(report_paper(of)), tmp_path).split())
    assert bars.title in said
    assert all(bar.name in said for bar in bars.bars)
    assert said.count("82,55") >= 3  # two in the table, one beside a bar of a tie
    (one,) = feedback_of(of, ("SYT",))
    paper = feedback_paper(one, of)
    radar = next(block for block in paper.blocks if isinstance(block, Radar))
    said = " ".join(text_of(pdf_bytes(paper), tmp_path).split())
    assert all(f"{spoke.label} {spoke.figure}" in said for spoke in radar.spokes)
    assert {radar.own, radar.mean} <= {text for text in (radar.own, radar.mean) if text in said}


@typst
@reader
def test_every_vietnamese_letter_comes_out(tmp_path: Path, make: Callable[..., SeasonResult], vi: Words) -> None:
    letters = "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăâđêôơưýàáãèéìíòóõùúĩũ"
    names = f"{letters[:35]} {letters[35:]}"
    made = pdf_bytes(decision_paper(material(make({"SNV": (f"{names} {names.upper()}", {})}), vi)))
    said = "".join(text_of(made, tmp_path).split())
    assert names.replace(" ", "") in said
    assert names.replace(" ", "").upper() in said


@typst
@reader
def test_texts_are_never_markup(tmp_path: Path, make: Callable[..., SeasonResult], vi: Words) -> None:
    name = '#panic("a") $x$ *b* ] } \\ @c <d> /* "'
    said = text_of(pdf_bytes(report_paper(material(make({"SNV": (name, {})}, group_name=name), vi))), tmp_path)
    assert '#panic("a") $x$ *b* ] } \\ @c <d> /* "' in " ".join(said.split())
