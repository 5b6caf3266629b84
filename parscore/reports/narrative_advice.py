"""The report's parts on strengths and shortcomings, and on what each weak agency has to mend."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from parscore.model.ranking import Standing
from parscore.reports.content import Block, Heading, Paragraph
from parscore.reports.effects import Effects
from parscore.reports.group_figures import AreaFigures
from parscore.reports.group_leaves import LeafFigures, most_lost_leaves, ranked
from parscore.reports.material import Material
from parscore.reports.narrative_group import TOPIC, Telling, headed

_AREAS: Final = 2
"""Areas told as strong, and as weak."""
_LEAVES: Final = 5
"""Leaves told as shortcomings of a group."""
_CODES: Final = 20
"""Codes of leaves listed at most in a sentence."""
_WEAK: Final = 10
"""Weak agencies of a group at most; and see ``weak``."""
_OWN: Final = 3
"""Leaves told for a weak agency."""


def assessment(groups: Sequence[Telling]) -> Iterator[Block]:
    """Strengths and shortcomings of every group."""
    for at, one in enumerate(groups):
        yield from headed(groups, at)
        if one.figures.mean_index is None:
            yield one.said("none")
            continue
        yield Heading(3, one.text("strengths"))
        yield from _strengths(one)
        yield Heading(3, one.text("shortcomings"))
        yield from _shortcomings(one)


def _strengths(one: Telling) -> Iterator[Block]:
    areas = _by_mean(one)
    yield one.item("areas.strong", areas=_told(one, list(reversed(areas))[:_AREAS]))
    full = [leaf.leaf.code for leaf in one.leaves if leaf.assessed and not leaf.losers and leaf.mean_index is not None]
    if full:
        yield one.item("full", count=len(full), codes=_codes(full))
    rule = one.ranking.group.classes
    if rule is not None:
        best = rule.bands[0].name
        count = sum(row.class_name == best and row.rank is not None for row in one.rows)
        if count:
            yield one.item("top", name=best, count=count, ranked=one.figures.ranked)


def _shortcomings(one: Telling) -> Iterator[Block]:
    areas = _by_mean(one)
    if len(areas) > 1:
        yield one.item("areas.weak", areas=_told(one, areas[:_AREAS]))
    for leaf in most_lost_leaves(one.leaves, _LEAVES):
        yield _leaf(one, leaf)
    claims = [
        (row.name, row.card.gap) for row in one.rows if row.rank is not None and row.card.gap and row.card.gap > 0
    ]
    if claims:
        name, gap = max(claims, key=lambda each: each[1] or Fraction(0))
        yield one.item("claims", count=len(claims), agency=name, gap=one.write.points(gap))
    unfinished = [row.name for row in one.rows if not row.complete]
    if unfinished:
        yield one.item("incomplete", agencies=one.agencies(unfinished))


def _leaf(one: Telling, leaf: LeafFigures) -> Paragraph:
    index = "" if leaf.mean_index is None else one.text("lost.index", index=one.percent(leaf.mean_index))
    told = {"code": leaf.leaf.code, "name": leaf.leaf.name, "lost": one.write.points(leaf.lost)}
    return one.item("lost.leaf", **told, losers=leaf.losers, assessed=leaf.assessed, index=index)


def _by_mean(one: Telling) -> list[AreaFigures]:
    """The areas that have a mean, the lowest first."""
    known = [area for area in one.figures.areas if area.mean_index is not None]
    return sorted(known, key=lambda area: area.mean_index or Fraction(0))


def _told(one: Telling, areas: Sequence[AreaFigures]) -> str:
    return "; ".join(f"{area.area.name} ({one.percent(area.mean_index)})" for area in areas)


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_CODES]) + ("…" if len(codes) > _CODES else "")


def advice(of: Material, groups: Sequence[Telling]) -> Iterator[Block]:
    """What is asked of everybody, and what each weak agency has to mend."""
    for key in ("everybody", "leaders", "owners"):
        yield Paragraph(of.words.text(TOPIC, f"advice.{key}"))
    for at, one in enumerate(groups):
        found = weak(one)
        if not found:
            continue
        yield from headed(groups, at)
        yield one.said("advice.weak", count=len(found))
        for standing in found:
            yield from _advice(one, standing)


def weak(one: Telling) -> tuple[Standing, ...]:
    """The agencies that get advice of their own: the last quarter of the ranking, at most ten, all below the mean."""
    mean, own = one.figures.mean_index, ranked(one.ranking)
    count = min(_WEAK, -(-len(own) // 4))
    last = own[len(own) - count :]
    return tuple(
        standing
        for standing in last
        if mean is not None and standing.scorecard.index is not None and standing.scorecard.index < mean
    )


def _advice(one: Telling, standing: Standing) -> Iterator[Block]:
    card = standing.scorecard
    told = {"agency": card.agency.name, "rank": standing.rank, "index": one.percent(card.index)}
    yield Heading(3, one.text("advice.agency", **told))
    behind = _behind(one, standing)
    if behind is not None:
        area, own = behind
        facts = {"area": area.area.name, "index": one.percent(own), "mean": one.percent(area.mean_index)}
        yield one.item("advice.area", **facts)
    for row in Effects(card, one.rivals).most_lost(_OWN):
        key = "advice.leaf" if row.rank in (None, standing.rank) else "advice.leaf.rank"
        facts = {"code": row.code, "name": row.name, "lost": one.write.points(row.lost)}
        yield one.item(key, **facts, index=one.percent(row.index), rank=row.rank)


def _behind(one: Telling, standing: Standing) -> tuple[AreaFigures, Fraction] | None:
    """The area in which an agency lies furthest behind the group's mean."""
    gaps = [
        (area.mean_index - score.index, area, score.index)
        for area, score in zip(one.figures.areas, standing.scorecard.areas, strict=True)
        if area.mean_index is not None and score.index is not None and score.counted
    ]
    gap, area, own = max(gaps, key=lambda each: each[0], default=(Fraction(0), None, Fraction(0)))
    return (area, own) if area is not None and gap > 0 else None
