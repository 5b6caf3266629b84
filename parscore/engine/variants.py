"""Which rule and maximum a leaf has for one agency: its own, or those of the first variant that fits."""

from collections.abc import Mapping
from dataclasses import replace

from parscore.model.criteria import CriteriaSet, Leaf, Variant
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.numbers import Written, read_written
from parscore.viet import normal_form, show


def leaf_for(leaf: Leaf, agency: Agency) -> tuple[Leaf, list[Problem]]:
    """Return the leaf as it applies to an agency.

    An attribute that a variant asks about has to be in the register, and to be a number where a range is stated:
    otherwise the leaf stays as it is, with a problem.
    """
    for variant in leaf.variants:
        fits = _fits(variant, agency)
        if fits is None:
            found = dict(agency.attributes).get(variant.attribute, "")
            facts = {"name": leaf.name, "attribute": variant.attribute, "found": show(found)}
            return leaf, [problem("PS219", variant.origin, agency=agency.id, criterion=leaf.code, **facts)]
        if fits:
            rule, maximum = variant.rule or leaf.rule, variant.maximum
            return replace(leaf, rule=rule, maximum=leaf.maximum if maximum is None else maximum), []
    return leaf, []


def leaves_for(criteria: CriteriaSet, agency: Agency) -> tuple[Mapping[str, Leaf], list[Problem]]:
    """Return every leaf as it applies to an agency, by its code in the order of the decision."""
    found = [leaf_for(leaf, agency) for leaf in criteria.leaves()]
    return {leaf.code: leaf for leaf, _ in found}, [problem for _, problems in found for problem in problems]


def _fits(variant: Variant, agency: Agency) -> bool | None:
    """Whether a variant is for an agency; ``None`` where its attribute cannot be compared."""
    if variant.group and variant.group != agency.group:
        return False
    if not variant.attribute:
        return True
    value = dict(agency.attributes).get(variant.attribute)
    if value is None:
        return None
    if variant.within is None:
        return normal_form(value) in map(normal_form, variant.equals)
    number = read_written(value, whole=True)
    return number.value in variant.within if isinstance(number, Written) else None
