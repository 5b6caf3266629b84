"""Checks of one leaf: its rule, its inputs and its worked cases agree with each other."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from parscore.definitions.document import NOTHING, near
from parscore.definitions.draft import LeafDraft, SetDraft
from parscore.definitions.marks import Path
from parscore.definitions.specs import RoundingShape
from parscore.model.cell import Value
from parscore.model.criteria import Input, Rounding
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED, Judgement
from parscore.numbers import round_to
from parscore.rules.spec import RuleSpec


def rule_alone(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """A rule is in itself sound for the leaf's maximum (PS511, PS512, PS513, PS519)."""
    if leaf.rule is None or leaf.maximum is None:
        return
    for fault in leaf.rule.check(leaf.maximum):
        # A fault of the rule as a whole points at the name of its family.
        place = draft.document.place((*leaf.rule_path, *fault.path), key=not fault.path)
        yield Problem(fault.code, place, criterion=leaf.code, facts=fault.facts)


def names(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """A rule uses exactly the leaf's inputs, and the claimed points if it likes (PS518)."""
    if leaf.rule is None or leaf.inputs is None:
        return
    asked = [given.name for given in leaf.inputs]
    wanted = [name for name in leaf.rule.wants if name != CLAIMED]
    facts = {"asked": ", ".join(asked) or NOTHING, "wanted": ", ".join(wanted) or NOTHING}
    for name in wanted:
        if name not in asked:
            place = draft.document.place((*leaf.rule_path, "of"))
            yield problem("PS518", place, criterion=leaf.code, found=name, suggestion=near(name, asked), **facts)
    for name in asked:
        if name not in wanted:
            place = draft.document.place((*leaf.path, "inputs", name), key=True)
            yield problem("PS518", place, criterion=leaf.code, found=name, suggestion=near(name, wanted), **facts)


def types(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """Each input has a type that the rule can work on: no formula adds up labels (PS505)."""
    if leaf.rule is None or leaf.inputs is None:
        return
    for given in leaf.inputs:
        if given.name in leaf.rule.wants and given.type not in leaf.rule.accepts:
            place = draft.document.place((*leaf.path, "inputs", given.name, "type"))
            facts = {"found": f"type: {given.type}", "expected": f"type: {', '.join(sorted(leaf.rule.accepts))}"}
            yield problem("PS505", place, criterion=leaf.code, **facts)


def cases(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """Every worked case comes out as stated, exactly or as points are printed (PS523); nothing is left out (PS504)."""
    if leaf.rule is None or leaf.inputs is None or leaf.maximum is None:
        return
    if any(name != CLAIMED and not _fits(leaf.rule, leaf.inputs, name) for name in leaf.rule.wants):
        return  # reported by ``names`` or ``types``; nothing could be worked out
    if any(leaf.rule.check(leaf.maximum)):
        return  # a rule with faults of its own may not even be able to judge (a step of 0)
    rounding: Rounding = draft.fields.get("rounding", RoundingShape()).build()
    for path, example in leaf.examples:
        given = dict(example.given)
        missing = [name for name in leaf.rule.wants if name not in given]
        for name in missing:
            yield problem("PS504", _place(draft, path, "given", key=True), criterion=leaf.code, missing=name)
        outside = any(_outside(asked, given.get(asked.name)) for asked in leaf.inputs)
        found: Fraction | str | None = "PS214" if outside else None
        if not missing and not outside:
            found = _outcome(leaf.rule.judge(leaf.maximum, given), example.points, rounding)
        if found is not None:
            expected = "no case" if example.points is None else example.points
            place = _place(draft, path, "points")
            yield problem("PS523", place, criterion=leaf.code, found=found, expected=expected)


def _place(draft: SetDraft, path: Path, step: str, *, key: bool = False) -> Place:
    return draft.document.place((*path, step), key=key)


def _fits(rule: RuleSpec, inputs: tuple[Input, ...], name: str) -> bool:
    return any(given.name == name and given.type in rule.accepts for given in inputs)


def _outcome(judgement: Judgement, expected: Fraction | None, rounding: Rounding) -> Fraction | str | None:
    """Return what a case comes out as; ``None`` where that is what was expected."""
    if judgement.faults:
        return ", ".join(fault.code for fault in judgement.faults)
    if judgement.no_case or judgement.points is None:
        return None if expected is None else "no case"
    points = judgement.points
    # A rate such as 12/180 gives points without a finite decimal: authors state what they see printed.
    if expected in (points, round_to(points, rounding.points, rounding.mode)):
        return None
    return points


def _outside(asked: Input, value: Value | None) -> bool:
    if not isinstance(value, Fraction):
        return False
    too_low = asked.minimum is not None and value < asked.minimum
    return too_low or (asked.maximum is not None and value > asked.maximum)


LEAF_CHECKS: Final[tuple[Callable[[SetDraft, LeafDraft], Iterator[Problem]], ...]] = (rule_alone, names, types, cases)
