"""The scorecard tree: the result and its explanation in one; every view shows it and none computes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from parscore.model.cell import Answer
from parscore.model.criteria import CriteriaSet, Heading, Leaf
from parscore.model.rule import Phrase, Step
from parscore.model.season import Agency
from parscore.model.stage import Act, Stage
from parscore.model.submission import Submission


class Status(StrEnum):
    """State of a leaf. Zero points are ``SCORED``; the others are never shown as 0.

    ``MISSING``: asked and not answered. ``INVALID``: answered, but not usable. ``NOT_APPLICABLE``: treated as the
    set says. ``AWAITING``: due from somebody other than the agency, and not in yet.
    """

    SCORED = "scored"
    MISSING = "missing"
    INVALID = "invalid"
    NOT_APPLICABLE = "not_applicable"
    AWAITING = "awaiting"


RESOLVED = frozenset({Status.SCORED, Status.NOT_APPLICABLE})


def index_of(points: Fraction, maximum: Fraction) -> Fraction | None:
    """Index = points / applicable maximum x 100; ``None`` where nothing applied."""
    # In one step: a fraction is reduced once, and this is asked of every item of every agency.
    over, under = points.numerator * maximum.denominator, points.denominator * maximum.numerator
    return Fraction(100 * over, under) if under else None


def _gap(before: Fraction | None, points: Fraction | None) -> Fraction | None:
    return None if before is None or points is None else before - points


class InputUse(NamedTuple):
    """A value as the rule used it: its name, what was asked, and the answer with its cell."""

    name: str
    ask: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class LeafScore:
    """A leaf's score with its trace. ``points`` is ``None`` while the leaf is unresolved, and where it was left out.

    ``maximum`` is the applicable maximum: 0 for a leaf that was left out (re-based), else the leaf's own.
    ``branch`` says which part of the rule applied, or how the set treats a leaf that does not apply. A leaf that is not
    ``counted`` stands outside the index: it has points and maximum of its own, and no heading adds them.
    ``stage`` is the one that decided, by ``judged``, one of the ``acts`` on this leaf; ``None`` where no stage has
    judged what was received. ``owed`` is the problem code of an appraisal that is due. ``self_points`` are those of the
    self-assessment by the same rule, where a later stage is scored. ``unconditional`` are the points that the leaf had
    where a condition on another leaf gave others.
    """

    leaf: Leaf
    status: Status
    points: Fraction | None
    maximum: Fraction
    stage: Stage
    branch: Phrase | None = None
    steps: tuple[Step, ...] = ()
    inputs: tuple[InputUse, ...] = ()
    claimed: Answer | None = None
    evidence: str = ""
    reason: str = ""
    counted: bool = True
    acts: tuple[Act, ...] = ()
    judged: Act | None = None
    owed: str = ""
    self_points: Fraction | None = None
    unconditional: Fraction | None = None

    @property
    def gap(self) -> Fraction | None:
        """Self-assessed less appraised points; ``None`` where either is not known."""
        return _gap(self.self_points, self.points)

    @property
    def complete(self) -> bool:
        """Whether the leaf is resolved."""
        return self.status in RESOLVED

    @property
    def index(self) -> Fraction | None:
        """Index of the leaf; ``None`` while unresolved or where it was left out."""
        return None if self.points is None else index_of(self.points, self.maximum)


@dataclass(frozen=True, slots=True)
class HeadingScore:
    """An area's or criterion's score: the exact sum of its resolved children, and whether all are resolved.

    ``counted`` is false where every leaf below stands outside the index; such leaves are in no sum of a heading.
    A bonus section holds at most its cap; a penalty section the negative of what its leaves take away, at most its
    cap. Neither has a maximum that applies, nor an index.
    """

    heading: Heading
    points: Fraction
    maximum: Fraction
    complete: bool
    children: "Sequence[HeadingScore | LeafScore]"
    """Below an area of a season's result read from the disk each time (``season.shelf``): walk once, not twice."""
    counted: bool = True
    self_points: Fraction | None = None
    """Points of the self-assessment, where it is complete and a later stage is scored."""

    @property
    def gap(self) -> Fraction | None:
        """Self-assessed less appraised points; ``None`` while either is incomplete."""
        return _gap(self.self_points, self.points) if self.complete else None

    @property
    def index(self) -> Fraction | None:
        """Index of the heading (chỉ số thành phần)."""
        return index_of(self.points, self.maximum)


ItemScore = HeadingScore | LeafScore


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One agency's result. ``submission`` is ``None`` when nothing usable was received."""

    agency: Agency
    criteria: CriteriaSet
    stage: Stage
    points: Fraction
    maximum: Fraction
    complete: bool
    areas: tuple[HeadingScore, ...]
    submission: Submission | None = None
    steps: tuple[Step, ...] = ()
    """How the total was made where it is more than the sum of the areas: parts by weight, bonus, penalty, bounds."""
    self_points: Fraction | None = None
    """Total of the self-assessment, where it is complete and a later stage is scored."""

    @property
    def gap(self) -> Fraction | None:
        """Self-assessed less appraised total; ``None`` while either is incomplete."""
        return _gap(self.self_points, self.points) if self.complete else None

    @property
    def index(self) -> Fraction | None:
        """The PAR Index: points / applicable maximum x 100."""
        return index_of(self.points, self.maximum)

    def items(self) -> Iterator[ItemScore]:
        """Yield every node in the order of the decision."""
        pending: list[ItemScore] = list(reversed(self.areas))
        while pending:
            item = pending.pop()
            yield item
            if isinstance(item, HeadingScore):
                pending.extend(reversed(item.children))

    def leaves(self) -> Iterator[LeafScore]:
        """Yield the leaf scores in the order of the decision."""
        return (item for item in self.items() if isinstance(item, LeafScore))

    def find(self, code: str) -> ItemScore | None:
        """Return the node with that code, or ``None``."""
        nodes: Iterable[ItemScore] = chain(self.areas, self.items())
        return next((item for item in nodes if _code(item) == code), None)


def _code(item: ItemScore) -> str:
    return item.leaf.code if isinstance(item, LeafScore) else item.heading.code
