"""What every command shares once it runs: its words, its two streams, how problems are told, and how it ends."""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from parscore.cli.options import LanguageChoice
from parscore.messages import LANGUAGES, Words
from parscore.model.problem import Problem, Severity
from parscore.viet import nearest, show

if TYPE_CHECKING:
    from rich.console import Console

    from parscore.model.ranking import SeasonResult
    from parscore.season.open import SeasonFolder
    from parscore.season.run import Progress
    from parscore.season.spool import Content

CLEAN: Final = 0
FINDINGS: Final = 1
CANNOT_RUN: Final = 3
SHOWN_ON_SCREEN: Final = 40
"""Problems shown by commands whose subject is something else; ``check`` shows all."""
_NAMED: Final = 12
"""Names listed where none is near what was asked for."""


@dataclass(frozen=True)
class Session:
    """One run of a command: data goes to standard output, everything else to standard error."""

    words: Words
    json: bool = False
    plain: bool = False

    @cached_property
    def out(self) -> "Console":
        """Standard output."""
        from parscore.reports.console import open_console

        return open_console(sys.stdout)

    @cached_property
    def err(self) -> "Console":
        """Standard error."""
        from parscore.reports.console import open_console

        return open_console(sys.stderr)

    def emit(self, document: "Callable[[], str]") -> None:
        """Write a JSON document to standard output."""
        sys.stdout.write(document())

    def copy(self, document: "Content") -> None:
        """Write a JSON document that was written to a file to standard output too."""
        from parscore.season.spool import chunks

        decoder = getincrementaldecoder("utf-8")()
        for chunk in chunks(document):
            sys.stdout.write(decoder.decode(chunk))

    def say(self, key: str, **facts: object) -> None:
        """Say a sentence of the screen's words on standard error."""
        from parscore.reports.console import literal

        self.err.print(literal(self.words.text("command", key, **facts)))

    def tell(self, problems: Sequence[Problem], *, limit: int | None = None, command: str = "") -> None:
        """Print problems on standard error."""
        from parscore.reports.console import print_problems

        print_problems(self.err, problems, self.words, limit=limit, command=command)

    def unknown(self, key: str, found: str, known: Sequence[str], **facts: str) -> typer.BadParameter:
        """Make the error of an argument that names nothing there is, with the names that may have been meant."""
        named = nearest(found, known) or (*known[:_NAMED], *(["…"] if len(known) > _NAMED else []))
        told = {"found": show(found), "known": "; ".join(map(show, named)), **facts}
        return typer.BadParameter(self.words.text("command", key, **told))

    def refuse_blank(self, given: Mapping[str, str]) -> None:
        """Refuse options of which nothing is given but blanks: what they say is kept with the season."""
        for option, text in given.items():
            if not text.strip():
                raise typer.BadParameter(self.words.text("command", "option_blank", option=option))

    def hint_at_files(self, path: Path) -> None:
        """Say which files beside one that does not exist may have been meant."""
        if path.exists() or not path.parent.is_dir():
            return
        beside = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
        if near := nearest(path.name, beside):
            named = ((path.parent / name).as_posix() for name in near)
            told = [show(name, len(name) * 8) for name in (path.as_posix(), *named)]  # a cut path helps nobody
            self.say("no_file", found=told[0], known="; ".join(told[1:]))

    def give_up(self, problems: Sequence[Problem]) -> NoReturn:
        """End a command that cannot run, with all its reasons."""
        from parscore.reports.document import dump, problem_document

        if self.json:
            self.emit(lambda: dump(problem_document(problems, self.words)))
        else:
            self.tell(problems)
        raise typer.Exit(CANNOT_RUN)

    def write(self, files: "Mapping[Path, bytes]") -> None:
        """Write files whole, all or none, and name them; what keeps them from being written ends the command."""
        from parscore.season.store import write_whole

        if failure := write_whole(files):
            self.give_up([failure])
        self.say("written", files=", ".join(path.as_posix() for path in files))

    def finish(self, problems: Iterable[Problem], *, strict: bool = False) -> NoReturn:
        """End a command: 1 where a total is not final (or, with ``strict``, where there is any warning), else 0."""
        weighing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        raise typer.Exit(FINDINGS if any(found.severity in weighing for found in problems) else CLEAN)

    @contextmanager
    def locked(self, folder: Path, command: str) -> "Iterator[None]":
        """Hold the lock of a season while a command writes in it; where another run has it the command ends."""
        from parscore.season.lock import Unavailable, locked

        try:
            with locked(folder, f"parscore {command}") as notes:
                self.tell(notes)
                yield
        except Unavailable as refused:
            self.give_up([refused.problem])

    @contextmanager
    def writing(self, folder: Path, command: str, out: Path | None) -> "Iterator[None]":
        """Hold the lock of a season while files are written in it; files that go elsewhere need no lock."""
        if out is not None:
            yield
            return
        with self.locked(folder, command):
            yield

    def scored(
        self, folder: "SeasonFolder", jobs: int, stage: str | None = None, *, instead: "Sequence[tuple[Path, str]]" = ()
    ) -> "SeasonResult":
        """Read and score a season after a stage; on a terminal a bar shows how far the reading is.

        ``instead`` are files from elsewhere, read in the place of what the inbox has of their agencies.
        """
        from parscore.season.run import score_season

        known = [declared.id for declared in folder.season.stages]
        if stage is not None and stage not in known:
            raise self.unknown("unknown_stage", stage, known)
        with self.watching() as watch:
            return score_season(folder, stage=stage, jobs=jobs, watch=watch, instead=instead)

    def recorded(self, folder: "SeasonFolder", result: "SeasonResult") -> "SeasonResult":
        """Return a result with the digest of its record, which stands on every report; say which."""
        from parscore.season.keep import with_record

        found = with_record(folder, result)
        if found.record:
            self.say("recorded", digest=found.record)
        else:
            self.say("not_recorded")
        self.tell([each for each in found.problems if each.code == "PS819"])
        return found

    @contextmanager
    def watching(self, key: str = "reading") -> "Iterator[Progress]":
        """Give a progress bar on a terminal, and nothing elsewhere; ``key`` names what is being done."""
        from parscore.season.run import unwatched

        if not sys.stderr.isatty():
            yield unwatched
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=self.err, transient=True) as bar:
            yield lambda stream, count: bar.track(stream, count, description=self.words.text("command", key))


def start(lang: LanguageChoice | None, *, as_json: bool = False, plain: bool = False, season: str = "vi") -> Session:
    """Start a session; the language is the first known of ``--lang``, ``PARSCORE_LANG``, the season's, Vietnamese."""
    asked = (lang.value if lang else "", os.environ.get("PARSCORE_LANG", ""), season)
    known = (language for wanted in asked for language in LANGUAGES if language == wanted)
    return Session(Words(next(known, "vi")), as_json, plain)


def open_season(
    path: Path, lang: LanguageChoice | None, *, as_json: bool = False, plain: bool = False
) -> "tuple[Session, SeasonFolder]":
    """Open the season a command works on, or end with everything that stands against it."""
    from parscore.season.open import open_folder

    folder, problems = open_folder(path)
    if folder is None:
        start(lang, as_json=as_json, plain=plain).give_up(problems)
    return start(lang, as_json=as_json, plain=plain, season=folder.season.language), folder
