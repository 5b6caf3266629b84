"""A ranking that is not whole says so; one that is whole says nothing."""

from dataclasses import replace

import pytest
from builders import agency, card, group, submission

from parscore.engine.rank import rank
from parscore.messages import Words
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.incomplete import Incomplete, incomplete, incomplete_line
from parscore.reports.marks import marks_of

VI, EN = Words("vi"), Words("en")


def ranking_of(**agencies: tuple[bool, bool, bool]) -> GroupRanking:
    """A group of agencies by id: ranked, complete, with a form."""
    cards = {}
    for order, (name, (ranked, complete, sent)) in enumerate(agencies.items()):
        who = agency(name, order, ranked=ranked)
        form = submission(name, {}) if sent else None
        cards[name] = replace(card(who, [1], [2]), complete=complete, submission=form)
    return rank(*group(list(cards.values())))[0]


def test_a_whole_ranking_has_no_mark() -> None:
    whole = ranking_of(SNV=(True, True, True), NGOAI=(False, True, True))
    assert incomplete(whole) is None
    assert [incomplete_line(whole, words) for words in (VI, EN)] == ["", ""]


def test_a_complete_agency_without_a_form_keeps_no_ranking_from_being_whole() -> None:
    assert incomplete(ranking_of(SNV=(True, True, False))) is None


def test_agencies_that_wait_are_counted_among_those_that_take_part() -> None:
    found = ranking_of(SNV=(True, True, True), SYT=(True, False, True), STP=(True, False, False), NGOAI=(False,) * 3)
    assert incomplete(found) == Incomplete(3, ("SYT", "STP"), ("NGOAI",), ("STP", "NGOAI"))
    assert incomplete_line(found, VI) == (
        "CHƯA ĐẦY ĐỦ: 2 trên 3 đơn vị chưa xếp hạng; đơn vị ngoài xếp hạng còn TCTP chưa có điểm: NGOAI; "
        "chưa có biểu dùng được: STP, NGOAI"
    )
    assert incomplete_line(found, EN) == (
        "INCOMPLETE: agencies not ranked yet: 2 of 3; outside the ranking, leaves still without points: NGOAI; "
        "no usable form from: STP, NGOAI"
    )


def test_only_what_there_is_is_said() -> None:
    assert incomplete_line(ranking_of(SNV=(True, True, True), SYT=(True, False, True)), VI) == (
        "CHƯA ĐẦY ĐỦ: 1 trên 2 đơn vị chưa xếp hạng"
    )
    outside = ranking_of(SNV=(True, True, True), NGOAI=(False, False, True))
    assert incomplete_line(outside, VI) == "CHƯA ĐẦY ĐỦ: đơn vị ngoài xếp hạng còn TCTP chưa có điểm: NGOAI"


@pytest.mark.parametrize(("count", "end"), [(12, "A11"), (13, "A11 và 1 đơn vị khác")])
def test_of_many_agencies_the_rest_is_counted(count: int, end: str) -> None:
    line = incomplete_line(ranking_of(**{f"A{at}": (True, False, False) for at in range(count)}), VI)
    assert line.startswith(f"CHƯA ĐẦY ĐỦ: {count} trên {count} đơn vị chưa xếp hạng; chưa có biểu dùng được: A0, A1, ")
    assert line.endswith(end)


def test_the_state_of_a_draft_says_whether_its_rankings_are_whole(result: SeasonResult) -> None:
    assert result.draft and not result.groups[0].complete
    assert marks_of(result, VI).state == "DỰ THẢO - KẾT QUẢ CHƯA CHÍNH THỨC, XẾP HẠNG CHƯA ĐẦY ĐỦ"
    assert marks_of(result, EN).state == "DRAFT - NOT THE OFFICIAL RESULT, RANKING INCOMPLETE"
    whole = replace(result.groups[0], standings=result.groups[0].standings[:4])
    draft = replace(result, groups=(whole,), unlocked=True)
    assert marks_of(draft, VI).state == "DỰ THẢO - KẾT QUẢ CHƯA CHÍNH THỨC"
    assert marks_of(replace(result, groups=(whole, result.groups[0])), VI).state.endswith("XẾP HẠNG CHƯA ĐẦY ĐỦ")
