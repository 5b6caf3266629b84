"""The hidden sheet of lists: what drop-downs offer and live checks compare with, as real numbers and texts."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Leaf, Rounding, Treatment
from parscore.model.place import column_letters
from parscore.model.rule import CLAIMED, Rule
from parscore.numbers import round_to
from parscore.rules.all_of import AllOf
from parscore.rules.choose import Choose
from parscore.rules.claim import Claim
from parscore.rules.deadline import Deadline
from parscore.rules.parts import PartsSpec
from parscore.rules.spec import of_leaf
from parscore.rules.tiers import Tiers
from parscore.rules.yes_no import YesNo
from parscore.workbooks.layout import LISTS_SHEET, NEVER_WORDS, NO_WORDS, NOT_ASSESSED_MARKS, YES_WORDS

LONGEST: Final = 60
"""More points than these are typed, not chosen."""

Entries = tuple[Fraction | str, ...]
MARKS: Final[Entries] = NOT_ASSESSED_MARKS
ANSWERS: Final[Entries] = (*YES_WORDS, *NO_WORDS)
OFFERED: Final[Entries] = (YES_WORDS[0], NO_WORDS[0])
NEVER: Final[Entries] = NEVER_WORDS


@dataclass(slots=True)
class Lists:
    """The lists of a form, each once; each is a column of the hidden sheet."""

    columns: dict[Entries, int] = field(default_factory=dict)

    def range_of(self, entries: Entries) -> str:
        """The range in which a list stands."""
        letters = column_letters(self.columns.setdefault(entries, len(self.columns) + 1))
        return f"'{LISTS_SHEET}'!${letters}$1:${letters}${len(entries)}"


def points_offered(leaf: Leaf, rounding: Rounding) -> tuple[Fraction, ...]:
    """Return the numbers of points that a leaf can be worth, from high to low; none where there are too many.

    Points that are computed are claimed as printed. What the leaf's conditions can make of it is among them.
    """
    own = _worths(leaf.rule, leaf.maximum)
    if not own:
        return ()
    treatments = {Treatment.FULL: leaf.maximum, Treatment.ZERO: Fraction(0)}
    own |= {treatments[leaf.no_case]} if leaf.no_case in treatments else set()
    own |= {leaf.requires.otherwise} if leaf.requires else set()
    if CLAIMED not in leaf.rule.wants:
        own = {round_to(points, rounding.points, rounding.mode) for points in own}
    return tuple(sorted(own, reverse=True))


def labels_of(rule: Rule, name: str) -> tuple[str, ...]:
    """Return the labels between which a rule, or a part of it, has an input choose."""
    if isinstance(rule, Choose) and rule.of == name:
        return tuple(option.label for option in rule.options)
    if isinstance(rule, PartsSpec):
        return next((found for part in rule.parts if (found := labels_of(part.rule, name))), ())
    return ()


def lowest(rule: Rule) -> Fraction:
    """Return the least that a rule can come to where that is below 0, else 0."""
    if isinstance(rule, PartsSpec):
        return sum((lowest(part.rule) for part in rule.parts), Fraction(0))
    return min(_worths(rule, Fraction(0)), default=Fraction(0)) if isinstance(rule, AllOf) else Fraction(0)


def _worths(rule: Rule, maximum: Fraction) -> set[Fraction]:
    if isinstance(rule, Choose):
        return {of_leaf(option.points, maximum) for option in rule.options}
    if isinstance(rule, YesNo):
        return {of_leaf(rule.yes, maximum), of_leaf(rule.no, maximum)}
    if isinstance(rule, Tiers | Deadline):
        never = rule.never if isinstance(rule, Deadline) else None
        return {of_leaf(tier.points, maximum) for tier in rule.steps} | ({never} if never is not None else set())
    if isinstance(rule, AllOf):
        return {maximum, rule.otherwise}
    if isinstance(rule, Claim) and maximum / rule.step < LONGEST:
        return {rule.step * at for at in range(int(maximum / rule.step) + 1)}
    return set()
