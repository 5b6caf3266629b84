"""``parscore verify`` and ``parscore lock``: rechecking a season by its record, and freezing it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from parscore.cli.options import (
    HERE,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StrictOption,
)
from parscore.cli.output import Session, open_season, start
from parscore.viet import show

if TYPE_CHECKING:
    from parscore.audit.verify import Verification
    from parscore.season.chain import Head
    from parscore.season.open import SeasonFolder

DigestOption = Annotated[
    str | None, typer.Option("--digest", help="option.digest", metavar="SHA-256", show_default=False)
]


def verify(
    digest: DigestOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Recheck a season against its record: chain, inputs, outputs, every score; nothing is written."""
    from parscore.reports.console import print_counts, print_problems
    from parscore.reports.document import dump, verify_document

    session = start(lang, as_json=as_json, plain=plain)
    found = _checked(season, jobs, "" if digest is None else _printed(session, digest))
    if found.head is None:
        session.give_up(found.problems)
    if as_json:
        session.emit(lambda: dump(verify_document(found, session.words)))
    else:
        print_problems(session.out, found.problems, session.words, plain=plain)
    print_counts(session.err, found.problems, session.words)
    told = "checked" if found.scores else "checked.not_scored"
    session.say(told, links=found.links, scores=found.scores, record=found.head.record, digest=found.head.body)
    session.finish(found.problems, strict=strict)


def _printed(session: Session, digest: str) -> str:
    """The digest as it is printed, at least as much of it as stands at the foot of a page: less is no proof."""
    from parscore.reports.marks import SHORT

    written = "".join(digest.split()).lower()
    if len(written) < SHORT or not set(written) <= set("0123456789abcdef"):
        raise typer.BadParameter(session.words.text("command", "digest_short", count=SHORT, found=show(digest)))
    return written


def lock(season: SeasonOption = HERE, jobs: JobsOption = 1, lang: LanguageOption = None) -> None:
    """Freeze a season whose result is final and which rechecks without a fault."""
    from parscore.season.frozen import LOCK_FILE, frozen_as, lock_bytes, read_lock
    from parscore.season.store import write_whole

    session, folder = open_season(season, lang)
    with session.locked(folder.path, "lock"):
        if read_lock(folder.path) is not None:
            _refuse(session, "lock.locked")
        found = _checked(folder.path, jobs, "")
        if found.head is None or any(each.severity == "error" for each in found.problems):
            session.tell(found.problems)
            _refuse(session, "lock.differs")
        head = _closed(session, folder, jobs)
        if head is None:
            _refuse(session, "lock.not_final")
        content = lock_bytes(frozen_as(head))
        if failure := write_whole({folder.path / LOCK_FILE: content}):
            session.give_up([failure])
    session.say("locked", record=head.record, digest=head.body)


def _closed(session: Session, folder: "SeasonFolder", jobs: int) -> "Head | None":
    """Write results and record without the mark of a draft, which they lose by the lock; ``None`` if not final."""
    from parscore.cli.score import keep, make_room
    from parscore.season.chain import Head, read_head
    from parscore.season.snapshot import inputs_of

    make_room(session, folder.path)
    before = inputs_of(folder.path)
    result = replace(session.scored(folder, jobs), reopened=False)
    if not result.final:
        return None
    keep(session, folder, result, before, closing=True)
    head = read_head(folder.path)
    return head if isinstance(head, Head) else None


def _checked(folder: Path, jobs: int, digest: str) -> "Verification":
    from parscore.audit.verify import verify as recheck
    from parscore.reports.outputs import outputs_of

    return recheck(folder, outputs_of, jobs=jobs, printed=digest)


def _refuse(session: Session, reason: str) -> NoReturn:
    from parscore.model.place import Place
    from parscore.model.problem import problem
    from parscore.season.frozen import LOCK_FILE

    session.give_up([problem("PS814", Place(LOCK_FILE), reason=reason)])
