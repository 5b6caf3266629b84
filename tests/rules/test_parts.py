"""Rules of parts: traces that show each part, words, values wanted, refusals, parts without a case."""

from fractions import Fraction

import pytest
from builders import spec, written
from pydantic import ValidationError

from parscore.model.criteria import InputType
from parscore.model.rule import Fault, phrase
from parscore.rules.any_rule import KEY
from parscore.rules.spec import NUMERIC, Use

FIFTY = Fraction(50)
RATE = {"max": "45", "rule": {"proportional": {"of": "done / total"}}}
ITEMS = {"max": "5", "rule": {"count": {"of": "items", "unit": "1"}}}
CLAM = {"max": "1", "rule": {"clam": {}}}
SUM = spec("sum_of", parts=[RATE, ITEMS])
BEST = spec("best_of", alternatives=[{"max": "50", "rule": {"yes_no": {"of": "whole"}}}, RATE])


def values(**given: object) -> dict[str, object]:
    return {name: worth if isinstance(worth, bool) else Fraction(str(worth)) for name, worth in given.items()}


def test_the_trace_of_a_sum_shows_each_part_and_its_branch() -> None:
    judgement = SUM.judge(FIFTY, values(done=40, total=90, items=7))
    assert written(judgement.steps) == (
        ("done / total", "40 / 90", Fraction(4, 9)),
        ("value * maximum", "(4/9) * 45", Fraction(20)),
        ("part_1", "20", Fraction(20)),
        ("items", "7", Fraction(7)),
        ("min(count * unit, maximum)", "min(7 * 1, 5)", Fraction(5)),
        ("part_2", "5", Fraction(5)),
        ("part_1 + part_2", "20 + 5", Fraction(25)),
    )
    assert [step.branch for step in judgement.steps if step.branch] == [
        phrase("proportional.rate"),
        phrase("count.capped"),
    ]
    assert (judgement.points, judgement.branch) == (25, phrase("sum_of.added", count=2))


def test_the_trace_of_alternatives_shows_all_of_them_and_names_the_best() -> None:
    judgement = BEST.judge(FIFTY, values(whole=False, done=40, total=90))
    assert written(judgement.steps)[-1] == ("max(alternative_1, alternative_2)", "max(0, 20)", Fraction(20))
    assert judgement.branch == phrase("best_of.best", number=2)
    equal = BEST.judge(FIFTY, values(whole=False, done=0, total=90))
    assert equal.branch == phrase("best_of.best", number=1), "of equals the first is named"


def test_the_words_are_the_parts_with_their_own_words() -> None:
    part = spec("sum_of", parts=[{**RATE, "no_case": "full"}, ITEMS])
    assert part.words(FIFTY) == (
        phrase("sum_of.words", maximum=FIFTY),
        phrase("parts.words.part", number=1, maximum=Fraction(45)),
        phrase("value.words", formula="done / total"),
        phrase("proportional.words", maximum=Fraction(45)),
        phrase("no_case.full"),
        phrase("parts.words.part", number=2, maximum=Fraction(5)),
        phrase("count.words.of", formula="items"),
        phrase("count.words", unit=Fraction(1), maximum=Fraction(5)),
    )
    assert BEST.words(FIFTY)[:2] == (
        phrase("best_of.words", maximum=FIFTY),
        phrase("parts.words.alternative", number=1, maximum=FIFTY),
    )


def test_what_the_parts_want_is_wanted_once_and_used_at_each_place() -> None:
    both = spec("sum_of", parts=[RATE, {"max": "5", "rule": {"count": {"of": "done", "unit": "1"}}}])
    assert both.wants == ("done", "total")
    assert both.uses[0] == Use("done", ("parts", 0, "rule", "proportional", "of"), NUMERIC)
    assert both.uses[2].path == ("parts", 1, "rule", "count", "of")
    assert InputType.PERCENT not in both.uses[2].accepts
    inner = spec("sum_of", parts=[ITEMS, {"max": "45", "rule": {"best_of": {"alternatives": [RATE, ITEMS]}}}])
    assert inner.uses[1].path == ("parts", 1, "rule", "best_of", "alternatives", 0, "rule", "proportional", "of")
    assert (inner.depth, both.depth, spec("claim", step="1").depth) == (3, 2, 1)


def test_every_refused_value_is_reported_and_each_once() -> None:
    found = SUM.judge(FIFTY, values(done=91, total=90, items=-1)).faults
    assert [fault.code for fault in found] == ["PS205", "PS202"]
    twice = spec("best_of", alternatives=[RATE, RATE])
    assert [fault.code for fault in twice.judge(FIFTY, values(done=91, total=90)).faults] == ["PS205"]
    assert isinstance(found[0], Fault)


@pytest.mark.parametrize(
    ("key", "points", "branch"),
    [("full", Fraction(46), phrase("no_case.full")), ("zero", Fraction(1), phrase("no_case.zero"))],
)
def test_a_part_without_a_case_counts_as_it_says(key: str, points: Fraction, branch: object) -> None:
    judgement = spec("sum_of", parts=[{**RATE, "no_case": key}, ITEMS]).judge(FIFTY, values(done=0, total=0, items=1))
    assert (judgement.points, judgement.no_case) == (points, False)
    assert written(judgement.steps)[0][0] == "part_1"
    assert judgement.steps[0].branch == branch


@pytest.mark.parametrize("rule", [SUM, BEST])
def test_a_part_that_does_not_say_makes_the_whole_leaf_one_without_a_case(rule: object) -> None:
    judgement = rule.judge(FIFTY, values(done=0, total=0, items=1, whole=True))  # type: ignore[attr-defined]
    assert (judgement.points, judgement.no_case, judgement.faults) == (None, True, ())
    assert judgement.branch == phrase("no_case", formula="done / total")


@pytest.mark.parametrize(
    ("rule", "place", "kind"),
    [
        ("claim", (), "PS505"),
        (["claim"], (), "PS505"),
        ({}, (), "PS505"),
        ({"claim": {"step": "1"}, "yes_no": {}}, (), "PS505"),
        ({"clam": {"step": "1"}}, ("clam", KEY), "PS516"),
        ({"claim": {}}, ("claim", "step"), "missing"),
        ({"claim": {"step": "x"}}, ("claim", "step"), "PS505"),
        ({"claim": "x"}, ("claim",), "model_type"),
        ({"sum_of": {"parts": [ITEMS, CLAM]}}, ("sum_of", "parts", 1, "rule", "clam", KEY), "PS516"),
    ],
)  # fmt: skip
def test_a_faulty_rule_of_a_part_says_where(rule: object, place: tuple[object, ...], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec("sum_of", parts=[ITEMS, {"max": "1", "rule": rule}])
    errors = [error for error in caught.value.errors() if error["type"] != "too_short"]
    assert [(error["loc"], error["type"]) for error in errors] == [(("parts", 1, "rule", *place), kind)]


def test_a_rule_that_was_read_is_taken_as_it_is() -> None:
    inner = spec("count", of="items", unit="1")
    rule = spec("sum_of", parts=[{"max": "5", "rule": inner}, ITEMS])
    assert rule.judge(Fraction(10), values(items=3)).points == 6


@pytest.mark.parametrize("count", [0, 1, 7])
def test_there_are_two_to_six_parts(count: int) -> None:
    for family, key in (("sum_of", "parts"), ("best_of", "alternatives")):
        with pytest.raises(ValidationError, match=r"too_short|too_long|at least|at most"):
            spec(family, **{key: [ITEMS] * count})
        spec(family, **{key: [ITEMS] * 6})


def nested(depth: int) -> dict[str, object]:
    rule: dict[str, object] = {"yes_no": {"of": "a"}}
    for _ in range(depth - 1):
        rule = {
            "best_of": {"alternatives": [{"max": "1", "rule": rule}, {"max": "1", "rule": {"yes_no": {"of": "b"}}}]}
        }
    return rule


@pytest.mark.parametrize(("depth", "faults"), [(2, 0), (3, 0), (4, 1), (5, 1), (6, 1)])
def test_rules_are_at_most_three_deep_and_the_fault_is_reported_once(depth: int, faults: int) -> None:
    ((family, parameters),) = nested(depth).items()
    found = [fault for fault in spec(family, **parameters).check(Fraction(1)) if fault.code == "PS522"]  # type: ignore[arg-type]
    assert len(found) == faults
    assert all(len(fault.path) == 4 * (depth - 4) for fault in found)


def test_what_is_wrong_with_a_rule_that_may_not_stand_in_a_part() -> None:
    claim = {"max": "1", "rule": {"claim": {"step": "1"}}}
    pooled = {"max": "1", "rule": {"relative": {"of": "x", "to": "best"}}}
    found = list(spec("sum_of", parts=[claim, pooled]).check(Fraction(2)))
    assert [(fault.path, dict(fault.facts)["expected"]) for fault in found] == [
        (("parts", 0, "rule"), "a rule of inputs"),
        (("parts", 1, "rule"), "a rule of the agency's own values"),
    ]


@pytest.mark.parametrize(
    ("rule", "found"), [({"claim": {"step": "1"}, "yes_no": {}}, "claim, yes_no"), ({}, ""), ("claim", "claim")]
)
def test_what_is_no_rule_is_quoted_by_its_keys(rule: object, found: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec("sum_of", parts=[ITEMS, {"max": "1", "rule": rule}])
    (error,) = (error for error in caught.value.errors() if error["type"] == "PS505")
    assert (error["input"], error["ctx"]) == (found, {"expected": "one rule family"})
