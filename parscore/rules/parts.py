"""What the families composed of other rules share: the parts, their checks, and the outcome of each part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from parscore.model.cell import Value
from parscore.model.formula import (
    NO_CASE,
    REFUSED,
    Cells,
    Constant,
    Expression,
    any_holds,
    equal,
    if_,
    numbers,
    same,
)
from parscore.model.rule import CLAIMED, Judgement, Phrase, Step, phrase
from parscore.numbers import decimal_text
from parscore.rules.any_rule import AnyRule
from parscore.rules.fields import PlainAmount
from parscore.rules.spec import Path, RuleSpec, SpecFault, Use, spec_fault

MAX_PARTS: Final = 6
MAX_DEPTH: Final = 3


class Part(BaseModel):
    """A rule with a maximum of its own. ``no_case`` says what the part is worth where it has no case."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    maximum: PlainAmount = Field(alias="max")
    rule: AnyRule
    no_case: Literal["full", "zero"] | None = None

    def judge(self, values: Mapping[str, Value]) -> Judgement:
        """Judge the part by itself."""
        judgement = self.rule.judge(self.maximum, values)
        if not judgement.no_case or self.no_case is None:
            return judgement
        points = self.maximum if self.no_case == "full" else Fraction(0)
        return Judgement(points, phrase(f"no_case.{self.no_case}"))


Parts = Annotated[tuple[Part, ...], Field(min_length=2, max_length=MAX_PARTS)]


class PartsSpec(RuleSpec):
    """A rule made of other rules, each with a maximum of its own."""

    key: ClassVar[str]
    """The key that holds the parts."""
    each: ClassVar[str]
    """What a part is called in the trace; its number follows."""

    parts: Parts

    @property
    def wants(self) -> tuple[str, ...]:
        """Every value that a part wants, each once."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.rule.wants))

    @property
    def uses(self) -> tuple[Use, ...]:
        """What the parts name, below their places."""
        return tuple(
            use._replace(path=(*self._at(at), *use.path))
            for at, part in enumerate(self.parts)
            for use in part.rule.uses
        )

    @property
    def depth(self) -> int:
        """One more than the deepest part."""
        return 1 + max(part.rule.depth for part in self.parts)

    def part_faults(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Yield what is wrong with each part by itself: its maximum, its rule, and how deep rules stand."""
        yield from too_deep(self)
        for at, part in enumerate(self.parts):
            if part.maximum <= 0:
                yield spec_fault((self.key, at, "max"), "PS505", found=part.maximum, expected="points above 0")
            elif part.maximum > maximum:
                yield spec_fault((self.key, at, "max"), "PS519", found=part.maximum, maximum=maximum)
            elif expected := unfit(part.rule):
                yield spec_fault((self.key, at, "rule"), "PS505", found=part.rule.family, expected=expected)
            else:
                for fault in part.rule.check(part.maximum):
                    yield replace(fault, path=(*self._at(at), *fault.path))

    def judged(self, values: Mapping[str, Value]) -> tuple[tuple[Step, ...], tuple[Step, ...]] | Judgement:
        """Judge every part: all steps, and of these the one of each part that holds its points.

        A judgement where the whole cannot be scored: a value refused by any part, or a part without a case.
        """
        found = [part.judge(values) for part in self.parts]
        faults = dict.fromkeys(fault for judgement in found for fault in judgement.faults)
        if faults:
            return Judgement(None, phrase("refused"), faults=tuple(faults))
        steps: list[Step] = []
        ends: list[Step] = []
        for number, judgement in enumerate(found, 1):
            if judgement.points is None:
                return judgement
            name = f"{self.each}_{number}"
            ends.append(Step(name, ((name, judgement.points),), judgement.points, judgement.branch))
            steps += (*judgement.steps, ends[-1])
        return tuple(steps), tuple(ends)

    def part_cells(self, cells: Cells) -> list[Expression]:
        """The points of each part on a line of its own, with what counts where it has no case."""
        lines = []
        for part in self.parts:
            points = part.rule.formula(Constant(part.maximum), cells)
            if part.no_case is not None:
                raw = cells.line("raw", points)
                points = if_(same(raw, NO_CASE), part.maximum if part.no_case == "full" else 0, raw)
            lines.append(cells.line(self.each, points, decimal_text(part.maximum)))
        return lines

    def whole(self, parts: Sequence[Expression], points: Expression) -> Expression:
        """The points of the whole where every part has some; else refused, where any part is, or without a case."""
        refused = any_holds(*(same(part, REFUSED) for part in parts))
        return if_(equal(numbers(parts), len(parts)), points, if_(refused, REFUSED, NO_CASE))

    def part_words(self) -> Iterator[Phrase]:
        """Each part: its number and maximum, its rule in words, and what counts where it has no case."""
        for number, part in enumerate(self.parts, 1):
            yield phrase(f"parts.words.{self.each}", number=number, maximum=part.maximum)
            yield from part.rule.words(part.maximum)
            if part.no_case is not None:
                yield phrase(f"no_case.{part.no_case}")

    def _at(self, at: int) -> Path:
        return (self.key, at, "rule", self.parts[at].rule.family)


def too_deep(rule: RuleSpec) -> Iterator[SpecFault]:
    """Yield PS522 where rules stand deeper inside one another than people can follow; once, for the rule as a whole."""
    if rule.depth == MAX_DEPTH + 1:
        yield spec_fault((), "PS522", what="rules inside one another", found=rule.depth, expected=f"≤ {MAX_DEPTH}")


def unfit(rule: RuleSpec) -> str:
    """Return what a rule would have to be to stand in another; nothing where it may."""
    if rule.pooled:
        return "a rule of the agency's own values"
    # The score column holds the points of the whole leaf, not those of one part.
    return "a rule of inputs" if rule.depth == 1 and CLAIMED in rule.wants else ""
