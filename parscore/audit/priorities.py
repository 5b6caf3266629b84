"""Which scores to check first: points at stake x nearness to a threshold x whether a rank or class would change.

Every leaf is tried with other outcomes, and the agency, its rank and its class are made again by the engine:

* at stake is the change of the agency's index, in points of the index (of 100), whatever the sign;
* nearness is 1 next to a threshold and falls to 0 at the end of the window; 1/2 where there is no distance to measure;
* the product counts twice where the rank would change, and twice where the class would: 1, 2 or 4 times.

The outcome that gives the most is the leaf's priority.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from parscore.audit.moves import UNMEASURED, Kind, Option, moves
from parscore.audit.sample_plan import CellScore, to_check
from parscore.engine.replay import Replay
from parscore.model.cell import AnswerState, Single, Value
from parscore.model.criteria import Rounding, RoundingLevel
from parscore.model.ranking import Standing
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import LeafScore, Status
from parscore.numbers import round_to


@dataclass(frozen=True, slots=True)
class Priority:
    """A leaf of an agency with the outcome for which it most asks to be checked.

    ``stake`` is in points of the index. ``before`` and ``after`` are the agency's places without and with the outcome.
    """

    cell: CellScore
    option: Option
    stake: Fraction
    before: Standing
    after: Standing

    @property
    def rank_changes(self) -> bool:
        """Whether the agency would have another rank."""
        return self.before.rank != self.after.rank

    @property
    def class_changes(self) -> bool:
        """Whether the agency would have another class."""
        return self.before.class_name != self.after.class_name

    @property
    def weight(self) -> int:
        """1, doubled for the rank and for the class."""
        return (2 if self.rank_changes else 1) * (2 if self.class_changes else 1)

    @property
    def value(self) -> Fraction:
        """The priority itself."""
        return self.stake * self.option.nearness * self.weight


def priorities(replay: Replay, agency: str = "") -> list[Priority]:
    """The leaves of a group, or of one of its agencies, with anything at stake, the highest priority first.

    Equals stand in official order of their agencies, then in the order of the decision.
    """
    found: list[Priority] = []
    for member in replay.ranking.group.agencies:
        standing = replay.standings[member.id]
        if agency in ("", member.id):
            for score in standing.scorecard.leaves():
                if to_check(score):
                    tried = _tried(replay, standing, CellScore(member, score))
                    found += [best] if (best := max(tried, key=lambda one: one.value, default=None)) else []
    return sorted((one for one in found if one.value > 0), key=lambda one: -one.value)


def _tried(replay: Replay, standing: Standing, cell: CellScore) -> Iterator[Priority]:
    """Every other outcome of a leaf, made again by the engine; of those with the same points the nearest."""
    rounding = replay.ranking.group.criteria.rounding
    best: dict[Fraction, Option] = {}
    for option in options(cell.score, replay.pools.get(cell.score.leaf.code, {}), rounding):
        known = best.get(option.points)
        if known is None or option.nearness > known.nearness:
            best[option.points] = option
    for option in best.values():
        code, agency = cell.score.leaf.code, cell.agency.id
        maximum = cell.score.leaf.maximum
        other = replace(cell.score, status=Status.SCORED, points=option.points, maximum=maximum)
        card = replay.card(agency, {code: other})
        before, after = standing.scorecard.index, card.index
        if before is not None and after is not None and before != after:
            yield Priority(cell, option, abs(after - before), standing, replay.place(card))


def options(score: LeafScore, pool: Mapping[str, Fraction], rounding: Rounding) -> Iterator[Option]:
    """The other outcomes of a leaf: by its values moved; where no value can be moved, no points and full points.

    A leaf that does not apply could apply and be worth nothing.
    """
    if score.status is Status.NOT_APPLICABLE:
        yield Option(Kind.APPLIES, Fraction(0), UNMEASURED)
        return
    values = _values(score)
    if _by_hand(score) or not any(isinstance(values.get(asked.name), Single) for asked in score.leaf.inputs):
        yield Option(Kind.HAND, min(score.leaf.rule.least, Fraction(0)), UNMEASURED)
        yield Option(Kind.HAND, score.leaf.maximum, UNMEASURED)
        return
    for option in moves(score.leaf, values, pool):
        points = option.points
        if rounding.at is RoundingLevel.LEAF:
            points = round_to(points, rounding.points, rounding.mode)
        yield replace(option, points=points)


def _values(score: LeafScore) -> dict[str, Value]:
    values = {use.name: use.answer.value for use in score.inputs if use.answer.value is not None}
    if CLAIMED in score.leaf.rule.wants and score.claimed and score.claimed.value is not None:
        values[CLAIMED] = score.claimed.value
    return values


def _by_hand(score: LeafScore) -> bool:
    """Whether a leaf's points are no outcome of its rule and values: set by hand, blank, or by another leaf."""
    key = score.branch.key if score.branch else ""
    used = {use.name for use in score.inputs if use.answer.state is AnswerState.GIVEN}
    missing = set(score.leaf.rule.wants) - used - {CLAIMED}
    return bool(missing) or key in ("by_hand", "blank.zero", "requires.failed")
