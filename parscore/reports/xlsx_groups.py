"""The sheets of a group: its ranking and its areas, with the sheet of every item to which they refer."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from parscore.audit.paper_leaf import printed_key
from parscore.messages import Words
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.incomplete import incomplete_line
from parscore.reports.left_out import ranking_lines
from parscore.reports.method import basis_words
from parscore.reports.printing import remarks, rounding_words
from parscore.reports.xlsx_group_data import OF_AREA, SIZE, GroupData
from parscore.reports.xlsx_group_items import AGENCIES_A_PAGE, ItemsPage
from parscore.reports.xlsx_group_places import GroupPlaces
from parscore.reports.xlsx_rates import index_bars, rate_scale
from parscore.reports.xlsx_sheet import HEADING, Book, Content, Look, Sheet
from parscore.workbooks.measure import column_width, lines

_CODES = 6
"""Codes of leaves listed in a remark; the sheet of the method has them all."""
_ONE_PAGE = 30
"""Agencies of a ranking that is printed on one page with its signatures."""
_NOTE: Look = {"italic": True}
_MARK: Look = {"bold": True, "align": "center", "font_color": "#C00000"}


class GroupPages:
    """Writes the sheets of one group; ``name`` is what tells them from those of other groups."""

    def __init__(self, book: Book, result: SeasonResult, ranking: GroupRanking, name: str) -> None:
        self.book, self.result, self.ranking, self.name = book, result, ranking, name
        self.words: Words = book.words
        self.of = GroupData(ranking, book.words)

    def text(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.of.text(key, **facts)

    def open(self) -> Iterator[None]:
        """Add the three sheets, one at a time, as sheets of one kind stand together.

        It is known then where each agency stands: what is written on one sheet refers to the others.
        """
        rows = self.of.rows
        names = max([9.0, *(column_width(row.agency, 12) for row in rows)])
        ranking = self._sheet("ranking", (8, names, 46, 12, 14, 13, 16, 43), 12)
        yield
        cells = [at * len(OF_AREA) + OF_AREA.index(key) for at, key in self.of.area_columns]
        names = max([9.0, *(column_width(row.agency, SIZE) for row in rows)])
        longest = min(45.0, max([27.0, *(column_width(row.name, SIZE) for row in rows)]))
        widths = (5.5, names, longest, *(self.of.area_widths[cell] for cell in cells), 9, 9, 9)
        areas = self._sheet("areas", widths, SIZE)
        yield
        items = self._sheet("items", (8, 52, 8, *self.of.item_widths), SIZE, fixed=3)
        self.places = GroupPlaces(self.of, ranking, areas, items)
        yield

    def write(self) -> None:
        """Write the tables of the three sheets."""
        self._ranking(self.places.ranking)
        self._areas(self.places.areas)
        ItemsPage(self.places).write()

    def _ranking(self, sheet: Sheet) -> None:
        """The ranking, as a table that can be signed."""
        places = self.places
        columns = ("rank", "id", "agency", "points", "maximum", "index", "class", "remarks")
        first = sheet.row
        sheet.cells([self.text(f"column.{column}") for column in columns], HEADING)
        sheet.frozen(3, first)
        for at, row in enumerate(self.of.rows):
            said = "; ".join(remarks(row, self.words, longest=_CODES))
            cells = (places.cells.rank(sheet.name, at, row.rank), *places.totals(at), row.class_name, said)
            places.row(sheet, at, cells, name="own" if places.own else "areas", centred=6)
        sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
        index_bars(sheet, 5, first + 1, sheet.row - 1)
        self._notes(sheet, places.told())
        sheet.signed()
        if len(self.of.rows) <= _ONE_PAGE:
            sheet.worksheet.fit_to_pages(1, 1)  # no signature stands alone on a page

    def _areas(self, sheet: Sheet) -> None:
        """Points and index of every area, agencies downwards; the maximum where it is not the same for all."""
        columns, first = self.of.area_columns, sheet.row
        self._area_header(sheet, columns)
        sheet.frozen(3, first)
        for at in range(len(self.of.rows)):
            own = self.of.areas.column(at)
            areas = (self._area(at, number, key, own) for number, key in columns)
            self.places.row(sheet, at, (self.places.rank(at), *areas, *self.places.totals(at)), name="ranking")
        sheet.worksheet.autofilter(first + 1, 0, max(first + 1, sheet.row - 1), sheet.last)
        for column, (_, key) in enumerate(columns, 3):
            if key == "index":
                rate_scale(sheet, column, first + 2, sheet.row - 1)
        self._notes(sheet)
        sheet.signed()

    def _area(self, agency: int, number: int, key: str, own: Sequence[Content]) -> Content:
        """A figure of an area, which refers to the sheet of details."""
        code = self.ranking.group.criteria.areas[number].code
        shown = own[number * len(OF_AREA) + OF_AREA.index(key)]
        if key == "index":
            return self.places.cells.area_index(code, agency, shown)
        if key == "maximum":
            return self.places.cells.area_maximum(code, agency, shown)
        return self.places.cells.refer(printed_key(code), agency, shown)

    def _area_header(self, sheet: Sheet, columns: Sequence[tuple[int, str]]) -> None:
        """Two rows: the areas over their columns."""
        areas = self.ranking.group.criteria.areas
        top, below, totals = sheet.row, sheet.row + 1, sheet.last - 2
        alone = {0: "rank", 1: "id", 2: "agency", totals: "total", totals + 1: "maximum", totals + 2: "index"}
        for column, key in alone.items():
            sheet.area((top, column), (below, column), self.text(f"column.{key}"), HEADING)
        high = 1
        for at, group in groupby(enumerate(columns, 3), key=lambda each: each[1][0]):
            under = [column for column, _ in group]
            told = {
                "code": areas[at].code,
                "name": areas[at].name,
                "maximum": self.of.printer.points(areas[at].maximum),
            }
            title, left, right = self.text("area", **told), under[0], under[-1]
            sheet.span(left, right, title, HEADING)
            high = max(high, lines(title, sum(sheet.widths[left : right + 1]), SIZE))
        sheet.height(high)
        sheet.row = below
        for column, (_, key) in enumerate(columns, 3):
            sheet.put(column, self.text(f"column.{key}"), HEADING)
        sheet.height(2)
        sheet.row += 1

    def _sheet(self, kind: str, widths: Sequence[float], size: int, fixed: int = 0) -> Sheet:
        """Add a sheet with its official heading and title; the table follows.

        A table too wide for one page has its title above the ``fixed`` columns, which every page repeats.
        """
        group, season = self.ranking.group, self.result.season
        wide = fixed and len(widths) - fixed > AGENCIES_A_PAGE
        sheet = self.book.sheet(self.text(f"sheet.{kind}") + self.name, widths, size, fixed - 1 if wide else None)
        if not wide:
            sheet.headed(season.province)
        sheet.title(self.text(f"title.{kind}", year=season.year))
        sheet.line(self.text("title.group", group=group.name).upper(), {"bold": True, "align": "center"}, 13)
        sheet.line(basis_words(self.result, self.ranking, self.words), {"italic": True, "align": "center"}, 11)
        if self.result.draft:
            sheet.line(self.text("draft"), _MARK, 12)
        if lacking := incomplete_line(self.ranking, self.words):
            sheet.line(lacking, _MARK, 11)
        sheet.row += 1
        return sheet

    def _notes(self, sheet: Sheet, more: Sequence[str] = ()) -> None:
        """The signs that stand in the table, the rounding, and how equals are ranked."""
        rows, ties = self.of.rows, self.text(f"ties.{self.ranking.group.ranking.ties}")
        notes = {
            "tied": any(row.rank_text.endswith("=") for row in rows),
            "incomplete": not all(row.complete for row in rows),
        }
        said = [self.text(f"note.{key}") for key, stands in notes.items() if stands]
        rounding = self.text("note.rounding", rounding=rounding_words(self.words, self.of.printer.rounding))
        ranking = ranking_lines(self.ranking, rows, self.words)
        for line in (*said, *ranking, rounding, self.text("note.ties", ties=ties), *more):
            sheet.line(line, _NOTE, 10)
