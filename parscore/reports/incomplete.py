"""A ranking that is not whole yet, said in the ranking itself: how many agencies wait, and whose form is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parscore.messages import Words
from parscore.model.ranking import GroupRanking
from parscore.reports.printing import SCREEN

_NAMED: Final = 12
"""Agencies that are named in a line; of more the rest is counted (their problems name every one)."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """What a group's ranking lacks; agencies by id, in official order."""

    taking_part: int
    """Agencies that are to be ranked."""
    waiting: tuple[str, ...]
    """Those of them without a rank, because leaves of theirs have no points."""
    outside: tuple[str, ...]
    """Agencies outside the ranking whose totals are incomplete."""
    formless: tuple[str, ...]
    """Of all these, those without a form that could be used: none received, refused, or held back."""


def incomplete(ranking: GroupRanking) -> Incomplete | None:
    """Return what the ranking of a group lacks; ``None`` where every scorecard is complete."""
    cards = [standing.scorecard for standing in ranking.standings]
    lacking = [card for card in cards if not card.complete]
    if not lacking:
        return None
    return Incomplete(
        taking_part=sum(card.agency.ranked for card in cards),
        waiting=tuple(card.agency.id for card in lacking if card.agency.ranked),
        outside=tuple(card.agency.id for card in lacking if not card.agency.ranked),
        formless=tuple(card.agency.id for card in lacking if card.submission is None),
    )


def incomplete_line(ranking: GroupRanking, words: Words) -> str:
    """The mark of a ranking that is not whole, in one line; empty where it is."""
    found = incomplete(ranking)
    if found is None:
        return ""
    parts = {
        "waiting": bool(found.waiting),
        "outside": bool(found.outside),
        "formless": bool(found.formless),
    }
    told = {
        "count": len(found.waiting),
        "all": found.taking_part,
        "outside": _named(found.outside, words),
        "formless": _named(found.formless, words),
    }
    said = [words.text(SCREEN, f"incomplete.{part}", **told) for part, stands in parts.items() if stands]
    return words.text(SCREEN, "incomplete", parts="; ".join(said))


def _named(agencies: Sequence[str], words: Words) -> str:
    named = ", ".join(agencies[:_NAMED])
    more = len(agencies) - _NAMED
    return words.text(SCREEN, "incomplete.more", named=named, count=more) if more > 0 else named
