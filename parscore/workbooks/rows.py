"""Which row of a form is whose: code and name agree, or a damaged code is settled by the name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parscore.model.cell import Cell
from parscore.model.criteria import CriteriaSet, Item, Leaf
from parscore.model.problem import Fact
from parscore.numbers import decimal_text, from_stored
from parscore.viet import normal_form, show
from parscore.workbooks.formats import is_date
from parscore.workbooks.layout import CODE, NAME, TOTAL_NAMES

_CODE_LIKE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*")
_COLUMN_NUMBER: Final = re.compile(r"\(?[0-9]{1,2}\)?(?:\s*=.*)?|\(?[a-z]\)?")

Row = Mapping[int, Cell]
"""The cells of one row by column."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is: a leaf's, nobody's, or one with a problem, whose code and facts stand with its column's role."""

    leaf: Leaf | None = None
    problem: str = ""
    role: str = CODE
    criterion: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


_NOBODYS: Final = Match()


class RowMatcher:
    """Finds the leaf of a row of a criteria set's form."""

    def __init__(self, criteria: CriteriaSet) -> None:
        self._coded = criteria.index
        self._named: dict[str, list[Item]] = {}
        for item in criteria.items():
            self._named.setdefault(normal_form(item.name), []).append(item)

    def match(self, code: Cell | None, name: Cell | None) -> Match:
        """Match a row by its two cells; a row with neither a code nor a name of the set is nobody's."""
        written = written_code(code)
        named = self._named.get(normal_form(name.text), []) if name is not None else []
        fits = [item for item in named if item.code == written or (code is not None and _shortened(code, item.code))]
        if len(fits) == 1:
            return _found(fits[0], code, written)
        if not fits and len(named) == 1 and _lost(code):
            return _found(named[0], code, written)
        coded = self._coded.get(written)
        alone = named[0] if len(named) == 1 else None
        if isinstance(coded, Leaf) or (isinstance(alone, Leaf) and not _lost(code)):
            return _disagreeing(written, name, coded, alone if isinstance(alone, Leaf) else None)
        if coded is None and not named and _CODE_LIKE.fullmatch(written):
            return Match(problem="PS103", facts={"found": written, "name": show(name.text) if name else ""})
        return _NOBODYS


def _found(item: Item, code: Cell | None, written: str) -> Match:
    if not isinstance(item, Leaf):
        return _NOBODYS
    if item.code == written:
        return Match(item)
    return Match(
        item, "PS129", criterion=item.code, facts={"name": item.name, "found": show(code.text) if code else ""}
    )


def _disagreeing(written: str, name: Cell | None, coded: Item | None, named: Leaf | None) -> Match:
    """A row whose code says one item and whose name says another."""
    facts: dict[str, Fact] = {
        "found": show(name.text) if name is not None else "",
        "code": written,
        "wanted": coded.name if coded is not None else "—",
        "other": named.code if named is not None else "—",
    }
    about = coded if isinstance(coded, Leaf) else named
    return Match(None, "PS128", NAME, about.code if about else "", facts)


def written_code(cell: Cell | None) -> str:
    """The code in a cell as text, without the dots and blanks around it; empty where a program made a date of it."""
    if cell is None or _lost(cell):
        return ""
    if cell.kind == "number" and (value := from_stored(cell.text)) is not None:
        return decimal_text(value)  # programs store 1.1 with 15 to 17 digits
    return normal_form(cell.text).rstrip(". ")


def _lost(cell: Cell | None) -> bool:
    """Whether nothing of a code is left: the cell is blank, or a program made a date of it."""
    if cell is None or cell.kind in ("date", "blank"):
        return True
    return is_date(cell.format) if cell.kind == "number" else not normal_form(cell.text)


def _shortened(cell: Cell, code: str) -> bool:
    """Whether a number is what a program made of a code with zeros at its end: 1.1 of 1.10."""
    if cell.kind != "number" or is_date(cell.format) or not re.fullmatch(r"[0-9]+\.[0-9]+", code):
        return False
    return from_stored(cell.text) == Fraction(code)


def is_total(code: Cell | None, name: Cell | None) -> bool:
    """Whether a row is the form's total; its word may stand over both columns, and is then stored in the first."""
    words = (normal_form(cell.text).rstrip(" :") for cell in (name, code) if cell is not None and cell.kind == "text")
    return not TOTAL_NAMES.isdisjoint(words)


def numbers_columns(cells: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B C."""
    return all(_COLUMN_NUMBER.fullmatch(normal_form(cell.text)) for cell in cells.values())
