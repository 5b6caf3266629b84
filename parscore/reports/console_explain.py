"""The screen of an explanation: a title, labelled lines, and the items below a heading or an agency."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from parscore.messages import Words
from parscore.model.criteria import Level
from parscore.model.ranking import Standing
from parscore.reports.console_tables import INDENT, indented, lay_out, literal, plain_line, table_of
from parscore.reports.explain import explained
from parscore.reports.explanation import ALONE, Background, Explanation
from parscore.reports.printing import SCREEN, printer
from parscore.reports.tables import ItemRow, State


def print_explanation(
    console: Console,
    standing: Standing,
    code: str | None,
    words: Words,
    *,
    background: Background = ALONE,
    plain: bool = False,
) -> None:
    """Print the trace of one item, or of an agency with all its items.

    A code that the criteria set does not have is a ``KeyError``.
    """
    told, rows = explained(standing, code, words, background)
    if plain:
        _plain_explanation(console, told, rows, standing, words)
        return
    print_told(console, told)
    if rows:
        console.print()
        lay_out(console, _item_table(rows, standing, words))


def print_told(console: Console, told: Explanation) -> None:
    """Print a title and its labelled lines."""
    tree = Tree(literal(told.title, "bold"), guide_style="dim")
    width = max((cell_len(part.label) for part in told.parts), default=0)
    for part in told.parts:
        tree.add(_part(part.label, part.lines, width))
    lay_out(console, tree)


def _part(label: str, lines: Iterable[str], width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", style="cyan", min_width=max(width, 10))
    grid.add_column(overflow="fold")
    for at, line in enumerate(lines):
        text = literal(line.strip(), "dim") if line.startswith(" ") else literal(line)
        grid.add_row("" if at else literal(label), indented(text, 2 if line.startswith(" ") else 0))
    return grid


def _item_table(rows: Iterable[ItemRow], standing: Standing, words: Words) -> Table:
    write = printer(words, standing.scorecard.criteria.rounding)
    table = table_of(words, "code", "item", "points>", "maximum>", "index>", "state")
    for row in rows:
        style = "bold" if row.level is Level.AREA else ""
        state = "" if row.state is State.SCORED else words.text(SCREEN, f"state.{row.state}")
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
        name = indented(literal(row.name), INDENT[row.level])
        table.add_row(literal(row.code), name, *amounts, literal(state), style=style)
    return table


def _plain_explanation(
    console: Console, told: Explanation, rows: Iterable[ItemRow], standing: Standing, words: Words
) -> None:
    """Lines of label and text; below a heading or an agency also one line an item, told apart by its level."""
    plain_line(console, words.text(SCREEN, "explain.result"), told.title)
    for part in told.parts:
        for line in part.lines:
            plain_line(console, part.label, line.strip())
    write = printer(words, standing.scorecard.criteria.rounding)
    for row in rows:
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
        level, state = words.text(SCREEN, f"level.{row.level}"), words.text(SCREEN, f"state.{row.state}")
        plain_line(console, level, row.code, row.name, *amounts, state)
