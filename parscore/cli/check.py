"""``parscore check``: every problem of every file, and the notes that go back to the agencies."""

from collections.abc import Sequence
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
    here,
)
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.season.checked import CheckedFile
    from parscore.season.named import Named
    from parscore.season.open import SeasonFolder

FilesArgument = Annotated[list[Path] | None, typer.Argument(help="argument.check_files", show_default=False)]
NotesOption = Annotated[
    Path | None, typer.Option("--write-notes", help="option.write_notes", metavar="DIR", show_default=False)
]
OnlyOption = Annotated[list[str] | None, typer.Option("--only", help="option.only", metavar="CODE", show_default=False)]
RETURNED = "tra-lai"
"""The folder that the hint proposes for the return notes."""


def check(
    files: FilesArgument = None,
    write_notes: NotesOption = None,
    only: OnlyOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print every problem of every file of the season, or of some files; nothing but return notes is written."""
    from parscore.reports.check import check_document, check_summary
    from parscore.reports.console import literal, print_problems
    from parscore.reports.document import dump
    from parscore.season.checked import checked_files

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    codes = chosen_codes(session, only or [])
    named = _named(session, season, files)
    result = session.scored(folder, jobs, stage, instead=named.elsewhere if named else ())
    every = _of_files(result.problems, named)
    problems = tuple(found for found in every if not codes or found.code.startswith(codes))
    checked = checked_files(result, problems, named.shown if named else None)
    # A note says all there is to mend, whatever codes are asked for: else the form would come back with the rest.
    written = _write_notes(session, folder, result, every, named, write_notes) if write_notes else ()
    if as_json:
        session.emit(lambda: dump(check_document(problems, checked, written, session.words)))
    else:
        print_problems(session.out, problems, session.words, plain=plain)
    session.err.print(literal(check_summary(checked, problems, session.words, codes)))
    if not write_notes and any(file.worst for file in checked):
        session.say("check.next", command=f"parscore check --write-notes {RETURNED}{here(season)}")
    if problems:
        session.say("check.rule", command=f"parscore rule {problems[-1].code}")
    session.finish(problems, strict=strict)


def chosen_codes(session: Session, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the codes, or beginnings of codes, that are asked for; one that fits no code is a usage error."""
    from parscore.model.catalogue import CATALOGUE

    codes = tuple(code.strip().upper() for text in wanted for code in text.split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in CATALOGUE):
            raise session.unknown("unknown_problem", code, list(CATALOGUE))
    return codes


def _named(session: Session, season: Path, files: Sequence[Path] | None) -> "Named | None":
    """Find the files that are named; ``None`` where all are meant, a usage error where one is not there."""
    from parscore.season.named import named_files

    if not files:
        return None
    named = named_files(season, files)
    for missing, near in named.unknown:
        raise session.unknown("no_file", missing, near)
    return named


def _of_files(problems: "Sequence[Problem]", named: "Named | None") -> "tuple[Problem, ...]":
    """The problems of the files that are meant: all of them where none is named."""
    if named is None:
        return tuple(problems)
    return (*(found for found in problems if found.place.file in named.shown), *named.problems)


def _write_notes(
    session: Session,
    folder: "SeasonFolder",
    result: "SeasonResult",
    problems: "Sequence[Problem]",
    named: "Named | None",
    target: Path,
) -> tuple[str, ...]:
    """Write the return notes, all of them or none, and say what was written, what was not, and what is left over."""
    from parscore.reports.return_notes import note_name
    from parscore.reports.xlsx_notes import note_bytes
    from parscore.season.checked import checked_files, returned_to_agencies
    from parscore.season.store import write_whole

    season = folder.season
    checked = checked_files(result, problems, named.shown if named else None)
    returned = returned_to_agencies(season, checked, problems)
    outputs = {target / note_name(season, one.agency): note_bytes(season, one, session.words) for one in returned}
    if failure := write_whole(outputs):
        session.give_up([failure])
    _tell_notes(session, folder, checked, {one.agency.id for one in returned}, target)
    return tuple(path.as_posix() for path in outputs)


def _tell_notes(
    session: Session, folder: "SeasonFolder", checked: "Sequence[CheckedFile]", returned: set[str], target: Path
) -> None:
    """Say to whom a note goes, who sent a form and gets none, and which notes of an earlier run are still there."""
    from parscore.reports.return_notes import note_name

    agencies = folder.season.agencies
    session.say("notes.written", count=len(returned), folder=target.as_posix())
    received = {file.agency for file in checked}
    without = [agency for agency in agencies if agency in received - returned]
    if without:
        session.say("notes.without", count=len(without), agencies=", ".join(without))
    if nobodys := [file.file for file in checked if not file.agency]:
        session.say("notes.nobodys", files=", ".join(nobodys))
    older = [name for agency in without if (target / (name := note_name(folder.season, agencies[agency]))).exists()]
    if older:
        session.say("notes.older", files=", ".join(older))
