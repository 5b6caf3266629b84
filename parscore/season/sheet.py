"""What the sheets of the season have in common that others than the agencies fill in: columns, agencies, faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parscore.model.cell import Answer, Cell
from parscore.model.criteria import Input, Leaf
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow, CsvRows, parted, read_rows
from parscore.viet import nearest, show
from parscore.workbooks.values import Asking, read_answer, read_exact

Figures = Mapping[str, Mapping[str, Mapping[str, Answer]]]
"""Agency id to leaf code to input name to answer."""


@dataclass(slots=True)
class Sheet:
    """A CSV file on its way: its rows, and what is wrong with them (``code`` is the problem code of a faulty row)."""

    season: Season
    file: str
    table: CsvRows
    code: str
    exact: bool = False
    """Whether a program wrote the values, as ``numbers.decimal_text`` does."""
    problems: list[Problem] = field(default_factory=list)
    agencies: Mapping[str, Agency] = field(init=False)
    """By id, capital or small letters aside."""

    def __post_init__(self) -> None:
        self.agencies = {agency.id.casefold(): agency for agency in self.season.agencies.values()}

    def place(self, line: int, column: str) -> Place:
        """The place of a value, or of a whole row where ``column`` is none."""
        return Place(self.file, line=line, column=self.table.position(column))

    def fault(self, line: int, column: str, found: str, reason: str, *, wanted: str = "", agency: str = "") -> None:
        """Note a fault of a row."""
        facts = {"column": column, "found": show(found), "reason": reason, "wanted": wanted}
        self.problems.append(problem(self.code, self.place(line, column), agency=agency, **facts))

    def agency(self, row: CsvRow) -> Agency | None:
        """The agency of a row; one that is unknown is noted, with the nearest."""
        found = row.cells["agency"]
        agency = self.agencies.get(found.casefold())
        if agency is None:
            near = nearest(found, [known.id for known in self.agencies.values()])
            self.fault(row.line, "agency", found, "figures.agency", wanted="; ".join(near))
        return agency

    def leaf(self, agency: Agency, code: str) -> Leaf | None:
        """The leaf with a code in an agency's criteria set."""
        leaf = self.season.group_of(agency).criteria.index.get(code)
        return leaf if isinstance(leaf, Leaf) else None

    def answer(self, line: int, value: str, asked: Input, agency: str, code: str) -> Answer:
        """Read a value by the type of its input, as a cell of a form is read; what is wrong with it is noted."""
        place = self.place(line, "value")
        cell = Cell("", line, place.column, "text", value, None, "General")
        asking = Asking(asked, agency, code, place)
        answer, problems = read_exact(cell, asking) if self.exact else read_answer(cell, asking)
        # Every value of a CSV file is text: that a number is written as text says nothing here.
        self.problems += (found for found in problems if found.code != "PS142")
        return answer


def open_sheet(
    path: Path, season: Season, code: str, columns: Sequence[str], *, exact: bool = False
) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """Open a sheet of the season folder; ``None`` where there is none, or where its columns cannot be used."""
    table = read_rows(path)
    if table == "absent":
        return None, ()
    if isinstance(table, str):
        facts = {"column": "", "found": "", "reason": f"agencies.{table}", "wanted": ""}
        return None, (problem(code, Place(path.name), **facts),)
    sheet = Sheet(season, path.name, table, code, exact)
    for column in columns:
        if table.columns.count(column) != 1:
            sheet.fault(1, column, "", "figures.column", wanted=", ".join(columns))
    return (None if sheet.problems else sheet), tuple(sheet.problems)


def overfull(table: CsvRows, row: CsvRow) -> bool:
    """Whether a row has more values than columns, or a decimal comma seems to part its value in two."""
    return row.overlong or (table.delimiter == "," and parted(row.cells))
