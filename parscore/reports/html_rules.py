"""The rules of a group's leaves, each told once on the page; the trace of a score leads to the one it was scored by."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from parscore.model.criteria import CriteriaSet, Leaf


class RuleText(NamedTuple):
    """A rule: the id of its element, the leaf, and the lines that tell it."""

    anchor: str
    code: str
    name: str
    lines: tuple[str, ...]


class Rules:
    """Gathers the rules while agencies are laid out; an agency may have another variant of a leaf, with its own."""

    def __init__(self, group: str, criteria: CriteriaSet) -> None:
        self._group, self._order = group, {code: at for at, code in enumerate(criteria.index)}
        self._texts: dict[tuple[str, tuple[str, ...]], RuleText] = {}
        self._known: dict[int, tuple[Leaf, str]] = {}

    def anchor(self, leaf: Leaf, told: Callable[[Leaf], Iterable[str]]) -> str:
        """Return the id of the element that tells the rule of a leaf; ``told`` gives its lines."""
        if id(leaf) not in self._known:
            lines = tuple(told(leaf))
            text = self._texts.setdefault(
                (leaf.code, lines), RuleText(self._new(leaf.code), leaf.code, leaf.name, lines)
            )
            self._known[id(leaf)] = leaf, text.anchor
        return self._known[id(leaf)][1]

    def texts(self) -> Iterator[RuleText]:
        """Every rule that was asked for, in the order of the decision."""
        yield from sorted(self._texts.values(), key=lambda text: self._order[text.code])

    def _new(self, code: str) -> str:
        others = sum(known == code for known, _ in self._texts)
        return f"quy-tac/{self._group}/{code}" + (f"/{others + 1}" if others else "")
