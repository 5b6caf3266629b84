"""A criteria set: areas, criteria and sub-criteria with their rules, as a decision's annex states them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from parscore.model.calendar import EVERY_WEEK, Calendar
from parscore.model.cell import Value
from parscore.model.interval import Interval
from parscore.model.place import NOWHERE, Place
from parscore.model.rule import Rule


class Level(StrEnum):
    """Levels of the tree: lĩnh vực, tiêu chí, tiêu chí thành phần."""

    AREA = "area"
    CRITERION = "criterion"
    SUBCRITERION = "subcriterion"


class Treatment(StrEnum):
    """What happens to a leaf that does not apply, or that had no case in the year.

    ``FORBIDDEN``: an error. ``EXCLUDE``: its maximum leaves the denominator (re-basing). ``FULL``: full points.
    ``ZERO``: no points.
    """

    FORBIDDEN = "forbidden"
    EXCLUDE = "exclude"
    FULL = "full"
    ZERO = "zero"


class Source(StrEnum):
    """Who provides a value: the agency itself, or somebody else, whose figures the season keeps apart.

    ``INSPECTION``: counted from the findings of inspections. ``UNITS``: one value for each subordinate unit.
    """

    SELF = "self"
    SURVEY = "survey"
    STATISTICS = "statistics"
    APPRAISER = "appraiser"
    INSPECTION = "inspection"
    UNITS = "units"


FIGURES = frozenset({Source.SURVEY, Source.STATISTICS, Source.APPRAISER})
"""The sources whose values are single figures of an agency."""


class InputType(StrEnum):
    """How the value of an input is written and read."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Input:
    """One value that a leaf asks for; the n-th of the agency's own stands in the form's n-th data column (a, b, c...).

    A percent is held as a share: 95 % is 95/100. ``minimum`` and ``maximum`` are closed bounds. With ``reason`` a
    value above 0 has to be explained on the form. ``source`` is ``None`` where it is the leaf's.
    """

    name: str
    ask: str
    type: InputType
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    reason: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case of a leaf: given values and the points the decision's authors expect."""

    given: tuple[tuple[str, Value], ...]
    points: Fraction | None
    """``None``: the case is one of "no case arose" (zero denominator)."""
    origin: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition on another leaf: where that leaf's points lie outside ``when``, this one gets ``otherwise``."""

    leaf: str
    when: Interval
    otherwise: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another rule or maximum of a leaf for some agencies: a group, or an attribute's value or range of values.

    The first variant that fits an agency stands in the place of the leaf's own rule and maximum.
    """

    group: str = ""
    attribute: str = ""
    equals: tuple[str, ...] = ()
    within: Interval | None = None
    rule: Rule | None = None
    maximum: Fraction | None = None
    origin: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Leaf:
    """The lowest item, the one that is scored: a sub-criterion, or a criterion without sub-criteria."""

    level: Level
    code: str
    name: str
    maximum: Fraction
    rule: Rule
    inputs: tuple[Input, ...] = ()
    source: Source = Source.SELF
    no_case: Treatment = Treatment.FORBIDDEN
    not_applicable: Treatment = Treatment.FORBIDDEN
    evidence: bool = False
    reference: str = ""
    examples: tuple[Example, ...] = ()
    blank_is_zero: bool = False
    """Whether nothing written means no points, as in a bonus section where most agencies claim nothing."""
    requires: Requirement | None = None
    variants: tuple[Variant, ...] = ()
    not_inspected: Treatment = Treatment.EXCLUDE
    """What happens to an agency that was not inspected, where the leaf counts the findings of inspections."""
    origin: Place = NOWHERE

    @property
    def wants(self) -> tuple[str, ...]:
        """Names of all values that the leaf's rule and those of its variants want, each once."""
        rules = (self.rule, *(variant.rule for variant in self.variants if variant.rule is not None))
        return tuple(dict.fromkeys(name for rule in rules for name in rule.wants))

    @property
    def own_inputs(self) -> tuple[Input, ...]:
        """The inputs that the form asks for, in the order of its data columns."""
        return tuple(asked for asked in self.inputs if self.source_of(asked.name) is Source.SELF)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everybody who provides a value of the leaf, each once."""
        return tuple(dict.fromkeys(map(self.source_of, self.wants)))

    def source_of(self, name: str) -> Source:
        """Who provides a value of the leaf: its input's own source, else the leaf's; so too for the claimed points."""
        for asked in self.inputs:
            if asked.name == name:
                return asked.source or self.source
        return self.source


class Section(StrEnum):
    """What the points of a top-level heading do: count, add on top, or be taken away."""

    AREA = "area"
    BONUS = "bonus"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Heading:
    """An area, or a criterion with sub-criteria: its points are the sum of its children's."""

    level: Level
    code: str
    name: str
    maximum: Fraction
    children: "tuple[Heading | Leaf, ...]"
    appraiser: str = ""
    section: Section = Section.AREA
    origin: Place = NOWHERE

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves below, in the order of the decision."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()


Item = Heading | Leaf


class RoundingMode(StrEnum):
    """How a half is settled; ``HALF_UP`` goes away from zero, as ROUND does in a spreadsheet."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class RoundingLevel(StrEnum):
    """Where points are rounded. ``PRINT``: nowhere before they are printed (add first, round last)."""

    PRINT = "print"
    LEAF = "leaf"
    AREA = "area"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The declared rounding: the level at which points are rounded, decimals of points and index, and the mode."""

    at: RoundingLevel = RoundingLevel.PRINT
    points: int = 2
    index: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP


class Basis(StrEnum):
    """Which value is compared: the exact one, or the one that is printed."""

    EXACT = "exact"
    PRINTED = "printed"


class Ties(StrEnum):
    """Ranks of equals: 1,2,2,4 (competition), 1,2,2,3 (dense), 1,2,3,4 (ordinal)."""

    COMPETITION = "competition"
    DENSE = "dense"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class RankRule:
    """How a group is ranked: by ``index`` or ``points``, on which basis, and how ties are settled.

    ``keys`` are compared in order between equals, higher first: ``points``, ``index``, or ``area:3``,
    ``criterion:3.2``, ``subcriterion:3.2.1`` (the index of that item);
    ``official_order`` puts the earlier agency first.
    """

    by: str = "index"
    basis: Basis = Basis.EXACT
    ties: Ties = Ties.COMPETITION
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """One class: index at least ``at_least`` (closed bound) and every area's index at least ``every_area``.

    ``at_most_share``: at most that share of the ranked agencies, rounded down, the best first; equals at the limit
    all fall to the next band.
    """

    name: str
    at_least: Fraction
    every_area: Fraction | None = None
    at_most_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Demotion:
    """One class lower where a leaf's points lie in ``within``, or an attribute has one of the values ``equals``."""

    reason: str
    leaf: str = ""
    within: Interval | None = None
    attribute: str = ""
    equals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRule:
    """Classes from high to low; an agency falls to the next band until bound and side condition both hold."""

    bands: tuple[Band, ...]
    basis: Basis = Basis.EXACT
    demotions: tuple[Demotion, ...] = ()


class Beyond(StrEnum):
    """What becomes of a total above the maximum or below 0: it stands, or it is held at the bound."""

    ALLOW = "allow"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a set that counts by weight: its areas' share of their maximum, times ``weight``."""

    name: str
    weight: Fraction
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How the total is made: yearly caps of bonus and penalty over all sections, bounds, and parts by weight.

    Leaves of the sources ``leave_out`` are scored and shown, but count neither in points nor in maximum: the index is
    then one of the appraised part alone. ``optional``: sources that a season may declare that it had to do without.
    """

    bonus_at_most: Fraction | None = None
    penalty_at_most: Fraction | None = None
    above: Beyond = Beyond.HOLD
    below: Beyond = Beyond.HOLD
    parts: tuple[Part, ...] = ()
    leave_out: tuple[Source, ...] = ()
    optional: tuple[Source, ...] = ()


class NotHeld(NamedTuple):
    """A source that a season's group did without, such as a survey that was not held; ``origin``: where it says so."""

    source: Source
    origin: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that issued the set."""

    number: str
    date: date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A version of a criteria set: pure data, no law in code.

    ``valid_from`` and ``valid_to`` are both inside the validity. ``digest`` is the SHA-256 of the file's bytes.
    ``without`` is no part of the decision: what the season's group had to do without; its leaves leave the maximum.
    """

    id: str
    version: str
    title: str
    decision: Decision | None
    valid_from: date
    valid_to: date
    areas: tuple[Heading, ...]
    rounding: Rounding = Rounding()
    ranking: RankRule = RankRule()
    classes: ClassRule | None = None
    illustrative: bool = False
    calendar: Calendar = EVERY_WEEK
    totals: Totals = Totals()
    without: tuple[NotHeld, ...] = ()
    digest: str = ""
    origin: Place = NOWHERE
    index: "dict[str, Item]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {item.code: item for item in self.items()})

    @property
    def maximum(self) -> Fraction:
        """Maximum points of the whole set; bonus and penalty sections stand outside it."""
        return sum((area.maximum for area in self.areas if area.section is Section.AREA), Fraction(0))

    def items(self) -> Iterator[Item]:
        """Yield every area, criterion and sub-criterion in the order of the decision."""
        pending: list[Item] = list(reversed(self.areas))
        while pending:
            item = pending.pop()
            yield item
            if isinstance(item, Heading):
                pending.extend(reversed(item.children))

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves in the order of the decision."""
        for area in self.areas:
            yield from area.leaves()
