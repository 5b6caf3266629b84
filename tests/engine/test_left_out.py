"""What leaves the maximum: sources outside the index, sources that a season does without, leaves that do not apply."""
# mypy: disable-error-code="comparison-overlap"

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from builders import CLAIM, NOT_APPLICABLE, RATE, agency, answer, criteria, group, heading, leaf, row, spec, submission
from hypothesis import given
from hypothesis import strategies as st

from parscore.engine.left_out import Cause, cause_of, left_out, sources_left_out
from parscore.engine.rank import rank
from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer
from parscore.model.criteria import (
    Band,
    ClassRule,
    CriteriaSet,
    Heading,
    Leaf,
    NotHeld,
    Part,
    RankRule,
    Requirement,
    Rounding,
    RoundingLevel,
    Section,
    Source,
    Totals,
    Treatment,
)
from parscore.model.interval import Interval
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.rule import phrase
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.stage import SELF_ASSESSMENT
from parscore.model.submission import LeafAnswers

SURVEY = Totals(leave_out=(Source.SURVEY,), optional=(Source.SURVEY,))
HERE = Place("season.yaml", line=9, column=16)
NOT_HELD = (NotHeld(Source.SURVEY, HERE),)
SIPAS = {"3.1": {"points": answer(8)}, "1.2": {"points": answer(1)}}


def survey(code: str, most: object, **others: object) -> Leaf:
    return leaf(code, most, CLAIM, source=Source.SURVEY, origin=Place("thu.yaml", line=5, column=3), **others)


def a_set(**changes: object) -> CriteriaSet:
    """Two areas of the agency's own, one with a survey leaf, and one of the survey alone: 4 + 2, 14, 10 points."""
    own = leaf("1.1", 4, CLAIM, not_applicable=Treatment.EXCLUDE)
    areas = (
        heading("1", [own, survey("1.2", 2)]),
        heading("2", [leaf("2.1", 14, CLAIM, not_applicable=Treatment.FULL)]),
        heading("3", [survey("3.1", 10)]),
    )
    return replace(criteria(*areas), **changes)  # type: ignore[arg-type]


def scored(
    made: CriteriaSet, first: object = 3, second: object = 7, figures: Mapping[str, Mapping[str, Answer]] = SIPAS
) -> tuple[Scorecard, tuple[Problem, ...]]:
    answers = {"1.1": row(first, reason="x"), "2.1": row(second, reason="x")}
    return score(Case(agency("A"), submission("A", answers), figures), made)


def areas_of(card: Scorecard) -> list[tuple[Fraction, Fraction, bool]]:
    return [(area.points, area.maximum, area.counted) for area in card.areas]


def test_leaves_of_a_source_that_is_left_out_are_scored_and_count_nowhere() -> None:
    card, problems = scored(a_set(totals=SURVEY))
    assert (card.points, card.maximum, card.complete, problems) == (10, 18, True, ())
    assert areas_of(card) == [(3, 4, True), (7, 14, True), (0, 0, False)]
    assert [(found.points, found.maximum, found.counted) for found in card.leaves()] == [
        (3, 4, True), (1, 2, False), (7, 14, True), (8, 10, False),
    ]  # fmt: skip


def test_without_the_key_everything_counts() -> None:
    card, _ = scored(a_set(totals=Totals(optional=(Source.SURVEY,))))
    assert (card.points, card.maximum) == (19, 30)
    assert all(found.counted for found in card.leaves()) and all(area.counted for area in card.areas)
    assert left_out(card) == ()


def test_figures_that_are_due_outside_the_index_keep_nothing_open() -> None:
    card, problems = scored(a_set(totals=SURVEY), figures={})
    assert (card.points, card.maximum, card.complete) == (10, 18, True)
    assert [(found.code, found.criterion, found.severity) for found in problems] == [
        ("PS705", "1.2", "warning"),
        ("PS705", "3.1", "warning"),
    ]
    assert {dict(found.facts)["source"] for found in problems} == {"source.survey"}
    card, problems = scored(a_set(), figures={})
    assert (card.complete, [found.code for found in problems]) == (False, ["PS216", "PS216"])


def test_other_problems_outside_the_index_keep_their_weight() -> None:
    areas = (heading("1", [leaf("1.1", 4)]), heading("3", [leaf("3.1", 2, RATE, source=Source.SURVEY)]))
    figures = {"3.1": {"done": answer(0), "total": answer(0)}}
    made = replace(criteria(*areas), totals=SURVEY)
    card, problems = score(Case(agency("A"), submission("A", {"1.1": row(3)}), figures), made)
    assert (card.complete, [found.code for found in problems]) == (True, ["PS206"])


def test_a_source_that_the_season_does_without_leaves_the_maximum_of_everybody() -> None:
    card, problems = scored(a_set(without=NOT_HELD), figures={})
    assert (card.points, card.maximum, card.complete, problems) == (10, 18, True, ())
    assert areas_of(card) == [(3, 4, True), (7, 14, True), (0, 0, True)]
    found = card.find("3.1")
    assert isinstance(found, LeafScore)
    assert (found.status, found.points, found.maximum) == (Status.NOT_APPLICABLE, None, 0)
    assert found.branch == phrase("not_held.exclude", source="source.survey")
    assert found.stage is SELF_ASSESSMENT[0]


def test_it_does_not_matter_what_figures_there_are_of_it() -> None:
    assert scored(a_set(without=NOT_HELD))[0].points == scored(a_set(without=NOT_HELD), figures={})[0].points == 10


def test_what_leaves_the_maximum_and_why() -> None:
    card, _ = scored(a_set(without=NOT_HELD), NOT_APPLICABLE, NOT_APPLICABLE)
    told = [(one.score.leaf.code, one.cause, one.maximum, str(one.place)) for one in left_out(card)]
    assert told == [
        ("1.1", Cause.NOT_APPLICABLE, 4, "inbox/a.xlsx › Biểu › E7"),
        ("1.2", Cause.NOT_HELD, 2, "season.yaml:9:16"),
        ("2.1", Cause.NOT_APPLICABLE, 0, "inbox/a.xlsx › Biểu › E7"),
        ("3.1", Cause.NOT_HELD, 10, "season.yaml:9:16"),
    ]
    card, _ = scored(a_set(totals=SURVEY))
    told = [(one.score.leaf.code, one.cause, one.maximum, str(one.place)) for one in left_out(card)]
    assert told == [
        ("1.2", Cause.OUTSIDE_INDEX, 2, "thu.yaml:5:3"),
        ("3.1", Cause.OUTSIDE_INDEX, 10, "thu.yaml:5:3"),
    ]


def test_no_case_is_told_from_not_applicable() -> None:
    rate = leaf("1.1", 2, RATE, no_case=Treatment.EXCLUDE)
    made = criteria(heading("1", [rate, leaf("1.2", 1)]))
    answers = {"1.1": row(done=0, total=0), "1.2": row(1)}
    card, _ = score(Case(agency("A"), submission("A", answers), {}), made)
    assert [(one.cause, one.maximum, one.place.cell) for one in left_out(card)] == [(Cause.NO_CASE, 2, "F7")]
    assert [cause_of(found) for found in card.leaves()] == [Cause.NO_CASE, None]


@pytest.mark.parametrize(
    ("answers", "cell"),
    [
        (row(NOT_APPLICABLE, reason="x", done=None, total=None), "E7"),
        (row(reason="x", done=None, total=NOT_APPLICABLE), "G7"),
        (row(NOT_APPLICABLE, reason="x", done=None, total=NOT_APPLICABLE), "G7"),
    ],
)
def test_not_applicable_stands_where_the_mark_is(answers: LeafAnswers, cell: str) -> None:
    made = criteria(heading("1", [leaf("1.1", 2, RATE, not_applicable=Treatment.EXCLUDE)]))
    card, _ = score(Case(agency("A"), submission("A", {"1.1": answers}), {}), made)
    assert [(one.cause, one.place.cell) for one in left_out(card)] == [(Cause.NOT_APPLICABLE, cell)]


def test_a_leaf_without_a_trace_is_not_applicable() -> None:
    bare = LeafScore(leaf(), Status.NOT_APPLICABLE, None, Fraction(0), SELF_ASSESSMENT[-1])
    assert cause_of(bare) is Cause.NOT_APPLICABLE
    made = criteria(heading("1", [leaf()]))
    card, _ = score(Case(agency("A"), None, {}), made)
    area = replace(card.areas[0], children=(bare,))
    assert left_out(replace(card, areas=(area,)))[0].place == Place("")


def test_sections_have_no_maximum_that_could_leave() -> None:
    bonus = replace(heading("4", [survey("4.1", 5)]), section=Section.BONUS)
    made = a_set(totals=SURVEY)
    card, _ = scored(replace(made, areas=(*made.areas, bonus)), figures={**SIPAS, "4.1": {"points": answer(5)}})
    assert (card.points, card.areas[3].points) == (10, 0)
    assert [one.score.leaf.code for one in left_out(card)] == ["1.2", "3.1"]
    told = [(one.cause, one.source, one.leaves, one.maximum) for one in sources_left_out(card.criteria)]
    assert told == [(Cause.OUTSIDE_INDEX, Source.SURVEY, 2, 12)]


def test_doing_without_goes_before_leaving_out() -> None:
    both = a_set(totals=Totals(leave_out=(Source.SURVEY, Source.STATISTICS)), without=NOT_HELD)
    assert [(one.cause, one.source, one.leaves) for one in sources_left_out(both)] == [
        (Cause.NOT_HELD, Source.SURVEY, 2),
        (Cause.OUTSIDE_INDEX, Source.STATISTICS, 0),
    ]
    assert {one.cause for one in left_out(scored(both)[0])} == {Cause.NOT_HELD}


def test_sources_left_out_are_told_in_one_order_however_the_set_lists_them() -> None:
    listed = (Source.SURVEY, Source.STATISTICS)
    for leave_out in (listed, listed[::-1]):
        found = sources_left_out(a_set(totals=Totals(leave_out=leave_out)))
        assert [one.source for one in found] == [Source.STATISTICS, Source.SURVEY]


def test_a_part_of_the_survey_alone_leaves_the_weights() -> None:
    parts = (Part("Điều tra", Fraction(35), ("3",)), Part("Thẩm định", Fraction(65), ("1", "2")))
    for changes in ({"totals": replace(SURVEY, parts=parts)}, {"totals": Totals(parts=parts), "without": NOT_HELD}):
        card, _ = scored(a_set(**changes))
        assert (card.points, card.maximum, card.index) == (Fraction(10, 18) * 65, 65, Fraction(10, 18) * 100)


def test_an_area_of_the_survey_alone_is_no_part_of_the_side_condition() -> None:
    classes = ClassRule((Band("Tốt", Fraction(50), Fraction(50)), Band("Khác", Fraction(0))))
    low = {"3.1": {"points": answer(0)}, "1.2": {"points": answer(0)}}
    for changes, name in (({"totals": SURVEY}, "Tốt"), ({"without": NOT_HELD}, "Tốt"), ({}, "Khác")):
        card, _ = scored(a_set(**changes), figures=low)
        (standing,) = rank(*group([card], classes=classes))[0].standings
        assert standing.class_name == name


def test_a_leaf_outside_the_index_may_still_break_a_tie() -> None:
    made = a_set(totals=SURVEY)
    answers = {"1.1": row(3), "2.1": row(7)}
    cards = [
        score(Case(agency(name), submission(name, answers), {**SIPAS, "3.1": {"points": answer(points)}}), made)[0]
        for name, points in (("A", 7), ("B", 8))
    ]
    standings = rank(*group(cards, RankRule(keys=("subcriterion:3.1",))))[0].standings
    assert [(standing.scorecard.agency.id, standing.rank, standing.tied) for standing in standings] == [
        ("B", 1, False),
        ("A", 2, False),
    ]


@pytest.mark.parametrize(("changes", "points"), [({"totals": SURVEY}, 0), ({"without": NOT_HELD}, 3)])
def test_conditions_on_the_survey(changes: dict[str, object], points: int) -> None:
    """A leaf outside the index is a condition like any other; one that was not held is none."""
    above = Interval(Fraction(9), True, None, False, ">= 9")
    made = a_set(**changes)
    first = replace(made.areas[0], children=(replace(made.index["1.1"], requires=Requirement("3.1", above)),))
    card, _ = scored(replace(made, areas=(first, *made.areas[1:])))
    found = card.find("1.1")
    assert found is not None and found.points == points


def test_a_group_is_not_waited_for_where_its_source_is_missing() -> None:
    best = leaf("3.1", 10, spec("relative", of="a", to="best"), source=Source.SURVEY)
    made = replace(criteria(heading("1", [leaf("1.1", 4)]), heading("3", [best])), without=NOT_HELD)
    cases = [Case(agency(name), submission(name, {"1.1": row(2)}), {}) for name in "AB"]
    cards, problems = score_group(cases, made)
    assert problems == () and all(card.complete and card.maximum == 4 for card in cards.values())
    assert [found.code for found in score_group(cases, replace(made, without=()))[1]] == [
        "PS222",
        "PS216",
        "PS216",
    ]


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8), st.booleans(), st.booleans()), min_size=2, max_size=6),
    st.sampled_from(RoundingLevel),
)
def test_the_index_is_that_of_the_set_without_those_leaves(
    drawn: list[tuple[int, int, bool, bool]], level: RoundingLevel
) -> None:
    """Leaving out a source, doing without it, and deleting its leaves: the same points, maximum and index."""
    rounding = Rounding(at=level, points=0)
    leaves = [
        leaf(f"1.{at}", Fraction(most, 3), spec("claim", step="1/24"), not_applicable=Treatment.EXCLUDE,
             source=Source.SURVEY if theirs else Source.SELF)
        for at, (_, most, theirs, _) in enumerate(drawn)
    ]  # fmt: skip
    given_points = {
        f"1.{at}": NOT_APPLICABLE if absent else min(Fraction(points, 24), Fraction(most, 3))
        for at, (points, most, _, absent) in enumerate(drawn)
    }
    kept = [one for one in leaves if one.source is Source.SELF]
    if not kept:
        return
    sent = submission("A", {one.code: row(given_points[one.code], reason="x") for one in kept})
    theirs = [one.code for one in leaves if one.source is Source.SURVEY]
    figures = {code: {"points": row(given_points[code]).claimed} for code in theirs}

    def found(areas: list[Heading], **changes: object) -> tuple[object, ...]:
        made = replace(criteria(*areas, rounding=rounding), **changes)  # type: ignore[arg-type]
        card, _ = score(Case(agency("A"), sent, figures), made)
        declared = sum(area.maximum for area in made.areas)
        assert card.maximum == declared - sum(one.maximum for one in left_out(card))
        return card.points, card.maximum, card.index, card.complete

    deleted = found([heading("1", kept)])
    assert found([heading("1", leaves)], totals=SURVEY) == deleted
    assert found([heading("1", leaves)], without=NOT_HELD) == deleted
