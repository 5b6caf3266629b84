"""What findings say: risks reached, discrepancies with their effects, and the escalation rule step by step."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from builders import heading, leaf
from samples import FREE, planned, replay_of, replayed, right, wrong

from parscore.audit.sample_evaluate import Answered, Evaluation, State, cells_of, corrected, evaluate
from parscore.audit.sample_plan import Plan
from parscore.audit.sampling import discovery_size, drawn
from parscore.engine.replay import Replay
from parscore.model.criteria import Band, ClassRule, Demotion, Section, Treatment
from parscore.model.interval import Interval
from parscore.model.scorecard import Status
from parscore.workbooks.sample_read import Finding

FIVE = Fraction(5, 100)
FAR = {"A": ["1.9"] * 100, "B": ["1.5"] * 100, "C": ["0.5"] * 100}
CLASSES = ClassRule((Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0))))


def weighed(replay: Replay, plan: Plan, findings: Mapping[str, Finding]) -> Evaluation:
    return evaluate({"so": replay}, plan, findings)


def states(evaluation: Evaluation) -> dict[str, State]:
    return {statement.id: answered.state for statement, answered in evaluation.statements}


def answer_of(replay: Replay, plan: Plan, findings: Mapping[str, Finding], at: int = 0) -> Answered:
    """The state of one statement."""
    return weighed(replay, plan, findings).statements[at][1]


# --- nothing checked ----------------------------------------------------------------------------------------------


def test_what_nobody_checked_is_never_right() -> None:
    replay = replayed(FAR, classes=CLASSES)
    plan = planned(replay)
    found = weighed(replay, plan, {})
    assert found.discovery.state is State.PENDING and found.discovery.needs == frozenset(plan.order[: plan.first])
    assert set(states(found).values()) == {State.PENDING}
    assert not found.reached and found.checked == frozenset()
    assert [cell.id for cell in cells_of(found)] == [cell for cell in plan.cells if cell in found.needs]


def test_one_blank_row_keeps_the_risk_from_being_reached() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    needs = weighed(replay, plan, {}).needs
    assert weighed(replay, plan, right(needs)).reached
    for cell in (plan.order[0], plan.order[plan.first - 1]):
        assert weighed(replay, plan, right(needs - {cell})).discovery.state is State.PENDING
    (first, answered), *_ = weighed(replay, plan, {}).statements
    left = right(needs - {min(answered.needs)})
    assert states(weighed(replay, plan, left))[first.id] is State.PENDING


# --- discovery ----------------------------------------------------------------------------------------------------


def test_a_clean_discovery_sample_reaches_its_confidence() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    found = weighed(replay, plan, right(plan.order[: plan.first])).discovery
    assert (found.state, found.size, found.risk, found.step) == (State.REACHED, plan.first, FIVE, 0)


def test_a_wrong_cell_enlarges_the_sample_by_the_rule() -> None:
    replay = replayed(FAR)
    plan = planned(replay, tolerable=Fraction(10, 100))
    total, first = len(plan.order), plan.first
    findings = {**right(plan.order[:first]), **wrong(plan.order[3], 0)}
    found = weighed(replay, plan, findings).discovery
    second = first + discovery_size(total - first, plan.wrong - 1, FIVE / 2)
    assert (found.state, found.size, found.step, found.risk) == (State.PENDING, second, 1, FIVE / 2)
    assert found.needs == frozenset(plan.order[:second])
    findings |= right(plan.order[first:second])
    assert weighed(replay, plan, findings).discovery.state is State.REACHED
    findings |= wrong(plan.order[second - 1], 0)
    found = weighed(replay, plan, findings).discovery
    third = second + discovery_size(total - second, plan.wrong - 2, FIVE / 4)
    assert (found.state, found.size, found.step) == (State.PENDING, third, 2)
    findings |= {**right(plan.order[second:third]), **wrong(plan.order[third - 1], 0)}
    assert weighed(replay, plan, findings).discovery.state is State.WHOLE  # after three steps


def test_as_many_wrong_cells_as_are_too_many_end_the_sample() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    assert plan.wrong == 3
    findings = right(plan.order[: plan.first])
    for cell in plan.order[:3]:
        findings |= wrong(cell, 0)
    found = weighed(replay, plan, findings).discovery
    assert (found.state, found.size) == (State.WHOLE, 300)
    findings = {**right(plan.order), **findings}
    assert weighed(replay, plan, findings).discovery.state is State.SETTLED


def test_a_sample_beyond_half_of_all_is_a_full_check() -> None:
    replay = replayed(FAR)
    plan = planned(replay)  # 187 of 300
    findings = {**right(plan.order[: plan.first]), **wrong(plan.order[0], 0)}
    assert weighed(replay, plan, findings).discovery.state is State.WHOLE


def test_a_population_smaller_than_its_sample() -> None:
    replay = replayed({"A": [1, 1]})
    plan = planned(replay)
    assert weighed(replay, plan, right(plan.order)).discovery.state is State.REACHED
    findings = {**right(plan.order), **wrong(plan.order[0], 0)}
    assert weighed(replay, plan, findings).discovery.state is State.SETTLED


# --- outcomes -----------------------------------------------------------------------------------------------------


def test_a_clean_outcome_sample_reaches_its_risk() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    found = weighed(replay, plan, right(weighed(replay, plan, {}).needs))
    for statement, answered in found.statements:
        assert answered.state is State.REACHED
        assert answered.risk == (1 - statement.margin / statement.all) ** statement.draws
        assert answered.risk is not None and answered.risk <= FIVE


def test_an_overstatement_takes_more_draws_and_an_understatement_none() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    statement = plan.statements[0]  # so/A>B
    draws = drawn(plan.terms.seed, statement.id, statement.hides, statement.draws)
    cell = next(one for one in draws if one.startswith("A/") and draws.count(one) == 1)
    findings = right(draws)
    low = answer_of(replay, plan, {**findings, **wrong(cell, "1.5")})
    assert low.state is State.PENDING and low.size > statement.draws and low.step == 1
    assert low.needs == frozenset(drawn(plan.terms.seed, statement.id, statement.hides, low.size))
    high = answer_of(replay, plan, {**findings, **wrong(cell, 2)})
    assert (high.state, high.size) == (State.REACHED, statement.draws)


def test_more_draws_reach_the_risk_after_a_small_overstatement() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    statement = plan.statements[0]
    findings = right(drawn(plan.terms.seed, statement.id, statement.hides, statement.draws))
    cell = next(one for one in findings if one.startswith("A/"))
    findings |= wrong(cell, "1.5")
    sizes = []
    for _ in range(9):
        answered = answer_of(replay, plan, findings)
        sizes.append(answered.size)
        if answered.state is State.REACHED:
            break
        findings = {**right(answered.needs), **findings}
    assert answered.state is State.REACHED and answered.risk is not None and answered.risk <= FIVE
    assert sizes == sorted(sizes) and sizes[0] > statement.draws


def test_a_cell_that_hid_all_it_could_makes_the_statement_be_checked_whole() -> None:
    replay = replayed(FAR)
    plan = planned(replay)
    statement = plan.statements[0]
    draws = drawn(plan.terms.seed, statement.id, statement.hides, statement.draws)
    findings = {**right(draws), **wrong(next(cell for cell in draws if cell.startswith("B/")), 2)}
    found = answer_of(replay, plan, findings)
    assert (found.state, found.size) == (State.WHOLE, 200)
    findings = {**right(cell for cell, _ in statement.hides), **findings}
    found = answer_of(replay, plan, findings)
    assert (found.state, found.risk) == (State.SETTLED, 0)


NEAR = {"A": ["1.01"] * 10, "B": [1] * 10}


def test_a_pair_that_is_checked_whole_stands_or_falls_with_what_was_found() -> None:
    replay = replayed(NEAR)
    plan = planned(replay)
    assert states(weighed(replay, plan, {})) == {"so/A>B": State.WHOLE}
    clean = right(plan.order)
    assert states(weighed(replay, plan, clean)) == {"so/A>B": State.SETTLED}
    assert states(weighed(replay, plan, {**clean, **wrong("A/1.1", "0.92")})) == {"so/A>B": State.SETTLED}
    assert states(weighed(replay, plan, {**clean, **wrong("A/1.1", "0.91")})) == {"so/A>B": State.CHANGED}  # equal
    assert states(weighed(replay, plan, {**clean, **wrong("B/1.1", "1.2")})) == {"so/A>B": State.CHANGED}
    assert not weighed(replay, plan, {**clean, **wrong("B/1.1", "1.2")}).reached


def test_equals_that_are_none_any_more() -> None:
    replay = replayed({"A": [1] * 10, "B": [1] * 10})
    plan = planned(replay)
    clean = right(plan.order)
    assert states(weighed(replay, plan, clean)) == {"so/A=B": State.SETTLED}
    for cell in ("A/1.1", "B/1.1"):
        assert states(weighed(replay, plan, {**clean, **wrong(cell, "0.9")})) == {"so/A=B": State.CHANGED}


def test_a_class_that_is_checked_whole() -> None:
    replay = replayed({"A": ["1.61"] * 10}, classes=CLASSES)
    plan = planned(replay)
    clean = right(plan.order)
    assert states(weighed(replay, plan, clean)) == {"so/A>=80": State.SETTLED}
    assert states(weighed(replay, plan, {**clean, **wrong("A/1.1", "1.51")})) == {"so/A>=80": State.SETTLED}  # just 80
    assert states(weighed(replay, plan, {**clean, **wrong("A/1.1", "1.5")})) == {"so/A>=80": State.CHANGED}
    replay = replayed({"A": ["1.59"] * 10}, classes=CLASSES)
    plan = planned(replay)
    found = weighed(replay, plan, {**right(plan.order), **wrong("A/1.1", "1.69")})
    assert states(found)["so/A<80"] is State.CHANGED


def test_a_condition_that_decides_a_class() -> None:
    demoted = Demotion("kỷ luật", leaf="1.1", within=Interval(None, False, Fraction(0), True, "<= 0"))
    replay = replayed({"A": ["1.8"] * 10}, classes=replace(CLASSES, demotions=(demoted,)))
    plan = planned(replay)
    found = weighed(replay, plan, {**right(plan.order), **wrong("A/1.1", 0)})
    assert states(found)["so/A:1.1"] is State.CHANGED
    assert states(weighed(replay, plan, right(plan.order)))["so/A:1.1"] is State.SETTLED


def test_a_penalty_that_is_too_small_overstates() -> None:
    areas = [heading("1", [leaf(f"1.{at}", 2, FREE) for at in range(1, 61)]),
             replace(heading("9", [leaf("9.1", 4, FREE)]), section=Section.PENALTY)]  # fmt: skip
    replay = replay_of({"A": [*["1.9"] * 60, 1], "B": [*[1] * 60, 1]}, areas)
    plan = planned(replay)
    statement = plan.statements[0]
    draws = statement.draws
    seed = next(str(at) for at in range(999) if "A/9.1" in drawn(str(at), statement.id, statement.hides, draws))
    plan = planned(replay, seed=seed)
    clean = right(drawn(seed, statement.id, statement.hides, draws))
    more = weighed(replay, plan, {**clean, **wrong("A/9.1", 2)}).statements[0][1]
    less = weighed(replay, plan, {**clean, **wrong("A/9.1", 0)}).statements[0][1]
    assert (more.state, less.state) == (State.PENDING, State.REACHED)


# --- discrepancies ------------------------------------------------------------------------------------------------


def test_a_discrepancy_has_sign_size_and_effect() -> None:
    replay = replayed({"A": ["1.7"] * 10, "B": ["1.6"] * 10}, classes=CLASSES)
    plan = planned(replay)
    findings = {**wrong("A/1.2", 0), **wrong("B/1.1", 2)}
    high, low = weighed(replay, plan, findings).discrepancies
    assert (high.cell.id, high.size) == ("A/1.2", Fraction(17, 10))
    before, after = high.effect.before, high.effect.after
    assert (before.scorecard.index, after.scorecard.index) == (85, Fraction(153, 2))
    assert (before.rank, after.rank, before.class_name, after.class_name) == (1, 2, "Tốt", "Khá")
    assert (low.cell.id, low.size, low.effect.after.rank) == ("B/1.1", Fraction(-4, 10), 2)
    together = weighed(replay, plan, findings).together
    assert [together[name].rank for name in "AB"] == [2, 1]


def test_a_leaf_found_not_to_apply_is_treated_as_its_set_says() -> None:
    for treatment, points, maximum in (
        (Treatment.EXCLUDE, None, 0), (Treatment.FULL, 2, 2), (Treatment.ZERO, 0, 2),
    ):  # fmt: skip
        replay = replayed({"A": [1, 1]}, not_applicable=treatment)
        score = next(replay.standings["A"].scorecard.leaves())
        found = corrected(score, None)
        assert (found.status, found.points, found.maximum) == (Status.NOT_APPLICABLE, points, maximum)
    replay = replayed({"A": [0, 2]}, not_applicable=Treatment.EXCLUDE)
    plan = planned(replay)
    (one,) = weighed(replay, plan, wrong("A/1.1", None)).discrepancies
    assert (one.size, one.effect.after.scorecard.index) == (0, 100)


def test_a_leaf_that_was_left_out_and_applies() -> None:
    replay = replayed({"A": [1, 2]}, not_applicable=Treatment.EXCLUDE)
    score = next(replay.standings["A"].scorecard.leaves())
    left = replace(score, status=Status.NOT_APPLICABLE, points=None, maximum=Fraction(0))
    found = corrected(left, Fraction(1))
    assert (found.status, found.points, found.maximum) == (Status.SCORED, 1, 2)
