"""``figures.csv``: values that somebody other than the agency provides (survey, statistics, appraiser).

Columns ``agency,code,input,value,document``, UTF-8, comma or semicolon; ``agency`` is an id, or ``*`` for every agency
whose criteria set takes the value from others; ``input`` is the input's name, or ``points`` for a leaf that is judged
by points; ``value`` follows the grammar of written numbers, or is ``KĐG``; ``document`` says where it is from.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer
from parscore.model.criteria import FIGURES, Leaf, Source
from parscore.model.problem import Problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow
from parscore.season.sheet import Figures, Sheet, open_sheet, overfull
from parscore.workbooks.values import POINTS

COLUMNS: Final = ("agency", "code", "input", "value")
CODE: Final = "PS147"
SURVEY_CODE: Final = "PS661"
EVERYBODY: Final = "*"


@dataclass(slots=True)
class _Gathering:
    sheet: Sheet
    figures: dict[str, dict[str, dict[str, Answer]]] = field(default_factory=dict)
    everybody: set[tuple[str, str, str]] = field(default_factory=set)
    """Agency, code and input of the values that were given for everybody."""

    def row(self, row: CsvRow) -> None:
        cells, sheet = row.cells, self.sheet
        if overfull(sheet.table, row):
            return sheet.fault(row.line, "value", cells["value"], "figures.fields")
        if cells["agency"] == EVERYBODY:
            return self.for_everybody(row)
        agency = sheet.agency(row)
        leaf = sheet.leaf(agency, cells["code"]) if agency else None
        if agency is None or not self.right(row, [leaf] if leaf else []):
            return None
        return self.give(row, agency, leaf) if leaf else None

    def right(self, row: CsvRow, leaves: list[Leaf]) -> bool:
        """Whether a row names a leaf, of these, and a value of it that stands in this file; else the fault is noted."""
        name = row.cells["input"]
        sides = {asked: leaf.source_of(asked) for leaf in leaves for asked in leaf.wants}
        others = [asked for asked, side in sides.items() if side is not Source.SELF]
        if not others:
            self.sheet.fault(row.line, "code", row.cells["code"], "figures.code")
        elif name not in others:
            self.sheet.fault(row.line, "input", name, "figures.input", wanted="; ".join(others))
        elif sides[name] not in FIGURES:
            self.sheet.fault(row.line, "input", name, "figures.elsewhere", wanted=f"sheet.{sides[name]}")
        else:
            return True
        return False

    def for_everybody(self, row: CsvRow) -> None:
        """Give a value to every agency whose set takes it from figures; where the sets differ, as each reads it."""
        code, name, answers = row.cells["code"], row.cells["input"], dict[Leaf, Answer]()
        leaves = {agency: leaf for agency in self.sheet.agencies.values() if (leaf := self.sheet.leaf(agency, code))}
        taking = {
            agency: leaf for agency, leaf in leaves.items() if name in leaf.wants and leaf.source_of(name) in FIGURES
        }
        if not taking:
            self.right(row, list(leaves.values()))
        for agency, leaf in taking.items():
            if leaf not in answers:
                answers[leaf] = self.answer(row, leaf, "")
            self.everybody.add((agency.id, code, name))
            self.give(row, agency, leaf, answers[leaf])

    def give(self, row: CsvRow, agency: Agency, leaf: Leaf, answer: Answer | None = None) -> None:
        name = row.cells["input"]
        own = self.figures.setdefault(agency.id, {}).setdefault(leaf.code, {})
        if name in own:
            first = str(own[name].place.line)
            shared = (agency.id, leaf.code, name) in self.everybody
            reason = "figures.everybody" if shared else "figures.twice"
            return self.sheet.fault(row.line, "input", name, reason, wanted=first, agency=agency.id if shared else "")
        own[name] = answer or self.answer(row, leaf, agency.id)
        return None

    def answer(self, row: CsvRow, leaf: Leaf, agency: str) -> Answer:
        asked = next((asked for asked in leaf.inputs if asked.name == row.cells["input"]), POINTS)
        return self.sheet.answer(row.line, row.cells["value"], asked, agency, leaf.code)


def read_figures(path: Path, season: Season, *, exact: bool = False) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the figures of a season; a season without the file has none. ``exact``: those that ballots were made to.

    A value stands once for an agency: its own beside one for everybody is a contradiction, and the first is kept.
    """
    sheet, problems = open_sheet(path, season, SURVEY_CODE if exact else CODE, COLUMNS, exact=exact)
    if sheet is None:
        return {}, problems
    gathering = _Gathering(sheet)
    for row in sheet.table.rows:
        gathering.row(row)
    return gathering.figures, tuple(sheet.problems)
