"""Writing sheets as .xlsx by two programs; the same sheets give the same bytes on every run."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill
from openpyxl.styles import Side as BorderSide
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet as OpenpyxlSheet
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet as XlsxWriterSheet  # type: ignore[import-untyped]

from parscore.model.place import column_letters

from .sheet import Look, Placed, Sheet, address, looks
from .style import Style

MADE = datetime(2025, 12, 15, 8, 0, 0)
FONT = "Times New Roman"
A4, FOOTER = 9, "&CTrang &P/&N"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def book(sheets: list[Sheet], style: Style, author: str) -> bytes:
    """Return a workbook made by the program that the style names."""
    make = _by_openpyxl if style.program == "openpyxl" else _by_xlsxwriter
    return make(sheets, style, author)


def repacked(package: bytes, compression: int) -> bytes:
    """Pack a package's entries anew, with one time for all of them and without the time of saving."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\2", content)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), content, compression)
    return buffer.getvalue()


# --- XlsxWriter ---------------------------------------------------------------------------------------------------


def _by_xlsxwriter(sheets: list[Sheet], style: Style, author: str) -> bytes:
    buffer = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": style.size}}
    with xlsxwriter.Workbook(buffer, options) as made:
        made.set_properties({"author": author, "title": "Tự chấm điểm CCHC", "created": MADE})
        formats = {name: made.add_format(_properties(look, style)) for name, look in looks(style.tint).items()}
        for sheet in sheets:
            _fill_xlsxwriter(made.add_worksheet(sheet.name), sheet, formats)
        shown = next(at for at, sheet in enumerate(sheets) if sheet.freeze)
        made.worksheets()[shown].activate()
        made.worksheets()[shown].set_first_sheet()
        for written, sheet in zip(made.worksheets(), sheets, strict=True):
            if sheet.state == "hidden":
                written.hide()
            elif sheet.state == "veryHidden":
                written.very_hidden()
    return buffer.getvalue()


def _properties(look: Look, style: Style) -> dict[str, object]:
    properties: dict[str, object] = {
        "font_name": FONT,
        "font_size": style.size + look.bigger,
        "bold": look.bold,
        "italic": look.italic,
        "underline": int(look.underline),
        "align": "center" if look.centre else "left",
        "valign": "vcenter",
        "text_wrap": look.wrap,
        "border": int(look.border),
        "num_format": look.number,
    }
    return properties | ({"bg_color": f"#{look.fill}"} if look.fill else {})


def _fill_xlsxwriter(written: XlsxWriterSheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for at, width in enumerate(sheet.widths):
        written.set_column(at, at, width)
    for row in sorted({*sheet.heights, *sheet.hidden_rows}):
        written.set_row(row - 1, sheet.heights.get(row), None, {"hidden": row in sheet.hidden_rows})
    for (row, column), cell in sorted(sheet.cells.items()):
        _write_xlsxwriter(written, row - 1, column - 1, cell, formats[cell.look])
    for top, left, bottom, right in sheet.merges:
        cell = sheet.cells[top, left]
        written.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", formats[cell.look])
        _write_xlsxwriter(written, top - 1, left - 1, cell, formats[cell.look])
    for (row, column), options in sorted(sheet.choices.items()):
        written.data_validation(row - 1, column - 1, row - 1, column - 1, {"validate": "list", "source": list(options)})
    written.fit_to_pages(1, 0)
    if sheet.freeze and sheet.repeat:
        written.freeze_panes(sheet.freeze[0] - 1, sheet.freeze[1] - 1)
        written.repeat_rows(sheet.repeat[0] - 1, sheet.repeat[1] - 1)
        written.set_landscape()
        written.set_paper(A4)
        written.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        written.set_footer(FOOTER)


def _write_xlsxwriter(written: XlsxWriterSheet, row: int, column: int, cell: Placed, made: Format) -> None:
    value = cell.value
    if cell.formula:
        written.write_formula(row, column, f"={cell.formula}", made, "" if value is None else value)
    elif value is None or value == "":
        written.write_blank(row, column, None, made)
    elif isinstance(value, bool):
        written.write_boolean(row, column, value, made)
    elif isinstance(value, int | float):
        written.write_number(row, column, value, made)
    elif isinstance(value, date):
        written.write_datetime(row, column, value, made)
    else:
        written.write_string(row, column, value, made)


# --- openpyxl -----------------------------------------------------------------------------------------------------


def _by_openpyxl(sheets: list[Sheet], style: Style, author: str) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, look in looks(style.tint).items():
        book.add_named_style(_named_style(name, look, style))
    for sheet in sheets:
        _fill_openpyxl(book.create_sheet(sheet.name), sheet)
    book.active = next(at for at, sheet in enumerate(sheets) if sheet.freeze)
    book.properties.creator, book.properties.created = author, MADE
    buffer = BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), zipfile.ZIP_DEFLATED)


def _fill_openpyxl(written: OpenpyxlSheet, sheet: Sheet) -> None:
    for at, width in enumerate(sheet.widths, 1):
        written.column_dimensions[column_letters(at)].width = width
    for row, height in sheet.heights.items():
        written.row_dimensions[row].height = height
    for row in sheet.hidden_rows:
        written.row_dimensions[row].hidden = True
    for (row, column), cell in sorted(sheet.cells.items()):
        # openpyxl stores no results: a formula is written only where there is none to store.
        value = cell.value if cell.value is not None or not cell.formula else f"={cell.formula}"
        made = written.cell(row, column, None if value == "" else value)
        made.style = cell.look
    for top, left, bottom, right in sheet.merges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                written.cell(row, column).style = sheet.cells[top, left].look
        written.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    written.sheet_state = sheet.state
    written.page_setup.fitToWidth, written.page_setup.fitToHeight = 1, 0
    written.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.freeze and sheet.repeat:
        written.freeze_panes = address(*sheet.freeze)
        written.print_title_rows = f"{sheet.repeat[0]}:{sheet.repeat[1]}"
        written.page_setup.orientation, written.page_setup.paperSize = "landscape", A4


def _named_style(name: str, look: Look, style: Style) -> NamedStyle:
    made = NamedStyle(name)
    made.font = Font(name=FONT, size=style.size + look.bigger, bold=look.bold, italic=look.italic)
    made.font.underline = "single" if look.underline else None
    made.alignment = Alignment("center" if look.centre else "left", "center", wrap_text=look.wrap)
    made.number_format = look.number
    if look.border:
        side = BorderSide(style="thin")
        made.border = Border(left=side, right=side, top=side, bottom=side)
    if look.fill:
        made.fill = PatternFill("solid", fgColor=look.fill)
    return made
