"""Two seasons compared: as rows, as lines below the tables, as JSON, and as last year's places for other reports.

Changes of the index are percentage points (điểm %), never per cent. Every figure is exact until it is printed once, so
that a printed change may differ by one in the last digit from the difference of the two printed indices.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from parscore.messages import Words
from parscore.model.criteria import Rounding, RoundingMode
from parscore.numbers import percent, printed
from parscore.reports.csv_text import csv_bytes
from parscore.reports.document import run_document
from parscore.reports.marks import marks_of
from parscore.reports.material import NO_PAST, Past
from parscore.reports.printing import Printer, printer, stage_name
from parscore.reports.tables import rank_words
from parscore.reports.trace import Document, exact
from parscore.reports.xlsx_sheet import Amount
from parscore.reports.xlsx_table import Table, tables_workbook
from parscore.yearly.agencies import Kind
from parscore.yearly.compare import GroupChange, Place, Row, YearOnYear

COMPARE: Final = "parscore.compare/1"
TOPIC: Final = "yearly"
Cell = str | int | Amount | None
"""What a cell of a table holds before it is laid out."""
COLUMNS: Final = (
    "group", "id", "agency", "kind", "index_before", "index_after", "change", "performance", "definition",
    "rank_before", "rank_after", "climbed", "class_before", "class_after", "predecessors", "remarks",
)  # fmt: skip
SIGNED: Final = ("change", "performance", "definition", "climbed")
"""Columns whose numbers are written with their sign."""
_WIDTHS: Final = (10, 12, 32, 14, 11, 11, 11, 11, 11, 8, 8, 8, 12, 12, 36, 40)


def past_of(compared: YearOnYear | None) -> Mapping[str, Past]:
    """Last year's places of every agency of this year; empty values where it had none, or none that is comparable."""
    if compared is None:
        return NO_PAST
    rows = (row for group in compared.groups for row in group.rows)
    return {row.agency.id: Past(row.index_before, row.rank_before, row.class_before, row.shared_before) for row in rows}


def comparison_cells(compared: YearOnYear, words: Words, group: str | None = None) -> Iterator[tuple[Cell, ...]]:
    """One row an agency, by ``COLUMNS``: those of this year, then those of last year that ended; one group, or all."""
    for row in compared.rows():
        if group in (None, row.agency.group):
            yield row_cells(row, words)


def texts(cells: Sequence[Cell], words: Words, *, signs: bool = True) -> tuple[str, ...]:
    """A row of cells as texts, numbers as printed; with ``signs`` those of ``SIGNED`` columns have a plus."""
    comma = words.language == "vi"
    return tuple(
        text_of(cell, comma=comma, sign=signs and name in SIGNED) for name, cell in zip(COLUMNS, cells, strict=True)
    )


def text_of(cell: Cell, *, comma: bool, sign: bool = False) -> str:
    """A cell as a text."""
    if isinstance(cell, Amount):
        text = printed(cell.value, cell.digits, cell.mode, comma=comma) + cell.after
        return f"+{text}" if sign and cell.value > 0 and text.strip("0,.") else text
    if isinstance(cell, int):
        return f"{cell:+d}" if sign and cell else str(cell)
    return cell or ""


def row_cells(row: Row, words: Words) -> tuple[Cell, ...]:
    """The row of one agency, by ``COLUMNS``."""
    after = _rounding(row.after or row.before[0])
    split = row.split
    told: dict[str, Cell] = {
        "group": row.agency.group,
        "id": row.agency.id,
        "agency": row.agency.name,
        "kind": words.text(TOPIC, f"kind.{row.kind}"),
        "index_before": _amount(row.index_before, _rounding(row.before[0]) if row.before else after),
        "index_after": _amount(row.index_after, after),
        "change": _amount(row.change, after),
        "performance": _amount(split.performance if split else None, after),
        "definition": _amount(split.definition if split else None, after),
        "rank_before": _rank(row.rank_before, shared=row.shared_before),
        "rank_after": _rank(row.rank_after, shared=row.shared_after),
        "climbed": row.climbed,
        "class_before": row.class_before or "",
        "class_after": row.class_after or "",
        "predecessors": "; ".join(predecessor(place, words) for place in row.before),
        "remarks": "; ".join(remarks(row, words)),
    }
    return tuple(told[name] for name in COLUMNS)


def _amount(value: Fraction | None, rounding: Rounding) -> Amount | None:
    return None if value is None else Amount(value, rounding.index, rounding.mode)


def _rank(rank: int | None, *, shared: bool) -> Cell:
    """A rank; a shared one keeps its number and gets its mark by the format."""
    return rank if rank is None or not shared else Amount(Fraction(rank), 0, RoundingMode.HALF_UP, "=")


def _rounding(place: Place) -> Rounding:
    return place.standing.scorecard.criteria.rounding


def predecessor(place: Place, words: Words) -> str:
    """An agency of last year with its index and rank."""
    write = printer(words, _rounding(place))
    index = write.index(place.index) or words.text(TOPIC, "incomplete")
    key = "predecessor" if place.standing.rank is None else "predecessor_ranked"
    return words.text(
        TOPIC,
        key,
        id=place.agency.id,
        name=place.agency.name,
        index=index,
        rank=rank_words(place.standing.rank, shared=place.shared),
    )


def remarks(row: Row, words: Words) -> tuple[str, ...]:
    """Why something is not compared, or how it is, and the reasons of the mapping."""
    told = "; ".join(predecessor(place, words) for place in row.before)
    return (*(words.text(TOPIC, f"remark.{remark}", before=told) for remark in row.remarks), *row.why)


def title(compared: YearOnYear, words: Words) -> str:
    """Which two seasons are compared, each after which stage."""
    before, after = compared.before, compared.after
    return words.text(
        TOPIC,
        "title",
        before=before.season.year,
        after=after.season.year,
        stage_before=stage_name(words, before.stage),
        stage_after=stage_name(words, after.stage),
    )


def group_lines(group: GroupChange, compared: YearOnYear, words: Words) -> Iterator[str]:
    """What is said of a group as a whole: means, how many rose and fell, who most, common leaves."""
    ranking = next(one for one in compared.after.groups if one.group.id == group.id)
    write = printer(words, ranking.group.criteria.rounding)
    if group.mean_before is not None and group.mean_after is not None:
        yield words.text(TOPIC, "mean", **_means(group.mean_before, group.mean_after, write))
    if group.ranked_before and group.ranked_before != group.ranked_after:
        yield words.text(TOPIC, "ranked", before=group.ranked_before, after=group.ranked_after)
    before, after = group.pairs_before, group.pairs_after
    if before is None or after is None:
        yield words.text(TOPIC, "nobody", count=group.ranked_after)
    else:
        counts = {"up": group.moved(1), "down": group.moved(-1), "level": group.moved(0)}
        told = {**_means(before, after, write), **counts, "count": len(group.pairs), "all": group.ranked_after}
        yield words.text(TOPIC, "pairs", **told)
        yield from _furthest(group, write)
    if group.common is not None:
        facts = {"count": len(group.common.codes), "before": group.common.before, "after": group.common.after}
        yield words.text(TOPIC, "common", share=percent(group.common.share, comma=write.comma), **facts)


def _means(before: Fraction, after: Fraction, write: Printer) -> dict[str, str]:
    change = _signed(after - before, write)
    return {"before": write.index(before), "now": write.index(after), "change": change}


def _furthest(group: GroupChange, write: Printer) -> Iterator[str]:
    for key, sign in (("rise", 1), ("fall", -1)):
        rows = group.furthest(sign)
        if rows:
            change = _signed(rows[0].change or Fraction(0), write)
            yield write.words.text(TOPIC, key, agencies=", ".join(row.agency.name for row in rows), change=change)


def _signed(change: Fraction, write: Printer) -> str:
    return text_of(_amount(change, write.rounding), comma=write.comma, sign=True)


def headings(words: Words) -> list[str]:
    """The headings of the columns."""
    return [words.text(TOPIC, f"column.{name}") for name in COLUMNS]


def comparison_csv(compared: YearOnYear, words: Words, group: str | None = None) -> bytes:
    """The rows as a CSV file; without plus signs, which a spreadsheet would take for formulas."""
    rows = (texts(row, words, signs=False) for row in comparison_cells(compared, words, group))
    return csv_bytes([headings(words), *rows])


def comparison_workbook(compared: YearOnYear, words: Words, group: str | None = None) -> bytes:
    """The rows as a workbook: a sheet for each group, and one for the agencies that ended."""
    draft, footer = compared.before.draft or compared.after.draft, marks_of(compared.after, words).footer
    name = title(compared, words)
    tables = [
        Table(one.name, f"{name} · {one.name}", headings(words), _WIDTHS, [row_cells(row, words)
              for row in one.rows], tuple(group_lines(one, compared, words)))
        for one in compared.groups
        if group in (None, one.id)
    ]  # fmt: skip
    ended = [row_cells(row, words) for row in compared.ended if group in (None, row.agency.group)]
    if ended:
        tables.append(Table(words.text(TOPIC, "ended_sheet"), f"{name} · {words.text(TOPIC, 'ended')}",
                            headings(words), _WIDTHS, ended))  # fmt: skip
    return tables_workbook(name, tables, words, footer, draft=draft)


def comparison_document(compared: YearOnYear, words: Words, group: str | None = None) -> Document:
    """The comparison with exact values, and below ``printed`` as printed."""
    return {
        "schema": COMPARE,
        "before": run_document(compared.before),
        "after": run_document(compared.after),
        "groups": [_group(one, words) for one in compared.groups if group in (None, one.id)],
        "ended": [_row(row, words) for row in compared.ended if group in (None, row.agency.group)],
    }  # fmt: skip


def _group(group: GroupChange, words: Words) -> Document:
    common = group.common
    return {
        "group": group.id,
        "name": group.name,
        "ranked_before": group.ranked_before,
        "ranked_after": group.ranked_after,
        "mean_before": exact(group.mean_before),
        "mean_after": exact(group.mean_after),
        "compared": len(group.pairs),
        "compared_mean_before": exact(group.pairs_before),
        "compared_mean_after": exact(group.pairs_after),
        "up": group.moved(1),
        "down": group.moved(-1),
        "level": group.moved(0),
        "largest_rise": [row.agency.id for row in group.furthest(1)],
        "largest_fall": [row.agency.id for row in group.furthest(-1)],
        "common_leaves": None if common is None else {
            "count": len(common.codes), "of_before": common.before, "of_after": common.after,
            "share_of_maximum": exact(common.share),
            "codes": [{"before": old, "after": new} for new, old in common.codes.items()],
        },
        "agencies": [_row(row, words) for row in group.rows],
    }  # fmt: skip


def _row(row: Row, words: Words) -> Document:
    split = row.split
    return {
        "agency": row.agency.id,
        "name": row.agency.name,
        "group": row.agency.group,
        "kind": row.kind.value,
        "predecessors": [_place(place) for place in row.before],
        "comparable": row.change is not None,
        "mean_of_predecessors": row.kind is Kind.MERGED and row.change is not None,
        "index_before": exact(row.index_before),
        "index_after": exact(row.index_after),
        "change": exact(row.change),
        "performance": exact(split.performance if split else None),
        "definition": exact(split.definition if split else None),
        "common_index_before": exact(split.before if split else None),
        "common_index_after": exact(split.after if split else None),
        "rank_before": row.rank_before,
        "rank_after": row.rank_after,
        "climbed": row.climbed,
        "class_before": row.class_before,
        "class_after": row.class_after,
        "remarks": list(row.remarks),
        "why": list(row.why),
        "printed": {
            name: text for name, text in zip(COLUMNS, texts(row_cells(row, words), words), strict=True)
            if name.startswith("index") or name in SIGNED[:3]
        },
    }  # fmt: skip


def _place(place: Place) -> Document:
    standing = place.standing
    told: Document = {"agency": place.agency.id, "name": place.agency.name, "group": place.agency.group}
    return {
        **told,
        "index": exact(place.index),
        "rank": standing.rank,
        "tied": place.shared,
        "class": standing.class_name,
    }
