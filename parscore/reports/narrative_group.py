"""What every part of the report's text starts from: one group with its figures, and its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.engine.rivals import Rivals
from parscore.model.ranking import GroupRanking
from parscore.reports.content import Align, Bar, Column, Heading, Kind, Paragraph
from parscore.reports.group_figures import GroupFigures, group_figures
from parscore.reports.group_leaves import LeafFigures, Tier, leaf_figures
from parscore.reports.material import Material
from parscore.reports.printing import Printer, printer
from parscore.reports.tables import RankingRow, ranking_rows

TOPIC: Final = "narrative"
_NAMED: Final = 5
"""Agencies with one value that are named; of more only their number is told."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One group and all that is told of it, worked out once."""

    of: Material
    ranking: GroupRanking
    figures: GroupFigures
    leaves: tuple[LeafFigures, ...]
    rows: tuple[RankingRow, ...]
    write: Printer
    rivals: Rivals

    @property
    def name(self) -> str:
        """The group's name."""
        return self.ranking.group.name

    def text(self, key: str, **facts: object) -> str:
        """A text of the narrative."""
        return self.of.words.text(TOPIC, key, **facts)

    def said(self, key: str, **facts: object) -> Paragraph:
        """A paragraph of running text."""
        return Paragraph(self.text(key, **facts))

    def item(self, key: str, **facts: object) -> Paragraph:
        """An item of a list."""
        return Paragraph(self.text(key, **facts), Kind.ITEM)

    def note(self, text: str) -> Paragraph:
        """A note below a table."""
        return Paragraph(text, Kind.NOTE)

    def percent(self, value: Fraction | None) -> str:
        """An index with its sign; nothing for no value."""
        return "" if value is None else f"{self.write.index(value)}%"

    def bar(self, name: str, index: Fraction, *, mean: bool = False) -> Bar:
        """A bar as long as the index that is printed."""
        return Bar(name, self.write.index(index), self.write.drawn(index), mean)

    def signed(self, value: Fraction) -> str:
        """A difference of indices with its sign."""
        return f"{'+' if value > 0 else ''}{self.write.index(value)}"

    def columns(self, *wanted: tuple[str, int]) -> tuple[Column, ...]:
        """Columns by their keys and widths; those of names and texts stand left, numbers right, marks in the middle."""
        return tuple(Column(self.text(f"column.{key}"), width, _align(key)) for key, width in wanted)

    def tiers(self, tiers: Iterable[Tier]) -> str:
        """Agencies by value: named where they are few, else counted."""
        return "; ".join(f"{self.agencies(tier.names)} ({self.percent(tier.value)})" for tier in tiers)

    def agencies(self, names: Sequence[str]) -> str:
        """Agencies by name, or their number where they are many."""
        return "; ".join(names) if len(names) <= _NAMED else self.text("agencies", count=len(names))

    def change(self, row: RankingRow) -> Fraction | None:
        """The index less last year's, of a complete agency whose last year can be compared."""
        past = self.of.before.get(row.agency)
        if past is None or past.index is None or row.index is None or not row.complete:
            return None
        return row.index - past.index


def telling(of: Material, ranking: GroupRanking) -> Telling:
    """Work out what is told of a group."""
    write = printer(of.words, ranking.group.criteria.rounding)
    figures, leaves, rows = group_figures(ranking), leaf_figures(ranking), tuple(ranking_rows(ranking))
    return Telling(of, ranking, figures, leaves, rows, write, Rivals.of(ranking))


def headed(groups: Sequence[Telling], at: int) -> tuple[Heading, ...]:
    """The heading of a group inside a part, where the season has more than one."""
    if len(groups) == 1:
        return ()
    return (Heading(2, groups[at].text("group", number=at + 1, name=groups[at].name)),)


def _align(key: str) -> Align:
    if key in ("name", "leaf", "agency", "remarks", "treatment"):
        return Align.LEFT
    return Align.CENTRE if key in ("rank", "code", "class", "past_rank", "full", "losers") else Align.RIGHT
