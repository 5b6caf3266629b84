"""Options that several commands share. Help texts are keys of the message catalogue until the app is started."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class LanguageChoice(StrEnum):
    """Languages of messages and reports."""

    VI = "vi"
    EN = "en"


SeasonOption = Annotated[Path, typer.Option("-C", "--season", help="option.season", metavar="DIR", show_default=False)]
LanguageOption = Annotated[LanguageChoice | None, typer.Option("--lang", help="option.lang", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="option.json")]
PlainOption = Annotated[bool, typer.Option("--plain", help="option.plain")]
StrictOption = Annotated[bool, typer.Option("--strict", help="option.strict")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="option.jobs")]
GroupOption = Annotated[str | None, typer.Option("--group", "-g", help="option.group", show_default=False)]

StageOption = Annotated[str | None, typer.Option("--stage", help="option.stage", show_default=False)]

HERE = Path()
"""The default season folder: the current one."""


def within(season: Path, file: Path) -> Path:
    """Return a file named on the command line: as it stands, or else where it lies inside the season's folder."""
    inside = season / file
    return inside if not file.exists() and inside.exists() else file


def here(season: Path) -> str:
    """Return the words that make a command work on the same season: nothing where that is the current folder."""
    if season == HERE:
        return ""
    written = season.as_posix()
    return f" -C '{written}'" if " " in written else f" -C {written}"
