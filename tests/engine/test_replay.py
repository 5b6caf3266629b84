"""A group asked what other scores would give: the same engine, so that nothing changed gives the same result."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import heading, leaf
from samples import FREE, replay_of, replayed

from parscore.engine.replay import Replay
from parscore.model.criteria import Band, ClassRule, RankRule, Requirement
from parscore.model.interval import Interval
from parscore.model.scorecard import LeafScore

POINTS = {"A": ["1.9", "1.8"], "B": ["1.7", "1.6"], "C": ["1.7", "1.6"], "D": [0, 1]}
BANDS = (Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0)))
CLASSES = ClassRule(BANDS)


def with_points(replay: Replay, agency: str, code: str, points: object) -> dict[str, LeafScore]:
    found = replay.standings[agency].scorecard.find(code)
    assert isinstance(found, LeafScore)
    return {code: replace(found, points=Fraction(str(points)))}


def test_nothing_changed_gives_the_same() -> None:
    replay = replayed(POINTS, classes=CLASSES)
    for agency, standing in replay.standings.items():
        card = replay.card(agency, {})
        assert card == standing.scorecard
        assert replay.place(card) == standing
    assert replay.ranked({}) == replay.standings


def test_changed_points_go_into_the_total_and_the_rank() -> None:
    replay = replayed(POINTS, classes=CLASSES)
    card = replay.card("D", with_points(replay, "D", "1.1", 2))
    assert (card.points, card.index) == (3, 75)
    after = replay.ranked({"D": card})
    assert (after["D"].rank, after["D"].class_name, after["A"].rank) == (4, "Khá", 1)
    assert replay.standings["D"].class_name == "Yếu"


@pytest.mark.parametrize("shared", [None, Fraction(1, 4)])
@pytest.mark.parametrize("rule", [RankRule(), RankRule(by="points"), RankRule(keys=("official_order",))])
def test_one_place_is_that_of_the_whole_ranking(rule: RankRule, shared: Fraction | None) -> None:
    classes = ClassRule((replace(BANDS[0], at_most_share=shared), *BANDS[1:]))
    replay = replayed(POINTS, classes=classes, ranking=rule)
    for agency in POINTS:
        for points in ("0", "0.5", "1.6", "1.7", "1.75", "1.8", "2"):
            card = replay.card(agency, with_points(replay, agency, "1.1", points))
            assert replay.place(card) == replay.ranked({agency: card})[agency], (agency, points)


def test_a_card_that_is_not_complete_has_no_place() -> None:
    replay = replayed({"A": [1], "B": [0], "C": [None]})
    known = replay.standings["A"].scorecard
    card = replace(known, complete=False)
    assert replay.place(card).rank is None
    assert replay.place(replay.card("C", {})).rank is None


def test_a_leaf_with_a_condition_on_the_changed_one_is_judged_anew() -> None:
    above = Interval(Fraction(1), True, None, False, ">= 1")
    leaves = [leaf("1.1", 2, FREE), leaf("1.2", 2, FREE, requires=Requirement("1.1", above)),
              leaf("1.3", 2, FREE, requires=Requirement("1.2", above))]  # fmt: skip
    replay = replay_of({"A": [2, 2, 2]}, [heading("1", leaves)])
    assert replay.card("A", with_points(replay, "A", "1.1", 1)).points == 5
    assert replay.card("A", with_points(replay, "A", "1.1", "0.9")).points == Fraction(9, 10)
    low = replay_of({"A": [0, 2, 2]}, [heading("1", leaves)])
    assert low.standings["A"].scorecard.points == 0
    assert low.card("A", with_points(low, "A", "1.1", 1)).points == 5
