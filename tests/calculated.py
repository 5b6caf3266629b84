"""Working papers for the tests: wrong results beside every formula, and what a program makes of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

import xlsxwriter

from parscore.audit.ledger import Ledger
from parscore.audit.paper import Paper, code_of, paper_of
from parscore.audit.paper_leaf import printed_key
from parscore.audit.paper_rank import write_rank
from parscore.audit.paper_total import TOTAL, index_key
from parscore.messages import Words
from parscore.model.criteria import Rounding
from parscore.model.formula import Word
from parscore.numbers import from_stored, printed
from parscore.reports.paper_card import WIDTHS, CardSheet
from parscore.reports.paper_data import DataSheet
from parscore.reports.paper_layout import TITLE, Plan, Row, spots_of
from parscore.reports.paper_layout import Held as Shown
from parscore.reports.xlsx_cells import CellWriter
from parscore.reports.xlsx_papers import PaperOrder
from parscore.reports.xlsx_sheet import Book
from parscore.rules.excel import Spot
from parscore.rules.worded import Held
from parscore.workbooks.book import Workbook
from parscore.workbooks.writing import options

WRONG = "-999"
VI = Words("vi")
SHEETS = ("Bảng", "Dữ liệu")
_FORMULAS = re.compile(rb"(<c r=\"[A-Z]+[0-9]+\"(?: s=\"[0-9]+\")?)[^>]*>(<f>[^<]*</f>)<v>[^<]*</v></c>")

Address = tuple[str, str]
"""Sheet and cell."""


class Spoilt(NamedTuple):
    """A workbook with a wrong result beside every formula, and what each has to show.

    ``digits``: what a figure has to be to the printed digit, with the number of decimals.
    """

    content: bytes
    values: Mapping[Address, Held]
    digits: Mapping[Address, tuple[str, int]]

    def wrong(self, book: Workbook, decimals: int = 9) -> list[str]:
        """What a program that has calculated the workbook shows otherwise; it has a result for every formula."""
        found = shown(book)
        assert found.keys() == self.values.keys()
        lines = [
            f"{at}: {text!r}, not {self.values[at]}"
            for at, text in found.items()
            if not alike(self.values[at], text, decimals)
        ]
        for at, (wanted, digits) in self.digits.items():
            number = from_stored(found[at])
            if number is None or printed(number, digits) != wanted:
                lines.append(f"{at}: {found[at]}, not {wanted}")
        return lines


def spoilt(content: bytes, values: Mapping[Address, Held], digits: Mapping[Address, tuple[str, int]]) -> Spoilt:
    """Put a wrong result beside every formula of a workbook."""
    stream, count = BytesIO(), 0
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part, found = _FORMULAS.subn(rb"\1>\2<v>" + WRONG.encode() + rb"</v></c>", part)
                assert found == part.count(b"<f>")
                count += found
            new.writestr(name, part)
    assert count == len(values)
    return Spoilt(stream.getvalue(), values, digits)


def of_ledger(ledger: Ledger, spots: Mapping[str, Spot]) -> Mapping[Address, Held]:
    """What every formula of a ledger has to show."""
    return {(spots[key].sheet, spots[key].address): ledger.value(key) for key in ledger.formulas}


def write_plan(book: Book, ledger: Ledger, plan: Plan, rounding: Rounding) -> Mapping[Address, Held]:
    """Write one planned sheet; returns what its formulas have to show."""
    spots = spots_of([plan])
    CellWriter(book, ledger, spots, rounding).rows(book.sheet(plan.name, plan.widths, 10), plan)
    return of_ledger(ledger, spots)


def papers_below_one_another(orders: Sequence[PaperOrder]) -> Spoilt:
    """The tables of many papers on two sheets, by the code that writes one; texts are left out."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, options())
    pages = Book(book, VI, draft=True, footer="")
    sheets = [pages.sheet(SHEETS[0], WIDTHS, 10), pages.sheet(SHEETS[1], (20.0,) * 20, 10)]
    values: dict[Address, Held] = {}
    digits: dict[Address, tuple[str, int]] = {}
    heads = [0, 0]
    for order in orders:
        card = order.standing.scorecard
        paper = paper_of(card, order.members)
        assert paper.differences == (), card.agency.id
        place = write_rank(paper.ledger, order.ranking, card.agency.id)
        plans = [
            CardSheet(paper, VI, place).plan(SHEETS[0], heads[0]),
            DataSheet(paper, VI, place).plan(SHEETS[1], heads[1]),
        ]
        spots = spots_of(plans)
        writer = CellWriter(pages, paper.ledger, spots, card.criteria.rounding)
        for sheet, plan in zip(sheets, plans, strict=True):
            writer.rows(sheet, bare(plan))
        heads = [plan.head + len(plan.rows) for plan in plans]
        values |= of_ledger(paper.ledger, spots)
        digits |= printed_figures(paper, spots)
    book.close()
    return spoilt(stream.getvalue(), values, digits)


def bare(plan: Plan) -> Plan:
    """A plan without its texts, which nothing is calculated from."""
    rows = [Row(tuple(cell if isinstance(cell, Shown) else None for cell in row.cells), TITLE) for row in plan.rows]
    return replace(plan, rows=rows)


def printed_figures(paper: Paper, spots: Mapping[str, Spot]) -> Mapping[Address, tuple[str, int]]:
    """Points and index of every item as the engine prints them."""
    rounding, card = paper.card.criteria.rounding, paper.card
    figures = [(printed_key(TOTAL), card.points, rounding.points)]
    figures.append((printed_key(index_key(TOTAL)), card.index, rounding.index))
    for item in card.items():
        figures.append((printed_key(code_of(item)), item.points, rounding.points))
        figures.append((index_key(code_of(item)), item.index, rounding.index))
    return {
        (spots[key].sheet, spots[key].address): (printed(value, digits, rounding.mode), digits)
        for key, value, digits in figures
        if value is not None
    }


def shown(book: Workbook) -> Mapping[Address, str]:
    """What the cells with formulas hold."""
    return {
        (sheet.name, cell.address): cell.text
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.formula is not None
    }


def alike(held: Held, text: str, decimals: int) -> bool:
    """Whether a stored text is what a cell should hold; large values are stored with 15 digits."""
    if isinstance(held, Word):
        return text == VI.text("papers", f"word.{held.key}")
    if not isinstance(held, Fraction):
        return text == (held or "")
    number = from_stored(text)
    return number is not None and abs(number - held) < max(Fraction(1, 10**decimals), abs(held) / 10**13)
