"""The index of evidence (danh mục tài liệu kiểm chứng): a sheet of the form, one document a row.

Its columns are declared here, for writing and for reading. What stands there for a leaf counts as its evidence, beside
the text of the leaf's own row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from parscore.model.cell import Cell
from parscore.viet import normal_form
from parscore.workbooks.days import day_of_number
from parscore.workbooks.ooxml import Sheet, Workbook
from parscore.workbooks.rows import written_code

COLUMNS: Final = ("STT", "TCTP", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Tệp, đường dẫn")
_CODE, _NUMBER, _DAY, _ISSUER, _SUMMARY, _LINK = range(1, len(COLUMNS))
FIRST_ROW: Final = 5
"""The first row for documents on a sheet that is written."""
ROWS: Final = 200
"""How many rows there are for them."""
_HEADER_WITHIN: Final = 20


class Document(NamedTuple):
    """One document of a leaf: number and sign, day, issuer, summary and link, each as written."""

    code: str
    number: str = ""
    day: str = ""
    issuer: str = ""
    summary: str = ""
    link: str = ""

    @property
    def words(self) -> str:
        """The document as one names it: ``Kế hoạch số 12/KH-SYT ngày 15/01/2025, ...``."""
        day = f"ngày {self.day}" if self.day else ""
        named = " ".join(part for part in (self.number, day) if part)
        return ", ".join(part for part in (named, self.issuer, self.summary, self.link) if part)


def read_documents(book: Workbook) -> Mapping[str, str]:
    """Return the documents listed for each leaf's code as one text; a workbook without such a sheet lists none."""
    return by_code(document for sheet in book.sheets for document in _documents(sheet, book.date1904))


def by_code(documents: Iterable[Document]) -> Mapping[str, str]:
    """Join the documents of each code; a row that names no document says nothing."""
    found: dict[str, list[str]] = {}
    for document in documents:
        if document.code and document.words:
            found.setdefault(document.code, []).append(document.words)
    return {code: "; ".join(words) for code, words in found.items()}


def _documents(sheet: Sheet, date1904: bool) -> Iterable[Document]:
    places = _header(sheet)
    if places is None:
        return
    header_row, columns = places
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        if cell.row > header_row:
            rows.setdefault(cell.row, {})[cell.column] = cell
    for _, cells in sorted(rows.items()):
        texts = [_text(cells.get(column), date1904) for column in columns[_NUMBER:]]
        yield Document(written_code(cells.get(columns[_CODE])), *texts)


def _header(sheet: Sheet) -> tuple[int, Sequence[int]] | None:
    """The row that names every column of the index, and the column of each."""
    wanted = [normal_form(heading) for heading in COLUMNS]
    rows: dict[int, dict[str, int]] = {}
    for cell in sheet.cells:
        if cell.row > _HEADER_WITHIN:
            break
        if cell.kind == "text":
            rows.setdefault(cell.row, {})[normal_form(cell.text)] = cell.column
    for row, found in rows.items():
        if found.keys() >= set(wanted):
            return row, [found[heading] for heading in wanted]
    return None


def _text(cell: Cell | None, date1904: bool) -> str:
    """A cell's text; a day that a program has made a number of, as day, month and year."""
    if cell is None or cell.kind not in ("text", "number"):
        return ""
    day = day_of_number(cell, date1904=date1904) if cell.kind == "number" else ""
    return f"{day:%d/%m/%Y}" if not isinstance(day, str) else cell.text.strip()
