"""The scorecards after each stage, from one reading of the inbox."""

from collections.abc import Iterator, Mapping, Sequence

from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.model.stage import Stage
from parscore.season.open import SeasonFolder
from parscore.season.run import score_group_until
from parscore.season.shelf import Shelf


def after_each(folder: SeasonFolder, result: SeasonResult, stages: Sequence[Stage]) -> dict[str, dict[str, Scorecard]]:
    """Return the scorecards after each of ``stages``, by stage and agency; ``result`` brings what was received."""
    standings = [standing for ranking in result.groups for standing in ranking.standings]
    submissions = {
        standing.scorecard.agency.id: standing.scorecard.submission
        for standing in standings
        if standing.scorecard.submission
    }
    shelf = Shelf(folder.season)
    found: dict[str, dict[str, Scorecard]] = {}
    for stage in stages:
        until = folder.season.until(stage.id)
        found[stage.id] = {}
        for group in folder.season.groups:
            cards: Mapping[str, Scorecard]
            cards, _ = score_group_until(group, folder, submissions, until, shelf.scorecard)
            found[stage.id].update(cards)
    return found


def after_all(folder: SeasonFolder, result: SeasonResult) -> dict[str, tuple[Scorecard, ...]]:
    """Return the scorecards of each agency after every stage up to that of the result, in the order of the work."""
    earlier = after_each(folder, result, folder.season.until(result.stage.id)[:-1])
    cards = (standing.scorecard for ranking in result.groups for standing in ranking.standings)
    return {card.agency.id: (*(stage[card.agency.id] for stage in earlier.values()), card) for card in cards}


def cards_after(folder: SeasonFolder, result: SeasonResult, *, every_stage: bool = False) -> Iterator[Scorecard]:
    """Yield the scorecards of a result in the official order of groups and agencies; or those of every stage up to it.

    Stage by stage, each in the order of the work.
    """
    stages = folder.season.until(result.stage.id) if every_stage else (result.stage,)
    scored = after_each(folder, result, stages[:-1])
    standings = (standing for ranking in result.groups for standing in ranking.standings)
    scored[result.stage.id] = {standing.scorecard.agency.id: standing.scorecard for standing in standings}
    for stage in stages:
        yield from (scored[stage.id][agency] for agency in folder.season.agencies)
