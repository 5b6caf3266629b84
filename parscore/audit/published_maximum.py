"""The commonest slip of a published table: points over the whole maximum, although leaves left that of an agency."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from parscore.audit.published_replay import Change, Hand, Outcome, changed
from parscore.audit.published_roles import CLASS, RANK
from parscore.engine.left_out import left_out
from parscore.model.scorecard import HeadingScore, Scorecard
from parscore.numbers import total

_SETTLED = frozenset((RANK, CLASS))
"""What a table may have from the right index although it prints another."""


def whole_maximum(hand: Hand) -> Iterator[Change]:
    """Nothing leaves the maximum whatever the cause, and points stay what they are: ranks and classes follow, or not.

    With parts by weight the maximum is no sum of leaves, so that there is nothing to add back.
    """
    if hand.group.criteria.totals.parts:
        return
    cards = {agency: _whole(card) for agency, card in hand.cards.items()}
    if cards == hand.cards:
        return
    yield changed("whole_maximum", partial(_ranked, hand, cards))
    if any(claim.role in _SETTLED for said in hand.claims.values() for claim in said):
        yield changed("whole_maximum_shown", partial(_shown, hand, cards))


def _whole(card: Scorecard) -> Scorecard:
    """The card with the maximum of every leaf in those of its areas and of its total."""
    missing = {left.score.leaf.code: left.maximum for left in left_out(card)}

    def whole(area: HeadingScore) -> HeadingScore:
        back = total(missing.get(leaf.code, Fraction(0)) for leaf in area.heading.leaves())
        return replace(area, maximum=area.maximum + back) if back else area

    back = total(missing.values())
    return replace(card, maximum=card.maximum + back, areas=tuple(map(whole, card.areas))) if back else card


def _ranked(hand: Hand, cards: Mapping[str, Scorecard]) -> Outcome:
    return hand.outcome(hand.ranked(cards))


def _shown(hand: Hand, cards: Mapping[str, Scorecard]) -> Outcome:
    """Index and maximum alone; ranks and classes stay those of the right index."""
    return hand.outcome({agency: replace(one, scorecard=cards[agency]) for agency, one in hand.standings.items()})
