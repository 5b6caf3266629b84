"""The report in a province's own document: its letterhead, styles and last lines stay, the report stands between."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Heading
from parscore.reports.docx_template import docx_from_template, template_problem
from parscore.reports.material import material
from parscore.reports.narrative import report_paper, template_values


def write_template(path: Path, content: str = "{{noi_dung}}", *, pieces: bool = False) -> Path:
    document = Document()
    document.sections[0].left_margin = Mm(40)
    document.sections[0].header.paragraphs[0].text = "Tỉnh {{tinh}}"
    document.add_table(1, 1).cell(0, 0).text = "SỞ NỘI VỤ CỦA CHÚNG TÔI"
    title = document.add_paragraph()
    if pieces:
        for piece in ("Năm {{", "nam", "}}: ", "{{tieu_de}}"):
            title.add_run(piece)
    else:
        title.add_run("Năm {{nam}}: {{tieu_de}}")
    own = document.styles.add_style("Parscore Body", WD_STYLE_TYPE.PARAGRAPH)
    own.font.size = Pt(11)
    document.add_paragraph(content)
    document.add_paragraph("Chữ ký ở đây")
    document.save(str(path))
    return path


def filled(result: SeasonResult, words: Words, path: Path) -> bytes:
    of = material(result, words, template=path)
    return docx_from_template(report_paper(of), path, template_values(of))


@pytest.mark.parametrize("pieces", [False, True])
def test_letterhead_and_last_lines_stay_around_the_report(
    tmp_path: Path, result: SeasonResult, vi: Words, pieces: bool
) -> None:
    path = write_template(tmp_path / "mau.docx", pieces=pieces)
    assert template_problem(path) is None
    document = Document(BytesIO(filled(result, vi, path)))
    texts = [one.text for one in document.paragraphs]
    assert texts[0].startswith("Năm 2025: Kết quả Chỉ số cải cách hành chính năm 2025")
    assert document.tables[0].cell(0, 0).text == "SỞ NỘI VỤ CỦA CHÚNG TÔI"
    assert document.sections[0].header.paragraphs[0].text == "Tỉnh tỉnh Mẫu"
    parts = [block.text for block in report_paper(material(result, vi)).blocks if isinstance(block, Heading)]
    first, last, signed, annex = (texts.index(text) for text in (parts[0], parts[-1], "Chữ ký ở đây", "Phụ lục I"))
    assert first < last < signed < annex
    said = "\n".join(texts)
    assert "{{" not in said
    assert "CỘNG HÒA XÃ HỘI" not in said, "the letterhead is the template's"


def test_the_look_of_the_template_stays(tmp_path: Path, result: SeasonResult, vi: Words) -> None:
    document = Document(BytesIO(filled(result, vi, write_template(tmp_path / "mau.docx"))))
    assert document.styles["Parscore Body"].font.size == Pt(11)
    assert document.styles["Parscore Note"].font.size == Pt(12), "what the template lacks is added"
    assert round(document.sections[0].left_margin.mm) == 40
    assert [one.orientation for one in document.sections] == [WD_ORIENT.PORTRAIT] + [WD_ORIENT.LANDSCAPE] * 3
    tables = [table._element for table in document.tables if table._element.findall(f".//{qn('w:tblBorders')}")]
    width = sum(int(column.get(qn("w:w"))) for column in tables[0].iter(qn("w:gridCol")))
    page = document.sections[0]
    assert abs(width - (page.page_width - page.left_margin - page.right_margin) / 635) < 20


def test_footer_and_draft_are_added(tmp_path: Path, result: SeasonResult, vi: Words) -> None:
    document = Document(BytesIO(filled(result, vi, write_template(tmp_path / "mau.docx"))))
    of = material(result, vi)
    assert of.marks.footer in [one.text for one in document.sections[0].footer.paragraphs]
    assert of.marks.state in [one.text for one in document.paragraphs]


def test_the_same_template_gives_the_same_bytes(tmp_path: Path, result: SeasonResult, vi: Words) -> None:
    path = write_template(tmp_path / "mau.docx")
    assert filled(result, vi, path) == filled(result, vi, path)


def test_values_are_text_and_not_filled_in_again(tmp_path: Path, result: SeasonResult, vi: Words) -> None:
    path = write_template(tmp_path / "mau.docx")
    of = material(result, vi, template=path)
    made = docx_from_template(report_paper(of), path, {**template_values(of), "tieu_de": "\x00<w:p/>{{noi_dung}}"})
    assert Document(BytesIO(made)).paragraphs[0].text == "Năm 2025: ␀<w:p/>{{noi_dung}}"


def test_what_cannot_be_a_template(tmp_path: Path) -> None:
    bad = tmp_path / "a.docx"
    bad.write_bytes(b"PK\x03\x04 not a package")
    sound = write_template(tmp_path / "b.docx").read_bytes()
    cut = tmp_path / "c.docx"
    cut.write_bytes(sound[: len(sound) // 2])
    for path in (bad, cut, tmp_path / "absent.docx", tmp_path):
        found = template_problem(path)
        assert found is not None
        assert found.code == "PS891"
    without = template_problem(write_template(tmp_path / "d.docx", "Nội dung: {{noi_dung}}"))
    assert without is not None
    assert without.code == "PS892"
