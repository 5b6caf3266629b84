"""Days as cells hold them: a serial number that is shown as a date, or a written day. Nothing is guessed."""

import re
from datetime import date, timedelta
from typing import Final, Literal

from parscore.model.cell import Cell
from parscore.numbers import from_stored
from parscore.viet import normal_form
from parscore.workbooks.formats import DAY_0, FROM_1904, LAST_SERIAL, NO_DAY_60, is_date, shows_day_and_year

Unreadable = Literal["number", "no year", "impossible", "time", "other"]
"""Why a cell is no day: a bare number; a format that hides day or year; a day that does not exist; a time of day; or
written otherwise."""

_WRITTEN: Final = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_TIME: Final = re.compile(r"(.+?)[ t]([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NO_YEAR: Final = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}(?:\1[0-9]{2})?")


def day_of_number(cell: Cell, *, date1904: bool = False) -> date | Unreadable:
    """Return the day of a serial number that is shown with day and year; its part of a day is left aside.

    Number 1 is 1 January 1900, or 2 January 1904 where the file counts from 1904. A format such as ``d-mmm`` or
    ``mmm-yy`` comes from typing ``15/1`` or ``1/2025``: a program has put in the year or the day.
    """
    serial = from_stored(cell.text)
    if serial is None or not is_date(cell.format):
        return "number"
    number = serial.numerator // serial.denominator
    if 0 <= serial < 1:
        return "time"
    if not shows_day_and_year(cell.format):
        return "no year"
    number += FROM_1904 if date1904 else 0
    if number == NO_DAY_60 or not 0 < number <= LAST_SERIAL:
        return "impossible"
    return DAY_0 + timedelta(days=number if number > NO_DAY_60 else number + 1)


def day_of_text(text: str) -> date | Unreadable:
    """Return a written day: ``15/01/2025``, ``15-1-2025``, always day, month, year; or ``2025-01-15``."""
    bare = normal_form(text)
    if match := _WRITTEN.fullmatch(bare):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := _ISO.fullmatch(bare):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        return "no year" if _NO_YEAR.fullmatch(bare) else "other"
    try:
        return date(year, month, day)
    except ValueError:
        return "impossible"


def moment_of_text(text: str) -> str | None:
    """Return a written day, or day and minute, as ISO 8601; ``None`` where it is neither."""
    bare = normal_form(text)
    timed = _TIME.fullmatch(bare)
    day = day_of_text(timed[1] if timed else bare)
    if isinstance(day, str):
        return None
    return f"{day.isoformat()}T{int(timed[2]):02}:{timed[3]}" if timed else day.isoformat()
