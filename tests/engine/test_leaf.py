"""One leaf: every status and treatment, every problem on both sides of its boundary, and where each one stands."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from fractions import Fraction
from typing import Any

import pytest
from builders import CLAIM, NOT_APPLICABLE, RATE, UNUSABLE, leaf, row, spec
from one_leaf import SIPAS, at, scored

from parscore.messages import LANGUAGES, Words
from parscore.model.criteria import Leaf, RoundingLevel, RoundingMode, Source, Treatment
from parscore.model.rule import phrase
from parscore.model.scorecard import Status
from parscore.model.submission import LeafAnswers
from parscore.rules.arithmetic import with_numbers

# --- scored ------------------------------------------------------------------------------------------------------


def test_a_claim_is_scored_with_its_trace() -> None:
    item = leaf(maximum=2)
    score, problems = scored(item, row("1.75", evidence="KH số 5", reason="đủ"))
    assert problems == []
    assert (score.status, score.points, score.maximum, score.index) == (
        Status.SCORED,
        Fraction("1.75"),
        2,
        Fraction("87.5"),
    )
    assert (score.branch, [with_numbers(step) for step in score.steps]) == (phrase("claim.taken"), ["1.75"])
    assert (score.inputs, score.evidence, score.reason) == ((), "KH số 5", "đủ")
    assert score.claimed is not None
    assert score.claimed.place == at("E7")


def test_zero_points_are_scored_and_complete() -> None:
    score, problems = scored(leaf(), row(0))
    assert (score.status, score.points, score.index, score.complete, problems) == (Status.SCORED, 0, 0, True, [])


def test_inputs_are_kept_in_declared_order_with_what_was_asked_and_their_cells() -> None:
    item = leaf(maximum=2, rule=spec("proportional", of="1 - late / total"))
    score, problems = scored(item, row(late=60, total=2000))
    assert (score.points, problems) == (Fraction("1.94"), [])
    assert [(use.name, use.ask, use.answer.place.cell) for use in score.inputs] == [
        ("late", "Số liệu late", "F7"),
        ("total", "Số liệu total", "G7"),
    ]


# --- missing and unusable ----------------------------------------------------------------------------------------


def test_a_leaf_without_a_row_is_missing_and_the_reader_has_said_why() -> None:
    score, problems = scored(leaf(maximum=2), None)
    assert (score.status, score.points, score.maximum, score.index) == (Status.MISSING, None, 2, None)
    assert (score.complete, problems) == (False, [])


def test_ps201_a_blank_score_is_missing_not_0() -> None:
    score, problems = scored(leaf(), row(None))
    assert (score.status, score.points, score.complete) == (Status.MISSING, None, False)
    assert [(found.code, found.place) for found in problems] == [("PS201", at("E7"))]
    assert dict(problems[0].facts)["asked"] == "asked.points"


def test_ps201_every_blank_input_is_named_at_its_cell_and_a_claim_does_not_stand_in() -> None:
    item = leaf(rule=RATE)
    score, problems = scored(item, row(1, done=None, total=None))
    assert (score.status, score.points) == (Status.MISSING, None)
    assert [(found.code, found.place, dict(found.facts)["asked"]) for found in problems] == [
        ("PS201", at("F7"), "Số liệu done"),
        ("PS201", at("G7"), "Số liệu total"),
    ]
    score, problems = scored(item, row(1, done=0, total=None))
    assert [found.place for found in problems] == [at("G7")]
    assert scored(item, row(1, done=1, total=1))[1] == []


def test_ps201_an_input_without_a_cell_is_sought_at_the_row() -> None:
    _, problems = scored(leaf(rule=RATE), row(done=1))
    assert [(found.code, found.place) for found in problems] == [("PS201", at("A7"))]


def test_an_unusable_value_makes_the_leaf_invalid_and_the_reader_has_said_why() -> None:
    for item, answers in (
        (leaf(), row(UNUSABLE)),
        (leaf(rule=RATE), row(done=UNUSABLE, total=5)),
        (leaf(rule=RATE), row(done=UNUSABLE, total=None)),
    ):
        score, problems = scored(item, answers)
        assert (score.status, score.points, score.complete, problems) == (Status.INVALID, None, False, [])


def test_an_unusable_claim_does_not_matter_where_the_points_are_computed() -> None:
    score, problems = scored(leaf(rule=RATE), row(UNUSABLE, done=1, total=2))
    assert (score.status, score.points, problems) == (Status.SCORED, Fraction(1, 2), [])


@pytest.mark.parametrize(
    ("item", "answers", "code", "cell"),
    [
        (leaf(maximum=2), row("-0.000000001"), "PS202", "E7"),
        (leaf(maximum=2), row("2.000000001"), "PS203", "E7"),
        (leaf(maximum=2), row("1.999999999"), "PS213", "E7"),
        (leaf(rule=spec("yes_no")), row("0.5"), "PS204", "E7"),
        (leaf(rule=RATE), row(done=3, total=2), "PS205", "F7"),
        (leaf(rule=spec("index", of="sipas")), row(sipas=101), "PS214", "F7"),
        (leaf(rule=spec("deduct", of="a - b", per_case="1")), row(b=3, a=2), "PS202", "G7"),
    ],
)
def test_a_value_that_the_rule_refuses_is_a_problem_at_its_cell(
    item: Leaf, answers: LeafAnswers, code: str, cell: str
) -> None:
    score, problems = scored(item, answers)
    assert (score.status, score.points, score.complete) == (Status.INVALID, None, False)
    assert score.branch == phrase("refused")
    assert [(found.code, found.place) for found in problems] == [(code, at(cell))]
    assert "found" in dict(problems[0].facts)


@pytest.mark.parametrize("claimed", ["0", "2", "1.99"])
def test_a_value_at_the_boundary_is_accepted(claimed: str) -> None:
    score, problems = scored(leaf(maximum=2), row(claimed))
    assert (score.status, score.points, problems) == (Status.SCORED, Fraction(claimed), [])


# --- not applicable ----------------------------------------------------------------------------------------------

_EFFECTS = [
    (Treatment.EXCLUDE, None, 0, None),
    (Treatment.FULL, Fraction(2), 2, 100),
    (Treatment.ZERO, Fraction(0), 2, 0),
]


@pytest.mark.parametrize(("treatment", "points", "maximum", "index"), _EFFECTS)
@pytest.mark.parametrize("rule", [CLAIM, RATE])
def test_ps210_not_assessed_is_treated_as_the_set_says_and_noted(
    rule: Any, treatment: Treatment, points: Fraction | None, maximum: int, index: int | None
) -> None:
    item = leaf(maximum=2, rule=rule, not_applicable=treatment)
    score, problems = scored(item, row(NOT_APPLICABLE, reason="Không có TTHC"))
    assert (score.status, score.points, score.maximum, score.index) == (Status.NOT_APPLICABLE, points, maximum, index)
    assert (score.complete, score.branch, score.steps) == (True, phrase(f"treatment.{treatment}"), ())
    assert [(found.code, found.place) for found in problems] == [("PS210", at("E7"))]
    facts = dict(problems[0].facts)
    assert (facts["effect"], facts["maximum"]) == (f"treatment.{treatment}", Fraction(2))
    assert facts["reason"] == "Không có TTHC"


def test_ps211_without_a_reason_it_is_a_warning_as_well() -> None:
    item = leaf(not_applicable=Treatment.EXCLUDE)
    score, problems = scored(item, row(NOT_APPLICABLE))
    assert score.status is Status.NOT_APPLICABLE
    assert [(found.code, found.place) for found in problems] == [("PS210", at("E7")), ("PS211", at("E7"))]


def test_ps209_not_assessed_where_the_set_forbids_it() -> None:
    score, problems = scored(leaf(maximum=2), row(NOT_APPLICABLE, reason="Không có TTHC"))
    assert (score.status, score.points, score.maximum) == (Status.INVALID, None, 2)
    assert (score.complete, score.branch) == (False, None)
    assert [(found.code, found.place) for found in problems] == [("PS209", at("E7"))]
    assert dict(problems[0].facts)["data"] == ""


@pytest.mark.parametrize("treatment", Treatment)
@pytest.mark.parametrize("data", [0, 5, UNUSABLE])
def test_ps217_not_assessed_and_data_on_one_leaf_contradict_each_other(treatment: Treatment, data: object) -> None:
    item = leaf(rule=RATE, not_applicable=treatment)
    score, problems = scored(item, row(NOT_APPLICABLE, done=None, total=data, reason="vì"))
    assert (score.status, score.points, score.maximum) == (Status.INVALID, None, 1)
    assert [(found.code, found.place, dict(found.facts)["data"]) for found in problems] == [("PS217", at("E7"), "G7")]


def test_ps217_a_claim_beside_an_input_marked_not_assessed() -> None:
    item = leaf(rule=RATE, not_applicable=Treatment.EXCLUDE)
    _, problems = scored(item, row("0.5", done=NOT_APPLICABLE, total=None))
    assert [(found.code, found.place, dict(found.facts)["data"]) for found in problems] == [("PS217", at("F7"), "E7")]


def test_an_input_alone_may_carry_the_mark() -> None:
    score, problems = scored(leaf(rule=RATE, not_applicable=Treatment.FULL), row(done=NOT_APPLICABLE, reason="vì"))
    assert (score.status, score.points) == (Status.NOT_APPLICABLE, 1)
    assert [(found.code, found.place) for found in problems] == [("PS210", at("F7"))]


# --- no case arose -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("treatment", "points", "maximum", "index"), _EFFECTS)
def test_ps218_no_case_is_treated_as_the_set_says_and_noted(
    treatment: Treatment, points: Fraction | None, maximum: int, index: int | None
) -> None:
    item = leaf(maximum=2, rule=RATE, no_case=treatment, evidence=True)
    score, problems = scored(item, row(done=0, total=0))
    assert (score.status, score.points, score.maximum, score.index) == (Status.NOT_APPLICABLE, points, maximum, index)
    assert (score.complete, score.branch) == (True, phrase(f"no_case.{treatment}"))
    assert [(found.code, found.place) for found in problems] == [("PS218", at("F7"))]
    facts = dict(problems[0].facts)
    assert (facts["effect"], facts["maximum"]) == (f"treatment.{treatment}", Fraction(2))


def test_ps206_no_case_where_the_set_provides_no_treatment() -> None:
    score, problems = scored(leaf(maximum=2, rule=RATE), row(done=0, total=0))
    assert (score.status, score.points, score.maximum, score.complete) == (Status.INVALID, None, 2, False)
    assert score.branch == phrase("no_case", formula="done / total")
    assert [(found.code, found.place) for found in problems] == [("PS206", at("F7"))]


def test_one_case_is_a_case() -> None:
    score, problems = scored(leaf(rule=RATE), row(done=0, total=1))
    assert (score.status, score.points, problems) == (Status.SCORED, 0, [])


def test_no_case_and_not_applicable_are_settled_apart() -> None:
    item = leaf(rule=RATE, no_case=Treatment.FULL, not_applicable=Treatment.ZERO)
    assert scored(item, row(done=0, total=0))[0].points == 1
    assert scored(item, row(NOT_APPLICABLE))[0].points == 0


def test_no_task_assigned_in_the_year_counts_as_full_points() -> None:
    """Access-to-law commune score: "No such task assigned in the year: counted as full points (3)"."""
    item = leaf(maximum=3, rule=RATE, no_case=Treatment.FULL)
    assert scored(item, row(done=0, total=0))[0].points == 3


# --- rounding and words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "points"),
    [
        ({}, Fraction(1, 3)),
        ({"at": RoundingLevel.LEAF}, Fraction("0.33")),
        ({"at": RoundingLevel.LEAF, "points": 1}, Fraction("0.3")),
        ({"at": RoundingLevel.AREA}, Fraction(1, 3)),
        ({"at": RoundingLevel.TOTAL}, Fraction(1, 3)),
    ],
)
def test_points_are_rounded_only_where_the_set_says_so(rounding: dict[str, Any], points: Fraction) -> None:
    score, _ = scored(leaf(rule=RATE), row(done=1, total=3), **rounding)
    assert score.points == points
    assert score.steps[0].value == Fraction(1, 3)


def test_ps207_points_that_were_claimed_and_then_rounded_are_no_difference() -> None:
    item = leaf(rule=spec("claim", step="0.001"))
    score, problems = scored(item, row("0.509"), at=RoundingLevel.LEAF, mode=RoundingMode.DOWN)
    assert (score.points, problems) == (Fraction("0.5"), [])


def test_an_unresolved_leaf_has_nothing_to_round() -> None:
    assert scored(leaf(rule=RATE), row(done=None, total=3), at=RoundingLevel.LEAF)[0].points is None


_ONE_OF_EACH = [
    (leaf(), row(None), None),
    (leaf(maximum=2), row(-1), None),
    (leaf(maximum=2), row(3), None),
    (leaf(maximum=2), row("1.005"), None),
    (leaf(rule=spec("yes_no")), row("0.5"), None),
    (leaf(rule=RATE), row(done=3, total=2), None),
    (leaf(rule=RATE), row(done=-3, total=2), None),
    (leaf(rule=RATE), row(done=0, total=0), None),
    (leaf(rule=RATE), row(1, done=1, total=2), None),
    (leaf(rule=SIPAS), row(sipas=101), None),
    (
        leaf(rule=spec("tiers", of="x", steps=[{"when": "= 0", "points": "full"}, {"when": "> 0", "points": "0"}])),
        row(x=-1),
        None,
    ),
    (leaf(), row(NOT_APPLICABLE), None),
    (leaf(not_applicable=Treatment.EXCLUDE), row(NOT_APPLICABLE), None),
    (leaf(rule=RATE), row(NOT_APPLICABLE, done=1), None),
    (leaf(rule=RATE, no_case=Treatment.EXCLUDE), row(done=0, total=0), None),
    (leaf(rule=SIPAS, source=Source.SURVEY), row(5), None),
    (leaf(evidence=True), row(1), None),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_leaf_can_be_put_into_words(language: Any) -> None:
    seen = set()
    for item, answers, figures in _ONE_OF_EACH:
        for found in scored(item, answers, figures)[1]:
            seen.add(found.code)
            words = Words(language).problem(found)
            assert all((words.title, words.message, words.remedy))
            assert "{" not in words.message + words.remedy
    assert seen == {f"PS{number}" for number in (146, *range(201, 208), 209, 210, 211, 213, 214, 216, 217, 218, 301)}
