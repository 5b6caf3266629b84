"""``parscore audit papers``: a workbook per agency in which every figure is a live formula over its own values."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.form import AgenciesArgument, AllOption, chosen
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
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.model.season import Agency
    from parscore.reports.xlsx_papers import PaperOrder
    from parscore.season.open import SeasonFolder

OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="option.papers", metavar="DIR", show_default=False)
]
_NAMED = 6
"""Files that are named when they have been written; more are counted."""


def papers(
    agencies: AgenciesArgument = None,
    everyone: AllOption = False,
    group: GroupOption = None,
    output: OutputOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Write the working papers of agencies; those that are there already are replaced."""
    from parscore.reports.document import dump
    from parscore.reports.papers import PAPERS, papers_document

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    wanted = chosen(session, folder.season, agencies or [], group, everyone=everyone)
    target = folder.path / PAPERS if output is None else output
    with session.locked(folder.path, "audit papers"):
        result = session.scored(folder, jobs, stage)
        with session.watching("writing_papers") as watch:
            orders = _orders(session, folder, result, wanted)
            written = list(watch(_written(session, orders, target), len(wanted)))
    problems = [found for _, faults in written for found in faults]
    files = [file.as_posix() for file, _ in written]
    if as_json:
        session.emit(lambda: dump(papers_document(files, problems, session.words)))
    else:
        session.tell(problems)
    named = ", ".join(Path(file).name for file in files[:_NAMED]) + (", …" if len(files) > _NAMED else "")
    session.say("papers_written", count=len(files), folder=target.as_posix(), files=named)
    session.finish(problems)


def _orders(
    session: Session, folder: "SeasonFolder", result: "SeasonResult", wanted: "Sequence[Agency]"
) -> "Iterator[PaperOrder]":
    """What is to be written of each agency; a group's values are gathered once."""
    from parscore.audit.paper_group import members_of
    from parscore.reports.marks import release
    from parscore.reports.xlsx_papers import PaperOrder
    from parscore.season.keep import with_record

    result = with_record(folder, result)
    names = {agency.id for agency in wanted}
    for ranking in result.groups:
        standings = [standing for standing in ranking.standings if standing.scorecard.agency.id in names]
        members = members_of(standing.scorecard for standing in ranking.standings) if standings else {}
        for standing in standings:
            yield PaperOrder(folder.season, ranking, standing, members, result.record, not result.unlocked, release())


def _written(session: Session, orders: "Iterator[PaperOrder]", target: Path) -> "Iterator[tuple[Path, list[Problem]]]":
    """Write one paper after the other, so that memory does not grow with their number."""
    from parscore.model.place import Place
    from parscore.reports.papers import difference_problems
    from parscore.reports.xlsx_papers import paper_bytes, paper_name
    from parscore.season.store import write_whole

    for order in orders:
        agency = order.standing.scorecard.agency
        file = target / paper_name(order.season, agency.id)
        content, differences = paper_bytes(order, session.words)
        if failure := write_whole({file: content}):
            session.give_up([failure])
        yield file, difference_problems(order.standing.scorecard, Place(file.as_posix()), differences)
