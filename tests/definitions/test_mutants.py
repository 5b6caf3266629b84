"""A good set changed in every field: the change is refused, or it changes the set. And nothing ever crashes."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from parscore.definitions.load import load_criteria, load_season_document
from parscore.model.criteria import CriteriaSet
from parscore.model.problem import Severity

DATA = (Path(__file__).parent / "good.yaml").read_bytes()
TREE = yaml.load(DATA, Loader=yaml.BaseLoader)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")
Mutation = Callable[[Any, Any, str], None]


def delete(parent: Any, key: Any, _: str) -> None:
    del parent[key]


def rename(parent: Any, key: Any, _: str) -> None:
    if isinstance(key, str):
        parent[f"{key}x"] = parent.pop(key)
    else:
        parent.insert(key, deepcopy(parent[key]))


def put(value: Any) -> Mutation:
    def mutate(parent: Any, key: Any, _: str) -> None:
        parent[key] = value

    return mutate


def number(change: Callable[[str, str], str]) -> Mutation:
    def mutate(parent: Any, key: Any, text: str) -> None:
        digits = text.rstrip("%")
        parent[key] = change(digits, text[len(digits) :])

    return mutate


ANY_FIELD: list[Mutation] = [delete, rename, put("zzz"), put(["zzz"]), put({"zzz": "1"}), put(""), put("-1"), put("7")]
NUMBERS: list[Mutation] = [
    number(lambda digits, sign: f"{float(digits) * 10:g}{sign}"),
    number(lambda digits, sign: f"{float(digits) + 0.01:.2f}{sign}"),
    number(lambda digits, sign: digits if sign else f"{digits}%"),
    number(lambda digits, sign: digits.replace(".", ",") + ",0" + sign),
]


def fields(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield (*path, key), value if isinstance(value, str) else ""
        yield from fields(value, (*path, key))


def mutants() -> Iterator[tuple[tuple[Any, ...], bool, bytes]]:
    """Yield every third mutant (of some 2,500): the path that was changed, whether a number was, and the bytes."""
    numeric = {path: _NUMBER.fullmatch(text) is not None for path, text in fields(TREE)}
    every = (
        (path, text, mutation)
        for path, text in fields(TREE)
        for mutation in [*ANY_FIELD, *(NUMBERS if numeric[path] else [])]
    )
    for path, text, mutation in islice(every, 0, None, 3):
        tree = deepcopy(TREE)
        parent = tree
        for step in path[:-1]:
            parent = parent[step]
        mutation(parent, path[-1], text)
        if tree != TREE:
            yield path, numeric[path], dumped(tree)


def dumped(tree: Any) -> bytes:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(tree, Dumper=dumper, allow_unicode=True, sort_keys=False, default_style='"')
    return text.encode("utf-8", "replace")


def bare(criteria: CriteriaSet) -> str:
    """Write a set without the places and digest, which every change of the file moves."""
    return re.sub(r"Place\([^)]*\)", "", repr(replace(criteria, digest="")))


def test_mutants_are_refused_or_change_the_set() -> None:
    good, _ = load_criteria(DATA, "set.yaml")
    assert good is not None
    total = survived = numbers = numbers_unseen = 0
    for path, is_number, data in mutants():
        criteria, problems = load_criteria(data, "set.yaml")
        total += 1
        assert (criteria is None) == any(found.severity is Severity.ERROR for found in problems), path
        assert all(found.place.line > 0 and found.place.column > 0 for found in problems), path
        survived += criteria is not None and bare(criteria) == bare(good)
        # A number of the scoring itself is tied to sums and worked cases: hardly any can change unseen.
        scoring = is_number and path[0] == "areas" and path[-1] != "code"
        numbers += scoring
        numbers_unseen += scoring and not problems
    assert total > 800
    assert survived / total <= 0.05
    assert numbers > 200
    assert numbers_unseen / numbers <= 0.1


@settings(max_examples=200, deadline=None)
@given(
    at=st.integers(0, len(DATA)),
    cut=st.integers(0, 40),
    insert=st.one_of(
        st.binary(max_size=6),
        st.text(alphabet="[]{}:,-&*!|>'\"%@`#? \n\taáđ1.0~", max_size=12).map(str.encode),
    ),
)
def test_no_edit_of_the_bytes_crashes(at: int, cut: int, insert: bytes) -> None:
    data = DATA[:at] + insert + DATA[at + cut :]
    criteria, problems = load_criteria(data, "set.yaml")
    assert (criteria is None) == any(found.severity is Severity.ERROR for found in problems)
    for found in problems:
        assert 1 <= found.place.line <= len(re.split(b"\r\n|\n|\r|\xc2\x85|\xe2\x80\xa8|\xe2\x80\xa9", data)) + 1
        assert found.place.column >= 1


_AWKWARD = [
    *("0", "-0", "-1", "1/0", "1/3", "0%", "100%", "none", "full", "points", "no_case", "yes", "no", "share", "choice"),
    *("index", "leaf", "max(on_time)", "0/settled", "on_time/0", "1-1", "on_time", "> 1", "= 0", "> 0 and < 0"),
    *("9" * 5000, "-" * 300 + "late", "late" + "*late" * 80),
]
_YAML = st.recursive(
    st.sampled_from(_AWKWARD) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from([path for path, _ in fields(TREE)]), value=_YAML)
def test_no_value_in_any_field_crashes(path: tuple[Any, ...], value: Any) -> None:
    tree = deepcopy(TREE)
    parent = tree
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    data = dumped(tree)
    criteria, problems = load_criteria(data, "set.yaml")
    assert (criteria is None) == any(found.severity is Severity.ERROR for found in problems)
    assert load_season_document(data, "season.yaml")[0] is None


def test_nothing_is_evaluated() -> None:
    package = Path(load_criteria.__code__.co_filename).parents[1]
    sources = [
        path.read_text(encoding="utf-8")
        for folder in ("definitions", "rules")
        for path in (package / folder).glob("*.py")
    ]
    assert len(sources) > 15
    assert not any(
        re.search(r"(?<![\w.])(eval|exec|compile|__import__)\(|yaml\.(load|unsafe_load)\(", text) for text in sources
    )
