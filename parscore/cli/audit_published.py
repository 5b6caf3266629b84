"""``parscore audit published``: a published table against itself and against the recomputed result."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import (
    HERE,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StageOption,
    StrictOption,
    within,
)
from parscore.cli.output import Session, open_season, start

if TYPE_CHECKING:
    from parscore.audit.published import Read


class DecimalSign(StrEnum):
    """The decimal sign of numbers that are written as text."""

    COMMA = "comma"
    POINT = "point"


FileArgument = Annotated[Path, typer.Argument(help="argument.published")]
AloneOption = Annotated[bool, typer.Option("--alone", help="option.alone")]
ColumnOption = Annotated[list[str] | None, typer.Option("--column", help="option.column", metavar="KIND=COLUMN")]
DecimalOption = Annotated[DecimalSign | None, typer.Option("--decimal", help="option.decimal", show_default=False)]


def published(
    file: FileArgument,
    alone: AloneOption = False,
    column: ColumnOption = None,
    decimal: DecimalOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Check a published table by itself, and compare it with a season scored again; nothing is written."""
    from parscore.audit.published import check_published, compare_published, read_published
    from parscore.reports.console import print_counts, print_published
    from parscore.reports.document import dump
    from parscore.reports.published import published_document
    from parscore.season.open import SEASON_FILE

    by_itself = alone or (season == HERE and not (HERE / SEASON_FILE).is_file())
    if by_itself:
        session, folder = start(lang, as_json=as_json, plain=plain), None
    else:
        session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    chosen = _chosen(session, column or [])
    mark = {None: "", DecimalSign.COMMA: ",", DecimalSign.POINT: "."}[decimal]
    file = within(season, file)
    declared = folder.season if folder else None
    read = read_published(file, file.as_posix(), season=declared, chosen=chosen, mark=mark)  # type: ignore[arg-type]
    if not read.tables:
        session.hint_at_files(file)
        session.give_up(read.problems)
    _refuse_strays(session, read, chosen)
    if folder is None:
        found = check_published(read)
    else:
        found = compare_published(read, folder, session.scored(folder, jobs, stage))
    if as_json:
        session.emit(lambda: dump(published_document(found, session.words)))
    else:
        print_published(session.out, found, session.words, plain=plain)
    print_counts(session.err, found.problems, session.words)
    session.finish(found.problems, strict=strict)


def _refuse_strays(session: Session, read: "Read", chosen: list[tuple[str, str]]) -> None:
    """End the command where a column that a person named is in no table."""
    from parscore.audit.published_roles import NONE
    from parscore.reports.published import TOPIC
    from parscore.viet import show

    for role, column in chosen:
        if role != NONE and not any(role in table.columns.roles for table in read.tables):
            raise typer.BadParameter(session.words.text(TOPIC, "usage.column", found=show(f"{role}={column}")))


def _chosen(session: Session, written: list[str]) -> list[tuple[str, str]]:
    """The columns that a person names: a kind that is known, and a column."""
    from parscore.audit.published_roles import AREA, ROLES
    from parscore.reports.published import TOPIC
    from parscore.viet import show

    chosen = []
    for text in written:
        role, sign, column = (part.strip() for part in text.partition("="))
        if not (role and sign and column):
            raise typer.BadParameter(session.words.text(TOPIC, "usage.form", found=show(text)))
        if role not in ROLES and not role.startswith(AREA):
            known = ", ".join((*ROLES, f"{AREA}1"))
            raise typer.BadParameter(session.words.text(TOPIC, "usage.role", found=show(role), known=known))
        chosen.append((role, column))
    return chosen
