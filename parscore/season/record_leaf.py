"""One score as a line of the record: the values with their cells as stored, the rule's branch, the acts, the points."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from parscore.model.cell import Answer, Cell, Value
from parscore.model.place import Place
from parscore.model.problem import Fact, Facts, Percent
from parscore.model.rule import Phrase, Step
from parscore.model.scorecard import LeafScore
from parscore.model.season import Agency
from parscore.model.stage import Act
from parscore.numbers import decimal_text

Line = dict[str, Any]
Digests = Mapping[str, str]
"""SHA-256 of each input by its path."""


def leaf_line(agency: Agency, score: LeafScore, digests: Digests) -> Line:
    """The line of one leaf of one agency."""
    leaf = score.leaf
    return {
        "kind": "leaf",
        "group": agency.group,
        "agency": agency.id,
        "code": leaf.code,
        "name": leaf.name,
        "status": score.status.value,
        "points": exact(score.points),
        "maximum": exact(score.maximum),
        "declared_maximum": exact(leaf.maximum),
        "counted": score.counted,
        "stage": score.stage.id,
        "self_points": exact(score.self_points),
        "rule": leaf.rule.family,
        "branch": _phrase(score.branch),
        "steps": [step(one) for one in score.steps],
        "inputs": [{"name": use.name, **_answer(use.answer, digests)} for use in score.inputs],
        "claimed": None if score.claimed is None else _answer(score.claimed, digests),
        "evidence": score.evidence,
        "reason": score.reason,
        "acts": [_act(act, digests) for act in score.acts],
        "judged": score.judged.stage.id if score.judged else None,
        "owed": score.owed,
    }


def exact(value: Fraction | None) -> str | None:
    """An exact number as text, a fraction where no finite decimal exists."""
    return None if value is None else decimal_text(value)


def place(where: Place) -> Line:
    """A place; what is not known or does not apply is left out."""
    return {name: part for name, part in where._asdict().items() if part}


def facts(told: Facts) -> Line:
    """Facts by name, numbers exact."""
    return {name: _fact(fact) for name, fact in told}


def step(one: Step) -> Line:
    """A line of arithmetic."""
    given = {name: decimal_text(value) for name, value in one.given}
    line = {"formula": one.formula, "given": given, "value": decimal_text(one.value)}
    return {**line, "branch": _phrase(one.branch)} if one.branch else line


def _fact(fact: Fact) -> str | list[str]:
    if isinstance(fact, Percent):
        return f"{decimal_text(fact.share * 100)}%"
    if isinstance(fact, Fraction):
        return decimal_text(fact)
    return [decimal_text(number) for number in fact] if isinstance(fact, tuple) else fact


def _phrase(told: Phrase | None) -> Line | None:
    return None if told is None else {"key": told.key, "facts": facts(told.facts)}


def _value(value: Value | None) -> object:
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, Fraction):
        return decimal_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _answer(answer: Answer, digests: Digests) -> Line:
    line = {"state": answer.state.value, "value": _value(answer.value), "reading": answer.reading}
    line |= {"stored": _stored(answer.cell), **place(answer.place)}
    if answer.place.file:
        line["sha256"] = digests.get(answer.place.file, "")
    if answer.entries:
        line["entries"] = [{"name": entry.name, **_answer(entry.answer, digests)} for entry in answer.entries]
    return line


def _stored(cell: Cell | None) -> Line | None:
    """The cell as the file has it; where there is a formula, ``text`` is its cached value."""
    if cell is None:
        return None
    return {"type": cell.kind, "text": cell.text, "formula": cell.formula, "format": cell.format}


def _act(act: Act, digests: Digests) -> Line:
    return {
        "stage": act.stage.id,
        "who": act.who,
        "when": act.when,
        "why": act.why,
        "document": act.document,
        "values": {name: _answer(answer, digests) for name, answer in act.values.items()},
        **place(act.place),
    }
