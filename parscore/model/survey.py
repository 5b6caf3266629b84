"""A survey as declared: questionnaires, their questions and scales, who answers, and which leaf each answer feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from parscore.model.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be ticked. ``weight`` is ``None`` for one that says nothing (no opinion): counted, not meant.

    ``written`` holds the other ways in which data files write it.
    """

    code: str
    label: str
    weight: Fraction | None
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """The options of a question in their order. ``percent``: weights are shares (100 % is 1), not numbers."""

    id: str
    options: tuple[Option, ...]
    percent: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``column`` is its heading in a data file that has one column a question."""

    code: str
    ask: str
    column: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Respondents:
    """A group of people who answer. ``weight`` is its part in the result; ``None``: every ballot counts the same."""

    id: str
    name: str
    written: tuple[str, ...] = ()
    weight: Fraction | None = None
    minimum: int = 0


class Columns(NamedTuple):
    """Headings of the columns of a data file; empty where the questionnaire has no such column."""

    agency: str
    ballot: str = ""
    respondents: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """Which leaf a survey result goes to: a mean to one ``input``, or the ``counts`` of options to an input each.

    With several questions the mean is that of the questions' means.
    """

    leaf: str
    questions: tuple[str, ...]
    input: str = ""
    counts: tuple[tuple[str, str], ...] = ()
    origin: Place = NOWHERE

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs that are fed."""
        return (self.input,) if self.input else tuple(name for _, name in self.counts)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One form that was answered, on the agencies of some groups of the season.

    ``wide``: one row a ballot and one column a question; else one row an answer. ``several``: one ballot may judge
    several agencies, once each. ``skip_blanks``: a ballot with a blank answer counts with its other answers, else it
    is refused. ``unscored`` names questions of a file that are not for scoring. ``reweigh``: a respondent group
    without ballots leaves the weights, else there is no result.
    """

    id: str
    name: str
    about: tuple[str, ...]
    without: tuple[str, ...]
    files: tuple[str, ...]
    wide: bool
    columns: Columns
    respondents: tuple[Respondents, ...]
    questions: tuple[Question, ...]
    feeds: tuple[Feed, ...]
    unscored: tuple[str, ...] = ()
    minimum: int = 0
    several: bool = False
    skip_blanks: bool = False
    reweigh: bool = False
    origin: Place = NOWHERE

    @property
    def weighted(self) -> bool:
        """Whether respondent groups have declared weights."""
        return any(group.weight is not None for group in self.respondents)

    @property
    def by_code(self) -> Mapping[str, Question]:
        """The questions by code."""
        return {question.code: question for question in self.questions}


@dataclass(frozen=True, slots=True)
class Survey:
    """survey.yaml, checked. ``document`` names the report of the survey; ``digest`` is the SHA-256 of the file."""

    title: str
    document: str
    questionnaires: tuple[Questionnaire, ...]
    digest: str
