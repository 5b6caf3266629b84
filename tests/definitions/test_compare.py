"""Comparing two versions: nothing where nothing changed, and of every change exactly that change."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import CLAIM, RATE, criteria, heading, leaf, spec
from hypothesis import given
from hypothesis import strategies as st

from parscore.definitions.compare import (
    ADDED,
    MOVED,
    REMOVED,
    RENAMED,
    RENUMBERED,
    Comparison,
    Difference,
    ItemPair,
    Mapped,
    Spot,
    compare,
    mapping,
)
from parscore.definitions.load import read_criteria
from parscore.model.calendar import Calendar
from parscore.model.criteria import (
    Band,
    ClassRule,
    CriteriaSet,
    Decision,
    Example,
    Heading,
    Item,
    Leaf,
    Level,
    RankRule,
    Requirement,
    Rounding,
    Section,
    Source,
    Ties,
    Treatment,
    Variant,
)
from parscore.model.interval import Interval
from parscore.model.place import Place
from parscore.season.open import bundled_criteria

ANY = Interval(Fraction(0), False, None, False, "> 0")
BUNDLED = sorted(bundled_criteria().glob("*/*.yaml"))


def named(code: str, name: str, **others: Any) -> Leaf:
    return replace(leaf(code, **others), name=name)


def one_area(*leaves: Leaf) -> CriteriaSet:
    return criteria(replace(heading("1", leaves), maximum=Fraction(10)))


def told(compared: Comparison) -> list[tuple[str, str, list[str]]]:
    """Every item that changed: its codes before and after, and what changed."""
    return [
        (
            pair.before.code if pair.before else "",
            pair.after.code if pair.after else "",
            [difference.what for difference in pair.differences],
        )
        for pair in compared.changed
    ]


def changed(item: Item, code: str, change: Callable[[Any], Item]) -> Item:
    """The same tree with one item changed."""
    if item.code == code:
        return change(item)
    if isinstance(item, Leaf):
        return item
    return replace(item, children=tuple(changed(child, code, change) for child in item.children))


def with_change(whole: CriteriaSet, code: str, change: Callable[[Any], Any]) -> CriteriaSet:
    return with_areas(whole, [changed(area, code, change) for area in whole.areas])


def with_areas(whole: CriteriaSet, items: Iterable[Item]) -> CriteriaSet:
    return replace(whole, areas=tuple(item for item in items if isinstance(item, Heading)))


# --- single examples ---------------------------------------------------------------------------------------------

KEEPS = named("1.1", "Kế hoạch cải cách hành chính")
RATED = named("1.2", "Tỷ lệ hồ sơ đúng hạn", maximum=2, rule=RATE)
BASE = one_area(KEEPS, RATED)


def test_a_leaf_that_only_got_another_number_is_found_by_its_name() -> None:
    after = one_area(named("1.1", "Chuyển đổi số", rule=RATE), replace(KEEPS, code="1.2"), replace(RATED, code="1.3"))
    compared = compare(BASE, after)
    assert told(compared) == [("", "1.1", [ADDED]), ("1.1", "1.2", [RENUMBERED]), ("1.2", "1.3", [RENUMBERED])]
    assert compared.changed[0].differences == (Difference(ADDED, None, 1),)
    assert compared.changed[1].differences == (Difference(RENUMBERED, "1.1", "1.2"),)


def test_names_are_compared_in_their_normal_form() -> None:
    after = one_area(KEEPS, named("1.5", "TỶ LỆ  hồ sơ đúng hạn", maximum=2, rule=RATE))
    assert told(compare(BASE, after)) == [("1.2", "1.5", [RENUMBERED, "name"])]
    assert [line.change for line in mapping(compare(BASE, after))] == ["unchanged", "renumbered"]


def test_another_number_and_a_near_name_with_the_same_rule_and_inputs() -> None:
    after = one_area(KEEPS, replace(RATED, code="1.3", name="Tỷ lệ hồ sơ giải quyết đúng hạn"))
    assert told(compare(BASE, after)) == [("1.2", "1.3", [RENUMBERED, RENAMED])]
    other_rule = one_area(KEEPS, named("1.3", "Tỷ lệ hồ sơ giải quyết đúng hạn", maximum=2))
    assert told(compare(BASE, other_rule)) == [("1.2", "", [REMOVED]), ("", "1.3", [ADDED])]
    other_name = one_area(KEEPS, replace(RATED, code="1.3", name="Mức độ hài lòng"))
    assert told(compare(BASE, other_name)) == [("1.2", "", [REMOVED]), ("", "1.3", [ADDED])]


def test_of_several_near_names_the_nearest_is_meant() -> None:
    before = one_area(named("1.1", "Ban hành kế hoạch kiểm tra"), named("1.2", "Ban hành kế hoạch tuyên truyền"))
    after = one_area(named("1.3", "Ban hành kế hoạch tuyên truyền năm"), named("1.4", "Ban hành kế hoạch kiểm tra năm"))
    assert [line[:2] for line in mapping(compare(before, after))] == [("1.2", "1.3"), ("1.1", "1.4")]


def test_the_same_number_under_another_name_is_renamed() -> None:
    after = one_area(KEEPS, replace(RATED, name="Kết quả giải quyết thủ tục hành chính"))
    assert told(compare(BASE, after)) == [("1.2", "1.2", [RENAMED])]


def test_a_number_taken_over_from_a_removed_leaf_does_not_make_it_that_leaf() -> None:
    after = one_area(replace(RATED, code="1.1"))
    assert told(compare(BASE, after)) == [("1.1", "", [REMOVED]), ("1.2", "1.1", [RENUMBERED])]


def test_of_equal_names_the_one_with_the_same_heading_and_rule_is_meant() -> None:
    def whole(*leaves: Leaf) -> CriteriaSet:
        return criteria(*(replace(heading(one.code[0], [one]), name=f"Lĩnh vực {one.maximum}") for one in leaves))

    plan = "Ban hành kế hoạch"
    before = whole(named("1.1", plan, maximum=1), named("2.1", plan, maximum=2))
    after = whole(named("3.1", plan, maximum=2), named("4.1", plan, maximum=1))
    assert [line[:2] for line in mapping(compare(before, after))] == [("2.1", "3.1"), ("1.1", "4.1")]
    rated = whole(named("1.1", plan, maximum=1), named("2.1", plan, maximum=2, rule=RATE))
    other = whole(named("3.1", plan, maximum=3, rule=RATE), named("4.1", plan, maximum=4))
    assert [line[:2] for line in mapping(compare(rated, other))] == [("2.1", "3.1"), ("1.1", "4.1")]


def test_an_area_is_never_taken_for_a_criterion_of_the_same_name() -> None:
    inner = replace(heading("1.1", [leaf("1.1.1")], Level.CRITERION), name="Cải cách thể chế")
    before = criteria(replace(heading("1", [inner]), name="Chung"))
    after = criteria(replace(heading("2", [leaf("1.1.1")]), name="Cải cách thể chế"))
    assert ("1.1", "", [REMOVED]) in told(compare(before, after))


def test_a_heading_is_known_by_its_leaves() -> None:
    before = criteria(replace(heading("1", [KEEPS, RATED]), name="Cải cách thủ tục"))
    leaves = [replace(KEEPS, code="2.1"), replace(RATED, code="2.2")]
    after = criteria(replace(heading("2", leaves), name="Cải cách các thủ tục"))
    assert told(compare(before, after))[0] == ("1", "2", [RENUMBERED, RENAMED])
    strange = criteria(replace(heading("2", [named("2.1", "Chuyển đổi số")]), name="Cải cách các thủ tục"))
    assert ("1", "", [REMOVED]) in told(compare(before, strange))


def test_a_leaf_is_moved_to_another_heading() -> None:
    before = criteria(heading("1", [KEEPS, RATED]), heading("2", [named("2.1", "Chuyển đổi số")]))
    children = [named("2.1", "Chuyển đổi số"), RATED]
    after = criteria(replace(before.areas[0], children=(KEEPS,)), replace(before.areas[1], children=tuple(children)))
    compared = compare(before, after)
    assert told(compared) == [("1.2", "1.2", [MOVED])]
    assert compared.changed[0].differences == (Difference(MOVED, Spot("1", 2), Spot("2", 2)),)


def test_below_a_heading_that_got_another_number_nothing_is_moved() -> None:
    before = criteria(replace(heading("1", [KEEPS]), name="Cải cách thủ tục"))
    after = criteria(replace(heading("5", [KEEPS]), name="Cải cách thủ tục"))
    assert told(compare(before, after)) == [("1", "5", [RENUMBERED])]


def test_as_few_leaves_as_possible_are_moved_within_a_heading() -> None:
    leaves = [named(f"1.{at}", name) for at, name in enumerate(("Một", "Hai ba", "Bốn năm", "Sáu bảy"), 1)]
    compared = compare(one_area(*leaves), one_area(leaves[3], *leaves[:3]))
    assert told(compared) == [("1.4", "1.4", [MOVED])]
    assert compared.changed[0].differences == (Difference(MOVED, Spot("1", 4), Spot("1", 1)),)


def test_a_new_or_removed_sibling_moves_nothing() -> None:
    leaves = [named(f"1.{at}", name) for at, name in enumerate(("Một", "Hai ba", "Bốn năm"), 1)]
    assert told(compare(one_area(*leaves), one_area(*leaves[1:]))) == [("1.1", "", [REMOVED])]
    assert told(compare(one_area(*leaves[1:]), one_area(*leaves))) == [("", "1.1", [ADDED])]


def test_removed_items_stand_where_they_were() -> None:
    names = ("Kiểm tra", "Tuyên truyền", "Sáng kiến", "Văn bản", "Hộ tịch")
    leaves = [named(f"1.{at}", name, maximum=at) for at, name in enumerate(names, 1)]
    added = named("1.9", "Một cửa liên thông", maximum=9)
    compared = compare(one_area(*leaves), one_area(leaves[1], added, leaves[3]))
    order = [pair.item.code for pair in compared.items]
    assert order == ["1", "1.1", "1.2", "1.3", "1.9", "1.4", "1.5"]


def test_how_numbers_ranges_and_formulas_are_written_makes_no_difference() -> None:
    pairs = [
        (spec("threshold", of="a / b", zero_below="95%"), spec("threshold", of="(a/b)", zero_below="0.95")),
        (spec("proportional", of="a * 95% / b"), spec("proportional", of="a * 0.95 / b")),
    ]
    for one, other in pairs:
        assert told(compare(one_area(leaf(rule=one)), one_area(leaf(rule=other)))) == []
    low = {"when": "< 5", "points": "0"}
    ranges = [spec("tiers", of="a", steps=[low, {"when": when, "points": "1"}]) for when in (">= 5", ">=5.0", "> 5")]
    assert told(compare(one_area(leaf(rule=ranges[0])), one_area(leaf(rule=ranges[1])))) == []
    assert told(compare(one_area(leaf(rule=ranges[0])), one_area(leaf(rule=ranges[2])))) == [("1.1", "1.1", ["rule"])]


def test_a_condition_on_a_leaf_with_another_number_is_the_same_condition() -> None:
    def whole(code: str, when: str = "> 0") -> CriteriaSet:
        return one_area(named(code, "Kế hoạch"), replace(RATED, requires=Requirement(code, replace(ANY, text=when))))

    assert told(compare(whole("1.1"), whole("1.5"))) == [("1.1", "1.5", [RENUMBERED])]
    another = one_area(named("1.1", "Kế hoạch"), replace(RATED, requires=Requirement("1.3", ANY)))
    assert told(compare(whole("1.1"), another)) == [("1.2", "1.2", ["requires.leaf"])]


def test_places_digests_and_worked_cases_are_no_part_of_what_was_decided() -> None:
    cases = (Example((("points", Fraction(1)),), Fraction(1)),)
    after = with_change(BASE, "1.1", lambda item: replace(item, examples=cases, origin=Place("b.yaml", line=7)))
    compared = compare(BASE, replace(after, id="khac", version="2026.1", digest="0" * 64, origin=Place("b.yaml")))
    assert (compared.whole, compared.changed) == ((), ())


WHOLE: dict[str, tuple[str, Any]] = {
    "title": ("title", "Bộ khác"),
    "decision": ("decision", Decision("1/QĐ-UBND", None, "UBND")),
    "valid_from": ("valid_from", date(2026, 1, 1)),
    "valid_to": ("valid_to", date(2026, 12, 31)),
    "rounding": ("rounding.points", Rounding(points=3)),
    "ranking": ("ranking.ties", RankRule(ties=Ties.DENSE)),
    "classes": ("classes", ClassRule((Band("Tốt", Fraction(0)),))),
    "illustrative": ("illustrative", True),
    "calendar": ("calendar.holidays", Calendar(frozenset({date(2025, 9, 2)}))),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_change_of_the_whole_set_is_named(name: str) -> None:
    what, value = WHOLE[name]
    compared = compare(BASE, replace(BASE, **{name: value}))
    assert [difference.what for difference in compared.whole] == [what]
    assert compared.changed == ()


def test_the_values_of_a_difference_are_those_of_the_two_versions() -> None:
    after = replace(BASE, rounding=Rounding(points=3))
    assert compare(BASE, after).whole == (Difference("rounding.points", 2, 3),)
    shorter = with_change(BASE, "1.2", lambda item: replace(item, maximum=Fraction(3, 2)))
    assert compare(BASE, shorter).changed[0].differences == (Difference("maximum", Fraction(2), Fraction(3, 2)),)


def test_the_bundled_sets_equal_themselves_and_differ_from_each_other() -> None:
    sets = [read_criteria(path, path.name)[0] for path in BUNDLED]
    for one in sets:
        assert one is not None
        compared = compare(one, one)
        assert (compared.whole, compared.changed) == ((), ())
        assert {line.change for line in mapping(compared)} == {"unchanged"}
    first, second = sets[0], sets[1]
    assert first is not None
    assert second is not None
    assert compare(first, second).changed


# --- any set, any change -----------------------------------------------------------------------------------------

_WORDS = ("kế hoạch", "hồ sơ", "báo cáo", "kiểm tra", "một cửa", "trực tuyến", "cán bộ", "văn bản", "tự chủ", "số hóa")


@st.composite
def sets(draw: st.DrawFn) -> CriteriaSet:
    """Areas of criteria of leaves; names are all different, some of them near each other."""
    rules = (CLAIM, RATE, spec("claim", step="0.25"))
    names = iter(draw(st.permutations([f"{one} {other}" for one in _WORDS for other in _WORDS])))
    areas = []
    for area in range(1, draw(st.integers(1, 3)) + 1):
        inner = []
        for criterion in range(1, draw(st.integers(1, 3)) + 1):
            code = f"{area}.{criterion}"
            leaves = [
                named(f"{code}.{at}", next(names), maximum=draw(st.integers(1, 8)), rule=draw(st.sampled_from(rules)))
                for at in range(1, draw(st.integers(1, 3)) + 1)
            ]
            inner.append(replace(heading(code, leaves, Level.CRITERION), name=next(names)))
        areas.append(replace(heading(str(area), inner), name=next(names)))
    return criteria(*areas)


FRESH = "Tên hoàn toàn khác trước"
MUTATIONS: dict[str, tuple[list[str], str, Callable[[Any], Any]]] = {
    "another code": ([RENUMBERED], "renumbered", lambda item: replace(item, code="99.9")),
    "another name": ([RENAMED], "renamed", lambda item: replace(item, name=FRESH)),
    "a longer name": ([RENAMED], "renamed", lambda item: replace(item, name=f"{item.name} năm")),
    "code and name": (
        [RENUMBERED, RENAMED],
        "renumbered+renamed",
        lambda item: replace(item, code="99.9", name=f"{item.name} năm"),
    ),
    "code and maximum": (
        [RENUMBERED, "maximum"],
        "renumbered+changed_maximum",
        lambda item: replace(item, code="99.9", maximum=item.maximum + 1),
    ),
    "spelling": (["name"], "unchanged", lambda item: replace(item, name=item.name.upper())),
    "maximum": (["maximum"], "changed_maximum", lambda item: replace(item, maximum=item.maximum + 1)),
    "rule": (["rule"], "changed_rule", lambda item: replace(item, rule=spec("claim", step="0.1"))),
    "rule and maximum": (
        ["maximum", "rule"],
        "changed_rule+changed_maximum",
        lambda item: replace(item, maximum=item.maximum + 1, rule=spec("claim", step="0.1")),
    ),
    "inputs": (["inputs"], "changed_rule", lambda item: replace(item, inputs=(*item.inputs, *leaf(rule=RATE).inputs))),
    "source": (["source"], "changed_rule", lambda item: replace(item, source=Source.SURVEY)),
    "no case": (["no_case"], "changed_rule", lambda item: replace(item, no_case=Treatment.FULL)),
    "not inspected": (["not_inspected"], "changed_rule", lambda item: replace(item, not_inspected=Treatment.ZERO)),
    "not applicable": (["not_applicable"], "changed_rule", lambda item: replace(item, not_applicable=Treatment.ZERO)),
    "blank": (["blank_is_zero"], "changed_rule", lambda item: replace(item, blank_is_zero=True)),
    "condition": (["requires"], "changed_rule", lambda item: replace(item, requires=Requirement("1.1.1", ANY))),
    "variant": (
        ["variants"],
        "changed_rule",
        lambda item: replace(item, variants=(Variant("so", maximum=Fraction(9)),)),
    ),
    "evidence": (["evidence"], "unchanged", lambda item: replace(item, evidence=True)),
    "reference": (["reference"], "unchanged", lambda item: replace(item, reference="Phụ lục IX")),
    "level": (["level"], "unchanged", lambda item: replace(item, level=Level.CRITERION)),
}


@pytest.mark.parametrize("kind", MUTATIONS)
@given(data=st.data())
def test_of_a_changed_leaf_exactly_the_change_is_named(kind: str, data: st.DataObject) -> None:
    before = data.draw(sets())
    one = data.draw(st.sampled_from(list(before.leaves())))
    expected, change, mutate = MUTATIONS[kind]
    compared = compare(before, with_change(before, one.code, mutate))
    assert (told(compared), compared.whole) == ([(one.code, mutate(one).code, expected)], ())
    assert [line.change for line in mapping(compared) if line.old_code == one.code] == [change]
    assert {line.change for line in mapping(compared) if line.old_code != one.code} <= {"unchanged"}


@given(data=st.data())
def test_a_changed_heading_is_named(data: st.DataObject) -> None:
    before = data.draw(sets())
    area = data.draw(st.sampled_from(before.areas))
    mutations: dict[str, dict[str, Any]] = {
        RENAMED: {"name": FRESH},
        "maximum": {"maximum": area.maximum + 1},
        "appraiser": {"appraiser": "SNV"},
        "section": {"section": Section.BONUS},
    }
    for what, change in mutations.items():
        areas = [replace(one, **change) if one is area else one for one in before.areas]
        assert told(compare(before, with_areas(before, areas))) == [(area.code, area.code, [what])]


@given(data=st.data())
def test_a_leaf_that_is_added_or_removed_is_named(data: st.DataObject) -> None:
    before = data.draw(sets())
    parent = data.draw(st.sampled_from([item for area in before.areas for item in area.children]))
    assert isinstance(parent, Heading)
    at = data.draw(st.integers(0, len(parent.children)))
    new = named(f"{parent.code}.9", FRESH)
    children = (*parent.children[:at], new, *parent.children[at:])
    more = with_change(before, parent.code, lambda item: replace(item, children=children))
    assert told(compare(before, more)) == [("", new.code, [ADDED])]
    assert told(compare(more, before)) == [(new.code, "", [REMOVED])]
    there = [pair.item.code for pair in compare(more, before).items]
    assert there == [item.code for item in more.items()]


@given(data=st.data())
def test_a_leaf_that_goes_to_another_place_is_named(data: st.DataObject) -> None:
    before = data.draw(sets())
    one = data.draw(st.sampled_from(list(before.leaves())))
    target = data.draw(st.sampled_from([item for item in before.items() if isinstance(item, Heading)]))
    there = one in target.children
    at = data.draw(st.integers(0, len(target.children) - there))

    def put(item: Item) -> Item:
        if isinstance(item, Leaf):
            return item
        children = tuple(put(child) for child in item.children if child != one)
        return replace(item, children=(*children[:at], one, *children[at:]) if item.code == target.code else children)

    after = with_areas(before, map(put, before.areas))
    stayed = there and target.children.index(one) == at
    found = told(compare(before, after))
    if stayed:
        assert found == []
    else:
        # Two neighbours that changed places: either of them was moved.
        assert [(old == new, what) for old, new, what in found] == [(True, [MOVED])]
        assert there or found[0][0] == one.code


@given(data=st.data())
def test_every_leaf_of_both_versions_stands_in_the_mapping_once(data: st.DataObject) -> None:
    before, after = data.draw(sets()), data.draw(sets())
    for one, other in ((before, after), (before, before)):
        lines = mapping(compare(one, other))
        assert sorted(line.old_code for line in lines if line.old_code) == sorted(leaf.code for leaf in one.leaves())
        assert [line.new_code for line in lines if line.new_code] == [leaf.code for leaf in other.leaves()]
        for line in lines:
            assert (line.change == ADDED) == (not line.old_code)
            assert (line.change == REMOVED) == (not line.new_code)
        unchanged = [line for line in lines if line.change == "unchanged"]
        assert all(line.old_code == line.new_code for line in unchanged)
    assert lines == tuple(Mapped(leaf.code, leaf.code, "unchanged") for leaf in before.leaves())


@given(data=st.data())
def test_every_item_of_both_versions_stands_in_the_comparison_once_and_in_order(data: st.DataObject) -> None:
    before, after = data.draw(sets()), data.draw(sets())
    compared = compare(before, after)
    assert [pair.after.code for pair in compared.items if pair.after] == [item.code for item in after.items()]
    olds = [pair.before.code for pair in compared.items if pair.before]
    assert sorted(olds) == sorted(item.code for item in before.items())
    gone = [pair.before.code for pair in compared.items if pair.before and not pair.after]
    order = [item.code for item in before.items()]
    assert set(gone) <= set(order)
    assert compare(before, after) == compared


def test_every_field_of_a_leaf_is_compared() -> None:
    compared = {what for expected, _, _ in MUTATIONS.values() for what in expected} | {"code", "examples", "origin"}
    assert {field.name for field in fields(Leaf)} <= compared


def test_a_pair_holds_an_item() -> None:
    with pytest.raises(ValueError, match="without items"):
        _ = ItemPair(None, None, ()).item
