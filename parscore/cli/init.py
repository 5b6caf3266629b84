"""``parscore init``: a new season folder."""

from pathlib import Path
from typing import Annotated

import typer

from parscore.cli.options import LanguageOption
from parscore.cli.output import Session, start

FolderArgument = Annotated[Path, typer.Argument(help="argument.folder", metavar="DIR")]
FromOption = Annotated[Path | None, typer.Option("--from", help="option.from", metavar="DIR", show_default=False)]
YearOption = Annotated[int | None, typer.Option("--year", min=2000, max=2099, help="option.year", show_default=False)]
DemoOption = Annotated[bool, typer.Option("--demo", help="option.demo")]


def init(
    folder: FolderArgument,
    earlier: FromOption = None,
    year: YearOption = None,
    demo: DemoOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make a season folder by the sample or by an earlier season; nothing that exists is touched."""
    from parscore.season.create import SAMPLE_YEAR, create, earlier_files, occupied, sample_files
    from parscore.season.open import INBOX, open_folder

    session = start(lang)
    if taken := occupied(folder):
        session.give_up([taken])
    if earlier is None:
        content = sample_files(SAMPLE_YEAR if year is None else year)
    else:
        before, problems = open_folder(earlier)
        if before is None:
            session.give_up(problems)
        old = before.season.year
        content = earlier_files(earlier, old, old + 1 if year is None else year)
    if failure := create(folder, content):
        session.give_up([failure])
    commands = ["parscore form --all"]
    if demo:
        add_demo(session, folder)
        commands.insert(0, "parscore score")
    session.say("season_made", folder=folder.as_posix(), files=", ".join((*content, f"{INBOX}/")))
    session.say("season_next", folder=folder.as_posix(), commands=" · ".join(commands))


def add_demo(session: Session, folder: Path) -> None:
    """Write the made-up data of the season that has just been made."""
    from parscore.season.demo import demo_files
    from parscore.season.open import open_folder
    from parscore.season.store import write_whole

    made, problems = open_folder(folder)
    if made is None:
        session.give_up(problems)
    for path, data in demo_files(made.season, session.words):
        if failure := write_whole({folder / path: data}):
            session.give_up([failure])
