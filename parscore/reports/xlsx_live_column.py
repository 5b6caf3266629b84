"""What an agency's column of "Chi tiết TCTP" needs for its formulas, and the figures from which its totals are made."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.audit.ledger import Ledger
from parscore.audit.paper_leaf import applicable_key, printed_key
from parscore.audit.paper_total import MAXIMUM, TOTAL, TotalLine, index_key, write_total
from parscore.model.criteria import CriteriaSet, Heading, Rounding, RoundingLevel, Section
from parscore.model.scorecard import LeafScore
from parscore.reports.tables import ItemRow
from parscore.reports.xlsx_sheet import Amount

TOPIC: Final = "live"
_MARGIN: Final = Fraction(2, 10**12)


def steady(value: Fraction, digits: int) -> bool:
    """Whether a value lies on a boundary of rounding, or far enough from it for binary arithmetic to tell.

    The boundaries of all modes are whole and half units of the last digit.
    """
    scale = 2 * 10**digits
    rest = value.numerator * scale % value.denominator
    away = min(rest, value.denominator - rest)
    return not away or Fraction(away, value.denominator * scale) > _MARGIN


class Column(NamedTuple):
    """What one agency's column needs besides its cells.

    ``rests``: what the leaf cells below a heading do not hold. ``own``: by area, what other maxima than the stated ones
    come to. ``gone``: leaves that left the maximum. ``outside``: leaves that no sum counts. ``fixed``: keys of figures
    that are left values.
    """

    rests: Mapping[str, Fraction]
    own: Mapping[str, Fraction]
    gone: frozenset[str]
    outside: frozenset[str]
    fixed: frozenset[str]


_NOTHING: Final[Mapping[str, Fraction]] = MappingProxyType({})


class Line(NamedTuple):
    """A row below the totals: the key of its figure, and the text that says what it is, by topic, key and facts."""

    key: str
    topic: str
    text: str
    facts: Mapping[str, str] = MappingProxyType({})


class Basis:
    """The columns of one group: how the total of its set is worked out, line by line."""

    def __init__(self, criteria: CriteriaSet) -> None:
        self.criteria = criteria
        self.total = Ledger()
        self.lines = tuple(self._lines(write_total(self.total, criteria)))

    def _lines(self, totals: Sequence[TotalLine]) -> Iterator[Line]:
        """Points and maximum of each area; the parts of the total, its maximum, the total itself; the index."""
        areas = self.criteria.areas
        yield from (Line(area.code, TOPIC, "basis.points", {"code": area.code}) for area in areas)
        for area in (area for area in areas if area.section is Section.AREA):
            yield Line(applicable_key(area.code), TOPIC, "basis.maximum", {"code": area.code})
        for line in totals:
            if line.part:
                part = {"part": line.part}
                for what in ("maximum", "weight"):
                    yield Line(f"{line.key}={what}", "papers", f"total.part.{what}", part)
                yield Line(line.maximum, TOPIC, "basis.weight", part)
                yield Line(line.key, "papers", "total.part", part)
            elif line.key == TOTAL:
                yield from (Line(MAXIMUM, TOPIC, "basis.applicable"), Line(TOTAL, TOPIC, "basis.total"))
            else:
                yield Line(line.key, "papers", f"total.{line.name}")
        yield Line(index_key(TOTAL), TOPIC, "basis.index")

    def column(self, rows: Sequence[ItemRow]) -> Column:
        """What the column of an agency needs, from the rows of all its items."""
        rounding = self.criteria.rounding
        rests, own = dict[str, Fraction](), dict[str, Fraction]()
        gone, outside, fixed = set[str](), set[str](), set[str]()
        for row in rows:
            score, code = row.node, row.code
            if not isinstance(score, LeafScore):
                if not steady(score.points, rounding.points):
                    fixed.add(printed_key(code))
                continue
            if not score.counted:
                outside.add(code)
                continue
            rests[code] = amount(score.points or Fraction(0), rounding).rest
            if score.points is None and score.complete and not score.maximum:
                gone.add(code)
            else:
                own[code] = score.maximum - self.criteria.index[code].maximum
        if rounding.at is RoundingLevel.AREA:
            fixed.update(self._unsteady_areas(rows))
        return Column(self._sums(rests), self._sums(own), frozenset(gone), frozenset(outside), frozenset(fixed))

    def _unsteady_areas(self, rows: Sequence[ItemRow]) -> Iterator[str]:
        """The areas whose rounding binary arithmetic could decide, where it is a step of the calculation."""
        points = {row.code: row.points or Fraction(0) for row in rows if row.leaf and row.counted}
        for area in self.criteria.areas:
            whole = sum((points.get(leaf.code, Fraction(0)) for leaf in area.leaves()), Fraction(0))
            if not steady(whole, self.criteria.rounding.points):
                yield from (area.code, printed_key(area.code))

    def _sums(self, of_leaves: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
        """Amounts of leaves, added for every heading above them; those that are nothing are left out."""
        if not any(of_leaves.values()):
            return _NOTHING
        headings = [item for item in self.criteria.items() if isinstance(item, Heading)]
        sums = {
            heading.code: sum((of_leaves.get(leaf.code, Fraction(0)) for leaf in heading.leaves()), Fraction(0))
            for heading in headings
        }
        return {code: found for code, found in sums.items() if found}

    def ledger(self, areas: Sequence[ItemRow]) -> Ledger:
        """What the rows below the totals hold of an agency: its areas as the engine has them, then what follows."""
        ledger = Ledger(dict(self.total.given), self.total.formulas)
        for row in areas:
            ledger.given[row.code] = row.shown_points
            ledger.given[applicable_key(row.code)] = row.maximum
        return ledger

    def figures(self, ledger: Ledger, *, started: bool) -> Iterator[Fraction | None]:
        """What each row below the totals shows; no points, and no total of them, while there are none."""
        stated = (applicable_key(""), "=maximum", "=weight")
        for line in self.lines:
            yield ledger.number(line.key) if started or line.key.endswith(stated) else None

    def unsteady_totals(self, ledger: Ledger, areas: Sequence[ItemRow]) -> frozenset[str]:
        """The totals and indices whose rounding binary arithmetic could decide."""
        rounding, index = self.criteria.rounding, index_key(TOTAL)
        rounded_from = [
            (printed_key(TOTAL), TOTAL, rounding.points),
            (printed_key(MAXIMUM), MAXIMUM, rounding.points),
            (printed_key(index), index, rounding.index),
        ]
        if rounding.at is RoundingLevel.TOTAL:
            rounded_from.append((TOTAL, "total.held", rounding.points))
        figures = [(key, ledger.number(of), digits) for key, of, digits in rounded_from]
        figures += [(index_key(row.code), row.shown_index, rounding.index) for row in areas]
        return frozenset(key for key, value, digits in figures if value is not None and not steady(value, digits))


def amount(value: Fraction, rounding: Rounding) -> Amount:
    """Points as they are printed."""
    return Amount(value, rounding.points, rounding.mode)
