"""What lost points cost, told on the screen and in the document with the same figures."""

from fractions import Fraction

import pytest

from parscore.engine.rivals import Rivals
from parscore.model.scorecard import Status
from parscore.reports.document import explain_document
from parscore.reports.effects import MOST_LOST, Effects, stage_rows
from parscore.reports.explain import explain_agency, explain_item
from parscore.reports.explanation import Background


def place_of(result, agency):
    return next(
        (ranking, standing)
        for ranking in result.groups
        for standing in ranking.standings
        if standing.scorecard.agency.id == agency
    )


def effects(ranking, standing):
    return Effects(standing.scorecard, Rivals.of(ranking))


def lines(explanation, label):
    return [line.strip() for part in explanation.parts if part.label == label for line in part.lines]


def test_a_leaf_says_what_its_loss_costs(result, vi):
    ranking, standing = place_of(result, "SYT")
    row = effects(ranking, standing).row("1.1.2")
    lost = Fraction("1.5") - Fraction(18, 13)
    assert row is not None
    assert (row.lost, row.points - standing.scorecard.points) == (lost, lost)
    assert row.gain == lost / standing.scorecard.maximum * 100
    told = lines(explain_item(standing, "1.1.2", vi, Background(effects=effects(ranking, standing))), "Điểm mất")
    assert told[0] == "Mất 0,12 điểm. Nếu đạt điểm tối đa ở đây, các điểm khác giữ nguyên:"
    assert "tổng 8,37 điểm · chỉ số 83,70% (+1,15 điểm %)" in told[1]
    assert ("vẫn hạng 3" in told[1]) == (row.rank == standing.rank)


def test_full_marks_cost_nothing_and_nothing_is_said(result, vi):
    ranking, standing = place_of(result, "SYT")
    full = next(leaf for leaf in standing.scorecard.leaves() if leaf.points == leaf.maximum != 0)
    told = explain_item(standing, full.leaf.code, vi, Background(effects=effects(ranking, standing)))
    assert not lines(told, "Điểm mất")
    assert effects(ranking, standing).rows(full.leaf.code) == ()


def test_an_agency_lists_what_it_lost_most_first(result, vi):
    ranking, standing = place_of(result, "SYT")
    rows = effects(ranking, standing).rows(None)
    losses = [row.lost for row in rows]
    assert losses == sorted(losses, reverse=True)
    assert 0 < len(rows) <= MOST_LOST
    told = explain_agency(standing, vi, Background(effects=effects(ranking, standing)))
    assert len(lines(told, "Mất nhiều nhất")) == 2 * len(rows)


def test_without_the_group_nothing_is_said(result, vi):
    _, standing = place_of(result, "SYT")
    assert not lines(explain_agency(standing, vi), "Mất nhiều nhất")
    assert explain_document(standing, "1.1.2", vi)["lost"] == []


def test_the_document_has_the_same_figures(result, vi):
    ranking, standing = place_of(result, "SYT")
    (told,) = explain_document(standing, "1.1.2", vi, Background(effects=effects(ranking, standing)))["lost"]
    (row,) = effects(ranking, standing).rows("1.1.2")
    assert (told["lost"], told["rank"], told["class"]) == ("3/26", row.rank, row.class_name)
    assert told["printed"] == {"lost": "0.12", "points": "8.37", "index": "83.70", "gain": "1.15"}


def test_points_after_each_stage(result, vi):
    _, standing = place_of(result, "SYT")
    card = standing.scorecard
    assert [row.status for row in stage_rows((card, card), "1.1.2")] == [Status.SCORED, Status.SCORED]
    assert [row.points for row in stage_rows((card,), None)] == [card.points]
    with pytest.raises(KeyError):
        stage_rows((card,), "9")
    background = Background(after=(card, card))
    assert lines(explain_item(standing, "1.1.2", vi, background), "Các vòng") == [
        "tự đánh giá: 1,38 → tự đánh giá: 1,38"
    ]
    assert not lines(explain_item(standing, "1.1.2", vi, Background(after=(card,))), "Các vòng")
    told = explain_document(standing, "1.1.2", vi, background)["stages"]
    assert told == [{"stage": "self", "points": "18/13", "complete": True, "status": "scored"}] * 2


def test_a_stage_without_points_says_its_state(result, vi):
    _, standing = place_of(result, "SXD")
    card = standing.scorecard
    background = Background(after=(card, card))
    (line,) = lines(explain_item(standing, "1.1.1", vi, background), "Các vòng")
    assert line == "tự đánh giá: số liệu không dùng được → tự đánh giá: số liệu không dùng được"
    (whole,) = lines(explain_agency(standing, vi, background), "Các vòng")
    assert whole == "tự đánh giá: chưa đủ → tự đánh giá: chưa đủ"
