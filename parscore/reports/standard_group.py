"""What the tables of the standard reports start from: a group, its agencies, and what was deducted from whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.engine.totals import WITH_SECTIONS
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Rounding, Section, Source
from parscore.model.ranking import GroupRanking
from parscore.model.scorecard import ItemScore, LeafScore, Scorecard
from parscore.model.stage import StageKind
from parscore.numbers import total
from parscore.reports.content import Align
from parscore.reports.material import Material
from parscore.reports.method import basis_words
from parscore.reports.printing import SCREEN, rounding_words
from parscore.reports.standard_grid import Cell, Col, Figure, Kind
from parscore.reports.tables import ItemRow, RankingRow, State, ranking_rows

TOPIC: Final = "standard"
WORKBOOK: Final = "workbook"
"""The topic whose short words for the states of items are those of the summary workbook."""
NUMBER, NAME, POINTS, INDEX, CLASS = 6.5, 38, 11, 11, 14
"""Widths of columns in digits."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One group of a result, as the tables of the standard reports take it."""

    of: Material
    ranking: GroupRanking

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set of the group."""
        return self.ranking.group.criteria

    @property
    def rounding(self) -> Rounding:
        """The declared rounding."""
        return self.criteria.rounding

    @property
    def name(self) -> str:
        """The name of the group's sheet."""
        return self.ranking.group.name

    @property
    def about(self) -> tuple[str, ...]:
        """The lines below the title: the group; the set, its decision and the stage."""
        return self.text("group", group=self.name), basis_words(self.of.result, self.ranking, self.of.words)

    @property
    def appraised(self) -> bool:
        """Whether the points are more than a self-assessment that is still to be appraised."""
        stages = self.of.result.season.stages
        return self.of.result.stage.kind is not StageKind.SELF or len(stages) == 1

    def text(self, key: str, **facts: object) -> str:
        """A text of the standard reports."""
        return self.of.words.text(TOPIC, key, **facts)

    def rows(self) -> Iterator[RankingRow]:
        """The agencies in the order of the ranking, made as they are read."""
        return ranking_rows(self.ranking)

    def listed(self) -> list[RankingRow]:
        """The agencies in official order."""
        order = {agency.id: at for at, agency in enumerate(self.ranking.group.agencies)}
        return sorted(self.rows(), key=lambda row: order[row.agency])

    # --- columns -----------------------------------------------------------------------------------------------

    def column(self, key: str, width: float, align: Align = Align.RIGHT, above: str = "", **facts: object) -> Col:
        """A column by the key of its heading."""
        return Col(self.text(f"column.{key}", **facts), width, align, above)

    def number_and_name(self, name: float = NAME) -> tuple[Col, Col]:
        """The two columns that most tables begin with."""
        return self.column("number", NUMBER, Align.CENTRE), self.column("agency", name, Align.LEFT)

    # --- cells -------------------------------------------------------------------------------------------------

    def points(self, row: RankingRow) -> Cell:
        """The total of an agency; ``*`` where it is incomplete, nothing while there is none."""
        return None if row.shown_points is None else Figure(row.shown_points, after="" if row.complete else "*")

    def item(self, row: ItemRow) -> Cell:
        """Points of an item as the summary workbook has them, or the short word of a state without points."""
        if row.shown_points is None:
            return self.short(row.state)
        if row.state is State.INCOMPLETE:
            return Figure(row.shown_points, after="*")
        states = [] if row.state is State.SCORED else [row.state]
        states += [] if row.counted else [State.OUTSIDE_INDEX]
        return Figure(row.shown_points, after="".join(f" {self.short(state)}" for state in states))

    def own(self, item: ItemScore | Scorecard) -> Cell:
        """The self-assessed points of an item or of a total; nothing where they are not known.

        A season of one stage has no other points than these.
        """
        if self.of.result.stage.kind is StageKind.SELF:
            return None if item.points is None else Figure(item.points)
        return None if item.self_points is None else Figure(item.self_points)

    def short(self, state: State) -> str:
        """The short word of a state."""
        return self.of.words.text(WORKBOOK, f"state.{state}")

    def notes(self, *states: str, incomplete: bool = False) -> tuple[str, ...]:
        """The lines below a table: its signs and short words, and the rounding."""
        words = self.of.words
        used = [state for state in State if words.has(WORKBOOK, f"state.{state}") and self.short(state) in states]
        told = [
            words.text(WORKBOOK, "state", short=self.short(one), state=words.text(SCREEN, f"state.{one}"))
            for one in used
        ]
        signs = (words.text(WORKBOOK, "note.incomplete"),) if incomplete else ()
        later = () if self.appraised else (self.text("note.self"),)
        rounding = words.text(WORKBOOK, "note.rounding", rounding=rounding_words(words, self.rounding))
        return (*signs, *later, *(("; ".join(told),) if told else ()), rounding)


def bases(of: Material) -> Iterator[Basis]:
    """The groups of a result."""
    return (Basis(of, ranking) for ranking in of.result.groups)


def index(value: Fraction | None, after: str = "") -> Cell:
    """An index as a cell; nothing for none."""
    return None if value is None else Figure(value, Kind.INDEX, after)


# --- what the survey gives ------------------------------------------------------------------------------------


def survey_items(criteria: CriteriaSet) -> tuple[Item, ...]:
    """The kinds of survey that a set scores: the highest items below an area that are fed by surveys alone.

    What a survey takes away in a penalty section is no kind of its own.
    """
    areas = (area for area in criteria.areas if area.section is not Section.PENALTY)
    return tuple(item for area in areas for child in area.children for item in _surveyed(child))


def _surveyed(item: Item) -> Iterator[Item]:
    if isinstance(item, Leaf):
        yield from (item,) if Source.SURVEY in item.sources else ()
    elif all(Source.SURVEY in leaf.sources for leaf in item.leaves()):
        yield item
    else:
        for child in item.children:
            yield from _surveyed(child)


def by_code(card: Scorecard) -> dict[str, ItemScore]:
    """Every node of a scorecard by its code, areas, criteria and leaves."""
    return {(one.leaf if isinstance(one, LeafScore) else one.heading).code: one for one in card.items()}


# --- what is taken away ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """A total before and after what was taken away; ``away`` is 0 where the set has no penalty."""

    before: Fraction
    away: Fraction
    after: Fraction

    @property
    def adds_up(self) -> bool:
        """Whether the total is the one less the other: it is not where the set holds it within bounds."""
        return self.before - self.away == self.after


def taken_from(card: Scorecard) -> Taken:
    """What was taken from an agency's total, as the total was made: penalty points after their caps."""
    made = next((dict(step.given) for step in card.steps if step.formula == WITH_SECTIONS), None)
    if made is None:
        return Taken(card.points, Fraction(0), card.points)
    return Taken(made["areas"] + made["bonus"], made["penalty"], card.points)


def is_penalty(heading: Heading) -> bool:
    """Whether the points of an area are taken away."""
    return heading.section is Section.PENALTY


def survey_part(surveyed: Iterable[ItemScore]) -> tuple[Fraction, Fraction]:
    """Points and applicable maximum of what the surveys gave; what stands outside the index is in neither."""
    counted = [one for one in surveyed if one.counted]
    return total(one.points for one in counted if one.points is not None), total(one.maximum for one in counted)
