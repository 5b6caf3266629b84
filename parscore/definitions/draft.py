"""A criteria set on its way: every part that could be read, and nothing in the place of those that could not.

The checks run on a draft, so that a fault in one leaf does not hide that the others do not add up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pydantic_core import PydanticCustomError

from parscore.definitions.cases import GROUP
from parscore.definitions.document import near, shown, validate
from parscore.definitions.marks import Document, Path
from parscore.definitions.specs import (
    AreaShape,
    CalendarShape,
    CaseShape,
    CriterionShape,
    InputShape,
    LeafShape,
    RuleShape,
    SetShape,
    VariantShape,
)
from parscore.definitions.values import read_value
from parscore.model.calendar import EVERY_WEEK
from parscore.model.cell import Single, Value
from parscore.model.criteria import Example, Input, InputType, Level, Source
from parscore.model.problem import Problem, facts_of
from parscore.model.rule import CLAIMED
from parscore.rules.deadline import CALENDAR
from parscore.rules.spec import RuleSpec

_BOUNDED = (InputType.COUNT, InputType.NUMBER, InputType.PERCENT)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item: the fields that are right, by their names in the shape."""

    path: Path
    level: Level
    fields: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The code; empty where it could not be read."""
        return str(self.fields.get("code", ""))

    @property
    def maximum(self) -> Fraction | None:
        """The maximum; ``None`` where it could not be read."""
        return self.fields.get("maximum")


@dataclass(frozen=True, slots=True)
class HeadingDraft(ItemDraft):
    """An area or a criterion with sub-criteria."""

    children: "tuple[HeadingDraft | LeafDraft, ...]"


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A variant. ``rule`` is ``None`` where it states none, or where there is a fault in it."""

    path: Path
    shape: VariantShape
    rule: RuleSpec | None
    rule_path: Path


@dataclass(frozen=True, slots=True)
class LeafDraft(ItemDraft):
    """A leaf. ``rule`` and ``inputs`` are ``None`` where there is a fault in them; ``examples`` are those in order."""

    rule: RuleSpec | None
    rule_path: Path
    inputs: tuple[Input, ...] | None
    examples: tuple[tuple[Path, Example], ...]
    variants: tuple[VariantDraft, ...]

    @property
    def rules(self) -> tuple[tuple[RuleSpec, Path, Fraction | None], ...]:
        """The leaf's own rule and those of its variants, each with its path and the maximum it works with."""
        own = ((self.rule, self.rule_path, self.maximum),)
        others = ((variant.rule, variant.rule_path, variant.shape.maximum or self.maximum) for variant in self.variants)
        return tuple((rule, path, maximum) for rule, path, maximum in (*own, *others) if rule is not None)


@dataclass(frozen=True, slots=True)
class SetDraft:
    """A whole set."""

    document: Document
    fields: Mapping[str, Any]
    areas: tuple[HeadingDraft, ...]

    def items(self) -> "Iterator[HeadingDraft | LeafDraft]":
        """Yield every item in the order of the file."""
        pending: list[HeadingDraft | LeafDraft] = list(reversed(self.areas))
        while pending:
            item = pending.pop()
            yield item
            if isinstance(item, HeadingDraft):
                pending.extend(reversed(item.children))

    def headings(self) -> Iterator[HeadingDraft]:
        """Yield every area and every criterion with sub-criteria."""
        return (item for item in self.items() if isinstance(item, HeadingDraft))

    def leaves(self) -> Iterator[LeafDraft]:
        """Yield every leaf."""
        return (item for item in self.items() if isinstance(item, LeafDraft))


def draft_set(document: Document) -> tuple[SetDraft, tuple[Problem, ...]]:
    """Read a criteria set part by part; returns what is right and the problems of the rest."""
    reader = _Drafter(document)
    return reader.whole(), tuple(reader.problems)


def _written_as(key: str, item: Mapping[str, Any]) -> str:
    """Return how a key is written: a misspelt one still tells what is meant, so that what is below it is read too."""
    return key if key in item else next(iter(get_close_matches(key, item, n=1, cutoff=0.8)), "")


class _Drafter:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._calendar = EVERY_WEEK
        self.problems: list[Problem] = []

    def whole(self) -> SetDraft:
        fields = self._fields((), SetShape)
        self._calendar = fields.get("calendar", CalendarShape()).build()
        return SetDraft(self._document, fields, tuple(self._area(path) for path in self._below((), "areas")))

    def _area(self, path: Path) -> HeadingDraft:
        fields = self._fields(path, AreaShape)
        children = tuple(self._criterion(below) for below in self._below(path, "criteria"))
        return HeadingDraft(path, Level.AREA, fields, children)

    def _criterion(self, path: Path) -> HeadingDraft | LeafDraft:
        item = self._document.at(path)
        if not isinstance(item, dict) or not _written_as("subcriteria", item):
            return self._leaf(path, Level.CRITERION)
        fields = self._fields(path, CriterionShape)
        children = tuple(self._leaf(below, Level.SUBCRITERION) for below in self._below(path, "subcriteria"))
        return HeadingDraft(path, Level.CRITERION, fields, children)

    def _leaf(self, path: Path, level: Level) -> LeafDraft:
        fields = self._fields(path, LeafShape)
        rule, rule_path = self._rule((*path, "rule")) if "rule" in fields else (None, (*path, "rule"))
        source = fields.get("source", Source.SELF)
        inputs = self._inputs(path, fields["inputs"], source) if "inputs" in fields else None
        group = GROUP if rule is not None and rule.pooled else ()
        columns = frozenset(asked.name for asked in inputs or () if (asked.source or source) is Source.UNITS)
        cases = fields.get("cases", ()) if inputs is not None else ()
        examples = tuple(self._examples(path, cases, inputs or (), group, columns))
        variants = tuple(self._variants(path, fields.get("variants", ())))
        return LeafDraft(path, level, fields, rule, rule_path, inputs, examples, variants)

    def _fields(self, path: Path, shape: type[Any]) -> Mapping[str, Any]:
        checked = validate(self._document, path, shape, criterion=self._criterion_at(path))
        self.problems.extend(checked.problems)
        return checked.fields

    def _below(self, path: Path, key: str) -> list[Path]:
        item = self._document.at(path)
        written = _written_as(key, item) if isinstance(item, dict) else ""
        children = item[written] if written else ()
        return [(*path, written, at) for at in range(len(children))] if isinstance(children, list) else []

    def _criterion_at(self, path: Path) -> str:
        """Return the code that is written nearest above a path, whatever it is worth."""
        for length in range(len(path), 1, -1):
            item = self._document.at(path[:length])
            if isinstance(item, dict) and isinstance(item.get("code"), str):
                return str(item["code"])
        return ""

    def _report(self, code: str, path: Path, *, key: bool = False, **facts: object) -> None:
        if not self._document.below_alias(path):
            place = self._document.place(path, key=key)
            self.problems.append(Problem(code, place, criterion=self._criterion_at(path), facts=facts_of(facts)))

    def _rule(self, path: Path) -> tuple[RuleSpec | None, Path]:
        """Read a rule by its only key, the name of its family."""
        context = {CALENDAR: self._calendar}
        checked = validate(self._document, path, RuleShape, criterion=self._criterion_at(path), context=context)
        self.problems.extend(checked.problems)
        if checked.model is None:
            return None, path
        return checked.model.root, (*path, checked.model.root.family)

    def _variants(self, path: Path, shapes: tuple[VariantShape, ...]) -> Iterator[VariantDraft]:
        for at, shape in enumerate(shapes):
            here = (*path, "variants", at)
            rule, rule_path = (None, here) if shape.rule is None else self._rule((*here, "rule"))
            yield VariantDraft(here, shape, rule, rule_path)

    def _inputs(self, path: Path, shapes: Mapping[str, InputShape], source: Source) -> tuple[Input, ...] | None:
        before = len(self.problems)
        inputs = tuple(self._input((*path, "inputs", name), name, shape, source) for name, shape in shapes.items())
        return inputs if len(self.problems) == before else None

    def _input(self, path: Path, name: str, shape: InputShape, source: Source) -> Input:
        low = self._bound((*path, "min"), shape.minimum, shape.type)
        high = self._bound((*path, "max"), shape.maximum, shape.type)
        if low is not None and high is not None and low > high:
            self._report("PS505", (*path, "min"), found=shape.minimum, expected=f"≤ {shape.maximum}")
        required = shape.reason == "required"
        if required and shape.type not in _BOUNDED:
            self._report("PS505", (*path, "reason"), found=shape.reason, expected="no reason for this type")
        # The leaf's source said once more is no source of the input's own.
        own = None if shape.source is source else shape.source
        return Input(name, shape.ask, shape.type, low, high, required, own)

    def _bound(self, path: Path, text: str | None, kind: InputType) -> Fraction | None:
        if text is None:
            return None
        if kind not in _BOUNDED:
            self._report("PS505", path, found=text, expected="no bound for this type")
            return None
        value = self._value(path, text, kind)
        return value if isinstance(value, Fraction) else None

    def _value(self, path: Path, text: str, kind: InputType) -> Single | None:
        try:
            return read_value(text, kind)
        except PydanticCustomError as error:
            facts = {**(error.context or {}), "found": shown(text)}
            self._report(error.type, path, **facts)
            return None

    def _examples(
        self,
        path: Path,
        shapes: tuple[CaseShape, ...],
        inputs: tuple[Input, ...],
        group: tuple[str, ...],
        columns: frozenset[str],
    ) -> Iterator[tuple[Path, Example]]:
        kinds = {asked.name: asked.type for asked in inputs} | dict.fromkeys((CLAIMED, *group), InputType.NUMBER)
        for at, shape in enumerate(shapes):
            here = (*path, "cases", at)
            given: list[tuple[str, Value]] = []
            for name, text in shape.given.items():
                if name not in kinds:
                    facts = {"found": name, "suggestion": near(name, tuple(kinds)), "allowed": ", ".join(kinds)}
                    self._report("PS503", (*here, "given", name), key=True, **facts)
                elif isinstance(text, tuple) is not (name in columns):
                    expected = "a list of values" if name in columns else "a text"
                    self._report("PS505", (*here, "given", name), found=shown(text), expected=expected)
                elif (value := self._given((*here, "given", name), text, kinds[name])) is not None:
                    given.append((name, value))
            lengths = {name: len(value) for name, value in given if isinstance(value, tuple)}
            if len(set(lengths.values())) > 1:
                found = ", ".join(f"{name} {length}" for name, length in lengths.items())
                self._report("PS505", (*here, "given"), key=True, found=found, expected="lists of one length")
            elif len(given) == len(shape.given):
                yield here, Example(tuple(given), shape.points, self._document.place(here))

    def _given(self, path: Path, text: str | tuple[str, ...], kind: InputType) -> Value | None:
        """Read a given value; of a list every value, also behind one that cannot be read."""
        if isinstance(text, str):
            return self._value(path, text, kind)
        values = [self._value((*path, at), one, kind) for at, one in enumerate(text)]
        known = tuple(value for value in values if value is not None)
        return known if len(known) == len(values) else None
