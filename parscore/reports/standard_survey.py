"""The four survey reports of the standard set (SIPAS): indices, their chart, who answered, and every question."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Item
from parscore.model.scorecard import index_of
from parscore.model.survey import Question
from parscore.reports.content import Align
from parscore.reports.material import Material
from parscore.reports.standard_grid import Bars, Cell, Col, Figure, Grid, Kind, Look, Row
from parscore.reports.standard_group import (
    INDEX,
    POINTS,
    Basis,
    bases,
    by_code,
    index,
    survey_items,
    survey_part,
)
from parscore.reports.survey_figures import GroupSurvey, SurveyFigures
from parscore.reports.survey_tables import DIGITS
from parscore.reports.tables import RankingRow, item_row
from parscore.survey.statistics import square_root
from parscore.survey.tally import Line

_COUNT: Final = 8
_BALLOTS: Final = 10
_SHORT_NAME: Final = 30
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What the surveys gave one agency: cells of each kind of survey, and points, maximum and index of all."""

    row: RankingRow
    cells: tuple[Cell, ...]
    points: Fraction
    maximum: Fraction

    @property
    def index(self) -> Fraction | None:
        """The index of all surveys together; ``None`` where none applies."""
        return index_of(self.points, self.maximum)


def has_figures(of: Material) -> bool:
    """Whether any agency has points on a leaf that surveys feed."""
    return any(_scored(basis) for basis in bases(of))


def _scored(basis: Basis) -> bool:
    codes = [item.code for item in survey_items(basis.criteria)]
    nodes = (by_code(row.card) for row in basis.rows()) if codes else ()
    return any(item_row(own[code]).shown_points is not None for own in nodes for code in codes)


def overall(of: Material) -> Iterator[Grid]:
    """SIPAS tổng hợp: points and index of each kind of survey, and of all together, by agency."""
    for basis in bases(of):
        if _scored(basis):
            yield _overall(basis)


def _overall(basis: Basis) -> Grid:
    items = survey_items(basis.criteria)
    columns = [*basis.number_and_name()]
    for item in items:
        above = basis.text("column.survey", code=item.code, name=item.name)
        columns += [basis.column(key, POINTS, above=above) for key in ("points", "index")]
    columns += [basis.column(key, POINTS, above=basis.text("column.surveys")) for key in ("points", "most", "index")]
    found = [_surveyed(basis, row, items) for row in basis.listed()]
    made = tuple(
        Row((at, one.row.name, *one.cells, Figure(one.points), Figure(one.maximum), index(one.index)))
        for at, one in enumerate(found, 1)
    )
    states = {cell for one in found for cell in one.cells if isinstance(cell, str)}
    notes = (basis.text("note.survey"), *basis.notes(*states))
    return Grid(basis.name, basis.about, tuple(columns), made, basis.rounding, notes=notes)


def _surveyed(basis: Basis, row: RankingRow, items: tuple[Item, ...]) -> _Surveyed:
    nodes = by_code(row.card)
    own = [nodes[item.code] for item in items]
    cells: list[Cell] = []
    for node in own:
        told = item_row(node)
        cells += [basis.item(told), index(told.shown_index)]
    return _Surveyed(row, tuple(cells), *survey_part(own))


def chart(of: Material) -> Iterator[Grid]:
    """SIPAS biểu đồ: the index of all surveys as bars with their figures, highest first, equals in official order."""
    for basis in bases(of):
        if not _scored(basis):
            continue
        items = survey_items(basis.criteria)
        found = [_surveyed(basis, row, items) for row in basis.listed()]
        known = [one for one in found if one.index is not None]
        known.sort(key=lambda one: -(one.index or 0))
        made = tuple(Row((at, one.row.name, index(one.index))) for at, one in enumerate(known, 1))
        columns = (*basis.number_and_name(), basis.column("survey_index", INDEX + 4))
        notes = (basis.text("note.survey"), *basis.notes())
        bars = Bars(1, 2, basis.text("chart", group=basis.name))
        yield Grid(basis.name, basis.about, columns, made, basis.rounding, notes=notes, bars=bars)


# --- from the ballots ------------------------------------------------------------------------------------------


def _groups(of: Material) -> Iterator[tuple[Basis, SurveyFigures, GroupSurvey]]:
    """Every questionnaire on every group."""
    for basis in bases(of):
        if of.survey is not None:
            for one in of.survey.of_group(basis.ranking.group.id):
                yield basis, of.survey, one


def _about(basis: Basis, survey: SurveyFigures, one: GroupSurvey) -> tuple[str, ...]:
    document = (survey.document,) if survey.document else ()
    return basis.about[0], basis.text("questionnaire", name=one.questionnaire.name), *document


def _name(basis: Basis, one: GroupSurvey) -> str:
    several = basis.of.survey is not None and len(basis.of.survey.of_group(basis.ranking.group.id)) > 1
    return f"{basis.name} - {one.questionnaire.name}" if several else basis.name


def _stale(basis: Basis, survey: SurveyFigures) -> tuple[str, ...]:
    return () if survey.current else (basis.text("note.stale"),)


def respondents(of: Material) -> Iterator[Grid]:
    """SIPAS người trả lời: ballots by agency and group of respondents; how many were received, valid and refused."""
    for basis, survey, one in _groups(of):
        groups = [group.name for group in one.questionnaire.respondents]
        above = basis.text("column.respondents")
        columns = (
            *basis.number_and_name(),
            *(Col(name, _BALLOTS, above=above) for name in groups),
            basis.column("valid", _BALLOTS),
        )
        made = [
            Row((at, each.agency.name, *(group.ballots for group in each.groups), each.whole.ballots))
            for at, each in enumerate(one.agencies, 1)
        ]
        sums = (sum(each.groups[at].ballots for each in one.agencies) for at in range(len(groups)))
        made.append(Row((None, basis.text("total"), *sums, one.ballots), Look.TOTAL))
        notes = (*_counts(basis, survey, one), *_short(basis, one), *_stale(basis, survey))
        about = _about(basis, survey, one)
        yield Grid(_name(basis, one), about, columns, tuple(made), basis.rounding, notes=notes)


def _counts(basis: Basis, survey: SurveyFigures, one: GroupSurvey) -> Iterator[str]:
    """Received = valid + refused, over all agencies that the questionnaire is about."""
    for each in survey.received:
        if each.questionnaire.id == one.questionnaire.id:
            yield basis.text("note.ballots", received=each.received, counted=each.counted, refused=each.refused)


def _short(basis: Basis, one: GroupSurvey) -> Iterator[str]:
    """Agencies with fewer ballots than the plan asks for."""
    if one.too_few:
        yield basis.text("note.few", agencies="; ".join(each.agency.name for each in one.too_few))


def questions(of: Material) -> Iterator[Grid]:
    """SIPAS chi tiết: of every agency and question how many chose each option, mean and standard error."""
    for basis, survey, one in _groups(of):
        options = tuple(dict.fromkeys(option for each in one.questionnaire.questions for option in _options(each)))
        above = basis.text("column.options")
        columns = (
            *basis.number_and_name(_SHORT_NAME),
            basis.column("question", 34, Align.LEFT),
            basis.column("answers", _COUNT),
            *(Col(label, _COUNT, above=above) for _, label in options),
            basis.column("mean", _BALLOTS - 1),
            basis.column("error", _BALLOTS - 1),
        )
        made = [
            Row((at, each.agency.name, *_question(line, options)))
            for at, each in enumerate(one.agencies, 1)
            for line in each.questions
        ]
        notes = (basis.text("note.mean"), *_stale(basis, survey))
        about = _about(basis, survey, one)
        yield Grid(_name(basis, one), about, columns, tuple(made), basis.rounding, fixed=3, notes=notes)


def _options(question: Question) -> tuple[tuple[str, str], ...]:
    """Code and label of each option: scales may use one code for different answers."""
    return tuple((option.code, option.label) for option in question.scale.options)


def _question(line: Line, options: tuple[tuple[str, str], ...]) -> tuple[Cell, ...]:
    sample, own = line.sample, _options(line.question)
    counts = {option: count for option, (_, count) in zip(own, line.sample.counts, strict=True)}
    error = None if sample.error is None else square_root(sample.error, DIGITS)
    told = f"{line.question.code}. {line.question.ask}"
    return (
        told,
        sample.answers,
        *(counts.get(option) for option in options),
        _mean(sample.mean, line.question),
        _mean(error, line.question),
    )


def _mean(value: Fraction | None, question: Question) -> Cell:
    """A mean or standard error as its scale has it: a percentage, or a number."""
    if value is None:
        return None
    return Figure(value * _HUNDRED, Kind.PERCENT, "%") if question.scale.percent else Figure(value, Kind.MEAN)
