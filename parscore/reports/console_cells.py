"""The screen of the cells of a workbook."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from rich.console import Console

from parscore.messages import Words
from parscore.reports.console_tables import literal, print_table
from parscore.reports.printing import SCREEN


def print_cells(console: Console, cells: Iterable[Mapping[str, object]], words: Words, *, plain: bool = False) -> None:
    """Print the cells of a workbook as they are stored; the rows are those of ``workbooks.cells.cell_rows``."""
    shared = ("cell", "kind", "text", "formula", "format", "hidden", "merged")
    if plain:
        rows = ((str(cell["sheet"]), *_cell(cell, words)) for cell in cells)
        print_table(console, ("sheet", *shared), rows, words, plain=True)
        return
    for sheet, found in groupby(cells, key=lambda cell: str(cell["sheet"])):
        console.print(literal(sheet, "bold"))
        print_table(console, shared, (_cell(cell, words) for cell in found), words)


def _cell(cell: Mapping[str, object], words: Words) -> tuple[str, ...]:
    formula, hidden = cell["formula"], cell["hidden"] or cell["sheet_state"] != "visible"
    return (
        str(cell["address"]),
        words.text(SCREEN, f"kind.{cell['kind']}"),
        str(cell["text"]),
        "" if formula is None else f"={formula}",
        str(cell["format"]),
        words.text(SCREEN, "value.yes") if hidden else "",
        str(cell["merged"] or ""),
    )
