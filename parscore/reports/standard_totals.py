"""Three reports of the standard set: totals with classes, results with their surveys, every item of each agency."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Level
from parscore.numbers import total
from parscore.reports.content import Align
from parscore.reports.material import Material
from parscore.reports.standard_grid import Cell, Figure, Grid, Look, Row
from parscore.reports.standard_group import (
    CLASS,
    NAME,
    POINTS,
    Basis,
    bases,
    by_code,
    is_penalty,
    survey_items,
    survey_part,
    taken_from,
)
from parscore.reports.tables import ItemRow, RankingRow, item_row, rows_below

_CODE: Final = 8
_RANK: Final = 8
_CONTENT: Final = 40
_AMOUNT: Final = 9
_LOOKS: Final = {Level.AREA: Look.AREA, Level.CRITERION: Look.CRITERION}


def overall(of: Material) -> Iterator[Grid]:
    """Báo cáo tổng hợp: points and class of every agency, in official order."""
    for basis in bases(of):
        rows = basis.listed()
        columns = (
            *basis.number_and_name(),
            basis.column("actual", POINTS + 2),
            basis.column("class", CLASS, Align.CENTRE),
        )
        made = tuple(
            Row((at, row.name, basis.points(row), row.class_name)) for at, row in enumerate(rows, 1)
        )  # fmt: skip
        notes = basis.notes(incomplete=not all(row.complete for row in rows))
        yield Grid(basis.name, basis.about, columns, made, basis.rounding, notes=notes)


def results(of: Material) -> Iterator[Grid]:
    """Báo cáo kết quả chỉ số CCHC: rank, points of the appraisal, of each survey, and the total."""
    for basis in bases(of):
        yield _results(basis)


def _results(basis: Basis) -> Grid:
    items, rows = survey_items(basis.criteria), list(basis.rows())
    impact = basis.text("column.impact")
    columns = (
        basis.column("rank", _RANK, Align.CENTRE),
        basis.column("agency", NAME, Align.LEFT),
        basis.column("appraised", POINTS - 1),
        *(basis.column("survey", 14, above=impact, code=item.code, name=item.name) for item in items),
        basis.column("total", POINTS - 1),
    )
    made, apart, states = [], False, set[str]()
    for row in rows:
        nodes = by_code(row.card)
        surveyed = [nodes[item.code] for item in items]
        points = total(area.points for area in row.card.areas) - survey_part(surveyed)[0]
        apart |= points + survey_part(surveyed)[0] != row.card.points
        cells = [basis.item(item_row(one)) for one in surveyed]
        states |= {cell for cell in cells if isinstance(cell, str)}
        appraised = Figure(points) if row.started and basis.appraised else None
        made.append(Row((_rank(row), row.name, appraised, *cells, basis.points(row))))
    notes = [basis.text("note.apart")] if apart else []
    notes += [basis.text("note.tied")] if any(row.rank_text.endswith("=") for row in rows) else []
    notes += [basis.text("note.unranked")] if any(row.rank is None for row in rows) else []
    notes += basis.notes(*states, incomplete=not all(row.complete for row in rows))
    return Grid(basis.name, basis.about, columns, tuple(made), basis.rounding, notes=tuple(notes))


def _rank(row: RankingRow) -> Cell:
    """The rank: a number, or the text that marks a shared one."""
    return row.rank if row.rank is None or row.rank_text == str(row.rank) else row.rank_text


def items(of: Material) -> Iterator[Grid]:
    """Báo cáo chi tiết từng đơn vị: every item of an agency, one table an agency, in official order."""
    for basis in bases(of):
        for row in basis.listed():
            yield _items(basis, row)


def _items(basis: Basis, row: RankingRow) -> Grid:
    columns = (
        basis.column("item", _CODE, Align.LEFT),
        basis.column("content", _CONTENT, Align.LEFT),
        *(basis.column(key, _AMOUNT) for key in ("maximum", "self", "appraised", "away", "after")),
    )
    card, made, states = row.card, [], set[str]()
    for area in card.areas:
        for item in rows_below(area):
            cells = _cells(basis, item, penalty=is_penalty(area.heading))
            states |= {cell for cell in cells if isinstance(cell, str)}
            look = Look.PLAIN if item.leaf else _LOOKS[item.level]
            made.append(Row((item.code, item.name, *cells), look))
    made.append(Row(("", basis.text("total"), *_total(basis, row)), Look.TOTAL))
    notes = basis.notes(*states, incomplete=not card.complete)
    if not taken_from(card).adds_up:
        notes = (basis.text("note.held"), *notes)
    about = (basis.text("agency", name=row.name, id=row.agency), *basis.about)
    return Grid(row.agency, about, columns, tuple(made), basis.rounding, notes=notes)


def _cells(basis: Basis, item: ItemRow, *, penalty: bool) -> tuple[Cell, ...]:
    """The maximum that the set states, and what the agency claimed, got, had taken away and kept."""
    return (Figure(item.declared), *amounts(basis, item, penalty=penalty))


def amounts(basis: Basis, item: ItemRow, *, penalty: bool) -> tuple[Cell, Cell, Cell, Cell]:
    """Self-assessed, appraised, taken away, and what is left of an item.

    In a penalty section there is nothing but what is taken away: its own points are the negative of that, those below
    it are not. Whoever has no points has nothing that could be taken away; before the appraisal nobody has.
    """
    points, kept = basis.item(item), item.shown_points
    if penalty:
        away = kept if kept is None or item.level is not Level.AREA else -kept
        return None, None, points if away is None else Figure(away), None
    if not basis.appraised:
        return points, None, None, None
    return basis.own(item.node), points, *((None, None) if kept is None else (Figure(Fraction(0)), points))


def _total(basis: Basis, row: RankingRow) -> tuple[Cell, ...]:
    card = row.card
    own = basis.own(card) if row.started else None
    declared = Figure(basis.criteria.maximum)
    if not (row.started and basis.appraised):
        return declared, own, None, None, None
    taken, after = taken_from(card), "" if row.complete else "*"
    return declared, own, Figure(taken.before, after=after), Figure(taken.away), Figure(taken.after, after=after)
