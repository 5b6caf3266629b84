"""Checks of a criteria set as a whole: each a pure function whose docstring states the constraint."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from parscore.definitions.check_leaf import LEAF_CHECKS, cases
from parscore.definitions.document import near
from parscore.definitions.draft import HeadingDraft, LeafDraft, SetDraft, VariantDraft
from parscore.definitions.marks import Document, Path
from parscore.definitions.specs import (
    CalendarShape,
    ClassesShape,
    DeclaresShape,
    PeriodShape,
    RankingShape,
    TotalsShape,
)
from parscore.model.calendar import WEEKEND
from parscore.model.criteria import CriteriaSet, Level, RankRule, Section
from parscore.model.problem import Problem, problem
from parscore.numbers import decimal_text

PLAIN_KEYS: Final = ("points", "index", "official_order")
_COUNTED: Final = {"areas": Level.AREA, "criteria": Level.CRITERION, "subcriteria": Level.SUBCRITERION}
_JOINT: Final = re.compile(r"[.\-/]")

Whom = tuple[str, str, str]
EVERYBODY: Final[Whom] = ("", "", "")
"""Agencies that no variant is for."""


def check_set(draft: SetDraft, *, tested: bool = True) -> Iterator[Problem]:
    """Run every check on what could be read of a set; its worked cases only if they are to be ``tested``."""
    leaf_checks = (*LEAF_CHECKS, cases) if tested else LEAF_CHECKS
    for check in CHECKS:
        yield from check(draft)
    for leaf in draft.leaves():
        for leaf_check in leaf_checks:
            yield from leaf_check(draft, leaf)


def sums(draft: SetDraft) -> Iterator[Problem]:
    """The maxima of an item's children add up to its own, exactly (PS509)."""
    whom = {_whom(variant) for leaf in draft.leaves() for variant in leaf.variants if variant.shape.maximum is not None}
    for heading in _counted(draft):
        # The sum has to hold for the agencies of every variant that changes a maximum, and for all the others.
        totals = {_total(heading.children, variant) for variant in (EVERYBODY, *whom)}
        for total in sorted(total for total in totals if total is not None and total != heading.maximum):
            if heading.maximum is not None:
                place = draft.document.place((*heading.path, "max"))
                name = heading.fields.get("name", heading.code)
                yield problem("PS509", place, criterion=heading.code, name=name, found=total, expected=heading.maximum)


def declared(draft: SetDraft) -> Iterator[Problem]:
    """Counts and points are those that the decision states (PS510, a warning: published counts do differ)."""
    declares: DeclaresShape = draft.fields.get("declares", DeclaresShape())
    counts = Counter(item.level for item in draft.items())
    found: dict[str, Fraction | int | None] = {name: counts[level] for name, level in _COUNTED.items()}
    found["points"] = _total(tuple(area for area in draft.areas if _is_area(area)))
    for name, counted in found.items():
        stated = getattr(declares, name)
        if stated is not None and counted is not None and counted != stated:
            place = draft.document.place(("declares", name))
            yield problem("PS510", place, what=f"declares.{name}", found=counted, expected=stated)


def period(draft: SetDraft) -> Iterator[Problem]:
    """The validity does not end before it begins (PS514)."""
    valid: PeriodShape | None = draft.fields.get("valid")
    if valid and valid.first > valid.last:
        place = draft.document.place(("valid", "to"))
        yield problem("PS514", place, found=f"{valid.first.isoformat()} > {valid.last.isoformat()}")


def codes_once(draft: SetDraft) -> Iterator[Problem]:
    """No code stands twice in a set, capital or small letters aside (PS515)."""
    first: dict[str, int] = {}
    for item in draft.items():
        place = draft.document.place((*item.path, "code"))
        same = item.code.casefold()
        if same in first:
            yield problem("PS515", place, criterion=item.code, found=item.code, first=first[same])
        elif same:
            first[same] = place.line


def codes_extend(draft: SetDraft) -> Iterator[Problem]:
    """The code of a child is its parent's code and one part more: 3, 3.2, 3.2.1 (PS524, a warning)."""
    for heading in draft.headings():
        for child in heading.children:
            rest = child.code.removeprefix(heading.code)
            if heading.code and child.code and (rest == child.code or not _JOINT.match(rest)):
                place = draft.document.place((*child.path, "code"))
                yield problem("PS524", place, criterion=child.code, found=child.code, parent=heading.code)


def classes(draft: SetDraft) -> Iterator[Problem]:
    """The bands of the classes cover 0 to 100 from high to low (PS520)."""
    return check_bands(draft.document, ("classes",), draft.fields.get("classes"))


def ranking(draft: SetDraft) -> Iterator[Problem]:
    """Every tie-break key names something that the set has (PS521)."""
    items = {item.code: item.level for item in draft.items()}
    # With a code unread, a key may well mean that item: only its form is checked then.
    return check_keys(draft.document, ("ranking",), draft.fields.get("ranking"), None if "" in items else items)


def check_bands(document: Document, path: Path, shape: ClassesShape | None) -> Iterator[Problem]:
    """Bands go strictly down from 100, the last one takes everybody left, no name stands twice (PS520, PS504)."""
    bands = shape.bands if shape else ()
    above: Fraction | None = None
    names: set[str] = set()
    for at, band in enumerate(bands):
        here = (*path, "bands", at)
        last = at == len(bands) - 1
        bound = Fraction(0) if band.at_least is None and last else band.at_least
        faults: list[tuple[str, Fraction | str, str]] = []
        if bound is None:
            yield problem("PS504", document.place(here, key=True), missing="at_least")
        elif last and bound != 0:
            faults.append(("at_least", bound, "0"))
        elif not 0 <= bound <= 100:
            faults.append(("at_least", bound, "0–100"))
        elif above is not None and bound >= above:
            faults.append(("at_least", bound, f"< {decimal_text(above)}"))
        if band.every_area is not None and (last or not 0 <= band.every_area <= 100):
            faults.append(("every_area", band.every_area, "no every_area" if last else "0–100"))
        if band.name in names:
            faults.append(("name", band.name, "another name"))
        for key, found, expected in faults:
            yield problem(
                "PS520", document.place((*here, key)), name=band.name, key=key, found=found, expected=expected
            )
        names.add(band.name)
        above = bound if bound is not None else above


def check_keys(
    document: Document, path: Path, shape: RankingShape | None, items: Mapping[str, Level] | None
) -> Iterator[Problem]:
    """Tie-break keys are ``points``, ``index``, ``official_order`` or ``LEVEL:CODE`` (PS521); codes only if known."""
    known = (*PLAIN_KEYS, *(f"{level}:{code}" for code, level in (items or {}).items()))
    for at, key in enumerate(shape.keys if shape else ()):
        if not _known_key(key, items):
            yield problem("PS521", document.place((*path, "keys", at)), found=key, suggestion=near(key, known))


def missing_keys(ranking: RankRule, criteria: CriteriaSet) -> tuple[str, ...]:
    """Return the tie-break keys of a ranking that the criteria set has nothing for (a season may replace the set's)."""
    items = {item.code: item.level for item in criteria.items()}
    return tuple(key for key in ranking.keys if not _known_key(key, items))


def _known_key(key: str, items: Mapping[str, Level] | None) -> bool:
    if key in PLAIN_KEYS:
        return True
    level, _, code = key.partition(":")
    return level in set(Level) and bool(code) and (items is None or items.get(code) == level)


def _is_area(area: HeadingDraft) -> bool:
    return area.fields.get("section", Section.AREA) is Section.AREA


def _counted(draft: SetDraft) -> Iterator[HeadingDraft]:
    """Yield the headings whose children have to add up: sections of bonus and penalty have caps instead."""
    for area in draft.areas:
        if _is_area(area):
            yield area
            yield from (child for child in area.children if isinstance(child, HeadingDraft))


def parts(draft: SetDraft) -> Iterator[Problem]:
    """Parts by weight hold every area exactly once, and nothing else (PS526)."""
    totals: TotalsShape | None = draft.fields.get("totals")
    if totals is None or not totals.parts:
        return
    held = Counter(code for part in totals.parts for code in part.areas)
    areas = [area.code for area in draft.areas if _is_area(area)]
    place = draft.document.place(("totals", "parts"), key=True)
    for code in dict.fromkeys((*areas, *held)):
        if held[code] != 1 or code not in areas:
            yield problem("PS526", place, found=code, count=held[code], areas=", ".join(areas))


def sources(draft: SetDraft) -> Iterator[Problem]:
    """Sources that are left out or optional are those of leaves, and something is left for the index (PS534)."""
    totals: TotalsShape | None = draft.fields.get("totals")
    known = {leaf.fields.get("source") for leaf in draft.leaves()}
    if totals is None or None in known:
        return
    named = [("leave_out", totals.leave_out), ("optional", totals.optional)]
    for key, at, source in ((key, at, source) for key, listed in named for at, source in enumerate(listed)):
        if source not in known:
            place = draft.document.place(("totals", key, at))
            yield problem("PS534", place, found=source, expected="a source that a leaf has")
    counting = {leaf.fields["source"] for leaf in draft.leaves() if _is_area(draft.areas[int(leaf.path[1])])}
    if counting and counting <= {*totals.leave_out, *totals.optional}:
        found = ", ".join(sorted(counting))
        yield problem("PS534", draft.document.place(("totals",)), found=found, expected="something left for the index")


def demotions(draft: SetDraft) -> Iterator[Problem]:
    """A demotion rests on a leaf of the set with a range of points, or on an attribute with its values (PS527)."""
    classes: ClassesShape | None = draft.fields.get("classes")
    leaves = {leaf.code for leaf in draft.leaves()}
    for at, shape in enumerate(classes.demotions if classes else ()):
        by_leaf, by_attribute = bool(shape.leaf), bool(shape.attribute)
        whole = (shape.within is not None) == by_leaf and bool(shape.equals) == by_attribute
        if by_leaf == by_attribute or not whole or (by_leaf and shape.leaf not in leaves):
            place = draft.document.place(("classes", "demotions", at), key=False)
            yield problem("PS527", place, found=shape.leaf or shape.attribute or shape.reason)


def _total(items: tuple[HeadingDraft | LeafDraft, ...], whom: Whom = EVERYBODY) -> Fraction | None:
    """Return the sum of the maxima for some agencies; ``None`` where one of them could not be read."""
    maxima = [_maximum(item, whom) for item in items]
    known = [maximum for maximum in maxima if maximum is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(maxima) else None


def _maximum(item: HeadingDraft | LeafDraft, whom: Whom) -> Fraction | None:
    variants = item.variants if isinstance(item, LeafDraft) else ()
    fitting = (variant.shape.maximum for variant in variants if _whom(variant) == whom)
    return next((maximum for maximum in fitting if maximum is not None), item.maximum)


def _whom(variant: VariantDraft) -> Whom:
    """For whom a variant is: its group, attribute, and the test of the attribute as text."""
    when = variant.shape.when
    return when.group, when.attribute, "; ".join(when.equals) + (when.within.text if when.within else "")


def working_days(draft: SetDraft) -> Iterator[Problem]:
    """Holidays and make-up days do not contradict each other, and a make-up day is a Saturday or Sunday (PS505)."""
    calendar: CalendarShape = draft.fields.get("calendar", CalendarShape())
    for at, day in enumerate(calendar.working):
        if day in calendar.holidays or day.weekday() not in WEEKEND:
            place = draft.document.place(("calendar", "working", at))
            yield problem("PS505", place, found=day.isoformat(), expected="a make-up day")


CHECKS: Final[tuple[Callable[[SetDraft], Iterator[Problem]], ...]] = (
    sums,
    declared,
    period,
    codes_once,
    codes_extend,
    classes,
    ranking,
    working_days,
    parts,
    demotions,
    sources,
)
