"""Random rules of every family, sound for their maximum, each with answers that lie on its boundaries."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction as F
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from oracle import Mark
from random_formulas import Formula, Row, formula, written

Tree = dict[str, Any]


class Made(NamedTuple):
    """A rule, the types of its inputs, and a way to draw values of them (``tidy``: such as the rule accepts).

    ``sources`` holds the inputs that can come from one source only.
    """

    rule: Tree
    inputs: dict[str, str]
    draw: Callable[[bool], Row]
    sources: Mapping[str, str] = MappingProxyType({})


class Rules:
    """Makes random rules for a maximum; every input begins with the given prefix."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def make(self, family: str, top: F, prefix: str) -> Made:
        """A random rule of a family."""
        made: Made = getattr(self, family)(top, prefix)
        return made

    def some_points(self, top: F) -> F:
        """Points from 0 to the maximum."""
        return self.rng.choice((F(0), top, top / 2, top * self.rng.randint(0, 20) / 20))

    def stated(self, points: F, top: F) -> str:
        return "full" if points == top and self.rng.random() < 0.7 else written(points)

    def near(self, bounds: Sequence[F], low: F | None, high: F | None, tidy: bool) -> F:
        """A value on a bound, beside one or anywhere between the least and the greatest."""
        rng = self.rng
        value = rng.choice(bounds)
        kind = rng.choice(("on", "on", "on", "between", "beside", "beyond"))
        if kind == "between":
            least = min(bounds)
            value = least + (max(bounds) - least) * F(rng.randint(0, 24), 24)
        elif kind != "on":
            value += 1 if kind == "beyond" else rng.choice(BESIDE)
        if tidy:
            value = max(value, low) if low is not None else value
            value = min(value, high) if high is not None else value
        return value

    def of_rate(
        self, family: str, made: Formula, params: Tree, bounds: Sequence[F], accepted: tuple[F | None, F | None]
    ) -> Made:
        """A rule over a formula whose values lie on the bounds or beside them, within the accepted ones if tidy."""
        low, high = accepted

        def draw(tidy: bool) -> Row:
            return made.solve(self.near(bounds, low, high, tidy), tidy)

        return Made({family: {"of": made.text, **params}}, made.inputs, draw)

    # --- points, answers and options -------------------------------------------------------------------------------

    def claim(self, top: F, _: str) -> Made:
        step = top / self.rng.choice((1, 2, 4, 5, 6))

        def draw(tidy: bool) -> Row:
            if tidy or self.rng.random() < 0.6:
                return {"points": step * self.rng.randint(0, int(top / step))}
            return {"points": self.near((F(0), step, top), None, None, tidy=False)}

        return Made({"claim": {"step": written(step)}}, {}, draw)

    def yes_no(self, top: F, prefix: str) -> Made:
        other = self.rng.choice((F(0), F(0), top / 4))
        yes, no = (top, other) if self.rng.random() < 0.8 else (other, top)
        params = {"yes": self.stated(yes, top), "no": self.stated(no, top)}
        if self.rng.random() < 0.5:
            params = {key: text for key, text in params.items() if (key, text) not in (("yes", "full"), ("no", "0"))}
        if self.rng.random() < 0.3:
            claims = (yes, no, yes, no, (yes + no) / 2, top + 1)
            return Made({"yes_no": params}, {}, lambda tidy: {"points": self.rng.choice(claims[: 2 if tidy else 6])})
        name = f"{prefix}q"
        return Made({"yes_no": {"of": name, **params}}, {name: "yes_no"}, lambda _: {name: self.rng.random() < 0.6})

    def choose(self, top: F, prefix: str) -> Made:
        rng = self.rng
        labels = rng.sample(("Kịp thời", "Không kịp thời", "Không ban hành", "Hoàn thành tốt"), rng.randint(2, 4))
        points = [top, *rng.sample((F(0), top / 2, top / 4), len(labels) - 1)]
        rng.shuffle(points)
        options = [
            {"label": label, "points": self.stated(worth, top)} for label, worth in zip(labels, points, strict=True)
        ]
        if rng.random() < 0.3:
            claims = [*points, top / 8, top * 2]
            return Made(
                {"choose": {"options": options}},
                {},
                lambda tidy: {"points": rng.choice(claims[: len(points) if tidy else None])},
            )
        name = f"{prefix}c"

        def draw(tidy: bool) -> Row:
            label = rng.choice(labels if tidy or rng.random() < 0.8 else ("Không", "kip thoi"))
            return {name: rng.choice((label, label.upper(), f"  {label.replace(' ', '  ')} "))}

        return Made({"choose": {"of": name, "options": options}}, {name: "choice"}, draw)

    def checklist(self, top: F, prefix: str) -> Made:
        count = self.rng.randint(2, 4)
        shares = [F(self.rng.randint(1, 4)) for _ in range(count)]
        items = [
            {"of": f"{prefix}i{at}", "points": written(top * share / sum(shares))} for at, share in enumerate(shares)
        ]
        names = [str(item["of"]) for item in items]
        return Made(
            {"checklist": {"items": items}},
            dict.fromkeys(names, "yes_no"),
            lambda _: {name: self.rng.random() < 0.6 for name in names},
        )

    def all_of(self, top: F, prefix: str) -> Made:
        names = [f"{prefix}a{at}" for at in range(self.rng.randint(2, 3))]
        params: Tree = {"of": names}
        if self.rng.random() < 0.6:
            params["otherwise"] = written(self.rng.choice((F(0), top / 4, F(-1, 4), F(-1, 2), top * F(-5, 4))))
        return Made(
            {"all_of": params},
            dict.fromkeys(names, "yes_no"),
            lambda _: {name: self.rng.random() < 0.8 for name in names},
        )

    # --- rates and numbers -----------------------------------------------------------------------------------------

    def limit(self, at_least: F = F(1)) -> tuple[Tree, F | None]:
        """A largest accepted value, stated or not."""
        most = self.rng.choice((None, None, max(F(1), at_least), max(F(6, 5), at_least), F(0)))
        if most is None and at_least <= 1:
            return {}, F(1)
        return ({"at_most": written(most, percent=True)}, most) if most else ({"at_most": "none"}, None)

    def proportional(self, top: F, prefix: str) -> Made:
        made = formula(self.rng, prefix, ("percent", "number", "count"))
        params = self.rng.choice(({}, {}, {"at_most": "100%"}, {"at_most": "1"}))
        return self.of_rate("proportional", made, params, (F(0), F(1), F(1, 3)), (F(0), F(1)))

    def threshold(self, top: F, prefix: str) -> Made:
        rng = self.rng
        low = F(rng.choice((5, 50, 70, 80, 95)), 100)
        full = rng.choice((F(1), F(1), (low + 1) / 2))
        params, most = self.limit(full)
        params |= {"zero_below": written(low, percent=rng.random() < 0.8)}
        params |= {"full_from": written(full, percent=True)} if full < 1 or rng.random() < 0.2 else {}
        made = formula(rng, prefix, ("percent", "number", "count"))
        return self.of_rate("threshold", made, params, (F(0), low, full, most or F(2)), (F(0), most))

    def interpolate(self, top: F, prefix: str) -> Made:
        rng = self.rng
        line = rng.choice(("span", "share"))
        low = F(rng.choice((0, 10, 25, 40) if line == "share" else (-10, 0, 20, 25)), 100)
        high = low + F(rng.choice((10, 25, 40, 200)), 100)
        params, most = self.limit(high)
        params |= {"from": written(low, percent=True), "to": written(high, percent=True), "line": line}
        return self.of_rate("interpolate", formula(rng, prefix), params, (low, high, most or high + 1), (None, most))

    def ladder(self, top: F, bounds: Sequence[F], whole: bool, percent: bool, closed_top: bool) -> list[Tree]:
        """Tiers over bounds from low to high without gap or overlap; the lowest and maybe the highest end are open."""
        rng = self.rng
        worth = [top, *(self.some_points(top) for _ in bounds)]
        rng.shuffle(worth)
        steps = []
        low = ""
        for at, bound in enumerate(bounds):
            upper = rng.random() < 0.5
            text = written(bound, percent=percent)
            steps.append({"when": f"{low}{'<=' if upper else '<'} {text}", "points": self.stated(worth[at], top)})
            start = f"> {text}" if upper else f">= {text}"
            if whole and upper and rng.random() < 0.5:
                start = f">= {written(bound + 1)}"
            low = f"{start} and "
        end = f" and <= {written(bounds[-1] + 1, percent=percent)}" if closed_top else ""
        steps.append({"when": low.removesuffix(" and ") + end, "points": self.stated(worth[-1], top)})
        if rng.random() < 0.5:
            steps.reverse()
        return steps

    def tiers(self, top: F, prefix: str) -> Made:
        rng = self.rng
        percent = rng.random() < 0.7
        choices = (F(0), F(1, 5), F(1, 2), F(7, 10), F(9, 10)) if percent else (F(0), F(1), F(2), F(5), F(20))
        bounds = sorted(rng.sample(choices, rng.randint(1, 3)))
        closed = rng.random() < 0.5
        made = formula(rng, prefix, ("number", "count", "yes_no") if not percent else ("percent", "number", "count"))
        params = {"steps": self.ladder(top, bounds, False, percent, closed)}
        values = (*bounds, bounds[-1] + 1)
        return self.of_rate("tiers", made, params, values, (None, bounds[-1] + 1 if closed else None))

    def increments(self, top: F, prefix: str) -> Made:
        rng = self.rng
        base = top * rng.choice((0, 0, 1, 2)) / 5
        add = (top - base) / rng.choice((1, 2, 3, F(5, 2)))
        direction = rng.choice(("up", "down"))
        percent = rng.random() < 0.3
        per = F(rng.choice((1, 2, 5)), 100 if percent else 1)
        reach = (-((base - top) // add)) * per
        start = reach + per * rng.randint(0, 3) if direction == "down" else per * rng.choice((0, 1, 10))
        params = {
            "from": written(start, percent=percent),
            "base": written(base),
            "per": written(per, percent=percent),
            "add": written(add),
            "direction": direction,
            "steps": rng.choice(("whole", "partial")),
        }
        sign = 1 if direction == "up" else -1
        bounds = [F(0), start + sign * reach, *(start + sign * per * at for at in (0, F(1, 2), 1, 2, -1))]
        return self.of_rate("increments", formula(rng, prefix), params, bounds, (F(0), None))

    def count(self, top: F, prefix: str) -> Made:
        rng = self.rng
        x, y = f"{prefix}x", f"{prefix}y"
        unit = top / rng.choice((1, 2, 3, 5, F(7, 2)))
        text, inputs = rng.choice(
            ((x, {x: "count"}), (f"{x} + {y}", {x: "count", y: "yes_no"}), (f"{x} / {y}", {x: "count", y: "count"}))
        )

        def draw(tidy: bool) -> Row:
            number = F(rng.choice((0, 1, 2, 3, 4, 5, 6, 40) if tidy else (0, 1, 2, 5, 6, -1)))
            if inputs.get(y) == "yes_no":
                return {x: number, y: rng.random() < 0.5}
            if y not in inputs:
                return {x: number}
            under = F(rng.choice((1, 2, 4)))
            return (
                {x: number * under, y: under} if tidy or rng.random() < 0.6 else {x: number, y: F(rng.choice((0, 2)))}
            )

        return Made({"count": {"of": text, "unit": written(unit)}}, inputs, draw)

    def deduct(self, top: F, prefix: str) -> Made:
        rng = self.rng
        per_case = top / rng.choice((1, 2, 4, F(5, 4), 3))
        params: Tree = {"per_case": written(per_case)}
        floor = rng.choice((None, F(0), top / 2, F(-1, 4), F(-1, 2), -top))
        params |= {} if floor is None else {"floor": written(floor)}
        to_floor = (top - (floor or 0)) / per_case
        bounds = (F(0), F(1), to_floor, to_floor + 1)
        return self.of_rate("deduct", formula(rng, prefix, ("number", "count", "yes_no")), params, bounds, (F(0), None))

    def index(self, top: F, prefix: str) -> Made:
        scale = self.rng.choice((F(100), F(5), F(10), F(1, 3)))
        params = {"scale": written(scale)} if scale != 100 or self.rng.random() < 0.3 else {}
        made = formula(self.rng, prefix, ("number",))
        return self.of_rate("index", made, params, (F(0), scale, scale / 2), (F(0), scale))

    def likert(self, top: F, prefix: str) -> Made:
        low, high = self.rng.choice(((F(1), F(5)), (F(0), F(4)), (F(1), F(10)), (F(-2), F(2))))
        line = "span" if low < 0 else self.rng.choice(("span", "share"))
        params = {"low": written(low), "high": written(high), "line": line}
        made = formula(self.rng, prefix, ("number",))
        return self.of_rate("likert", made, params, (low, high, (low + high) / 2), (low, high))

    # --- counts of answers, places, dates --------------------------------------------------------------------------

    def ballots(self, top: F, prefix: str) -> Made:
        rng = self.rng
        weights = rng.choice(((100, 0), (100, 60, 20, 0), (100, F(100, 3).__floor__(), 0)))
        names = {f"{prefix}b{at}": written(F(weight, 100), percent=True) for at, weight in enumerate(weights)}

        def draw(tidy: bool) -> Row:
            kind = rng.random()
            if kind < (0.05 if tidy else 0.2):
                return dict.fromkeys(names, F(0))
            counts = {name: F(rng.choice((0, 1, 7, 40))) for name in names}
            counts[f"{prefix}b0"] += 1
            return counts if tidy or kind > 0.5 else {**counts, f"{prefix}b1": F(-1)}

        return Made({"ballots": {"answers": names}}, dict.fromkeys(names, "count"), draw)

    def place(self, top: F, prefix: str) -> Made:
        rng = self.rng
        p, n = f"{prefix}p", f"{prefix}n"
        by, stated = rng.choice(("thirds", "linear")), rng.random() < 0.5
        length = rng.choice((3, 9, 10, 11, 63))

        def draw(tidy: bool) -> Row:
            among = length if stated else rng.choice((1, 2, 9, 10) if tidy else (0, 1, 2, 9, 10, -1))
            third = max(among // 3, 1)
            place = F(rng.choice((1, third, third + 1, 2 * third, 2 * third + 1, among)))
            place = min(place, F(max(among, 1))) if tidy else place + rng.choice((0, 0, 0, -1, 1, F(1, 2)))
            return {p: place} if stated else {p: place, n: F(among) + (0 if tidy or rng.random() < 0.9 else F(1, 2))}

        params = {"of": p, "among": str(length) if stated else n, "by": by}
        return Made({"place": params}, {p: "number"} if stated else {p: "number", n: "count"}, draw)

    def deadline(self, top: F, prefix: str) -> Made:
        rng = self.rng
        name, due = f"{prefix}d", date(2025, 1, 15) + timedelta(rng.choice((0, 2, 3, 9, 12, 120)))
        bounds = [F(bound) for bound in sorted(rng.sample((-3, 0, 2, 5, 10), rng.randint(1, 2)))]
        params: Tree = {"of": name, "due": str(due), "days": rng.choice(("calendar", "working"))}
        params["steps"] = self.ladder(top, bounds, whole=True, percent=False, closed_top=False)
        never = rng.random() < 0.6
        params |= {"never": written(self.some_points(top))} if never else {}

        def draw(tidy: bool) -> Row:
            if rng.random() < 0.12 and (never or not tidy):
                return {name: False}
            return {name: due + timedelta(rng.choice((-9, -4, -3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 30)))}

        return Made({"deadline": params}, {name: "date"}, draw)

    # --- compared and composed -------------------------------------------------------------------------------------

    def relative(self, top: F, prefix: str) -> Made:
        rng = self.rng
        made = formula(rng, prefix)
        to, inputs = rng.choice(("best", "mean", f"{prefix}r")), dict(made.inputs)
        if to == f"{prefix}r":
            inputs[to] = rng.choice(("number", "percent"))

        def draw(tidy: bool) -> Row:
            value = self.near((F(0), F(0), F(1, 2), F(1), F(3)), F(0), None, tidy)
            row = made.solve(value, tidy)
            reference = rng.choice((value or F(1), F(1, 2), F(1)) if tidy else (value, F(1, 2), F(0), F(-1, 10)))
            return {**row, to: reference} if to in inputs else row

        return Made({"relative": {"of": made.text, "to": to}}, inputs, draw)

    def parts(
        self, tops: Sequence[F], prefix: str, deep: bool
    ) -> tuple[list[Tree], dict[str, str], Callable[[bool], Row], dict[str, str]]:
        """Parts of a composed rule, one for each maximum, none over claimed points or the group; one over units."""
        rng = self.rng
        parts: list[Tree] = []
        inputs: dict[str, str] = {}
        sources: dict[str, str] = {}
        draws = []
        for at, top in enumerate(tops):
            while True:
                family = rng.choice(SIMPLE if deep or rng.random() < 0.7 else (*COMPOSED, "unit_mean"))
                made = self.make(family, top, f"{prefix}{'efg'[at]}")
                pooled = any(name in str(made.rule) for name in ("'best'", "'mean'"))
                if made.inputs and not pooled and not (sources and made.sources):
                    break
            part: Tree = {"max": written(top), "rule": made.rule}
            part |= {"no_case": rng.choice(("full", "zero"))} if rng.random() < 0.6 else {}
            parts.append(part)
            inputs |= made.inputs
            sources.update(made.sources)
            draws.append(made.draw)

        def draw(tidy: bool) -> Row:
            return {name: value for one in draws for name, value in one(tidy).items()}

        return parts, inputs, draw, sources

    def best_of(self, top: F, prefix: str) -> Made:
        tops = [top, top * F(self.rng.randint(1, 4), 4)]
        self.rng.shuffle(tops)
        parts, *others = self.parts(tops, prefix, deep=len(prefix) > 1)
        return Made({"best_of": {"alternatives": parts}}, *others)

    def sum_of(self, top: F, prefix: str) -> Made:
        shares = self.rng.choice(((1, 1), (9, 1), (1, 2), (1, 1, 2)))
        parts, *others = self.parts([top * share / sum(shares) for share in shares], prefix, deep=len(prefix) > 1)
        return Made({"sum_of": {"parts": parts}}, *others)

    # --- subordinate units and inspections -------------------------------------------------------------------------

    def unit_mean(self, top: F, prefix: str) -> Made:
        """A rule over units; inside another rule it holds a simple one, so that rules stand at most three deep."""
        while True:
            family = self.rng.choice(SIMPLE if len(prefix) > 1 else (*SIMPLE, *COMPOSED))
            made = self.make(family, top, f"{prefix}u")
            if made.inputs and not any(name in str(made.rule) for name in ("'best'", "'mean'")):
                break

        def draw(tidy: bool) -> Row:
            units = [made.draw(tidy) for _ in range(self.rng.choice((1, 2, 2, 3)))]
            return {name: [unit[name] for unit in units] for name in made.inputs}

        return Made({"unit_mean": {"rule": made.rule}}, made.inputs, draw, dict.fromkeys(made.inputs, "units"))

    def inspection(self, top: F, prefix: str) -> Made:
        """A rule over the findings of inspections; some agencies were not inspected. Some add a value of their own."""
        added = f"{prefix}o"
        tiers = [{"when": "<= 1", "points": "full"}, {"when": "> 1", "points": "0"}]
        rules: tuple[Tree, ...] = (
            {"deduct": {"of": "unhandled", "per_case": written(top / 4)}},
            {"deduct": {"of": f"unhandled + {added}", "per_case": written(top / 4)}},
            {"proportional": {"of": f"handled / (findings + {added})"}},
            {"proportional": {"of": "handled / findings"}},
            {"threshold": {"of": "handled / (handled + unhandled)", "zero_below": "70%"}},
            {"tiers": {"of": "findings", "steps": tiers}},
        )
        rule = self.rng.choice(rules)
        names = [name for name in ("findings", "handled", "unhandled") if re.search(rf"\b{name}\b", str(rule))]
        own = [added] if added in str(rule) else []

        def draw(_: bool) -> Row:
            handled, unhandled = (F(self.rng.choice((0, 0, 1, 2, 5))) for _ in range(2))
            counts = {"findings": handled + unhandled, "handled": handled, "unhandled": unhandled}
            seen = self.rng.random() < 0.75
            found: Row = {name: counts[name] if seen else Mark.NOT_INSPECTED for name in names}
            return {**found, **{name: F(self.rng.choice((0, 0, 1, 3))) for name in own}}

        return Made(rule, dict.fromkeys([*names, *own], "count"), draw, dict.fromkeys(names, "inspection"))


BESIDE = (F(-1, 10**9), F(1, 10**9))
COMPOSED = ("best_of", "sum_of")
SIMPLE = (
    "all_of", "ballots", "checklist", "choose", "claim", "count", "deadline", "deduct", "increments", "index",
    "interpolate", "likert", "place", "proportional", "relative", "threshold", "tiers", "yes_no",
)  # fmt: skip
FAMILIES = (*SIMPLE, *COMPOSED, "unit_mean")
MAX_INPUTS = 6
