"""What a form is made for and where everything stands on its sheets, before a cell is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from parscore.engine.variants import leaves_for
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Section, Source
from parscore.model.place import column_letters
from parscore.model.problem import Problem
from parscore.model.season import Agency, Season
from parscore.model.submission import LeafAnswers
from parscore.numbers import total
from parscore.rules import arithmetic
from parscore.workbooks.documents import Document
from parscore.workbooks.layout import FORM_SHEET, SECTIONS_SHEET, written_columns

HEADER_ROW: Final = 7
"""Above it: two lines of the official heading, title, sub-title, whose form it is, and the live check."""


class Previous(NamedTuple):
    """What stood for a leaf in the year before: points, evidence and the figures in words; shown, never an answer."""

    points: Fraction | None
    evidence: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written: blank, or with the answers it is to hold. ``previous`` adds the columns of last year."""

    season: Season
    agency: Agency
    answers: Mapping[str, LeafAnswers] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    previous: Mapping[str, Previous] | None = None

    @property
    def criteria(self) -> CriteriaSet:
        """The set of the agency's group."""
        return self.season.group_of(self.agency).criteria


class Line(NamedTuple):
    """A row of a table: a heading, a leaf, or what a leaf's data columns hold."""

    kind: Literal["heading", "leaf", "data"]
    row: int
    code: str
    sheet: str


@dataclass(slots=True)
class Plan:
    """The tables of a form: their columns, their rows, the leaves as they apply to the agency.

    Bonus and penalty sections stand on a sheet of their own, with the same columns; the main sheet carries one row of
    each, ``carried``, so that its total can be followed. ``lines`` are those of both sheets, the main one's first.
    """

    form: Form
    columns: tuple[str, ...] = field(init=False)
    leaves: Mapping[str, Leaf] = field(init=False)
    problems: list[Problem] = field(init=False)
    lines: tuple[Line, ...] = field(init=False)
    carried: dict[str, int] = field(init=False)
    """The rows of the main sheet that carry the sections, by code."""
    _places: dict[str, Line] = field(init=False)

    def __post_init__(self) -> None:
        self.leaves, self.problems = leaves_for(self.form.criteria, self.form.agency)
        own = [leaf for leaf in self.leaves.values() if is_own(leaf)]
        most = max((len(leaf.own_inputs) for leaf in own), default=0)
        rate = any(share_of(leaf) for leaf in own)
        self.columns = written_columns(most, rate=rate, previous=self.form.previous is not None)
        areas = self.form.criteria.areas
        self.lines = tuple(line for sheet in (FORM_SHEET, SECTIONS_SHEET) for line in self._lines(sheet))
        self._places = {line.code: line for line in self.lines if line.kind != "data"}
        sections = (area.code for area in areas if area.section is not Section.AREA)
        self.carried = {code: row for row, code in enumerate(sections, self.bottom(FORM_SHEET) + 1)}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that are filled in, the main one first."""
        return (FORM_SHEET, SECTIONS_SHEET) if self.carried else (FORM_SHEET,)

    @property
    def last_row(self) -> int:
        """The row of the total, on the main sheet."""
        return self.bottom(FORM_SHEET) + len(self.carried) + 1

    def bottom(self, sheet: str) -> int:
        """The row of the last item on a sheet."""
        return max((line.row for line in self.lines if line.sheet == sheet), default=HEADER_ROW)

    @property
    def last_column(self) -> int:
        """The number of the last column."""
        return len(self.columns)

    def item(self, code: str) -> Item:
        """An item, a leaf as it applies to the agency."""
        return self.leaves.get(code) or self.form.criteria.index[code]

    def row(self, code: str) -> int:
        """The row of an item, on its own sheet."""
        return self._places[code].row

    def sheet(self, code: str) -> str:
        """The sheet of an item."""
        return self._places[code].sheet

    def column(self, role: str) -> int:
        """The number of a role's column."""
        return self.columns.index(role) + 1

    def cell(self, code: str, role: str) -> str:
        """The address of an item's cell on its own sheet: ``F12``."""
        return f"{column_letters(self.column(role))}{self.row(code)}"

    def summand(self, area: Heading, role: str) -> str:
        """The address of what the main sheet says of an area or a section."""
        return f"{column_letters(self.column(role))}{self.carried.get(area.code) or self.row(area.code)}"

    def maximum(self, item: Item) -> Fraction:
        """The maximum of an item for the agency; that of a bonus or penalty section is its cap."""
        if not isinstance(item, Heading):
            return self.leaves[item.code].maximum
        if item.section is not Section.AREA:
            return item.maximum
        return total(self.maximum(child) for child in item.children)

    def total_maximum(self) -> Fraction:
        """The maximum of the areas; sections stand outside it."""
        areas = self.form.criteria.areas
        return total(self.maximum(area) for area in areas if area.section is Section.AREA)

    def _lines(self, sheet: str) -> Iterator[Line]:
        """The lines of a sheet: the areas stand on the main one, the sections on the other."""
        areas = (area for area in self.form.criteria.areas if sheet_of(area) == sheet)
        kinds = (pair for area in areas for pair in self._kinds(area))
        return (Line(kind, row, code, sheet) for row, (kind, code) in enumerate(kinds, HEADER_ROW + 1))

    def _kinds(self, item: Item) -> Iterator[tuple[Literal["heading", "leaf", "data"], str]]:
        if isinstance(item, Heading):
            yield "heading", item.code
            for child in item.children:
                yield from self._kinds(child)
            return
        yield "leaf", item.code
        if item.own_inputs and is_own(item):
            yield "data", item.code


def sheet_of(area: Heading) -> str:
    """The sheet on which an area or a section stands."""
    return FORM_SHEET if area.section is Section.AREA else SECTIONS_SHEET


def is_own(leaf: Leaf) -> bool:
    """Whether the agency itself answers a leaf."""
    return leaf.source is Source.SELF


def share_of(leaf: Leaf) -> arithmetic.Operation | None:
    """The formula of a leaf that divides figures by figures, for the column of rates."""
    formula = getattr(leaf.rule, "of", None)
    if not isinstance(formula, arithmetic.Operation) or formula.operator != "/":
        return None
    return formula if {asked.name for asked in leaf.own_inputs} >= set(formula.names) else None
