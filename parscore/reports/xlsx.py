"""The summary workbook (bảng tổng hợp): rankings, areas, all leaves, what is left out, problems and method of one run.

The same result gives the same bytes: nothing of the machine, the clock or the user goes into the file.
"""

from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.marks import marks_of, release
from parscore.reports.xlsx_agency import AgencySheets
from parscore.reports.xlsx_gaps import write_gaps
from parscore.reports.xlsx_groups import GroupPages
from parscore.reports.xlsx_left_out import write_left_out
from parscore.reports.xlsx_method import write_method, write_problems
from parscore.reports.xlsx_sheet import TOPIC, Book
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]


def write_summary(
    result: SeasonResult, words: Words, stream: IO[bytes], *, agency_sheets: bool = False, public: bool = False
) -> None:
    """Write the workbook to a binary stream; an error of the stream is passed on (``OSError``).

    ``agency_sheets`` adds a sheet for each agency, without reasons and remarks where it is ``public``.
    Its rows go by way of a folder that only the user can read, and that is gone in the end.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    with TemporaryDirectory(prefix="parscore-") as rows:
        by_rows = {"in_memory": False, "constant_memory": True, "tmpdir": rows}
        book = _book(result, words, xlsxwriter.Workbook(stream, options() | by_rows))
        pages = _write(result, book, agency_sheets=agency_sheets)
        if agency_sheets:
            for page in pages:
                AgencySheets(book, result, page.places, public=public).write()
        book.workbook.close()


def _book(result: SeasonResult, words: Words, workbook: "Workbook") -> Book:
    marks = marks_of(result, words)
    workbook.set_properties(
        {
            "title": words.text(TOPIC, "title.ranking", year=result.season.year),
            "subject": marks.state,
            "comments": marks.footer,
            "company": REPORT_MARK,
            "created": CREATED,
        }
    )
    return Book(workbook, words, marks.draft, marks.footer)


def _write(result: SeasonResult, book: Book, *, agency_sheets: bool) -> list[GroupPages]:
    single = len(result.groups) == 1
    pages = [
        GroupPages(book, result, ranking, "" if single else f" - {ranking.group.name}") for ranking in result.groups
    ]
    for _ in zip(*[page.open() for page in pages], strict=True):
        pass  # All sheets of one kind stand side by side: the first of every group, then the second, then the third.
    for page in pages:
        if agency_sheets:
            page.places.add_own_sheets(book)
        page.write()
    write_gaps(book, result)
    write_left_out(book, result)
    write_problems(book, result)
    write_method(book, result, release())
    return pages
