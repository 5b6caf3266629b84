"""A leaf in words for the person who fills in the form: what each data column holds, and how points are given.

The words are the rule's own (``rule.words``); its formula is written with the letters of the form's data columns.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from parscore.messages import Words
from parscore.model.criteria import Input, InputType, Leaf, Source, Treatment
from parscore.model.problem import Fact
from parscore.model.rule import Phrase, phrase
from parscore.numbers import trimmed
from parscore.workbooks.form_book import TOPIC
from parscore.workbooks.form_plan import is_own
from parscore.workbooks.layout import INPUT_LETTERS

_NAMING: Final = frozenset(("formula", "conditions", "place", "among", "answer", "name", "label", "reference"))
"""Facts of a rule's words in which the names of inputs stand."""
_RANGES: Final = frozenset(("formula", "when"))
"""Facts that hold numbers as criteria files write them."""


def rule_lines(leaf: Leaf, words: Words) -> tuple[str, ...]:
    """The rule in words, line by line, with what becomes of a leaf that has no case or does not apply."""
    told = [*leaf.rule.words(leaf.maximum)]
    if leaf.no_case is not Treatment.FORBIDDEN and leaf.own_inputs:
        told.append(phrase(f"no_case.{leaf.no_case}"))
    if leaf.not_applicable is not Treatment.FORBIDDEN:
        told.append(phrase(f"treatment.{leaf.not_applicable}"))
    if leaf.requires:
        facts = {"leaf": leaf.requires.leaf, "when": leaf.requires.when.text, "points": leaf.requires.otherwise}
        told.append(phrase("requires.failed", **facts))
    letters = {asked.name: f"[{asked.ask}]" for asked in leaf.inputs}
    letters |= {asked.name: letter for asked, letter in zip(leaf.own_inputs, INPUT_LETTERS, strict=False)}
    return tuple(words.phrase(_lettered(line, letters, words)) for line in told)


def data_lines(leaf: Leaf) -> Iterator[str]:
    """What each data column holds: ``a: Số hồ sơ đúng hạn``."""
    for letter, asked in zip(INPUT_LETTERS, leaf.own_inputs, strict=False):
        yield f"{letter}: {asked.ask}"


def kind_words(asked: Input, words: Words) -> str:
    """How a value is typed: ``số nguyên, từ 0``, with its bounds where it has some."""
    told = words.text(TOPIC, f"type.{asked.type}")
    sides = (("from", asked.minimum), ("to", asked.maximum))
    stated = (
        words.text(TOPIC, f"bound.{key}", bound=_number(bound, asked, words))
        for key, bound in sides
        if bound is not None
    )
    return ", ".join((told, *stated))


def provider_words(leaf: Leaf, words: Words) -> str:
    """Who provides a leaf that is not the agency's to fill in; nothing where it is."""
    return "" if is_own(leaf) else words.text(TOPIC, f"provided.{leaf.source}")


def others_lines(leaf: Leaf, words: Words) -> Iterator[str]:
    """What others provide of a leaf, and who they are: ``[Số vụ vi phạm]: Do đoàn kiểm tra cung cấp``."""
    for asked in leaf.inputs if is_own(leaf) else ():
        source = leaf.source_of(asked.name)
        if source is not Source.SELF:
            yield f"[{asked.ask}]: {words.text(TOPIC, f'provided.{source}')}"


def guide_text(leaf: Leaf, words: Words) -> str:
    """Everything on a leaf for the note on its score: its data, its rule, its reference."""
    head = words.text(TOPIC, "note.head", code=leaf.code, maximum=trimmed(leaf.maximum, comma=words.language == "vi"))
    reference = (leaf.reference,) if leaf.reference else ()
    return "\n".join((head, *data_lines(leaf), *others_lines(leaf, words), *rule_lines(leaf, words), *reference))


def _number(bound: Fraction, asked: Input, words: Words) -> str:
    comma = words.language == "vi"
    percent = asked.type is InputType.PERCENT
    return f"{trimmed(bound * 100, comma=comma)}%" if percent else trimmed(bound, comma=comma)


def _lettered(line: Phrase, letters: dict[str, str], words: Words) -> Phrase:
    return Phrase(line.key, tuple((name, _fact(name, fact, letters, words)) for name, fact in line.facts))


def _fact(name: str, fact: Fact, letters: dict[str, str], words: Words) -> Fact:
    if not isinstance(fact, str):
        return fact
    if name in _NAMING:
        fact = re.sub(r"[a-z][a-z0-9_]*", lambda found: letters.get(found[0], found[0]), fact)
    if name not in _RANGES:
        return fact
    if name == "formula" and words.language == "vi":
        fact = fact.replace(", ", "; ")  # a comma between the arguments of min and max would read as a decimal one
    return words.number(fact)
