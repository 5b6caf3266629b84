"""Values of a criteria set in words: every kind of value, and words for everything that can change."""

import json
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import RATE, criteria, heading, leaf, spec

from parscore.definitions.compare import ADDED, MOVED, REMOVED, RENAMED, RENUMBERED, Difference, Spot, compare
from parscore.messages import LANGUAGES, Words
from parscore.model.calendar import Calendar
from parscore.model.criteria import (
    Band,
    CriteriaSet,
    Heading,
    Input,
    InputType,
    Leaf,
    Level,
    Requirement,
    Rounding,
    RoundingLevel,
    RoundingMode,
    Source,
    Ties,
    Treatment,
    Variant,
)
from parscore.model.interval import Interval
from parscore.model.place import Place
from parscore.reports.comparison import comparison_document, comparison_rows
from parscore.reports.meanings import Teller, as_data, written
from parscore.reports.printing import Printer

VI = Printer(Words("vi"), Rounding(), comma=True)
TELL = Teller(VI)
RANGE = Interval(Fraction(1, 2), True, None, False, ">= 0.5")


def only(*leaves: Leaf) -> CriteriaSet:
    return criteria(replace(heading("1", leaves), maximum=Fraction(9)))


def row(before: Leaf, after: Leaf, words: Words) -> tuple[str, ...]:
    """The only difference between two versions of a leaf: what it is, and both values."""
    (found,) = comparison_rows(compare(only(before), only(after)), words)
    return found[4:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Leaf, Heading, CriteriaSet])
def test_everything_that_can_change_has_words(language: Any, kind: Any) -> None:
    apart = {"id", "version", "code", "areas", "children", "examples", "digest", "origin", "index", "without"}
    told = {field.name for field in fields(kind)} - apart | {ADDED, REMOVED, RENUMBERED, RENAMED, MOVED}
    assert [what for what in sorted(told) if not Words(language).has("screen", f"what.{what}")] == []


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (None, ("(không có)",)),
        ("", ("(không có)",)),
        ((), ("(không có)",)),
        (frozenset(), ("(không có)",)),
        (Fraction(0), ("0",)),
        (Fraction(5, 4), ("1,25",)),
        (3, ("3",)),
        (False, ("Không",)),
        (date(2025, 9, 2), ("02/09/2025",)),
        (Level.AREA, ("lĩnh vực",)),
        (Source.SURVEY, ("điều tra xã hội học",)),
        (RoundingMode.DOWN, ("cắt bỏ phần thừa",)),
        (RoundingLevel.TOTAL, ("làm tròn ở tổng điểm",)),
        (Treatment.EXCLUDE, ("trừ khỏi điểm tối đa",)),
        (Ties.DENSE, ("dense",)),
        (RANGE, (">= 0,5",)),
        (Spot("1.2", 3), ("thứ 3 trong 1.2",)),
        (Spot("", 2), ("thứ 2 trong bộ",)),
        (("points", "area:3"), ("points", "area:3")),
        (frozenset({date(2025, 9, 2), date(2025, 4, 30)}), ("30/04/2025", "02/09/2025")),
        ((Band("Tốt", Fraction(80)), Band("Khá", Fraction(0))), ("name: Tốt; at_least: 80", "name: Khá; at_least: 0")),
        (
            (Input("rate", "Tỷ lệ", InputType.PERCENT, Fraction(0), Fraction(1)),),
            ("name: rate; ask: Tỷ lệ; type: percent; min: 0 %; max: 100 %",),
        ),
        ((Input("n", "Số", InputType.COUNT, reason=True),), ("name: n; ask: Số; type: count; reason: Có",)),
        (Requirement("1.1", RANGE), ("leaf: 1.1; when: >= 0,5; otherwise: 0",)),
    ],
)
def test_a_value_in_words(value: object, lines: tuple[str, ...]) -> None:
    assert TELL.lines(value) == lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Level, Source, RoundingMode, RoundingLevel, Treatment])
def test_every_value_of_an_enumeration_has_words(language: Any, kind: Any) -> None:
    teller = Teller(Printer(Words(language), Rounding(), comma=False))
    assert all(teller.lines(value) != ("",) for value in kind)


def test_a_rule_of_a_variant_is_told_for_its_own_maximum() -> None:
    rule = spec("all_of", of=("a", "b"))
    (own,) = TELL.lines((Variant("so", rule=rule, maximum=Fraction(3)),), Fraction(2))
    (shared,) = TELL.lines((Variant(attribute="loai", equals=("1", "2"), rule=rule),), Fraction(2))
    assert own.startswith("group: so; rule: ")
    assert own.endswith("; max: 3")
    assert "3 điểm" in own
    assert "2 điểm" in shared
    assert "attribute: loai; equals: 1; 2" in shared


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (RATE, "proportional: {of: done / total, at_most: 1}"),
        (Fraction(1, 3), "1/3"),
        (True, "yes"),
        (False, "no"),
        (RANGE, ">= 0.5"),
        (("a", Fraction(1)), "[a, 1]"),
        (date(2025, 9, 2), "2025-09-02"),
        (Ties.DENSE, "dense"),
        (Requirement("1.1", RANGE), "{leaf: 1.1, when: >= 0.5, otherwise: 0}"),
        (Variant("so", origin=Place("a.yaml")), "{group: so}"),
    ],
)
def test_a_value_as_criteria_files_write_it(value: object, text: str) -> None:
    assert written(value) == text


def test_values_whose_words_are_the_same_are_told_as_they_are_written() -> None:
    words = Words("en")
    assert row(leaf(maximum="1/3"), leaf(maximum="33333333/100000000"), words) == ("Maximum", "1/3", "0.33333333")
    assert row(leaf(maximum=1), leaf(maximum="1.5"), words) == ("Maximum", "1", "1.5")


def test_differences_as_data() -> None:
    printer = Printer(Words("vi"), Rounding(), comma=False)
    data = as_data(Requirement("1.1", RANGE), None, printer)
    assert data == {"leaf": "1.1", "when": ">= 0.5", "otherwise": "0"}
    assert as_data(Calendar(frozenset({date(2025, 9, 2)})), None, printer) == {
        "holidays": ["2025-09-02"],
        "working": [],
    }
    assert as_data(Spot("1", 2), None, printer) == {"heading": "1", "position": 2}
    assert as_data(RATE, None, printer) == "proportional: {of: done / total, at_most: 1}"
    told: Any = as_data((Variant("so", rule=RATE),), Fraction(2), printer)
    assert told[0]["group"] == "so"
    assert told[0]["rule"]["family"] == "proportional"
    values = [None, True, 3, Treatment.FULL, "x", Fraction(1, 3)]
    assert json.dumps([as_data(value, None, printer) for value in values]) == '[null, true, 3, "full", "x", "1/3"]'


def test_an_added_item_stands_in_the_document_without_its_former_code() -> None:
    compared = compare(only(leaf("1.1")), only(leaf("1.1"), replace(leaf("1.2"), name="Văn bản")))
    assert compared.changed[0].differences == (Difference(ADDED, None, Fraction(1)),)
    document: Any = comparison_document(compared, Words("vi"))
    assert [(item["old_code"], item["new_code"]) for item in document["items"]] == [("", "1.2")]
    assert document["items"][0]["differences"] == [{"what": "added", "before": None, "after": "1"}]
