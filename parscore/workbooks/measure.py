"""How wide texts are in Times New Roman, near enough to set column widths and row heights.

Spreadsheets fit neither to wrapped text by themselves in every program, and never for merged cells.
"""

import unicodedata
from functools import lru_cache
from typing import Final

DIGIT: Final = 7
"""Pixels of a digit of the default font, in which column widths are counted."""
_BORDERS: Final = 5
_INDENT: Final = 9
_NARROW: Final = dict.fromkeys(" .,;:'|/()-!ijltfrI", 0.3)
_WIDE: Final = dict.fromkeys("mMW%…", 0.86)


def pixels(text: str, size: int) -> float:
    """Return the width of a text in pixels (96 to the inch) in a type of that size in points."""
    letters = unicodedata.normalize("NFD", text)
    return sum(map(_ems, letters)) * size / 0.75


@lru_cache(maxsize=1024)
def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    usual = 0.7 if letter.isupper() else 0.5 if letter.isdigit() else 0.47
    return _NARROW.get(letter) or _WIDE.get(letter) or usual


@lru_cache(maxsize=1024)
def column_width(text: str, size: int) -> float:
    """Return the width of a column, in digits, that holds a text on one line."""
    return (pixels(text, size) + _BORDERS + _INDENT) / DIGIT


@lru_cache(maxsize=1024)
def lines(text: str, width: float, size: int) -> int:
    """Return how many lines a text takes in a column of that width."""
    room = max(width * DIGIT - _BORDERS - _INDENT, DIGIT)
    count, used = 1, 0.0
    for word in text.split(" "):
        needed = pixels(word, size)
        if used and used + needed > room:
            count, used = count + 1, 0.0
        count += int(needed / room) if needed > room else 0
        used += (needed % room if needed > room else needed) + pixels(" ", size)
    return count
