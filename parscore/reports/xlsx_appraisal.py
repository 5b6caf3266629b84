"""The appraisal workbook of a department or of the council, and the explanation workbook of an agency.

Cells to fill in are yellow, unlocked and empty; everything else is locked without a password. The layout is the one
that ``workbooks.appraisal_read`` reads back. The same order gives the same bytes.
"""

from io import BytesIO
from typing import Final

from parscore.messages import Words
from parscore.reports.printing import date_words, printer, stage_name
from parscore.reports.xlsx_appraisal_cells import YELLOW, Fields, RowCells
from parscore.reports.xlsx_appraisal_check import Checks
from parscore.reports.xlsx_appraisal_shown import Shown
from parscore.reports.xlsx_sheet import HEADING, Book, Content, Look, Sheet
from parscore.season.appraisal_orders import COUNCIL, NOBODY, Line, Order
from parscore.viet import safe_name
from parscore.workbooks.appraisal_layout import (
    AGENCY,
    AGENCY_NAME,
    BEFORE,
    CHECK,
    CLAIMED,
    CODE,
    COMPUTED,
    DATA,
    DECISION,
    DOCUMENT,
    EVIDENCE,
    MAXIMUM,
    NAME,
    POINTS,
    REASON,
    STANDING,
    WHEN,
    WHO,
    WHY,
    correctable,
    default_label,
    filled_roles,
    heading_of,
    is_explanation,
)
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.layout import LISTS_SHEET, STAMP_SHEET
from parscore.workbooks.writing import CREATED, fitting, options

TOPIC: Final = "appraisals"
_SIZE: Final = 11
_WIDTHS: Final = {
    AGENCY: 11, AGENCY_NAME: 20, CODE: 8, NAME: 38, MAXIMUM: 8, CLAIMED: 9, COMPUTED: 10, STANDING: 10, DATA: 36,
    EVIDENCE: 26, REASON: 22, BEFORE: 34, DECISION: 15, POINTS: 10, WHY: 36, DOCUMENT: 20, WHO: 18, WHEN: 13, CHECK: 22,
}  # fmt: skip
_INPUT_WIDTH: Final = 11
_TOP: Final[Look] = {"valign": "top", "align": "left", "indent": 1}
_MIDDLE: Final[Look] = {"valign": "top", "align": "center"}
_WHOLE: Final[Look] = {"bg_color": "#EEF3F8", "italic": True}


def order_name(order: Order) -> str:
    """Return the name of a file, in ASCII: ``2025_tham-dinh-1_SNV_so.xlsx``, ``2025_giai-trinh_SYT.xlsx``."""
    by = order.by if order.by in ("", NOBODY) else safe_name(order.by)
    group = "" if is_explanation(order.stage.kind) else order.group.id
    return "_".join(part for part in (str(order.season.year), order.stage.id, by, group) if part) + ".xlsx"


def order_bytes(order: Order, words: Words) -> bytes:
    """Return the workbook of an order; guide, prompts and checks are in the language of ``words``."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    workbook.set_properties({"title": _title(order, words), "company": REPORT_MARK, "created": CREATED})
    criteria = order.group.criteria
    parts = (order.stage.id, order.by, order.group.id, f"{criteria.id}@{criteria.version}", criteria.digest[:12])
    book = Book(workbook, words, False, " · ".join(part for part in parts if part))
    page = _Page(book, order)
    page.write()
    lists = workbook.add_worksheet(LISTS_SHEET)
    for column, entries in enumerate(page.fields.lists):
        for row, entry in enumerate(entries):
            lists.write_string(row, column, entry)
    stamp = workbook.add_worksheet(STAMP_SHEET)
    for row, line in enumerate(order.stamp.lines()):
        for column, text in enumerate(line):
            stamp.write_string(row, column, text)
    lists.very_hidden()
    stamp.very_hidden()
    workbook.close()
    return stream.getvalue()


def _title(order: Order, words: Words) -> str:
    key = "title.explanation" if is_explanation(order.stage.kind) else "title.appraisal"
    return words.text(TOPIC, key, year=order.season.year)


class _Page:
    """The sheet that is filled in."""

    def __init__(self, book: Book, order: Order) -> None:
        self.book, self.order, self.kind = book, order, order.stage.kind
        leaves = [line.score.leaf for line in order.lines if line.score]
        inputs = max((len(correctable(leaf)) for leaf in leaves), default=0)
        self.filled = filled_roles(self.kind, inputs)
        self.roles = (*self._shown_roles(), *self.filled, CHECK)
        widths = [_WIDTHS.get(role, _INPUT_WIDTH) for role in self.roles]
        key = "sheet.explanation" if is_explanation(self.kind) else "sheet.appraisal"
        self.sheet: Sheet = book.sheet(self.text(key), widths, _SIZE, self.roles.index(DATA))
        self.sheet.worksheet.set_paper(8)  # A3: more than twenty columns are not legible on A4
        self.fields = Fields(book, self.sheet, self.kind, LISTS_SHEET)
        self.shown = Shown(printer(book.words, order.group.criteria.rounding))

    def text(self, key: str, **facts: object) -> str:
        """A text of these workbooks."""
        return self.book.words.text(TOPIC, key, **facts)

    def _shown_roles(self) -> tuple[str, ...]:
        """The columns that only show: appraised points where there are any, remarks of earlier stages too."""
        first = self.order.season.stages.index(self.order.stage) == 1
        later = () if first else (STANDING,)
        said = () if first else (BEFORE,)
        name = () if is_explanation(self.kind) else (AGENCY_NAME,)
        return (AGENCY, *name, CODE, NAME, MAXIMUM, CLAIMED, COMPUTED, *later, DATA, EVIDENCE, REASON, *said)

    def write(self) -> None:
        """Write heading, guide, the cells for all rows, the live summary, the table."""
        sheet, worksheet = self.sheet, self.sheet.worksheet
        sheet.headed(self.order.season.province)
        sheet.title(_title(self.order, self.book.words))
        sheet.line(self._for_whom(), {"bold": True, "align": "center"}, 12)
        for told in self._guide():
            sheet.line(told, {"italic": True})
        self._defaults()
        summary = sheet.row
        sheet.row += 1
        header = sheet.row
        sheet.cells([heading_of(role, self.kind) for role in self.roles], HEADING)
        sheet.frozen(self.roles.index(NAME) + 1, header)
        first = sheet.row
        checks = Checks(self.text, self.kind, self.roles, self._common)
        for line in self.order.lines:
            self._row(line, checks)
        self.fields.validate()
        last = sheet.row - 1
        checks.summary(sheet, summary, first, last, self.book.style({"bold": True, "font_size": 12}))
        checks.colour(sheet, first, last, self.book.workbook)
        worksheet.autofilter(header, 0, last, len(self.roles) - 1)
        worksheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:D{last + 1}"})
        allowed = ("format_columns", "format_rows", "autofilter", "select_locked_cells", "select_unlocked_cells")
        worksheet.protect("", dict.fromkeys(allowed, True))
        worksheet.activate()

    def _for_whom(self) -> str:
        order, words = self.order, self.book.words
        stage = stage_name(words, order.stage)
        agencies = order.season.agencies
        if order.by == COUNCIL:
            told = self.text("for.council", stage=stage, group=order.group.name)
        elif is_explanation(self.kind):
            told = self.text("for.explanation", stage=stage, name=agencies[order.by].name, id=order.by)
        else:
            name = agencies[order.by].name if order.by in agencies else order.by
            told = self.text("for.appraisal", stage=stage, name=name, group=order.group.name)
        due = order.stage.due
        return told + (self.text("due", day=date_words(words, due)) if due else "")

    def _guide(self) -> list[str]:
        if is_explanation(self.kind):
            return [self.text(f"guide.explanation.{at}") for at in (1, 2)]
        whole = any(line.score is None for line in self.order.lines)
        lines = [self.text(f"guide.appraisal.{at}") for at in (1, 2)]
        return [*lines, *([self.text("guide.whole")] if whole else [])]

    def _defaults(self) -> None:
        """The two yellow cells above the table: who and when, for every row that leaves its own blank."""
        sheet, cells = self.sheet, {}
        for role in (WHO, WHEN):
            sheet.span(0, 3, default_label(role, self.kind) + ":", {"bold": True, "align": "right"})
            look = {**YELLOW, "border": 1, **({"num_format": "dd/mm/yyyy", "align": "left"} if role == WHEN else {})}
            sheet.area((sheet.row, 4), (sheet.row, 7), "", look)
            sheet.worksheet.write_blank(sheet.row, 4, None, self.book.style({"font_size": _SIZE, **look}))
            sheet.height(1, 13)
            cells[role] = f"$E${sheet.row + 1}"
            sheet.row += 1
        self._common = cells

    def _row(self, line: Line, checks: Checks) -> None:
        """A leaf of an agency, or agreement with all else below a heading."""
        sheet, row = self.sheet, self.sheet.row
        texts = {role: text for role, text in self._texts(line).items() if role in self.roles}
        for column, role in enumerate(self.roles):
            if role in texts:
                self._show(column, texts[role], _WHOLE if line.score is None else {})
            elif role in self.filled:
                self.fields.cell(RowCells(row, column, role, line))
        checks.row(sheet, line, self.book)
        width = dict(zip(self.roles, self.sheet.widths, strict=True))
        counts = (self.shown.lines(text, width[role]) for role, text in texts.items() if isinstance(text, str))
        sheet.height(max((*counts, 2)))
        sheet.row += 1

    def _texts(self, line: Line) -> dict[str, Content]:
        """What the columns show of a row."""
        agency = line.card.agency
        common: dict[str, Content] = {AGENCY: agency.id, AGENCY_NAME: agency.name, CODE: line.code}
        rest = dict.fromkeys(role for role in self.roles if role not in (*common, *self.filled, CHECK))
        if line.score is None:
            item = line.card.criteria.index.get(line.code)
            told = self.text("whole.area", code=line.code, name=item.name) if item else self.text("whole.all")
            return {**common, **rest, NAME: told}
        return {**common, **rest, **self.shown.texts(line.card, line.score)}

    def _show(self, column: int, content: Content, look: Look) -> None:
        """Write one locked cell; a text may have several lines."""
        narrow = self.roles[column] in (AGENCY, CODE, MAXIMUM, CLAIMED, COMPUTED, STANDING)
        own: Look = {**(_MIDDLE if narrow else _TOP), **look}
        if not isinstance(content, str):
            self.sheet.put(column, content, own)
            return
        text = "\n".join(fitting(part) for part in content.split("\n"))
        style = self.book.style({"font_size": _SIZE, "border": 1, "text_wrap": True, "num_format": "@", **own})
        self.sheet.worksheet.write_string(self.sheet.row, column, text, style)
