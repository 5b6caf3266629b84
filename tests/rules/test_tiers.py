"""Tiers: trace, refusals, words, and what the check promises: every value of 0 and more up to the top has one tier."""

from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.rule import Fault, phrase
from parscore.rules.spec import RuleSpec
from parscore.rules.tiers import Tiers

MAXIMUM = Fraction(2)
STEPS = [
    {"when": "> 90% and <= 100%", "points": "full"},
    {"when": ">= 70% and <= 90%", "points": "1"},
    {"when": "< 70%", "points": "0"},
]
PLAN = spec("tiers", of="done / planned", steps=STEPS)


def test_the_trace_is_the_rate_with_its_numbers() -> None:
    judgement = PLAN.judge(MAXIMUM, {"done": Fraction(9), "planned": Fraction(10)})
    assert written(judgement.steps) == (("done / planned", "9 / 10", Fraction("0.9")),)
    assert judgement.branch == phrase("tiers.tier", when="≥ 70%, ≤ 90%")


def test_a_refusal_names_the_value_its_numbers_and_the_tiers() -> None:
    (fault,) = PLAN.judge(MAXIMUM, {"done": Fraction(11), "planned": Fraction(10)}).faults
    covered = "> 90%, ≤ 100%; ≥ 70%, ≤ 90%; < 70%"
    facts = (("bounds", covered), ("found", Fraction("1.1")), ("numbers", "11 / 10"))
    assert fault == Fault("PS205", "done / planned", facts)


def test_a_zero_denominator_names_the_formula() -> None:
    judgement = PLAN.judge(MAXIMUM, {"done": Fraction(0), "planned": Fraction(0)})
    assert judgement.branch == phrase("no_case", formula="done / planned")
    assert written(judgement.steps) == ()


def test_the_words_are_the_formula_and_one_line_a_tier() -> None:
    assert PLAN.words(MAXIMUM) == (
        phrase("value.words", formula="done / planned"),
        phrase("tiers.words", when="> 90%, ≤ 100%", points=MAXIMUM),
        phrase("tiers.words", when="≥ 70%, ≤ 90%", points=Fraction(1)),
        phrase("tiers.words", when="< 70%", points=Fraction(0)),
    )


@pytest.mark.parametrize(
    "steps",
    [[], STEPS[:1], [*STEPS, {"when": "> 1"}], [*STEPS, {"points": "1"}], [*STEPS, {"when": "1", "points": "1"}], "x"],
)
def test_steps_are_two_or_more_ranges_with_points(steps: object) -> None:
    with pytest.raises(ValidationError):
        spec("tiers", of="x", steps=steps)


def test_a_faulty_seam_names_both_tiers_and_stands_at_the_later_one() -> None:
    steps = [{"when": "> 90%", "points": "full"}, {"when": "> 0 and < 90%", "points": "0"}]
    seam, floor = spec("tiers", of="x", steps=steps).check(MAXIMUM)
    assert (seam.code, seam.path) == ("PS511", ("steps", 1, "when"))
    assert dict(seam.facts) == {"lower": "> 0 and < 90%", "upper": "> 90%"}
    assert (floor.code, floor.path) == ("PS511", ("steps", 1, "when"))
    assert dict(floor.facts) == {"lower": "0", "upper": "> 0 and < 90%"}


_HALVES = st.integers(-2, 6).map(lambda half: Fraction(half, 2))


@st.composite
def _written_tiers(draw: st.DrawFn) -> RuleSpec:
    """Tiers around a few bounds, most of them a partition, some with a gap or an overlap."""
    bounds = sorted(draw(st.lists(_HALVES, min_size=1, max_size=4, unique=True)))
    seams = draw(
        st.lists(st.sampled_from(["< >=", "<= >", "< >", "<= >="]), min_size=len(bounds), max_size=len(bounds))
    )
    lows = [
        draw(st.sampled_from(["", "> -1", ">= 0", "> 0"])),
        *(f"{seam.split()[1]} {bound}" for seam, bound in zip(seams, bounds, strict=True)),
    ]
    highs = [
        *(f"{seam.split()[0]} {bound}" for seam, bound in zip(seams, bounds, strict=True)),
        draw(st.sampled_from(["", "<= 4"])),
    ]
    texts = [" and ".join(part for part in pair if part) for pair in zip(lows, highs, strict=True)]
    texts = [text.replace("1/2", "0.5").replace("3/2", "1.5").replace("5/2", "2.5") for text in texts if text]
    order = draw(st.permutations(texts))
    steps = [{"when": text, "points": "full" if at == 0 else "0"} for at, text in enumerate(order)]
    return spec("tiers", of="x", steps=steps)


@given(_written_tiers())
def test_tiers_without_a_fault_are_exactly_those_with_one_tier_for_every_value(rule: RuleSpec) -> None:
    assert isinstance(rule, Tiers)
    ends = {end for tier in rule.steps for end in (tier.when.low, tier.when.high) if end is not None} | {Fraction(0)}
    probes = {end + shift for end in ends for shift in (Fraction(-1, 8), Fraction(0), Fraction(1, 8))}
    tops = [tier.when.high for tier in rule.steps if not tier.when.empty]
    top = None if None in tops else max(high for high in tops if high is not None)
    expected = {value for value in probes if value >= 0 and (top is None or value <= top)}
    counts = {value: sum(value in tier.when for tier in rule.steps) for value in probes}
    one_each = all(counts[value] == 1 for value in expected) and max(counts.values()) <= 1
    sound = one_each and not any(tier.when.empty for tier in rule.steps)
    assert sound == (not list(rule.check(MAXIMUM)))
