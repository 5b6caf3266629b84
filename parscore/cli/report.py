"""``parscore report``: the season's report in the formats that people sign, send and read."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.compare import AgencyMapOption, PreviousOption, beside, check_map
from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, StageOption, within
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.reports.material import Material


class ReportFormat(StrEnum):
    """Formats of the season's report."""

    XLSX = "xlsx"
    DOCX = "docx"
    ANNEX = "annex"
    PDF = "pdf"
    HTML = "html"


REPORTS: Final = "reports"
"""Where reports go: not beside the outputs of a run, which its record vouches for byte by byte."""

PUBLIC: Final = "cong-khai"
"""Where public versions go below that, so that neither is taken for the other."""

FormatOption = Annotated[list[ReportFormat] | None, typer.Option("--format", "-f", help="option.report_format")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="option.report_out", metavar="DIR", show_default=False)
]
TemplateOption = Annotated[
    Path | None, typer.Option("--template", help="option.template", metavar="FILE", show_default=False)
]
PublicOption = Annotated[bool, typer.Option("--public", help="option.public")]


def report(
    form: FormatOption = None,
    out: OutOption = None,
    public: PublicOption = False,
    template: TemplateOption = None,
    previous: PreviousOption = None,
    mapping: AgencyMapOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Score a season and write its report in one format or several; the inputs are not touched."""
    from parscore.reports.formats import FORMATS
    from parscore.reports.material import material
    from parscore.reports.survey_figures import survey_of
    from parscore.reports.yearly import past_of
    from parscore.season.stages_scored import after_all

    session, folder = open_season(season, lang)
    check_map(session, previous, mapping)
    letterhead = None if template is None else within(folder.path, template)
    wanted = _possible(session, form, letterhead)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    compared = beside(session, result, previous, mapping, jobs)
    target = reports_of(folder.path, public=public) if out is None else out
    survey = survey_of(folder.path, folder.season)
    after = after_all(folder, result) if any(FORMATS[one].rounds for one in wanted) else {}
    of = material(
        result, session.words, past_of(compared),
        public=public, template=letterhead, after=after, survey=survey, compared=compared,
    )  # fmt: skip
    files = _files(of, wanted, target)
    with session.writing(folder.path, "report", out):
        session.write(files)
    session.finish(result.problems)


def _possible(session: Session, form: list[ReportFormat] | None, template: Path | None) -> list[ReportFormat]:
    """The formats that are asked for, each of which must be possible; where none is named, all that are.

    A template that cannot be used is never passed over.
    """
    from parscore.reports.formats import FORMATS

    refused = {one: found for one in form or ReportFormat if (found := FORMATS[one].refuse(template))}
    if form or (template is not None and ReportFormat.DOCX in refused):
        if refused:
            session.give_up(list(refused.values()))
        return form or list(ReportFormat)
    for one in refused:
        session.say("report_left_out", form=one.value)
    session.tell(list(refused.values()))
    return [one for one in ReportFormat if one not in refused]


def reports_of(folder: Path, *, public: bool) -> Path:
    """The folder of a season's reports, or of their public versions."""
    return folder / REPORTS / PUBLIC if public else folder / REPORTS


def _files(of: "Material", wanted: list[ReportFormat], target: Path) -> dict[Path, bytes]:
    from parscore.reports.formats import FORMATS

    return {target / FORMATS[one].file: FORMATS[one].render(of) for one in dict.fromkeys(wanted)}
