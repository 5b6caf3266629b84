"""Where the agencies of a group stand on its sheets: cells that refer to others, and links from sheet to sheet."""

from parscore.messages import Words
from parscore.model.criteria import Ties
from parscore.reports.xlsx_group_data import GroupData
from parscore.reports.xlsx_live import FIRST, Details
from parscore.reports.xlsx_live_cells import LiveCells, refer_to
from parscore.reports.xlsx_live_column import TOPIC as LIVE
from parscore.reports.xlsx_live_rank import Places
from parscore.reports.xlsx_sheet import PLAIN, Book, Content, Look, Sheet
from parscore.rules.excel import Spot
from parscore.workbooks.measure import lines

SHARED = '0"="'
"""The format of a rank that several agencies have."""


class GroupPlaces:
    """The three sheets of a group, on which nothing but headings is written yet: the next row is that of the table.

    ``own``: the names of the agencies' own sheets, where there are any.
    """

    def __init__(self, of: GroupData, ranking: Sheet, areas: Sheet, items: Sheet) -> None:
        self.of, self.ranking, self.areas, self.items = of, ranking, areas, items
        self.words: Words = of.words
        self.own: tuple[str, ...] = ()
        head = items.row + 2
        self._first = {
            "ranking": Spot(ranking.name, ranking.row + 1, 2, fixed=True),
            "areas": Spot(areas.name, areas.row + 2, 2, fixed=True),
            "items": Spot(items.name, items.row, FIRST, fixed=True),
        }
        rule = of.ranking.group.ranking
        dense = bool(of.stand_above) and rule.ties is Ties.DENSE
        self.details = Details(of.basis, of.words, items.name, head, dense=dense)
        places = Places(self.details, rule, of.stand_above) if of.stand_above else None
        self.cells = LiveCells(self.details, of.columns, places)

    def add_own_sheets(self, book: Book) -> None:
        """Choose the names of the agencies' own sheets, which are added later."""
        self.own = tuple(book.name(row.agency) for row in self.of.rows)

    def spot(self, kind: str, agency: int) -> Spot:
        """Where an agency stands on a sheet of the group, or the top of its own."""
        if kind == "own":
            return Spot(self.own[agency], 0, 0, fixed=True)
        first = self._first[kind]
        if kind == "items":
            return first._replace(column=first.column + agency)
        return first._replace(row=first.row + agency)

    def rank(self, agency: int) -> Content:
        """An agency's rank as it stands on the sheet of the ranking."""
        return refer_to(self.spot("ranking", agency)._replace(column=0), self.of.rows[agency].rank)

    def mark(self, sheet: Sheet, column: int, agency: int, rank: Content, look: Look = PLAIN) -> None:
        """Mark a shared rank in the row that was written last."""
        row = self.of.rows[agency]
        if row.rank is not None and row.rank_text != str(row.rank):
            sheet.put(column, rank, {**look, "num_format": SHARED}, sheet.row - 1)

    def totals(self, agency: int) -> tuple[Content, ...]:
        """Total, applicable maximum and index of an agency, which stand on the sheet of details."""
        return self.cells.totals(agency, self.of.totals(agency))

    def row(self, sheet: Sheet, agency: int, contents: tuple[Content, ...], *, name: str, centred: int = -1) -> None:
        """Write a row of a table: rank, code and name of an agency, then its cells; code and name lead elsewhere."""
        own = self.of.rows[agency]
        sheet.cells((contents[0], own.agency, own.name, *contents[1:]), centred=(centred,))
        self.mark(sheet, 0, agency, contents[0])
        sheet.link(1, own.agency, self.spot("items", agency), row=sheet.row - 1)
        # LibreOffice does not wrap the text of a link: a longer name would be cut.
        if lines(own.name, sheet.widths[2], sheet.size) == 1:
            sheet.link(2, own.name, self.spot(name, agency), row=sheet.row - 1)

    def told(self) -> list[str]:
        """What is live on the sheets of the group, and where links lead."""
        details = self.items.name
        name = self.words.text(LIVE, f"note.links.{'own' if self.own else 'areas'}", areas=self.areas.name)
        said = [self.words.text(LIVE, "note.live", details=details)]
        said.append(self.words.text(LIVE, "note.links", details=details, name=name))
        if not self.of.stand_above and any(row.rank is not None for row in self.of.rows):
            said.append(self.words.text(LIVE, "note.rank_given"))
        return said
