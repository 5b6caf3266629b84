"""The screens of two seasons compared and of places over the years."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from rich.console import Console
from rich.table import Table

from parscore.messages import Words
from parscore.reports.console_tables import lay_out, literal, plain_line
from parscore.reports.yearly import (
    COLUMNS,
    TOPIC,
    comparison_cells,
    group_lines,
    headings,
    remarks,
    row_cells,
    texts,
    title,
)
from parscore.yearly.compare import GroupChange, Row, YearOnYear

_ARROW: Final = " → "
_SHOWN: Final = ("agency", "index_before>", "index_after>", "change>", "rank_change", "climbed", "class", "remarks")
_PARTS: Final = ("performance>", "definition>")


def print_comparison(
    console: Console, compared: YearOnYear, words: Words, *, plain: bool = False, group: str | None = None
) -> None:
    """Print every group with its agencies in both years, or the one with that id; then the agencies that ended."""
    if plain:
        print_lines(console, headings(words), (texts(row, words) for row in comparison_cells(compared, words, group)))
        return
    console.print(literal(title(compared, words)))
    for one in compared.groups:
        if group in (None, one.id):
            _print_group(console, one, compared, words)
    ended = [row for row in compared.ended if group in (None, row.agency.group)]
    if ended:
        console.print()
        console.print(literal(words.text(TOPIC, "ended"), "bold"))
    for row in ended:
        said = "; ".join(remarks(row, words))
        console.print(literal(words.text(TOPIC, "ended_line", name=row.agency.name, id=row.agency.id, said=said)))


def print_lines(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print tab-separated lines, headings first."""
    plain_line(console, *columns)
    for row in rows:
        plain_line(console, *row)


def print_rows(console: Console, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below headings; the flag of a column says whether it holds numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading, numbers in columns:
        justify: Literal["left", "right"] = "right" if numbers else "left"
        table.add_column(heading, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*map(literal, row))
    lay_out(console, table)


def _print_group(console: Console, group: GroupChange, compared: YearOnYear, words: Words) -> None:
    console.print()
    console.print(literal(group.name, "bold"))
    # Where the sets are the same, all of a change is performance: nothing is to be told apart.
    parted = any(row.split is not None and row.split.definition for row in group.rows)
    shown = (*_SHOWN[:4], *(_PARTS if parted else ()), *_SHOWN[4:])
    years = {"before": compared.before.season.year, "after": compared.after.season.year}
    columns = [(words.text(TOPIC, f"screen.{name.rstrip('>')}", **years), name.endswith(">")) for name in shown]
    rows = (_screen_row(row, words) for row in group.rows)
    print_rows(console, columns, ([row[name.rstrip(">")] for name in shown] for row in rows))
    for line in group_lines(group, compared, words):
        console.print(literal(line, "dim"))


def _screen_row(row: Row, words: Words) -> dict[str, str]:
    told = dict(zip(COLUMNS, texts(row_cells(row, words), words), strict=True))
    ranks = _between(told["rank_before"], told["rank_after"])
    classes = _between(told["class_before"], told["class_after"])
    name = f"{row.agency.name} ({row.agency.id})"
    return {
        **told,
        "agency": name,
        "rank_change": ranks,
        "class": classes,
        "climbed": climbed_words(row.climbed, words),
    }


def _between(before: str, after: str) -> str:
    """Both values, or the one there is, or one where nothing changed."""
    return before if before == after else _ARROW.join((before or "–", after or "–"))


def climbed_words(climbed: int | None, words: Words) -> str:
    """A change of rank in words: tăng 4 bậc, giảm 7 bậc."""
    if climbed is None:
        return ""
    return words.text(TOPIC, "up" if climbed > 0 else "down" if climbed < 0 else "level", count=abs(climbed))
