"""The live checks of a form: what is said of a leaf's row, as a formula and as its value now, both from one test.

A check never decides a score. It tells the person at the form what the reader and the engine would object to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.model.criteria import Input, InputType, Leaf, Treatment
from parscore.model.rule import CLAIMED
from parscore.numbers import decimal_text
from parscore.rules import arithmetic
from parscore.viet import normal_form
from parscore.workbooks.form_book import Computed, Content, FormBook
from parscore.workbooks.form_lists import ANSWERS, MARKS, NEVER, Entries, Lists, labels_of, lowest
from parscore.workbooks.form_plan import share_of
from parscore.workbooks.layout import INPUT_LETTERS

MISSING: Final = "missing"
WRONG: Final = "wrong"
REMIND: Final = "remind"


class Operand(NamedTuple):
    """A cell of the form: its address and what it holds now."""

    ref: str
    content: Content


class Test(NamedTuple):
    """A condition as a formula, and whether it holds now."""

    formula: str
    holds: bool


class Finding(NamedTuple):
    """What is said where a test holds."""

    test: Test
    text: str


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a leaf's row that checks look at. ``listed``: where the codes of the index of documents stand."""

    maximum: Operand
    points: Operand
    inputs: tuple[Operand, ...]
    evidence: Operand
    reason: Operand
    listed: Test

    @property
    def answers(self) -> tuple[Operand, ...]:
        """The cells of answers: points and figures."""
        return (self.points, *self.inputs)


def row_check(leaf: Leaf, cells: RowCells, lists: Lists, book: FormBook) -> Computed:
    """Return the check of a row: the first finding, or that nothing is missing."""
    findings = list(_Checker(leaf, cells, lists, book).findings())
    formula = f'"{book.text("check.done")}"'
    for finding in reversed(findings):
        formula = f"IF({finding.test.formula},{_quoted(finding.text)},{formula})"
    said = next((finding.text for finding in findings if finding.test.holds), book.text("check.done"))
    return Computed(formula, said)


@dataclass(frozen=True, slots=True)
class _Checker:
    leaf: Leaf
    cells: RowCells
    lists: Lists
    book: FormBook

    def findings(self) -> Iterator[Finding]:
        yield from self.not_assessed()
        yield from self.values()
        yield from self.blanks()
        yield from self.papers()

    def say(self, test: Test, kind: str, key: str, **facts: str) -> Finding:
        return Finding(test, f"{self.book.text(f'kind.{kind}')}: {self.book.text(f'check.{key}', **facts)}")

    def not_assessed(self) -> Iterator[Finding]:
        """Not assessed: allowed here, without figures beside it, with its reason."""
        marked = either(*map(self.marked, self.cells.answers))
        if self.leaf.not_applicable is Treatment.FORBIDDEN:
            yield self.say(marked, WRONG, "not_allowed")
            return
        data = either(*(every(negated(blank(cell)), negated(self.marked(cell))) for cell in self.cells.answers))
        yield self.say(every(marked, data), WRONG, "marked_and_data")
        yield self.say(every(marked, blank(self.cells.reason)), REMIND, "reason")
        yield Finding(marked, self.book.text("check.not_assessed"))

    def values(self) -> Iterator[Finding]:
        """Points and figures that cannot be what they are."""
        points, given = self.cells.points, negated(blank(self.cells.points))
        yield self.say(every(given, negated(is_number(points))), WRONG, "not_number")
        yield self.say(compared(points, ">", self.cells.maximum), WRONG, "above")
        floor = lowest(self.leaf.rule)
        yield self.say(compared(points, "<", _constant(floor)), WRONG, "negative")
        for letter, asked, cell in zip(INPUT_LETTERS, self.leaf.own_inputs, self.cells.inputs, strict=False):
            bad = every(negated(blank(cell)), negated(self.fits(asked, cell)))
            yield self.say(bad, WRONG, f"type.{asked.type}", letter=letter)
        if pair := self.over():
            names = {"part": pair[0], "whole": pair[1]}
            part, whole = (self.cells.inputs[INPUT_LETTERS.index(letter)] for letter in pair)
            yield self.say(every(is_number(whole), compared(part, ">", whole)), WRONG, "over", **names)

    def blanks(self) -> Iterator[Finding]:
        """What the rule wants and is not there; a bonus that nobody claims is not missing."""
        wanted = [cell for name, cell in self.named() if name in self.leaf.rule.wants]
        nothing = every(*map(blank, self.cells.answers))
        if self.leaf.blank_is_zero:
            yield Finding(nothing, self.book.text("check.nothing_claimed"))
        else:
            yield self.say(nothing, MISSING, "all")
        lacking = either(*map(blank, wanted))
        claimed = CLAIMED in self.leaf.rule.wants
        yield self.say(lacking, MISSING, "points" if claimed and len(wanted) == 1 else "data")
        if not claimed:
            yield self.say(blank(self.cells.points), REMIND, "claim")

    def papers(self) -> Iterator[Finding]:
        """Evidence and reasons that the set asks for."""
        if self.leaf.evidence:
            bare = every(
                compared(self.cells.points, ">", _ZERO), blank(self.cells.evidence), negated(self.cells.listed)
            )
            yield self.say(bare, REMIND, "evidence")
        for letter, asked, cell in zip(INPUT_LETTERS, self.leaf.own_inputs, self.cells.inputs, strict=False):
            if asked.reason:
                some = compared(cell, ">", _ZERO)
                yield self.say(every(some, blank(self.cells.reason)), REMIND, "explain", letter=letter)

    def named(self) -> Iterator[tuple[str, Operand]]:
        yield CLAIMED, self.cells.points
        yield from zip((asked.name for asked in self.leaf.own_inputs), self.cells.inputs, strict=False)

    def marked(self, cell: Operand) -> Test:
        return self.among(cell, MARKS)

    def among(self, cell: Operand, entries: Entries) -> Test:
        """Whether a text is one of a list; compared as the reader does, in Python, and without case in the sheet."""
        known = {normal_form(str(entry)) for entry in entries}
        holds = isinstance(cell.content, str) and normal_form(cell.content) in known
        return Test(f"SUMPRODUCT(--({self.lists.range_of(entries)}=TRIM({cell.ref})))>0", holds)

    def fits(self, asked: Input, cell: Operand) -> Test:
        """Whether a figure is of its type and within its bounds."""
        if asked.type is InputType.YES_NO:
            return self.among(cell, ANSWERS)
        if asked.type is InputType.CHOICE:
            labels = labels_of(self.leaf.rule, asked.name)
            return self.among(cell, labels) if labels else negated(blank(cell))
        if asked.type is InputType.DATE:
            return either(is_number(cell), self.among(cell, NEVER))
        least = asked.minimum
        if asked.type is InputType.COUNT:
            least = max(least or Fraction(0), Fraction(0))
        bounds = [(">=", least), ("<=", asked.maximum)]
        tests = [
            compared(cell, sign, Operand(decimal_text(bound), bound)) for sign, bound in bounds if bound is not None
        ]
        whole = (is_whole(cell),) if asked.type is InputType.COUNT else ()
        return every(is_number(cell), *whole, *tests)

    def over(self) -> tuple[str, str] | None:
        """The letters of part and whole where the rule, when asked, refuses a part greater than its whole."""
        formula = share_of(self.leaf)
        operands = formula.operands if formula else ()
        names = [operand.name for operand in operands if isinstance(operand, arithmetic.Name)]
        asked = [one.name for one in self.leaf.own_inputs]
        if len(names) != 2 or self.leaf.rule.pooled or set(names) != set(self.leaf.rule.wants):
            return None
        judged = self.leaf.rule.judge(self.leaf.maximum, {names[0]: Fraction(2), names[1]: Fraction(1)})
        refused = any(fault.code == "PS205" for fault in judged.faults)
        part, whole = (INPUT_LETTERS[asked.index(name)] for name in names)
        return (part, whole) if refused else None


# --- tests ---------------------------------------------------------------------------------------------------------


def blank(cell: Operand) -> Test:
    """Nothing stands there, or blanks only."""
    holds = cell.content is None or (isinstance(cell.content, str) and not cell.content.strip())
    return Test(f"LEN(TRIM({cell.ref}))=0", holds)


def is_number(cell: Operand) -> Test:
    """A number, or a day, which a program stores as one."""
    return Test(f"ISNUMBER({cell.ref})", cell.content is not None and not isinstance(cell.content, str))


def is_whole(cell: Operand) -> Test:
    """A whole number; the function INT would fail on a text."""
    holds = isinstance(cell.content, Fraction) and cell.content.denominator == 1
    return Test(f"IF(ISNUMBER({cell.ref}),{cell.ref}=INT({cell.ref}),FALSE)", holds)


def compared(cell: Operand, sign: str, other: Operand) -> Test:
    """A number beside another; a text is never greater or less, as it would be for a spreadsheet."""
    holds = False
    if isinstance(cell.content, Fraction) and isinstance(other.content, Fraction):
        one, two = cell.content, other.content
        holds = {">": one > two, "<": one < two, ">=": one >= two, "<=": one <= two}[sign]
    return Test(f"IF(ISNUMBER({cell.ref}),{cell.ref}{sign}{other.ref},FALSE)", holds)


def every(*tests: Test) -> Test:
    """All of them."""
    return Test(f"AND({','.join(test.formula for test in tests)})", all(test.holds for test in tests))


def either(*tests: Test) -> Test:
    """At least one of them."""
    return Test(f"OR({','.join(test.formula for test in tests)})", any(test.holds for test in tests))


def negated(test: Test) -> Test:
    """Not that."""
    return Test(f"NOT({test.formula})", not test.holds)


def _constant(number: Fraction) -> Operand:
    return Operand(decimal_text(number), number)


_ZERO: Final = _constant(Fraction(0))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
