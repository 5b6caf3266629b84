"""A second, independent scorer, after docs/criteria.md, rules.md and stages.md: no code shared, no checks."""

import operator
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction as F
from functools import cache, lru_cache, partial
from itertools import groupby, takewhile
from typing import Any

import yaml

Mark = Enum("Mark", ["BLANK", "NOT_ASSESSED", "UNUSABLE", "NOT_INSPECTED"])
Tree = dict[str, Any]
Outcome = tuple[Any, Any, Any]  # points or none, applicable maximum, state of a leaf or whether a heading is complete
DONE, SECTIONS, HALF = ("scored", "not_applicable", True), {"bonus": 1, "penalty": -1}, F(1, 2)
SIGNS: Tree = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}
NEVER_NEGATIVE = {"proportional", "threshold", "increments", "count", "deduct", "index", "relative"}
LIMITED = {"proportional", "threshold", "interpolate"}
loaded = lru_cache(maxsize=1)(partial(yaml.load, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


@cache
def amount(text: str, full: F = F(0)) -> F:
    return full if text == "full" else F(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


@lru_cache(maxsize=None, typed=True)
def same(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def within(value: F, span: str) -> bool:
    return all(SIGNS[sign](value, amount(bound)) for sign, bound in map(str.split, span.split(" and ")))


@cache
def formula(text: str) -> Any:  # numbers become exact amounts first: Python would read them as binary
    code = compile(re.sub(r"(?<![\w.])(\d+(?:\.\d+)?%?)", r'amount("\1")', text), "formula", "eval")
    return lambda given, known={"amount": amount}: F(eval(code, known, given))


def applied(leaf: Tree, unit: Tree) -> Tree:
    for variant in leaf.get("variants", ()):
        when, fits = variant["when"], variant["when"].get("group", unit["group"]) == unit["group"]
        if fits and "attribute" in when:
            found, values = unit["attributes"].get(when["attribute"]), [*map(same, when.get("equals", ()))]
            if found is None or not (values or re.fullmatch(r"-?\d+([.,]\d+)?", found)):
                return leaf
            fits = same(found) in values if values else within(F(found.replace(",", ".")), when["within"])
        if fits:
            return {**leaf, **{key: variant[key] for key in ("rule", "max", "wanted") if key in variant}}
    return leaf


class Oracle:  # of agencies in official order: id, group, ranked, attributes; by leaf rows (or None), figures, acts
    def __init__(self, text: str, units: Sequence[Tree], without: Sequence[str], stages: Sequence[str]) -> None:
        self.tree, self.without, self.stages, self.decided, self.indices = loaded(text), without, stages, {}, {}
        self.rounding = {"at": "print", "points": "2", "index": "2", "mode": "half_up", **self.tree.get("rounding", {})}
        self.leaves = [leaf for a in self.tree["areas"] for i in a["criteria"] for leaf in i.get("subcriteria", [i])]
        for leaf in [leaf for leaf in self.leaves if "side" not in leaf]:  # once a set
            inputs, whole = leaf.get("inputs", {}), leaf.get("source", "self")
            leaf["side"] = {name: inputs.get(name, {}).get("source", whole) for name in ("points", *inputs)}
            for one in (leaf, *leaf.get("variants", [])):
                words = re.findall(r"\w+", str(one.get("rule", leaf["rule"])))
                one["wanted"] = [name for name in inputs if name in words] or ["points"]
        self.pools = {leaf["code"]: [*self.pool(leaf, units)] or [F(1)] for leaf in self.leaves}
        self.cards = {unit["id"]: self.card(unit) for unit in units}
        for unit, card in self.cards.items():
            self.indices[unit] = {c: p / m * 100 if p and m else p if m else None for c, (p, m, _) in card.items()}
        self.places: dict[str, Outcome] = {unit["id"]: (None, False, self.grade(unit, set())[1]) for unit in units}
        self.rank([unit for unit in units if unit["ranked"] and self.cards[unit["id"]]["total"][2]])

    def rounded(self, value: F, what: str, level: str = "") -> F:
        if level not in ("", self.rounding["at"]):
            return value
        size, mode = abs(value) * (scale := 10 ** int(self.rounding[what])), self.rounding["mode"]
        whole = int(size + HALF) if mode == "half_up" else round(size) if mode == "half_even" else int(size)
        return F(whole if value >= 0 else -whole, scale)

    def days_late(self, rule: Tree, sent: date) -> F:
        due, calendar = date.fromisoformat(rule["due"]), self.tree.get("calendar", {})
        days = [min(due, sent) + timedelta(at + 1) for at in range(abs((sent - due).days))]
        works = [(str(d) in calendar.get("working" if (we := d.weekday() > 4) else "holidays", ())) == we for d in days]
        return F((sum(works) if rule["days"] == "working" else len(days)) * (1 if sent > due else -1))

    def points(self, rule: Tree, top: F, given: Tree, pool: Sequence[F] = (F(1),)) -> F:  # noqa: PLR0912, PLR0915
        ((family, p),) = rule.items()
        x: Any = formula(p["of"])(given) if family in {*NEVER_NEGATIVE, *LIMITED, "tiers", "likert"} else None
        limit = p.get("at_most", "1") if family in LIMITED else "none"
        fits = (family not in NEVER_NEGATIVE or x >= 0) and (limit == "none" or x <= amount(limit))
        fits = fits and (family != "ballots" or min(given[name] for name in p["answers"]) >= 0)
        match family:
            case _ if not fits:
                pass
            case "claim":
                fits = 0 <= (x := given["points"]) <= top and x % amount(p["step"]) == 0
            case "yes_no" | "choose":
                labels = {same(option["label"]): amount(option["points"], top) for option in p.get("options", ())}
                labels = labels or {"true": amount(p.get("yes", "full"), top), "false": amount(p.get("no", "0"), top)}
                x = labels.get(same(given[p["of"]])) if "of" in p else given["points"]
                fits = x in labels.values()
            case "checklist":
                x = sum(amount(item["points"]) for item in p["items"] if given[item["of"]])
            case "all_of":
                x = top if all(given[name] for name in p["of"]) else amount(p.get("otherwise", "0"))
            case "deadline" if given[p["of"]] is False:
                x, fits = amount(p.get("never", "0")), "never" in p
            case "tiers" | "deadline":
                x = self.days_late(p, given[p["of"]]) if family == "deadline" else x
                tiers = [step["points"] for step in p["steps"] if within(x, step["when"])]
                x, fits = amount(tiers[0] if tiers else "0", top), bool(tiers)
            case "proportional" | "threshold" | "interpolate" | "index" | "likert":
                low = amount(p.get("from") or p.get("zero_below") or p.get("low", "0"))
                high = p.get("to") or p.get("full_from") or p.get("high") or p.get("scale")
                high = amount(high or ("100" if family == "index" else "1"))
                fits = family in LIMITED or low <= x <= high
                span, shared = p.get("line") == "span", p.get("line", family) in ("share", "index")
                share = (x - low) / (high - low) if span else x / high if shared else x
                x = F(0) if x < low else top if x >= high else share * top
            case "increments":
                steps = (x - amount(p["from"])) / amount(p["per"]) * (1 if p["direction"] == "up" else -1)
                steps = max(int(steps) if p["steps"] == "whole" else steps, 0)
                x = min(top, amount(p["base"]) + amount(p["add"]) * steps)
            case "count":
                x, fits = min(x * amount(p["unit"]), top), x.denominator == 1
            case "deduct":
                x = max(top - x * amount(p["per_case"]), amount(p.get("floor", "0")))
            case "ballots":
                x = sum(amount(weight) * given[name] for name, weight in p["answers"].items()) * top
                x /= sum(map(given.get, p["answers"]))
            case "place":
                place, among = given[p["of"]], F(p["among"]) if p["among"].isdigit() else given[p["among"]]
                linear, third = top * (among + 1 - place) / among, place / among * 3
                x = linear if p["by"] == "linear" else top if third <= 1 else top / 2 if third <= 2 else F(0)
                fits = place.denominator == among.denominator == 1 and 1 <= place <= among
            case "relative":
                reference = {"best": max(pool), "mean": F(sum(pool), len(pool)), **given}[p["to"]]
                x, fits = min(x / reference, F(1)) * top, reference > 0
            case "best_of" | "sum_of":
                several = [self.part(part, given) for part in p.get("alternatives") or p["parts"]]
                known = [points for points in several if points is not None]
                x = (max(known, default=F(0)) if family == "best_of" else F(sum(known))) / (len(known) == len(several))
            case "unit_mean":
                columns = ([(name, one) for one in value] for name, value in given.items() if isinstance(value, list))
                several = [self.part({**p, "max": str(top)}, dict(unit)) for unit in zip(*columns, strict=True)]
                x = F(sum(points or 0 for points in several)) / sum(points is not None for points in several)
        if not fits:
            raise ArithmeticError
        return x if isinstance(x, F) else F(x)

    def part(self, part: Tree, given: Tree) -> F | None:
        try:
            return self.points(part["rule"], amount(part["max"]), given)
        except ZeroDivisionError:
            return {"full": amount(part["max"]), "zero": F(0)}.get(part.get("no_case", ""))

    def least(self, rule: Tree) -> F:  # 0, or less where a floor or a broken condition goes below
        ((family, p),) = rule.items()
        parts = [self.least(part["rule"]) for part in p.get("alternatives") or p.get("parts") or [p] if "rule" in part]
        below = parts or [amount(p.get("floor") or p.get("otherwise", "0"))]
        return min(F(0), max(below) if family == "best_of" else sum(below, F(0)))

    def answered(self, leaf: Tree, unit: Tree) -> tuple[str, Tree, Any, int, bool]:
        code, side, wanted, whole = leaf["code"], leaf["side"], leaf["wanted"], leaf["side"]["points"]
        acts, row, figures = unit["acts"].get(code, ()), (unit["rows"] or {}).get(code), unit["figures"].get(code, {})
        judging = [(stage, values) for stage, values in acts if self.stages[stage] != "explanation"]
        judged, hand = judging[-1][0] if judging else 0, None
        for _, values in judging:
            if "points" in values and (values["points"] is Mark.NOT_ASSESSED or "points" not in wanted):
                hand = values["points"]
            elif values:
                hand, row, figures = None, {**(row or {}), **values}, {**figures, **values}
                if row.get("points") is Mark.NOT_ASSESSED and "self" in [side[name] for name in values]:
                    row["points"] = Mark.BLANK
        used = {name: (row or {} if side[name] == "self" else figures).get(name, Mark.BLANK) for name in wanted}
        told = {"points": (row or {}).get("points", Mark.BLANK), **used} if whole == "self" else used
        marked = {side[name] for name, value in told.items() if value is Mark.NOT_ASSESSED}
        data = {side[name] for name in told if told[name] is not Mark.NOT_ASSESSED and told[name] is not Mark.BLANK}
        blank = {side[name] for name, value in used.items() if value is Mark.BLANK}
        asked = {"self"} if whole == "self" else {*side.values()}
        nothing = leaf.get("blank") == "zero" and not asked & (marked | data)
        since = [0] * (whole == "self" and not judged and not nothing) + [stage for stage, _ in acts if stage > judged]
        due = any("appraisal" in self.stages[stage:] for stage in since)  # none judged, or none since an explanation
        if whole == "self" and row is None:
            state = "missing"
        elif marked:
            state = "invalid" if marked & data else "not_applicable"
        elif stop := [value for value in used.values() if value is Mark.NOT_INSPECTED or value is Mark.UNUSABLE]:
            state = "not_inspected" if Mark.NOT_INSPECTED in stop else "invalid"
        else:
            state = "scored" if not blank else "zero" if nothing else "missing" if "self" in blank else "awaiting"
        return state, used, hand, judged, due

    def pool(self, leaf: Tree, units: Sequence[Tree]) -> Iterator[F]:
        for variant, unit in ((applied(leaf, unit), unit) for unit in units):
            if variant["rule"].get("relative", {}).get("to") in ("best", "mean"):
                state, given, hand, _, due = self.answered(variant, unit)
                if state == "scored" and hand is not Mark.NOT_ASSESSED and not due:
                    with suppress(ZeroDivisionError):
                        own = formula(variant["rule"]["relative"]["of"])(given)
                        yield from [own] if own >= 0 else []

    def judged(self, leaf: Tree, top: F, state: str, given: Tree, hand: Any) -> Outcome:
        try:
            if state == "scored":
                return self.points(leaf["rule"], top, given, self.pools[leaf["code"]]), top, state
        except ArithmeticError as why:
            state = "no_case" if isinstance(why, ZeroDivisionError) else "invalid"
        if state in ("no_case", "not_applicable", "not_held", "not_inspected"):
            ways: Tree = {"exclude": (None, F(0)), "full": (top, top), "zero": (F(0), top)}
            way = ways.get({"not_held": "exclude", "not_inspected": "exclude", **leaf}.get(state, ""))
            return (*way, "not_applicable") if way else (None, top, "invalid")
        return {"zero": (F(0), top, "scored"), "by_hand": (hand, top, "scored")}.get(state, (None, top, state))

    def required(self, leaves: Tree, code: str, unit: Tree) -> Outcome:
        leaf, most, held = leaves[code], amount(leaves[code]["max"]), leaves[code].get("source") not in self.without
        state, given, hand, judged, due = self.answered(leaf, unit)
        self.decided[unit["id"], code] = judged if held else len(self.stages) - 1
        if hand is not None:
            fits = isinstance(hand, F) and self.least(leaf["rule"]) <= hand <= most
            state = "not_applicable" if hand is Mark.NOT_ASSESSED else "by_hand" if fits else "invalid"
        points, top, state = self.judged(leaf, most, state if held else "not_held", given, hand)
        if due and held and state in DONE:
            points, top, state = None, most, "awaiting"
        if (asks := leaf.get("requires")) and points is not None:
            theirs, _, other = self.required(leaves, asks["leaf"], unit)
            if theirs is not None and not within(theirs, asks["when"]):
                points = amount(asks.get("otherwise", "0"))
            points, state = (points, state) if other in DONE else (None, other)
        return None if points is None else self.rounded(points, "points", "leaf"), top, state

    def card(self, unit: Tree) -> dict[str, Outcome]:
        leaves, totals = {leaf["code"]: applied(leaf, unit) for leaf in self.leaves}, self.tree.get("totals", {})
        card, out = {code: self.required(leaves, code, unit) for code in leaves}, totals.get("leave_out", ())

        def walk(item: Tree) -> Outcome:
            if "rule" not in item:
                below = [walk(i) for i in item.get("criteria") or item["subcriteria"] if i.get("source") not in out]
                points, top = sum((one[0] for one in below if one[0]), F(0)), sum((one[1] for one in below), F(0))
                points = self.rounded(points, "points", "area") if "criteria" in item else points
                if sign := SECTIONS.get(item.get("section", "area")):
                    points, top = sign * min(points, amount(item["max"])), F(0)
                card[item["code"]] = points, top, all(one[2] in DONE for one in below)
            return card[item["code"]]

        points, maximum, done = F(0), F(0), {walk(area)[2] for area in self.tree["areas"]} == {True}
        kinds = {area["code"]: area.get("section", "area") for area in self.tree["areas"]}
        for part in totals.get("parts", [{"areas": [code for code in kinds if kinds[code] == "area"]}]):
            got, top = (sum((card[code][at] for code in part["areas"]), F(0)) for at in (0, 1))
            weight = amount(part.get("weight", str(top)))
            points, maximum = (points + got / top * weight, maximum + weight) if top else (points, maximum)
        for section, sign in SECTIONS.items():
            most = sum((sign * card[code][0] for code in kinds if kinds[code] == section), F(0))
            points += sign * min(most, amount(totals.get(f"{section}_at_most", "1000000")))
        points = points if totals.get("above") == "allow" else min(points, maximum)
        points = points if totals.get("below") == "allow" else max(points, F(0))
        return {**card, "total": (self.rounded(points, "points", "total"), maximum, done)}

    def worth(self, unit: Tree) -> list[tuple[bool, F]]:
        card, indices, ranking = self.cards[unit["id"]], self.indices[unit["id"]], self.tree.get("ranking", {})
        keys = [ranking.get("by", "index"), *takewhile(lambda key: key != "official_order", ranking.get("keys", ()))]
        values = [card["total"][0] if k == "points" else indices[k.partition(":")[2] or "total"] for k in keys]
        if ranking.get("basis") == "printed" and values[0] is not None:
            values[0] = self.rounded(values[0], keys[0])
        return [(value is not None, value or F(0)) for value in values]

    def rank(self, units: Sequence[Tree]) -> None:
        ranking, place, before = self.tree.get("ranking", {}), 0, list[str | None]()
        ordinal = ranking.get("ties") == "ordinal" or "official_order" in ranking.get("keys", ())
        for _, group in groupby(sorted(units, key=self.worth, reverse=True), self.worth):
            equals, full = list(group), set[str]()
            place = place + 1 if ranking.get("ties") == "dense" and not ordinal else len(before) + 1
            for band in filter(lambda band: "at_most_share" in band, self.tree.get("classes", {}).get("bands", ())):
                taken = before.count(band["name"]) + sum(band["name"] in self.grade(unit, full) for unit in equals)
                full |= {band["name"]} if taken > len(units) * amount(band["at_most_share"]) else set()
            for at, unit in enumerate(equals):
                self.places[unit["id"]] = (place + at * ordinal, len(equals) > 1, self.grade(unit, full)[1])
            before += [self.places[unit["id"]][2] for unit in equals]

    def grade(self, unit: Tree, full: set[str]) -> tuple[str | None, str | None]:
        card, indices, classes = self.cards[unit["id"]], self.indices[unit["id"]], self.tree.get("classes", {})
        if indices["total"] is None or not card["total"][2] or not classes:
            return None, None
        known = [indices[c] for c in ("total", *(a["code"] for a in self.tree["areas"])) if indices[c] is not None]
        known = [self.rounded(value, "index") for value in known] if classes.get("basis") == "printed" else known
        bands, lower = classes["bands"], 0
        high = [known[0] >= amount(band["at_least"]) and band["name"] not in full for band in bands[:-1]]
        even = [min(known[1:]) >= amount(band.get("every_area", "-9999")) for band in bands[:-1]]
        fit = [*map(operator.and_, high, even), True].index(True)
        for rule in classes.get("demotions", ()):
            points = card[rule["leaf"]][0] if "leaf" in rule else None
            applies = same(unit["attributes"].get(rule.get("attribute"))) in map(same, rule.get("equals", ()))
            lower += applies if points is None else within(points, rule["within"])
        landed = next(band["name"] for band in bands[min(fit + lower, len(bands) - 1) :] if band["name"] not in full)
        return str(bands[fit]["name"]), str(landed)
