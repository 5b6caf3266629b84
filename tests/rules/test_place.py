"""Place: trace, refusals, words, exact thirds of every length of list, and an even fall from first to last."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.rule import Fault, phrase
from parscore.rules.spec import Use

MAXIMUM = Fraction(1)


def test_the_trace_of_thirds_is_the_share_of_the_list() -> None:
    rule = spec("place", of="rank", among="listed", by="thirds")
    assert written(rule.judge(MAXIMUM, {"rank": Fraction(3), "listed": Fraction(10)}).steps) == (
        ("place / among", "3 / 10", Fraction(3, 10)),
    )
    assert written(rule.judge(MAXIMUM, {"rank": Fraction(4), "listed": Fraction(10)}).steps)[1:] == (
        ("maximum / 2", "1 / 2", Fraction(1, 2)),
    )


def test_the_trace_of_an_even_fall_is_its_formula() -> None:
    judgement = spec("place", of="rank", among="63", by="linear").judge(MAXIMUM, {"rank": Fraction(2)})
    assert written(judgement.steps) == (
        ("maximum * (among + 1 - place) / among", "1 * (63 + 1 - 2) / 63", Fraction(62, 63)),
    )


def test_refusals_name_the_input_and_what_it_may_be() -> None:
    rule = spec("place", of="rank", among="listed", by="linear")
    (fault,) = rule.judge(MAXIMUM, {"rank": Fraction(11), "listed": Fraction(10)}).faults
    assert fault == Fault("PS214", "rank", (("bounds", "1, 2 … 10"), ("found", Fraction(11))))
    (fault,) = rule.judge(MAXIMUM, {"rank": Fraction(1), "listed": Fraction(-1)}).faults
    assert fault == Fault("PS214", "listed", (("bounds", "0, 1, 2 …"), ("found", Fraction(-1))))


def test_a_list_of_nobody_is_no_case() -> None:
    rule = spec("place", of="rank", among="listed", by="linear")
    judgement = rule.judge(MAXIMUM, {"rank": Fraction(1), "listed": Fraction(0)})
    assert (judgement.no_case, judgement.branch) == (True, phrase("no_case", formula="rank / listed"))


@pytest.mark.parametrize("by", ["thirds", "linear"])
@pytest.mark.parametrize("among", ["listed", "63"])
def test_the_words_are_the_place_the_list_and_the_points(by: str, among: str) -> None:
    shown = "listed" if among == "listed" else Fraction(63)
    assert spec("place", of="rank", among=among, by=by).words(MAXIMUM) == (
        phrase("place.words.of", place="rank", among=shown),
        phrase(f"place.words.{by}", maximum=MAXIMUM, half=Fraction(1, 2)),
    )


def test_each_input_is_used_under_its_key() -> None:
    rule = spec("place", of="rank", among="listed", by="thirds")
    assert rule.uses == (Use("rank", ("of",), rule.accepts), Use("listed", ("among",), rule.accepts))
    assert spec("place", of="rank", among="9", by="thirds").wants == ("rank",)


@pytest.mark.parametrize("among", ["", "1.5", "-3", "9 9", "Listed", "9%", ["a"], "1000000000"])
def test_a_length_is_a_whole_number_or_a_name(among: object) -> None:
    with pytest.raises(ValidationError, match="PS505"):
        spec("place", of="rank", among=among, by="thirds")


@given(st.integers(1, 200), st.data())
def test_thirds_are_those_of_whole_numbers(listed: int, data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, listed))
    rule = spec("place", of="rank", among="listed", by="thirds")
    points = rule.judge(MAXIMUM, {"rank": Fraction(rank), "listed": Fraction(listed)}).points
    assert points == (1 if 3 * rank <= listed else Fraction(1, 2) if 3 * rank <= 2 * listed else 0)


def test_a_list_that_is_too_short_says_how_long_it_must_be() -> None:
    (fault,) = spec("place", of="rank", among="2", by="thirds").check(MAXIMUM)
    assert dict(fault.facts) == {"found": Fraction(2), "expected": "≥ 3"}


@pytest.mark.parametrize("written", ["2.5", "A", "-1", ""])
def test_the_length_of_the_list_is_an_input_or_a_whole_number(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec("place", of="rank", among=written, by="linear")
    (error,) = caught.value.errors()
    assert (error["type"], error["ctx"]) == (
        "PS505", {"found": written, "expected": "an input name or a whole number"},
    )  # fmt: skip
