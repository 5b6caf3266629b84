"""What every rule family has in common: the base of the specs and the small helpers of judging."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import Cells, Expression
from parscore.model.problem import Facts, facts_of
from parscore.model.rule import CLAIMED, Fault, Judgement, Phrase, Step, phrase
from parscore.numbers import decimal_text
from parscore.rules import arithmetic

Path = tuple[str | int, ...]
"""Keys and positions from a rule's parameters down to a value."""

NUMERIC = frozenset({InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.YES_NO})
"""What formulas work on; a yes counts 1 (see ``number``), the label of a choice counts nothing."""


@dataclass(frozen=True, slots=True)
class SpecFault:
    """A fault of a rule as written: where inside the rule, the problem code and the facts of its message."""

    path: Path
    code: str
    facts: Facts = ()


def spec_fault(path: Path, code: str, **facts: object) -> SpecFault:
    """Make a fault; the keyword arguments become its facts, in sorted order."""
    return SpecFault(path, code, facts_of(facts))


class Use(NamedTuple):
    """Where a rule names a value that it needs, and the types of input that can stand there.

    ``column``: the rule takes a column of values, one for each subordinate unit.
    """

    name: str
    path: Path
    accepts: frozenset[InputType]
    column: bool = False


class RuleSpec(BaseModel, ABC):
    """One rule as written in a criteria set. A family subclasses it, sets ``family`` and fills the five methods.

    The docstring of a family has the sections *Rule*, *Boundaries*, *Faults* and *Source*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    family: ClassVar[str]
    accepts: ClassVar[frozenset[InputType]] = NUMERIC
    """Types of the inputs that the rule can work on."""

    @property
    def wants(self) -> tuple[str, ...]:
        """Names of the values needed; the points claimed in the form unless a family says otherwise."""
        return (CLAIMED,)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every place of the rule that names a value; all of them in ``of`` unless a family says otherwise."""
        return tuple(Use(name, ("of",), self.accepts) for name in self.wants)

    @property
    def depth(self) -> int:
        """How many rules stand inside one another; 1 unless the rule is composed of others."""
        return 1

    @property
    def pooled(self) -> bool:
        """Whether the rule compares an agency with its group."""
        return False

    def own(self, values: Mapping[str, Value]) -> Fraction | None:
        """The agency's own value that a pooled rule compares; only such a rule has one."""
        return None

    @property
    def least(self) -> Fraction:
        """The fewest points that the leaf can come to, by the rule or by hand; 0 unless the rule goes below."""
        return Fraction(0)

    @abstractmethod
    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Yield the faults of the rule for a leaf with that maximum."""

    @abstractmethod
    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Judge one leaf; ``values`` holds every wanted name."""

    @abstractmethod
    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The same rule as a formula of a spreadsheet: points, or the word ``NO_CASE`` or ``REFUSED``."""

    @abstractmethod
    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The rule in words, one phrase a line."""


def of_leaf(points: Fraction | None, maximum: Fraction) -> Fraction:
    """Return stated points; ``None`` (written ``full``) is the leaf's maximum."""
    return maximum if points is None else points


def points_faults(points: Mapping[Path, Fraction], maximum: Fraction) -> Iterator[SpecFault]:
    """Yield PS519 for points outside [0, maximum], and once where no branch reaches the maximum."""
    for path, worth in points.items():
        if not 0 <= worth <= maximum:
            yield spec_fault(path, "PS519", found=worth, maximum=maximum)
    if maximum not in points.values():
        best = max(points.values())
        yield spec_fault((), "PS519", found=best, maximum=maximum)


def chosen(points: Fraction, branch: Phrase) -> Judgement:
    """The judgement of a branch with fixed points."""
    return Judgement(points, branch, (Step("points", (("points", points),), points),))


def bounds(low: Fraction | None, high: Fraction | None, *, percent: bool = False) -> str:
    """Write a closed range for a message: ``0 … 100``, ``≤ 5``, ``≥ 0``; shares as percentages: ``0% … 100%``."""
    told = [None if bound is None else _bound(bound, percent=percent) for bound in (low, high)]
    if low is not None and high is not None:
        return f"{told[0]} … {told[1]}"
    return f"≤ {told[1]}" if high is not None else f"≥ {told[0] or decimal_text(Fraction(0))}"


def _bound(bound: Fraction, *, percent: bool) -> str:
    return f"{decimal_text(bound * 100)}%" if percent else decimal_text(bound)


def number(values: Mapping[str, Value], name: str) -> Fraction:
    """Return a wanted number; yes counts 1 and no counts 0, so that answers can be added in formulas."""
    value = values[name]
    if isinstance(value, str | date | tuple):
        kind = "text" if isinstance(value, str) else "date" if isinstance(value, date) else "column"
        raise TypeError(f"{name} is a {kind}, not a number")
    return value if isinstance(value, Fraction) else Fraction(value)


def computed(formula: arithmetic.Expression, values: Mapping[str, Value]) -> Step | None:
    """Work out a formula as a step of the trace; ``None`` where a denominator is zero."""
    numbers = {name: number(values, name) for name in arithmetic.names(formula)}
    try:
        value = arithmetic.evaluate(formula, numbers)
    except arithmetic.ZeroDenominatorError:
        return None
    return Step(arithmetic.write(formula), tuple(numbers.items()), value)


def product(share: Fraction, maximum: Fraction) -> Step:
    """The step ``value * maximum``."""
    return Step("value * maximum", (("value", share), ("maximum", maximum)), share * maximum)


def no_case(formula: arithmetic.Expression) -> Judgement:
    """The judgement when no case arose (zero denominator)."""
    return Judgement(None, phrase("no_case", formula=arithmetic.write(formula)), no_case=True)


def refused(code: str, name: str, **facts: object) -> Judgement:
    """The judgement when a value cannot be accepted; ``name`` is the value at fault, or the formula's text."""
    return Judgement(None, phrase("refused"), faults=(Fault(code, name, facts_of(facts)),))
