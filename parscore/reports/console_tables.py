"""What the screens share: consoles, literal text, tables and plain lines."""

import sys
from collections.abc import Iterable, Sequence
from typing import Final, Literal, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from parscore.messages import Words
from parscore.model.criteria import Level
from parscore.reports.printing import SCREEN
from parscore.viet import show

UNBOUNDED: Final = 1_000_000
"""Width of a console that is not a terminal: wide enough that nothing is ever wrapped or cut."""
INDENT: Final = {Level.AREA: 0, Level.CRITERION: 1, Level.SUBCRITERION: 2}
"""How far the name of an item stands in."""


def open_console(stream: TextIO, *, colour: bool = True) -> Console:
    """Make a console on a stream: as wide as the terminal, or without bounds where the stream is none."""
    width = None if stream.isatty() else UNBOUNDED
    return Console(file=stream, width=width, no_color=not colour, markup=False, emoji=False, highlight=False)


def literal(text: str, style: str = "") -> Text:
    """A text as it stands: no markup, one line, characters that cannot be seen made visible."""
    return Text(show(text, sys.maxsize), style=style)


def print_table(
    console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]], words: Words, *, plain: bool = False
) -> None:
    """Print rows of texts below the headings of their columns; one named with ``>`` holds numbers."""
    if plain:
        plain_line(console, *(heading_of(words, column.rstrip(">")) for column in columns))
        for row in rows:
            plain_line(console, *row)
        return
    table = table_of(words, *columns)
    for row in rows:
        table.add_row(*map(literal, row))
    lay_out(console, table)


def heading_of(words: Words, column: str) -> str:
    """The heading of a column in words."""
    return words.text(SCREEN, f"column.{column}")


def table_of(words: Words, *columns: str) -> Table:
    """A table without lines; a column named with ``>`` holds numbers. Too narrow a screen folds, it never cuts."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.endswith(">") else "left"
        table.add_column(heading_of(words, column.rstrip(">")), justify=justify, overflow="fold")
    return table


def lay_out(console: Console, shape: RenderableType) -> None:
    """Print a table or tree; in a pipe without the blanks that fill each line up to the widest."""
    if console.is_terminal:
        console.print(shape)
        return
    with console.capture() as captured:
        console.print(shape)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().rstrip("\n").split("\n")))


def indented(text: Text, columns: int) -> Padding:
    """A text that stands in by so many columns, also where it is folded."""
    return Padding(text, (0, 0, 0, columns))


def plain_line(console: Console, *fields: str) -> None:
    """Print one tab-separated line."""
    # Not through rich, which would expand the tabs.
    console.file.write("\t".join(show(field, sys.maxsize) for field in fields) + "\n")
