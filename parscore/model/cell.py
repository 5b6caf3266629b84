"""One cell of a workbook as it is stored, and what was understood of it."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from parscore.model.place import NOWHERE, Place

CellKind = Literal["number", "text", "boolean", "error", "date", "blank"]
"""What the file says the cell holds. ``blank`` is a cell with a formula that was never calculated;
``date`` is an ISO 8601 date cell (``t="d"``). A number shown as a date is a ``number`` with a date format."""

Single = Fraction | bool | str | date
"""An exact number, yes/no, the label of an option, or a day."""

Value = Single | tuple[Single, ...]
"""What a rule works on: a single value, or a column of them, one for each subordinate unit."""


class Cell(NamedTuple):
    """One non-empty cell, nothing rounded, nothing interpreted.

    ``text`` is the stored text: for a number the exact digits of the file, for an error its name (``#REF!``), for
    a boolean ``1`` or ``0``. ``formula`` is without the leading ``=``; ``None`` means that there is none. Where
    there is a formula, ``text`` is its cached value. ``format`` is the number format code (``General``, ``0.00``).
    """

    address: str
    row: int
    column: int
    kind: CellKind
    text: str
    formula: str | None
    format: str


class AnswerState(StrEnum):
    """What was given for one asked value; states that are never taken for one another.

    ``NOT_INSPECTED``: the value is counted from an inspection's findings, and this agency was not inspected.
    """

    GIVEN = "given"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNUSABLE = "unusable"
    NOT_INSPECTED = "not_inspected"


class Answer(NamedTuple):
    """One asked value with its provenance.

    ``value`` is set exactly when ``state`` is ``GIVEN``. ``cell`` is the cell as stored (``None`` where the cell is
    empty or the value does not come from a workbook). ``reading`` names the normalisation that was applied
    (``decimal comma``, ``15 digits``...), empty when the stored text was taken as it stands. ``entries`` are what a
    value is made of: the findings that a count counts, or the values of the units in a column, in the file's order.
    """

    state: AnswerState
    value: Value | None = None
    place: Place = NOWHERE
    cell: Cell | None = None
    reading: str = ""
    entries: "tuple[Entry, ...]" = ()


class Entry(NamedTuple):
    """One of the values that an answer is made of, with its own place: a unit's value, or whether a finding is handled.

    ``name`` is the unit, or the text of the finding.
    """

    name: str
    answer: Answer
