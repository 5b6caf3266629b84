"""``choices.csv``: which of several different forms of one agency counts, who chose it, when and why.

Columns ``agency,file,sha256,when,who,why``, UTF-8, comma or semicolon; one row a choice. Rows are only ever added: the
last one of an agency counts, those before it are history. The digest binds a choice to the bytes of a form; ``file``
is what it was called then. The file is an input of the season.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Season
from parscore.season.csv_rows import CsvRow, line_text, parse_rows, unshielded, with_rows
from parscore.season.sheet import Sheet, open_sheet
from parscore.workbooks.days import day_of_text

CHOICES: Final = "choices.csv"
COLUMNS: Final = ("agency", "file", "sha256", "when", "who", "why")
CODE: Final = "PS169"
_DIGEST: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, with the line it stands in (0 where it does not stand in the file yet).

    ``sha256`` is empty where the row has a fault: it chooses no form, and none of those before it counts any more.
    """

    agency: str
    file: str
    sha256: str
    when: str
    who: str
    why: str
    line: int = 0


Choices = Mapping[str, Choice]
"""The choice that counts, by agency id."""


def read_choices(path: Path, season: Season) -> tuple[Choices, tuple[Problem, ...]]:
    """Read the choices of a season; without the file there are none. Every fault of every row is noted (PS169)."""
    sheet, problems = open_sheet(path, season, CODE, COLUMNS)
    if sheet is None:
        return {}, problems
    choices = {choice.agency: choice for row in sheet.table.rows if (choice := _choice(sheet, row))}
    return choices, tuple(sheet.problems)


def _choice(sheet: Sheet, row: CsvRow) -> Choice | None:
    """Read a row; ``None`` where nobody knows whose forms it is about."""
    agency = sheet.agency(row)
    if agency is None:
        return None
    cells = {column: unshielded(row.cells[column]) for column in COLUMNS}
    day, digest = day_of_text(cells["when"]), cells["sha256"].lower()
    faults = list(_faults(row, cells, day, digest))
    for column, reason in faults:
        sheet.fault(row.line, column, row.cells[column], reason, agency=agency.id)
    return Choice(
        agency=agency.id,
        file=cells["file"],
        sha256="" if faults else digest,
        when=day.isoformat() if isinstance(day, date) else cells["when"],
        who=cells["who"],
        why=cells["why"],
        line=row.line,
    )


def _faults(row: CsvRow, cells: Mapping[str, str], day: object, digest: str) -> Iterator[tuple[str, str]]:
    """The columns of a row that have a fault, and which."""
    if row.overlong:
        yield COLUMNS[-1], "agencies.fields"
    yield from ((column, "choices.blank") for column in ("file", "who", "why") if not cells[column])
    if not _DIGEST.fullmatch(digest):
        yield "sha256", "choices.digest"
    if not isinstance(day, date):
        yield "when", "choices.date"


def with_choice(content: bytes, choice: Choice) -> bytes | Problem:
    """The content of the file with one row more; ``content`` is empty where there is no file yet.

    PS169 where the file cannot be read, lacks a column, or ends within quotes, which would swallow the row.
    """
    table = parse_rows(content or ",".join(COLUMNS).encode())
    if isinstance(table, str):
        return _unusable("", "agencies.unreadable")
    lacking = next((column for column in COLUMNS if table.columns.count(column) != 1), None)
    if lacking:
        return _unusable(lacking, "figures.column")
    cells = {name: line_text(text) for name, text in asdict(choice).items() if name in COLUMNS}
    longer = with_rows(content, COLUMNS, [cells])
    again = parse_rows(longer)
    rows = () if isinstance(again, str) else again.rows
    whole = len(rows) > 0 and rows[:-1] == table.rows and cells.items() <= rows[-1].cells.items()
    return longer if whole else _unusable("", "choices.quotes")


def _unusable(column: str, reason: str) -> Problem:
    return problem(CODE, Place(CHOICES), column=column, found="", reason=reason, wanted=", ".join(COLUMNS))
