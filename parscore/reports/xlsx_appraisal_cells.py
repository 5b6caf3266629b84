"""The cells of an appraisal workbook that are filled in: yellow, empty, and what a program lets people type there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.model.criteria import Input, InputType, Leaf, Treatment
from parscore.model.place import column_letters
from parscore.model.scorecard import LeafScore
from parscore.model.stage import StageKind
from parscore.reports.xlsx_sheet import Book, Look, Sheet
from parscore.season.appraisal_orders import Line
from parscore.workbooks.appraisal_layout import (
    DECISION,
    INPUT_ROLES,
    POINTS,
    WHEN,
    Decision,
    correctable,
    heading_of,
    is_explanation,
)
from parscore.workbooks.form_book import INPUT_FILL, OTHERS_FILL
from parscore.workbooks.form_lists import labels_of
from parscore.workbooks.writing import fitting

TOPIC: Final = "appraisals"
YELLOW: Final[Look] = {"bg_color": INPUT_FILL, "locked": False}
_GREY: Final[Look] = {"bg_color": OTHERS_FILL, "border": 1}
_ALIGNED: Final[Mapping[bool, Look]] = {True: {"align": "center"}, False: {"align": "left", "indent": 1}}
_TITLE: Final = 32
_MESSAGE: Final = 255
"""Limits of Excel for the prompt of a cell."""
_FORMATS: Final = {InputType.COUNT: "#,##0", InputType.PERCENT: "0.00%", InputType.DATE: "dd/mm/yyyy"}
_MOMENT: Final = "dd/mm/yyyy"
_POINTS: Final = "0.00##"
_YES_NO: Final = ("Có", "Không")

Rule_ = Mapping[str, object]
Entries = tuple[str, ...]


class RowCells(NamedTuple):
    """One cell to fill in: its row and column from 0, its role, and the line it belongs to."""

    row: int
    column: int
    role: str
    line: Line


@dataclass(slots=True)
class Fields:
    """Writes the cells to fill in; equal rules of data are given to the workbook once, with all their cells."""

    book: Book
    sheet: Sheet
    kind: StageKind
    lists_sheet: str
    lists: list[Entries] = field(default_factory=list)
    _rules: dict[tuple[object, ...], tuple[Rule_, list[tuple[int, int]]]] = field(default_factory=dict)

    def cell(self, cell: RowCells) -> None:
        """Write one empty cell; grey and locked where the row has nothing to say there."""
        asked = self._asked(cell)
        if asked is None:
            self._blank(cell, _GREY)
            return
        pattern, key, rule = asked
        centred = cell.role in (DECISION, POINTS, WHEN, *INPUT_ROLES)
        look = {**YELLOW, "border": 1, "text_wrap": True, "valign": "top", **_ALIGNED[centred]}
        self._blank(cell, {**look, "num_format": pattern} if pattern else look)
        if rule is not None:
            self._rules.setdefault(key, (rule(), []))[1].append((cell.row, cell.column))

    def validate(self) -> None:
        """Give the workbook the rules of all cells."""
        for rule, cells in self._rules.values():
            (row, column), *others = cells
            more = [[at, of, at, of] for at, of in others]
            self.sheet.worksheet.data_validation(
                row, column, row, column, {**rule, **({"other_cells": more} if more else {})}
            )

    def _blank(self, cell: RowCells, look: Look) -> None:
        style = self.book.style({"font_size": self.sheet.size, **look})
        self.sheet.worksheet.write_blank(cell.row, cell.column, None, style)

    def _asked(self, cell: RowCells) -> "tuple[str, tuple[object, ...], Callable[[], Rule_] | None] | None":
        """The number format of a cell, a key for equal rules and the rule; ``None`` where nothing is asked."""
        score, role = cell.line.score, cell.role
        if role == DECISION:
            offered = decisions(score)
            return "", (role, offered), lambda: self._list(offered, "decision", heading_of(role, self.kind))
        if role == POINTS:
            if score is None:
                return None
            leaf = score.leaf
            key = (role, leaf.maximum, leaf.rule.least, leaf.not_applicable)
            return _POINTS, key, lambda: self._points(leaf)
        if role in INPUT_ROLES:
            position = INPUT_ROLES.index(role)
            if score is None or position >= len(correctable(score.leaf)):
                return None
            leaf, asked = score.leaf, correctable(score.leaf)[position]
            return _FORMATS.get(asked.type, ""), (role, leaf.code), lambda: self._input(leaf, asked, role)
        prompt = {"validate": "any", **self._prompt(heading_of(role, self.kind), self._text(f"prompt.{role}"))}
        return _MOMENT if role == WHEN else "", (role,), lambda: prompt

    def _text(self, key: str, **facts: object) -> str:
        return self.book.words.text(TOPIC, key, **facts)

    def _points(self, leaf: Leaf) -> Rule_:
        """From the least up to the maximum; an explanation may also propose that the leaf is not assessed."""
        least, most = float(leaf.rule.least), float(leaf.maximum)
        told = self._text("prompt.points", least=self._number(leaf.rule.least), maximum=self._number(leaf.maximum))
        bounds = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        if is_explanation(self.kind) and leaf.not_applicable is not Treatment.FORBIDDEN:
            bounds = {"validate": "any"}
        return {**bounds, **self._prompt(heading_of(POINTS, self.kind), told), **self._error("points")}

    def _number(self, value: Fraction) -> str:
        from parscore.numbers import trimmed

        return trimmed(value, comma=self.book.words.language == "vi")

    def _input(self, leaf: Leaf, asked: Input, role: str) -> Rule_:
        """A figure, by its type and bounds; what was asked is its prompt."""
        heading = heading_of(role, self.kind)
        labels = labels_of(leaf.rule, asked.name) if asked.type is InputType.CHOICE else ()
        if asked.type is InputType.YES_NO or labels:
            return self._list(labels or _YES_NO, "choice", heading, asked.ask)
        told = {**self._prompt(heading, f"{asked.ask} ({self._text(f'type.{asked.type}')})"), **self._error("input")}
        if asked.type in (InputType.CHOICE, InputType.DATE):
            return {"validate": "any", **told}
        kind = "integer" if asked.type is InputType.COUNT else "decimal"
        least = asked.minimum if asked.minimum is not None or kind == "decimal" else Fraction(0)
        if least is None and asked.maximum is None:
            return {"validate": kind, "criteria": ">=", "value": -1e15, **told}
        low = float(least) if least is not None else -1e15
        high = float(asked.maximum) if asked.maximum is not None else 1e15
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **told}

    def _list(self, entries: Entries, key: str, title: str, ask: str = "") -> Rule_:
        if entries not in self.lists:
            self.lists.append(entries)
        letters = column_letters(self.lists.index(entries) + 1)
        source = f"='{self.lists_sheet}'!${letters}$1:${letters}${len(entries)}"
        told = f"{ask} ({self._text('prompt.choice')})" if ask else self._text(f"prompt.{key}")
        return {"validate": "list", "source": source, **self._prompt(title, told), **self._error("list")}

    def _prompt(self, title: str, message: str) -> dict[str, object]:
        return {"input_title": fitting(title, _TITLE), "input_message": fitting(message, _MESSAGE)}

    def _error(self, key: str) -> dict[str, object]:
        title, message = self._text("error.title"), self._text(f"error.{key}")
        return {"error_title": fitting(title, _TITLE), "error_message": fitting(message, _MESSAGE)}


def decisions(score: LeafScore | None) -> Entries:
    """The conclusions that a row can have; agreement needs something to agree with."""
    if score is None:
        return (Decision.AGREE.value,)
    leaf = score.leaf
    wanted = (
        (Decision.AGREE, score.complete or bool(score.owed)),
        (Decision.POINTS, True),
        (Decision.DATA, bool(correctable(leaf))),
        (Decision.NOT_ASSESSED, leaf.not_applicable is not Treatment.FORBIDDEN),
    )
    return tuple(decision.value for decision, offered in wanted if offered)
