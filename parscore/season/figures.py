"""``figures.csv``: values that somebody other than the agency provides (survey, statistics, appraiser).

Columns ``agency,code,input,value,document``, UTF-8, comma or semicolon; ``input`` is the input's name, or ``points``
for a leaf that is judged by points; ``value`` follows the grammar of written numbers, or is ``KĐG``; ``document`` says
where it is from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer, Cell
from parscore.model.criteria import Input, Leaf, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow, CsvRows, parted, read_rows
from parscore.viet import nearest, show
from parscore.workbooks.values import POINTS, Asking, read_answer

COLUMNS: Final = ("agency", "code", "input", "value")
Figures = Mapping[str, Mapping[str, Mapping[str, Answer]]]
"""Agency id to leaf code to input name to answer."""


@dataclass(slots=True)
class _Gathering:
    season: Season
    agencies: Mapping[str, Agency]
    file: str
    table: CsvRows
    figures: dict[str, dict[str, dict[str, Answer]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def row(self, row: CsvRow) -> None:
        cells = row.cells
        agency = self.agencies.get(cells["agency"].casefold())
        if row.overlong or (self.table.delimiter == "," and parted(cells)):
            return self.fault(row.line, "value", cells["value"], "fields")
        if agency is None:
            near = nearest(cells["agency"], [known.id for known in self.agencies.values()])
            return self.fault(row.line, "agency", cells["agency"], "agency", "; ".join(near))
        leaf = self.season.group_of(agency).criteria.index.get(cells["code"])
        if not isinstance(leaf, Leaf) or leaf.source is Source.SELF:
            return self.fault(row.line, "code", cells["code"], "code")
        name = cells["input"]
        if name not in leaf.rule.wants:
            return self.fault(row.line, "input", name, "input", "; ".join(leaf.rule.wants))
        own = self.figures.setdefault(agency.id, {}).setdefault(leaf.code, {})
        if name in own:
            return self.fault(row.line, "input", name, "twice", str(own[name].place.line))
        asked = next((asked for asked in leaf.inputs if asked.name == name), POINTS)
        own[name] = self.answer(row.line, cells["value"], asked, agency.id, leaf.code)
        return None

    def answer(self, line: int, value: str, asked: Input, agency: str, code: str) -> Answer:
        place = self.place(line, "value")
        cell = Cell("", line, place.column, "text", value, None, "General")
        answer, problems = read_answer(cell, Asking(asked, agency, code, place))
        # Every value of a CSV file is text: that a number is written as text says nothing here.
        self.problems += (found for found in problems if found.code != "PS142")
        return answer

    def fault(self, line: int, column: str, found: str, reason: str, wanted: str = "") -> None:
        facts = {"column": column, "found": show(found), "reason": f"figures.{reason}", "wanted": wanted}
        self.problems.append(problem("PS147", self.place(line, column), **facts))

    def place(self, line: int, column: str) -> Place:
        return Place(self.file, line=line, column=self.table.position(column))


def read_figures(path: Path, shown_as: str, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the figures of a season; a season without the file has none."""
    table = read_rows(path)
    if table == "absent":
        return {}, ()
    if isinstance(table, str):
        facts = {"column": "", "found": "", "reason": f"agencies.{table}", "wanted": ""}
        return {}, (problem("PS147", Place(shown_as), **facts),)
    agencies = {agency.id.casefold(): agency for agency in season.agencies.values()}
    gathering = _Gathering(season, agencies, shown_as, table)
    missing = [column for column in COLUMNS if table.columns.count(column) != 1]
    for column in missing:
        gathering.fault(1, column, "", "column", ", ".join(COLUMNS))
    for row in () if missing else table.rows:
        gathering.row(row)
    return gathering.figures, tuple(gathering.problems)
