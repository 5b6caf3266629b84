"""A leaf of a criteria set in words: who provides its values, and how they become points."""

from parscore.messages import Words
from parscore.model.criteria import CriteriaSet, Heading, Item, Source
from parscore.model.rule import phrase
from parscore.reports.printing import SCREEN, printer


def source_and_rule(item: Item, words: Words, criteria: CriteriaSet) -> tuple[str, str]:
    """Who provides the values of a leaf, and its rule; both empty for a heading.

    Inputs with a source of their own are named with it; of inspections the rule says what happens without one.
    """
    if isinstance(item, Heading):
        return "", ""
    write = printer(words, criteria.rounding)
    told = [write.phrase(line) for line in item.rule.words(item.maximum)]
    if Source.INSPECTION in item.sources:
        told.append(write.phrase(phrase(f"not_inspected.{item.not_inspected}")))
    others = ((asked.name, asked.source) for asked in item.inputs if asked.source is not None)
    sides = [f"{name}: {words.text(SCREEN, f'source.{side}')}" for name, side in others]
    return "; ".join((words.text(SCREEN, f"source.{item.source}"), *sides)), "; ".join(told)
