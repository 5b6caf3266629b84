"""The order in which to check: stake, nearness and weight of each leaf, made by the engine."""
# Exact fractions are compared with whole numbers.
# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

from builders import agency, criteria, group, heading, leaf, row, spec, submission
from samples import FREE, replayed

from parscore.audit.moves import UNMEASURED, Kind
from parscore.audit.priorities import options, priorities
from parscore.engine.rank import rank
from parscore.engine.replay import Replay
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.cell import AnswerState
from parscore.model.criteria import Band, ClassRule, Rounding, RoundingLevel, Treatment
from parscore.model.rule import phrase
from parscore.model.scorecard import LeafScore, Status

RATE = spec("threshold", of="done / total", zero_below="95%", full_from="100%")
CLASSES = ClassRule((Band("Tốt", Fraction(80)), Band("Khá", Fraction(50)), Band("Yếu", Fraction(0))))
PRINT = Rounding()


def group_of(given: dict[str, tuple[int, int, str]], classes: ClassRule | None = None) -> Replay:
    """Agencies with a rate of 10 points and claimed points of at most 90."""
    wanted = criteria(heading("1", [leaf("1.1", 10, RATE), leaf("1.2", 90, FREE)]))
    cases = {}
    for at, (name, (done, total, claimed)) in enumerate(given.items(), 1):
        answers = {"1.1": row(done=done, total=total), "1.2": row(claimed)}
        cases[name] = Case(agency(name, at), submission(name, answers), {})
    cards = [score(case, wanted)[0] for case in cases.values()]
    return Replay(rank(*group(cards, classes=classes))[0])


def leaf_of(replay: Replay, name: str, code: str) -> LeafScore:
    found = replay.standings[name].scorecard.find(code)
    assert isinstance(found, LeafScore)
    return found


def test_each_factor_of_a_priority() -> None:
    replay = group_of({"A": (96, 100, "70"), "B": (99, 100, "60"), "C": (98, 100, "10")})
    by_cell = {one.cell.id: one for one in priorities(replay)}
    one = by_cell["A/1.1"]
    # 94 of 100 are below 95 %, two files of a window of ten: all 9.6 points are lost.
    assert (one.option.kind, one.option.after, one.option.points) == (Kind.THRESHOLD, 94, 0)
    assert (one.stake, one.option.nearness, one.weight) == (Fraction(96, 10), Fraction(9, 10), 1)
    assert one.value == Fraction(864, 100)
    assert (one.before.rank, one.after.rank) == (1, 1)


def test_a_change_of_rank_or_class_doubles_each() -> None:
    told = {}
    for name, given, classes in (
        ("none", {"A": (95, 100, "80"), "B": (99, 100, "60")}, CLASSES),
        ("rank", {"A": (95, 100, "70"), "B": (99, 100, "64")}, None),
        ("class", {"A": (95, 100, "75"), "B": (99, 100, "30")}, CLASSES),
        ("both", {"A": (95, 100, "75"), "B": (99, 100, "68")}, CLASSES),
    ):
        found = priorities(group_of(given, classes), "A")
        one = next(each for each in found if each.cell.score.leaf.code == "1.1")
        told[name] = (one.rank_changes, one.class_changes, one.weight, one.value)
    stake = Fraction(95, 10)
    assert told == {
        "none": (False, False, 1, stake),
        "rank": (True, False, 2, 2 * stake),
        "class": (False, True, 2, 2 * stake),
        "both": (True, True, 4, 4 * stake),
    }


def test_the_highest_comes_first_and_equals_in_official_order() -> None:
    found = priorities(group_of({"A": (95, 100, "50"), "B": (95, 100, "50"), "C": (10, 100, "5")}))
    values = [one.value for one in found]
    assert values == sorted(values, reverse=True)
    equals = [one for one in found if one.cell.score.leaf.code == "1.2" and one.cell.agency.id != "C"]
    assert [one.cell.id for one in equals] == ["A/1.2", "B/1.2"] and equals[0].value == equals[1].value
    assert "C/1.1" not in {one.cell.id for one in found}  # no threshold is near 10 %


def test_one_agency_alone() -> None:
    replay = group_of({"A": (95, 100, "50"), "B": (95, 100, "50")})
    assert {one.cell.agency.id for one in priorities(replay, "B")} == {"B"}


def test_points_by_hand_could_be_none_or_full() -> None:
    replay = group_of({"A": (95, 100, "30")})
    found = list(options(leaf_of(replay, "A", "1.2"), {}, PRINT))
    assert [(one.kind, one.points, one.nearness) for one in found] == [
        (Kind.HAND, 0, UNMEASURED), (Kind.HAND, 90, UNMEASURED),
    ]  # fmt: skip
    (one,) = (each for each in priorities(replay) if each.cell.id == "A/1.2")
    assert (one.option.points, one.stake) == (90, 60)  # more is to be gained than lost


def test_points_set_in_the_place_of_the_rule_are_by_hand() -> None:
    score = leaf_of(group_of({"A": (95, 100, "30")}), "A", "1.1")
    for key in ("by_hand", "blank.zero", "requires.failed"):
        found = list(options(replace(score, branch=phrase(key)), {}, PRINT))
        assert [one.kind for one in found] == [Kind.HAND, Kind.HAND], key
    assert {one.kind for one in options(score, {}, PRINT)} == {Kind.THRESHOLD}


def test_a_leaf_that_does_not_apply_could_apply() -> None:
    replay = replayed({"A": [1, AnswerState.NOT_APPLICABLE], "B": [1, 1]}, not_applicable=Treatment.EXCLUDE)
    (one,) = (each for each in priorities(replay) if each.cell.id == "A/1.2")
    assert (one.option.kind, one.option.points) == (Kind.APPLIES, 0)
    assert (one.stake, one.before.scorecard.maximum, one.after.scorecard.maximum) == (25, 2, 4)


def test_points_are_rounded_where_the_set_rounds_leaves() -> None:
    rate = spec("proportional", of="done / total")
    wanted = leaf("1.1", 1, rate)
    case = Case(agency("A"), submission("A", {"1.1": row(done=1, total=3)}), {})
    card = score(case, criteria(heading("1", [wanted])))[0]
    found = list(options(next(card.leaves()), {}, Rounding(at=RoundingLevel.LEAF)))
    assert [one.points for one in found] == [0, Fraction(67, 100), Fraction(1, 2), Fraction(1, 4)]


def test_what_is_not_settled_is_not_ordered() -> None:
    replay = replayed({"A": [1, None]})
    assert [one.cell.id for one in priorities(replay)] == ["A/1.1"]
    assert leaf_of(replay, "A", "1.2").status is Status.MISSING
