"""Explanations as Markdown: the same words as on the screen, and foreign text that stays text."""

import re
from dataclasses import replace

import pytest

from parscore.engine.rivals import Rivals
from parscore.model.ranking import GroupRanking
from parscore.reports.effects import Effects
from parscore.reports.explain import explained
from parscore.reports.explain_markdown import literal, markdown
from parscore.reports.explanation import Background


def told(result, agency, code, words):
    ranking, standing = next(
        (ranking, standing)
        for ranking in result.groups
        for standing in ranking.standings
        if standing.scorecard.agency.id == agency
    )
    assert isinstance(ranking, GroupRanking)
    background = Background(result.problems, Effects(standing.scorecard, Rivals.of(ranking)))
    return markdown(standing, code, words, background), explained(standing, code, words, background)


def plain(text: str) -> str:
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&!])", r"\1", text)


@pytest.mark.parametrize("code", [None, "1", "1.1.2"])
def test_every_line_of_the_explanation_is_an_item(result, vi, code):
    text, (explanation, rows) = told(result, "SYT", code, vi)
    lines = plain(text).splitlines()
    assert lines[0] == f"## {explanation.title}"
    for part in explanation.parts:
        assert f"**{part.label}**" in lines
        for line in part.lines:
            assert f"{'  ' if line.startswith(' ') else ''}- {line.strip()}" in lines
    assert sum(line.startswith("| ") for line in lines) == (len(rows) + 2 if rows else 0)


def test_foreign_text_is_no_markup(result, vi, hostile):
    standing = next(one for one in result.groups[0].standings if one.scorecard.agency.id == "SYT")
    agency = replace(standing.scorecard.agency, name=f"# {hostile} | <b>x</b> [a](b) `c`")
    standing = replace(standing, scorecard=replace(standing.scorecard, agency=agency))
    text = markdown(standing, None, vi)
    assert "\x1b" not in text
    assert r"\# " in text
    assert r"\| \<b\>x\</b\> \[a\](b) \`c\`" in text


def test_a_line_that_begins_like_a_list_is_no_list():
    written = {"- a": r"\- a", "1. b": r"\1. b", "+ c": r"\+ c", "-0,5": "-0,5", "1.5 d": "1.5 d"}
    assert {line: literal(line) for line in written} == written
