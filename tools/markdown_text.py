"""Pieces of Markdown that the generated pages share."""

from collections.abc import Iterable, Sequence


def cell(text: str) -> str:
    """A text as it can stand in a table: on one line, with its strokes escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line of heads."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def folded(summary: str, body: str) -> str:
    """A part that the reader can open."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n</details>\n"


def fenced(text: str, language: str = "yaml") -> str:
    """Lines of code."""
    return f"```{language}\n{text}```\n"
