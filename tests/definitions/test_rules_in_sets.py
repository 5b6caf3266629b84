"""Rules of parts, dates and the calendar as a criteria set writes them: every fault stands where its mistake is."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from parscore.definitions.load import load_criteria
from parscore.messages import LANGUAGES, Words
from parscore.model.calendar import EVERY_WEEK, Calendar
from parscore.model.criteria import Input, InputType, Leaf
from parscore.model.problem import Problem

GOOD = (Path(__file__).parent / "good_rules.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times"
    return GOOD.replace(old, new)


def problems_of(text: str) -> tuple[Problem, ...]:
    criteria, problems = load_criteria(text.encode(), "set.yaml")
    assert (criteria is None) == bool(problems)
    return problems


def test_the_good_set_is_good_and_its_cases_come_out() -> None:
    criteria, problems = load_criteria(GOOD.encode(), "set.yaml")
    assert problems == ()
    assert criteria is not None
    tet = {date(2025, 1, day) for day in (1, 27, 28, 29, 30, 31)}
    assert criteria.calendar == Calendar(frozenset(tet), frozenset({date(2025, 1, 18)}))
    leaf = criteria.index["1.1.1"]
    assert isinstance(leaf, Leaf)
    assert leaf.rule.wants == ("shared", "done", "planned", "sent")
    assert [dict(example.given)["sent"] for example in leaf.examples] == [
        date(2025, 1, 24), date(2025, 2, 2), date(2025, 2, 3), False,
    ]  # fmt: skip


def test_the_calendar_reaches_a_rule_inside_a_rule() -> None:
    # Without the holidays 2 February would be five working days late.
    old = "holidays: [2025-01-01, 2025-01-27, 2025-01-28, 2025-01-29, 2025-01-30, 2025-01-31]"
    (found,) = problems_of(changed(old, "holidays: []"))
    assert (found.code, dict(found.facts)["found"]) == ("PS523", Fraction(3))


def test_a_set_without_a_calendar_has_the_week_as_it_is() -> None:
    text = GOOD[: GOOD.index("calendar:")] + GOOD[GOOD.index("areas:") :]
    criteria, _ = load_criteria(text.replace("sent: 2025-02-02", "sent: 2025-01-26").encode(), "set.yaml")
    assert criteria is not None
    assert criteria.calendar == EVERY_WEEK


def test_a_reason_is_kept_with_its_input() -> None:
    criteria, _ = load_criteria(GOOD.encode(), "set.yaml")
    assert criteria is not None
    leaf = criteria.index["1.1.2"]
    assert isinstance(leaf, Leaf)
    assert [asked.reason for asked in leaf.inputs] == [False, False, True]
    assert leaf.inputs[2] == Input("excused", leaf.inputs[2].ask, InputType.COUNT, reason=True)


@pytest.mark.parametrize(
    ("old", "bad", "code"),
    [
        # the families and parameters of parts
        ("{yes_no: {of: shared}}", "{‹yesno: {of: shared}}", "PS516"),
        ("{yes_no: {of: shared}}", "‹{yes_no: {of: shared}, claim: {step: 1}}", "PS505"),
        ("{yes_no: {of: shared}}", "‹yes_no", "PS505"),
        ("{yes_no: {of: shared}}", "{yes_no: ‹shared}", "PS505"),
        ("{yes_no: {of: shared}}", "{yes_no: {of: shared, ‹yess: 1}}", "PS503"),
        ("{max: 1, rule: {yes_no: {of: shared}}}", "‹{max: 1}", "PS504"),
        ("                                of: done / planned\n", "", "PS504"),
        ("of: done / planned", "of: ‹done / / planned", "PS517"),
        ("no_case: zero", "no_case: ‹exclude", "PS505"),
        ("no_case: zero", "‹no_cases: zero", "PS503"),
        # their soundness, at the part
        ('{when: "< 50%", points: 0}', '{when: "<= 50%", points: 0}', "PS512"),
        ('">= 50%", points: full}', '">= 50%", points: ‹4}', "PS519"),
        ('">= 50%", points: full}', '">= 50%", points: 1}', "PS519"),
        ("{max: 1, rule: {yes", "{max: ‹4, rule: {yes", "PS519"),
        ("{max: 1, rule: {yes", "{max: ‹0, rule: {yes", "PS505"),
        # names and types of inputs, at each use
        ("{yes_no: {of: shared}}", "{yes_no: {of: ‹share}}", "PS518"),
        ("of: done / planned", "of: ‹done / plan", "PS518"),
        ("                        of: sent\n", "                        of: ‹send\n", "PS518"),
        ("good: 100%", "‹god: 100%", "PS518"),
        ("among: listed", "among: ‹list", "PS518"),
        ("of: [a, b]", "of: [a, ‹c]", "PS518"),
        ("chung, type: yes_no", "chung, type: ‹count", "PS505"),
        ("báo cáo, type: date", "báo cáo, type: ‹count", "PS505"),
        ("theo kế hoạch, type: count", "theo kế hoạch, type: ‹date", "PS505"),
        ("phiếu tốt, type: count", "phiếu tốt, type: ‹percent", "PS505"),
        # parts have inputs
        ("{yes_no: {of: shared}}", "‹{claim: {step: 1}}", "PS505"),
        # dates, the calendar, reasons
        ("due: 2025-01-24", "due: ‹2025-02-29", "PS514"),
        ("due: 2025-01-24", "due: ‹24/01/2025", "PS505"),
        ("sent: 2025-02-03", "sent: ‹03/02/2025", "PS505"),
        ("sent: 2025-02-03", "sent: ‹2025-02-30", "PS514"),
        ("sent: 2025-02-03", "sent: ‹yes", "PS505"),
        ("working: [2025-01-18]", "working: [‹2025-01-17]", "PS505"),
        ("working: [2025-01-18]", "working: [2025-01-18, ‹2025-01-27]", "PS505"),
        ("holidays: [2025-01-01", "holidays: [‹2025-01-32", "PS514"),
        ("calendar:\n  holidays", "calendar:\n  ‹holliday", "PS503"),
        ("reason: required", "reason: ‹yes", "PS505"),
        ("báo cáo, type: date}", "báo cáo, type: date, reason: ‹required}", "PS505"),
        ("báo cáo, type: date}", "báo cáo, type: date, min: ‹0}", "PS505"),
        ("among: listed", "among: ‹1.5", "PS505"),
        ("fair: 50%}", "fair: ‹half}", "PS505"),
        ("{ballots: {answers: {good: 100%, fair: 50%}}}", "{ballots: {answers: ‹{good: 100%}}}", "PS505"),
    ],
)  # fmt: skip
def test_a_fault_stands_where_the_mistake_is(old: str, bad: str, code: str) -> None:
    text = changed(old, bad)
    before, mark, after = text.partition("‹")
    problems = problems_of(before + after)
    assert code in {found.code for found in problems}
    if mark:
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert place in {(found.place.line, found.place.column) for found in problems if found.code == code}
    for found in problems:
        assert all("{" not in Words(language).problem(found).message for language in LANGUAGES)


@pytest.mark.parametrize(
    ("old", "near"),
    [
        ("{yes_no: {of: shared}}", "{yes_no: {of: shared, yes: full}}"),
        ("no_case: zero", "no_case: zero "),
        ("working: [2025-01-18]", "working: [2025-01-18, 2025-01-19]"),
        ("2025-01-30, 2025-01-31]", "2025-01-30, 2025-01-31, 2025-02-01, 2025-02-02]"),
        ("reason: required", "reason: optional"),
        ("due: 2025-01-24", "due: '2025-01-24'"),
        ("all - excused", "all - excused + 0"),
    ],
)
def test_a_near_neighbour_is_right(old: str, near: str) -> None:
    assert problems_of(changed(old, near)) == ()


def test_a_fault_in_one_entry_of_a_list_does_not_make_the_list_short() -> None:
    (found,) = problems_of(changed('{when: "< 50%", points: 0}', '{when: "50%", points: 0}'))
    assert (found.code, dict(found.facts)["expected"]) == ("PS505", "a range")


def test_a_near_miss_of_a_part_s_family_and_key_is_suggested() -> None:
    (found,) = problems_of(changed("{yes_no: {of: shared}}", "{yesno: {of: shared}}"))
    assert (found.criterion, dict(found.facts)["suggestion"]) == ("1.1.1", "yes_no")
    assert "best_of" in str(dict(found.facts)["allowed"])
    (found,) = problems_of(changed("due: 2025-01-24", "duo: 2025-01-24"))
    assert (dict(found.facts)["suggestion"], dict(found.facts)["allowed"]) == ("due", "of, due, days, steps, never")


def test_a_fault_of_a_whole_part_points_at_the_name_of_its_family() -> None:
    text = changed("{max: 1, rule: {yes", "{max: 1.5, rule: {yes").replace(
        "- max: 3\n                            rule", "- max: 2\n                            rule"
    )
    (found,) = (found for found in problems_of(text) if found.code == "PS519")
    assert text.split("\n")[found.place.line - 1].strip() == "best_of:"
    assert dict(found.facts) == {"found": Fraction(2), "maximum": Fraction(3)}


def nested(depth: int) -> str:
    """A set whose only leaf holds rules that deep inside one another."""
    rule = "{yes_no: {of: a}}"
    for _ in range(depth - 1):
        rule = f"{{sum_of: {{parts: [{{max: 1, rule: {rule}}}, {{max: 1, rule: {{yes_no: {{of: a}}}}}}]}}}}"
    return (
        "{schema: parscore/criteria/1, id: x, version: v1, title: X, valid: {from: 2025-01-01, to: 2025-01-01}, "
        "areas: [{code: A, name: A, max: 2, criteria: [{code: A.1, name: B, max: 2, "
        f"inputs: {{a: {{ask: A, type: yes_no}}}}, rule: {rule}}}]}}]}}"
    )


@pytest.mark.parametrize(("depth", "deep"), [(2, False), (3, False), (4, True)])
def test_rules_stand_at_most_three_deep_inside_one_another(depth: int, deep: bool) -> None:
    found = [problem for problem in problems_of(nested(depth)) if problem.code == "PS522"]
    assert bool(found) == deep
    if found:
        facts = dict(found[0].facts)
        assert (facts["what"], facts["found"], facts["expected"]) == ("rules inside one another", "4", "≤ 3")
        assert found[0].place.line == 1


def test_the_deepest_rule_has_room_in_a_variant_of_a_sub_criterion() -> None:
    tiers = '{tiers: {of: x, steps: [{when: "< 1", points: 0}, {when: ">= 1", points: full}]}}'
    best = f"{{best_of: {{alternatives: [{{max: 1, rule: {tiers}}}, {{max: 1, rule: {tiers}}}]}}}}"
    rule = f"{{sum_of: {{parts: [{{max: 1, rule: {best}}}, {{max: 1, rule: {tiers}}}]}}}}"
    leaf = f"code: A.1.1, name: C, max: 2, inputs: {{x: {{ask: X, type: count}}}}, rule: {rule}"
    text = (
        "{schema: parscore/criteria/1, id: x, version: v1, title: X, valid: {from: 2025-01-01, to: 2025-01-01}, areas: "
        "[{code: A, name: A, max: 2, criteria: [{code: A.1, name: B, max: 2, subcriteria: "
        f"[{{{leaf}, variants: [{{when: {{group: so}}, rule: {rule}}}]}}]}}]}}]}}"
    )
    assert problems_of(text) == ()
