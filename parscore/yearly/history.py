"""Places held over many years, by unit and index: PAR Index, SIPAS, PAPI, PCI and others.

Columns ``year,index_name,unit,score,rank,of``, one line a year; other columns are left alone. A score or a rank has to
be there; ``of`` is the number of units that were ranked. UTF-8, comma or semicolon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import Refused, read_written, total
from parscore.season.csv_rows import CsvRow, CsvRows, read_rows
from parscore.viet import normal_form, show

COLUMNS: Final = ("year", "index_name", "unit", "score", "rank", "of")
_YEARS: Final = range(1990, 2101)
_NOTHING: Final = ("", "-", "–", "—")


class Held(NamedTuple):
    """One year of one unit in one index: its score, its place, and among how many; ``None`` for what is not known."""

    year: int
    score: Fraction | None
    rank: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """The years of one unit in one index, from the first to the last."""

    unit: str
    index: str
    held: tuple[Held, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Years between the first and the last of which nothing is known."""
        known = {one.year for one in self.held}
        return tuple(year for year in range(self.held[0].year, self.held[-1].year) if year not in known)

    @property
    def placed(self) -> tuple[Held, ...]:
        """The years with a place."""
        return tuple(one for one in self.held if one.rank is not None)

    def years_at(self, rank: int | None) -> tuple[int, ...]:
        """The years in which a place was held."""
        return tuple(one.year for one in self.placed if one.rank == rank)

    @property
    def best(self) -> int | None:
        """The best place that was held."""
        return min((one.rank for one in self.placed if one.rank is not None), default=None)

    @property
    def worst(self) -> int | None:
        """The worst place that was held."""
        return max((one.rank for one in self.placed if one.rank is not None), default=None)

    @property
    def mean(self) -> Fraction | None:
        """The exact mean of the places."""
        ranks = [Fraction(one.rank) for one in self.placed if one.rank is not None]
        return total(ranks) / len(ranks) if ranks else None

    @property
    def fields(self) -> tuple[int, ...]:
        """How many units were ranked, in the order of the years; more than one number: the places are not alike."""
        return tuple(dict.fromkeys(one.of for one in self.placed if one.of is not None))


def read_history(path: Path, shown_as: str) -> tuple[tuple[Series, ...], tuple[Problem, ...]]:
    """Read the series of a file in its order; every faulty row is named with its line and left out."""
    table = read_rows(path)
    if isinstance(table, str):
        return (), (_fault(Place(shown_as), "", "", table),)
    missing = [column for column in COLUMNS if column not in table.columns]
    doubled = [column for column in COLUMNS if table.columns.count(column) > 1]
    if missing or doubled:
        head = Place(shown_as, line=1)
        wrong = [(column, "column") for column in missing] + [(column, "doubled") for column in doubled]
        return (), tuple(_fault(head, column, "", reason, ", ".join(COLUMNS)) for column, reason in wrong)
    reading = _Reading(shown_as, table)
    for row in table.rows:
        reading.row(row)
    return reading.series(), tuple(reading.problems)


@dataclass(slots=True)
class _Reading:
    file: str
    table: CsvRows
    held: dict[tuple[str, str], dict[int, Held]] = field(default_factory=dict)
    names: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str, int], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def row(self, row: CsvRow) -> None:
        """Take one row in, or every fault of it."""
        before = len(self.problems)
        year, rank, of = (self.whole(row, column) for column in ("year", "rank", "of"))
        score = self.score(row)
        key = normal_form(row.cells["unit"]), normal_form(row.cells["index_name"])
        if row.overlong:
            self.fault(row, COLUMNS[-1], "fields")
        for column, value in zip(("unit", "index_name"), key, strict=True):
            if not value:
                self.fault(row, column, "empty")
        if row.cells["year"] in _NOTHING or (year is not None and year not in _YEARS):
            self.fault(row, "year", "year", f"{_YEARS[0]}–{_YEARS[-1]}")
        if len(self.problems) > before or year is None:
            return
        if score is None and rank is None:
            self.fault(row, "rank", "nothing")
        elif rank is not None and (rank < 1 or (of is not None and rank > of)):
            self.fault(row, "rank", "rank")
        elif first := self.lines.get((*key, year)):
            self.fault(row, "year", "twice", str(first))
        else:
            self.lines[*key, year] = row.line
            self.names.setdefault(key, (row.cells["unit"], row.cells["index_name"]))
            self.held.setdefault(key, {})[year] = Held(year, score, rank, of)

    def whole(self, row: CsvRow, column: str) -> int | None:
        """A whole number; ``None`` where there is none, or where it is faulty."""
        number = self.number(row, column, whole=True)
        if number is not None and number.denominator != 1:
            self.fault(row, column, "whole")
            return None
        return None if number is None else int(number)

    def score(self, row: CsvRow) -> Fraction | None:
        """A score; ``84,05%`` is 84,05 as an index is."""
        return self.number(row, "score")

    def number(self, row: CsvRow, column: str, *, whole: bool = False) -> Fraction | None:
        """A number by the package's grammar."""
        text = row.cells[column]
        if text in _NOTHING:
            return None
        read = read_written(text, whole=whole)
        if isinstance(read, Refused):
            self.fault(row, column, "ambiguous" if read.why == "ambiguous" else "number")
            return None
        return read.value * 100 if read.percent else read.value

    def fault(self, row: CsvRow, column: str, reason: str, wanted: str = "") -> None:
        """Report a fault at its place."""
        place = Place(self.file, line=row.line, column=self.table.position(column))
        self.problems.append(_fault(place, column, row.cells[column], reason, wanted))

    def series(self) -> tuple[Series, ...]:
        """The series, units and indices in the order of the file."""
        units = list(dict.fromkeys(unit for unit, _ in self.held))
        keys = sorted(self.held, key=lambda key: units.index(key[0]))
        return tuple(Series(*self.names[key], _by_year(self.held[key])) for key in keys)


def _by_year(held: dict[int, Held]) -> tuple[Held, ...]:
    return tuple(held[year] for year in sorted(held))


def of_interest(series: Sequence[Series], units: Sequence[str], indices: Sequence[str]) -> tuple[Series, ...]:
    """Keep the series of some units and indices, by their names in normal form; none named keeps all."""
    wanted_units, wanted_indices = set(map(normal_form, units)), set(map(normal_form, indices))
    return tuple(
        one
        for one in series
        if (not units or normal_form(one.unit) in wanted_units)
        and (not indices or normal_form(one.index) in wanted_indices)
    )


def _fault(place: Place, column: str, found: str, reason: str, wanted: str = "") -> Problem:
    facts = {"reason": f"history.{reason}", "wanted": wanted}
    return problem("PS885", place, column=column, found=show(found), **facts)
