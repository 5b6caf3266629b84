"""The values of a group that its agencies are compared by, leaf by leaf, as the scorecards hold them."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from parscore.audit.leaf_cells import Member
from parscore.audit.paper_leaf import by_hand, claim_of
from parscore.model.cell import AnswerState
from parscore.model.criteria import Source
from parscore.model.scorecard import LeafScore, Scorecard


def members_of(cards: Iterable[Scorecard]) -> Mapping[str, Sequence[Member]]:
    """Return the agencies' own values by leaf, in the order of the cards, for the leaves that compare them."""
    found: dict[str, list[Member]] = {}
    for card in cards:
        for score in card.leaves():
            value = own_value(score) if score.leaf.rule.pooled else None
            if value is not None:
                found.setdefault(score.leaf.code, []).append(Member(card.agency.id, card.agency.name, value))
    return found


def own_value(score: LeafScore) -> Fraction | None:
    """The value of an agency that stands among those of its group: none while it is owed or where it does not apply."""
    states = {used.answer.state for used in score.inputs}
    hand = by_hand(score)
    marks = {hand.state if hand else AnswerState.GIVEN}
    if score.leaf.source is Source.SELF:  # what an agency writes on a leaf of others' is no mark
        marks.add(claim_of(score).state)
    if score.owed or states != {AnswerState.GIVEN} or AnswerState.NOT_APPLICABLE in marks:
        return None
    return score.leaf.rule.own({used.name: used.answer.value for used in score.inputs if used.answer.value is not None})
