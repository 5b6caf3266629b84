"""Native charts of workbooks: they draw cells of the workbook, so a figure that is changed there changes the chart.

A workbook that is written row by row forgets its cells: there a chart is given what it draws, so that programs that do
not calculate (a protected view, a telephone) draw it too.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from parscore.reports.xlsx_sheet import Sheet
from parscore.workbooks.measure import pixels
from parscore.workbooks.writing import FONT

_FONT_SIZE: Final = 9
_FONT: Final = {"name": FONT, "size": _FONT_SIZE}
_TITLE: Final = {"name": FONT, "size": 11, "bold": True}
OWN: Final = "#1F4E79"
OTHER: Final = "#C55A11"
"""Colours that stay apart in grey and for colour-blind readers; dashes tell the second one as well."""


class Series(NamedTuple):
    """One line or set of bars: its name, the column of its values, and these values where the workbook forgets them.

    ``pattern`` is the number format of the figures on bars.
    """

    name: str
    column: int
    values: tuple[float | None, ...] = ()
    pattern: str = "General"


class Rows(NamedTuple):
    """The rows of a table that a chart draws, both included, from 0, and the column of the names on its axis.

    ``said`` are these names where the workbook forgets them.
    """

    first: int
    last: int
    names: int
    said: tuple[str, ...] = ()


class Spot(NamedTuple):
    """Where a chart stands: a cell, its size, and how far right of and below the cell it begins, in pixels."""

    row: int
    column: int
    width: int
    height: int
    right: int = 0
    below: int = 0


def radar(sheet: Sheet, rows: Rows, series: Sequence[Series], title: str, spot: Spot) -> None:
    """Draw a radar from 0 to 100, the first series solid and the others dashed."""
    chart = sheet.book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    for at, one in enumerate(series):
        colour, dash = (OWN, "solid") if at == 0 else (OTHER, "dash")
        chart.add_series({
            **_data(sheet, rows, one),
            "line": {"color": colour, "width": 2, "dash_type": dash},
            "marker": {"type": "circle" if at == 0 else "square", "size": 4,
                       "fill": {"color": colour}, "border": {"color": colour}},
        })  # fmt: skip
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 25, "num_font": _FONT, "major_gridlines": _GRID})
    chart.set_x_axis({"num_font": _FONT})
    _place(sheet, chart, title, spot)


def bars(sheet: Sheet, rows: Rows, series: Sequence[Series], title: str, spot: Spot) -> None:
    """Draw bars from 0, the first row at the top, with the figure on each; of the second series they are hatched.

    Both series stand in one place: a row has a value in one of them.
    """
    chart = sheet.book.workbook.add_chart({"type": "bar"})
    for at, one in enumerate(series):
        chart.add_series({
            **_data(sheet, rows, one),
            **({"fill": {"color": OWN}} if at == 0 else {"pattern": _HATCHED}),
            "border": {"color": OWN if at == 0 else OTHER, "width": 0.75},
            "data_labels": {"value": True, "num_format": one.pattern, "font": _FONT, "position": "outside_end"},
            "gap": 35, "overlap": 100,
        })  # fmt: skip
    most = max((value for one in series for value in one.values if value is not None), default=0)
    chart.set_y_axis({"num_font": _FONT, "reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}})
    # Labels of a full bar stand behind its end.
    top = {"max": 110, "major_unit": 10} if most <= _FULL else {}
    numbers = {"min": 0, **top, "num_font": _FONT, "num_format": '[<=100]0;""', "major_gridlines": _GRID}
    chart.set_x_axis({**numbers, "label_position": "high"})  # beside the last row, where the first is at the top
    # Programs give long names no room of their own.
    widest = max((pixels(name, _FONT_SIZE) for name in rows.said), default=0)
    left = min(_MOST_NAMES, (widest + _AROUND) / spot.width)
    chart.set_plotarea({"layout": {"x": left, "y": _TOP / spot.height, "width": 0.98 - left,
                                   "height": 1 - (_TOP + _BOTTOM) / spot.height}})  # fmt: skip
    _place(sheet, chart, title, spot, legend=len(series) > 1)


_FULL: Final = 100
_MOST_NAMES: Final = 0.4
"""The most of a chart's width that names take: longer ones are wrapped."""
_AROUND, _TOP, _BOTTOM = 24, 40, 56
"""Pixels about the names, and for the title, and for the numbers and the legend."""
_HATCHED: Final = {"pattern": "wide_upward_diagonal", "fg_color": OTHER, "bg_color": "#FFFFFF"}
_GRID: Final = {"visible": True, "line": {"color": "#BFBFBF", "width": 0.5}}


def _data(sheet: Sheet, rows: Rows, one: Series) -> dict[str, object]:
    name = sheet.worksheet.get_name()
    return {
        "name": one.name,
        "categories": [name, rows.first, rows.names, rows.last, rows.names],
        "values": [name, rows.first, one.column, rows.last, one.column],
        **({"categories_data": list(rows.said), "values_data": list(one.values)} if rows.said else {}),
    }


def _place(sheet: Sheet, chart: object, title: str, spot: Spot, *, legend: bool = True) -> None:
    for setting, told in (
        ("set_title", {"name": title, "name_font": _TITLE}),
        ("set_legend", {"position": "bottom", "font": _FONT} if legend else {"none": True}),
        ("set_size", {"width": spot.width, "height": spot.height}),
    ):
        getattr(chart, setting)(told)
    placed = {"object_position": 1, "description": title, "x_offset": spot.right, "y_offset": spot.below}
    sheet.worksheet.insert_chart(spot.row, spot.column, chart, placed)
