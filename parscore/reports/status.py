"""How far a season is, in words: the lines of each step, who is missing, what comes next, and the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from parscore.messages import Words
from parscore.model.criteria import Source
from parscore.model.problem import Severity
from parscore.model.season import Agency
from parscore.reports.printing import SCREEN, date_words, printer, stage_name
from parscore.season.progress import (
    Arrival,
    Checked,
    Deadline,
    Figures,
    Forms,
    Freshness,
    Progress,
    Reception,
    Results,
    Sets,
    StageWork,
    Step,
    StepState,
)
from parscore.season.settle import HELD_BACK

TOPIC: Final = "status"
MISSING_COLUMNS: Final = ("id", "agency", "group", "state", "file", "late")
_NAMED: Final = 8
"""Agencies or files that a line names; more are counted."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: its number, what it is called, its state, and what there is to say of it, line by line."""

    number: int
    name: str
    state: StepState
    lines: tuple[str, ...]
    here: bool


def step_name(step: Step, words: Words) -> str:
    """A step in words; a stage by its own name."""
    if isinstance(step, StageWork):
        return stage_name(words, step.stage)
    return words.text(TOPIC, f"step.{step_key(step)}")


def step_key(step: Step) -> str:
    """The stable word for a step: a stage's id, or what the step is."""
    return step.stage.id if isinstance(step, StageWork) else type(step).__name__.lower()


def step_rows(progress: Progress, words: Words) -> tuple[StepRow, ...]:
    """The steps in the order of the work."""
    return tuple(
        StepRow(number, step_name(step, words), step.state, tuple(_lines(step, words)), step is progress.at)
        for number, step in enumerate(progress.steps, 1)
    )


def status_title(progress: Progress, words: Words) -> tuple[str, str]:
    """The season, and of whom it is on which day."""
    season = progress.result.season
    groups = " + ".join(
        words.text(TOPIC, "group", count=len(group.agencies), name=group.name) for group in season.groups
    )
    told = {"groups": groups, "day": date_words(words, progress.day)}
    return words.text(TOPIC, "title", year=season.year, title=season.title), words.text(TOPIC, "subtitle", **told)


@singledispatch
def _lines(step: Step, words: Words) -> Iterator[str]:
    """What there is to say of a step."""
    raise TypeError(step)


@_lines.register
def _sets(step: Sets, words: Words) -> Iterator[str]:
    for criteria in step.sets:
        told = {
            "set": f"{criteria.id}@{criteria.version}",
            "areas": len(criteria.areas),
            "leaves": sum(1 for _ in criteria.leaves()),
            "points": printer(words, criteria.rounding).exact(criteria.maximum),
        }
        yield words.text(TOPIC, "sets", **told)
    if step.warnings:
        yield words.text(TOPIC, "sets.warnings", count=step.warnings)


@_lines.register
def _forms(step: Forms, words: Words) -> Iterator[str]:
    if step.made or step.needed:
        yield words.text(TOPIC, "forms", made=step.made, all=step.agencies)
    else:
        yield words.text(TOPIC, "forms.unneeded")


@_lines.register
def _reception(step: Reception, words: Words) -> Iterator[str]:
    missing, unusable = step.those(Arrival.MISSING), step.those(Arrival.UNUSABLE)
    told = words.text(TOPIC, "received", sent=len(step.arrivals) - len(missing), all=len(step.arrivals))
    yield " · ".join((told, *_due(step.deadline, words, open_=bool(missing))))
    for key, agencies in (("received.missing", missing), ("received.unusable", unusable)):
        if agencies:
            yield words.text(TOPIC, key, count=len(agencies), agencies=_listed([one.id for one in agencies], words))


@_lines.register
def _checked(step: Checked, words: Words) -> Iterator[str]:
    if not step.files:
        yield words.text(TOPIC, "checked.nothing")
        return
    errors, warnings = sum(file.errors for file in step.files), sum(file.warnings for file in step.files)
    found = sum(file.worst is not None for file in step.files)
    told = {"errors": errors, "warnings": warnings, "found": found, "all": len(step.files)}
    yield words.text(TOPIC, "checked" if found else "checked.clean", **told)
    nobodys = [file.file for file in step.files if not file.agency]
    if nobodys:
        yield words.text(TOPIC, "checked.nobodys", count=len(nobodys), files=_listed(nobodys, words))
    if step.others:
        files = _listed([f"{file} ({count})" for file, count in step.others], words)
        yield words.text(TOPIC, "checked.others", count=sum(count for _, count in step.others), files=files)


@_lines.register
def _figures(step: Figures, words: Words) -> Iterator[str]:
    for part in step.provided:
        source = words.text(SCREEN, f"source.{part.source}")
        yield words.text(TOPIC, "figures", source=source, present=part.present, all=part.expected)


@_lines.register
def _stage(step: StageWork, words: Words) -> Iterator[str]:
    kind = step.stage.kind
    if step.said:
        told = {"said": step.said, "all": step.said + step.owed, "agencies": step.agencies}
        text = words.text(TOPIC, f"stage.{kind}", **told)
    else:
        text = words.text(TOPIC, "stage.nothing" if step.over else "stage.open")
    yield " · ".join((text, *_due(step.deadline, words, open_=step.state is not StepState.DONE)))


@_lines.register
def _results(step: Results, words: Words) -> Iterator[str]:
    stage = stage_name(words, step.stage) if step.stage else ""
    yield words.text(TOPIC, f"results.{step.freshness}", stage=stage)
    if step.freshness is Freshness.CURRENT:
        yield words.text(SCREEN, "final" if step.final else "draft")


def _due(deadline: Deadline | None, words: Words, *, open_: bool) -> tuple[str, ...]:
    """When it is due, and how far off that is while the work is open."""
    if deadline is None:
        return ()
    when = "late" if deadline.days < 0 else "left"
    key = f"due.{when}" if open_ else "due"
    return (words.text(TOPIC, key, day=date_words(words, deadline.due), days=abs(deadline.days)),)


def _listed(names: Sequence[str], words: Words) -> str:
    listed = ", ".join(names[:_NAMED])
    return words.text(TOPIC, "more", named=listed, count=len(names) - _NAMED) if len(names) > _NAMED else listed


# --- who is missing -----------------------------------------------------------------------------------------------


def missing_rows(progress: Progress, words: Words) -> list[tuple[str, ...]]:
    """One row for each agency without a usable form, in official order: to whom to telephone, and about what."""
    groups = {group.id: group.name for group in progress.result.season.groups}
    return [
        (
            agency.id,
            agency.name,
            groups[agency.group],
            words.text(TOPIC, f"arrival.{arrival}"),
            ", ".join(files_of(progress, agency)),
            "" if late is None else str(late),
        )
        for agency, arrival, late in _absent(progress)
    ]


def files_of(progress: Progress, agency: Agency) -> list[str]:
    """The files that came in from an agency."""
    return [file.file for file in progress.checked.files if file.agency == agency.id]


def _absent(progress: Progress) -> Iterator[tuple[Agency, Arrival, int | None]]:
    """Agencies without a usable form, and how many days late; ``None`` where nothing is due yet."""
    deadline = progress.reception.deadline
    late = -deadline.days if deadline and deadline.days < 0 else None
    for agency, arrival in progress.reception.arrivals:
        if arrival is not Arrival.RECEIVED:
            yield agency, arrival, late


# --- what comes next ----------------------------------------------------------------------------------------------


def next_commands(progress: Progress, words: Words) -> list[tuple[str, str]]:
    """What to run next, with its reason: at most four commands, in the order of the work."""
    return [(command, words.text(TOPIC, f"next.{why}", count=count)) for command, why, count in _next(progress)][:4]


def _next(progress: Progress) -> Iterator[tuple[str, str, int]]:
    forms, absent = progress.forms, sum(1 for _ in _absent(progress))
    if forms.state is not StepState.DONE:
        yield "parscore form --all", "forms", forms.agencies - forms.made
    elif absent:
        yield "parscore status --missing", "missing", absent
    files = {file.file for file in progress.checked.files}
    told = (found for found in progress.result.problems if found.code in HELD_BACK and found.place.file in files)
    held = {found.agency for found in told}
    if held:
        yield "parscore choose FILE --by NAME --reason TEXT", "choose", len(held)
    faulty = [file for file in progress.checked.files if file.errors]
    if faulty:
        one = f" {faulty[0].file}" if len(faulty) == 1 and " " not in faulty[0].file else ""
        yield f"parscore check{one}", "errors", sum(file.errors for file in faulty)
        yield "parscore check --write-notes tra-lai", "notes", len({file.agency for file in faulty if file.agency})
    elif progress.checked.others:
        yield "parscore check", "errors", sum(count for _, count in progress.checked.others)
    ballots = progress.figures.awaited(Source.SURVEY)
    if progress.figures.survey and ballots:
        yield "parscore survey import", "survey", ballots
    if progress.figures.state is not StepState.DONE:
        waiting = sum(part.expected - part.present for part in progress.figures.provided)
        yield "parscore check --only PS216", "figures", waiting
    owing = next((work for work in progress.stages if work.said and work.owed), None)
    due = next((work for work in progress.stages if not work.said and not work.over), None)
    if owing:
        yield "parscore check --only PS601,PS602", "appraisal", owing.owed
    elif due and not absent and not faulty and not progress.checked.others:
        yield f"parscore appraise export --stage {due.stage.id}", "export", 0
    if progress.results.freshness is not Freshness.CURRENT and progress.checked.files:
        yield "parscore score", "score", 0
    elif progress.results.freshness is Freshness.CURRENT:
        yield "parscore rank", "rank", 0


def errors_of(step: Checked) -> dict[str, int]:
    """How many problems of each severity stand in the received files."""
    return {
        Severity.ERROR.value: sum(file.errors for file in step.files),
        Severity.WARNING.value: sum(file.warnings for file in step.files),
        Severity.NOTE.value: sum(file.notes for file in step.files),
    }
