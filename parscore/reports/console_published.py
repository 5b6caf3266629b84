"""The screen of a published table: its columns, its own checks, what differs from the season, and why."""

from rich.console import Console
from rich.table import Table

from parscore.audit.published import GroupFinding, Published
from parscore.messages import Words
from parscore.reports.console_problems import print_problems
from parscore.reports.console_tables import lay_out, literal, plain_line
from parscore.reports.printing import stage_name
from parscore.reports.published import (
    TOPIC,
    cause_text,
    check_row,
    difference_rows,
    equal_rows,
    explained_text,
    missing_text,
    table_line,
)

_CHECKS = ("check", "block", "held", "told")
_DIFFERENCES = ("agency", "heading", "published", "recomputed", "gap", "place")
_NUMBERS = frozenset({"held", "published", "recomputed", "gap"})


def print_published(console: Console, found: Published, words: Words, *, plain: bool = False) -> None:
    """Print what was found of a published table; plain lines are of one kind each, named in their first column."""
    if plain:
        _plain(console, found, words)
        return
    for table in found.read.tables:
        console.print(literal(table_line(table, words)))
    if found.checks:
        console.print()
        console.print(literal(words.text(TOPIC, "checks"), "bold"))
        shown = _table(words, *(column for column in _CHECKS if column != "block" or _named(found)))
        for check in found.checks:
            name, block, held, told = check_row(check, words)
            shown.add_row(*map(literal, (name, *((block,) if _named(found) else ()), held, told)))
        lay_out(console, shown)
    if found.result is not None:
        console.print()
        stage = stage_name(words, found.result.stage)
        console.print(literal(words.text(TOPIC, "season", year=found.result.season.year, stage=stage), "bold"))
    for finding in found.groups:
        _print_group(console, finding, words)
    if found.problems:
        console.print()
        print_problems(console, found.problems, words)


def _named(found: Published) -> bool:
    return any(check.block for check in found.checks)


def _table(words: Words, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        justify = "right" if column in _NUMBERS else "left"
        table.add_column(words.text(TOPIC, f"column.{column}"), justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


def _print_group(console: Console, finding: GroupFinding, words: Words) -> None:
    comparison = finding.comparison
    counts = {"equal": len(comparison.equal), "differing": len(comparison.differing)}
    told = words.text(TOPIC, "group", name=comparison.group.name, **counts, missing=len(comparison.missing))
    console.print(literal(told))
    if comparison.missing:
        console.print(literal(words.text(TOPIC, "missing", names=missing_text(finding, words))))
    if not comparison.differences:
        return
    table = _table(words, *_DIFFERENCES)
    for row in difference_rows(finding, words):
        table.add_row(*map(literal, (row.name, row.heading, row.published, row.recomputed, row.gap, row.place)))
    lay_out(console, table)
    if finding.causes:
        console.print(literal(words.text(TOPIC, "causes"), "bold"))
    for number, cause in enumerate(finding.causes, 1):
        text = f"{cause_text(cause, words)}: {explained_text(cause, finding, words)}"
        console.print(literal(words.text(TOPIC, "cause", number=number, text=text)))
    if not any(cause.complete for cause in finding.causes):
        console.print(literal(words.text(TOPIC, "none", count=len(comparison.differing)), "yellow"))


def _plain(console: Console, found: Published, words: Words) -> None:
    """One line for each check, agency or value that differs, and cause."""
    columns = ("kind", "group", "agency", "heading", "published", "recomputed", "gap", "place", "told")
    plain_line(console, *(words.text(TOPIC, f"column.{column}") for column in columns))
    for check in found.checks:
        name, block, held, told = check_row(check, words)
        plain_line(console, words.text(TOPIC, "kind.check"), block, "", name, held, "", "", "", told)
    for finding in found.groups:
        group = finding.comparison.group.id
        for equal, name in equal_rows(finding):
            plain_line(console, words.text(TOPIC, "kind.equal"), group, equal, "", "", "", "", "", name)
        for row in difference_rows(finding, words):
            values = (row.agency, row.heading, row.published, row.recomputed, row.gap, row.place, row.name)
            plain_line(console, words.text(TOPIC, "kind.difference"), group, *values)
        for agency in finding.comparison.missing:
            plain_line(console, words.text(TOPIC, "kind.missing"), group, agency.id, "", "", "", "", "", agency.name)
        for cause in finding.causes:
            told = f"{cause_text(cause, words)}: {explained_text(cause, finding, words)}"
            plain_line(console, words.text(TOPIC, "kind.cause"), group, "", "", "", "", "", "", told)
    if found.problems:
        print_problems(console, found.problems, words, plain=True)
