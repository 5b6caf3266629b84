"""The package against a second, independent implementation: random seasons of random rules, everything to the digit.

By default a few hundred seasons; PARSCORE_ORACLE=100000 compares that many, on all processors. The seed of a season
that differs gives it again: ``generator.season(seed)``.
"""

import gc
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from generator import SEASONS_OF_A_SET, Season, season
from oracle import Mark, Oracle, Tree, applied
from planted import BUGS, SOURCE, planted
from random_formulas import Row
from random_rules import FAMILIES

from parscore.definitions.load import load_criteria
from parscore.engine.rank import rank
from parscore.engine.score import score_group
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState, Entry
from parscore.model.criteria import CriteriaSet, NotHeld, Source
from parscore.model.scorecard import LeafScore, Status
from parscore.model.season import Agency, Group
from parscore.model.stage import Act, Stage, StageKind
from parscore.model.submission import LeafAnswers, Submission

DEFAULT = 420
SEASONS = int(os.environ.get("PARSCORE_ORACLE", DEFAULT))
CHUNK = 500
RARE = (10526, 10648, 10770, 11433, 11666)
SEEDS = (*range(0, DEFAULT * SEASONS_OF_A_SET, SEASONS_OF_A_SET), *RARE)
STATES = {
    Mark.BLANK: AnswerState.BLANK,
    Mark.NOT_ASSESSED: AnswerState.NOT_APPLICABLE,
    Mark.UNUSABLE: AnswerState.UNUSABLE,
    Mark.NOT_INSPECTED: AnswerState.NOT_INSPECTED,
}
BLANK = Answer(AnswerState.BLANK)
Found = dict[str, tuple[object, ...]]


@lru_cache(maxsize=1)
def loaded(text: str) -> CriteriaSet:
    criteria, problems = load_criteria(text.encode(), "random.yaml")
    assert criteria is not None, [(found.code, found.place.line, found.facts) for found in problems]
    return criteria


def answer(value: Any) -> Answer:
    if isinstance(value, list):
        entries = tuple(Entry(f"Đơn vị {at}", answer(one)) for at, one in enumerate(value))
        return Answer(AnswerState.GIVEN, tuple(value), entries=entries)
    return Answer(STATES[value]) if isinstance(value, Mark) else Answer(AnswerState.GIVEN, value)


def act(stage: Stage, values: Row) -> Act:
    return Act(stage, "Trần B", "2026-02-01", values={name: answer(value) for name, value in values.items()})


def case(agency: Agency, unit: Tree, stages: Sequence[Stage]) -> Case:
    acts = {code: tuple(act(stages[at], values) for at, values in said) for code, said in unit["acts"].items()}
    figures = {code: {name: answer(value) for name, value in row.items()} for code, row in unit["figures"].items()}
    if unit["rows"] is None:
        return Case(agency, None, figures, acts)
    answers = {}
    for code, row in unit["rows"].items():
        given = {name: answer(value) for name, value in row.items()}
        answers[code] = LeafAnswers(given.pop("points", BLANK), given)
    return Case(agency, Submission(agency.id, "self", "a.xlsx", "Biểu", "", 0, answers), figures, acts)


def by_package(one: Season) -> Found:
    """What the package finds: every item of every agency, its total and its place."""
    criteria = replace(loaded(one.text), without=tuple(NotHeld(Source(source)) for source in one.without))
    agencies = tuple(
        Agency(unit["id"], unit["id"], one.group, unit["ranked"], at, tuple(unit["attributes"].items()))
        for at, unit in enumerate(one.units)
    )
    stages = tuple(Stage(f"{kind}-{at}", StageKind(kind)) for at, kind in enumerate(one.stages))
    decided = {stage.id: at for at, stage in enumerate(stages)}
    cases = [case(agency, unit, stages) for agency, unit in zip(agencies, one.units, strict=True)]
    cards, _ = score_group(cases, criteria, stages)
    group = Group(one.group, one.group, criteria, criteria.ranking, criteria.classes, agencies)
    found: Found = {}
    for standing in rank(group, cards)[0].standings:
        card = standing.scorecard
        for item in card.items():
            if isinstance(item, LeafScore):
                code, stands = item.leaf.code, (decided[item.stage.id], item.status.value)
            else:
                code, stands = item.heading.code, (item.complete,)
            found[f"{card.agency.id} {code}"] = (item.points, item.maximum, item.index, *stands)
        found[f"{card.agency.id} total"] = (card.points, card.maximum, card.index, card.complete)
        found[f"{card.agency.id} place"] = (standing.rank, standing.tied, standing.class_name)
    return found


def of_oracle(oracle: Oracle) -> Found:
    """What the oracle found."""
    found: Found = {f"{name} place": place for name, place in oracle.places.items()}
    for name, card in oracle.cards.items():
        for code, (points, top, state) in card.items():
            decided = (oracle.decided[name, code],) if (name, code) in oracle.decided else ()
            found[f"{name} {code}"] = (points, top, oracle.indices[name][code], *decided, state)
    return found


def by_oracle(one: Season, oracle: type[Oracle] = Oracle) -> Oracle:
    return oracle(one.text, one.units, one.without, one.stages)


def differences(package: Found, oracle: Found) -> list[str]:
    """What the two do not agree on: the smallest first, a leaf before what is made of it."""

    def size(key: str) -> tuple[int, str]:
        values = package.get(key, oracle.get(key, ()))
        leaf = isinstance(values[-1], str) and not key.endswith("place")
        return 0 if leaf else 3 if key.endswith("place") else 2 if key.endswith("total") else 1, key

    if package == oracle:
        return []
    wrong = sorted({key for key in {*package, *oracle} if package.get(key) != oracle.get(key)}, key=size)
    return [f"{key}: package {told(package.get(key))}, oracle {told(oracle.get(key))}" for key in wrong]


def told(values: tuple[object, ...] | None) -> str:
    return "nothing" if values is None else f"({', '.join(map(str, values))})"


class Scored(NamedTuple):
    """A season as the package and as the oracle score it."""

    season: Season
    found: Found
    oracle: Oracle

    @property
    def differences(self) -> list[str]:
        return differences(self.found, of_oracle(self.oracle))


def scored(seed: int) -> Scored:
    one = season(seed)
    return Scored(one, by_package(one), by_oracle(one))


def compared(first: int, last: int) -> list[str]:
    """Compare the seasons of a range of seeds; returns the smallest difference of each that has one."""
    gc.disable()  # seasons leave no cycles worth waiting for
    try:
        return [line for seed in range(first, last) for line in reported(seed, scored(seed))]
    finally:
        gc.enable()


def reported(seed: int, one: Scored) -> list[str]:
    wrong = one.differences
    return [f"seed {seed}: {wrong[0]} (and {len(wrong) - 1} more)"] if wrong else []


# --- the comparison ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def default_run() -> list[Scored]:
    """One season of each of the first sets, and seasons that hold what is rarely drawn."""
    return [scored(seed) for seed in SEEDS]


def test_package_and_oracle_agree(default_run: list[Scored]) -> None:
    found = [line for seed, one in zip(SEEDS, default_run, strict=True) for line in reported(seed, one)]
    assert not found, "\n".join(found[:20])


@pytest.mark.skipif(SEASONS <= DEFAULT, reason="PARSCORE_ORACLE asks for no more seasons than the default run has")
def test_package_and_oracle_agree_on_many_seasons() -> None:
    began = time.perf_counter()
    chunks = range(0, SEASONS, CHUNK)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        lines = pool.map(compared, chunks, (min(first + CHUNK, SEASONS) for first in chunks))
        found = [line for some in lines for line in some]
    took = time.perf_counter() - began
    print(f"{SEASONS} seasons in {took:.1f} s, {took / SEASONS * 1000:.2f} s per 1,000")
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_noticed(name: str, default_run: list[Scored], tmp_path: Path) -> None:
    wrong = planted(name, tmp_path)
    assert any(noticed(one, wrong) for one in default_run)


def noticed(one: Scored, wrong: type[Oracle]) -> bool:
    try:
        return bool(differences(one.found, of_oracle(by_oracle(one.season, wrong))))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return True


def test_every_family_is_scored_and_refused_and_every_state_is_drawn(default_run: list[Scored]) -> None:
    seen = set()
    for one in default_run:
        for unit in one.season.units:
            for leaf in one.oracle.leaves:
                (family,) = applied(leaf, unit)["rule"]
                seen.add((family, one.oracle.cards[unit["id"]][leaf["code"]][2]))
    assert {family for family, state in seen if state == "scored"} == set(FAMILIES)
    assert {family for family, state in seen if state == "invalid"} == set(FAMILIES)
    assert {state for _, state in seen} == set(Status)


def test_the_oracle_has_at_most_300_lines_and_no_line_of_the_package() -> None:
    lines = SOURCE.splitlines()
    assert len(lines) <= 300
    assert "parscore" not in SOURCE
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert {name.partition(".")[0] for name in imported} - {"yaml"} <= sys.stdlib_module_names
