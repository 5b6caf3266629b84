"""``parscore report``: the season's report in the formats that people sign, send and read."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.compare import AgencyMapOption, PreviousOption, beside, check_map
from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, StageOption, within
from parscore.cli.output import Session, open_season
from parscore.cli.report_set import SetOption, chosen_set, set_outputs, write_set

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

AgencySheetsOption = Annotated[bool, typer.Option("--agency-sheets", help="option.agency_sheets")]


def report(
    form: FormatOption = None,
    reports: SetOption = None,
    out: OutOption = None,
    public: PublicOption = False,
    template: TemplateOption = None,
    agency_sheets: AgencySheetsOption = False,
    previous: PreviousOption = None,
    mapping: AgencyMapOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Score a season and write its report in one format or several, or the standard set; the inputs are not touched."""
    from parscore.reports.formats import FORMATS
    from parscore.reports.material import material
    from parscore.reports.standard import FOLDER
    from parscore.reports.survey_figures import survey_of
    from parscore.reports.yearly import past_of
    from parscore.season.stages_scored import after_all

    session, folder = open_season(season, lang)
    check_map(session, previous, mapping)
    alien = {"--template": template, "--previous": previous, "--map": mapping, "--agency-sheets": agency_sheets}
    chosen = None if reports is None else chosen_set(session, reports, [name for name in alien if alien[name]])
    letterhead = None if template is None else within(folder.path, template)
    wanted = _possible(session, form, letterhead, whole=chosen is None)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    compared = beside(session, result, previous, mapping, jobs)
    target = reports_of(folder.path, public=public) if out is None else out
    rounds = chosen is None and any(FORMATS[one].rounds for one in wanted)
    of = material(
        result, session.words, past_of(compared),
        public=public, template=letterhead, after=after_all(folder, result) if rounds else {},
        survey=survey_of(folder.path, folder.season), compared=compared, agency_sheets=agency_sheets,
    )  # fmt: skip
    if chosen is not None:
        target = target / FOLDER if out is None else target
        outputs = set_outputs(session, of, chosen, wanted, target)
        with session.writing(folder.path, "report", out):
            write_set(session, outputs, target)
        session.finish(result.problems)
    files = _files(of, wanted, target)
    with session.writing(folder.path, "report", out):
        session.write(files)
    session.finish(result.problems)


def _possible(
    session: Session, form: list[ReportFormat] | None, template: Path | None, *, whole: bool
) -> list[ReportFormat]:
    """The formats that are asked for, each of which must be possible; where none is named, all that are.

    A template that cannot be used is never passed over. The standard set (not the ``whole`` report) has fewer formats.
    """
    from parscore.reports.formats import FORMATS, SET_FORMATS

    every = [one for one in ReportFormat if whole or one in SET_FORMATS]
    for one in form or ():
        if one not in every:
            raise session.unknown("unknown_set_format", one, every)
    refused = {one: found for one in form or every if (found := FORMATS[one].refuse(template))}
    if form or (template is not None and ReportFormat.DOCX in refused):
        if refused:
            session.give_up(list(refused.values()))
        return form or every
    for one in refused:
        session.say("report_left_out", form=one.value)
    session.tell(list(refused.values()))
    return [one for one in every if one not in refused]


def reports_of(folder: Path, *, public: bool) -> Path:
    """The folder of a season's reports, or of their public versions."""
    return folder / REPORTS / PUBLIC if public else folder / REPORTS


def _files(of: "Material", wanted: list[ReportFormat], target: Path) -> dict[Path, bytes]:
    from parscore.reports.formats import FORMATS

    return {target / FORMATS[one].file: FORMATS[one].render(of) for one in dict.fromkeys(wanted)}
