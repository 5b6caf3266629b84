"""Random formulas, each with values that bring it to, or near, a number; and numbers as definitions write them."""

from collections.abc import Callable, Sequence
from fractions import Fraction as F
from random import Random
from typing import Any, NamedTuple

Row = dict[str, Any]


class Formula(NamedTuple):
    """A formula, the types of its inputs, and values that bring it to, or near, a number."""

    text: str
    inputs: dict[str, str]
    solve: Callable[[F, bool], Row]


def written(value: F, percent: bool = False) -> str:
    """Write a number as definitions do, exactly."""
    if percent:
        return f"{written(value * 100)}%"
    digits = next((digits for digits in range(12) if (value * 10**digits).denominator == 1), None)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(int(value * 10**digits)), 10**digits)
    return ("-" if value < 0 else "") + (f"{whole}.{rest:0{digits}}" if digits else str(whole))


DENOMINATORS = (1, 3, 7, 10, 40, 200)


def formula(rng: Random, prefix: str, kinds: Sequence[str] = ("number", "percent", "count")) -> Formula:
    """A random formula over inputs whose names begin with ``prefix``; the first kind is that of a lone input."""
    x, y, z = (f"{prefix}{at}" for at in "xyz")
    kind = rng.choice([kind for kind in kinds if kind != "count"] or kinds)
    count = {x: "count", y: "count"}

    def part(target: F, tidy: bool) -> tuple[F, F]:
        """Return numerator and denominator: exactly on the target, or a case beside it; no case at all at times."""
        if rng.random() < (0.05 if tidy else 0.15):
            return F(rng.choice((0, 0, 3))), F(0)
        under = target.denominator * rng.choice(DENOMINATORS) if rng.random() < 0.6 else rng.choice(DENOMINATORS)
        over = target * under
        beside = 0 if tidy and over.denominator == 1 else rng.choice((-1, 0, 0, 0, 1))
        return F(over.__floor__() + beside), F(under)

    def alone(target: F, _: bool) -> Row:
        return {x: target >= 1 if kind == "yes_no" else target}

    def rate(target: F, tidy: bool) -> Row:
        over, under = part(target, tidy)
        return {x: over, y: under}

    def rest(target: F, tidy: bool) -> Row:
        over, under = part(target, tidy)
        return {x: under - over, y: under}

    def excused(target: F, tidy: bool) -> Row:
        over, under = part(target, tidy)
        left_out = F(rng.randint(0, 3))
        return {x: over, y: under + left_out, z: left_out}

    def added(target: F, _: bool) -> Row:
        share = F(rng.randint(0, 4), 4)
        return {x: target * share, y: target - target * share}

    def answered(target: F, _: bool) -> Row:
        yes = rng.random() < 0.5
        return {x: target - yes, y: yes}

    forms = [
        Formula(x, {x: kind}, alone),
        Formula(f"{x} / {y}", count, rate),
        Formula(f"({x}) / ({y} * 1)", count, rate),
        Formula(f"100% * {x} / {y}", count, rate),
        Formula(f"min({x} / {y}, 5000)", count, rate),
        Formula(f"max({x} / {y}, {x} / {y} - 1, -9.5)", count, rate),
        Formula(f"({y} - {x}) / {y}", count, rest),
        Formula(f"1 - {x} / {y}", count, rest),
        Formula(f"-({x} - {y}) / {y}", count, rest),
        Formula(f"{x} / ({y} - {z})", {**count, z: "count"}, excused),
        Formula(f"{x} + {y}", {x: "number", y: "number"}, added),
        Formula(f"{x} - -{y} * 50% * 2", {x: "number", y: "number"}, added),
    ]
    if "yes_no" in kinds:
        forms.append(Formula(f"{x} + {y}", {x: "number", y: "yes_no"}, answered))
    return rng.choice(forms) if rng.random() < 0.8 else forms[0]
