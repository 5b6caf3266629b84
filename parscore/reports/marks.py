"""What stands on every page of every report: whether it is a draft, and by what it can be rechecked."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.printing import stage_name

_TOPIC = "workbook"
SHORT = 12
"""Digits of a digest that stand in a footer; whole digests stand where methods are told."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The state of a result in words, and the footer of its reports: one line."""

    draft: bool
    state: str
    footer: str


def marks_of(result: SeasonResult, words: Words) -> Marks:
    """Program, criteria sets, stage, and the record where there is one; until it is locked a result is a draft."""
    draft = result.draft
    sets = dict.fromkeys(_set(result, at) for at in range(len(result.groups)))
    record = (f"{words.text(_TOPIC, 'record')} {result.record[:SHORT]}",) if result.record else ()
    footer = " · ".join((f"parscore {release()}".strip(), *sets, stage_name(words, result.stage), *record))
    return Marks(draft, words.text(_TOPIC, "draft" if draft else "final"), footer)


def release() -> str:
    """The version of parscore; empty when it runs from a source tree that was never installed."""
    try:
        return version("parscore")
    except PackageNotFoundError:
        return ""


def _set(result: SeasonResult, at: int) -> str:
    """A criteria set: id, version and the start of its digest."""
    criteria = result.groups[at].group.criteria
    return f"{criteria.id}@{criteria.version} SHA-256 {criteria.digest[:SHORT]}"
