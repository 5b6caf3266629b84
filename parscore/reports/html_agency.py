"""The part of the page that shows one agency: result, areas, radar, what was lost, and the trace of every score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.engine.what_if import lost_points
from parscore.model.problem import Problem
from parscore.model.ranking import Standing
from parscore.model.scorecard import HeadingScore
from parscore.reports import svg
from parscore.reports.effects import MOST_LOST
from parscore.reports.explain import Background, Part, explain_agency, explain_item
from parscore.reports.html_page import GroupContext, signed
from parscore.reports.printing import SCREEN
from parscore.reports.tables import ItemRow, RankingRow, State, area_rows, item_rows

_SHOWN_ABOVE: Final = "effect"
"""The part of a leaf's trace that tells the headings it stands in: here it stands below them."""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of an agency beside its group: figures as printed."""

    code: str
    name: str
    maximum: str
    self_points: str
    points: str
    index: str
    mean: str
    best: str
    away: str


class LostLine(NamedTuple):
    """A leaf that lost points."""

    code: str
    name: str
    lost: str


class ItemLine(NamedTuple):
    """An area, criterion or leaf; ``parts`` are the trace of a leaf."""

    kind: str
    code: str
    name: str
    score: str
    lost: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """All that the page shows of an agency; texts are foreign text as it was written."""

    id: str
    name: str
    query: str
    place: str
    points: str
    index: str
    class_name: str
    parts: tuple[Part, ...]
    with_self: bool
    areas: tuple[AreaLine, ...]
    radar: str
    most_lost: tuple[LostLine, ...]
    items: tuple[ItemLine, ...]


def agency_views(group: GroupContext) -> Iterator[AgencyView]:
    """Lay out the agencies of a group, one after the other, in the order of the ranking."""
    problems: dict[str, list[Problem]] = {}
    for found in group.of.result.problems:
        problems.setdefault(found.agency, []).append(found)
    for row, standing in zip(group.rows, group.ranking.standings, strict=True):
        told = Background(tuple(problems.get(row.agency, ())), public=group.of.public)
        yield _Agency(group, row, standing, told).view()


@dataclass(frozen=True, slots=True)
class _Agency:
    group: GroupContext
    row: RankingRow
    standing: Standing
    told: Background

    def view(self) -> AgencyView:
        group, row, card = self.group, self.row, self.standing.scorecard
        lost = lost_points(card)
        place = group.text("agency.rank", rank=row.rank_text) if row.rank_text else group.text("agency.unranked")
        return AgencyView(
            id=row.agency,
            name=row.name,
            query=group.query(row),
            place=place,
            points=self._score(group.points(row), row.maximum),
            index=group.index(row),
            class_name=row.class_name or "",
            parts=explain_agency(self.standing, group.words, self.told).parts,
            with_self=card.self_points is not None,
            areas=tuple(map(self._area, area_rows(card))),
            radar=self._radar(),
            most_lost=tuple(self._most_lost(lost)),
            items=tuple(self._item(item, lost) for item in item_rows(card)),
        )

    def _score(self, points: str, maximum: Fraction) -> str:
        """Points out of the maximum, where there are any."""
        if not points:
            return ""
        return self.group.text("score", points=points, maximum=self.group.printer.points(maximum))

    # --- areas ---------------------------------------------------------------------------------------------------

    def _area(self, item: ItemRow) -> AreaLine:
        write, group = self.group.printer, self.group.figures.area(item.code)
        own = item.node.self_points if isinstance(item.node, HeadingScore) else None
        index = item.shown_index
        away = None if group.mean_index is None or index is None else index - group.mean_index
        return AreaLine(
            code=item.code,
            name=item.name,
            maximum=write.points(item.maximum),
            self_points=write.points(own),
            points=self._points(item),
            index=write.index(index),
            mean=write.index(group.mean_index),
            best=write.index(group.best_index),
            away="" if away is None else signed(write.index(away), away),
        )

    def _points(self, item: ItemRow) -> str:
        """Points of an item, or its state in words."""
        if item.shown_points is None:
            return self.group.words.text(SCREEN, f"state.{item.state}")
        return self.group.printer.points(item.shown_points) + ("*" if item.state is State.INCOMPLETE else "")

    def _radar(self) -> str:
        spokes, said = [], []
        for item in area_rows(self.standing.scorecard):
            mean_index = self.group.figures.area(item.code).mean_index
            if mean_index is None:
                continue
            own, mean = self.group.printer.index(item.shown_index), self.group.printer.index(mean_index)
            spokes.append(svg.Spoke(item.code, own, item.shown_index, mean_index))
            state = own or self.group.words.text(SCREEN, f"state.{item.state}")
            said.append(self.group.text("radar.spoke", area=item.code, own=state, mean=mean))
        return svg.radar(spokes, self.group.text("radar", agency=self.row.name), "; ".join(said))

    # --- items ---------------------------------------------------------------------------------------------------

    def _most_lost(self, lost: Mapping[str, Fraction]) -> Iterator[LostLine]:
        """The leaves that lost most, equals in the order of the decision."""
        names = self.standing.scorecard.criteria.index
        for code in sorted(lost, key=lambda code: -lost[code])[:MOST_LOST]:
            yield LostLine(code, names[code].name, self.group.printer.points(lost[code]))

    def _item(self, item: ItemRow, lost: Mapping[str, Fraction]) -> ItemLine:
        parts: tuple[Part, ...] = ()
        if item.leaf:
            told = explain_item(self.standing, item.code, self.group.words, self.told).parts
            parts = tuple(part for part in told if part.key != _SHOWN_ABOVE)
        gone = self.group.printer.points(lost.get(item.code))
        return ItemLine(
            kind="leaf" if item.leaf else str(item.level),
            code=item.code,
            name=item.name,
            score=self._item_score(item),
            lost=self.group.text("lost", lost=gone) if gone else "",
            parts=parts,
        )

    def _item_score(self, item: ItemRow) -> str:
        """Points out of the maximum, and the state where it says more; bonus and penalty have no maximum."""
        points = self._points(item)
        if item.shown_points is None:
            return points
        score = self._score(points, item.maximum) if item.maximum else points
        states = [item.state] if item.state not in (State.SCORED, State.INCOMPLETE) else []
        states += [] if item.counted or State.OUTSIDE_INDEX in states else [State.OUTSIDE_INDEX]
        return " · ".join((score, *(self.group.words.text(SCREEN, f"state.{state}") for state in states)))
