"""A group in a few words: who is first and last, the mean, the spread, the classes, the strongest and weakest area."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.reports.html_page import GroupContext, signed
from parscore.reports.tables import RankingRow

_NAMED: Final = 3
"""Agencies with one rank that are named; dots stand for the rest."""


class Told(NamedTuple):
    """One thing that is told: what, its value, and the figures beside it."""

    title: str
    value: str
    note: str = ""


def summary(group: GroupContext) -> Iterator[Told]:
    """Tell a group; where nobody has a rank yet, only that, and of one agency no mean and no spread."""
    if group.figures.ranked:
        yield from _places(group)
        yield from _areas(group)
        yield from _risen(group)
    else:
        yield Told(group.text("summary"), group.text("summary.none"))
    open_ = sum(not row.complete for row in group.rows)
    if open_:
        yield Told(group.text("summary.incomplete"), group.text("summary.incomplete.of", count=open_))


def _places(group: GroupContext) -> Iterator[Told]:
    ranked = [row for row in group.rows if row.rank is not None]
    last = max(row.rank or 0 for row in ranked)
    yield _place(group, "summary.first", [row for row in ranked if row.rank == 1])
    if len(ranked) > 1:
        yield _place(group, "summary.last", [row for row in ranked if row.rank == last])
        yield from _figures(group)
    if group.classes:
        had = [row.class_name for row in ranked]
        told = (group.text("summary.classes.one", name=name, count=had.count(name)) for name in group.classes)
        yield Told(group.text("summary.classes"), " · ".join(told))


def _figures(group: GroupContext) -> Iterator[Told]:
    of, write = group.figures, group.printer.index
    mean = group.text("summary.mean.of", count=of.ranked)
    yield Told(group.text("summary.mean"), f"{write(of.mean_index)}%", mean)
    ends = group.text("summary.spread.ends", highest=write(of.best_index), lowest=write(of.least_index))
    yield Told(group.text("summary.spread"), group.text("summary.spread.of", width=write(of.spread)), ends)
    yield Told(group.text("summary.above"), group.text("summary.above.of", above=of.above_mean, count=of.ranked))


def _place(group: GroupContext, key: str, rows: Sequence[RankingRow]) -> Told:
    """Who has a place, with index and class of the first of them."""
    names = ", ".join(row.name for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else "")
    row = rows[0]
    notes = [group.text("summary.place", index=group.printer.index(row.index))]
    notes += [group.text("summary.class", name=row.class_name)] if row.class_name else []
    return Told(group.text(key), names, " · ".join(notes))


def _areas(group: GroupContext) -> Iterator[Told]:
    known = [(of.area, of.mean_index) for of in group.figures.areas if of.mean_index is not None]
    if len(known) < 2:
        return
    for key, (area, mean) in (
        ("summary.best_area", max(known, key=lambda each: each[1])),
        ("summary.worst_area", min(known, key=lambda each: each[1])),
    ):
        name = group.text("summary.area", code=area.code, name=area.name)
        yield Told(group.text(key), name, group.text("summary.area.mean", index=group.printer.index(mean)))


def _risen(group: GroupContext) -> Iterator[Told]:
    """How many rose and fell since last year, where last year is known."""
    changes = [(row, change) for row in group.rows if (change := change_of(group, row)) is not None]
    if not changes:
        return
    risen, fallen = sum(change > 0 for _, change in changes), sum(change < 0 for _, change in changes)
    row, most = max(changes, key=lambda each: each[1])
    told = {"agency": row.name, "change": signed(group.printer.index(most), most)}
    note = group.text("summary.risen.most", **told) if most > 0 else ""
    yield Told(group.text("summary.risen"), group.text("summary.risen.of", risen=risen, fallen=fallen), note)


def change_of(group: GroupContext, row: RankingRow) -> Fraction | None:
    """The index less last year's, of a complete agency whose last year is known."""
    past = group.of.before.get(row.agency)
    if past is None or past.index is None or row.index is None or not row.complete:
        return None
    return row.index - past.index
