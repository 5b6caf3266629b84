"""Which item of one version of a criteria set is which of another, though codes and names may have changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from pydantic import BaseModel

from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Level
from parscore.rules.spec import RuleSpec
from parscore.viet import nearest, normal_form

_WRITTEN: Final = frozenset({"origin", "text"})
"""Fields that tell how and where a value is written, not what it says: ``95%`` is 0.95."""


def match(before: CriteriaSet, after: CriteriaSet) -> Mapping[str, str]:
    """Return the code before of every item that was there before, by its code after.

    Strongest evidence first, each item once: same code and name; same name (and of these the one with the same rule
    and inputs, under a heading of the same name); same code and a near name; same rule and inputs and a near name; same
    code. Names are compared in their normal form. Headings are known by their leaves where leaves are by their rules.
    """
    old, new = _entries(before), _entries(after)
    known = _codes(old, new, _is_leaf, lambda one, other: one.measure == other.measure)

    def same_leaves(one: "_Entry", other: "_Entry") -> bool:
        return any(known.get(leaf.code) in one.leaves for leaf in _leaves(other.item))

    areas = _codes(old, new, _is_heading(Level.AREA), same_leaves)
    criteria = _codes(old, new, _is_heading(Level.CRITERION), same_leaves)
    return {**known, **areas, **criteria}


def meaning(value: object) -> object:
    """Return what a value says, for comparing: however its numbers and ranges are written, wherever it stands."""
    if isinstance(value, BaseModel):
        family = value.family if isinstance(value, RuleSpec) else ""
        return family, {name: meaning(getattr(value, name)) for name in type(value).model_fields}
    if is_dataclass(value):
        said = (field.name for field in fields(value) if field.compare and field.name not in _WRITTEN)
        return type(value).__name__, {name: meaning(getattr(value, name)) for name in said}
    return tuple(map(meaning, value)) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item with what it is compared by: its name, that of its heading, what it measures, the codes of its leaves."""

    item: Item
    name: str
    heading: str
    measure: object
    leaves: frozenset[str]


Test = Callable[[_Entry, _Entry], bool]


def _entries(criteria: CriteriaSet) -> list[_Entry]:
    headings = {child.code: item for item in criteria.items() if isinstance(item, Heading) for child in item.children}
    return [
        _Entry(
            item,
            normal_form(item.name),
            normal_form(headings[item.code].name) if item.code in headings else "",
            meaning((item.rule, item.inputs)) if isinstance(item, Leaf) else None,
            frozenset(leaf.code for leaf in _leaves(item)),
        )
        for item in criteria.items()
    ]


def _leaves(item: Item) -> Iterator[Leaf]:
    return item.leaves() if isinstance(item, Heading) else iter((item,))


def _is_leaf(entry: _Entry) -> bool:
    return isinstance(entry.item, Leaf)


def _is_heading(level: Level) -> Callable[[_Entry], bool]:
    return lambda entry: isinstance(entry.item, Heading) and entry.item.level is level


def _codes(
    old: Iterable[_Entry], new: Iterable[_Entry], kind: Callable[[_Entry], bool], alike: Test
) -> Mapping[str, str]:
    olds, news = list(filter(kind, old)), list(filter(kind, new))
    codes: dict[str, str] = {}
    for test in _tests(alike):
        for entry in tuple(news):
            found = _nearest(entry, [known for known in olds if test(known, entry)])
            if found is not None:
                codes[entry.item.code] = found.item.code
                olds.remove(found)
                news.remove(entry)
    return codes


def _tests(alike: Test) -> Iterator[Test]:
    """The grounds on which two items are the same, the strongest first."""
    yield lambda old, new: old.item.code == new.item.code and old.name == new.name
    yield lambda old, new: old.name == new.name and old.heading == new.heading and alike(old, new)
    yield lambda old, new: old.name == new.name and alike(old, new)
    yield lambda old, new: old.name == new.name
    yield lambda old, new: old.item.code == new.item.code and _near(old, new)
    yield lambda old, new: alike(old, new) and _near(old, new)
    yield lambda old, new: old.item.code == new.item.code


def _nearest(entry: _Entry, candidates: Sequence[_Entry]) -> _Entry | None:
    """Return the candidate with the nearest name; equals in the order of the decision."""
    names = nearest(entry.name, [known.name for known in candidates], 1) if len(candidates) > 1 else ()
    return next((known for known in candidates if known.name in names), candidates[0] if candidates else None)


def _near(old: _Entry, new: _Entry) -> bool:
    return bool(nearest(new.name, [old.name]))
