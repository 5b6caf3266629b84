"""The summary workbook (bảng tổng hợp): rankings, areas, all leaves, what is left out, problems and method of one run.

The same result gives the same bytes: nothing of the machine, the clock or the user goes into the file.
"""

from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.marks import marks_of, release
from parscore.reports.xlsx_gaps import write_gaps
from parscore.reports.xlsx_groups import GroupPages
from parscore.reports.xlsx_left_out import write_left_out
from parscore.reports.xlsx_method import write_method, write_problems
from parscore.reports.xlsx_sheet import TOPIC, Book
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]


def write_summary(result: SeasonResult, words: Words, stream: IO[bytes]) -> None:
    """Write the workbook to a binary stream; an error of the stream is passed on (``OSError``).

    Its rows go by way of a folder that only the user can read, and that is gone in the end.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    with TemporaryDirectory(prefix="parscore-") as rows:
        by_rows = {"in_memory": False, "constant_memory": True, "tmpdir": rows}
        _write(result, words, xlsxwriter.Workbook(stream, options() | by_rows))


def _write(result: SeasonResult, words: Words, workbook: "Workbook") -> None:
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
    book = Book(workbook, words, marks.draft, marks.footer)
    single = len(result.groups) == 1
    pages = [
        GroupPages(book, result, ranking, "" if single else f" - {ranking.group.name}") for ranking in result.groups
    ]
    for _ in zip(*[page.open() for page in pages], strict=True):
        pass  # All sheets of one kind stand side by side: the first of every group, then the second, then the third.
    for page in pages:
        page.write()
    write_gaps(book, result)
    write_left_out(book, result)
    write_problems(book, result)
    write_method(book, result, release())
    workbook.close()
