"""What a survey says of the agencies it is about: ballots, means, standard errors; exact, for every view.

Nothing of it enters a score: leaves are scored by the figures of survey.csv, and whether these were made of the same
ballots is what ``current`` says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from parscore.model.season import Agency, Season
from parscore.model.survey import Question, Questionnaire
from parscore.numbers import total
from parscore.season.survey_figures import SURVEY_FIGURES, made_from
from parscore.survey.run import Taken, take
from parscore.survey.tally import Line


@dataclass(frozen=True, slots=True)
class Received:
    """The ballots of one questionnaire: received = counted + refused."""

    questionnaire: Questionnaire
    received: int
    counted: int
    refused: int


@dataclass(frozen=True, slots=True)
class Ballots:
    """How many ballots there are by one group of respondents, and how many have to be; 0 where none are asked for.

    ``respondents`` is the name of the group, empty for all together.
    """

    respondents: str
    ballots: int
    minimum: int

    @property
    def too_few(self) -> bool:
        """Whether there are fewer than the survey's plan asks for."""
        return self.ballots < self.minimum


@dataclass(frozen=True, slots=True)
class AgencySurvey:
    """One questionnaire on one agency. ``groups`` are those of respondents where the questionnaire has any.

    ``questions`` are the answers of all respondents together, in the order of the questionnaire: number, mean and
    standard error of each.
    """

    questionnaire: Questionnaire
    agency: Agency
    whole: Ballots
    groups: tuple[Ballots, ...]
    questions: tuple[Line, ...]

    @property
    def too_few(self) -> tuple[Ballots, ...]:
        """The ballots that are fewer than the plan asks for: of all together, or of a group of respondents."""
        return tuple(one for one in (self.whole, *self.groups) if one.too_few)


@dataclass(frozen=True, slots=True)
class QuestionMean:
    """One question over the agencies of a group: the mean of their means, the highest and the lowest mean."""

    question: Question
    mean: Fraction | None
    best: Fraction | None
    least: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupSurvey:
    """One questionnaire on the agencies of one group of the season, in official order.

    ``ballots`` counts a ballot once for each agency that it is about.
    """

    questionnaire: Questionnaire
    agencies: tuple[AgencySurvey, ...]

    @property
    def ballots(self) -> int:
        """All ballots on agencies of the group."""
        return sum(one.whole.ballots for one in self.agencies)

    @property
    def least(self) -> int:
        """The smallest number of ballots on an agency."""
        return min(one.whole.ballots for one in self.agencies)

    @property
    def most(self) -> int:
        """The greatest number of ballots on an agency."""
        return max(one.whole.ballots for one in self.agencies)

    @property
    def too_few(self) -> tuple[AgencySurvey, ...]:
        """The agencies with fewer ballots than the plan asks for, of all respondents or of a group of them."""
        return tuple(one for one in self.agencies if one.too_few)

    @property
    def respondents(self) -> tuple[tuple[str, int], ...]:
        """How many ballots come from each group of respondents, by name."""
        return tuple((name, sum(ballots)) for name, ballots in _by_name(self.agencies).items())

    @property
    def questions(self) -> tuple[QuestionMean, ...]:
        """The questions over all agencies, each agency counting the same."""
        return tuple(_mean(lines) for lines in zip(*(one.questions for one in self.agencies), strict=True))


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """The survey of a season. ``origin`` is the digest of survey.yaml and the ballots.

    ``current``: the figures that leaves were scored by were made of exactly these ballots.
    """

    title: str
    document: str
    received: tuple[Received, ...]
    groups: tuple[tuple[str, GroupSurvey], ...]
    """Every questionnaire on every group of the season (by id) that it is about."""
    origin: str
    current: bool

    def of_group(self, group: str) -> tuple[GroupSurvey, ...]:
        """The questionnaires on the agencies of a group of the season."""
        return tuple(one for known, one in self.groups if known == group)


def survey_of(folder: Path, season: Season) -> SurveyFigures | None:
    """Count the ballots in a season's folder; ``None`` where it has no survey that can be used, or no ballots.

    What is wrong with the ballots is told where they are taken in (``parscore survey import``).
    """
    taken, _ = take(folder, season)
    return None if taken is None else survey_figures(taken, made_from(folder / SURVEY_FIGURES))


def survey_figures(taken: Taken, scored: Iterable[str] = ()) -> SurveyFigures:
    """Sort the statistics of a survey by agency and group; ``scored``: digests that scored figures were made from."""
    received = (Received(one.questionnaire, one.received, len(one.counted), len(one.refused)) for one in taken.judged)
    return SurveyFigures(
        title=taken.survey.title,
        document=taken.survey.document,
        received=tuple(received),
        groups=tuple(_groups(taken.lines)),
        origin=taken.origin,
        current=taken.whole and set(scored) == {taken.origin},
    )


def _groups(lines: Sequence[Line]) -> Iterator[tuple[str, GroupSurvey]]:
    """The lines of a questionnaire stand together, and in them those of an agency."""
    for _, own in groupby(lines, key=lambda line: line.questionnaire.id):
        agencies = [_agency(tuple(of)) for _, of in groupby(own, key=lambda line: line.agency.id)]
        for group in dict.fromkeys(one.agency.group for one in agencies):
            members = tuple(one for one in agencies if one.agency.group == group)
            yield group, GroupSurvey(members[0].questionnaire, members)


def _agency(lines: Sequence[Line]) -> AgencySurvey:
    first = lines[0]
    names = {group.id: group.name for group in first.questionnaire.respondents}
    ballots = [
        Ballots(names.get(line.respondents, ""), line.ballots, line.minimum)
        for line in lines
        if line.question.code == first.question.code
    ]
    questions = tuple(line for line in lines if not line.respondents)
    return AgencySurvey(first.questionnaire, first.agency, ballots[0], tuple(ballots[1:]), questions)


def _by_name(agencies: Iterable[AgencySurvey]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in (each for agency in agencies for each in agency.groups):
        found.setdefault(one.respondents, []).append(one.ballots)
    return found


def _mean(lines: Sequence[Line]) -> QuestionMean:
    means = [line.sample.mean for line in lines if line.sample.mean is not None]
    mean = total(means) / len(means) if means else None
    return QuestionMean(lines[0].question, mean, max(means, default=None), min(means, default=None))
