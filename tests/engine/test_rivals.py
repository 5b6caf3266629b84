"""A place among the others: the same as ranking the whole group again, under every rule."""

from fractions import Fraction

from builders import agency, card, group
from hypothesis import given
from hypothesis import strategies as st

from parscore.engine.rank import OFFICIAL_ORDER, rank
from parscore.engine.rivals import Rivals
from parscore.model.criteria import Band, ClassRule, RankRule, Ties

POINTS = st.sampled_from([None, 0, 5, 7, "7.5", "7.51", 10])
FREE = ClassRule((Band("Tốt", Fraction(75)), Band("Yếu", Fraction(0))))
SHARED = ClassRule((Band("Tốt", Fraction(70), at_most_share=Fraction(1, 3)), Band("Yếu", Fraction(0))))


@given(
    points=st.lists(st.tuples(POINTS, st.booleans()), min_size=1, max_size=6),
    ties=st.sampled_from(Ties),
    keys=st.sampled_from([(), (OFFICIAL_ORDER,), ("area:2",)]),
    classes=st.sampled_from([None, FREE, SHARED]),
    data=st.data(),
)
def test_the_place_is_that_of_ranking_everybody_again(points, ties, keys, classes, data) -> None:  # type: ignore[no-untyped-def]
    who = [agency(f"A{at}", at, ranked=ranked) for at, (_, ranked) in enumerate(points)]
    cards = [card(one, [value, 1], [10, 1]) for one, (value, _) in zip(who, points, strict=True)]
    of, by_agency = group(cards, ranking=RankRule(ties=ties, keys=keys), classes=classes)
    other = card(data.draw(st.sampled_from(who)), [data.draw(POINTS), 1], [10, 1])
    ranking, _ = rank(of, {**by_agency, other.agency.id: other})
    (said,) = (one for one in ranking.standings if one.scorecard is other)
    assert Rivals(of, by_agency).standing(other) == said


def test_a_ranked_group_brings_its_rivals() -> None:
    cards = [card("A", [5], [10]), card("B", [7], [10])]
    ranking, _ = rank(*group(cards))
    better = card("A", [8], [10])
    assert [Rivals.of(ranking).standing(one).rank for one in (better, *cards)] == [1, 2, 1]
