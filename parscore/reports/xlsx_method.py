"""The last two sheets of the summary: every problem, and how the result came about."""

from collections.abc import Iterable

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.method import Fact, group_facts, season_facts
from parscore.reports.printing import SCREEN
from parscore.reports.tables import problem_rows
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, TOPIC, Book, Look, Sheet
from parscore.workbooks.measure import lines

_WIDTHS = (14, 32, 10, 42, 13, 30, 36)
_BORDER: Look = {"border": 1, "align": "left", "indent": 1}


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


def write_method(book: Book, result: SeasonResult, version: str) -> None:
    """Season, criteria sets with digests, rounding, ranking and class rules, inputs."""
    page = _Method(book, result)
    page.section(page.text("method.season"), season_facts(result, page.words, version))
    for ranking in result.groups:
        page.section(page.text("title.group", group=ranking.group.name), group_facts(ranking, page.words))
    page.inputs()


class _Method:
    def __init__(self, book: Book, result: SeasonResult) -> None:
        self.words: Words = book.words
        self.result = result
        self.sheet: Sheet = book.sheet(self.text("sheet.method"), _WIDTHS, 11)
        self.sheet.title(self.text("title.method"))

    def text(self, key: str, **facts: object) -> str:
        return self.words.text(TOPIC, key, **facts)

    def section(self, title: str, facts: Iterable[Fact] = ()) -> None:
        """A heading, and a line for each fact below it."""
        self.sheet.row += 1
        self.sheet.line(title, {"bold": True, "bg_color": HEADING_FILL}, 12)
        for fact in facts:
            self.sheet.span(0, 1, fact.name, _BORDER)
            self.sheet.span(2, self.sheet.last, fact.value, _BORDER)
            self.sheet.height(lines(fact.value, sum(_WIDTHS[2:]), self.sheet.size))
            self.sheet.row += 1

    def inputs(self) -> None:
        """Every file that was read, with its digest."""
        self.section(self.text("method.inputs"))
        self._pair(self.text("column.file"), self.text("column.digest"), HEADING)
        for file, digest in self.result.inputs:
            self._pair(file, digest, _BORDER)

    def _pair(self, file: str, digest: str, look: Look) -> None:
        self.sheet.span(0, 3, file, look)
        self.sheet.span(4, self.sheet.last, digest, look)
        self.sheet.height(lines(file, sum(_WIDTHS[:4]), self.sheet.size))
        self.sheet.row += 1
