"""The cells of an agency's working paper by their keys: values that are given and formulas over them."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from parscore.model.cell import Value
from parscore.model.formula import Expression, Ref
from parscore.model.scorecard import InputUse
from parscore.rules.worded import Held, serial, value_of
from parscore.viet import normal_form


@dataclass(slots=True)
class Ledger:
    """Cells by key. What a formula gives is worked out once, exactly, as the formula is worded."""

    given: dict[str, Held] = field(default_factory=dict)
    formulas: dict[str, Expression] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    """Keys of given cells that hold a day."""
    _known: dict[str, Held] = field(default_factory=dict)

    def put(self, key: str, held: Held) -> Ref:
        """Put a value in a cell."""
        self.given[key] = held
        self._known.clear()
        return Ref(key, given=True)

    def work(self, key: str, formula: Expression) -> Ref:
        """Put a formula in a cell."""
        self.formulas[key] = formula
        self._known.clear()
        return Ref(key)

    def value(self, key: str) -> Held:
        """Return what a cell holds."""
        if key in self.given:
            return self.given[key]
        if key not in self._known:
            self._known[key] = value_of(self.formulas[key], self.value)
        return self._known[key]

    def number(self, key: str) -> Fraction | None:
        """Return a cell's number; ``None`` where it holds a word."""
        held = self.value(key)
        return held if isinstance(held, Fraction) else None

    def put_value(self, key: str, value: Value | None) -> Ref:
        """Put a value as people gave it: yes as 1 and no as 0, an option in its normal form, a day as its serial."""
        if isinstance(value, date):
            self.days.add(key)
        return self.put(key, stored(value))


def stored(value: Value | None) -> Held:
    """Return a single value as a cell holds it."""
    if isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, date):
        return serial(value)
    if isinstance(value, tuple):
        raise TypeError("a column is not one cell")
    return normal_form(value) if isinstance(value, str) else value


class Line(NamedTuple):
    """A line below a leaf: a value that is given, or what is worked out on the way to the points.

    ``name`` is the input's name or that of the step; ``number`` counts the steps of one name where there are several.
    ``shown`` says in a formula of names what a step is. ``key`` is the cell; one elsewhere has a link here.
    """

    kind: Literal["given", "worked", "stated", "rule"]
    name: str
    key: str
    shown: str = ""
    number: int = 0
    used: InputUse | None = None
