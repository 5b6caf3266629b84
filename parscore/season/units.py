"""``units.csv``: values of an agency's subordinate units, a column of them for each input.

Columns ``agency,unit,code,input,value,document``, UTF-8, comma or semicolon; one row a unit and input. The units
stand in the order in which the file first names them. A row without unit and input whose value is ``KĐG`` says that the
agency has no subordinate units for that leaf.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.engine.variants import leaf_for
from parscore.model.cell import Answer, AnswerState, Entry
from parscore.model.criteria import Input, InputType, Leaf, Source
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow
from parscore.season.sheet import Figures, Sheet, open_sheet, overfull
from parscore.viet import normal_form, show

COLUMNS: Final = ("agency", "unit", "code", "input", "value")
CODE: Final = "PS229"
_NO_UNITS: Final = Input(name="", ask="", type=InputType.CHOICE)


@dataclass(slots=True)
class _Gathered:
    """What is known of one leaf of one agency: the values of each unit by input, or that it has no units.

    ``faulty`` are the units with a fault in one of their rows.
    """

    agency: Agency
    leaf: Leaf
    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, dict[str, Answer]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    none: Answer | None = None
    faulty: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Gathering:
    sheet: Sheet
    found: dict[tuple[str, str], _Gathered] = field(default_factory=dict)

    def row(self, row: CsvRow) -> None:
        cells, sheet = row.cells, self.sheet
        agency = sheet.agency(row)
        if agency is None:
            return
        leaf = sheet.leaf(agency, cells["code"])
        if leaf is None or Source.UNITS not in leaf.sources:
            sheet.fault(row.line, "code", cells["code"], "units.code", agency=agency.id)
            return
        applied, _ = leaf_for(leaf, agency)
        known = self.found.setdefault((agency.id, leaf.code), _Gathered(agency, applied))
        if normal_form(cells["unit"]):
            self.unit(row, known)
        else:
            self.without_unit(row, known)

    def without_unit(self, row: CsvRow, known: _Gathered) -> None:
        """Take the row of an agency that has no units; anything else lacks the name of its unit."""
        value = self.sheet.answer(row.line, row.cells["value"], _NO_UNITS, known.agency.id, known.leaf.code)
        if value.state is not AnswerState.NOT_APPLICABLE:
            self.fault(row, known, "unit", "units.unit")
        elif row.cells["input"] or known.units or known.none:
            self.fault(row, known, "value", "units.none")
        else:
            known.none = value

    def unit(self, row: CsvRow, known: _Gathered) -> None:
        """Take a value of a unit, once."""
        cells, leaf, name = row.cells, known.leaf, row.cells["input"]
        wanted = asked_of_units(leaf)
        unit = normal_form(cells["unit"])
        first = known.units.get(unit, {}).get(name)
        asked = next((asked for asked in leaf.inputs if asked.name == name), None)
        if known.none:
            self.fault(row, known, "unit", "units.none")
        elif overfull(self.sheet.table, row):
            self.fault(row, known, "value", "figures.fields")
        elif asked is None or leaf.source_of(name) is not Source.UNITS:
            self.fault(row, known, "input", "figures.input", "; ".join(wanted))
        elif first is not None:
            self.fault(row, known, "input", "figures.twice", str(first.place.line))
        else:
            known.names.setdefault(unit, cells["unit"])
            known.lines.setdefault(unit, row.line)
            answer = self.sheet.answer(row.line, cells["value"], asked, known.agency.id, leaf.code)
            known.units.setdefault(unit, {})[name] = answer

    def fault(self, row: CsvRow, known: _Gathered, column: str, reason: str, wanted: str = "") -> None:
        known.faulty.add(normal_form(row.cells["unit"]))
        self.sheet.fault(row.line, column, row.cells[column], reason, wanted=wanted, agency=known.agency.id)

    def columns(self, known: _Gathered) -> dict[str, Answer]:
        """The columns of a leaf; unusable where a row has a fault, or where a unit lacks a value, which is noted."""
        wanted = asked_of_units(known.leaf)
        if known.none and not known.faulty:
            return dict.fromkeys(wanted, known.none)
        whole = [unit for unit in known.units if unit not in known.faulty]
        lacking = [self.lacks(known, unit, name) for unit in whole for name in wanted]
        if known.faulty or any(lacking):
            return dict.fromkeys(wanted, Answer(AnswerState.UNUSABLE))
        return {name: _column(known, name) for name in wanted}

    def lacks(self, known: _Gathered, unit: str, name: str) -> bool:
        """Whether a unit has no value of an input: nothing, or a mark that says nothing of one unit alone."""
        answer = known.units[unit].get(name)
        if answer is not None and answer.state in (AnswerState.GIVEN, AnswerState.UNUSABLE):
            return False
        place = answer.place if answer else self.sheet.place(known.lines[unit], "unit")
        facts = {"found": show(known.names[unit]), "wanted": name, "name": known.leaf.name}
        told = problem("PS230", place, agency=known.agency.id, criterion=known.leaf.code, **facts)
        self.sheet.problems.append(told)
        return True


def asked_of_units(leaf: Leaf) -> list[str]:
    """Names of the inputs that every unit has to have for a leaf's rule."""
    return [name for name in leaf.rule.wants if leaf.source_of(name) is Source.UNITS]


def _column(known: _Gathered, name: str) -> Answer:
    entries = tuple(Entry(known.names[unit], values[name]) for unit, values in known.units.items())
    values = [entry.answer.value for entry in entries]
    singles = tuple(value for value in values if value is not None and not isinstance(value, tuple))
    place = entries[0].answer.place
    if len(singles) < len(entries):
        return Answer(AnswerState.UNUSABLE, place=place, entries=entries)
    return Answer(AnswerState.GIVEN, singles, place, entries=entries)


def read_units(path: Path, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the values of subordinate units; what the file does not have is awaited, never left out of a mean."""
    sheet, problems = open_sheet(path, season, CODE, COLUMNS)
    if sheet is None:
        return {}, problems
    gathering = _Gathering(sheet)
    for row in sheet.table.rows:
        gathering.row(row)
    figures: dict[str, dict[str, dict[str, Answer]]] = {}
    for (agency, code), known in gathering.found.items():
        figures.setdefault(agency, {})[code] = gathering.columns(known)
    return figures, tuple(sheet.problems)
