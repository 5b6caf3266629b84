"""Exact statistics of counted answers: mean, variance, standard error; nothing here is a binary floating point number.

With n answers whose weights are w and c of each: mean = sum c w / n; variance = (sum c w² - (sum c w)² / n) / (n - 1);
standard error = sqrt(variance / n), that of a simple random sample without correction for a finite population.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from parscore.model.survey import Scale


class Sample(NamedTuple):
    """Answers of one question: how many of each option. ``mean`` is ``None`` where no answer has a weight.

    ``error`` is the square of the standard error; ``None`` where fewer than two answers have a weight.
    """

    counts: tuple[tuple[str, int], ...]
    answers: int
    mean: Fraction | None
    error: Fraction | None


def sample(scale: Scale, counts: Mapping[str, int]) -> Sample:
    """Return the statistics of counts by option code; options that nobody chose count 0."""
    given = tuple((option.code, counts.get(option.code, 0)) for option in scale.options)
    weighed = [(counts.get(option.code, 0), option.weight) for option in scale.options if option.weight is not None]
    n = sum(count for count, _ in weighed)
    answers = sum(count for _, count in given)
    if n == 0:
        return Sample(given, answers, None, None)
    total = sum((count * weight for count, weight in weighed), Fraction(0))
    if n == 1:
        return Sample(given, answers, total, None)
    squares = sum((count * weight * weight for count, weight in weighed), Fraction(0))
    return Sample(given, answers, total / n, (squares - total * total / n) / (n - 1) / n)


def blended(whole: Sample, parts: Sequence[tuple[Fraction, Sample]]) -> Sample:
    """Return the sample of all respondents with the mean of the groups' means by weight.

    The weights are brought to a sum of 1. mean = sum w m; standard error = sqrt(sum w² e²), the groups being
    independent samples. There is no mean where a group has none.
    """
    every = sum((weight for weight, _ in parts), Fraction(0))
    means = [(weight / every, part.mean) for weight, part in parts if part.mean is not None]
    if every == 0 or len(means) < len(parts):
        return whole._replace(mean=None, error=None)
    errors = [(weight / every, part.error) for weight, part in parts if part.error is not None]
    error = sum((weight * weight * each for weight, each in errors), Fraction(0))
    mean = sum((weight * each for weight, each in means), Fraction(0))
    return whole._replace(mean=mean, error=error if len(errors) == len(parts) else None)


def square_root(square: Fraction, digits: int) -> Fraction:
    """Return the square root rounded to ``digits`` decimals, a half up, in whole-number arithmetic only."""
    scale = 10**digits
    # floor(x + 1/2) = (floor(2 x) + 1) // 2, and isqrt gives the floor of a root.
    doubled = isqrt(square.numerator * 4 * scale * scale // square.denominator)
    return Fraction((doubled + 1) // 2, scale)
