"""The summary workbook (bảng tổng hợp): rankings, areas, all leaves, what is left out, problems and method of one run.

The same result gives the same bytes: nothing of the machine, the clock or the user goes into the file.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import BinaryIO

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.xlsx_gaps import write_gaps
from parscore.reports.xlsx_groups import GroupPages
from parscore.reports.xlsx_left_out import write_left_out
from parscore.reports.xlsx_method import write_method, write_problems
from parscore.reports.xlsx_sheet import TOPIC, Book
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.writing import CREATED, options


def write_summary(result: SeasonResult, words: Words, stream: BinaryIO) -> None:
    """Write the workbook to a binary stream; an error of the stream is passed on (``OSError``)."""
    import xlsxwriter  # type: ignore[import-untyped]

    workbook = xlsxwriter.Workbook(stream, options())
    release = _release()
    sets = tuple(dict.fromkeys(_set_line(result, at) for at in range(len(result.groups))))
    record = (f"{words.text(TOPIC, 'record')} {result.record[:12]}",) if result.record else ()
    footer = " · ".join((f"parscore {release}".strip(), *sets, *record))
    draft = not result.final
    state = words.text(TOPIC, "draft" if draft else "final")
    workbook.set_properties(
        {
            "title": words.text(TOPIC, "title.ranking", year=result.season.year),
            "subject": state,
            "comments": footer,
            "company": REPORT_MARK,
            "created": CREATED,
        }
    )
    book = Book(workbook, words, draft, footer)
    single = len(result.groups) == 1
    pages = [
        GroupPages(book, result, ranking, "" if single else f" - {ranking.group.name}") for ranking in result.groups
    ]
    for page in pages:
        page.write_ranking()
    for page in pages:
        page.write_areas()
    for page in pages:
        page.write_items()
    write_gaps(book, result)
    write_left_out(book, result)
    write_problems(book, result)
    write_method(book, result, release)
    workbook.close()


def _set_line(result: SeasonResult, at: int) -> str:
    """A criteria set as the foot of every page names it: id, version and the start of its digest."""
    criteria = result.groups[at].group.criteria
    return f"{criteria.id}@{criteria.version} SHA-256 {criteria.digest[:12]}"


def _release() -> str:
    """The version of parscore; empty when it runs from a source tree that was never installed."""
    try:
        return version("parscore")
    except PackageNotFoundError:
        return ""
