"""``figures.csv``: values that somebody other than the agency provides (survey, statistics, appraiser).

Columns ``agency,code,input,value,document``, UTF-8; ``input`` is the input's name, or ``points`` for a leaf that is
judged by points; ``value`` follows the grammar of written numbers, or is ``KĐG``; ``document`` says where it is from.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer, Cell
from parscore.model.criteria import Input, Leaf, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.season import Season
from parscore.viet import show
from parscore.workbooks.values import POINTS, Asking, read_answer

COLUMNS: Final = ("agency", "code", "input", "value", "document")
Figures = Mapping[str, Mapping[str, Mapping[str, Answer]]]
"""Agency id to leaf code to input name to answer."""


@dataclass(slots=True)
class _Gathering:
    season: Season
    file: str
    figures: dict[str, dict[str, dict[str, Answer]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def row(self, line: int, row: Mapping[str, str]) -> None:
        agency = self.season.agencies.get(row["agency"].strip())
        if agency is None:
            self.fault(line, "agency", row["agency"])
            return
        leaf = self.season.group_of(agency).criteria.index.get(row["code"].strip())
        if not isinstance(leaf, Leaf) or leaf.source is Source.SELF:
            self.fault(line, "code", row["code"])
            return
        name = row["input"].strip()
        asked = next((asked for asked in leaf.inputs if asked.name == name), POINTS if name == CLAIMED else None)
        if asked is None or name not in leaf.rule.wants or name in self.of(agency.id, leaf.code):
            self.fault(line, "input", name)
            return
        self.of(agency.id, leaf.code)[name] = self.answer(line, row["value"], asked, agency.id, leaf.code)

    def of(self, agency: str, code: str) -> dict[str, Answer]:
        return self.figures.setdefault(agency, {}).setdefault(code, {})

    def answer(self, line: int, value: str, asked: Input, agency: str, code: str) -> Answer:
        place = Place(self.file, line=line, column=COLUMNS.index("value") + 1)
        cell = Cell("", line, COLUMNS.index("value") + 1, "text", value, None, "General")
        answer, problems = read_answer(cell, Asking(asked, agency, code, place))
        # Every value of a CSV file is text: that a number is written as text says nothing here.
        self.problems += (found for found in problems if found.code != "PS142")
        return answer

    def fault(self, line: int, column: str, found: str) -> None:
        place = Place(self.file, line=line, column=COLUMNS.index(column) + 1)
        self.problems.append(problem("PS147", place, column=column, found=show(found)))


def read_figures(path: Path, shown_as: str, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the figures of a season; a season without the file has none."""
    if not path.exists():
        return {}, ()
    gathering = _Gathering(season, shown_as)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (problem("PS122", Place(shown_as), reason=type(error).__name__),)
    reader = csv.DictReader(text.splitlines(), restval="")
    missing = [column for column in COLUMNS[:4] if column not in (reader.fieldnames or ())]
    if missing:
        gathering.fault(1, missing[0], "")
        return {}, tuple(gathering.problems)
    for row in reader:
        gathering.row(reader.line_num, row)
    return gathering.figures, tuple(gathering.problems)
