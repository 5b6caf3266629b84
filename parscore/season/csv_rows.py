"""Rows of a CSV file as people save it: UTF-8 with or without a mark, separated by comma or by semicolon."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from unicodedata import normalize

from parscore.season.reads import read_noted

_BOM: Final = b"\xef\xbb\xbf"
_OBEYED: Final = re.compile(r"'*[=+\-@\t\r]")
"""What a text begins with that a spreadsheet would take for a formula, with apostrophes before it."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row with its first line in the file. ``overlong``: it has more values than the file has columns."""

    line: int
    cells: Mapping[str, str]
    overlong: bool


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The columns of a file, without blanks around their names, and the rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    delimiter: str

    def position(self, column: str) -> int:
        """The position of a column, counted from 1; 0 where the file does not have it."""
        return self.columns.index(column) + 1 if column in self.columns else 0


def parted(cells: Mapping[str, str]) -> bool:
    """Whether a decimal comma without quotes seems to part a value in two: 86,43 leaves 43 to the next column."""
    after = dict(zip(cells, list(cells)[1:], strict=False)).get("value", "")
    return cells["value"].removeprefix("-").isdecimal() and cells.get(after, "").isdecimal()


def shielded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; ``unshielded`` takes it away."""
    return f"'{text}" if _OBEYED.match(text) else text


def unshielded(text: str) -> str:
    """Return the text that ``shielded`` was given."""
    return text[1:] if text.startswith("'") and _OBEYED.match(text) else text


def line_text(text: str) -> str:
    """Return a text of people as a CSV file holds it: composed letters, line breaks of one kind, shielded."""
    lines = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return shielded(lines.encode("utf-8", "replace").decode())


def with_rows(content: bytes, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a readable file with rows after it, in the columns, with the separator and the line ends that it has.

    ``content`` is empty where there is no file yet: one with a mark and ``columns`` begins then.
    """
    start = content or _BOM + (",".join(columns) + "\n").encode()
    table, end = parse_rows(start), "\r\n" if b"\r\n" in start else "\n"
    if isinstance(table, str):
        raise TypeError(table)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=table.delimiter, lineterminator=end)
    writer.writerows([cells.get(column, "") for column in table.columns] for cells in rows)
    return start + (b"" if start.endswith(b"\n") else end.encode()) + stream.getvalue().encode()


def read_rows(path: Path) -> CsvRows | Literal["absent", "unreadable"]:
    """Read a regular file; a value that is missing is an empty text."""
    try:
        if not path.is_file():
            return "unreadable" if path.exists() else "absent"
        return parse_rows(read_noted(path))
    except OSError:
        return "unreadable"


def parse_rows(content: bytes) -> CsvRows | Literal["unreadable"]:
    """Read the rows of a file from its bytes."""
    try:
        text = content.decode("utf-8-sig")
        header = text.partition("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        columns = tuple(name.strip() for name in next(reader, []))
        rows = []
        line = reader.line_num + 1
        for values in reader:
            cells = dict(zip(columns, [value.strip() for value in values] + [""] * len(columns), strict=False))
            if any(value.strip() for value in values):
                rows.append(CsvRow(line, cells, any(value.strip() for value in values[len(columns) :])))
            line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error):
        return "unreadable"
    return CsvRows(columns, tuple(rows), delimiter)
