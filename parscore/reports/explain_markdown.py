"""An explanation as Markdown, to be pasted into a document or a ticket; foreign text stays text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from parscore.messages import Words
from parscore.model.ranking import Standing
from parscore.reports.explain import explained
from parscore.reports.explanation import ALONE, Background
from parscore.reports.printing import SCREEN, printer
from parscore.reports.tables import ItemRow, State
from parscore.viet import show

_COLUMNS: Final = ("code", "item", "points", "maximum", "index", "state")
_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_STARTS: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown(standing: Standing, code: str | None, words: Words, background: Background = ALONE) -> str:
    """Write the trace of one item, or of an agency with all its items: a heading, a list a part, a table of items.

    A code that the criteria set does not have is a ``KeyError``.
    """
    told, rows = explained(standing, code, words, background)
    lines = [f"## {literal(told.title)}", ""]
    for part in told.parts:
        lines += [f"**{literal(part.label)}**", ""]
        lines += [f"{'  ' if line.startswith(' ') else ''}- {literal(line.strip())}" for line in part.lines]
        lines.append("")
    if rows:
        lines += _table(rows, standing, words)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(rows: Iterable[ItemRow], standing: Standing, words: Words) -> Iterator[str]:
    write = printer(words, standing.scorecard.criteria.rounding)
    yield _line(words.text(SCREEN, f"column.{name}") for name in _COLUMNS)
    yield "| --- | --- | ---: | ---: | ---: | --- |"
    for row in rows:
        state = "" if row.state is State.SCORED else words.text(SCREEN, f"state.{row.state}")
        amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
        yield _line((row.code, row.name, *amounts, state))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(literal, cells))} |"


def literal(text: str) -> str:
    """A text in which nothing is a sign of Markdown or HTML, and nothing unseen."""
    return _STARTS.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", show(text, len(text) * 8)))
