"""A season with rounds of appraisal, its workbooks, and people who fill them in (with another library)."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from folders import FIGURES, SEASON, form_of, make, opened
from forms import SET, Form, Stored, item
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.stage import Stage
from parscore.reports.xlsx_appraisal import order_bytes, order_name
from parscore.season.appraisal_files import Taken, import_files
from parscore.season.appraisal_orders import Order, orders, previous_stage
from parscore.season.open import SeasonFolder
from parscore.season.run import score_season
from parscore.season.store import write_whole
from parscore.workbooks.appraisal_layout import heading_of

STAGES = (
    "stages: [self, {id: a1, kind: appraisal, name: Thẩm định lần 1, due: 2026-01-15}, "
    "{id: gt, kind: explanation}, {id: a2, kind: appraisal}, {id: hd, kind: council}]"
)
STAGED = SEASON.replace("stages: [self]", STAGES)
MORE = """  - code: "3"
    name: Báo cáo
    max: 3
    criteria:
      - {code: "3.1", name: Gửi báo cáo, max: 1, inputs: {sent: {ask: Ngày gửi, type: date}},
         rule: {deadline: {of: sent, due: 2025-12-15, days: calendar, never: 0,
                steps: [{when: "<= 0", points: full}, {when: ">= 1", points: 0}]}}}
      - {code: "3.2", name: Mức của cơ quan thẩm định, max: 2, source: appraiser,
         inputs: {mark: {ask: Mức đạt, type: number}}, rule: {index: {of: mark}}}
"""
ROUNDS_SET = SET.replace("    max: 4\n", "    max: 4\n    appraiser: SNV\n").replace(
    "    max: 6\n", "    max: 6\n    appraiser: STP\n"
) + MORE  # fmt: skip
OWN_CODES = ("1.1", "1.2", "1.10", "2.1.1", "2.1.2", "3.1")
Cells = Mapping[str, Any]
Fill = Mapping[tuple[str, str], Cells]


def form(agency: str) -> Form:
    """A filled form of an agency."""
    made = form_of(agency)
    made.rows += [
        item("3", "Báo cáo", 3),
        item("3.1", "Gửi báo cáo", 1, a=Stored("number", "46000", "dd/mm/yyyy")),
        item("3.2", "Mức của cơ quan thẩm định", 2),
    ]
    return made


def season(path: Path, *, inbox: Mapping[str, Form | bytes] | None = None, **others: Any) -> SeasonFolder:
    """A season of two agencies with five stages, opened."""
    given = {"SYT.xlsx": form("SYT"), "SNV.xlsx": form("SNV")} if inbox is None else inbox
    facts = {"season": STAGED, "figures": FIGURES + "SYT,3.2,mark,80,\n", "sets": {"thu/2025.1": ROUNDS_SET}, **others}
    return opened(make(path, inbox=given, **facts))


def stage_of(folder: SeasonFolder, stage_id: str) -> Stage:
    return next(stage for stage in folder.season.stages if stage.id == stage_id)


def made_orders(folder: SeasonFolder, stage_id: str, **choice: Any) -> tuple[Order, ...]:
    """The orders of a stage."""
    stage = stage_of(folder, stage_id)
    before = score_season(folder, stage=previous_stage(folder.season, stage).id)
    return orders(before, stage, folder.appraisals, **choice)


def by_name(folder: SeasonFolder, stage_id: str, **choice: Any) -> dict[str, Order]:
    """The orders of a stage by the names of their files."""
    return {order_name(order): order for order in made_orders(folder, stage_id, **choice)}


def asked(order: Order) -> list[tuple[str, str]]:
    """Agency and code of every row."""
    return [(line.card.agency.id, line.code) for line in order.lines]


def header_of(sheet: Worksheet) -> int:
    return next(row for row in range(1, 30) if sheet.cell(row, 1).value == "Mã đơn vị")


def columns_of(sheet: Worksheet) -> dict[str, int]:
    row = header_of(sheet)
    return {str(sheet.cell(row, column).value): column for column in range(1, sheet.max_column + 1)}


def fill(
    order: Order,
    filled: Fill,
    who: Any = "Trần B",
    when: Any = "12/01/2026",
    header: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The workbook of an order with cells filled in by role; who and when for all rows stand above the table."""
    return changed(order_bytes(order, Words("vi")), order, filled, who, when, header=header)


def changed(
    content: bytes,
    order: Order,
    filled: Fill,
    who: Any = "Trần B",
    when: Any = "12/01/2026",
    *,
    header: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A workbook with more cells filled in, and headings replaced."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    kind, top, columns = order.stage.kind, header_of(sheet), columns_of(sheet)
    for row in range(1, top):
        label = str(sheet.cell(row, 1).value or "")
        for role, value in (("who", who), ("when", when)):
            if value is not None and label.startswith(heading_of(role, kind)):
                sheet.cell(row, 5).value = value
                if isinstance(value, str):
                    sheet.cell(row, 5).data_type = "s"  # also where it begins with =
    for at, line in enumerate(order.lines, 1):
        for role, value in filled.get((line.card.agency.id, line.code), {}).items():
            cell = sheet.cell(top + at, columns[heading_of(role, kind)])
            if isinstance(value, tuple):
                cell.value, cell.number_format = value
            else:
                cell.value = value
    for old, new in header.items():
        sheet.cell(top, columns[old]).value = new
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken_in(folder: SeasonFolder, *contents: bytes, stage: str | None = None, write: bool = True) -> list[Taken]:
    """Import workbooks from outside the season; their file names are f1.xlsx, f2.xlsx..."""
    files = []
    for at, content in enumerate(contents, 1):
        path = folder.path / f"f{at}.xlsx"
        path.write_bytes(content)
        files.append((path, path.name))
    taken, outputs = import_files(
        files, folder.path, folder.season, lambda of: score_season(folder, stage=of.id), stage
    )
    if write and outputs:
        assert write_whole(outputs) is None
    return taken


def codes(taken: Taken) -> list[str]:
    """The codes of what was found, notes of blank rows left out."""
    return sorted(found.code for found in taken.problems if found.code != "PS624")


def card(result: SeasonResult, agency: str = "SYT") -> Scorecard:
    standings = [standing for group in result.groups for standing in group.standings]
    return next(standing.scorecard for standing in standings if standing.scorecard.agency.id == agency)


def leaf(result: SeasonResult, code: str, agency: str = "SYT") -> LeafScore:
    found = card(result, agency).find(code)
    assert isinstance(found, LeafScore)
    return found
