"""What stands on every page of every report: whether it is a draft, and by what it can be rechecked."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from parscore.messages import Words
from parscore.model.ranking import GroupRanking, SeasonResult
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
    """Program, stage, inputs, the record where there is one, criteria sets; until it is locked a result is a draft."""
    draft = result.draft
    digests = {"inputs": inputs_digest(result), "record": result.record}
    told = (f"{words.text(_TOPIC, key)} {digest[:SHORT]}" for key, digest in digests.items() if digest)
    sets = dict.fromkeys(map(_set, result.groups))
    footer = " · ".join((f"parscore {release()}".strip(), stage_name(words, result.stage), *told, *sets))
    return Marks(draft, state_words(result, words), footer)


def state_words(result: SeasonResult, words: Words) -> str:
    """The state of a result: a draft with or without rankings that are whole, or official."""
    if not result.draft:
        return words.text(_TOPIC, "final")
    whole = all(ranking.complete for ranking in result.groups)
    return words.text(_TOPIC, "draft" if whole else "draft.incomplete")


def inputs_digest(result: SeasonResult) -> str:
    """One digest for everything that was read but the criteria sets, which have their own; empty if nothing was.

    It is the SHA-256 of a line ``digest  path`` for each file, in order of path: what ``sha256sum`` prints of them.
    """
    files = sorted({*result.inputs, *result.sources})
    lines = "".join(f"{digest}  {path}\n" for path, digest in files)
    return hashlib.sha256(lines.encode("utf-8", "backslashreplace")).hexdigest() if files else ""


@cache
def release() -> str:
    """The version of parscore; empty when it runs from a source tree that was never installed."""
    try:
        return version("parscore")
    except PackageNotFoundError:
        return ""


def _set(ranking: GroupRanking) -> str:
    """A criteria set: id, version and the start of its digest."""
    criteria = ranking.group.criteria
    return f"{criteria.id}@{criteria.version} {criteria.digest[:SHORT]}"
