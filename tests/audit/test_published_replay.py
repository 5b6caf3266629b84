"""Every family of causes on a small group in memory: what was planted comes out first, what has no effect does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from builders import agency, answer, criteria, heading, leaf, row, spec, submission

from parscore.audit.published_causes import FAMILIES, LONG, causes, slip_of
from parscore.audit.published_compare import Claim, Claims, Printing, computed
from parscore.audit.published_replay import Cause, Hand, Outcome, with_leaves
from parscore.audit.published_table import Printed
from parscore.engine.rank import rank
from parscore.engine.score import score_group
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import (
    Basis,
    Beyond,
    CriteriaSet,
    Heading,
    Leaf,
    NotHeld,
    RankRule,
    RoundingLevel,
    RoundingMode,
    Section,
    Source,
    Ties,
    Totals,
    Treatment,
)
from parscore.model.place import NOWHERE
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.season import Agency, Group, Season
from parscore.model.stage import SELF_ASSESSMENT, Act, Stage, StageKind
from parscore.model.submission import LeafAnswers, Submission
from parscore.numbers import printed, round_to
from parscore.season.appraisals import Appraisals
from parscore.season.open import SeasonFolder
from parscore.season.run import cases_until

HALF_UP = RoundingMode.HALF_UP
FINE = spec("claim", step="1/3000")
APPRAISAL = Stage("tham-dinh", StageKind.APPRAISAL, "Thẩm định")
STAGES = (*SELF_ASSESSMENT, APPRAISAL)


def small_set(**others: Any) -> CriteriaSet:
    """Two areas with a survey leaf and one that may not apply, a bonus and a penalty section."""
    treated = {"not_applicable": Treatment.EXCLUDE}
    own = [leaf("1.1", 30, FINE), leaf("1.2", 20, FINE, **treated), leaf("1.3", 10, FINE, **treated)]
    survey = spec("index", of="sipas")
    surveyed = leaf("2.2", 20, survey, source=Source.SURVEY)
    areas = (
        heading("1", own),
        heading("2", [leaf("2.1", 20, FINE), surveyed]),
        replace(heading("3", [leaf("3.1", 5, FINE, blank_is_zero=True)]), section=Section.BONUS, maximum=Fraction(2)),
        replace(heading("4", [leaf("4.1", 5, FINE, blank_is_zero=True)]), section=Section.PENALTY, maximum=Fraction(2)),
    )
    return replace(criteria(*areas), totals=Totals(above=Beyond.ALLOW, below=Beyond.ALLOW), **others)


POINTS: Mapping[str, Mapping[str, object]] = {
    "A": {"1.1": "28.336", "1.2": "17.336", "1.3": "9", "2.1": "19.336", "sipas": "90.25", "3.1": 4, "4.1": 0},
    "B": {"1.1": "25.334", "1.2": None, "1.3": "9", "2.1": "17.335", "sipas": "85", "3.1": 1, "4.1": 1},
    "C": {"1.1": "22.334", "1.2": "19", "1.3": None, "2.1": "15.331", "sipas": "80.5", "3.1": 0, "4.1": 3},
    "D": {"1.1": "20.004", "1.2": "12.004", "1.3": "6.004", "2.1": "12.5", "sipas": "77", "3.1": 0, "4.1": 0},
    "E": {"1.1": "20.004", "1.2": "12.004", "1.3": "6.004", "2.1": "12.5", "sipas": "77", "3.1": 0, "4.1": 0},
    "F": {"1.1": "19", "1.2": "11", "1.3": "5", "2.1": "11", "sipas": "70", "3.1": 0, "4.1": 0},
}


def answers_of(points: Mapping[str, object]) -> dict[str, LeafAnswers]:
    marked = AnswerState.NOT_APPLICABLE
    return {code: row(marked if value is None else value) for code, value in points.items() if code != "sipas"}


class Small(NamedTuple):
    """A group with everything that was received."""

    folder: SeasonFolder
    group: Group
    submissions: Mapping[str, Submission]
    stages: tuple[Stage, ...]

    def ranking(self, group: Group | None = None, stages: Sequence[Stage] | None = None) -> GroupRanking:
        group = group or self.group
        until = tuple(stages or self.stages)
        cases = cases_until(group, self.folder, self.submissions, until)
        cards, _ = score_group(cases, group.criteria, until)
        return rank(group, cards)[0]


def small(own: CriteriaSet | None = None, rule: RankRule | None = None, *, appraised: bool = False) -> Small:
    agencies = tuple(agency(name, order) for order, name in enumerate(POINTS))
    group = Group("so", "Sở", own or small_set(), rule or RankRule(), None, agencies)
    stages = STAGES if appraised else SELF_ASSESSMENT
    season = Season(2025, "Mùa", "tỉnh Mẫu", "vi", stages, (group,))
    figures = {name: {"2.2": {"sipas": answer(points["sipas"])}} for name, points in POINTS.items()}
    acts: dict[str, dict[str, tuple[Act, ...]]] = {}
    if appraised:
        agreed = Act(APPRAISAL, "STT", "2026-01-10")
        codes = [each.code for each in group.criteria.leaves() if each.source is Source.SELF]
        acts = {each.id: dict.fromkeys(codes, (agreed,)) for each in agencies}
        lower = agreed._replace(why="thiếu", values={"points": answer("15.336")})
        acts["A"]["1.2"] = (lower,)
        acts["C"]["1.1"] = (agreed._replace(why="thiếu", values={"points": answer("20.334")}),)
    folder = SeasonFolder(Path(), season, figures, Appraisals(acts), ())
    received = {name: submission(name, answers_of(points)) for name, points in POINTS.items()}
    return Small(folder, group, received, stages)


def claims_of(ranking: GroupRanking, printing: Printing, roles: Sequence[str]) -> Claims:
    """What a table would print of these standings."""
    return {
        standing.scorecard.agency.id: tuple(claim for role in roles if (claim := _claim(standing, role, printing)))
        for standing in ranking.standings
    }


def _claim(standing: Standing, role: str, printing: Printing) -> Claim | None:
    value = computed(standing, role, printing)
    if isinstance(value, Fraction):
        value = round_to(value, 2, printing.mode)
        return Claim(role, Printed(value, 2, printed(value, 2), NOWHERE), role, NOWHERE)
    return None if value is None else Claim(role, value, role, NOWHERE)  # type: ignore[arg-type]


ROLES = ("rank", "total", "index", "maximum")


def found(base: Small, told: GroupRanking, *, printing: Printing | None = None, roles: Sequence[str] = ROLES) -> Hand:
    """The group in hand with a table that was made otherwise."""
    return Hand(base.folder, base.stages, base.ranking(), claims_of(told, printing or Printing(HALF_UP), roles))


def first(hand: Hand) -> tuple[str, dict[str, str], bool]:
    assert hand.differing, "the change has to show"
    cause: Cause = causes(hand)[0]
    return cause.key, {name: str(value) for name, value in cause.facts}, cause.complete


def other_set(change: Callable[[CriteriaSet], CriteriaSet]) -> Callable[[], Hand]:
    def make() -> Hand:
        base = small()
        return found(base, base.ranking(replace(base.group, criteria=change(base.group.criteria))))

    return make


def other_rule(**changes: Any) -> Callable[[], Hand]:
    def make() -> Hand:
        base = small(rule=RankRule(keys=("area:2",)) if "keys" in changes else None)
        return found(base, base.ranking(replace(base.group, ranking=replace(base.group.ranking, **changes))))

    return make


def other_print(printing: Printing) -> Callable[[], Hand]:
    def make() -> Hand:
        base = small()
        return found(base, base.ranking(), printing=printing)

    return make


def rounded(**changes: Any) -> Callable[[CriteriaSet], CriteriaSet]:
    return lambda own: replace(own, rounding=replace(own.rounding, **changes))


def totals(**changes: Any) -> Callable[[CriteriaSet], CriteriaSet]:
    return lambda own: replace(own, totals=replace(own.totals, **changes))


def treated(treatment: Treatment, *codes: str) -> Callable[[CriteriaSet], CriteriaSet]:
    def change(each: Leaf) -> Leaf:
        return replace(each, not_applicable=treatment) if not codes or each.code in codes else each

    return lambda own: with_leaves(own, change)


def without(section: Section) -> Callable[[CriteriaSet], CriteriaSet]:
    return lambda own: replace(own, areas=tuple(area for area in own.areas if area.section is not section))


def uncapped(section: Section) -> Callable[[CriteriaSet], CriteriaSet]:
    def wide(area: Heading) -> Heading:
        return replace(area, maximum=Fraction(100)) if area.section is section else area

    return lambda own: replace(own, areas=tuple(map(wide, own.areas)))


def at_stage() -> Hand:
    base = small(appraised=True)
    return found(base, base.ranking(stages=base.stages[:1]))


def one_at_stage() -> Hand:
    base = small(appraised=True)
    before = {
        standing.scorecard.agency.id: standing.scorecard for standing in base.ranking(stages=STAGES[:1]).standings
    }
    now = {standing.scorecard.agency.id: standing.scorecard for standing in base.ranking().standings}
    mixed, _ = rank(base.group, {**now, "C": before["C"]})
    return found(base, mixed)


def not_rebased() -> Hand:
    """The survey's points left out, the maximum kept."""
    base = small()
    less = replace(base.group.criteria, without=(NotHeld(Source.SURVEY),))
    standings = base.ranking(replace(base.group, criteria=less)).standings
    cards = {each.scorecard.agency.id: each.scorecard for each in standings}
    whole = {each.scorecard.agency.id: each.scorecard.maximum for each in base.ranking().standings}
    kept = {name: replace(card, maximum=whole[name]) for name, card in cards.items()}
    return found(base, rank(base.group, kept)[0])


PLANTED: Mapping[str, tuple[Callable[[], Hand], str, Mapping[str, str]]] = {
    "stage": (at_stage, "stage", {"stage": "stage.self"}),
    "one agency's stage": (one_at_stage, "stage_of_one", {"name": "Sở C", "stage": "stage.self"}),
    "no survey": (
        other_set(lambda own: replace(own, without=(NotHeld(Source.SURVEY),))),
        "source_out", {"source": "source.survey"},
    ),
    "survey outside the index": (other_set(totals(leave_out=(Source.SURVEY,))), "source_out", {}),
    "no survey, whole maximum": (not_rebased, "source_zero", {"source": "source.survey"}),
    "no bonus": (other_set(without(Section.BONUS)), "bonus_out", {}),
    "no penalty": (other_set(without(Section.PENALTY)), "penalty_out", {}),
    "bonus without cap": (other_set(uncapped(Section.BONUS)), "bonus_uncapped", {}),
    "penalty without cap": (other_set(uncapped(Section.PENALTY)), "penalty_uncapped", {}),
    "dense": (other_rule(ties=Ties.DENSE), "ties", {"rule": "ties.dense"}),
    "ordinal": (other_rule(ties=Ties.ORDINAL), "ties", {"rule": "ties.ordinal"}),
    "by points": (other_rule(by="points"), "by", {"rule": "by.points"}),
    "all in full": (other_set(treated(Treatment.FULL)), "treatment_all", {"treatment": "treatment.full"}),
    "not re-based": (other_set(treated(Treatment.ZERO)), "whole_maximum", {}),
    "each leaf": (other_set(rounded(at=RoundingLevel.LEAF)), "rounding", {"level": "rounding.at.leaf", "digits": "2"}),
    "each area": (
        other_set(rounded(at=RoundingLevel.AREA, points=1)), "rounding", {"level": "rounding.at.area", "digits": "1"},
    ),
    "the total": (
        other_set(rounded(at=RoundingLevel.TOTAL, points=1)), "rounding", {"level": "rounding.at.total", "digits": "1"},
    ),
    "cut off": (other_print(Printing(RoundingMode.DOWN)), "printed_mode", {"mode": "rounding.mode.down"}),
    "index of printed points": (other_print(Printing(HALF_UP, 1)), "index_of_printed", {"digits": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_is_the_first_cause(planted: str) -> None:
    make, key, wanted = PLANTED[planted]
    cause, told, complete = first(make())
    assert (cause, complete) == (key, True)
    assert wanted.items() <= told.items()


def test_one_leaf_treated_otherwise() -> None:
    """Only C lacks 1.3; that it was edited, or that all such leaves were treated so, says less or the same."""
    base = small()
    other = treated(Treatment.FULL, "1.3")(base.group.criteria)
    hand = found(base, base.ranking(replace(base.group, criteria=other)))
    told = {(cause.key, dict(cause.facts).get("code")) for cause in causes(hand) if cause.complete}
    assert ("edited", "1.3") in told
    long = {change.key for family in LONG for change in family(hand)}
    assert "treatment_leaf" in long


def test_the_basis_of_ranks() -> None:
    """D is ahead of E by digits that are not printed."""
    points = {**POINTS, "D": {**POINTS["D"], "1.1": "20.005"}, "E": {**POINTS["E"], "1.1": "20.006"}}
    base = small(small_set())
    received = {name: submission(name, answers_of(own)) for name, own in points.items()}
    base = base._replace(submissions=received)
    printing = base.ranking(replace(base.group, ranking=RankRule(basis=Basis.PRINTED)))
    cause, told, complete = first(found(base, printing))
    assert (cause, told["rule"], complete) == ("basis", "basis.printed", True)


@pytest.mark.parametrize(
    ("code", "points", "value"),
    [
        ("1.1", answer(0), "edited.zero"),
        ("1.2", answer(20), "edited.maximum"),
        ("1.2", Answer(AnswerState.NOT_APPLICABLE), "edited.excluded"),
        ("1.2", answer("17.336"), "stage.self"),
    ],
)
def test_one_edited_leaf(code: str, points: Answer, value: str) -> None:
    base = small(appraised=True)
    hand = found(base, base.ranking())
    cards = hand.with_leaf(base.group.agencies[0], code, points)
    hand = found(base, rank(base.group, cards)[0])
    told = [cause for cause in causes(hand) if cause.key == "edited"]
    assert told and told[0].complete
    edits = [{name: str(fact) for name, fact in each} for each in (told[0].facts, *told[0].alike)]
    assert (edits[0]["name"], edits[0]["value"]) == ("Sở A", value)
    assert code in {edit["code"] for edit in edits}


def test_two_rows_that_changed_places_and_only_some_of_their_cells() -> None:
    base = small()
    clean = claims_of(base.ranking(), Printing(HALF_UP), ROLES)
    for roles in (ROLES, ("total",)):
        swapped = dict(clean)
        for one, other in (("A", "F"), ("F", "A")):
            theirs = {claim.role: claim for claim in clean[other]}
            swapped[one] = tuple(theirs[claim.role] if claim.role in roles else claim for claim in clean[one])
        cause, told, complete = first(Hand(base.folder, base.stages, base.ranking(), swapped))
        assert (cause, complete, set(told.values())) == ("swapped", True, {"Sở A", "Sở F"})


def test_a_clean_table_has_no_causes() -> None:
    base = small()
    hand = found(base, base.ranking())
    assert (hand.differing, causes(hand)) == (frozenset(), ())


def test_what_explains_nothing_is_not_told() -> None:
    base = small()
    clean = claims_of(base.ranking(), Printing(HALF_UP), ROLES)
    odd = tuple(
        claim._replace(value=Printed(Fraction("12.34"), 2, "12,34", NOWHERE)) if claim.role == "total" else claim
        for claim in clean["A"]
    )
    assert causes(Hand(base.folder, base.stages, base.ranking(), {**clean, "A": odd})) == ()


def test_a_compared_leaf_is_scored_within_its_whole_group() -> None:
    """An agency that is scored again alone keeps the values of the others that it is compared with."""
    best = spec("relative", of="n", to="best")
    own = replace(criteria(heading("1", [leaf("1.1", 10, best), leaf("1.2", 10, FINE)])))
    agencies: tuple[Agency, ...] = (agency("A"), agency("B"))
    group = Group("so", "Sở", own, RankRule(), None, agencies)
    season = Season(2025, "Mùa", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, (group,))
    folder = SeasonFolder(Path(), season, {}, Appraisals({}), ())
    received = {
        name: submission(name, {"1.1": row(n=number), "1.2": row(5)}) for name, number in (("A", 50), ("B", 100))
    }
    base = Small(folder, group, received, SELF_ASSESSMENT)
    hand = Hand(folder, SELF_ASSESSMENT, base.ranking(), {})
    again = hand.scored(group, only=["A"])
    assert again["A"].points == hand.cards["A"].points == 10


@pytest.mark.parametrize(
    ("text", "exact", "slip", "meant"),
    [
        ("48.05", "84.05", "swap", "84.05"),
        ("84.50", "84.05", "swap", "84.05"),
        ("80.45", "84.05", "swap", "84.05"),
        ("840.5", "84.05", "shift", "84.05"),
        ("8.405", "84.05", "shift", "84.05"),
        ("8405", "84.05", "shift", "84.05"),
        ("84.75", "84.05", "digit", "84.05"),
        ("94.05", "84.046", "digit", "84.05"),
        ("48.50", "84.05", "", "84.05"),
        ("4.05", "84.05", "digit", "84.05"),
        ("81.06", "84.05", "", "84.05"),
    ],
)
def test_slips_of_the_hand(text: str, exact: str, slip: str, meant: str) -> None:
    digits = len(text.partition(".")[2])
    number = Printed(Fraction(text), digits, text, NOWHERE)
    assert slip_of(number, Fraction(exact), HALF_UP) == (slip, Fraction(meant))


def test_every_family_is_told_of_and_the_long_ones_are_among_them() -> None:
    assert set(LONG) < set(FAMILIES)
    base = small()
    hand = found(base, base.ranking(stages=base.stages))
    for family in FAMILIES:
        assert all(isinstance(change.replay, partial) for change in family(hand))
        assert all(change.replay() is None or isinstance(change.replay(), Outcome) for change in list(family(hand))[:1])
