"""How near the values of a leaf are to another branch: the fewest steps, both ways, for every kind of value."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import leaf, spec

from parscore.audit.moves import UNMEASURED, Kind, Option, moves
from parscore.model.cell import Value
from parscore.model.criteria import Input, InputType, Leaf

ON_TIME = spec("threshold", of="on_time / settled", zero_below="95%", full_from="100%")
HALF = Fraction(1, 2)


def asked(name: str, kind: InputType, **bounds: Any) -> Input:
    return Input(name, name, kind, **bounds)


def of(found: list[Option], name: str) -> dict[Value | None, Option]:
    """The options of an input by the value that they move to."""
    return {option.after: option for option in found if option.asked and option.asked.name == name}


def options(wanted: Leaf, **values: Value) -> list[Option]:
    return list(moves(wanted, {name: _exact(value) for name, value in values.items()}, {}))


def _exact(value: Any) -> Value:
    number: Value = Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
    return number


def test_the_fewest_files_to_the_threshold() -> None:
    found = options(leaf(maximum=2, rule=ON_TIME), on_time=948, settled=1000)
    up = of(found, "on_time")[Fraction(950)]
    assert (up.kind, up.points, up.before) == (Kind.THRESHOLD, Fraction(19, 10), 948)
    assert up.nearness == Fraction(95 - 2 + 1, 95)  # two files of a window of a tenth, 95
    assert Fraction(997) in of(found, "settled")  # 948 of 997 are more than 95 %
    assert of(found, "settled")[Fraction(997)].points > 0
    assert {option.after for option in found} == {950, 997}


def test_both_ways_from_the_threshold_itself() -> None:
    found = options(leaf(maximum=2, rule=ON_TIME), on_time=950, settled=1000)
    down = of(found, "on_time")[Fraction(949)]
    assert (down.kind, down.points, down.nearness) == (Kind.THRESHOLD, 0, 1)
    full = of(found, "on_time")[Fraction(1000)]
    assert (full.kind, full.points) == (Kind.THRESHOLD, 2)
    assert of(found, "settled")[Fraction(1001)].points == 0


def test_nothing_is_moved_beyond_what_the_rule_accepts() -> None:
    found = options(leaf(maximum=2, rule=ON_TIME), on_time=1000, settled=1000)
    assert {option.after for option in found} == {999, 1001}  # never 1001 of 1000
    assert all(option.points < 2 and option.nearness == 1 for option in found)


def test_a_threshold_out_of_the_window_is_none() -> None:
    assert options(leaf(maximum=2, rule=ON_TIME), on_time=500, settled=1000) == []
    found = options(leaf(maximum=2, rule=ON_TIME), on_time=863, settled=1000)
    assert of(found, "on_time")[Fraction(950)].nearness == Fraction(1, 87)  # the last step of 87
    assert not of(options(leaf(maximum=2, rule=ON_TIME), on_time=862, settled=1000), "on_time")


def test_without_a_threshold_the_whole_window_is_moved() -> None:
    rate = leaf(maximum=2, rule=spec("proportional", of="done / total"))
    found = options(rate, done=50, total=100)
    told = {(option.asked.name, option.after): option for option in found if option.asked}
    assert set(told) == {("done", 45), ("done", 55), ("total", 90), ("total", 110)}
    assert {(option.kind, option.nearness) for option in found} == {(Kind.NO_THRESHOLD, UNMEASURED)}
    assert told["done", Fraction(45)].points == Fraction(9, 10)


def test_at_the_upper_bound_the_window_ends() -> None:
    rate = leaf(maximum=2, rule=spec("proportional", of="done / total"))
    assert Fraction(100) in of(options(rate, done=97, total=100), "done")
    assert [option.after for option in options(rate, done=100, total=100)] == [90, 110]


def test_a_count_of_nothing_is_moved_by_one() -> None:
    tiers = spec("tiers", of="cases", steps=[{"when": "= 0", "points": "full"}, {"when": "> 0", "points": "0"}])
    (up,) = options(leaf(maximum=2, rule=tiers), cases=0)
    assert (up.after, up.points, up.nearness, up.kind) == (1, 0, 1, Kind.THRESHOLD)


def test_a_percentage_is_moved_by_tenths_of_a_point() -> None:
    tiers = spec("tiers", of="rate", steps=[{"when": ">= 80%", "points": "full"}, {"when": "< 80%", "points": "0"}])
    wanted = leaf(maximum=1, rule=tiers, inputs=(asked("rate", InputType.PERCENT),))
    (up,) = options(wanted, rate=Fraction(795, 1000))
    assert (up.after, up.nearness) == (Fraction(80, 100), Fraction(96, 100))
    assert options(wanted, rate=Fraction(699, 1000)) == []
    (far,) = options(wanted, rate=Fraction(70, 100))
    assert far.nearness == Fraction(1, 100)


def test_a_number_is_moved_by_thousandths_of_itself() -> None:
    tiers = spec("tiers", of="mark", steps=[{"when": ">= 80", "points": "full"}, {"when": "< 80", "points": "0"}])
    (up,) = options(leaf(maximum=1, rule=tiers, inputs=(asked("mark", InputType.NUMBER),)), mark=Fraction(795, 10))
    assert (up.after, up.nearness) == (Fraction(795, 10) + 7 * Fraction(795, 10000), Fraction(94, 100))


def test_the_bounds_of_an_input_are_kept() -> None:
    tiers = spec("tiers", of="mark", steps=[{"when": ">= 80", "points": "full"}, {"when": "< 80", "points": "0"}])
    most = leaf(maximum=1, rule=tiers, inputs=(asked("mark", InputType.COUNT, maximum=Fraction(79)),))
    assert options(most, mark=78) == []
    least = leaf(maximum=1, rule=tiers, inputs=(asked("mark", InputType.COUNT, minimum=Fraction(80)),))
    assert options(least, mark=81) == []


DUE = spec("deadline", of="sent", due="2025-12-15", days="calendar", never="0",
           steps=[{"when": "<= 0", "points": "full"}, {"when": ">= 1", "points": "0.5"}])  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (date(2025, 12, 15), {date(2025, 12, 16): (HALF, Fraction(1))}),
        (date(2025, 12, 16), {date(2025, 12, 15): (Fraction(1), Fraction(1))}),
        (date(2026, 1, 14), {date(2025, 12, 15): (Fraction(1), Fraction(1, 30))}),
        (date(2026, 1, 15), {}),
    ],
)
def test_a_day_is_moved_by_days(sent: date, found: Mapping[date, tuple[Fraction, Fraction]]) -> None:
    wanted = leaf(maximum=1, rule=DUE, inputs=(asked("sent", InputType.DATE),))
    assert {option.after: (option.points, option.nearness) for option in options(wanted, sent=sent)} == found


def test_other_answers() -> None:
    wanted = leaf(maximum=1, rule=spec("yes_no", of="held"), inputs=(asked("held", InputType.YES_NO),))
    (no,) = options(wanted, held=True)
    assert (no.kind, no.after, no.points, no.nearness) == (Kind.ANSWER, False, 0, UNMEASURED)
    choice = spec("choose", of="form", options=[{"label": "Trên mạng", "points": "full"},
                                                {"label": "Tại chỗ", "points": "0.5"},
                                                {"label": "Không", "points": "0"}])  # fmt: skip
    wanted = leaf(maximum=1, rule=choice, inputs=(asked("form", InputType.CHOICE),))
    assert {(option.after, option.points) for option in options(wanted, form="Tại chỗ")} == {
        ("Trên mạng", 1),
        ("Không", 0),
    }


def test_a_document_that_there_is_none_of_has_no_other_answer() -> None:
    assert options(leaf(maximum=1, rule=DUE, inputs=(asked("sent", InputType.DATE),)), sent=False) == []


def test_where_the_rule_gives_no_points_nothing_is_moved() -> None:
    assert options(leaf(maximum=2, rule=ON_TIME), on_time=0, settled=0) == []


def test_a_part_of_a_composed_rule_has_its_threshold_too() -> None:
    part = {"max": "1", "rule": {"threshold": {"of": "a / b", "zero_below": "95%", "full_from": "100%"}}}
    both = spec("sum_of", parts=[part, {"max": "1", "rule": {"proportional": {"of": "c / d"}}}])
    found = options(leaf(maximum=2, rule=both), a=948, b=1000, c=1, d=2)
    assert of(found, "a")[Fraction(950)].kind == Kind.THRESHOLD
    assert of(found, "c")[Fraction(2)].kind == Kind.NO_THRESHOLD
