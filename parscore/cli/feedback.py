"""``parscore feedback``: the result sheet of each agency."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.compare import AgencyMapOption, PreviousOption, check_map, last_year
from parscore.cli.form import AgenciesArgument, AllOption, chosen
from parscore.cli.options import HERE, GroupOption, JobsOption, LanguageOption, SeasonOption, StageOption
from parscore.cli.output import Session, open_season
from parscore.cli.report import PublicOption, reports_of

if TYPE_CHECKING:
    from parscore.reports.material import Material

SHEETS: Final = "phieu-ket-qua"
"""The folder of the sheets below that of the reports."""


class SheetFormat(StrEnum):
    """Formats of a result sheet."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"


FormatOption = Annotated[list[SheetFormat] | None, typer.Option("--format", "-f", help="option.sheet_format")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="option.sheets_out", metavar="DIR", show_default=False)
]


def feedback(
    agencies: AgenciesArgument = None,
    everyone: AllOption = False,
    group: GroupOption = None,
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
    """Score a season and write the result sheet of each agency: rank, areas, what lost points cost, what to do."""
    from parscore.reports.material import material

    session, folder = open_season(season, lang)
    wanted = [agency.id for agency in chosen(session, folder.season, agencies or [], group, everyone=everyone)]
    check_map(session, previous, mapping)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    of = material(result, session.words, last_year(session, result, previous, mapping, jobs), public=public)
    target = reports_of(folder.path, public=public) / SHEETS if out is None else out
    with session.writing(folder.path, "feedback", out), session.watching("writing_sheets") as watch:
        written = list(watch(_written(session, of, wanted, form or list(SheetFormat), target), len(wanted)))
    session.say("sheets_written", count=len(written), folder=target.as_posix())
    session.finish(found for found in result.problems if found.agency in wanted or found.code == "PS819")


def _written(
    session: Session, of: "Material", wanted: Sequence[str], forms: Sequence[SheetFormat], target: Path
) -> Iterator[str]:
    """Write the files of one agency after the other, so that memory does not grow with their number."""
    from parscore.reports.feedback import feedback_of
    from parscore.reports.formats import SHEET_FORMATS
    from parscore.season.store import write_whole
    from parscore.viet import safe_name

    for one in feedback_of(of, tuple(wanted)):
        agency = one.card.agency
        name = f"{of.result.season.year}_{safe_name(agency.id)}_phieu-ket-qua"
        files = {target / f"{name}.{form.value}": SHEET_FORMATS[form.value](one, of) for form in dict.fromkeys(forms)}
        if failure := write_whole(files):
            session.give_up([failure])
        yield agency.id
