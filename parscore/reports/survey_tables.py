"""A survey as plain rows for screens and CSV files: statistics, figures, refused ballots, counts."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from parscore.messages import Words
from parscore.model.survey import Question, Scale
from parscore.numbers import decimal_text, percent, printed
from parscore.reports.csv_text import csv_bytes
from parscore.reports.printing import SCREEN, kind_of, printer
from parscore.reports.tables import problem_rows
from parscore.survey.judge import Judged, Refusal
from parscore.survey.results import SurveyFigure
from parscore.survey.run import Taken
from parscore.survey.statistics import square_root
from parscore.survey.tally import Line

LINES: Final = ("agency", "question", "respondents", "ballots>", "answers>", "mean>", "error>", "shares")
FIGURES: Final = ("agency", "criterion", "input", "value>", "points>", "maximum>", "ballots>")
COUNTS: Final = ("questionnaire", "received>", "counted>", "refused>")
STATISTICS: Final = (
    "questionnaire", "id", "agency", "question", "asked", "respondents", "ballots", "minimum", "answers", "blanks",
    "mean", "error", "exact_mean",
)  # fmt: skip
REFUSED: Final = (
    "questionnaire", "ballot", "file", "sheet", "place", "severity", "problem", "message", "remedy",
)  # fmt: skip
DIGITS: Final = 4
"""Decimals of means and standard errors."""


def line_rows(lines: Iterable[Line], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a question, agency and respondent group, by ``LINES``."""
    for line in lines:
        few = words.text("survey", "too_few", minimum=line.minimum) if line.too_few else ""
        yield (
            f"{line.agency.name} ({line.agency.id})",
            line.question.code,
            respondents_name(line, words),
            f"{line.ballots}{few}",
            str(line.sample.answers),
            mean_text(line, words),
            error_text(line, words),
            " · ".join(_share(code, count, line, words) for code, count in line.sample.counts if count),
        )


def figure_rows(figures: Iterable[SurveyFigure], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a value that a leaf is given, by ``FIGURES``."""
    for one in figures:
        write = printer(words, one.rounding)
        for at, (name, value) in enumerate(one.values):
            last = at == len(one.values) - 1
            yield (
                f"{one.agency.name} ({one.agency.id})",
                one.leaf.code,
                name,
                write.value(value, kind_of(one.leaf, name)),
                write.points(one.points) if last else "",
                write.points(one.leaf.maximum) if last else "",
                str(one.ballots),
            )


def count_rows(judged: Iterable[Judged]) -> Iterator[tuple[str, ...]]:
    """One row a questionnaire, by ``COUNTS``: received = counted + refused."""
    for one in judged:
        numbers = (one.received, len(one.counted), len(one.refused))
        yield (one.questionnaire.name, *map(str, numbers))


def statistics_csv(taken: Taken, words: Words) -> bytes:
    """The statistics for people: every line with means, standard errors and, in two columns an option, its share."""
    codes = list(dict.fromkeys(code for line in taken.lines for code, _ in line.sample.counts))
    options = [text for code in codes for text in (f"n: {code}", f"%: {code}")]
    header = [*(words.text(SCREEN, f"column.{name}") for name in STATISTICS), *options]
    return csv_bytes([header, *(_statistics(line, codes, words) for line in taken.lines)])


def refused_csv(taken: Taken, words: Words) -> bytes:
    """Every refused ballot with each of its reasons: file, place, code, message and how to mend it."""
    header = [words.text(SCREEN, f"column.{name}") for name in REFUSED]
    rows = [row for one in taken.judged for each in one.refused for row in _refusal(one, each, words)]
    return csv_bytes([header, *rows])


def _statistics(line: Line, codes: Sequence[str], words: Words) -> list[str]:
    counts = dict(line.sample.counts)
    row = [line.questionnaire.name, line.agency.id, line.agency.name, line.question.code, line.question.ask]
    row += [respondents_name(line, words), str(line.ballots), str(line.minimum or "")]
    row += [str(line.sample.answers), str(line.blanks), mean_text(line, words), error_text(line, words)]
    row.append("" if line.sample.mean is None else decimal_text(line.sample.mean))
    for code in codes:
        known = code in counts
        row.append(str(counts[code]) if known else "")
        row.append(_rate(counts[code], line.sample.answers, words) if known and line.sample.answers else "")
    return row


def _refusal(judged: Judged, refusal: Refusal, words: Words) -> Iterator[list[str]]:
    for found in problem_rows(refusal.problems, words):
        severity = words.text(SCREEN, f"severity.{found.severity}")
        about = (found.file, found.sheet, found.spot, severity, found.code, found.message, found.remedy)
        yield [judged.questionnaire.name, refusal.id, *about]


# --- texts -----------------------------------------------------------------------------------------------------


def respondents_name(line: Line, words: Words) -> str:
    """The name of a respondent group, or that all are meant."""
    names = {group.id: group.name for group in line.questionnaire.respondents}
    return names.get(line.respondents) or words.text("survey", "everybody")


def mean_text(line: Line, words: Words) -> str:
    """A mean as its scale has it, rounded; nothing where there is none."""
    return _amount(line.sample.mean, line.question, words)


def error_text(line: Line, words: Words) -> str:
    """A standard error in the unit of the mean, rounded; nothing where there is none."""
    error = line.sample.error
    return "" if error is None else _amount(square_root(error, DIGITS), line.question, words)


def _amount(value: Fraction | None, question: Question, words: Words) -> str:
    if value is None:
        return ""
    comma = words.language == "vi"
    return amount(value, question.scale, comma=comma)


def amount(value: Fraction, scale: Scale, *, comma: bool) -> str:
    """A mean or standard error of a scale: a percentage with two decimals, or a number with four."""
    return percent(value, comma=comma) if scale.percent else printed(value, DIGITS, comma=comma)


def _share(code: str, count: int, line: Line, words: Words) -> str:
    return f"{code}: {_rate(count, line.sample.answers, words)}"


def _rate(count: int, answers: int, words: Words) -> str:
    return percent(Fraction(count, answers), 1, comma=words.language == "vi")
