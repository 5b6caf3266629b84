"""A published table checked by itself: parts against totals, index, ranks, means, classes, repetitions, bounds.

Printed numbers are rounded, so each is known to half a unit of its last digit. A check tolerates exactly what rounding
can do: with parts x and y printed to two decimals and a total rounded from unrounded parts, less than 0.005 + 0.005 +
0.005, which on that grid is 0.01, the number of parts times half a unit.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

from parscore.audit.published_ranks import check_classes, check_order, check_ranks
from parscore.audit.published_roles import AREA, INDEX, MAXIMUM, TOTAL, UNITS
from parscore.audit.published_table import FULL, HIGHEST, LOWEST, MEAN, Block, Printed, Row, Table
from parscore.audit.published_told import Check, Found, check
from parscore.model.criteria import RoundingMode
from parscore.model.problem import Problem, problem
from parscore.numbers import round_to, total
from parscore.viet import normal_form

_WHOLE: Final = Fraction(100)


def check_alone(table: Table, *, arithmetic: bool = True) -> tuple[tuple[Check, ...], tuple[Problem, ...]]:
    """Check one table, block by block; ``arithmetic`` false leaves out what a season answers better."""
    checks: list[Check] = []
    problems: list[Problem] = []
    own = (check_parts, check_index, check_ranks, check_order, check_classes) if arithmetic else ()
    for block in table.blocks:
        for each in (*own, check_repeated, check_range, check_decimals, check_means):
            found = each(table, block)
            checks += found.checks
            problems += found.problems
    overall = check_overall(table)
    return (*checks, *overall.checks), (*problems, *overall.problems)


def check_parts(table: Table, block: Block) -> Found:
    """The parts of each row against its total (PS835); where there is no total but an index, against that.

    The tolerance of a row is half a unit of each part's last digit, and of the total's: a difference has to be less.
    """
    roles = table.columns.parts
    if len(roles) < 2:
        return Found()
    whole = TOTAL if TOTAL in table.columns.roles else INDEX
    exact = up = down = beyond = 0
    tolerance = Fraction(0)
    problems = []
    for row in block.agencies:
        parts = [row.values[role] for role in roles if role in row.values]
        printed = row.values.get(whole)
        if len(parts) < len(roles) or printed is None:
            continue
        difference = printed.value - total(part.value for part in parts)
        allowed = total(part.half for part in parts) + printed.half
        tolerance = max(tolerance, _reach(allowed, (*parts, printed)))
        if abs(difference) >= allowed:
            beyond += 1
            facts: dict[str, Any] = {
                "name": row.name,
                "found": printed.value,
                "wanted": total(part.value for part in parts),
            }
            facts |= {"count": Fraction(len(parts)), "tolerance": _reach(allowed, (*parts, printed))}
            problems.append(problem("PS835", printed.place, **facts))
        else:
            exact, up, down = exact + (difference == 0), up + (difference > 0), down + (difference < 0)
    count = exact + up + down + beyond
    told = check("parts", block.name, count, count - beyond, exact=exact, up=up, down=down, tolerance=tolerance)
    return Found((told,) if count else (), tuple(problems))


def _reach(allowed: Fraction, numbers: Sequence[Printed]) -> Fraction:
    """The largest difference that can be printed and is still less than what is allowed."""
    unit = Fraction(1, 10 ** max(number.digits for number in numbers))
    steps = allowed / unit
    return unit * (steps.__ceil__() - 1)


def check_index(table: Table, block: Block) -> Found:
    """The index of each row against its points and maximum (PS836), or the maximum that both imply (PS837).

    The points known to half a unit, and the index, leave a range for the maximum; the shortest number in it is what
    was meant. An agency whose maximum is not that of most others was scored on a smaller one (re-based).
    """
    both = [row for row in block.agencies if TOTAL in row.values and INDEX in row.values]
    rows = [row for row in both if all(row.values[role].value > row.values[role].half for role in (TOTAL, INDEX))]
    if not rows:
        return Found()
    stated = next((row.values[TOTAL].value for row in block.rows if row.kind == FULL and TOTAL in row.values), None)
    wrong: list[Problem] = []
    implied: list[tuple[Row, Fraction]] = []
    for row in rows:
        points, index = row.values[TOTAL], row.values[INDEX]
        low, high = _bounds(points, index)
        maximum = row.values.get(MAXIMUM)
        if maximum is None:
            implied.append((row, shortest_between(low, high)))
        elif not low - maximum.half < maximum.value < high + maximum.half:
            wanted = points.value / maximum.value * 100 if maximum.value else Fraction(0)
            wrong.append(
                problem(
                    "PS836",
                    index.place,
                    name=row.name,
                    found=index.value,
                    wanted=_to(wanted, index.digits),
                    points=points.value,
                    maximum=maximum.value,
                )
            )
    counts = Counter(maximum for _, maximum in implied)
    most = stated or max(counts, key=lambda value: (counts[value], value), default=Fraction(0))
    notes = [
        problem("PS837", row.values[INDEX].place, name=row.name, found=maximum, wanted=most)
        for row, maximum in implied
        if maximum != most
    ]
    told = check(
        "index", block.name, len(rows), len(rows) - len(wrong), maximum=most if implied else "", others=len(notes) or ""
    )
    return Found((told,), (*wrong, *notes))


def _bounds(points: Printed, index: Printed) -> tuple[Fraction, Fraction]:
    """Between what the maximum lies; points and index are above 0 (0 would say nothing of it)."""
    low, high = points.value - points.half, points.value + points.half
    return low / (index.value + index.half) * 100, high / (index.value - index.half) * 100


def shortest_between(low: Fraction, high: Fraction) -> Fraction:
    """The number strictly between two others, the first of them the smaller, with the fewest decimals.

    Of several it is the one nearest to their middle.
    """
    middle, digits = (low + high) / 2, 0
    while True:
        nearest = Fraction(round(middle * 10**digits), 10**digits)
        if low < nearest < high:
            return nearest
        digits += 1


def _to(value: Fraction, digits: int) -> Fraction:
    return round_to(value, digits, RoundingMode.HALF_UP)


def check_repeated(table: Table, block: Block) -> Found:
    """An agency that stands twice in a block (PS840)."""
    first: dict[str, Row] = {}
    problems = []
    for row in block.agencies:
        key = normal_form(row.id or row.name)
        if key in first:
            place = first[key].place
            spot = place.cell or f"{place.line}:{place.column}"
            problems.append(problem("PS840", row.place, name=row.name, first=spot))
        first.setdefault(key, row)
    count = len(block.agencies)
    return Found((check("repeated", block.name, count, count - len(problems)),), tuple(problems))


def check_range(table: Table, block: Block) -> Found:
    """Points and indices below 0, an index above 100, points above the maximum that is printed (PS844)."""
    ceilings = {row.kind: row.values for row in block.rows if row.kind == FULL}.get(FULL, {})
    problems = []
    count = 0
    for row in block.agencies:
        for role, value in row.values.items():
            bound = _ceiling(role, row, ceilings.get(role))
            if role in (UNITS, MAXIMUM) or role.endswith(":maximum"):
                continue
            count += 1
            if value.value < 0 or (bound is not None and value.value > bound):
                wanted = "published.range" if bound is None else ""
                heading = table.columns.headings[role]
                facts: dict[str, Any] = {"name": row.name, "column": heading, "found": value.value, "reason": wanted}
                problems.append(problem("PS844", value.place, **facts, maximum=bound if bound is not None else ""))
    return Found((check("range", block.name, count, count - len(problems)),), tuple(problems))


def _ceiling(role: str, row: Row, stated: Printed | None) -> Fraction | None:
    if role == INDEX or role.endswith(":index"):
        return _WHOLE
    own = row.values.get(MAXIMUM if role == TOTAL else f"{role}:maximum")
    return own.value if own else stated.value if stated else _WHOLE if role == TOTAL else None


def check_decimals(table: Table, block: Block) -> Found:
    """A number with more decimals than the others of its column, as to settle a tie (PS848)."""
    problems = []
    for role in (role for role in table.columns.roles if role in (TOTAL, INDEX) or role.startswith(AREA)):
        values = [(row, row.values[role]) for row in block.agencies if role in row.values]
        counts = Counter(value.digits for _, value in values)
        most = max(counts, key=lambda digits: (counts[digits], -digits), default=0)
        for row, value in values:
            if value.digits > most and counts[most] * 2 > len(values):
                heading = table.columns.headings[role]
                facts: dict[str, Any] = {
                    "name": row.name,
                    "column": heading,
                    "found": value.text,
                    "digits": Fraction(most),
                }
                problems.append(problem("PS848", value.place, **facts))
    return Found((), tuple(problems))


_SUMMARIES: Final[dict[str, Callable[[Sequence[Fraction]], Fraction]]] = {
    MEAN: lambda values: total(values) / len(values),
    HIGHEST: max,
    LOWEST: min,
}


def check_means(table: Table, block: Block) -> Found:
    """Rows of means and extremes against the block's own numbers (PS842).

    Every number is known to half a unit, so is their mean; the printed one adds its own half. The one mean of a table
    of several blocks is compared in ``check_overall``.
    """
    overall = overall_row(table)
    count = 0
    problems = []
    for row in (row for row in block.rows if row.kind in _SUMMARIES and row is not overall):
        for role, printed in row.values.items():
            values = [each.values[role] for each in block.agencies if role in each.values]
            if len(values) < len(block.agencies) or not values or role == UNITS:
                continue
            count += 1
            wanted = _SUMMARIES[row.kind]([value.value for value in values])
            slack = max(value.half for value in values) if row.kind == MEAN else Fraction(0)
            if abs(wanted - printed.value) >= slack + printed.half:
                problems.append(_mean_problem(row, printed, wanted))
    told = check("means", block.name, count, count - len(problems))
    return Found((told,) if count else (), tuple(problems))


def _mean_problem(row: Row, printed: Printed, wanted: Fraction) -> Problem:
    return problem("PS842", printed.place, name=row.name, found=printed.value, wanted=_to(wanted, printed.digits))


def overall_row(table: Table) -> Row | None:
    """The row of means over several blocks: the last of a table whose rows are blocks, or of one that has more means.

    (More than the first block has: each block may have its own before it.) ``None`` where there is none.
    """
    means = [[row for row in block.rows if row.kind == MEAN] for block in table.blocks if block.rows]
    if UNITS in table.columns.roles:
        return next((rows[-1] for rows in reversed(means) if rows), None)
    last = means[-1] if means else []
    return last[-1] if len(means) > 1 and len(last) > len(means[0]) else None


def check_overall(table: Table) -> Found:
    """The one mean over several blocks, or over rows that are blocks (PS841).

    Rows are blocks where a column says how many agencies each has. Weighted by agencies or by blocks: both ways are in
    use; which one it is, is told.
    """
    row = overall_row(table)
    checks: list[Check] = []
    problems: list[Problem] = []
    for role, printed in row.values.items() if row else ():
        pairs = _pairs(table, role)
        if row is None or role == UNITS or not pairs:
            continue
        ways = _ways(pairs)
        fitting = [way for way, wanted in ways if abs(wanted - printed.value) < 2 * printed.half]
        checks.append(check("overall", "", 1, int(bool(fitting)), way=f"way.{fitting[0] if fitting else 'none'}"))
        if not fitting:
            told: dict[str, Any] = {way: _to(wanted, printed.digits) for way, wanted in ways}
            problems.append(problem("PS841", printed.place, name=row.name, found=printed.value, **told))
    return Found(tuple(checks), tuple(problems))


def _pairs(table: Table, role: str) -> list[tuple[Fraction, Fraction]]:
    """The mean of each block and the number of its agencies; empty where one is not known."""
    if UNITS in table.columns.roles:
        rows = table.agencies
        known = [(row.values[role].value, row.values[UNITS].value) for row in rows if {role, UNITS} <= set(row.values)]
        return known if len(known) == len(rows) else []
    blocks = [block.agencies for block in table.blocks if block.agencies]
    values = [[row.values[role].value for row in rows if role in row.values] for rows in blocks]
    whole = all(len(own) == len(rows) for own, rows in zip(values, blocks, strict=True))
    return [(total(own) / len(own), Fraction(len(own))) for own in values] if whole else []


def _ways(pairs: Sequence[tuple[Fraction, Fraction]]) -> list[tuple[str, Fraction]]:
    weights = total(weight for _, weight in pairs)
    over = total(mean * weight for mean, weight in pairs) / weights if weights else Fraction(0)
    return [("units", over), ("blocks", total(mean for mean, _ in pairs) / len(pairs))]
