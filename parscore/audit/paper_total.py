"""The total of a working paper: areas or weighted parts, bonus and penalty with their caps, bounds, rounding, index."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.audit.ledger import Ledger
from parscore.audit.paper_leaf import applicable_key, open_key, printed, printed_key
from parscore.model.criteria import Beyond, CriteriaSet, Heading, Rounding, RoundingLevel, Section
from parscore.model.formula import (
    NONE,
    Constant,
    Expression,
    Ref,
    added,
    equal,
    greatest,
    if_,
    is_number,
    least,
    rounded,
)

TOTAL: Final = "total"
MAXIMUM: Final = applicable_key(TOTAL)


class TotalLine(NamedTuple):
    """A line of the total: what it is, the part it belongs to, and the keys of its points and maximum."""

    name: str
    key: str
    maximum: str = ""
    part: str = ""


def index_key(code: str) -> str:
    """The key of the index of an item: of the total as it is exactly, of others as it is printed."""
    return f"{code}%"


def exact_index(code: str) -> Expression:
    """Points / applicable maximum x 100; there is none where nothing applies or there are no points."""
    points, maximum = Ref(code), Ref(applicable_key(code))
    return if_(is_number(points), if_(equal(maximum, 0), NONE, points / maximum * 100), NONE)


def write_index(ledger: Ledger, code: str, rounding: Rounding) -> None:
    """Put an item's index as it is printed into the ledger."""
    points, maximum = Ref(code), Ref(applicable_key(code))
    shown = rounded(points / maximum * 100, rounding.index, rounding.mode)
    ledger.work(index_key(code), if_(is_number(points), if_(equal(maximum, 0), NONE, shown), NONE))


def in_section(heading: Heading, points: Expression, cap: Expression) -> Expression:
    """The points of a top-level heading: a section of bonus or penalty holds at most its cap."""
    if heading.section is Section.AREA:
        return points
    held = least(points, cap)
    return held if heading.section is Section.BONUS else -held


def write_total(ledger: Ledger, criteria: CriteriaSet) -> tuple[TotalLine, ...]:
    """Put the total and what it is made of into the ledger."""
    totals, rounding = criteria.totals, criteria.rounding
    by_section = {section: [a for a in criteria.areas if a.section is section] for section in Section}
    lines = _areas(ledger, criteria, by_section[Section.AREA])
    points: Expression = Ref(_AREAS)
    if len(by_section[Section.AREA]) < len(criteria.areas):
        bonus = added(_refs(by_section[Section.BONUS])) if by_section[Section.BONUS] else Constant(Fraction(0))
        lines.append(_work(ledger, "bonus", _capped(bonus, totals.bonus_at_most)))
        penalty = -added(_refs(by_section[Section.PENALTY])) if by_section[Section.PENALTY] else Constant(Fraction(0))
        lines.append(_work(ledger, "penalty", _capped(penalty, totals.penalty_at_most)))
        points = points + Ref("total.bonus") - Ref("total.penalty")
    lines.append(_work(ledger, "sum", points))
    held: Expression = Ref("total.sum")
    held = least(held, Ref(MAXIMUM)) if totals.above is Beyond.HOLD else held
    held = greatest(held, 0) if totals.below is Beyond.HOLD else held
    if rounding.at is RoundingLevel.TOTAL:
        lines.append(_work(ledger, "held", held))
        held = rounded(Ref("total.held"), rounding.points, rounding.mode)
    ledger.work(TOTAL, held)
    ledger.work(printed_key(TOTAL), printed(Ref(TOTAL), rounding.points, rounding))
    ledger.work(open_key(TOTAL), added([Ref(open_key(area.code)) for area in criteria.areas]))
    ledger.work(index_key(TOTAL), exact_index(TOTAL))
    ledger.work(printed_key(index_key(TOTAL)), printed(Ref(index_key(TOTAL)), rounding.index, rounding))
    return (*lines, TotalLine(TOTAL, TOTAL, MAXIMUM))


_AREAS: Final = "total.areas"


def _work(ledger: Ledger, name: str, formula: Expression, maximum: str = "", part: str = "") -> TotalLine:
    return TotalLine(name, ledger.work(f"total.{name}", formula).key, maximum, part)


def _refs(areas: Sequence[Heading]) -> list[Ref]:
    return [Ref(area.code) for area in areas]


def _capped(points: Expression, cap: Fraction | None) -> Expression:
    return points if cap is None else least(points, cap)


def _areas(ledger: Ledger, criteria: CriteriaSet, areas: Sequence[Heading]) -> list[TotalLine]:
    """The areas added, or each part's share of its maximum times its weight; a part without a maximum has none."""
    parts = criteria.totals.parts
    if not parts:
        ledger.work(MAXIMUM, added([Ref(applicable_key(area.code)) for area in areas]))
        return [_work(ledger, "areas", added(_refs(areas)), MAXIMUM)]
    lines, weights = [], []
    for number, part in enumerate(parts, 1):
        own = [area for area in areas if area.code in part.areas]
        name = f"part{number}"
        weight, maximum = applicable_key(f"total.{name}"), f"total.{name}=maximum"
        ledger.work(maximum, added([Ref(applicable_key(area.code)) for area in own]))
        ledger.put(f"total.{name}=weight", part.weight)
        counted = Ref(f"total.{name}=weight", given=True)
        ledger.work(weight, if_(equal(Ref(maximum), 0), 0, counted))
        share = if_(equal(Ref(maximum), 0), 0, added(_refs(own)) / Ref(maximum) * counted)
        lines.append(_work(ledger, name, share, weight, part.name))
        weights.append(Ref(weight))
    ledger.work(MAXIMUM, added(weights))
    lines.append(_work(ledger, "areas", added([Ref(line.key) for line in lines]), MAXIMUM))
    return lines
