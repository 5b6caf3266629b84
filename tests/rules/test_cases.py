"""The tables of ``tests/cases``: every rule as a decision states it, with values and the points that must come out.

There is one for each family; ``decisions.yaml`` holds the rule texts of whole decisions.

A row gives the values and either the points (``no_case`` for a zero denominator), with the branch that applies, or the
code of the fault; ``words`` is how the rule is told. ``checks`` gives rules as written and the faults of each: code,
place inside the rule, facts.
"""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from builders import agency, answer, leaf
from pydantic import TypeAdapter
from worked_cases import DECISIONS, OF_FAMILIES, TABLES, judged, made, read

from parscore.definitions.cases import GROUP
from parscore.engine.leaf import score_leaf
from parscore.engine.official import in_force
from parscore.engine.variants import leaf_for
from parscore.messages import LANGUAGES, Words, keys
from parscore.model.catalogue import CATALOGUE
from parscore.model.criteria import Rounding, Treatment, Variant
from parscore.model.problem import Fact, Percent
from parscore.model.rule import Phrase
from parscore.model.stage import SELF_ASSESSMENT
from parscore.model.submission import LeafAnswers
from parscore.numbers import decimal_text, parse_exact
from parscore.rules import arithmetic
from parscore.rules.arithmetic import with_numbers
from parscore.rules.fields import Range
from parscore.rules.registry import families
from parscore.rules.spec import SpecFault

EVERY_RULE = [
    pytest.param(block, id=f"{family}: {block['name']}") for family, table in TABLES.items() for block in table["rules"]
]
EVERY_ROW = [
    pytest.param(
        block, row, id=f"{family} {at}: {', '.join(f'{name} {value}' for name, value in row['given'].items())}"
    )
    for family, table in TABLES.items()
    for at, block in enumerate(table["rules"])
    for row in block["cases"]
]
EVERY_CHECK = [
    pytest.param(row, id=f"{family} {at}") for family, table in TABLES.items() for at, row in enumerate(table["checks"])
]


@pytest.mark.parametrize(("block", "row"), EVERY_ROW)
def test_the_stated_points_come_out(block: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    judgement = judged(block, row)
    if "fault" in row:
        assert [fault.code for fault in judgement.faults] == [row["fault"]]
        assert (judgement.points, judgement.no_case, judgement.branch.key) == (None, False, "refused")
    elif row["points"] == "no_case":
        assert (judgement.points, judgement.no_case, judgement.faults) == (None, True, ())
        assert judgement.branch.key == "no_case"
    else:
        assert judgement.points == parse_exact(row["points"])
        assert (judgement.no_case, judgement.faults) == (False, ())
        assert judgement.branch.key == row.get("branch", judgement.branch.key)


@pytest.mark.parametrize(("block", "row"), EVERY_ROW)
def test_the_arithmetic_shown_is_the_arithmetic_done(block: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    judgement = judged(block, row)
    for step in judgement.steps:
        assert arithmetic.evaluate(arithmetic.parse(with_numbers(step)), {}) == step.value
    fixed = {
        "tiers.tier",
        "threshold.below",
        "threshold.full",
        "interpolate.below",
        "interpolate.full",
        "deduct.floor",
        "deadline.tier",
        "place.first",
        "place.last",
        "relative.reached",
    }
    if judgement.points is not None and judgement.branch.key not in fixed:
        assert judgement.steps[-1].value == judgement.points


@pytest.mark.parametrize("block", EVERY_RULE)
def test_a_rule_of_the_tables_is_sound_and_wants_what_its_rows_give(block: Mapping[str, Any]) -> None:
    rule = made(block)
    assert list(rule.check(Fraction(block["max"]))) == []
    wanted = {*rule.wants, *(GROUP if rule.pooled else ())}
    assert all(set(row["given"]) == wanted for row in block["cases"])
    points = [parse_exact(row["points"]) for row in block["cases"] if row.get("points", "no_case") != "no_case"]
    assert max(points) == Fraction(block["max"]), "the table shows how the maximum is reached"


@pytest.mark.parametrize("family", OF_FAMILIES)
def test_a_rule_is_told_in_these_words(family: str) -> None:
    for block in OF_FAMILIES[family]["rules"]:
        assert list(map(Words("en").phrase, made(block).words(Fraction(block["max"])))) == block["words"]


@pytest.mark.parametrize("row", EVERY_CHECK)
def test_a_faulty_rule_is_found_and_its_sound_neighbour_is_not(row: Mapping[str, Any]) -> None:
    assert list(map(written, made(row).check(Fraction(row["max"])))) == row["faults"]


def written(fault: SpecFault) -> str:
    """A fault as the tables write it: ``PS519 step: found 4, maximum 2``."""
    place = ".".join(map(str, fault.path)) or "(rule)"
    return f"{fault.code} {place}: {', '.join(f'{name} {plain(fact)}' for name, fact in fault.facts)}"


def plain(fact: Fact) -> str:
    if isinstance(fact, Percent):
        return f"{decimal_text(fact.share * 100)}%"
    return decimal_text(fact) if isinstance(fact, Fraction) else str(fact)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def told(block: Mapping[str, Any]) -> Iterator[Phrase]:
    yield from made(block).words(Fraction(block["max"]))
    for row in block["cases"]:
        yield judged(block, row).branch


@pytest.mark.parametrize("block", EVERY_RULE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_has_words_with_all_placeholders_filled(language: Any, block: Mapping[str, Any]) -> None:
    words = Words(language)
    for phrase in told(block):
        wanted = placeholders(words.text("rules", phrase.key, **{name: f"{{{name}}}" for name, _ in phrase.facts}))
        assert wanted <= {name for name, _ in phrase.facts}
        assert "{" not in words.phrase(phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_of_the_families_is_without_use(language: Any) -> None:
    used = {phrase.key for table in TABLES.values() for block in table["rules"] for phrase in told(block)}
    causes = ("treatment", "no_case", "not_inspected")
    treated = {f"{cause}.{way}" for cause in causes for way in ("full", "zero", "exclude")}
    treated.add("not_inspected.forbidden")
    # Conditions on another leaf have no rows here: see tests/engine.
    elsewhere = {"requires.failed", "blank.zero", "by_hand", "not_held.exclude", "outside_index"}
    assert set(keys(language, "rules")) == used | treated | elsewhere


@pytest.mark.parametrize("row", EVERY_CHECK)
def test_the_facts_of_a_faulty_rule_fill_its_message(row: Mapping[str, Any]) -> None:
    for fault in made(row).check(Fraction(row["max"])):
        assert CATALOGUE[fault.code] == "error"
        message = Words("vi").entry(fault.code)["message"]
        assert placeholders(message) <= {name for name, _ in fault.facts}
        if fault.code == "PS505":
            expected = str(dict(fault.facts)["expected"])
            assert expected in keys("vi", "facts") or re.search("[0-9]", expected), "told in the reader's language"


LEAF_ROWS = [(block, row) for block in TABLES[DECISIONS]["rules"] for row in block["cases"] if "leaf" in row]


def variant(written: Mapping[str, Any]) -> Variant:
    when = written["when"]
    within = TypeAdapter(Range).validate_python(when["within"]) if "within" in when else None
    return Variant(attribute=when["attribute"], equals=tuple(when.get("equals", ())), within=within, rule=made(written))


@pytest.mark.parametrize(("block", "row"), LEAF_ROWS)
def test_the_leaf_of_a_decision_gets_what_the_text_says(block: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    variants = tuple(map(variant, block.get("variants", ())))
    no_case = Treatment(block.get("no_case", "forbidden"))
    whole = leaf(maximum=block["max"], rule=made(block), no_case=no_case, variants=variants)
    item, problems = leaf_for(whole, replace(agency("A"), attributes=tuple(row.get("agency", {}).items())))
    assert problems == []
    inputs = {name: answer(read(text)) for name, text in row["given"].items()}
    answers = LeafAnswers(answer(None), inputs)
    score, _ = score_leaf(item, in_force(item, answers, {}, (), SELF_ASSESSMENT), agency="A", rounding=Rounding())
    assert (score.points, score.complete) == (parse_exact(row["leaf"]), True)


def test_every_family_has_a_table_and_every_table_a_family() -> None:
    assert list(OF_FAMILIES) == list(families())
    for family, table in OF_FAMILIES.items():
        assert {next(iter(row["rule"])) for row in (*table["rules"], *table["checks"])} == {family}


def test_every_fault_named_by_a_family_is_in_its_table() -> None:
    for family, table in OF_FAMILIES.items():
        named = {word.strip(".,;()") for word in (families()[family].__doc__ or "").split() if word.startswith("PS")}
        shown = {row["fault"] for block in table["rules"] for row in block["cases"] if "fault" in row}
        assert shown == named, family


def test_every_branch_of_every_family_is_in_its_table() -> None:
    branches = {
        "claim": {"taken"},
        "yes_no": {"yes", "no"},
        "choose": {"option"},
        "tiers": {"tier"},
        "proportional": {"rate"},
        "threshold": {"below", "between", "full"},
        "interpolate": {"below", "between", "full"},
        "deduct": {"left", "floor"},
        "index": {"scaled"},
        "checklist": {"met"},
        "all_of": {"all", "otherwise"},
        "increments": {"base", "added", "capped"},
        "count": {"counted", "capped"},
        "likert": {"mean"},
        "ballots": {"weighed"},
        "place": {"first", "second", "last", "linear"},
        "best_of": {"best"},
        "sum_of": {"added"},
        "unit_mean": {"all", "some"},
        "deadline": {"tier", "never"},
        "relative": {"reached", "below"},
    }
    for family, table in OF_FAMILIES.items():
        found = {judged(block, row).branch.key for block in table["rules"] for row in block["cases"]}
        assert {key.removeprefix(f"{family}.") for key in found} - {"refused", "no_case"} == branches[family]
