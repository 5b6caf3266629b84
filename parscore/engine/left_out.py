"""What leaves the maximum of the index: leaves that did not apply, that a season did without, or outside the index.

A season that does without a source says so for a whole group: absent figures never mean that a survey was not held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.model.cell import AnswerState
from parscore.model.criteria import CriteriaSet, Heading, Leaf, NotHeld, Section, Source, Totals
from parscore.model.place import NOWHERE, Place
from parscore.model.problem import Problem
from parscore.model.rule import phrase
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.model.stage import Stage
from parscore.numbers import total


class Cause(StrEnum):
    """Why a leaf is not assessed as the others are.

    ``NOT_APPLICABLE``: it is marked so. ``NO_CASE``: nothing happened in the year. ``NOT_INSPECTED``: nobody inspected
    the agency. ``NOT_HELD``: the season does without its source. ``OUTSIDE_INDEX``: the set leaves its source out
    of the index.
    """

    NOT_APPLICABLE = "not_applicable"
    NO_CASE = "no_case"
    NOT_INSPECTED = "not_inspected"
    NOT_HELD = "not_held"
    OUTSIDE_INDEX = "outside_index"


OWN_CAUSES: Final = frozenset((Cause.NOT_APPLICABLE, Cause.NO_CASE, Cause.NOT_INSPECTED))
"""Causes that lie with a single agency, not with its whole group."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A leaf that is not assessed as the others are, and what leaves the maximum with it.

    ``maximum`` is 0 where the set gives full points or none instead of leaving it out. ``place``: where that is said.
    """

    score: LeafScore
    cause: Cause
    maximum: Fraction
    place: Place


class SourceLeftOut(NamedTuple):
    """A source whose leaves count for nobody: how many leaves of areas, and their maximum as the set states it."""

    cause: Cause
    source: Source
    leaves: int
    maximum: Fraction


def not_held(leaf: Leaf, without: Sequence[NotHeld], stage: Stage) -> LeafScore | None:
    """Return the score of a leaf whose source the season does without: left out; ``None`` for any other leaf."""
    if leaf.source not in {absent.source for absent in without}:
        return None
    branch = phrase("not_held.exclude", source=f"source.{leaf.source}")
    return LeafScore(leaf, Status.NOT_APPLICABLE, None, Fraction(0), stage, branch)


def outside_index(score: LeafScore, problems: list[Problem], totals: Totals) -> tuple[LeafScore, list[Problem]]:
    """Take a leaf out of the index where the set leaves out its source.

    Figures that are due for it keep no total open any more: a warning (PS705) instead of an error (PS216).
    """
    if score.leaf.source not in totals.leave_out:
        return score, problems
    lighter = [replace(found, code="PS705") if found.code == "PS216" else found for found in problems]
    return replace(score, counted=False), lighter


def left_out(card: Scorecard) -> tuple[LeftOut, ...]:
    """Return every leaf of an agency's areas that is not assessed as the others are, in the order of the decision.

    Without parts by weight the maxima of all areas less these maxima are the applicable maximum. (Sections of bonus and
    penalty have no maximum that could leave.)
    """
    in_areas = {leaf.code for area in _areas(card.criteria) for leaf in area.leaves()}
    scores = (score for score in card.leaves() if score.leaf.code in in_areas)
    return tuple(
        LeftOut(score, cause, _leaves(score), _place(score, cause, card.criteria))
        for score in scores
        if (cause := cause_of(score)) is not None
    )


def sources_left_out(criteria: CriteriaSet) -> Iterator[SourceLeftOut]:
    """Yield the sources whose leaves count for nobody in the group, what the season does without first."""
    causes = dict.fromkeys(criteria.totals.leave_out, Cause.OUTSIDE_INDEX)
    causes |= {absent.source: Cause.NOT_HELD for absent in criteria.without}
    for source, cause in sorted(causes.items(), key=lambda found: (found[1], found[0])):
        maxima = [leaf.maximum for area in _areas(criteria) for leaf in area.leaves() if leaf.source is source]
        yield SourceLeftOut(cause, source, len(maxima), total(maxima))


def cause_of(score: LeafScore) -> Cause | None:
    """Return why a leaf is not assessed as the others are; ``None`` where it is."""
    if not score.counted:
        return Cause.OUTSIDE_INDEX
    if score.status is not Status.NOT_APPLICABLE:
        return None
    key = score.branch.key.partition(".")[0] if score.branch else ""
    return Cause(key) if key in set(Cause) else Cause.NOT_APPLICABLE


def _areas(criteria: CriteriaSet) -> Iterator[Heading]:
    return (area for area in criteria.areas if area.section is Section.AREA)


def _leaves(score: LeafScore) -> Fraction:
    """What leaves the maximum with a leaf; nothing where it has points all the same."""
    stays = score.counted and score.points is not None
    return Fraction(0) if stays else score.leaf.maximum


def _place(score: LeafScore, cause: Cause, criteria: CriteriaSet) -> Place:
    """Where it is said that a leaf is not assessed: the cell of the mark or of the figures, season.yaml, or the set."""
    if cause is Cause.OUTSIDE_INDEX:
        return score.leaf.origin
    if cause is Cause.NOT_HELD:
        return next((absent.origin for absent in criteria.without if absent.source is score.leaf.source), NOWHERE)
    used = [used.answer for used in score.inputs]
    answers = [*used, score.claimed] if score.claimed else used
    marks = [answer for answer in answers if answer.state is AnswerState.NOT_APPLICABLE]
    return next((answer.place for answer in (*marks, *answers)), NOWHERE)
