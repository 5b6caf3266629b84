"""Old binary workbooks (.xls): parsed by xlrd in a process of its own, brought into the same form as an .xlsx."""

import json
import sys
from importlib.util import find_spec
from typing import Any, Final

from parscore.model.cell import Cell
from parscore.model.place import column_letters
from parscore.workbooks.book import Sheet, Workbook
from parscore.workbooks.child import run
from parscore.workbooks.package import Limits, Refused, damaged, exceeded

_MEBIBYTES: Final = 1024
_UNKNOWN_FORMULA: Final = "?"


def read_xls(data: bytes, content: str, digest: str, limits: Limits) -> Workbook:
    """Read a binary workbook of Excel 2.0 to 2003; ``Refused`` where it cannot be.

    Error names, number formats, days from 1904, hidden rows, columns and sheets, merged ranges and fonts are kept;
    formulas as far as xlrd can put them into words, ``?`` where it cannot.
    """
    if find_spec("xlrd") is None:
        raise Refused("PS153", content=content)
    command = [sys.executable, "-P", "-m", "parscore.workbooks.xls_child", str(limits.text_length), str(limits.cells)]
    told = json.loads(run(command, data, seconds=limits.seconds, mebibytes=_MEBIBYTES))
    if "exceeded" in told:
        limit, found, allowed = told["exceeded"]
        raise exceeded(limit, found, allowed)
    if "refused" in told:
        raise Refused("PS113") if told["refused"] == "password" else damaged("not a whole workbook", "XLS")
    sheets = tuple(map(_sheet, told["sheets"]))
    if not sheets:
        raise Refused("PS121")
    return Workbook(
        sheets=sheets,
        kind="xls",
        strict=False,
        date1904=told["date1904"],
        producer="",
        full_calc_on_load=False,
        external_links=0,
        has_macros=False,
        digest=digest,
        size=len(data),
    )


def _sheet(told: dict[str, Any]) -> Sheet:
    from parscore.legacy_text import code_of_font

    cells = [
        Cell(f"{column_letters(column)}{row}", row, column, kind, text, formula, look)
        for row, column, kind, text, formula, look, _ in told["cells"]
    ]
    return Sheet(
        told["name"],
        told["state"],
        cells,
        merged=tuple(tuple(found) for found in told["merged"]),
        hidden_rows=frozenset(told["hidden_rows"]),
        hidden_columns=tuple((at, at) for at in told["hidden_columns"]),
        fonts={(row, column): font for row, column, *_, font in told["cells"] if code_of_font(font)},
    )
