"""The cells that are filled in: what they hold now, how they look, and what a program lets people type there."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Input, InputType, Leaf, Treatment
from parscore.numbers import decimal_text
from parscore.workbooks.form_book import INPUT_FILL, POINTS_FORMAT, Content, FormBook, Look
from parscore.workbooks.form_lists import OFFERED, Entries, Lists, labels_of, lowest, points_offered
from parscore.workbooks.form_plan import Plan
from parscore.workbooks.form_words import kind_words, rule_lines
from parscore.workbooks.layout import NEVER_WORDS, NO_WORDS, NOT_ASSESSED_MARKS, YES_WORDS, heading_of
from parscore.workbooks.writing import fitting

LONGEST_TITLE: Final = 32
LONGEST_MESSAGE: Final = 255
"""Limits of Excel for the prompt of a cell."""
INPUT_LOOK: Final[Look] = {"border": 1, "bg_color": INPUT_FILL, "locked": False}
_FORMATS: Final = {InputType.COUNT: "#,##0", InputType.PERCENT: "0.00%", InputType.DATE: "dd/mm/yyyy"}
_FIRST_DAY: Final = 36526
"""1 January 2000: an earlier day is a slip of the keyboard."""


def content_of(answer: Answer | None, asked: Input | None = None) -> Content:
    """What a cell holds for an answer; one that could not be used stays as it was written."""
    if answer is None or answer.state is AnswerState.BLANK:
        return None
    if answer.state is AnswerState.NOT_APPLICABLE:
        return NOT_ASSESSED_MARKS[0]
    if answer.state is AnswerState.UNUSABLE:
        return answer.cell.text if answer.cell else None
    value = answer.value
    if isinstance(value, tuple):
        return None  # the values of subordinate units stand in no cell of the form
    if not isinstance(value, bool):
        return value
    if asked is not None and asked.type is InputType.DATE:
        return NEVER_WORDS[0]
    return YES_WORDS[0] if value else NO_WORDS[0]


def look_of(asked: Input | None) -> Look:
    """How a cell for an input looks; for the score where there is none."""
    pattern = POINTS_FORMAT if asked is None else _FORMATS.get(asked.type, "General")
    centred = asked is None or asked.type is not InputType.CHOICE
    return {**INPUT_LOOK, "num_format": pattern, "align": "center" if centred else "left"}


@dataclass(frozen=True, slots=True)
class Prompter:
    """Makes the data validation of the cells of one form."""

    plan: Plan
    lists: Lists
    book: FormBook

    def points(self, leaf: Leaf, ref: str, maximum: str, role: str) -> Mapping[str, object]:
        """The score: one of the points that the rule can give, or a number up to the maximum; or not assessed."""
        marks = (NOT_ASSESSED_MARKS[0],) if leaf.not_applicable is not Treatment.FORBIDDEN else ()
        offered = points_offered(leaf, self.plan.form.criteria.rounding)
        prompt = self._prompt(heading_of(role), " / ".join(rule_lines(leaf, self.book.words)), "points")
        if offered:
            return {**self._list((*offered, *marks)), **prompt}
        number = f"IF(ISNUMBER({ref}),AND({ref}>={decimal_text(lowest(leaf.rule))},{ref}<={maximum}),FALSE)"
        allowed = "".join(f',{ref}="{mark}"' for mark in marks)
        return {"validate": "custom", "value": f"=OR({number}{allowed})", **prompt}

    def figure(self, leaf: Leaf, asked: Input, ref: str, role: str) -> Mapping[str, object]:
        """A figure, by its type and bounds."""
        told = f"{asked.ask} ({kind_words(asked, self.book.words)})"
        prompt = self._prompt(heading_of(role), told, f"type.{asked.type}")
        labels = labels_of(leaf.rule, asked.name) if asked.type is InputType.CHOICE else ()
        if asked.type is InputType.YES_NO or labels:
            return {**self._list(labels or OFFERED), **prompt}
        if asked.type is InputType.CHOICE:
            return {"validate": "any", **prompt}
        if asked.type is InputType.DATE:
            day = f"IF(ISNUMBER({ref}),{ref}>={_FIRST_DAY},FALSE)"
            return {"validate": "custom", "value": f'=OR({day},{ref}="{NEVER_WORDS[0]}")', **prompt}
        kind = "integer" if asked.type is InputType.COUNT else "decimal"
        least = max(asked.minimum or Fraction(0), Fraction(0)) if kind == "integer" else asked.minimum
        return {"validate": kind, **_bounds(least, asked.maximum), **prompt}

    def _list(self, entries: Entries) -> dict[str, object]:
        return {"validate": "list", "source": f"={self.lists.range_of(entries)}"}

    def _prompt(self, title: str, message: str, error: str) -> dict[str, object]:
        """The prompt and the refusal; both cut to what Excel takes: the guide has the whole text."""
        return {
            "input_title": fitting(title, LONGEST_TITLE),
            "input_message": fitting(message, LONGEST_MESSAGE),
            "error_title": fitting(self.book.text("error.title"), LONGEST_TITLE),
            "error_message": fitting(self.book.text(f"error.{error}"), LONGEST_MESSAGE),
        }


def _bounds(least: Fraction | None, most: Fraction | None) -> dict[str, object]:
    """The criteria of a range; without any bound, every number a program can hold."""
    if least is not None and most is not None:
        return {"criteria": "between", "minimum": float(least), "maximum": float(most)}
    if most is not None:
        return {"criteria": "<=", "value": float(most)}
    return {"criteria": ">=", "value": float(least) if least is not None else -1e15}
