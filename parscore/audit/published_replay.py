"""Replaying a season with one thing changed, and what a change explains of a published table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.audit.published_compare import Claims, Printing, agrees, differing
from parscore.audit.published_table import Printed
from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import pool
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import CriteriaSet, Heading, Leaf
from parscore.model.problem import Facts, facts_of
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import Scorecard
from parscore.model.season import Agency, Group
from parscore.model.stage import Act, Stage, StageKind
from parscore.model.submission import Submission
from parscore.season.open import SeasonFolder
from parscore.season.run import cases_until

_EDIT: Final = Stage("edited", StageKind.COUNCIL)
"""A stage after all others, at which one leaf of one agency is set to other points."""
_SAMPLE: Final = 3
EXCLUDED: Final = Answer(AnswerState.NOT_APPLICABLE)


class Outcome(NamedTuple):
    """What a changed replay gives: standings by agency, how they are printed, and the claims they are held against."""

    standings: Mapping[str, Standing]
    printing: Printing
    claims: Claims


class Change(NamedTuple):
    """One thing changed: the words' key, their facts, and the replay."""

    key: str
    facts: Facts
    replay: Callable[[], Outcome | None]


class Cause(NamedTuple):
    """A change and what it does: agencies that it explains, and equal ones that it would make differ.

    ``alike`` are the facts of changes of the same kind that do exactly the same.
    """

    key: str
    facts: Facts
    explained: tuple[str, ...]
    broken: tuple[str, ...]
    complete: bool
    """Whether every agency that differs is explained, and none that is equal would differ."""
    alike: tuple[Facts, ...] = ()


@dataclass(frozen=True)
class Hand:
    """A group in hand: everything that was received is read once, and can be scored again otherwise."""

    folder: SeasonFolder
    stages: tuple[Stage, ...]
    ranking: GroupRanking
    claims: Claims
    submissions: Mapping[str, Submission] = field(init=False)
    differing: frozenset[str] = field(init=False)
    """Agencies of which the file says something else."""

    def __post_init__(self) -> None:
        cards = (standing.scorecard for standing in self.ranking.standings)
        received = {card.agency.id: card.submission for card in cards if card.submission is not None}
        object.__setattr__(self, "submissions", MappingProxyType(received))
        object.__setattr__(self, "differing", differing(self.claims, self.standings, self.printing))

    @property
    def group(self) -> Group:
        """The group as the season has it."""
        return self.ranking.group

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The standings as they are, by agency."""
        return {standing.scorecard.agency.id: standing for standing in self.ranking.standings}

    @cached_property
    def cards(self) -> Mapping[str, Scorecard]:
        """The scorecards as they are, by agency."""
        return {agency: standing.scorecard for agency, standing in self.standings.items()}

    @property
    def printing(self) -> Printing:
        """How the set prints."""
        return Printing(self.group.criteria.rounding.mode)

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """A few agencies that differ, those with other numbers first: what explains none of them explains little."""
        cards = self.standings
        odd = sorted(self.differing, key=lambda agency: (self._numbers_agree(agency, cards, self.printing), agency))
        return tuple(odd[:_SAMPLE])

    def _numbers_agree(self, agency: str, standings: Mapping[str, Standing], printing: Printing) -> bool:
        own = [claim for claim in self.claims.get(agency, ()) if isinstance(claim.value, Printed)]
        return all(agrees(claim, standings[agency], printing) for claim in own)

    def scored(
        self,
        group: Group,
        *,
        stages: Sequence[Stage] | None = None,
        folder: SeasonFolder | None = None,
        only: Iterable[str] | None = None,
    ) -> Mapping[str, Scorecard]:
        """Score the group otherwise; ``only``: only these agencies change, the others stay as they are."""
        until = tuple(stages or self.stages)
        cases = cases_until(group, folder or self.folder, self.submissions, until)
        pools, _ = pool(cases, group.criteria, until)
        wanted = set(self.cards if only is None else only)
        again = {
            case.agency.id: score(case, group.criteria, until, pools=pools)[0]
            for case in cases
            if case.agency.id in wanted
        }
        before = {agency: self.cards[agency].self_points for agency in again}
        return {
            **self.cards,
            **{agency: replace(card, self_points=before[agency]) for agency, card in again.items()},
        }

    @cached_property
    def elsewhere(self) -> Mapping[Stage, Mapping[str, Scorecard]]:
        """The scorecards after each other stage of the season."""
        season = self.folder.season
        others = (stage for stage in season.stages if stage != self.stages[-1])
        return {stage: self.scored(self.group, stages=season.until(stage.id)) for stage in others}

    def ranked(self, cards: Mapping[str, Scorecard], group: Group | None = None) -> Mapping[str, Standing]:
        """Rank scorecards by the rule of a group."""
        ranking, _ = rank(group or self.group, cards)
        return {standing.scorecard.agency.id: standing for standing in ranking.standings}

    def outcome(self, standings: Mapping[str, Standing], printing: Printing | None = None) -> Outcome:
        """What other standings come to."""
        return Outcome(standings, printing or self.printing, self.claims)

    def with_set(self, criteria: CriteriaSet, only: Iterable[str] | None = None) -> Outcome | None:
        """Score and rank by another criteria set; ``None`` where no number of a few agencies that differ comes out."""
        group = replace(self.group, criteria=criteria)
        printing = Printing(criteria.rounding.mode)
        first = self.scored(group, only=self.sample)
        trial = {agency: replace(self.standings[agency], scorecard=card) for agency, card in first.items()}
        if not any(self._numbers_agree(agency, trial, printing) for agency in self.sample):
            return None
        return self.outcome(self.ranked(self.scored(group, only=only), group), printing)

    def with_leaf(self, agency: Agency, code: str, points: Answer) -> Mapping[str, Scorecard]:
        """Score with one leaf of one agency set to other points, after everything else was said."""
        act = Act(_EDIT, "", "", values={CLAIMED: points})
        acts = dict(self.folder.appraisals.acts)
        own = dict(acts.get(agency.id, {}))
        acts[agency.id] = {**own, code: (*own.get(code, ()), act)}
        folder = replace(self.folder, appraisals=replace(self.folder.appraisals, acts=acts))
        return self.scored(self.group, stages=(*self.stages, _EDIT), folder=folder, only=[agency.id])


def changed(key: str, replay: Callable[[], Outcome | None], **facts: object) -> Change:
    """Make a change; the keyword arguments become the facts of its words."""
    return Change(key, facts_of(facts), replay)


def with_leaves(criteria: CriteriaSet, change: Callable[[Leaf], Leaf]) -> CriteriaSet:
    """Return a set with every leaf changed."""

    def heading(item: Heading) -> Heading:
        children = tuple(heading(child) if isinstance(child, Heading) else change(child) for child in item.children)
        return replace(item, children=children)

    return replace(criteria, areas=tuple(map(heading, criteria.areas)))


def judged(hand: Hand, change: Change) -> Cause:
    """Replay a change and say what it explains."""
    outcome = change.replay()
    if outcome is None:
        return Cause(change.key, change.facts, (), (), complete=False)
    now = differing(outcome.claims, outcome.standings, outcome.printing)
    explained, broken = sorted(hand.differing - now), sorted(now - hand.differing)
    return Cause(change.key, change.facts, tuple(explained), tuple(broken), not now)


def given(points: Fraction) -> Answer:
    """Points as an answer."""
    return Answer(AnswerState.GIVEN, points)
