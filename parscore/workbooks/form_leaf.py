"""The row of a leaf: cells to fill in with their prompts, what is computed beside them, and last year's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Leaf
from parscore.numbers import decimal_text
from parscore.rules import arithmetic
from parscore.viet import normal_form
from parscore.workbooks.documents import FIRST_ROW, ROWS, by_code
from parscore.workbooks.form_book import OTHERS_FILL, POINTS_FORMAT, Computed, Content, Look, Page
from parscore.workbooks.form_checks import Operand, RowCells, Test, row_check
from parscore.workbooks.form_inputs import INPUT_LOOK, Prompter, content_of, look_of
from parscore.workbooks.form_lists import Lists
from parscore.workbooks.form_plan import Plan, is_own, share_of
from parscore.workbooks.form_words import guide_text, provider_words
from parscore.workbooks.layout import (
    CHECK,
    CODE,
    DOCUMENTS_SHEET,
    EVIDENCE,
    MAXIMUM,
    NAME,
    POINTS,
    PREVIOUS_EVIDENCE,
    PREVIOUS_POINTS,
    RATE,
    REASON,
    input_role,
)

_BORDER: Final[Look] = {"border": 1}
_OTHERS: Final[Look] = {"border": 1, "bg_color": OTHERS_FILL, "font_color": "#595959"}
_PREVIOUS: Final[Look] = {"border": 1, "bg_color": "#F2F2F2", "font_color": "#595959", "italic": True}
_TEXT: Final[Look] = {**INPUT_LOOK, "num_format": "@", "indent": 1}
_NOTE_LETTERS: Final = 52
"""Letters on a line of a note, about."""


@dataclass(slots=True)
class LeafRows:
    """Writes the rows of leaves; ``said`` collects what their checks say now."""

    page: Page
    plan: Plan
    lists: Lists
    said: list[str]

    def write(self, row: int, leaf: Leaf) -> None:
        """Write the row of a leaf."""
        usual = _BORDER if is_own(leaf) else _OTHERS
        centred: Look = {**usual, "align": "center"}
        points: Look = {**centred, "num_format": POINTS_FORMAT}
        contents: dict[str, Content | Computed] = {CODE: leaf.code, NAME: leaf.name, MAXIMUM: leaf.maximum}
        looks: dict[str, Look] = {CODE: {**centred, "num_format": "@"}, MAXIMUM: points}
        looks |= {NAME: {**usual, "indent": 1}, CHECK: {**usual, "indent": 1}}
        looks |= {PREVIOUS_POINTS: {**points, **_PREVIOUS}, PREVIOUS_EVIDENCE: {**_PREVIOUS, "indent": 1}}
        if is_own(leaf):
            contents |= self._own(leaf)
            looks |= {POINTS: look_of(None), EVIDENCE: _TEXT, REASON: _TEXT, RATE: {**centred, "num_format": "0.00%"}}
            looks |= {input_role(at): look_of(asked) for at, asked in enumerate(leaf.own_inputs)}
        else:
            contents[CHECK] = provider_words(leaf, self.page.book.words)
        contents |= self._before(leaf)
        for column, role in enumerate(self.plan.columns, 1):
            self.page.put(row, column, contents.get(role), looks.get(role, usual))
        texts = zip(map(contents.get, self.plan.columns), self.page.widths, strict=True)
        self.page.height_for(row, ((text, width) for text, width in texts if isinstance(text, str)))
        self._prompts(leaf)

    def _own(self, leaf: Leaf) -> dict[str, Content | Computed]:
        """The cells that the agency answers, and what is computed beside them."""
        given = self.plan.form.answers.get(leaf.code)
        answers: dict[str, Content] = {}
        if given:
            answers[POINTS] = content_of(given.claimed)
            figures = enumerate(leaf.own_inputs)
            answers |= {input_role(at): content_of(given.inputs.get(asked.name), asked) for at, asked in figures}
            answers |= {EVIDENCE: given.evidence or None, REASON: given.reason or None}
        cells = self._cells(leaf, answers)
        check = row_check(leaf, cells, self.lists, self.page.book)
        self.said.append(str(check.value))
        return {**answers, CHECK: check, RATE: _rate(leaf, cells)}

    def _cells(self, leaf: Leaf, answers: Mapping[str, Content]) -> RowCells:
        """The row as its checks see it."""

        def operand(role: str) -> Operand:
            return Operand(self.plan.cell(leaf.code, role), answers.get(role))

        code = self.plan.cell(leaf.code, CODE)
        codes = f"'{DOCUMENTS_SHEET}'!$B${FIRST_ROW}:$B${FIRST_ROW + ROWS - 1}"
        listed = normal_form(leaf.code) in by_code(self.plan.form.documents)
        return RowCells(
            maximum=Operand(self.plan.cell(leaf.code, MAXIMUM), leaf.maximum),
            points=operand(POINTS),
            inputs=tuple(operand(input_role(at)) for at in range(len(leaf.own_inputs))),
            evidence=operand(EVIDENCE),
            reason=operand(REASON),
            listed=Test(f"SUMPRODUCT(--({codes}={code}))>0", listed),
        )

    def _before(self, leaf: Leaf) -> dict[str, Content | Computed]:
        """Last year's points and evidence, for reference; its figures stand in a note."""
        previous = (self.plan.form.previous or {}).get(leaf.code)
        if previous is None:
            return {}
        if previous.figures:
            self._note(leaf, PREVIOUS_POINTS, self.page.book.text("previous.figures", figures=previous.figures))
        return {PREVIOUS_POINTS: previous.points, PREVIOUS_EVIDENCE: previous.evidence or None}

    def _prompts(self, leaf: Leaf) -> None:
        """The guide as a note on the score, and what may be typed into each cell."""
        self._note(leaf, POINTS, guide_text(leaf, self.page.book.words))
        if not is_own(leaf):
            return
        prompter = Prompter(self.plan, self.lists, self.page.book)
        ref, maximum = self.plan.cell(leaf.code, POINTS), self.plan.cell(leaf.code, MAXIMUM)
        self.page.sheet.data_validation(ref, dict(prompter.points(leaf, ref, maximum, POINTS)))
        for at, asked in enumerate(leaf.own_inputs):
            ref = self.plan.cell(leaf.code, input_role(at))
            self.page.sheet.data_validation(ref, dict(prompter.figure(leaf, asked, ref, input_role(at))))

    def _note(self, leaf: Leaf, role: str, text: str) -> None:
        """Put a note on a cell, as large as its text needs, in pixels."""
        count = sum(1 + len(line) // _NOTE_LETTERS for line in text.split("\n"))
        size = {"width": 340, "height": 16 * count + 12}
        self.page.sheet.write_comment(self.plan.cell(leaf.code, role), text, {"author": "", "font_size": 9, **size})


def _rate(leaf: Leaf, cells: RowCells) -> Computed | None:
    """The rate of a leaf that divides figures, as soon as they are all there."""
    formula = share_of(leaf)
    if formula is None:
        return None
    named = {asked.name: cell for asked, cell in zip(leaf.own_inputs, cells.inputs, strict=True)}
    given = {name: named[name].content for name in formula.names}
    numbers = {name: value for name, value in given.items() if isinstance(value, Fraction)}
    try:
        value: Fraction | str = arithmetic.evaluate(formula, numbers) if len(numbers) == len(given) else ""
    except arithmetic.ZeroDenominatorError:
        value = ""
    worked = _excel(formula, {name: cell.ref for name, cell in named.items()})
    counted = f"COUNT({','.join(named[name].ref for name in formula.names)})={len(given)}"
    return Computed(f'IF({counted},IFERROR({worked},""),"")', value)


def _excel(expression: arithmetic.Expression, refs: Mapping[str, str]) -> str:
    """A formula as a spreadsheet writes it, with the addresses of its values."""
    if isinstance(expression, arithmetic.Number):
        return decimal_text(expression.value)
    if isinstance(expression, arithmetic.Name):
        return refs[expression.name]
    parts = [_excel(operand, refs) for operand in expression.operands]
    if expression.operator in ("min", "max"):
        return f"{expression.operator.upper()}({','.join(parts)})"
    return f"(-{parts[0]})" if expression.operator == "negate" else f"({parts[0]}{expression.operator}{parts[1]})"
