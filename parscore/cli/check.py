"""``parscore check``: problems only."""

from parscore.cli.options import (
    HERE,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StageOption,
    StrictOption,
)
from parscore.cli.output import open_season


def check(
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print every problem of every file of the season; nothing is written."""
    from parscore.reports.console import print_counts, print_problems
    from parscore.reports.document import dump, problem_document

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    result = session.scored(folder, jobs, stage)
    if as_json:
        session.emit(lambda: dump(problem_document(result.problems, session.words)))
    else:
        print_problems(session.out, result.problems, session.words, plain=plain)
    print_counts(session.err, result.problems, session.words)
    session.finish(result.problems, strict=strict)
