"""The place of an agency in its group, as a formula over the figures of everybody who is ranked."""

from fractions import Fraction
from typing import Final, NamedTuple

from parscore.audit.ledger import Ledger
from parscore.audit.paper_leaf import printed_key
from parscore.audit.paper_total import TOTAL, index_key
from parscore.model.criteria import Basis
from parscore.model.formula import Call, Column, Constant, Ref
from parscore.model.ranking import GroupRanking, Standing
from parscore.numbers import round_to

RANK: Final = "rank"


class RankTable(NamedTuple):
    """Who is ranked: names, cells of the figure that is compared, and places as the result has them.

    ``counted``: the place of the agency itself is a formula. It is not where a tie-break or another counting of equals
    decides what one figure alone does not.
    """

    rows: tuple[tuple[str, str, int], ...]
    counted: bool


def write_rank(ledger: Ledger, ranking: GroupRanking, agency: str) -> RankTable | None:
    """Put the figures of a group and the agency's place into the ledger; ``None`` where it has no place."""
    ranked = [standing for standing in ranking.standings if standing.rank is not None]
    own = next((standing for standing in ranked if standing.scorecard.agency.id == agency), None)
    if own is None:
        return None
    rows = tuple(_row(ledger, ranking, standing, mine=standing is own) for standing in ranked)
    mine = Ref(f"{RANK}/{agency}")
    others = Column(tuple(Ref(key) for _, key, _ in rows))
    ledger.work(RANK, Call("above", (others, mine)) + 1)
    counted = ledger.number(RANK) == own.rank
    if not counted:
        ledger.work(RANK, Constant(Fraction(own.rank or 0)))
    return RankTable(rows, counted)


def _row(ledger: Ledger, ranking: GroupRanking, standing: Standing, *, mine: bool) -> tuple[str, str, int]:
    """One agency's figure: the agency's own is that of its paper."""
    rule, card = ranking.group.ranking, standing.scorecard
    key, printed = f"{RANK}/{card.agency.id}", rule.basis is Basis.PRINTED
    if mine:
        own = index_key(TOTAL) if rule.by == "index" else TOTAL
        ledger.work(key, Ref(printed_key(own) if printed else own))
    else:
        ledger.put(key, _figure(ranking, standing, printed=printed))
    return card.agency.name, key, standing.rank or 0


def _figure(ranking: GroupRanking, standing: Standing, *, printed: bool) -> Fraction | None:
    card, rounding = standing.scorecard, standing.scorecard.criteria.rounding
    by_index = ranking.group.ranking.by == "index"
    value, digits = (card.index, rounding.index) if by_index else (card.points, rounding.points)
    return round_to(value, digits, rounding.mode) if printed and value is not None else value
