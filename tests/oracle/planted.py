"""Bugs planted in the oracle, one at a time: a comparison that did not notice them would be worth nothing.

Each is a line of the oracle as it stands and as it would be wrong. Some are slips of the hand (a bound that is open
instead of closed), others a wrong reading of the rules (a demoted agency that keeps its class).
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from oracle import Mark, Oracle

SOURCE = Path(__file__).with_name("oracle.py").read_text(encoding="utf-8")

BUGS = {
    "bounds: >= open": ('">=": operator.ge', '">=": operator.gt'),
    "bounds: > closed": ('">": operator.gt', '">": operator.ge'),
    "bounds: <= open": ('"<=": operator.le', '"<=": operator.lt'),
    "bounds: < closed": ('"<": operator.lt', '"<": operator.le'),
    "labels: compared as written": (".casefold().split())", ".split())"),
    "percent as a number": ("(100 if text.endswith", "(1 if text.endswith"),
    "claim: the maximum refused": ('(x := given["points"]) <= top', '(x := given["points"]) < top'),
    "claim: off the grid": ('x % amount(p["step"]) == 0', "True"),
    "yes_no: no is always 0": ('"false": amount(p.get("no", "0"), top)', '"false": F(0)'),
    "all_of: one is enough": (
        'top if all(given[name] for name in p["of"])',
        'top if any(given[name] for name in p["of"])',
    ),
    "all_of: never negative": (
        'else amount(p.get("otherwise", "0"))',
        'else max(F(0), amount(p.get("otherwise", "0")))',
    ),
    "deadline: never issued is 0": ('x, fits = amount(p.get("never", "0"))', "x, fits = F(0)"),
    "deadline: the due day is late": ("timedelta(at + 1) for at", "timedelta(at) for at"),
    "deadline: make-up days forgotten": ('"working" if (we', '"none" if (we'),
    "threshold: exactly zero_below is 0": (
        "x = F(0) if x < low else top if",
        'x = F(0) if x < low or (x == low and family == "threshold") else top if',
    ),
    "threshold: full_from ignored": ('or p.get("full_from") or', "or"),
    "threshold: at_most ignored": ('limit == "none" or x <= amount(limit)', "True"),
    "rates: negative accepted": ("(family not in NEVER_NEGATIVE or x >= 0)", "True"),
    "interpolate: share for span": (
        'span, shared = p.get("line") == "span"',
        'span, shared = p.get("line") == "span" and family != "interpolate"',
    ),
    "interpolate: the lower bound is 0": (
        "x = F(0) if x < low else top if",
        'x = F(0) if x < low or (x == low and family == "interpolate") else top if',
    ),
    "increments: parts of a step count": ('max(int(steps) if p["steps"] == "whole" else steps, 0)', "max(steps, 0)"),
    "increments: no cap": ('x = min(top, amount(p["base"])', 'x = max(F(0), amount(p["base"])'),
    "increments: falls before the mark": ("else steps, 0)", "else steps, -1)"),
    "count: no cap": ('min(x * amount(p["unit"]), top)', 'x * amount(p["unit"])'),
    "count: halves counted": ("x.denominator == 1\n", "True\n"),
    "deduct: floor ignored": ('amount(p.get("floor", "0"))', "F(0)"),
    "index: the top refused": ("or low <= x <= high", "or low <= x < high"),
    "likert: share for span": (
        'span, shared = p.get("line") == "span"',
        'span, shared = p.get("line") == "span" and family != "likert"',
    ),
    "ballots: a negative count": ('min(given[name] for name in p["answers"]) >= 0', "True"),
    "ballots: weights ignored": ("sum(amount(weight) * given[name]", "sum(given[name]"),
    "place: first third open": ("top if third <= 1 else", "top if third < 1 else"),
    "place: second third open": ("top / 2 if third <= 2", "top / 2 if third < 2"),
    "place: linear from 0": ("top * (among + 1 - place) / among", "top * (among - place) / among"),
    "place: halves accepted": ("place.denominator == among.denominator == 1 and ", ""),
    "relative: more than the maximum": ("min(x / reference, F(1)) * top", "x / reference * top"),
    "relative: the least for the best": ('"best": max(pool', '"best": min(pool'),
    "relative: mean of the median kind": ("F(sum(pool), len(pool))", "F(sum(pool), max(len(pool) - 1, 1))"),
    "relative: the pool without the zeros": ("yield from [own] if own >= 0", "yield from [own] if own > 0"),
    "best_of: the worst": (
        'max(known, default=F(0)) if family == "best_of"',
        'min(known, default=F(0)) if family == "best_of"',
    ),
    "parts: no case in a part is 0": (
        '"zero": F(0)}.get(part.get("no_case", ""))',
        '"zero": F(0)}.get(part.get("no_case", "zero"))',
    ),
    "parts: full for zero": (
        'return {"full": amount(part["max"]), "zero": F(0)}',
        'return {"full": amount(part["max"]), "zero": amount(part["max"])}',
    ),
    "variants: ignored": ('for variant in leaf.get("variants", ()):', "for variant in ():"),
    "variants: the last that fits": (
        'for variant in leaf.get("variants", ()):',
        'for variant in reversed(leaf.get("variants", [])):',
    ),
    "variants: maximum forgotten": ('for key in ("rule", "max", "wanted") if', 'for key in ("rule", "wanted") if'),
    "variants: group ignored": ('== unit["group"]\n', "!= 0\n"),
    "variants: an attribute that cannot be compared": ("                return leaf\n", "                continue\n"),
    "answers: mark and data accepted": (
        'state = "invalid" if marked & data else "not_applicable"',
        'state = "not_applicable"',
    ),
    "answers: blank is zero": ('leaf.get("blank") == "zero"', 'leaf.get("blank") != "missing"'),
    "answers: blank zero although claimed": (
        "not asked & (marked | data)",
        "blank",
    ),
    "answers: blank zero only if others are silent too": (
        'asked = {"self"} if whole == "self" else',
        "asked =",
    ),
    "answers: the figures of others from the form": (
        'if side[name] == "self" else figures)',
        "or figures)",
    ),
    "answers: another side's figures contradict a mark": ("if marked & data else", "if data else"),
    "sources: that of the leaf for every input": ('inputs.get(name, {}).get("source", whole)', "whole"),
    "inspections: full for an agency without one": (
        '"not_inspected": "exclude", **leaf}',
        '"not_inspected": "full", **leaf}',
    ),
    "inspections: the agency's mark comes second": (
        "elif marked:",
        "elif marked and Mark.NOT_INSPECTED not in used.values():",
    ),
    "units: those without a case count": ("sum(points is not None for points in several)", "len(several)"),
    "states: awaiting for missing": (
        '"missing" if "self" in blank',
        '"awaiting" if "self" in blank',
    ),
    "stages: falls back to the self-assessment": ("if due and held and state in DONE:", "if False:"),
    "stages: what is open by itself awaits an appraisal": ("held and state in DONE:", "held:"),
    "stages: the first that judged decides": ("for _, values in judging:", "for _, values in judging[:1]:"),
    "stages: agreement after points loses the points": ("elif values:", "else:"),
    "stages: an explanation decides": ('if self.stages[stage] != "explanation"]', "]"),
    "stages: an explanation needs no answer": ("[stage for stage, _ in acts if stage > judged]", "[]"),
    "stages: an explanation stands for an appraisal": (
        "and not judged and not nothing)",
        "and not acts and not nothing)",
    ),
    "stages: an answered explanation is open": ("if stage > judged]\n", "if self.stages[stage] == 'explanation']\n"),
    "stages: a council has to judge": (
        'any("appraisal" in self.stages[stage:]',
        'any({"appraisal", "council"} & {*self.stages[stage:]}',
    ),
    "stages: an appraisal before the explanation answers it": ("in self.stages[stage:]", "in self.stages"),
    "stages: a bonus that nobody claims is owed": ("and not judged and not nothing)", "and not judged)"),
    "stages: figures of others are owed": ('[0] * (whole == "self" and not', "[0] * (not"),
    "stages: points by hand without a maximum": ("<= hand <= most", "<= hand"),
    "stages: points by hand without a least": ('self.least(leaf["rule"]) <= hand', "hand"),
    "stages: points by hand never below 0": ('self.least(leaf["rule"]) <= hand', "0 <= hand"),
    "stages: the least of the worst alternative": ("max(below) if family", "min(below) if family"),
    "stages: points by hand past the rule of claimed points": ('or "points" not in wanted)', "or True)"),
    "stages: not assessed by hand is no points": ('"not_applicable" if hand is Mark', '"zero" if hand is Mark'),
    "stages: inputs after points change nothing": ("hand, row, figures = None,", "hand, row, figures = hand,"),
    "stages: other inputs do not stand": ("{**(row or {}), **values}", "{**values}"),
    "stages: figures of others stand": ("{**figures, **values}", "figures"),
    "stages: data beside a mark": ('row["points"] = Mark.BLANK', "pass"),
    "stages: figures of others lift a mark": (' and "self" in [side[name] for name in values]:', ":"),
    "pools: with what nobody appraised": (" and not due:", ":"),
    "pools: with agencies not assessed": ("and hand is not Mark.NOT_ASSESSED and", "and"),
    "pools: without those judged by hand": ("and hand is not Mark.NOT_ASSESSED and", "and hand is None and"),
    "no case: always left out": (
        'way = ways.get({"not_held": "exclude", "not_inspected": "exclude", **leaf}.get(state, ""))',
        'way = ways["exclude"]',
    ),
    "no case: full for zero": ('"zero": (F(0), top)}', '"zero": (top, top)}'),
    "exclude: stays in the maximum": ('"exclude": (None, F(0))', '"exclude": (None, top)'),
    "full: nothing in the maximum": (
        '"full": (top, top), "zero": (F(0), top)',
        '"full": (top, F(0)), "zero": (F(0), top)',
    ),
    "requires: ignored": ('if (asks := leaf.get("requires")) and points is not None:', "if asks := ():"),
    "requires: an open condition fulfilled": ("if other in DONE else", "if True else"),
    "requires: not of points by hand": (" and points is not None:\n", " and points is not None and hand is None:\n"),
    "requires: otherwise is 0": ('points = amount(asks.get("otherwise", "0"))', "points = F(0)"),
    "requires: a left-out leaf comes back": (" and points is not None:\n", " and state in DONE:\n"),
    "rounding: half_even as half_up": ("round(size) if mode", "int(size + F(1, 2)) if mode"),
    "rounding: half_up as half_even": ("int(size + HALF) if mode", "round(size) if mode"),
    "rounding: always": ('if level not in ("", self.rounding["at"]):', "if False:"),
    "rounding: a half of a negative upwards": (
        "int(size + HALF) if",
        "int(size + F(1, 2) - (value < 0) * F(1, 1000)) if",
    ),
    "rounding: criteria at the level of areas": ('if "criteria" in item else points', "if True else points"),
    "sections: bonus without cap": ('sign * min(points, amount(item["max"]))', "sign * points"),
    "sections: penalty added": ('{"bonus": 1, "penalty": -1}', '{"bonus": 1, "penalty": 1}'),
    "sections: in the maximum": ('amount(item["max"])), F(0)', 'amount(item["max"])), top'),
    "totals: no caps of the year": ('amount(totals.get(f"{section}_at_most", "1000000"))', 'amount("1000000")'),
    "totals: above always held": ('if totals.get("above") == "allow"', "if False"),
    "totals: below never held": ('if totals.get("below") == "allow"', "if True"),
    "totals: weights ignored": ('weight = amount(part.get("weight", str(top)))', "weight = top"),
    "totals: a part that was left out keeps its weight": (
        "maximum + weight) if top else (points, maximum)",
        "maximum + weight) if top else (points, maximum + weight)",
    ),
    "totals: what stands outside the index counts": (' if i.get("source") not in out]', "]"),
    "totals: figures of a survey that was not held": ('leaves[code].get("source") not in self.without', "True"),
    "totals: complete whatever is open": ("all(one[2] in DONE for one in below)", "True"),
    "ranks: by points for index": ('ranking.get("by", "index")', '"points"'),
    "ranks: exact for printed": ('if ranking.get("basis") == "printed" and', "if False and"),
    "ranks: keys after the official order": ('lambda key: key != "official_order"', "lambda key: True"),
    "ranks: dense for competition": ('ranking.get("ties") == "dense" and not ordinal', "not ordinal"),
    "ranks: the official order breaks no tie": (' or "official_order" in ranking.get("keys", ())', ""),
    "ranks: ordinal without tie": ("len(equals) > 1, self", "len(equals) > 1 and not ordinal, self"),
    "ranks: outsiders take part": ('if unit["ranked"] and self', "if self"),
    "ranks: the incomplete take part": (' and self.cards[unit["id"]]["total"][2]', ""),
    "ranks: left out counts as 0": ("(value is not None, value or F(0))", "(True, value or F(0))"),
    "classes: an open bound": ('known[0] >= amount(band["at_least"])', 'known[0] > amount(band["at_least"])'),
    "classes: exact for printed": ('if classes.get("basis") == "printed" else known', "if False else known"),
    "classes: side condition ignored": ('amount(band.get("every_area", "-9999"))', 'amount("-9999")'),
    "classes: side condition of the best area": ("min(known[1:]) >=", "max(known[1:]) >="),
    "classes: demotions ignored": ("lower += applies", "lower += 0 * applies"),
    "classes: one demotion at most": ("min(fit + lower, len(bands) - 1)", "min(fit + min(lower, 1), len(bands) - 1)"),
    "classes: a share rounded up": (
        'len(units) * amount(band["at_most_share"]) else',
        '-(-len(units) * amount(band["at_most_share"]) // 1) else',
    ),
    "classes: equals at the limit stay": ("if taken > len(units)", "if taken - len(equals) >= len(units)"),
    "classes: a demoted agency leaves no room": (
        'before.count(band["name"])',
        "len([name for name in before if name])",
    ),
    "classes: demoted into a full class": ('if band["name"] not in full)', "if True)"),
    "classes: the incomplete have one": (' or not card["total"][2] or', " or"),
}


def planted(name: str, folder: Path) -> type[Oracle]:
    """The oracle with one bug, written to a folder and imported from there."""
    right, wrong = BUGS[name]
    if SOURCE.count(right) != 1:
        raise ValueError(f"{name}: {right!r} stands {SOURCE.count(right)} times in the oracle")
    file = folder / "oracle_with_a_bug.py"
    file.write_text(SOURCE.replace(right, wrong), encoding="utf-8")
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["Mark"] = Mark  # the marks of the seasons are those of the oracle itself
    wrong_oracle: type[Oracle] = module.Oracle
    return wrong_oracle
