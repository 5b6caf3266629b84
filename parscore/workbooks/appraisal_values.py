"""Texts, moments and values of the cells of an appraisal workbook, as the files of the stages write them."""

from datetime import date
from fractions import Fraction

from parscore.model.cell import Cell, Value
from parscore.model.criteria import InputType
from parscore.numbers import decimal_text, from_stored, written_text
from parscore.viet import normal_form
from parscore.workbooks.days import day_of_number, moment_of_text

_MINUTES = 24 * 60


def value_text(value: Value, kind: InputType) -> str | None:
    """Write a value so that it reads back as exactly itself; ``None`` where that cannot be.

    Numbers have a decimal comma (``1,2340``), a percent its sign (``95%``), a day its year first (``2026-02-05``), yes
    and no their words (for a day, ``Không`` is "there is none"); an option is its label.
    """
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple):
        return None
    text = written_text(value * 100 if kind is InputType.PERCENT else value)
    return f"{text}%" if text and kind is InputType.PERCENT else text


def cell_text(cell: Cell | None) -> str:
    """The text of a cell for people: a number without the noise of its storage; nothing where there is no content."""
    if cell is None:
        return ""
    number = from_stored(cell.text) if cell.kind == "number" else None
    return cell.text.strip() if number is None else decimal_text(number)


def moment_of_cell(cell: Cell, *, date1904: bool) -> str | None:
    """Return the day, or day and minute, of a cell as ISO 8601; ``None`` where it holds none.

    A number counts only where it is shown as a date with its year; its part of a day is the time, to the minute.
    """
    if cell.kind in ("text", "date"):
        return moment_of_text(cell.text) if normal_form(cell.text) else None
    if cell.kind != "number":
        return None
    day = day_of_number(cell, date1904=date1904)
    serial = from_stored(cell.text)
    if isinstance(day, str) or serial is None:
        return None
    minutes = (serial % 1 * _MINUTES + Fraction(1, 2)).__floor__() % _MINUTES
    return f"{day.isoformat()}T{minutes // 60:02}:{minutes % 60:02}" if minutes else day.isoformat()
