"""The worked cases of ``tests/cases``: the tests run them, and ``docs/rules.md`` shows the same ones.

There is one file for each family; ``decisions.yaml`` holds the rule texts of whole decisions. Everything in them is
text until ``read`` and ``made`` give it a type, as in a criteria set.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from parscore.model.calendar import Calendar
from parscore.model.cell import Value
from parscore.model.rule import Judgement
from parscore.numbers import parse_exact
from parscore.rules.deadline import CALENDAR
from parscore.rules.registry import families
from parscore.rules.spec import RuleSpec

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
TABLES: Mapping[str, Any] = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in sorted(CASES.glob("*.yaml"))
}
DECISIONS = "decisions"
FORMULAS: Mapping[str, Any] = yaml.load(
    (CASES.parent / "rules" / "formulas.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
"""How the first case of each family reads as formulas of a spreadsheet: what is given, then cell by cell."""
OF_FAMILIES = {family: table for family, table in TABLES.items() if family != DECISIONS}


def read(text: str | list[str]) -> Value:
    """``yes``/``no``, a date, an exact number, a percentage; a list of them; anything else is an option's label."""
    if isinstance(text, list):
        return tuple(single for one in text if not isinstance(single := read(one), tuple))
    if text in ("yes", "no"):
        return text == "yes"
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return date.fromisoformat(text)
    try:
        return parse_exact(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return text


def made(block: Mapping[str, Any]) -> RuleSpec:
    """The rule of a block, with the block's calendar."""
    ((family, parameters),) = block["rule"].items()
    days = {key: frozenset(map(date.fromisoformat, listed)) for key, listed in block.get("calendar", {}).items()}
    return families()[family].model_validate(parameters, context={CALENDAR: Calendar(**days)})


def judged(block: Mapping[str, Any], row: Mapping[str, Any]) -> Judgement:
    """What the rule of a block makes of the values of a row."""
    values = {name: read(text) for name, text in row["given"].items()}
    return made(block).judge(Fraction(block["max"]), values)
