"""Which column of a grid is which: the header rows, the role of every column, and what stands against it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from parscore.audit.published_grid import Grid
from parscore.audit.published_roles import AGENCY, AREA, ID, ITEM, NONE, PARTS, TOTAL, VALUES, Heading, role_below
from parscore.model.problem import Problem, problem
from parscore.viet import normal_form, show

_NUMBER_LIKE: Final = re.compile(r"[-+]?[0-9][0-9.,\s]*%?")
_NAMED: Final = 12
"""Headings that are quoted where none fits."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table: the first row below its header, each role's column from 0, and the headings' texts.

    ``unused`` are headings of columns whose words say nothing that is known.
    """

    header: int
    first: int
    roles: Mapping[str, int]
    headings: Mapping[str, str]
    unused: tuple[str, ...] = ()

    @property
    def of_agencies(self) -> bool:
        """Whether each row is an agency's, and not one of its single criteria."""
        return ITEM not in self.roles

    @property
    def areas(self) -> tuple[str, ...]:
        """Roles of the columns that hold the points of areas."""
        return tuple(role for role in self.roles if role.startswith(AREA) and role.count(":") == 1)

    @property
    def parts(self) -> tuple[str, ...]:
        """Roles of the columns whose numbers make the total: the areas, or else appraised points and survey."""
        return self.areas or tuple(role for role in PARTS if role in self.roles)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known before a table is looked at.

    ``names``: code of an area by the normal form of its name. ``year``: that of the season, or 0. ``chosen``: the
    column of a role as the person gave it: letters, a number from 1, or a heading.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    year: int = 0
    chosen: tuple[tuple[str, str], ...] = ()


def find_columns(grid: Grid, wanted: Wanted) -> tuple[tuple[Columns, ...], tuple[Problem, ...]]:
    """Find every header of a grid; a table goes on to the next one.

    A header names the agencies and at least one column of ranks, points or indices, in one row or in two. PS832:
    several columns fit one role equally well. A table of single criteria has a header too, so that the one above ends.
    """
    found: list[Columns] = []
    problems: list[Problem] = []
    row = 0
    while row < len(grid.rows):
        columns, odd = _header(grid, row, wanted)
        if columns is not None:
            found.append(columns)
            problems += odd if columns.of_agencies else ()
        row = columns.first if columns is not None else row + 1
    return tuple(found), tuple(problems)


def not_found(grids: Sequence[Grid]) -> Problem:
    """PS831: no header in the whole file, with the texts of the row that has most of them."""
    rows = [(grid, [cell.text for cell in row if cell]) for grid in grids for row in grid.rows]
    texts = max((texts for _, texts in rows), key=lambda texts: len(set(texts)), default=[])
    place = grids[0].place if len(grids) == 1 else grids[0].place._replace(sheet="") if grids else None
    named = "; ".join(show(text, 40) for text in dict.fromkeys(texts[:_NAMED]))
    return problem("PS831", place, found=named or "(nothing)")


def number_like(text: str) -> bool:
    """Whether a text looks like a number, so that it is no heading."""
    return _NUMBER_LIKE.fullmatch(text) is not None


def _header(grid: Grid, row: int, wanted: Wanted) -> tuple[Columns | None, list[Problem]]:
    tops = _tops(grid, row)
    for depth in (2, 1):
        belows = [grid.text(row + 1, column) for column in range(grid.width)] if depth == 2 else [""] * grid.width
        if depth == 2 and (not any(belows) or any(map(number_like, belows))):
            continue
        uppers = _spread(tops, belows) if depth == 2 else tops
        named = [_heading(grid, (row, column), uppers[column], belows[column], wanted) for column in range(grid.width)]
        if not _is_header(named) or (depth == 2 and not _continues(tops, belows, named)):
            continue
        roles, problems = _settled(grid, row, named, wanted)
        told = {role: " / ".join(dict.fromkeys(filter(None, (uppers[at], belows[at])))) for role, at in roles.items()}
        used = set(roles.values())
        unused = tuple(
            show(tops[at], 60) for at in range(grid.width) if tops[at] and at not in used and named[at] is None
        )
        return Columns(row, row + depth, roles, told, tuple(dict.fromkeys(unused))), problems
    return None, []


def _tops(grid: Grid, row: int) -> list[str]:
    return [grid.text(row, column) for column in range(grid.width)]


def _spread(tops: Sequence[str], belows: Sequence[str]) -> list[str]:
    """Put the upper heading over the columns to its right that have only a lower one, as where it is merged."""
    spread: list[str] = []
    for at, (top, below) in enumerate(zip(tops, belows, strict=True)):
        spread.append(spread[-1] if not top and below and at and belows[at - 1] else top)
    return spread


def _heading(grid: Grid, place: tuple[int, int], top: str, below: str, wanted: Wanted) -> Heading | None:
    _, column = place
    for role, chosen in wanted.chosen:
        if _is_column(grid, column, chosen, (top, below)):
            return Heading(role) if (top or below) and not number_like(top or below) else None
    if number_like(top) or (place in grid.spanned and not below):
        return None
    found = role_below(top, below, wanted.names)
    return None if found and found.role in dict(wanted.chosen) else found


def _is_column(grid: Grid, column: int, chosen: str, texts: tuple[str, str]) -> bool:
    known = {grid.column(column).casefold(), str(column + 1), *(normal_form(text) for text in texts if text)}
    return chosen.casefold() in known or normal_form(chosen) in known


def _is_header(named: Sequence[Heading | None]) -> bool:
    roles = {found.role for found in named if found}
    valued = any(role in VALUES or role.startswith(AREA) for role in roles)
    return bool(roles & {AGENCY, ID}) and (valued or ITEM in roles)


def _continues(tops: Sequence[str], belows: Sequence[str], named: Sequence[Heading | None]) -> bool:
    """Whether the row below belongs to the header: it adds a heading, and the one of the agencies stands above."""
    who = [
        at
        for at, found in enumerate(named)
        if found and found.role in (AGENCY, ID) and tops[at] and normal_form(belows[at]) in ("", normal_form(tops[at]))
    ]
    return bool(who) and any(found for at, found in enumerate(named) if belows[at] and at not in who)


def _settled(
    grid: Grid, row: int, named: Sequence[Heading | None], wanted: Wanted
) -> tuple[dict[str, int], list[Problem]]:
    """Settle each role on one column: that of the season's or the latest year, then that of the plainer words."""
    fitting: dict[str, list[tuple[int, Heading]]] = {}
    for column, found in enumerate(named):
        if found and found.role != NONE:
            fitting.setdefault(found.role, []).append((column, found))
    roles: dict[str, int] = {}
    problems = []
    for role, columns in fitting.items():
        best = _best(columns, wanted.year)
        if len(best) == 1:
            roles[role] = best[0]
        else:
            texts = "; ".join(f"{grid.column(at)} “{show(grid.text(row, at), 40)}”" for at in best)
            place = next(cell.place for cell in (grid.rows[row][best[0]], *grid.rows[row]) if cell)
            problems.append(problem("PS832", place, role=f"role.{role.partition(':')[0]}", found=texts, option=role))
    if roles.keys() & {TOTAL} == set() and "appraised" in roles and "survey" not in roles:
        roles[TOTAL] = roles.pop("appraised")  # appraised points beside nothing else are the result
    return roles, problems


def _best(columns: Sequence[tuple[int, Heading]], year: int) -> list[int]:
    years = {found.year for _, found in columns if found.year}
    if years:
        latest = year if year in years else max(years)
        columns = [each for each in columns if each[1].year == latest] or columns
    strong = [each for each in columns if not each[1].weak]
    return [column for column, _ in strong or columns]


def rows_of(grid: Grid, columns: Sequence[Columns]) -> Iterator[tuple[Columns, range]]:
    """Yield each table's columns with its rows: those from its header to the next one."""
    ends = [*(each.header for each in columns[1:]), *([len(grid.rows)] if columns else ())]
    for each, end in zip(columns, ends, strict=True):
        yield each, range(each.first, end)
