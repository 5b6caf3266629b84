"""``parscore history``: places held over many years, from a CSV file."""

from pathlib import Path
from typing import Annotated

import typer

from parscore.cli.compare import TableOption, check_ending
from parscore.cli.options import JsonOption, LanguageOption, PlainOption
from parscore.cli.output import Session, start

FileArgument = Annotated[Path, typer.Argument(help="argument.history")]
UnitOption = Annotated[list[str] | None, typer.Option("--unit", "-u", help="option.unit", show_default=False)]
IndexOption = Annotated[list[str] | None, typer.Option("--index", help="option.index", show_default=False)]


def history(
    file: FileArgument,
    unit: UnitOption = None,
    index: IndexOption = None,
    output: TableOption = None,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print places over many years from a CSV file: times first, best, worst and mean place, year by year."""
    from parscore.reports.console_history import print_history
    from parscore.reports.document import dump
    from parscore.reports.history import history_csv, history_document, history_workbook
    from parscore.yearly.history import of_interest, read_history

    session = start(lang, as_json=as_json, plain=plain)
    check_ending(session, output)
    every, problems = read_history(file, file.as_posix())
    if not every:
        session.give_up(problems)
    for names, known in ((unit, [one.unit for one in every]), (index, [one.index for one in every])):
        _known(session, names or [], list(dict.fromkeys(known)))
    series = of_interest(every, unit or [], index or [])
    if as_json:
        session.emit(lambda: dump(history_document(series)))
    elif output is None or plain:
        print_history(session.out, series, session.words, plain=plain)
    if output is not None:
        make = history_csv if output.suffix.lower() == ".csv" else history_workbook
        session.write({output: make(series, session.words)})
    session.tell(problems)
    session.finish(problems)


def _known(session: Session, names: list[str], known: list[str]) -> None:
    from parscore.viet import normal_form

    for name in names:
        if normal_form(name) not in map(normal_form, known):
            raise session.unknown("unknown_series", name, known)
