"""Sizes and draws of samples: how many cells a person has to check so that a stated risk is true, and which ones.

Pure and exact: probabilities are fractions, compared as such; a logarithm only says where to look for the size. The
draws come from SHA-256 over texts that anybody can write down, so that a stranger with ``sha256sum`` gets the same
cells. See docs/audit.md.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil, comb, log
from typing import Final

_DIGESTS: Final = 1 << 256
"""How many SHA-256 digests there are."""


def digest_of(*parts: str) -> bytes:
    """SHA-256 of the parts joined by commas, in UTF-8, without a line break."""
    return hashlib.sha256(",".join(parts).encode()).digest()


def discovery_order(seed: str, cells: Iterable[str]) -> tuple[str, ...]:
    """Return cells in the order in which they are drawn: by the digest of ``seed,cell``, ascending.

    The first n are a simple random sample; a larger sample begins with the smaller one.
    """
    return tuple(sorted(cells, key=lambda cell: digest_of(seed, cell)))


def wrong_to_find(cells: int, tolerable: Fraction) -> int:
    """How many wrong cells are too many: the tolerable share of all, rounded up, at least one."""
    return max(1, ceil(tolerable * cells))


def missed(cells: int, wrong: int, drawn: int) -> Fraction:
    """Probability that a simple random sample holds none of the wrong cells (hypergeometric, exact)."""
    return Fraction(comb(cells - drawn, wrong), comb(cells, wrong))


def discovery_size(cells: int, wrong: int, risk: Fraction) -> int:
    """Smallest simple random sample that misses ``wrong`` wrong cells with a probability of at most ``risk``.

    The exact value behind n = ceil((N - (b-1)/2)(1 - (1-c)^(1/b))) (Aslam, Popa, Rivest, EVT 2007). 0 where there are
    not so many cells at all.
    """
    if wrong > cells:
        return 0
    return bisect_left(range(cells + 1), True, key=lambda drawn: missed(cells, wrong, drawn) <= risk)


def draws_needed(risk: Fraction, margin: Fraction, bound: Fraction, spent: Fraction = Fraction(1)) -> int:
    """Fewest draws that bring ``spent`` x (1 - margin/bound)^n down to ``risk`` (Kaplan-Markov, n rounded up).

    ``bound`` is the sum of what all cells could hide, ``margin`` what they would have to hide for the statement to be
    wrong; ``spent`` is the factor of discrepancies found so far. Draws are with replacement, in proportion to what a
    cell could hide. 0 where all cells together could not hide the margin.
    """
    if margin > bound or spent <= risk:
        return 0
    left = 1 - margin / bound
    if left == 0:
        return 1
    target = risk / spent
    size = max(1, ceil(log(target) / log(left)))
    while left**size > target:
        size += 1
    while size > 1 and left ** (size - 1) <= target:
        size -= 1
    return size


def drawn(seed: str, statement: str, bounds: Sequence[tuple[str, Fraction]], count: int) -> tuple[str, ...]:
    """Return the first ``count`` draws for a statement: with replacement, in proportion to the bounds.

    Draw k is the digest of ``seed,statement,k`` (k from 1) as a share of all digests; the cell is the first one, in
    the order given, at which the running sum of the bounds is above that share of their total.
    """
    sums = list(accumulate(bound for _, bound in bounds))
    # Whole numbers instead of fractions: thousands of draws are compared with these sums.
    scale = Fraction(_DIGESTS) / sums[-1] if sums else Fraction(0)
    ends = [ceil(each * scale) for each in sums]
    places = (
        bisect_left(ends, int.from_bytes(digest_of(seed, statement, str(draw))) + 1) for draw in range(1, count + 1)
    )
    return tuple(bounds[place][0] for place in places)


def risk_left(margin: Fraction, bound: Fraction, taints: Iterable[Fraction]) -> Fraction | None:
    """Risk that a statement is wrong after these draws (Kaplan-Markov P-value, at most 1); ``None``: no bound.

    A taint is the overstatement found in a drawn cell by what it could hide; below 0 it counts as 0. A cell that hid
    all it could leaves no bound.
    """
    risk = Fraction(1)
    for taint in taints:
        if taint >= 1:
            return None
        risk *= (1 - margin / bound) / (1 - max(taint, Fraction(0)))
    return risk
