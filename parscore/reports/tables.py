"""Plain rows for every view: texts and the exact values of the tree, nothing rounded, nothing computed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parscore.engine.left_out import OWN_CAUSES, Cause, cause_of, left_out
from parscore.messages import Words
from parscore.model.criteria import Level, Ties
from parscore.model.problem import Problem, Severity
from parscore.model.ranking import GroupRanking, Standing, is_shared
from parscore.model.rule import Phrase
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard, Status


class State(StrEnum):
    """State of a row, that of a leaf or what the leaves of a heading come to.

    ``NO_CASE`` is told from ``NOT_APPLICABLE``: nothing happened in the year, or the item does not concern the agency.
    A heading is ``NOT_APPLICABLE`` where every leaf was left out (``NOT_HELD`` where the season does without the source
    of each), ``OUTSIDE_INDEX`` where none counts, ``MISSING`` where none has points yet, and ``INCOMPLETE`` where some
    are unresolved.
    """

    SCORED = "scored"
    MISSING = "missing"
    INVALID = "invalid"
    AWAITING = "awaiting"
    NOT_APPLICABLE = "not_applicable"
    NO_CASE = "no_case"
    NOT_INSPECTED = "not_inspected"
    NOT_HELD = "not_held"
    OUTSIDE_INDEX = "outside_index"
    INCOMPLETE = "incomplete"


_OPEN: Final = dict.fromkeys((Status.MISSING, Status.INVALID, Status.AWAITING), State.INCOMPLETE)
_NO_POINTS: Final = (State.MISSING, State.NOT_APPLICABLE, State.NOT_HELD, State.OUTSIDE_INDEX)
"""States of headings that have no points to print."""


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One agency of a ranking. ``rank_text`` marks a shared rank: ``2=``; it is empty outside the ranking.

    ``settled`` is true where equals have different ranks by the official order alone. ``started`` is false while no
    leaf has points: the total is then nothing yet, not 0. ``unresolved``, ``not_assessed`` and ``no_case`` are codes
    of leaves in the order of the decision. ``rebased``: how many leaves left the maximum for the agency's own sake.
    """

    card: Scorecard
    agency: str
    name: str
    rank: int | None
    rank_text: str
    tied: bool
    settled: bool
    ranked: bool
    points: Fraction
    maximum: Fraction
    index: Fraction | None
    class_name: str | None
    complete: bool
    started: bool
    unresolved: tuple[str, ...]
    not_assessed: tuple[str, ...]
    no_case: tuple[str, ...]
    rebased: int

    @property
    def shown_points(self) -> Fraction | None:
        """The points to print; ``None`` while there are none."""
        return self.points if self.started else None

    @property
    def shown_index(self) -> Fraction | None:
        """The index to print; ``None`` while there are no points, and where nothing applied."""
        return self.index if self.started else None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One area, criterion or leaf of one agency: its node, what the set states of it, and its state.

    ``declared`` is the maximum that the set states, ``maximum`` the one that applies to the agency; ``points`` is
    ``None`` for a leaf that is unresolved or left out. ``branch`` says how a leaf was treated.
    """

    node: ItemScore
    level: Level
    leaf: bool
    code: str
    name: str
    declared: Fraction
    state: State
    branch: Phrase | None = None
    reason: str = ""

    @property
    def points(self) -> Fraction | None:
        """The points of the node."""
        return self.node.points

    @property
    def maximum(self) -> Fraction:
        """The applicable maximum of the node."""
        return self.node.maximum

    @property
    def index(self) -> Fraction | None:
        """The index of the node."""
        return self.node.index

    @property
    def counted(self) -> bool:
        """Whether the node is inside the index."""
        return self.node.counted

    @property
    def shown_points(self) -> Fraction | None:
        """The points to print; ``None`` for a leaf without points and for a heading without any below it."""
        return None if not self.leaf and self.state in _NO_POINTS else self.points

    @property
    def shown_index(self) -> Fraction | None:
        """The index to print; ``None`` where there are no points to print."""
        return None if self.shown_points is None else self.index


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem with its words. ``line`` and ``column`` are 0 where it stands in a cell, or nowhere."""

    severity: Severity
    code: str
    file: str
    sheet: str
    cell: str
    line: int
    column: int
    agency: str
    criterion: str
    title: str
    message: str
    remedy: str

    @property
    def spot(self) -> str:
        """Where in the file or sheet: the cell, or line and column."""
        if not self.line:
            return self.cell
        return f"{self.line}:{self.column}" if self.column else str(self.line)


def ranking_rows(ranking: GroupRanking) -> Iterator[RankingRow]:
    """The rows of a group in the order of its standings, made as they are read."""
    return (_ranking_row(standing, ranking) for standing in ranking.standings)


def rank_words(rank: int | None, *, shared: bool) -> str:
    """A rank as it is written everywhere: ``2``, or ``2=`` where it is shared; nothing for none."""
    return "" if rank is None else f"{rank}{'=' if shared else ''}"


def _ranking_row(standing: Standing, ranking: GroupRanking) -> RankingRow:
    card = standing.scorecard
    codes: dict[State, list[str]] = {}
    for score in (score for score in card.leaves() if score.counted):
        codes.setdefault(_OPEN.get(score.status) or _leaf_state(score), []).append(score.leaf.code)
    return RankingRow(
        card=card,
        agency=card.agency.id,
        name=card.agency.name,
        rank=standing.rank,
        rank_text=rank_words(standing.rank, shared=is_shared(standing, ranking)),
        tied=standing.tied,
        settled=standing.tied and ranking.group.ranking.ties is Ties.ORDINAL,
        ranked=card.agency.ranked,
        points=card.points,
        maximum=card.maximum,
        index=card.index,
        class_name=standing.class_name,
        complete=card.complete,
        started=started(card),
        unresolved=tuple(codes.get(State.INCOMPLETE, ())),
        not_assessed=tuple(codes.get(State.NOT_APPLICABLE, ())),
        no_case=tuple(codes.get(State.NO_CASE, ())),
        rebased=sum(bool(found.maximum) and found.cause in OWN_CAUSES for found in left_out(card)),
    )


def started(card: Scorecard) -> bool:
    """Whether any leaf has points; until then a total is nothing yet, not 0."""
    return card.complete or any(map(_started, card.areas))


def area_rows(card: Scorecard) -> tuple[ItemRow, ...]:
    """The areas of one agency."""
    return tuple(map(item_row, card.areas))


def leaf_rows(card: Scorecard) -> tuple[ItemRow, ...]:
    """The leaves of one agency in the order of the decision."""
    return tuple(map(item_row, card.leaves()))


def item_rows(card: Scorecard) -> tuple[ItemRow, ...]:
    """Every area, criterion and leaf of one agency in the order of the decision."""
    return tuple(map(item_row, card.items()))


def rows_below(item: ItemScore) -> Iterator[ItemRow]:
    """The row of one node and of everything below it."""
    yield item_row(item)
    if isinstance(item, HeadingScore):
        for child in item.children:
            yield from rows_below(child)


def item_row(item: ItemScore) -> ItemRow:
    """The row of one node."""
    if isinstance(item, LeafScore):
        leaf = item.leaf
        state = _leaf_state(item)
        return ItemRow(item, leaf.level, True, leaf.code, leaf.name, leaf.maximum, state, item.branch, item.reason)
    heading = item.heading
    return ItemRow(item, heading.level, False, heading.code, heading.name, heading.maximum, _heading_state(item))


def _heading_state(score: HeadingScore) -> State:
    if not score.counted:
        return State.OUTSIDE_INDEX
    if _started(score):
        return State.SCORED if score.complete else State.INCOMPLETE
    if not score.complete:
        return State.MISSING
    return State.NOT_HELD if all(map(_held_nowhere, score.children)) else State.NOT_APPLICABLE


def _held_nowhere(item: ItemScore) -> bool:
    """Whether the season does without the source of every leaf that counts."""
    if isinstance(item, LeafScore):
        return not item.counted or cause_of(item) is Cause.NOT_HELD
    return all(map(_held_nowhere, item.children))


def _started(item: ItemScore) -> bool:
    """Whether any leaf that counts has points."""
    if isinstance(item, LeafScore):
        return item.counted and item.points is not None
    return any(map(_started, item.children))


def _leaf_state(score: LeafScore) -> State:
    cause = cause_of(score)
    told = cause in (Cause.NO_CASE, Cause.NOT_INSPECTED, Cause.NOT_HELD)
    return State(cause) if cause is not None and told else State(score.status)


def problem_rows(problems: Iterable[Problem], words: Words) -> Iterator[ProblemRow]:
    """The problems in their order, with their words, made as they are read."""
    return (_problem_row(found, words) for found in problems)


def _problem_row(found: Problem, words: Words) -> ProblemRow:
    told, place = words.problem(found), found.place
    return ProblemRow(
        severity=found.severity,
        code=found.code,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        line=place.line,
        column=place.column,
        agency=found.agency,
        criterion=found.criterion,
        title=told.title,
        message=told.message,
        remedy=told.remedy,
    )
