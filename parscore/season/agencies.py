"""``agencies.csv``: the register of a season, in official order.

Columns ``id,name,group`` and optionally ``ranked`` (có/không, yes/no; blank means yes); every other column is an
attribute of the agency. UTF-8, comma or semicolon.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.viet import nearest, normal_form, show

COLUMNS: Final = ("id", "name", "group")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_RANKED: Final = {"": True, "có": True, "yes": True, "không": False, "no": False}


@dataclass(slots=True)
class _Register:
    file: str
    fields: Sequence[str]
    groups: Sequence[str]
    agencies: list[Agency] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def row(self, line: int, row: Mapping[str, str]) -> None:
        cells = {name: (row.get(name) or "").strip() for name in self.fields}
        ranked = _RANKED.get(normal_form(cells.get("ranked", "")))
        faults = [
            self.fault(line, "id", cells["id"], "id") if not _ID.fullmatch(cells["id"]) else None,
            self.fault(line, "name", cells["name"], "name") if not cells["name"] else None,
            self.group_fault(line, cells["group"]),
            self.fault(line, "ranked", cells.get("ranked", ""), "ranked") if ranked is None else None,
            self.taken_twice(line, "id", cells["id"].casefold()),
            self.taken_twice(line, "name", normal_form(cells["name"])),
        ]
        self.problems += (fault for fault in faults if fault)
        if not any(faults):
            attributes = tuple((name, cells[name]) for name in self.fields if name not in (*COLUMNS, "ranked"))
            self.agencies.append(
                Agency(cells["id"], cells["name"], cells["group"], ranked is not False, attributes=attributes)
            )

    def group_fault(self, line: int, found: str) -> Problem | None:
        if found in self.groups:
            return None
        near = ", ".join(nearest(found, self.groups)) or ", ".join(self.groups)
        return self.fault(line, "group", found, "group", near)

    def taken_twice(self, line: int, column: str, value: str) -> Problem | None:
        first = self.taken.setdefault(f"{column}:{value}", line)
        return self.fault(line, column, value, "twice", str(first)) if value and first != line else None

    def fault(self, line: int, column: str, found: str, reason: str, wanted: str = "") -> Problem:
        at = self.fields.index(column) + 1 if column in self.fields else 0
        place = Place(self.file, line=line, column=at)
        return problem("PS002", place, column=column, found=show(found), reason=f"agencies.{reason}", wanted=wanted)


def read_agencies(path: Path, shown_as: str, groups: Sequence[str]) -> tuple[tuple[Agency, ...], tuple[Problem, ...]]:
    """Read the register; agencies come in the order of the file, and every faulty row is reported."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return (), (problem("PS002", Place(shown_as), column="", found="", reason="agencies.absent", wanted=""),)
    except (OSError, UnicodeDecodeError):
        return (), (problem("PS002", Place(shown_as), column="", found="", reason="agencies.unreadable", wanted=""),)
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    fields = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = fields
    register = _Register(shown_as, fields, groups)
    missing = [column for column in COLUMNS if column not in fields]
    if missing:
        return (), tuple(register.fault(1, column, "", "column", ", ".join(COLUMNS)) for column in missing)
    for row in reader:
        register.row(reader.line_num, row)
    return tuple(register.agencies), tuple(register.problems)
