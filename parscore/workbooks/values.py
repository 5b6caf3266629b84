"""From a stored cell to an answer: one written grammar, no guessing, nothing clamped or snapped."""

from fractions import Fraction
from typing import Final, NamedTuple

from parscore.model.cell import Answer, AnswerState, Cell, Value
from parscore.model.criteria import Input, InputType
from parscore.model.place import Place
from parscore.model.problem import Percent, Problem, problem
from parscore.numbers import Written, decimal_text, from_stored, parse_exact, read_ratio, read_written
from parscore.rules.spec import bounds
from parscore.viet import normal_form, show
from parscore.workbooks.days import day_of_number, day_of_text
from parscore.workbooks.formats import is_date, is_percent, likely_typed
from parscore.workbooks.layout import NEVER_WORDS, NO_WORDS, NOT_ASSESSED, YES_WORDS

_YES: Final = frozenset(map(normal_form, YES_WORDS))
_NO: Final = frozenset(map(normal_form, NO_WORDS))
_NEVER: Final = frozenset(map(normal_form, NEVER_WORDS))

POINTS = Input(name="points", ask="asked.points", type=InputType.NUMBER)
"""The score column, read like any number; its bounds and grid belong to the rule."""


class Asking(NamedTuple):
    """The circumstances of one answer: what is asked, of whom, on which leaf, and where it stands."""

    asked: Input
    agency: str
    criterion: str
    place: Place
    uncalculated_zeros: bool = False
    """Whether the program that wrote the file stores 0 for formulas it has not calculated."""
    date1904: bool = False
    """Whether the file counts its days from 1904."""

    def problem(self, code: str, /, **facts: object) -> Problem:
        """Make a problem at this answer's place."""
        facts = {"asked": self.asked.ask, **facts}
        return problem(code, self.place, agency=self.agency, criterion=self.criterion, **facts)


Read = tuple[Answer, list[Problem]]


def read_answer(cell: Cell | None, asking: Asking) -> Read:
    """Read one answer; every problem of the cell comes back with it."""
    if cell is None or (cell.kind == "text" and not normal_form(cell.text)):
        return Answer(AnswerState.BLANK, place=asking.place, cell=cell), []
    code = _refused_kind(cell, asking)
    if code:
        return _unusable(cell, asking, code)
    if cell.kind == "text" and normal_form(cell.text) in NOT_ASSESSED:
        return Answer(AnswerState.NOT_APPLICABLE, place=asking.place, cell=cell), []
    answer, problems = _READERS[asking.asked.type](cell, asking)
    if cell.formula is not None and answer.state is AnswerState.GIVEN:
        problems = [*problems, asking.problem("PS144", formula=show(cell.formula), found=show(cell.text))]
    return answer, problems


def read_exact(cell: Cell, asking: Asking) -> Read:
    """Read a number that a program wrote exactly (``4.125``, ``77/18``), which ``read_answer`` has to call ambiguous.

    A percent is a share. Anything else, and what no number answers, is PS105.
    """
    if asking.asked.type not in (InputType.COUNT, InputType.NUMBER, InputType.PERCENT):
        return _unusable(cell, asking, "PS105")
    try:
        value = parse_exact(cell.text)
    except ValueError:
        return _unusable(cell, asking, "PS105")
    return _within(value, cell, asking, "")


def _refused_kind(cell: Cell, asking: Asking) -> str:
    """Return the problem code of a cell that can hold no answer whatever is asked."""
    if cell.kind == "error":
        return "PS140"
    if cell.kind == "blank":
        return "PS106"
    if asking.asked.type is not InputType.DATE and (
        cell.kind == "date" or (cell.kind == "number" and is_date(cell.format))
    ):
        return "PS107"
    zero = cell.formula is not None and cell.kind == "number" and from_stored(cell.text) == 0
    if zero and asking.uncalculated_zeros:
        return "PS143"
    return ""


def _unusable(cell: Cell, asking: Asking, code: str, /, **facts: object) -> Read:
    if code == "PS107" and "likely" not in facts:
        facts["likely"] = likely_typed(cell, date1904=asking.date1904)
    facts = {"found": show(cell.text), "formula": show(cell.formula or ""), **facts}
    return Answer(AnswerState.UNUSABLE, place=asking.place, cell=cell), [asking.problem(code, **facts)]


def _given(value: Value, cell: Cell, asking: Asking, reading: str = "") -> Read:
    notes = [asking.problem("PS142", found=show(cell.text), reading=reading)] if reading else []
    return Answer(AnswerState.GIVEN, value, asking.place, cell, reading), notes


def _number(cell: Cell, asking: Asking) -> Read:
    """Count, number or points."""
    if cell.kind == "boolean":
        return _unusable(cell, asking, "PS141")
    if cell.kind == "number":
        if is_percent(cell.format):
            return _unusable(cell, asking, "PS215")
        value, reading = from_stored(cell.text), "text format" if cell.format == "@" else ""
    else:
        written = read_written(cell.text, whole=asking.asked.type is InputType.COUNT)
        if not isinstance(written, Written):
            return _unusable(cell, asking, _REFUSALS.get(written.why, "PS105"), likely=show(cell.text))
        if written.percent:
            return _unusable(cell, asking, "PS215")
        value, reading = written.value, written.reading or "text"
    if value is None:
        return _unusable(cell, asking, "PS105")
    return _within(value, cell, asking, reading)


def _percent(cell: Cell, asking: Asking) -> Read:
    """A percentage, held as a share. A bare number in (0, 1] may be a share or a percentage: refused.

    ``12/13`` as text is 12 of 13. Elsewhere it is no number: it may be a day, or points of a maximum.
    """
    if cell.kind == "boolean":
        return _unusable(cell, asking, "PS141")
    if cell.kind == "number":
        value, reading = from_stored(cell.text), ""
        percent = is_percent(cell.format)
    else:
        ratio = read_ratio(cell.text)
        if ratio is not None:
            return _within(ratio, cell, asking, "ratio")
        written = read_written(cell.text)
        if not isinstance(written, Written):
            return _unusable(cell, asking, _REFUSALS.get(written.why, "PS105"), likely=show(cell.text))
        value, reading, percent = written.value, written.reading or "text", written.percent
    if value is None:
        return _unusable(cell, asking, "PS105")
    if not percent and 0 < value <= 1:
        return _unusable(cell, asking, "PS215")
    return _within(value if percent else value / 100, cell, asking, reading)


def _within(value: Fraction, cell: Cell, asking: Asking, reading: str) -> Read:
    """Check the declared range of an input; a count is a whole number of at least 0."""
    asked = asking.asked
    if asked.type is InputType.COUNT and value.denominator != 1:
        return _unusable(cell, asking, "PS212", found=value)
    if asked.type is InputType.COUNT and value < 0:
        return _unusable(cell, asking, "PS202", found=value)
    low, high = asked.minimum, asked.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        percent = asked.type is InputType.PERCENT
        found = Percent(value) if percent else value
        return _unusable(cell, asking, "PS214", found=found, bounds=bounds(low, high, percent=percent))
    return _given(value, cell, asking, reading)


def _yes_no(cell: Cell, asking: Asking) -> Read:
    if cell.kind == "boolean":
        return _given(cell.text == "1", cell, asking)
    word = normal_form(cell.text) if cell.kind == "text" else ""
    if word in _YES or word in _NO:
        return _given(word in _YES, cell, asking)
    return _unusable(cell, asking, "PS204", options="Có, Không")


def _choice(cell: Cell, asking: Asking) -> Read:
    """The label of an option, or the number that is one; whether it is one is the rule's business."""
    if cell.kind == "boolean":
        return _unusable(cell, asking, "PS204", options="")
    value = from_stored(cell.text) if cell.kind == "number" else None
    return _given(cell.text if value is None else decimal_text(value), cell, asking)


def _date(cell: Cell, asking: Asking) -> Read:
    """A day, or no: there is no such document. A day whose year or month does not show is not guessed."""
    day: Value | str
    if cell.kind == "text" and normal_form(cell.text) in _NEVER:
        return _given(False, cell, asking)
    if cell.kind == "number":
        day = day_of_number(cell, date1904=asking.date1904)
    elif cell.kind == "date":
        day = day_of_text(cell.text.partition("T")[0])
    else:
        day = day_of_text(cell.text) if cell.kind == "text" else "other"
    if isinstance(day, str):
        return _unusable(cell, asking, "PS220", reason=f"date.{day}")
    return _given(day, cell, asking)


_REFUSALS: Final = {"ambiguous": "PS104", "date": "PS107"}
_READERS: Final = {
    InputType.COUNT: _number,
    InputType.NUMBER: _number,
    InputType.PERCENT: _percent,
    InputType.YES_NO: _yes_no,
    InputType.CHOICE: _choice,
    InputType.DATE: _date,
}
