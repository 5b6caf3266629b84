"""What all parts of the page share: the words, who writes the figures, and cells that can be sorted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.messages import Words
from parscore.model.criteria import Heading
from parscore.model.ranking import GroupRanking
from parscore.reports.group_figures import GroupFigures, group_figures
from parscore.reports.html_rules import Rules
from parscore.reports.material import Material
from parscore.reports.printing import Printer, printer
from parscore.reports.tables import RankingRow, ranking_rows
from parscore.viet import collation_key, plain_form

TOPIC: Final = "html"
WORKBOOK: Final = "workbook"


class Column(NamedTuple):
    """A column: its heading, the class of its cells, and whether the greatest comes first when it is sorted."""

    title: str
    kind: str = ""
    descending: bool = False


class Cell(NamedTuple):
    """A cell: its text, the place that it sorts by (0 sorts last), its class, where it leads, and a small remark."""

    text: str
    place: int = 0
    kind: str = ""
    target: str = ""
    note: str = ""


class Row(NamedTuple):
    """A row of a table of agencies; ``query`` is what the filter looks in."""

    query: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupContext:
    """A group with its rows, figures and printer."""

    of: Material
    ranking: GroupRanking
    rows: tuple[RankingRow, ...] = field(init=False)
    figures: GroupFigures = field(init=False)
    printer: Printer = field(init=False)
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(ranking_rows(self.ranking)))
        object.__setattr__(self, "figures", group_figures(self.ranking))
        object.__setattr__(self, "printer", printer(self.of.words, self.ranking.group.criteria.rounding))
        object.__setattr__(self, "rules", Rules(self.ranking.group.id, self.ranking.group.criteria))

    @property
    def words(self) -> Words:
        """The words of the report."""
        return self.of.words

    @property
    def areas(self) -> Sequence[Heading]:
        """The areas of the group's criteria set."""
        return self.ranking.group.criteria.areas

    @property
    def classes(self) -> Sequence[str]:
        """The names of the classes, from high to low."""
        rule = self.ranking.group.classes
        return [band.name for band in rule.bands] if rule else []

    @property
    def anchor(self) -> str:
        """The id of the group's part of the page."""
        return group_anchor(self.ranking)

    def text(self, key: str, **facts: object) -> str:
        """A text of the page."""
        return self.words.text(TOPIC, key, **facts)

    def query(self, row: RankingRow) -> str:
        """What the filter looks in: name, id and class without accents."""
        return plain_form(f"{row.name} {row.agency} {row.class_name or ''}")

    def points(self, row: RankingRow) -> str:
        """An agency's points; ``*`` where it is incomplete."""
        return marked(self.printer.points(row.shown_points), row)

    def index(self, row: RankingRow) -> str:
        """An agency's index; ``*`` where it is incomplete."""
        return marked(self.printer.index(row.shown_index), row)


def group_anchor(ranking: GroupRanking) -> str:
    """The id of a group's part of the page: no item of an agency has a code of letters alone."""
    return f"nhom/{ranking.group.id}"


def marked(text: str, row: RankingRow) -> str:
    """A figure with the sign of an agency that is incomplete."""
    return f"{text}*" if text and not row.complete else text


def signed(text: str, value: Fraction) -> str:
    """A printed difference with its sign; one that prints as nothing has none."""
    return f"+{text}" if value > 0 and text.strip("0,.") else text


def places(values: Mapping[str, Fraction | None]) -> dict[str, int]:
    """The place of each exact value from low to high, equals alike, from 1: what its column is sorted by."""
    known = sorted({value for value in values.values() if value is not None})
    order = {value: place for place, value in enumerate(known, 1)}
    return {name: order[value] for name, value in values.items() if value is not None}


def alphabet(names: Mapping[str, str]) -> dict[str, int]:
    """The place of each name in Vietnamese order, from 1."""
    order = sorted(names, key=lambda one: (collation_key(names[one]), one))
    return {one: place for place, one in enumerate(order, 1)}
