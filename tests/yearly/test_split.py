"""Performance and definition: the sum is the whole change, exactly, whatever the sets are."""

from dataclasses import replace
from fractions import Fraction

from builders import criteria, heading
from hypothesis import given
from hypothesis import strategies as st
from years import OUT, SET, agency, item, scored

from parscore.model.criteria import CriteriaSet, Part, Rounding, RoundingLevel, Section, Source, Totals
from parscore.yearly.split import Split, common_leaves, index_over, split_of

WHO = agency("A")
WIDER = criteria(heading("1", [item("1.1", 4), item("1.2", 6), item("1.3", 10)]))
"""One leaf more than ``SET``."""


def split(before: CriteriaSet, then: list[object], after: CriteriaSet, now: list[object]) -> Split | None:
    return split_of(scored(WHO, before, then), scored(WHO, after, now), common_leaves(before, after))


def test_by_the_same_set_all_of_a_change_is_performance() -> None:
    assert split(SET, [2, 3], SET, [3, 3]) == (10, 0, 50, 60)


def test_an_added_leaf_is_definition() -> None:
    """Both years 50 % on what is common; the new leaf makes the index 75 %."""
    assert split(SET, [2, 3], WIDER, [2, 3, 10]) == (0, 25, 50, 50)


def test_a_removed_leaf_is_definition() -> None:
    assert split(WIDER, [2, 3, 10], SET, [3, 3]) == (10, -25, 50, 60)


def test_another_maximum_keeps_the_share_and_weighs_as_it_does_now() -> None:
    """1.1 weighs 14 of 20 now: last year's 25 % and 100 % would have been 3.5 + 6 of 20."""
    heavier = criteria(heading("1", [item("1.1", 14), item("1.2", 6)]))
    found = split(SET, [1, 6], heavier, [7, 6])
    assert found == (Fraction(65) - Fraction("47.5"), Fraction("47.5") - 70, Fraction("47.5"), 65)


def test_another_rule_is_no_common_leaf() -> None:
    coarse = criteria(heading("1", [item("1.1", 4, "1"), item("1.2", 6)]))
    assert common_leaves(SET, coarse).codes == {"1.2": "1.2"}
    assert split(SET, [4, 3], coarse, [0, 6]) == (50, -60, 50, 100)


def test_renumbered_and_renamed_leaves_are_common() -> None:
    other = criteria(heading("1", [item("1.1", 6, name="Tiêu chí 1.2"), item("1.2", 4, name="Tiêu chí 1.1")]))
    assert dict(common_leaves(SET, other).codes) == {"1.1": "1.2", "1.2": "1.1"}
    assert split(SET, [2, 6], other, [6, 2]) == (0, 0, 80, 80)


def test_each_year_counts_the_common_leaves_that_applied_in_it() -> None:
    assert split(SET, [2, OUT], SET, [2, 6]) == (30, 0, 50, 80)


def test_without_a_common_leaf_nothing_can_be_told_apart() -> None:
    other = criteria(heading("2", [item("2.1", 4, "1", "Việc khác"), item("2.2", 6, "1", "Việc khác nữa")]))
    assert common_leaves(SET, other).codes == {}
    assert split(SET, [2, 3], other, [2, 3]) is None


def test_without_a_common_leaf_that_applied_nothing_can_be_told_apart() -> None:
    assert split(SET, [OUT, 3], criteria(heading("1", [item("1.1", 4)])), [3]) is None


def test_sources_and_sections_that_do_not_count_in_both_years_are_not_common() -> None:
    survey = replace(item("1.2", 6), source=Source.SURVEY)
    asked = criteria(heading("1", [item("1.1", 4), survey]))
    left_out = replace(asked, totals=Totals(leave_out=(Source.SURVEY,)))
    bonus = criteria(heading("1", [item("1.1", 4)]), replace(heading("2", [item("1.2", 6)]), section=Section.BONUS))
    assert set(common_leaves(asked, asked).codes) == {"1.1", "1.2"}
    assert set(common_leaves(asked, left_out).codes) == {"1.1"}
    assert set(common_leaves(SET, bonus).codes) == {"1.1"}


def test_how_much_is_common() -> None:
    found = common_leaves(SET, WIDER)
    assert (found.before, found.after, found.share) == (2, 3, Fraction(1, 2))


POINTS = st.lists(st.one_of(st.none(), st.integers(0, 8).map(lambda n: Fraction(n, 2))), min_size=4, max_size=4)
MAXIMA = st.lists(st.integers(4, 9), min_size=4, max_size=4)
LEVELS = st.sampled_from(RoundingLevel)


def drawn_set(maxima: list[int], steps: list[str], rounding: Rounding, totals: Totals) -> CriteriaSet:
    leaves = [item(f"1.{at}", most, step) for at, (most, step) in enumerate(zip(maxima, steps, strict=True), 1)]
    extra = replace(heading("3", leaves[3:]), code="3", section=Section.BONUS)
    made = criteria(heading("1", leaves[:2]), heading("2", leaves[2:3]), extra, rounding=rounding)
    return replace(made, totals=totals)


SETS = st.builds(
    drawn_set,
    MAXIMA,
    st.lists(st.sampled_from(["0.5", "0.25"]), min_size=4, max_size=4),
    st.builds(Rounding, at=LEVELS, points=st.integers(0, 2)),
    st.sampled_from([
        Totals(),
        Totals(bonus_at_most=Fraction(1)),
        Totals(parts=(Part("a", Fraction(70), ("1",)), Part("b", Fraction(30), ("2",)))),
    ]),
)  # fmt: skip


@given(SETS, POINTS, SETS, POINTS)
def test_the_sum_is_the_whole_change(
    before: CriteriaSet, then: list[object], after: CriteriaSet, now: list[object]
) -> None:
    old, new = scored(WHO, before, then), scored(WHO, after, now)
    found = split_of(old, new, common_leaves(before, after))
    if found is not None and old.index is not None and new.index is not None:
        assert found.performance + found.definition == new.index - old.index
        assert found.performance == found.after - found.before


@given(SETS, POINTS, POINTS)
def test_the_same_set_has_no_definition_effect(by: CriteriaSet, then: list[object], now: list[object]) -> None:
    old, new = scored(WHO, by, then), scored(WHO, by, now)
    codes = common_leaves(by, by).codes
    assert index_over(new, by, codes) == new.index
    found = split_of(old, new, common_leaves(by, by))
    assert found is None or found.definition == 0
