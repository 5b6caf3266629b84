"""One sheet for each agency of a group, on request: the official table of its items, linked with the group's sheets.

Points and maxima refer to the sheet of details, the area's index to the sheet of areas, the totals to the ranking.
A public workbook leaves out reasons, remarks and names. Agencies are taken one at a time, and a sheet that is written
waits on the disk.
"""

from collections.abc import Iterator
from typing import Final

from parscore.audit.paper_leaf import printed_key, top_key
from parscore.model.criteria import Level
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.reports.method import basis_words
from parscore.reports.printing import SCREEN
from parscore.reports.tables import ItemRow, State, item_rows
from parscore.reports.xlsx_group_data import OF_AREA
from parscore.reports.xlsx_group_places import GroupPlaces
from parscore.reports.xlsx_live_cells import held
from parscore.reports.xlsx_live_column import TOPIC as LIVE
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, PLAIN, Book, Content, Look, Sheet

_WIDTHS: Final = (8, 62, 11, 11, 11, 11, 13, 42)
_COLUMNS: Final = ("code", "item", "maximum", "self", "appraised", "points", "index", "remarks")
_SIZE: Final = 11
_AREA: Final[Look] = {"bold": True, "bg_color": HEADING_FILL}
_CRITERION: Final[Look] = {"bold": True}


class AgencySheets:
    """Writes the agencies' own sheets of a group whose other sheets are written."""

    def __init__(self, book: Book, result: SeasonResult, places: GroupPlaces, *, public: bool) -> None:
        self.book, self.result, self.places, self.public = book, result, places, public
        self.of, self.words = places.of, places.words

    def write(self) -> None:
        """Write one sheet after the other, in the order of the ranking."""
        for at, standing in enumerate(self.of.ranking.standings):
            sheet = self.book.sheet(self.places.own[at], _WIDTHS, _SIZE, reserved=True)
            self._head(sheet, at)
            first = sheet.row
            sheet.cells([self.text(f"column.{column}") for column in _COLUMNS], HEADING)
            sheet.frozen(2, first)
            card = standing.scorecard
            self._items(sheet, at, card)
            self._totals(sheet, at, card)
            sheet.signed()
            sheet.put_away()

    def text(self, key: str, **facts: object) -> str:
        """A text of the agencies' own sheets."""
        return self.words.text(LIVE, f"agency.{key}", **facts)

    def _head(self, sheet: Sheet, at: int) -> None:
        """Whose sheet it is, of which result; links back to the sheets of the group."""
        row, season, group = self.of.rows[at], self.result.season, self.of.ranking.group
        centred: Look = {"align": "center"}
        sheet.headed(season.province)
        sheet.title(self.text("title", year=season.year))
        sheet.line(self.text("name", name=row.name, id=row.agency), {**centred, "bold": True}, 13)
        sheet.line(self.of.text("title.group", group=group.name), centred, 12)
        sheet.line(basis_words(self.result, self.of.ranking, self.words), {**centred, "italic": True}, 11)
        if self.result.draft:
            sheet.line(self.of.text("draft"), {**centred, "bold": True, "font_color": "#C00000"}, 12)
        for column, kind, name in (
            (1, "ranking", self.places.ranking.name),
            (3, "areas", self.places.areas.name),
            (7, "details", self.places.items.name),
        ):
            target = self.places.spot("items" if kind == "details" else kind, at)
            look: Look = {"border": 0, "text_wrap": False, "font_size": 9, "italic": True}
            sheet.link(column, self.text(f"link.{kind}", sheet=name), target, look)
        sheet.row += 1

    def _items(self, sheet: Sheet, at: int, card: Scorecard) -> None:
        areas = 0
        for row in item_rows(card):
            look = _AREA if row.level is Level.AREA else PLAIN if row.leaf else _CRITERION
            cells = (row.code, row.name, *self._figures(at, row, card), *self._result(at, row, areas), self._said(row))
            sheet.cells(cells, look, (5,) if row.shown_points is None else ())
            areas += row.level is Level.AREA

    def _figures(self, at: int, row: ItemRow, card: Scorecard) -> Iterator[Content]:
        """The stated maximum, the points of the self-assessment, and those of an appraisal."""
        score = row.node
        own = score.leaf.maximum if isinstance(score, LeafScore) else row.declared
        top = self.of.points(own)
        yield self.places.cells.refer(top_key(row.code), at, top) if own == row.declared else top
        first = card.stage == self.result.season.stages[0]
        self_points = row.shown_points if first else score.self_points
        yield None if self_points is None else self.of.points(self_points)
        judged = not isinstance(score, LeafScore) or score.judged is not None
        points = None if first or not judged else row.shown_points
        yield None if points is None else self.of.points(points)

    def _result(self, at: int, row: ItemRow, area: int) -> tuple[Content, Content]:
        """The points, which stand on the sheet of details, and the index."""
        shown = self.of.item(row)
        points = self.places.cells.refer(row.code if row.leaf else printed_key(row.code), at, held(row, shown))
        index = self.of.index(row.shown_index)
        if row.level is not Level.AREA:
            return points, index
        shown = self.of.areas.column(at)[area * len(OF_AREA) + OF_AREA.index("index")]
        return points, self.places.cells.area_index(row.code, at, shown)

    def _said(self, row: ItemRow) -> str:
        """What is to be said of a leaf: its state, then the reasons of the agency and of who changed its points."""
        score = row.node
        if not isinstance(score, LeafScore):
            return ""
        state = "" if row.state is State.SCORED else self.words.text(SCREEN, f"state.{row.state}")
        reasons = () if self.public else (row.reason, *(act.why for act in score.acts if act.values))
        return "; ".join(dict.fromkeys(text for text in (state, *reasons) if text))

    def _totals(self, sheet: Sheet, at: int, card: Scorecard) -> None:
        """Total, applicable maximum, index; rank and class."""
        row = self.of.rows[at]
        total, maximum, index = self.places.totals(at)
        own = None if card.self_points is None else self.of.points(card.self_points)
        sheet.cells(("", self.text("total"), maximum, own, None, total, index, self.text("applicable")), _AREA)
        rank = self.places.rank(at)
        sheet.cells(("", self.text("place"), None, None, None, rank, None, None), _AREA)
        self.places.mark(sheet, 5, at, rank, _AREA)
        sheet.cells(("", self.text("class"), None, None, None, row.class_name, None, None), _AREA, (5,))
