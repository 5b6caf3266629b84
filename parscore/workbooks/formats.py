"""Number format codes: the built-in ones by number, and whether a code shows a date or a percentage.

Source: ECMA-376 part 1, 18.8.30 (numFmt). The meaning of the numbers 27-36 and 50-58 depends on the language of the
program (Chinese, Japanese, Korean); all of them are dates.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from parscore.model.cell import Cell

GENERAL: Final = "General"

_LOCAL_DATE: Final = "yyyy/m/d"
DAY_0: Final = date(1899, 12, 30)
NO_DAY_60: Final = 60
"""Serial number of 29 February 1900, a day that spreadsheets count and the calendar does not have."""
LAST_SERIAL: Final = 2_958_465
FROM_1904: Final = 1462
"""Days between the two systems: serial number 0 of the one is 1 January 1904."""
_ISO_DATE: Final = re.compile(r"[0-9]{4}-([0-9]{2})-([0-9]{2})")

BUILT_IN: Final[Mapping[int, str]] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), _LOCAL_DATE),
}

_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?')


def _shown(code: str) -> str:
    """Return the first section of a code without the texts, fillers, colours and conditions in it."""
    return _LITERAL.sub("", _ELAPSED.sub(r"\1", code)).split(";")[0]


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Tell whether a number with this format is shown as a date or a time.

    >>> is_date("dd/mm/yyyy"), is_date('0.0" điểm/năm"'), is_date("[h]:mm"), is_date("[Red]0.00")
    (True, False, True, False)
    """
    return code.lower() != "general" and re.search("[dmyhs]", _shown(code), re.IGNORECASE) is not None


@lru_cache(maxsize=1024)
def shows_day_and_year(code: str) -> bool:
    """Tell whether a date shown with this format can be told from one of another day or year.

    >>> shows_day_and_year("dd/mm/yyyy"), shows_day_and_year("d-mmm"), shows_day_and_year("mmm-yy")
    (True, False, False)
    """
    shown = _shown(code).lower()
    return "d" in shown and "y" in shown


@lru_cache(maxsize=1024)
def is_percent(code: str) -> bool:
    """Tell whether a number with this format is shown multiplied by 100 with a percent sign.

    >>> is_percent("0.0%"), is_percent('0.0"%"'), is_percent("0")
    (True, False, False)
    """
    return "%" in _shown(code)


_FIXED: Final = re.compile(r"[#0?,]*[0?](?:\.(?P<decimals>0+))?")


@lru_cache(maxsize=1024)
def shown_decimals(code: str) -> int | None:
    """Return how many decimals a format always shows, a percentage's counted as of the share; ``None`` if it varies.

    >>> shown_decimals("0"), shown_decimals("#,##0.00"), shown_decimals("0%"), shown_decimals("General")
    (0, 2, 2, None)
    """
    bare = _shown(code).strip()
    percent = bare.endswith("%")
    match = _FIXED.fullmatch(bare.removesuffix("%").strip())
    if match is None:
        return None
    return len(match["decimals"] or "") + (2 if percent else 0)


@lru_cache(maxsize=1024)
def hides_numbers(code: str) -> bool:
    """Tell whether a format shows nothing of a positive number.

    >>> hides_numbers(";;;"), hides_numbers("0;;"), hides_numbers("General")
    (True, False, False)
    """
    return code != "" and not code.split(";", maxsplit=1)[0].strip()


def likely_typed(cell: Cell, *, date1904: bool = False) -> str:
    """Return what a person probably typed where a program made a date or a time of it: ``1/2``, ``12:30``.

    Day and month stand in the Vietnamese order. Serial numbers count from 1900 or from 1904; a text that is neither a
    serial number nor an ISO date comes back as it is.
    """
    if cell.kind == "date":
        day = _ISO_DATE.match(cell.text)
        return f"{int(day[2])}/{int(day[1])}" if day else cell.text
    serial = float(cell.text)
    if 0 <= serial < 1:
        minutes = round(serial * 1440)
        return f"{minutes // 60}:{minutes % 60:02}"
    serial += FROM_1904 if date1904 else 0
    if not 0 <= serial <= LAST_SERIAL:
        return cell.text
    shown = DAY_0 + timedelta(days=int(serial) if serial >= NO_DAY_60 else int(serial) + 1)
    return f"{shown.day}/{shown.month}"
