"""Checks of one leaf: its rule, its inputs and its worked cases agree with each other."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from parscore.definitions.cases import judge_case
from parscore.definitions.check_sources import sources
from parscore.definitions.document import NOTHING, near
from parscore.definitions.draft import LeafDraft, SetDraft
from parscore.definitions.marks import Path
from parscore.definitions.specs import RoundingShape
from parscore.model.criteria import Rounding
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED
from parscore.rules.spec import Use


def rule_alone(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """A rule is in itself sound for the leaf's maximum (PS511, PS512, PS513, PS519)."""
    for rule, rule_path, maximum in leaf.rules:
        for fault in rule.check(maximum) if maximum is not None else ():
            # A fault of a rule as a whole points at the name of its family, also where it is a part of another rule.
            whole = not fault.path or fault.path[-2:-1] == ("rule",)
            place = draft.document.place((*rule_path, *fault.path), key=whole)
            yield Problem(fault.code, place, criterion=leaf.code, facts=fault.facts)


def names(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """The rules of a leaf use exactly its inputs, and the claimed points if they like (PS518)."""
    if leaf.rule is None or leaf.inputs is None:
        return
    asked = [given.name for given in leaf.inputs]
    uses = [use for use in _uses(leaf) if use.name != CLAIMED]
    wanted = list(dict.fromkeys(use.name for use in uses))
    facts = {"asked": ", ".join(asked) or NOTHING, "wanted": ", ".join(wanted) or NOTHING}
    for name, path, *_ in uses:
        if name not in asked:
            # Where names are keys, as the answers of ballots are, the key is what is wrong.
            place = draft.document.place(path, key=path[-1] == name)
            yield problem("PS518", place, criterion=leaf.code, found=name, suggestion=near(name, asked), **facts)
    for name in asked:
        if name not in wanted:
            place = draft.document.place((*leaf.path, "inputs", name), key=True)
            yield problem("PS518", place, criterion=leaf.code, found=name, suggestion=near(name, wanted), **facts)


def types(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """Each input has a type that every use of it can work on: no formula adds up labels (PS505)."""
    kinds = {given.name: given.type for given in leaf.inputs or ()}
    for name, _, accepts, _ in _uses(leaf):
        if name in kinds and kinds[name] not in accepts:
            place = draft.document.place((*leaf.path, "inputs", name, "type"))
            facts = {"found": f"type: {kinds[name]}", "expected": f"type: {', '.join(sorted(accepts))}"}
            yield problem("PS505", place, criterion=leaf.code, **facts)


def requirement(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """A condition names another leaf, and no chain of conditions comes back to where it began (PS525)."""
    requires = leaf.fields.get("requires")
    if requires is None:
        return
    conditions = {other.code: other.fields.get("requires") for other in draft.leaves()}
    seen, code = [leaf.code], requires.leaf
    while code in conditions and code not in seen:
        seen.append(code)
        condition = conditions[code]
        code = condition.leaf if condition is not None else ""
    if code:
        place = draft.document.place((*leaf.path, "requires", "leaf"))
        chain = " → ".join((*seen, code))
        yield problem("PS525", place, criterion=leaf.code, found=requires.leaf, chain=chain)


def variants(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """A variant says for whom it is: a group, or an attribute with either its values or its range (PS504, PS505)."""
    for variant in leaf.variants:
        when, path = variant.shape.when, (*variant.path, "when")
        stated = bool(when.equals) + (when.within is not None)
        if not when.group and not when.attribute:
            yield problem("PS504", draft.document.place(path, key=True), criterion=leaf.code, missing="attribute")
        elif stated != bool(when.attribute):
            found = ", ".join(sorted(when.model_fields_set))
            place = draft.document.place(path, key=True)
            yield problem("PS505", place, criterion=leaf.code, found=found, expected="one test of the attribute")
        if variant.shape.rule is None and variant.shape.maximum is None:
            yield problem("PS504", draft.document.place(variant.path), criterion=leaf.code, missing="rule")


def cases(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """Every worked case comes out as stated, exactly or as points are printed (PS523); nothing is left out (PS504)."""
    if leaf.rule is None or leaf.inputs is None or leaf.maximum is None:
        return
    kinds = {given.name: given.type for given in leaf.inputs}
    if any(use.name != CLAIMED and kinds.get(use.name) not in use.accepts for use in leaf.rule.uses):
        return  # reported by ``names`` or ``types``; nothing could be worked out
    if any(sources(draft, leaf)):
        return  # a column where a single value is due, or the other way round
    if any(leaf.rule.check(leaf.maximum)):
        return  # a rule with faults of its own may not even be able to judge (a step of 0)
    rounding: Rounding = draft.fields.get("rounding", RoundingShape()).build()
    for path, example in leaf.examples:
        result = judge_case(leaf.rule, leaf.maximum, leaf.inputs, example, rounding)
        for name in result.missing:
            yield problem("PS504", _place(draft, path, "given", key=True), criterion=leaf.code, missing=name)
        if not result.passed and not result.missing:
            found = ", ".join(result.faults) or _stated(result.points)
            place, expected = _place(draft, path, "points"), _stated(example.points)
            yield problem("PS523", place, criterion=leaf.code, found=found, expected=expected)


def _uses(leaf: LeafDraft) -> Iterator[Use]:
    """Yield every use of a value in the rules of a leaf, with its path in the document."""
    for rule, path, _ in leaf.rules:
        yield from (use._replace(path=(*path, *use.path)) for use in rule.uses)


def _place(draft: SetDraft, path: Path, step: str, *, key: bool = False) -> Place:
    return draft.document.place((*path, step), key=key)


def _stated(points: Fraction | None) -> Fraction | str:
    return "no case" if points is None else points


LEAF_CHECKS: Final[tuple[Callable[[SetDraft, LeafDraft], Iterator[Problem]], ...]] = (
    rule_alone,
    names,
    types,
    sources,
    requirement,
    variants,
)
