"""Changes of a single leaf or a single agency: a score edited after it was settled, or a row of another stage."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any, Final

from parscore.audit.published_compare import Claim
from parscore.audit.published_replay import EXCLUDED, Change, Hand, Outcome, changed, given
from parscore.audit.published_roles import INDEX, TOTAL
from parscore.audit.published_table import Printed
from parscore.model.cell import Answer
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Agency

_NOBODYS: Final = ("edited.zero", "edited.maximum", "edited.excluded")
_SLACK: Final = 4
"""Half units by which a quick sum may miss what is printed; the replay decides."""


def other_stage_of_one(hand: Hand) -> Iterator[Change]:
    """One agency's row shows its result after another stage."""
    for stage, cards in hand.elsewhere.items():
        for agency in sorted(hand.differing):
            if cards[agency].points != hand.cards[agency].points or cards[agency].maximum != hand.cards[agency].maximum:
                facts = {"name": cards[agency].agency.name, "stage": stage.name or f"stage.{stage.kind}"}
                yield changed("stage_of_one", partial(_with_card, hand, cards[agency]), **facts)


def _with_card(hand: Hand, card: Scorecard) -> Outcome:
    return hand.outcome(hand.ranked({**hand.cards, card.agency.id: card}))


def edited_leaves(hand: Hand) -> Iterator[Change]:
    """One leaf of one agency with other points: none, its maximum, the self-assessed ones, those of an earlier stage.

    Or left out of the maximum. Only leaves whose change roughly gives the printed total or index are replayed.
    """
    for agency in sorted(hand.differing):
        card = hand.cards[agency]
        claims = [claim for claim in hand.claims.get(agency, ()) if claim.role in (TOTAL, INDEX)]
        edits = [
            (order, score, told, points)
            for score in (card.leaves() if claims else ())
            for order, (told, points) in enumerate(_values(score, agency, hand))
            if card.criteria.totals.parts or all(_near(claim, card, score, points) for claim in claims)
        ]
        # What some stage has said is likelier than what nobody has.
        for _, score, told, points in sorted(edits, key=lambda edit: (edit[2] in _NOBODYS, edit[0])):
            yield _edit(hand, card.agency, score, told, points)


def _points(card: Scorecard, code: str) -> Fraction | None:
    item = card.find(code)
    return item.points if item else None


def _values(score: LeafScore, agency: str, hand: Hand) -> Iterator[tuple[str, Fraction | None]]:
    """Yield other points of a leaf that may stand in a table, each once; ``None``: left out of the maximum."""
    told = [
        (stage.name or f"stage.{stage.kind}", points)
        for stage, cards in hand.elsewhere.items()
        if (points := _points(cards[agency], score.leaf.code)) is not None
    ]
    told += [("edited.zero", Fraction(0)), ("edited.maximum", score.leaf.maximum)]
    seen = {score.points}
    for name, points in told:
        if points not in seen:
            seen.add(points)
            yield name, points
    if score.points is not None:
        yield "edited.excluded", None


def _near(claim: Claim, card: Scorecard, score: LeafScore, points: Fraction | None) -> bool:
    """Whether a change of a leaf brings the total or index about to what is printed."""
    if not isinstance(claim.value, Printed):
        return False
    total = card.points - (score.points or Fraction(0)) + (points or Fraction(0))
    maximum = card.maximum - (score.maximum if points is None else score.maximum - score.leaf.maximum)
    value = total if claim.role == TOTAL else total / maximum * 100 if maximum else Fraction(0)
    return abs(value - claim.value.value) <= _SLACK * claim.value.half


def _edit(hand: Hand, agency: Agency, score: LeafScore, told: str, points: Fraction | None) -> Change:
    facts: dict[str, Any] = {"name": agency.name, "code": score.leaf.code, "value": told, "now": _shown(points)}
    facts |= {"was": _shown(score.points)}
    answer: Answer = EXCLUDED if points is None else given(points)
    return changed("edited", partial(_replayed, hand, agency, score.leaf.code, answer), **facts)


def _replayed(hand: Hand, agency: Agency, code: str, points: Answer) -> Outcome:
    return hand.outcome(hand.ranked(hand.with_leaf(agency, code, points)))


def _shown(points: Fraction | None) -> object:
    return "state.excluded" if points is None else points
