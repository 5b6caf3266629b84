"""``parscore unlock``: the way back from a lock, which leaves a trace that the next record covers."""

from typing import Annotated

import typer

from parscore.cli.options import HERE, JobsOption, LanguageOption, SeasonOption
from parscore.cli.output import open_season
from parscore.cli.status import TodayOption, day_of

ReasonOption = Annotated[str, typer.Option("--reason", help="option.unlock_reason", metavar="TEXT")]
ByOption = Annotated[str, typer.Option("--by", help="option.unlock_by", metavar="NAME")]


def unlock(
    reason: ReasonOption,
    by: ByOption,
    today: TodayOption = None,
    season: SeasonOption = HERE,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Unlock a season: who, when and why are kept, the results become a draft, and a record says all of it."""
    from parscore.cli.score import keep, make_room
    from parscore.model.place import Place
    from parscore.model.problem import Problem, problem
    from parscore.season.chain import last_record
    from parscore.season.frozen import LOCK_FILE, read_lock
    from parscore.season.reopened import UNLOCKS, Unlocking, with_unlocking
    from parscore.season.snapshot import inputs_of

    session, folder = open_season(season, lang)
    session.refuse_blank({"--by": by, "--reason": reason})
    with session.locked(folder.path, "unlock"):
        frozen = read_lock(folder.path)
        if frozen is None:
            session.give_up([problem("PS826", Place(LOCK_FILE))])
        if isinstance(broken := last_record(folder.path), Problem):
            session.give_up([broken])
        make_room(session, folder.path)
        log, lock = folder.path / UNLOCKS, folder.path / LOCK_FILE
        before = log.read_bytes() if log.exists() else b""
        when = day_of(today).isoformat()
        entry = Unlocking(when, by.strip(), reason.strip(), frozen.record, frozen.sha256, frozen.body)
        session.write({log: with_unlocking(before, entry)})
        lock.unlink()
        listed = inputs_of(folder.path)
        result, written = keep(session, folder, session.scored(folder, jobs), listed)
    session.say("written", files=", ".join(path.as_posix() for path in written))
    session.say("unlocked", record=frozen.record, digest=result.record)
