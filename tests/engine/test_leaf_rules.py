"""One leaf whose rule is made of parts, asks for a date, or has a value that needs a reason."""

from datetime import date
from fractions import Fraction

import pytest
from builders import leaf, row, spec
from one_leaf import at, codes, scored

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Input, InputType, Leaf, Source, Treatment
from parscore.model.problem import Percent
from parscore.model.rule import phrase
from parscore.model.scorecard import Status
from parscore.model.submission import LeafAnswers

RATE = {"max": "45", "rule": {"proportional": {"of": "done / total"}}}
BEST = spec("best_of", alternatives=[{"max": "50", "rule": {"yes_no": {"of": "whole"}}}, RATE])

# --- parts -------------------------------------------------------------------------------------------------------


def test_a_part_without_a_case_is_treated_as_the_leaf_says() -> None:
    answers = row(done=0, total=0, whole=True)
    score, problems = scored(leaf(maximum=50, rule=BEST, no_case=Treatment.EXCLUDE), answers)
    assert (score.status, score.maximum, codes(problems)) == (Status.NOT_APPLICABLE, 0, ["PS218"])
    score, problems = scored(leaf(maximum=50, rule=BEST), answers)
    assert (score.status, codes(problems)) == (Status.INVALID, ["PS206"])


def test_a_leaf_of_parts_is_missing_while_any_value_is_blank() -> None:
    score, problems = scored(leaf(maximum=50, rule=BEST), row(whole=True, done=1, total=None))
    assert (score.status, score.points) == (Status.MISSING, None)
    assert [(found.code, found.place) for found in problems] == [("PS201", at("H7"))]


def test_a_value_that_a_part_refuses_is_a_problem_at_its_cell() -> None:
    score, problems = scored(leaf(maximum=50, rule=BEST), row(whole=True, done=3, total=2))
    assert (score.status, score.points) == (Status.INVALID, None)
    assert [(found.code, dict(found.facts)["numbers"]) for found in problems] == [("PS205", "3 / 2")]


@pytest.mark.parametrize(("b", "points", "codes_found"), [(True, 2, ["PS301"]), (False, Fraction(-1, 4), [])])
def test_a_leaf_may_be_worth_less_than_nothing_and_then_needs_no_evidence(
    b: bool, points: object, codes_found: list[str]
) -> None:
    part = {"max": "1", "rule": {"all_of": {"of": ["a", "b"], "otherwise": "-0.25"}}}
    other = {"max": "1", "rule": {"yes_no": {"of": "b"}}}
    item = leaf(maximum=2, rule=spec("sum_of", parts=[part, other]), evidence=True)
    score, problems = scored(item, row(a=True, b=b))
    assert (score.status, score.points, codes(problems)) == (Status.SCORED, points, codes_found)


def test_a_deduction_below_0_is_scored_and_compared_with_the_claim() -> None:
    item = leaf(rule=spec("deduct", of="broken", per_case="1.25", floor="-0.25"))
    score, problems = scored(item, row("-0.25", broken=2))
    assert (score.points, score.branch, problems) == (
        Fraction(-1, 4),
        phrase("deduct.floor", floor=Fraction(-1, 4)),
        [],
    )
    assert codes(scored(item, row("0", broken=2))[1]) == ["PS207"]


# --- dates -------------------------------------------------------------------------------------------------------

STEPS = [{"when": "<= 0", "points": "full"}, {"when": ">= 1", "points": "0"}]
SENT = Input("sent", "Ngày gửi báo cáo", InputType.DATE)


def sent(value: date | bool) -> LeafAnswers:
    return LeafAnswers(Answer(AnswerState.BLANK), {"sent": Answer(AnswerState.GIVEN, value, at("F7"))}, at("A7"))


def of_date(**others: object) -> Leaf:
    rule = spec("deadline", of="sent", due="2025-01-15", days="calendar", steps=STEPS, **others)
    return leaf(rule=rule, inputs=(SENT,))


@pytest.mark.parametrize(("day", "points"), [(14, 1), (15, 1), (16, 0)])
def test_a_date_is_scored_against_its_limit(day: int, points: int) -> None:
    score, problems = scored(of_date(), sent(date(2025, 1, day)))
    assert (score.status, score.points, problems) == (Status.SCORED, points, [])
    assert score.inputs[0].answer.value == date(2025, 1, day)


def test_ps223_never_issued_counts_only_where_the_rule_says_what() -> None:
    assert scored(of_date(never="0"), sent(False))[0].points == 0
    score, problems = scored(of_date(), sent(False))
    assert (score.status, [(found.code, found.place) for found in problems]) == (
        Status.INVALID,
        [("PS223", at("F7"))],
    )
    assert all("{" not in Words(language).problem(problems[0]).message for language in LANGUAGES)


# --- reasons -----------------------------------------------------------------------------------------------------

EXCUSED = (
    Input("done", "Số nhiệm vụ hoàn thành", InputType.COUNT),
    Input("planned", "Số nhiệm vụ", InputType.COUNT),
    Input("excused", "Số nhiệm vụ chưa làm vì lý do khách quan", InputType.COUNT, reason=True),
)
PLAN = leaf(rule=spec("proportional", of="done / (planned - excused)"), inputs=EXCUSED)


@pytest.mark.parametrize(
    ("excused", "reason", "lacks"), [(0, "", False), (1, "", True), (1, "Bão số 3", False), (0, "Bão số 3", False)]
)
def test_ps221_a_value_above_0_that_needs_a_reason_has_one(excused: int, reason: str, lacks: bool) -> None:
    score, problems = scored(PLAN, row(done=8, planned=10, excused=excused, reason=reason))
    assert (score.status, score.points) == (Status.SCORED, Fraction(8, 10 - excused))
    assert [(found.code, found.place) for found in problems] == ([("PS221", at("H7"))] if lacks else [])
    if lacks:
        facts = dict(problems[0].facts)
        assert (facts["asked"], facts["found"]) == (EXCUSED[2].ask, Fraction(1))
        assert all("{" not in Words(language).problem(problems[0]).message for language in LANGUAGES)


def test_ps221_is_told_of_a_share_as_a_percentage() -> None:
    asked = (Input("share", "Tỷ lệ", InputType.PERCENT, reason=True),)
    _, problems = scored(leaf(rule=spec("proportional", of="share"), inputs=asked), row(share="0.05"))
    assert [(found.code, dict(found.facts)["found"]) for found in problems] == [("PS221", Percent(Fraction(1, 20)))]


def test_ps221_is_told_where_the_leaf_is_invalid_too_but_not_where_nothing_is_given() -> None:
    assert codes(scored(PLAN, row(done=12, planned=10, excused=1))[1]) == ["PS205", "PS221"]
    assert codes(scored(PLAN, row(done=8, planned=10, excused=None))[1]) == ["PS201"]
    assert codes(scored(PLAN, row(done=8, planned=10, excused=AnswerState.UNUSABLE))[1]) == []


def test_ps221_asks_no_reason_of_those_who_give_figures_for_others() -> None:
    item = leaf(rule=PLAN.rule, inputs=EXCUSED, source=Source.STATISTICS)
    figures = {name: Answer(AnswerState.GIVEN, Fraction(worth)) for name, worth in (("done", 8), ("planned", 10))}
    score, problems = scored(item, None, figures | {"excused": Answer(AnswerState.GIVEN, Fraction(1))})
    assert (score.points, problems) == (Fraction(8, 9), [])
