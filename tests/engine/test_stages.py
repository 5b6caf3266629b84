"""What is in force after each stage: the last that judged decides, and nothing falls back to the self-assessment."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from builders import NOT_APPLICABLE, RATE, UNUSABLE, agency, answer, criteria, heading, leaf, row, spec, submission

from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Input, InputType, Leaf, Requirement, Source, Treatment, Variant
from parscore.model.interval import Interval
from parscore.model.problem import Problem
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.stage import SELF_ASSESSMENT, Act, Stage, StageKind
from parscore.model.submission import LeafAnswers

FIRST = Stage("appraisal-1", StageKind.APPRAISAL)
EXPLAINED = Stage("explanation", StageKind.EXPLANATION)
SECOND = Stage("appraisal-2", StageKind.APPRAISAL)
COUNCIL = Stage("council", StageKind.COUNCIL)
ALL = (*SELF_ASSESSMENT, FIRST, EXPLAINED, SECOND, COUNCIL)


def act(stage: Stage, **values: object) -> Act:
    given = {name: value if isinstance(value, Answer) else answer(value) for name, value in values.items()}
    return Act(stage, "Trần B", "2026-02-01", "Đối chiếu hồ sơ", given)


def after(
    stage: Stage, item: Leaf, answers: LeafAnswers | None, *acts: Act, figures: Mapping[str, Answer] | None = None
) -> tuple[LeafScore, Scorecard, list[Problem]]:
    """Score one leaf after a stage, with its self-assessment beside it."""
    one = criteria(heading("1", [item]))
    stages = ALL[: ALL.index(stage) + 1]
    sent = submission("A", {} if answers is None else {item.code: answers})
    case = Case(agency("A"), sent, {item.code: figures or {}})
    before, _ = score(case, one)
    said = tuple(one for one in acts if one.stage in stages)
    card, problems = score(case._replace(acts={item.code: said}), one, stages, before=before)
    (scored,) = card.leaves()
    return scored, card, list(problems)


def points(*given: object) -> Fraction | None:
    return after(*given)[0].points  # type: ignore[arg-type]


HALF, ALL_DONE = row(done=5, total=10), row(done=10, total=10)
RATED = leaf("1.1", 2, RATE)
CLAIMED_LEAF = leaf("1.1", 2)


# --- which stage decides --------------------------------------------------------------------------------------------


def test_the_self_assessment_stands_until_an_appraisal_is_due() -> None:
    scored, card, problems = after(SELF_ASSESSMENT[0], RATED, HALF)
    assert (scored.points, scored.stage, scored.judged, problems) == (1, SELF_ASSESSMENT[0], None, [])
    assert (card.stage, card.complete) == (SELF_ASSESSMENT[0], True)


@pytest.mark.parametrize("stage", ALL[1:])
def test_without_the_appraisal_the_leaf_awaits_it(stage: Stage) -> None:
    scored, card, problems = after(stage, RATED, HALF)
    assert (scored.status, scored.points, card.complete) == (Status.AWAITING, None, False)
    (found,) = problems
    assert (found.code, found.agency, found.criterion) == ("PS601", "A", "")
    assert dict(found.facts)["codes"] == "1.1"


def test_what_an_agency_awaits_is_told_at_once_with_all_its_leaves() -> None:
    areas = [heading("1", [leaf("1.1"), leaf("1.2"), leaf("1.3")]), heading("2", [leaf("2.1")])]
    sent = submission("A", {code: row(1) for code in ("1.1", "1.2", "1.3", "2.1")})
    acts = {"1.1": (act(EXPLAINED),), "1.2": (act(FIRST),)}
    _, problems = score(Case(agency("A"), sent, {}, acts), criteria(*areas), ALL[:4])
    assert [(found.code, found.agency, dict(found.facts)) for found in problems] == [
        ("PS601", "A", {"name": "Sở A", "count": "2", "codes": "1.3, 2.1"}),
        ("PS602", "A", {"name": "Sở A", "count": "1", "codes": "1.1"}),
    ]


def test_a_season_with_only_a_council_keeps_the_self_assessment() -> None:
    case = Case(agency("A"), submission("A", {"1.1": HALF}), {})
    card, problems = score(case, criteria(heading("1", [RATED])), (*SELF_ASSESSMENT, COUNCIL))
    assert (card.points, card.complete, problems) == (1, True, ())


def test_agreement_keeps_what_stands_and_names_who_decided() -> None:
    agreed = act(FIRST)
    scored, _, problems = after(FIRST, RATED, HALF, agreed)
    assert (scored.points, scored.stage, scored.judged, problems) == (1, FIRST, agreed, [])


def test_points_by_hand_take_the_place_of_the_rule() -> None:
    scored, _, problems = after(FIRST, RATED, HALF, act(FIRST, points="0.25"))
    assert (scored.points, scored.stage, problems) == (Fraction(1, 4), FIRST, [])
    assert scored.branch is not None and scored.branch.key == "by_hand"
    assert [use.answer.value for use in scored.inputs] == [5, 10]


def test_corrected_inputs_are_judged_by_the_rule_and_the_others_stand() -> None:
    scored, _, _ = after(FIRST, RATED, HALF, act(FIRST, done=8))
    assert scored.points == Fraction(16, 10)
    assert [(use.name, use.answer.value) for use in scored.inputs] == [("done", 8), ("total", 10)]


def test_the_last_stage_that_judged_decides() -> None:
    acts = (act(FIRST, points=1), act(SECOND, points="1.5"), act(COUNCIL, points=2))
    assert [points(stage, RATED, HALF, *acts) for stage in ALL] == [1, 1, 1, Fraction(3, 2), 2]


def test_a_later_stage_may_keep_silent() -> None:
    scored, _, problems = after(COUNCIL, RATED, HALF, act(FIRST, points="0.5"))
    assert (scored.points, scored.stage, problems) == (Fraction(1, 2), FIRST, [])


def test_inputs_after_points_bring_the_rule_back() -> None:
    assert points(SECOND, RATED, HALF, act(FIRST, points=0), act(SECOND, done=10)) == 2


def test_points_after_inputs_put_the_rule_aside() -> None:
    assert points(SECOND, RATED, HALF, act(FIRST, done=10), act(SECOND, points=0)) == 0


def test_agreement_after_points_keeps_the_points() -> None:
    scored, _, _ = after(SECOND, RATED, HALF, act(FIRST, points=0), act(SECOND))
    assert (scored.points, scored.stage) == (0, SECOND)


def test_points_of_a_leaf_that_is_judged_by_points_go_through_its_rule() -> None:
    assert points(FIRST, CLAIMED_LEAF, row(2), act(FIRST, points="1.25")) == Fraction(5, 4)
    scored, _, problems = after(FIRST, leaf("1.1", 2, spec("claim", step="0.5")), row(2), act(FIRST, points="1.25"))
    assert (scored.status, [found.code for found in problems]) == (Status.INVALID, ["PS213"])


def test_the_claim_of_the_agency_is_kept_beside_what_was_decided() -> None:
    scored, _, _ = after(FIRST, CLAIMED_LEAF, row(2), act(FIRST, points=1))
    assert scored.claimed is not None
    assert (scored.claimed.value, scored.points, scored.self_points, scored.gap) == (2, 1, 2, 1)


# --- bounds of points by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "code"), [(0, None), (2, None), ("-0.000000001", "PS202"), ("2.000000001", "PS203")])
def test_points_by_hand_lie_between_nothing_and_the_maximum(value: object, code: str | None) -> None:
    scored, _, problems = after(FIRST, RATED, HALF, act(FIRST, points=value))
    assert [found.code for found in problems] == ([code] if code else [])
    assert scored.status is (Status.INVALID if code else Status.SCORED)


@pytest.mark.parametrize(("value", "fits"), [("-0.25", True), ("-0.26", False)])
def test_a_rule_that_goes_below_zero_lets_points_do_so_too(value: str, fits: bool) -> None:
    item = leaf("1.1", 1, spec("deduct", of="cases", per_case="0.5", floor="-0.25"))
    assert after(FIRST, item, row(cases=0), act(FIRST, points=value))[0].complete is fits


def test_the_least_of_composed_rules() -> None:
    below = {"deduct": {"of": "a", "per_case": "1", "floor": "-0.5"}}
    parts = [{"max": "1", "rule": below}, {"max": "1", "rule": below}]
    assert spec("sum_of", parts=parts).least == -1
    assert spec("best_of", alternatives=parts).least == Fraction(-1, 2)
    assert spec("deduct", of="a", per_case="0.5", floor="0.5").least == 0
    assert spec("unit_mean", rule=below).least == Fraction(-1, 2)


@pytest.mark.parametrize(("otherwise", "least"), [("-0.25", "-0.25"), ("0", "0"), ("0.25", "0")])
def test_a_broken_condition_may_cost_points_by_hand_too(otherwise: str, least: str) -> None:
    assert spec("all_of", of=["a", "b"], otherwise=otherwise).least == Fraction(least)


# --- what was missing, unusable or not applicable -------------------------------------------------------------------


def test_an_appraisal_settles_what_the_agency_left_open() -> None:
    for answers in (None, row(), row(done=UNUSABLE, total=10)):
        scored, _, problems = after(FIRST, RATED, answers, act(FIRST, points=0))
        assert (scored.points, problems) == (0, [])
        assert after(FIRST, RATED, answers, act(FIRST, done=1, total=2))[0].points == 1


def test_agreement_with_nothing_leaves_nothing() -> None:
    assert after(FIRST, RATED, None, act(FIRST))[0].status is Status.MISSING
    scored, _, problems = after(FIRST, RATED, row(done=5), act(FIRST))
    assert (scored.status, [found.code for found in problems]) == (Status.MISSING, ["PS201"])


@pytest.mark.parametrize("answers", [None, row(), row(done=UNUSABLE, total=10)])
def test_what_the_agency_left_open_is_its_own_matter_first(answers: LeafAnswers | None) -> None:
    scored, _, problems = after(FIRST, RATED, answers)
    assert scored.status in (Status.MISSING, Status.INVALID)
    assert "PS601" not in [found.code for found in problems]


def test_points_that_cannot_be_read_decide_nothing() -> None:
    unread = Answer(AnswerState.UNUSABLE)
    assert after(FIRST, RATED, HALF, act(FIRST, points=unread))[0].status is Status.INVALID


def test_not_applicable_by_the_appraiser() -> None:
    item = leaf("1.1", 2, RATE, not_applicable=Treatment.EXCLUDE)
    mark = Answer(NOT_APPLICABLE)
    scored, card, problems = after(FIRST, item, HALF, act(FIRST, points=mark))
    assert (scored.status, card.maximum) == (Status.NOT_APPLICABLE, 0)
    assert [(found.code, dict(found.facts)["reason"]) for found in problems] == [("PS210", "Đối chiếu hồ sơ")]
    assert points(SECOND, item, HALF, act(FIRST, points=mark), act(SECOND, done=10)) == 2
    forbidden, _, problems = after(FIRST, RATED, HALF, act(FIRST, points=mark))
    assert (forbidden.status, [found.code for found in problems]) == (Status.INVALID, ["PS209"])


def test_agreement_with_not_applicable_keeps_the_agency_s_reason() -> None:
    item = leaf("1.1", 2, RATE, not_applicable=Treatment.EXCLUDE)
    for marked, reason in ((row(NOT_APPLICABLE, reason="Không có việc"), "Không có việc"), (row(NOT_APPLICABLE), "")):
        (found,) = after(FIRST, item, marked, act(FIRST))[2]
        assert (found.code, dict(found.facts)["reason"]) == ("PS210", reason)


def test_not_applicable_of_a_leaf_that_is_judged_by_points() -> None:
    item = leaf("1.1", 2, not_applicable=Treatment.FULL)
    assert points(FIRST, item, row(1), act(FIRST, points=Answer(NOT_APPLICABLE))) == 2


def test_data_take_the_place_of_the_agency_s_not_applicable() -> None:
    item = leaf("1.1", 2, RATE, not_applicable=Treatment.EXCLUDE)
    marked = row(NOT_APPLICABLE, reason="Không có việc")
    assert after(FIRST, item, marked)[0].status is Status.AWAITING
    assert after(FIRST, item, marked, act(FIRST))[0].status is Status.NOT_APPLICABLE
    assert points(FIRST, item, marked, act(FIRST, done=5, total=10)) == 1


def test_a_bonus_that_nobody_claims_needs_no_appraisal() -> None:
    item = leaf("1.1", 2, blank_is_zero=True)
    assert points(FIRST, item, row()) == 0
    assert after(FIRST, item, row(1))[0].status is Status.AWAITING
    assert points(FIRST, item, row(), act(FIRST, points=1)) == 1


def test_figures_of_others_leave_the_agency_s_not_applicable_as_it_is() -> None:
    inputs = (Input("done", "Số", InputType.COUNT), Input("total", "Số", InputType.COUNT, source=Source.STATISTICS))
    item = leaf("1.1", 2, RATE, not_applicable=Treatment.EXCLUDE, inputs=inputs)
    marked = row(NOT_APPLICABLE, reason="Không có việc")
    figures = {"total": answer(10)}
    assert after(FIRST, item, marked, act(FIRST, total=8), figures=figures)[0].status is Status.NOT_APPLICABLE
    assert after(FIRST, item, marked, act(FIRST, done=8), figures=figures)[0].points == Fraction(8, 5)


def test_a_variant_that_uses_figures_of_others_alone_is_still_the_agency_s_own_leaf() -> None:
    inputs = (*RATED.inputs, Input("n", "Số", InputType.COUNT, source=Source.STATISTICS))
    variant = Variant(group="so", rule=spec("index", of="n"))
    item = leaf("1.1", 2, RATE, inputs=inputs, variants=(variant,))
    figures = {"n": answer(50)}
    assert after(SELF_ASSESSMENT[0], item, HALF, figures=figures)[0].points == 1
    assert after(FIRST, item, HALF, figures=figures)[0].status is Status.AWAITING
    assert after(FIRST, item, HALF, act(FIRST), figures=figures)[0].points == 1


# --- explanations ---------------------------------------------------------------------------------------------------


def test_an_explanation_decides_nothing_and_wants_an_answer() -> None:
    acts = (act(FIRST, points=0), act(EXPLAINED, done=10))
    assert points(EXPLAINED, RATED, HALF, *acts) == 0
    scored, _, problems = after(SECOND, RATED, HALF, *acts)
    assert (scored.status, [found.code for found in problems]) == (Status.AWAITING, ["PS602"])
    assert points(SECOND, RATED, HALF, *acts, act(SECOND)) == 0
    assert points(SECOND, RATED, HALF, *acts, act(SECOND, done=10)) == 2


@pytest.mark.parametrize("stage", [EXPLAINED, SECOND])
def test_an_explanation_is_no_appraisal(stage: Stage) -> None:
    scored, _, problems = after(stage, RATED, HALF, act(EXPLAINED, done=10))
    code = {EXPLAINED: "PS601", SECOND: "PS602"}[stage]
    assert (scored.status, [found.code for found in problems]) == (Status.AWAITING, [code])


def test_a_later_explanation_does_not_stand_in_for_the_answer_to_an_earlier_one() -> None:
    again = Stage("explanation-2", StageKind.EXPLANATION)
    case = Case(agency("A"), submission("A", {"1.1": HALF}), {})
    acts = (act(FIRST), act(EXPLAINED), act(again))
    card, problems = score(case._replace(acts={"1.1": acts}), criteria(heading("1", [RATED])), (*ALL[:4], again))
    assert (card.complete, [found.code for found in problems]) == (False, ["PS602"])


def test_the_council_may_answer_an_explanation_too() -> None:
    acts = (act(FIRST, points=0), act(EXPLAINED), act(COUNCIL, points=1))
    assert after(SECOND, RATED, HALF, *acts)[0].status is Status.AWAITING
    assert points(COUNCIL, RATED, HALF, *acts) == 1


def test_every_stage_keeps_what_it_said() -> None:
    acts = (act(FIRST, points=0), act(EXPLAINED, done=10), act(SECOND, done=9))
    scored, _, _ = after(COUNCIL, RATED, HALF, *acts)
    assert (scored.acts, scored.judged) == (acts, acts[2])


# --- leaves of others, conditions, remarks --------------------------------------------------------------------------


def test_figures_of_others_need_no_appraisal_but_the_council_may_judge_them() -> None:
    item = leaf("1.1", 10, spec("index", of="sipas"), source=Source.SURVEY)
    figures = {"sipas": answer(80)}
    assert after(COUNCIL, item, None, figures=figures)[0].points == 8
    assert after(COUNCIL, item, None, act(COUNCIL, sipas=90), figures=figures)[0].points == 9
    assert after(COUNCIL, item, None, act(COUNCIL, points=5), figures=figures)[0].points == 5


def test_a_leaf_for_the_appraiser_is_given_by_the_appraisal() -> None:
    item = leaf("1.1", 2, source=Source.APPRAISER)
    scored, _, problems = after(FIRST, item, None)
    assert (scored.status, [found.code for found in problems]) == (Status.AWAITING, ["PS216"])
    assert points(FIRST, item, None, act(FIRST, points=1)) == 1


def test_a_condition_on_another_leaf_holds_for_points_by_hand_too() -> None:
    first = leaf("1.1", 1)
    second = leaf("1.2", 1, requires=Requirement("1.1", Interval(Fraction(0), False, None, False, "> 0")))
    one = criteria(heading("1", [first, second]))
    case = Case(agency("A"), submission("A", {"1.1": row(1), "1.2": row(1)}), {})
    acts = {"1.1": (act(FIRST, points=0),), "1.2": (act(FIRST, points=1),)}
    card, _ = score(case._replace(acts=acts), one, ALL[:2])
    assert [item.points for item in card.leaves()] == [0, 0]


def test_remarks_on_a_form_end_with_its_appraisal() -> None:
    item = leaf("1.1", 2, RATE, evidence=True)
    claimed = row(2, done=5, total=10)
    assert {found.code for found in after(SELF_ASSESSMENT[0], item, claimed)[2]} == {"PS207", "PS301"}
    assert after(FIRST, item, claimed, act(FIRST))[2] == []


def test_a_group_is_compared_by_the_values_in_force() -> None:
    item = leaf("1.1", 10, spec("relative", of="n", to="best"))
    cases = [Case(agency(name), submission(name, {"1.1": row(n=n)}), {}) for name, n in (("A", 10), ("B", 5))]
    judged = [cases[0]._replace(acts={"1.1": (act(FIRST, n=4),)}), cases[1]._replace(acts={"1.1": (act(FIRST),)})]
    cards, _ = score_group(judged, criteria(heading("1", [item])), ALL[:2])
    assert {name: card.points for name, card in cards.items()} == {"A": 8, "B": 10}


COMPARED = leaf("1.1", 10, spec("relative", of="n", to="best"), not_applicable=Treatment.EXCLUDE)


def in_group(*acts: Sequence[Act]) -> tuple[list[LeafScore], list[str]]:
    """The leaf that is compared, of agencies whose values are 10, 5, ... after the first appraisal."""
    values = {f"A{at}": 10 if at == 0 else 5 for at in range(len(acts))}
    cases = [
        Case(agency(name), submission(name, {"1.1": row(n=value)}), {}, {"1.1": tuple(said)})
        for (name, value), said in zip(values.items(), acts, strict=True)
    ]
    cards, problems = score_group(cases, criteria(heading("1", [COMPARED])), ALL[:2])
    return [next(card.leaves()) for card in cards.values()], [found.code for found in problems]


def test_a_group_is_not_compared_with_what_nobody_has_appraised() -> None:
    (waiting, judged), problems = in_group((), [act(FIRST)])
    assert (waiting.status, judged.points, problems) == (Status.AWAITING, 10, ["PS222", "PS601"])
    leaves, problems = in_group((), ())
    assert ([one.owed for one in leaves], problems) == (["PS601"] * 2, ["PS222", "PS601", "PS601"])


def test_a_group_waits_for_an_agency_of_whose_own_leaf_only_the_figures_of_others_are_known() -> None:
    inputs = (Input("n", "Số", InputType.COUNT, source=Source.STATISTICS),)
    item = leaf("1.1", 10, spec("relative", of="n", to="best"), inputs=inputs)
    figures = {name: {"1.1": {"n": answer(n)}} for name, n in (("A", 10), ("B", 5))}
    cases = [Case(agency("A"), None, figures["A"]), Case(agency("B"), submission("B", {"1.1": row()}), figures["B"])]
    cards, problems = score_group(cases, criteria(heading("1", [item])))
    assert (cards["A"].complete, cards["B"].points, [found.code for found in problems]) == (False, 10, ["PS222"])


def test_a_group_is_not_compared_with_an_agency_to_which_the_leaf_does_not_apply() -> None:
    (left_out, judged), problems = in_group([act(FIRST, points=Answer(NOT_APPLICABLE))], [act(FIRST)])
    assert (left_out.status, judged.points, problems) == (Status.NOT_APPLICABLE, 10, ["PS210"])


def test_a_group_is_compared_with_the_values_beside_points_by_hand() -> None:
    (by_hand, judged), problems = in_group([act(FIRST, points=1)], [act(FIRST)])
    assert (by_hand.points, judged.points, problems) == (1, 5, [])


# --- the gap --------------------------------------------------------------------------------------------------------


def test_the_gap_of_every_node() -> None:
    areas = [heading("1", [leaf("1.1"), leaf("1.2")]), heading("2", [leaf("2.1")])]
    one = criteria(*areas)
    case = Case(agency("A"), submission("A", {"1.1": row(1), "1.2": row(1), "2.1": row("0.5")}), {})
    acts = {"1.1": (act(FIRST, points="0.4"),), "1.2": (act(FIRST),), "2.1": (act(FIRST, points=1),)}
    cards, _ = score_group([case], one)
    judged, _ = score_group([case._replace(acts=acts)], one, ALL[:2], cards.get)
    card = judged["A"]
    assert (card.self_points, card.points, card.gap) == (Fraction(5, 2), Fraction(12, 5), Fraction(1, 10))
    assert [item.gap for item in card.items()] == [Fraction(3, 5), Fraction(3, 5), 0, Fraction(-1, 2), Fraction(-1, 2)]


def test_there_is_no_gap_where_one_side_is_not_known() -> None:
    one = criteria(heading("1", [leaf("1.1"), leaf("1.2")]))
    case = Case(agency("A"), submission("A", {"1.1": row(1), "1.2": row()}), {})
    before, _ = score_group([case], one)
    acts = {"1.1": (act(FIRST),), "1.2": (act(FIRST, points=1),)}
    card = score_group([case._replace(acts=acts)], one, ALL[:2], before.get)[0]["A"]
    assert (card.points, card.gap, [leaf.gap for leaf in card.leaves()]) == (2, None, [0, None])
    unjudged = score_group([case._replace(acts={"1.1": acts["1.1"]})], one, ALL[:2], before.get)[0]["A"]
    assert (unjudged.gap, unjudged.areas[0].gap) == (None, None)
    assert before["A"].gap is None
