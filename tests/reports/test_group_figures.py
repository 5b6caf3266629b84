"""Figures of a group: only ranked agencies count, exactly."""

from fractions import Fraction

from builders import NOT_APPLICABLE, agency, card, criteria, group, heading, leaf, row, spec, submission

from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import Treatment
from parscore.reports.group_figures import group_figures


def ranking_of(*cards):
    of, by_agency = group(cards)
    return rank(of, by_agency)[0]


def test_means_and_extremes():
    figures = group_figures(
        ranking_of(card("A", [8, 1], [10, 2]), card("B", [5, 2], [10, 2]), card("C", [5, "0.5"], [10, 2]))
    )
    assert (figures.agencies, figures.ranked) == (3, 3)
    assert figures.mean_points == Fraction("21.5") / 3
    assert figures.mean_index == Fraction("21.5") / 36 * 100
    assert (figures.best_index, figures.least_index) == (Fraction(75), Fraction("5.5") / 12 * 100)
    assert figures.spread == figures.best_index - figures.least_index
    assert figures.above_mean == 1
    first, second = figures.areas
    assert (first.mean_index, first.best_index, first.least_index, first.best) == (60, 80, 50, ("A",))
    assert (second.mean_points, second.best) == (Fraction("3.5") / 3, ("B",))
    assert figures.area("2") is second


def test_who_is_not_ranked_moves_no_mean():
    outside = card(agency("C", ranked=False), [10, 2], [10, 2])
    figures = group_figures(ranking_of(card("A", [8, 1], [10, 2]), card("B", [None, 2], [10, 2]), outside))
    assert (figures.agencies, figures.ranked, figures.mean_points, figures.above_mean) == (3, 1, 9, 0)
    assert figures.areas[0].best == ("A",)


def test_nobody_ranked():
    figures = group_figures(ranking_of(card("A", [None], [10])))
    assert (figures.ranked, figures.mean_index, figures.spread, figures.above_mean) == (0, None, None, 0)
    assert figures.areas[0].mean_points is None


def test_an_area_that_was_left_out_is_no_zero():
    rule = spec("claim", step="0.25")
    free = leaf("2.1", 4, rule, not_applicable=Treatment.EXCLUDE)
    made = criteria(heading("1", [leaf("1.1", 4, rule)]), heading("2", [free]))
    cards = [
        score(Case(agency(who), submission(who, {"1.1": row(2), "2.1": row(claim)}), {}), made)[0]
        for who, claim in (("A", NOT_APPLICABLE), ("B", 3))
    ]
    area = group_figures(ranking_of(*cards)).areas[1]
    assert (area.mean_points, area.mean_index, area.best) == (3, 75, ("B",))
