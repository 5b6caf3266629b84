"""Random seasons: a criteria set as YAML text and a group of agencies as plain data; the seed alone decides."""

import json
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction as F
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from oracle import Mark, Oracle
from random_acts import Acts
from random_formulas import Row
from random_rules import Tree
from random_sets import Leafy, Sets

ATTRIBUTES = {"staff": ("49", "50", "12,5", "120", "ít", ""), "mountain": ("Có", "không", ""), "ky_luat": ("có", "")}
CODES = ("code", "version", "leaf")
SEASONS_OF_A_SET = 25
GROUP_SIZES = (2, 2, 2, 2, 3, 3, 3, 4, 5, 6)
PLAIN = re.compile(r"-?[A-Za-z0-9][\w./-]*%?")


class Season(NamedTuple):
    """A set as text, the group's id, and its agencies in official order as the oracle takes them.

    ``without`` holds the sources that the season does without, ``stages`` the kinds of its stages so far.
    """

    text: str
    group: str
    units: list[Tree]
    without: Sequence[str]
    stages: Sequence[str]


@lru_cache(maxsize=1)
def criteria(number: int) -> tuple[str, Sets]:
    """The criteria set of a number, as text, and what it was made of."""
    sets = Sets(Random(number))
    tree = sets.make()
    if sets.some(0.8):
        first = Oracle("".join(block(tree, 0)), Answers(sets, number * SEASONS_OF_A_SET).group()[1], (), ("self",))
        indices = [index for card in first.indices.values() if (index := card["total"]) is not None]
        tree["classes"] = sets.classes([*indices, *(first.rounded(index, "index") for index in indices)])
    return "".join(block(tree, 0)), sets


def season(seed: int) -> Season:
    """The season of a seed: one of several of a random criteria set."""
    text, sets = criteria(seed // SEASONS_OF_A_SET)
    answers = Answers(sets, seed)
    group, units = answers.group()
    without = [source for source in sets.optional if answers.some(0.4)]
    acts = Acts(answers.rng, answers.leaves)
    stages = acts.stages()
    return Season(text, group, [{**unit, "acts": acts.on(unit, stages)} for unit in units], without, stages)


def scalar(value: str, key: str = "") -> str:
    """Write a scalar: plain where YAML takes it as it stands, else quoted; codes always are."""
    return value if key not in CODES and PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def flow(value: Any, key: str = "") -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {flow(below, name)}" for name, below in value.items()) + "}"
    return f"[{', '.join(map(flow, value))}]" if isinstance(value, list) else scalar(value, key)


def block(tree: Tree, indent: int) -> Iterator[str]:
    """Write a mapping, one key a line; the items of the tree stand below each other."""
    for at, (key, value) in enumerate(tree.items()):
        start = " " * indent if at or not indent else " " * (indent - 2) + "- "
        if key in ("areas", "criteria", "subcriteria"):
            yield f"{start}{key}:\n"
            for item in value:
                yield from block(item, indent + 4)
        else:
            yield f"{start}{key}: {flow(value, key)}\n"


class Answers:
    """Draws what the agencies of a group hand in, and what others provide for them."""

    def __init__(self, sets: Sets, seed: int) -> None:
        self.rng = sets.rng  # the rules draw from it too
        self.rng.seed(f"answers {seed}")
        self.leaves = sets.leaves
        self.keyed = [code for _, code in sets.keyed]

    def some(self, chance: float) -> bool:
        return self.rng.random() < chance

    def group(self) -> tuple[str, list[Tree]]:
        """A group of two to six agencies, mostly few; some are alike, so that there are ties."""
        rng = self.rng
        name = rng.choice(("so", "xa"))
        units: list[Tree] = []
        for at in range(rng.choice(GROUP_SIZES)):
            tidy = self.some(0.8)
            unit: Tree = {"id": f"A{at}", "group": name, "ranked": self.some(0.9), "attributes": self.attributes()}
            unit["acts"] = {}
            copied = rng.choice(units) if units and self.some(0.6) else None
            unit |= {key: copied[key] for key in ("rows", "figures")} if copied else self.answers(tidy)
            if copied and self.some(0.5):
                unit["attributes"] = copied["attributes"]
            if copied and unit["rows"] and self.some(0.6):
                keyed = [code for code in self.keyed if code in unit["rows"]]
                changed = rng.choice(keyed if keyed and self.some(0.5) else list(unit["rows"]))
                unit["rows"] = {**unit["rows"], changed: self.changed(changed, unit["rows"][changed], tidy)}
            units.append(unit)
        return name, units

    def changed(self, code: str, row: Row, tidy: bool) -> Row:
        """Other answers on a leaf: a case more or less, not assessed, or anything."""
        large = [name for name, value in row.items() if isinstance(value, F) and value > 4]
        if large and self.some(0.6):
            name = self.rng.choice(large)
            return {**row, name: row[name] + self.rng.choice((-1, 1))}
        return {"points": Mark.NOT_ASSESSED} if self.some(0.5) else self.row(self.leaves[code], tidy)

    def attributes(self) -> dict[str, str]:
        return {name: self.rng.choice(values) for name, values in ATTRIBUTES.items() if self.some(0.85)}

    def answers(self, tidy: bool) -> Tree:
        rows: dict[str, Row] = {}
        figures: dict[str, Row] = {}
        for code, leafy in self.leaves.items():
            whole = self.row(leafy, tidy, claims=leafy.side("points") == "self")
            own = {name: value for name, value in whole.items() if leafy.side(name) == "self"}
            if leafy.side("points") == "self" and (tidy or self.some(0.97)):
                rows[code] = own
            if len(own) < len(whole) and (tidy or self.some(0.9)):
                figures[code] = {name: value for name, value in whole.items() if name not in own}
            # What an agency writes where somebody else provides the figures changes nothing.
            if leafy.side("points") != "self" and self.some(0.3):
                rows[code] = self.row(leafy, tidy=True)
            elif code in rows and self.some(0.3):
                rows[code] = {**self.row(leafy, tidy=True), **dict.fromkeys(self.asked(leafy), Mark.BLANK), **own}
        return {"rows": rows if tidy or self.some(0.95) else None, "figures": figures}

    def asked(self, leafy: Leafy) -> list[str]:
        """What the form asks for on a leaf."""
        return ["points", *(name for name in leafy.leaf.get("inputs", ()) if leafy.side(name) == "self")]

    def row(self, leafy: Leafy, tidy: bool, claims: bool = True) -> Row:
        """Answers on one leaf: values by the rule and its variants; or none, a mark, or both."""
        row = {name: value for made in leafy.draws for name, value in made.draw(tidy).items()}
        names = [name for name in leafy.leaf.get("inputs", ()) if leafy.side(name) != "inspection"]
        names += ["points"] if claims or "points" in row or not names else []
        if "points" not in row and claims and self.some(0.3):
            row["points"] = F(self.rng.randint(0, 8), 4)
        # Others mostly give what they have to, whatever the agency writes.
        given = leafy.side("points") == "self" and self.some(0.8)
        others = {name: row[name] for name in row if given and leafy.side(name) != "self"}
        mark = self.rng.choice((Mark.NOT_ASSESSED, Mark.BLANK, Mark.UNUSABLE, None))
        if tidy and leafy.leaf.get("not_applicable", "forbidden") != "forbidden" and self.some(0.2):
            return {**others, "points" if claims else self.rng.choice(names): Mark.NOT_ASSESSED}
        if tidy and leafy.leaf.get("blank") == "zero" and self.some(0.4):
            return others
        if tidy or mark is None or self.some(0.7):
            return row
        if self.some(0.5):
            return {**row, self.rng.choice(names): mark}
        return {self.rng.choice(names): mark}
