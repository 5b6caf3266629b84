"""What a run found in each received file, and which of its problems the agency itself can mend."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from parscore.model.problem import Problem, Severity
from parscore.model.ranking import SeasonResult
from parscore.model.season import Agency, Season
from parscore.season.open import INBOX

_NO_FORM: Final = frozenset(("PS114", "PS136"))
"""Problems of what lies in the inbox and is no form: nothing was received with it."""
_OF_OTHERS: Final = frozenset(("PS160", "PS168"))
"""Problems whose words name another agency, or are about what was decided here."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One received file: whose it is where that is known, the SHA-256 of its bytes, and how many problems stand in it.

    ``digest`` is empty for a file that could not be opened, ``agency`` for one that nobody can be found for.
    """

    file: str
    digest: str
    agency: str
    errors: int
    warnings: int
    notes: int

    @property
    def worst(self) -> Severity | None:
        """The gravest severity but notes; ``None`` for a file that passed."""
        if self.errors:
            return Severity.ERROR
        return Severity.WARNING if self.warnings else None


@dataclass(frozen=True, slots=True)
class Returned:
    """What is returned to one agency: its files with errors and warnings, and these problems, errors first."""

    agency: Agency
    files: tuple[CheckedFile, ...]
    problems: tuple[Problem, ...]


def checked_files(
    result: SeasonResult, problems: Iterable[Problem], only: Iterable[str] | None = None
) -> tuple[CheckedFile, ...]:
    """Return every file that was received, or ``only`` those, in order of path, with the count of ``problems``."""
    counted = Counter((found.place.file, found.severity) for found in problems)
    digests, agencies = dict(result.inputs), _agencies(result)
    skipped = {found.place.file for found in result.problems if found.code in _NO_FORM}
    files = {*digests, *_unread(result)} if only is None else set(only) - skipped
    return tuple(
        CheckedFile(
            file=file,
            digest=digests.get(file, ""),
            agency=agencies.get(file, ""),
            errors=counted[file, Severity.ERROR],
            warnings=counted[file, Severity.WARNING],
            notes=counted[file, Severity.NOTE],
        )
        for file in sorted(files)
    )


def _unread(result: SeasonResult) -> set[str]:
    """The files of the inbox that could not be opened: only their problems name them."""
    inside = (found for found in result.problems if found.place.file.startswith(f"{INBOX}/"))
    return {found.place.file for found in inside if found.code not in _NO_FORM}


def _agencies(result: SeasonResult) -> Mapping[str, str]:
    """Whose each file is: the one that is scored by it, else the one its problems name."""
    found = {problem.place.file: problem.agency for problem in result.problems if problem.agency}
    cards = (standing.scorecard for ranking in result.groups for standing in ranking.standings)
    used = {card.submission.file: card.agency.id for card in cards if card.submission}
    return {**found, **used}


def returned_to_agencies(
    season: Season, files: Iterable[CheckedFile], problems: Iterable[Problem]
) -> tuple[Returned, ...]:
    """Return what goes back to each agency that has something to mend, in official order.

    Only problems of the agency that stand in its own files count: nothing is about another agency, and nothing is what
    others owe (figures, the register). A file of which it is not known whose it is goes back to nobody.
    """
    own: dict[str, list[CheckedFile]] = {}
    for file in files:
        own.setdefault(file.agency, []).append(file)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        theirs = any(problem.place.file == file.file for file in own.get(problem.agency, ()))
        if theirs and problem.severity is not Severity.NOTE and problem.code not in _OF_OTHERS:
            found.setdefault(problem.agency, []).append(problem)
    weights = list(Severity)
    return tuple(
        Returned(
            agency,
            tuple(file for file in own[agency.id] if any(file.file == about.place.file for about in found[agency.id])),
            tuple(sorted(found[agency.id], key=lambda about: (weights.index(about.severity), about.sort_key))),
        )
        for agency in season.agencies.values()
        if agency.id in found
    )
