"""``parscore criteria test`` and ``parscore criteria diff``: the evidence of a set, and what changed between two."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import HERE, JsonOption, LanguageOption, PlainOption, SeasonOption
from parscore.cli.output import CLEAN, FINDINGS, Session, start
from parscore.viet import show

if TYPE_CHECKING:
    from parscore.model.criteria import CriteriaSet
    from parscore.model.problem import Problem

SetsArgument = Annotated[list[str], typer.Argument(help="argument.references")]
BeforeArgument = Annotated[str, typer.Argument(help="argument.before")]
AfterArgument = Annotated[str, typer.Argument(help="argument.after")]
MapOption = Annotated[Path | None, typer.Option("--write-map", help="option.write_map", show_default=False)]


def test(
    criteria: SetsArgument,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Run the worked cases of every leaf; 1 where one fails, or where a leaf has too few."""
    from parscore.definitions.cases import run_cases
    from parscore.reports.case_results import COLUMNS, TestedSet, case_rows, case_summary, cases_document
    from parscore.reports.console import print_table
    from parscore.reports.document import dump

    session = start(lang, as_json=as_json, plain=plain)
    tested = [TestedSet(loaded, run_cases(loaded)) for loaded in read_sets(session, criteria, season)]
    rows = [row for one in tested for row in case_rows(one, session.words)]
    if as_json:
        session.emit(lambda: dump(cases_document(tested)))
    elif rows or plain:
        print_table(session.out, COLUMNS, rows, session.words, plain=plain)
    for one in tested:
        _sum_up(session, case_summary(one, session.words))
    raise typer.Exit(CLEAN if all(one.passed for one in tested) else FINDINGS)


def diff(
    before: BeforeArgument,
    after: AfterArgument,
    write_map: MapOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print what changed between two versions of a set, and write which leaf of the one is which of the other."""
    from parscore.definitions.compare import compare
    from parscore.reports.comparison import (
        COLUMNS,
        comparison_document,
        comparison_rows,
        comparison_summary,
        comparison_told,
        mapping_csv,
    )
    from parscore.reports.console import print_table, print_told
    from parscore.reports.document import dump
    from parscore.season.store import write_whole

    session = start(lang, as_json=as_json, plain=plain)
    if write_map is not None and write_map.suffix.lower() != ".csv":
        raise typer.BadParameter(session.words.text("command", "map_suffix", found=write_map.as_posix()))
    compared = compare(*read_sets(session, (before, after), season))
    if write_map is not None and (failure := write_whole({write_map: mapping_csv(compared)})):
        session.give_up([failure])
    if as_json:
        session.emit(lambda: dump(comparison_document(compared, session.words)))
    elif plain:
        print_table(session.out, COLUMNS, comparison_rows(compared, session.words), session.words, plain=True)
    else:
        for told in comparison_told(compared, session.words):
            print_told(session.out, told)
    _sum_up(session, comparison_summary(compared, session.words))
    if write_map is not None:
        session.say("written", files=write_map.as_posix())


def _sum_up(session: Session, summary: str) -> None:
    """Say what it comes to: with the result where people read it, beside it where programs do."""
    from parscore.reports.console import literal

    (session.err if session.json or session.plain else session.out).print(literal(summary))


def read_sets(session: Session, references: Sequence[str], season: Path) -> "list[CriteriaSet]":
    """Read sets by file or ``id@version``, whatever comes of their worked cases.

    Where one cannot be used, the command ends with every fault of every file.
    """
    from parscore.definitions.load import read_criteria

    located = [locate(session, reference, season) for reference in references]
    read = [read_criteria(*file, tested=False) for file in located]
    problems: list[Problem] = [found for _, faults in read for found in faults]
    sets = [loaded for loaded, _ in read if loaded is not None]
    if len(sets) < len(read):
        for file, _ in located:
            session.hint_at_files(file)
        session.give_up(problems)
    session.tell(problems)
    return sets


def locate(session: Session, reference: str, season: Path) -> tuple[Path, str]:
    """Return the file of a set and its path for people: a version by id, the season's own first, or a file.

    An id alone stands for the only version there is of it.
    """
    from parscore.season.open import find_criteria, known_sets, roots_of
    from parscore.season.versions import files_of

    file = Path(reference)
    set_id, _, version = reference.partition("@")
    if not version and not file.exists() and "/" not in reference:
        versions = list(files_of(roots_of(season), set_id))
        if len(versions) > 1:
            known = "; ".join(show(f"{set_id}@{each}") for each in versions)
            told = session.words.text("command", "several_versions", found=show(set_id), known=known)
            raise typer.BadParameter(told)
        version = versions[0] if versions else ""
    located = find_criteria(season, set_id, version) if version else None
    if located is None and not file.exists() and file.suffix not in (".yaml", ".yml"):
        raise session.unknown("unknown_set", reference, known_sets(season))
    return located or (file, reference)
