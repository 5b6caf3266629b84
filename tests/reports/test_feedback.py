"""The result sheet of one agency: what it says, and that the workbook says the same."""

from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from parscore.engine.rivals import Rivals
from parscore.messages import Words
from parscore.reports.effects import Effects
from parscore.reports.feedback import feedback_of
from parscore.reports.feedback_words import headline, lost_texts, past_line
from parscore.reports.material import Past, material
from parscore.reports.printing import printer
from parscore.reports.xlsx_feedback import feedback_workbook

SAID = "Hạng 3=/4 (bằng điểm với đơn vị khác) · Xếp loại Tốt · Chỉ số 82,55% · 8,25/10,00 điểm"
EVERYBODY = ("SYT", "SXD", "TTT", "NGOAI", "TRONG")


def sheets(result, words, **others):
    of = material(result, words, **others)
    return of, {one.card.agency.id: one for one in feedback_of(of, EVERYBODY)}


def test_every_agency_asked_for_has_a_sheet(result, vi):
    _, found = sheets(result, vi)
    assert set(found) == set(EVERYBODY)
    assert list(feedback_of(material(result, vi), ("nobody",))) == []


def test_the_headline_is_the_standing(result, vi):
    _, found = sheets(result, vi)
    assert headline(found["SYT"], vi) == SAID
    assert headline(found["TRONG"], vi) == "Chưa có điểm nào"
    assert headline(found["SXD"], vi).startswith("Còn tiêu chí chưa có điểm, chưa xếp hạng")
    assert headline(found["NGOAI"], vi).startswith("Không xếp hạng")


def test_what_was_lost_is_told_only_of_a_complete_scorecard(result, vi):
    _, found = sheets(result, vi)
    one = found["SYT"]
    effects = Effects(one.card, Rivals.of(one.group)).most_lost()
    assert [line.effect for line in one.lost] == list(effects) != []
    assert found["SXD"].lost == ()
    reason, _, place = lost_texts(one.lost[0], one, vi)
    assert reason
    assert place


def test_areas_stand_beside_the_group(result, vi):
    _, found = sheets(result, vi)
    for one in found.values():
        assert [line.row.code for line in one.areas] == [area.heading.code for area in one.card.areas]
        assert [line.group for line in one.areas] == list(one.figures.areas)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (None, ""),
        (Past(None, None, None), "Năm trước: không so sánh được"),
        (Past(Fraction(80), 2, "Khá"), "Năm trước: Chỉ số 80,00% · hạng 2 · Xếp loại Khá · thay đổi +2,55 điểm %"),
        (Past(Fraction(90), None, None), "Năm trước: Chỉ số 90,00% · thay đổi -7,45 điểm %"),
    ],
)
def test_last_year(result, vi, past, said):
    _, found = sheets(result, vi, before={} if past is None else {"SYT": past})
    assert past_line(found["SYT"], vi) == said


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("agency", EVERYBODY)
def test_the_workbook_says_the_same_and_is_the_same_again(result, agency, language):
    words = Words(language)
    of, found = sheets(result, words)
    one = found[agency]
    content = feedback_workbook(one, of)
    assert feedback_workbook(one, of) == content
    sheet = load_workbook(BytesIO(content)).active
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert headline(one, words) in texts
    assert one.card.agency.name.upper() in texts
    write = printer(words, one.card.criteria.rounding)
    numbers = {f"{value:.2f}" for value in texts if isinstance(value, int | float)}
    for line in one.areas:
        for shown in (write.points(line.row.shown_points), write.index(line.row.shown_index)):
            assert not shown or shown.replace(",", ".") in numbers
    assert not any(isinstance(value, str) and value.startswith("=") for value in texts)
    assert len(sheet._charts) == 1


def test_a_public_sheet_has_no_remarks_and_reasons(result, vi):
    of, found = sheets(result, vi, public=True)
    assert all(line.remark == "" for one in found.values() for line in one.lost)
    reasons = {row.reason for one in found.values() for row in one.left_out if row.reason}
    assert reasons
    for one in found.values():
        book = load_workbook(BytesIO(feedback_workbook(one, of)))
        texts = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row)
        assert not any(reason in texts for reason in reasons)
