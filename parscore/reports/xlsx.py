"""The summary workbook (bảng tổng hợp) of one run: results, changes, statistics, charts, problems, method and trace.

The same result gives the same bytes: nothing of the machine, the clock or the user goes into the file.
"""

from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from parscore.reports.material import Material
from parscore.reports.xlsx_agency import AgencySheets
from parscore.reports.xlsx_drawings import write_drawings
from parscore.reports.xlsx_gaps import write_gaps
from parscore.reports.xlsx_group_sheet import GroupSheets
from parscore.reports.xlsx_groups import GroupPages
from parscore.reports.xlsx_left_out import write_left_out
from parscore.reports.xlsx_method import write_method, write_problems
from parscore.reports.xlsx_sheet import TOPIC, Book
from parscore.reports.xlsx_statistics import write_statistics
from parscore.reports.xlsx_survey import write_survey
from parscore.reports.xlsx_trace import write_trace
from parscore.reports.xlsx_yearly import write_yearly
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]


def write_summary(of: Material, stream: IO[bytes]) -> None:
    """Write the workbook to a binary stream; an error of the stream is passed on (``OSError``).

    ``of.agency_sheets`` adds a sheet for each agency. A public workbook has no reasons, remarks and problems. Its rows
    go by way of a folder that only the user can read, and that is gone in the end.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    with TemporaryDirectory(prefix="parscore-") as rows:
        by_rows = {"in_memory": False, "constant_memory": True, "tmpdir": rows}
        book = _book(of, xlsxwriter.Workbook(stream, options() | by_rows))
        pages = _write(of, book)
        if of.agency_sheets:
            for page in pages:
                AgencySheets(book, of.result, page.places, public=of.public).write()
        book.workbook.close()


def _book(of: Material, workbook: "Workbook") -> Book:
    result, marks = of.result, of.marks
    workbook.set_properties(
        {
            "title": of.words.text(TOPIC, "title.ranking", year=result.season.year),
            "subject": marks.state,
            "comments": marks.footer,
            "company": REPORT_MARK,
            "created": CREATED,
        }
    )
    return Book(workbook, of.words, marks.draft, marks.footer)


def _write(of: Material, book: Book) -> list[GroupPages]:
    result, single = of.result, len(of.result.groups) == 1
    named = [(ranking, "" if single else f" - {ranking.group.name}") for ranking in result.groups]
    pages = [GroupPages(book, result, ranking, name) for ranking, name in named]
    for _ in zip(*[page.open() for page in pages], strict=True):
        pass  # All sheets of one kind stand side by side: the first of every group, then the second, then the third.
    for page in pages:
        if of.agency_sheets:
            page.places.add_own_sheets(book)
        page.write()
    write_gaps(book, of)
    write_left_out(book, of)
    groups = [GroupSheets(book, of, ranking, name) for ranking, name in named]
    for write in (write_yearly, write_statistics, write_survey, write_drawings):
        for group in groups:
            write(group)
    if not of.public:
        write_problems(book, result)
    write_method(book, result)
    write_trace(book, of)
    return pages
