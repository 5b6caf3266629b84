"""``parscore audit recheck``: every form read again by the other reader, and compared with the record."""

from typing import Annotated

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import (
    HERE,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StrictOption,
)
from parscore.cli.output import FINDINGS, open_season

AgenciesArgument = Annotated[list[str] | None, typer.Argument(help="argument.rechecked", show_default=False)]


def recheck(
    agencies: AgenciesArgument = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Read forms again with openpyxl, score again, compare with the record; nothing is written."""
    from parscore.audit.recheck import recheck as compare
    from parscore.reports.console import print_counts, print_problems, print_table
    from parscore.reports.document import dump
    from parscore.reports.recheck import COLUMNS, reader_version, recheck_document, recheck_rows

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    wanted = {find_agency(session, folder.season, written).id for written in agencies or ()}
    with session.watching("rereading") as watch:
        found = compare(folder, wanted or set(folder.season.agencies), jobs=jobs, watch=watch)
    if found.head is None:
        session.give_up(found.problems)
    if as_json:
        session.emit(lambda: dump(recheck_document(found, session.words)))
    else:
        print_table(session.out, COLUMNS, recheck_rows(found, session.words), session.words, plain=plain)
        print_problems(session.err if plain else session.out, found.problems, session.words, plain=plain)
    print_counts(session.err, found.problems, session.words)
    if found.forms:
        told = {name: sum(getattr(form, name) for form in found.forms) for name in ("cells", "scores", "disagreements")}
        files, record = {"files": found.rechecked, "all": len(found.forms)}, found.head
        session.say("rechecked", version=reader_version(), record=record.record, digest=record.body, **files, **told)
    else:
        session.say("not_compared")
    read = {form.agency for form in found.forms if not form.unread}
    if lacking := sorted(wanted - read) if found.forms else ():
        session.say("not_reread", agencies=", ".join(lacking))
        raise typer.Exit(FINDINGS)
    session.finish(found.problems, strict=strict)
