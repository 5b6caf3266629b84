"""``parscore compare``: this season beside an earlier one, agency by agency, as far as they can be compared."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.options import HERE, GroupOption, JobsOption, JsonOption, LanguageOption, PlainOption, SeasonOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.reports.material import Past
    from parscore.yearly.compare import YearOnYear

TABLES: Final = (".csv", ".xlsx")
"""Endings of the files that tables are written to."""

PreviousArgument = Annotated[Path, typer.Argument(help="argument.previous")]
AgencyMapOption = Annotated[
    Path | None, typer.Option("--map", help="option.agency_map", metavar="FILE", show_default=False)
]
PreviousOption = Annotated[
    Path | None, typer.Option("--previous", help="option.report_previous", metavar="DIR", show_default=False)
]
TableOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="option.table_output", metavar="FILE", show_default=False)
]


def compare(
    previous: PreviousArgument,
    mapping: AgencyMapOption = None,
    group: GroupOption = None,
    output: TableOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Compare a season with an earlier one; both are scored after their last stage."""
    from parscore.reports.console_yearly import print_comparison
    from parscore.reports.document import dump
    from parscore.reports.yearly import comparison_document

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    known = [declared.id for declared in folder.season.groups]
    if group is not None and group not in known:
        raise session.unknown("unknown_group", group, known)
    check_ending(session, output)
    result = session.recorded(folder, session.scored(folder, jobs))
    compared, problems = year_on_year(session, result, previous, mapping, jobs)
    if as_json:
        session.emit(lambda: dump(comparison_document(compared, session.words, group)))
    elif output is None or plain:
        print_comparison(session.out, compared, session.words, plain=plain, group=group)
    if output is not None:
        session.write({output: _table(session, compared, group, output)})
    session.tell(problems)
    session.finish(problems)


def year_on_year(
    session: Session, result: "SeasonResult", previous: Path, mapping: Path | None, jobs: int
) -> "tuple[YearOnYear, tuple[Problem, ...]]":
    """Score the previous season and compare; a season or a mapping that cannot be used ends the command."""
    from parscore.season.keep import with_record
    from parscore.season.open import open_folder
    from parscore.yearly.agency_map import read_agency_map
    from parscore.yearly.compare import compare_seasons
    from parscore.yearly.findings import findings

    folder, problems = open_folder(previous)
    if folder is None:
        session.give_up(problems)
    before = with_record(folder, session.scored(folder, jobs))
    lines, faults = ((), ()) if mapping is None else read_agency_map(
        mapping, mapping.as_posix(), before.season, result.season
    )  # fmt: skip
    if faults:
        session.give_up(faults)
    compared = compare_seasons(before, result, lines)
    return compared, findings(compared)


def last_year(
    session: Session, result: "SeasonResult", previous: Path | None, mapping: Path | None, jobs: int
) -> "Mapping[str, Past]":
    """Last year's places by agency, with what has to be said of the comparison; none without a previous season."""
    from parscore.reports.yearly import past_of

    return past_of(beside(session, result, previous, mapping, jobs))


def beside(
    session: Session, result: "SeasonResult", previous: Path | None, mapping: Path | None, jobs: int
) -> "YearOnYear | None":
    """The comparison with a previous season, with what has to be said of it; ``None`` without such a season."""
    if previous is None:
        return None
    compared, problems = year_on_year(session, result, previous, mapping, jobs)
    session.tell(problems)
    return compared


def check_map(session: Session, previous: Path | None, mapping: Path | None) -> None:
    """Refuse a mapping without the season that it maps from, before any work is done."""
    if mapping is not None and previous is None:
        raise typer.BadParameter(session.words.text("yearly", "map_alone"))


def check_ending(session: Session, output: Path | None) -> None:
    """Refuse a file that is neither CSV nor a workbook before any work is done."""
    if output is not None and output.suffix.lower() not in TABLES:
        raise typer.BadParameter(session.words.text("yearly", "files", found=output.name))


def _table(session: Session, compared: "YearOnYear", group: str | None, output: Path) -> bytes:
    from parscore.reports.yearly import comparison_csv, comparison_workbook

    make = comparison_csv if output.suffix.lower() == ".csv" else comparison_workbook
    return make(compared, session.words, group)
