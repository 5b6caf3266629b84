"""The data sheet of a working paper: figures of others, units, values of the group, the calendar, everybody ranked."""

from collections.abc import Iterator
from typing import Final

from parscore.audit.leaf_cells import CALENDAR, GroupTable, UnitTable
from parscore.audit.paper import Paper
from parscore.audit.paper_leaf import LeafPaper
from parscore.audit.paper_rank import RankTable
from parscore.messages import Words
from parscore.model.criteria import Source
from parscore.model.rule import BEST, CLAIMED
from parscore.reports.paper_card import TOPIC, look, origin
from parscore.reports.paper_layout import HEADER, LINE, TITLE, Held, Plan, Row
from parscore.reports.printing import SCREEN, kind_of, printer

_GAP: Final = Row((), TITLE)
WIDTHS: Final = (44.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 34.0)


class DataSheet:
    """The rows of the data sheet, table by table."""

    def __init__(self, paper: Paper, words: Words, rank: RankTable | None, by: str = "") -> None:
        self.paper = paper
        self.words = words
        self.rank = rank
        self.by = by
        self.leaves = [item for item in paper.items if isinstance(item, LeafPaper)]
        self.write = printer(words, paper.card.criteria.rounding)

    def text(self, key: str, **facts: object) -> str:
        """A text of the papers in the reader's language."""
        return self.words.text(TOPIC, key, **facts)

    def plan(self, name: str, head: int) -> Plan:
        """The sheet with ``head`` rows above its tables; wide enough for the widest."""
        tables = [*self.figures(), *self.tables(), *self.calendar(), *self.ranked()]
        rows = [each for row in tables for each in ((_GAP, row) if row.sort == TITLE else (row,))]
        widest = max((len(row.cells) for row in rows), default=0)
        rows = rows or [Row((self.text("data.none"),), LINE)]
        return Plan(name, (*WIDTHS, *(16.0 for _ in range(widest - len(WIDTHS)))), head, rows)

    def figures(self) -> Iterator[Row]:
        """The values that others provide, a row each."""
        rows = [row for leaf in self.leaves for row in self._figures(leaf)]
        if rows:
            yield Row((self.text("data.figures"),), TITLE)
            yield Row(tuple(self.text(f"column.{key}") for key in ("figure", "value", "code", "place")), HEADER)
            yield from rows

    def _figures(self, leaf: LeafPaper) -> Iterator[Row]:
        for line in leaf.lines:
            side = leaf.score.leaf.source_of(line.name) if line.kind == "given" else Source.SELF
            if side is Source.SELF or line.used is None:
                continue
            ask = line.used.ask or (self.text("line.unit") if line.name == CLAIMED else line.name)
            told = f"{ask} ({self.words.text(SCREEN, f'source.{side}')})"
            kind = look(kind_of(leaf.score.leaf, line.name))
            yield Row((told, Held(line.key, kind), leaf.score.leaf.code, origin(line.used)))

    def tables(self) -> Iterator[Row]:
        """The tables of units and of the group."""
        for leaf in self.leaves:
            for table in leaf.tables:
                told = f"{leaf.score.leaf.code} {leaf.score.leaf.name}"
                if isinstance(table, UnitTable):
                    yield Row((self.text("data.units", leaf=told),), TITLE)
                    yield from self._units(leaf, table)
                else:
                    yield Row((self.text("data.group", leaf=told),), TITLE)
                    yield from self._group(table)

    def _units(self, leaf: LeafPaper, table: UnitTable) -> Iterator[Row]:
        names = []
        for given, name, shown, _ in table.columns:
            told = self.write.formula(shown)
            names.append(name if given else self.text(f"line.{name}", shown=told, number="", leaf=""))
        yield Row((self.text("column.unit"), *names), HEADER)
        kinds = [look(kind_of(leaf.score.leaf, name)) if given else "exact" for given, name, _, _ in table.columns]
        units = _unit_names(leaf, table)
        for at, unit in enumerate(units):
            cells = (Held(keys[at], kind) for kind, (_, _, _, keys) in zip(kinds, table.columns, strict=True))
            yield Row((unit, *cells))

    def _group(self, table: GroupTable) -> Iterator[Row]:
        yield Row((self.text("column.agency"), self.text("column.value")), HEADER)
        for name, key in table.members:
            yield Row((name, Held(key, "exact")))
        for name, key in table.figures:
            yield Row((self.text("data.best" if name == BEST else "data.mean"), Held(key, "exact")))

    def calendar(self) -> Iterator[Row]:
        """The days of the calendar that a formula asks for."""
        days = [key for key in self.paper.ledger.given if key.startswith(f"{CALENDAR}/")]
        if days:
            yield Row((self.text("data.calendar"),), TITLE)
            yield Row((self.text("column.name"), self.text("column.day")), HEADER)
        for key in sorted(days, key=lambda key: (key.split("/")[1], int(key.split("/")[2]))):
            yield Row((self.text(f"data.{key.split('/')[1]}"), Held(key)))

    def ranked(self) -> Iterator[Row]:
        """Everybody who is ranked in the group, with the figure that is compared."""
        if self.rank is None:
            return
        yield Row((self.text("data.rank", by=self.by),), TITLE)
        yield Row(tuple(self.text(f"column.{key}") for key in ("agency", "value", "rank")), HEADER)
        for name, key, place in self.rank.rows:
            yield Row((name, Held(key, "exact"), str(place)))


def _unit_names(leaf: LeafPaper, table: UnitTable) -> list[str]:
    """The units by name, as the file of the season has them."""
    column = next(name for given, name, _, _ in table.columns if given)
    used = next(used for used in leaf.score.inputs if used.name == column)
    return [entry.name for entry in used.answer.entries]
