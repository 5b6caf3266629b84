"""``parscore appraise``: workbooks out to appraisers and agencies, back into the season, and the record of all."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import HERE, JobsOption, JsonOption, LanguageOption, PlainOption, SeasonOption, within
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.model.season import Season
    from parscore.model.stage import Stage
    from parscore.reports.appraisal_rows import Written
    from parscore.season.appraisal_orders import Order
    from parscore.season.open import SeasonFolder

app = typer.Typer(no_args_is_help=True)
TOPIC: Final = "appraisals"
OUT: Final = "appraisals/out"

StageOption = Annotated[str | None, typer.Option("--stage", help="option.round", show_default=False)]
ByOption = Annotated[list[str] | None, typer.Option("--by", help="option.by", show_default=False)]
AgencyOption = Annotated[list[str] | None, typer.Option("--agency", "-a", help="option.agencies", show_default=False)]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="option.rounds_out", metavar="DIR", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="option.every_row")]
ForceOption = Annotated[bool, typer.Option("--force", help="option.force_round")]
FilesArgument = Annotated[list[Path], typer.Argument(help="argument.rounds")]


@app.command("export", help="appraise.export")
def export(
    stage: StageOption = None,
    by: ByOption = None,
    agency: AgencyOption = None,
    out: OutOption = None,
    everything: AllOption = False,
    force: ForceOption = False,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Write the workbooks of a stage; a file that is already there is kept."""
    from parscore.season.appraisal_orders import orders, previous_stage

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    before = _results(session, folder, jobs)
    wanted = _round(session, folder, stage, before)
    names = _appraisers(session, folder.season, wanted, by or [])
    agencies = [find_agency(session, folder.season, name).id for name in agency or []]
    result, target = before(previous_stage(folder.season, wanted)), folder.path / OUT if out is None else out
    made = orders(result, wanted, folder.appraisals, by=names, agencies=agencies, everything=everything)
    with session.locked(folder.path, "appraise export"):
        written, problems = _write(session, made, target, force=force)
    _tell_export(session, wanted, written, problems, target)
    session.finish(problems)


@app.command("import", help="appraise.import")
def import_(
    files: FilesArgument,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Read filled workbooks and add what they say to their stages; a file with an error is not taken at all."""
    from parscore.reports.appraisal_rows import IMPORT_COLUMNS, import_document, import_rows
    from parscore.reports.console import print_counts, print_table
    from parscore.reports.document import dump
    from parscore.season.appraisal_files import import_files
    from parscore.season.frozen import refusal
    from parscore.season.store import write_whole

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    if stage is not None:
        _declared(session, folder.season, stage)
    found = [within(season, file) for file in files]
    named = [(file, _shown(file, folder.path)) for file in found]
    with session.locked(folder.path, "appraise import"):
        taken, outputs = import_files(named, folder.path, folder.season, _results(session, folder, jobs), stage)
        if outputs and (failure := refusal(folder.path, outputs) or write_whole(outputs)):
            session.give_up([failure])
    problems = [fault for one in taken for fault in one.problems]
    if as_json:
        session.emit(lambda: dump(import_document(taken, session.words)))
    else:
        print_table(session.out, IMPORT_COLUMNS, import_rows(taken, session.words), session.words, plain=plain)
        session.tell(problems)
    print_counts(session.err, problems, session.words)
    _read_back(session, folder, list(outputs))
    session.finish(problems)


@app.command("log", help="appraise.log")
def log(
    agency: AgencyOption = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print every row of every stage in order: what it changed, who said it, when and why, and what became of it."""
    from parscore.reports.appraisal_rows import LOG_COLUMNS, log_document, log_rows
    from parscore.reports.console import print_table
    from parscore.reports.document import dump
    from parscore.season.appraisal_log import log_entries
    from parscore.season.appraisals import FOLDER
    from parscore.season.stages_scored import after_each

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    if stage is not None:
        _declared(session, folder.season, stage)
    wanted = {find_agency(session, folder.season, name).id for name in agency or []}
    stages = folder.season.stages
    cards = after_each(folder, session.scored(folder, jobs, stages[0].id), stages)
    entries = [
        one
        for one in log_entries(folder.path, folder.season, cards)
        if stage in (None, one.stage.id) and (not wanted or one.agency in wanted)
    ]
    problems = [found for found in folder.problems if found.place.file.startswith(f"{FOLDER}/")]
    if as_json:
        session.emit(lambda: dump(log_document(entries, problems, session.words)))
    elif entries:
        rows = log_rows(entries, folder.season, session.words)
        print_table(session.out, LOG_COLUMNS, rows, session.words, plain=plain)
    else:
        _say(session, "log.empty")
    session.tell([] if as_json else problems)
    session.finish(problems)


def _say(session: Session, key: str, **facts: object) -> None:
    """Say a sentence of these commands on standard error."""
    from parscore.reports.console import literal

    session.err.print(literal(session.words.text(TOPIC, key, **facts)))


def _results(session: Session, folder: "SeasonFolder", jobs: int) -> "Callable[[Stage], SeasonResult]":
    """The result after a stage, each made once."""
    made = cache(lambda stage_id: session.scored(folder, jobs, stage_id))
    return lambda stage: made(stage.id)


def _declared(session: Session, season: "Season", stage_id: str) -> "Stage":
    """The stage with that id, which has to have workbooks."""
    rounds = [stage.id for stage in season.stages[1:]]
    if stage_id == season.stages[0].id:
        told = session.words.text(TOPIC, "not_a_round", found=stage_id, known="; ".join(rounds) or "-")
        raise typer.BadParameter(told)
    if stage_id not in rounds:
        raise session.unknown("unknown_stage", stage_id, rounds)
    return next(stage for stage in season.stages if stage.id == stage_id)


def _round(
    session: Session, folder: "SeasonFolder", stage: str | None, before: "Callable[[Stage], SeasonResult]"
) -> "Stage":
    """The stage that is asked for, or the one that is due."""
    from parscore.season.appraisal_orders import due_stage

    if stage is not None:
        return _declared(session, folder.season, stage)
    due = due_stage(folder.season, folder.appraisals, before)
    if due is None:
        known = "; ".join(known.id for known in folder.season.stages[1:]) or "-"
        raise typer.BadParameter(session.words.text(TOPIC, "nothing_due", known=known))
    return due


def _appraisers(session: Session, season: "Season", stage: "Stage", named: Sequence[str]) -> list[str]:
    """The departments that are named, as the criteria sets write them."""
    from parscore.season.appraisal_orders import appraisers
    from parscore.viet import show
    from parscore.workbooks.appraisal_layout import is_explanation

    if named and is_explanation(stage.kind):
        raise typer.BadParameter(session.words.text(TOPIC, "by_explanation", stage=stage.id))
    known = {name.casefold(): name for group in season.groups for name in appraisers(group.criteria)}
    for name in named:
        if name.casefold() not in known:
            told = session.words.text(TOPIC, "unknown_appraiser", found=show(name), known="; ".join(known.values()))
            raise typer.BadParameter(told)
    return [known[name.casefold()] for name in named]


def _write(
    session: Session, made: "Sequence[Order]", target: Path, *, force: bool
) -> "tuple[list[Written], list[Problem]]":
    """Write one workbook after the other; one that is there already is kept, as it may be filled in."""
    from parscore.model.place import Place
    from parscore.model.problem import problem
    from parscore.reports.appraisal_rows import Written
    from parscore.reports.xlsx_appraisal import order_bytes, order_name
    from parscore.season.store import write_whole

    written, problems = [], []
    for order in made:
        file = target / order_name(order)
        kept = file.exists() and not force
        if kept:
            problems.append(problem("PS623", Place(file.as_posix())))
        elif failure := write_whole({file: order_bytes(order, session.words)}):
            session.give_up([failure])
        written.append(Written(order, file.as_posix(), not kept))
    return written, problems


def _tell_export(
    session: Session, stage: "Stage", made: "Sequence[Written]", problems: "Sequence[Problem]", target: Path
) -> None:
    """Say what was written and what comes next."""
    from parscore.reports.appraisal_rows import EXPORT_COLUMNS, export_document, export_rows
    from parscore.reports.console import print_table
    from parscore.reports.document import dump
    from parscore.reports.printing import stage_name

    name = stage_name(session.words, stage)
    if session.json:
        session.emit(lambda: dump(export_document(stage, made, problems, session.words)))
    elif made:
        print_table(session.out, EXPORT_COLUMNS, export_rows(made, session.words), session.words, plain=session.plain)
        session.tell(problems)
    new = [one for one in made if one.written]
    if not made:
        _say(session, "exported_none", stage=name)
    if new:
        rows = sum(len(one.order.lines) for one in new)
        _say(session, "exported", stage=name, count=len(new), rows=rows, folder=target.as_posix())
        _say(session, "next.import", folder=target.as_posix())


def _shown(file: Path, folder: Path) -> str:
    """A path as people see it: within the season's folder where it lies there."""
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return file.as_posix()


def _read_back(session: Session, folder: "SeasonFolder", written: Sequence[Path]) -> None:
    """Read the stages again, as the next run will, and say what of them stands."""
    from parscore.season.appraisals import FOLDER, read_appraisals

    if not written:
        _say(session, "nothing_written")
        return
    appraisals, problems = read_appraisals(folder.path, folder.season)
    for path in written:
        shown = f"{FOLDER}/{path.name}"
        said = [act for acts in appraisals.acts.values() for of in acts.values() for act in of]
        count = sum(act.stage.id == path.stem for act in said)
        faults = sum(found.severity == "error" and found.place.file == shown for found in problems)
        _say(session, "read_back", ledger=shown, count=count, faults=faults)
