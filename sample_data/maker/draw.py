"""Answers at random: for each leaf a set of values that the leaf's rule turns into about the points wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from parscore.model.cell import Value
from parscore.model.criteria import Input, InputType, Leaf, Source, Treatment
from parscore.model.rule import CLAIMED
from parscore.rules.arithmetic import Expression, Name, Operation, names
from parscore.rules.choose import Choose
from parscore.rules.claim import Claim
from parscore.rules.yes_no import YesNo

SIZES = (
    ("trễ hạn", 2, 20), ("hồ sơ công việc", 900, 6000), ("hồ sơ phải cập nhật", 40, 160), ("hồ sơ có", 300, 2500),
    ("hồ sơ", 900, 9500), ("văn bản đi", 1200, 6000), ("văn bản", 2, 14), ("dự thảo", 2, 9), ("nội bộ", 8, 30),
    ("thủ tục liên thông", 4, 25), ("thủ tục", 60, 180), ("dịch vụ công", 40, 120), ("người làm việc", 120, 900),
    ("biên chế", 45, 95), ("tổng số công chức tại", 5, 12), ("công chức", 40, 90), ("người đến hạn", 4, 14),
    ("người dôi dư", 3, 18), ("trụ sở", 2, 6), ("lượt người", 50, 220), ("triệu đồng", 2000, 180000),
    ("chuyển giao", 180, 360), ("nhiệm vụ được giao", 20, 60), ("nhiệm vụ", 12, 48), ("phòng", 6, 14),
    ("thôn", 12, 45), ("tổ công nghệ", 8, 40), ("hòa giải", 6, 40), ("chỉ tiêu", 8, 24), ("số hộ", 20, 180),
    ("hệ thống", 2, 7), ("cơ sở", 2, 9), ("đơn vị", 5, 30), ("", 4, 20),
)  # fmt: skip
"""Words of what is asked, and the usual size of such a total."""
PERCENTS = (
    ("tiết kiệm", 30, 140), ("bưu chính", 30, 180), ("bảo hiểm y tế", 860, 975), ("chứng thực", 40, 320),
    ("", 500, 1000),
)  # fmt: skip
"""The same for percentages, in tenths of a percent."""
RARE = 40
"""A total that is usually not above this may have been 0 in the year."""
CANDIDATES = 14


@dataclass(frozen=True, slots=True)
class LeafAnswer:
    """What an agency answers on a leaf, and what the leaf is then worth.

    ``values`` holds the inputs by name, or the claimed points as ``points``. ``points`` is ``None`` where the leaf
    leaves the denominator. ``reason`` is set where the agency marks the leaf as not assessed.
    """

    values: Mapping[str, Value]
    points: Fraction | None
    maximum: Fraction
    reason: str = ""


@dataclass(slots=True)
class Drawer:
    """Draws one agency's answers; totals that are asked twice are the same in both places."""

    rng: Random
    sizes: dict[str, int] = field(default_factory=dict)

    def draw(self, leaf: Leaf, wanted: float) -> LeafAnswer:
        """Draw answers worth as nearly as possible ``wanted`` (a share of the leaf's maximum)."""
        if leaf.no_case in (Treatment.FULL, Treatment.EXCLUDE) and self._rare(leaf) and self.rng.random() < 0.02:
            return treated(leaf, leaf.no_case, {asked.name: Fraction(0) for asked in leaf.inputs})
        best: LeafAnswer | None = None
        for values in self._candidates(leaf):
            judgement = leaf.rule.judge(leaf.maximum, values)
            if judgement.no_case:
                return treated(leaf, leaf.no_case, values)
            if judgement.points is None:
                continue
            answer = LeafAnswer(values, judgement.points, leaf.maximum)
            if best is None or _miss(answer, wanted) < _miss(best, wanted):
                best = answer
        if best is None:
            raise ValueError(f"no usable answer for {leaf.code}")
        return best

    def _candidates(self, leaf: Leaf) -> Iterator[Mapping[str, Value]]:
        labels = _labels(leaf)
        if leaf.rule.wants == (CLAIMED,):
            yield from ({CLAIMED: points} for points in _claims(leaf))
        elif labels:
            yield from ({leaf.inputs[0].name: label} for label in labels)
        elif leaf.inputs[0].type is InputType.YES_NO:
            yield from ({leaf.inputs[0].name: answer} for answer in (True, False))
        else:
            yield from (self._figures(leaf, rate) for rate in self._rates())

    def _rates(self) -> Iterator[float]:
        for _ in range(CANDIDATES):
            yield 1 - self.rng.random() ** 2 * 0.7
        yield 1.0

    def _figures(self, leaf: Leaf, rate: float) -> dict[str, Value]:
        bases = divisors(leaf)
        left = Fraction(0)
        values: dict[str, Value] = {}
        for asked in leaf.inputs:
            if asked.name in bases:
                left = self._total(asked)
                values[asked.name] = left
        for at, asked in enumerate(name for name in leaf.inputs if name.name not in bases):
            value = self._figure(asked, rate, left if bases else None) if at == 0 else self._rest(left, bool(bases))
            left -= value if bases else 0
            values[asked.name] = value
        return {asked.name: values[asked.name] for asked in leaf.inputs}

    def _figure(self, asked: Input, rate: float, base: Fraction | None) -> Fraction:
        if asked.type is InputType.PERCENT:
            low, high = next((low, high) for word, low, high in PERCENTS if word in asked.ask.lower())
            return Fraction(self.rng.randint(low, high), 1000)
        if base is not None:
            decimals = 10 if "triệu đồng" in asked.ask else 1
            return Fraction(round(rate * float(base) * decimals), decimals)
        if asked.type is InputType.COUNT:
            return Fraction(self.rng.choice((0, 0, 0, 1, 1, 2, 3, 4, 5)))
        top = float(asked.maximum or 100)
        return Fraction(round(min(rate, 0.985) * top * 100), 100)

    def _rest(self, left: Fraction, shared: bool) -> Fraction:
        return Fraction(self.rng.randint(0, max(0, min(3, int(left)))) if shared else self.rng.choice((0, 0, 0, 1)))

    def _total(self, asked: Input) -> Fraction:
        if asked.ask not in self.sizes:
            low, high = _size(asked)
            self.sizes[asked.ask] = self.rng.randint(low, high)
        return Fraction(self.sizes[asked.ask])

    def _rare(self, leaf: Leaf) -> bool:
        totals = [asked for asked in leaf.inputs if asked.name in divisors(leaf)]
        return bool(totals) and leaf.source is Source.SELF and all(_size(asked)[1] <= RARE for asked in totals)


def treated(leaf: Leaf, treatment: Treatment, values: Mapping[str, Value], reason: str = "") -> LeafAnswer:
    """The answer of a leaf that did not apply or had no case: left out, full points, or none."""
    if treatment is Treatment.EXCLUDE:
        return LeafAnswer(values, None, Fraction(0), reason)
    points = leaf.maximum if treatment is Treatment.FULL else Fraction(0)
    return LeafAnswer(values, points, leaf.maximum, reason)


def divisors(leaf: Leaf) -> tuple[str, ...]:
    """Return the names that a leaf's formula divides by."""
    formula = getattr(leaf.rule, "of", None)
    return tuple(_divisors(formula)) if isinstance(formula, Operation) else ()


def _divisors(formula: Expression) -> Iterator[str]:
    if isinstance(formula, Operation):
        for operand in formula.operands:
            yield from _divisors(operand)
        if formula.operator == "/" and isinstance(formula.operands[1], Name | Operation):
            yield from names(formula.operands[1])


def _size(asked: Input) -> tuple[int, int]:
    return next((low, high) for word, low, high in SIZES if word in asked.ask.lower())


def _miss(answer: LeafAnswer, wanted: float) -> float:
    return abs(float((answer.points or 0) / answer.maximum) - wanted)


def _labels(leaf: Leaf) -> tuple[str, ...]:
    rule = leaf.rule
    return tuple(option.label for option in rule.options) if isinstance(rule, Choose) and rule.of != CLAIMED else ()


def _claims(leaf: Leaf) -> tuple[Fraction, ...]:
    """Every number of points that the rule of a leaf without inputs accepts, from high to low."""
    rule, top = leaf.rule, leaf.maximum
    if isinstance(rule, Choose):
        return tuple(top if option.points is None else option.points for option in rule.options)
    if isinstance(rule, YesNo):
        return (top if rule.yes is None else rule.yes, top if rule.no is None else rule.no)
    if isinstance(rule, Claim):
        return tuple(rule.step * at for at in range(int(top / rule.step), -1, -1))
    raise TypeError(f"{leaf.code}: {rule.family} claims no points")
