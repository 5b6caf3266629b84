"""Values of different sides in one leaf: who is missed, whose mark counts, and who was not inspected."""

from fractions import Fraction
from typing import Any

import pytest
from builders import NOT_APPLICABLE, UNUSABLE, answer, leaf, row, spec
from one_leaf import at, codes, scored

from parscore.engine.leaf import own_value
from parscore.engine.official import in_force
from parscore.model.cell import Answer, AnswerState, Entry
from parscore.model.criteria import Input, InputType, Leaf, Source, Treatment
from parscore.model.place import Place
from parscore.model.rule import phrase
from parscore.model.scorecard import Status
from parscore.model.stage import SELF_ASSESSMENT

RELATIVE = spec("relative", of="own", to="national")
SPENT = spec("proportional", of="handled / findings")
NOT_INSPECTED = Answer(AnswerState.NOT_INSPECTED)


def asked(name: str, source: Source | None = None, kind: InputType = InputType.NUMBER) -> Input:
    return Input(name, f"Số liệu {name}", kind, reason=name == "own", source=source)


def mixed(**others: Any) -> Leaf:
    return leaf(maximum=2, rule=RELATIVE, inputs=(asked("national", Source.STATISTICS), asked("own")), **others)


def inspected(**others: Any) -> Leaf:
    inputs = (asked("findings"), asked("handled"))
    return leaf(maximum=2, rule=SPENT, inputs=inputs, source=Source.INSPECTION, **others)


def test_each_value_comes_from_its_side() -> None:
    score, problems = scored(mixed(), row(own=3, national=1, reason="x"), {"national": answer(4), "own": answer(1)})
    assert (score.points, problems) == (Fraction("1.5"), [])
    assert [(use.name, use.answer.value) for use in score.inputs] == [("national", 4), ("own", 3)]


@pytest.mark.parametrize(
    ("own", "national", "status", "expected"),
    [
        (None, 4, Status.MISSING, ["PS201"]),
        (3, None, Status.AWAITING, ["PS216"]),
        (None, None, Status.MISSING, ["PS201", "PS216"]),
        (UNUSABLE, 4, Status.INVALID, []),
        (3, UNUSABLE, Status.INVALID, []),
    ],
)
def test_what_is_missed_is_missed_of_its_own_side(own: Any, national: Any, status: Status, expected: list[str]) -> None:
    figure = answer(state=national) if isinstance(national, AnswerState) else answer(national)
    score, problems = scored(mixed(), row(own=own, reason="x"), {"national": figure})
    assert (score.status, sorted(codes(problems))) == (status, expected)
    for found in problems:
        facts = dict(found.facts)
        side = "self" if found.code == "PS201" else "statistics"
        assert (facts["source"], facts["sheet"]) == (f"source.{side}", f"sheet.{side}")


def test_a_mark_is_contradicted_by_its_own_side_only() -> None:
    item = mixed(not_applicable=Treatment.EXCLUDE)
    national = {"national": answer(4)}
    assert codes(scored(item, row(own=NOT_APPLICABLE, reason="x"), national)[1]) == ["PS210"]
    assert codes(scored(item, row(NOT_APPLICABLE, own=3, reason="x"), national)[1]) == ["PS217"]
    marked = {"national": answer(state=NOT_APPLICABLE)}
    score, problems = scored(item, row(own=3), marked)
    assert (score.maximum, codes(problems)) == (0, ["PS210", "PS221"])


def test_a_contradiction_among_the_figures_of_others_names_file_and_line() -> None:
    item = inspected(not_applicable=Treatment.EXCLUDE)
    here = Place("figures.csv", line=3, column=4)
    figures = {"findings": answer(state=NOT_APPLICABLE), "handled": Answer(AnswerState.GIVEN, Fraction(1), here)}
    (found,) = scored(item, None, figures)[1]
    assert (found.code, dict(found.facts)["data"]) == ("PS217", "figures.csv:3:4")


def test_nothing_written_is_what_the_agency_did_not_write() -> None:
    item = mixed(blank_is_zero=True)
    for figures in ({"national": answer(4)}, {}):
        score, problems = scored(item, row(), figures)
        assert (score.points, score.branch, problems) == (0, phrase("blank.zero"), [])
    assert scored(item, row(1), {"national": answer(4)})[0].status is Status.MISSING
    foreign = leaf(maximum=2, rule=spec("index", of="x"), inputs=(asked("x", Source.SURVEY), asked("own")),
                   blank_is_zero=True)  # fmt: skip
    assert scored(foreign, row(), {"x": answer(50)})[0].points == 1, "the rule wants nothing that is blank"


def test_of_a_leaf_of_others_nothing_written_is_what_nobody_wrote() -> None:
    item = inspected(blank_is_zero=True)
    score, problems = scored(item, None)
    assert (score.points, score.branch, problems) == (0, phrase("blank.zero"), [])
    score, problems = scored(item, None, {"findings": answer(4)})
    assert (score.status, codes(problems)) == (Status.AWAITING, ["PS216"])


def test_only_the_agencys_own_values_are_to_be_explained() -> None:
    national = Input("national", "Cả nước", InputType.NUMBER, reason=True, source=Source.STATISTICS)
    item = leaf(maximum=2, rule=RELATIVE, inputs=(national, asked("own")))
    (found,) = scored(item, row(own=3), {"national": answer(4)})[1]
    assert (found.code, found.place) == ("PS221", at("F7"))


@pytest.mark.parametrize(
    ("treatment", "points", "maximum", "status"),
    [
        (Treatment.EXCLUDE, None, 0, Status.NOT_APPLICABLE),
        (Treatment.FULL, 2, 2, Status.NOT_APPLICABLE),
        (Treatment.ZERO, 0, 2, Status.NOT_APPLICABLE),
    ],
)
def test_an_agency_that_was_not_inspected(treatment: Treatment, points: Any, maximum: int, status: Status) -> None:
    item = inspected(not_inspected=treatment)
    score, (found,) = scored(item, None, dict.fromkeys(("findings", "handled"), NOT_INSPECTED))
    assert (score.points, score.maximum, score.status) == (points, maximum, status)
    assert score.branch == phrase(f"not_inspected.{treatment}")
    assert (found.code, dict(found.facts)["effect"]) == ("PS225", f"treatment.{treatment}")


def test_an_inspection_that_the_set_demands() -> None:
    item = inspected(not_inspected=Treatment.FORBIDDEN)
    score, (found,) = scored(item, None, dict.fromkeys(("findings", "handled"), NOT_INSPECTED))
    assert (score.status, found.code) == (Status.INVALID, "PS226")


def test_findings_are_counts_and_none_is_no_case() -> None:
    item = inspected(no_case=Treatment.FULL)
    assert scored(item, None, {"findings": answer(4), "handled": answer(3)})[0].points == Fraction("1.5")
    assert scored(item, None, {"findings": answer(0), "handled": answer(0)})[0].points == 2


def column(*values: int) -> Answer:
    entries = tuple(Entry(f"Xã {at}", answer(value, cell=f"B{at}")) for at, value in enumerate(values))
    return Answer(AnswerState.GIVEN, tuple(map(Fraction, values)), entries=entries)


def test_a_refused_value_of_a_unit_stands_at_its_own_line() -> None:
    of_units = (asked("done", Source.UNITS), asked("total", Source.UNITS))
    rule = spec("unit_mean", rule={"proportional": {"of": "done / total"}})
    item = leaf(maximum=2, rule=rule, inputs=of_units, source=Source.UNITS)
    assert scored(item, None, {"done": column(1, 1), "total": column(2, 1)})[0].points == Fraction("1.5")
    (found,) = scored(item, None, {"done": column(1, 2), "total": column(2, 1)})[1]
    assert (found.code, found.place) == ("PS205", at("B1"))
    place = spec("unit_mean", rule={"place": {"of": "rank", "among": "9", "by": "linear"}})
    parts = spec("sum_of", parts=[{"max": "1", "rule": {"yes_no": {"of": "own"}}}, {"max": "1", "rule": {"unit_mean": {"rule": {"proportional": {"of": "done / total"}}}}}])  # fmt: skip  # noqa: E501
    both = leaf(maximum=2, rule=parts, inputs=(asked("own", kind=InputType.YES_NO), *of_units))
    (found,) = scored(both, row(own=True), {"done": column(1, 2), "total": column(2, 1)})[1]
    assert (found.code, found.place) == ("PS205", at("B1"))
    ranked = leaf(maximum=2, rule=place, inputs=(asked("rank", Source.UNITS),), source=Source.UNITS)
    (found,) = scored(ranked, None, {"rank": column(1, 10)})[1]
    assert found.place == at("B1")


def test_a_pooled_leaf_waits_for_nobody_who_was_not_inspected() -> None:
    item = leaf(maximum=2, rule=spec("relative", of="handled", to="best"), inputs=(asked("handled"),),
                source=Source.INSPECTION)  # fmt: skip
    assert own_value(item, in_force(item, None, {"handled": NOT_INSPECTED}, (), SELF_ASSESSMENT)) == (None, False)
    assert own_value(item, in_force(item, None, {"handled": answer(3)}, (), SELF_ASSESSMENT)) == (3, False)
    assert own_value(item, in_force(item, None, {}, (), SELF_ASSESSMENT)) == (None, True)


def test_who_provides_the_values_of_a_leaf() -> None:
    item = mixed()
    assert (item.wants, item.sources) == (("own", "national"), (Source.SELF, Source.STATISTICS))
    assert [one.name for one in item.own_inputs] == ["own"]
    assert item.source_of("points") is Source.SELF
