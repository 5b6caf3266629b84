"""The standard set of reports, under the names that provincial systems use: which there are, and what each needs."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.reports.material import Material
from parscore.reports.standard_areas import analysis, appraisal, areas, by_area
from parscore.reports.standard_grid import Report
from parscore.reports.standard_group import TOPIC
from parscore.reports.standard_survey import chart, has_figures, questions, respondents
from parscore.reports.standard_survey import overall as survey_overall
from parscore.reports.standard_totals import items, overall, results
from parscore.season.survey_data import BALLOTS as BALLOT_FILES
from parscore.season.survey_figures import SURVEY_FIGURES

FIGURES, BALLOTS = "figures", "ballots"
"""What a survey report needs: points on leaves that surveys feed, or the ballots themselves."""
EVERY: Final = "all"
"""The name that stands for all reports."""
FOLDER: Final = "bo-bao-cao"
"""The folder of the set below that of the reports."""

_REPORTS: Final = (
    Report("tong-hop", overall),
    Report("ket-qua", results),
    Report("chi-tiet-don-vi", items, apart=True),
    Report("tong-hop-linh-vuc", by_area),
    Report("chi-tiet-linh-vuc", areas),
    Report("phan-tich", analysis),
    Report("sipas-tong-hop", survey_overall, FIGURES),
    Report("sipas-bieu-do", chart, FIGURES),
    Report("sipas-nguoi-tra-loi", respondents, BALLOTS),
    Report("sipas-chi-tiet", questions, BALLOTS),
    Report("ket-qua-tham-dinh", appraisal),
)
STANDARD: Final[Mapping[str, Report]] = MappingProxyType({report.name: report for report in _REPORTS})
"""The ten reports of the menu of provincial systems, and the matrix of criteria and agencies that they have beside."""


def title_of(report: Report, of: Material) -> str:
    """The title of a report, as it stands on it in capitals."""
    return of.words.text(TOPIC, f"title.{report.name}")


def subject_of(of: Material) -> str:
    """The second line of every title."""
    return of.words.text(TOPIC, "subject", year=of.result.season.year)


def refused(wanted: Sequence[str], of: Material) -> dict[str, Problem]:
    """Return of each report that cannot be made what the season lacks: survey figures, or ballots."""
    needs = {STANDARD[name].needs for name in wanted}
    lacks = set()
    if FIGURES in needs and not has_figures(of):
        lacks.add(FIGURES)
    if BALLOTS in needs and (of.survey is None or not of.survey.groups):
        lacks.add(BALLOTS)
    return {name: _lacking(name, of) for name in wanted if STANDARD[name].needs in lacks}


def _lacking(name: str, of: Material) -> Problem:
    report = STANDARD[name]
    file = Place(SURVEY_FIGURES if report.needs == FIGURES else BALLOT_FILES)
    return problem("PS896", file, wanted=title_of(report, of), reason=f"standard.{report.needs}")
