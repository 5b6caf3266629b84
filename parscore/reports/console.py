"""Screens: tables for people by rich, or plain tab-separated lines; the only module of the views that knows rich.

Each ``print_...`` writes to a console made by ``open_console``. With ``plain`` it writes tab-separated lines without
colour, wrapping or shortening, headings first; their columns and order are stable. Every text is written as literal
text: markup in a name is not obeyed, and control characters are shown, not sent to the terminal.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from parscore.messages import Words
from parscore.model.criteria import CriteriaSet, Leaf, Level, Source
from parscore.model.problem import Problem, Severity
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.model.scorecard import LeafScore
from parscore.reports.explain import Explanation, explain_agency, explain_item
from parscore.reports.leaf_words import source_and_rule
from parscore.reports.printing import SCREEN, date_words, printer, remarks, stage_name
from parscore.reports.tables import (
    ItemRow,
    ProblemRow,
    RankingRow,
    State,
    item_rows,
    problem_rows,
    ranking_rows,
    rows_below,
)
from parscore.viet import show

UNBOUNDED: Final = 1_000_000
"""Width of a console that is not a terminal: wide enough that nothing is ever wrapped or cut."""
_COLOURS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_INDENT: Final = {Level.AREA: 0, Level.CRITERION: 1, Level.SUBCRITERION: 2}


def open_console(stream: TextIO, *, colour: bool = True) -> Console:
    """Make a console on a stream: as wide as the terminal, or without bounds where the stream is none."""
    width = None if stream.isatty() else UNBOUNDED
    return Console(file=stream, width=width, no_color=not colour, markup=False, emoji=False, highlight=False)


def literal(text: str, style: str = "") -> Text:
    """A text as it stands: no markup, one line, characters that cannot be seen made visible."""
    return Text(show(text, sys.maxsize), style=style)


# --- ranking ---------------------------------------------------------------------------------------------------


def print_ranking(
    console: Console, result: SeasonResult, words: Words, *, plain: bool = False, group: str | None = None
) -> None:
    """Print the ranking of every group, or of the one with that id."""
    rankings = [ranking for ranking in result.groups if group in (None, ranking.group.id)]
    if plain:
        _plain_rankings(console, rankings, words)
        return
    season = result.season
    told = {"year": season.year, "title": season.title, "stage": stage_name(words, result.stage)}
    console.print(literal(words.text(SCREEN, "season", **told)))
    if result.final:
        console.print(literal(words.text(SCREEN, "final")))
    else:
        console.print(literal(words.text(SCREEN, "draft"), "bold yellow"))
    for ranking in rankings:
        _print_group(console, ranking, words)


def _print_group(console: Console, ranking: GroupRanking, words: Words) -> None:
    criteria, rows = ranking.group.criteria, ranking_rows(ranking)
    notes = [criteria.decision.number] if criteria.decision else []
    notes += [words.text(SCREEN, "illustrative")] if criteria.illustrative else []
    told = {"name": ranking.group.name, "id": criteria.id, "version": criteria.version}
    title = " · ".join((words.text(SCREEN, "group", **told), *notes))
    console.print()
    console.print(literal(title, "bold"))
    table = _table(words, "rank>", "agency", "points>", "maximum>", "index>", "class", "remarks")
    write = printer(words, criteria.rounding)
    for row in rows:
        name = Text.assemble(literal(row.name), " ", literal(f"({row.agency})", "dim"))
        star = "" if row.complete else "*"
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index) + star)
        said = "; ".join(remarks(row, words, short=True))
        table.add_row(row.rank_text, name, *amounts, literal(row.class_name or ""), literal(said, "dim"))
    _lay_out(console, table)
    legend = _legend(rows, words)
    if legend:
        console.print(literal(" · ".join(legend), "dim"))


def _legend(rows: Sequence[RankingRow], words: Words) -> list[str]:
    """The explanation of every sign that stands in the table, and of no other."""
    used = {
        "tied": any(row.rank_text.endswith("=") for row in rows),
        "incomplete": not all(row.complete for row in rows),
        "not_assessed": any(row.not_assessed for row in rows),
        "no_case": any(row.no_case for row in rows),
        "settled": any(row.settled for row in rows),
    }
    return [words.text(SCREEN, f"legend.{sign}") for sign, stands in used.items() if stands]


def _plain_rankings(console: Console, rankings: Iterable[GroupRanking], words: Words) -> None:
    columns = ("group", "rank", "id", "agency", "points", "maximum", "index", "class", "complete", "remarks")
    _plain_line(console, *(_heading(words, column) for column in columns))
    for ranking in rankings:
        write = printer(words, ranking.group.criteria.rounding)
        for row in ranking_rows(ranking):
            amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
            complete = words.text(SCREEN, "value.yes" if row.complete else "value.no")
            about = (row.class_name or "", complete, "; ".join(remarks(row, words)))
            _plain_line(console, ranking.group.id, row.rank_text, row.agency, row.name, *amounts, *about)


# --- problems --------------------------------------------------------------------------------------------------


def print_counts(console: Console, problems: Iterable[Problem], words: Words) -> None:
    """Print one line: how many problems there are of each severity."""
    found = [problem.severity for problem in problems]
    told = {f"{severity}s": found.count(severity) for severity in Severity}
    key = "problems.counts" if found else "problems.none"
    console.print(literal(words.text(SCREEN, key, **told)))


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
    rows = problem_rows(problems, words)
    if plain:
        _plain_problems(console, rows, words)
        return
    kept = _gravest(rows, limit)
    for (file, sheet), found in groupby(kept, key=lambda row: (row.file, row.sheet)):
        where = " › ".join(part for part in (file, sheet) if part) or words.text(SCREEN, "problems.general")
        console.print(literal(where, "bold"))
        _lay_out(console, _problem_table(list(found), words))
    if len(kept) < len(rows):
        console.print(literal(words.text(SCREEN, "problems.more", count=len(rows) - len(kept), command=command)))


def _gravest(rows: Sequence[ProblemRow], limit: int | None) -> list[ProblemRow]:
    weights = list(Severity)
    by_weight = sorted(range(len(rows)), key=lambda at: weights.index(rows[at].severity))
    return [rows[at] for at in sorted(by_weight[:limit])]


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
    _plain_line(console, *(_heading(words, column) for column in columns))
    for row in rows:
        severity = words.text(SCREEN, f"severity.{row.severity}")
        about = (row.file, row.sheet, row.spot, row.agency, row.criterion, row.message, row.remedy)
        _plain_line(console, severity, row.code, *about)


# --- explanations ----------------------------------------------------------------------------------------------


def print_explanation(
    console: Console,
    standing: Standing,
    code: str | None,
    words: Words,
    *,
    problems: Iterable[Problem] = (),
    plain: bool = False,
) -> None:
    """Print the trace of one item, or of an agency with all its items.

    ``problems`` may be those of the whole run. A code that the criteria set does not have is a ``KeyError``.
    """
    card = standing.scorecard
    if code is None:
        told, rows = explain_agency(standing, words, problems), item_rows(card)
    else:
        told, item = explain_item(standing, code, words, problems), card.find(code)
        rows = () if item is None or isinstance(item, LeafScore) else tuple(rows_below(item))
    if plain:
        _plain_explanation(console, told, rows, standing, words)
        return
    print_told(console, told)
    if rows:
        console.print()
        _lay_out(console, _item_table(rows, standing, words))


def print_told(console: Console, told: Explanation) -> None:
    """Print a title and its labelled lines."""
    tree = Tree(literal(told.title, "bold"), guide_style="dim")
    width = max((cell_len(part.label) for part in told.parts), default=0)
    for part in told.parts:
        tree.add(_part(part.label, part.lines, width))
    _lay_out(console, tree)


def _part(label: str, lines: Iterable[str], width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", style="cyan", min_width=max(width, 10))
    grid.add_column(overflow="fold")
    for at, line in enumerate(lines):
        text = literal(line.strip(), "dim") if line.startswith(" ") else literal(line)
        grid.add_row("" if at else literal(label), _indented(text, 2 if line.startswith(" ") else 0))
    return grid


def _item_table(rows: Iterable[ItemRow], standing: Standing, words: Words) -> Table:
    write = printer(words, standing.scorecard.criteria.rounding)
    table = _table(words, "code", "item", "points>", "maximum>", "index>", "state")
    for row in rows:
        style = "bold" if row.level is Level.AREA else ""
        state = "" if row.state is State.SCORED else words.text(SCREEN, f"state.{row.state}")
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
        name = _indented(literal(row.name), _INDENT[row.level])
        table.add_row(literal(row.code), name, *amounts, literal(state), style=style)
    return table


def _plain_explanation(
    console: Console, told: Explanation, rows: Iterable[ItemRow], standing: Standing, words: Words
) -> None:
    """Lines of label and text; below a heading or an agency also one line an item, told apart by its level."""
    _plain_line(console, words.text(SCREEN, "explain.result"), told.title)
    for part in told.parts:
        for line in part.lines:
            _plain_line(console, part.label, line.strip())
    write = printer(words, standing.scorecard.criteria.rounding)
    for row in rows:
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
        level, state = words.text(SCREEN, f"level.{row.level}"), words.text(SCREEN, f"state.{row.state}")
        _plain_line(console, level, row.code, row.name, *amounts, state)


# --- criteria --------------------------------------------------------------------------------------------------


def print_criteria(console: Console, criteria: CriteriaSet, words: Words, *, plain: bool = False) -> None:
    """Print a criteria set: its decision and validity, then every item with its maximum, rule and source."""
    write = printer(words, criteria.rounding)
    items = list(criteria.items())
    if plain:
        columns = ("level", "code", "item", "maximum", "source", "rule")
        _plain_line(console, *(_heading(words, column) for column in columns))
        for item in items:
            level = words.text(SCREEN, f"level.{item.level}")
            maximum = write.exact(item.maximum)
            _plain_line(console, level, item.code, item.name, maximum, *source_and_rule(item, words, criteria))
        return
    for line in _criteria_lines(criteria, words):
        console.print(literal(line))
    console.print()
    table = _table(words, "code", "item", "maximum>", "rule")
    for item in items:
        source, rule = source_and_rule(item, words, criteria)
        style = "bold" if item.level is Level.AREA else ""
        name = _indented(literal(item.name), _INDENT[item.level])
        foreign = isinstance(item, Leaf) and item.sources != (Source.SELF,)
        told = f"{source}; {rule}" if foreign else rule
        table.add_row(literal(item.code), name, write.exact(item.maximum), literal(told, "dim"), style=style)
    _lay_out(console, table)


def _criteria_lines(criteria: CriteriaSet, words: Words) -> Iterable[str]:
    yield words.text(SCREEN, "criteria", title=criteria.title, id=criteria.id, version=criteria.version)
    decision = criteria.decision
    if decision is not None:
        told = {"number": decision.number, "issuer": decision.issuer}
        if decision.date is None:
            yield words.text(SCREEN, "criteria.decision.undated", **told)
        else:
            yield words.text(SCREEN, "criteria.decision", **told, date=date_words(words, decision.date))
    valid = {"first": date_words(words, criteria.valid_from), "last": date_words(words, criteria.valid_to)}
    maximum = printer(words, criteria.rounding).exact(criteria.maximum)
    yield words.text(SCREEN, "criteria.validity", **valid, maximum=maximum)
    if criteria.illustrative:
        yield words.text(SCREEN, "illustrative")


# --- cells -----------------------------------------------------------------------------------------------------


def print_cells(console: Console, cells: Iterable[Mapping[str, object]], words: Words, *, plain: bool = False) -> None:
    """Print the cells of a workbook as they are stored; the rows are those of ``workbooks.cells.cell_rows``."""
    shared = ("cell", "kind", "text", "formula", "format", "hidden", "merged")
    if plain:
        rows = ((str(cell["sheet"]), *_cell(cell, words)) for cell in cells)
        print_table(console, ("sheet", *shared), rows, words, plain=True)
        return
    for sheet, found in groupby(cells, key=lambda cell: str(cell["sheet"])):
        console.print(literal(sheet, "bold"))
        print_table(console, shared, (_cell(cell, words) for cell in found), words)


def _cell(cell: Mapping[str, object], words: Words) -> tuple[str, ...]:
    formula, hidden = cell["formula"], cell["hidden"] or cell["sheet_state"] != "visible"
    return (
        str(cell["address"]),
        words.text(SCREEN, f"kind.{cell['kind']}"),
        str(cell["text"]),
        "" if formula is None else f"={formula}",
        str(cell["format"]),
        words.text(SCREEN, "value.yes") if hidden else "",
        str(cell["merged"] or ""),
    )


# --- what the screens share ------------------------------------------------------------------------------------


def print_table(
    console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]], words: Words, *, plain: bool = False
) -> None:
    """Print rows of texts below the headings of their columns."""
    if plain:
        _plain_line(console, *(_heading(words, column) for column in columns))
        for row in rows:
            _plain_line(console, *row)
        return
    table = _table(words, *columns)
    for row in rows:
        table.add_row(*map(literal, row))
    _lay_out(console, table)


def _heading(words: Words, column: str) -> str:
    return words.text(SCREEN, f"column.{column}")


def _table(words: Words, *columns: str) -> Table:
    """A table without lines; a column named with ``>`` holds numbers. Too narrow a screen folds, it never cuts."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.endswith(">") else "left"
        table.add_column(_heading(words, column.rstrip(">")), justify=justify, overflow="fold")
    return table


def _lay_out(console: Console, shape: RenderableType) -> None:
    """Print a table or tree; in a pipe without the blanks that fill each line up to the widest."""
    if console.is_terminal:
        console.print(shape)
        return
    with console.capture() as captured:
        console.print(shape)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().rstrip("\n").split("\n")))


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns))


def _plain_line(console: Console, *fields: str) -> None:
    # Not through rich, which would expand the tabs.
    console.file.write("\t".join(show(field, sys.maxsize) for field in fields) + "\n")
