"""Random stages after the self-assessment, and what they say of the leaves of an agency."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction as F
from random import Random

from oracle import Mark
from random_formulas import Row
from random_rules import Tree
from random_sets import Leafy

SELF = ("self",)
STAGES = (
    ("self", "appraisal"),
    ("self", "appraisal", "explanation"),
    ("self", "appraisal", "explanation", "appraisal"),
    ("self", "appraisal", "explanation", "appraisal", "council"),
    ("self", "explanation", "appraisal", "explanation"),
    ("self", "explanation", "appraisal", "explanation", "appraisal"),
    ("self", "explanation", "council"),
    ("self", "council"),
)
BESIDE = F(1, 10**9)
BELOW = re.compile(r"'(?:floor|otherwise)': '(-[\d./]+)'")


class Acts:
    """Draws stages, and the acts of each of them: mostly agreement."""

    def __init__(self, rng: Random, leaves: Mapping[str, Leafy]) -> None:
        self.rng = rng
        self.leaves = leaves

    def some(self, chance: float) -> bool:
        return self.rng.random() < chance

    def stages(self) -> Sequence[str]:
        """The kinds of the stages so far; more than half of the seasons are only self-assessed."""
        return self.rng.choice(STAGES) if self.some(0.45) else SELF

    def on(self, unit: Tree, stages: Sequence[str]) -> Tree:
        """The acts on an agency by leaf: the number of the stage and the values that it sets; none is agreement."""
        if len(stages) == 1:
            return {}
        thorough = self.some(0.85)
        drawn = {code: self.acts(leafy, unit, stages, thorough) for code, leafy in self.leaves.items()}
        return {code: acts for code, acts in drawn.items() if acts}

    def acts(self, leafy: Leafy, unit: Tree, stages: Sequence[str], thorough: bool) -> list[tuple[int, Row]]:
        """What the stages say of a leaf: an appraisal that takes care judges it, and answers what was explained."""
        acts: list[tuple[int, Row]] = []
        own = leafy.side("points") == "self"
        often = 0.3 if leafy.pooled or self.some(0.15) else 0.06  # what is in force of a pooled leaf counts for all
        bonus = leafy.leaf.get("blank") == "zero"
        for at, kind in enumerate(stages[1:], 1):
            waits = (own and not acts and not bonus) or (bool(acts) and stages[acts[-1][0]] == "explanation")
            judges = kind == "appraisal" and self.some((0.98 if thorough else 0.75) if waits else 0.1)
            if self.some(max(often, 0.2) if kind == "appraisal" and waits else often):
                acts.append((at, self.values(leafy) if self.some(0.8) else {}))
            elif judges:
                acts.append((at, {}))
        return acts

    def values(self, leafy: Leafy) -> Row:
        """Points by hand, within their bounds, on them or outside, a mark, or other inputs."""
        rng, leaf = self.rng, leafy.leaf
        inputs = [name for name in leaf.get("inputs", ()) if leafy.side(name) != "units"]
        values = {name: value for made in leafy.draws for name, value in made.draw(True).items()}
        values = {name: values[name] for name in inputs if not isinstance(values[name], Mark)}
        if values and self.some(0.5):
            changed = {name: values[name] for name in rng.sample(list(values), rng.randint(1, len(values)))}
            return {**changed, rng.choice(list(changed)): Mark.UNUSABLE} if self.some(0.05) else changed
        top = F(leaf["max"])
        below = [F(bound) for bound in BELOW.findall(str(leaf["rule"]))]
        low = rng.choice((sum(below, F(0)), max(below, default=F(0)), F(0)))
        if self.some(0.1 if leaf.get("not_applicable", "forbidden") == "forbidden" else 0.3):
            return {"points": Mark.NOT_ASSESSED}
        outside = (low - BESIDE, top + BESIDE, low - 1, -BESIDE, Mark.UNUSABLE)
        return {"points": rng.choice(outside if self.some(0.15) else (F(0), top, low, top / 2, top / 3))}
