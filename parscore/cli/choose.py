"""``parscore choose``: which of several different forms of one agency counts; the choice is kept with the season."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption, here
from parscore.cli.output import Session, open_season
from parscore.cli.status import TodayOption, day_of

if TYPE_CHECKING:
    from parscore.season.choosing import Choosing
    from parscore.season.open import SeasonFolder

FileArgument = Annotated[Path, typer.Argument(help="argument.choose_file", metavar="FILE", show_default=False)]
ByOption = Annotated[str, typer.Option("--by", help="option.choose_by", metavar="NAME")]
ReasonOption = Annotated[str, typer.Option("--reason", help="option.choose_reason", metavar="TEXT")]


def choose(
    file: FileArgument,
    by: ByOption,
    reason: ReasonOption,
    today: TodayOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Let one of several different forms of an agency count; who, when and why are added to ``choices.csv``."""
    from parscore.model.problem import Problem
    from parscore.season.choices import CHOICES, Choice, with_choice
    from parscore.season.frozen import refusal

    session, folder = open_season(season, lang)
    session.refuse_blank({"--by": by, "--reason": reason})
    shown = _in_inbox(session, season, file)
    with session.locked(folder.path, "choose"):
        found = _found(session, folder, shown, jobs)
        form = found.received
        register = folder.path / CHOICES
        before = register.read_bytes() if register.exists() else b""
        choice = Choice(form.agency, shown, form.digest, day_of(today).isoformat(), by.strip(), reason.strip())
        content = with_choice(before, choice)
        if isinstance(content, Problem):
            session.give_up([content])
        if locked := refusal(folder.path, {register: content}):
            session.give_up([locked])
        session.write({register: content})
    session.say("choose.counts", file=shown, name=folder.season.agencies[form.agency].name, agency=form.agency)
    if found.others:
        session.say("choose.aside", files=", ".join(found.others))
    session.say("choose.next", command=f"parscore score{here(season)}")


def _in_inbox(session: Session, season: Path, file: Path) -> str:
    """The path for people of a file of the inbox; what is none, or not there, ends the command."""
    from parscore.season.choosing import problems_of
    from parscore.season.named import named_files

    named = named_files(season, [file])
    for missing, near in named.unknown:
        raise session.unknown("no_file", missing, near)
    outside = bool(named.elsewhere or named.problems)
    if len(named.shown) != 1 or outside:
        key = "choose.outside" if outside else "choose.one"
        raise typer.BadParameter(session.words.text("command", key, file=file.as_posix()))
    if odd := problems_of(season, named.shown[0]):
        session.give_up(odd)
    return named.shown[0]


def _found(session: Session, folder: "SeasonFolder", shown: str, jobs: int) -> "Choosing":
    """What there is to choose from; a file that is nobody's usable form, or the only one, ends the command."""
    from parscore.season.choosing import choosing

    with session.watching() as watch:
        found = choosing(folder, shown, jobs=jobs, watch=watch)
    form = found.received
    if form.submission is None:
        session.say("choose.unusable", file=shown)
        session.give_up([each for each in form.problems if each.severity == "error"])
    if not found.open_in(folder):
        told = {"agency": form.agency, "name": folder.season.agencies[form.agency].name, "file": shown}
        raise typer.BadParameter(session.words.text("command", "choose.only", **told))
    return found
