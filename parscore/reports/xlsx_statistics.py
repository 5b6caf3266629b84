"""The sheet of every leaf over a group: how many were assessed, means, extremes, full and zero marks, points lost."""

from collections.abc import Iterator
from typing import Final

from parscore.model.criteria import Section
from parscore.numbers import total
from parscore.reports.group_leaves import LeafFigures, leaf_figures, ranked
from parscore.reports.xlsx_group_sheet import GroupSheets
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, Content, Look

_COLUMNS: Final = (
    "area", "code", "leaf", "declared", "assessed", "not_assessed", "mean_points", "mean_index", "full", "zero",
    "best", "least", "losers", "lost",
)  # fmt: skip
_WIDTHS: Final = (25, 8, 46, 8, 9, 9, 9, 10, 10, 9, 9, 9, 9, 10)
_TOTAL: Final[Look] = {"bold": True, "bg_color": HEADING_FILL}
_BAR: Final = {"type": "data_bar", "bar_color": "#B7CCE4",
               "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}  # fmt: skip


def write_statistics(page: GroupSheets) -> None:
    """Write the sheet of one group: its leaves in the order of the decision, the points lost altogether at the end."""
    found = {one.leaf.code: one for one in leaf_figures(page.ranking)}
    count = len(ranked(page.ranking))
    sheet = page.sheet("statistics", _WIDTHS)
    sheet.row += 1
    first = sheet.row
    sheet.cells([page.text(f"column.{column}") for column in _COLUMNS], HEADING)
    sheet.frozen(3, first)
    for area in page.ranking.group.criteria.areas:
        for leaf in area.leaves():
            one = found.get(leaf.code)
            told = (0, count) if one is None else _figures(page, area.section, one)
            sheet.cells((f"{area.code}. {area.name}", leaf.code, leaf.name, page.points(leaf.maximum), *told))
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
    if sheet.row > first + 1:
        mean = _COLUMNS.index("mean_index")
        sheet.worksheet.conditional_format(first + 1, mean, sheet.row - 1, mean, dict(_BAR))
    lost = page.points(total(one.lost for one in found.values())) if found else None
    sheet.cells((None, None, page.text("statistics.total"), *[None] * (len(_COLUMNS) - 4), lost), _TOTAL)
    page.notes(sheet, _notes(page, count))


def _figures(page: GroupSheets, section: Section, found: LeafFigures) -> tuple[Content, ...]:
    """Counts, means, shares, extremes and loss. A bonus is nothing to lose, and no penalty is no zero mark."""
    full = None if section is Section.BONUS else page.share(found.full, found.assessed)
    zero = None if section is Section.PENALTY else page.share(found.zero, found.assessed)
    indices = (page.index(value) for value in (found.best_index, found.least_index))
    return (
        found.assessed,
        found.not_assessed,
        page.points(found.mean_points),
        page.index(found.mean_index),
        full,
        zero,
        *indices,
        found.losers,
        page.points(found.lost),
    )


def _notes(page: GroupSheets, count: int) -> Iterator[str]:
    yield page.text("statistics.ranked" if count else "statistics.nobody", count=count)
    yield page.text("statistics.how")
