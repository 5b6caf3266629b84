"""Answers of an agency whose index comes out near a target, so that a season's ranking looks like a real one."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from parscore.model.cell import Value
from parscore.model.criteria import CriteriaSet, Leaf, Source, Treatment
from parscore.numbers import round_to

from .draw import Drawer, LeafAnswer, divisors, treated
from .office import Answers, Office

NEAR = 0.15
"""How far, in points of the index, an agency may end up from its target."""
PATIENCE = 3000
LINKED = ("đúng hạn, trước hạn", "trễ hạn")
"""Words of figures that depend on each other across leaves; they are drawn once and left alone."""


def answer(criteria: CriteriaSet, office: Office, done: Mapping[str, Answers] | None = None, seed: str = "") -> Answers:
    """Answer every leaf of a set for an office; the same seed gives the same answers.

    ``done`` holds the answers of the offices before it, for one that is to tie with another.
    """
    rng = Random(f"{seed}:{office.id}")
    drawer = Drawer(rng)
    if office.mirrors:
        return _mirror(criteria, (done or {})[office.mirrors])
    answers = {leaf.code: _first(drawer, leaf, office) for leaf in criteria.leaves()}
    target = float(index_of((done or {})[office.near])) if office.near else office.target
    _climb(drawer, criteria, office, answers, target)
    if office.near:
        _tie_in_print(criteria, answers, index_of((done or {})[office.near]))
    return answers


def index_of(answers: Answers) -> Fraction:
    """Points by applicable maximum, times 100."""
    points = sum((answer.points for answer in answers.values() if answer.points is not None), Fraction(0))
    return points / sum((answer.maximum for answer in answers.values()), Fraction(0)) * 100


def _first(drawer: Drawer, leaf: Leaf, office: Office) -> LeafAnswer:
    for reason, codes in office.exempt:
        if leaf.code in codes and leaf.not_applicable is not Treatment.FORBIDDEN:
            return treated(leaf, leaf.not_applicable, {}, reason)
    quality = office.target / 100
    if leaf.source is not Source.SELF:
        return drawer.draw(leaf, min(0.98, quality + (drawer.rng.random() - 0.5) * 0.1))
    full = drawer.rng.random() < (quality - 0.45) / 0.55
    found = drawer.draw(leaf, 1.0 if full else drawer.rng.random() * 0.9)
    _link(drawer, found)
    return found


def _link(drawer: Drawer, found: LeafAnswer) -> None:
    """The files that were late are those that were not on time: the next leaf asks for them."""
    settled, on_time = found.values.get("settled"), found.values.get("on_time")
    if isinstance(settled, Fraction) and isinstance(on_time, Fraction):
        drawer.sizes["Tổng số hồ sơ trễ hạn"] = int(settled - on_time)


def _climb(drawer: Drawer, criteria: CriteriaSet, office: Office, answers: Answers, target: float) -> None:
    """Draw single leaves again until the index is near the target and no area but the weak one is too low."""
    leaves = [leaf for leaf in criteria.leaves() if _movable(leaf, answers[leaf.code]) and _area(leaf) != office.weak]
    _weaken(drawer, criteria, office, answers)
    for _ in range(PATIENCE):
        low = _low_areas(criteria, answers, office)
        gap = target - float(index_of(answers))
        if not low and abs(gap) <= NEAR:
            return
        up = bool(low) or gap > 0
        leaf = drawer.rng.choice([leaf for leaf in leaves if not low or _area(leaf) in low])
        before = answers[leaf.code]
        answers[leaf.code] = drawer.draw(leaf, 1.0 if up else drawer.rng.random())
        better = (answers[leaf.code].points or 0) > (before.points or 0)
        if better is not up or len(_low_areas(criteria, answers, office)) > len(low):
            answers[leaf.code] = before
    raise RuntimeError(f"{office.id}: no answers near {target}")


def _weaken(drawer: Drawer, criteria: CriteriaSet, office: Office, answers: Answers) -> None:
    """Lower the office's weak area until it fails the side condition of its class, but not that of the next class."""
    leaves = [leaf for leaf in criteria.leaves() if _area(leaf) == office.weak and _movable(leaf, answers[leaf.code])]
    floor = _floor(criteria, office)
    for _ in range(PATIENCE if leaves else 0):
        if index_of({leaf.code: answers[leaf.code] for leaf in leaves}) < floor - 3:
            return
        leaf = drawer.rng.choice(leaves)
        before = answers[leaf.code]
        answers[leaf.code] = drawer.draw(leaf, drawer.rng.random())
        lower = (answers[leaf.code].points or 0) < (before.points or 0)
        if not lower or index_of({leaf.code: answers[leaf.code] for leaf in leaves}) < floor - 13:
            answers[leaf.code] = before


def _movable(leaf: Leaf, answer: LeafAnswer) -> bool:
    """Whether a leaf may be drawn again: an own, applicable one, not tied to other leaves."""
    linked = any(word in asked.ask for asked in leaf.inputs for word in LINKED)
    return leaf.source is Source.SELF and bool(answer.maximum) and not linked


def _low_areas(criteria: CriteriaSet, answers: Answers, office: Office) -> set[str]:
    """Areas that would cost the office its class: below the side condition of the band it is to be in."""
    floor = _floor(criteria, office)
    low = set()
    for area in criteria.areas:
        given = {leaf.code: answers[leaf.code] for leaf in area.leaves()}
        if area.code != office.weak and any(one.maximum for one in given.values()) and index_of(given) < floor + 1:
            low.add(area.code)
    return low


def _floor(criteria: CriteriaSet, office: Office) -> Fraction:
    """What the class that the office's target earns demands of every area."""
    bands = criteria.classes.bands if criteria.classes else ()
    band = next((band for band in bands if float(band.at_least) <= office.target + NEAR), None)
    return (band.every_area or Fraction(0)) if band else Fraction(0)


def _area(leaf: Leaf) -> str:
    return leaf.code.partition(".")[0]


def _tie_in_print(criteria: CriteriaSet, answers: Answers, other: Fraction) -> None:
    """Vary fine-grained leaves until the index prints like another agency's and yet differs from it."""
    wanted = round_to(other, criteria.rounding.index, criteria.rounding.mode)
    for leaf in criteria.leaves():
        fine = divisors(leaf) and len(leaf.inputs) == 2 and leaf.rule.family == "interpolate"
        before = answers[leaf.code]
        total = before.values.get(leaf.inputs[1].name) if fine and leaf.source is Source.SELF else None
        if not isinstance(total, Fraction) or total < 900:
            continue
        whole = sum((answer.maximum for answer in answers.values()), Fraction(0))
        rest = index_of(answers) * whole / 100 - (before.points or 0)
        for part in range(int(total), 0, -1):
            values: dict[str, Value] = {leaf.inputs[0].name: Fraction(part), leaf.inputs[1].name: total}
            points = leaf.rule.judge(leaf.maximum, values).points
            index = (rest + (points or 0)) / whole * 100
            if index != other and round_to(index, criteria.rounding.index, criteria.rounding.mode) == wanted:
                answers[leaf.code] = replace(before, values=values, points=points)
                return
    raise RuntimeError("no answers that tie in print")


def _mirror(criteria: CriteriaSet, other: Answers) -> Answers:
    """Other answers with exactly the same points in sum: counts doubled, answers of like leaves exchanged."""
    answers = {leaf.code: _doubled(leaf, other[leaf.code]) for leaf in criteria.leaves()}
    alike: dict[tuple[object, ...], list[str]] = {}
    for leaf in criteria.leaves():
        if not divisors(leaf) and not answers[leaf.code].reason:
            alike.setdefault((leaf.maximum, leaf.source, str(leaf.rule)), []).append(leaf.code)
    for codes in alike.values():
        for first, second in zip(codes[::2], codes[1::2], strict=False):
            answers[first], answers[second] = answers[second], answers[first]
    _balance(criteria, answers)
    return answers


def _doubled(leaf: Leaf, answer: LeafAnswer) -> LeafAnswer:
    """Twice the numbers of a rate are the same rate; a plain number stays."""
    if not divisors(leaf):
        return answer
    values = {name: value * 2 if isinstance(value, Fraction) else value for name, value in answer.values.items()}
    return replace(answer, values=values)


def _balance(criteria: CriteriaSet, answers: Answers) -> None:
    """Raise the index with the most weight a little and lower the one with the least by as many points."""
    indices = sorted(
        (leaf for leaf in criteria.leaves() if str(leaf.rule.family) == "index"), key=lambda leaf: leaf.maximum
    )
    hundreds = [leaf for leaf in indices if leaf.inputs[0].maximum == 100 and answers[leaf.code].maximum]
    shift = Fraction(3, 10)
    for leaf, by in ((hundreds[-1], shift), (hundreds[0], -shift * hundreds[-1].maximum / hundreds[0].maximum)):
        name = leaf.inputs[0].name
        value = answers[leaf.code].values[name]
        if isinstance(value, Fraction):
            values: dict[str, Value] = {name: value + by}
            points = leaf.rule.judge(leaf.maximum, values).points
            answers[leaf.code] = replace(answers[leaf.code], values=values, points=points)
