"""What a sample has to answer, and which cells a person checks for it: discovery, outcomes, and what is checked whole.

A cell is one leaf of one agency. The statements are those that a publication makes: A stands above B, and A reaches
its class and not the next one. Each is tested for itself at the stated risk; one within two points is checked whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import Final

from parscore.audit.sampling import discovery_order, discovery_size, draws_needed, wrong_to_find
from parscore.engine.left_out import Cause, cause_of
from parscore.engine.rank import value_of
from parscore.model.criteria import Basis, RoundingLevel, Section
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Agency
from parscore.numbers import decimal_text

NEAR: Final = Fraction(2)
"""Points of the index (of 100) within which sampling costs more than checking everything."""
PAIRS: Final = ("pair", "tie")
"""The kinds of statements that compare two agencies."""
_AT_LEAST: Final = attrgetter("at_least")


@dataclass(frozen=True, slots=True)
class Terms:
    """What was asked for: the seed, shares between 0 and 1, and the group (empty: every group)."""

    seed: str
    confidence: Fraction = Fraction(95, 100)
    tolerable: Fraction = Fraction(1, 100)
    risk: Fraction = Fraction(5, 100)
    group: str = ""


@dataclass(frozen=True, slots=True)
class CellScore:
    """A cell of the population: the agency and its score of the leaf."""

    agency: Agency
    score: LeafScore

    @property
    def id(self) -> str:
        """What the digest is made of: ``agency/code``."""
        return f"{self.agency.id}/{self.score.leaf.code}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One outcome to be confirmed.

    ``above`` must not be overstated nor ``below`` understated by ``margin`` together, in the unit of the comparison:
    points of the index, or points where the group is ranked by them. One of the two is empty where an agency is
    compared with ``bound``, a bound of its classes. ``hides`` holds, by cell, how much each could hide. ``draws`` is 0
    and ``whole`` says why where every such cell is checked.
    """

    id: str
    group: str
    kind: str
    above: str
    below: str
    margin: Fraction
    hides: tuple[tuple[str, Fraction], ...]
    draws: int = 0
    whole: str = ""
    bound: Fraction | None = None
    band: str = ""

    @property
    def all(self) -> Fraction:
        """What all cells together could hide."""
        return sum((most for _, most in self.hides), Fraction(0))


@dataclass(frozen=True, slots=True)
class Plan:
    """The population, the order of the discovery sample and its first size, and the statements."""

    terms: Terms
    cells: Mapping[str, CellScore]
    order: tuple[str, ...]
    wrong: int
    first: int
    statements: tuple[Statement, ...]


def plan_of(result: SeasonResult, terms: Terms) -> Plan:
    """Plan the samples of a result. Cells that nobody has settled yet, or that count for nobody, are not among them."""
    rankings = [ranking for ranking in result.groups if terms.group in ("", ranking.group.id)]
    cells = {cell.id: cell for ranking in rankings for cell in _cells(ranking)}
    wrong = wrong_to_find(len(cells), terms.tolerable)
    return Plan(
        terms=terms,
        cells=cells,
        order=discovery_order(terms.seed, cells),
        wrong=wrong,
        first=discovery_size(len(cells), wrong, 1 - terms.confidence) if cells else 0,
        statements=tuple(one for ranking in rankings for one in statements_of(ranking, terms.risk)),
    )


def _cells(ranking: GroupRanking) -> Iterator[CellScore]:
    cards = {standing.scorecard.agency.id: standing.scorecard for standing in ranking.standings}
    for agency in ranking.group.agencies:
        yield from (CellScore(agency, score) for score in cards[agency.id].leaves() if to_check(score))


def to_check(score: LeafScore) -> bool:
    """Whether a leaf is part of the index and settled, so that there is something to check."""
    return score.complete and score.counted and cause_of(score) is not Cause.NOT_HELD


# --- statements ---------------------------------------------------------------------------------------------------


def statements_of(ranking: GroupRanking, risk: Fraction) -> Iterator[Statement]:
    """The statements of a group: neighbours in rank, bounds of classes next to an agency, conditions of classes."""
    ranked = [standing for standing in ranking.standings if standing.rank is not None]
    for upper, lower in pairwise(ranked):
        pair = _pair(ranking, upper.scorecard, lower.scorecard, tied=upper.rank == lower.rank)
        yield _sized(pair, ranking, upper.scorecard, risk)
    for standing in ranking.standings:
        if standing.class_name is not None:
            for statement in _bounds(ranking, standing.scorecard):
                yield _sized(statement, ranking, standing.scorecard, risk)
            yield from _conditions(ranking, standing)


def _pair(ranking: GroupRanking, upper: Scorecard, lower: Scorecard, *, tied: bool) -> Statement:
    group, by = ranking.group.id, ranking.group.ranking.by
    one, other = value_of(upper, by), value_of(lower, by)
    slack = _slack(upper, by) + _slack(lower, by)
    if ranking.group.ranking.basis is Basis.PRINTED:
        slack += Fraction(1, 10**upper.criteria.rounding.index)
    return Statement(
        id=f"{group}/{upper.agency.id}{'=' if tied else '>'}{lower.agency.id}",
        group=group,
        kind="tie" if tied else "pair",
        above=upper.agency.id,
        below=lower.agency.id,
        margin=max(Fraction(0), (one or Fraction(0)) - (other or Fraction(0)) - slack),
        hides=(*_hidden(upper, by, over=True), *_hidden(lower, by, over=False)),
    )


def _bounds(ranking: GroupRanking, card: Scorecard) -> Iterator[Statement]:
    """The bound below an agency's index and the one above it, of all bands."""
    index, rule = card.index, ranking.group.classes
    if index is None or rule is None:
        return
    slack = _slack(card, "index")
    if rule.basis is Basis.PRINTED:
        slack += Fraction(1, 10**card.criteria.rounding.index)
    reached = [band for band in rule.bands if 0 < band.at_least <= index]
    missed = [band for band in rule.bands if band.at_least > index]
    nearest = (max(reached, key=_AT_LEAST, default=None), min(missed, key=_AT_LEAST, default=None))
    for band, over in zip(nearest, (True, False), strict=True):
        if band is None:
            continue
        agency, sign = card.agency.id, ">=" if over else "<"
        yield Statement(
            id=f"{ranking.group.id}/{agency}{sign}{decimal_text(band.at_least)}",
            group=ranking.group.id,
            kind="class",
            above=agency if over else "",
            below="" if over else agency,
            margin=max(Fraction(0), abs(index - band.at_least) - slack),
            hides=tuple(_hidden(card, "index", over=over)),
            bound=band.at_least,
            band=band.name,
        )


def _conditions(ranking: GroupRanking, standing: Standing) -> Iterator[Statement]:
    """What else decides a class: areas within two points of a side condition that counted, and leaves that demote."""
    rule, card = ranking.group.classes, standing.scorecard
    if rule is None:
        return
    agency, group = card.agency.id, ranking.group.id
    held = {test.name for test in standing.band_tests if test.bound_held}
    for band in rule.bands:
        for area in card.areas:
            limit, index = band.every_area, area.index
            if band.name not in held or limit is None or index is None or abs(index - limit) > NEAR:
                continue
            over = index >= limit
            codes = {leaf.code for leaf in area.heading.leaves()}
            yield Statement(
                id=f"{group}/{agency}:{area.heading.code}{'>=' if over else '<'}{decimal_text(limit)}",
                group=group,
                kind="area",
                above=agency if over else "",
                below="" if over else agency,
                margin=abs(index - limit),
                hides=tuple(_hidden(card, "points", over=over, codes=codes)),
                whole="near",
                bound=limit,
                band=band.name,
            )
    for code in sorted({demotion.leaf for demotion in rule.demotions if demotion.leaf}):
        found = card.find(code)
        if isinstance(found, LeafScore) and to_check(found):
            hides = ((CellScore(card.agency, found).id, found.leaf.maximum),)
            told = Statement(f"{group}/{agency}:{code}", group, "demotion", agency, "", Fraction(0), hides)
            yield replace(told, whole="demotion", band=standing.class_name or "")


def _sized(statement: Statement, ranking: GroupRanking, card: Scorecard, risk: Fraction) -> Statement:
    """Say how many draws a statement takes, or why all its cells are checked."""
    by_points = statement.kind in PAIRS and ranking.group.ranking.by == "points"
    near = NEAR * card.maximum / 100 if by_points else NEAR
    if ranking.group.criteria.totals.parts:
        return replace(statement, whole="parts")
    if statement.margin <= near:
        return replace(statement, whole="near")
    draws = draws_needed(risk, statement.margin, statement.all)
    if draws == 0:
        return replace(statement, whole="certain", hides=())
    return replace(statement, whole="cheaper") if draws >= len(statement.hides) else replace(statement, draws=draws)


def _hidden(card: Scorecard, by: str, *, over: bool, codes: Iterable[str] = ()) -> Iterator[tuple[str, Fraction]]:
    """Yield the cells of an agency that could hide anything, and how much, in the unit of the comparison."""
    unit = 100 / card.maximum if by != "points" and card.maximum else Fraction(1)
    penalties = _penalties(card)
    for score in card.leaves():
        if to_check(score) and (not codes or score.leaf.code in codes):
            most = hidden(score, over=over is not (score.leaf.code in penalties))
            if most > 0:
                yield CellScore(card.agency, score).id, most * unit


def hidden(score: LeafScore, *, over: bool) -> Fraction:
    """How far the points of a leaf can be overstated (or understated), at most, whatever the evidence says.

    A leaf that was left out counts at its worst: as full points that may be none, or none that may be full; so the
    change of the maximum is covered too.
    """
    most = score.leaf.maximum
    if over:
        return (most if score.points is None else score.points) - score.leaf.rule.least
    return most - (score.points or Fraction(0))


def overstated(score: LeafScore, found: Fraction | None, *, over: bool) -> Fraction:
    """By how much a leaf was found to be overstated (or understated); ``found`` is ``None`` where it does not apply."""
    most = score.leaf.maximum
    if over:
        return (most if score.points is None else score.points) - (found or Fraction(0))
    return (most if found is None else found) - (score.points or Fraction(0))


def turned(plan_cell: CellScore, card: Scorecard) -> bool:
    """Whether the leaf's points are taken away, so that too few of them overstate the agency."""
    return plan_cell.score.leaf.code in _penalties(card)


def _penalties(card: Scorecard) -> set[str]:
    return {leaf.code for area in card.criteria.areas if area.section is Section.PENALTY for leaf in area.leaves()}


def _slack(card: Scorecard, by: str) -> Fraction:
    """What rounding before the total can move it by, each way."""
    rounding = card.criteria.rounding
    times = {RoundingLevel.AREA: len(card.areas), RoundingLevel.TOTAL: 1}.get(rounding.at, 0)
    unit = 100 / card.maximum if by != "points" and card.maximum else Fraction(1)
    return Fraction(times, 10**rounding.points) * unit
