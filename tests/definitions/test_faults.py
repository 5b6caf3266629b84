"""Every code of definitions: a bad example with its exact line and column, and a near neighbour that is good.

The examples stand in ``faults.yaml``, as changes of ``good.yaml``.
"""

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
import yaml

from parscore.definitions.load import load_criteria
from parscore.messages import LANGUAGES, Language, Words
from parscore.model.catalogue import CATALOGUE
from parscore.model.problem import Problem

FOLDER = Path(__file__).parent
GOOD = (FOLDER / "good.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Case:
    code: str
    old: str
    bad: str
    near: str
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.bad.strip()[:40]}"


CASES = [Case(**case) for case in yaml.safe_load((FOLDER / "faults.yaml").read_text(encoding="utf-8"))]


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times"
    return GOOD.replace(old, new)


def marked(old: str, new: str) -> tuple[str, int, int]:
    """Return the text without the mark, and the line and column of the mark (0, 0 without one)."""
    text = changed(old, new)
    before, mark, after = text.partition("‹")
    if not mark:
        return text, 0, 0
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def problems_of(text: str) -> tuple[Problem, ...]:
    return load_criteria(text.encode(), "set.yaml")[1]


def test_the_good_set_is_good() -> None:
    criteria, problems = load_criteria(GOOD.encode(), "good.yaml")
    assert problems == ()
    assert criteria is not None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_example(case: Case) -> None:
    text, line, column = marked(case.old, case.bad)
    criteria, problems = load_criteria(text.encode(), "set.yaml")
    assert (criteria is None) == (CATALOGUE[case.code] == "error")
    places = [(found.place.line, found.place.column) for found in problems if found.code == case.code]
    assert places
    if line:
        assert (line, column) in places
    assert {found.code for found in problems} == {case.code, *case.also}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_near_neighbour(case: Case) -> None:
    text, _, _ = marked(case.old, case.near)
    criteria, problems = load_criteria(text.encode(), "set.yaml")
    assert problems == ()
    assert criteria is not None


def test_every_code_of_definitions_has_an_example() -> None:
    wanted = {code for code in CATALOGUE if code.startswith("PS5")} - {"PS522"}  # sizes: see test_marks
    of_seasons = {"PS530", "PS531", "PS532", "PS533", "PS535"}  # see season/test_versions and test_without
    assert {case.code for case in CASES} == wanted - of_seasons


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words_without_holes(language: Language) -> None:
    words = Words(language)
    for case in CASES:
        for found in problems_of(marked(case.old, case.bad)[0]):
            entry = words.entry(found.code)
            holes = {name for text in entry.values() for _, name, _, _ in Formatter().parse(text) if name}
            assert holes <= {name for name, _ in found.facts} | {"criterion"}
            told = words.problem(found)
            assert all((told.title, told.message, told.remedy))


def facts(text: str, code: str) -> dict[str, object]:
    (found,) = (found for found in problems_of(text) if found.code == code)
    return dict(found.facts)


def test_words_of_the_file_are_not_taken_for_words_of_messages() -> None:
    text = changed("reference: Phụ lục", "no_cases: full\n            reference: Phụ lục")
    (found,) = problems_of(text)
    assert "no_case)" in Words("vi").problem(found).message
    assert "phát sinh" not in Words("vi").problem(found).message


def test_near_misses_are_suggested() -> None:
    assert facts(changed("illustrative: yes", "ilustrative: yes"), "PS503")["suggestion"] == "illustrative"
    assert facts(changed("{claim: {", "{clam: {"), "PS516")["suggestion"] == "claim"
    assert facts(changed(", zero_below: 95%", ", zero_bellow: 95%"), "PS503")["suggestion"] == "zero_below"
    assert facts(changed('"criterion:1.2"', '"criterion:12"'), "PS521")["suggestion"] == "criterion:1.2"
    assert facts(changed("illustrative: yes", "zzzzzz: yes"), "PS503")["suggestion"] == "—"


def test_a_misspelt_key_is_one_mistake_not_two() -> None:
    assert [found.code for found in problems_of(changed(", zero_below: 95%", ", zero_bellow: 95%"))] == ["PS503"]
    assert [found.code for found in problems_of(GOOD.replace("subcriteria:\n", "subcriterias:\n"))] == ["PS503"] * 2


def test_problems_name_their_criterion() -> None:
    (found,) = problems_of(changed("{claim: {", "{clam: {"))
    assert found.criterion == "1.2"
    (found,) = problems_of(changed("evidence: required", "evidence: needed"))
    assert found.criterion == "1.1.1"


def test_below_an_alias_nothing_else_is_reported() -> None:
    text = GOOD.replace("valid: {from", "valid: &v {from").replace("rounding: {at", "rounding: *v # {at")
    assert [found.code for found in problems_of(text)] == ["PS507", "PS507"]


def test_a_faulty_leaf_still_counts_in_the_sum() -> None:
    text = changed("        name: Sáng kiến\n        max: 5\n", "        max: 5.5\n")
    found = [(found.code, text.split("\n")[found.place.line - 1].strip()) for found in problems_of(text)]
    assert found == [("PS509", "max: 8"), ("PS504", '- code: "1.2"')]


STEP2 = '{when: ">= 70% and <= 90%", points: 1}'
STEP3 = '{when: "< 70%", points: 0}'
ALL_AT_ONCE = [
    ("illustrative: yes", "ilustrative: yes", "PS503"),
    ('version: "2025.1"', "version: 2025.10", "PS508"),
    ("to: 2025-12-31", "to: 2025-02-30", "PS514"),
    ("areas: 2,", "areas: 3,", "PS510"),
    ("at: print", "at: prnt", "PS505"),
    ('"criterion:1.2"', '"criterion:1.9"', "PS521"),
    ("at_least: 80,", "at_least: 180,", "PS520"),
    ("appraiser: VPUB", "appraiser: &a VPUB", "PS507"),
    ("yes: full, no: 0", "yes: full, no: 0, yes: 1", "PS502"),
    (STEP2, STEP2.replace("<= 90%", "<= 91%"), "PS512"),
    (STEP3, STEP3.replace("< 70%", "< 69%"), "PS511"),
    ("{claim: {", "{clam: {", "PS516"),
    ("max: 12\n", "max: 13\n", "PS509"),
    ("{of: on_time / settled,", "{of: on_time / (settled,", "PS517"),
    ("code: 2.1.2", "code: 2.1.1", "PS515"),
    ("name: Xử lý phản ánh", "nam: Xử lý phản ánh", "PS503"),
    ("{of: late,", "{of: lat,", "PS518"),
    ('{share: 40%}, points: "1"', '{share: 40%}, points: "1.1"', "PS523"),
    ("source: survey", "source: !x survey", "PS506"),
    ("scale: 100", "scale: 0", "PS519"),
]


def test_all_faults_at_once() -> None:
    text = GOOD
    places: list[tuple[str, int]] = []
    for old, new, code in ALL_AT_ONCE:
        assert text.count(old) == 1
        places.append((code, text[: text.index(old)].count("\n") + 1))
        text = text.replace(old, new)
    criteria, problems = load_criteria(text.encode(), "set.yaml")
    assert criteria is None
    assert set(places) <= {(found.code, found.place.line) for found in problems}
    assert list(problems) == sorted(problems, key=lambda found: found.sort_key)
