"""Reading a form: the rows of all its sheets, each leaf once, its total, and what is missing or doubled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.model.cell import AnswerState
from parscore.model.criteria import CriteriaSet, Leaf, Section, Source
from parscore.model.problem import Problem
from parscore.model.submission import LeafAnswers
from parscore.viet import normal_form, show
from parscore.workbooks.claims import claimed_total
from parscore.workbooks.layout import CODE, NAME, POINTS
from parscore.workbooks.read_sheet import FormFacts, SheetReading, as_stored, rows_below
from parscore.workbooks.remarks import remarks
from parscore.workbooks.rows import written_code
from parscore.workbooks.table import Table
from parscore.workbooks.values import read_answer

NO_LEAVES: Final[Mapping[str, Leaf]] = MappingProxyType({})
NO_DOCUMENTS: Final[Mapping[str, str]] = MappingProxyType({})


class FormReading(NamedTuple):
    """The answers of a form by leaf code, everything found on the way, and whether anything at all was answered."""

    answers: Mapping[str, LeafAnswers]
    problems: tuple[Problem, ...]
    filled_in: bool


def read_form(
    tables: Sequence[Table],
    file: str,
    agency: str,
    criteria: CriteriaSet,
    *,
    leaves: Mapping[str, Leaf] = NO_LEAVES,
    documents: Mapping[str, str] = NO_DOCUMENTS,
    uncalculated_zeros: bool = False,
    date1904: bool = False,
) -> FormReading:
    """Read the rows of a form that belongs to an agency and is scored by a criteria set.

    ``tables`` is the main one, then those of bonus and penalty sections. ``leaves`` are those that apply to the agency
    otherwise than the set states in general: its form may give either maximum. ``documents`` are those that the
    workbook lists for each leaf apart from its row. ``uncalculated_zeros`` and ``date1904`` say how the workbook
    stores formulas and dates.
    """
    facts = FormFacts(file, agency, criteria, leaves, documents, uncalculated_zeros, date1904)
    reading = _Reading(facts)
    reading.sheets = [SheetReading(table, facts, reading.problems) for table in tables]
    reading.find_rows()
    reading.columns_for_inputs()
    for sheet in reading.sheets:
        reading.answers.update(sheet.answers())
    reading.compare_totals()
    filled_in = reading.filled_in()
    for sheet in reading.sheets:
        found = remarks(sheet.table, sheet.rows, reading.answers, criteria)
        reading.problems += (replace(remark, agency=agency) for remark in found)
    reading.finish()
    return FormReading(reading.answers, tuple(reading.problems), filled_in)


@dataclass(slots=True)
class _Reading:
    form: FormFacts
    sheets: list[SheetReading] = field(default_factory=list)
    answers: dict[str, LeafAnswers] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)

    def find_rows(self) -> None:
        """Find the row of every leaf; a second one of an own leaf, on whatever sheet, is a fault."""
        first: dict[str, tuple[SheetReading, int]] = {}
        for sheet in self.sheets:
            for row, cells, leaf in sheet.leaf_rows():
                if leaf.code not in first:
                    first[leaf.code] = sheet, row
                    sheet.rows[leaf.code] = row, cells
                elif leaf.source is Source.SELF:
                    self.second(sheet, row, leaf, *first[leaf.code])
            sheet.find_tall()

    def second(self, sheet: SheetReading, row: int, leaf: Leaf, before: SheetReading, first: int) -> None:
        place = before.table.place(self.form.file, first, CODE)
        other = "" if before is sheet else f"'{show(place.sheet)}'!"
        self.problems.append(sheet.at("PS127", row, CODE, leaf.code, name=leaf.name, first=f"{other}{place.cell}"))
        self.doubled.add(leaf.code)

    def own_leaves(self) -> list[Leaf]:
        return [leaf for leaf in self.form.criteria.leaves() if leaf.source is Source.SELF]

    def columns_for_inputs(self) -> None:
        """Report missing data columns; a leaf without a row is looked for on the sheet where it ought to stand."""
        for sheet in self.sheets:
            sheet.columns_for_inputs(leaf for leaf in self.own_leaves() if self.home(leaf) is sheet)

    def home(self, leaf: Leaf) -> SheetReading:
        """The sheet on which a leaf stands, or ought to: a bonus or a penalty on that of the sections, if there is one.

        The main sheet has everything where there is no other.
        """
        main, *others = self.sheets
        standing = next((sheet for sheet in self.sheets if leaf.code in sheet.rows), None)
        return standing or (others[0] if others and leaf.code in self.in_sections() else main)

    def in_sections(self) -> set[str]:
        """The codes of the leaves of bonus and penalty sections."""
        sections = (area for area in self.form.criteria.areas if area.section is not Section.AREA)
        return {leaf.code for area in sections for leaf in area.leaves()}

    def compare_totals(self) -> None:
        """Compare the form's one total with the sum of its claimed points, where every leaf has some."""
        own = [leaf.code for leaf in self.own_leaves()]
        claims = {code: self.answers[code].claimed for code in own if code in self.answers}
        settled = {AnswerState.GIVEN, AnswerState.NOT_APPLICABLE}
        whole = len(claims) == len(own) and all(claim.state in settled for claim in claims.values())
        totals = [(sheet, *total) for sheet in self.sheets for total in sheet.totals]
        if len(totals) != 1 or self.doubled or not whole:
            return
        sheet, row, cells = totals[0]
        if sheet is not self.sheets[0]:
            return  # a total of the sections alone
        total, _ = read_answer(cells.get(sheet.table.columns[POINTS]), sheet.asking(row, POINTS, ""))
        points = {code: claim.value for code, claim in claims.items() if isinstance(claim.value, Fraction)}
        added = claimed_total(self.form.criteria, points)
        # A cell holds 15 digits of a sum: no difference between what is stored and what is exact.
        if isinstance(total.value, Fraction) and total.value not in (added, as_stored(added)):
            self.problems.append(sheet.at("PS208", row, POINTS, found=total.value, computed=added))

    def finish(self) -> None:
        """Report leaves without a row; drop leaves with two rows: neither is chosen."""
        for code in self.doubled:
            del self.answers[code]
        for leaf in self.own_leaves():
            if not any(leaf.code in sheet.rows for sheet in self.sheets):
                self.home(leaf).remark("PS102", leaf.code, name=leaf.name)
        for sheet in self.sheets:
            sheet.finish()

    def filled_in(self) -> bool:
        """Whether the agency answered anything at all."""
        own = [self.answers[leaf.code] for leaf in self.own_leaves() if leaf.code in self.answers]
        answers = [answer for row in own for answer in (row.claimed, *row.inputs.values())]
        return any(answer.state is not AnswerState.BLANK for answer in answers)


def covers(tables: Sequence[Table], criteria: CriteriaSet) -> Fraction:
    """Return the share of a set's leaves whose code and name stand in a row of the form's tables."""
    names = {leaf.code: normal_form(leaf.name) for leaf in criteria.leaves()}
    hits = set()
    for table, cells in ((found, cells) for found in tables for _, cells in rows_below(found)):
        code, name = written_code(cells.get(table.columns[CODE])), cells.get(table.columns[NAME])
        if name is not None and names.get(code) == normal_form(name.text):
            hits.add(code)
    return Fraction(len(hits), len(names))
