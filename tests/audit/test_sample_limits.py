"""The inequality on which the stated risk rests: a wrong statement hides at least its margin within the limits.

Recorded and true values are drawn at random, also leaves that wrongly do or do not apply, bonus and penalty, so that
both denominators change.
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from builders import NOT_APPLICABLE, heading, leaf
from samples import FREE, planned, replay_of

from parscore.audit.sample_evaluate import corrected
from parscore.audit.sample_plan import PAIRS, Plan, Statement, overstated, turned
from parscore.engine.replay import Replay
from parscore.model.criteria import Band, Beyond, ClassRule, Section, Totals, Treatment
from parscore.model.ranking import Standing

CLASSES = ClassRule((Band("Tốt", Fraction(60)), Band("Yếu", Fraction(0))))
OWN = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2")


def sections(random: Random) -> list[object]:
    """Two areas, and at times a bonus and a penalty section."""
    worth = [random.choice([1, 2, 5]) for _ in OWN]
    leaves = [leaf(code, most, FREE, not_applicable=Treatment.EXCLUDE) for code, most in zip(OWN, worth, strict=True)]
    more = [replace(heading("8", [leaf("8.1", 2, FREE)]), section=Section.BONUS),
            replace(heading("9", [leaf("9.1", 2, FREE)]), section=Section.PENALTY)]  # fmt: skip
    return [heading("1", leaves[:4]), heading("2", leaves[4:]), *(more if random.random() < 0.5 else [])]


def value(random: Random, most: Fraction, *, applies: bool) -> Fraction | None:
    """Points of a leaf, or none where it does not apply."""
    if not applies and random.random() < 0.3:
        return None
    return random.choice([Fraction(0), most, most * random.randint(0, 8) / 8])


def stands(statement: Statement, standings: dict[str, Standing]) -> bool:
    index = {name: standing.scorecard.index or Fraction(0) for name, standing in standings.items()}
    if statement.kind in PAIRS:
        return index[statement.above] > index[statement.below]
    assert statement.bound is not None
    if statement.above:
        return index[statement.above] >= statement.bound
    return index[statement.below] < statement.bound


def hidden_by(statement: Statement, plan: Plan, replay: Replay, true: dict[str, Fraction | None]) -> Fraction:
    """What the cells of a statement hide, none more than its limit, errors the other way counted as nothing."""
    together = Fraction(0)
    for cell, limit in statement.hides:
        told = plan.cells[cell]
        card = replay.standings[told.agency.id].scorecard
        over = (told.agency.id == statement.above) is not turned(told, card)
        error = overstated(told.score, true[cell], over=over) * 100 / card.maximum
        assert error <= limit
        together += max(error, Fraction(0))
    return together


@pytest.mark.parametrize("seed", range(4))
def test_a_wrong_statement_hides_at_least_its_margin(seed: int) -> None:
    random, wrong = Random(seed), 0
    totals = random.choice(
        [Totals(), Totals(above=Beyond.ALLOW, below=Beyond.ALLOW), Totals(bonus_at_most=Fraction(1))]
    )
    for _ in range(120):
        areas = sections(random)
        codes = [one for area in areas for one in area.leaves()]  # type: ignore[attr-defined]
        points = {
            name: [NOT_APPLICABLE if (given := value(random, one.maximum, applies=one.code > "8")) is None else given
                   for one in codes] for name in "AB"
        }  # fmt: skip
        replay = replay_of(points, areas, CLASSES, totals=totals)
        if any(not standing.scorecard.maximum for standing in replay.standings.values()):
            continue
        plan = planned(replay)
        true = {
            cell.id: value(random, cell.score.leaf.maximum, applies=cell.score.leaf.code > "8")
            if random.random() < 0.5 else cell.score.points
            for cell in plan.cells.values()
        }  # fmt: skip
        changed = {name: {cell.score.leaf.code: corrected(cell.score, true[cell.id]) for cell in plan.cells.values()
                          if cell.agency.id == name} for name in "AB"}  # fmt: skip
        after = replay.ranked({name: replay.card(name, changed[name]) for name in "AB"})
        if any(not standing.scorecard.maximum for standing in after.values()):
            continue
        for statement in plan.statements:
            if statement.margin and not stands(statement, after):
                wrong += 1
                assert hidden_by(statement, plan, replay, true) >= statement.margin, statement.id
    assert wrong > 50
