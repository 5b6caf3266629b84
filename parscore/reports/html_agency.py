"""The part of the page that shows one agency: result, areas, radar, what was lost, and the trace of every score."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.engine.rivals import Rivals
from parscore.model.problem import Problem
from parscore.model.ranking import Standing
from parscore.model.scorecard import HeadingScore, LeafScore
from parscore.model.submission import Submission
from parscore.reports import svg
from parscore.reports.effects import EffectRow, Effects, StageRow, leaf_stage_rows
from parscore.reports.explain import Writer, explain_agency, writer_of
from parscore.reports.explanation import Background, Part
from parscore.reports.html_page import GroupContext, signed
from parscore.reports.printing import SCREEN
from parscore.reports.rounds import rounds
from parscore.reports.tables import ItemRow, RankingRow, State, area_rows, item_rows

_ELSEWHERE: Final = frozenset({"rule", "stages", "acts", "effect", "lost", "most_lost"})
"""Parts of a trace that the page tells in its own way: rules once, rounds in one list, losses beside the figures."""
_CELLS: Final = ("inputs", "claimed")
"""Parts that name cells."""


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
    """A leaf that lost points, and what full marks there would come to."""

    code: str
    name: str
    lost: str
    cost: str


class Line(NamedTuple):
    """One line of a trace, smaller ones below it, and where it leads."""

    text: str
    notes: tuple[str, ...] = ()
    target: str = ""


class Told(NamedTuple):
    """A part of a trace: its label and its lines."""

    label: str
    lines: tuple[Line, ...]


class ItemLine(NamedTuple):
    """An area, criterion or leaf; ``parts`` are the trace of a leaf."""

    kind: str
    code: str
    name: str
    score: str
    lost: str
    parts: tuple[Told, ...]


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
    parts: tuple[Told, ...]
    form: str
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
    rivals = Rivals.of(group.ranking)
    for row, standing in zip(group.rows, group.ranking.standings, strict=True):
        told = Background(
            tuple(problems.get(row.agency, ())),
            Effects(standing.scorecard, rivals),
            group.of.after.get(row.agency, ()),
            group.of.public,
        )
        yield _Agency(group, row, standing, told, leaf_stage_rows(told.after)).view()


@dataclass(frozen=True, slots=True)
class _Agency:
    group: GroupContext
    row: RankingRow
    standing: Standing
    told: Background
    stages: Mapping[str, Sequence[StageRow]]

    @property
    def writer(self) -> Writer:
        return writer_of(self.standing, self.group.words, replace(self.told, without=_ELSEWHERE))

    def view(self) -> AgencyView:
        group, row, card = self.group, self.row, self.standing.scorecard
        told, writer = replace(self.told, without=frozenset({"most_lost"})), self.writer
        place = group.text("agency.rank", rank=row.rank_text) if row.rank_text else group.text("agency.unranked")
        return AgencyView(
            id=row.agency,
            name=row.name,
            query=group.query(row),
            place=place,
            points=self._score(group.points(row), row.maximum),
            index=group.index(row),
            class_name=row.class_name or "",
            parts=tuple(map(_told, explain_agency(self.standing, group.words, told).parts)),
            form="" if group.of.public or card.submission is None else self._form(card.submission),
            with_self=card.self_points is not None,
            areas=tuple(map(self._area, area_rows(card))),
            radar=self._radar(),
            most_lost=tuple(self._most_lost(writer)),
            items=tuple(self._item(item, writer) for item in item_rows(card)),
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

    def _most_lost(self, writer: Writer) -> Iterator[LostLine]:
        """The leaves that lost most, equals in the order of the decision."""
        for row in self.told.lost_rows(None):
            yield LostLine(row.code, row.name, self.group.printer.points(row.lost), writer.without_loss(row))

    def _item(self, item: ItemRow, writer: Writer) -> ItemLine:
        row = self.told.effects.row(item.code) if item.leaf and self.told.effects else None
        gone = "" if row is None else self.group.printer.points(row.lost)
        return ItemLine(
            kind="leaf" if item.leaf else str(item.level),
            code=item.code,
            name=item.name,
            score=self._item_score(item),
            lost=self.group.text("lost", lost=gone) if gone else "",
            parts=tuple(self._trace(item.node, writer, row)) if isinstance(item.node, LeafScore) else (),
        )

    def _trace(self, score: LeafScore, writer: Writer, row: EffectRow | None) -> Iterator[Told]:
        """How a score came about: what was filled in, the rule, the arithmetic, what each stage said, what it lost."""
        parts = {part.key: part for part in writer.leaf(score).parts}
        for key in _CELLS:
            if key in parts:
                yield self._cells(parts.pop(key))
        anchor = self.group.rules.anchor(score.leaf, writer.rule)
        label = self.group.words.text(SCREEN, "explain.rule")
        yield Told(label, (Line(self.group.text("rule", code=score.leaf.code), (), anchor),))
        problems = parts.pop("problems", None)
        yield from map(_told, parts.values())
        if said := tuple(self._rounds(score, writer)):
            yield Told(self.group.words.text(SCREEN, "explain.stages"), said)
        if problems:
            yield _told(problems)
        if row is not None:
            yield Told(self.group.text("lost.full"), (Line(writer.without_loss(row)),))

    def _cells(self, part: Part) -> Told:
        """A part that names cells; those of the agency's own form by their address alone."""
        form = self.standing.scorecard.submission
        own = f"{form.file} › {form.sheet} › " if form else ""
        told = _told(part)
        lines = (line._replace(notes=tuple(note.removeprefix(own) for note in line.notes)) for line in told.lines)
        return Told(told.label, tuple(lines))

    def _form(self, form: Submission) -> str:
        return self.group.text("form", file=form.file, sheet=form.sheet)

    def _rounds(self, score: LeafScore, writer: Writer) -> Iterator[Line]:
        for one in rounds(writer, score, self.stages.get(score.leaf.code, ())):
            said = " · ".join(part for part in (one.points, one.said) if part)
            by = f" ({one.by})" if one.by else ""
            told = self.group.words.text(SCREEN, "explain.stage", stage=one.stage, points=said)
            yield Line(f"{told}{by}", (one.why,) if one.why else ())
        if score.gap:
            yield Line(self.group.text("gap", gap=self.group.printer.points(score.gap)))

    def _item_score(self, item: ItemRow) -> str:
        """Points out of the maximum, and the state where it says more; bonus and penalty have no maximum."""
        points = self._points(item)
        if item.shown_points is None:
            return points
        score = self._score(points, item.maximum) if item.maximum else points
        states = [item.state] if item.state not in (State.SCORED, State.INCOMPLETE) else []
        states += [] if item.counted or State.OUTSIDE_INDEX in states else [State.OUTSIDE_INDEX]
        return " · ".join((score, *(self.group.words.text(SCREEN, f"state.{state}") for state in states)))


def _told(part: Part) -> Told:
    """A part with the lines that are set in below the one that they belong to."""
    lines: list[Line] = []
    for text in part.lines:
        if text.startswith(" ") and lines:
            lines[-1] = lines[-1]._replace(notes=(*lines[-1].notes, text.strip()))
        else:
            lines.append(Line(text.strip()))
    return Told(part.label, tuple(lines))
