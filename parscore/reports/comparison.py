"""Two versions of a criteria set compared: for people, as plain rows, as JSON, and as the mapping between two years."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.definitions.compare import (
    ADDED,
    CHANGED_MAXIMUM,
    CHANGED_RULE,
    REMOVED,
    RENAMED,
    RENUMBERED,
    UNCHANGED,
    Comparison,
    Difference,
    ItemPair,
    Mapped,
    mapping,
)
from parscore.messages import Words
from parscore.model.criteria import CriteriaSet
from parscore.reports.csv_text import csv_bytes
from parscore.reports.explanation import Explanation, Part
from parscore.reports.meanings import Teller, as_data, written
from parscore.reports.printing import SCREEN, Printer, known, printer
from parscore.reports.trace import Document, exact

DIFF: Final = "parscore.criteria-diff/1"
COLUMNS: Final = ("level", "old_code", "new_code", "item", "change", "before", "after")
_CHANGES: Final = (UNCHANGED, RENUMBERED, RENAMED, CHANGED_RULE, CHANGED_MAXIMUM, ADDED, REMOVED)


def comparison_summary(compared: Comparison, words: Words) -> str:
    """How many leaves there are of each kind of change; one leaf may have several."""
    counts = Counter(change for line in mapping(compared) for change in line.change.split("+"))
    told = (words.text(SCREEN, f"map.{change}", count=counts[change]) for change in _CHANGES if counts[change])
    return words.text(SCREEN, "diff.summary", changes=", ".join(told))


def comparison_told(compared: Comparison, words: Words) -> Iterator[Explanation]:
    """What changed in words: the set as a whole, then every item that is not as it was."""
    writer = _writer(compared, words)
    yield Explanation(
        words.text(SCREEN, "diff.title", before=_reference(compared.before), after=_reference(compared.after)),
        tuple(writer.part(difference, None) for difference in compared.whole),
    )
    for pair in compared.changed:
        title = words.text(SCREEN, "diff.item", code=pair.item.code, name=pair.item.name)
        yield Explanation(title, tuple(writer.part(difference, pair) for difference in pair.differences))


def comparison_rows(compared: Comparison, words: Words) -> Iterator[tuple[str, ...]]:
    """One row a difference, by ``COLUMNS``; those of the set as a whole come first, without codes."""
    writer = _writer(compared, words)
    for difference in compared.whole:
        yield (words.text(SCREEN, "diff.whole"), "", "", "", *writer.row(difference, None))
    for pair in compared.changed:
        level = words.text(SCREEN, f"level.{pair.item.level}")
        for difference in pair.differences:
            yield (level, *_codes(pair), pair.item.name, *writer.row(difference, pair))


def comparison_document(compared: Comparison, words: Words) -> Document:
    """The whole comparison with the mapping."""
    printer = Printer(words, compared.after.rounding, comma=False)
    return {
        "schema": DIFF,
        "before": _head(compared.before),
        "after": _head(compared.after),
        "whole": [_difference(difference, None, printer) for difference in compared.whole],
        "items": [_item(pair, printer) for pair in compared.changed],
        "mapping": [line._asdict() for line in mapping(compared)],
    }


def mapping_csv(compared: Comparison) -> bytes:
    """The mapping between two years as a CSV file that spreadsheets open as UTF-8."""
    return csv_bytes([Mapped._fields, *mapping(compared)])


@dataclass(frozen=True, slots=True)
class _Writer:
    words: Words
    teller: Teller

    def label(self, what: str) -> str:
        """What changed; a key below one that has a word keeps the name that criteria files give it."""
        field, _, below = what.partition(".")
        label = known(self.words, f"what.{field}", field)
        return f"{label} ({below})" if below else label

    def part(self, difference: Difference, pair: ItemPair | None) -> Part:
        """Both values on one line, or each below its own heading where one of them has several lines."""
        old, new = self.values(difference, pair)
        if difference.what in (ADDED, REMOVED):
            lines = [self.words.text(SCREEN, "diff.points", maximum="".join(old + new))]
        elif len(old) == len(new) == 1:
            lines = [self.words.text(SCREEN, "diff.values", before=old[0], after=new[0])]
        else:
            lines = [self.words.text(SCREEN, "diff.before"), *(f"  {line}" for line in old)]
            lines += [self.words.text(SCREEN, "diff.after"), *(f"  {line}" for line in new)]
        return Part(self.label(difference.what), tuple(lines))

    def row(self, difference: Difference, pair: ItemPair | None) -> tuple[str, str, str]:
        """What changed, and both values."""
        old, new = self.values(difference, pair)
        return self.label(difference.what), "; ".join(old), "; ".join(new)

    def values(self, difference: Difference, pair: ItemPair | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both values in words; where their words are the same, as criteria files write them."""
        if difference.what == ADDED:
            return (), self.teller.lines(difference.after)
        if difference.what == REMOVED:
            return self.teller.lines(difference.before), ()
        maxima = _maxima(pair)
        old = self.teller.lines(difference.before, maxima[0])
        new = self.teller.lines(difference.after, maxima[1])
        return (old, new) if old != new else ((written(difference.before),), (written(difference.after),))


def _writer(compared: Comparison, words: Words) -> _Writer:
    return _Writer(words, Teller(printer(words, compared.after.rounding)))


def _reference(criteria: CriteriaSet) -> str:
    return f"{criteria.id}@{criteria.version}"


def _codes(pair: ItemPair) -> tuple[str, str]:
    return pair.before.code if pair.before else "", pair.after.code if pair.after else ""


def _maxima(pair: ItemPair | None) -> tuple[Fraction | None, Fraction | None]:
    if pair is None:
        return None, None
    return pair.before.maximum if pair.before else None, pair.after.maximum if pair.after else None


def _head(criteria: CriteriaSet) -> Document:
    return {
        "criteria": _reference(criteria),
        "title": criteria.title,
        "digest": criteria.digest,
        "maximum": exact(criteria.maximum),
    }


def _item(pair: ItemPair, printer: Printer) -> Document:
    old, new = _codes(pair)
    return {
        "level": pair.item.level.value,
        "leaf": pair.is_leaf,
        "old_code": old,
        "new_code": new,
        "name": pair.item.name,
        "differences": [_difference(difference, pair, printer) for difference in pair.differences],
    }


def _difference(difference: Difference, pair: ItemPair | None, printer: Printer) -> Document:
    old, new = _maxima(pair)
    return {
        "what": difference.what,
        "before": as_data(difference.before, old, printer),
        "after": as_data(difference.after, new, printer),
    }
