"""Ranks and classes of a published table against its scores: order, ties, and which rule of ties it follows."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from parscore.audit.published_roles import INDEX, RANK, TOTAL
from parscore.audit.published_table import Block, Printed, Row, Table
from parscore.audit.published_told import Found, check
from parscore.model.criteria import Ties
from parscore.model.problem import Problem, problem
from parscore.viet import normal_form

NO_TIES: Final = "none"
UNKNOWN: Final = "unknown"
_CLASSES: Final = (
    ("xuất sắc", "tốt", "khá", "trung bình", "yếu"),
    ("excellent", "good", "fair", "average", "weak"),
)


class _Placed(NamedTuple):
    row: Row
    rank: int
    score: Printed


def check_ranks(table: Table, block: Block) -> Found:
    """Ranks against scores: order (PS838), equal printed scores (PS839), ranks that are missing (PS849).

    Compared is the index, or else the total; where ranks follow the total and not the index, the total.
    """
    if RANK not in table.columns.roles:
        return Found()
    tried = [(role, _placed(block, role)) for role in (INDEX, TOTAL)]
    ways = [(role, placed, _disorder(placed)) for role, placed in tried if placed]
    if not ways:
        return Found()
    role, placed, wrong = min(ways, key=lambda way: len(way[2]))
    ties, notes = _ties(placed)
    missing = _missing([row.rank for row in block.agencies if row.rank is not None])
    if missing:
        notes.append(problem("PS849", placed[0].row.place, block=block.name, found=_listed(missing)))
    held = len(placed) - len(wrong)
    rule = f"ties.{rule_of(placed)}"
    told = check("ranks", block.name, len(placed), held, by=f"role.{role}", ties=rule, settled=len(ties))
    return Found((told,), (*wrong, *notes))


def _placed(block: Block, role: str) -> list[_Placed]:
    """Rows with rank and score, by rank; of equal ranks in the order of the table."""
    found = [
        _Placed(row, row.rank, row.values[role])
        for row in block.agencies
        if row.rank is not None and role in row.values
    ]
    return sorted(found, key=lambda each: each.rank)


def _disorder(placed: Sequence[_Placed]) -> list[Problem]:
    """A better rank with a lower score, or one rank with different scores: of each the neighbours that show it."""
    problems = []
    for before, after in pairwise(placed):
        lower = before.score.value < after.score.value
        if lower if before.rank < after.rank else before.score.value != after.score.value:
            facts: dict[str, Any] = {"name": after.row.name, "rank": Fraction(after.rank), "found": after.score.value}
            facts |= {"other": before.row.name, "other_rank": Fraction(before.rank), "wanted": before.score.value}
            problems.append(problem("PS838", after.score.place, **facts))
    return problems


def _ties(placed: Sequence[_Placed]) -> tuple[list[tuple[_Placed, ...]], list[Problem]]:
    """Equal printed scores with different ranks: digits that are not printed, or a rule that is not stated."""
    settled = []
    for _, equals in groupby(placed, key=lambda each: each.score.value):
        members = tuple(equals)
        if len({each.rank for each in members}) > 1:
            settled.append(members)
    notes = [
        problem(
            "PS839",
            members[0].score.place,
            found=members[0].score.value,
            names="; ".join(f"{each.row.name} ({each.rank})" for each in members),
        )
        for members in settled
    ]
    return settled, notes


def rule_of(placed: Sequence[_Placed]) -> str:
    """Which rule of ties the ranks follow: one of ``Ties``, ``none`` without equals, else ``unknown``.

    After k agencies of one rank r comes r + k (competition) or r + 1 (dense); equal printed scores with ranks of their
    own are ordinal, though they may differ in digits that are not printed.
    """
    counts = Counter(each.rank for each in placed)
    rules = set()
    ranks = sorted(counts)
    for rank, following in pairwise(ranks):
        if counts[rank] > 1:
            if following == rank + counts[rank]:
                rules.add(Ties.COMPETITION.value)
            elif following == rank + 1:
                rules.add(Ties.DENSE.value)
    if len(rules) == 1 and max(counts.values()) > 1:
        return rules.pop()
    if max(counts.values()) > 1:
        return UNKNOWN
    values = Counter(each.score.value for each in placed)
    return Ties.ORDINAL.value if max(values.values()) > 1 else NO_TIES


def _missing(ranks: Sequence[int]) -> list[int]:
    """Ranks that nobody has although a later one is held, by either rule of shared ranks."""
    counts = Counter(ranks)
    after = {rank + step for rank, count in counts.items() for step in range(count)}
    missing = [rank for rank in range(1, max(counts)) if rank not in after]
    dense = [rank for rank in range(1, max(counts)) if rank not in counts]
    return min(missing, dense, key=len)


def _listed(ranks: Sequence[int]) -> str:
    """Ranks with runs as ``3–5``."""
    runs: list[list[int]] = []
    for rank in ranks:
        if runs and runs[-1][-1] == rank - 1:
            runs[-1].append(rank)
        else:
            runs.append([rank])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def check_order(table: Table, block: Block) -> Found:
    """Whether the rows stand by rank; told, never a fault, as official order is another good order."""
    ranks = [row.rank for row in block.agencies if row.rank is not None]
    if len(ranks) < 2:
        return Found()
    held = sum(before <= after for before, after in pairwise(ranks)) + 1
    return Found(
        (
            check(
                "order",
                block.name,
                len(ranks),
                len(ranks),
                order="order.sorted" if held == len(ranks) else "order.other",
            ),
        )
    )


def check_classes(table: Table, block: Block) -> Found:
    """Classes against scores: who has more is in no lower class (PS843), though a side condition may say otherwise.

    Which class is higher is known of the usual words; else of two classes the one that stands first by score.
    """
    role = INDEX if INDEX in table.columns.roles else TOTAL
    rows = [row for row in block.agencies if row.class_name and role in row.values]
    if not rows:
        return Found()
    ordered = sorted(rows, key=lambda row: -row.values[role].value)
    spans = list(dict.fromkeys(row.class_name for row in ordered))
    order = _class_order(spans)
    problems = []
    worst: Row | None = None
    for row in ordered:
        if worst is not None and order[row.class_name] < order[worst.class_name]:
            facts: dict[str, Any] = {"name": row.name, "class": row.class_name, "found": row.values[role].value}
            facts |= {"other": worst.name, "other_class": worst.class_name, "wanted": worst.values[role].value}
            problems.append(problem("PS843", row.values[role].place, **facts))
        if worst is None or order[row.class_name] > order[worst.class_name]:
            worst = row
    told = check("classes", block.name, len(rows), len(rows) - len(problems), classes="; ".join(spans))
    return Found((told,), tuple(problems))


def _class_order(names: Sequence[str]) -> dict[str, int]:
    """The place of each class, the highest first."""
    for words in _CLASSES:
        if all(normal_form(name) in words for name in names):
            return {name: words.index(normal_form(name)) for name in names}
    return {name: at for at, name in enumerate(names)}
