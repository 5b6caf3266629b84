"""Counted ballots to statistics: pandas counts, and only counts; means are made of whole numbers and exact weights."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parscore.model.season import Agency
from parscore.model.survey import Question, Questionnaire
from parscore.survey.judge import Ballot
from parscore.survey.statistics import Sample, blended, sample

Counts = Mapping[tuple[str, ...], int]
"""How many ballots on an agency by a respondent group there are, or how many of them gave a question an option."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one agency, by one respondent group or (``respondents`` empty) by all together.

    ``ballots`` counts the ballots that count, ``sample.answers`` those with an answer to this question. ``minimum`` is
    the least number of ballots declared; 0 where none is.
    """

    questionnaire: Questionnaire
    agency: Agency
    question: Question
    respondents: str
    ballots: int
    minimum: int
    sample: Sample

    @property
    def blanks(self) -> int:
        """How many of the ballots left this question blank."""
        return self.ballots - self.sample.answers

    @property
    def too_few(self) -> bool:
        """Whether there are fewer ballots than declared."""
        return self.ballots < self.minimum


def tally(questionnaire: Questionnaire, agencies: Sequence[Agency], ballots: Sequence[Ballot]) -> tuple[Line, ...]:
    """Return the lines of every agency in official order, question by question, all respondents first."""
    counts, sizes = count_answers(ballots), count_ballots(ballots)
    return tuple(
        line
        for agency in agencies
        for question in questionnaire.questions
        for line in _lines(questionnaire, agency, question, counts, sizes)
    )


def count_answers(ballots: Sequence[Ballot]) -> Counts:
    """Count answers by agency, respondent group, question and option."""
    return _sizes((one.agency, one.respondents, *answer) for one in ballots for answer in one.answers)


def count_ballots(ballots: Sequence[Ballot]) -> Counts:
    """Count ballots by agency and respondent group."""
    return _sizes((one.agency, one.respondents) for one in ballots)


def _sizes(rows: Iterable[tuple[str, ...]]) -> Counts:
    """How often each row occurs."""
    import pandas as pd

    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return {}
    columns = list(frame.columns)
    sizes = frame.groupby(columns, sort=False).size().reset_index(name="size")
    keys = zip(*(sizes[column].tolist() for column in columns), strict=True)
    return dict(zip(keys, sizes["size"].tolist(), strict=True))


def _lines(
    questionnaire: Questionnaire,
    agency: Agency,
    question: Question,
    counts: Counts,
    sizes: Counts,
) -> Iterator[Line]:
    groups = {group.id: group for group in questionnaire.respondents}
    samples = {
        name: sample(question.scale, _options(counts, (agency.id, name, question.code), question))
        for name in groups or ("",)
    }
    together: dict[str, int] = {}
    for each in samples.values():
        for code, count in each.counts:
            together[code] = together.get(code, 0) + count
    whole = sample(question.scale, together)
    if questionnaire.weighted:
        parts = [(groups[name].weight or Fraction(0), each) for name, each in samples.items()]
        # Where the plan allows it, a group that nobody answered for leaves the weights; else there is no result.
        parts = [part for part in parts if part[0] and (part[1].answers or not questionnaire.reweigh)]
        whole = blended(whole, parts)
    every = sum(sizes.get((agency.id, name), 0) for name in samples)
    yield Line(questionnaire, agency, question, "", every, questionnaire.minimum, whole)
    for name, group in groups.items():
        size = sizes.get((agency.id, name), 0)
        yield Line(questionnaire, agency, question, name, size, group.minimum, samples[name])


def _options(counts: Counts, key: tuple[str, str, str], question: Question) -> dict[str, int]:
    return {option.code: counts.get((*key, option.code), 0) for option in question.scale.options}
