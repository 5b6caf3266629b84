"""The mapping file of agencies between two years: columns ``old,new,why`` and optionally ``kind`` and ``basis``.

One line says that an agency of last year went into one of this year: one old and one new id is a renamed agency,
several old ids with one new id a merger, one old id with several new ids a split, no new id an abolished agency, no
old id a new one. UTF-8, comma or semicolon.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.season.csv_rows import CsvRow, CsvRows, read_rows
from parscore.viet import nearest, normal_form, show
from parscore.yearly.agencies import Kind, Line

COLUMNS: Final = ("old", "new", "why")
_KINDS: Final = {
    Kind.RENAMED: ("renamed", "đổi tên"),
    Kind.MERGED: ("merged", "sáp nhập", "hợp nhất"),
    Kind.SPLIT: ("split", "chia tách", "tách"),
    Kind.ABOLISHED: ("abolished", "giải thể"),
    Kind.NEW: ("new", "thành lập mới"),
}
_WORDS: Final = {normal_form(word): kind for kind, words in _KINDS.items() for word in words}
_MEANS: Final = {"": False, "mean": True, "trung bình": True, "bình quân": True}


def read_agency_map(
    path: Path, shown_as: str, before: Season, after: Season
) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """Read the mapping; every faulty row is reported, and what it says is left out."""
    table = read_rows(path)
    if isinstance(table, str):
        return (), (_fault(Place(shown_as), "", "", table),)
    missing = [column for column in COLUMNS if column not in table.columns]
    doubled = sorted({column for column in table.columns if column and table.columns.count(column) > 1})
    if missing or doubled:
        head = Place(shown_as, line=1)
        faults = [_fault(head, column, "", "column") for column in missing]
        return (), (*faults, *(_fault(head, column, "", "doubled") for column in doubled))
    reading = _Reading(shown_as, table, before.agencies, after.agencies)
    for row in table.rows:
        reading.row(row)
    reading.problems += _contradictions(reading)
    return tuple(reading.lines), tuple(sorted(reading.problems, key=lambda found: found.sort_key))


@dataclass(slots=True)
class _Reading:
    file: str
    table: CsvRows
    olds: Mapping[str, Agency]
    news: Mapping[str, Agency]
    lines: list[Line] = field(default_factory=list)
    kinds: list[Kind | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def row(self, row: CsvRow) -> None:
        """Take one row in, or every fault of it."""
        cells = row.cells
        old, new = _id(cells["old"], self.olds), _id(cells["new"], self.news)
        kind, basis = normal_form(cells.get("kind", "")), normal_form(cells.get("basis", ""))
        faults = [
            self.fault(row.line, "why", "", "fields") if row.overlong else None,
            self.fault(row.line, "old", "", "empty") if not cells["old"] and not cells["new"] else None,
            self.unknown(row.line, "old", cells["old"], self.olds) if old is None else None,
            self.unknown(row.line, "new", cells["new"], self.news) if new is None else None,
            self.fault(row.line, "kind", cells["kind"], "kind") if kind and kind not in _WORDS else None,
            self.fault(row.line, "basis", cells["basis"], "basis") if basis not in _MEANS else None,
            self.twice(row.line, old or "", new or ""),
        ]
        self.problems += (fault for fault in faults if fault)
        if old is None or new is None or any(faults):
            return
        self.lines.append(Line(old, new, _MEANS[basis], cells["why"], Place(self.file, line=row.line)))
        self.kinds.append(_WORDS.get(kind))

    def twice(self, line: int, old: str, new: str) -> Problem | None:
        """A pair may stand once."""
        first = next((known.place.line for known in self.lines if (known.old, known.new) == (old, new)), 0)
        return self.fault(line, "old", f"{old},{new}", "twice", wanted=str(first)) if first and (old or new) else None

    def unknown(self, line: int, column: str, found: str, known: Mapping[str, Agency]) -> Problem:
        """An id that the season of that year does not have, with those that may be meant by id or name."""
        texts = {text: agency for agency in known.values() for text in (agency.id, agency.name)}
        near = dict.fromkeys(texts[text] for text in nearest(found, list(texts)))
        named = "; ".join(show(f"{agency.id} ({agency.name})") for agency in near)
        return self.fault(line, column, found, column, near=named)

    def fault(self, line: int, column: str, found: str, reason: str, **told: str) -> Problem:
        """A fault at its place."""
        place = Place(self.file, line=line, column=self.table.position(column))
        return _fault(place, column, found, reason, **told)


def _id(found: str, known: Mapping[str, Agency]) -> str | None:
    """The id as the season writes it; ``None`` for one that it does not have."""
    return next((one for one in known if one.casefold() == found.casefold()), None) if found else ""


def _contradictions(reading: _Reading) -> Iterator[Problem]:
    """Lines that cannot all hold: ended and yet gone on, new and yet come from another, of another kind than stated."""
    lines = reading.lines
    ended = {line.old for line in lines if not line.new}
    first = {line.new for line in lines if not line.old}
    came = Counter(line.new for line in lines if line.old and line.new)
    # An id that stands in both years goes on by itself, beside those that the mapping adds to it.
    moved = {line.old.casefold() for line in lines}
    staying = {old.casefold() for old in reading.olds} - moved
    came.update([new for new in came if new.casefold() in staying])
    went = Counter(line.old for line in lines if line.old and line.new)
    for line, stated in zip(lines, reading.kinds, strict=True):
        at = line.place.line
        fits = _fitting(line, came, went)
        if line.new and line.old in ended:
            yield reading.fault(at, "old", line.old, "ended")
        elif line.old and line.new in first:
            yield reading.fault(at, "new", line.new, "first")
        elif stated is not None and stated not in fits:
            yield reading.fault(at, "kind", stated.value, "kind_other", wanted=f"kind.{fits[0]}")
        elif line.mean and not {Kind.MERGED, Kind.SPLIT} & set(fits):
            yield reading.fault(at, "basis", "mean", "basis_alone")


def _fitting(line: Line, came: Counter[str], went: Counter[str]) -> tuple[Kind, ...]:
    """The kinds that a line may be said to be, by how many agencies go where."""
    if not line.new:
        return (Kind.ABOLISHED,)
    if not line.old:
        return (Kind.NEW,)
    found = [kind for kind, count in ((Kind.MERGED, came[line.new]), (Kind.SPLIT, went[line.old])) if count > 1]
    return tuple(found) or (Kind.RENAMED,)


def _fault(place: Place, column: str, found: str, reason: str, **told: str) -> Problem:
    """``told``: ``wanted``, what it contradicts; ``near``, what may be meant."""
    return problem("PS880", place, column=column, found=show(found), reason=f"agency_map.{reason}", **told)
