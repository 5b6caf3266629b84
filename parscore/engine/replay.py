"""A group as it was scored, to be asked what would come out if leaves had other scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from parscore.engine.classify import classify
from parscore.engine.rank import Worth, rank, worth_of
from parscore.engine.second_pass import Pools
from parscore.engine.what_if import with_scores
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.scorecard import LeafScore, Scorecard


@dataclass(frozen=True)
class Replay:
    """A group's ranking, and what the group has to say of itself where leaves are compared within it."""

    ranking: GroupRanking
    pools: Pools = field(default_factory=dict)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """The places as they are, by agency."""
        return by_agency(self.ranking)

    @cached_property
    def _worths(self) -> dict[str, Worth]:
        """What each ranked agency is compared by."""
        rule = self.ranking.group.ranking
        return {
            agency: worth_of(standing.scorecard, rule)
            for agency, standing in self.standings.items()
            if standing.rank is not None
        }

    def card(self, agency: str, changed: Mapping[str, LeafScore]) -> Scorecard:
        """An agency's scorecard with other scores of some leaves, by code."""
        return with_scores(self.standings[agency].scorecard, changed)

    def ranked(self, cards: Mapping[str, Scorecard]) -> dict[str, Standing]:
        """Rank the group with these cards in the place of those of their agencies."""
        before = {agency: standing.scorecard for agency, standing in self.standings.items()}
        return by_agency(rank(self.ranking.group, {**before, **cards})[0])

    def place(self, card: Scorecard) -> Standing:
        """The place of one agency with another card; the group is ranked only where the order is not the same."""
        agency, group = card.agency.id, self.ranking.group
        shared = any(band.at_most_share is not None for band in group.classes.bands) if group.classes else False
        standing = self.standings[agency]
        if shared or standing.scorecard.complete is not card.complete or self._passes(card):
            return self.ranked({agency: card})[agency]
        name, tests = classify(card, group.classes) if group.classes and card.complete else (None, ())
        return replace(standing, scorecard=card, class_name=name, band_tests=tests)

    def _passes(self, card: Scorecard) -> bool:
        """Whether a ranked agency would pass another one, catch up with it or fall away from it."""
        before = self._worths.get(card.agency.id)
        if before is None:
            return False
        after = worth_of(card, self.ranking.group.ranking)
        others = (worth for agency, worth in self._worths.items() if agency != card.agency.id)
        return any((before > other, before == other) != (after > other, after == other) for other in others)


def by_agency(ranking: GroupRanking) -> dict[str, Standing]:
    """The standings of a group by agency."""
    return {standing.scorecard.agency.id: standing for standing in ranking.standings}
