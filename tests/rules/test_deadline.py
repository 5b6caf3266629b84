"""Deadlines: trace, refusals, words, and the days of every date against counting them one by one."""

import pickle
from datetime import date, timedelta
from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.calendar import EVERY_WEEK, Calendar
from parscore.model.rule import Fault, phrase
from parscore.rules.deadline import CALENDAR, Deadline
from parscore.rules.ladder import of_whole_numbers
from parscore.rules.spec import RuleSpec

MAXIMUM = Fraction(1)
STEPS = [{"when": "<= 0", "points": "full"}, {"when": ">= 1 and <= 5", "points": "0.5"}, {"when": "> 5", "points": "0"}]
TET = Calendar(frozenset(date(2025, 1, day) for day in range(27, 32)), frozenset({date(2025, 1, 18), date(2025, 2, 8)}))


def deadline(days: str = "working", calendar: Calendar | None = TET, **others: object) -> RuleSpec:
    context = None if calendar is None else {CALENDAR: calendar}
    return Deadline.model_validate(
        {"of": "sent", "due": "2025-01-15", "days": days, "steps": STEPS, **others}, context=context
    )


def test_the_trace_of_calendar_days_is_their_number() -> None:
    judgement = deadline("calendar").judge(MAXIMUM, {"sent": date(2025, 1, 18)})
    assert written(judgement.steps) == (("days", "3", Fraction(3)),)
    assert judgement.branch == phrase("deadline.tier", days=Fraction(3), when="≥ 1, ≤ 5")


def test_the_trace_of_working_days_is_all_days_less_those_off() -> None:
    judgement = deadline().judge(MAXIMUM, {"sent": date(2025, 2, 3)})
    assert written(judgement.steps) == (("days - days_off", "19 - 10", Fraction(9)),)
    early = deadline().judge(MAXIMUM, {"sent": date(2025, 1, 10)})
    assert written(early.steps) == (("days - days_off", "-5 - (-2)", Fraction(-3)),)


def test_what_was_never_issued_has_its_points_or_is_refused() -> None:
    judgement = deadline(never="0.25").judge(MAXIMUM, {"sent": False})
    assert (judgement.points, judgement.branch) == (Fraction(1, 4), phrase("deadline.never"))
    (fault,) = deadline().judge(MAXIMUM, {"sent": False}).faults
    assert fault == Fault("PS223", "sent", ())


def test_the_words_are_the_due_day_the_tiers_and_what_counts_without_a_date() -> None:
    assert deadline(never="0").words(MAXIMUM) == (
        phrase("deadline.words.working", day="15", month="01", year="2025"),
        phrase("deadline.words.tier", when="≤ 0", points=MAXIMUM),
        phrase("deadline.words.tier", when="≥ 1, ≤ 5", points=Fraction(1, 2)),
        phrase("deadline.words.tier", when="> 5", points=Fraction(0)),
        phrase("deadline.words.never", points=Fraction(0)),
    )
    assert deadline("calendar").words(MAXIMUM)[0].key == "deadline.words.calendar"
    assert len(deadline().words(MAXIMUM)) == 4


def test_without_a_calendar_the_week_is_as_it_is() -> None:
    monday = {"sent": date(2025, 1, 27)}
    assert (
        deadline(calendar=None).judge(MAXIMUM, monday).steps
        == deadline(calendar=EVERY_WEEK).judge(MAXIMUM, monday).steps
    )
    assert spec("deadline", of="sent", due="2025-01-24", days="working", steps=STEPS).judge(
        MAXIMUM, monday
    ).points == Fraction(1, 2)


def test_the_calendar_goes_with_the_rule_to_another_process() -> None:
    rule = deadline()
    again = pickle.loads(pickle.dumps(rule))
    assert again == rule
    assert again != deadline(calendar=EVERY_WEEK), "a rule with another calendar is another rule"
    sent = {"sent": date(2025, 2, 3)}
    assert again.judge(MAXIMUM, sent) == rule.judge(MAXIMUM, sent)


@pytest.mark.parametrize("due", ["15/01/2025", "2025-1-15", "2025-02-30", "", "2025"])
def test_the_due_day_is_a_date(due: str) -> None:
    with pytest.raises(ValidationError, match="PS5"):
        deadline(due=due)


def test_a_rule_that_was_not_checked_says_so() -> None:
    with pytest.raises(ValueError, match="has not been checked"):
        deadline(steps=STEPS[1:]).judge(MAXIMUM, {"sent": date(2025, 1, 14)})


_DAYS = st.dates(date(2024, 12, 1), date(2025, 3, 31))


@given(_DAYS, _DAYS)
def test_working_days_are_those_counted_one_by_one(due: date, sent: date) -> None:
    first, last = sorted((due, sent))
    counted = 0
    while first < last:
        first += timedelta(days=1)
        counted += (first.weekday() < 5 and first not in TET.holidays) or first in TET.working
    assert TET.days_after(due, sent) == (counted if sent >= due else -counted)
    judgement = deadline(due=due.isoformat()).judge(MAXIMUM, {"sent": sent})
    late = counted if sent >= due else 0
    assert judgement.points == (1 if late <= 0 else Fraction(1, 2) if late <= 5 else 0)


@given(st.dates(), st.dates())
def test_working_days_are_the_same_from_both_ends(first: date, last: date) -> None:
    assert EVERY_WEEK.days_after(first, last) == -EVERY_WEEK.days_after(last, first)
    assert 0 <= abs(EVERY_WEEK.days_after(first, last)) <= abs((last - first).days)


def test_holidays_at_the_weekend_and_make_up_days_in_the_week_change_nothing() -> None:
    odd = Calendar(frozenset({date(2025, 1, 25), date(2025, 1, 26)}), frozenset({date(2025, 1, 24)}))
    for day in range(20, 32):
        sent = date(2025, 1, day)
        assert odd.days_after(date(2025, 1, 20), sent) == EVERY_WEEK.days_after(date(2025, 1, 20), sent)


_BOUND = st.sampled_from(["-1", "0", "0.5", "1", "2", "2.5"])


@given(st.sampled_from([">", ">="]), _BOUND, st.sampled_from(["<", "<="]), _BOUND)
def test_the_range_of_whole_numbers_holds_the_same_whole_numbers(low: str, first: str, high: str, last: str) -> None:
    rule = deadline(steps=[{"when": f"{low} {first} and {high} {last}", "points": "0"}, STEPS[0]])
    assert isinstance(rule, Deadline)
    within = rule.steps[0].when
    whole = of_whole_numbers(within)
    held = [number for number in range(-5, 6) if Fraction(number) in within]
    assert [number for number in range(-5, 6) if Fraction(number) in whole] == held
    assert whole.empty == (not held)


def test_days_that_no_tier_holds_are_told_from_the_nearest_tier() -> None:
    steps = [{"when": "> 5 and <= 30", "points": "0"}, {"when": ">= -3 and <= 5", "points": "full"}]
    early, late = deadline(steps=steps).check(MAXIMUM)
    assert (early.path, dict(early.facts)) == (("steps", 1, "when"), {"lower": "-∞", "upper": ">= -3 and <= 5"})
    assert (late.path, dict(late.facts)) == (("steps", 0, "when"), {"lower": "> 5 and <= 30", "upper": "+∞"})
