"""Classes by bands with side conditions: an agency falls from band to band until bound and condition both hold."""

from fractions import Fraction

from parscore.model.criteria import Basis, ClassRule, Rounding
from parscore.model.ranking import BandTest
from parscore.model.scorecard import HeadingScore, Scorecard
from parscore.numbers import round_to


def classify(card: Scorecard, rule: ClassRule) -> tuple[str | None, tuple[BandTest, ...]]:
    """Return the class of a complete scorecard and the bands tried on the way, from the highest down.

    A bound is closed: exactly 80 is in the band "at least 80". An area that was left out altogether is not part
    of the side condition. ``None`` where no band fits, or where nothing at all applied to the agency.
    """
    index = card.index
    if index is None:
        return None, ()
    rounding = card.criteria.rounding
    compared = _compared(index, rule.basis, rounding)
    weakest = min(
        (
            (_compared(area.index, rule.basis, rounding), at, area)
            for at, area in enumerate(card.areas)
            if area.index is not None
        ),
    )
    tests: list[BandTest] = []
    for band in rule.bands:
        side = band.every_area is None or weakest[0] >= band.every_area
        tests.append(_test(band.name, compared >= band.at_least, side, weakest[2]))
        if compared >= band.at_least and side:
            return band.name, tuple(tests)
    return None, tuple(tests)


def _compared(value: Fraction, basis: Basis, rounding: Rounding) -> Fraction:
    return round_to(value, rounding.index, rounding.mode) if basis is Basis.PRINTED else value


def _test(name: str, bound_held: bool, side_held: bool, weakest: HeadingScore) -> BandTest:
    return BandTest(name, bound_held, side_held, weakest.heading.code, weakest.index)
