"""What items lost and what that costs, and the points of an item after each stage, as rows for any view."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.engine.rivals import Rivals
from parscore.engine.what_if import effect_of, lost_points
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.stage import Stage

MOST_LOST: Final = 10


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Points that an item lost, and what the agency would come to without that loss.

    ``rank`` and ``class_name`` are ``None`` where the agency has none then either (outside the ranking, incomplete).
    """

    code: str
    name: str
    lost: Fraction
    points: Fraction
    index: Fraction | None
    gain: Fraction | None
    """Difference of the index in percentage points (điểm %)."""
    rank: int | None
    class_name: str | None


class StageRow(NamedTuple):
    """Points of an item, or of an agency, after a stage; ``status`` is that of a leaf."""

    stage: Stage
    points: Fraction | None
    status: Status | None
    complete: bool


def effect_row(card: Scorecard, code: str, rivals: Rivals) -> EffectRow | None:
    """Return what an item's lost points cost; ``None`` where it lost none. ``rivals`` are those of the group."""
    effect = effect_of(code, card, rivals)
    item = card.find(code)
    if effect is None or item is None:
        return None
    index, before = effect.scorecard.index, card.index
    gain = None if index is None or before is None else index - before
    name = (item.leaf if isinstance(item, LeafScore) else item.heading).name
    after = effect.standing
    return EffectRow(code, name, effect.lost, effect.scorecard.points, index, gain, after.rank, after.class_name)


def most_lost(card: Scorecard, rivals: Rivals, most: int = MOST_LOST) -> tuple[EffectRow, ...]:
    """Return the leaves that lost most, the greatest loss first, equals in the order of the decision."""
    lost = lost_points(card)
    codes = sorted(lost, key=lambda code: -lost[code])[:most]
    rows = (effect_row(card, code, rivals) for code in codes)
    return tuple(row for row in rows if row)


def lost_rows(card: Scorecard, code: str | None, rivals: Rivals | None) -> tuple[EffectRow, ...]:
    """Return what one item lost, where it lost any; of a whole agency the leaves that lost most."""
    if rivals is None:
        return ()
    if code is None:
        return most_lost(card, rivals)
    row = effect_row(card, code, rivals)
    return () if row is None else (row,)


def stage_rows(cards: Sequence[Scorecard], code: str | None) -> tuple[StageRow, ...]:
    """Return an item's points after each stage, or the agency's total; ``cards`` are its scorecards in that order."""
    return tuple(_stage_row(card, code) for card in cards)


def _stage_row(card: Scorecard, code: str | None) -> StageRow:
    item = card if code is None else card.find(code)
    if item is None:
        raise KeyError(code)
    status = item.status if isinstance(item, LeafScore) else None
    return StageRow(card.stage, item.points, status, item.complete)
