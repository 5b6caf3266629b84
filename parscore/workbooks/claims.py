"""What the claimed points of a form add up to: by heading, and in its total row."""

from collections.abc import Mapping
from fractions import Fraction

from parscore.model.criteria import CriteriaSet, Heading, Item, Section
from parscore.numbers import total


def claimed_points(item: Item, points: Mapping[str, Fraction]) -> Fraction:
    """Return the claimed points of an item: a bonus or penalty section counts up to its maximum.

    ``points`` are those of the leaves; one without any counts nothing.
    """
    if not isinstance(item, Heading):
        return points.get(item.code, Fraction(0))
    added = total(claimed_points(child, points) for child in item.children)
    return added if item.section is Section.AREA else min(added, item.maximum)


def claimed_total(criteria: CriteriaSet, points: Mapping[str, Fraction]) -> Fraction:
    """Return the total a form claims: areas and bonus added, penalty taken away; nothing is held at a bound."""
    signed = ((claimed_points(area, points), area.section is Section.PENALTY) for area in criteria.areas)
    return total(-worth if taken else worth for worth, taken in signed)
