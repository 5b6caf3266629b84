"""What is in force for a leaf: the agency's own answers, and what the stages since have made of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from parscore.engine.answers import given, nothing_written, used
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Leaf, Source
from parscore.model.rule import CLAIMED
from parscore.model.stage import Act, Stage, StageKind
from parscore.model.submission import LeafAnswers

NOTHING = LeafAnswers(Answer(AnswerState.BLANK))


class InForce(NamedTuple):
    """The values that decide a leaf at a stage.

    ``answers`` and ``figures`` hold the values the rule gets; ``received`` is what the agency itself had answered.
    ``points`` are points that a stage set by hand in the place of the rule. ``judged`` is the act that decided, by
    ``stage``; without one the first stage's values stand. ``owed`` names the problem of an appraisal that is due.
    """

    received: LeafAnswers | None
    answers: LeafAnswers | None
    figures: Mapping[str, Answer]
    stage: Stage
    acts: tuple[Act, ...] = ()
    judged: Act | None = None
    points: Answer | None = None
    owed: str = ""


def in_force(
    leaf: Leaf,
    answers: LeafAnswers | None,
    figures: Mapping[str, Answer],
    acts: Sequence[Act],
    stages: Sequence[Stage],
) -> InForce:
    """Return what is in force for a leaf after ``stages``, the last of which is the one that is scored.

    The last stage that judged the leaf decides. An appraisal is owed (PS601) where one of the stages is an appraisal,
    the leaf is the agency's own and no stage has judged it; and again (PS602) where the agency explained itself before
    an appraisal and nobody judged the leaf since, whatever it explained later.
    """
    force = InForce(answers, answers, figures, stages[0], tuple(acts))
    explained: Stage | None = None
    for act in acts:
        force = _judged(leaf, force, act) if act.stage.judges else force
        explained = None if act.stage.judges else explained or act.stage
    owed = _owed(leaf, force, explained, stages)
    return force._replace(owed=owed) if owed else force


def _judged(leaf: Leaf, force: InForce, act: Act) -> InForce:
    """Apply an act: points by hand, other inputs, or agreement with what stands."""
    force = force._replace(judged=act, stage=act.stage)
    if not act.values:
        return force
    points = set_by_hand(leaf, act)
    if points is not None:
        return force._replace(points=points)
    before = force.answers or NOTHING
    inputs = {name: answer for name, answer in act.values.items() if name != CLAIMED}
    claimed = claim_after(leaf, before.claimed, act)
    corrected = before._replace(claimed=claimed, inputs={**before.inputs, **inputs})
    return force._replace(answers=corrected, figures={**force.figures, **act.values}, points=None)


def set_by_hand(leaf: Leaf, act: Act) -> Answer | None:
    """Return the points that an act sets in the place of the rule; ``None`` where the rule goes on deciding."""
    points = act.values.get(CLAIMED)
    if points is not None and (CLAIMED not in leaf.rule.wants or points.state is AnswerState.NOT_APPLICABLE):
        return points
    return None


def claim_after(leaf: Leaf, claimed: Answer, act: Act) -> Answer:
    """Return the agency's claim after an act that gives other values.

    Values in the place of the agency's own take that of its mark "not applicable" too; those of others do not.
    """
    marked = claimed.state is AnswerState.NOT_APPLICABLE
    replaced = marked and any(leaf.source_of(name) is Source.SELF for name in act.values if name != CLAIMED)
    return act.values.get(CLAIMED) or (NOTHING.claimed if replaced else claimed)


def _owed(leaf: Leaf, force: InForce, explained: Stage | None, stages: Sequence[Stage]) -> str:
    if explained and _appraised(stages[stages.index(explained) :]):
        return "PS602"
    if leaf.source is not Source.SELF or force.judged is not None or _nothing_claimed(leaf, force):
        return ""
    return "PS601" if _appraised(stages) else ""


def _appraised(stages: Sequence[Stage]) -> bool:
    return any(stage.kind is StageKind.APPRAISAL for stage in stages)


def _nothing_claimed(leaf: Leaf, force: InForce) -> bool:
    """Whether the agency claims nothing where that is no points by itself, as in most bonus sections."""
    answers = force.answers or NOTHING
    return leaf.blank_is_zero and nothing_written(leaf, given(leaf, answers, used(leaf, answers, force.figures)))
