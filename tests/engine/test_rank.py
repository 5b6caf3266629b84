"""Ranks: the three tie rules, the keys, the two bases, and who stands outside the ranking."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from builders import NANO, agency, card, criteria, group, heading, leaf, row, submission

from parscore.engine.rank import rank, worth_of
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.messages import LANGUAGES, Words
from parscore.model.cell import AnswerState
from parscore.model.criteria import Band, Basis, ClassRule, Level, RankRule, Rounding, Ties, Treatment
from parscore.model.problem import Problem
from parscore.model.ranking import GroupRanking
from parscore.model.scorecard import Scorecard
from parscore.numbers import printed


def ranked(
    cards: Sequence[Scorecard], classes: ClassRule | None = None, **rule: Any
) -> tuple[GroupRanking, tuple[Problem, ...]]:
    return rank(*group(cards, RankRule(**rule), classes))


def ranks(found: GroupRanking) -> list[tuple[str, int | None]]:
    return [(standing.scorecard.agency.id, standing.rank) for standing in found.standings]


def tied(found: GroupRanking) -> list[str]:
    return [standing.scorecard.agency.id for standing in found.standings if standing.tied]


def of_100(points: Mapping[str, object], **others: Any) -> list[Scorecard]:
    return [card(agency(name, at), [worth], [100], **others) for at, (name, worth) in enumerate(points.items(), 1)]


# --- tie rules ---------------------------------------------------------------------------------------------------

EQUALS = {"A": 80, "B": 90, "C": 80, "D": 95, "E": 70, "F": 80, "G": 95}


@pytest.mark.parametrize(
    ("ties", "places", "code"),
    [
        (Ties.COMPETITION, [1, 1, 3, 4, 4, 4, 7], "PS701"),
        (Ties.DENSE, [1, 1, 2, 3, 3, 3, 4], "PS701"),
        (Ties.ORDINAL, [1, 2, 3, 4, 5, 6, 7], "PS702"),
    ],
)
def test_equals_are_ranked_by_the_tie_rule_in_official_order(ties: Ties, places: list[int], code: str) -> None:
    found, problems = ranked(of_100(EQUALS), ties=ties)
    assert ranks(found) == list(zip("DGBACFE", places, strict=True))
    assert tied(found) == list("DGACF")
    assert [(problem.code, problem.agency, dict(problem.facts)) for problem in problems] == [
        (code, "D", {"group": "Sở", "agencies": "D, G"}),
        (code, "A", {"group": "Sở", "agencies": "A, C, F"}),
    ]


@pytest.mark.parametrize("ties", Ties)
def test_without_equals_every_tie_rule_gives_the_same_ranks_and_nothing_is_said(ties: Ties) -> None:
    found, problems = ranked(of_100({"A": 80, "B": 90 - NANO, "C": 90}), ties=ties)
    assert ranks(found) == [("C", 1), ("B", 2), ("A", 3)]
    assert (tied(found), problems) == ([], ())


def test_agencies_are_ranked_by_index_or_by_points() -> None:
    areas = [heading("1", [leaf("1.1", 60), leaf("1.2", 40, not_applicable=Treatment.EXCLUDE)])]
    whole = {"1.1": row(50), "1.2": row(30)}
    rebased = {"1.1": row(54), "1.2": row(AnswerState.NOT_APPLICABLE)}
    cards = [
        score(Case(agency(name), submission(name, answers), {}), criteria(*areas))[0]
        for name, answers in (("WHOLE", whole), ("REBASED", rebased))
    ]
    assert [(one.points, one.index) for one in cards] == [(80, 80), (54, 90)]
    assert ranks(ranked(cards)[0]) == [("REBASED", 1), ("WHOLE", 2)]
    assert ranks(ranked(cards, by="points")[0]) == [("WHOLE", 1), ("REBASED", 2)]


# --- keys --------------------------------------------------------------------------------------------------------


def of_areas(points: dict[str, Sequence[object]]) -> list[Scorecard]:
    """Three areas of at most 10, 20 and 70 points."""
    return [card(agency(name, at), parts, [10, 20, 70]) for at, (name, parts) in enumerate(points.items(), 1)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), [("A", 1), ("B", 1), ("C", 1)]),
        (("area:1",), [("C", 1), ("A", 2), ("B", 2)]),
        (("area:2",), [("B", 1), ("A", 2), ("C", 2)]),
        (("area:1", "area:2"), [("C", 1), ("B", 2), ("A", 3)]),
        (("area:2", "area:1"), [("B", 1), ("C", 2), ("A", 3)]),
        (("subcriterion:3.1",), [("A", 1), ("B", 2), ("C", 3)]),
        (("points",), [("A", 1), ("B", 1), ("C", 1)]),
        (("index", "area:3"), [("A", 1), ("B", 2), ("C", 3)]),
    ],
)
def test_keys_settle_ties_in_their_order(keys: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    cards = of_areas({"A": [5, 10, 65], "B": [5, 11, 64], "C": [7, 10, 63]})
    assert ranks(ranked(cards, keys=keys)[0]) == expected


def test_a_key_may_be_a_criterion_with_sub_criteria() -> None:
    inner = heading("1.1", [leaf("1.1.1", 2), leaf("1.1.2", 2)], Level.CRITERION)
    areas = [heading("1", [inner, leaf("1.2", 4)])]
    cards = [
        score(Case(agency(name), submission(name, answers), {}), criteria(*areas))[0]
        for name, answers in (
            ("A", {"1.1.1": row(1), "1.1.2": row(1), "1.2": row(2)}),
            ("B", {"1.1.1": row(1), "1.1.2": row(2), "1.2": row(1)}),
        )
    ]
    assert ranks(ranked(cards, keys=("area:1",))[0]) == [("A", 1), ("B", 1)]
    assert ranks(ranked(cards, keys=("subcriterion:1.1.1",))[0]) == [("A", 1), ("B", 1)]
    assert ranks(ranked(cards, keys=("criterion:1.1",))[0]) == [("B", 1), ("A", 2)]
    assert ranks(ranked(cards, keys=("criterion:1.2",))[0]) == [("A", 1), ("B", 2)]


def test_a_key_settles_equals_only() -> None:
    cards = of_areas({"A": [10, 20, 40], "B": [0, 1, 70]})
    assert ranks(ranked(cards, keys=("area:3",))[0]) == [("B", 1), ("A", 2)]
    cards = of_areas({"A": [10, 20, 42], "B": [0, 1, 70]})
    assert ranks(ranked(cards, keys=("area:3",))[0]) == [("A", 1), ("B", 2)]


def test_a_key_compares_the_exact_index_of_the_item() -> None:
    cards = of_areas({"A": [5, 10, 65], "B": [5 + NANO, 10, 65 - NANO]})
    assert ranks(ranked(cards, keys=("area:1",))[0]) == [("B", 1), ("A", 2)]
    assert ranks(ranked(cards, keys=("area:1",), basis=Basis.PRINTED)[0]) == [("B", 1), ("A", 2)]


def test_an_item_that_was_left_out_or_is_not_there_counts_lowest() -> None:
    areas = [heading("1", [leaf("1.1", 10, not_applicable=Treatment.EXCLUDE)]), heading("2", [leaf("2.1", 10)])]
    cards = [
        score(Case(agency(name), submission(name, {"1.1": row(first), "2.1": row(second)}), {}), criteria(*areas))[0]
        for name, first, second in (("OUT", AnswerState.NOT_APPLICABLE, 0), ("NOUGHT", 0, 0))
    ]
    assert ranks(ranked(cards)[0]) == [("OUT", 1), ("NOUGHT", 1)]
    assert ranks(ranked(cards, keys=("area:1",))[0]) == [("NOUGHT", 1), ("OUT", 2)]
    assert worth_of(cards[0], RankRule(keys=("area:1", "area:9"))) == ((True, 0), (False, 0), (False, 0))


@pytest.mark.parametrize("ties", Ties)
def test_ps702_the_official_order_as_a_key_gives_every_equal_a_rank_of_its_own_and_says_so(ties: Ties) -> None:
    found, problems = ranked(of_100(EQUALS), ties=ties, keys=("area:1", "official_order"))
    assert ranks(found) == list(zip("DGBACFE", range(1, 8), strict=True))
    assert tied(found) == list("DGACF")
    assert [problem.code for problem in problems] == ["PS702", "PS702"]


def test_the_official_order_comes_after_the_keys_before_it() -> None:
    cards = of_areas({"A": [5, 10, 65], "B": [5, 11, 64], "C": [7, 10, 63]})
    found, problems = ranked(cards, keys=("area:1", "official_order", "area:2"))
    assert ranks(found) == [("C", 1), ("A", 2), ("B", 3)]
    assert [dict(problem.facts)["agencies"] for problem in problems] == ["A, B"]


# --- basis -------------------------------------------------------------------------------------------------------


def test_thanh_hoa_2024_equal_on_paper_and_not_in_fact() -> None:
    """90.02 is printed twice with ranks 2 and 3, 85.02 twice with ranks 13 and 14: hidden decimals differ."""
    cards = of_100({"VP": "90.0151", "TC": "90.05", "NV": "90.0249", "YT": "85.0153", "KHCN": "85.0247"})
    found, problems = ranked(cards)
    indices = [printed(standing.scorecard.index or Fraction(0), 2) for standing in found.standings]
    assert ranks(found) == [("TC", 1), ("NV", 2), ("VP", 3), ("KHCN", 4), ("YT", 5)]
    assert indices == ["90,05", "90,02", "90,02", "85,02", "85,02"]
    assert (tied(found), problems) == ([], ())
    found, problems = ranked(cards, basis=Basis.PRINTED)
    assert ranks(found) == [("TC", 1), ("VP", 2), ("NV", 2), ("YT", 4), ("KHCN", 4)]
    assert [problem.code for problem in problems] == ["PS701", "PS701"]


@pytest.mark.parametrize(
    ("better", "basis", "expected"),
    [
        ("90.015", Basis.PRINTED, [("A", 1), ("B", 1)]),
        ("90.02499", Basis.PRINTED, [("A", 1), ("B", 1)]),
        ("90.025", Basis.PRINTED, [("B", 1), ("A", 2)]),
        ("90.01499", Basis.PRINTED, [("A", 1), ("B", 2)]),
        ("90.02000000001", Basis.EXACT, [("B", 1), ("A", 2)]),
        ("90.02", Basis.EXACT, [("A", 1), ("B", 1)]),
    ],
)
def test_printed_values_are_equal_from_half_to_half(better: str, basis: Basis, expected: list[tuple[str, int]]) -> None:
    assert ranks(ranked(of_100({"A": "90.02", "B": better}), basis=basis)[0]) == expected


def test_each_value_is_printed_with_its_own_digits() -> None:
    cards = of_100({"A": "90.04", "B": "90.01"}, rounding=Rounding(points=1, index=2))
    assert ranks(ranked(cards, by="index", basis=Basis.PRINTED)[0]) == [("A", 1), ("B", 2)]
    assert ranks(ranked(cards, by="points", basis=Basis.PRINTED)[0]) == [("A", 1), ("B", 1)]


def test_hidden_decimals_may_be_a_key() -> None:
    cards = of_100({"A": "90.018", "B": "90.022"})
    assert ranks(ranked(cards, basis=Basis.PRINTED, keys=("points",))[0]) == [("B", 1), ("A", 2)]


# --- outside the ranking, incomplete -----------------------------------------------------------------------------


def test_who_is_outside_or_incomplete_has_no_rank_and_stands_after_the_ranked() -> None:
    cards = [
        card(agency("INCOMPLETE", 1), [90, None], [95, 5]),
        card(agency("OUTSIDE", 2, ranked=False), [95, 5], [95, 5]),
        card(agency("LAST", 3), [10, 0], [95, 5]),
        card(agency("BOTH", 4, ranked=False), [None, 5], [95, 5]),
        card(agency("FIRST", 5), [20, 0], [95, 5]),
        card(agency("SPECIAL", 6, ranked=False), [1, 0], [95, 5]),
    ]
    found, problems = ranked(cards)
    assert ranks(found) == [
        ("FIRST", 1),
        ("LAST", 2),
        ("OUTSIDE", None),
        ("SPECIAL", None),
        ("INCOMPLETE", None),
        ("BOTH", None),
    ]
    assert not found.complete
    assert [(problem.code, dict(problem.facts)) for problem in problems] == [
        ("PS703", {"group": "Sở", "agencies": "INCOMPLETE", "count": "1"})
    ]


def test_ps703_only_agencies_that_take_part_make_a_ranking_incomplete() -> None:
    whole, lacking = card(agency("A", 1), [1], [2]), card(agency("B", 2, ranked=False), [None], [2])
    assert ranked([whole, lacking])[1] == ()
    assert [problem.code for problem in ranked([whole, card(agency("B", 2), [None], [2])])[1]] == ["PS703"]


def test_an_outsider_takes_no_rank_from_others_and_ties_with_nobody() -> None:
    cards = [card(agency("OUT", 1, ranked=False), [9], [10]), card(agency("A", 2), [9], [10])]
    found, problems = ranked(cards, ties=Ties.ORDINAL)
    assert (ranks(found), tied(found), problems) == ([("A", 1), ("OUT", None)], [], ())


def test_the_incomplete_have_no_class_and_outsiders_have_one() -> None:
    classes = ClassRule((Band("Tốt", Fraction(80)), Band("Khác", Fraction(0))))
    cards = [card("IN", [9], [10]), card("NOT", [None], [10]), card(agency("OUT", ranked=False), [7], [10])]
    found, _ = ranked(cards, classes)
    shown = [(one.scorecard.agency.id, one.class_name, len(one.band_tests)) for one in found.standings]
    assert shown == [("IN", "Tốt", 1), ("OUT", "Khác", 2), ("NOT", None, 0)]


def test_without_class_rule_nobody_has_a_class() -> None:
    assert [one.class_name for one in ranked([card("A", [9], [10])])[0].standings] == [None]


def test_a_group_where_nobody_is_complete_has_no_ranks() -> None:
    found, problems = ranked([card("A", [None], [10]), card("B", [None], [10])])
    assert ranks(found) == [("A", None), ("B", None)]
    assert dict(problems[0].facts)["agencies"] == "A, B"


def test_nothing_applicable_ranks_last() -> None:
    areas = [heading("1", [leaf("1.1", 10, not_applicable=Treatment.EXCLUDE)])]
    nothing = row(AnswerState.NOT_APPLICABLE)
    cards = [
        score(Case(agency(name), submission(name, {"1.1": answers}), {}), criteria(*areas))[0]
        for name, answers in (("NOTHING", nothing), ("ZERO", row(0)))
    ]
    for basis in Basis:
        assert ranks(ranked(cards, basis=basis)[0]) == [("ZERO", 1), ("NOTHING", 2)]


# --- order -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ties", Ties)
def test_the_order_of_agencies_changes_nothing_but_the_order_of_equals(ties: Ties) -> None:
    cards = of_100({"A": 80, "B": 90, "C": 80, "D": 70})
    for order in permutations(cards):
        found, problems = ranked(order, ties=ties)
        equals = [one.agency.id for one in order if one.points == 80]
        places = {Ties.COMPETITION: [1, 2, 2, 4], Ties.DENSE: [1, 2, 2, 3], Ties.ORDINAL: [1, 2, 3, 4]}[ties]
        assert ranks(found) == list(zip(["B", *equals, "D"], places, strict=True))
        assert len(problems) == 1


def test_the_order_in_which_cards_were_made_changes_nothing() -> None:
    cards = of_100(EQUALS)
    members, by_id = group(cards)
    assert rank(members, dict(reversed(by_id.items()))) == rank(members, by_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_ranking_can_be_put_into_words(language: Any) -> None:
    cards = [*of_100({"A": 80, "B": 80}), card("C", [None], [100])]
    seen = set()
    for ties in Ties:
        for found in ranked(cards, ties=ties)[1]:
            seen.add(found.code)
            words = Words(language).problem(found)
            assert all((words.title, words.message, words.remedy))
            assert "{" not in words.message + words.remedy
    assert seen == {"PS701", "PS702", "PS703"}


def test_equals_that_find_no_room_in_two_classes_fall_through_both() -> None:
    half = Fraction(1, 2)
    bands = (
        Band("A", Fraction(90), at_most_share=half),
        Band("B", Fraction(80), at_most_share=half),
        Band("C", Fraction(0)),
    )
    found, _ = ranked(of_100({"K": 95, "L": 95, "M": 95, "N": 50}), ClassRule(bands))
    assert [standing.class_name for standing in found.standings] == ["C"] * 4


def test_a_ranking_is_that_of_its_group_and_nobody_outside_it_is_tied() -> None:
    whole, cards = group(of_100({"A": 80, "B": None, "C": None}))
    found, _ = rank(whole, cards)
    assert found.group is whole
    assert [(standing.rank, standing.tied) for standing in found.standings] == [
        (1, False),
        (None, False),
        (None, False),
    ]
