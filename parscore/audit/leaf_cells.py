"""The cells of one leaf of a working paper, as its rule's formula asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from parscore.audit.ledger import Ledger, Line
from parscore.model.formula import AWAITING, NONE, Call, Column, Expression, Ref, cells_of, if_, numbers
from parscore.model.rule import BEST

CALENDAR = "calendar"
"""The keys of the days of the set's calendar begin so."""


class Member(NamedTuple):
    """An agency of the group and its own value of a leaf that is compared within the group."""

    agency: str
    name: str
    value: Fraction


class UnitTable(NamedTuple):
    """The subordinate units, a row each: what is given and what is worked out for each, column by column.

    A column is whether it is given, its name, what it is, and its cells from the first unit to the last.
    """

    leaf: str
    columns: tuple[tuple[bool, str, str, tuple[str, ...]], ...]


class GroupTable(NamedTuple):
    """The values of a group that are compared: cells by agency, then the cells of what they come to."""

    leaf: str
    members: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class LeafCells:
    """The cells of one leaf. ``columns``: how many units each input of units has."""

    ledger: Ledger
    code: str
    agency: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    members: Sequence[Member] = ()
    lines: list[Line] = field(default_factory=list)
    units_of: dict[tuple[str, ...], "list[UnitCells]"] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Ref:
        """The cell of a wanted value."""
        return Ref(f"{self.code}/{name}", given=True)

    def line(self, name: str, formula: Expression, shown: str = "") -> Ref:
        """A formula in a cell of its own below the leaf."""
        number = 1 + sum(line.name == name for line in self.lines)
        key = f"{self.code}#{name}.{number}"
        self.lines.append(Line("worked", name, key, shown, number))
        return _work(self.ledger, key, formula)

    def days(self, name: str, listed: Sequence[date]) -> Column:
        """The cells of the calendar; every leaf of the set has the same one."""
        return Column(tuple(self.ledger.put_value(f"{CALENDAR}/{name}/{at}", day) for at, day in enumerate(listed)))

    def units(self, names: Sequence[str]) -> "Sequence[UnitCells]":
        """The values of each unit."""
        wanted = tuple(names)
        if wanted not in self.units_of:
            self.units_of[wanted] = [UnitCells(self, at) for at in range(self.columns[wanted[0]])]
        return self.units_of[wanted]

    def of_group(self, name: str, own: Expression) -> Ref:
        """The cell of the best value or the mean, in a table of the group's values; ``AWAITING`` where it has none."""
        refs = [self._member(member, own) for member in self.members]
        key = f"{self.code}@{name}"
        self.figures[name] = key
        if not refs:
            return self.ledger.work(key, AWAITING)
        return self.ledger.work(key, Call("highest" if name == BEST else "average", (Column(tuple(refs)),)))

    def _member(self, member: Member, own: Expression) -> Ref:
        """The cell of an agency's value; the agency's own stays the one that is worked out from its figures."""
        key = f"{self.code}@{member.agency}"
        mine = member.agency == self.agency
        return self.ledger.work(key, own) if mine else self.ledger.put(key, member.value)

    def tables(self) -> "list[UnitTable | GroupTable]":
        """The tables that the formula refers to."""
        found: list[UnitTable | GroupTable] = [
            UnitTable(self.code, tuple(_unit_columns(self.code, names, units)))
            for names, units in self.units_of.items()
        ]
        if self.figures:
            members = tuple((member.name, f"{self.code}@{member.agency}") for member in self.members)
            found.append(GroupTable(self.code, members, tuple(self.figures.items())))
        return found


@dataclass(slots=True)
class UnitCells:
    """The cells of one subordinate unit; its lines stand in its row of a table."""

    leaf: LeafCells
    at: int
    lines: list[Line] = field(default_factory=list)

    def __getitem__(self, name: str) -> Ref:
        """The cell of the unit's value."""
        return Ref(unit_key(self.leaf.code, name, self.at), given=True)

    def line(self, name: str, formula: Expression, shown: str = "") -> Ref:
        """A formula in a cell of the unit's row."""
        taken = len(self.leaf.units_of)
        key = f"{self.leaf.code}#{taken}.{len(self.lines)}.{name}/{self.at}"
        self.lines.append(Line("worked", name, key, shown))
        return _work(self.leaf.ledger, key, formula)

    def days(self, name: str, listed: Sequence[date]) -> Column:
        """The cells of the calendar."""
        return self.leaf.days(name, listed)

    def units(self, names: Sequence[str]) -> "Sequence[UnitCells]":
        """No unit has units of its own."""
        raise TypeError(f"{names} of a unit")

    def of_group(self, name: str, own: Expression) -> Ref:
        """No unit is compared with a group."""
        raise TypeError(f"{name} of a unit: {own}")


def unit_key(code: str, name: str, at: int) -> str:
    """The key of a unit's value, units counted from 0."""
    return f"{code}/{name}/{at}"


def _work(ledger: Ledger, key: str, formula: Expression) -> Ref:
    """Put a step into its cell; where a value is not there or is no number, it waits for one."""
    ref = ledger.work(key, formula)
    given = [at for at in dict.fromkeys(cells_of(formula)) if at.given]
    try:
        ledger.value(key)
        waits = any(ledger.value(at.key) is None for at in given)
    except TypeError:
        waits = True
    return ledger.work(key, if_(numbers(given) < len(given), NONE, formula)) if waits else ref


def _unit_columns(
    code: str, names: Sequence[str], units: "Sequence[UnitCells]"
) -> "list[tuple[bool, str, str, tuple[str, ...]]]":
    given = [(True, name, "", tuple(unit_key(code, name, unit.at) for unit in units)) for name in names]
    worked = [
        (False, line.name, line.shown, tuple(unit.lines[at].key for unit in units))
        for at, line in enumerate(units[0].lines)
    ]
    return [*given, *worked]
