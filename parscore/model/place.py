"""Where something stands: a cell of a workbook, or a line and column of a text file."""

import re
from functools import lru_cache
from typing import NamedTuple

_A1 = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_number(letters: str) -> int:
    """Return the 1-based number of a column: ``A`` is 1, ``XFD`` is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Return the letters of a 1-based column number: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Place(NamedTuple):
    """A place a person can go to. (A tuple, because a season makes tens of thousands of them.)

    ``file`` is the path as people see it: relative to the season folder where it lies inside it, with ``/``.
    A cell has ``sheet`` and ``cell`` (A1 style); a place in a text file has ``line`` and ``column``, both from 1.
    Empty text and 0 mean "not known or not applicable".
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.line:
            return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)

    @property
    def sort_key(self) -> tuple[str, str, int, int, int, int]:
        """Order of reading: by file, sheet, row, column, line; independent of locale."""
        match = _A1.match(self.cell)
        row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
        return (self.file, self.sheet, row, column, self.line, self.column)


NOWHERE = Place()
"""No place in particular: the season as a whole, or a value that was made in memory."""
