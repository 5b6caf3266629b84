"""Mean over subordinate units."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from parscore.model.cell import Single, Value
from parscore.model.formula import NO_CASE, REFUSED, Cells, Expression, equal, if_, matching, mean, numbers
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.numbers import total
from parscore.rules.any_rule import AnyRule
from parscore.rules.parts import too_deep, unfit
from parscore.rules.spec import RuleSpec, SpecFault, Use, spec_fault


class UnitMean(RuleSpec):
    """The mean of what each subordinate unit would get.

    Rule: ``rule`` is judged for every unit by itself, with the maximum of the leaf; the points are the mean over the
    units that had a case. Its inputs have the source ``units``: the season's units.csv holds a value for each unit.
    Boundaries: every unit counts the same, whatever its size; a unit without a case (zero denominator) is not in the
    mean, and where none of them has one (there is at least one unit) the leaf is without a case.
    Faults: those of the rule inside, such as PS205, each at the line of its unit; rules stand at most 3 deep inside
    one another.
    Source: "mean of the results of the subordinate communes" (shape of per-level averages in provincial sets).
    """

    family: ClassVar[str] = "unit_mean"

    rule: AnyRule

    @property
    def wants(self) -> tuple[str, ...]:
        """What the rule inside wants, each a column of values."""
        return self.rule.wants

    @property
    def uses(self) -> tuple[Use, ...]:
        """What the rule inside names."""
        inside = ("rule", self.rule.family)
        return tuple(use._replace(path=(*inside, *use.path), column=True) for use in self.rule.uses)

    @property
    def least(self) -> Fraction:
        """What every unit comes to at least."""
        return self.rule.least

    @property
    def depth(self) -> int:
        """One more than the rule inside."""
        return 1 + self.rule.depth

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """The rule inside is sound for the leaf's maximum, and one of single values: no claim, group or units."""
        yield from too_deep(self)
        single = not any(use.column for use in self.rule.uses)
        if expected := unfit(self.rule) if single else "a rule of single values":
            yield spec_fault(("rule",), "PS505", found=self.rule.family, expected=expected)
            return
        for fault in self.rule.check(maximum):
            yield replace(fault, path=("rule", self.rule.family, *fault.path))

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Judge every unit, and take the mean of those that had a case."""
        found = [self.rule.judge(maximum, unit) for unit in self.units(values)]
        if faults := tuple(replace(fault, at=at) for at, one in enumerate(found) for fault in one.faults):
            return Judgement(None, phrase("refused"), faults=faults)
        steps: list[Step] = []
        worth: list[Fraction] = []
        without: list[int] = []
        for number, judgement in enumerate(found, 1):
            if judgement.points is None:
                without.append(number)
            else:
                worth.append(judgement.points)
                name = f"unit_{number}"
                end = Step(name, ((name, judgement.points),), judgement.points, judgement.branch)
                steps += (*judgement.steps, end)
        if not worth:
            return found[0]
        added, count = total(worth), Fraction(len(worth))
        mean = Step("added / units", (("added", added), ("units", count)), added / count)
        branch = phrase("unit_mean.all", count=len(worth))
        if without:
            branch = phrase("unit_mean.some", count=len(worth), all=len(found), without=", ".join(map(str, without)))
        return Judgement(mean.value, branch, (*steps, mean))

    def units(self, values: Mapping[str, Value]) -> Iterator[Mapping[str, Single]]:
        """Yield the values of each unit; the columns are of equal length, in the same order of units."""
        columns = {name: values[name] for name in self.wants}
        for name, column in columns.items():
            if not isinstance(column, tuple):
                raise TypeError(f"{name} is a single value, not a column")
        rows = zip(*(column for column in columns.values() if isinstance(column, tuple)), strict=True)
        return (dict(zip(columns, row, strict=True)) for row in rows)

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The mean over the units that had a case, each by the rule inside."""
        points = [unit.line("unit", self.rule.formula(maximum, unit)) for unit in cells.units(self.wants)]
        return if_(equal(matching(points, REFUSED), 0), if_(equal(numbers(points), 0), NO_CASE, mean(points)), REFUSED)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """That the mean counts, then the rule of each unit."""
        return (phrase("unit_mean.words"), *self.rule.words(maximum))
