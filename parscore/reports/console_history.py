"""The screen of places over the years."""

from collections.abc import Sequence

from rich.console import Console

from parscore.messages import Words
from parscore.reports.console_tables import literal
from parscore.reports.console_yearly import print_lines, print_rows
from parscore.reports.history import SUMMARY, TOPIC, YEARS, headings, place_text, summary_rows, year_texts
from parscore.yearly.history import Series


def print_history(console: Console, series: Sequence[Series], words: Words, *, plain: bool = False) -> None:
    """Print the summary of every series, then its places year by year; ``plain``: the years one a line."""
    if plain:
        print_lines(console, headings(YEARS, words), year_texts(series, words))
        return
    rows = list(summary_rows(series, words))
    # A column with nothing in it says nothing on a narrow screen.
    shown = [at for at, _ in enumerate(SUMMARY) if any(row[at] for row in rows)]
    names = headings(SUMMARY, words)
    print_rows(console, [(names[at], False) for at in shown], ([row[at] for at in shown] for row in rows))
    console.print()
    years = range(min(one.held[0].year for one in series), max(one.held[-1].year for one in series) + 1)
    columns = [(name, False) for name in headings(("unit", "index"), words)]
    columns += [(str(year), True) for year in years]
    print_rows(console, columns, (_line(one, years, words) for one in series))
    units = len({one.unit for one in series})
    console.print(literal(words.text(TOPIC, "history.count", series=len(series), units=units), "dim"))


def _line(one: Series, years: range, words: Words) -> list[str]:
    places = {held.year: place_text(held, words) for held in one.held}
    return [one.unit, one.index, *(places.get(year, "–") for year in years)]
