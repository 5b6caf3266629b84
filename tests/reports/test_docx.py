"""The Word file: page, fonts, headers, tables and sections as Decree 30/2020 has them; the same bytes; hostile text."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Heading, Paper, Paragraph, Table
from parscore.reports.docx import docx_bytes
from parscore.reports.material import material
from parscore.reports.narrative import decision_paper, report_paper


@pytest.fixture
def paper(result: SeasonResult, words: Words) -> Paper:
    return report_paper(material(result, words))


def opened(paper: Paper) -> Document:
    return Document(BytesIO(docx_bytes(paper)))


def test_the_page_is_a4_with_the_margins_of_the_decree(paper: Paper) -> None:
    first = opened(paper).sections[0]
    assert [round(side.mm) for side in (first.page_width, first.page_height)] == [210, 297]
    sides = (first.top_margin, first.right_margin, first.bottom_margin, first.left_margin)
    assert [round(side.mm) for side in sides] == [20, 15, 20, 30]


def test_every_annex_lies_in_a_section_of_its_own(paper: Paper) -> None:
    sections = opened(paper).sections
    assert len(sections) == 1 + len(paper.annexes)
    assert [one.orientation for one in sections] == [WD_ORIENT.PORTRAIT] + [WD_ORIENT.LANDSCAPE] * len(paper.annexes)
    assert all(one.page_width > one.page_height for one in list(sections)[1:])


def test_pages_are_numbered_in_the_head_from_the_second_on(paper: Paper) -> None:
    document = opened(paper)
    first = document.sections[0]
    field = first.header._element.findall(f".//{qn('w:instrText')}")
    assert [part.text.strip() for part in field] == ["PAGE"]
    assert first.different_first_page_header_footer
    assert not first.first_page_header._element.findall(f".//{qn('w:instrText')}")
    assert not any(one.different_first_page_header_footer for one in list(document.sections)[1:])
    assert all(one.header.is_linked_to_previous for one in list(document.sections)[1:])


def test_draft_and_footer_stand_on_every_page(paper: Paper) -> None:
    first = opened(paper).sections[0]
    assert paper.draft
    for part in (first.header, first.first_page_header):
        assert paper.draft in "".join(one.text for one in part.paragraphs)
    for part in (first.footer, first.first_page_footer):
        assert paper.footer in "".join(one.text for one in part.paragraphs)


def test_a_final_result_has_no_mark_of_a_draft(final_result: SeasonResult, vi: Words) -> None:
    document = opened(report_paper(material(final_result, vi)))
    assert "DỰ THẢO" not in document.element.xml
    assert "DỰ THẢO" not in document.sections[0].first_page_header._element.xml


def test_all_text_is_times_new_roman_in_every_script(paper: Paper) -> None:
    document = opened(paper)
    for root in (document.styles.element, document.element, document.sections[0].header._element):
        fonts = list(root.iter(qn("w:rFonts")))
        assert fonts
        names = {font.get(qn(f"w:{script}")) for font in fonts for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert names == {"Times New Roman"}
        assert not any("Theme" in name for font in fonts for name in font.attrib)
    languages = {part.get(qn("w:val")) for part in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"vi-VN" if paper.language == "vi" else "en-GB"}


def test_tables_repeat_their_headings_and_split_no_row(paper: Paper) -> None:
    document = opened(paper)
    bordered = [table for table in document.tables if table._element.findall(f".//{qn('w:tblBorders')}")]
    assert len(bordered) >= 5
    for table in bordered:
        rows = table._element.findall(qn("w:tr"))
        heads = [bool(row.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")) for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.findall(f"{qn('w:trPr')}/{qn('w:cantSplit')}") for row in rows)
        widths = [int(column.get(qn("w:w"))) for column in table._element.iter(qn("w:gridCol"))]
        assert abs(sum(widths) - Mm(165).twips) < 20 or abs(sum(widths) - Mm(252).twips) < 20


def test_the_national_heading(final_result: SeasonResult, vi: Words) -> None:
    head = opened(report_paper(material(final_result, vi))).tables[0]
    widths = [round(int(column.get(qn("w:w"))) * 25.4 / 1440) for column in head._element.iter(qn("w:gridCol"))]
    assert widths == [66, 98]
    country, motto = head.cell(0, 1).paragraphs[:2]
    assert (country.text, country.runs[0].font.size.pt) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12)
    assert (motto.text, motto.runs[0].font.size.pt) == ("Độc lập - Tự do - Hạnh phúc", 13)
    assert country.runs[0].bold
    assert motto.runs[0].bold
    assert head.cell(0, 0).text.startswith("UBND TỈNH MẪU\nSỞ NỘI VỤ")
    assert head.cell(1, 1).text.strip() == "Mẫu, ngày       tháng       năm 2026"


def test_all_content_is_there(paper: Paper) -> None:
    document = opened(paper)
    said = {part.text or "" for part in document.element.iter(qn("w:t"))}
    for block in (*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)):
        if isinstance(block, Heading | Paragraph):
            assert block.text in said or f"- {block.text}" in said
        elif isinstance(block, Table):
            assert {text for row in block.rows for text in row if text} <= said
    assert paper.signature is not None
    assert {paper.signature.post, *paper.signature.recipients} <= said


def test_the_annex_of_a_decision_is_upright_and_has_nothing_before_it(result: SeasonResult, vi: Words) -> None:
    document = opened(decision_paper(material(result, vi)))
    assert [one.orientation for one in document.sections] == [WD_ORIENT.PORTRAIT]
    assert document.paragraphs[0].text == "Phụ lục"
    assert len(document.tables) == 1


def test_the_same_document_gives_the_same_bytes(paper: Paper) -> None:
    assert docx_bytes(paper) == docx_bytes(paper)
    about = opened(paper).core_properties
    assert (about.author, about.created.year, about.modified.year) == ("parscore", 1980, 1980)


def test_hostile_text_is_text(make: Callable[..., SeasonResult], vi: Words, hostile: str) -> None:
    name = f"{hostile}\ud800\ufffe<w:p/>&amp;{{{{noi_dung}}}}"
    result = make({"SNV": (name, {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5.5"})}, group_name=hostile)
    season = replace(result.season, province=hostile + "\ud800" * 300, title=hostile)
    document = opened(report_paper(material(replace(result, season=season), vi)))
    said = "".join(part.text or "" for part in document.element.iter(qn("w:t")))
    assert "<w:p/>&amp;{{noi_dung}}" in said
    assert "‹U+D800›" in said
    assert "\x1b" not in said
