"""A draft without errors to the criteria set."""

from collections.abc import Mapping
from typing import Any

from parscore.definitions.draft import HeadingDraft, LeafDraft, SetDraft, VariantDraft
from parscore.definitions.marks import Document
from parscore.definitions.specs import ClassesShape, DecisionShape
from parscore.model.criteria import CriteriaSet, Decision, Heading, Leaf, Section, Treatment, Variant
from parscore.model.place import Place


def build_set(draft: SetDraft, digest: str) -> CriteriaSet:
    """Return the criteria set of a complete draft; a part that is missing is a programmer's error (``KeyError``)."""
    fields = draft.fields
    classes: ClassesShape | None = fields["classes"]
    return CriteriaSet(
        id=fields["id"],
        version=fields["version"],
        title=fields["title"],
        decision=_decision(fields["decision"]),
        valid_from=fields["valid"].first,
        valid_to=fields["valid"].last,
        areas=tuple(_heading(area, draft.document) for area in draft.areas),
        rounding=fields["rounding"].build(),
        ranking=fields["ranking"].build(),
        classes=classes.build() if classes else None,
        illustrative=fields["illustrative"],
        totals=fields["totals"].build(),
        calendar=fields["calendar"].build(),
        digest=digest,
        origin=Place(draft.document.file),
    )


def _decision(shape: DecisionShape | None) -> Decision | None:
    return Decision(shape.number, shape.date, shape.issuer) if shape else None


def _heading(item: HeadingDraft, document: Document) -> Heading:
    children = tuple(
        _heading(child, document) if isinstance(child, HeadingDraft) else _leaf(child, document)
        for child in item.children
    )
    return Heading(
        **_common(item, document),
        children=children,
        appraiser=item.fields["appraiser"],
        section=item.fields.get("section", Section.AREA),
    )


def _leaf(item: LeafDraft, document: Document) -> Leaf:
    fields = item.fields
    if item.rule is None or item.inputs is None:
        raise KeyError(f"incomplete leaf {item.code}")
    return Leaf(
        **_common(item, document),
        rule=item.rule,
        inputs=item.inputs,
        source=fields["source"],
        no_case=fields["no_case"],
        not_inspected=fields["not_inspected"] or Treatment.EXCLUDE,
        not_applicable=fields["not_applicable"],
        evidence=fields["evidence"] == "required",
        reference=fields["reference"],
        examples=tuple(example for _, example in item.examples),
        blank_is_zero=fields["blank"] == "zero",
        requires=fields["requires"].build() if fields["requires"] else None,
        variants=tuple(_variant(variant, document) for variant in item.variants),
    )


def _variant(draft: VariantDraft, document: Document) -> Variant:
    when = draft.shape.when
    return Variant(
        group=when.group,
        attribute=when.attribute,
        equals=when.equals,
        within=when.within,
        rule=draft.rule,
        maximum=draft.shape.maximum,
        origin=document.place(draft.path),
    )


def _common(item: HeadingDraft | LeafDraft, document: Document) -> Mapping[str, Any]:
    return {
        "level": item.level,
        "code": item.code,
        "name": item.fields["name"],
        "maximum": item.fields["maximum"],
        "origin": document.place(item.path),
    }
