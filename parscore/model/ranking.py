"""Ranks and classes of a group, and the whole result of a run."""

from dataclasses import dataclass
from fractions import Fraction

from parscore.model.criteria import Ties
from parscore.model.problem import Problem
from parscore.model.scorecard import Scorecard
from parscore.model.season import Group, Season
from parscore.model.stage import Stage


@dataclass(frozen=True, slots=True)
class BandTest:
    """One band tried on an agency: the class, whether its bound and its side condition held, and the weakest area."""

    name: str
    bound_held: bool
    side_held: bool
    weakest_area: str = ""
    weakest_index: Fraction | None = None
    full: bool = False
    """Whether the band had no room left for this agency."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency's place. ``rank`` and ``class_name`` are ``None`` for one outside the ranking or incomplete.

    (An agency outside the ranking has a class all the same.) ``tied``: another agency has the same rank, or was
    equal before the official order settled it.
    """

    scorecard: Scorecard
    rank: int | None
    tied: bool
    class_name: str | None
    band_tests: tuple[BandTest, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRanking:
    """A group's standings: ranked agencies first by rank, then those outside the ranking, then the incomplete."""

    group: Group
    standings: tuple[Standing, ...]

    @property
    def complete(self) -> bool:
        """Whether every agency of the group has a complete scorecard."""
        return all(standing.scorecard.complete for standing in self.standings)


def is_shared(standing: Standing, ranking: GroupRanking) -> bool:
    """Whether another agency has the same rank, which is then written ``2=``: not where an order settles equals."""
    return standing.rank is not None and standing.tied and ranking.group.ranking.ties is not Ties.ORDINAL


@dataclass(frozen=True, slots=True)
class SeasonResult:
    """Everything a run found: rankings by group, all problems in order, digests of the forms."""

    season: Season
    stage: Stage
    groups: tuple[GroupRanking, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[tuple[str, str], ...]
    """Path and SHA-256 of every form that was read, in order of path."""
    record: str = ""
    """Digest of the body of the record that was made of the run, as reports print it; empty before."""
    sources: tuple[tuple[str, str], ...] = ()
    """Path and SHA-256 of everything else that was read in the season's folder: register, figures, appraisals."""
    reopened: bool = False
    """Whether the season was locked once, and unlocked since."""
    unlocked: bool = False
    """Whether this very result is not the one that the season was locked with: its reports are then drafts."""

    @property
    def draft(self) -> bool:
        """Whether reports bear the mark of a draft (DỰ THẢO): the result is not final, or not locked."""
        return self.unlocked or not self.final

    @property
    def final(self) -> bool:
        """Whether the totals are final: everything resolved, no error, the season's last stage, and not reopened."""
        return (
            not self.reopened
            and self.stage == self.season.stages[-1]
            and all(group.complete for group in self.groups)
            and not any(found.severity == "error" for found in self.problems)
        )
