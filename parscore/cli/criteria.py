"""``parscore criteria``: checking and showing criteria sets."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from parscore.cli import criteria_versions
from parscore.cli.options import HERE, JsonOption, LanguageOption, PlainOption, SeasonOption, StrictOption, within
from parscore.cli.output import CANNOT_RUN, start

app = typer.Typer(no_args_is_help=True)
app.command("test", help="criteria.test")(criteria_versions.test)
app.command("diff", help="criteria.diff")(criteria_versions.diff)

FilesArgument = Annotated[list[Path], typer.Argument(help="argument.sets")]
SetArgument = Annotated[str, typer.Argument(help="argument.set")]


@app.command("lint", help="criteria.lint")
def lint(
    files: FilesArgument,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print every fault of every file with its line and column."""
    from parscore.definitions.load import read_criteria
    from parscore.reports.console import print_counts, print_problems
    from parscore.reports.document import dump, problem_document
    from parscore.season.versions import overlaps

    session = start(lang, as_json=as_json, plain=plain)
    files = [within(season, file) for file in files]
    read = [read_criteria(file, file.as_posix()) for file in files]
    problems = [found for _, faults in read for found in faults]
    problems += overlaps(criteria for criteria, _ in read if criteria)
    if as_json:
        session.emit(lambda: dump(problem_document(problems, session.words)))
    else:
        print_problems(session.out, problems, session.words, plain=plain)
    print_counts(session.err, problems, session.words)
    if any(found.code == "PS122" for found in problems):
        for file in files:
            session.hint_at_files(file)
        raise typer.Exit(CANNOT_RUN)
    session.finish(problems, strict=strict)


@app.command("show", help="criteria.show")
def show(
    criteria: SetArgument, season: SeasonOption = HERE, plain: PlainOption = False, lang: LanguageOption = None
) -> None:
    """Print the tree of a set: areas, criteria, sub-criteria, maxima and rules."""
    from parscore.definitions.load import read_criteria
    from parscore.reports.console import print_criteria

    session = start(lang, plain=plain)
    file, shown_as = criteria_versions.locate(session, criteria, season)
    loaded, problems = read_criteria(file, shown_as)
    if loaded is None:
        session.hint_at_files(file)
        session.give_up(problems)
    print_criteria(session.out, loaded, session.words, plain=plain)
    session.tell(problems)
    session.finish(problems)


@app.command("schema", help="criteria.schema")
def schema(lang: LanguageOption = None) -> None:
    """Print the JSON Schema of criteria sets, for editors."""
    from parscore.definitions.schema import json_schema
    from parscore.reports.document import dump

    session = start(lang)
    session.emit(lambda: dump(json_schema(partial(session.words.text, "schema"))))
