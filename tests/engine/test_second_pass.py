"""Leaves that compare an agency with its group: pools, who counts, what is awaited."""
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import NOT_APPLICABLE, agency, answer, criteria, heading, leaf, row, spec, submission

from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case, pool
from parscore.model.criteria import CriteriaSet, Input, InputType, Source, Treatment, Variant
from parscore.model.place import Place
from parscore.model.rule import BEST, MEAN
from parscore.model.scorecard import LeafScore, Status
from parscore.model.stage import SELF_ASSESSMENT, Stage, StageKind
from parscore.model.submission import LeafAnswers

INPUTS = (Input("done", "Đã làm", InputType.COUNT), Input("planned", "Được giao", InputType.COUNT))


def compared(to: str, treatment: Treatment = Treatment.FORBIDDEN) -> CriteriaSet:
    rule = spec("relative", of="done / planned", to=to)
    own = leaf("1.1", 10, rule, inputs=INPUTS, not_applicable=treatment, no_case=Treatment.ZERO)
    return criteria(heading("1", [own]))


def scored(criteria_set: CriteriaSet, rows: dict[str, LeafAnswers | None]) -> tuple[dict[str, LeafScore], list[str]]:
    cases = [
        Case(agency(name), submission(name, {"1.1": answers}) if answers else None, {})
        for name, answers in rows.items()
    ]
    cards, problems = score_group(cases, criteria_set)
    return {name: next(card.leaves()) for name, card in cards.items()}, [found.code for found in problems]


@pytest.mark.parametrize(("to", "points"), [("best", {"A": 10, "B": 5}), ("mean", {"A": 10, "B": Fraction(20, 3)})])
def test_own_value_against_the_group(to: str, points: dict[str, object]) -> None:
    leaves, codes = scored(compared(to), {"A": row(done=80, planned=100), "B": row(done=40, planned=100)})
    assert {name: score.points for name, score in leaves.items()} == points
    assert codes == []


def test_the_order_of_agencies_changes_nothing() -> None:
    done = {"A": 30, "B": 90, "C": 60}
    rows: dict[str, LeafAnswers | None] = {name: row(done=count, planned=100) for name, count in done.items()}
    one, _ = scored(compared("best"), rows)
    other, _ = scored(compared("best"), dict(reversed(rows.items())))
    assert one == other


def test_an_agency_that_owes_its_data_is_reported_and_the_others_are_scored_so_far() -> None:
    leaves, codes = scored(compared("best"), {"A": row(done=50, planned=100), "B": None, "C": row(done=10)})
    assert leaves["A"].points == 10
    assert (leaves["B"].status, leaves["C"].status) == (Status.MISSING, Status.MISSING)
    assert codes.count("PS222") == 1


def test_an_agency_to_which_the_leaf_does_not_apply_is_not_waited_for() -> None:
    rows: dict[str, LeafAnswers | None] = {"A": row(done=50, planned=100), "B": row(NOT_APPLICABLE, reason="x")}
    leaves, codes = scored(compared("mean", Treatment.EXCLUDE), rows)
    assert leaves["A"].points == 10
    assert leaves["B"].status is Status.NOT_APPLICABLE
    assert "PS222" not in codes


def test_a_zero_denominator_takes_no_part_in_the_pool() -> None:
    leaves, _ = scored(compared("mean"), {"A": row(done=50, planned=100), "B": row(done=0, planned=0)})
    assert leaves["A"].points == 10
    assert (leaves["B"].status, leaves["B"].points) == (Status.NOT_APPLICABLE, 0)


def test_a_group_of_zeros_has_no_reference() -> None:
    leaves, _ = scored(compared("best"), {"A": row(done=0, planned=100), "B": row(done=0, planned=50)})
    assert {score.branch.key for score in leaves.values() if score.branch} == {"no_case.zero"}


def test_without_any_case_in_the_group_the_leaf_has_none() -> None:
    leaves, _ = scored(compared("best"), {"A": row(done=0, planned=0)})
    assert (leaves["A"].status, leaves["A"].points) == (Status.NOT_APPLICABLE, 0)


def test_scored_alone_a_leaf_that_needs_its_group_is_awaited() -> None:
    answers = {"1.1": row(done=5, planned=10)}
    card, _ = score(Case(agency("A"), submission("A", answers), {}), compared("best"))
    assert next(card.leaves()).status is Status.AWAITING


def test_a_set_that_compares_nobody_has_no_pools() -> None:
    assert pool([Case(agency("A"), None, {})], criteria(heading("1", [leaf()])), SELF_ASSESSMENT) == ({}, [])


def test_a_variant_may_take_an_agency_out_of_the_comparison() -> None:
    """The commune is scored by its own rule; its value, though the best, is nobody's reference."""
    rule = spec("relative", of="done / planned", to="best")
    alone = Variant(group="xa", rule=spec("proportional", of="done / planned"))
    criteria_set = criteria(heading("1", [leaf("1.1", 10, rule, inputs=INPUTS, variants=(alone,))]))
    rows = {"so": row(done=40, planned=100), "xa": row(done=90, planned=100)}
    cases = [
        Case(replace(agency(name), group=name), submission(name, {"1.1": answers}), {})
        for name, answers in rows.items()
    ]
    cards, problems = score_group(cases, criteria_set)
    assert {name: card.points for name, card in cards.items()} == {"so": 10, "xa": 9}
    assert problems == ()


def test_a_rule_that_is_not_compared_has_no_value_of_its_own() -> None:
    assert spec("proportional", of="done / planned").own({"done": Fraction(1), "planned": Fraction(2)}) is None


def test_a_leaf_that_is_not_compared_does_not_hide_one_that_is() -> None:
    rule = spec("relative", of="done / planned", to="best")
    leaves = [leaf("1.1", 1), leaf("1.2", 10, rule, inputs=INPUTS), leaf("1.3", 1)]
    cases = [Case(agency("A"), submission("A", {"1.2": row(done=3, planned=4)}), {})]
    pools, problems = pool(cases, criteria(heading("1", leaves)), SELF_ASSESSMENT)
    assert (pools, problems) == ({"1.2": {BEST: Fraction(3, 4), MEAN: Fraction(3, 4)}}, [])


def test_what_is_awaited_is_told_with_how_many_of_how_many() -> None:
    rows = {"A": None, "B": row(done=50, planned=100), "C": None, "D": row(done=0, planned=0)}
    cases = [
        Case(agency(name), submission(name, {"1.1": answers}) if answers else None, {})
        for name, answers in rows.items()
    ]
    own = next(compared("best").leaves())
    placed = criteria(heading("1", [replace(own, origin=Place("set.yaml", line=7, column=9))]))
    _, (found,) = pool(cases, placed, SELF_ASSESSMENT)
    assert (found.code, found.criterion, found.place) == ("PS222", "1.1", Place("set.yaml", line=7, column=9))
    assert dict(found.facts) == {"name": own.name, "count": "1", "all": "3"}


def test_an_agency_with_a_rule_of_its_own_does_not_hide_those_after_it() -> None:
    rule = spec("relative", of="done / planned", to="best")
    alone = Variant(group="xa", rule=spec("proportional", of="done / planned"))
    own = leaf("1.1", 10, rule, inputs=INPUTS, variants=(alone,))
    cases = [
        Case(replace(agency(name), group=name), submission(name, {"1.1": row(done=done, planned=100)}), {})
        for name, done in (("xa", 90), ("so", 40))
    ]
    pools, _ = pool(cases, criteria(heading("1", [own])), SELF_ASSESSMENT)
    assert pools == {"1.1": {BEST: Fraction(2, 5), MEAN: Fraction(2, 5)}}


def test_values_that_others_provide_are_compared_too_and_awaited_where_they_lack() -> None:
    own = leaf("1.1", 10, spec("relative", of="rate", to="best"), source=Source.STATISTICS)
    figures = {"A": {"1.1": {"rate": answer("0.5")}}, "B": {}, "C": {"1.1": {"rate": answer("0.25")}}}
    cases = [Case(agency(name), None, given) for name, given in figures.items()]
    pools, (found,) = pool(cases, criteria(heading("1", [own])), SELF_ASSESSMENT)
    assert pools == {"1.1": {BEST: Fraction(1, 2), MEAN: Fraction(3, 8)}}
    assert dict(found.facts)["all"] == "3"


def test_every_card_and_leaf_of_a_group_is_of_the_last_stage() -> None:
    later = (*SELF_ASSESSMENT, Stage("later", StageKind.APPRAISAL))
    cards, _ = score_group([Case(agency("A"), None, {})], compared("best"), later)
    assert cards["A"].stage is later[-1]
