"""``parscore audit sample``: which scores a person checks against evidence, and what the filled worksheet says."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.options import (
    HERE,
    GroupOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlainOption,
    SeasonOption,
    StrictOption,
    within,
)
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.audit.recorded import Recorded
    from parscore.audit.sample_evaluate import Evaluation
    from parscore.audit.sample_plan import Terms
    from parscore.model.problem import Problem
    from parscore.reports.xlsx_sample import Typed

TOPIC: Final = "sample"
_DIGITS: Final = 20
"""Digits of a seed that nobody can try through."""
SeedOption = Annotated[str, typer.Option("--seed", help="option.seed", show_default=False)]
ConfidenceOption = Annotated[str, typer.Option("--confidence", help="option.confidence", metavar="%")]
TolerableOption = Annotated[str, typer.Option("--tolerable", help="option.tolerable", metavar="%")]
RiskOption = Annotated[str, typer.Option("--risk", help="option.risk", metavar="%")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="option.sample_output", show_default=False)]
EvaluateOption = Annotated[Path | None, typer.Option("--evaluate", help="option.evaluate", show_default=False)]


def sample(
    seed: SeedOption = "",
    evaluate: EvaluateOption = None,
    output: OutputOption = None,
    confidence: ConfidenceOption = "95%",
    tolerable: TolerableOption = "1%",
    risk: RiskOption = "5%",
    group: GroupOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Draw the cells to check by a seed, or weigh a filled worksheet; with ``--output`` write the (next) worksheet."""
    from parscore.audit.recorded import recorded, replays_of
    from parscore.audit.sample_evaluate import evaluate as weigh
    from parscore.audit.sample_file import open_sample
    from parscore.audit.sample_plan import plan_of
    from parscore.reports.sample_rows import evaluation_problems
    from parscore.viet import show

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    if evaluate and (seed or group):
        raise typer.BadParameter(session.words.text(TOPIC, "not_both"))
    if output is not None and output.exists():
        raise typer.BadParameter(session.words.text(TOPIC, "exists", file=show(output.as_posix())))
    shares = {"--confidence": confidence, "--tolerable": tolerable, "--risk": risk}
    terms = None if evaluate else _terms(session, seed, shares, group, [one.id for one in folder.season.groups])
    found, refused = recorded(folder, jobs=jobs)
    if found is None:
        session.give_up(refused)
    if terms is not None:
        evaluation, typed, problems = weigh(replays_of(found), plan_of(found.result, terms), {}), {}, _weak(terms.seed)
    else:
        file = within(season, evaluate or HERE)
        session.hint_at_files(file)
        opened, refused = open_sample(file, file.name, found)
        if opened is None:
            session.give_up(refused)
        evaluation, typed = weigh(replays_of(found), opened.plan, opened.filled.findings), opened.filled.typed
        problems = [*opened.filled.problems, *evaluation_problems(evaluation, opened.filled.blank, file.name)]
    if output is not None:
        _write(session, output, found, evaluation, typed)
    _show(session, found, evaluation, problems)
    session.finish(problems, strict=strict)


def _terms(session: Session, seed: str, shares: dict[str, str], group: str | None, groups: list[str]) -> "Terms":
    """What was asked for; anything that cannot be meant ends the command."""
    from parscore.audit.sample_plan import Terms

    if not seed.strip():
        raise typer.BadParameter(session.words.text(TOPIC, "no_seed"))
    if group is not None and group not in groups:
        raise session.unknown("unknown_group", group, groups)
    confidence, tolerable, risk = (_share(session, name, text) for name, text in shares.items())
    return Terms(seed.strip(), confidence, tolerable, risk, group or "")


def _share(session: Session, name: str, text: str) -> Fraction:
    """A share as a percentage with its sign, between 0 and 100 %, both excluded."""
    from parscore.numbers import Written, read_written
    from parscore.viet import show

    read = read_written(text)
    if not isinstance(read, Written) or not read.percent or not 0 < read.value < 1:
        raise typer.BadParameter(session.words.text(TOPIC, "no_share", name=name, found=show(text)))
    return read.value


def _weak(seed: str) -> "list[Problem]":
    """A seed that is too short to be beyond anybody's choice (PS861)."""
    from parscore.model.problem import problem

    digits = sum(sign.isdigit() for sign in seed)
    return [problem("PS861", count=digits, wanted=_DIGITS)] if digits < _DIGITS else []


def _write(session: Session, output: Path, found: "Recorded", evaluation: "Evaluation", typed: "Typed") -> None:
    """Write the worksheet; what was typed into an earlier one stands in it again."""
    from parscore.reports.xlsx_sample import sample_bytes

    session.write({output: sample_bytes(found, evaluation, session.words, typed)})


def _show(session: Session, found: "Recorded", evaluation: "Evaluation", problems: "list[Problem]") -> None:
    """Print questions and discrepancies, or the whole as JSON."""
    from parscore.reports.console import print_table
    from parscore.reports.document import dump
    from parscore.reports.sample_rows import (
        DISCREPANCY_COLUMNS,
        STATEMENT_COLUMNS,
        discrepancy_rows,
        sample_document,
        statement_rows,
    )

    words = session.words
    if session.json:
        session.emit(lambda: dump(sample_document(found, evaluation, problems, words)))
    else:
        print_table(session.out, STATEMENT_COLUMNS, statement_rows(evaluation, words), words, plain=session.plain)
        if evaluation.discrepancies:
            rows = discrepancy_rows(evaluation.discrepancies, words)
            print_table(session.out, DISCREPANCY_COLUMNS, rows, words, plain=session.plain)
        session.tell(problems)
    plan = evaluation.plan
    _say(session, "bound", digest=found.head.body, seed=plan.terms.seed)
    _say(session, "counts", cells=len(evaluation.needs), all=len(plan.order), checked=len(evaluation.checked))


def _say(session: Session, key: str, **facts: object) -> None:
    """Say a sentence of this command on standard error."""
    from parscore.reports.console import literal

    session.err.print(literal(session.words.text(TOPIC, key, **facts)))
