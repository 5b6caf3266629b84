"""Native charts of workbooks: they draw cells of the workbook, so a figure that is changed there changes the chart."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from parscore.reports.xlsx_sheet import Sheet
from parscore.workbooks.writing import FONT

_FONT: Final = {"name": FONT, "size": 9}
_TITLE: Final = {"name": FONT, "size": 11, "bold": True}
OWN: Final = "#1F4E79"
OTHER: Final = "#C55A11"
"""Colours that stay apart in grey and for colour-blind readers; dashes tell the second one as well."""


class Series(NamedTuple):
    """One line or set of bars: its name, and the column of its values."""

    name: str
    column: int


class Rows(NamedTuple):
    """The rows of a table that a chart draws, both included, from 0, and the column of the names on its axis."""

    first: int
    last: int
    names: int


class Spot(NamedTuple):
    """Where a chart stands: cell of its upper left corner, width and height in pixels."""

    row: int
    column: int
    width: int
    height: int


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


_GRID: Final = {"visible": True, "line": {"color": "#BFBFBF", "width": 0.5}}


def _data(sheet: Sheet, rows: Rows, one: Series) -> dict[str, object]:
    name = sheet.worksheet.get_name()
    return {
        "name": one.name,
        "categories": [name, rows.first, rows.names, rows.last, rows.names],
        "values": [name, rows.first, one.column, rows.last, one.column],
    }


def _place(sheet: Sheet, chart: object, title: str, spot: Spot) -> None:
    for setting, told in (
        ("set_title", {"name": title, "name_font": _TITLE}),
        ("set_legend", {"position": "bottom", "font": _FONT}),
        ("set_size", {"width": spot.width, "height": spot.height}),
    ):
        getattr(chart, setting)(told)
    sheet.worksheet.insert_chart(spot.row, spot.column, chart, {"object_position": 1, "description": title})
