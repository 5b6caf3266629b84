"""The three sheets of a group: its ranking, its areas, and every item of every agency."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from parscore.messages import Words
from parscore.model.criteria import Heading, Level
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.left_out import ranking_lines
from parscore.reports.method import basis_words
from parscore.reports.printing import SCREEN, Printer, printer, remarks, rounding_words
from parscore.reports.tables import ItemRow, RankingRow, State, area_rows, item_rows, ranking_rows
from parscore.reports.xlsx_columns import Columns
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, PLAIN, TOPIC, Amount, Book, Content, Look, Sheet
from parscore.workbooks.measure import column_width, lines, pixels

AGENCIES_A_PAGE = 15
_CODES = 6
"""Codes of leaves listed in a remark; the sheet of the method has them all."""
_OF_AREA = ("points", "maximum", "index")
_SIZE = 10
"""Size of type of the wide tables, in points."""
_ID_SIZE = 8
_LOOKS: dict[Level, Look] = {
    Level.AREA: {"bold": True, "bg_color": HEADING_FILL},
    Level.CRITERION: {"bold": True, "bg_color": "#F3F6FA"},
}
_OPEN = frozenset({State.MISSING, State.INVALID, State.AWAITING})
_EXPLAINED = (
    *(State.NOT_APPLICABLE, State.NO_CASE, State.NOT_INSPECTED, State.NOT_HELD, State.OUTSIDE_INDEX),
    *(State.MISSING, State.INVALID, State.AWAITING),
)
"""States that stand in the table by their short words."""
_OPEN_LOOK: Look = {"bg_color": "#FBE9E7", "align": "center"}
_NOTE: Look = {"italic": True}


class GroupPages:
    """Writes the sheets of one group; ``name`` is what tells them from those of other groups."""

    def __init__(self, book: Book, result: SeasonResult, ranking: GroupRanking, name: str) -> None:
        self.book = book
        self.words: Words = book.words
        self.result = result
        self.ranking = ranking
        self.name = name
        self.printer: Printer = printer(book.words, ranking.group.criteria.rounding)
        self.rows: list[RankingRow] = []
        self.areas, self.items = Columns(), Columns()
        """Of each agency: three cells an area (points, maximum, index), and one an item."""
        areas = len(ranking.group.criteria.areas)
        self.rebased = [False] * areas
        self.area_widths, self.item_widths = [7.5] * (3 * areas), list[float]()
        for row in ranking_rows(ranking):
            self._take(row)

    def _take(self, row: RankingRow) -> None:
        """Take what the sheets show of one agency, while its card is open."""
        areas = area_rows(row.card)
        cells = [cell for area in areas for cell in self._area(area)]
        items = [self._item(item) for item in item_rows(row.card)]
        self.rows.append(row)
        self.areas.add(cells)
        self.items.add(items)
        self.rebased = [any(one) for one in zip(self.rebased, map(_is_rebased, areas), strict=True)]
        self.area_widths = list(map(max, self.area_widths, map(_width, cells)))
        self.item_widths.append(max([8.0, column_width(row.agency, _ID_SIZE), *map(_width, items)]))

    def text(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.words.text(TOPIC, key, **facts)

    def write_ranking(self) -> None:
        """The ranking, as a table that can be signed."""
        names = max([9.0, *(column_width(row.agency, 12) for row in self.rows)])
        sheet = self._sheet("ranking", (8, names, 46, 12, 14, 13, 16, 43), 12)
        columns = ("rank", "id", "agency", "points", "maximum", "index", "class", "remarks")
        first = sheet.row
        sheet.cells([self.text(f"column.{column}") for column in columns], HEADING)
        sheet.frozen(3, first)
        for row in self.rows:
            amounts = (self._total(row), self._points(row.maximum), self._index(row.shown_index, row))
            said = "; ".join(remarks(row, self.words, longest=_CODES))
            self._rank_row(sheet, row, (row.agency, row.name, *amounts, row.class_name, said), centred=(6,))
        sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)
        self._notes(sheet)
        sheet.signed()

    def write_areas(self) -> None:
        """Points and index of every area, agencies downwards; the maximum where it is not the same for all."""
        columns = self._area_columns()
        cells = [at * len(_OF_AREA) + _OF_AREA.index(key) for at, key in columns]
        widths = [self.area_widths[cell] for cell in cells]
        names = max([9.0, *(column_width(row.agency, _SIZE) for row in self.rows)])
        sheet = self._sheet("areas", (5.5, names, 27, *widths, 9, 9, 9), _SIZE)
        first = sheet.row
        self._area_header(sheet, columns)
        sheet.frozen(3, first)
        for at, row in enumerate(self.rows):
            totals = (self._total(row), self._points(row.maximum), self._index(row.shown_index, row))
            own = self.areas.column(at)
            self._rank_row(sheet, row, (row.agency, row.name, *(own[cell] for cell in cells), *totals))
        sheet.worksheet.autofilter(first + 1, 0, max(first + 1, sheet.row - 1), sheet.last)
        self._notes(sheet)
        sheet.signed()

    def _area(self, row: ItemRow) -> tuple[Content, ...]:
        return self._item(row), self._points(row.maximum), self._index(row.shown_index)

    def _area_columns(self) -> list[tuple[int, str]]:
        """The columns of the areas: the maximum has one only where it is not the declared one for every agency."""
        keys = ((at, key) for at in range(len(self.rebased)) for key in _OF_AREA)
        return [(at, key) for at, key in keys if key != "maximum" or self.rebased[at]]

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
            told = {"code": areas[at].code, "name": areas[at].name, "maximum": self.printer.points(areas[at].maximum)}
            title, left, right = self.text("area", **told), under[0], under[-1]
            sheet.span(left, right, title, HEADING)
            high = max(high, lines(title, sum(sheet.widths[left : right + 1]), _SIZE))
        sheet.height(high)
        sheet.row = below
        for column, (_, key) in enumerate(columns, 3):
            sheet.put(column, self.text(f"column.{key}"), HEADING)
        sheet.height(2)
        sheet.row += 1

    def write_items(self) -> None:
        """Every area, criterion and leaf downwards, agencies across."""
        sheet = self._sheet("items", (8, 52, 8, *self.item_widths), _SIZE, fixed=3)
        first = sheet.row
        self._item_header(sheet)
        sheet.frozen(3, first)
        unresolved = {self.text(f"state.{state}") for state in _OPEN}
        for at, item in enumerate(self.ranking.group.criteria.items()):
            look = _LOOKS[item.level] if isinstance(item, Heading) else PLAIN
            looks = {False: look, True: {**look, "align": "center"}}
            own: tuple[Content, ...] = (item.code, item.name, self._points(item.maximum))
            for column, content in enumerate(own):
                sheet.put(column, content, look)
            for column, content in enumerate(self.items.row(at), 3):
                sheet.put(column, content, _OPEN_LOOK if content in unresolved else looks[isinstance(content, str)])
            sheet.height(lines(item.name, 52, _SIZE))
            sheet.row += 1
        self._totals(sheet)
        sheet.worksheet.autofilter(first + 1, 0, max(first + 1, sheet.row - 1), 2)
        sheet.split_pages(3, _agencies_a_page(len(self.rows)))
        self._states(sheet)

    def _item_header(self, sheet: Sheet) -> None:
        """Two rows: names turned upright, below them the ids."""
        top, names = sheet.row, [row.name for row in self.rows]
        for column, key in enumerate(("code", "item", "maximum")):
            sheet.area((top, column), (top + 1, column), self.text(f"column.{key}"), HEADING)
        for column, row in enumerate(self.rows, 3):
            sheet.put(column, row.name, {**HEADING, "rotation": 90})
        # Points, not pixels; upright names may take two lines, of which one is a little more than half.
        sheet.high(max([92.0, *(pixels(name, _SIZE) * 0.75 * 0.65 + 20 for name in names)]))
        sheet.row += 1
        for column, row in enumerate(self.rows, 3):
            sheet.put(column, row.agency, {**HEADING, "font_size": _ID_SIZE})
        sheet.height(2)
        sheet.row += 1

    def _totals(self, sheet: Sheet) -> None:
        """The last rows: total, applicable maximum, index, rank and class of every agency."""
        contents: dict[str, list[Content]] = {
            "total": [self._total(row) for row in self.rows],
            "applicable": [self._points(row.maximum) for row in self.rows],
            "index": [self._index(row.shown_index, row) for row in self.rows],
            "rank": [row.rank_text for row in self.rows],
            "class": [row.class_name for row in self.rows],
        }
        for key, row in contents.items():
            declared = self._points(self.ranking.group.criteria.maximum) if key == "applicable" else None
            sheet.cells((None, self.text(f"column.{key}"), declared, *row), {**_LOOKS[Level.AREA], "align": "center"})

    # --- what the sheets share ---------------------------------------------------------------------------------

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
            sheet.line(self.text("draft"), {"bold": True, "align": "center", "font_color": "#C00000"}, 12)
        sheet.row += 1
        return sheet

    def _rank_row(
        self, sheet: Sheet, row: RankingRow, contents: Sequence[Content], centred: Sequence[int] = ()
    ) -> None:
        """Write a row that begins with the rank: a number, whose format marks a shared one."""
        sheet.cells((row.rank, *contents), centred=centred)
        if row.rank is not None and row.rank_text != str(row.rank):
            sheet.put(0, row.rank, {"num_format": '0"="'}, sheet.row - 1)

    def _notes(self, sheet: Sheet) -> None:
        """The signs that stand in the table, the rounding, and how equals are ranked."""
        ties = self.text(f"ties.{self.ranking.group.ranking.ties}")
        notes = {
            "tied": any(row.rank_text.endswith("=") for row in self.rows),
            "incomplete": not all(row.complete for row in self.rows),
        }
        said = [self.text(f"note.{key}") for key, stands in notes.items() if stands]
        rounding = self.text("note.rounding", rounding=rounding_words(self.words, self.printer.rounding))
        for line in (
            *said,
            *ranking_lines(self.ranking, self.rows, self.words),
            rounding,
            self.text("note.ties", ties=ties),
        ):
            sheet.line(line, _NOTE, 10)

    def _states(self, sheet: Sheet) -> None:
        """What the signs and short words of items without points mean."""
        if not all(row.complete for row in self.rows):
            sheet.span(0, 2, self.text("note.incomplete"), _NOTE)
            sheet.height(3)
            sheet.row += 1
        for state in _EXPLAINED:
            told = {"short": self.text(f"state.{state}"), "state": self.words.text(SCREEN, f"state.{state}")}
            sheet.span(0, 2, self.text("state", **told), _NOTE)
            sheet.row += 1

    def _points(self, value: Fraction, after: str = "") -> Amount:
        rounding = self.printer.rounding
        return Amount(value, rounding.points, rounding.mode, after)

    def _total(self, row: RankingRow) -> Amount | None:
        return None if row.shown_points is None else self._points(row.shown_points, "" if row.complete else "*")

    def _index(self, value: Fraction | None, row: RankingRow | None = None) -> Amount | None:
        rounding = self.printer.rounding
        after = "*" if row is not None and not row.complete else ""
        return None if value is None else Amount(value, rounding.index, rounding.mode, after)

    def _item(self, row: ItemRow) -> Content:
        """Points of an item, or the short word of a state without points.

        Behind points stand ``*`` where leaves are unresolved, and the short word of a leaf that was not assessed and
        has points all the same.
        """
        points = row.shown_points
        if points is None:
            return self.text(f"state.{row.state}")
        if row.state is State.INCOMPLETE:
            return self._points(points, "*")
        states = [] if row.state is State.SCORED else [row.state]
        states += [] if row.counted else [State.OUTSIDE_INDEX]
        return self._points(points, "".join(f" {self.text(f'state.{state}')}" for state in states))


def _agencies_a_page(count: int) -> int:
    """How many agencies stand on each page, so that the last page is about as full as the others."""
    pages = -(-count // AGENCIES_A_PAGE)
    return -(-count // pages) if pages else 1


def _is_rebased(row: ItemRow) -> bool:
    return row.maximum != row.declared


def _width(content: Content) -> float:
    """The width of a column that shows a content on one line."""
    return column_width(content.widest if isinstance(content, Amount) else str(content or ""), _SIZE)
