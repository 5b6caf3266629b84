"""The shapes of the two kinds of definition files: which keys stand where, and what each may hold.

Items of a tree (areas, criteria, sub-criteria, rules) are validated one by one by ``draft``, so that a fault in one
leaves the others usable; here their lists are therefore lists of anything.
"""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from parscore.definitions.values import (
    CasePoints,
    Code,
    Decimals,
    Given,
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
from parscore.model.calendar import Calendar
from parscore.model.criteria import (
    Band,
    Basis,
    Beyond,
    ClassRule,
    Demotion,
    InputType,
    Part,
    RankRule,
    Requirement,
    Rounding,
    RoundingLevel,
    RoundingMode,
    Section,
    Source,
    Ties,
    Totals,
    Treatment,
)
from parscore.model.season import Office
from parscore.model.stage import Stage, StageKind
from parscore.rules.any_rule import AnyRule
from parscore.rules.fields import Day, PlainAmount, Range, Share

MAX_INPUTS = 6

OtherSource = Literal["survey", "statistics", "appraiser"]
"""A source other than the agency itself."""


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
    at_most_share: Share | None = None

    def build(self) -> Band:
        """Return the model's band."""
        bound = Fraction(0) if self.at_least is None else self.at_least
        return Band(self.name, bound, self.every_area, self.at_most_share)


class DemotionShape(Shape):
    """One entry of ``classes.demotions``: a leaf with a range of points, or an attribute with its values."""

    reason: Text
    leaf: Code = ""
    within: Range | None = None
    attribute: Text = ""
    equals: tuple[Text, ...] = ()

    def build(self) -> Demotion:
        """Return the model's demotion."""
        return Demotion(self.reason, self.leaf, self.within, self.attribute, self.equals)


class ClassesShape(Shape):
    """``classes``: bands from high to low."""

    basis: Basis = Basis.EXACT
    bands: Annotated[tuple[BandShape, ...], Field(min_length=2, max_length=20)]
    demotions: tuple[DemotionShape, ...] = ()

    def build(self) -> ClassRule:
        """Return the model's class rule."""
        bands = tuple(band.build() for band in self.bands)
        return ClassRule(bands, self.basis, tuple(demotion.build() for demotion in self.demotions))


class CalendarShape(Shape):
    """``calendar``: the days that are not as the week has them."""

    holidays: tuple[Day, ...] = ()
    working: tuple[Day, ...] = ()

    def build(self) -> Calendar:
        """Return the model's calendar."""
        return Calendar(frozenset(self.holidays), frozenset(self.working))


class PartShape(Shape):
    """One entry of ``totals.parts``."""

    name: Text
    weight: MaximumPoints
    areas: Annotated[tuple[Code, ...], Field(min_length=1)]

    def build(self) -> Part:
        """Return the model's part."""
        return Part(self.name, self.weight, self.areas)


class TotalsShape(Shape):
    """``totals``: caps of bonus and penalty, bounds of the total, parts by weight, sources outside or optional."""

    bonus_at_most: PlainNumber | None = None
    penalty_at_most: PlainNumber | None = None
    above: Beyond = Beyond.HOLD
    below: Beyond = Beyond.HOLD
    parts: tuple[PartShape, ...] = ()
    leave_out: tuple[OtherSource, ...] = ()
    optional: tuple[OtherSource, ...] = ()

    def build(self) -> Totals:
        """Return the model's totals."""
        parts = tuple(part.build() for part in self.parts)
        sources = (tuple(map(Source, dict.fromkeys(named))) for named in (self.leave_out, self.optional))
        return Totals(self.bonus_at_most, self.penalty_at_most, self.above, self.below, parts, *sources)


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
    calendar: CalendarShape = CalendarShape()
    totals: TotalsShape = TotalsShape()
    areas: Annotated[list[Any], Field(min_length=1)]


class ItemShape(Shape):
    """What every item has."""

    code: Code
    name: Text
    maximum: MaximumPoints = Field(alias="max")


class AreaShape(ItemShape):
    """An area, or a section of bonus or penalty points whose ``max`` is its cap."""

    section: Section = Section.AREA

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
    reason: Literal["required", "optional"] = "optional"
    source: Source | None = None


class RuleShape(RootModel[AnyRule]):
    """``rule``: exactly one family with its parameters."""

    model_config = ConfigDict(frozen=True)


class CaseShape(Shape):
    """A worked case; the given values are read by the types of their inputs, those of units are lists."""

    given: dict[str, Given]
    points: CasePoints


class RequirementShape(Shape):
    """``requires``: a condition on the points of another leaf."""

    leaf: Code
    when: Range
    otherwise: PlainAmount = Fraction(0)

    def build(self) -> Requirement:
        """Return the model's requirement."""
        return Requirement(self.leaf, self.when, self.otherwise)


class WhenShape(Shape):
    """``when`` of a variant: a group, or an attribute with its values or its range."""

    group: Text = ""
    attribute: Text = ""
    equals: tuple[Text, ...] = ()
    within: Range | None = None


class VariantShape(Shape):
    """One entry of ``variants``."""

    when: WhenShape
    rule: Any = None
    maximum: MaximumPoints | None = Field(default=None, alias="max")


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
    blank: Literal["missing", "zero"] = "missing"
    requires: RequirementShape | None = None
    variants: tuple[VariantShape, ...] = ()
    not_inspected: Treatment | None = None


class GroupShape(Shape):
    """One entry of ``groups`` in season.yaml."""

    id: Slug
    name: Text
    criteria: Reference
    as_of: Day | None = None
    without: tuple[OtherSource, ...] = ()
    ranking: RankingShape | None = None
    classes: ClassesShape | None = None


def _by_kind(value: object) -> object:
    """A stage written as a word is one of that kind, of the same id."""
    return {"kind": value} if isinstance(value, str) else value


class StageShape(Shape):
    """One entry of ``stages`` in season.yaml: a kind, or a mapping; the id is the kind's unless one is stated."""

    kind: StageKind
    id: Slug | None = None
    name: Text = ""
    due: Day | None = None

    def build(self) -> Stage:
        """Return the model's stage."""
        return Stage(self.id or self.kind.value, self.kind, self.name, self.due)


class OfficeShape(Shape):
    """``office`` in season.yaml: who issues the documents, and who signs them."""

    superior: Text = ""
    name: Text = ""
    symbol: Text = ""
    place: Text = ""
    authority: Text = ""
    post: Text = ""
    signer: Text = ""
    recipients: tuple[Text, ...] = ()

    def build(self) -> Office:
        """Return the model's office."""
        return Office(**self.model_dump())


class SeasonShape(Shape):
    """season.yaml."""

    format: Literal["parscore/season/1"] = Field(alias="schema")
    year: Year
    title: Text
    province: Text
    office: OfficeShape = OfficeShape()
    language: Literal["vi", "en"] = "vi"
    stages: Annotated[tuple[Annotated[StageShape, BeforeValidator(_by_kind)], ...], Field(min_length=1)]
    official_order: Literal["listed", "vietnamese"] = "listed"
    as_of: Day | None = None
    groups: Annotated[tuple[GroupShape, ...], Field(min_length=1)]
