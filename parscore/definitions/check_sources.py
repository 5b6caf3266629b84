"""Checks of where the values of a leaf come from: each source can give only what its sheet holds."""

from collections.abc import Iterator
from typing import Final

from parscore.definitions.draft import LeafDraft, SetDraft
from parscore.definitions.marks import Path
from parscore.model.criteria import Input, InputType, Source
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED

COUNTS: Final = ("findings", "handled", "unhandled")
"""What inspections.csv gives for a leaf: how many findings, and how many of them were handled and were not."""
_SHEETS: Final = (Source.INSPECTION, Source.UNITS)


def sources(draft: SetDraft, leaf: LeafDraft) -> Iterator[Problem]:
    """Every value can come from the source stated for it (PS224).

    Findings of inspections have three names and are counts; ``unit_mean``, and nothing else, takes the values of units;
    neither sheet holds points. A leaf of others asks the agency nothing, and one of the agency's own something. Only
    the agency can give a reason. ``not_inspected`` speaks of inspections.
    """
    if "source" not in leaf.fields or leaf.inputs is None:
        return
    whole: Source = leaf.fields["source"]
    sides = {asked.name: whole if asked.source is None else asked.source for asked in leaf.inputs}
    found = [*_inputs(leaf.inputs, sides, whole), *_uses(leaf, sides, whole)]
    rules = [rule for rule, _, _ in leaf.rules]
    claimed = any(CLAIMED in rule.wants for rule in rules)
    if whole is Source.SELF and sides and rules and not claimed and Source.SELF not in sides.values():
        found.append((("source",), whole, "foreign"))
    if leaf.fields.get("not_inspected") and Source.INSPECTION not in sides.values():
        found.append((("not_inspected",), leaf.fields["not_inspected"], "not_inspected"))
    for path, what, reason in found:
        place = draft.document.place((*leaf.path, *path), key=path[-1] in sides)
        yield problem("PS224", place, criterion=leaf.code, found=what, reason=f"source.{reason}")


Found = tuple[Path, str, str]
"""Where in the leaf, what stands there, and what is wrong with it."""


def _inputs(inputs: tuple[Input, ...], sides: dict[str, Source], whole: Source) -> Iterator[Found]:
    for asked in inputs:
        path, side = ("inputs", asked.name), sides[asked.name]
        if whole is not Source.SELF and side is Source.SELF:
            yield (*path, "source"), side, "own"
        if side is Source.INSPECTION and asked.name not in COUNTS:
            yield path, asked.name, "name"
        elif side is Source.INSPECTION and asked.type is not InputType.COUNT:
            yield (*path, "type"), asked.type, "wrong type"
        if asked.reason and side is not Source.SELF:
            yield (*path, "reason"), asked.name, "reason"


def _uses(leaf: LeafDraft, sides: dict[str, Source], whole: Source) -> Iterator[Found]:
    for rule, rule_path, _ in leaf.rules:
        for use in rule.uses:
            path = (*rule_path, *use.path)[len(leaf.path) :]
            if use.name == CLAIMED and whole in _SHEETS:
                yield path, use.name, "points"
            elif use.name in sides and use.column != (sides[use.name] is Source.UNITS):
                yield path, use.name, "single" if use.column else "column"
