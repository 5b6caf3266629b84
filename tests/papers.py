"""Formulas of rules over the worked cases: every case's values in cells, and what its formula has to give."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from worked_cases import TABLES, judged, made, read

from parscore.audit.leaf_cells import LeafCells, Member, unit_key
from parscore.audit.ledger import Ledger
from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import NEVER, NO_CASE, REFUSED
from parscore.model.rule import BEST
from parscore.rules.spec import RuleSpec
from parscore.rules.worded import Held

WORDS = {"no_case": "no case", "refused": "refused", "never": "not issued", "awaiting": "awaited"}


def rows() -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Every worked case: a name, the rule's block and the row."""
    for family, table in TABLES.items():
        for at, block in enumerate(table["rules"]):
            for number, row in enumerate(block["cases"]):
                yield f"{family}.{at}.{number}", block, row


def put_case(ledger: Ledger, code: str, block: Mapping[str, Any], row: Mapping[str, Any]) -> LeafCells:
    """Put a case into a ledger: its values, the maximum, and the formula's result under its code."""
    rule, given = made(block), {name: read(text) for name, text in row["given"].items()}
    counts = {name: len(value) for name, value in given.items() if isinstance(value, tuple)}
    # The group's best value or mean, as two agencies come to it.
    members = [
        Member(f"A{at}", f"A{at}", value)
        for name, value in given.items()
        if name.startswith("group_") and isinstance(value, Fraction) and name in _reference(rule)
        for at in (1, 2)
    ]
    cells = LeafCells(ledger, code, "", counts, members)
    for name, value in given.items():
        for key, single in singles(code, name, value):
            ledger.put(key, NEVER) if single is False and _is_date(rule, name) else ledger.put_value(key, single)
    top = ledger.put(f"{code}!max", Fraction(block["max"]))
    ledger.work(code, rule.formula(top, cells))
    return cells


def singles(code: str, name: str, value: Value) -> list[tuple[str, Any]]:
    """The cells of a value: one, or one for each unit."""
    if isinstance(value, tuple):
        return [(unit_key(code, name, at), single) for at, single in enumerate(value)]
    return [(f"{code}/{name}", value)]


def expected(block: Mapping[str, Any], row: Mapping[str, Any]) -> Held:
    """What the rule itself says of a case: points, or the word in their place."""
    judgement = judged(block, row)
    return judgement.points if judgement.points is not None else NO_CASE if judgement.no_case else REFUSED


def _reference(rule: RuleSpec) -> tuple[str, ...]:
    return () if not rule.pooled else (BEST,) if getattr(rule, "to", "") == "best" else ("group_mean",)


def _is_date(rule: RuleSpec, name: str) -> bool:
    return any(use.name == name and InputType.DATE in use.accepts for use in rule.uses)
