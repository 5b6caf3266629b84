"""The document of how far a season is, and whether the results that were written are what its files give now."""

import json
from dataclasses import replace
from functools import singledispatch
from typing import Final

from parscore.messages import LANGUAGES, Words
from parscore.model.ranking import SeasonResult
from parscore.reports.document import dump, score_document
from parscore.reports.status import errors_of, files_of, next_commands, step_key, step_name
from parscore.reports.trace import Document
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
)

STATUS: Final = "parscore.status/1"


def written_results(content: bytes | None, result: SeasonResult) -> Results:
    """Compare ``ket-qua.json``, or ``None`` where there is none, with what the season gives now, byte for byte.

    The file is in the language of its run, so each is tried. Results of another stage are not compared: the season
    was scored after its last one. The record that the file names is taken from it: ``verify`` is there to check that.
    """
    if content is None:
        return Results(Freshness.NONE)
    try:
        told = json.loads(content)
        stage = result.season.until(told["stage"])[-1]
        final = told["final"] is True
    except (ValueError, KeyError, TypeError):
        return Results(Freshness.UNKNOWN)
    if stage != result.stage:
        return Results(Freshness.OTHER_STAGE, stage, final)
    result = replace(result, record=str(told.get("record", "")))
    current = any(dump(score_document(result, Words(language))).encode() == content for language in LANGUAGES)
    return Results(Freshness.CURRENT if current else Freshness.OLDER, stage, final)


def status_document(progress: Progress, words: Words, where: str) -> Document:
    """The steps of a season, who has not sent a usable form, and what comes next; ``where`` ends every command."""
    season, at = progress.result.season, progress.at
    return {
        "schema": STATUS,
        "season": season.year,
        "title": season.title,
        "today": progress.day.isoformat(),
        "stage": progress.result.stage.id,
        "final": progress.result.final,
        "at": None if at is None else step_key(at),
        "steps": [
            {"step": step_key(step), "name": step_name(step, words), "state": step.state.value, **_facts(step)}
            for step in progress.steps
        ],
        "missing": [
            {
                "agency": agency.id,
                "name": agency.name,
                "group": agency.group,
                "state": arrival.value,
                "files": files_of(progress, agency),
            }
            for agency, arrival in progress.reception.arrivals
            if arrival is not Arrival.RECEIVED
        ],
        "next": [{"command": command + where, "why": why} for command, why in next_commands(progress, words)],
    }


@singledispatch
def _facts(step: Step) -> Document:
    """What is known of a step."""
    raise TypeError(step)


@_facts.register
def _sets(step: Sets) -> Document:
    sets = [
        {
            "criteria": f"{criteria.id}@{criteria.version}",
            "digest": criteria.digest,
            "leaves": sum(1 for _ in criteria.leaves()),
        }
        for criteria in step.sets
    ]
    return {"sets": sets, "warnings": step.warnings}


@_facts.register
def _forms(step: Forms) -> Document:
    return {"made": step.made, "agencies": step.agencies}


@_facts.register
def _reception(step: Reception) -> Document:
    counts = {arrival.value: len(step.those(arrival)) for arrival in Arrival}
    return {**counts, "agencies": len(step.arrivals), **_due(step.deadline)}


@_facts.register
def _checked(step: Checked) -> Document:
    return {
        "files": len(step.files),
        "counts": errors_of(step),
        "unknown_agency": [file.file for file in step.files if not file.agency],
        "other_files": dict(step.others),
    }


@_facts.register
def _figures(step: Figures) -> Document:
    sources = [
        {"source": part.source.value, "present": part.present, "expected": part.expected} for part in step.provided
    ]
    return {"sources": sources}


@_facts.register
def _stage(step: StageWork) -> Document:
    told = {"kind": step.stage.kind.value, "said": step.said, "owed": step.owed, "agencies": step.agencies}
    return {**told, **_due(step.deadline)}


@_facts.register
def _results(step: Results) -> Document:
    return {"freshness": step.freshness.value, "stage": step.stage.id if step.stage else None, "final": step.final}


def _due(deadline: Deadline | None) -> Document:
    return {
        "due": deadline.due.isoformat() if deadline else None,
        "days_left": deadline.days if deadline else None,
    }
