"""Changes as rows of texts, as JSON and as a CSV file; the values as printed, exact ones in JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from parscore.audit.changes import CLAIMED, INPUT, Change, Run
from parscore.messages import Words, keys
from parscore.model.scorecard import Status
from parscore.model.season import Season
from parscore.model.stage import Stage
from parscore.reports.csv_text import csv_bytes
from parscore.reports.printing import SCREEN, Printer, printer, stage_name
from parscore.reports.trace import Document

CHANGES: Final = "parscore.changes/1"
TOPIC: Final = "changes"
COLUMNS: Final = ("since", "until", "agency", "code", "item", "change", "before>", "after>", "who", "when", "why",
                  "document", "place")  # fmt: skip
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?")
_POINTS: Final = ("points", "maximum", "declared_maximum")
_YES_NO: Final = {"true": "value.yes", "false": "value.no"}


def change_rows(changes: Iterable[Change], season: Season, words: Words) -> Iterator[tuple[str, ...]]:
    """One row a change, by ``COLUMNS``; stages by their names, records by their numbers."""
    stages = {stage.id: stage for stage in season.stages}
    for one in changes:
        write = _printer(one, season, words)
        act = one.act
        yield (
            _side(one.since, stages, words),
            _side(one.until, stages, words),
            one.agency,
            one.code,
            one.name,
            field_words(one.field, words),
            _value(one.field, one.before, write),
            _value(one.field, one.after, write),
            act.who,
            act.when,
            act.why,
            act.document,
            act.place,
        )


def changes_document(changes: Iterable[Change], runs: Sequence[Run]) -> Document:
    """Every change with exact values; ``runs`` are the records that were compared, none between stages."""
    return {
        "schema": CHANGES,
        "records": [run._asdict() for run in runs],
        "changes": [
            {**{name: value for name, value in one._asdict().items() if name != "act"}, **one.act._asdict()}
            for one in changes
        ],
    }


def changes_csv(rows: Iterable[Sequence[str]], words: Words) -> bytes:
    """The rows as a CSV file."""
    return csv_bytes([headings(words), *rows])


def field_words(field: str, words: Words) -> str:
    """What changed: a field in words, an input by its name in the criteria set."""
    return field.removeprefix(INPUT) if field.startswith(INPUT) else words.text(TOPIC, f"field.{field}")


def headings(words: Words) -> list[str]:
    """The headings of the columns in words."""
    return [words.text(SCREEN, f"column.{name.rstrip('>')}") for name in COLUMNS]


def _side(side: str, stages: dict[str, Stage], words: Words) -> str:
    return stage_name(words, stages[side]) if side in stages else words.text(TOPIC, "record", number=side)


def _printer(one: Change, season: Season, words: Words) -> Printer | None:
    """The printer of the agency's set; ``None`` for an agency that the season no longer has."""
    agency = season.agencies.get(one.agency)
    return printer(words, season.group_of(agency).criteria.rounding) if agency else None


def _value(field: str, value: str | None, write: Printer | None) -> str:
    """A value as it is printed elsewhere; a text as it stands, and nothing where there is none."""
    if value is None or write is None:
        return value or ""
    if field == "status":
        known = f"state.{Status(value)}" if value in set(Status) else ""
        return write.words.text(SCREEN, known) if known in keys(write.words.language, SCREEN) else value
    if value in _YES_NO and (field in ("counted", "complete", "ranked") or field.startswith(INPUT)):
        return write.words.text(SCREEN, _YES_NO[value])
    if not _NUMBER.fullmatch(value) or not (field in (*_POINTS, "index", CLAIMED) or field.startswith(INPUT)):
        return value
    exact = Fraction(value)
    if field == "index":
        return write.index(exact)
    return write.points(exact) if field in _POINTS else write.exact(exact)
