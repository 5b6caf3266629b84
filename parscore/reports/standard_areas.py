"""The reports of the standard set that go by areas: agencies by areas, criteria by agencies, areas by criteria."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.model.criteria import CriteriaSet, Heading, Item, Level
from parscore.model.scorecard import HeadingScore
from parscore.reports.content import Align
from parscore.reports.material import Material
from parscore.reports.printing import printer
from parscore.reports.standard_grid import ABSENT, Cell, Col, Figure, Grid, Look, Row
from parscore.reports.standard_group import Basis, bases, is_penalty
from parscore.reports.standard_totals import amounts
from parscore.reports.tables import RankingRow, item_row, item_rows

_CONTENT: Final = 44
_AGENCY: Final = 10.5
_FIGURE: Final = 8
_AREA: Final = 9
_SHORT_NAME: Final = 30
_LOOKS: Final = {Level.AREA: Look.AREA, Level.CRITERION: Look.CRITERION}


def by_area(of: Material) -> Iterator[Grid]:
    """Báo cáo tổng hợp lĩnh vực: of every agency and area the self-assessed points, the appraised, and the rest."""
    for basis in bases(of):
        yield _by_area(basis)


def _by_area(basis: Basis) -> Grid:
    rows, areas = basis.listed(), basis.criteria.areas
    keys = ("short.self", "short.appraised", "short.away", "short.after")
    columns = [*basis.number_and_name()]
    for area in areas:
        columns += [basis.column(key, _FIGURE, above=_titled(basis, area)) for key in keys]
    made, states = [], set[str]()
    for at, row in enumerate(rows, 1):
        cells: list[Cell] = []
        for score in row.card.areas:
            cells += amounts(basis, item_row(score), penalty=is_penalty(score.heading))
        states |= {cell for cell in cells if isinstance(cell, str)}
        made.append(Row((at, row.name, *cells)))
    notes = (basis.text("note.short"), *_notes(basis, states, rows))
    return Grid(basis.name, basis.about, tuple(columns), tuple(made), basis.rounding, notes=notes)


def _titled(basis: Basis, area: Heading) -> str:
    """An area as the heading of its columns: name and maximum."""
    write = printer(basis.of.words, basis.rounding)
    return basis.text("area", name=area.name, maximum=write.points(area.maximum))


def areas(of: Material) -> Iterator[Grid]:
    """Báo cáo chi tiết lĩnh vực: the criteria of an area downwards, agencies across; one table an area."""
    for basis in bases(of):
        across = _Across(basis)
        for at, area in enumerate(basis.criteria.areas):
            name = basis.text("sheet.area", code=area.code, group=basis.name)
            about = (f"{area.code}. {area.name}", *basis.about)
            yield across.grid(name, about, across.of_area(at), Figure(area.maximum), across.points(at))


def appraisal(of: Material) -> Iterator[Grid]:
    """Báo cáo kết quả thẩm định: all criteria downwards, agencies across."""
    for basis in bases(of):
        across = _Across(basis)
        items = tuple(basis.criteria.items())
        totals = [basis.points(row) for row in across.rows]
        yield across.grid(basis.name, basis.about, items, Figure(basis.criteria.maximum), totals)


class _Across:
    """The cells of all items of a group's agencies, found one agency at a time."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.rows = basis.listed()
        self._at = {item.code: at for at, item in enumerate(basis.criteria.items())}
        self._cells = [[basis.item(item) for item in item_rows(row.card)] for row in self.rows]

    def of_area(self, at: int) -> tuple[Item, ...]:
        """An area and everything below it, in the order of the decision."""
        area = self.basis.criteria.areas[at]
        return tuple(item for item in self.basis.criteria.items() if item is area or _is_below(item, area))

    def points(self, at: int) -> list[Cell]:
        """What every agency has in an area."""
        return self.across(self.basis.criteria.areas[at].code)

    def across(self, code: str) -> list[Cell]:
        """The cells of an item, one an agency."""
        return [own[self._at[code]] for own in self._cells]

    def grid(
        self, name: str, about: tuple[str, ...], items: Sequence[Item], declared: Cell, totals: Sequence[Cell]
    ) -> Grid:
        """A table with items downwards, agencies across and the totals below."""
        basis, made, states = self.basis, [], set[str]()
        for item in items:
            cells = self.across(item.code)
            states |= {cell for cell in cells if isinstance(cell, str)}
            look = _LOOKS.get(item.level, Look.PLAIN) if isinstance(item, Heading) else Look.PLAIN
            made.append(Row((item.code, item.name, Figure(item.maximum), *cells), look))
        made.append(Row(("", basis.text("total.points"), declared, *totals), Look.TOTAL))
        columns = (
            basis.column("number", _AREA, Align.LEFT),
            basis.column("content", _CONTENT, Align.LEFT),
            basis.column("maximum", _FIGURE),
            *(Col(row.name, _AGENCY) for row in self.rows),
        )
        notes = basis.notes(*states, incomplete=not all(row.complete for row in self.rows))
        return Grid(name, about, columns, tuple(made), basis.rounding, fixed=3, notes=notes)


def _is_below(item: Item, area: Heading) -> bool:
    return any(item is child or (isinstance(child, Heading) and _is_below(item, child)) for child in area.children)


# --- areas by criteria -----------------------------------------------------------------------------------------


def analysis(of: Material) -> Iterator[Grid]:
    """Báo cáo phân tích tiêu chí: the areas of every agency downwards, criteria with their sub-criteria across.

    Columns go by place: the second sub-criterion of the third criterion of each area. Where an area has none, the cell
    is absent and shaded.
    """
    for basis in bases(of):
        yield _analysis(basis)


def _analysis(basis: Basis) -> Grid:
    places = _places(basis.criteria)
    columns = [*basis.number_and_name(_SHORT_NAME), basis.column("area", _AREA, Align.CENTRE)]
    for criterion, count in enumerate(places, 1):
        above = basis.text("criterion", number=criterion)
        columns += [
            *(basis.column("subcriterion", _FIGURE, above=above, number=at) for at in range(1, count + 1)),
            basis.column("criterion", _FIGURE, above=above, number=criterion),
        ]
    rows, made, states = basis.listed(), [], set[str]()
    for at, row in enumerate(rows, 1):
        for number, score in enumerate(row.card.areas, 1):
            cells = _area_cells(basis, score, places)
            states |= {cell for cell in cells if isinstance(cell, str)}
            made.append(Row((at, row.name, basis.text("area.short", number=number), *cells)))
    legend = "; ".join(
        basis.text("area.legend", number=number, name=area.name)
        for number, area in enumerate(basis.criteria.areas, 1)
    )  # fmt: skip
    notes = (legend, basis.text("note.absent"), *_notes(basis, states, rows))
    return Grid(basis.name, basis.about, tuple(columns), tuple(made), basis.rounding, fixed=3, notes=notes)


def _places(criteria: CriteriaSet) -> list[int]:
    """How many sub-criteria the first, the second... criterion of any area has at most."""
    most: list[int] = []
    for area in criteria.areas:
        for at, child in enumerate(area.children):
            count = len(child.children) if isinstance(child, Heading) else 0
            most[at : at + 1] = [max(count, most[at] if at < len(most) else 0)]
    return most


def _area_cells(basis: Basis, score: HeadingScore, places: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of an area: of each criterion its sub-criteria, then its own points."""
    cells: list[Cell] = []
    children = tuple(score.children)
    for at, count in enumerate(places):
        child = children[at] if at < len(children) else None
        below = tuple(child.children) if isinstance(child, HeadingScore) else ()
        cells += [basis.item(item_row(one)) for one in below]
        cells += [ABSENT] * (count - len(below))
        cells.append(ABSENT if child is None else basis.item(item_row(child)))
    return tuple(cells)


def _notes(basis: Basis, states: set[str], rows: Sequence[RankingRow]) -> tuple[str, ...]:
    return basis.notes(*states, incomplete=not all(row.complete for row in rows))
