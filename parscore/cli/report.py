"""``parscore report``: the season's report in the formats that people sign, send and read."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, StageOption
from parscore.cli.output import open_season

if TYPE_CHECKING:
    from parscore.reports.material import Material


class ReportFormat(StrEnum):
    """Formats of the season's report."""

    XLSX = "xlsx"
    DOCX = "docx"
    ANNEX = "annex"


REPORTS: Final = "reports"
"""Where reports go: not beside the outputs of a run, which its record vouches for byte by byte."""

FormatOption = Annotated[list[ReportFormat] | None, typer.Option("--format", "-f", help="option.report_format")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="option.report_out", metavar="DIR", show_default=False)
]
PublicOption = Annotated[bool, typer.Option("--public", help="option.public")]


def report(
    form: FormatOption = None,
    out: OutOption = None,
    public: PublicOption = False,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Score a season and write its report in one format or several; the inputs are not touched."""
    from parscore.reports.material import material

    session, folder = open_season(season, lang)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    target = folder.path / REPORTS if out is None else out
    files = _files(material(result, session.words, public=public), form or list(ReportFormat), target)
    with session.writing(folder.path, "report", out):
        session.write(files)
    session.finish(result.problems)


def _files(of: "Material", wanted: list[ReportFormat], target: Path) -> dict[Path, bytes]:
    from parscore.reports.formats import FORMATS

    return {target / FORMATS[one].file: FORMATS[one].render(of) for one in dict.fromkeys(wanted)}
