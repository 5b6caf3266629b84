"""The result sheet of one agency as a workbook of one page: areas beside the group, radar, what lost points cost.

The same result gives the same bytes. Numbers are numbers; every foreign text is a string cell.
"""

from fractions import Fraction
from io import BytesIO
from typing import Final

from parscore.model.criteria import Rounding
from parscore.reports.feedback import TOPIC, AreaLine, Feedback, LostLine
from parscore.reports.feedback_words import headline, lost_texts, past_line
from parscore.reports.material import Material
from parscore.reports.printing import date_words, printer
from parscore.reports.xlsx_charts import Rows, Series, Spot, radar
from parscore.reports.xlsx_sheet import HEADING, Amount, Book, Content, Look, Sheet
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.measure import lines
from parscore.workbooks.writing import CREATED, options

_WIDTHS: Final = (7, 38, 9, 10, 10, 10, 11, 11, 50)
_AREAS: Final = ("code", "area", "maximum", "self", "points", "index", "mean", "best")
_LEFT: Final[Look] = {"align": "left", "valign": "top", "border": 1}
_BOLD: Final[Look] = {"bold": True}


def feedback_workbook(one: Feedback, of: Material) -> bytes:
    """Return the workbook of one agency's sheet."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    title = of.words.text(TOPIC, "title", year=of.result.season.year)
    told = {"title": title, "subject": f"{one.card.agency.id} · {of.marks.state}", "comments": of.marks.footer}
    workbook.set_properties({**told, "company": REPORT_MARK, "created": CREATED})
    book = Book(workbook, of.words, of.marks.draft, of.marks.footer)
    _Page(book.sheet(one.card.agency.id, _WIDTHS, 11), one, of).write(title)
    workbook.close()
    return stream.getvalue()


class _Page:
    """The page being written from the top down."""

    def __init__(self, sheet: Sheet, one: Feedback, of: Material) -> None:
        self.sheet, self.one, self.of = sheet, one, of
        self.rounding: Rounding = one.card.criteria.rounding

    def text(self, key: str, **facts: object) -> str:
        return self.of.words.text(TOPIC, key, **facts)

    def write(self, title: str) -> None:
        sheet, one, words = self.sheet, self.one, self.of.words
        sheet.headed(self.of.result.season.province)
        sheet.title(title)
        sheet.line(one.card.agency.name.upper(), {"bold": True, "align": "center"}, 13)
        sheet.line(self.of.marks.state, {"italic": True, "align": "center"})
        sheet.line(headline(one, words), {"bold": True, "align": "center"}, 13)
        if before := past_line(one, words):
            sheet.line(before, {"align": "center"})
        sheet.row += 1
        self.areas()
        self.lost()
        self.left_out()
        sheet.row += 1
        if one.explain_by is not None:
            sheet.line(self.text("explain_by", day=date_words(words, one.explain_by)), _BOLD, 12)
        sheet.signed()

    def headings(self, columns: tuple[str, ...]) -> None:
        self.sheet.cells([self.text(f"column.{column}") for column in columns], HEADING)

    def areas(self) -> None:
        sheet, first = self.sheet, self.sheet.row
        self.headings(_AREAS)
        body = sheet.row
        for line in self.one.areas:
            sheet.cells(self.area(line), centred=(0,))
        last = sheet.row - 1
        series = (Series(self.text("series.own"), 5), Series(self.text("series.mean"), 6))
        rows = Rows(body, last, 0)
        radar(sheet, rows, series, self.text("radar"), Spot(first, 8, 355, 330))
        # The radar stands beside the table: what follows begins below both.
        sheet.row = max(sheet.row, first + 12) + 1

    def area(self, line: AreaLine) -> tuple[Content, ...]:
        row = line.row
        return (
            row.code,
            row.name,
            self.points(row.maximum),
            self.points(line.self_points),
            self.points(row.shown_points),
            self.index(row.shown_index),
            self.index(line.group.mean_index),
            self.index(line.group.best_index),
        )

    def lost(self) -> None:
        if not self.one.lost:
            return
        self.sheet.line(self.text("lost"), _BOLD, 12)
        self.lost_row([self.text(f"lost.{name}") for name in ("code", "leaf", "points", "reason", "index", "rank")],
                      self.text("lost.remark"), HEADING)  # fmt: skip
        for line in self.one.lost:
            self.lost_line(line)
        self.sheet.row += 1

    def lost_line(self, line: LostLine) -> None:
        reason, remark, place = lost_texts(line, self.one, self.of.words)
        effect = line.effect
        cells = [effect.code, effect.name, self.points(effect.lost), reason, self.index(effect.index), place]
        self.lost_row(cells, remark, _LEFT)

    def lost_row(self, cells: list[Content], remark: str, look: Look) -> None:
        """One row of that table: its reason goes over three columns of the table above."""
        sheet, (code, name, lost, reason, index, place) = self.sheet, cells
        for column, content in ((0, code), (1, name), (2, lost), (6, index), (7, place), (8, remark)):
            centred: Look = {**look, "align": "center"} if column in (0, 7) else look
            sheet.put(column, content, centred)
        sheet.span(3, 5, str(reason), {**look, "border": 1, "text_wrap": True})
        texts = (
            (name, _WIDTHS[1]),
            (reason, sum(_WIDTHS[3:6])),
            (index, _WIDTHS[6]),
            (place, _WIDTHS[7]),
            (remark, _WIDTHS[8]),
        )
        sheet.height(max(lines(text, width, sheet.size) for text, width in texts if isinstance(text, str)))
        sheet.row += 1

    def left_out(self) -> None:
        if not self.one.left_out:
            return
        write = printer(self.of.words, self.rounding)
        self.sheet.line(self.text("left_out"), _BOLD, 12)
        for row in self.one.left_out:
            told = {"code": row.code, "name": row.leaf, "maximum": write.points(row.declared)}
            reason = "" if self.of.public or not row.reason else f" ({row.reason})"
            self.sheet.line(self.text("left_out.leaf", **told, treatment=write.phrase(row.treatment)) + reason)

    def points(self, value: Fraction | None) -> Content:
        return self.amount(value, self.rounding.points)

    def index(self, value: Fraction | None) -> Content:
        return self.amount(value, self.rounding.index)

    def amount(self, value: Fraction | None, digits: int) -> Content:
        return None if value is None else Amount(value, digits, self.rounding.mode)
