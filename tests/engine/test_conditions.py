"""Conditions on other leaves, and variants of a leaf for some agencies."""
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import CLAIM, NOT_APPLICABLE, agency, criteria, heading, leaf, row, spec, submission, written

from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.engine.variants import leaf_for, leaves_for
from parscore.model.criteria import Leaf, Requirement, Treatment, Variant
from parscore.model.interval import Interval
from parscore.model.place import Place
from parscore.model.rule import phrase
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.season import Agency
from parscore.model.submission import LeafAnswers
from parscore.viet import show

ABOVE_0 = Interval(Fraction(0), False, None, False, "> 0")
BELOW_50 = Interval(None, False, Fraction(50), False, "< 50")


def scored(leaves: list[Leaf], answers: dict[str, LeafAnswers]) -> Scorecard:
    return score(Case(agency("A"), submission("A", answers), {}), criteria(heading("1", leaves)))[0]


def found(card: Scorecard, code: str) -> LeafScore:
    item = card.find(code)
    assert isinstance(item, LeafScore)
    return item


def pair(**first: object) -> list[Leaf]:
    needed = leaf("1.1", 1, CLAIM, **first)
    return [leaf("1.2", 2, CLAIM, requires=Requirement("1.1", ABOVE_0)), needed]


@pytest.mark.parametrize(("condition", "points"), [(0, 0), ("0.25", 2), (1, 2)])
def test_no_points_there_no_points_here(condition: object, points: int) -> None:
    card = scored(pair(), {"1.1": row(condition), "1.2": row(2)})
    assert found(card, "1.2").points == points
    assert (found(card, "1.2").branch or card).__getattribute__("key") == (
        "claim.taken" if points else "requires.failed"
    )


def test_otherwise_may_be_other_points() -> None:
    half = leaf("1.2", 2, CLAIM, requires=Requirement("1.1", ABOVE_0, Fraction(1, 2)))
    assert found(scored([leaf("1.1", 1, CLAIM), half], {"1.1": row(0), "1.2": row(2)}), "1.2").points == Fraction(1, 2)


def test_while_the_condition_is_open_so_is_the_leaf() -> None:
    card = scored(pair(), {"1.1": row(), "1.2": row(2)})
    assert (found(card, "1.2").status, found(card, "1.2").points) == (Status.MISSING, None)
    assert not card.complete


def test_a_leaf_that_was_left_out_is_no_condition() -> None:
    card = scored(pair(not_applicable=Treatment.EXCLUDE), {"1.1": row(NOT_APPLICABLE, reason="x"), "1.2": row(2)})
    assert found(card, "1.2").points == 2


def test_an_unusable_leaf_stays_so_whatever_the_condition() -> None:
    card = scored(pair(), {"1.1": row(0), "1.2": row(3)})
    assert found(card, "1.2").status is Status.INVALID


def test_a_chain_of_conditions_is_settled_from_its_end() -> None:
    chain = [
        leaf("1.1", 1, CLAIM, requires=Requirement("1.2", ABOVE_0)),
        leaf("1.2", 1, CLAIM, requires=Requirement("1.3", ABOVE_0)),
        leaf("1.3", 1, CLAIM),
    ]
    card = scored(chain, {"1.1": row(1), "1.2": row(1), "1.3": row(0)})
    assert card.points == 0


def with_attributes(**attributes: str) -> Agency:
    return replace(agency("A"), attributes=tuple(attributes.items()))


STAFF = leaf(
    "1.1",
    2,
    spec("threshold", of="rate", zero_below="25%"),
    variants=(
        Variant(
            attribute="staff",
            within=BELOW_50,
            rule=spec("threshold", of="rate", zero_below="30%"),
            origin=Place("set.yaml", line=9, column=5),
        ),
    ),
)


@pytest.mark.parametrize(("staff", "low"), [("49", "30%"), ("50", "25%"), ("1.200", "25%")])
def test_a_threshold_may_depend_on_the_staff(staff: str, low: str) -> None:
    applied, problems = leaf_for(STAFF, with_attributes(staff=staff))
    assert (applied.rule, problems) == (spec("threshold", of="rate", zero_below=low), [])


@pytest.mark.parametrize("attributes", [{}, {"staff": ""}, {"staff": "ít"}])
def test_an_attribute_that_cannot_be_compared_is_a_problem(attributes: dict[str, str]) -> None:
    applied, problems = leaf_for(STAFF, with_attributes(**attributes))
    assert (applied, [found.code for found in problems]) == (STAFF, ["PS219"])
    told = {"name": STAFF.name, "attribute": "staff", "found": show(attributes.get("staff", ""))}
    assert [(problem.place, dict(problem.facts)) for problem in problems] == [(STAFF.variants[0].origin, told)]


def test_every_leaf_of_a_set_as_it_applies_and_all_that_cannot_be_compared() -> None:
    other = replace(STAFF, code="1.2")
    made = criteria(heading("1", [other, leaf("1.3"), STAFF]))
    applied, problems = leaves_for(made, with_attributes(staff="49"))
    assert list(applied) == ["1.2", "1.3", "1.1"]
    low = spec("threshold", of="rate", zero_below="30%")
    assert [applied[code].rule for code in applied] == [low, CLAIM, low]
    assert problems == []
    applied, problems = leaves_for(made, with_attributes())
    assert list(applied.values()) == list(made.leaves())
    assert [(problem.code, problem.criterion) for problem in problems] == [("PS219", "1.2"), ("PS219", "1.1")]


def test_a_mountain_commune_needs_three_quarters() -> None:
    steps = {"of": "people", "base": "15", "add": "0.5", "steps": "whole", "direction": "up"}
    plain = spec("increments", **steps, **{"from": "20000", "per": "1000"})
    mountain = spec("increments", **steps, **{"from": "15000", "per": "750"})
    own = leaf("1.1", 25, plain, variants=(Variant(attribute="miền núi", equals=("Có",), rule=mountain),))
    assert leaf_for(own, with_attributes(**{"miền núi": "CÓ"}))[0].rule == mountain
    assert leaf_for(own, with_attributes(**{"miền núi": "không"}))[0].rule == plain
    assert leaf_for(own, with_attributes())[0].rule == plain


def test_a_group_may_have_another_maximum() -> None:
    own = leaf("1.1", 2, CLAIM, variants=(Variant(group="xa", maximum=Fraction(1)),))
    assert leaf_for(own, replace(agency("A"), group="xa"))[0].maximum == 1
    assert leaf_for(own, replace(agency("A"), group="so"))[0].maximum == 2


def test_the_first_variant_that_fits_is_taken() -> None:
    both = (Variant(group="xa", maximum=Fraction(1)), Variant(group="xa", maximum=Fraction(3)))
    assert leaf_for(leaf("1.1", 2, CLAIM, variants=both), replace(agency("A"), group="xa"))[0].maximum == 1


def test_a_condition_on_a_heading_is_a_programmers_error() -> None:
    needing = leaf("1.1", 1, CLAIM, requires=Requirement("1", ABOVE_0))
    with pytest.raises(TypeError, match=r"1\.1 requires 1"):
        scored([needing], {"1.1": row(1)})


def test_a_failed_condition_is_told_with_what_it_asks_and_what_counts_then() -> None:
    half = leaf("1.2", 2, CLAIM, requires=Requirement("1.1", ABOVE_0, Fraction(1, 2)))
    score = found(scored([leaf("1.1", 1, CLAIM), half], {"1.1": row(0), "1.2": row(2)}), "1.2")
    assert score.branch == phrase("requires.failed", leaf="1.1", when="> 0", points=Fraction(1, 2))
    assert written(score.steps) == (("points", "2", 2), ("otherwise", "0.5", Fraction(1, 2)))
