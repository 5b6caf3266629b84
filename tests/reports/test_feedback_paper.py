"""The result sheet as a document: what the rows of the sheet say, printed; a public one without the agency's words."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from io import BytesIO

import pytest
from docx import Document

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Paper, Paragraph, Table
from parscore.reports.docx import docx_bytes
from parscore.reports.feedback import feedback_of
from parscore.reports.feedback_paper import feedback_paper
from parscore.reports.material import NO_PAST, Past, material


def paper_of(
    result: SeasonResult, words: Words, agency: str, before: Mapping[str, Past] = NO_PAST, *, public: bool = False
) -> Paper:
    of = material(result, words, before, public=public)
    (one,) = feedback_of(of, (agency,))
    return feedback_paper(one, of)


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def test_a_sheet_says_rank_areas_and_what_was_lost(result: SeasonResult, vi: Words) -> None:
    paper = paper_of(result, vi, "SYT", {"SYT": Past(Fraction(80), 2, "Tốt")})
    first, before = (block.text for block in paper.blocks[:2] if isinstance(block, Paragraph))
    assert first.startswith("Hạng 3=/4 (bằng điểm với đơn vị khác) · ")
    assert before.startswith("Năm trước: Chỉ số 80,00% · hạng 2 · ")
    areas, lost = tables(paper)
    assert areas.rows[1] == ("2", "Tác động", "5,50", "", "4,37", "79,45", "89,73", "100,00")
    assert [row[0] for row in lost.rows] == ["2.1", "1.1.1", "1.1.2"]
    assert lost.rows[0][2] == "1,13"
    assert paper.head is not None
    assert paper.head.subject == "SỞ Y TẾ"


def test_a_public_sheet_leaves_out_the_words_of_the_agency(result: SeasonResult, words: Words) -> None:
    shown, public = (tables(paper_of(result, words, "TTT", public=public))[-1] for public in (False, True))
    assert shown.rows[0][-1] == "Không có nhiệm vụ này"
    assert len(public.columns) == len(shown.columns) - 1
    assert all(len(row) == len(public.columns) for row in public.rows)
    assert "Không có nhiệm vụ này" not in str(public.rows)


@pytest.mark.parametrize("agency", ["SNV", "TRONG", "SXD", "NGOAI"])
def test_every_agency_has_a_sheet(result: SeasonResult, words: Words, agency: str) -> None:
    paper = paper_of(result, words, agency)
    for one in tables(paper):
        assert {len(row) for row in one.rows} == {len(one.columns)}
    made = docx_bytes(paper)
    assert made == docx_bytes(paper)
    assert len(Document(BytesIO(made)).sections) == 1


def test_hostile_names_are_text(make: Callable[..., SeasonResult], vi: Words, hostile: str) -> None:
    paper = paper_of(make({"SNV": (hostile, {})}), vi, "SNV")
    said = "".join(part.text for part in Document(BytesIO(docx_bytes(paper))).tables[-1]._cells[0].paragraphs)
    assert "=cmd|" in said
    assert "\x1b" not in said
