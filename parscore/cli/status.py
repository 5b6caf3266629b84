"""``parscore status``: how far the season is, who is missing, what comes next."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import HERE, JobsOption, JsonOption, LanguageOption, PlainOption, SeasonOption, here
from parscore.cli.output import open_season

if TYPE_CHECKING:
    from parscore.season.open import SeasonFolder

MissingOption = Annotated[bool, typer.Option("--missing", help="option.missing")]
TodayOption = Annotated[
    datetime | None,
    typer.Option("--today", help="option.today", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", show_default=False),
]


def status(
    missing: MissingOption = False,
    today: TodayOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print the steps of the season and what to do next; nothing is written."""
    from parscore.reports.console_status import print_missing, print_status
    from parscore.reports.document import dump
    from parscore.reports.status_document import status_document, written_results
    from parscore.season.progress import progress_of

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    result = session.scored(folder, jobs)
    results = written_results(_results(folder.path), result)
    progress = progress_of(folder, result, _forms(folder), results, day_of(today))
    if as_json:
        session.emit(lambda: dump(status_document(progress, session.words, here(season))))
    elif missing:
        print_missing(session.out, progress, session.words, plain=plain)
    else:
        print_status(session.out, progress, session.words, here(season), plain=plain)


def day_of(today: datetime | None) -> date:
    """The day that was given, or else today: the one place that looks at a clock."""
    return today.date() if today else date.today()


def _results(folder: Path) -> bytes | None:
    from parscore.reports.outputs import DOCUMENT

    file = folder / DOCUMENT
    return file.read_bytes() if file.is_file() else None


def _forms(folder: "SeasonFolder") -> set[str]:
    """The agencies of which a form lies in ``forms/``."""
    from parscore.season.inbox import look_into
    from parscore.season.receive import agency_of_name

    files = look_into(folder.path / "forms", "forms").files
    found = (agency_of_name(shown, folder.season) for _, shown in files)
    return {agency.id for agency in found if agency}
