"""The sheet that sets this year beside an earlier one: index, rank and class of every agency, and what has changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parscore.messages import Words
from parscore.reports.xlsx_group_sheet import SIZE, GroupSheets, signed
from parscore.reports.xlsx_sheet import HEADING, Amount, Content, Stored
from parscore.reports.yearly import COLUMNS, TOPIC, group_lines, remarks, row_cells
from parscore.reports.yearly import title as title_of
from parscore.workbooks.measure import column_width
from parscore.yearly.agencies import Kind
from parscore.yearly.compare import GroupChange, Row, YearOnYear

_SHOWN: Final = (
    "rank_after", "id", "agency", "index_before", "index_after", "change", "rank_before", "climbed", "class_before",
    "class_after", "performance", "definition", "remarks",
)  # fmt: skip
_WIDTHS: Final = (7, 9, 27, 10, 10, 11, 8, 12, 11, 11, 11, 11, 38)
_CENTRED: Final = tuple(at for at, name in enumerate(_SHOWN) if name not in ("id", "agency", "remarks"))
_COUNT: Final = "#"
_SIGNED: Final = ("change", "performance", "definition")


def write_yearly(page: GroupSheets) -> None:
    """Write the sheet of one group in the order of its standings; a report without an earlier season has none."""
    compared = page.of.compared
    if compared is None:
        return
    group = next(one for one in compared.groups if one.id == page.ranking.group.id)
    ids = max([_WIDTHS[1], *(column_width(row.agency.id, SIZE) for row in group.rows)])
    sheet = page.sheet("yearly", (_WIDTHS[0], ids, *_WIDTHS[2:]))
    words = page.of.words
    sheet.line(title_of(compared, words), {"italic": True, "align": "center"})
    sheet.row += 1
    first = sheet.row
    sheet.cells([words.text(TOPIC, f"column.{name}") for name in _SHOWN], HEADING)
    sheet.frozen(3, first)
    for row in group.rows:
        sheet.cells(_cells(row, page), centred=_CENTRED)
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
    page.notes(sheet, (*_said(group, compared, page), page.text("note.change")))


def _cells(row: Row, page: GroupSheets) -> list[Content]:
    words = page.of.words
    shown = replace(row, why=()) if page.of.public else row  # the mapping's reasons are somebody's own words
    told: dict[str, Content] = dict(zip(COLUMNS, row_cells(shown, words), strict=True))
    for name in _SIGNED:
        amount = told[name]
        told[name] = signed(amount) if isinstance(amount, Amount) else amount
    if row.climbed is not None:
        told["climbed"] = Stored(row.climbed, _places(words))
    if row.change is None:
        told["change"] = page.text("yearly.new" if row.kind in (Kind.NEW, Kind.UNMATCHED) else "yearly.incomparable")
    return [told[name] for name in _SHOWN]


def _places(words: Words) -> str:
    """The number format of places climbed: a true number that reads as words."""
    up, down = (words.text(TOPIC, key, count=_COUNT).replace(_COUNT, '"0"') for key in ("up", "down"))
    return f'"{up}";"{down}";"{words.text(TOPIC, "level")}"'.replace('""', "")


def _said(group: GroupChange, compared: YearOnYear, page: GroupSheets) -> Iterator[str]:
    """The group as a whole, and the agencies of last year's group that nothing of this year comes from."""
    words = page.of.words
    yield from group_lines(group, compared, words)
    ended = [row for row in compared.ended if row.agency.group == group.id]
    if ended:
        yield words.text(TOPIC, "ended") + ":"
    for row in ended:
        said = "; ".join(remarks(replace(row, why=()) if page.of.public else row, words))
        yield words.text(TOPIC, "ended_line", name=row.agency.name, id=row.agency.id, said=said)
