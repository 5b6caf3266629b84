"""The screen of how far a season is."""

from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from parscore.messages import Words
from parscore.reports.console_tables import lay_out, literal, plain_line
from parscore.reports.status import MISSING_COLUMNS, TOPIC, missing_rows, next_commands, status_title, step_rows
from parscore.season.progress import Progress, StepState

_MARKS: Final = {StepState.DONE: "[x]", StepState.PARTLY: "[~]", StepState.ATTENTION: "[!]", StepState.OPEN: "[ ]"}
_REASON: Final = 36
"""Room that the reason of a command needs beside it."""
_COLOURS: Final = {StepState.ATTENTION: "bold red", StepState.PARTLY: "yellow", StepState.OPEN: "dim"}


def print_status(console: Console, progress: Progress, words: Words, where: str, *, plain: bool = False) -> None:
    """Print the steps, the one the season is at in bold, and what comes next; ``where`` ends every command."""
    rows = step_rows(progress, words)
    if plain:
        _plain(console, ("number", "step", "state", "told"), words)
        for row in rows:
            state = words.text(TOPIC, f"state.{row.state}")
            plain_line(console, str(row.number), row.name, state, "; ".join(row.lines))
        return
    title, below = status_title(progress, words)
    console.print(literal(title, "bold"))
    console.print(literal(below))
    table = Table.grid(padding=(0, 1, 0, 0))
    for column in range(4):
        table.add_column(no_wrap=column < 2, overflow="fold", justify="right" if column == 1 else "left")
    for row in rows:
        mark = literal(_MARKS[row.state], _COLOURS.get(row.state, ""))
        for at, line in enumerate(row.lines):
            name = literal(row.name, "bold" if row.here else "")
            first = ("", "", "") if at else (mark, literal(str(row.number)), name)
            table.add_row(*first, literal(line))
    lay_out(console, table)
    _print_next(console, progress, words, where)


def _print_next(console: Console, progress: Progress, words: Words, where: str) -> None:
    commands = next_commands(progress, words)
    if not commands:
        return
    console.print(literal(words.text(TOPIC, "next"), "bold"))
    widest = max(cell_len(command) for command, _ in commands) + cell_len(where)
    if console.width < widest + _REASON:
        # A command is never folded, so that it can be copied: its reason goes below it.
        for command, why in commands:
            console.print(literal(f"  {command}{where}", "cyan"), soft_wrap=True)
            console.print(literal(f"      {why}"))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for command, why in commands:
        table.add_row(literal(f"  {command}{where}", "cyan"), literal(why))
    lay_out(console, table)


def print_missing(console: Console, progress: Progress, words: Words, *, plain: bool = False) -> None:
    """Print the agencies without a usable form."""
    rows = missing_rows(progress, words)
    if plain:
        _plain(console, MISSING_COLUMNS, words)
        for row in rows:
            plain_line(console, *row)
        return
    if not rows:
        console.print(literal(words.text(TOPIC, "nobody_missing")))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in MISSING_COLUMNS:
        table.add_column(words.text(TOPIC, f"column.{column}"), overflow="fold")
    for row in rows:
        table.add_row(*map(literal, row))
    lay_out(console, table)


def _plain(console: Console, columns: tuple[str, ...], words: Words) -> None:
    plain_line(console, *(words.text(TOPIC, f"column.{column}") for column in columns))
