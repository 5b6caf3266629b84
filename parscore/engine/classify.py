"""Classes by bands with side conditions: an agency falls from band to band until bound and condition both hold."""

from collections.abc import Collection
from fractions import Fraction

from parscore.model.criteria import Band, Basis, ClassRule, Demotion, Rounding
from parscore.model.ranking import BandTest
from parscore.model.scorecard import HeadingScore, Scorecard
from parscore.numbers import round_to
from parscore.viet import normal_form


def classify(card: Scorecard, rule: ClassRule, full: Collection[str] = ()) -> tuple[str | None, tuple[BandTest, ...]]:
    """Return the class of a complete scorecard and the bands tried on the way, from the highest down.

    A bound is closed: exactly 80 is in the band "at least 80". An area that was left out altogether is not part
    of the side condition. ``full`` names bands that have no room left. Each demotion that applies makes it one class
    lower, down to the last, and lower still where that one is full. An index below 0 is in the band of 0. ``None``
    where no band fits, or where nothing at all applied to the agency.
    """
    index = card.index
    if index is None:
        return None, ()
    rounding = card.criteria.rounding
    compared = max(_compared(index, rule.basis, rounding), Fraction(0))
    weakest = min(
        (
            (_compared(area.index, rule.basis, rounding), at, area)
            for at, area in enumerate(card.areas)
            if area.index is not None
        ),
    )
    tests: list[BandTest] = []
    lower = sum(_demoted(card, demotion) for demotion in rule.demotions)
    for at, band in enumerate(rule.bands):
        side = band.every_area is None or weakest[0] >= band.every_area
        held = compared >= band.at_least and side and band.name not in full
        tests.append(_test(band, compared, side, weakest[2], full=band.name in full))
        if held:
            below = rule.bands[min(at + lower, len(rule.bands) - 1) :]
            return next((open_.name for open_ in below if open_.name not in full), below[-1].name), tuple(tests)
    return None, tuple(tests)


def _demoted(card: Scorecard, demotion: Demotion) -> bool:
    """Whether a demotion applies: by the points of a leaf, or by an attribute of the agency."""
    if demotion.leaf:
        item = card.find(demotion.leaf)
        return item is not None and item.points is not None and item.points in (demotion.within or ())
    value = dict(card.agency.attributes).get(demotion.attribute, "")
    return normal_form(value) in map(normal_form, demotion.equals)


def _compared(value: Fraction, basis: Basis, rounding: Rounding) -> Fraction:
    return round_to(value, rounding.index, rounding.mode) if basis is Basis.PRINTED else value


def _test(band: Band, compared: Fraction, side: bool, weakest: HeadingScore, *, full: bool) -> BandTest:
    return BandTest(band.name, compared >= band.at_least, side, weakest.heading.code, weakest.index, full)
