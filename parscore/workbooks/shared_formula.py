"""A shared formula is written once; the other cells of its range hold it moved to their own place."""

import re
from typing import Final

from parscore.model.place import column_letters, column_number

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384

_TOKEN: Final = re.compile(
    r"""
    (?P<kept>"[^"]*"|'[^']*'|\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    | (?<![\w.$\\?])
      (?: (?P<cell_column>\$?[A-Za-z]{1,3})(?P<cell_row>\$?[0-9]{1,7})
        | (?P<column_from>\$?[A-Za-z]{1,3}):(?P<column_to>\$?[A-Za-z]{1,3})
        | (?P<row_from>\$?[0-9]{1,7}):(?P<row_to>\$?[0-9]{1,7})
      )
      (?![\w.(!\[\\?])
    """,
    re.VERBOSE,
)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula moved down and right; relative references move, those with ``$`` and texts stay.

    A reference that leaves the sheet becomes ``#REF!``, as it does in Excel.

    >>> moved("A1*$B$2+SUM(C:C)", 1, 1)
    'B2*$B$2+SUM(D:D)'
    """

    def place(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        if match["cell_column"]:
            column, row = _column(match["cell_column"], columns), _row(match["cell_row"], rows)
            return column + row if column and row else "#REF!"
        if match["column_from"]:
            ends = _column(match["column_from"], columns), _column(match["column_to"], columns)
        else:
            ends = _row(match["row_from"], rows), _row(match["row_to"], rows)
        return ":".join(ends) if all(ends) else "#REF!"

    return _TOKEN.sub(place, formula)


def _column(letters: str, columns: int) -> str:
    if letters.startswith("$"):
        return letters
    number = column_number(letters.upper()) + columns
    return column_letters(number) if 0 < number <= MAX_COLUMN else ""


def _row(digits: str, rows: int) -> str:
    if digits.startswith("$"):
        return digits
    number = int(digits) + rows
    return str(number) if 0 < number <= MAX_ROW else ""
