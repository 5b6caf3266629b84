"""The annexes: the ranking that a decision publishes, agencies by areas, leaves, and what was left out."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.reports.content import Align, Annex, Block, Column, Table, table
from parscore.reports.left_out import left_out_rows
from parscore.reports.letterhead import office_of
from parscore.reports.material import Material
from parscore.reports.narrative_areas import leaves_table
from parscore.reports.narrative_group import TOPIC, Telling, headed
from parscore.reports.narrative_results import lacking, notes, ranking_table
from parscore.reports.tables import RankingRow, area_rows

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def report_annexes(of: Material, groups: Sequence[Telling]) -> tuple[Annex, ...]:
    """The annexes of the report: areas, leaves and, where there is any, what was left out; each for all groups."""
    made = (
        ("areas", _areas(groups)),
        ("leaves", _leaves(groups)),
        ("left_out", _left_out(of, groups)),
    )
    kept = [(key, blocks) for key, found in made if (blocks := tuple(found))]
    return tuple(_annex(of, key, blocks, number, "report") for number, (key, blocks) in enumerate(kept))


def decision_annexes(of: Material, groups: Sequence[Telling]) -> tuple[Annex, ...]:
    """The annexes of the decision that publishes the results: the ranking of each group, upright."""
    found = []
    for number, one in enumerate(groups):
        blocks = (*lacking(one), ranking_table(one, titled=False), *notes(one))
        title = one.text("annex.ranking", group=one.name.upper(), year=of.result.season.year)
        attached = one.text("annex.decision", year=of.result.season.year + 1)
        found.append(Annex(_number(of, number, len(groups)), title, attached, blocks, landscape=False))
    return tuple(found)


def _annex(of: Material, key: str, blocks: tuple[Block, ...], number: int, attached: str) -> Annex:
    year = of.result.season.year
    title = of.words.text(TOPIC, f"annex.{key}", year=year)
    office = office_of(of)
    told = {"year": year + 1, "symbol": office.symbol, "office": office.name}
    return Annex(_number(of, number, 2), title, of.words.text(TOPIC, f"annex.{attached}", **told), blocks)


def _number(of: Material, number: int, count: int) -> str:
    """The number of an annex (Phụ lục I); an only annex has none."""
    roman = _ROMAN[number] if number < len(_ROMAN) else str(number + 1)
    return of.words.text(TOPIC, "annex", number=roman if count > 1 else "").strip()


def _areas(groups: Sequence[Telling]) -> Iterator[Block]:
    """Agencies by areas: the index of each, below them the means."""
    for at, one in enumerate(groups):
        yield from headed(groups, at)
        areas = one.ranking.group.criteria.areas
        codes = "; ".join(one.text("area.legend", code=area.code, name=area.name) for area in areas)
        yield one.note(one.text("note.areas", areas=codes))
        yield _areas_table(one)


def _areas_table(one: Telling) -> Table:
    areas = one.ranking.group.criteria.areas
    width = max(7, 72 // max(1, len(areas)))
    first = one.columns(("rank", 9), ("agency", 40))
    middle = tuple(Column(one.text("column.area", code=area.code), width, Align.RIGHT) for area in areas)
    columns = (*first, *middle, *one.columns(("points", 11), ("index", 11), ("class", 13)))
    rows = [_areas_row(one, row) for row in one.rows]
    if one.figures.ranked > 1:
        means = [one.write.index(area.mean_index) or one.write.points(area.mean_points) for area in one.figures.areas]
        totals = (one.write.points(one.figures.mean_points), one.write.index(one.figures.mean_index), "")
        rows.append(("", one.text("means"), *means, *totals))
    return table(columns, rows, last=one.figures.ranked > 1)


def _areas_row(one: Telling, row: RankingRow) -> tuple[str, ...]:
    open_ = "" if row.complete or not row.started else "*"
    own = [
        one.write.index(area.shown_index) or one.write.points(area.shown_points) or "–" for area in area_rows(row.card)
    ]
    totals = (one.write.points(row.shown_points) + open_, one.write.index(row.shown_index) + open_)
    return (row.rank_text or "–", row.name, *own, *totals, row.class_name or "–")


def _leaves(groups: Sequence[Telling]) -> Iterator[Block]:
    """Every leaf over the group."""
    for at, one in enumerate(groups):
        if one.leaves:
            yield from headed(groups, at)
            yield leaves_table(one, one.leaves, "")


def _left_out(of: Material, groups: Sequence[Telling]) -> Iterator[Block]:
    """Leaves that are not assessed as the others are; a public report leaves out the agencies' own words."""
    for at, one in enumerate(groups):
        rows = [found for row in one.rows for found in left_out_rows(row.card)]
        if not rows:
            continue
        yield from headed(groups, at)
        wanted = [("agency", 30), ("code", 8), ("leaf", 52), ("maximum", 9), ("treatment", 34)]
        wanted += [] if of.public else [("remarks", 40)]
        yield table(
            one.columns(*wanted),
            [
                (row.name, row.code, row.leaf, one.write.points(row.declared), one.write.phrase(row.treatment))
                + (() if of.public else (row.reason,))
                for row in rows
            ],
        )
