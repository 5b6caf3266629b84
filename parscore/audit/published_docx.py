"""The tables of a Word document (.docx), read by python-docx once the package is known to be safe."""

from io import BytesIO
from typing import TYPE_CHECKING

from parscore.audit.published_grid import Grid, GridCell, even
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.workbooks.safe import why_unsafe

if TYPE_CHECKING:
    from docx.table import Table


def read_docx(data: bytes, shown: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """Read every table of a document, in its order; PS830 where it is none, or unsafe to open."""
    if refusal := why_unsafe(data, shown):
        return (), (refusal,)
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        tables = Document(BytesIO(data)).tables
        return tuple(_grid(table, at, shown) for at, table in enumerate(tables, 1)), ()
    except (OpcError, KeyError, ValueError, SyntaxError):  # lxml reports broken XML as a SyntaxError
        return (), (problem("PS830", Place(shown), reason="published.document"),)


def _grid(table: "Table", number: int, shown: str) -> Grid:
    """The rows of one table; a cell that is merged downwards says its text in its first row alone."""
    place = Place(shown, f"table {number}")
    rows: list[list[GridCell | None]] = []
    spanned: set[tuple[int, int]] = set()
    above: dict[tuple[int, int], GridCell] = {}
    before: list[object] = []
    for at, row in enumerate(table.rows):
        found: list[GridCell | None] = [None] * row.grid_cols_before
        elements: list[object] = [None] * row.grid_cols_before
        for cell in row.cells:
            column, element = len(found), cell._tc
            text = " ".join(cell.text.split())
            origin = (
                (above.get((at - 1, column)) or rows[-1][column]) if element in before[column : column + 1] else None
            )
            if origin is not None:
                above[at, column] = origin
            elif elements[-1:] == [element]:
                spanned.add((at, column))
            read = GridCell(text, place._replace(cell=f"R{at + 1}C{column + 1}")) if text else None
            found.append(None if origin is not None else read)
            elements.append(element)
        before = elements
        rows.append(found)
    return Grid(place, even(rows), frozenset(spanned), above)
