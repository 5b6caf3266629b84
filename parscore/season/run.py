"""The main job: read the inbox, score every agency, rank every group."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from parscore.engine.rank import rank
from parscore.engine.score import score, score_group
from parscore.engine.second_pass import Case, pool
from parscore.model.problem import Problem, problem
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.model.season import Group, Season
from parscore.model.stage import NO_ACTS, Act, Acts, Stage
from parscore.model.submission import Submission
from parscore.season.choices import Choices
from parscore.season.inbox import look_into
from parscore.season.open import INBOX, SeasonFolder
from parscore.season.receive import Received, receive
from parscore.season.reopened import is_reopened
from parscore.season.settle import settle
from parscore.season.shelf import Shelf, pack
from parscore.season.workers import mapped

_Item = TypeVar("_Item")
Reading = Callable[[Season, tuple[Path, str]], Received]
"""Reads one file of the inbox, given as (path, path for people)."""


class Progress(Protocol):
    """Wraps a stream of files, whose number it is told, to show how far the work is."""

    def __call__(self, stream: Iterable[_Item], count: int) -> Iterable[_Item]:
        """Yield the same items."""


def unwatched(stream: Iterable[_Item], count: int) -> Iterable[_Item]:
    """Show nothing."""
    return stream


def receive_one(season: Season, file: tuple[Path, str]) -> Received:
    """Read one file of the inbox with the package's own reader."""
    return receive(*file, season, season.stages[0].id)


def score_season(
    folder: SeasonFolder,
    *,
    stage: str | None = None,
    jobs: int = 1,
    watch: Progress = unwatched,
    instead: Sequence[tuple[Path, str]] = (),
    reading: Reading = receive_one,
) -> SeasonResult:
    """Read and score a season after a stage, with ``jobs`` processes; the result does not depend on ``jobs``.

    Without ``stage`` it is the last one that has said anything. One that the season does not have is a ``KeyError``.
    ``instead`` are files from elsewhere, as (path, path for people): each is read as if it lay in the inbox in the
    place of what is there of its agency. ``reading`` is what reads each file.
    """
    season = folder.season
    stages = season.until(stage or folder.appraisals.latest or season.stages[0].id)
    inbox = look_into(folder.path / INBOX, INBOX)
    files = (*inbox.files, *instead)
    shelf = Shelf(season)
    stream = (_put_away(*read, shelf) for read in mapped(partial(_packed, season, reading), files, jobs))
    newer = {shown for _, shown in instead}
    received, choices = _replaced(list(watch(stream, len(files))), newer, folder.choices)
    submissions, read = settle(received, season, choices)
    settled = _Settled({(found.agency, found.criterion) for found in read if found.severity == "error"})
    problems: list[Problem] = []
    rankings = []
    for group in season.groups:
        cards, found = score_group_until(
            group, folder, submissions, stages, lambda card: shelf.scorecard(settled.see(card))
        )
        problems += found
        rankings.append(rank(group, cards))
    problems += map(settled.told, read)
    problems += chain(folder.problems, inbox.problems, *(found for _, found in rankings))
    return SeasonResult(
        season=season,
        stage=stages[-1],
        groups=tuple(ranking for ranking, _ in rankings),
        problems=tuple(sorted(set(problems), key=lambda found: found.sort_key)),
        inputs=tuple((file.file, file.digest) for file in received if file.digest),
        sources=folder.read,
        reopened=is_reopened(folder.path),
        unlocked=True,
    )


def _replaced(received: list[Received], newer: set[str], choices: Choices) -> tuple[list[Received], Choices]:
    """Leave out the files of the agencies of which there is a newer one, and the choices among those files."""
    agencies = {file.agency for file in received if file.file in newer and file.agency}
    left = [file for file in received if file.file in newer or file.agency not in agencies]
    found = {(file.agency, file.digest) for file in left}
    standing = {id_: one for id_, one in choices.items() if id_ not in agencies or (id_, one.sha256) in found}
    return left, standing


def score_group_until(
    group: Group,
    folder: SeasonFolder,
    submissions: Mapping[str, Submission],
    stages: Sequence[Stage],
    keep: Callable[[Scorecard], Scorecard],
) -> tuple[dict[str, Scorecard], tuple[Problem, ...]]:
    """Score a group after the last of ``stages``, beside its self-assessment where that is an earlier one.

    Of each scorecard is returned what ``keep`` makes of it.
    """
    criteria, cases = group.criteria, cases_until(group, folder, submissions, stages)
    if len(stages) == 1:
        return score_group(cases, criteria, stages, keep=keep)
    first = cases_until(group, folder, submissions, stages[:1])
    pools, _ = pool(first, criteria, stages[:1])
    own = {case.agency.id: case for case in first}

    def before(agency: str) -> Scorecard:
        return score(own[agency], criteria, stages[:1], pools=pools)[0]

    return score_group(cases, criteria, stages, before, keep)


def cases_until(
    group: Group, folder: SeasonFolder, submissions: Mapping[str, Submission], stages: Sequence[Stage]
) -> list[Case]:
    """What is known of each agency of a group after the last of ``stages``."""
    acts = folder.appraisals.acts
    return [
        Case(
            agency,
            submissions.get(agency.id),
            folder.figures.get(agency.id, {}),
            _until(acts.get(agency.id, NO_ACTS), stages),
        )
        for agency in group.agencies
    ]


def _until(acts: Acts, stages: Sequence[Stage]) -> Acts:
    """The acts of the stages that count."""
    return {code: tuple(act for act in said if act.stage in stages) for code, said in acts.items()}


class _Settled:
    """Turns the errors of forms that a later stage has settled into notes of who settled them, and when.

    Settled is a leaf that was judged and is resolved; and what kept a whole form from being used, where every leaf of
    the agency is resolved all the same. ``asked``: agency and leaf of the errors.
    """

    def __init__(self, asked: Collection[tuple[str, str]]) -> None:
        self._asked = asked
        self._acts: dict[tuple[str, str], Act] = {}

    def see(self, card: Scorecard) -> Scorecard:
        """Look at a scorecard while its tree is at hand."""
        agency = card.agency.id
        judged = {score.leaf.code: score.judged for score in card.leaves() if score.judged and score.complete}
        if judged and card.complete and card.submission is None:
            judged[""] = max(judged.values(), key=lambda act: act.when)
        self._acts |= {(agency, code): act for code, act in judged.items() if (agency, code) in self._asked}
        return card

    def told(self, found: Problem) -> Problem:
        """The problem, or the note of who has settled it."""
        act = self._acts.get((found.agency, found.criterion)) if found.severity == "error" else None
        return _note(found, act) if act else found


def _note(found: Problem, act: Act) -> Problem:
    stage = act.stage.name or f"stage.{act.stage.kind}"
    told = {"found": found.code, "who": act.who, "when": act.when, "stage": stage}
    return problem("PS603", found.place, agency=found.agency, criterion=found.criterion, **told)


def _packed(season: Season, reading: Reading, file: tuple[Path, str]) -> tuple[Received, bytes]:
    """Read a file; its answers are returned apart, packed, so that no tree of them comes from another process."""
    received = reading(season, file)
    form = received.submission
    return (replace(received, submission=form and replace(form, answers={})), pack(form.answers) if form else b"")


def _put_away(received: Received, answers: bytes, shelf: Shelf) -> Received:
    """Put the answers on the shelf before the next file is looked at."""
    form = received.submission
    return replace(received, submission=form and shelf.submission(form, answers))
