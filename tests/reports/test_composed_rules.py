"""A composed rule explains each of its parts: which branch applied, on screen and in JSON."""

from fractions import Fraction

from builders import agency, criteria, heading, leaf, row, spec, submission

from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.messages import Words
from parscore.model.criteria import Input, InputType
from parscore.model.ranking import Standing
from parscore.reports.document import explain_document
from parscore.reports.explain import explain_item

INPUTS = (Input("has", "Có hệ thống", InputType.YES_NO), Input("items", "Số mục", InputType.COUNT))
RULE = spec(
    "sum_of",
    parts=[
        {"max": "35", "rule": {"yes_no": {"of": "has"}}},
        {"max": "5", "rule": {"count": {"of": "items", "unit": "1"}}},
    ],
)


def standing() -> Standing:
    own = leaf("1.1", 40, RULE, inputs=INPUTS)
    answers = {"1.1": row(has=True, items=7)}
    card, _ = score(Case(agency("A"), submission("A", answers), {}), criteria(heading("1", [own])))
    assert card.points == Fraction(40)
    return Standing(card, 1, False, None)


def test_the_branch_of_each_part_is_told() -> None:
    words = Words("vi")
    lines = [line for part in explain_item(standing(), "1.1", words).parts for line in part.lines]
    assert any(line.endswith("(Có)") for line in lines)
    document = explain_document(standing(), "1.1", words)
    (item,) = document["items"]  # type: ignore[misc]
    assert "Có" in [step.get("branch") for step in item["steps"]]
