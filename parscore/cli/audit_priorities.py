"""``parscore audit priorities``: which scores to check first, and why."""

from pathlib import Path
from typing import Annotated

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import (
    HERE,
    GroupOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StageOption,
)
from parscore.cli.output import open_season

TOPIC = "priorities"
AgencyOption = Annotated[str | None, typer.Option("--agency", help="option.agency", show_default=False)]
TopOption = Annotated[int, typer.Option("--top", min=1, help="option.top", metavar="N")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="option.csv_output", show_default=False)]


def priorities(
    group: GroupOption = None,
    agency: AgencyOption = None,
    top: TopOption = 30,
    output: OutputOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print the scores that most ask to be checked, the most first; with ``--output`` also as a CSV file."""
    from parscore.audit.priorities import priorities as ordered
    from parscore.audit.recorded import replay_of
    from parscore.reports.console import print_table
    from parscore.reports.document import dump
    from parscore.reports.priority_rows import COLUMNS, priorities_csv, priorities_document, priority_rows

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    words, groups = session.words, [declared.id for declared in folder.season.groups]
    if group is not None and group not in groups:
        raise session.unknown("unknown_group", group, groups)
    if output is not None and output.suffix.lower() != ".csv":
        raise typer.BadParameter(words.text(TOPIC, "suffix", found=output.as_posix()))
    wanted = find_agency(session, folder.season, agency) if agency else None
    result = session.scored(folder, jobs, stage)
    chosen = [
        ranking
        for ranking in result.groups
        if group in (None, ranking.group.id) and (wanted is None or wanted.group == ranking.group.id)
    ]
    with session.watching("weighing") as watch:
        each = [
            ordered(replay_of(folder, result, one), wanted.id if wanted else "") for one in watch(chosen, len(chosen))
        ]
    found = sorted((one for several in each for one in several), key=lambda one: -one.value)[:top]
    if output is not None:
        session.write({output: priorities_csv(found, words)})
    if as_json:
        session.emit(lambda: dump(priorities_document(result, found, words)))
    else:
        print_table(session.out, COLUMNS, priority_rows(found, words), words, plain=plain)
    session.finish([])
