"""Each family's rule as a formula of cells: what it gives, worked out as it is worded, and how it reads."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from papers import WORDS, expected, put_case, rows
from worked_cases import FORMULAS, OF_FAMILIES

from parscore.audit.ledger import Ledger
from parscore.rules.excel import Excel, Spot
from parscore.rules.registry import families

EVERY_CASE = [pytest.param(block, row, id=name) for name, block, row in rows()]


def spots(ledger: Ledger) -> Mapping[str, Spot]:
    """The cells one below the other in column F, in the order in which they were put there."""
    return {key: Spot("Bảng tính", row, 5) for row, key in enumerate((*ledger.given, *ledger.formulas))}


@pytest.mark.parametrize(("block", "row"), EVERY_CASE)
def test_the_formula_gives_what_the_rule_gives(block: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    ledger = Ledger()
    put_case(ledger, "x", block, row)
    assert ledger.value("x") == expected(block, row)


@pytest.mark.parametrize("family", list(families()))
def test_the_formula_reads_like_this(family: str) -> None:
    assert written(family) == FORMULAS[family]


def written(family: str) -> list[str]:
    """The cells of the first case of a family's table: first what is given, then the formulas."""
    ledger, block = Ledger(), OF_FAMILIES[family]["rules"][0]
    put_case(ledger, "x", block, block["cases"][0])
    where = spots(ledger)
    excel = Excel("Bảng tính", where.__getitem__, WORDS.__getitem__)
    given = (f"{where[key].address} {key.removeprefix('x').lstrip('/!').replace('/', ' ')}" for key in ledger.given)
    formulas = (f"{where[key].address} {excel.formula(formula)}" for key, formula in ledger.formulas.items())
    return [", ".join(given), *formulas]


@pytest.mark.parametrize("family", list(families()))
def test_no_formula_needs_more_than_old_programs_have(family: str) -> None:
    known = {"IF", "AND", "OR", "NOT", "MIN", "MAX", "SUM", "COUNT", "COUNTIF", "COUNTIFS", "AVERAGE", "ROUND", "INT"}
    known |= {"ISNUMBER", "DATE", "NETWORKDAYS"}
    for at, block in enumerate(OF_FAMILIES[family]["rules"]):
        for row in block["cases"]:
            ledger = Ledger()
            put_case(ledger, "x", block, row)
            excel = Excel("Bảng tính", spots(ledger).__getitem__, WORDS.__getitem__)
            for formula in map(excel.formula, ledger.formulas.values()):
                assert set(re.findall(r"([A-Z]+)\(", formula)) <= known, at
                assert len(formula) < 2000
