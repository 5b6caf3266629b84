"""One node of a scorecard as JSON, with everything its points came from."""

from datetime import date
from fractions import Fraction

from parscore.model.cell import Answer, Value
from parscore.model.criteria import Item
from parscore.model.place import Place
from parscore.model.rule import Step
from parscore.model.scorecard import InputUse, ItemScore, LeafScore, Scorecard
from parscore.model.stage import Act
from parscore.numbers import decimal_text
from parscore.reports.effects import EffectRow, StageRow
from parscore.reports.left_out import LeftOutRow
from parscore.reports.printing import Printer, kind_of
from parscore.rules.arithmetic import with_numbers

Document = dict[str, object]


def exact(value: Fraction | None) -> str | None:
    """The exact value as text (``"1.94"``, ``"18/13"``); ``None`` where there is none."""
    return None if value is None else decimal_text(value)


def amounts(points: Fraction | None, maximum: Fraction, index: Fraction | None, printer: Printer) -> Document:
    """Points, applicable maximum and index: exact, and below ``printed`` rounded as declared."""
    return {
        "points": exact(points),
        "maximum": exact(maximum),
        "index": exact(index),
        "printed": {
            "points": printer.points(points) or None,
            "maximum": printer.points(maximum),
            "index": printer.index(index) or None,
        },
    }


def item_document(item: ItemScore, printer: Printer) -> Document:
    """One area, criterion or leaf; a heading holds its children under ``items``."""
    if isinstance(item, LeafScore):
        return _leaf(item, printer)
    return {
        **_item(item.heading),
        "complete": item.complete,
        "counted": item.counted,
        **amounts(item.points, item.maximum, item.index, printer),
        **gap(item),
        "items": [item_document(child, printer) for child in item.children],
    }


def _leaf(score: LeafScore, printer: Printer) -> Document:
    leaf = score.leaf
    return {
        **_item(leaf),
        "status": score.status.value,
        "counted": score.counted,
        **amounts(score.points, score.maximum, score.index, printer),
        "declared_maximum": exact(leaf.maximum),
        "stage": score.stage.id,
        "source": leaf.source.value,
        "inputs": [_input(score, used, printer) for used in score.inputs],
        "claimed": None if score.claimed is None else _answer(score.claimed),
        "rule": {
            "family": leaf.rule.family,
            "words": [printer.phrase(line) for line in leaf.rule.words(leaf.maximum)],
        },
        "branch": None if score.branch is None else printer.phrase(score.branch),
        "steps": [step_document(step, printer) for step in score.steps],
        "reference": leaf.reference,
        "evidence": score.evidence,
        "reason": score.reason,
        **gap(score),
        "acts": [_act(score, act, printer) for act in score.acts],
    }


def gap(score: ItemScore | Scorecard) -> Document:
    """Points of the self-assessment and how much more they are; ``None`` where the self-assessment is scored."""
    return {"self_points": exact(score.self_points), "gap": exact(score.gap)}


def _act(score: LeafScore, act: Act, printer: Printer) -> Document:
    """What one stage said, and whether it is what decided."""
    return {
        "stage": act.stage.id,
        "decided": act == score.judged,
        "who": act.who,
        "when": act.when,
        "why": act.why,
        "document": act.document,
        "values": {
            name: {**_answer(answer), "printed": printer.answer(answer, kind_of(score.leaf, name))}
            for name, answer in act.values.items()
        },
        **_place(act.place),
    }


def left_out_document(row: LeftOutRow, printer: Printer) -> Document:
    """A leaf that is not assessed as the others are: what left the maximum, why, and where that is said."""
    return {
        "code": row.code,
        "name": row.leaf,
        "declared_maximum": exact(row.declared),
        "left_out": exact(row.maximum),
        "cause": row.cause.value,
        "treatment": printer.phrase(row.treatment),
        "reason": row.reason,
        **_place(row.place),
    }


def stage_document(row: StageRow) -> Document:
    """The points of an item, or of an agency, after one stage; a leaf has its status too."""
    status = {} if row.status is None else {"status": row.status.value}
    return {"stage": row.stage.id, "points": exact(row.points), "complete": row.complete, **status}


def effect_document(row: EffectRow, printer: Printer) -> Document:
    """What an item lost, and the total, index, rank and class without that loss."""
    return {
        "code": row.code,
        "name": row.name,
        "lost": exact(row.lost),
        "points": exact(row.points),
        "index": exact(row.index),
        "gain": exact(row.gain),
        "printed": {
            "lost": printer.points(row.lost),
            "points": printer.points(row.points),
            "index": printer.index(row.index) or None,
            "gain": printer.index(row.gain) or None,
        },
        "rank": row.rank,
        "class": row.class_name,
    }


def step_document(step: Step, printer: Printer) -> Document:
    """One line of arithmetic; a part of a nested rule says which of its branches applied."""
    told: Document = {"formula": step.formula, "numbers": with_numbers(step), "value": exact(step.value)}
    return told if step.branch is None else {**told, "branch": printer.phrase(step.branch)}


def _item(item: Item) -> Document:
    return {"level": item.level.value, "code": item.code, "name": item.name, "declared_at": _place(item.origin)}


def _input(score: LeafScore, used: InputUse, printer: Printer) -> Document:
    kind = kind_of(score.leaf, used.name)
    return {
        "name": used.name,
        "ask": used.ask,
        "type": None if kind is None else kind.value,
        "source": score.leaf.source_of(used.name).value,
        **_answer(used.answer),
        "printed": printer.answer(used.answer, kind),
        "entries": [{"name": entry.name, **_answer(entry.answer)} for entry in used.answer.entries],
    }


def _answer(answer: Answer) -> Document:
    cell = answer.cell
    stored = None
    if cell is not None:
        stored = {"kind": cell.kind, "text": cell.text, "formula": cell.formula, "format": cell.format}
    return {
        "state": answer.state.value,
        "value": _value(answer.value),
        **_place(answer.place),
        "stored": stored,
        "reading": answer.reading,
    }


def _value(value: Value | None) -> object:
    """A number as exact text, yes and no as such, an option by its label, a day as 2025-01-31; a column as a list."""
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return decimal_text(value) if isinstance(value, Fraction) else value


def _place(place: Place) -> Document:
    position: Document = {"line": place.line, "column": place.column} if place.line else {}
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, **position}
