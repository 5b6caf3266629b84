"""Which answer stands for each value that a leaf wants: the agency's own, or that of whoever else provides it."""

from collections.abc import Iterable, Mapping

from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Leaf, Source
from parscore.model.rule import CLAIMED
from parscore.model.submission import LeafAnswers

DATA = frozenset({AnswerState.GIVEN, AnswerState.UNUSABLE})
"""States of a value for which something was written."""


def used(leaf: Leaf, answers: LeafAnswers, figures: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answer to each value that the leaf's rule wants; a blank where its side gives none.

    ``figures`` are the values that somebody else provides. A blank of the agency's own stands in its row of the form.
    """
    own = {CLAIMED: answers.claimed, **answers.inputs}
    chosen: dict[str, Answer] = {}
    for name in leaf.rule.wants:
        if leaf.source_of(name) is Source.SELF:
            chosen[name] = own.get(name) or Answer(AnswerState.BLANK, place=answers.row)
        else:
            chosen[name] = figures.get(name) or Answer(AnswerState.BLANK)
    return chosen


def given(leaf: Leaf, answers: LeafAnswers, chosen: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers in use, and the score column of an agency that answers itself, whether it is used or not."""
    return {CLAIMED: answers.claimed, **chosen} if leaf.source is Source.SELF else dict(chosen)


def marks(leaf: Leaf, answers: Mapping[str, Answer]) -> tuple[list[str], list[Answer]]:
    """Return the names marked as not applicable, and what the same side gives all the same.

    What one side provides is no contradiction to the mark of another: a national mean is there for every agency.
    """
    marked = [name for name, answer in answers.items() if answer.state is AnswerState.NOT_APPLICABLE]
    if not marked:
        return [], []
    sides = {leaf.source_of(name) for name in marked}
    return marked, [
        answer for name, answer in answers.items() if leaf.source_of(name) in sides and answer.state in DATA
    ]


def nothing_written(leaf: Leaf, answers: Mapping[str, Answer]) -> bool:
    """Whether nothing was written at all: by the agency where it answers itself, else by anybody."""
    asked: Iterable[str] = answers
    if leaf.source is Source.SELF:
        asked = [name for name in answers if leaf.source_of(name) is Source.SELF]
    return all(answers[name].state is AnswerState.BLANK for name in asked)
