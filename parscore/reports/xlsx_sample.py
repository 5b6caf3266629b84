"""The worksheet of a sample: the cells that a person checks against evidence, with yellow cells for what was found.

Cells to fill in are yellow, unlocked and empty; the rest is locked without a password. ``workbooks.sample_read`` reads
it back by the same layout. The same sample gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from itertools import groupby
from typing import Final

from parscore.audit.recorded import Recorded
from parscore.audit.sample_evaluate import Evaluation, cells_of
from parscore.audit.sample_plan import CellScore
from parscore.messages import Words
from parscore.model.cell import Answer, Cell
from parscore.numbers import decimal_text, from_stored, percent
from parscore.reports.printing import kind_of, printer
from parscore.reports.sample_rows import TOPIC, reasons, statement_rows
from parscore.reports.xlsx_appraisal_cells import YELLOW
from parscore.reports.xlsx_sheet import HEADING, Book, Look, Sheet
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.layout import LISTS_SHEET, STAMP_SHEET
from parscore.workbooks.measure import lines
from parscore.workbooks.sample_layout import (
    AGENCY,
    AGENCY_NAME,
    CHOSEN,
    CLAIMED,
    CODE,
    EVIDENCE,
    FILLED,
    FOUND,
    HEADINGS,
    MAXIMUM,
    NAME,
    POINTS,
    REMARK,
    SOURCE,
    VALUE,
    VERDICT,
    WHEN,
    WHO,
    Mark,
    MarkRow,
    Verdict,
)
from parscore.workbooks.writing import CREATED, fitting, options

_SIZE: Final = 11
_WIDTHS: Final = {
    AGENCY: 11, AGENCY_NAME: 20, CODE: 8, NAME: 36, MAXIMUM: 8, CLAIMED: 9, POINTS: 9, SOURCE: 44, EVIDENCE: 28,
    CHOSEN: 32, VERDICT: 14, VALUE: 20, FOUND: 10, REMARK: 30, WHO: 18, WHEN: 13,
}  # fmt: skip
_NARROW: Final = (AGENCY, CODE, MAXIMUM, CLAIMED, POINTS, VERDICT, FOUND, WHEN)
_STATEMENTS: Final = ("statement", "margin", "method", "drawn", "cells", "state", "risk")
_STATEMENT_WIDTHS: Final = (60, 12, 40, 12, 10, 24, 12)
_NUMBER: Final = "0.00##########"
_LONGEST_PROMPT: Final = 255
"""The most characters of a prompt in Excel."""

Typed = Mapping[str, Mapping[str, Cell]]
"""What was typed into an earlier worksheet of the same sample, by cell and column."""


def mark_of(recorded: Recorded, evaluation: Evaluation) -> Mark:
    """What the worksheet of a sample is bound to."""
    terms = evaluation.plan.terms
    rows = tuple(MarkRow(cell.agency.id, cell.score.leaf.code) for cell in cells_of(evaluation))
    return Mark(
        season=str(recorded.result.season.year),
        record=recorded.head.body,
        seed=terms.seed,
        confidence=decimal_text(terms.confidence),
        tolerable=decimal_text(terms.tolerable),
        risk=decimal_text(terms.risk),
        group=terms.group,
        rows=rows,
    )


def sample_bytes(recorded: Recorded, evaluation: Evaluation, words: Words, typed: Typed) -> bytes:
    """Return the worksheet; what was ``typed`` before stands in it again."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    season = recorded.result.season
    title = words.text(TOPIC, "title", year=season.year)
    workbook.set_properties({"title": title, "company": REPORT_MARK, "created": CREATED})
    book = Book(workbook, words, False, f"SHA-256 {recorded.head.body}")
    _Page(book, recorded, evaluation, typed).write(title)
    _statements(book, evaluation)
    lists, stamp = workbook.add_worksheet(LISTS_SHEET), workbook.add_worksheet(STAMP_SHEET)
    for row, verdict in enumerate(Verdict):
        lists.write_string(row, 0, verdict.value)
    for row, line in enumerate(mark_of(recorded, evaluation).lines()):
        for column, text in enumerate(line):
            stamp.write_string(row, column, text)
    lists.very_hidden()
    stamp.very_hidden()
    workbook.close()
    return stream.getvalue()


def _statements(book: Book, evaluation: Evaluation) -> None:
    """The sheet of what the sample answers."""
    words = book.words
    sheet = book.sheet(words.text(TOPIC, "sheet.statements"), _STATEMENT_WIDTHS, _SIZE)
    sheet.title(words.text(TOPIC, "sheet.statements"))
    sheet.cells([words.text("screen", f"column.{column}") for column in _STATEMENTS], HEADING)
    sheet.frozen(1, sheet.row - 1)
    for row in statement_rows(evaluation, words):
        sheet.cells(row, {"valign": "top"}, (1, 3, 4, 6))


class _Page:
    """The sheet that is filled in."""

    def __init__(self, book: Book, recorded: Recorded, evaluation: Evaluation, typed: Typed) -> None:
        self.book, self.recorded, self.evaluation, self.typed = book, recorded, evaluation, typed
        self.roles: Sequence[str] = tuple(HEADINGS)
        self.sheet: Sheet = book.sheet(self.text("sheet.cells"), [_WIDTHS[role] for role in self.roles], _SIZE, 9)
        self.sheet.worksheet.set_paper(8)  # A3: sixteen columns are not legible on A4
        self.chosen = reasons(evaluation, book.words)
        self.bounds: dict[tuple[Fraction, Fraction], list[int]] = {}

    def text(self, key: str, **facts: object) -> str:
        return self.book.words.text(TOPIC, key, **facts)

    def write(self, title: str) -> None:
        """Write heading, terms, the table with its rules."""
        sheet, terms = self.sheet, self.evaluation.plan.terms
        sheet.headed(self.recorded.result.season.province)
        sheet.title(title)
        comma = self.book.words.language == "vi"
        shares = {name: percent(getattr(terms, name), 4, comma=comma) for name in ("confidence", "tolerable", "risk")}
        sheet.line(self.text("bound", digest=self.recorded.head.body, seed=terms.seed), {"bold": True})
        sheet.line(self.text("terms", **shares))
        for at in (1, 2):
            sheet.line(self.text(f"guide.{at}"), {"italic": True})
        header = sheet.row
        sheet.cells([HEADINGS[role] for role in self.roles], HEADING)
        sheet.frozen(self.roles.index(NAME) + 1, header)
        first = sheet.row
        for cell in cells_of(self.evaluation):
            self.line(cell)
        last = max(first, sheet.row - 1)
        self.validate(first, last)
        sheet.worksheet.autofilter(header, 0, last, len(self.roles) - 1)
        sheet.worksheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:P{last + 1}"})
        allowed = ("format_columns", "format_rows", "autofilter", "select_locked_cells", "select_unlocked_cells")
        sheet.worksheet.protect("", dict.fromkeys(allowed, True))
        sheet.worksheet.activate()

    def line(self, cell: CellScore) -> None:
        """One cell of the population."""
        sheet, texts = self.sheet, self.texts(cell)
        for column, role in enumerate(self.roles):
            if role in FILLED:
                self.blank(column, role, self.typed.get(cell.id, {}).get(role))
            elif role in (MAXIMUM, POINTS):
                self.number(column, cell, role)
            else:
                look: Look = {"valign": "top", "align": "center" if role in _NARROW else "left"}
                style = self.book.style({"font_size": _SIZE, "border": 1, "text_wrap": True, "num_format": "@", **look})
                text = "\n".join(fitting(part) for part in texts[role].split("\n"))
                sheet.worksheet.write_string(sheet.row, column, text, style)
        high = (sum(lines(part, _WIDTHS[role], _SIZE) for part in text.split("\n")) for role, text in texts.items())
        sheet.height(max((*high, 2)))
        leaf = cell.score.leaf
        self.bounds.setdefault((leaf.rule.least, leaf.maximum), []).append(sheet.row)
        sheet.row += 1

    def texts(self, cell: CellScore) -> dict[str, str]:
        """What the columns of text show."""
        score, words = cell.score, self.book.words
        own = printer(words, self.recorded.result.season.group_of(cell.agency).criteria.rounding)
        used = [(f"{one.ask}: {own.answer(one.answer, kind_of(score.leaf, one.name))}", one.answer)
                for one in score.inputs]  # fmt: skip
        if not used and score.claimed:
            used = [(f"{HEADINGS[CLAIMED]}: {own.answer(score.claimed)}", score.claimed)]
        return {
            AGENCY: cell.agency.id,
            AGENCY_NAME: cell.agency.name,
            CODE: score.leaf.code,
            NAME: score.leaf.name,
            CLAIMED: own.answer(score.claimed) if score.claimed and score.claimed.value is not None else "",
            SOURCE: "\n".join(f"{told} ({where})" if (where := _where(answer)) else told for told, answer in used),
            EVIDENCE: score.evidence,
            CHOSEN: "\n".join(self.chosen[cell.id]),
        }

    def number(self, column: int, cell: CellScore, role: str) -> None:
        """A recorded number as it is, to fifteen digits; nothing where the leaf was left out."""
        value = cell.score.points if role == POINTS else cell.score.leaf.maximum
        style = self.book.style({"font_size": _SIZE, "border": 1, "align": "center", "valign": "top",
                                 "num_format": _NUMBER})  # fmt: skip
        if value is None:
            self.sheet.worksheet.write_blank(self.sheet.row, column, None, style)
        else:
            self.sheet.worksheet.write_number(self.sheet.row, column, float(value), style)

    def blank(self, column: int, role: str, typed: Cell | None) -> None:
        """A cell to fill in, or with what was typed there before."""
        look: Look = {**YELLOW, "font_size": _SIZE, "border": 1, "text_wrap": True, "valign": "top",
                      "align": "center" if role in _NARROW else "left"}  # fmt: skip
        pattern = "dd/mm/yyyy" if role == WHEN else _NUMBER if role == FOUND else ""
        style = self.book.style({**look, "num_format": pattern} if pattern else look)
        number = from_stored(typed.text) if typed and typed.kind == "number" else None
        if typed is None:
            self.sheet.worksheet.write_blank(self.sheet.row, column, None, style)
        elif number is not None:
            self.sheet.worksheet.write_number(self.sheet.row, column, float(number), style)
        else:
            self.sheet.worksheet.write_string(self.sheet.row, column, fitting(typed.text), style)

    def validate(self, first: int, last: int) -> None:
        """What a program lets people type."""
        whole = list(range(first, last + 1))
        for role in FILLED:
            column, told = self.roles.index(role), self.text(f"prompt.{role}") if role != FOUND else ""
            if role == FOUND:
                self.points(column)
            elif role == VERDICT:
                entries = {"validate": "list", "source": f"='{LISTS_SHEET}'!$A$1:$A$3"}
                self.rule(whole, column, {**entries, **_prompt(role, told)})
            else:
                self.rule(whole, column, {"validate": "any", **_prompt(role, told)})

    def points(self, column: int) -> None:
        """Points lie between the least that the rule can come to and the maximum."""
        for (least, most), rows in self.bounds.items():
            told = self.text("prompt.found", least=decimal_text(least), most=decimal_text(most))
            bounds = {"validate": "decimal", "criteria": "between", "minimum": float(least), "maximum": float(most)}
            self.rule(rows, column, {**bounds, **_prompt(FOUND, told)})

    def rule(self, rows: Sequence[int], column: int, rule: Mapping[str, object]) -> None:
        """Give one rule to cells of a column, rows that follow one another as one range."""
        runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda one: one[1] - one[0])]
        (first, *_, last), *others = ([run[0], run[-1]] for run in runs)
        more = [[run[0], column, run[-1], column] for run in others]
        told = {**rule, "other_cells": more} if more else rule
        self.sheet.worksheet.data_validation(first, column, last, column, told)


def _prompt(role: str, message: str) -> dict[str, str]:
    return {"input_title": HEADINGS[role], "input_message": fitting(message, _LONGEST_PROMPT)}


def _where(answer: Answer) -> str:
    """File, sheet and cell of a value, with the document that an appraiser's file names."""
    place = answer.place
    parts = [place.file, place.sheet, place.cell or (f"{place.line}:{place.column}" if place.line else "")]
    return " › ".join(part for part in parts if part)
