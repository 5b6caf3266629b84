"""The sheet of every leaf that is not assessed as the others are: whose, what left the maximum, why, and where."""

from parscore.reports.left_out import left_out_rows, source_lines
from parscore.reports.material import Material
from parscore.reports.printing import SCREEN, printer
from parscore.reports.xlsx_sheet import HEADING, TOPIC, Amount, Book, Content, Look

_COLUMNS = ("id", "agency", "code", "leaf", "declared", "left_out", "cause", "treatment", "reason", "file", "spot")
_WIDTHS = (9, 26, 8, 36, 9, 9, 14, 26, 28, 26, 14)
_PUBLIC = len(_COLUMNS) - 3
"""Columns of a public report: the agencies' own words, and where they stand, are not for everybody."""
_NOTE: Look = {"italic": True}


def write_left_out(book: Book, of: Material) -> None:
    """One row a leaf of an agency, in the order of the rankings; above them what counts for nobody in a group."""
    words, result, count = book.words, of.result, _PUBLIC if of.public else len(_COLUMNS)
    sheet = book.sheet(words.text(TOPIC, "sheet.left_out"), _WIDTHS[:count], 10)
    sheet.title(words.text(TOPIC, "title.left_out", year=result.season.year))
    for ranking in result.groups:
        for line in source_lines(ranking.group.criteria, words):
            sheet.line(f"{words.text(TOPIC, 'title.group', group=ranking.group.name)}. {line}", _NOTE)
    sheet.row += 1
    first = sheet.row
    sheet.cells([words.text(TOPIC, f"column.{column}") for column in _COLUMNS[:count]], HEADING)
    sheet.frozen(2, first)
    begun = sheet.row
    for ranking in result.groups:
        rounding = ranking.group.criteria.rounding
        write = printer(words, rounding)
        for row in (row for standing in ranking.standings for row in left_out_rows(standing.scorecard)):
            amounts = (Amount(value, rounding.points, rounding.mode) for value in (row.declared, row.maximum))
            cause = words.text(SCREEN, f"state.{row.cause}")
            told = (cause, write.phrase(row.treatment), row.reason, row.place.file, row.spot)
            whole: tuple[Content, ...] = (row.agency, row.name, row.code, row.leaf, *amounts, *told)
            sheet.cells(whole[:count], {"valign": "top"})
    if sheet.row == begun:
        sheet.line(words.text(TOPIC, "method.none"))
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
