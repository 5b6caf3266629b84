"""What was read of a workbook, as plain rows: one for each cell with content or a formula."""

from parscore.model.cell import Cell
from parscore.workbooks.ooxml import Sheet, Workbook


def cell_rows(book: Workbook, sheet: str | None) -> list[dict[str, object]]:
    """Return the cells of all sheets, or of the one with that name, in the order of the workbook.

    Each row has the keys ``sheet``, ``sheet_state``, ``address``, ``kind``, ``text`` (as stored), ``formula`` and
    ``cached`` (``None`` where there is no formula, or no value of it), ``format``, ``hidden``, ``merged``.
    """
    return [_row(found, cell) for found in book.sheets if sheet in (None, found.name) for cell in found.cells]


def _row(sheet: Sheet, cell: Cell) -> dict[str, object]:
    return {
        "sheet": sheet.name,
        "sheet_state": sheet.state,
        "address": cell.address,
        "kind": cell.kind,
        "text": cell.text,
        "formula": cell.formula,
        "cached": None if cell.formula is None or cell.kind == "blank" else cell.text,
        "format": cell.format,
        "hidden": sheet.hidden(cell),
        "merged": sheet.merged_range(cell.row, cell.column),
    }
