"""The screen of the problems."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.table import Table

from parscore.messages import Words
from parscore.model.problem import Problem, Severity
from parscore.reports.console_tables import heading_of, lay_out, literal, plain_line
from parscore.reports.printing import SCREEN, counts
from parscore.reports.tables import ProblemRow, problem_rows

_COLOURS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def print_counts(console: Console, problems: Iterable[Problem], words: Words) -> None:
    """Print one line: how many problems there are of each severity."""
    console.print(literal(counts(problems, words)))


def print_problems(
    console: Console,
    problems: Iterable[Problem],
    words: Words,
    *,
    plain: bool = False,
    limit: int | None = None,
    command: str = "",
) -> None:
    """Print problems by file and sheet: place, code, severity, message, and how to mend it.

    ``limit`` keeps that many, the gravest first; the rest is counted, and ``command`` says how to see it. On the
    screen a remedy is printed once for each run of the same code in a file; plain lines are complete each.
    """
    told = tuple(problems)
    if plain:
        _plain_problems(console, problem_rows(told, words), words)
        return
    kept = _gravest(told, words, limit)
    for (file, sheet), found in groupby(kept, key=lambda row: (row.file, row.sheet)):
        where = " › ".join(part for part in (file, sheet) if part) or words.text(SCREEN, "problems.general")
        console.print(literal(where, "bold"))
        lay_out(console, _problem_table(list(found), words))
    if len(kept) < len(told):
        console.print(literal(words.text(SCREEN, "problems.more", count=len(told) - len(kept), command=command)))


def _gravest(problems: Sequence[Problem], words: Words, limit: int | None) -> list[ProblemRow]:
    weights = list(Severity)
    by_weight = sorted(range(len(problems)), key=lambda at: weights.index(problems[at].severity))
    return list(problem_rows((problems[at] for at in sorted(by_weight[:limit])), words))


def _problem_table(rows: Sequence[ProblemRow], words: Words) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(4):
        table.add_column(overflow="fold")
    said = ""
    for row in rows:
        severity = literal(words.text(SCREEN, f"severity.{row.severity}"), _COLOURS[row.severity])
        table.add_row(literal(f"  {row.spot}"), literal(row.code), severity, literal(row.message))
        if row.remedy != said:
            table.add_row("", "", "", literal(words.text(SCREEN, "problems.remedy", remedy=row.remedy), "dim"))
        said = row.remedy
    return table


def _plain_problems(console: Console, rows: Iterable[ProblemRow], words: Words) -> None:
    columns = ("severity", "problem", "file", "sheet", "place", "unit", "criterion", "message", "remedy")
    plain_line(console, *(heading_of(words, column) for column in columns))
    for row in rows:
        severity = words.text(SCREEN, f"severity.{row.severity}")
        about = (row.file, row.sheet, row.spot, row.agency, row.criterion, row.message, row.remedy)
        plain_line(console, severity, row.code, *about)
