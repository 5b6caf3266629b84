"""All that a report is made of: one result, its marks, last year's places, and how it was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Final

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.reports.marks import Marks, marks_of
from parscore.reports.survey_figures import SurveyFigures
from parscore.yearly.compare import YearOnYear


@dataclass(frozen=True, slots=True)
class Past:
    """What an agency came to in the year before; ``None`` where it had none, or where it is not comparable."""

    index: Fraction | None
    rank: int | None
    class_name: str | None
    shared: bool = False
    """Whether the rank was shared."""


NO_PAST: Final[Mapping[str, Past]] = MappingProxyType({})
NO_ROUNDS: Final[Mapping[str, tuple[Scorecard, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Material:
    """What every writer of a report takes. A ``public`` report leaves out remarks, evidence and personal names.

    ``before`` holds last year's places by agency, ``compared`` the comparison that they come from, ``after`` scorecards
    after each stage up to that of the result. ``template`` is a province's own document, where a format takes one.
    ``survey`` counts the ballots that lie in the season's folder; ``None`` where there are none, or nobody looked.
    ``agency_sheets``: the summary workbook has a sheet for each agency.
    """

    result: SeasonResult
    words: Words
    marks: Marks
    before: Mapping[str, Past] = field(default_factory=dict)
    public: bool = False
    template: Path | None = None
    after: Mapping[str, tuple[Scorecard, ...]] = field(default_factory=dict)
    survey: SurveyFigures | None = None
    compared: YearOnYear | None = None
    agency_sheets: bool = False


def material(
    result: SeasonResult,
    words: Words,
    before: Mapping[str, Past] = NO_PAST,
    *,
    public: bool = False,
    template: Path | None = None,
    after: Mapping[str, tuple[Scorecard, ...]] = NO_ROUNDS,
    survey: SurveyFigures | None = None,
    compared: YearOnYear | None = None,
    agency_sheets: bool = False,
) -> Material:
    """Bring together what a report is made of, with the marks of the result."""
    marks = marks_of(result, words)
    return Material(result, words, marks, before, public, template, after, survey, compared, agency_sheets)
