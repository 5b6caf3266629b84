"""What items lost and what that costs, and the points of an item after each stage, as rows for any view."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.engine.rivals import Rivals
from parscore.engine.what_if import Losses
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


class Effects:
    """What lost points cost an agency, the others of its group as they are."""

    def __init__(self, card: Scorecard, rivals: Rivals) -> None:
        self._card, self._rivals, self._losses = card, rivals, Losses(card)
        self._rows: dict[str, EffectRow | None] = {}

    def row(self, code: str) -> EffectRow | None:
        """Return what an item's lost points cost; ``None`` where it lost none."""
        if code not in self._rows:
            self._rows[code] = self._row(code)
        return self._rows[code]

    def _row(self, code: str) -> EffectRow | None:
        effect, item = self._losses.effect(code, self._rivals), self._card.find(code)
        if effect is None or item is None:
            return None
        index, before = effect.scorecard.index, self._card.index
        gain = None if index is None or before is None else index - before
        name = (item.leaf if isinstance(item, LeafScore) else item.heading).name
        after = effect.standing
        return EffectRow(code, name, effect.lost, effect.scorecard.points, index, gain, after.rank, after.class_name)

    def most_lost(self, most: int = MOST_LOST) -> tuple[EffectRow, ...]:
        """Return the leaves that lost most, the greatest loss first, equals in the order of the decision."""
        lost = self._losses.points
        rows = map(self.row, sorted(lost, key=lambda code: -lost[code])[:most])
        return tuple(row for row in rows if row)

    def rows(self, code: str | None) -> tuple[EffectRow, ...]:
        """Return what one item lost, where it lost any; of the whole agency the leaves that lost most."""
        if code is None:
            return self.most_lost()
        row = self.row(code)
        return () if row is None else (row,)


def stage_rows(cards: Sequence[Scorecard], code: str | None) -> tuple[StageRow, ...]:
    """Return an item's points after each stage, or the agency's total; ``cards`` are its scorecards in that order."""
    return tuple(_stage_row(card, code) for card in cards)


def leaf_stage_rows(cards: Sequence[Scorecard]) -> dict[str, tuple[StageRow, ...]]:
    """Return what ``stage_rows`` does for every leaf, by code, in one walk over each scorecard."""
    found: dict[str, list[StageRow]] = {}
    for card in cards:
        for leaf in card.leaves():
            found.setdefault(leaf.leaf.code, []).append(StageRow(card.stage, leaf.points, leaf.status, leaf.complete))
    return {code: tuple(rows) for code, rows in found.items()}


def _stage_row(card: Scorecard, code: str | None) -> StageRow:
    item = card if code is None else card.find(code)
    if item is None:
        raise KeyError(code)
    status = item.status if isinstance(item, LeafScore) else None
    return StageRow(card.stage, item.points, status, item.complete)
