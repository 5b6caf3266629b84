"""Judging what a row of an appraisal workbook says before it is taken in: would its leaf be scored with it?

The cell grammar sees one cell at a time; that corrected figures make a rate above 100 %, or that points are none of
the rule's options, only the rule can say. A row that is in cannot be changed, so it is said before.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from parscore.engine.leaf import score_leaf
from parscore.engine.official import NOTHING, in_force
from parscore.model.cell import Answer, Cell
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.stage import Act, Stage
from parscore.workbooks.appraisal_read import Statement
from parscore.workbooks.values import POINTS, Asking, read_answer

_OWED: Final = frozenset({"PS201", "PS216", "PS226"})
"""What others still owe the leaf is no fault of the row."""


def faults_of(said: Statement, card: Scorecard, stage: Stage, places: Mapping[str, Place]) -> list[Problem]:
    """Return the errors that the values of a row would make of its leaf, each at the cell of its value.

    ``card`` is the scorecard before the stage, ``places`` has the cell of each value by its name. What is compared
    within the group is left to the scoring of the group.
    """
    score = card.find(said.code)
    if not said.values or not stage.judges or not isinstance(score, LeafScore):
        return []
    leaf = score.leaf
    standing = {use.name: use.answer for use in score.inputs}
    claimed = score.claimed or NOTHING.claimed
    answers = NOTHING._replace(claimed=claimed, inputs=standing, evidence=score.evidence, reason=score.reason)
    values = {name: _read(said, score, name, text, places.get(name, said.place)) for name, text in said.values}
    act = Act(stage=stage, who=said.who, when=said.when, why=said.why, values=values, place=said.place)
    force = in_force(leaf, answers, standing, (act,), (score.stage, stage))
    _, found = score_leaf(leaf, force, agency=said.agency, rounding=card.criteria.rounding)
    errors = [fault for fault in found if fault.severity == "error" and fault.code not in _OWED]
    # A formula's fault stands at its first value: where that is the form's, the row's first value is what changed it.
    changed = next(iter(values.values())).place
    return [replace(fault, place=fault.place if fault.place.file == changed.file else changed) for fault in errors]


def _read(said: Statement, score: LeafScore, name: str, text: str, place: Place) -> Answer:
    """A value as the file of the stage will give it back."""
    asked = POINTS if name == CLAIMED else next(asked for asked in score.leaf.inputs if asked.name == name)
    cell = Cell("", 0, 0, "text", text, None, "General")
    answer, _ = read_answer(cell, Asking(asked, said.agency, said.code, place))
    return answer
