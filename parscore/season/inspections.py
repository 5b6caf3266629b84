"""``inspections.csv``: what inspections found, counted for the leaves that ask for it.

Columns ``agency,date,finding,code,handled,document``, UTF-8, comma or semicolon; one row a finding: the agency, the day
of the inspection, the finding in words, the code of its leaf, and whether it was handled. A row whose finding, code and
handled are empty says that the agency was inspected that day and nothing was found.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer, AnswerState, Cell, Entry
from parscore.model.criteria import Leaf, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow
from parscore.season.sheet import Figures, Sheet, open_sheet
from parscore.viet import normal_form, show
from parscore.workbooks.days import day_of_text

COLUMNS: Final = ("agency", "date", "finding", "code", "handled")
CODE: Final = "PS227"
_WORDS: Final = {
    True: ("Có", "Đã xử lý", "Đã khắc phục", "Yes"),
    False: ("Không", "Chưa", "Chưa xử lý", "Chưa khắc phục", "No"),
}
_HANDLED: Final = {normal_form(word): meaning for meaning, words in _WORDS.items() for word in words}


@dataclass(slots=True)
class _Inspected:
    """What is known of one agency: where it is first named, its findings by leaf, and leaves with a faulty row.

    ``lost``: a faulty row of the agency belongs to nobody knows which leaf, so that no count can be trusted.
    """

    place: Place
    findings: dict[str, list[Entry]] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)
    lost: bool = False


@dataclass(slots=True)
class _Gathering:
    sheet: Sheet
    inspected: dict[str, _Inspected] = field(default_factory=dict)
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)
    """The first line of each row, by what it says."""

    def row(self, row: CsvRow) -> None:
        """Take one row; a fault spoils the counts of the leaf it names, so that nothing is counted by halves."""
        agency = self.sheet.agency(row)
        if agency is None:
            return
        known = self.inspected.setdefault(agency.id, _Inspected(self.sheet.place(row.line, "agency")))
        before, code = len(self.sheet.problems), row.cells["code"]
        self.twice(row, agency)
        entry = self.finding(row, agency)
        if any(found.code == CODE for found in self.sheet.problems[before:]):
            known.spoilt.add(code)
            known.lost |= not self.counted(agency, code)
        elif entry:
            known.findings.setdefault(code, []).append(entry)

    def counted(self, agency: Agency, code: str) -> bool:
        """Whether a code is that of a leaf which counts findings."""
        leaf = self.sheet.leaf(agency, code)
        return leaf is not None and Source.INSPECTION in leaf.sources

    def twice(self, row: CsvRow, agency: Agency) -> None:
        """A row says nothing that an earlier one has said."""
        said = (agency.id, *(normal_form(row.cells[column]) for column in ("date", "finding", "code")))
        first = self.lines.setdefault(said, row.line)
        if first != row.line:
            column = "finding" if row.cells["finding"] else "date"
            found = row.cells[column]
            self.sheet.fault(row.line, column, found, "inspections.twice", wanted=str(first), agency=agency.id)

    def finding(self, row: CsvRow, agency: Agency) -> Entry | None:
        """Read a row; every fault of it is noted. ``None`` where nothing was found."""
        cells, sheet = row.cells, self.sheet
        if row.overlong:
            sheet.fault(row.line, COLUMNS[-1], cells["handled"], "agencies.fields", agency=agency.id)
        self.day(row, agency)
        text, code, handled = cells["finding"], cells["code"], _HANDLED.get(normal_form(cells["handled"]))
        if not (text or code or cells["handled"]):
            return None
        if not text or not code:
            column = "code" if text else "finding"
            sheet.fault(row.line, column, "", "inspections.half", agency=agency.id)
        if code and not self.counted(agency, code):
            sheet.fault(row.line, "code", code, "inspections.code", agency=agency.id)
        if handled is None:
            sheet.fault(row.line, "handled", cells["handled"], "inspections.handled", agency=agency.id)
        place = sheet.place(row.line, "handled")
        cell = Cell("", row.line, place.column, "text", cells["handled"], None, "General")
        return Entry(text, Answer(AnswerState.GIVEN, bool(handled), place, cell))

    def day(self, row: CsvRow, agency: Agency) -> None:
        """The day can be read and lies in the season's year."""
        found, year = row.cells["date"], self.sheet.season.year
        day = day_of_text(found)
        if not isinstance(day, date):
            self.sheet.fault(row.line, "date", found, "inspections.date", agency=agency.id)
        elif day.year != year:
            place = self.sheet.place(row.line, "date")
            self.sheet.problems.append(problem("PS228", place, agency=agency.id, found=show(found), wanted=str(year)))

    def counts(self, agency: Agency, leaf: Leaf) -> dict[str, Answer]:
        """What a leaf gets: how many findings, handled and unhandled ones, each with the rows that it counts."""
        known = self.inspected.get(agency.id)
        if known is None:
            return dict.fromkeys(_COUNTED, Answer(AnswerState.NOT_INSPECTED, place=Place(self.sheet.file)))
        if known.lost or leaf.code in known.spoilt:
            return dict.fromkeys(_COUNTED, Answer(AnswerState.UNUSABLE, place=known.place))
        found = known.findings.get(leaf.code, [])
        return {
            name: _count([entry for entry in found if entry.answer.value in meanings], known.place)
            for name, meanings in _COUNTED.items()
        }


_COUNTED: Final = {"findings": (True, False), "handled": (True,), "unhandled": (False,)}


def _count(entries: list[Entry], otherwise: Place) -> Answer:
    """A count of findings; it stands where the first one does, or where the agency is named first."""
    place = entries[0].answer.place if entries else otherwise
    return Answer(AnswerState.GIVEN, Fraction(len(entries)), place, entries=tuple(entries))


def read_inspections(path: Path, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the inspections of a season; without the file nothing is known of any, and the figures are awaited."""
    sheet, problems = open_sheet(path, season, CODE, COLUMNS)
    if sheet is None:
        return {}, problems
    gathering = _Gathering(sheet)
    for row in sheet.table.rows:
        gathering.row(row)
    figures = {
        agency.id: {
            leaf.code: gathering.counts(agency, leaf)
            for leaf in season.group_of(agency).criteria.leaves()
            if Source.INSPECTION in leaf.sources
        }
        for agency in season.agencies.values()
    }
    return figures, tuple(sheet.problems)
