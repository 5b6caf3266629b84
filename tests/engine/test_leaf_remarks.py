"""One leaf: claims that differ, missing evidence, and the figures that others provide."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from fractions import Fraction

import pytest
from builders import CLAIM, NANO, NOT_APPLICABLE, RATE, UNUSABLE, answer, leaf, row
from one_leaf import SIPAS, at, codes, scored

from parscore.model.criteria import RoundingMode, Source, Treatment
from parscore.model.place import NOWHERE
from parscore.model.scorecard import Status
from parscore.model.submission import LeafAnswers

OTHERS = (Source.SURVEY, Source.STATISTICS, Source.APPRAISER)


# --- claimed and computed ----------------------------------------------------------------------------------------

COMPUTED = Fraction(2, 3)  # printed 0.67


@pytest.mark.parametrize(
    ("claimed", "differs"),
    [
        (COMPUTED, False),
        ("0.67", False),
        (COMPUTED + Fraction("0.005"), False),
        (COMPUTED + Fraction("0.005") + NANO, True),
        (COMPUTED - Fraction("0.005"), False),
        (COMPUTED - Fraction("0.005") - NANO, True),
        ("0.66", True),
        ("0.68", True),
        ("1", True),
        ("-1", True),
        ("99", True),
    ],
)
def test_ps207_a_claim_may_differ_by_half_a_unit_of_the_last_printed_digit(claimed: object, differs: bool) -> None:
    score, problems = scored(leaf(rule=RATE), row(claimed, done=2, total=3))
    assert score.points == COMPUTED, "the computed points count"
    assert codes(problems) == (["PS207"] if differs else [])
    if differs:
        assert problems[0].place == at("E7")
        facts = dict(problems[0].facts)
        assert (facts["found"], facts["computed"]) == (Fraction(str(claimed)), Fraction("0.67"))


@pytest.mark.parametrize(("digits", "differs"), [(0, False), (1, False), (2, False), (3, True)])
def test_ps207_follows_the_declared_digits(digits: int, differs: bool) -> None:
    _, problems = scored(leaf(rule=RATE), row("0.67", done=2, total=3), points=digits)
    assert codes(problems) == (["PS207"] if differs else [])


@pytest.mark.parametrize(
    ("claimed", "mode", "differs"),
    [
        ("0.66", RoundingMode.DOWN, False),
        ("0.66", RoundingMode.HALF_UP, True),
        ("0.67", RoundingMode.DOWN, False),
        ("0.65", RoundingMode.DOWN, True),
    ],
)
def test_ps207_what_the_set_prints_is_no_difference(claimed: str, mode: RoundingMode, differs: bool) -> None:
    _, problems = scored(leaf(rule=RATE), row(claimed, done=2, total=3), mode=mode)
    assert codes(problems) == (["PS207"] if differs else [])


@pytest.mark.parametrize("claimed", [None, UNUSABLE])
def test_without_a_usable_claim_there_is_nothing_to_compare(claimed: object) -> None:
    assert scored(leaf(rule=RATE), row(claimed, done=2, total=3))[1] == []


def test_ps207_a_claim_is_compared_with_the_points_of_a_treatment_too() -> None:
    full = leaf(rule=RATE, no_case=Treatment.FULL)
    assert codes(scored(full, row(1, done=0, total=0))[1]) == ["PS218"]
    assert codes(scored(full, row(0, done=0, total=0))[1]) == ["PS218", "PS207"]
    excluded = leaf(rule=RATE, no_case=Treatment.EXCLUDE)
    assert codes(scored(excluded, row(1, done=0, total=0))[1]) == ["PS218"]


# --- evidence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("required", "claimed", "evidence", "lacks"),
    [
        (True, "0.01", "", True),
        (True, 1, "", True),
        (True, 1, "KH số 5", False),
        (True, 0, "", False),
        (False, 1, "", False),
    ],
)
def test_ps301_points_above_0_need_the_evidence_that_the_set_requires(
    required: bool, claimed: object, evidence: str, lacks: bool
) -> None:
    score, problems = scored(leaf(evidence=required), row(claimed, evidence=evidence))
    assert score.status is Status.SCORED
    assert [(found.code, found.place) for found in problems] == ([("PS301", at("A7"))] if lacks else [])


def test_ps301_what_was_not_scored_needs_no_evidence() -> None:
    item = leaf(evidence=True, not_applicable=Treatment.FULL)
    assert codes(scored(item, row(NOT_APPLICABLE, reason="vì"))[1]) == ["PS210"]
    assert codes(scored(item, row("1.5"))[1]) == ["PS203"]
    assert codes(scored(item, row(None))[1]) == ["PS201"]
    assert scored(item, None)[1] == []


# --- figures of others -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", OTHERS)
def test_figures_of_others_are_scored_with_their_place(source: Source) -> None:
    item = leaf(maximum=10, rule=SIPAS, source=source, evidence=True)
    score, problems = scored(item, row(), {"sipas": answer("81.9", cell="E9")})
    assert (score.status, score.points, problems) == (Status.SCORED, Fraction("8.19"), [])
    assert [use.answer.place.cell for use in score.inputs] == ["E9"]


@pytest.mark.parametrize("source", OTHERS)
@pytest.mark.parametrize("answers", [None, row(), row(sipas=85)])
def test_ps216_figures_that_are_not_in_yet_are_awaited(source: Source, answers: LeafAnswers | None) -> None:
    score, problems = scored(leaf(maximum=10, rule=SIPAS, source=source), answers)
    assert (score.status, score.points, score.maximum, score.complete) == (Status.AWAITING, None, 10, False)
    assert [(found.code, found.place) for found in problems] == [("PS216", NOWHERE)]
    facts = dict(problems[0].facts)
    assert (facts["asked"], facts["source"]) == ("Số liệu sipas", f"source.{source}")


def test_ps216_one_of_two_figures_is_awaited() -> None:
    item = leaf(rule=RATE, source=Source.STATISTICS)
    score, problems = scored(item, row(), {"done": answer(1)})
    assert score.status is Status.AWAITING
    assert [dict(found.facts)["asked"] for found in problems] == ["Số liệu total"]


@pytest.mark.parametrize("source", OTHERS)
def test_ps146_a_self_score_does_not_stand_in_for_the_figures_of_others(source: Source) -> None:
    item = leaf(maximum=10, rule=CLAIM, source=source)
    score, problems = scored(item, row(9))
    assert (score.status, score.points) == (Status.AWAITING, None)
    assert [(found.code, found.place) for found in problems] == [("PS216", NOWHERE), ("PS146", at("E7"))]
    assert dict(problems[1].facts)["source"] == f"source.{source}"
    score, problems = scored(item, row(9), {"points": answer(7, cell="E3")})
    assert (score.points, codes(problems)) == (7, ["PS146"])
    assert score.claimed is not None
    assert score.claimed.place.cell == "E3"


@pytest.mark.parametrize("claimed", [None, UNUSABLE, NOT_APPLICABLE])
def test_ps146_only_points_are_a_self_score(claimed: object) -> None:
    item = leaf(maximum=10, rule=SIPAS, source=Source.SURVEY)
    score, problems = scored(item, row(claimed), {"sipas": answer(50)})
    assert (score.points, problems) == (5, [])


def test_a_figure_may_say_not_assessed_and_needs_no_reason() -> None:
    item = leaf(maximum=10, rule=SIPAS, source=Source.SURVEY, not_applicable=Treatment.EXCLUDE)
    score, problems = scored(item, None, {"sipas": answer(state=NOT_APPLICABLE, cell="E9")})
    assert (score.status, score.maximum, codes(problems)) == (Status.NOT_APPLICABLE, 0, ["PS210"])


def test_a_figure_that_cannot_be_used_makes_the_leaf_invalid() -> None:
    item = leaf(rule=SIPAS, source=Source.SURVEY)
    score, problems = scored(item, row(), {"sipas": answer(state=UNUSABLE)})
    assert (score.status, problems) == (Status.INVALID, [])


def test_a_figure_that_the_rule_refuses_is_a_problem_at_its_place() -> None:
    item = leaf(rule=SIPAS, source=Source.SURVEY)
    score, problems = scored(item, row(), {"sipas": answer(101, cell="E9")})
    assert (score.status, [(found.code, found.place.cell) for found in problems]) == (Status.INVALID, [("PS214", "E9")])
