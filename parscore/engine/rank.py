"""Ranks of a group: exact comparison, the declared tie rule, and who stands outside the ranking."""

from collections import Counter
from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import groupby, takewhile
from math import floor
from typing import Final

from parscore.engine.classify import classify
from parscore.model.criteria import Basis, RankRule, Rounding, Ties
from parscore.model.problem import Problem, problem
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.scorecard import Scorecard
from parscore.model.season import Group
from parscore.numbers import round_to

OFFICIAL_ORDER: Final = "official_order"
Worth = tuple[tuple[bool, Fraction], ...]
"""Values to compare by, each after whether it exists at all."""


def rank(group: Group, cards: Mapping[str, Scorecard]) -> tuple[GroupRanking, tuple[Problem, ...]]:
    """Rank a group. ``cards`` holds the scorecard of every agency of the group by id.

    Ranked are the agencies that take part and are complete; the others follow without a rank, in official order,
    first those outside the ranking, then the incomplete.
    """
    taking_part = [agency.id for agency in group.agencies if takes_part(cards[agency.id])]
    worth = {agency: worth_of(cards[agency], group.ranking) for agency in taking_part}
    standings: list[Standing] = []
    problems: list[Problem] = []
    # sorted() is stable: between equals the official order stands.
    for _, equals in groupby(sorted(taking_part, key=worth.__getitem__, reverse=True), key=worth.__getitem__):
        members = [cards[agency] for agency in equals]
        standings += _placed(group, members, standings, _full(group, members, standings, len(taking_part)))
        if len(members) > 1:
            problems.append(_tie(group, members))
    rest = [cards[agency.id] for agency in group.agencies if agency.id not in worth]
    standings += (_unranked(group, card) for card in sorted(rest, key=lambda card: not card.complete))
    absent = [card.agency.id for card in rest if card.agency.ranked]
    if absent:
        problems.append(problem("PS703", group=group.name, agencies=", ".join(absent), count=len(absent)))
    return GroupRanking(group, tuple(standings)), tuple(problems)


def takes_part(card: Scorecard) -> bool:
    """Whether a scorecard has a rank: a complete one of an agency that is ranked."""
    return card.agency.ranked and card.complete


def worth_of(card: Scorecard, rule: RankRule) -> Worth:
    """What a complete scorecard is compared by: the ranked value on its basis, then the keys, higher first.

    ``official_order`` ends the keys: whoever is equal up to there is a tie that the official order settles.
    """
    main = value_of(card, rule.by)
    if rule.basis is Basis.PRINTED and main is not None:
        main = _as_printed(main, rule.by, card.criteria.rounding)
    values = (main, *(value_of(card, key) for key in takewhile(lambda key: key != OFFICIAL_ORDER, rule.keys)))
    # An item that was left out altogether counts lowest, below any negative index.
    return tuple((value is not None, value or Fraction(0)) for value in values)


def value_of(card: Scorecard, key: str) -> Fraction | None:
    """The value of a key; ``None`` for an item that was left out altogether."""
    if key == "points":
        return card.points
    if key == "index":
        return card.index
    item = card.find(key.partition(":")[2])
    return item.index if item else None


def _as_printed(value: Fraction, by: str, rounding: Rounding) -> Fraction:
    return round_to(value, rounding.points if by == "points" else rounding.index, rounding.mode)


def settled(rule: RankRule) -> bool:
    """Whether equals get different ranks, by the official order."""
    return rule.ties is Ties.ORDINAL or OFFICIAL_ORDER in rule.keys


def _full(group: Group, members: list[Scorecard], before: list[Standing], ranked: int) -> set[str]:
    """Bands in which equals no longer find room: at most a share of the ranked agencies, rounded down.

    Room is needed by whoever holds the band's conditions, and by whoever is demoted into it.
    """
    full: set[str] = set()
    if group.classes is None:
        return full
    taken = Counter(standing.class_name for standing in before)
    for band in group.classes.bands:
        if band.at_most_share is not None:
            found = [classify(card, group.classes, full) for card in members]
            entering = sum(band.name in (name, tests[-1].name) for name, tests in found if tests)
            if taken[band.name] + entering > floor(band.at_most_share * ranked):
                full.add(band.name)
    return full


def _placed(group: Group, members: list[Scorecard], before: list[Standing], full: set[str]) -> list[Standing]:
    """Give equals their ranks by the tie rule."""
    ties = group.ranking.ties
    last = before[-1].rank if before else 0
    first = (last or 0) + 1 if ties is Ties.DENSE else len(before) + 1
    step = 1 if settled(group.ranking) else 0
    tied = len(members) > 1
    return [standing_at(group, card, first + at * step, tied=tied, full=full) for at, card in enumerate(members)]


def standing_at(
    group: Group, card: Scorecard, place: int | None, *, tied: bool, full: Collection[str] = ()
) -> Standing:
    """Return the standing at a place, with the class; ``full`` are classes that have no room left."""
    name, tests = classify(card, group.classes, full) if card.complete and group.classes else (None, ())
    return Standing(card, place, tied, name, tests)


def _unranked(group: Group, card: Scorecard) -> Standing:
    return standing_at(group, card, None, tied=False)


def _tie(group: Group, members: list[Scorecard]) -> Problem:
    code = "PS702" if settled(group.ranking) else "PS701"
    agencies = ", ".join(card.agency.id for card in members)
    return problem(code, agency=members[0].agency.id, group=group.name, agencies=agencies)
