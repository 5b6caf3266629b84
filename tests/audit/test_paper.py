"""An agency's working paper: every state of a leaf, what happens when a value is put in, totals, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from builders import NOT_APPLICABLE, RATE, UNUSABLE, agency, answer, card, criteria, group, heading, leaf, row, spec
from builders import submission as handed_in

from parscore.audit.leaf_cells import GroupTable, Member, UnitTable
from parscore.audit.paper import Difference, Paper, paper_of
from parscore.audit.paper_group import members_of
from parscore.audit.paper_leaf import LeafPaper
from parscore.audit.paper_rank import write_rank
from parscore.engine.rank import rank
from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState, Entry
from parscore.model.criteria import (
    Beyond,
    Leaf,
    Part,
    RankRule,
    Requirement,
    Rounding,
    RoundingLevel,
    Section,
    Source,
    Ties,
    Totals,
    Treatment,
)
from parscore.model.formula import AWAITING, LEFT_OUT, MISSING, NONE, OWED, REFUSED
from parscore.model.interval import Interval
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.stage import Act, Stage, StageKind
from parscore.model.submission import LeafAnswers

SELF, FIRST = Stage("self", StageKind.SELF), Stage("td", StageKind.APPRAISAL)
POSITIVE = Interval(Fraction(0), False, None, False, "> 0")


def scored(
    *leaves: Leaf,
    rows: Mapping[str, LeafAnswers],
    figures: Mapping[str, Mapping[str, Answer]] | None = None,
    acts: Mapping[str, Sequence[Act]] | None = None,
    rounding: Rounding = Rounding(),  # noqa: B008 (frozen)
) -> Paper:
    """The paper of an agency with one area, checked against the engine."""
    case = Case(agency("A"), handed_in("A", rows), figures or {}, {k: tuple(v) for k, v in (acts or {}).items()})
    stages = (SELF, FIRST) if acts is not None else (SELF,)
    found, _ = score(case, criteria(heading("1", leaves), rounding=rounding), stages)
    paper = paper_of(found, {})
    assert paper.differences == ()
    return paper


def act(why: str = "", **values: object) -> Act:
    said = {name: value if isinstance(value, Answer) else answer(value) for name, value in values.items()}
    return Act(FIRST, "Trần B", "2026-02-01", why, said)


def word_at(paper: Paper, key: str = "1.1") -> object:
    return paper.ledger.value(key)


@pytest.mark.parametrize(
    ("answers", "others", "points", "maximum"),
    [
        (row(done=9, total=10), {}, Fraction("1.8"), 2),
        (row(done=0, total=0), {"no_case": Treatment.FULL}, Fraction(2), 2),
        (row(done=0, total=0), {"no_case": Treatment.ZERO}, Fraction(0), 2),
        (row(done=0, total=0), {"no_case": Treatment.EXCLUDE}, LEFT_OUT, 0),
        (row(done=0, total=0), {}, REFUSED, 2),
        (row(done=11, total=10), {}, REFUSED, 2),
        (row(done=UNUSABLE, total=10), {}, REFUSED, 2),
        (row(done=9), {}, MISSING, 2),
        (row(), {"blank_is_zero": True}, Fraction(0), 2),
        (row(1), {"blank_is_zero": True}, MISSING, 2),
        (row(NOT_APPLICABLE), {"not_applicable": Treatment.EXCLUDE}, LEFT_OUT, 0),
        (row(NOT_APPLICABLE), {"not_applicable": Treatment.FULL}, Fraction(2), 2),
        (row(NOT_APPLICABLE), {"not_applicable": Treatment.ZERO}, Fraction(0), 2),
        (row(NOT_APPLICABLE, done=1), {"not_applicable": Treatment.ZERO}, REFUSED, 2),
    ],
)
def test_every_state_of_a_leaf_has_its_points_or_its_word(
    answers: LeafAnswers, others: Mapping[str, Any], points: object, maximum: int
) -> None:
    paper = scored(leaf(maximum=2, rule=RATE, **others), rows={"1.1": answers})
    assert word_at(paper) == points
    assert paper.ledger.value("1.1!applicable") == maximum
    assert paper.ledger.value("1.1%") == (NONE if points in (LEFT_OUT, REFUSED, MISSING) else points * 50)  # type: ignore[operator]
    assert paper.ledger.value("1.1!open") == int(points in (REFUSED, MISSING))


def test_a_value_put_in_brings_the_points_and_completes_the_total() -> None:
    paper = scored(leaf(maximum=2, rule=RATE), leaf("1.2", 1), rows={"1.1": row(done=9), "1.2": row(1)})
    ledger = paper.ledger
    assert (ledger.value("1.1"), ledger.value("total"), ledger.value("total!open")) == (MISSING, 1, 1)
    ledger.put("1.1/total", Fraction(10))
    assert (ledger.value("1.1"), ledger.value("total"), ledger.value("total!open")) == (
        Fraction("1.8"),
        Fraction("2.8"),
        0,
    )
    ledger.put("1.1/total", Fraction(0))
    assert ledger.value("1.1") == REFUSED


def test_figures_of_others_are_awaited_until_they_are_there() -> None:
    sipas = leaf(maximum=3, rule=spec("index", of="sipas"), source=Source.SURVEY)
    paper = scored(sipas, rows={}, figures={})
    assert word_at(paper) == AWAITING
    paper.ledger.put("1.1/sipas", Fraction(80))
    assert word_at(paper) == Fraction("2.4")


def test_points_by_hand_are_a_value_with_who_when_and_why() -> None:
    item = leaf(maximum=2, rule=RATE)
    paper = scored(item, rows={"1.1": row(done=9, total=10)}, acts={"1.1": [act("thiếu tài liệu", points="1.5")]})
    assert word_at(paper) == Fraction("1.5")
    (of_leaf,) = [item for item in paper.items if isinstance(item, LeafPaper)]
    assert [line.key for line in of_leaf.lines if line.kind == "stated"] == ["1.1/stated"]
    paper.ledger.put("1.1/stated", Fraction(3))
    assert word_at(paper) == REFUSED, "above the maximum"
    assert word_at(scored(item, rows={"1.1": row(done=9, total=10)}, acts={})) == OWED


def test_corrected_values_and_a_mark_of_the_appraiser_are_in_force() -> None:
    item = leaf(maximum=2, rule=RATE, not_applicable=Treatment.EXCLUDE)
    rows = {"1.1": row(done=9, total=10)}
    assert word_at(scored(item, rows=rows, acts={"1.1": [act(done=5)]})) == 1
    marked = act(points=Answer(AnswerState.NOT_APPLICABLE))
    assert word_at(scored(item, rows=rows, acts={"1.1": [marked]})) == LEFT_OUT
    claim = leaf(maximum=2)
    assert word_at(scored(claim, rows={"1.1": row(2)}, acts={"1.1": [act(points=1)]})) == 1


@pytest.mark.parametrize(("needed", "points"), [(1, Fraction(2)), (0, Fraction("0.5")), (None, MISSING)])
def test_a_condition_on_another_leaf_is_live(needed: object, points: object) -> None:
    dependent = leaf(maximum=2, requires=Requirement("1.2", POSITIVE, Fraction("0.5")))
    paper = scored(dependent, leaf("1.2", 1), rows={"1.1": row(2), "1.2": row(needed)})
    assert word_at(paper) == points
    paper.ledger.put("1.2/points", Fraction(1))
    assert word_at(paper) == 2


@pytest.mark.parametrize("at", RoundingLevel)
def test_figures_are_rounded_where_the_set_rounds_them(at: RoundingLevel) -> None:
    rows = {code: row(done=1, total=3) for code in ("1.1", "1.2")}
    leaves = [leaf(code, 1, RATE) for code in rows]
    ledger = scored(*leaves, rows=rows, rounding=Rounding(at=at, points=2)).ledger
    assert ledger.value("1.1") == (Fraction("0.33") if at is RoundingLevel.LEAF else Fraction(1, 3))
    area = {RoundingLevel.LEAF: Fraction("0.66"), RoundingLevel.AREA: Fraction("0.67")}.get(at, Fraction(2, 3))
    assert ledger.value("1") == area
    assert ledger.value("total") == (Fraction("0.67") if at is RoundingLevel.TOTAL else area)
    assert ledger.value("total~") == round(float(area) * 100) / Fraction(100)


def sections(bonus: object, penalty: object, **totals: Any) -> Paper:
    own = heading("1", [leaf("1.1", 4)])
    plus = replace(heading("2", [leaf("2.1", 2)]), section=Section.BONUS)
    minus = replace(heading("3", [leaf("3.1", 2)]), section=Section.PENALTY)
    whole = replace(criteria(own, plus, minus), totals=Totals(**totals))
    rows = {"1.1": row(3), "2.1": row(bonus), "3.1": row(penalty)}
    paper = paper_of(score(Case(agency("A"), handed_in("A", rows), {}), whole)[0], {})
    assert paper.differences == ()
    return paper


@pytest.mark.parametrize(
    ("bonus", "penalty", "totals", "total"),
    [
        (2, 0, {}, 4),
        (2, 0, {"above": Beyond.ALLOW}, 5),
        (2, 1, {"bonus_at_most": Fraction(1)}, 3),
        (0, 2, {"penalty_at_most": Fraction("0.5")}, Fraction("2.5")),
    ],
)
def test_bonus_and_penalty_with_their_caps(bonus: int, penalty: int, totals: Any, total: object) -> None:
    ledger = sections(bonus, penalty, **totals).ledger
    assert (ledger.value("total"), ledger.value("total!applicable")) == (total, 4)


def test_parts_count_by_weight_and_one_without_a_case_leaves_the_weights() -> None:
    areas = [heading("1", [leaf("1.1", 4)]), heading("2", [leaf("2.1", 2, not_applicable=Treatment.EXCLUDE)])]
    parts = (Part("Một", Fraction(35), ("1",)), Part("Hai", Fraction(65), ("2",)))
    whole = replace(criteria(*areas), totals=Totals(parts=parts))
    for given, total, maximum in (
        (1, Fraction(35, 4) * 3 + Fraction(65, 2), 100),
        (NOT_APPLICABLE, Fraction(105, 4), 35),
    ):
        rows = {"1.1": row(3), "2.1": row(given)}
        paper = paper_of(score(Case(agency("A"), handed_in("A", rows), {}), whole)[0], {})
        assert paper.differences == ()
        assert (paper.ledger.value("total"), paper.ledger.value("total!applicable")) == (total, maximum)


def test_the_group_is_compared_with_the_agencys_own_live_value() -> None:
    rule = spec("relative", of="done / total", to="best")
    whole = criteria(heading("1", [leaf(maximum=2, rule=rule)]))
    values = {"A": (8, 10), "B": (9, 10), "C": (3, 0)}
    cases = [
        Case(agency(name), handed_in(name, {"1.1": row(done=done, total=total)}), {})
        for name, (done, total) in values.items()
    ]
    cards, _ = score_group(cases, whole)
    members = members_of(cards.values())
    assert members == {"1.1": [Member("A", "Sở A", Fraction(4, 5)), Member("B", "Sở B", Fraction(9, 10))]}
    paper = paper_of(cards["A"], members)
    assert paper.differences == ()
    (table,) = [table for item in paper.items if isinstance(item, LeafPaper) for table in item.tables]
    assert isinstance(table, GroupTable)
    assert paper.ledger.value("1.1@group_best") == Fraction(9, 10)
    paper.ledger.put("1.1/done", Fraction(10))
    assert (paper.ledger.value("1.1@group_best"), paper.ledger.value("1.1")) == (1, 2)


def test_a_mark_of_the_agency_on_a_leaf_of_others_keeps_no_value_from_the_group() -> None:
    rule = spec("relative", of="done / total", to="best")
    item = leaf(maximum=2, rule=rule, source=Source.STATISTICS, not_applicable=Treatment.EXCLUDE)
    figures = {"1.1": {"done": answer(8), "total": answer(10)}}
    cases = [
        Case(agency(name), handed_in(name, {"1.1": row(claim)}), figures)
        for name, claim in (("A", NOT_APPLICABLE), ("B", None))
    ]
    cards, _ = score_group(cases, criteria(heading("1", [item])))
    members = members_of(cards.values())
    assert [member.agency for member in members["1.1"]] == ["A", "B"]
    assert all(paper_of(card, members).differences == () for card in cards.values())


def test_each_subordinate_unit_has_its_row() -> None:
    rule = spec("unit_mean", rule={"proportional": {"of": "done / total"}})
    item = leaf(maximum=2, rule=rule, source=Source.UNITS)
    columns = {"done": (Fraction(9), Fraction(0)), "total": (Fraction(10), Fraction(0))}
    figures = {
        name: Answer(AnswerState.GIVEN, column, entries=tuple(Entry(f"Xã {at}", answer(0)) for at in (1, 2)))
        for name, column in columns.items()
    }
    paper = scored(item, rows={}, figures={"1.1": figures})
    (table,) = [table for each in paper.items if isinstance(each, LeafPaper) for table in each.tables]
    assert isinstance(table, UnitTable)
    assert [(given, name) for given, name, _, _ in table.columns] == [
        (True, "done"),
        (True, "total"),
        (False, "value"),
        (False, "unit"),
    ]
    assert word_at(paper) == Fraction("1.8"), "the unit without a case is not in the mean"
    paper.ledger.put("1.1/total/1", Fraction(5))
    assert word_at(paper) == Fraction("0.9")


def test_the_place_is_a_formula_where_one_figure_decides_it() -> None:
    cards = [card("A", [1], [2]), card("B", [2], [2]), card("C", [1], [2])]
    for ties, places in ((Ties.COMPETITION, [2, 1, 2]), (Ties.ORDINAL, [2, 1, 3])):
        of_group, by_agency = group(cards, RankRule(ties=ties))
        ranking, _ = rank(of_group, by_agency)
        for one, place in zip(cards, places, strict=True):
            paper = paper_of(one, {})
            table = write_rank(paper.ledger, ranking, one.agency.id)
            assert table is not None
            assert (paper.ledger.value("rank"), table.counted) == (place, place < 3)
    unranked = card(agency("D", ranked=False), [1], [2])
    ranking, _ = rank(*group([*cards, unranked]))
    assert write_rank(paper_of(unranked, {}).ledger, ranking, "D") is None


def test_a_figure_that_the_formula_does_not_give_is_named() -> None:
    whole = scored(leaf(maximum=2, rule=RATE), rows={"1.1": row(done=9, total=10)}).card
    area = whole.areas[0]
    (found,) = area.children
    assert isinstance(found, LeafScore)
    wrong: Scorecard = replace(whole, areas=(replace(area, children=(replace(found, points=Fraction("1.9")),)),))
    assert Difference("1.1", Fraction("1.8"), Fraction("1.9")) in paper_of(wrong, {}).differences


def test_a_value_too_near_to_a_bound_is_not_passed_over() -> None:
    rule = spec("threshold", of="done / total", zero_below="95%")
    rows = {"1.1": row(done=9499999999999, total=10**13)}
    found, _ = score(Case(agency("A"), handed_in("A", rows), {}), criteria(heading("1", [leaf(rule=rule)])))
    assert found.points == 0
    assert next(each.key for each in paper_of(found, {}).differences) == "1"
