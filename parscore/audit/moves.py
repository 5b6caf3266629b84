"""How far the values of a leaf are from another branch of its rule: found by asking the rule, whatever its family.

One value is moved at a time, up and down, until the rule takes another branch with other points, or to the end of the
window. A rule is only ever judged; it need not know that this is done.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Final, NamedTuple

from parscore.model.cell import Value
from parscore.model.criteria import Input, InputType, Leaf
from parscore.model.rule import Judgement
from parscore.workbooks.form_lists import labels_of

UNMEASURED: Final = Fraction(1, 2)
"""Nearness where there is no distance to measure: yes or no, options, points by hand, no threshold in the window."""
_TENTH: Final = Fraction(1, 10)
_STEPS: Final = 100
"""Steps of the window of a number or percentage."""
_DAYS: Final = 30
"""The window of a date, in days."""


class Kind:
    """What an option is of: the words of its reason."""

    THRESHOLD: Final = "threshold"
    NO_THRESHOLD: Final = "no_threshold"
    ANSWER: Final = "answer"
    HAND: Final = "hand"
    APPLIES: Final = "applies"


@dataclass(frozen=True, slots=True)
class Option:
    """Another outcome of a leaf: the points, how near it is (above 0, at most 1), and what would have to be otherwise.

    ``asked`` is the value that is moved, ``before`` and ``after`` what it is and would be, ``judgement`` what the rule
    says then; they are ``None`` where no value is moved.
    """

    kind: str
    points: Fraction
    nearness: Fraction
    asked: Input | None = None
    before: Value | None = None
    after: Value | None = None
    judgement: Judgement | None = None


class _Scale(NamedTuple):
    """The steps in which a value is moved: their size and how many of them the window has."""

    step: Fraction
    window: int


def moves(leaf: Leaf, values: Mapping[str, Value], pool: Mapping[str, Fraction]) -> Iterator[Option]:
    """Yield what a leaf would come to with each of its inputs moved by itself."""
    base = leaf.rule.judge(leaf.maximum, {**values, **pool})
    if base.points is None:
        return
    for asked in leaf.inputs:
        value = values.get(asked.name)
        if isinstance(value, bool | str):
            yield from _answers(leaf, values, pool, asked, value)
        elif isinstance(value, Fraction | date):
            for sign in (-1, 1):
                option = _Walk(leaf, {**values, **pool}, asked, value, sign, base).option()
                if option is not None:
                    yield option


def _answers(
    leaf: Leaf, values: Mapping[str, Value], pool: Mapping[str, Fraction], asked: Input, value: Value
) -> Iterator[Option]:
    """The other answers that could have been given."""
    others: tuple[Value, ...] = labels_of(leaf.rule, asked.name)
    if isinstance(value, bool) and asked.type is InputType.YES_NO:
        others = (not value,)
    for other in others:
        judgement = leaf.rule.judge(leaf.maximum, {**values, **pool, asked.name: other})
        if other != value and judgement.points is not None:
            yield Option(Kind.ANSWER, judgement.points, UNMEASURED, asked, value, other, judgement)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One value moved one way."""

    leaf: Leaf
    values: Mapping[str, Value]
    asked: Input
    value: Fraction | date
    sign: int
    base: Judgement

    def option(self) -> Option | None:
        """The nearest other branch, or what the whole window does; ``None`` where nothing changes."""
        window = self.scale.window
        reach = bisect_left(range(1, window + 1), True, key=lambda steps: self.judged(steps) is None)
        first = self._crossing(reach)
        if first:
            return self._made(Kind.THRESHOLD, first, Fraction(window - first + 1, window))
        return self._made(Kind.NO_THRESHOLD, reach, UNMEASURED) if reach else None

    def _crossing(self, reach: int) -> int:
        """The fewest steps to another branch with other points, within those that the rule accepts; 0: none."""
        below, steps = 0, 1
        while below < reach:
            steps = min(steps, reach)
            if self._crossed(steps):
                between = range(below + 1, steps + 1)
                return between[bisect_left(between, True, key=self._crossed)]
            below, steps = steps, steps * 2
        return 0

    def _crossed(self, steps: int) -> bool:
        judgement = self.judged(steps)
        return (
            judgement is not None and judgement.points != self.base.points and _branch(judgement) != _branch(self.base)
        )

    def _made(self, kind: str, steps: int, nearness: Fraction) -> Option | None:
        judgement = self.judged(steps)
        if judgement is None or judgement.points is None or judgement.points == self.base.points:
            return None
        return Option(kind, judgement.points, nearness, self.asked, self.value, self.moved(steps), judgement)

    def judged(self, steps: int) -> Judgement | None:
        """What the rule says with the value moved; ``None`` where it or the input does not accept that."""
        value = self.moved(steps)
        if isinstance(value, Fraction):
            least = Fraction(0) if self.asked.minimum is None else self.asked.minimum
            most = self.asked.maximum
            negative = self.value < 0 if isinstance(self.value, Fraction) else False
            if (value < least and not negative) or (most is not None and value > most):
                return None
        judgement = self.leaf.rule.judge(self.leaf.maximum, {**self.values, self.asked.name: value})
        return None if judgement.points is None else judgement

    def moved(self, steps: int) -> Fraction | date:
        """The value so many steps away."""
        if isinstance(self.value, date):
            return self.value + timedelta(days=self.sign * steps)
        return self.value + self.sign * steps * self.scale.step

    @property
    def scale(self) -> _Scale:
        """A count by ones within a tenth of it, a percentage by tenths of a point within ten, a number by thousandths
        of itself within a tenth, a date by days.
        """
        if isinstance(self.value, date):
            return _Scale(Fraction(1), _DAYS)
        if self.asked.type is InputType.PERCENT:
            return _Scale(Fraction(1, 1000), _STEPS)
        size = abs(self.value)
        if self.value.denominator == 1 and self.asked.type is not InputType.NUMBER:
            return _Scale(Fraction(1), max(1, ceil(size * _TENTH)))
        return _Scale((size or Fraction(1)) * _TENTH / _STEPS, _STEPS)


def _branch(judgement: Judgement) -> object:
    """Which part of a rule applied, with those of the rules that it is made of."""
    return judgement.branch, tuple(step.branch for step in judgement.steps)
