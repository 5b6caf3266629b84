"""``parscore survey``: ballots in, figures out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import HERE, JsonOption, LanguageOption, PlainOption, SeasonOption, StrictOption, within
from parscore.cli.output import SHOWN_ON_SCREEN, Session, open_season

if TYPE_CHECKING:
    from parscore.season.open import SeasonFolder
    from parscore.survey.run import Taken

app = typer.Typer(no_args_is_help=True)

BallotsArgument = Annotated[list[Path] | None, typer.Argument(help="argument.ballots", show_default=False)]
AgencyOption = Annotated[str | None, typer.Option("--agency", "-a", help="option.agency", show_default=False)]
QuestionOption = Annotated[str | None, typer.Option("--question", "-q", help="option.question", show_default=False)]


@app.command("import", help="survey.import")
def take_in(
    files: BallotsArgument = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    lang: LanguageOption = None,
) -> None:
    """Read ballots, print the figures and every refused ballot, write the figures and the statistics."""
    from parscore.reports.console import print_counts, print_table
    from parscore.reports.document import dump
    from parscore.reports.survey_document import survey_document
    from parscore.reports.survey_tables import FIGURES, figure_rows

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    with session.locked(folder.path, "survey import"):
        taken = _taken(session, folder, [within(folder.path, file) for file in files or ()])
        written = write_survey(session, folder.path, taken) if taken.whole else []
    if as_json:
        session.emit(lambda: dump(survey_document(taken, session.words)))
    else:
        print_table(session.out, FIGURES, figure_rows(taken.figures, session.words), session.words, plain=plain)
        session.tell(taken.problems, limit=SHOWN_ON_SCREEN, command="parscore survey import --plain")
    tell_counts(session, taken)
    print_counts(session.err, taken.problems, session.words)
    if written:
        session.say("written", files=", ".join(path.as_posix() for path in written))
    else:
        session.say("survey_not_written")
    session.finish(taken.problems, strict=strict)


@app.command("show", help="survey.show")
def show(
    agency: AgencyOption = None,
    question: QuestionOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print means, standard errors and shares of every agency and question; nothing is written."""
    from parscore.reports.console import print_table
    from parscore.reports.document import dump
    from parscore.reports.survey_document import survey_document
    from parscore.reports.survey_tables import FIGURES, LINES, figure_rows, line_rows

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    wanted = find_agency(session, folder.season, agency).id if agency is not None else None
    taken = _taken(session, folder, [])
    known = list(dict.fromkeys(line.question.code for line in taken.lines))
    if question is not None and question not in known:
        raise session.unknown("unknown_question", question, known)
    lines = [
        line for line in taken.lines if wanted in (None, line.agency.id) and question in (None, line.question.code)
    ]
    figures = [
        one for one in taken.figures
        if wanted in (None, one.agency.id) and (question is None or question in one.feed.questions)
    ]  # fmt: skip
    if as_json:
        session.emit(lambda: dump(survey_document(taken, session.words, agency=wanted, question=question)))
    else:
        print_table(session.out, LINES, line_rows(lines, session.words), session.words, plain=plain)
        if not plain:
            session.out.print()
            print_table(session.out, FIGURES, figure_rows(figures, session.words), session.words)
    about = [found for found in taken.problems if wanted in (None, found.agency) or not found.agency]
    if not as_json:
        session.tell(about, limit=SHOWN_ON_SCREEN, command="parscore survey import")
    tell_counts(session, taken)
    session.finish(about, strict=strict)


def _taken(session: Session, folder: "SeasonFolder", files: list[Path]) -> "Taken":
    from parscore.survey.run import take

    taken, problems = take(folder.path, folder.season, files)
    if taken is None:
        for file in files:
            session.hint_at_files(file)
        session.give_up(problems)
    return taken


def tell_counts(session: Session, taken: "Taken") -> None:
    """Say of every questionnaire how many ballots were received, counted and refused."""
    for one in taken.judged:
        numbers = {"received": one.received, "counted": len(one.counted), "refused": len(one.refused)}
        session.say("ballots", name=one.questionnaire.name, **numbers)


def write_survey(session: Session, folder: Path, taken: "Taken") -> list[Path]:
    """Write the figures, the statistics and the refused ballots, all of them or none."""
    from parscore.reports.survey_tables import refused_csv, statistics_csv
    from parscore.season.frozen import refusal
    from parscore.season.open import RESULTS
    from parscore.season.store import write_whole
    from parscore.season.survey_figures import SURVEY_FIGURES
    from parscore.survey.write import survey_csv

    outputs = {
        folder / RESULTS / "khao-sat-thong-ke.csv": statistics_csv(taken, session.words),
        folder / RESULTS / "khao-sat-phieu-loai.csv": refused_csv(taken, session.words),
        folder / SURVEY_FIGURES: survey_csv(taken),
    }
    if failure := refusal(folder, outputs) or write_whole(outputs):
        session.give_up([failure])
    return list(outputs)
