"""The working paper of an agency as a workbook: live formulas over its own values, the data they use, and the method.

The same result gives the same bytes: nothing of the machine, the clock or the user goes into the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from parscore.audit.leaf_cells import Member
from parscore.audit.paper import Difference, Paper, paper_of
from parscore.audit.paper_rank import RankTable, write_rank
from parscore.messages import Words
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.season import Season
from parscore.reports.marks import SHORT
from parscore.reports.paper_card import CardSheet
from parscore.reports.paper_data import DataSheet
from parscore.reports.paper_layout import Plan, spots_of
from parscore.reports.printing import rounding_words, stage_name
from parscore.reports.xlsx_cells import SIZE, TOPIC, CellWriter
from parscore.reports.xlsx_sheet import HEADING_FILL, Book, Sheet
from parscore.viet import safe_name
from parscore.workbooks.book import REPORT_MARK
from parscore.workbooks.measure import lines
from parscore.workbooks.writing import CREATED, options

_CARD_HEAD: Final = 6
_DATA_HEAD: Final = 3


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Whose paper is written, of which result: ``record`` is the digest of its record, ``locked``: it stands."""

    season: Season
    ranking: GroupRanking
    standing: Standing
    members: Mapping[str, Sequence[Member]]
    record: str = ""
    locked: bool = False
    version: str = ""


def paper_name(season: Season, agency: str) -> str:
    """Return the name of an agency's paper, in ASCII as ids are: ``2025_SYT_giay-to-lam-viec.xlsx``."""
    return f"{season.year}_{safe_name(agency)}_giay-to-lam-viec.xlsx"


def paper_bytes(order: PaperOrder, words: Words) -> tuple[bytes, tuple[Difference, ...]]:
    """Return the workbook, and the figures whose formulas do not give what the engine gives: there should be none."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, options())
    card = order.standing.scorecard
    criteria = card.criteria
    footer = f"parscore {order.version} · {criteria.id}@{criteria.version} SHA-256 {criteria.digest[:SHORT]}"
    footer += f" · {words.text('workbook', 'record')} {order.record[:SHORT]}" if order.record else ""
    title = words.text(TOPIC, "title", year=order.season.year)
    workbook.set_properties({"title": title, "comments": footer, "company": REPORT_MARK, "created": CREATED})
    book = Book(workbook, words, not order.locked, footer)
    pages = PaperPages(book, order)
    pages.write()
    workbook.close()
    return stream.getvalue(), pages.paper.differences


class PaperPages:
    """The sheets of one agency in a workbook; their names begin with ``prefix`` where there are several agencies."""

    def __init__(self, book: Book, order: PaperOrder, prefix: str = "") -> None:
        self.book = book
        self.order = order
        self.words = book.words
        card = order.standing.scorecard
        self.paper: Paper = paper_of(card, order.members)
        self.rank: RankTable | None = write_rank(self.paper.ledger, order.ranking, card.agency.id)
        self.names = [prefix + self.text(f"sheet.{sheet}") for sheet in ("card", "data", "method")]

    def text(self, key: str, **facts: object) -> str:
        """A text of the papers in the reader's language."""
        return self.words.text(TOPIC, key, **facts)

    def write(self) -> None:
        """Write the working paper, its data and its method."""
        by = self.words.text("workbook", f"by.{self.order.ranking.group.ranking.by}")
        card = CardSheet(self.paper, self.words, self.rank).plan(self.names[0], _CARD_HEAD)
        data = DataSheet(self.paper, self.words, self.rank, by).plan(self.names[1], _DATA_HEAD)
        writer = CellWriter(self.book, self.paper.ledger, spots_of([card, data]), self.paper.card.criteria.rounding)
        self.card(writer, card)
        self.data(writer, data)
        self.method()

    def card(self, writer: CellWriter, plan: Plan) -> None:
        """The main sheet: whose it is, then the table."""
        sheet = self.book.sheet(plan.name, plan.widths, SIZE)
        card, season = self.paper.card, self.order.season
        criteria = card.criteria
        sheet.title(self.text("title", year=season.year))
        sheet.line(self.text("agency", name=card.agency.name, id=card.agency.id), {"bold": True, "align": "center"}, 13)
        stage = stage_name(self.words, card.stage)
        told = self.text("set", title=criteria.title, id=criteria.id, version=criteria.version, stage=stage)
        sheet.line(told, {"align": "center"}, 11)
        sheet.line(self.text("locked" if self.order.locked else "draft"), {"bold": True, "align": "center"}, 11)
        sheet.line(self.text("legend"), {"italic": True, "align": "center"})
        writer.rows(sheet, plan)
        sheet.row = plan.head + 1
        sheet.frozen(2, plan.head)

    def data(self, writer: CellWriter, plan: Plan) -> None:
        """The sheet of the data that the formulas use."""
        sheet = self.book.sheet(plan.name, plan.widths, SIZE)
        sheet.title(self.text("data.title"))
        sheet.line(self.paper.card.agency.name, {"bold": True, "align": "center"}, 12)
        sheet.row = plan.head
        sheet.frozen(1, plan.head - 1)
        writer.rows(sheet, plan)

    def method(self) -> None:
        """The last sheet: set, record, rounding, and how to check."""
        sheet = self.book.sheet(self.names[2], (34.0, 110.0), 11)
        sheet.title(self.text("method.title"))
        sheet.row += 1
        criteria = self.paper.card.criteria
        word = {key: self.text(f"word.{key}") for key in WORDS_TOLD}
        for key, value in (
            ("set", f"{criteria.title} ({criteria.id}@{criteria.version})"),
            ("digest", criteria.digest),
            ("record", self.order.record or self.text("method.record.none")),
            ("rounding", rounding_words(self.words, criteria.rounding)),
            ("version", f"parscore {self.order.version}".strip()),
            ("recalculate", self.text("method.recalculate.how")),
            ("round", self.text("method.round.how")),
            ("branch", self.text("method.branch.how")),
            ("words", self.text("method.words.how", **word)),
        ):
            self._fact(sheet, self.text(f"method.{key}"), value)

    def _fact(self, sheet: Sheet, name: str, value: str) -> None:
        sheet.put(0, name, {"bold": True, "bg_color": HEADING_FILL})
        sheet.put(1, value)
        sheet.height(lines(value, sheet.widths[1], sheet.size))
        sheet.row += 1


WORDS_TOLD: Final = ("left_out", "missing", "awaiting", "owed", "refused", "no_case")
"""The words that the method explains."""
