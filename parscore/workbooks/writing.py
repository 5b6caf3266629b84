"""What every workbook that is written has in common: its font, its options, and texts that a cell can hold."""

from datetime import datetime
from typing import Final

from parscore.viet import show

FONT: Final = "Times New Roman"
LONGEST_TEXT: Final = 32_767
"""The most UTF-16 units that Excel keeps in a cell."""
CREATED: Final = datetime(1980, 1, 1)
"""The first day of the zip format: the bytes must not depend on the clock."""


def options() -> dict[str, object]:
    """Options of a workbook, made anew each time: XlsxWriter writes into the ones it is given."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # The widths of columns count digits of the default font, which every reader of these documents has.
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }


def fitting(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that a cell can hold: one line, illegal characters made visible, cut with a mark if too long."""
    shown = text if text.isprintable() and len(text) <= longest else show(text, longest)
    units = len(shown) + sum(character > "\uffff" for character in shown)
    return shown if units <= longest else show(shown, longest // 2)
