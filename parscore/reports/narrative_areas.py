"""The report's parts on each area (mean, first, last, lost points) and on the survey."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.model.criteria import Section, Source
from parscore.reports.content import Bars, Block, Heading, Kind, Paragraph, Table, table
from parscore.reports.group_figures import AreaFigures
from parscore.reports.group_leaves import LeafFigures, area_tiers, ends, most_lost_leaves
from parscore.reports.narrative_group import Telling, headed

_ENDS: Final = 3
"""Agencies told at each end of an area, and leaves told that lost most there."""


def by_area(groups: Sequence[Telling]) -> Iterator[Block]:
    """The areas of every group: a table of all, then a section for each."""
    for at, one in enumerate(groups):
        yield from headed(groups, at)
        if one.figures.mean_index is None:
            yield one.said("none")
            continue
        yield _areas_table(one)
        yield from _areas_bars(one)
        for number, area in enumerate(one.figures.areas):
            yield from _area(one, number, area)


def _areas_table(one: Telling) -> Table:
    columns = one.columns(
        ("code", 6), ("name", 40), ("maximum", 11), ("mean_points", 11), ("mean_index", 11), ("best", 11), ("least", 11)
    )
    rows = [
        (
            figures.area.code,
            figures.area.name,
            one.write.points(figures.area.maximum),
            one.write.points(figures.mean_points),
            one.write.index(figures.mean_index),
            one.write.index(figures.best_index),
            one.write.index(figures.least_index),
        )
        for figures in one.figures.areas
    ]
    return table(columns, rows, one.text("table.areas", group=one.name))


def _areas_bars(one: Telling) -> Iterator[Block]:
    """The mean index of every area that has one, in the order of the set."""
    known = [(area.area, area.mean_index) for area in one.figures.areas if area.mean_index is not None]
    if len(known) > 1:
        bars = (one.bar(f"{area.code}. {area.name}", mean) for area, mean in known)
        yield Bars(one.text("chart.areas", group=one.name), tuple(bars))


def _area(one: Telling, number: int, figures: AreaFigures) -> Iterator[Block]:
    area = figures.area
    if figures.mean_points is None:
        return
    yield Heading(3, one.text("area", code=area.code, name=area.name))
    if area.section is not Section.AREA or figures.mean_index is None:
        yield one.said(f"section.{area.section}", points=one.write.points(figures.mean_points))
    else:
        told = {"points": one.write.points(figures.mean_points), "maximum": one.write.points(area.maximum)}
        mean = one.text("area.mean", mean=one.percent(figures.mean_index), **told)
        yield Paragraph(f"{mean} {_places(one, number)}".strip())
    yield from _lost(one, [leaf for leaf in one.leaves if leaf.area.code == area.code])


def _places(one: Telling, number: int) -> str:
    """Who is first and last in an area; nothing where only one agency is ranked."""
    first, last = ends(area_tiers(one.ranking, number), _ENDS)
    if one.figures.ranked == 1:
        return ""
    if not last:
        return one.text("area.equal", agencies=one.tiers(first))
    return one.text("area.ends", first=one.tiers(first), last=one.tiers(last))


def _lost(one: Telling, leaves: Sequence[LeafFigures]) -> Iterator[Block]:
    most = most_lost_leaves(leaves, _ENDS)
    if not most:
        yield one.said("lost.none")
        return
    yield one.said("lost")
    for leaf in most:
        told = {"code": leaf.leaf.code, "name": leaf.leaf.name, "lost": one.write.points(leaf.lost)}
        index = "" if leaf.mean_index is None else one.text("lost.index", index=one.percent(leaf.mean_index))
        yield one.item("lost.leaf", **told, losers=leaf.losers, assessed=leaf.assessed, index=index)


def survey(groups: Sequence[Telling]) -> Iterator[Block]:
    """What the survey gave: the leaves that it feeds, their means and extremes."""
    for at, one in enumerate(groups):
        yield from headed(groups, at)
        fed = [leaf for leaf in one.leaves if Source.SURVEY in leaf.leaf.sources]
        yield from _ballots(one)
        if not fed:
            declared = any(Source.SURVEY in leaf.sources for leaf in one.ranking.group.criteria.leaves())
            yield one.said("survey.absent" if declared else "survey.none")
            continue
        yield one.said("survey", count=len(fed), ranked=one.figures.ranked)
        yield leaves_table(one, fed, one.text("table.survey", group=one.name))


def _ballots(one: Telling) -> Iterator[Block]:
    """How many ballots each questionnaire brought in on the agencies of the group, and who has fewer than the plan."""
    counted = one.of.survey
    if counted is None:
        return
    received = {each.questionnaire.id: each for each in counted.received}
    for own in counted.of_group(one.ranking.group.id):
        whole = received[own.questionnaire.id]
        numbers = {"received": whole.received, "counted": whole.counted, "refused": whole.refused}
        spread = {"ballots": own.ballots, "least": own.least, "most": own.most}
        told = [one.text("survey.ballots", name=own.questionnaire.name, **numbers, **spread)]
        if own.respondents:
            parts = (one.text("survey.respondents.part", name=name, count=count) for name, count in own.respondents)
            told.append(one.text("survey.respondents", parts="; ".join(parts)))
        if own.too_few:
            told.append(one.text("survey.few", agencies=one.agencies([each.agency.name for each in own.too_few])))
        yield Paragraph(" ".join(told), Kind.ITEM)
    if not counted.current:
        yield one.note(one.text("survey.other"))


def leaves_table(one: Telling, leaves: Sequence[LeafFigures], title: str) -> Table:
    """Leaves with their means, extremes, and how many agencies lost nothing and something."""
    columns = one.columns(
        ("code", 8), ("leaf", 46), ("maximum", 10), ("mean_points", 10), ("mean_index", 11), ("best", 10),
        ("least", 10), ("full", 10), ("losers", 10),
    )  # fmt: skip
    return table(columns, [_leaf_row(one, leaf) for leaf in leaves], title)


def _leaf_row(one: Telling, leaf: LeafFigures) -> tuple[str, ...]:
    return (
        leaf.leaf.code,
        leaf.leaf.name,
        one.write.points(leaf.leaf.maximum),
        one.write.points(leaf.mean_points),
        one.write.index(leaf.mean_index),
        one.write.index(leaf.best_index),
        one.write.index(leaf.least_index),
        str(leaf.full),
        str(leaf.losers),
    )
