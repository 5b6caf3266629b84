"""Scoring one leaf of one agency in memory."""

from collections.abc import Mapping
from typing import Any

from builders import FORM, spec

from parscore.engine.leaf import score_leaf
from parscore.engine.official import in_force
from parscore.model.cell import Answer
from parscore.model.criteria import Leaf, Rounding
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.scorecard import LeafScore
from parscore.model.stage import SELF_ASSESSMENT
from parscore.model.submission import LeafAnswers

SIPAS = spec("index", of="sipas")


def scored(
    item: Leaf, answers: LeafAnswers | None, figures: Mapping[str, Answer] | None = None, **rounding: Any
) -> tuple[LeafScore, list[Problem]]:
    """Score, and see that every problem names the agency and the leaf."""
    force = in_force(item, answers, figures or {}, (), SELF_ASSESSMENT)
    score, problems = score_leaf(item, force, agency="SYT", rounding=Rounding(**rounding))
    assert all((found.agency, found.criterion) == ("SYT", item.code) for found in problems)
    assert all(("name", item.name) in found.facts for found in problems)
    assert (score.leaf, score.stage) == (item, SELF_ASSESSMENT[0])
    return score, problems


def codes(problems: list[Problem]) -> list[str]:
    return [found.code for found in problems]


def at(cell: str) -> Place:
    return Place(FORM, "Biểu", cell)
