"""What holds for every set, every answer and every order: sums, bounds, states, permutations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from builders import (
    NOT_APPLICABLE,
    RATE,
    UNUSABLE,
    agency,
    answer,
    card,
    criteria,
    group,
    heading,
    leaf,
    row,
    spec,
    submission,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, Value
from parscore.model.criteria import (
    Band,
    Basis,
    ClassRule,
    Heading,
    InputType,
    Item,
    Leaf,
    Level,
    RankRule,
    Source,
    Ties,
    Treatment,
)
from parscore.model.rule import BEST, MEAN
from parscore.model.scorecard import HeadingScore, Scorecard, Status
from parscore.model.submission import LeafAnswers
from parscore.rules import arithmetic
from parscore.rules.best_of import BestOf
from parscore.rules.checklist import Checklist
from parscore.rules.registry import families
from parscore.rules.spec import RuleSpec, Use
from parscore.rules.sum_of import SumOf

# --- random sets and answers, each leaf with what it must come to -------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A leaf, its answers, its figures, and what is expected of it, worked out here and not by the engine."""

    item: Leaf
    answers: LeafAnswers | None
    figures: Mapping[str, Answer]
    status: Status
    points: Fraction | None
    maximum: Fraction


def _treated(maximum: Fraction, treatment: Treatment) -> tuple[Status, Fraction | None, Fraction]:
    return {
        Treatment.FORBIDDEN: (Status.INVALID, None, maximum),
        Treatment.EXCLUDE: (Status.NOT_APPLICABLE, None, Fraction(0)),
        Treatment.FULL: (Status.NOT_APPLICABLE, maximum, maximum),
        Treatment.ZERO: (Status.NOT_APPLICABLE, Fraction(0), maximum),
    }[treatment]


_KINDS = ("claimed", "rate", "no case", "not applicable", "blank", "unusable", "above", "no row", "survey", "awaiting")
_COMPLETE = ("claimed", "rate", "no case", "not applicable", "survey")


@st.composite
def plans(draw: st.DrawFn, code: str, kinds: Sequence[str] = _KINDS) -> Plan:
    quarters = draw(st.integers(1, 40))
    maximum = Fraction(quarters, 4)
    points = Fraction(draw(st.integers(0, quarters)), 4)
    total = draw(st.integers(1, 50))
    done = draw(st.integers(0, total))
    kind = draw(st.sampled_from(kinds))
    allowed = list(Treatment) if kinds is _KINDS else [Treatment.EXCLUDE, Treatment.FULL, Treatment.ZERO]
    treatment = draw(st.sampled_from(allowed))
    claim = leaf(code, maximum, spec("claim", step="0.25"), not_applicable=treatment)
    rate = leaf(code, maximum, RATE, no_case=treatment)
    survey = replace(rate, source=Source.SURVEY)
    figures = {"done": answer(done), "total": answer(total)}
    computed = (Status.SCORED, Fraction(done, total) * maximum, maximum)
    made: Mapping[str, tuple[Leaf, LeafAnswers | None, Mapping[str, Answer], tuple[Status, Fraction | None, Fraction]]]
    made = {
        "claimed": (claim, row(points), {}, (Status.SCORED, points, maximum)),
        "rate": (rate, row(done=done, total=total), {}, computed),
        "no case": (rate, row(done=0, total=0), {}, _treated(maximum, treatment)),
        "not applicable": (claim, row(NOT_APPLICABLE), {}, _treated(maximum, treatment)),
        "blank": (claim, row(None), {}, (Status.MISSING, None, maximum)),
        "unusable": (claim, row(UNUSABLE), {}, (Status.INVALID, None, maximum)),
        "above": (claim, row(maximum + Fraction(1, 4)), {}, (Status.INVALID, None, maximum)),
        "no row": (claim, None, {}, (Status.MISSING, None, maximum)),
        "survey": (survey, row(points), figures, computed),
        "awaiting": (survey, row(points), {"done": answer(done)}, (Status.AWAITING, None, maximum)),
    }
    item, answers, given_figures, expected = made[kind]
    return Plan(item, answers, given_figures, *expected)


@dataclass(frozen=True)
class Season:
    """A random set with one agency's answers."""

    areas: tuple[Heading, ...]
    plans: tuple[Plan, ...]

    def card(self) -> Scorecard:
        answers = {plan.item.code: plan.answers for plan in self.plans if plan.answers}
        figures = {plan.item.code: plan.figures for plan in self.plans}
        return score(Case(agency("A"), submission("A", answers), figures), criteria(*self.areas))[0]


@st.composite
def seasons(draw: st.DrawFn, kinds: Sequence[str] = _KINDS) -> Season:
    """One to three areas of criteria, some of them with sub-criteria."""
    areas: list[Heading] = []
    every: list[Plan] = []
    for area in range(1, draw(st.integers(1, 3)) + 1):
        children: list[Item] = []
        for criterion in range(1, draw(st.integers(1, 3)) + 1):
            code = f"{area}.{criterion}"
            below = [draw(plans(f"{code}.{at}", kinds)) for at in range(1, draw(st.integers(0, 3)) + 1)]
            own = [] if below else [draw(plans(code, kinds))]
            every += below or own
            children.append(heading(code, [plan.item for plan in below], Level.CRITERION) if below else own[0].item)
        areas.append(heading(str(area), children))
    return Season(tuple(areas), tuple(every))


# --- sums and states ---------------------------------------------------------------------------------------------


@given(seasons())
def test_every_leaf_comes_to_what_it_must(season: Season) -> None:
    leaves = {item.leaf.code: item for item in season.card().leaves()}
    assert list(leaves) == [plan.item.code for plan in season.plans]
    for plan in season.plans:
        found = leaves[plan.item.code]
        assert (found.status, found.points, found.maximum) == (plan.status, plan.points, plan.maximum)


@given(seasons())
def test_the_total_is_the_exact_sum_of_the_leaves_and_so_is_every_heading(season: Season) -> None:
    scorecard = season.card()
    assert scorecard.points == sum((plan.points or Fraction(0) for plan in season.plans), Fraction(0))
    assert scorecard.maximum == sum((plan.maximum for plan in season.plans), Fraction(0))
    for item in scorecard.items():
        if isinstance(item, HeadingScore):
            below = [plan for plan in season.plans if plan.item.code.startswith(f"{item.heading.code}.")]
            assert item.points == sum((plan.points or Fraction(0) for plan in below), Fraction(0))
            assert item.maximum == sum((plan.maximum for plan in below), Fraction(0))
            assert item.complete == all(plan.status in (Status.SCORED, Status.NOT_APPLICABLE) for plan in below)


@given(seasons())
def test_every_index_lies_between_0_and_100_and_is_points_of_the_maximum_that_applied(season: Season) -> None:
    scorecard = season.card()
    for item in (scorecard, *scorecard.items()):
        if item.index is not None:
            assert 0 <= item.index <= 100
            assert item.index * item.maximum == (item.points or 0) * 100
        else:
            assert item.maximum == 0 or item.points is None
        assert 0 <= (item.points or 0) <= item.maximum


@given(seasons())
def test_a_card_is_complete_exactly_when_every_leaf_is_resolved(season: Season) -> None:
    resolved = [plan.status in (Status.SCORED, Status.NOT_APPLICABLE) for plan in season.plans]
    scorecard = season.card()
    assert scorecard.complete == all(resolved)
    assert [item.complete for item in scorecard.leaves()] == resolved


@given(seasons(_COMPLETE))
def test_without_a_fault_every_card_is_complete(season: Season) -> None:
    assert season.card().complete


@given(seasons(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_read_changes_nothing(season: Season, shuffling: Any) -> None:
    mixed = list(season.plans)
    shuffling.shuffle(mixed)
    again = Season(season.areas, tuple(mixed)).card()
    assert again.areas == season.card().areas


@given(seasons(), st.randoms(use_true_random=False))
def test_the_order_of_areas_and_criteria_changes_no_sum(season: Season, shuffling: Any) -> None:
    areas = [
        replace(area, children=tuple(shuffling.sample(area.children, len(area.children)))) for area in season.areas
    ]
    shuffling.shuffle(areas)
    one, other = season.card(), replace(season, areas=tuple(areas)).card()
    assert (one.points, one.maximum, one.index) == (other.points, other.maximum, other.index)
    for area in one.areas:
        assert isinstance(moved := other.find(area.heading.code), HeadingScore)
        assert (moved.points, moved.maximum) == (area.points, area.maximum)


@given(seasons(), st.data())
def test_leaving_a_leaf_out_is_scoring_the_set_without_it(season: Season, data: st.DataObject) -> None:
    plan = data.draw(st.sampled_from(season.plans))
    assume(plan.item.source is Source.SELF)
    code = plan.item.code
    excluded = replace(plan.item, not_applicable=Treatment.EXCLUDE)
    answers = {other.item.code: other.answers for other in season.plans if other.answers} | {code: row(NOT_APPLICABLE)}
    figures = {other.item.code: other.figures for other in season.plans}
    areas = tuple(_with(area, code, excluded) for area in season.areas)
    scorecard = score(Case(agency("A"), submission("A", answers), figures), criteria(*areas))[0]
    rest = [other for other in season.plans if other is not plan]
    assert scorecard.points == sum((other.points or Fraction(0) for other in rest), Fraction(0))
    assert scorecard.maximum == sum((other.maximum for other in rest), Fraction(0))


def _with(item: Heading, code: str, new: Leaf) -> Heading:
    children = tuple(
        _with(child, code, new) if isinstance(child, Heading) else new if child.code == code else child
        for child in item.children
    )
    return replace(item, children=children)


# --- ranks -------------------------------------------------------------------------------------------------------

_POINTS = st.lists(st.one_of(st.integers(0, 6), st.none()), min_size=1, max_size=7)


def _cards(points: Sequence[int | None], apart: Sequence[bool]) -> list[Scorecard]:
    """Agencies with many equals; ``None`` is incomplete, ``apart`` is outside the ranking."""
    return [
        card(agency(chr(65 + at), at, ranked=not outside), [None if worth is None else Fraction(worth, 2), 1], [3, 1])
        for at, (worth, outside) in enumerate(zip(points, apart, strict=False))
    ]


@given(_POINTS, st.lists(st.booleans(), min_size=7, max_size=7), st.sampled_from(Ties), st.sampled_from(Basis))
def test_ranks_are_the_number_of_the_better_and_one(
    points: Sequence[int | None], apart: Sequence[bool], ties: Ties, basis: Basis
) -> None:
    cards = _cards(points, apart)
    ranking, _ = rank(*group(cards, RankRule(ties=ties, basis=basis)))
    found = {standing.scorecard.agency.id: standing.rank for standing in ranking.standings}
    assert sorted(found) == [one.agency.id for one in cards], "everybody stands in the ranking, once"
    ranked = [one for one in cards if one.complete and one.agency.ranked]
    for at, one in enumerate(ranked):
        better = [other.points for other in ranked if other.points > one.points]
        before = [other for other in ranked[:at] if other.points == one.points]
        above = {
            Ties.COMPETITION: len(better),
            Ties.DENSE: len(set(better)),
            Ties.ORDINAL: len(better) + len(before),
        }[ties]
        assert found[one.agency.id] == above + 1
    assert [name for name, place in found.items() if place is None] == [
        one.agency.id for complete in (True, False) for one in cards if one not in ranked and one.complete is complete
    ]


@given(_POINTS, st.sampled_from([Ties.COMPETITION, Ties.DENSE]), st.randoms(use_true_random=False))
def test_permuting_the_agencies_changes_no_rank_no_tie_and_no_class(
    points: Sequence[int | None], ties: Ties, shuffling: Any
) -> None:
    cards = _cards(points, [False] * 7)
    classes = ClassRule((Band("Tốt", Fraction(75), Fraction(50)), Band("Khá", Fraction(40)), Band("Yếu", Fraction(0))))
    rule = RankRule(ties=ties, keys=("area:1",))
    ranking, problems = rank(*group(cards, rule, classes))
    shuffling.shuffle(cards)
    again, others = rank(*group(cards, rule, classes))
    assert _standings(again.standings) == _standings(ranking.standings)
    assert sorted(problem.code for problem in problems) == sorted(problem.code for problem in others)


def _standings(standings: Sequence[Any]) -> dict[str, tuple[object, ...]]:
    return {one.scorecard.agency.id: (one.rank, one.tied, one.class_name, one.band_tests) for one in standings}


@given(_POINTS, st.randoms(use_true_random=False))
def test_permuting_the_agencies_moves_only_equals_where_the_official_order_decides(
    points: Sequence[int | None], shuffling: Any
) -> None:
    cards = _cards(points, [False] * 7)
    rule = RankRule(keys=("official_order",))
    worth = [(one.rank, one.scorecard.points, one.tied) for one in rank(*group(cards, rule))[0].standings if one.rank]
    shuffling.shuffle(cards)
    again = rank(*group(cards, rule))[0].standings
    assert [(one.rank, one.scorecard.points, one.tied) for one in again if one.rank] == worth
    for one, other in pairwise(again):
        if other.rank and one.scorecard.points == other.scorecard.points:
            assert cards.index(one.scorecard) < cards.index(other.scorecard)


# --- rules -------------------------------------------------------------------------------------------------------

_AMOUNT = st.fractions(0, 2, max_denominator=20)
_MAXIMUM = st.integers(1, 20).map(lambda quarters: Fraction(quarters, 4))
_VALUE = st.one_of(st.integers(-2, 12).map(Fraction), st.fractions(-2, 12, max_denominator=30))
_PART = st.sampled_from(["0", "full", "0.1", "0.25", "1"])
_OF = st.sampled_from(["x", "x / y", "min(x / y, 1)", "x / (x + y)", "(x - y) / y"])


def _option(label: str, points: str) -> dict[str, str]:
    return {"label": label, "points": points}


_STEPS = st.sampled_from(["< 50%|>= 50%", "< 0.5|>= 0.5 and < 1|>= 1", "= 0|> 0 and <= 100%", "<= 2|> 2 and <= 8"])
_NAMES = st.lists(st.sampled_from(["x", "y"]), min_size=2, max_size=3)
_LATE = st.sampled_from(["<= 0|>= 1", "< 1|= 1|> 1", "<= -3|> -3 and <= 0|> 0"])
_WEIGHT = st.sampled_from(["100%", "60%", "0%", "0.25", "120%"])
_INNER = st.sampled_from(
    [
        {"yes_no": {"of": "yes"}},
        {"proportional": {"of": "x / y"}},
        {"count": {"of": "x", "unit": "0.5"}},
        {"best_of": {"alternatives": [{"max": "1", "rule": {"yes_no": {"of": "yes"}}}] * 2}},
    ]
)
_NO_CASE = st.sampled_from([{}, {"no_case": "full"}, {"no_case": "zero"}])
_PARTS = st.lists(
    st.builds(lambda most, rule, keys: {"max": most, "rule": rule, **keys}, st.sampled_from("123"), _INNER, _NO_CASE),
    min_size=2,
    max_size=3,
)
_PARAMETERS: Mapping[str, st.SearchStrategy[dict[str, object]]] = {
    "all_of": st.fixed_dictionaries({"of": _NAMES, "otherwise": _AMOUNT}),
    "ballots": st.builds(lambda x, y: {"answers": {"x": x, "y": y}}, _WEIGHT, _WEIGHT),
    "best_of": st.fixed_dictionaries({"alternatives": _PARTS}),
    "checklist": st.lists(_PART.filter(lambda part: part != "full"), min_size=2, max_size=2).map(
        lambda parts: {"items": [{"of": name, "points": part} for name, part in zip("xy", parts, strict=True)]}
    ),
    "count": st.fixed_dictionaries({"of": _OF, "unit": _AMOUNT}),
    "deadline": st.builds(
        lambda days, steps, parts: {
            "of": "x",
            "due": "2025-01-15",
            "days": days,
            "steps": [
                {"when": when, "points": part} for when, part in zip(steps.split("|"), ("full", *parts), strict=False)
            ],
            "never": "0",
        },
        st.sampled_from(["calendar", "working"]),
        _LATE,
        st.lists(_PART, min_size=2, max_size=2),
    ),
    "increments": st.fixed_dictionaries(
        {
            "of": _OF,
            "from": st.sampled_from(["0", "2", "50%", "8"]),
            "base": _AMOUNT,
            "per": st.sampled_from(["1", "10%", "0.5"]),
            "add": _AMOUNT,
            "direction": st.sampled_from(["up", "down"]),
            "steps": st.sampled_from(["whole", "partial"]),
        }
    ),
    "likert": st.fixed_dictionaries(
        {
            "of": _OF,
            "low": st.sampled_from(["0", "1", "-2"]),
            "high": st.sampled_from(["2", "5"]),
            "line": st.sampled_from(["share", "span"]),
        }
    ),
    "place": st.fixed_dictionaries(
        {"of": st.just("x"), "among": st.sampled_from(["y", "3", "7"]), "by": st.sampled_from(["thirds", "linear"])}
    ),
    "relative": st.fixed_dictionaries({"of": _OF, "to": st.sampled_from(["best", "mean", "y"])}),
    "sum_of": st.fixed_dictionaries({"parts": _PARTS}),
    "choose": st.lists(_PART, min_size=2, max_size=4).map(
        lambda parts: {"options": [_option(chr(65 + at), part) for at, part in enumerate(parts)]}
    ),
    "claim": st.fixed_dictionaries({"step": st.sampled_from([Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)])}),
    "deduct": st.fixed_dictionaries({"of": _OF, "per_case": _AMOUNT, "floor": _AMOUNT}),
    "index": st.fixed_dictionaries({"of": _OF, "scale": _AMOUNT}),
    "interpolate": st.fixed_dictionaries(
        {
            "of": _OF,
            "from": st.fractions(-1, 1, max_denominator=10),
            "to": _AMOUNT,
            "line": st.sampled_from(["span", "share"]),
            "at_most": st.sampled_from(["none", "100%", "150%"]),
        }
    ),
    "proportional": st.fixed_dictionaries({"of": _OF}),
    "threshold": st.fixed_dictionaries(
        {"of": _OF, "zero_below": _AMOUNT, "full_from": _AMOUNT, "at_most": st.sampled_from(["none", "100%", "150%"])}
    ),
    "tiers": st.builds(
        lambda of, steps, parts: {
            "of": of,
            "steps": [
                {"when": when, "points": part} for when, part in zip(steps.split("|"), ("full", *parts), strict=False)
            ],
        },
        _OF,
        _STEPS,
        st.lists(_PART, min_size=2, max_size=2),
    ),
    "unit_mean": _INNER.map(lambda rule: {"rule": rule}),
    "yes_no": st.fixed_dictionaries({"yes": _PART, "no": _PART}),
}


@st.composite
def sound_rules(draw: st.DrawFn) -> tuple[RuleSpec, Fraction]:
    family = draw(st.sampled_from(sorted(_PARAMETERS)))
    rule = spec(family, **draw(_PARAMETERS[family]))
    maximum = sum(worth for worth in _worth(rule)) or draw(_MAXIMUM)
    assume(not list(rule.check(maximum)))
    return rule, maximum


def _worth(rule: RuleSpec) -> Iterator[Fraction]:
    """What the items or parts of a rule are worth, where they have to add up to the maximum, or reach it."""
    if isinstance(rule, Checklist):
        yield from (item.points for item in rule.items)
    if isinstance(rule, SumOf):
        yield from (part.maximum for part in rule.parts)
    if isinstance(rule, BestOf):
        yield max(part.maximum for part in rule.parts)


def _fitting(use: Use, number: Fraction) -> Value:
    """A value of a type that can stand there, made from a number."""
    if InputType.YES_NO in use.accepts and InputType.COUNT not in use.accepts:
        return number > 1
    if InputType.DATE in use.accepts:
        return date(2025, 1, 15) + timedelta(days=int(number)) if number.denominator == 1 else False
    return Fraction(int(number)) if use.accepts == {InputType.COUNT} else number


def _given(use: Use, number: Fraction, other: Fraction) -> Value:
    """A value, or a column of two where the rule judges units."""
    return (_fitting(use, number), _fitting(use, other)) if use.column else _fitting(use, number)


def test_every_family_is_drawn() -> None:
    assert sorted(_PARAMETERS) == list(families())


@given(sound_rules(), _VALUE, _VALUE)
def test_a_sound_rule_gives_points_between_0_and_the_maximum_or_says_why_not(
    made: tuple[RuleSpec, Fraction], x: Fraction, y: Fraction
) -> None:
    rule, maximum = made
    values = {use.name: _given(use, {"y": y}.get(use.name, x), x) for use in rule.uses}
    pool = {BEST: max(x, y, Fraction(1)), MEAN: max((x + y) / 2, Fraction(1))}
    judgement = rule.judge(maximum, {**values, **pool})
    assert [judgement.points is not None, judgement.no_case, bool(judgement.faults)].count(True) == 1
    if judgement.points is not None:
        assert 0 <= judgement.points <= maximum
    for step in judgement.steps:
        assert arithmetic.evaluate(arithmetic.parse(arithmetic.with_numbers(step)), {}) == step.value
