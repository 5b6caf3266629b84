"""Two of the last sheets of the summary: every problem, and how the result came about."""

from collections.abc import Iterable, Sequence
from typing import Final

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.marks import release
from parscore.reports.method import Fact, group_facts, season_facts
from parscore.reports.printing import SCREEN
from parscore.reports.tables import problem_rows
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, TOPIC, Book, Look, Sheet
from parscore.workbooks.measure import lines

_WIDTHS = (14, 32, 10, 42, 13, 30, 36)
_BORDER: Final[Look] = {"border": 1, "align": "left", "indent": 1}


def write_problems(book: Book, result: SeasonResult) -> None:
    """One row a problem, in the order of the run."""
    words = book.words
    sheet = book.sheet(words.text(TOPIC, "sheet.problems"), (11, 11, 14, 34, 18, 9, 10, 54, 46), 10)
    sheet.title(words.text(TOPIC, "title.problems", year=result.season.year))
    sheet.row += 1
    first = sheet.row
    columns = ("severity", "problem", "unit", "file", "sheet", "place", "criterion", "message", "remedy")
    sheet.cells([words.text(SCREEN, f"column.{column}") for column in columns], HEADING)
    sheet.frozen(2, first)
    for row in problem_rows(result.problems, words):
        severity = words.text(SCREEN, f"severity.{row.severity}")
        about = (row.code, row.agency, row.file, row.sheet, row.spot, row.criterion, row.message, row.remedy)
        sheet.cells((severity, *about), {"valign": "top", "align": "left"})
    if not result.problems:
        sheet.line(words.text(SCREEN, "problems.none"))
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)


def write_method(book: Book, result: SeasonResult) -> None:
    """Season, criteria sets with digests, rounding, ranking and class rules."""
    page = FactSheet(book, "method")
    page.section(page.text("method.season"), season_facts(result, page.words, release()))
    for ranking in result.groups:
        page.section(page.text("title.group", group=ranking.group.name), group_facts(ranking, page.words))


class FactSheet:
    """A sheet of facts below headings: their names reach to the column ``until``, and what they are to the last."""

    def __init__(self, book: Book, kind: str, widths: Sequence[float] = _WIDTHS, until: int = 1) -> None:
        self.words: Words = book.words
        self.until = until
        self.sheet: Sheet = book.sheet(self.text(f"sheet.{kind}"), widths, 11)
        self.sheet.title(self.text(f"title.{kind}"))
        self.sheet.worksheet.freeze_panes(self.sheet.row, 0)

    def text(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.text(TOPIC, key, **facts)

    def section(self, title: str, facts: Iterable[Fact] = ()) -> None:
        """A heading, and a line for each fact below it."""
        self.sheet.row += 1
        self.sheet.line(title, {"bold": True, "bg_color": HEADING_FILL}, 12)
        for fact in facts:
            self._line(fact)

    def _line(self, fact: Fact) -> None:
        sheet, after = self.sheet, self.until + 1
        sheet.span(0, self.until, fact.name, _BORDER)
        sheet.span(after, sheet.last, fact.value, _BORDER)
        widths = ((fact.name, sheet.widths[:after]), (fact.value, sheet.widths[after:]))
        sheet.height(max(lines(text, sum(own), sheet.size) for text, own in widths))
        sheet.row += 1
