"""Every leaf of every agency after every stage asked for, one row each: a long table for pandas and other programs.

Numbers are decimals with a point: the nearest double, which is what pandas keeps. Beside those that may have no finite
decimal stands the exact value as text (``18/13``) in a column ending in ``_exact``. States are the keys of the program,
the same in every language; ``branch`` is in words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Final

from parscore.engine.left_out import cause_of
from parscore.messages import Words
from parscore.model.cell import Answer
from parscore.model.criteria import Heading, Level
from parscore.model.place import Place
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard
from parscore.reports.csv_text import csv_bytes
from parscore.reports.printing import Printer, kind_of, printer
from parscore.reports.trace import exact

EXPORT: Final = "parscore.export/1"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One leaf of one agency after one stage.

    ``criterion`` is the leaf's own code where the leaf is one. ``status`` and ``cause`` (why a leaf is not assessed as
    the others are) are keys. ``points`` is ``None`` while the leaf is unresolved, and where it left the maximum.
    ``claimed`` are the points that the agency wrote down, ``self_points`` those of its self-assessment by the rule.
    ``file``, ``sheet`` and ``cell`` (or line and column of a text file) say where the first of its values stands.
    """

    year: int
    stage: str
    group: str
    agency: str
    agency_name: str
    area: str
    area_name: str
    criterion: str
    leaf: str
    leaf_name: str
    source: str
    rule: str
    status: str
    cause: str
    counted: bool
    points: Fraction | None
    maximum: Fraction
    declared_maximum: Fraction
    index: Fraction | None
    self_points: Fraction | None
    gap: Fraction | None
    claimed: Fraction | None
    points_exact: str
    index_exact: str
    self_points_exact: str
    gap_exact: str
    inputs: str
    branch: str
    evidence: str
    reason: str
    decided_by: str
    file: str
    sheet: str
    cell: str


COLUMNS: Final = tuple(field.name for field in fields(ExportRow))
"""The names of the columns, in order."""
NUMBERS: Final = ("points", "maximum", "declared_maximum", "index", "self_points", "gap", "claimed")
"""Columns of exact values, which become doubles."""
KEYS: Final = ("stage", "group", "agency", "area", "source", "rule", "status", "cause")
"""Text columns of few values."""

Plain = str | int | float | bool | None


def export_rows(cards: Iterable[Scorecard], year: int, words: Words) -> Iterator[ExportRow]:
    """Yield the rows of scorecards in their order, leaves in the order of the decision."""
    for card in cards:
        write = printer(words, card.criteria.rounding)
        for area in card.areas:
            for score, criterion in _leaves(area, ""):
                yield _row(score, criterion, area.heading, (card, year), write)


def plain_values(row: ExportRow) -> tuple[Plain, ...]:
    """The values of a row with numbers as doubles, the nearest to the exact value."""
    values = (getattr(row, name) for name in COLUMNS)
    return tuple(float(value) if isinstance(value, Fraction) else value for value in values)


def export_csv(rows: Iterable[ExportRow]) -> bytes:
    """The rows as a CSV file: UTF-8 that spreadsheets recognise; a missing number is an empty field."""
    return csv_bytes([COLUMNS, *(tuple(map(_text, plain_values(row))) for row in rows)])


def export_json(rows: Iterable[ExportRow], run: Mapping[str, object]) -> str:
    """The rows as JSON: ``pandas.DataFrame(document["rows"])`` makes a table of them. One row a line.

    ``run`` says before them what they are of and by what they can be rechecked.
    """
    about = json.dumps({"schema": EXPORT, **run}, ensure_ascii=False).removesuffix("}")
    lines = ",\n".join(
        json.dumps(dict(zip(COLUMNS, plain_values(row), strict=True)), ensure_ascii=False) for row in rows
    )
    return f'{about}, "rows": [\n{lines}\n]}}\n'


def export_parquet(rows: Iterable[ExportRow], footer: str) -> bytes:
    """The rows as a Parquet file: text, doubles, whole numbers, yes and no; its metadata hold the footer of reports.

    Needs pyarrow.
    """
    import pyarrow
    import pyarrow.parquet

    kinds = {"year": pyarrow.int32(), "counted": pyarrow.bool_(), **dict.fromkeys(NUMBERS, pyarrow.float64())}
    typed = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
    schema = typed.with_metadata({"parscore": footer})
    columns = list(zip(*map(plain_values, rows), strict=True)) or [()] * len(COLUMNS)
    table = pyarrow.table(dict(zip(COLUMNS, columns, strict=True)), schema=schema)
    stream = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, stream)
    return bytes(stream.getvalue())


def _leaves(item: ItemScore, criterion: str) -> Iterator[tuple[LeafScore, str]]:
    """Every leaf below an item with the code of its criterion."""
    if isinstance(item, HeadingScore):
        below = item.heading.code if item.heading.level is Level.CRITERION else criterion
        for child in item.children:
            yield from _leaves(child, below)
    else:
        yield item, criterion or item.leaf.code


def _row(score: LeafScore, criterion: str, area: Heading, of: tuple[Scorecard, int], write: Printer) -> ExportRow:
    (card, year), leaf, cause = of, score.leaf, cause_of(score)
    place = _place(score)
    return ExportRow(
        year=year,
        stage=card.stage.id,
        group=card.agency.group,
        agency=card.agency.id,
        agency_name=card.agency.name,
        area=area.code,
        area_name=area.name,
        criterion=criterion,
        leaf=leaf.code,
        leaf_name=leaf.name,
        source=leaf.source.value,
        rule=leaf.rule.family,
        status=score.status.value,
        cause="" if cause is None else cause.value,
        counted=score.counted,
        points=score.points,
        maximum=score.maximum,
        declared_maximum=leaf.maximum,
        index=score.index,
        self_points=score.self_points,
        gap=score.gap,
        claimed=score.claimed.value if score.claimed and isinstance(score.claimed.value, Fraction) else None,
        points_exact=exact(score.points) or "",
        index_exact=exact(score.index) or "",
        self_points_exact=exact(score.self_points) or "",
        gap_exact=exact(score.gap) or "",
        inputs="; ".join(f"{used.name} = {write.answer(used.answer, kind_of(leaf, used.name))}"
                         for used in score.inputs),
        branch="" if score.branch is None else write.phrase(score.branch),
        evidence=score.evidence,
        reason=score.reason,
        decided_by="" if score.judged is None else score.judged.who,
        file=place.file,
        sheet=place.sheet,
        cell=_spot(place),
    )  # fmt: skip


def _place(score: LeafScore) -> Place:
    """Where the first value of a leaf stands."""
    answers: list[Answer] = [used.answer for used in score.inputs]
    answers += [score.claimed] if score.claimed else []
    return next((answer.place for answer in answers if answer.place.file), Place())


def _spot(place: Place) -> str:
    """A cell, or line and column."""
    if not place.line:
        return place.cell
    return f"{place.line}:{place.column}" if place.column else str(place.line)


def _text(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)
