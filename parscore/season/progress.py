"""How far a season is: its steps, from the criteria sets to the results, as one pass over it finds them.

Nothing here looks at a clock: ``today`` is given, and only says how many days a stage is overdue.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parscore.engine.official import in_force
from parscore.model.cell import AnswerState
from parscore.model.criteria import CriteriaSet, Source
from parscore.model.problem import Severity
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Agency
from parscore.model.stage import NO_ACTS, Stage, StageKind
from parscore.season.checked import CheckedFile, checked_files
from parscore.season.open import SeasonFolder
from parscore.season.survey_data import SURVEY_FILE


class StepState(StrEnum):
    """State of a step: done; partly done; done or partly, but something stands against it; not begun."""

    DONE = "done"
    PARTLY = "partly"
    ATTENTION = "attention"
    OPEN = "open"


class Arrival(StrEnum):
    """What came in from an agency: a form that is scored, only files that cannot be used, or nothing."""

    RECEIVED = "received"
    UNUSABLE = "unusable"
    MISSING = "missing"


class Freshness(StrEnum):
    """Whether the written results are what the season's files give now.

    ``OTHER_STAGE``: they were written after an earlier or later stage. ``UNKNOWN``: the file cannot be read.
    """

    NONE = "none"
    CURRENT = "current"
    OLDER = "older"
    OTHER_STAGE = "other_stage"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day a stage is due, and the days from today until then: negative once it is overdue."""

    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Sets:
    """The criteria sets, each once; they are valid, or the season could not be opened. ``warnings`` are theirs."""

    sets: tuple[CriteriaSet, ...]
    warnings: int

    @property
    def state(self) -> StepState:
        """Always done."""
        return StepState.DONE


@dataclass(frozen=True, slots=True)
class Forms:
    """For how many of the agencies a form lies in ``forms/``; none is ``needed`` once filled ones come in."""

    made: int
    agencies: int
    needed: bool

    @property
    def state(self) -> StepState:
        """Done with a form for everybody, or where the agencies have theirs from elsewhere."""
        if self.made >= self.agencies or not self.needed:
            return StepState.DONE
        return StepState.PARTLY if self.made else StepState.OPEN


@dataclass(frozen=True, slots=True)
class Reception:
    """What came in from each agency, in official order, and until when it was due."""

    arrivals: tuple[tuple[Agency, Arrival], ...]
    deadline: Deadline | None

    def those(self, arrival: Arrival) -> tuple[Agency, ...]:
        """The agencies of which this is true."""
        return tuple(agency for agency, what in self.arrivals if what is arrival)

    @property
    def state(self) -> StepState:
        """Done when nobody is missing; a missing one after the day it was due needs attention."""
        missing = self.those(Arrival.MISSING)
        if not missing:
            return StepState.DONE
        if self.deadline and self.deadline.days < 0:
            return StepState.ATTENTION
        return StepState.OPEN if len(missing) == len(self.arrivals) else StepState.PARTLY


@dataclass(frozen=True, slots=True)
class Checked:
    """The received files with the count of their problems, and the other files of the season that have errors."""

    files: tuple[CheckedFile, ...]
    others: tuple[tuple[str, int], ...]

    @property
    def state(self) -> StepState:
        """Done without an error; not begun where nothing was received."""
        if self.others or any(file.errors for file in self.files):
            return StepState.ATTENTION
        return StepState.DONE if self.files else StepState.OPEN


@dataclass(frozen=True, slots=True)
class Provided:
    """Of how many leaves, each counted once an agency, the values that one source provides are in."""

    source: Source
    present: int
    expected: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What others than the agencies provide, by source; ``survey``: the season makes its figures of ballots."""

    provided: tuple[Provided, ...]
    survey: bool = False

    def awaited(self, source: Source) -> int:
        """Of how many leaves the values of a source are not in."""
        return sum(part.expected - part.present for part in self.provided if part.source is source)

    @property
    def state(self) -> StepState:
        """Done when nothing is awaited."""
        if all(part.present == part.expected for part in self.provided):
            return StepState.DONE
        return StepState.PARTLY if any(part.present for part in self.provided) else StepState.OPEN


@dataclass(frozen=True, slots=True)
class StageWork:
    """What a stage after the self-assessment has said, counted in leaves of agencies.

    ``owed`` are leaves that the stage has to judge and has not; only an appraisal owes any. ``over``: a later stage
    has begun.
    """

    stage: Stage
    said: int
    agencies: int
    owed: int
    over: bool
    deadline: Deadline | None

    @property
    def state(self) -> StepState:
        """Done when nothing is owed and something was said, or it is over; overdue work needs attention."""
        if not self.owed and (self.said or self.over):
            return StepState.DONE
        if self.owed and self.deadline and self.deadline.days < 0:
            return StepState.ATTENTION
        return StepState.PARTLY if self.said else StepState.OPEN


@dataclass(frozen=True, slots=True)
class Results:
    """The results that are written, after which stage, and whether they are what the files give now."""

    freshness: Freshness
    stage: Stage | None = None
    final: bool = False

    @property
    def state(self) -> StepState:
        """Done when current and final."""
        if self.freshness is Freshness.NONE:
            return StepState.OPEN
        if self.freshness is not Freshness.CURRENT:
            return StepState.ATTENTION
        return StepState.DONE if self.final else StepState.PARTLY


Step = Sets | Forms | Reception | Checked | Figures | StageWork | Results


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of a season in the order of the work."""

    result: SeasonResult
    day: date
    sets: Sets
    forms: Forms
    reception: Reception
    checked: Checked
    figures: Figures
    stages: tuple[StageWork, ...]
    results: Results

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step; figures only where a set asks others for any."""
        figures = (self.figures,) if self.figures.provided else ()
        return (self.sets, self.forms, self.reception, self.checked, *figures, *self.stages, self.results)

    @property
    def at(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.state is not StepState.DONE), None)


def progress_of(
    folder: SeasonFolder, result: SeasonResult, forms: Collection[str], results: Results, today: date
) -> Progress:
    """Return how far a season is.

    ``result`` is the season scored after the last stage that has said anything; ``forms`` are the agencies of which a
    form lies in ``forms/``.
    """
    season = folder.season
    files = checked_files(result, result.problems)
    reception = Reception(tuple(_arrivals(result, files)), _deadline(season.stages[0], today))
    sets = tuple({group.criteria.digest: group.criteria for group in season.groups}.values())
    origins = {criteria.origin.file for criteria in sets}
    warned = [found for found in result.problems if found.place.file in origins and found.severity == "warning"]
    return Progress(
        result=result,
        day=today,
        sets=Sets(sets, len(warned)),
        forms=Forms(
            len(set(forms)), len(season.agencies), len(reception.those(Arrival.MISSING)) == len(season.agencies)
        ),
        reception=reception,
        checked=Checked(files, _other_errors(result, {file.file for file in files})),
        figures=Figures(tuple(_provided(result)), (folder.path / SURVEY_FILE).is_file()),
        stages=tuple(_stages(folder, result, today)),
        results=results,
    )


def _deadline(stage: Stage, today: date) -> Deadline | None:
    return Deadline(stage.due, (stage.due - today).days) if stage.due else None


def _cards(result: SeasonResult) -> Iterator[Scorecard]:
    return (standing.scorecard for ranking in result.groups for standing in ranking.standings)


def _arrivals(result: SeasonResult, files: Sequence[CheckedFile]) -> Iterator[tuple[Agency, Arrival]]:
    used = {card.agency.id for card in _cards(result) if card.submission}
    sent = {file.agency for file in files}
    for agency in result.season.agencies.values():
        unused = Arrival.UNUSABLE if agency.id in sent else Arrival.MISSING
        yield agency, Arrival.RECEIVED if agency.id in used else unused


def _other_errors(result: SeasonResult, files: Collection[str]) -> tuple[tuple[str, int], ...]:
    """The files beside the forms that have errors (figures, appraisals...), and how many."""
    errors = [found.place.file for found in result.problems if found.severity is Severity.ERROR and found.place.file]
    return tuple((file, errors.count(file)) for file in sorted(set(errors) - set(files)))


def _provided(result: SeasonResult) -> Iterator[Provided]:
    """By source, without those that a group's season did without."""
    waits: dict[Source, list[bool]] = {}
    for card in _cards(result):
        absent = {Source.SELF, *(absent.source for absent in card.criteria.without)}
        for score in card.leaves():
            for source in set(score.leaf.sources) - absent:
                waits.setdefault(source, []).append(not score.complete and _waits_for(score, source))
    for source in (source for source in Source if source in waits):
        yield Provided(source, waits[source].count(False), len(waits[source]))


def _waits_for(score: LeafScore, source: Source) -> bool:
    """Whether an open leaf lacks a value of a source: one of its inputs, or all it has where it asks for none."""
    own = [use.answer for use in score.inputs if score.leaf.source_of(use.name) is source]
    return not own or any(answer.state is AnswerState.BLANK for answer in own)


def _stages(folder: SeasonFolder, result: SeasonResult, today: date) -> Iterator[StageWork]:
    season = folder.season
    begun = season.until(result.stage.id)
    for stage in season.stages[1:]:
        said, owed = _said_and_owed(folder, result, stage)
        work = [agency for agency, _ in said]
        over = stage in begun and stage is not begun[-1]
        yield StageWork(stage, len(said), len(set(work)), owed, over, _deadline(stage, today))


def _said_and_owed(folder: SeasonFolder, result: SeasonResult, stage: Stage) -> tuple[list[tuple[str, str]], int]:
    """The leaves of which a stage has said something, as agency and code, and how many an appraisal still owes."""
    until = folder.season.until(stage.id)
    said, owed = [], 0
    for card in _cards(result):
        agency = card.agency.id
        every, figures = folder.appraisals.acts.get(agency, NO_ACTS), folder.figures.get(agency, {})
        for score in card.leaves():
            code = score.leaf.code
            acts = [act for act in every.get(code, ()) if act.stage in until]
            said += [(agency, code)] if any(act.stage == stage for act in acts) else []
            if stage.kind is StageKind.APPRAISAL:
                answers = card.submission.answers.get(code) if card.submission else None
                owed += bool(in_force(score.leaf, answers, figures.get(code, {}), acts, until).owed)
    return said, owed
