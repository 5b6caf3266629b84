"""Charts: where the shapes stand, nothing drawn that is not known, labels as text."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from parscore.reports.svg import Spoke, bar, radar


def spoke(label: str, value: object, mean: object = 50) -> Spoke:
    return Spoke(
        label,
        str(value),
        None if value is None else Fraction(str(value)),
        None if mean is None else Fraction(str(mean)),
    )


def shapes(text: str, kind: str) -> list[dict[str, str]]:
    return [dict(node.attrib) for node in ElementTree.fromstring(text) if node.get("class") == kind]


@pytest.mark.parametrize(
    ("value", "width"), [("0", "0"), ("33.335", "33.34"), ("100", "100"), ("104", "100"), ("-3", "0")]
)
def test_a_bar_is_as_long_as_its_value_and_stays_inside(value: str, width: str) -> None:
    drawn = shapes(bar(Fraction(value), None), "bar")
    assert [one["width"] for one in drawn] == [width]


def test_a_bar_has_only_what_is_known() -> None:
    assert not shapes(bar(None, Fraction(50)), "bar")
    assert shapes(bar(None, Fraction(50)), "mean")[0]["d"] == "M50 0V20"
    assert not shapes(bar(Fraction(5), None), "mean")
    assert shapes(bar(Fraction(5), None, (Fraction(2), Fraction(9))), "ends")[0]["d"].startswith("M2 10H9")


def test_a_radar_turns_clockwise_from_the_top() -> None:
    text = radar([spoke("1", 100), spoke("2", 50), spoke("3", 0), spoke("4", 25)], "t", "d")
    assert shapes(text, "own")[0]["d"] == "M0 -100L50 0L0 0L-25 0Z"
    assert shapes(text, "group")[0]["d"] == "M0 -50L50 0L0 50L-50 0Z"
    assert [one["transform"] for one in shapes(text, "dot")] == [
        "translate(0 -100)", "translate(50 0)", "translate(0 0)", "translate(-25 0)"
    ]  # fmt: skip


def test_an_unknown_value_interrupts_the_outline() -> None:
    inside = radar([spoke("1", 100), spoke("2", None), spoke("3", 100), spoke("4", 100)], "t", "d")
    assert shapes(inside, "own")[0]["d"] == "M0 -100M0 100L-100 0L0 -100"
    first = radar([spoke("1", None), spoke("2", 100), spoke("3", 100), spoke("4", 100)], "t", "d")
    assert shapes(first, "own")[0]["d"] == "M100 0L0 100L-100 0"
    assert len(shapes(first, "dot")) == 3


def test_two_spokes_make_no_radar() -> None:
    assert radar([spoke("1", 100), spoke("2", 50)], "t", "d") == ""


def test_labels_are_text() -> None:
    text = radar([spoke("<a>&", 1), spoke("2", 1), spoke("3", 1)], "<t>", "&d")
    found = ["".join(node.itertext()) for node in ElementTree.fromstring(text)]
    assert {"<t>", "&d", "<a>& 1"} <= set(found)
    assert not re.search(r"-0(?![.\d])", text)
