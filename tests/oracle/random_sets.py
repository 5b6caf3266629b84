"""Random criteria sets: areas, sections, criteria and leaves with every key that the definitions know."""

from collections.abc import Sequence, Set
from fractions import Fraction as F
from random import Random

from random_formulas import written
from random_rules import FAMILIES, MAX_INPUTS, Made, Rules, Tree

MAXIMA = [
    F(text) for text in ("0.2", "0.25", "0.3", "0.5", "1", "1", "1.5", "2", "2.5", "3", "5", "10", "0.125", "2/3")
]
BOUNDS = {F(text) for text in ("30", "50", "66.5", "80", "90", "100")}
TREATMENTS = ("forbidden", "exclude", "full", "zero")


class Leafy:
    """A leaf as written, with what draws values of its inputs, and who provides each of them."""

    def __init__(self, leaf: Tree, draws: Sequence[Made]) -> None:
        self.leaf = leaf
        self.draws = draws
        self.pooled = any(name in str(leaf) for name in ("'best'", "'mean'"))
        inputs, whole = leaf.get("inputs", {}), leaf.get("source", "self")
        self._sides = {name: str(inputs.get(name, {}).get("source", whole)) for name in ("points", *inputs)}

    def side(self, name: str) -> str:
        """Who provides a value of the leaf; of a value that it does not ask for, whoever provides the leaf."""
        return self._sides.get(name, self._sides["points"])


class Sets:
    """Makes one criteria set."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rules = Rules(rng)
        self.leaves: dict[str, Leafy] = {}
        self.keyed: list[tuple[str, str]] = []
        self.optional: list[str] = []

    def some(self, chance: float) -> bool:
        return self.rng.random() < chance

    def make(self) -> Tree:
        """Return the tree of a set without classes; ``leaves`` then holds its leaves."""
        rng = self.rng
        areas = [self.area(str(at)) for at in range(1, rng.randint(2, 4) + 1)]
        counted = [area["code"] for area in areas]
        for section in ("bonus", "penalty"):
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                areas.append(self.section(f"{len(areas) + 1}", section))
        self.conditions()
        tree: Tree = {
            "schema": "parscore/criteria/1",
            "id": "thu",
            "version": "2025.1",
            "title": "Bộ chỉ số thử",
            "valid": {"from": "2025-01-01", "to": "2025-12-31"},
        }
        optional = {
            "calendar": self.calendar(),
            "rounding": self.rounding(),
            "totals": self.totals(counted),
            "ranking": self.ranking(areas),
        }
        self.left_out(optional["totals"], set(counted))
        return {**tree, **{key: value for key, value in optional.items() if value}, "areas": areas}

    def left_out(self, totals: Tree, areas: Set[str]) -> None:
        """Some sources of leaves stand outside the index or are optional; something is always left in it."""
        sources = {code: leafy.leaf.get("source", "self") for code, leafy in self.leaves.items()}
        counting = {source for code, source in sources.items() if code.partition(".")[0] in areas}
        others = [source for source in ("survey", "statistics", "appraiser") if source in sources.values()]
        for key in ("leave_out", "optional"):
            named = [source for source in others if self.some(0.5)]
            if named and self.some(0.5) and counting - {*named, *totals.get("leave_out", ())}:
                totals[key] = named
        self.optional = totals.get("optional", [])

    def rounding(self) -> Tree:
        rng = self.rng
        every = {
            "at": rng.choice(("print", "leaf", "leaf", "area", "total")),
            "points": rng.choice("00123"),
            "index": rng.choice("0012"),
            "mode": rng.choice(("half_up", "half_even", "down")),
        }
        return {key: value for key, value in every.items() if self.some(0.7)}

    def calendar(self) -> Tree:
        if self.some(0.4):
            return {}
        return {"holidays": ["2025-01-27", "2025-01-28", "2025-01-29", "2025-02-01"], "working": ["2025-01-18"]}

    def totals(self, areas: Sequence[str]) -> Tree:
        rng = self.rng
        totals: Tree = {}
        if self.some(0.4):
            totals["bonus_at_most"] = rng.choice(("0.5", "1", "3"))
        if self.some(0.4):
            totals["penalty_at_most"] = rng.choice(("0.5", "1"))
        for side in ("above", "below"):
            if self.some(0.5):
                totals[side] = rng.choice(("hold", "allow"))
        if self.some(0.3):
            cut = rng.randint(1, len(areas) - 1)
            codes = rng.sample(areas, len(areas))
            held = ((part, weight) for part, weight in ((codes[:cut], "35"), (codes[cut:], rng.choice(("65", "0.5")))))
            totals["parts"] = [{"name": f"Phần {part[0]}", "weight": weight, "areas": part} for part, weight in held]
        return totals

    def ranking(self, areas: Sequence[Tree]) -> Tree:
        rng = self.rng
        items = [("area", area["code"]) for area in areas]
        for area in areas:
            for criterion in area["criteria"]:
                items.append(("criterion", criterion["code"]))
                items += [("subcriterion", leaf["code"]) for leaf in criterion.get("subcriteria", ())]
        # Items that can be left out altogether are the ones on which keys are hard to compare.
        apt = [item for item in items if item[1] in self.leaves and "exclude" in self.leaves[item[1]].leaf.values()]
        self.keyed = [rng.choice(apt or items), rng.choice(items)]
        keys = [f"{level}:{code}" for level, code in dict.fromkeys(self.keyed)]
        every = {
            "by": rng.choice(("index", "points")),
            "basis": rng.choice(("exact", "printed", "printed")),
            "ties": rng.choice(("competition", "dense", "ordinal")),
            "keys": rng.sample([*keys, "points", "index", "official_order"], rng.randint(1, 4)),
        }
        return {key: value for key, value in every.items() if self.some(0.7)}

    def classes(self, indices: Sequence[F]) -> Tree:
        """Classes; their bounds are some of the given indices, such as agencies have."""
        rng = self.rng
        near = {bound for bound in indices if 0 < bound <= 100 and len(written(bound)) < 40}
        choices = sorted(near if len(near) > 2 and self.some(0.7) else near | BOUNDS)
        bounds = sorted(rng.sample(choices, rng.randint(1, 3)), reverse=True)
        bands: list[Tree] = []
        for name, bound in zip(("Xuất sắc", "Tốt", "Khá"), bounds, strict=False):
            band = {"name": name, "at_least": written(bound)}
            band |= {"every_area": rng.choice(("20", "50", "60.5"))} if self.some(0.4) else {}
            band |= {"at_most_share": rng.choice(("20%", "34%", "50%"))} if self.some(0.4) else {}
            bands.append(band)
        bands.append({"name": "Yếu"} if self.some(0.7) else {"name": "Yếu", "at_least": "0"})
        demotions: list[Tree] = []
        if self.some(0.4):
            code = rng.choice(list(self.leaves))
            demotions.append({"reason": "Chậm", "leaf": code, "within": self.range_of_points(code)})
        if self.some(0.4):
            demotions.append({"reason": "Kỷ luật", "attribute": "ky_luat", "equals": ["Có", "bị kỷ luật"]})
        return {"basis": rng.choice(("exact", "printed")), "bands": bands} | (
            {"demotions": demotions} if demotions else {}
        )

    # --- areas, criteria, leaves -----------------------------------------------------------------------------------

    def area(self, code: str) -> Tree:
        criteria = [self.criterion(f"{code}.{at}") for at in range(1, self.rng.choice((1, 1, 2)) + 1)]
        top = sum((F(criterion["max"]) for criterion in criteria), F(0))
        return {"code": code, "name": f"Lĩnh vực {code}", "max": written(top), "criteria": criteria}

    def section(self, code: str, section: str) -> Tree:
        area = self.area(code)
        cap = self.rng.choice((F(area["max"]), F(1), F("0.5"), F("0.25")))
        return {**area, "max": written(cap), "section": section}

    def criterion(self, code: str) -> Tree:
        if self.some(0.5):
            return self.leaf(code, self.rng.choice(MAXIMA))
        tops = [self.rng.choice(MAXIMA) for _ in range(self.rng.choice((1, 2, 2)))]
        leaves = [self.leaf(f"{code}.{at}", top) for at, top in enumerate(tops, 1)]
        if len(leaves) == 2 and self.some(0.3):
            when = self.when()
            leaves = [
                self.leaf(leaf["code"], top, (when, other))
                for leaf, top, other in zip(leaves, tops, tops[::-1], strict=True)
            ]
        return {"code": code, "name": "Tiêu chí", "max": written(sum(tops, F(0))), "subcriteria": leaves}

    def leaf(self, code: str, top: F, exchange: tuple[Tree, F] | None = None) -> Tree:
        """A leaf with its rule; ``exchange``: another maximum for some agencies, made up for by a neighbour."""
        rng = self.rng
        made = self.rule(top, "v")
        leaf: Tree = {"code": code, "name": f"Tiêu chí {code}", "max": written(top)}
        leaf |= {"inputs": asked(made.inputs)} if made.inputs else {}
        leaf["rule"] = made.rule
        for key in ("no_case", "not_applicable"):
            leaf |= {key: rng.choice(TREATMENTS)} if self.some(0.8) else {}
        leaf |= {"blank": rng.choice(("zero", "missing"))} if self.some(0.2) else {}
        draws = [made]
        if exchange:
            self.variant(leaf, draws, *exchange, "w")
        elif self.some(0.25):
            for at in range(rng.choice((1, 1, 2))):
                self.variant(leaf, draws, self.when(), top, "wk"[at])
        self.sources(leaf, draws)
        self.leaves[code] = Leafy(leaf, draws)
        return leaf

    def rule(self, top: F, prefix: str, room: int = MAX_INPUTS) -> Made:
        """A rule of a random family with no more inputs than there is room for."""
        while True:
            inspected = self.some(0.06)
            made = (
                self.rules.inspection(top, prefix)
                if inspected
                else self.rules.make(self.rng.choice(FAMILIES), top, prefix)
            )
            if len(made.inputs) <= room:
                return made

    def sources(self, leaf: Tree, draws: Sequence[Made]) -> None:
        """State who provides the values of a leaf: its own source, and those of inputs that have another."""
        rng, inputs = self.rng, leaf.get("inputs", {})
        fixed = {name: source for made in draws for name, source in made.sources.items()}
        free = [name for name in inputs if name not in fixed]
        claimed = any(not made.inputs for made in draws)
        whole = rng.choice(("survey", "statistics", "appraiser", "self")) if self.some(0.2) else "self"
        if not free and not claimed:
            whole = rng.choice([*fixed.values(), "survey"])
        if whole != "self" or self.some(0.1):
            leaf["source"] = whole
        keep = rng.choice(free) if free and not claimed else ""
        for name in free:
            if name != keep and self.some(0.3):
                inputs[name]["source"] = rng.choice(("survey", "statistics", "appraiser"))
        for name, source in fixed.items():
            if source != whole or self.some(0.2):
                inputs[name]["source"] = source
        if "inspection" in fixed.values() and self.some(0.7):
            leaf["not_inspected"] = rng.choice(TREATMENTS)

    def when(self) -> Tree:
        rng = self.rng
        tests: tuple[Tree, ...] = (
            {"group": "xa"},
            {"group": "so"},
            {"attribute": "staff", "within": rng.choice(("< 50", "<= 50", ">= 50 and < 120"))},
            {"attribute": "mountain", "equals": ["có"]},
            {"attribute": "mountain", "equals": ["Không", "chưa rõ"], "group": "xa"},
        )
        return rng.choice(tests)

    def variant(self, leaf: Tree, draws: list[Made], when: Tree, top: F, prefix: str) -> None:
        """Add a variant with a rule of its own, and another maximum where ``top`` is one."""
        made = self.rule(top, prefix, MAX_INPUTS - len(leaf.get("inputs", ())))
        changed = {"max": written(top)} if top != F(leaf["max"]) else {}
        leaf.setdefault("variants", []).append({"when": when, "rule": made.rule, **changed})
        if made.inputs:
            leaf["inputs"] = {**leaf.get("inputs", {}), **asked(made.inputs)}
        draws.append(made)

    def range_of_points(self, code: str) -> str:
        """A range that some of the points of a leaf lie in."""
        top = F(self.leaves[code].leaf["max"])
        half, full = (written(bound if top != F(2, 3) else F(1, 2)) for bound in (top / 2, top))
        return self.rng.choice(
            ("> 0", "= 0", f">= {half}", f"< {half}", f"= {full}", f"< {full}", f"> 0 and <= {half}")
        )

    def conditions(self) -> None:
        """Some leaves depend on another; the one that is needed stands earlier or later, never in a circle."""
        order = self.rng.sample(list(self.leaves), len(self.leaves))
        for at, code in enumerate(order[1:], 1):
            if self.some(0.2):
                leaf, needed = self.leaves[code].leaf, self.rng.choice(order[:at])
                leaf["requires"] = {"leaf": needed, "when": self.range_of_points(needed)}
                if self.some(0.5):
                    leaf["requires"]["otherwise"] = written(F(leaf["max"]) * self.rng.choice((0, F(1, 2), F(1, 3))))


def asked(inputs: dict[str, str]) -> Tree:
    return {name: {"ask": f"Số liệu {name}", "type": kind} for name, kind in inputs.items()}
