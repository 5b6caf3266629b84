"""``parscore report --set``: the standard set of reports, under the names that provincial systems use."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from parscore.cli.output import Session
from parscore.viet import nearest, show

if TYPE_CHECKING:
    from parscore.reports.material import Material

SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="option.set", metavar="NAME[,NAME...]|all", show_default=False)
]


class Chosen(NamedTuple):
    """The reports that were asked for; ``every``: all there are, so that those that cannot be made are left out."""

    names: tuple[str, ...]
    every: bool


def chosen_set(session: Session, asked: Sequence[str], alien: Sequence[str]) -> Chosen:
    """Return the reports that are named; a name that is none, or another option beside that it does not take, is an
    error of usage (``alien``: such options as they were given).
    """
    from parscore.reports.standard import EVERY, STANDARD

    if alien:
        told = session.words.text("command", "set_without", options=", ".join(alien))
        raise typer.BadParameter(told, param_hint="--set")
    names = [name.strip().lower() for one in asked for name in one.split(",")]
    known = (*STANDARD, EVERY)
    for name in names:
        if name not in known:
            near = nearest(name, known)
            told = "; ".join((*near, *(one for one in known if one not in near)))
            text = session.words.text("command", "unknown_report", found=show(name), known=told)
            raise typer.BadParameter(text, param_hint="--set")
    every = EVERY in names
    return Chosen(tuple(STANDARD) if every else tuple(dict.fromkeys(names)), every)


def set_outputs(
    session: Session, of: "Material", chosen: Chosen, forms: Sequence[str], target: Path
) -> dict[Path, bytes]:
    """Render the reports in these formats.

    What lacks its survey ends the command where it was named, and is left out with a sentence where all were asked for.
    """
    from parscore.reports.formats import set_files
    from parscore.reports.standard import STANDARD, refused

    lacking = refused(chosen.names, of)
    if lacking and not chosen.every:
        session.give_up(list(lacking.values()))
    for name, found in lacking.items():
        session.say("set_left_out", name=name, reason=session.words.problem(found).message)
    made = [(name, form) for name in chosen.names if name not in lacking for form in dict.fromkeys(forms)]
    with session.watching("writing_set") as watch:
        files = (each for name, form in watch(made, len(made)) for each in set_files(STANDARD[name], form, of))
        return {target / path: content for path, content in files}


def write_set(session: Session, files: Mapping[Path, bytes], target: Path) -> None:
    """Write the files whole, all or none, and say how many and where."""
    from parscore.season.store import write_whole

    if failure := write_whole(files):
        session.give_up([failure])
    session.say("set_written", count=len(files), folder=target.as_posix())
