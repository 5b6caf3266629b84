"""The sheet of every item of every agency: leaves as they are, what stands above and below them as formulas."""

from parscore.audit.paper_leaf import printed_key
from parscore.model.criteria import Heading, Level
from parscore.reports.printing import SCREEN
from parscore.reports.tables import State
from parscore.reports.xlsx_group_data import ID_SIZE, SIZE
from parscore.reports.xlsx_group_places import GroupPlaces
from parscore.reports.xlsx_live import FIRST, PLACE, TOTALS
from parscore.reports.xlsx_live_column import TOPIC as LIVE
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, PLAIN, Content, Look
from parscore.workbooks.measure import lines, pixels

AGENCIES_A_PAGE = 15
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
_SMALL: Look = {"font_size": ID_SIZE, "shrink": True, "text_wrap": False}


class ItemsPage:
    """Writes the sheet from the top down."""

    def __init__(self, places: GroupPlaces) -> None:
        self.places, self.of, self.sheet = places, places.of, places.items
        self.cells = places.cells

    def write(self) -> None:
        """Every area, criterion and leaf downwards, agencies across."""
        sheet, of = self.sheet, self.of
        first = sheet.row
        self._header()
        sheet.frozen(3, first)
        unresolved = {of.text(f"state.{state}") for state in _OPEN}
        for at, item in enumerate(of.ranking.group.criteria.items()):
            look = _LOOKS[item.level] if isinstance(item, Heading) else PLAIN
            looks = {False: look, True: {**look, "align": "center"}}
            own = (item.code, item.name, self.cells.top(item.code, of.points(item.maximum)))
            for column, content in enumerate(own):
                sheet.put(column, content, look)
            heading = printed_key(item.code) if isinstance(item, Heading) else ""
            for agency, shown in enumerate(of.items.row(at)):
                content = self.cells.detail(heading, agency, shown) if heading else shown
                own_look = _OPEN_LOOK if shown in unresolved else looks[isinstance(content, str)]
                sheet.put(FIRST + agency, content, own_look)
            sheet.height(lines(item.name, 52, SIZE))
            sheet.row += 1
        self._totals()
        sheet.worksheet.autofilter(first + 1, 0, max(first + 1, sheet.row - 1), 2)
        self._basis()
        sheet.split_pages(3, agencies_a_page(len(of.rows)))
        self._states()

    def _header(self) -> None:
        """Two rows: names turned upright, below them the ids."""
        sheet, of = self.sheet, self.of
        top, names = sheet.row, [row.name for row in of.rows]
        for column, key in enumerate(("code", "item", "maximum")):
            sheet.area((top, column), (top + 1, column), of.text(f"column.{key}"), HEADING)
        for at, name in enumerate(names):
            sheet.put(FIRST + at, name, {**HEADING, "rotation": 90})
        # Points, not pixels; upright names may take two lines, of which one is a little more than half.
        sheet.high(max([92.0, *(pixels(name, SIZE) * 0.75 * 0.65 + 20 for name in names)]))
        sheet.row += 1
        for at, row in enumerate(of.rows):
            target = self.places.spot("own" if self.places.own else "ranking", at)
            sheet.link(FIRST + at, row.agency, target, {**HEADING, "font_size": ID_SIZE})
        sheet.height(2)
        sheet.row += 1

    def _totals(self) -> None:
        """The last rows: total, applicable maximum, index, rank and class of every agency."""
        sheet, of = self.sheet, self.of
        look: Look = {**_LOOKS[Level.AREA], "align": "center"}
        totals = list(zip(*map(of.totals, range(len(of.rows))), strict=True)) or [(), (), ()]
        declared = (None, of.points(of.ranking.group.criteria.maximum), None)
        names = ("total", "applicable", "index")
        for key, name, stated, shown in zip(TOTALS, names, declared, totals, strict=False):
            row = [self.cells.detail(key, at, each) for at, each in enumerate(shown)]
            sheet.cells((None, of.text(f"column.{name}"), stated, *row), look)
        ranks = [self.places.rank(at) for at in range(len(of.rows))]
        sheet.cells((None, of.text("column.rank"), None, *ranks), look)
        for at, rank in enumerate(ranks):
            self.places.mark(sheet, FIRST + at, at, rank, look)
        sheet.cells((None, of.text("column.class"), None, *(row.class_name for row in of.rows)), look)

    def _basis(self) -> None:
        """What the totals are worked out from, below them and in smaller type."""
        sheet, of = self.sheet, self.of
        sheet.span(0, 2, of.words.text(LIVE, "basis.title"), {"bold": True, "italic": True})
        sheet.height(1)
        sheet.row += 1
        for at, line in enumerate(self.places.details.lines):
            sheet.put(0, None, _SMALL)
            sheet.put(1, of.words.text(line.topic, line.text, **line.facts), {"font_size": ID_SIZE})
            sheet.put(2, None, _SMALL)
            for column, content in enumerate(self._line(at, line.key), FIRST):
                sheet.put(column, content, _SMALL)
            sheet.height(1)
            sheet.row += 1

    def _line(self, at: int, key: str) -> list[Content]:
        if key == PLACE:
            return [self.cells.place(agency) for agency in range(len(self.of.rows))]
        return [self.cells.basis(key, agency, shown) for agency, shown in enumerate(self.of.lines.row(at))]

    def _states(self) -> None:
        """What the signs and short words of items without points mean, and what stands in formulas."""
        sheet, of = self.sheet, self.of
        live = {"rest": any(one.rests for one in of.columns), "gone": any(one.gone for one in of.columns)}
        told = [of.words.text(LIVE, f"note.{key}") for key, stands in live.items() if stands]
        told += [] if all(row.complete for row in of.rows) else [of.text("note.incomplete")]
        for text in told:
            sheet.span(0, 2, text, _NOTE)
            sheet.height(3)
            sheet.row += 1
        for state in _EXPLAINED:
            facts = {"short": of.text(f"state.{state}"), "state": of.words.text(SCREEN, f"state.{state}")}
            sheet.span(0, 2, of.text("state", **facts), _NOTE)
            sheet.row += 1


def agencies_a_page(count: int) -> int:
    """How many agencies stand on each page, so that the last page is about as full as the others."""
    pages = -(-count // AGENCIES_A_PAGE)
    return -(-count // pages) if pages else 1
