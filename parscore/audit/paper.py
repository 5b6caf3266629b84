"""The working paper of one agency as data: every figure of its scorecard as a formula over what was given.

Each formula is worked out exactly, as it is worded, and compared with the figure of the engine: ``differences`` names
every item where the two are not the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from parscore.audit.leaf_cells import Member
from parscore.audit.ledger import Ledger
from parscore.audit.paper_leaf import (
    LeafPaper,
    applicable_key,
    keep_open,
    open_key,
    printed,
    printed_key,
    top_key,
    write_leaf,
)
from parscore.audit.paper_total import MAXIMUM, TOTAL, TotalLine, in_section, index_key, write_index, write_total
from parscore.model.criteria import Level, Rounding, RoundingLevel, Section
from parscore.model.formula import Constant, Expression, Ref, added, rounded
from parscore.model.scorecard import HeadingScore, ItemScore, LeafScore, Scorecard
from parscore.numbers import round_to

Members = Mapping[str, Sequence[Member]]
"""Leaf code to the group's own values, of a leaf that is compared within the group."""


class Difference(NamedTuple):
    """A figure whose formula does not give what the engine gives."""

    key: str
    formula: Fraction | None
    engine: Fraction | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A working paper: the items in the order of the decision, the lines of the total, and all cells."""

    card: Scorecard
    ledger: Ledger
    items: tuple[HeadingScore | LeafPaper, ...]
    totals: tuple[TotalLine, ...]
    differences: tuple[Difference, ...]


def paper_of(card: Scorecard, members: Members) -> Paper:
    """Write the working paper of an agency; ``members`` holds the values of its group."""
    ledger, rounding = Ledger(), card.criteria.rounding
    items: list[HeadingScore | LeafPaper] = []
    for item in card.items():
        if isinstance(item, LeafScore):
            known = members.get(item.leaf.code, ())
            items.append(write_leaf(ledger, item, rounding, agency=card.agency.id, members=known))
            write_index(ledger, item.leaf.code, rounding)
        else:
            items.append(item)
            _heading(ledger, item, rounding)
    for score in card.leaves():
        keep_open(ledger, score)
    totals = write_total(ledger, card.criteria)
    return Paper(card, ledger, tuple(items), totals, tuple(_differences(card, ledger)))


def code_of(item: ItemScore) -> str:
    """The code of an item."""
    return item.leaf.code if isinstance(item, LeafScore) else item.heading.code


def _heading(ledger: Ledger, score: HeadingScore, rounding: Rounding) -> None:
    """The sum of what counts below, rounded where the set rounds areas, held at the cap of a section."""
    heading, code = score.heading, score.heading.code
    top = Ref(ledger.put(top_key(code), heading.maximum).key, given=True)
    below = [code_of(child) for child in score.children if child.counted]
    counts = heading.section is Section.AREA
    points = _sum(below)
    if heading.level is Level.AREA and rounding.at is RoundingLevel.AREA:
        points = rounded(ledger.work(f"{code}=exact", points), rounding.points, rounding.mode)
    ledger.work(code, in_section(heading, points, top))
    ledger.work(printed_key(code), printed(Ref(code), rounding.points, rounding))
    ledger.work(applicable_key(code), _sum(map(applicable_key, below) if counts else ()))
    ledger.work(open_key(code), _sum(map(open_key, below)))
    write_index(ledger, code, rounding)


def _sum(keys: Iterable[str]) -> Expression:
    refs = [Ref(key) for key in keys]
    return added(refs) if refs else Constant(Fraction(0))


def _differences(card: Scorecard, ledger: Ledger) -> Iterator[Difference]:
    rounding = card.criteria.rounding
    figures: list[tuple[str, Fraction | None]] = []
    for item in card.items():
        code = code_of(item)
        figures += [
            (code, item.points),
            (applicable_key(code), item.maximum),
            (index_key(code), _print(item.index, rounding.index, rounding)),
        ]
        figures.append((printed_key(code), _print(item.points, rounding.points, rounding)))
    figures += [(TOTAL, card.points), (MAXIMUM, card.maximum), (index_key(TOTAL), card.index)]
    figures.append((printed_key(TOTAL), _print(card.points, rounding.points, rounding)))
    figures.append((printed_key(index_key(TOTAL)), _print(card.index, rounding.index, rounding)))
    for key, figure in figures:
        found = ledger.number(key)
        if found != figure:
            yield Difference(key, found, figure)


def _print(value: Fraction | None, digits: int, rounding: Rounding) -> Fraction | None:
    return None if value is None else round_to(value, digits, rounding.mode)
