"""``parscore cells``: what the reader sees in a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from parscore.cli.options import HERE, JsonOption, LanguageOption, PlainOption, SeasonOption, within
from parscore.cli.output import start

FileArgument = Annotated[Path, typer.Argument(help="argument.file")]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="option.sheet", show_default=False)]


def cells(
    file: FileArgument,
    sheet: SheetOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print every non-empty cell as it is stored."""
    from parscore.reports.console import print_cells
    from parscore.reports.document import cells_document, dump
    from parscore.workbooks.cells import cell_rows
    from parscore.workbooks.ooxml import read_file

    session = start(lang, as_json=as_json, plain=plain)
    file = within(season, file)
    book, problems = read_file(file, file.as_posix())
    if book is None:
        session.hint_at_files(file)
        session.give_up(problems)
    names = [known.name for known in book.sheets]
    if sheet is not None and sheet not in names:
        raise session.unknown("unknown_sheet", sheet, names)
    rows = cell_rows(book, sheet)
    if as_json:
        session.emit(lambda: dump(cells_document(file.as_posix(), rows, problems, session.words)))
    else:
        print_cells(session.out, rows, session.words, plain=plain)
        session.tell(problems)
    session.finish(problems)
