"""``agencies.csv``: the register of a season, in official order.

Columns ``id,name,group`` and optionally ``ranked`` (có/không, yes/no; blank means yes); every other column is an
attribute of the agency. UTF-8, comma or semicolon.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.season.csv_rows import CsvRow, CsvRows, read_rows
from parscore.viet import nearest, normal_form, show

COLUMNS: Final = ("id", "name", "group")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_RANKED: Final = {"": True, "có": True, "yes": True, "không": False, "no": False}


@dataclass(slots=True)
class _Register:
    file: str
    table: CsvRows
    groups: Sequence[str]
    agencies: list[Agency] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def row(self, row: CsvRow) -> None:
        cells = row.cells
        ranked = _RANKED.get(normal_form(cells.get("ranked", "")))
        faults = [
            self.fault(row.line, COLUMNS[-1], "", "fields") if row.overlong else None,
            self.fault(row.line, "id", cells["id"], "id") if not _ID.fullmatch(cells["id"]) else None,
            self.fault(row.line, "name", "", "name") if not normal_form(cells["name"]) else None,
            self.group_fault(row.line, cells["group"]),
            self.fault(row.line, "ranked", cells.get("ranked", ""), "ranked") if ranked is None else None,
            self.taken_twice(row.line, "id", cells["id"].casefold(), cells["id"]),
            self.taken_twice(row.line, "name", normal_form(cells["name"]), cells["name"]),
        ]
        self.problems += (fault for fault in faults if fault)
        if not any(faults):
            others = (name for name in self.table.columns if name not in ("", *COLUMNS, "ranked"))
            attributes = tuple((name, cells[name]) for name in others)
            self.agencies.append(
                Agency(cells["id"], cells["name"], cells["group"], ranked is not False, attributes=attributes)
            )

    def group_fault(self, line: int, found: str) -> Problem | None:
        if found in self.groups:
            return None
        near = ", ".join(nearest(found, self.groups)) or ", ".join(self.groups)
        return self.fault(line, "group", found, "group", near)

    def taken_twice(self, line: int, column: str, value: str, found: str) -> Problem | None:
        first = self.taken.setdefault(f"{column}:{value}", line)
        return self.fault(line, column, found, "twice", str(first)) if value and first != line else None

    def fault(self, line: int, column: str, found: str, reason: str, wanted: str = "") -> Problem:
        place = Place(self.file, line=line, column=self.table.position(column))
        return problem("PS002", place, column=column, found=show(found), reason=f"agencies.{reason}", wanted=wanted)


def read_agencies(path: Path, shown_as: str, groups: Sequence[str]) -> tuple[tuple[Agency, ...], tuple[Problem, ...]]:
    """Read the register; agencies come in the order of the file, and every faulty row is reported."""
    table = read_rows(path)
    if isinstance(table, str):
        return (), (problem("PS010", Place(shown_as), reason=f"agencies.{table}"),)
    register = _Register(shown_as, table, groups)
    missing = [column for column in COLUMNS if column not in table.columns]
    doubled = sorted({column for column in table.columns if column and table.columns.count(column) > 1})
    register.problems += (register.fault(1, column, "", "column", ", ".join(COLUMNS)) for column in missing)
    register.problems += (register.fault(1, column, column, "doubled") for column in doubled)
    for row in () if register.problems else table.rows:
        register.row(row)
    return tuple(register.agencies), tuple(register.problems)
