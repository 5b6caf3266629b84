"""The order in which to check scores as rows for people, a JSON document and a CSV file, each line with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from parscore.audit.priorities import Priority
from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.numbers import percent
from parscore.reports.csv_text import csv_bytes
from parscore.reports.printing import SCREEN, Printer, printer
from parscore.reports.trace import Document, exact

TOPIC: Final = "priorities"
PRIORITIES: Final = "parscore.priorities/1"
COLUMNS: Final = (
    "priority>",
    "agency",
    "code",
    "points>",
    "stake>",
    "nearness>",
    "rank_effect",
    "class_effect",
    "reason",
)


def priority_rows(found: Iterable[Priority], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a leaf."""
    for one in found:
        own = printer(words, one.before.scorecard.criteria.rounding)
        yield (
            own.index(one.value),
            one.cell.agency.id,
            one.cell.score.leaf.code,
            _points(one, own),
            own.index(one.stake),
            percent(one.option.nearness, 0, comma=own.comma),
            _change(_rank(one.before.rank), _rank(one.after.rank)),
            _change(one.before.class_name or "", one.after.class_name or ""),
            reason(one, own),
        )


def reason(one: Priority, own: Printer) -> str:
    """Why a leaf asks to be checked: what would have to be otherwise, and what would come of it."""
    told = own.words.text(TOPIC, f"reason.{one.option.kind}", **_moved(one, own))
    return told + own.words.text(TOPIC, "reason.points", before=_points(one, own), after=own.points(one.option.points))


def _moved(one: Priority, own: Printer) -> dict[str, str]:
    """The value that is moved, the formula's value before and after, and the branch that would apply."""
    option = one.option
    if option.asked is None or option.judgement is None or option.before is None or option.after is None:
        return {}
    kind = option.asked.type
    told = {"asked": option.asked.ask, "before": own.value(option.before, kind), "after": own.value(option.after, kind)}
    now, then = one.cell.score.steps[:1], option.judgement.steps[:1]
    rate = ""
    if now and then and now[0].formula == then[0].formula and len(now[0].given) > 1:
        values = (_rate(step.value, own) for step in (now[0], then[0]))
        rate = own.words.text(TOPIC, "reason.rate", values=" → ".join(values))
    return {**told, "rate": rate, "branch": own.phrase(option.judgement.branch)}


def _rate(value: Fraction, own: Printer) -> str:
    """A formula's value; a share as a percentage."""
    return percent(value, 2, comma=own.comma) if 0 <= value <= 1 else own.exact(value)


def _points(one: Priority, own: Printer) -> str:
    points = one.cell.score.points
    return own.words.text(TOPIC, "left_out") if points is None else own.points(points)


def _rank(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def priorities_document(result: SeasonResult, found: Sequence[Priority], words: Words) -> Document:
    """Every line with its factors; numbers are exact."""
    return {
        "schema": PRIORITIES,
        "season": result.season.year,
        "stage": result.stage.id,
        "priorities": [
            {
                "agency": one.cell.agency.id,
                "code": one.cell.score.leaf.code,
                "priority": exact(one.value),
                "points": exact(one.cell.score.points),
                "points_otherwise": exact(one.option.points),
                "kind": one.option.kind,
                "stake": exact(one.stake),
                "nearness": exact(one.option.nearness),
                "weight": one.weight,
                "rank": [one.before.rank, one.after.rank],
                "class": [one.before.class_name, one.after.class_name],
                "reason": reason(one, printer(words, one.before.scorecard.criteria.rounding)),
            }
            for one in found
        ],
    }


def priorities_csv(found: Iterable[Priority], words: Words) -> bytes:
    """The rows as a CSV file that spreadsheets open."""
    header = [words.text(SCREEN, f"column.{column.rstrip('>')}") for column in COLUMNS]
    return csv_bytes([header, *priority_rows(found, words)])
