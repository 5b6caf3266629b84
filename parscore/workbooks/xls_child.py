"""The process in which an old binary workbook is parsed: bytes of an .xls in, plain JSON out.

It runs apart from the tool because the parser was not written for hostile files: whatever it does, it does to itself.
"""

import json
import struct
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import xlrd  # type: ignore[import-untyped]
from xlrd.book import Book  # type: ignore[import-untyped]
from xlrd.formula import FMLA_TYPE_CELL, decompile_formula  # type: ignore[import-untyped]
from xlrd.sheet import Sheet  # type: ignore[import-untyped]

Row = list[Any]

_STATES: Final = {0: "visible", 1: "hidden", 2: "very_hidden"}
_BOF: Final = frozenset({0x009, 0x209, 0x409, 0x809})
_EOF: Final = 0x00A
_FORMULAS: Final = frozenset({0x006, 0x206, 0x406})
_UNKNOWN: Final = "?"


def main() -> int:
    """Read a workbook from standard input; write what it holds, or why it was refused, to standard output."""
    longest, most_cells = map(int, sys.argv[1:3])
    try:
        book = xlrd.open_workbook(
            file_contents=sys.stdin.buffer.read(),
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=StringIO(),
        )
        told: dict[str, Any] = workbook(book, longest, most_cells)
    except TooMuch as refusal:
        told = {"exceeded": list(refusal.args)}
    except xlrd.XLRDError as error:
        told = {"refused": "password" if "encrypted" in str(error).lower() else "damaged"}
    except MemoryError:
        return 1
    except Exception:  # what the library raises over a damaged file has no common class
        told = {"refused": "damaged"}
    json.dump(told, sys.stdout)
    return 0


class TooMuch(Exception):
    """A limit was passed: its name, what was found, what is allowed."""


def workbook(book: Book, longest: int, most_cells: int) -> dict[str, Any]:
    """Everything that a workbook holds, as plain lists."""
    sheets, count = [], 0
    for sheet, at in zip(book.sheets(), book._sh_abs_posn, strict=True):
        cells = list(cells_of(book, sheet, dict(formulas(book, at))))
        count += len(cells)
        if count > most_cells:
            raise TooMuch("cells with content", count, most_cells)
        if (length := max((len(cell[3]) for cell in cells), default=0)) > longest:
            raise TooMuch("characters of one text", length, longest)
        sheets.append(
            {
                "name": sheet.name,
                "state": _STATES.get(sheet.visibility, "hidden"),
                "cells": cells,
                "merged": [[top + 1, left + 1, bottom, right] for top, bottom, left, right in sheet.merged_cells],
                "hidden_rows": [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or not info.height],
                "hidden_columns": [at + 1 for at, info in sheet.colinfo_map.items() if info.hidden or not info.width],
            }
        )
    return {"sheets": sheets, "date1904": bool(book.datemode)}


def cells_of(book: Book, sheet: Sheet, formulas: dict[tuple[int, int], str]) -> Iterator[Row]:
    """Yield row, column, kind, text, formula, number format and font of the cells that hold anything."""
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            formula = formulas.get((row, column))
            name, text = content(kind, sheet.cell_value(row, column))
            if name and (text or formula is not None):
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                look = book.format_map[style.format_key].format_str
                yield [row + 1, column + 1, name, text, formula, look, book.font_list[style.font_index].name]


def content(kind: int, value: str | float) -> tuple[str, str]:
    """Kind and stored text of a cell; nothing for a blank one."""
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return "number", repr(value).removesuffix(".0")
    if kind == xlrd.XL_CELL_TEXT:
        return "text", str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "boolean", str(int(bool(value)))
    if kind == xlrd.XL_CELL_ERROR:
        return "error", xlrd.error_text_from_code.get(value, "#UNKNOWN!")
    return "", ""


def formulas(book: Book, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield place and text of the formulas of the sheet that begins there; the library itself forgets them.

    Layout of the record: [MS-XLS] 2.4.127 (row, column, style, value, flags, chain, then the tokens).
    """
    at, depth = start, 0
    while at + 4 <= len(book.mem):
        record, length = struct.unpack_from("<2H", book.mem, at)
        data = book.mem[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (record in _BOF) - (record == _EOF)
        if depth <= 0:
            return
        if record in _FORMULAS and depth == 1 and length >= 6:
            row, column = struct.unpack_from("<2H", data)
            yield (row, column), formula_text(book, data, row, column)


def formula_text(book: Book, data: bytes, row: int, column: int) -> str:
    """A formula in words as far as the library can tell."""
    try:
        head = 20 if book.biff_version >= 50 else 16
        (length,) = struct.unpack_from("<H", data, head)
        text = decompile_formula(book, data[head + 2 :], length, FMLA_TYPE_CELL, browx=row, bcolx=column)
    except Exception:
        return _UNKNOWN
    return _UNKNOWN if not text or text.startswith("SHARED FMLA") else text


if __name__ == "__main__":
    sys.exit(main())
