"""A survey as a JSON document, ``parscore.survey/1``; its shape is described in ``docs/survey.md``."""

from typing import Final

from parscore.messages import Words
from parscore.reports.document import problem_document
from parscore.reports.survey_tables import DIGITS, amount
from parscore.reports.trace import Document, exact
from parscore.survey.judge import Judged
from parscore.survey.results import SurveyFigure
from parscore.survey.run import Taken
from parscore.survey.statistics import square_root
from parscore.survey.tally import Line

SURVEY: Final = "parscore.survey/1"


def survey_document(taken: Taken, words: Words, *, agency: str | None = None, question: str | None = None) -> Document:
    """The counts of ballots, the statistics and figures (of one agency or question), and all problems."""
    lines = [
        line for line in taken.lines if agency in (None, line.agency.id) and question in (None, line.question.code)
    ]
    return {
        "schema": SURVEY,
        "title": taken.survey.title,
        "document": taken.survey.document,
        "files": [shown for _, shown in taken.files],
        "questionnaires": [_counts(one) for one in taken.judged],
        "statistics": [_line(line) for line in lines],
        "figures": [_figure(one) for one in taken.figures if agency in (None, one.agency.id)],
        "problems": problem_document(taken.problems, words)["problems"],
    }


def _counts(judged: Judged) -> Document:
    return {
        "questionnaire": judged.questionnaire.id,
        "name": judged.questionnaire.name,
        "received": judged.received,
        "counted": len(judged.counted),
        "refused": len(judged.refused),
    }


def _line(line: Line) -> Document:
    sample, scale = line.sample, line.question.scale
    error = None if sample.error is None else square_root(sample.error, DIGITS)
    return {
        "questionnaire": line.questionnaire.id,
        "agency": line.agency.id,
        "name": line.agency.name,
        "question": line.question.code,
        "respondents": line.respondents or None,
        "ballots": line.ballots,
        "minimum": line.minimum or None,
        "answers": sample.answers,
        "blanks": line.blanks,
        "counts": dict(sample.counts),
        "mean": exact(sample.mean),
        "standard_error_squared": exact(sample.error),
        "printed": {
            "mean": None if sample.mean is None else amount(sample.mean, scale, comma=False),
            "standard_error": None if error is None else amount(error, scale, comma=False),
        },
    }


def _figure(one: SurveyFigure) -> Document:
    return {
        "agency": one.agency.id,
        "code": one.leaf.code,
        "values": {name: exact(value) for name, value in one.values},
        "ballots": one.ballots,
        "points": exact(one.points),
        "maximum": exact(one.leaf.maximum),
    }
