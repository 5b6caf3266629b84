"""What lost points cost: the same as scoring again with full marks, for every kind of section and condition."""
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import CLAIM, NOT_APPLICABLE, agency, card, criteria, group, heading, leaf, row, spec, submission
from hypothesis import given
from hypothesis import strategies as st

from parscore.engine.rank import rank
from parscore.engine.rivals import Rivals
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.engine.what_if import Losses, lost_points, with_scores
from parscore.model.criteria import (
    Band,
    ClassRule,
    Heading,
    Part,
    Requirement,
    Rounding,
    RoundingLevel,
    Section,
    Totals,
    Treatment,
)
from parscore.model.interval import Interval
from parscore.model.scorecard import LeafScore, Scorecard

FINE = spec("claim", step="0.25")
ABOVE_0 = Interval(Fraction(0), False, None, False, "> 0")
POINTS = {"1.1": 1, "1.2": 2, "1.3": 4, "2.1": 3, "3.1": 5, "4.1": 4}
NEEDS = Requirement("1.1", ABOVE_0, Fraction(1, 4))


def section(code: str, kind: Section, cap: int) -> Heading:
    return replace(heading(code, [leaf(f"{code}.1", POINTS[f"{code}.1"], FINE)]), maximum=Fraction(cap), section=kind)


def scored(totals: Totals = Totals(), rounding: Rounding = Rounding(), **claims: object) -> Scorecard:  # noqa: B008
    needy = leaf("1.2", 2, FINE, requires=NEEDS)
    free = leaf("1.3", 4, CLAIM, not_applicable=Treatment.EXCLUDE)
    areas = [
        heading("1", [needy, leaf("1.1", 1, FINE), free]),
        section("2", Section.AREA, 3),
        section("3", Section.BONUS, 2),
        section("4", Section.PENALTY, 3),
    ]
    answers = {code: row(claims.get(f"c{code.replace('.', '')}", 1)) for code in POINTS}
    made = replace(criteria(*areas, rounding=rounding), totals=totals)
    return score(Case(agency("A"), submission("A", answers), {}), made)[0]


def points_of(found: Scorecard) -> dict[str, Fraction | None]:
    return {item.leaf.code: item.points for item in found.leaves()}


@pytest.mark.parametrize(
    ("claims", "lost"),
    [
        ({}, {"1.2": 1, "1.3": 3, "2.1": 2, "4.1": 1}),
        ({"c11": 0}, {"1.2": "1.75", "1.1": 1, "1.3": 3, "2.1": 2, "4.1": 1}),
        ({"c12": 2, "c13": 4, "c21": 3, "c41": 0, "c31": 0}, {}),
        ({"c12": "1.75", "c13": 4, "c21": 3, "c41": 0}, {"1.2": "0.25"}),
        ({"c13": NOT_APPLICABLE, "c12": 2, "c21": None, "c41": 4}, {"4.1": 4}),
    ],
)
def test_a_leaf_loses_what_it_could_have_more(claims: dict[str, object], lost: dict[str, object]) -> None:
    assert lost_points(scored(**claims)) == {code: Fraction(str(value)) for code, value in lost.items()}


QUARTERS = st.integers(0, 16).map(lambda number: Fraction(number, 4))
WEIGHTED = Totals(parts=(Part("a", Fraction(60), ("1",)), Part("b", Fraction(40), ("2",))))
FULL = {"c11": 1, "c12": 2, "c13": 4, "c21": 3, "c31": 5, "c41": 0}


@given(
    claims=st.fixed_dictionaries(dict.fromkeys(FULL, QUARTERS)),
    better=st.sets(st.sampled_from(sorted(FULL)), min_size=1),
    at=st.sampled_from(RoundingLevel),
    totals=st.sampled_from(
        [Totals(), Totals(parts=(Part("a", Fraction(60), ("1",)), Part("b", Fraction(40), ("2",))))]
    ),
)
def test_full_marks_are_what_scoring_again_gives(
    claims: dict[str, Fraction], better: set[str], at: RoundingLevel, totals: Totals
) -> None:
    most = {name: Fraction(4 if name == "c41" else FULL[name]) for name in FULL}
    held = {name: min(value, most[name]) for name, value in claims.items()}
    now = scored(totals, Rounding(at=at, points=1), **held)
    again = scored(totals, Rounding(at=at, points=1), **held | {name: FULL[name] for name in better - {"c31"}})
    lost = lost_points(now)
    codes = [code for code in lost if f"c{code.replace('.', '')}" in better]
    found = Losses(now).with_full_marks(codes)
    if "1.2" in codes and points_of(again)["1.2"] != 2:
        return  # a leaf under a condition that fails has its full marks here; scoring again cannot give them
    assert (found.points, found.maximum) == (again.points, again.maximum)
    assert points_of(found) == points_of(again)


def test_full_marks_bring_back_what_a_condition_took() -> None:
    now = scored(c11=0, c12="1.5")
    assert points_of(now)["1.2"] == Fraction(1, 4)
    assert points_of(Losses(now).with_full_marks(["1.1"]))["1.2"] == Fraction(3, 2)
    assert points_of(Losses(now).with_full_marks(["1.2"]))["1.2"] == 2


def test_what_does_not_depend_on_a_change_stays() -> None:
    now = scored(c11=0, c12="1.5")
    assert with_scores(now, {}) == now
    better = Losses(now).with_full_marks(["2.1"])
    assert [new is old for new, old in zip(better.areas, now.areas, strict=True)] == [True, False, True, True]


def test_a_heading_loses_what_its_leaves_lose() -> None:
    cards = [scored(c12=2, c13="3.25", c21="2.5")]
    rivals = Rivals(*group(cards))
    effect = Losses(cards[0]).effect("1", rivals)
    assert effect is not None
    assert (effect.lost, effect.scorecard.points - cards[0].points) == (Fraction("0.75"), Fraction("0.75"))
    assert Losses(cards[0]).effect("3", rivals) is None
    with pytest.raises(KeyError):
        Losses(cards[0]).effect("9", rivals)


@pytest.mark.parametrize(("own", "place"), [("6", 3), ("7", 2), ("7.75", 2), ("8", 1), ("9", 1)])
def test_the_rank_is_the_one_among_the_others_as_they_are(own: str, place: int) -> None:
    """The second leaf of A gains a half: level with C at 7.5 from 7 (0.75 with it) on, with B at 8.75 from 8 on."""
    cards = [
        card("A", [own, "0.25"], [10, "0.75"]),
        card("B", ["8", "0.75"], [10, "0.75"]),
        card("C", [7, "0.5"], [10, "0.75"]),
    ]
    of, by_agency = group(cards, classes=ClassRule((Band("Tốt", Fraction(80)), Band("Yếu", Fraction(0)))))
    effect = Losses(cards[0]).effect("2.1", Rivals(of, by_agency))
    assert effect is not None
    assert (effect.lost, effect.standing.rank) == (Fraction(1, 2), place)
    better = card("A", [own, "0.75"], [10, "0.75"])
    ranking, _ = rank(of, {**by_agency, "A": better})
    said = next(one for one in ranking.standings if one.scorecard.agency.id == "A")
    assert effect.standing.class_name == said.class_name


def test_what_is_unresolved_or_left_out_loses_nothing() -> None:
    now = scored(c11=None, c13=NOT_APPLICABLE)
    assert {"1.1", "1.2", "1.3"}.isdisjoint(lost_points(now))
    better = Losses(now).with_full_marks(["2.1"])
    assert not better.complete
    assert isinstance(found := better.find("1.2"), LeafScore)
    assert found.points is None
