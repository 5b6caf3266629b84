"""How rates are shown besides their figures: bars in the column of the index, colours in those of the areas.

Colour is never the only sign: the figures stay. Orange and blue stay apart for colour-blind readers, and both are light
enough for figures to be read on them, in grey too.
"""

from typing import Final

from parscore.reports.xlsx_sheet import Sheet

_BAR: Final = "#B4C7E7"
_LOW, _MIDDLE, _HIGH = "#F8CBAD", "#FFFFFF", "#BDD7EE"
_WHOLE: Final = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}


def index_bars(sheet: Sheet, column: int, first: int, last: int) -> None:
    """Draw a bar from 0 to 100 behind each index of a column, from the row ``first`` to ``last``."""
    bar = {"type": "data_bar", "bar_color": _BAR, "data_bar_2010": True, "bar_solid": True, "bar_border_color": _BAR}
    _rule(sheet, column, first, last, bar)


def rate_scale(sheet: Sheet, column: int, first: int, last: int) -> None:
    """Colour a column of rates by 0, 50 and 100: low ones orange, middle ones white, high ones blue."""
    middle = {"mid_type": "num", "mid_value": 50}
    colours = {"min_color": _LOW, "mid_color": _MIDDLE, "max_color": _HIGH}
    _rule(sheet, column, first, last, {"type": "3_color_scale", **middle, **colours})


def _rule(sheet: Sheet, column: int, first: int, last: int, look: dict[str, object]) -> None:
    if last >= first:
        sheet.worksheet.conditional_format(first, column, last, column, {**_WHOLE, **look})
