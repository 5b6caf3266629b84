"""What differs between two versions of a criteria set, item by item and for the set as a whole; pure data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Final, NamedTuple

from parscore.definitions.match import match, meaning
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf
from parscore.model.interval import Interval
from parscore.viet import normal_form

ADDED: Final = "added"
REMOVED: Final = "removed"
RENUMBERED: Final = "renumbered"
RENAMED: Final = "renamed"
MOVED: Final = "moved"
UNCHANGED: Final = "unchanged"
CHANGED_RULE: Final = "changed_rule"
CHANGED_MAXIMUM: Final = "changed_maximum"

_APART: Final = frozenset({"id", "version", "code", "areas", "children", "examples", "digest", "origin", "without"})
"""Fields that are compared in another way, or that are no part of what was decided: worked cases, places, digests."""
_SAME_POINTS: Final = frozenset({RENUMBERED, RENAMED, MOVED, "level", "name", "maximum", "evidence", "reference"})
"""Differences by which the same facts still give the same share of the maximum."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    ``what`` is ``added`` or ``removed`` (with the maximum), ``renumbered`` (codes), ``renamed``, ``moved`` (``Spot``),
    or the field that changed (``maximum``, ``rule``, ``ranking.ties``). A ``name`` that is only spelt otherwise is not
    ``renamed``. ``None`` stands for nothing.
    """

    what: str
    before: object
    after: object


class Spot(NamedTuple):
    """Where an item stands: the code of its heading (empty for an area) and its position below it, from 1."""

    heading: str
    position: int


@dataclass(frozen=True, slots=True)
class ItemPair:
    """One item before and after; ``None`` where it is added or removed."""

    before: Item | None
    after: Item | None
    differences: tuple[Difference, ...]

    @property
    def item(self) -> Item:
        """The item as it is now, or as it was before it was removed."""
        item = self.after or self.before
        if item is None:
            raise ValueError("a pair without items")
        return item

    @property
    def is_leaf(self) -> bool:
        """Whether the item is one that is scored."""
        return isinstance(self.item, Leaf)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions compared; ``items`` are all items in the order of the later one, removed ones where they were."""

    before: CriteriaSet
    after: CriteriaSet
    whole: tuple[Difference, ...]
    items: tuple[ItemPair, ...]

    @property
    def changed(self) -> tuple[ItemPair, ...]:
        """The items that are not as they were."""
        return tuple(pair for pair in self.items if pair.differences)


class Mapped(NamedTuple):
    """A line of the mapping between two years: the codes of a leaf (empty where there is none) and what changed.

    ``change`` is ``unchanged``, ``added``, ``removed``, or one or more of ``renumbered``, ``renamed``,
    ``changed_rule`` and ``changed_maximum``, joined by ``+``.
    """

    old_code: str
    new_code: str
    change: str


def compare(before: CriteriaSet, after: CriteriaSet) -> Comparison:
    """Compare two versions of a criteria set; what belongs together is found by ``match``."""
    codes = match(before, after)
    moved = _moved(_spots(before), _spots(after), codes)
    pairs = {
        item.code: _pair(before.index[codes[item.code]], item, codes, moved) if item.code in codes else _added(item)
        for item in after.items()
    }
    whole = tuple(_differences(before, after))
    return Comparison(before, after, whole, tuple(_in_order(before, pairs)))


def mapping(compared: Comparison) -> tuple[Mapped, ...]:
    """Return which leaf of the earlier version is which of the later one: every leaf of both stands in it once."""
    return tuple(
        Mapped(pair.before.code if pair.before else "", pair.after.code if pair.after else "", _change(pair))
        for pair in compared.items
        if pair.is_leaf
    )


def _change(pair: ItemPair) -> str:
    found = {difference.what for difference in pair.differences}
    if found & {ADDED, REMOVED}:
        return ADDED if ADDED in found else REMOVED
    # A rule, an input, a source, a treatment, a condition: points are no longer those that the same facts gave.
    changes = {
        RENUMBERED: RENUMBERED in found,
        RENAMED: RENAMED in found,
        CHANGED_RULE: bool(found - _SAME_POINTS),
        CHANGED_MAXIMUM: "maximum" in found,
    }
    return "+".join(change for change, holds in changes.items() if holds) or UNCHANGED


def _added(item: Item) -> ItemPair:
    return ItemPair(None, item, (Difference(ADDED, None, item.maximum),))


def _removed(item: Item) -> ItemPair:
    return ItemPair(item, None, (Difference(REMOVED, item.maximum, None),))


def _pair(old: Item, new: Item, codes: Mapping[str, str], moved: Mapping[str, Difference]) -> ItemPair:
    found = [Difference(RENUMBERED, old.code, new.code)] if old.code != new.code else []
    found += [moved[new.code]] if new.code in moved else []
    # A condition on a leaf that only has another number now is still the same condition.
    found += [
        difference
        for difference in _differences(old, new)
        if difference.what != "requires.leaf" or codes.get(str(difference.after)) != difference.before
    ]
    return ItemPair(old, new, tuple(found))


def _differences(old: object, new: object, above: str = "") -> Iterator[Difference]:
    """Yield what differs in two values of one kind, field by field; a value made of fields is gone into."""
    for name in _fields(new):
        before, after = getattr(old, name), getattr(new, name)
        if meaning(before) == meaning(after):
            continue
        if type(before) is type(after) and is_dataclass(after) and not isinstance(after, Interval):
            yield from _differences(before, after, f"{above}{name}.")
        else:
            renamed = name == "name" and not above and normal_form(before) != normal_form(after)
            yield Difference(RENAMED if renamed else f"{above}{name}", before, after)


def _fields(value: object) -> Iterator[str]:
    return (
        field.name
        for field in (fields(value) if is_dataclass(value) else ())
        if field.compare and field.name not in _APART
    )


def _in_order(before: CriteriaSet, pairs: Mapping[str, ItemPair]) -> Iterator[ItemPair]:
    """Yield the pairs of the later version, each followed by the items that stood behind it before and are gone."""
    kept = {pair.before.code: code for code, pair in pairs.items() if pair.before}
    gone: dict[str, list[ItemPair]] = {}
    last = ""
    for item in before.items():
        last = kept.get(item.code, last)
        if item.code not in kept:
            gone.setdefault(last, []).append(_removed(item))
    yield from gone.get("", ())
    for code, pair in pairs.items():
        yield pair
        yield from gone.get(code, ())


def _spots(criteria: CriteriaSet) -> Mapping[str, Spot]:
    families: list[tuple[str, Sequence[Item]]] = [("", criteria.areas)]
    families += [(item.code, item.children) for item in criteria.items() if isinstance(item, Heading)]
    return {child.code: Spot(code, at) for code, children in families for at, child in enumerate(children, 1)}


def _moved(old: Mapping[str, Spot], new: Mapping[str, Spot], codes: Mapping[str, str]) -> Mapping[str, Difference]:
    """Return the items that stand under another heading, or, under their old code, in another order among the rest."""
    moved = {}
    stayed: dict[str, list[str]] = {}
    for code, spot in new.items():
        if code not in codes:
            continue
        if codes.get(spot.heading, "") != old[codes[code]].heading:
            moved[code] = Difference(MOVED, old[codes[code]], spot)
        elif codes[code] == code:
            stayed.setdefault(spot.heading, []).append(code)
    for siblings in stayed.values():
        kept = _rising([old[code].position for code in siblings])
        for code in siblings:
            if old[code].position not in kept:
                moved[code] = Difference(MOVED, old[code], new[code])
    return moved


def _rising(positions: Sequence[int]) -> tuple[int, ...]:
    """Return the longest series of positions that still go up: as few items as possible have been moved."""
    series: list[tuple[int, ...]] = []
    for position in positions:
        behind = max((known for known in series if known[-1] < position), key=len, default=())
        series.append((*behind, position))
    return max(series, key=len, default=())
