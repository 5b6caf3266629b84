"""The last two sheets of the summary: every problem, and how the result came about."""

from parscore.messages import Words
from parscore.model.criteria import ClassRule, RankRule
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.left_out import source_lines
from parscore.reports.printing import SCREEN, date_words, printer, rounding_words, stage_name
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
    page.season(version)
    for ranking in result.groups:
        page.group(ranking)
    page.inputs()


class _Method:
    def __init__(self, book: Book, result: SeasonResult) -> None:
        self.words: Words = book.words
        self.result = result
        self.sheet: Sheet = book.sheet(self.text("sheet.method"), _WIDTHS, 11)
        self.sheet.title(self.text("title.method"))

    def text(self, key: str, **facts: object) -> str:
        return self.words.text(TOPIC, key, **facts)

    def section(self, title: str) -> None:
        self.sheet.row += 1
        self.sheet.line(title, {"bold": True, "bg_color": HEADING_FILL}, 12)

    def fact(self, key: str, value: str) -> None:
        """One line: what, and its value."""
        self.facts(self.text(f"method.{key}"), value)

    def facts(self, name: str, value: str) -> None:
        self.sheet.span(0, 1, name, _BORDER)
        self.sheet.span(2, self.sheet.last, value, _BORDER)
        self.sheet.height(lines(value, sum(_WIDTHS[2:]), self.sheet.size))
        self.sheet.row += 1

    def season(self, version: str) -> None:
        season = self.result.season
        self.section(self.text("method.season"))
        self.fact("title", season.title)
        self.fact("province", season.province)
        self.fact("year", str(season.year))
        self.fact("stage", stage_name(self.words, self.result.stage))
        self.fact("state", self.text("final" if self.result.final else "draft"))
        self.fact("version", f"parscore {version}".strip())
        if self.result.record:
            self.fact("record", self.result.record)

    def group(self, ranking: GroupRanking) -> None:
        group, criteria = ranking.group, ranking.group.criteria
        self.section(self.text("title.group", group=group.name))
        told = (
            f"{criteria.title} ({self.words.text(SCREEN, 'illustrative')})" if criteria.illustrative else criteria.title
        )
        self.fact("criteria", told)
        self.fact("set", f"{criteria.id}@{criteria.version}")
        decision = criteria.decision
        if decision is not None:
            day = self.text("basis.day", date=date_words(self.words, decision.date)) if decision.date else ""
            self.fact("decision", self.text("decision", number=decision.number, day=day, issuer=decision.issuer))
        valid = (date_words(self.words, day) for day in (criteria.valid_from, criteria.valid_to))
        self.fact("valid", " - ".join(valid))
        self.fact("maximum", printer(self.words, criteria.rounding).points(criteria.maximum))
        for line in source_lines(criteria, self.words):
            self.fact("left_out", line)
        self.fact("digest", criteria.digest)
        self.fact("rounding", rounding_words(self.words, criteria.rounding))
        self.fact("ranked", self._ranked(group.ranking))
        self.fact("ties", self.text(f"ties.{group.ranking.ties}"))
        if group.ranking.keys:
            self.fact("keys", "; ".join(map(self._key, group.ranking.keys)))
        if group.classes is not None:
            self._classes(ranking, group.classes)

    def _ranked(self, rule: RankRule) -> str:
        return self.text("ranked", by=self.text(f"by.{rule.by}"), basis=self.text(f"basis.{rule.basis}"))

    def _key(self, key: str) -> str:
        """A tie-break key in words: ``area:3`` is the index of area 3."""
        kind, _, code = key.partition(":")
        if not code:
            return self.text(f"by.{kind}")
        return self.text("by.item", level=self.words.text(SCREEN, f"level.{kind}"), code=code)

    def _classes(self, ranking: GroupRanking, classes: ClassRule) -> None:
        write = printer(self.words, ranking.group.criteria.rounding)
        self.fact("classes", self.text(f"basis.{classes.basis}"))
        for band in classes.bands:
            bound = self.text("band", bound=write.exact(band.at_least))
            side = "" if band.every_area is None else self.text("band.areas", bound=write.exact(band.every_area))
            self.facts(self.text("band.name", name=band.name), bound + side)

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
