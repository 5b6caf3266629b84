"""``parscore report``: the season's report in the formats that people sign, send and read."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.compare import AgencyMapOption, year_on_year
from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, StageOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parscore.model.ranking import SeasonResult
    from parscore.reports.material import Material, Past


class ReportFormat(StrEnum):
    """Formats of the season's report."""

    XLSX = "xlsx"


REPORTS: Final = "reports"
"""Where reports go: not beside the outputs of a run, which its record vouches for byte by byte."""

FormatOption = Annotated[list[ReportFormat] | None, typer.Option("--format", "-f", help="option.report_format")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="option.report_out", metavar="DIR", show_default=False)
]
PublicOption = Annotated[bool, typer.Option("--public", help="option.public")]
PreviousOption = Annotated[
    Path | None, typer.Option("--previous", help="option.report_previous", metavar="DIR", show_default=False)
]


def report(
    form: FormatOption = None,
    out: OutOption = None,
    public: PublicOption = False,
    previous: PreviousOption = None,
    mapping: AgencyMapOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Score a season and write its report in one format or several; the inputs are not touched."""
    from parscore.reports.material import material

    session, folder = open_season(season, lang)
    if mapping is not None and previous is None:
        raise typer.BadParameter(session.words.text("yearly", "map_alone"))
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    before = _before(session, result, previous, mapping, jobs)
    target = folder.path / REPORTS if out is None else out
    files = _files(material(result, session.words, before, public=public), form or list(ReportFormat), target)
    with session.writing(folder.path, "report", out):
        session.write(files)
    session.finish(result.problems)


def _before(
    session: Session, result: "SeasonResult", previous: Path | None, mapping: Path | None, jobs: int
) -> "Mapping[str, Past]":
    """Last year's places by agency, with what has to be said of the comparison; none without a previous season."""
    from parscore.reports.material import NO_PAST
    from parscore.reports.yearly import past_of

    if previous is None:
        return NO_PAST
    compared, problems = year_on_year(session, result, previous, mapping, jobs)
    session.tell(problems)
    return past_of(compared)


def _files(of: "Material", wanted: list[ReportFormat], target: Path) -> dict[Path, bytes]:
    from parscore.reports.formats import FORMATS

    return {target / FORMATS[one].file: FORMATS[one].render(of) for one in dict.fromkeys(wanted)}
