"""The result sheet as one HTML file: what the document says, nothing loaded or run, foreign text that stays text."""

from fractions import Fraction

import pytest
from pages import all_of, check_closed, parsed, rows, text_of

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.content import Paragraph, Radar, Table
from parscore.reports.feedback import Feedback, feedback_of
from parscore.reports.feedback_paper import feedback_paper
from parscore.reports.html_sheet import sheet_page
from parscore.reports.material import Material, Past, material

EVERYBODY = ("SYT", "SXD", "TTT", "NGOAI", "TRONG")


def asked(result: SeasonResult, words: Words, agency: str, **more: object) -> tuple[Feedback, Material]:
    of = material(result, words, **more)  # type: ignore[arg-type]
    (one,) = feedback_of(of, (agency,))
    return one, of


@pytest.mark.parametrize("agency", EVERYBODY)
def test_the_page_says_what_the_document_says(wide: SeasonResult, words: Words, agency: str) -> None:
    before = {agency: Past(Fraction(80), 2, "Tốt")}
    one, of = asked(wide, words, agency, before=before)
    root = parsed(sheet_page(one, of).decode())
    check_closed(root)
    assert root.get("lang") == words.language
    assert not all_of(root, "script")
    paper, said = feedback_paper(one, of), text_of(root)
    tables = iter(all_of(root, "table"))
    assert paper.head is not None
    assert paper.signature is not None
    for text in (
        paper.head.type,
        paper.head.subject,
        paper.head.country,
        paper.footer,
        paper.draft,
        paper.signature.post,
    ):
        assert " ".join(text.split()) in said
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            assert block.text in said
        elif isinstance(block, Table):
            table = next(tables)
            assert rows(table) == [[" ".join(text.split()) for text in row] for row in block.rows]
            assert text_of(all_of(table, "caption")[0]) == block.title != ""
        else:
            assert isinstance(block, Radar)
            assert f"{block.spokes[0].label} {block.spokes[0].figure}" in said
    assert next(tables, None) is None


def test_rows_are_headed_by_names(wide: SeasonResult, vi: Words) -> None:
    root = parsed(sheet_page(*asked(wide, vi, "SYT")).decode())
    heads = [text_of(head) for head in all_of(root, "th", scope="row")]
    assert heads[:4] == ["Lĩnh vực 1", "Lĩnh vực 2", "Lĩnh vực 3", "Lĩnh vực 4"]
    assert "Mức độ hài lòng" in heads
    drawing = next(one for one in root.iter() if one.get("role") == "img")
    assert "1: 75,00%, trung bình nhóm 83,33%" in text_of(drawing)


def test_a_draft_is_marked_and_a_final_result_is_not(
    final_result: SeasonResult, result: SeasonResult, vi: Words
) -> None:
    assert "DỰ THẢO" in sheet_page(*asked(result, vi, "SYT")).decode()
    assert "DỰ THẢO" not in sheet_page(*asked(final_result, vi, "SYT")).decode()


def test_the_same_material_gives_the_same_bytes(wide: SeasonResult, vi: Words) -> None:
    assert sheet_page(*asked(wide, vi, "SYT")) == sheet_page(*asked(wide, vi, "SYT"))


def test_a_public_page_leaves_out_the_words_of_the_agency(result: SeasonResult, vi: Words) -> None:
    assert "Không có nhiệm vụ này" in sheet_page(*asked(result, vi, "TTT")).decode()
    assert "Không có nhiệm vụ này" not in sheet_page(*asked(result, vi, "TTT", public=True)).decode()


def test_foreign_text_is_inert(make, vi, hostile) -> None:  # type: ignore[no-untyped-def]
    name = f'{hostile}</title></style><script>alert(1)</script><img src=x onerror=alert(2)>" onclick=alert(3)'
    root = parsed(sheet_page(*asked(make({"SNV": (name, {})}, title=name), vi, "SNV")).decode())
    check_closed(root)
    assert not all_of(root, "script")
    assert "<SCRIPT>ALERT(1)</SCRIPT>" in text_of(root)
    assert "\x1b" not in text_of(root)
