"""Every worked case of every rule family, calculated by LibreOffice from a workbook whose stored results are wrong."""

from io import BytesIO
from pathlib import Path

import xlsxwriter
from calculated import VI, WRONG, Address, Spoilt, shown, spoilt, write_plan
from libreoffice import NEVER, recalculated
from papers import put_case, rows

from parscore.audit.ledger import Ledger
from parscore.model.criteria import Rounding
from parscore.reports.paper_layout import Held, Plan, Row
from parscore.reports.xlsx_sheet import Book
from parscore.rules.registry import families
from parscore.rules.worded import Held as Found
from parscore.workbooks.writing import options


def workbook(only: str = "") -> Spoilt:
    """One sheet for each rule of the tables (or of one family), its cases below one another."""
    ledgers: dict[str, Ledger] = {}
    for name, block, row in rows():
        sheet, _, number = name.rpartition(".")
        if only not in name or "0.30000000000000004" in row["given"].values():
            continue  # No cell holds 17 digits.
        put_case(ledgers.setdefault(sheet, Ledger()), number, block, row)
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, options())
    pages = Book(book, VI, draft=False, footer="")
    values: dict[Address, Found] = {}
    for sheet, ledger in ledgers.items():
        keys = sorted((*ledger.given, *ledger.formulas), key=by_column)
        plan = Plan(sheet, (30.0, 20.0), 0, [Row((key, Held(key, "exact"))) for key in keys])
        values |= write_plan(pages, ledger, plan, Rounding())
    book.close()
    return spoilt(stream.getvalue(), values, {})


def by_column(key: str) -> tuple[str, int]:
    """The cells of one column below one another, in their order."""
    name, _, number = key.rpartition("/")
    return (name, int(number)) if number.isdigit() else (key, 0)


def test_libreoffice_gives_every_worked_case_its_points(tmp_path: Path) -> None:
    cases = workbook()
    assert {sheet.split(".")[0] for sheet, _ in cases.values} >= set(families())
    (book,) = recalculated([cases.content], tmp_path)
    assert cases.wrong(book, decimals=11) == []


def test_the_wrong_results_stay_where_nothing_is_calculated(tmp_path: Path) -> None:
    """Without the setting LibreOffice trusts what is stored: the comparison above would compare nothing."""
    cases = workbook("threshold")
    (book,) = recalculated([cases.content], tmp_path, NEVER)
    assert list(shown(book).values()) == [WRONG] * len(cases.values)
    assert len(cases.wrong(book)) == len(cases.values) > 10
