"""Where another scorecard of an agency would stand among the others of its group, asked over and over.

The others are compared once; a place is then counted from them instead of ranking the whole group again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import takewhile

from parscore.engine.rank import rank, settled, standing_at, takes_part, worth_of
from parscore.model.criteria import Ties
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.scorecard import Scorecard
from parscore.model.season import Group


class Rivals:
    """The scorecards of a group by agency, and what they are compared by."""

    def __init__(self, group: Group, cards: Mapping[str, Scorecard]) -> None:
        self.group, self.cards = group, cards
        taking_part = (agency.id for agency in group.agencies if takes_part(cards[agency.id]))
        self._worth = {agency: worth_of(cards[agency], group.ranking) for agency in taking_part}
        self._ordered = sorted(self._worth.values())
        self._shares = group.classes is not None and any(band.at_most_share is not None for band in group.classes.bands)

    @classmethod
    def of(cls, ranking: GroupRanking) -> "Rivals":
        """The rivals of a group that was ranked."""
        cards = {standing.scorecard.agency.id: standing.scorecard for standing in ranking.standings}
        return cls(ranking.group, cards)

    def standing(self, card: Scorecard) -> Standing:
        """Return the standing that an agency would have with this scorecard, the others as they are.

        The same as that of ``rank``. Where classes have room for a share of the agencies only, everybody's class may
        depend on it, so the group is ranked again.
        """
        if not takes_part(card):
            return standing_at(self.group, card, None, tied=False)
        if not self._shares:
            return self._placed(card)
        ranking, _ = rank(self.group, {**self.cards, card.agency.id: card})
        return next(one for one in ranking.standings if one.scorecard is card)

    def _placed(self, card: Scorecard) -> Standing:
        """Count who stands before: all that are worth more, and of equals those that the official order puts first."""
        agency, rule = card.agency.id, self.group.ranking
        worth, others = worth_of(card, rule), list(self._ordered)
        if agency in self._worth:
            del others[bisect_left(others, self._worth[agency])]
        least, most = bisect_left(others, worth), bisect_right(others, worth)
        before = len(others) - most
        if settled(rule):
            official = takewhile(lambda other: other != agency, (one.id for one in self.group.agencies))
            before += sum(self._worth.get(other) == worth for other in official) if least < most else 0
        elif rule.ties is Ties.DENSE:
            before = len(set(others[most:]))
        return standing_at(self.group, card, before + 1, tied=least < most)
