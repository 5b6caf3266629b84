"""What there is to choose from: the different forms of the agency that one file of the inbox is of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from parscore.model.problem import Problem
from parscore.model.season import Season
from parscore.season.inbox import look_into
from parscore.season.open import INBOX, SeasonFolder
from parscore.season.receive import Received
from parscore.season.run import Progress, receive_one, unwatched
from parscore.season.settle import told_apart
from parscore.season.workers import mapped


@dataclass(frozen=True, slots=True)
class Choosing:
    """A file that was named, what was read of it, and the agency's other forms by their files.

    ``others`` leaves out files with the same bytes as the one that was named.
    """

    received: Received
    others: tuple[str, ...]

    def open_in(self, folder: SeasonFolder) -> bool:
        """Whether there is a choice to make: other forms, or one that was chosen and is not this one."""
        choice = folder.choices.get(self.received.agency)
        return bool(self.others) or (choice is not None and choice.sha256 != self.received.digest)


def choosing(folder: SeasonFolder, file: str, *, jobs: int = 1, watch: Progress = unwatched) -> Choosing:
    """Read the inbox for the forms of the agency of one of its files, given by its path for people."""
    files = look_into(folder.path / INBOX, INBOX).files
    received = list(watch(mapped(partial(_glimpsed, folder.season), files, jobs), len(files)))
    named = next((one for one in received if one.file == file), None)
    if named is None:  # it was taken away while the season was opened
        raise FileNotFoundError(file)
    others = _forms(received, named) if named.agency else ()
    return Choosing(named, others)


def problems_of(folder: Path, file: str) -> tuple[Problem, ...]:
    """Why something in the inbox, by its path for people, is no form at all; nothing for a file that is read."""
    return tuple(found for found in look_into(folder / INBOX, INBOX).problems if found.place.file == file)


def _glimpsed(season: Season, file: tuple[Path, str]) -> Received:
    """Read a file; its answers are left behind."""
    received = receive_one(season, file)
    form = received.submission
    return replace(received, submission=form and replace(form, answers={}))


def _forms(received: Sequence[Received], named: Received) -> tuple[str, ...]:
    """The files of the other forms of an agency, each form once."""
    return tuple(
        one.file
        for one, first in told_apart(received)
        if one.submission and one.agency == named.agency and one.digest != named.digest and first == one.file
    )
