"""The return note as a workbook: one sheet with an official heading, to be printed or sent as it is.

The same findings give the same bytes. Every text is a string cell: nothing that an agency wrote becomes a formula or a
link, and an address of a cell is plain text, because the workbook it belongs to is another one.
"""

from io import BytesIO
from typing import Final

from parscore.messages import Words
from parscore.model.season import Season
from parscore.reports.check import TOPIC
from parscore.reports.return_notes import NoteRow, note_closing, note_opening, note_rows
from parscore.reports.xlsx_sheet import HEADING, Book, Look, Sheet
from parscore.season.checked import Returned
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options

_SIZE: Final = 12
_COLUMNS: Final = {
    "number": 5, "file": 27, "sheet": 13, "cell": 7, "code": 8, "item": 32, "found": 48, "remedy": 42, "severity": 10,
}  # fmt: skip
_CENTRED: Final = ("number", "cell", "code", "severity")
_TOP: Final[Look] = {"valign": "top", "align": "left"}


def note_bytes(season: Season, returned: Returned, words: Words) -> bytes:
    """Return the workbook of one agency's note."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    title = words.text(TOPIC, "note.title", year=season.year)
    criteria = season.group_of(returned.agency).criteria
    footer = f"{returned.agency.id} · {criteria.id}@{criteria.version}"
    told = {"title": title, "subject": returned.agency.id, "comments": footer}
    workbook.set_properties({**told, "company": REPORT_MARK, "created": CREATED})
    _write(Book(workbook, words, draft=False, footer=footer), season, returned, title)
    workbook.close()
    return stream.getvalue()


def _write(book: Book, season: Season, returned: Returned, title: str) -> None:
    words = book.words
    # The file is a column of its own only where there is more than one.
    columns = [column for column in _COLUMNS if column != "file" or len(returned.files) > 1]
    sheet = book.sheet(words.text(TOPIC, "note.sheet"), [_COLUMNS[column] for column in columns], _SIZE)
    sheet.headed(season.province)
    sheet.title(title)
    told = {"agency": returned.agency.name, "id": returned.agency.id}
    sheet.line(words.text(TOPIC, "note.to", **told), {"bold": True, "align": "center"}, 13)
    for line in note_opening(returned, words):
        sheet.line(line)
    sheet.row += 1
    _table(sheet, columns, note_rows(season, returned, words))
    sheet.row += 1
    sheet.line(note_closing(season, returned, words), {"bold": True}, 13)
    sheet.signed()


def _table(sheet: Sheet, columns: list[str], rows: tuple[NoteRow, ...]) -> None:
    first, words = sheet.row, sheet.book.words
    sheet.cells([words.text(TOPIC, f"column.{column}") for column in columns], HEADING)
    sheet.worksheet.repeat_rows(first)
    centred = [at for at, column in enumerate(columns) if column in _CENTRED]
    for number, row in enumerate(rows, 1):
        contents = [str(number) if column == "number" else str(getattr(row, column)) for column in columns]
        sheet.cells(contents, _TOP, centred)
        if row.error:
            look = {**_TOP, "align": "center", "bold": True}
            sheet.put(columns.index("severity"), row.severity, look, sheet.row - 1)
