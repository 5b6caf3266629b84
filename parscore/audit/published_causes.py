"""Probable causes of the differences between a published table and a season: each one thing changed, and replayed.

Every family of changes is a function in ``FAMILIES``; it yields changes that might explain something. Nothing is
concluded from likeness: a change counts by the agencies whose every printed value it makes come out.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations, product
from typing import Any, Final

from parscore.audit.published_compare import Claim, Printing, agrees, computed
from parscore.audit.published_edits import edited_leaves, other_stage_of_one
from parscore.audit.published_maximum import whole_maximum
from parscore.audit.published_replay import Cause, Change, Hand, Outcome, changed, judged, with_leaves
from parscore.audit.published_table import Printed
from parscore.engine.left_out import cause_of
from parscore.model.criteria import (
    Basis,
    Beyond,
    CriteriaSet,
    Leaf,
    NotHeld,
    RoundingLevel,
    RoundingMode,
    Section,
    Source,
    Ties,
    Treatment,
)
from parscore.model.scorecard import Scorecard
from parscore.model.season import Group
from parscore.numbers import printed, round_to

SHOWN: Final = 5
"""Causes of a group that are told where several explain everything."""


def causes(hand: Hand) -> tuple[Cause, ...]:
    """Return the probable causes of a group's differences, the best first; empty where nothing explains anything.

    Causes that explain every agency that differs and break none come alone, in the order of ``FAMILIES``. Where there
    is none, the causes that explain most, each of which explains an agency that none before it does. The families in
    ``LONG``, which score the group many times, are tried where the others leave something unexplained.
    """
    if not hand.differing:
        return ()
    by_family = {family: _tried(hand, family) for family in FAMILIES if family not in LONG}
    if not any(cause.complete for own in by_family.values() for cause in own):
        by_family |= {family: _tried(hand, family) for family in LONG}
    found = [cause for family in FAMILIES for cause in by_family.get(family, ())]
    complete = [cause for cause in found if cause.complete]
    return tuple(complete[:SHOWN] if complete else _adding(sorted(found, key=_weight)))


def _tried(hand: Hand, family: Callable[[Hand], Iterator[Change]]) -> list[Cause]:
    """The changes of a family that explain more than they break."""
    tried = (judged(hand, change) for change in family(hand))
    return _without_likes([cause for cause in tried if len(cause.explained) > len(cause.broken)])


def _weight(cause: Cause) -> int:
    return len(cause.broken) - len(cause.explained)


def _adding(found: list[Cause]) -> Iterator[Cause]:
    """Yield the causes that explain something which none before them does."""
    known: set[str] = set()
    for cause in found:
        if not known.issuperset(cause.explained):
            known.update(cause.explained)
            yield cause


def _without_likes(found: list[Cause]) -> list[Cause]:
    """Put changes of one kind that do the same into one cause."""
    kept: dict[tuple[object, ...], Cause] = {}
    for cause in found:
        key = (cause.key, cause.explained, cause.broken)
        first = kept.get(key)
        kept[key] = first._replace(alike=(*first.alike, cause.facts)) if first else cause
    return list(kept.values())


# --- the whole group ---------------------------------------------------------------------------------------------


def other_stage(hand: Hand) -> Iterator[Change]:
    """The table shows the result after another stage."""
    for stage, cards in hand.elsewhere.items():
        yield changed("stage", partial(_with_cards, hand, cards), stage=stage.name or f"stage.{stage.kind}")


def _with_cards(hand: Hand, cards: Mapping[str, Scorecard]) -> Outcome:
    return hand.outcome(hand.ranked(cards))


def without_source(hand: Hand) -> Iterator[Change]:
    """A source was left out (its leaves leave the maximum, or only points and maximum of the index), or was not."""
    criteria = hand.group.criteria
    sources = {leaf.source for leaf in criteria.leaves()} - {Source.SELF}
    absent = {each.source for each in criteria.without}
    for source in sorted(sources):
        told = f"source.{source}"
        if source in absent:
            kept = tuple(each for each in criteria.without if each.source is not source)
            yield changed("source_in", partial(hand.with_set, replace(criteria, without=kept)), source=told)
        elif source in criteria.totals.leave_out:
            counted = tuple(each for each in criteria.totals.leave_out if each is not source)
            yield changed("source_in", partial(hand.with_set, _totals(criteria, leave_out=counted)), source=told)
        else:
            less = replace(criteria, without=(*criteria.without, NotHeld(source)))
            yield changed("source_out", partial(hand.with_set, less), source=told)
            yield changed("source_zero", partial(_not_rebased, hand, less), source=told)


def _not_rebased(hand: Hand, less: CriteriaSet) -> Outcome:
    """Points without a source, over the maximum with it."""
    cards = hand.scored(replace(hand.group, criteria=less))
    whole = {agency: replace(card, maximum=hand.cards[agency].maximum) for agency, card in cards.items()}
    return hand.outcome(hand.ranked(whole))


def _totals(criteria: CriteriaSet, **changes: object) -> CriteriaSet:
    return replace(criteria, totals=replace(criteria.totals, **changes))  # type: ignore[arg-type]


def bonus_and_penalty(hand: Hand) -> Iterator[Change]:
    """Bonus or penalty was left out, or its caps or the bounds of the total were."""
    criteria = hand.group.criteria
    for section in (Section.BONUS, Section.PENALTY):
        own = [area for area in criteria.areas if area.section is section]
        if not own:
            continue
        rest = tuple(area for area in criteria.areas if area.section is not section)
        yield changed(f"{section}_out", partial(hand.with_set, replace(criteria, areas=rest)))
        wide = tuple(
            replace(area, maximum=Fraction(10**6)) if area.section is section else area for area in criteria.areas
        )
        uncapped = replace(_totals(criteria, **{f"{section}_at_most": None}), areas=wide)
        yield changed(f"{section}_uncapped", partial(hand.with_set, uncapped))
    for bound in ("above", "below"):
        other = Beyond.ALLOW if getattr(criteria.totals, bound) is Beyond.HOLD else Beyond.HOLD
        yield changed(f"{bound}_{other}", partial(hand.with_set, _totals(criteria, **{bound: other})))


def other_ranking(hand: Hand) -> Iterator[Change]:
    """Ranks by another rule: ties, exact or printed values, points or index, without the keys."""
    rule = hand.group.ranking
    others = [
        *(("ties", ties, replace(rule, ties=ties)) for ties in Ties if ties is not rule.ties),
        *(("basis", basis, replace(rule, basis=basis)) for basis in Basis if basis is not rule.basis),
        *(("by", by, replace(rule, by=by)) for by in ("index", "points") if by != rule.by),
        *((("keys", "none", replace(rule, keys=())),) if rule.keys else ()),
    ]
    for key, value, other in others:
        group = replace(hand.group, ranking=other)
        yield changed(key, partial(_reranked, hand, group), rule=f"{key}.{value}")
    for ties in (each for each in Ties if each is not rule.ties):
        group = replace(hand.group, ranking=replace(rule, ties=ties, basis=Basis.PRINTED, keys=()))
        yield changed("ties_printed", partial(_reranked, hand, group), rule=f"ties.{ties}")


def _reranked(hand: Hand, group: Group) -> Outcome:
    return hand.outcome(hand.ranked(hand.cards, group))


def other_rounding(hand: Hand) -> Iterator[Change]:
    """Points rounded at another level, with other decimals, or a half settled otherwise; an index of printed points."""
    criteria = hand.group.criteria
    own = criteria.rounding
    for mode in RoundingMode:
        if mode is not own.mode:
            replay = partial(hand.outcome, hand.standings, Printing(mode))
            yield changed("printed_mode", replay, mode=f"rounding.mode.{mode}")
    for digits in (own.points, 1, 0):
        printing = Printing(own.mode, digits)
        yield changed("index_of_printed", partial(hand.outcome, hand.standings, printing), digits=Fraction(digits))
    levels = (RoundingLevel.LEAF, RoundingLevel.AREA, RoundingLevel.TOTAL, RoundingLevel.PRINT)
    modes = (own.mode, *(mode for mode in RoundingMode if mode is not own.mode))
    for level, digits, mode in product(levels, dict.fromkeys((own.points, 2, 1, 3)), modes):
        other = replace(own, at=level, points=digits, mode=mode)
        if level is RoundingLevel.PRINT and (own.at is RoundingLevel.PRINT or digits != own.points):
            continue
        if (level, digits, mode) != (own.at, own.points, own.mode):
            facts: dict[str, Any] = {
                "level": f"rounding.at.{level}",
                "digits": Fraction(digits),
                "mode": f"rounding.mode.{mode}",
            }
            yield changed("rounding", partial(hand.with_set, replace(criteria, rounding=other)), **facts)


def not_applicable(hand: Hand) -> Iterator[Change]:
    """Leaves that do not apply, had no case or were not inspected, treated otherwise: all of them, then each alone."""
    marked = _marked(hand)
    codes = {code for agency in marked.values() for code in agency}
    others = (Treatment.EXCLUDE, Treatment.FULL, Treatment.ZERO)
    for treatment, key in product(others, _TREATED):
        yield from _treated(hand, treatment, key, codes, marked)
    concerned = sorted({code for agency in hand.differing for code in marked.get(agency, ())})
    for code, treatment in product(concerned, others):
        agencies = [agency for agency, own in marked.items() if code in own]
        yield from _treated(hand, treatment, "leaf", {code}, agencies)


_ALL: Final = ("not_applicable", "no_case", "not_inspected")
_TREATED: Final[Mapping[str, tuple[str, ...]]] = {
    "all": _ALL,
    "not_applicable": ("not_applicable",),
    "no_case": ("no_case",),
}


def _marked(hand: Hand) -> Mapping[str, frozenset[str]]:
    """Codes of the leaves of each agency that are not assessed as the others are."""
    found = {
        agency: frozenset(score.leaf.code for score in card.leaves() if cause_of(score) is not None)
        for agency, card in hand.cards.items()
    }
    return {agency: codes for agency, codes in found.items() if codes}


def _treated(
    hand: Hand, treatment: Treatment, key: str, codes: Collection[str], agencies: Collection[str]
) -> Iterator[Change]:
    """Yield the change of some leaves to a treatment, unless the set has it so."""

    def change(leaf: Leaf) -> Leaf:
        if leaf.code not in codes:
            return leaf
        return replace(leaf, **dict.fromkeys(_TREATED.get(key, _ALL), treatment))  # type: ignore[arg-type]

    criteria = hand.group.criteria
    if any(change(leaf) != leaf for leaf in criteria.leaves()):
        told = {"treatment": f"treatment.{treatment}", "code": "; ".join(codes) if key == "leaf" else ""}
        yield changed(f"treatment_{key}", partial(hand.with_set, with_leaves(criteria, change), agencies), **told)


# --- single agencies ---------------------------------------------------------------------------------------------


def swapped(hand: Hand) -> Iterator[Change]:
    """Two agencies whose differing values are each other's: rows or cells that changed places."""
    for one, other in combinations(sorted(hand.differing), 2):
        if _others_values(hand, one, other) and _others_values(hand, other, one):
            claims = {**hand.claims, one: _sound(hand, one), other: _sound(hand, other)}
            facts: dict[str, Any] = {"one": _name(hand, one), "other": _name(hand, other)}
            yield changed("swapped", partial(Outcome, hand.standings, hand.printing, claims), **facts)


def _others_values(hand: Hand, one: str, other: str) -> bool:
    """Whether everything that differs of one agency is what the other would have there."""
    return all(agrees(claim, hand.standings[other], hand.printing) for claim in _odd(hand, one))


def _odd(hand: Hand, agency: str) -> tuple[Claim, ...]:
    standing = hand.standings[agency]
    return tuple(claim for claim in hand.claims.get(agency, ()) if not agrees(claim, standing, hand.printing))


def _sound(hand: Hand, agency: str) -> tuple[Claim, ...]:
    standing = hand.standings[agency]
    return tuple(claim for claim in hand.claims.get(agency, ()) if agrees(claim, standing, hand.printing))


def _name(hand: Hand, agency: str) -> str:
    return hand.cards[agency].agency.name


def mistyped(hand: Hand) -> Iterator[Change]:
    """One number with two neighbouring digits in each other's place, or with the decimal sign moved."""
    return _slips(hand, ("swap", "shift"))


def mistyped_digit(hand: Hand) -> Iterator[Change]:
    """One number with one digit wrong."""
    return _slips(hand, ("digit",))


def _slips(hand: Hand, kinds: tuple[str, ...]) -> Iterator[Change]:
    for agency in sorted(hand.differing):
        standing, odd = hand.standings[agency], _odd(hand, agency)
        if len({claim.role for claim in odd}) != 1 or not isinstance(odd[0].value, Printed):
            continue
        exact = computed(standing, odd[0].role, hand.printing)
        slip, wanted = slip_of(odd[0].value, exact, hand.printing.mode) if isinstance(exact, Fraction) else ("", None)
        if slip in kinds:
            claims = {**hand.claims, agency: _sound(hand, agency)}
            facts: dict[str, Any] = {"name": _name(hand, agency), "heading": odd[0].heading, "found": odd[0].value.text}
            replay = partial(Outcome, hand.standings, hand.printing, claims)
            yield changed(f"typo_{slip}", replay, **facts, wanted=wanted)


def slip_of(found: Printed, exact: Fraction, mode: RoundingMode) -> tuple[str, Fraction]:
    """Which slip of the hand makes one number of another (``swap``, ``shift``, ``digit``), and what was meant."""
    wanted = round_to(exact, found.digits, mode)
    mine, its = (printed(value, found.digits, comma=False) for value in (found.value, wanted))
    mine, its = mine.rjust(len(its), "0"), its.rjust(len(mine), "0")
    unlike = [at for at, (one, other) in enumerate(zip(mine, its, strict=True)) if one != other]
    digits = [at for at in range(len(mine)) if mine[at] != "."]
    if len(unlike) == 2 and digits.index(unlike[1]) - digits.index(unlike[0]) == 1:
        first, second = unlike
        if mine[first] == its[second] and mine[second] == its[first]:
            return "swap", wanted
    for places in (-2, -1, 1, 2):
        meant = round_to(exact, max(found.digits + places, 0), mode)
        if meant and meant * Fraction(10) ** places == found.value:
            return "shift", meant
    return ("digit" if len(unlike) == 1 else ""), wanted


FAMILIES: Final[tuple[Callable[[Hand], Iterator[Change]], ...]] = (
    other_stage,
    without_source,
    bonus_and_penalty,
    other_ranking,
    whole_maximum,
    not_applicable,
    other_rounding,
    swapped,
    other_stage_of_one,
    mistyped,
    edited_leaves,
    mistyped_digit,
)
"""Every family of changes, in the order in which equals are told."""
LONG: Final = (not_applicable, other_rounding)
"""Families that replay the whole group for each of many changes."""
