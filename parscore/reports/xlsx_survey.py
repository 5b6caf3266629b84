"""The sheet of what surveys gave the agencies of a group: points and index of each leaf, and the ballots behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import Final, NamedTuple, Protocol

from parscore.model.criteria import Leaf, RoundingMode
from parscore.model.ranking import Standing
from parscore.model.survey import Question
from parscore.reports.group_leaves import ranked
from parscore.reports.survey_figures import AgencySurvey, Ballots, GroupSurvey
from parscore.reports.survey_leaves import SurveyScores, mean_scores, survey_leaves, survey_scores
from parscore.reports.survey_tables import DIGITS
from parscore.reports.xlsx_group_sheet import SIZE, GroupSheets
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, Amount, Content, Look, Sheet
from parscore.survey.statistics import square_root
from parscore.workbooks.measure import column_width, lines

_NARROW: Final = 9.5
_FIXED: Final = ("rank", "id", "agency")
_GAINED: Final = {"leaf": ("points", "index"), "whole": ("points", "maximum", "index")}
_MEAN: Final[Look] = {"bold": True, "bg_color": HEADING_FILL}


class Heads(NamedTuple):
    """A heading over some columns, and the headings below it."""

    title: str
    below: tuple[str, ...]


class Block(Protocol):
    """Columns that stand together on a page."""

    def heads(self) -> Sequence[Heads]:
        """The headings."""

    def cells(self, standing: Standing) -> Sequence[Content]:
        """The cells of one agency."""

    def means(self) -> Sequence[Content]:
        """The means over the ranked agencies, once their cells have been asked for."""


def write_survey(page: GroupSheets) -> None:
    """Write the sheet of one group; a group that no survey gives anything has none."""
    leaves = survey_leaves(page.ranking.group.criteria)
    if not leaves:
        return
    taken = page.of.survey.of_group(page.ranking.group.id) if page.of.survey else ()
    scores = _Scores(page, leaves)
    blocks: list[Block] = [scores, *(_Counts(page, one) for one in taken)]
    sizes = [sum(len(head.below) for head in block.heads()) for block in blocks]
    ids = max((column_width(agency.id, SIZE) for agency in page.ranking.group.agencies), default=0)
    widths = (6.5, max(9.0, ids), 27, *(_NARROW for _ in range(sum(sizes))))
    fixed = len(_FIXED)
    # The titles stand in the columns that every page repeats.
    sheet = page.sheet("survey", widths, fixed - 1 if taken else None)
    sheet.row += 1
    first = sheet.row
    _headings(sheet, page, [head for block in blocks for head in block.heads()])
    sheet.frozen(fixed, first)
    for standing in page.ranking.standings:
        agency = standing.scorecard.agency
        own = (cell for block in blocks for cell in block.cells(standing))
        sheet.cells((page.rank(standing), agency.id, agency.name, *own), centred=range(fixed, sheet.last + 1))
    sheet.worksheet.autofilter(first + 1, 0, max(first + 1, sheet.row - 1), sheet.last)
    if ranked(page.ranking):
        means = (cell for block in blocks for cell in block.means())
        sheet.cells((None, None, page.text("survey.mean"), *means), _MEAN)
    sheet.split_at(fixed, [fixed + size for size in accumulate(sizes[:-1])])
    notes = [page.text("note.incomplete")] if scores.incomplete else []
    page.notes(sheet, (*notes, *_notes(page, taken)), fixed if taken else 0, fixed - 1 + sizes[0])


def _headings(sheet: Sheet, page: GroupSheets, heads: Sequence[Heads]) -> None:
    """Two rows: what columns are of, over what they hold."""
    top = sheet.row
    for column, key in enumerate(_FIXED):
        sheet.area((top, column), (top + 1, column), page.text(f"column.{key}"), HEADING)
    column, high, low = len(_FIXED), 1, 1
    for head in heads:
        count = len(head.below)
        sheet.span(column, column + count - 1, head.title, HEADING)
        high = max(high, lines(head.title, count * _NARROW, SIZE))
        low = max(low, *(lines(text, _NARROW, SIZE) for text in head.below))
        column += count
    sheet.height(high)
    sheet.row += 1
    for column, text in enumerate((text for head in heads for text in head.below), len(_FIXED)):
        sheet.put(column, text, HEADING)
    sheet.height(low)
    sheet.row += 1


class _Scores:
    """Points and index of every leaf that a survey feeds, and of all of them."""

    def __init__(self, page: GroupSheets, leaves: Sequence[Leaf]) -> None:
        self.page, self.leaves = page, leaves
        self.ranked: list[SurveyScores] = []
        self.incomplete = False

    def heads(self) -> Sequence[Heads]:
        text = self.page.text
        # Not the words of a ranking: who reads published tables must not take these for totals.
        pair, whole = ([text(f"survey.{of}.{what}") for what in _GAINED[of]] for of in ("leaf", "whole"))
        leaves = (Heads(f"{leaf.code}. {leaf.name}", tuple(pair)) for leaf in self.leaves)
        return (*leaves, Heads(text("survey.all"), tuple(whole)))

    def cells(self, standing: Standing) -> Sequence[Content]:
        page, found = self.page, survey_scores(standing.scorecard, self.leaves)
        self.incomplete |= not found.complete
        if standing.rank is not None:
            self.ranked.append(found)
        told: list[Content] = []
        for one, state in zip(found.leaves, found.states, strict=True):
            told += (page.points(one.points) or page.text(f"state.{state}"), page.index(one.index))
        after, whole = "" if found.complete else "*", found.whole
        return (*told, page.points(whole.points, after), page.points(whole.maximum), page.index(whole.index, after))

    def means(self) -> Sequence[Content]:
        page = self.page
        *leaves, whole = mean_scores(self.ranked)
        pairs = (cell for one in leaves for cell in (page.points(one.points), page.index(one.index)))
        return (*pairs, page.points(whole.points), page.points(whole.maximum), page.index(whole.index))


class _Counts:
    """Ballots of one questionnaire on every agency, and the mean and standard error of every question."""

    def __init__(self, page: GroupSheets, survey: GroupSurvey) -> None:
        self.page, self.survey = page, survey
        self.by_id: Mapping[str, AgencySurvey] = {one.agency.id: one for one in survey.agencies}

    def heads(self) -> Sequence[Heads]:
        text, first = self.page.text, self.survey.agencies[0]
        everybody = text("survey.everybody")
        ballots = tuple(self._asked(one.respondents or everybody, one.minimum) for one in (first.whole, *first.groups))
        pair = (text("survey.mean_of"), text("survey.error"))
        asked = (Heads(f"{one.code}. {one.ask}", pair) for one in self.survey.questionnaire.questions)
        return (Heads(text("survey.ballots", name=self.survey.questionnaire.name), ballots), *asked)

    def _asked(self, name: str, minimum: int) -> str:
        return self.page.text("survey.minimum", name=name, minimum=minimum) if minimum else name

    def cells(self, standing: Standing) -> Sequence[Content]:
        one = self.by_id.get(standing.scorecard.agency.id)
        if one is None:
            return [None] * sum(len(head.below) for head in self.heads())
        told: list[Content] = [self._count(ballots) for ballots in (one.whole, *one.groups)]
        for line in one.questions:
            error = None if line.sample.error is None else square_root(line.sample.error, DIGITS)
            told += (mean_cell(line.sample.mean, line.question), mean_cell(error, line.question))
        return told

    def _count(self, ballots: Ballots) -> Amount:
        after = f" {self.page.text('survey.few')}" if ballots.too_few else ""
        return Amount(Fraction(ballots.ballots), 0, RoundingMode.HALF_UP, after)

    def means(self) -> Sequence[Content]:
        ids = {standing.scorecard.agency.id for standing in ranked(self.page.ranking)}
        own = tuple(one for one in self.survey.agencies if one.agency.id in ids)
        counts: list[Content] = [None] * (1 + len(self.survey.agencies[0].groups))
        pairs = ((mean_cell(one.mean, one.question), None) for one in replace(self.survey, agencies=own).questions)
        questions = [cell for pair in pairs for cell in pair]
        return (*counts, *(questions or [None] * (2 * len(self.survey.questionnaire.questions))))


def mean_cell(value: Fraction | None, question: Question) -> Amount | None:
    """A mean or standard error as its scale has it: per cent with two decimals, or a number with four."""
    if value is None:
        return None
    percent = question.scale.percent
    return Amount(100 * value if percent else value, 2 if percent else DIGITS, RoundingMode.HALF_UP, "%" * percent)


def _notes(page: GroupSheets, taken: Sequence[GroupSurvey]) -> Iterator[str]:
    survey = page.of.survey
    if survey is None or not taken:
        yield page.text("survey.no_ballots")
        return
    about = {one.questionnaire.id for one in taken}
    yield "; ".join(part for part in (survey.title, survey.document) if part)
    for one in survey.received:
        if one.questionnaire.id in about:
            told = {"received": one.received, "counted": one.counted, "refused": one.refused}
            yield page.of.words.text("command", "ballots", name=one.questionnaire.name, **told)
    if any(one.too_few for one in taken):
        yield page.text("survey.few_means")
    if not survey.current:
        yield page.text("survey.outdated")
    yield page.text("survey.error_means")
