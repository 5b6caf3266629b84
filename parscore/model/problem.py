"""Problems are data: what is wrong, where, and the facts a message needs; the words live in ``messages``."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from parscore.model.catalogue import CATALOGUE
from parscore.model.place import NOWHERE, Place


class Percent(NamedTuple):
    """A share that people read as a percentage: 95/100 is written 95 %."""

    share: Fraction


Fact = str | Fraction | Percent | tuple[Fraction, ...]
"""A value of a message's placeholder: text as it is, numbers exact and written by the language's rules."""

Facts = tuple[tuple[str, Fact], ...]


def facts_of(told: Mapping[str, object]) -> Facts:
    """Return facts in sorted order; what is neither a number nor a percentage becomes text."""
    return tuple([(name, _fact(value)) for name, value in sorted(told.items())]) if told else ()


def _fact(value: object) -> Fact:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (Fraction, Percent)):
        return value
    return tuple(map(Fraction, value)) if isinstance(value, tuple) else str(value)


class Severity(StrEnum):
    """How much a problem weighs.

    ``ERROR``: a total is not final, the run ends with exit code 1. ``WARNING`` and ``NOTE``: exit code 0 unless
    the user asked for ``--strict``.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, with everything a person needs to act on it except the words.

    ``code`` is stable and listed in the catalogue, which also fixes its severity. ``facts`` fill the placeholders
    of the message text (what was found, what was expected).
    """

    code: str
    place: Place = NOWHERE
    agency: str = ""
    criterion: str = ""
    facts: Facts = ()

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives to this code."""
        return Severity(CATALOGUE[self.code])

    @property
    def sort_key(self) -> tuple[object, ...]:
        """A total order: by place, agency, criterion, code, facts."""
        # Numbers are compared as numbers: text of one has a limit of digits. Kinds of facts are never compared.
        facts = tuple((name, type(fact).__name__, fact) for name, fact in self.facts)
        return (*self.place.sort_key, self.agency, self.criterion, self.code, facts)


def problem(
    code: str, place: Place | None = None, /, *, agency: str = "", criterion: str = "", **facts: object
) -> Problem:
    """Make a problem; the keyword arguments become its facts, in sorted order."""
    if code not in CATALOGUE:
        raise KeyError(f"problem code {code} is not in the catalogue")
    return Problem(code, place or NOWHERE, agency, criterion, facts_of(facts))
