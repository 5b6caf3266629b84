"""Codes that YAML programs would change, with PyYAML's YAML 1.1 resolver as oracle."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from parscore.definitions.marks import parse_yaml
from parscore.definitions.plain import changed_by_yaml, unquoted_codes

CHANGED = """1 12 0 -1 +1 1.10 1. .5 -1.5 012 0o17 0x1F 0b11 1_0 1_000.5 1e3 1E-3 1.5e3 1.5e+3 1:30 1:30.5 190:20:30
    no No NO yes Yes YES on On ON off OFF true True false FALSE y Y n N ~ null Null NULL
    2025-01-01 2025-1-1 2025-01-01T10:00:00Z .inf -.INF .nan = <<"""

KEPT = """1.1.2 so-ban-nganh 3.2.1a I.1 A1 v1 1-2 2025/10 1234/QĐ-UBND nO yEs nan inf 1.10.0 2025.10-1 1,5 95% 12a x1 _1
    1e 1-b 0b2x nil None 2025-13-99-1 a:1 1:99"""


@pytest.mark.parametrize("text", CHANGED.split())
def test_changed(text: str) -> None:
    assert changed_by_yaml(text)


@pytest.mark.parametrize("text", KEPT.split())
def test_kept(text: str) -> None:
    assert not changed_by_yaml(text)


@given(st.from_regex(re.compile(r"[0-9a-zA-Z.:_+\-]{1,12}"), fullmatch=True))
def test_whatever_pyyaml_changes_is_noticed(text: str) -> None:
    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(loaded, str):
        assert isinstance(loaded, dict | list) or changed_by_yaml(text)


def codes(text: str) -> list[tuple[str, int, int]]:
    document, _ = parse_yaml(text.encode(), "f")
    assert document is not None
    return [(found.code, found.place.line, found.place.column) for found in unquoted_codes(document)]


def test_only_identifiers_need_quotes() -> None:
    assert codes("code: 1.10\nmax: 1.10\nid: no\nversion: 2025.1\ndecision: {number: 12}\n") == [
        ("PS508", 1, 7),
        ("PS508", 3, 5),
        ("PS508", 4, 10),
        ("PS508", 5, 20),
    ]


def test_quoted_or_unchanged_identifiers_are_fine() -> None:
    assert codes("code: '1.10'\nid: \"no\"\nversion: 2025.1.0\ndecision: {number: 12/QĐ}\n") == []


def test_an_input_may_be_called_like_an_identifier() -> None:
    assert codes("inputs: {code: {ask: x}}\ncases: [{given: {code: 5, number: 1.10}}]\ndeclares: {criteria: 4}\n") == []
