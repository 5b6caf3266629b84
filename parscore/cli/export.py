"""``parscore export``: every leaf of every agency, one row each, for pandas and other programs."""

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, StageOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parscore.messages import Words
    from parscore.model.ranking import SeasonResult
    from parscore.reports.export import ExportRow


class ExportFormat(StrEnum):
    """Formats of the long table."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


FormatOption = Annotated[
    ExportFormat | None, typer.Option("--format", "-f", help="option.export_format", show_default=False)
]
AllStagesOption = Annotated[bool, typer.Option("--all-stages", help="option.all_stages")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="option.export_output", metavar="FILE", show_default=False)
]


def export(
    form: FormatOption = None,
    stage: StageOption = None,
    all_stages: AllStagesOption = False,
    output: OutputOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Write the long table of a season: agency by leaf, after one stage or after each."""
    from parscore.reports.export import export_rows
    from parscore.season.stages_scored import cards_after

    session, folder = open_season(season, lang)
    if stage is not None and all_stages:
        raise typer.BadParameter(session.words.text("command", "stage_or_all"))
    wanted = form or _by_ending(output)
    if wanted is ExportFormat.PARQUET:
        _check_parquet(session, output)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    rows = export_rows(cards_after(folder, result, every_stage=all_stages), folder.season.year, session.words)
    content = _content(rows, wanted, result, session.words)
    if output is None:
        sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
    else:
        session.write({output: content})
    session.finish(result.problems)


def _by_ending(output: Path | None) -> ExportFormat:
    """The format that a file's name asks for; CSV for any other name."""
    ending = "" if output is None else output.suffix.lower().removeprefix(".")
    return next((form for form in ExportFormat if form.value == ending), ExportFormat.CSV)


def _check_parquet(session: Session, output: Path | None) -> None:
    """Refuse what cannot be: a binary file on the terminal, or a file without the library that writes it."""
    from parscore.model.problem import problem

    if output is None:
        raise typer.BadParameter(session.words.text("command", "parquet_output"))
    if find_spec("pyarrow") is None:
        session.give_up([problem("PS886")])


def _content(rows: "Iterable[ExportRow]", form: ExportFormat, result: "SeasonResult", words: "Words") -> bytes:
    from parscore.reports.document import run_document
    from parscore.reports.export import export_csv, export_json, export_parquet
    from parscore.reports.marks import marks_of

    if form is ExportFormat.JSON:
        return export_json(rows, run_document(result)).encode()
    return export_csv(rows) if form is ExportFormat.CSV else export_parquet(rows, marks_of(result, words).footer)
