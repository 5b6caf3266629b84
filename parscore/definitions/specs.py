"""The shapes of the two kinds of definition files: which keys stand where, and what each may hold.

Items of a tree (areas, criteria, sub-criteria, rules) are validated one by one by ``draft``, so that a fault in one
leaves the others usable; here their lists are therefore lists of anything.
"""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from parscore.definitions.values import (
    CasePoints,
    Code,
    Day,
    Decimals,
    InputName,
    MaximumPoints,
    PlainNumber,
    Reference,
    Slug,
    Text,
    Truth,
    Version,
    Whole,
    Written,
    Year,
)
from parscore.model.criteria import (
    Band,
    Basis,
    ClassRule,
    InputType,
    RankRule,
    Rounding,
    RoundingLevel,
    RoundingMode,
    Source,
    Ties,
    Treatment,
)

MAX_INPUTS = 6


class Shape(BaseModel):
    """A mapping with exactly the stated keys."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class DecisionShape(Shape):
    """``decision``: the decision that issued the set."""

    number: Text
    date: Day | None = None
    issuer: Text


class PeriodShape(Shape):
    """``valid``: both days are inside the period."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class DeclaresShape(Shape):
    """``declares``: counts and points as the decision states them."""

    areas: Whole | None = None
    criteria: Whole | None = None
    subcriteria: Whole | None = None
    points: PlainNumber | None = None


class RoundingShape(Shape):
    """``rounding``."""

    at: RoundingLevel = RoundingLevel.PRINT
    points: Decimals = 2
    index: Decimals = 2
    mode: RoundingMode = RoundingMode.HALF_UP

    def build(self) -> Rounding:
        """Return the model's rounding."""
        return Rounding(self.at, self.points, self.index, self.mode)


class RankingShape(Shape):
    """``ranking``."""

    by: Literal["index", "points"] = "index"
    basis: Basis = Basis.EXACT
    ties: Ties = Ties.COMPETITION
    keys: Annotated[tuple[Text, ...], Field(max_length=20)] = ()

    def build(self) -> RankRule:
        """Return the model's ranking rule."""
        return RankRule(self.by, self.basis, self.ties, self.keys)


class BandShape(Shape):
    """One entry of ``classes.bands``; only the last one may leave out ``at_least``."""

    name: Text
    at_least: PlainNumber | None = None
    every_area: PlainNumber | None = None

    def build(self) -> Band:
        """Return the model's band."""
        return Band(self.name, Fraction(0) if self.at_least is None else self.at_least, self.every_area)


class ClassesShape(Shape):
    """``classes``: bands from high to low."""

    basis: Basis = Basis.EXACT
    bands: Annotated[tuple[BandShape, ...], Field(min_length=2, max_length=20)]

    def build(self) -> ClassRule:
        """Return the model's class rule."""
        return ClassRule(tuple(band.build() for band in self.bands), self.basis)


class SetShape(Shape):
    """A criteria set."""

    format: Literal["parscore/criteria/1"] = Field(alias="schema")
    id: Slug
    version: Version
    title: Text
    illustrative: Truth = False
    decision: DecisionShape | None = None
    valid: PeriodShape
    declares: DeclaresShape = DeclaresShape()
    rounding: RoundingShape = RoundingShape()
    ranking: RankingShape = RankingShape()
    classes: ClassesShape | None = None
    areas: Annotated[list[Any], Field(min_length=1)]


class ItemShape(Shape):
    """What every item has."""

    code: Code
    name: Text
    maximum: MaximumPoints = Field(alias="max")


class AreaShape(ItemShape):
    """An area."""

    appraiser: Text = ""
    criteria: Annotated[list[Any], Field(min_length=1)]


class CriterionShape(ItemShape):
    """A criterion with sub-criteria."""

    appraiser: Text = ""
    subcriteria: Annotated[list[Any], Field(min_length=1)]


class InputShape(Shape):
    """One value asked of the agency; the bounds are read by its type."""

    ask: Text
    type: InputType
    minimum: Written | None = Field(default=None, alias="min")
    maximum: Written | None = Field(default=None, alias="max")


class CaseShape(Shape):
    """A worked case; the given values are read by the types of their inputs."""

    given: dict[str, Written]
    points: CasePoints


class LeafShape(ItemShape):
    """A sub-criterion, or a criterion without sub-criteria."""

    source: Source = Source.SELF
    inputs: Annotated[dict[InputName, InputShape], Field(max_length=MAX_INPUTS)] = {}
    rule: Any
    no_case: Treatment = Treatment.FORBIDDEN
    not_applicable: Treatment = Treatment.FORBIDDEN
    evidence: Literal["required", "optional"] = "optional"
    reference: Text = ""
    cases: tuple[CaseShape, ...] = ()


class GroupShape(Shape):
    """One entry of ``groups`` in season.yaml."""

    id: Slug
    name: Text
    criteria: Reference
    ranking: RankingShape | None = None
    classes: ClassesShape | None = None


class SeasonShape(Shape):
    """season.yaml."""

    format: Literal["parscore/season/1"] = Field(alias="schema")
    year: Year
    title: Text
    province: Text
    language: Literal["vi", "en"] = "vi"
    stages: Annotated[tuple[Slug, ...], Field(min_length=1)]
    official_order: Literal["listed", "vietnamese"] = "listed"
    groups: Annotated[tuple[GroupShape, ...], Field(min_length=1)]
