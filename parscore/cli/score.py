"""``parscore score`` and ``parscore rank``: the main job."""

from pathlib import Path
from typing import TYPE_CHECKING

from parscore.cli.options import (
    HERE,
    GroupOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StageOption,
    StrictOption,
)
from parscore.cli.output import SHOWN_ON_SCREEN, Session, open_season

if TYPE_CHECKING:
    from parscore.model.ranking import SeasonResult
    from parscore.season.keep import Kept
    from parscore.season.open import SeasonFolder
    from parscore.season.snapshot import InputFile


def score(
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Read the inbox, score every agency, print the ranking and the problems, write the results."""
    from parscore.reports.console import print_counts, print_ranking
    from parscore.reports.outputs import DOCUMENT, OUTPUTS
    from parscore.season.snapshot import inputs_of

    before = inputs_of(season)
    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    with session.locked(folder.path, "score"):
        make_room(session, folder.path)
        result = session.scored(folder, jobs, stage)
        kept = keep(session, folder, result, before)
    result = kept.result
    if as_json:
        session.copy(kept.files[folder.path / DOCUMENT])
    else:
        print_ranking(session.out, result, session.words, plain=plain)
        session.tell(result.problems, limit=SHOWN_ON_SCREEN, command="parscore check")
    print_counts(session.err, result.problems, session.words)
    session.say("written", files=", ".join((folder.path / path).as_posix() for path in OUTPUTS))
    session.say("recorded", digest=result.record)
    session.finish(result.problems, strict=strict)


def rank(
    group: GroupOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print the ranking of every group, or of one; nothing is written."""
    from parscore.reports.console import print_counts, print_ranking
    from parscore.reports.document import dump, ranking_document

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    known = [declared.id for declared in folder.season.groups]
    if group is not None and group not in known:
        raise session.unknown("unknown_group", group, known)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    if as_json:
        session.emit(lambda: dump(ranking_document(result, session.words, group)))
    else:
        print_ranking(session.out, result, session.words, plain=plain, group=group)
    print_counts(session.err, result.problems, session.words)
    session.finish(result.problems, strict=strict)


def make_room(session: Session, folder: Path) -> None:
    """End the command before it scores where the results could not be written."""
    from parscore.reports.outputs import OUTPUTS
    from parscore.season.chain import HEAD_FILE, RECORDS
    from parscore.season.store import cannot_write

    if failure := cannot_write([folder / path for path in (*OUTPUTS, f"{RECORDS}/{HEAD_FILE}")]):
        session.give_up([failure])


def keep(
    session: Session,
    folder: "SeasonFolder",
    result: "SeasonResult",
    before: "tuple[InputFile, ...]",
    *,
    closing: bool = False,
) -> "Kept":
    """Write results and record of a run, all of them or none; what keeps them from being written ends the command.

    With ``closing`` they are those of a season that is being locked.
    """
    from parscore.reports.outputs import outputs_of
    from parscore.season.keep import Kept, files_of_run
    from parscore.season.store import write_whole

    kept = files_of_run(folder, result, before, outputs_of, session.words.language, closing=closing)
    if not isinstance(kept, Kept):
        session.give_up(kept)
    if failure := write_whole(kept.files):
        session.give_up([failure])
    return kept
