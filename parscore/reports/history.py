"""Places held over many years: a summary and the years one by one, as rows, CSV, workbook and JSON."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.messages import Words
from parscore.model.criteria import RoundingMode
from parscore.numbers import decimal_text, printed, trimmed
from parscore.reports.csv_text import csv_bytes
from parscore.reports.marks import release
from parscore.reports.trace import Document, exact
from parscore.reports.xlsx_sheet import Amount, Content
from parscore.reports.xlsx_table import Table, tables_workbook
from parscore.yearly.history import Held, Series

HISTORY: Final = "parscore.history/1"
TOPIC: Final = "yearly"
SUMMARY: Final = ("unit", "index", "first_year", "last_year", "years", "firsts", "best", "best_years", "worst",
                  "worst_years", "mean", "missing", "remarks")  # fmt: skip
YEARS: Final = ("unit", "index", "year", "score", "rank", "of")
_DIGITS: Final = 2
_SUMMARY_WIDTHS: Final = (24, 16, 8, 8, 9, 16, 9, 16, 9, 16, 10, 16, 40)
_YEAR_WIDTHS: Final = (24, 16, 8, 12, 8, 10)


def headings(columns: Sequence[str], words: Words) -> list[str]:
    """The headings of columns."""
    return [words.text(TOPIC, f"history.column.{name}") for name in columns]


def summary_rows(series: Sequence[Series], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a series, by ``SUMMARY``."""
    for one in series:
        firsts = one.years_at(1)
        yield (
            one.unit,
            one.index,
            str(one.held[0].year),
            str(one.held[-1].year),
            str(len(one.placed)),
            f"{len(firsts)} ({_listed(firsts)})" if firsts else "0",
            "" if one.best is None else str(one.best),
            _listed(one.years_at(one.best)),
            "" if one.worst is None else str(one.worst),
            _listed(one.years_at(one.worst)),
            "" if one.mean is None else printed(one.mean, _DIGITS, comma=words.language == "vi"),
            _listed(one.missing),
            "; ".join(_remarks(one, words)),
        )


def year_rows(series: Sequence[Series]) -> Iterator[tuple[Content, ...]]:
    """One row a year, by ``YEARS``; a missing year stands with nothing in it."""
    for one in series:
        known = {held.year: held for held in one.held}
        for year in range(one.held[0].year, one.held[-1].year + 1):
            held = known.get(year, Held(year, None, None, None))
            yield one.unit, one.index, year, _score(held), held.rank, held.of


def year_texts(series: Sequence[Series], words: Words) -> Iterator[tuple[str, ...]]:
    """The rows of the years as texts, scores exactly as given."""
    scores = {(one.unit, one.index, held.year): held.score for one in series for held in one.held}
    for unit, index, year, _, rank, of in year_rows(series):
        score = scores.get((str(unit), str(index), int(str(year))))
        written = "" if score is None else trimmed(score, comma=words.language == "vi")
        yield str(unit), str(index), str(year), written, _text(rank), _text(of)


def place_text(held: Held, words: Words) -> str:
    """A place among how many: 12/63."""
    if held.rank is None:
        return ""
    return str(held.rank) if held.of is None else words.text(TOPIC, "history.place", rank=held.rank, of=held.of)


def history_csv(series: Sequence[Series], words: Words) -> bytes:
    """The years one by one as a CSV file."""
    return csv_bytes([headings(YEARS, words), *year_texts(series, words)])


def history_workbook(series: Sequence[Series], words: Words) -> bytes:
    """A workbook with the summary and the years one by one."""
    title = words.text(TOPIC, "history.title")
    summary = words.text(TOPIC, "history.summary")
    years = words.text(TOPIC, "history.series")
    tables = (
        Table(summary, title, headings(SUMMARY, words), _SUMMARY_WIDTHS, list(summary_rows(series, words))),
        Table(years, title, headings(YEARS, words), _YEAR_WIDTHS, list(year_rows(series))),
    )
    return tables_workbook(title, tables, words, f"parscore {release()}".strip())


def history_document(series: Sequence[Series]) -> Document:
    """Every series with its years and what they come to; scores and means are exact."""
    return {"schema": HISTORY, "series": [_series(one) for one in series]}


def _series(one: Series) -> Document:
    return {
        "unit": one.unit,
        "index": one.index,
        "years": [{**held._asdict(), "score": exact(held.score)} for held in one.held],
        "missing_years": list(one.missing),
        "first": list(one.years_at(1)),
        "best": one.best,
        "best_years": list(one.years_at(one.best)),
        "worst": one.worst,
        "worst_years": list(one.years_at(one.worst)),
        "mean_place": exact(one.mean),
        "ranked_units": list(one.fields),
    }


def _remarks(one: Series, words: Words) -> Iterator[str]:
    if len(one.fields) > 1:
        yield words.text(TOPIC, "history.fields", fields=", ".join(map(str, one.fields)))
    unplaced = tuple(held.year for held in one.held if held.rank is None)
    if unplaced:
        yield words.text(TOPIC, "history.unplaced", years=_listed(unplaced))


def _score(held: Held) -> Amount | str | None:
    """A score as a number with as many decimals as it has."""
    if held.score is None:
        return None
    decimals = len(decimal_text(held.score).partition(".")[2])
    return Amount(held.score, decimals, RoundingMode.HALF_UP)


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def _text(value: Content) -> str:
    return "" if value is None else str(value)
